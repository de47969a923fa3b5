"""What a desk does once nobody waits for it: neither the sign-in nor the first queue comes later for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.base import secrets
from desktop.views.runner import Runner

QUIET_MS = 500


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
        self._runner.submit(_load_pages, lambda _none: self.pages_loaded.emit(), owner=self)


def _load_pages() -> None:
    from desktop.views import pages

    pages.load_all()
