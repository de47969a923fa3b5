"""Ctrl+K: find a page, an action or, through the runner, an application, from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.base.text import cleaned, search_form
from desktop.views import theme
from desktop.views.i18n import tr_
from desktop.views.icons import pixmap
from desktop.views.runner import Runner
from desktop.views.widgets.search_box import SearchBox
from desktop.views.widgets.states import EmptyState

_WIDTH, _HEIGHT, _LINE = 640, 440, 46
_FOUND = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Found:
    """One thing to go to or to do; ``note`` stands at the far end."""

    title: str
    icon: str
    act: Callable[[], None]
    detail: str = ""
    note: str = ""


Finder = Callable[[str], tuple[Found, ...]]
"""Called on a worker thread with the text typed."""


class CommandPalette(QDialog):
    """A field and what it finds; arrows move, Enter does, Escape goes back."""

    def __init__(
        self, parent: QWidget, standing: Iterable[Found], runner: Runner, finder: Finder | None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr_("Diwan", "Find anything"))
        self._standing = tuple(standing)
        self._runner = runner
        self._finder = finder
        self._asked = self._answered = ""
        self._cases: tuple[Found, ...] = ()
        self.box = SearchBox(tr_("Diwan", "Search by reference, name or number…"))
        self.box.setMinimumHeight(44)
        self.box.textChanged.connect(self._typed)
        self.box.asked.connect(self._ask)
        self.box.installEventFilter(self)
        self._items = QStandardItemModel(self)
        self.list = QListView()
        self.list.setProperty("role", "plain")
        self.list.setModel(self._items)
        self.list.setItemDelegate(_Line(self.list))
        self.list.setAccessibleName(tr_("Diwan", "Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(lambda _index: self._act())
        self.setProperty("role", "palette")
        self.nothing = EmptyState(
            "search",
            tr_("Diwan", "Nothing was found"),
            tr_("Diwan", "Look by reference, name, national number, telephone, payment number or serial."),
        )
        self.nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.box)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.list, 1)
        self.resize(_WIDTH, _HEIGHT)
        self._show(self._matching(""))
        # What was opened last stands first, before anything is typed.
        self._ask("")
        self.box.setFocus()

    def titles(self) -> list[str]:
        """What is offered now, in order."""
        return [self._items.item(place).text() for place in range(self._items.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._move(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._act()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.reject()
                return True
        return False

    def _typed(self, text: str) -> None:
        """Pages and actions answer at once; applications follow when the database has.

        Those found for what was typed before stay until then: the list does not jump at each letter.
        """
        self._show((*(self._cases if text.strip() else ()), *self._matching(text)))

    def _ask(self, text: str) -> None:
        finder = self._finder
        if finder is None:
            return
        self._asked = text
        self._runner.submit(lambda: finder(text), self._take, key="palette", owner=self)

    def _take(self, found: tuple[Found, ...]) -> None:
        self._cases = found
        self._answered = self._asked
        self._show((*found, *self._matching(self.box.text())))

    def _matching(self, text: str) -> tuple[Found, ...]:
        words = search_form(text).split()
        return tuple(
            one
            for one in self._standing
            if all(word in search_form(f"{one.title} {one.detail}") for word in words)
        )

    def _show(self, found: Iterable[Found]) -> None:
        before = self.list.currentIndex()
        chosen: Found | None = before.data(_FOUND) if before.isValid() and before.row() else None
        self._items.clear()
        for one in found:
            item = QStandardItem(one.title)
            item.setData(one, _FOUND)
            item.setEditable(False)
            item.setData(
                " ".join(filter(None, (one.title, one.detail, one.note))), Qt.ItemDataRole.AccessibleTextRole
            )
            self._items.appendRow(item)
        # Until the database has answered nothing is known to be missing.
        none = not self._items.rowCount() and self._answered == cleaned(self.box.text())
        self.nothing.setVisible(none)
        self.list.setHidden(none)
        if self._items.rowCount():
            places = [place for place in range(self._items.rowCount()) if self._is(place, chosen)]
            self.list.setCurrentIndex(self._items.index(places[0] if places else 0, 0))

    def _is(self, place: int, wanted: Found | None) -> bool:
        """Whether the line at ``place`` is the one that a person has moved to."""
        found: Found = self._items.index(place, 0).data(_FOUND)
        return wanted is not None and (found.title, found.detail) == (wanted.title, wanted.detail)

    def _move(self, by: int) -> None:
        rows = self._items.rowCount()
        if rows:
            self.list.setCurrentIndex(self._items.index((self.list.currentIndex().row() + by) % rows, 0))

    def _act(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            chosen: Found = index.data(_FOUND)
            self.accept()
            chosen.act()


class _Line(QStyledItemDelegate):
    """An icon, a title with a smaller detail, and a note at the far end."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, _LINE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        palette = theme.current()
        found: Found = index.data(_FOUND)
        direction = option.direction
        area: QRect = option.rect.adjusted(2, 1, -2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(direction)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.selection))
            painter.drawRoundedRect(area, 8, 8)
        inner = area.adjusted(12, 0, -12, 0)
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        sign = QStyle.alignedRect(direction, leading, QSize(18, 18), inner)
        painter.drawPixmap(
            sign.topLeft(), pixmap(found.icon, 18, palette.text_soft, painter.device().devicePixelRatioF())
        )
        words = inner.adjusted(30, 0, 0, 0)
        painter.setFont(theme.font(weight=QFont.Weight.Medium))
        painter.setPen(QColor(palette.text))
        taken = QFontMetrics(painter.font()).horizontalAdvance(found.title) + 12
        painter.drawText(QStyle.visualRect(direction, inner, words), leading, found.title)
        painter.setFont(theme.font(theme.SMALL_POINTS))
        painter.setPen(QColor(palette.text_faint))
        detail = words.adjusted(taken, 0, 0, 0)
        painter.drawText(QStyle.visualRect(direction, inner, detail), leading, found.detail)
        trailing = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, trailing, found.note)
        painter.restore()
