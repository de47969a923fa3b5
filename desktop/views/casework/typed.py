"""What is being typed into a dialog, kept on the workstation until it was done: a crash loses nothing.

One small file for each case and deed under a folder for each person and database.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desktop.gateways import files
from desktop.views import shown
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.views.palette import Tone

logger = logging.getLogger(__name__)

Values = Mapping[str, object]
KEEP_AFTER_MS = 500
"""It is kept when the typing pauses this long."""
KEPT_DAYS = 30
"""What nobody came back to is forgotten."""
_disk = threading.Lock()
# Shared by all stores of the program: a window made anew has another dialog, and so another store.
_memory = threading.Lock()
_unwritten: dict[Path, Values] = {}


class TypedStore:
    """What ``login`` typed on the database ``place``, under ``folder``.

    What is put is there at once for whoever loads it; ``write`` brings it to the disk. So nothing that comes
    late can take the place of what is newer, and a program that ends knows what is not yet written.
    """

    def __init__(self, folder: Path, login: str, place: str) -> None:
        mine = hashlib.sha256(f"{login}\n{place}".encode()).hexdigest()[:16]
        self._folder = folder / "typed" / mine

    def put(self, key: str, values: Values) -> None:
        """Keeps ``values`` under ``key``, in memory; nothing of them forgets it."""
        with _memory:
            _unwritten[self._file(key)] = dict(values)

    def write(self) -> None:
        """Writes what was put, to be asked on a worker thread.

        Raises ``OSError``; what could not be written is tried again by the next ``write``.
        """
        with _disk:
            for file, values in self._put():
                if any(value not in ("", None) for value in values.values()):
                    self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                    files.replace(file, json.dumps(dict(values), ensure_ascii=False))
                else:
                    file.unlink(missing_ok=True)
                with _memory:
                    if _unwritten.get(file) is values:
                        del _unwritten[file]

    def load(self, key: str) -> Values:
        """What was kept under ``key``; empty where there is nothing or it cannot be read."""
        file = self._file(key)
        with _memory:
            if file in _unwritten:
                return _unwritten[file]
        try:
            found = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def forget_old(self) -> None:
        """Forgets what nobody came back to for ``KEPT_DAYS``. Raises ``OSError``."""
        before = time.time() - KEPT_DAYS * 86_400
        with _disk:
            for file in self._folder.glob("*"):
                if files.modified(file) < before:
                    file.unlink(missing_ok=True)

    def _put(self) -> list[tuple[Path, Values]]:
        with _memory:
            return [(file, values) for file, values in _unwritten.items() if file.parent == self._folder]

    def _file(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"


class Typing(QObject):
    """Keeps what one dialog, panel or sheet holds, off the GUI thread, as it changes."""

    def __init__(self, owner: QObject, desk: Desk, values: Callable[[], Values]) -> None:
        super().__init__(owner)
        self._desk = desk
        self._values = values
        self._store = TypedStore(desk.preferences.folder, desk.session.login, desk.session.place)
        self._key = ""
        self._fails = False
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

        self._desk.runner.submit(lambda: store.load(key), told, key=f"typed-{id(self)}", owner=self)

    @property
    def key(self) -> str:
        """Under which it is kept; empty where nothing is."""
        return self._key

    def kept(self, key: str) -> Values:
        """What is kept under ``key``; for worker threads."""
        return self._store.load(key)

    def keep_under(self, key: str) -> None:
        """From now on it is kept under ``key``; what is kept there is in the fields already."""
        if key != self._key:
            self.end()
            self._key = key

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
        key, self._key = self._key, ""
        if key:
            self._store.put(key, {})
            self._write()

    def end(self) -> None:
        """The dialog closes and nothing was done: what was typed is kept at once."""
        if self._pause.isActive():
            self._keep()

    def _keep(self) -> None:
        self._pause.stop()
        if self._key:
            self._store.put(self._key, self._values())
            self._write()

    def _write(self) -> None:
        store = self._store

        def work() -> bool:
            store_written = _tried(store.write)
            return _tried(store.forget_old) and store_written

        self._desk.runner.submit(work, self._told, owner=self)

    def _told(self, written: bool) -> None:
        if not written and not self._fails:
            words = tr_("Diwan", "What you type cannot be kept on this workstation; the folder is {folder}.")
            folder = shown.identifier(str(self._desk.preferences.folder))
            self._desk.notify(words.format(folder=folder), Tone.WARNING)
        self._fails = not written

    def _keep_now(self) -> None:
        # The program ends: no thread may be free any more, and what waits for one is dropped.
        if self._pause.isActive() and self._key:
            self._pause.stop()
            self._store.put(self._key, self._values())
        _tried(self._store.write)


def _tried(work: Callable[[], None]) -> bool:
    """Whether it could be done: a folder that cannot be written keeps nobody from working."""
    try:
        work()
    except OSError:
        logger.exception("what was typed could not be kept on this workstation")
        return False
    return True
