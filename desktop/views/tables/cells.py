"""Paints the cells of a table: text with a smaller line under it, chips, people, the row's edge."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from desktop.views import theme
from desktop.views.qtfix import number_alignment
from desktop.views.tables.model import KeysetTableModel
from desktop.views.tables.rows import Cell, CellKind
from desktop.views.widgets.marks import CHIP_HEIGHT, chip_width, paint_chip, paint_person

ROW_HEIGHT = 52
_SIDE = 12
_EDGE = 3
_PERSON = 26
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_ONE_LINE = int(Qt.TextFlag.TextSingleLine)
_MOST_FITTED = 4000

Index = QModelIndex | QPersistentModelIndex


class _Face:
    """A font, how wide it runs, and the texts that were cut to a width: cells are painted again and again."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._fitted: dict[tuple[str, int], str] = {}

    def fitted(self, text: str, width: int) -> str:
        """``text`` as far as it goes into ``width`` pixels."""
        found = self._fitted.get((text, width))
        if found is None:
            if len(self._fitted) >= _MOST_FITTED:
                self._fitted.clear()
            found = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._fitted[text, width] = found
        return found


@cache
def _colour(name: str) -> QColor:
    return QColor(name)


class CellDelegate(QStyledItemDelegate):
    """One delegate for a whole table; ``hovered`` is the row under the mouse, or -1."""

    def __init__(self, model: KeysetTableModel, parent: QObject) -> None:
        super().__init__(parent)
        self.hovered = -1
        self._model = model
        self._plain = _Face(theme.font())
        self._strong = _Face(theme.font(weight=QFont.Weight.DemiBold))
        self._small = _Face(theme.font(theme.SMALL_POINTS))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = theme.current()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = (
            palette.selection
            if selected
            else palette.hover
            if index.row() == self.hovered
            else palette.surface
        )
        painter.fillRect(area, _colour(ground))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), _colour(palette.border))
        painter.setLayoutDirection(option.direction)
        self._paint_edge(painter, option, index, selected)
        cell = self._model.cell(index.row(), index.column())
        inner = area.adjusted(_SIDE, 0, -_SIDE, 0)
        kind = self._model.columns[index.column()].kind
        if kind is CellKind.CHIP and cell.text:
            self._paint_chip(painter, option, inner, cell)
        elif kind is CellKind.PERSON and cell.text and cell.tone is None:
            self._paint_person(painter, option, inner, cell)
        else:
            self._paint_text(painter, inner, index, cell)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, ROW_HEIGHT)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """The whole text, where the column is too narrow for it."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        cell = self._model.cell(index.row(), index.column())
        room = option.rect.width() - 2 * _SIDE
        needed = max(
            self._text_width(index, cell) + self._mark_width(index),
            self._small.metrics.horizontalAdvance(cell.detail),
        )
        QToolTip.showText(
            event.globalPos(), "\n".join(filter(None, (cell.text, cell.detail))) if needed > room else ""
        )
        return True

    def _paint_edge(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, selected: bool
    ) -> None:
        """At the row's start: what it says of itself, or that it is the current one."""
        view = option.widget
        if not isinstance(view, QTableView) or not self._first_in_view(view, index):
            return
        tone = self._model.row(index.row()).tone
        current = view.hasFocus() and view.currentIndex().row() == index.row()
        palette = theme.current()
        colour = palette.accent if current or selected else palette.tone(tone).ink if tone else ""
        if colour:
            direction = option.direction
            area: QRect = option.rect
            edge = QRect(area.left(), area.top(), _EDGE, area.height() - 1)
            painter.fillRect(QStyle.visualRect(direction, area, edge), _colour(colour))

    @staticmethod
    def _first_in_view(view: QTableView, index: Index) -> bool:
        header = view.horizontalHeader()
        before = range(header.visualIndex(index.column()))
        return all(header.isSectionHidden(header.logicalIndex(place)) for place in before)

    def _paint_chip(self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, cell: Cell) -> None:
        size = QSize(min(chip_width(cell.text), inner.width()), CHIP_HEIGHT)
        place = QStyle.alignedRect(option.direction, _LEADING, size, inner)
        if cell.tone is not None:
            paint_chip(painter, QRectF(place), cell.text, cell.tone)

    def _paint_person(
        self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, cell: Cell
    ) -> None:
        direction = option.direction
        disc = QStyle.alignedRect(direction, _LEADING, QSize(_PERSON, _PERSON), inner)
        painter.save()
        paint_person(painter, QRectF(disc), cell.text)
        painter.restore()
        beside = QStyle.visualRect(direction, inner, inner.adjusted(_PERSON + 8, 0, 0, 0))
        self._two_lines(painter, beside, self._plain, cell, theme.current().text, _LEADING)

    def _paint_text(self, painter: QPainter, inner: QRect, index: Index, cell: Cell) -> None:
        palette = theme.current()
        ink = palette.tone(cell.tone).ink if cell.tone else palette.text
        column = self._model.columns[index.column()]
        alignment = number_alignment() if column.kind is CellKind.NUMBER else _LEADING
        self._two_lines(painter, inner, self._face(index), cell, ink, alignment)

    def _two_lines(
        self, painter: QPainter, inner: QRect, face: _Face, cell: Cell, ink: str, alignment: Qt.AlignmentFlag
    ) -> None:
        """The text, and under it the smaller one where there is one."""
        if not cell.detail:
            self._line(painter, inner, face, cell.text, ink, alignment)
            return
        middle = inner.center().y()
        upper = QRect(inner.left(), middle - 20, inner.width(), 21)
        lower = QRect(inner.left(), middle + 1, inner.width(), 18)
        self._line(painter, upper, face, cell.text, ink, alignment)
        self._line(painter, lower, self._small, cell.detail, theme.current().text_faint, alignment)

    @staticmethod
    def _line(
        painter: QPainter, area: QRect, face: _Face, text: str, ink: str, alignment: Qt.AlignmentFlag
    ) -> None:
        painter.setFont(face.font)
        painter.setPen(_colour(ink))
        painter.drawText(area, alignment.value | _ONE_LINE, face.fitted(text, area.width()))

    def _face(self, index: Index) -> _Face:
        return self._strong if self._model.columns[index.column()].strong else self._plain

    def _text_width(self, index: Index, cell: Cell) -> int:
        chip = self._model.columns[index.column()].kind is CellKind.CHIP
        return chip_width(cell.text) if chip else self._face(index).metrics.horizontalAdvance(cell.text)

    def _mark_width(self, index: Index) -> int:
        if self._model.columns[index.column()].kind is not CellKind.PERSON:
            return 0
        return _PERSON + 8 if self._model.cell(index.row(), index.column()).tone is None else 0
