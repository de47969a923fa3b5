"""The grid of a table: whole rows, and columns that share what room is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.views.i18n import tr_
from desktop.views.qtfix import set_up_table
from desktop.views.tables.cells import ROW_HEIGHT, CellDelegate
from desktop.views.tables.model import KeysetTableModel


class Grid(QTableView):
    """The table itself: whole rows are selected and light up under the mouse."""

    def __init__(self, model: KeysetTableModel) -> None:
        super().__init__()
        self.setProperty("role", "grid")
        self.setModel(model)
        self._columns = model.columns
        self.chosen: set[int] = set()
        """Columns whose width a person chose: they no longer stretch."""
        self.stretching = False
        set_up_table(self)
        self._cells = CellDelegate(model, self)
        self.setItemDelegate(self._cells)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setAccessibleName(tr_("Diwan", "Column headings"))
        self.setAccessibleName(tr_("Diwan", "List"))

    def paintEvent(self, event: QPaintEvent) -> None:
        # Called from Python, the cells are painted in one go: else each would ask for Python's lock anew.
        super().paintEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stretch()

    def stretch(self) -> None:
        """Shares what room is left among the stretching columns; none gets less than it asks for.

        Qt's own stretch mode squeezes them to nothing where the window is narrow.
        """
        header = self.horizontalHeader()
        sharing = [
            place
            for place, column in enumerate(self._columns)
            if column.stretch and place not in self.chosen and not header.isSectionHidden(place)
        ]
        others = header.length() - sum(header.sectionSize(place) for place in sharing)
        left = self.viewport().width() - others - sum(self._columns[place].width for place in sharing)
        self.stretching = True
        for turn, place in enumerate(sharing):
            share = max(0, left) // len(sharing) + (1 if turn < max(0, left) % len(sharing) else 0)
            header.resizeSection(place, self._columns[place].width + share)
        self.stretching = False

    def _hover(self, row: int) -> None:
        before, self._cells.hovered = self._cells.hovered, row
        if row == before:
            return
        for one in (before, row):
            if one >= 0:
                self.viewport().update(0, self.rowViewportPosition(one), self.viewport().width(), ROW_HEIGHT)
