"""The figures at the top: large numbers that open what they count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.views import theme
from desktop.views.palette import Tone
from desktop.views.widgets.basics import column, label

_ROUND = 10


class Tile(QAbstractButton):
    """A number over its name; Enter, the space bar and a click open it."""

    def __init__(self, name: str, act: Callable[[], None]) -> None:
        super().__init__()
        self._name = name
        self._tone = Tone.NEUTRAL
        self.value = label("…", "title")
        words = label(name, "caption")
        inner = column(self.value, words, gap=0)
        inner.setContentsMargins(18, 8, 18, 10)
        self.setLayout(inner)
        for part in (self.value, words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(lambda _checked=False: act())

    def show_value(self, value: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Shows another value, already in the digits in force."""
        self.value.setText(value)
        self._tone = tone
        self.setAccessibleName(f"{self._name}: {self.value.plain()}")
        self.update()

    def sizeHint(self) -> QSize:
        inner = self.layout()
        return inner.sizeHint() if inner is not None else super().sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter opens, as everywhere on the desk; Qt's own buttons take only the space bar.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ground = palette.hover if self.underMouse() else palette.surface
        edge = palette.accent if self.hasFocus() else palette.border
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(area, _ROUND, _ROUND)
        if self._tone is not Tone.NEUTRAL:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.tone(self._tone).ink))
            painter.drawRoundedRect(
                QRectF(area.left() + 12, area.bottom() - 5, area.width() - 24, 3), 1.5, 1.5
            )
        painter.end()
