"""What others did meanwhile: heard from the database at once, and asked for now and then in any case."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from desktop.usecases.changes import hear_changes
from desktop.views.desk import Desk

EVERY_MS = 60_000
"""What no word is sent of, such as a message that went out, shows this late at most."""
GATHER_MS = 150
"""Word that comes so close together is one: a page reads again once."""
ELSEWHERE = "elsewhere"
"""The kind that is announced: somebody at another desk may have changed something."""


class Pulse(QTimer):
    """Announces ``ELSEWHERE`` when the database says so, and once a minute."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.setInterval(EVERY_MS)
        self.timeout.connect(self._announce)
        self.start()
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(GATHER_MS)
        self._gathering.timeout.connect(self._announce)
        services = desk.services
        left = desk.runner.attend(lambda left, told: hear_changes(services, left, told), self._heard, self)
        desk.left.connect(left.set)

    def _heard(self) -> None:
        if not self._gathering.isActive():
            self._gathering.start()

    def _announce(self) -> None:
        self._desk.announce(frozenset({ELSEWHERE}))


def start_pulse(desk: Desk) -> Pulse:
    """The pulse of ``desk``, beating; made at the first call."""
    found = desk.findChild(Pulse)
    return found if isinstance(found, Pulse) else Pulse(desk)
