"""Which applications of a queue are chosen: the rows selected, or all that it shows, read or not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.models.records.case import Case
from desktop.views.casework.queue_reader import QueueReader
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.views.palette import Tone
from desktop.views.tables.model import CAP
from desktop.views.tables.queue_table import QueueTable


class QueueSelection(QObject):
    """Belongs to one page; ``table`` says which table is in view."""

    changed = Signal()
    """All that the queue shows were chosen; the selection of single rows is told by the table."""

    def __init__(
        self, page: QObject, desk: Desk, reader: QueueReader, table: Callable[[], QueueTable]
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._reader = reader
        self._table = table
        self._every: tuple[Case, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether all that the queue shows are chosen, also those not read into the list yet."""
        return bool(self._every)

    def count(self) -> int:
        """How many are chosen."""
        return len(self._every) or len(self._table().selected_ids())

    def picked(self) -> list[Case]:
        """The applications chosen."""
        return list(self._every) if self._every else self._reader.cases(self._table().selected_ids())

    def forget_all(self) -> None:
        """Only the rows selected are chosen again."""
        self._every = ()

    def choose_all(self) -> None:
        """Chooses every application that the queue shows, also those not read into the list yet."""
        if self._reader.queue is None:
            return
        self._table().view.selectAll()
        self._desk.runner.submit(self._reader.fetch_every(), self._take, key="queue-all", owner=self)

    def _take(self, found: tuple[Case, ...]) -> None:
        self._every = found
        self.changed.emit()
        if len(found) >= CAP:
            self._desk.notify(
                tr_("Diwan", "The first %n application(s) were chosen; no more at once.", None, CAP),
                Tone.INFO,
            )
