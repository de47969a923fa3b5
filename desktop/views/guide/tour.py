"""A first walk round the desk: five things, one after the other, to be left at any time by Esc."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.views import shown, theme
from desktop.views.i18n import tr_
from desktop.views.widgets.basics import button, column, label, row
from desktop.views.widgets.cards import Card

_WIDTH = 380
_GAP = 16
_ROUND = 10


@dataclass(frozen=True)
class Stop:
    """What is pointed at, and what is said about it."""

    title: str
    says: str
    part: Callable[[], QWidget | None]


class Tour(QWidget):
    """Lies over the window; only its own buttons take the keyboard while it does."""

    def __init__(self, window: QWidget, stops: tuple[Stop, ...], ended: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._stops = stops
        self._ended = ended
        self.at = 0
        self.title = label("", "heading", wrap=True)
        self.says = label("", wrap=True)
        self.place = label("", "caption")
        self.skip = button(tr_("Diwan", "Leave the tour"), self.end, kind="quiet", name="skip")
        self.before = button(tr_("Diwan", "Back"), lambda: self.go(-1), name="before")
        self.following = button("", lambda: self.go(1), kind="primary", name="following")
        self.bubble = Card()
        self.bubble.setParent(self)
        self.bubble.setFixedWidth(_WIDTH)
        self.bubble.body.addLayout(
            column(
                self.title, self.says, row(self.place, None, self.skip, self.before, self.following), gap=10
            )
        )
        self.setAccessibleName(tr_("Diwan", "Tour of the desk"))
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self._tell()
        self.show()
        self.raise_()
        self.following.setFocus()

    def go(self, by: int) -> None:
        """Goes to the next stop (1) or the one before (-1); after the last one it ends."""
        self.at += by
        if self.at >= len(self._stops):
            self.end()
            return
        self.at = max(0, self.at)
        self._tell()

    def end(self) -> None:
        """Leaves the tour for good."""
        self._window.removeEventFilter(self)
        self.hide()
        self._ended()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
            self._place_bubble()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward, back = (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            forward, back = back, forward
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in (forward, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown):
            self.go(1)
        elif event.key() in (back, Qt.Key.Key_PageUp):
            self.go(-1)

    def focusNextPrevChild(self, forward: bool) -> bool:
        parts = [one for one in (self.skip, self.before, self.following) if one.isEnabled()]
        here = next((place for place, one in enumerate(parts) if one.hasFocus()), -1)
        parts[(here + (1 if forward else -1)) % len(parts)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QPainterPath()
        whole.addRect(QRectF(self.rect()))
        seen = self._target()
        if seen is not None:
            hole = QPainterPath()
            hole.addRoundedRect(QRectF(seen), _ROUND, _ROUND)
            whole -= hole
        veil = QColor(theme.current().shadow)
        veil.setAlpha(150)
        painter.fillPath(whole, veil)
        if seen is not None:
            painter.setPen(QPen(QColor(theme.current().accent), 3))
            painter.drawRoundedRect(QRectF(seen), _ROUND, _ROUND)
        painter.end()

    def _target(self) -> QRect | None:
        part = self._stops[self.at].part()
        if part is None or not part.isVisible():
            return None
        corner = part.mapTo(self._window, QPoint(0, 0))
        return (
            QRect(corner, part.size()).adjusted(-4, -4, 4, 4).intersected(self.rect().adjusted(2, 2, -2, -2))
        )

    def _tell(self) -> None:
        stop = self._stops[self.at]
        self.title.setText(stop.title)
        self.says.setText(stop.says)
        says = tr_("Diwan", "{number} of {all}")
        self.place.setText(says.format(number=shown.number(self.at + 1), all=shown.number(len(self._stops))))
        last = self.at == len(self._stops) - 1
        self.following.setText(tr_("Diwan", "Begin work") if last else tr_("Diwan", "Next"))
        self.before.setEnabled(self.at > 0)
        self.bubble.setAccessibleName(stop.title)
        self.bubble.setAccessibleDescription(stop.says)
        self._place_bubble()
        self.update()

    def _place_bubble(self) -> None:
        """Beside what is shown: below it, above it, or on the side where there is room."""
        self.bubble.adjustSize()
        size, room = self.bubble.size(), self.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        seen = self._target()
        place = QRect(QPoint(0, 0), size)
        place.moveCenter(room.center())
        if seen is not None:
            middle = QPoint(seen.center().x() - size.width() // 2, seen.bottom() + _GAP)
            corners = (
                middle,
                QPoint(middle.x(), seen.top() - _GAP - size.height()),
                QPoint(seen.left() - _GAP - size.width(), seen.top() + 2 * _GAP),
                QPoint(seen.right() + _GAP, seen.top() + 2 * _GAP),
            )
            fitting = (QRect(_within(corner, size.width(), room), size) for corner in corners)
            place = next((one for one in fitting if room.contains(one) and not one.intersects(seen)), place)
        self.bubble.move(place.topLeft())


def _within(corner: QPoint, width: int, room: QRect) -> QPoint:
    """``corner`` moved along, so that ``width`` pixels fit in ``room``."""
    return QPoint(max(room.left(), min(corner.x(), room.right() - width)), corner.y())
