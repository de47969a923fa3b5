"""A strip across the page that says what is wrong and what can be done, until it is settled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from desktop.views import theme
from desktop.views.i18n import tr_
from desktop.views.icons import pixmap
from desktop.views.palette import Tone
from desktop.views.widgets.basics import button, label, row, tool

_ICONS = {
    Tone.INFO: "info",
    Tone.NEUTRAL: "info",
    Tone.REVIEW: "info",
    Tone.GOOD: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.DANGER: "circle-alert",
}


def tone_icon(tone: Tone) -> str:
    """The icon that goes with ``tone``: colour is never the only sign."""
    return _ICONS[tone]


class Banner(QFrame):
    """One sentence, at most one verb, and a cross where it may be waved away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.INFO
        self._act: Callable[[], None] | None = None
        self._sign = QLabel()
        self._words = label("", wrap=True, selectable=True)
        self._words.setProperty("role", "strong")
        self._verb: QPushButton = button("", self._do)
        self._cross = tool(tr_("Diwan", "Dismiss"), "x", self.hide)
        line = row(self._sign, self._words, self._verb, self._cross, gap=12)
        line.setContentsMargins(16, 8, 10, 8)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._words.plain()

    def say(
        self,
        sentence: str,
        tone: Tone = Tone.INFO,
        verb: str = "",
        act: Callable[[], None] | None = None,
        *,
        dismissible: bool = True,
    ) -> None:
        """Shows ``sentence``; ``verb`` on a button calls ``act``."""
        self._tone, self._act = tone, act
        pair = theme.current().tone(tone)
        self._sign.setPixmap(pixmap(tone_icon(tone), 20, pair.ink, self.devicePixelRatioF()))
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self._verb.setText(verb)
        self._verb.setVisible(bool(verb))
        self._cross.setVisible(dismissible)
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        pair = theme.current().tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.ground))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        painter.end()

    def _do(self) -> None:
        if self._act is not None:
            self._act()
