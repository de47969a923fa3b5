"""The applications that a person opened last, wherever they sat: first in the finder."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QObject
from PySide6.QtWidgets import QWidget

from desktop.views.desk import Desk

MOST = 12


class Recent(QObject):
    """References, the last one first; kept with the person's preferences."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._preferences = desk.preferences
        try:
            kept = json.loads(bytes(self._preferences.state("recent", "cases").data()) or b"[]")
        except ValueError:
            kept = []
        self._reference: Callable[[], str] = str
        self.in_view = ""
        """The application in view, if any: nobody looks for where they are."""
        self.references = [str(one) for one in kept][:MOST] if isinstance(kept, list) else []

    def opened(self, reference: str) -> None:
        """``reference`` was opened, and is in view."""
        self.in_view = reference
        if self.references[:1] == [reference]:
            return
        self.references = [reference, *(one for one in self.references if one != reference)][:MOST]
        self._preferences.keep_state("recent", "cases", QByteArray(json.dumps(self.references).encode()))

    def follow(self, page: QWidget, reference: Callable[[], str]) -> None:
        """What ``page`` shows is in view as long as the page is; ``reference`` says which it is."""
        self._reference = reference
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self.in_view = self._reference()
        elif event.type() == QEvent.Type.Hide:
            self.in_view = ""
        return super().eventFilter(watched, event)

    def others(self) -> tuple[str, ...]:
        """What was opened last, the last one first, without the one in view."""
        return tuple(one for one in self.references if one != self.in_view)


def recent_of(desk: Desk) -> Recent:
    """What was opened last at ``desk``; made at the first call."""
    found = desk.findChild(Recent)
    return found if isinstance(found, Recent) else Recent(desk)
