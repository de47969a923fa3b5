"""The applications that were in view when one was opened: what "next" and "previous" walk along."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from desktop.views.desk import Desk
from desktop.views.tables.model import PAGE, Rest
from desktop.views.tables.rows import RowsPage


class Trail(QObject):
    """References in the order of the queue from which one was opened; one for a whole desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._references: list[str] = []
        self._rest: Rest | None = None
        self.queue = ""
        """The argument of the queue page from which it was laid; empty before the first."""

    def lay(self, queue: str, references: Sequence[str], rest: Rest | None = None) -> None:
        """Remembers ``references`` as they stand in ``queue``; ``rest`` asks for those after them."""
        self.queue = queue
        self._references = list(references)
        self._rest = rest

    def go_on(self, done: Callable[[], None]) -> bool:
        """Reads on along the queue, then calls ``done``; ``False`` where there is nothing more to read."""
        if self._rest is None:
            return False
        fetch, cursor, order = self._rest

        def take(found: RowsPage) -> None:
            known = set(self._references)
            self._references += [row.id for row in found.rows if row.id not in known]
            self._rest = (fetch, found.cursor, order) if found.cursor is not None else None
            done()

        self._desk.runner.submit(lambda: fetch(cursor, order, PAGE), take, key="trail", owner=self)
        return True

    def place(self, reference: str) -> tuple[int, int]:
        """Which one of how many ``reference`` is, counted from 1; ``(0, n)`` where it is not among them."""
        if reference not in self._references:
            return 0, len(self._references)
        return self._references.index(reference) + 1, len(self._references)

    def beside(self, reference: str, by: int) -> str:
        """The reference ``by`` places on; empty at either end and where ``reference`` is not on it."""
        place, many = self.place(reference)
        wanted = place + by
        return self._references[wanted - 1] if place and 1 <= wanted <= many else ""


def trail_of(desk: Desk) -> Trail:
    """The trail of ``desk``; made at the first call."""
    found = desk.findChild(Trail)
    return found if isinstance(found, Trail) else Trail(desk)
