"""What is being typed into a dialog, kept on the workstation until it was done: a crash loses nothing.

One small file for each case and deed under a folder for each person and database.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desktop.views.desk import Desk

logger = logging.getLogger(__name__)

KEEP_AFTER_MS = 500
"""It is kept when the typing pauses this long."""
KEPT_DAYS = 30
"""What nobody came back to is forgotten."""
# Shared by all stores of the program: a window made anew has another dialog, and so another store.
_lock = threading.Lock()
_turns: dict[str, int] = {}

Values = Mapping[str, object]


class TypedStore:
    """What ``login`` typed on ``database``, under ``folder``; for worker threads."""

    def __init__(self, folder: Path, login: str, database: str) -> None:
        place = hashlib.sha256(f"{login}\n{database}".encode()).hexdigest()[:16]
        self._folder = folder / "typed" / place

    def turn(self, key: str) -> int:
        """The number of what is done next with ``key``: what comes late of an earlier one is left out."""
        with _lock:
            _turns[key] = _turns.get(key, 0) + 1
            return _turns[key]

    def keep(self, key: str, values: Values, turn: int) -> None:
        """Keeps ``values`` under ``key``; nothing of them forgets it. Raises ``OSError``."""
        with _lock:
            if _turns.get(key) != turn:
                return
            file = self._file(key)
            if not any(value not in ("", None) for value in values.values()):
                file.unlink(missing_ok=True)
                return
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = file.with_suffix(".new")
            with beside.open("w", encoding="utf-8") as written:
                json.dump(dict(values), written, ensure_ascii=False)
                written.flush()
                os.fsync(written.fileno())
            # Replaced in one go: a crash in the middle leaves what was kept before.
            beside.replace(file)

    def load(self, key: str) -> Values:
        """What was kept under ``key``; empty where there is nothing or it cannot be read."""
        with _lock:
            try:
                found = json.loads(self._file(key).read_text("utf-8"))
            except (OSError, ValueError):
                return {}
        return found if isinstance(found, dict) else {}

    def forget(self, key: str, turn: int) -> None:
        """It was done: nothing of it is kept any more. Raises ``OSError``."""
        with _lock:
            if _turns.get(key) != turn:
                return
            self._file(key).unlink(missing_ok=True)

    def forget_old(self) -> None:
        """Forgets what nobody came back to for ``KEPT_DAYS``. Raises ``OSError``."""
        before = time.time() - KEPT_DAYS * 86_400
        with _lock:
            for file in self._folder.glob("*"):
                if file.stat().st_mtime < before:
                    file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"


class Typing(QObject):
    """Keeps what one dialog or panel holds, off the GUI thread, as it changes."""

    def __init__(self, owner: QObject, desk: Desk, values: Callable[[], Values]) -> None:
        super().__init__(owner)
        self._desk = desk
        self._values = values
        self._store = TypedStore(desk.preferences.folder, desk.session.login, desk.session.database)
        self._key = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEEP_AFTER_MS)
        self._pause.timeout.connect(self._keep)
        desk.left.connect(self._keep_now)

    def begin(self, key: str, found: Callable[[Values], None]) -> None:
        """From now on it is kept under ``key``; ``found`` is told what was kept there before, if anything."""
        self.end()
        self._key = key
        store = self._store

        def told(values: Values) -> None:
            if values and key == self._key:
                found(values)

        def load() -> Values:
            _try(store.forget_old)
            return store.load(key)

        self._desk.runner.submit(load, told, key=f"typed-{id(self)}", owner=self)

    @property
    def key(self) -> str:
        """Under which it is kept; empty where nothing is."""
        return self._key

    def leave(self) -> None:
        """What is in the fields from now on is nobody's: what was typed until now is kept."""
        self.end()
        self._key = ""

    def changed(self) -> None:
        """Something was typed."""
        if self._key:
            self._pause.start()

    def done(self) -> None:
        """It was done: nothing is kept."""
        self._pause.stop()
        key, store, self._key = self._key, self._store, ""
        if key:
            turn = store.turn(key)
            self._desk.runner.submit(lambda: _try(lambda: store.forget(key, turn)), _nothing)

    def end(self) -> None:
        """The dialog closes and nothing was done: what was typed is kept at once."""
        if self._pause.isActive():
            self._keep()

    def _keep(self) -> None:
        self._pause.stop()
        if self._key:
            self._desk.runner.submit(self._keeping(), _nothing)

    def _keep_now(self) -> None:
        # The program ends: no thread may be free any more.
        if self._pause.isActive() and self._key:
            self._pause.stop()
            self._keeping()()

    def _keeping(self) -> Callable[[], None]:
        key, store, values = self._key, self._store, dict(self._values())
        turn = store.turn(key)
        return lambda: _try(lambda: store.keep(key, values, turn))


def _try(work: Callable[[], None]) -> None:
    """A folder that cannot be written keeps nobody from working."""
    try:
        work()
    except OSError:
        logger.exception("what was typed could not be kept on this workstation")


def _nothing(_result: object) -> None:
    """Nothing is left to do."""
