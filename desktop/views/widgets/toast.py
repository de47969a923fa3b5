"""Sentences that show for some seconds over the page, with at most one thing to do about each."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop.views import theme
from desktop.views.desk import Notice
from desktop.views.i18n import tr_
from desktop.views.icons import icon, pixmap
from desktop.views.widgets.banner import tone_icon
from desktop.views.widgets.basics import button, label, row, tool

SHOWN_MS = 6000
ACTION_SHOWN_MS = 12000
"""Long enough to read the sentence, decide and reach the button."""
_MOST = 3
_MARGIN = 24


class Toast(QFrame):
    """One sentence on a dark plate."""

    def __init__(self, notice: Notice, area: ToastArea) -> None:
        super().__init__(area.parentWidget())
        self._notice = notice
        self._area = area
        palette = theme.current()
        sign = QLabel()
        sign.setPixmap(pixmap(tone_icon(notice.tone), 18, palette.on_plate, self.devicePixelRatioF()))
        words = label(notice.sentence, "onPlate")
        line = row(sign, words, gap=12)
        line.setContentsMargins(16, 8, 8, 8)
        if notice.verb and notice.act is not None:
            verb = button(notice.verb, self._do)
            line.addWidget(verb)
        cross = tool(tr_("Diwan", "Dismiss"), "x", self.go)
        cross.setIcon(icon("x", "on_plate"))
        line.addWidget(cross)
        self.setLayout(line)
        self.setAccessibleName(notice.sentence)
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(self.go)
        timer.start(ACTION_SHOWN_MS if notice.verb else SHOWN_MS)

    def go(self) -> None:
        """Leaves."""
        self._area.drop(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.plate))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        painter.end()

    def _do(self) -> None:
        self.go()
        if self._notice.act is not None:
            self._notice.act()


class ToastArea(QObject):
    """Keeps the toasts of one window at the foot of the page, the newest lowest."""

    def __init__(self, covered: QWidget) -> None:
        super().__init__(covered)
        self._covered = covered
        self._toasts: list[Toast] = []
        covered.installEventFilter(self)

    def parentWidget(self) -> QWidget:
        """The widget over which the toasts lie."""
        return self._covered

    def post(self, notice: Notice) -> None:
        """Shows ``notice``; the oldest of many makes room."""
        while len(self._toasts) >= _MOST:
            self.drop(self._toasts[0])
        toast = Toast(notice, self)
        self._toasts.append(toast)
        toast.show()
        self._arrange()

    def drop(self, toast: Toast) -> None:
        """Takes ``toast`` away."""
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._arrange()

    @property
    def sentences(self) -> list[str]:
        """What is being said, oldest first."""
        return [toast.accessibleName() for toast in self._toasts]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._covered:
            self._arrange()
        return False

    def _arrange(self) -> None:
        area = self._covered.rect()
        bottom = area.bottom() - _MARGIN
        for toast in reversed(self._toasts):
            size = toast.sizeHint().boundedTo(QSize(area.width() - 2 * _MARGIN, area.height()))
            toast.setGeometry(QRect(QPoint((area.width() - size.width()) // 2, bottom - size.height()), size))
            toast.raise_()
            bottom -= size.height() + 8
