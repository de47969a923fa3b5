"""A table of the report with the chart of the same numbers beside it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.base.text import Text, ltr
from desktop.usecases.month_report import Sheet, Value
from desktop.views import shown, theme
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter
from desktop.views.tables.list_table import ListTable
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.views.widgets.basics import column, label, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.states import EmptyState

Open = Callable[[Sheet, int, int], None]
"""Called with the table, the row and the column that was opened."""


class Board(QWidget):
    """Shows one table of the report; ``open_cell`` leads from a number to its cases."""

    def __init__(self, desk: Desk, key: str, open_cell: Open, *, chart: bool = True) -> None:
        super().__init__()
        self._desk, self._key, self._open = desk, key, open_cell
        self.sheet: Sheet | None = None
        self.table: ListTable | None = None
        self.chart: QWidget | None = None
        self.hint = label("", "caption")
        self._card = Card()
        self._card.flush()
        self._beside = Card()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if not chart:
            layout.addWidget(self._card)
            return
        split = QSplitter()
        set_up_splitter(split)
        split.addWidget(self._card)
        split.addWidget(self._beside)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([760, 440])
        layout.addWidget(split)

    def show_sheet(self, sheet: Sheet) -> None:
        """Shows the numbers of ``sheet``."""
        self.sheet = sheet
        if self.table is None:
            self.table = self._make_table(sheet)
            self._card.body.addWidget(self.table, 1)
            inner = column(row(self.hint, None))
            inner.setContentsMargins(16, 0, 16, 4)
            self._card.body.addLayout(inner)
        self.table.show_rows(
            tuple(
                Row(f"{place}|{key}", tuple(Cell(words_of(value)) for value in values))
                for place, (key, values) in enumerate(zip(sheet.keys, sheet.rows, strict=False))
            )
        )

    def show_loads(self, names: tuple[str, str], pairs: tuple[tuple[str, str, int, int], ...]) -> None:
        """Shows (key, name, count, of them late) as lying bars; ``names`` are those of in time and late."""
        # pyqtgraph was loaded on a worker thread by then.
        from desktop.views.widgets.chart import Bar, Chart, Series

        if self.chart is None:
            self.chart = Chart(said(self.sheet.title) if self.sheet else "", lying=True)
            self.chart.opened.connect(self._open_key)
            self._beside.body.addWidget(self.chart)
        assert isinstance(self.chart, Chart)
        bars = [Bar(key, name, (float(count - late), float(late))) for key, name, count, late in pairs]
        series = (Series(names[0], Tone.INFO), Series(names[1], Tone.DANGER))
        self.chart.show_bars(bars, series)

    def focus(self) -> None:
        """Goes to the table."""
        if self.table is not None:
            self.table.view.setFocus()

    def _make_table(self, sheet: Sheet) -> ListTable:
        columns = tuple(
            Column(
                f"{sheet.key}{place}",
                said(header),
                _kind(sheet, place),
                width=170 if place == 0 else _room_for(said(header)),
                stretch=place == 0,
                strong=place == 0,
            )
            for place, header in enumerate(sheet.headers)
        )
        empty = EmptyState("chart-column", tr_("Diwan", "Nothing to count"), tr_("Diwan", "All is done."))
        name = f"overview-{self._key}-{sheet.key}"
        table = ListTable(name, columns, self._desk.runner, self._desk.preferences, empty)
        table.view.setAccessibleName(said(sheet.title))
        table.opened.connect(lambda _id: self._open_current())
        table.loaded.connect(self._choose_first)
        table.view.selectionModel().currentChanged.connect(lambda *_: self._tell())
        return table

    def _tell(self) -> None:
        """Says which number Enter opens: the table marks whole rows."""
        if self.table is None or self.sheet is None or not self.table.view.currentIndex().isValid():
            return
        index = self.table.view.currentIndex()
        says = tr_("Diwan", "Enter opens: {name} · {heading}. ← and → choose another number.")
        name = words_of(self.sheet.rows[index.row()][0])
        self.hint.setText(says.format(name=name, heading=said(self.sheet.headers[index.column()])))

    def _choose_first(self) -> None:
        table = self.table
        if table is not None and table.model.rowCount() and not table.current_id():
            table.select(table.model.row(0).id)

    def _open_current(self) -> None:
        if self.table is not None and self.sheet is not None:
            index = self.table.view.currentIndex()
            self._open(self.sheet, index.row(), index.column())

    def _open_key(self, key: str) -> None:
        if self.sheet is not None and key in self.sheet.keys:
            self._open(self.sheet, self.sheet.keys.index(key), 1)


def words_of(value: Value) -> str:
    """A cell as the desk shows it."""
    if isinstance(value, Text):
        return said(value)
    if isinstance(value, Decimal):
        return shown.money(value)
    if isinstance(value, float):
        return ltr(shown.digits(f"{value:.1f}"))
    if isinstance(value, int):
        return shown.number(value)
    return shown.identifier(value) if value.isascii() else shown.name(value)


def _room_for(heading: str) -> int:
    """Pixels in which a column's heading is read whole."""
    return max(
        84,
        QFontMetrics(theme.font(theme.SMALL_POINTS, QFont.Weight.DemiBold)).horizontalAdvance(heading) + 34,
    )


def _kind(sheet: Sheet, place: int) -> CellKind:
    first = sheet.rows[0][place] if sheet.rows else ""
    return CellKind.NUMBER if isinstance(first, int | float | Decimal) else CellKind.TEXT
