"""A table's rows, fetched by key, a page at a time, off the GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.views.qtfix import number_alignment
from desktop.views.runner import Runner
from desktop.views.tables.rows import Cell, CellKind, Column, Fetch, Order, Row, RowsPage

PAGE = 200
LARGEST_FETCH = 500
"""More rows at once hold the interpreter long enough for the window to stutter."""
CAP = 20_000
"""Nobody reads further; a filter is asked for instead."""

Rest = tuple[Fetch, object, Order]
"""What is asked, from where on, and in which order."""
Index = QModelIndex | QPersistentModelIndex


class KeysetTableModel(QAbstractTableModel):
    """Rows that grow as one scrolls; a refresh keeps each row that stays, and so the selection."""

    loading_changed = Signal(bool)
    merging = Signal()
    """What changed is about to be taken over."""
    loaded = Signal()
    failed = Signal(object)
    """The exception of a fetch; the rows in view stay."""
    capped = Signal()

    def __init__(self, columns: tuple[Column, ...], runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._runner = runner
        self._key = f"rows-{id(self)}"
        self._rows: list[Row] = []
        self._cursor: object = None
        self._fetch: Fetch | None = None
        self._order = Order()
        self._loading = False

    @property
    def order(self) -> Order:
        """The order in force."""
        return self._order

    @property
    def loading(self) -> bool:
        """Whether rows are on their way."""
        return self._loading

    def ask(self, fetch: Fetch) -> None:
        """Shows what ``fetch`` finds, from the start; an answer to an earlier question is dropped."""
        self._fetch = fetch
        self._request(fetch, PAGE, self._replace)

    def sort_by(self, order: Order) -> None:
        """Asks again in another order; the rows of the old one can no longer be gone on from."""
        self._order = order
        if self._fetch is not None:
            self.ask(self._fetch)

    def start_with(self, order: Order) -> None:
        """The order of the next question; nothing is asked yet."""
        self._order = order

    def refresh(self) -> None:
        """Asks again for as many rows as are in view and takes over the differences."""
        if self._fetch is not None:
            self._request(self._fetch, max(PAGE, len(self._rows)), self._merge)

    def rest(self) -> Rest | None:
        """How the rows after those in view are asked for; ``None`` where these were the last."""
        if self._fetch is None or self._cursor is None:
            return None
        return self._fetch, self._cursor, self._order

    def row(self, place: int) -> Row:
        """The row at ``place``."""
        return self._rows[place]

    def cell(self, row: int, column: int) -> Cell:
        """The cell that a delegate paints."""
        return self._rows[row].cells[column]

    def place_of(self, row_id: str) -> int:
        """Where the row ``row_id`` stands; -1 where it does not."""
        return next((place for place, row in enumerate(self._rows) if row.id == row_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # Called thousands of times a frame: what is not asked for here returns at once.
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()].cells[index.column()].text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = self._rows[index.row()].cells[index.column()]
            return f"{cell.text} {cell.detail}".strip()
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            if self.columns[section].kind is CellKind.NUMBER:
                return number_alignment()
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return (
            not parent.isValid() and self._cursor is not None and not self._loading and len(self._rows) < CAP
        )

    def fetchMore(self, parent: Index) -> None:
        if self._fetch is not None and self.canFetchMore(parent):
            self._request(self._fetch, PAGE, self._append, self._cursor)

    def _request(self, fetch: Fetch, wanted: int, deliver: Any, cursor: object = None) -> None:
        order = self._order
        self._set_loading(True)
        self._runner.submit(
            lambda: _gathered(fetch, cursor, order, wanted), deliver, self._fail, key=self._key, owner=self
        )

    def _replace(self, page: RowsPage) -> None:
        self.beginResetModel()
        self._rows = list(page.rows)
        self._cursor = page.cursor
        self.endResetModel()
        self._settle()

    def _append(self, page: RowsPage) -> None:
        known = {row.id for row in self._rows}
        fresh = [row for row in page.rows if row.id not in known]
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(fresh) - 1)
            self._rows.extend(fresh)
            self.endInsertRows()
        self._cursor = page.cursor
        self._settle()
        if len(self._rows) >= CAP and self._cursor is not None:
            self.capped.emit()

    def _merge(self, page: RowsPage) -> None:
        """Removes, adds, then orders: each step as Qt's views need it to keep selection and place."""
        self.merging.emit()
        wanted = {row.id: row for row in page.rows}
        for place in range(len(self._rows) - 1, -1, -1):
            if self._rows[place].id not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._rows[place]
                self.endRemoveRows()
        kept = {row.id for row in self._rows}
        fresh = [row for row in page.rows if row.id not in kept]
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(fresh) - 1)
            self._rows.extend(fresh)
            self.endInsertRows()
        self._reorder(list(page.rows))
        self._cursor = page.cursor
        if self._rows:
            corner = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), corner)
        self._settle()

    def _reorder(self, rows: list[Row]) -> None:
        if [row.id for row in rows] == [row.id for row in self._rows]:
            self._rows = rows
            return
        self.layoutAboutToBeChanged.emit()
        places = {row.id: place for place, row in enumerate(rows)}
        held = self.persistentIndexList()
        moved = [self.index(places[self._rows[index.row()].id], index.column()) for index in held]
        self._rows = rows
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _settle(self) -> None:
        self._set_loading(False)
        self.loaded.emit()

    def _fail(self, error: Exception) -> None:
        self._set_loading(False)
        self.failed.emit(error)

    def _set_loading(self, loading: bool) -> None:
        if loading is not self._loading:
            self._loading = loading
            self.loading_changed.emit(loading)


def _gathered(fetch: Fetch, cursor: object, order: Order, wanted: int) -> RowsPage:
    """``wanted`` rows in fetches that are small enough; on a worker thread.

    A row that moved between two fetches comes twice and is kept once.
    """
    rows: dict[str, Row] = {}
    while True:
        page = fetch(cursor, order, min(LARGEST_FETCH, wanted - len(rows)))
        for row in page.rows:
            rows.setdefault(row.id, row)
        cursor = page.cursor
        if cursor is None or not page.rows or len(rows) >= wanted:
            return RowsPage(tuple(rows.values()), cursor)
