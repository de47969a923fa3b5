"""The documents of a case: the present version of each, the earlier ones under it, with their verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.models.records.case import Attachment
from desktop.views import shown, theme
from desktop.views.casework import terms
from desktop.views.i18n import tr_
from desktop.views.palette import Tone
from desktop.views.widgets.marks import CHIP_HEIGHT, chip_width, paint_chip

_LINE, _SIDE = 84, 12
_ATTACHMENT = Qt.ItemDataRole.UserRole + 1
_TITLE = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex


class DocumentList(QListView):
    """Arrows move; which document is current decides what the viewer shows."""

    chosen = Signal(object)
    """The :class:`Attachment` now current, or ``None``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "plain")
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setItemDelegate(_Document(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr_("Diwan", "Attachments"))
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current()))

    def show_documents(self, attachments: Sequence[Attachment], titles: dict[str, str]) -> None:
        """Shows ``attachments`` by slot, the newest version first; the current one stays where it can."""
        before = self.current()
        ordered = sorted(
            attachments,
            key=lambda one: (list(titles).index(one.slot) if one.slot in titles else 99, -one.number),
        )
        blocked = self.selectionModel().blockSignals(True)
        self._items.clear()
        for one in ordered:
            item = QStandardItem(titles.get(one.slot, one.slot))
            item.setData(one, _ATTACHMENT)
            item.setData(titles.get(one.slot, one.slot), _TITLE)
            item.setToolTip(f"{item.text()}\n{shown.name(one.filename)}")
            verdict = terms.verdict_term(one.verdict).text
            item.setAccessibleText(f"{titles.get(one.slot, one.slot)} {verdict}")
            self._items.appendRow(item)
        self.selectionModel().blockSignals(blocked)
        if before is not None and self.select(before.attachment_id):
            return
        self.select_unjudged()

    def current(self) -> Attachment | None:
        """The current document."""
        index = self.currentIndex()
        found = index.data(_ATTACHMENT) if index.isValid() else None
        return found if isinstance(found, Attachment) else None

    def select(self, attachment_id: int) -> bool:
        """Makes a document current; ``False`` where it is not listed."""
        for place in range(self._items.rowCount()):
            index = self._items.index(place, 0)
            if index.data(_ATTACHMENT).attachment_id == attachment_id:
                self.setCurrentIndex(index)
                return True
        return False

    def select_unjudged(self) -> bool:
        """Goes to the next document without a verdict; to the first of all where each has one."""
        for place in range(self._items.rowCount()):
            one = self._items.index(place, 0).data(_ATTACHMENT)
            if one.current and one.verdict is None:
                self.setCurrentIndex(self._items.index(place, 0))
                return True
        if not self.currentIndex().isValid() and self._items.rowCount():
            self.setCurrentIndex(self._items.index(0, 0))
        return False


class _Document(QStyledItemDelegate):
    """A title, the file's name under it, and the verdict."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, _LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = theme.current()
        area: QRect = option.rect
        one = index.data(_ATTACHMENT)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setLayoutDirection(option.direction)
        painter.fillRect(area, QColor(palette.selection if selected else palette.surface))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), QColor(palette.border))
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            edge = QRect(area.left(), area.top(), 3, area.height() - 1)
            painter.fillRect(QStyle.visualRect(option.direction, area, edge), QColor(palette.accent))
        inner = area.adjusted(_SIDE, 8, -_SIDE, -8)
        title = QRect(inner.left(), inner.top(), inner.width(), 22)
        told = QRect(inner.left(), inner.top() + 21, inner.width(), 18)
        weight = QFont.Weight.DemiBold if one.current else QFont.Weight.Normal
        ink = palette.text if one.current else palette.text_faint
        self._line(painter, title, theme.font(weight=weight), str(index.data(_TITLE)), ink)
        self._line(painter, told, theme.font(theme.SMALL_POINTS), _told(one), palette.text_faint)
        verdict = terms.verdict_term(one.verdict)
        size = QSize(min(chip_width(verdict.text), inner.width()), CHIP_HEIGHT)
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignBottom
        place = QStyle.alignedRect(option.direction, leading, size, inner)
        paint_chip(painter, QRectF(place), verdict.text, verdict.tone or Tone.NEUTRAL)
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, area: QRect, font: QFont, text: str, ink: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        fitted = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, leading | Qt.TextFlag.TextSingleLine, fitted)


def _told(one: Attachment) -> str:
    version = tr_("Diwan", "version {number}").format(number=shown.number(one.number))
    earlier = "" if one.current else tr_("Diwan", "earlier")
    return " · ".join(filter(None, (earlier or version, shown.name(one.filename))))
