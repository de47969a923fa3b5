"""The command line on a new embedded database, run inside the tests' process or as a program of its own."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.__main__ import main

START = "2026-11-22T09:00"
"""A working Sunday."""


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.status == 0, self.err
        return json.loads(self.out)


class Cli:
    """``diwan`` with a data folder of its own; ``at`` is what every command gets as ``--at``."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.at = START
        self._capsys = capsys

    def __call__(self, *arguments: str, login: str = "") -> Outcome:
        """Runs one command in this process."""
        self._capsys.readouterr()
        account = ["--as", login] if login else []
        common = ["--data", str(self.folder), *(["--at", self.at] if self.at else [])]
        try:
            status = main([*common, *arguments, *account])
        except SystemExit as error:
            status = int(error.code or 0)
        printed = self._capsys.readouterr()
        return Outcome(status, printed.out, printed.err)

    def program(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Outcome:
        """Runs one command as a program of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "desktop", "--data", str(self.folder), *arguments],
            input=stdin,
            capture_output=True,
            check=False,
            cwd=Path(__file__).parents[2],
            env={**os.environ, **environment},
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    def file(self, name: str, content: object) -> str:
        """A file beside the data; what is not text is written as JSON."""
        path = self.folder / name
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, "utf-8")
        return str(path)

    def refusal(self, *arguments: str, login: str = "") -> str:
        """What a refused command says: each line one sentence in both languages, nothing on stdout."""
        found = self(*arguments, login=login)
        assert_refused(found)
        return found.err

    def intake(self, document: object, login: str = "") -> str:
        """The reference of a new application."""
        found = self("intake", self.file("application.json", document), login=login)
        assert found.status == 0, found.err
        return found.out.strip()

    def case(self, reference: str) -> dict[str, Any]:
        found: dict[str, Any] = self("case", reference, "--json").json
        return found

    def act(self, reference: str, action: str, login: str, *more: str, **inputs: object) -> dict[str, Any]:
        """Does an action; its inputs as keywords, further options as they are typed."""
        given = ["--input", json.dumps(inputs, ensure_ascii=False)] if inputs else []
        found: dict[str, Any] = self("act", reference, action, *given, *more, login=login).json
        return found

    def work(self) -> dict[str, Any]:
        found: dict[str, Any] = self("worker", "--once").json
        assert (found["outages"], found["faults"]) == ([], [])
        return found


def assert_refused(found: Outcome) -> None:
    """Fails where ``found`` is no refusal; see ``is_refused``."""
    assert is_refused(found), found


def is_refused(found: Outcome) -> bool:
    """One sentence a line in Arabic and English, exit status 2, nothing on stdout, no traceback."""
    lines = found.err.strip().splitlines()
    silent = (found.status, found.out) == (2, "") and "internal error" not in found.err
    return silent and bool(lines) and all(_is_sentence(line) for line in lines)


def _is_sentence(line: str) -> bool:
    said, _, english = line.partition(" | ")
    arabic = any("\u0621" <= letter <= "\u064a" for letter in said)
    return line.startswith("diwan: ") and arabic and bool(english.strip())


@pytest.fixture(autouse=True)
def no_handlers_left() -> Iterator[None]:
    """Every command sets the log up for its process; the tests' own handlers stay as they were."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


@pytest.fixture(scope="session")
def new_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the first command leaves it."""
    folder = tmp_path_factory.mktemp("data")
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--data", str(folder), "--at", START, "worker", "--once"],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture
def cli(new_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line with a new database in which nobody has applied."""
    folder = tmp_path / "data"
    shutil.copytree(new_data, folder)
    return Cli(folder, capsys)
