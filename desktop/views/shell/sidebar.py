"""The sidebar: the pages offered, in sections, with live counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QStyle, QVBoxLayout, QWidget

from desktop.views import theme
from desktop.views.icons import pixmap
from desktop.views.page import NavEntry, Section, section_title
from desktop.views.widgets.basics import label
from desktop.views.widgets.marks import chip_font, chip_width, count_text

WIDTH = 236
_WIDEST = 288
"""Pixels; a longer title is cut, and stands whole in its tip."""
_ROUND_THEM = 30
"""Pixels for the margins and the bar that scrolls."""
_HEIGHT = 38
_SIDE = 12
_ICON = 18


class NavButton(QAbstractButton):
    """One line of the sidebar; reachable by Tab, and by the arrows from its neighbours."""

    entered = Signal()
    """Enter or a click, and not an arrow that only passes by: the keyboard goes on in the page."""

    def __init__(self, entry: NavEntry) -> None:
        super().__init__()
        self.entry = entry
        self.count = 0
        self.setText(entry.title)
        self.setAccessibleName(entry.title)
        self.setToolTip(entry.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_count(self, count: int) -> None:
        """Shows a live count; nought shows nothing."""
        self.count = count
        self.setAccessibleDescription(count_text(count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 16, _HEIGHT)

    def whole_width(self) -> int:
        """Pixels in which the whole title is read beside a count of two digits."""
        words = QFontMetrics(theme.font(weight=QFont.Weight.DemiBold)).horizontalAdvance(self.text())
        return 2 * _SIDE + _ICON + 10 + words + chip_width(count_text(99)) + 4

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter opens, as everywhere on the desk; Qt's own buttons take only the space bar.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.isDown() and event.button() is Qt.MouseButton.LeftButton
        super().mouseReleaseEvent(event)
        if inside and self.rect().contains(event.position().toPoint()):
            self.entered.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        area = self.rect()
        self._paint_ground(painter, QRectF(area))
        ink = palette.accent_text if self.isChecked() else palette.text_soft
        inner = area.adjusted(_SIDE, 0, -_SIDE, 0)
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        sign = QStyle.alignedRect(self.layoutDirection(), leading, QSize(_ICON, _ICON), inner)
        painter.drawPixmap(sign.topLeft(), pixmap(self.entry.icon, _ICON, ink, self.devicePixelRatioF()))
        room = self._paint_count(painter, inner)
        words = QRect(
            inner.left() + _ICON + 10, inner.top(), inner.width() - _ICON - 10 - room, inner.height()
        )
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium))
        painter.setPen(QColor(palette.accent_text if self.isChecked() else palette.text))
        fitted = QFontMetrics(painter.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(QStyle.visualRect(self.layoutDirection(), inner, words), leading, fitted)
        painter.end()

    def _paint_ground(self, painter: QPainter, area: QRectF) -> None:
        palette = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(palette.selection if self.isChecked() else palette.hover))
            painter.drawRoundedRect(area, 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 8, 8)

    def _paint_count(self, painter: QPainter, inner: QRect) -> int:
        """Paints the count at the far end; returns the room it took, in pixels."""
        if not self.count:
            return 0
        text = count_text(self.count)
        size = QSize(chip_width(text) - 4, 22)
        trailing = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        place = QStyle.alignedRect(self.layoutDirection(), trailing, size, inner)
        palette = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(QRectF(place), size.height() / 2, size.height() / 2)
        painter.setPen(QColor(palette.text_soft))
        painter.setFont(chip_font())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        return size.width() + 6


class Sidebar(QWidget):
    """Sections of lines; it scrolls where there are more than the window holds."""

    chosen = Signal(str, str)
    """Page id and argument of the line that was chosen."""
    entered = Signal()
    """A line was chosen to go on in its page; ``chosen`` came before."""

    def __init__(self, entries: Iterable[NavEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons: dict[str, NavButton] = {}
        self._entries = tuple(entries)
        self._more: tuple[NavEntry, ...] = ()
        self._counts: dict[str, int] = {}
        self._marked = ("", "")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._draw()

    def set_entries(self, entries: Iterable[NavEntry]) -> None:
        """Shows these lines in place of those that it was made with."""
        self._show(tuple(entries), self._more)

    def set_more(self, entries: Iterable[NavEntry]) -> None:
        """Shows lines that come and go, such as saved filters, in their sections."""
        self._show(self._entries, tuple(entries))

    def _show(self, entries: tuple[NavEntry, ...], more: tuple[NavEntry, ...]) -> None:
        if (entries, more) == (self._entries, self._more):
            return
        self._entries, self._more = entries, more
        # Whoever stands on a line by the keyboard stays on it.
        focused = next((key for key, one in self.buttons.items() if one.hasFocus()), "")
        place = self._scroll.verticalScrollBar().value()
        self._draw()
        self.set_counts(self._counts)
        self.mark(*self._marked)
        self._scroll.verticalScrollBar().setValue(place)
        if focused in self.buttons:
            self.buttons[focused].setFocus()

    def _draw(self) -> None:
        self.buttons = {}
        inner = QWidget()
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(8, 12, 8, 12)
        lines.setSpacing(2)
        section: Section | None = None
        for entry in sorted((*self._entries, *self._more), key=lambda one: one.section):
            if entry.section is not section:
                if section is not None:
                    lines.addSpacing(14)
                section = entry.section
                lines.addWidget(label(section_title(section), "navSection"))
                lines.addSpacing(4)
            button = NavButton(entry)
            button.clicked.connect(
                lambda _checked=False, entry=entry: self.chosen.emit(entry.page_id, entry.argument)
            )
            button.entered.connect(self.entered.emit)
            self.buttons[entry.key] = button
            lines.addWidget(button)
        lines.addStretch(1)
        whole = max((one.whole_width() for one in self.buttons.values()), default=0) + _ROUND_THEM
        self.setFixedWidth(max(WIDTH, min(whole, _WIDEST)))
        # The area lets go of the widget before.
        self._scroll.setWidget(inner)
        inner.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)

    def mark(self, page_id: str, argument: str) -> None:
        """Marks the line of the page in view; a page without a line leaves the last one marked."""
        self._marked = (page_id, argument)
        button = self.buttons.get(f"{page_id}/{argument}") or self.buttons.get(page_id)
        if button is not None:
            button.setChecked(True)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Shows live counts by navigation key; keys without a line are left alone."""
        self._counts = {**self._counts, **counts}
        for key, count in counts.items():
            if key in self.buttons:
                self.buttons[key].set_count(count)
