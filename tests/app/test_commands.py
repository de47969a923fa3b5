"""``diwan`` as the desk is opened from it: no display, the demo's own database, the clock."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import pytest

from desktop import app
from desktop.__main__ import main
from desktop.app.faults import LOG_NAME, keep_log
from desktop.base.errors import Refusal


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


def test_the_log_lies_in_the_data_folder_and_stays_small(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    path = keep_log(tmp_path)
    try:
        logger = logging.getLogger("diwan.test")
        logger.propagate = True
        handler = next(one for one in root.handlers if one not in before)
        handler.handle(logger.makeRecord("diwan.test", logging.ERROR, __file__, 1, "planted", (), None))
        assert path.name == LOG_NAME
        assert "planted" in path.read_text("utf-8")
        for _ in range(9000):
            handler.handle(logger.makeRecord("x", logging.ERROR, __file__, 1, "y" * 1000, (), None))
        kept = sorted(path.parent.iterdir())
        assert len(kept) == 6
        assert sum(one.stat().st_size for one in kept) < 6_500_000
    finally:
        for handler in [one for one in root.handlers if one not in before]:
            handler.close()
            root.removeHandler(handler)
