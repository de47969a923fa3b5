"""Fixtures that every test runs under: nothing of the user's is touched, nothing is left behind."""

from __future__ import annotations

import logging
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

_XDG = ("CONFIG", "DATA", "STATE", "CACHE", "RUNTIME")
_GRACE_SECONDS = 3.0


class MemoryKeyring(KeyringBackend):
    """An unlocked keyring that forgets everything with the test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


@pytest.fixture(autouse=True)
def memory_keyring() -> Iterator[MemoryKeyring]:
    """The keyring of this test, empty at its start."""
    before, ours = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(ours)
    yield ours
    keyring.set_keyring(before)


@pytest.fixture(scope="session", autouse=True)
def session_home() -> Iterator[None]:
    """A home for what starts before a test has its own: fixtures of a module or of the session."""
    with tempfile.TemporaryDirectory(prefix="diwan-home-") as folder, pytest.MonkeyPatch.context() as patch:
        _set_home(Path(folder), patch)
        yield


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder with the folders of the XDG standard; children of the test see it too."""
    folder = tmp_path_factory.mktemp("home")
    _set_home(folder, monkeypatch)
    return folder


def _set_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes ``folder`` the user's home for this process and its children."""
    monkeypatch.setenv("HOME", str(folder))
    for name in _XDG:
        path = folder / f".{name.lower()}"
        path.mkdir(mode=0o700, exist_ok=True)
        monkeypatch.setenv("XDG_RUNTIME_DIR" if name == "RUNTIME" else f"XDG_{name}_HOME", str(path))


@pytest.fixture(autouse=True)
def no_threads_left() -> Iterator[None]:
    """Fails a test after which threads go on that it started."""
    before = set(threading.enumerate())
    yield
    give_up = time.monotonic() + _GRACE_SECONDS
    left = _started_since(before)
    while left and time.monotonic() < give_up:
        time.sleep(0.01)
        left = _started_since(before)
    if left:
        pytest.fail(f"threads go on after the test: {', '.join(sorted(t.name for t in left))}")


def _started_since(before: set[threading.Thread]) -> list[threading.Thread]:
    # Threads that Qt made show up as dummies, and stay listed after their end.
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]


class LogGuard(logging.Handler):
    """Holds every record from WARNING on, and the patterns that the test says it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._expected: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def expect(self, pattern: str) -> None:
        """Says that a message matching ``pattern`` (searched) comes at least once in this test."""
        self._expected.append(re.compile(pattern))

    def verdict(self) -> str:
        """What is wrong with the log, or nothing."""
        said = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self.records]
        wrong = [f"unexpected: {line}" for line in said if not any(p.search(line) for p in self._expected)]
        wrong += [
            f"never logged: {pattern.pattern}"
            for pattern in self._expected
            if not any(pattern.search(line) for line in said)
        ]
        return "\n".join(wrong)


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[LogGuard]:
    """Fails a test that logs a warning or an error it did not announce with ``log_guard.expect``."""
    guard = LogGuard()
    logging.getLogger().addHandler(guard)
    yield guard
    logging.getLogger().removeHandler(guard)
    verdict = guard.verdict()
    if verdict:
        pytest.fail(verdict)
