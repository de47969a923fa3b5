"""A table of rows that are all known: reference data, refunds, results."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.views.preferences import Preferences
from desktop.views.runner import Runner
from desktop.views.tables.queue_table import QueueTable
from desktop.views.tables.rows import Column, Order, Row, RowsPage
from desktop.views.widgets.states import EmptyState


class ListTable(QueueTable):
    """Shows rows that somebody else has read; selection and place stay when they are shown again."""

    def __init__(
        self,
        name: str,
        columns: tuple[Column, ...],
        runner: Runner,
        preferences: Preferences,
        empty: EmptyState | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, columns, runner, preferences, empty, parent)
        self._known: tuple[Row, ...] = ()
        self._asked = False

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Shows ``rows``, taking over only what is different."""
        self._known = rows
        if self._asked:
            self.refresh()
        else:
            self._asked = True
            self.ask(self._fetch)

    def _fetch(self, cursor: object, _order: Order, wanted: int) -> RowsPage:
        first = cursor if isinstance(cursor, int) else 0
        part = self._known[first : first + wanted]
        after = first + len(part)
        return RowsPage(part, after if after < len(self._known) else None)
