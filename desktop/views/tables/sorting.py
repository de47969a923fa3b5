"""By what a person sorts a table; remembered for each table."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QTableView

from desktop.views.preferences import Preferences
from desktop.views.tables.model import KeysetTableModel
from desktop.views.tables.rows import Order


class Sorting(QObject):
    """Sorts ``model`` at a click on a heading of ``table``; kept in the preferences under ``name``."""

    def __init__(
        self, table: QTableView, model: KeysetTableModel, name: str, preferences: Preferences
    ) -> None:
        super().__init__(model)
        self._table = table
        self._model = model
        self._name = name
        self._preferences = preferences
        table.horizontalHeader().sectionClicked.connect(self._sort)
        self._restore()

    def sort_by(self, order: Order) -> None:
        """Sorts by ``order``, shows it in the heading and remembers it for this table."""
        self._show(order)
        self._preferences.keep_state("order", self._name, _order_state(order))
        self._model.sort_by(order)

    def _sort(self, logical: int) -> None:
        """Upwards, downwards, and at the third click the list's own order again."""
        sort = self._model.columns[logical].sort
        if not sort:
            self._show(self._model.order)
            return
        before = self._model.order
        again = before.sort == sort
        self.sort_by(Order() if again and before.descending else Order(sort, descending=again))

    def _show(self, order: Order) -> None:
        places = {column.sort: place for place, column in enumerate(self._model.columns) if column.sort}
        direction = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
        # Asked for anew: PySide drops the wrapper of a header that lives on when a child of it is let go.
        header = self._table.horizontalHeader()
        header.setSortIndicatorShown(order.sort in places)
        header.setSortIndicator(places.get(order.sort, -1), direction)

    def _restore(self) -> None:
        kept = bytes(self._preferences.state("order", self._name).data()).decode("utf-8", "replace")
        sort, _, direction = kept.partition(" ")
        if any(sort and sort == column.sort for column in self._model.columns):
            order = Order(sort, direction == "desc")
            self._show(order)
            self._model.start_with(order)


def _order_state(order: Order) -> QByteArray:
    return QByteArray(f"{order.sort} {'desc' if order.descending else 'asc'}".encode() if order.sort else b"")
