"""What a desk does once nobody waits for it: neither the sign-in nor the first queue comes later for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.base import secrets
from desktop.views import pages
from desktop.views.runner import Runner

QUIET_MS = 500
_BETWEEN_MS = 20


class Later(QObject):
    """Asks whether a keyring is open, and loads the pages beside the first, once each.

    Loading what asks the keyring takes as long as signing in does, and the pages as long as the queue.
    """

    keyring_found = Signal(bool)
    pages_loaded = Signal()

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self._begun = False
        self._left: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self._do)

    def begin(self) -> None:
        """Begins after half a second in which nothing was asked."""
        if not self._begun:
            self._timer.start()

    def hold(self) -> None:
        """Somebody waits now: until ``begin``, nothing is begun."""
        self._timer.stop()

    def _do(self) -> None:
        self._begun = True
        self._runner.submit(secrets.available, self.keyring_found.emit, owner=self)
        self._left = pages.names()
        self._load_next()

    def _load_next(self) -> None:
        # On the window's own thread, one page between two frames: Qt's classes are made when they are first
        # imported, which two threads must not do at once.
        if self._left:
            pages.load(self._left.pop(0))
            QTimer.singleShot(_BETWEEN_MS, self, self._load_next)
        else:
            self.pages_loaded.emit()
