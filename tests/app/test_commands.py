"""``diwan`` as the desk is opened from it: no display, the demo's own database, the clock."""

from __future__ import annotations

import argparse
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from desktop import app
from desktop.__main__ import main
from desktop.base.errors import Refusal

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("command", [["gui"], ["demo"], []])
def test_without_a_display_one_sentence_and_status_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["--data", str(tmp_path), *command]) == 2
    said = capsys.readouterr().err
    assert "DISPLAY" in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("platform", "shows"), [("offscreen", True), ("xcb", False), ("vnc:size=800x600", True)]
)
def test_a_platform_that_needs_no_display(
    monkeypatch: pytest.MonkeyPatch, platform: str, shows: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert app.has_display() is shows


def test_the_demo_never_works_on_another_database() -> None:
    options = argparse.Namespace(db="postgresql://server/diwan", data=None)
    with pytest.raises(Refusal, match="database of its own"):
        app.demo_config(options)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to catch")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_desk_opens_and_ends_in_order(tmp_path: Path, number: signal.Signals) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    address = f"sqlite:///{tmp_path / 'diwan.db'}"
    command = [
        sys.executable,
        "-m",
        "desktop",
        "--data",
        str(tmp_path),
        "--db",
        address,
        "gui",
        "--lang",
        "en",
    ]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as desk:
        database = tmp_path / "diwan.db"
        end = time.monotonic() + 40
        while not _prepared(database):
            assert time.monotonic() < end
            assert desk.poll() is None, desk.communicate()[1].decode()
            time.sleep(0.05)
        desk.send_signal(number)
        out, err = desk.communicate(timeout=20)
    assert (desk.returncode, out) == (0, b""), err.decode()
    assert b"Traceback" not in err
    assert (tmp_path / "logs" / "desk.log").exists()


def _prepared(database: Path) -> bool:
    """Whether the desk has made its database."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        found = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'staff'").fetchone()
        return bool(found[0]) and bool(connection.execute("SELECT count(*) FROM staff").fetchone()[0])
