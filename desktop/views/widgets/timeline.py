"""What happened, newest first, along a rail on the side where reading begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle, QWidget

from desktop.views import theme
from desktop.views.icons import pixmap
from desktop.views.palette import Tone
from desktop.views.widgets.basics import clear, column, label, row

_DISC = 28
_RAIL = 44


@dataclass(frozen=True, slots=True)
class Happening:
    """One event; the texts are already in the language in force and formatted."""

    title: str
    when: str
    who: str = ""
    detail: str = ""
    icon: str = "circle-dot"
    tone: Tone = Tone.NEUTRAL


class Timeline(QWidget):
    """A list of happenings; each text can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = column(gap=0)
        self.setLayout(self._lines)

    def show_happenings(self, happenings: Iterable[Happening]) -> None:
        """Shows ``happenings`` in the order given."""
        clear(self._lines)
        shown = list(happenings)
        for place, happening in enumerate(shown):
            self._lines.addWidget(_Line(happening, last=place == len(shown) - 1))
        self._lines.addStretch(1)


class _Line(QWidget):
    def __init__(self, happening: Happening, *, last: bool) -> None:
        super().__init__()
        self._happening = happening
        self._last = last
        title = label(happening.title, "strong", wrap=True, selectable=True)
        when = label(happening.when, "caption", selectable=True)
        head = row(title, when, gap=12)
        head.setStretch(0, 1)
        head.setAlignment(when, Qt.AlignmentFlag.AlignTop)
        words = column(head, gap=2)
        if happening.who:
            words.addWidget(label(happening.who, "caption", selectable=True))
        if happening.detail:
            words.addWidget(label(happening.detail, "label", wrap=True, selectable=True))
        words.addStretch(1)
        words.setContentsMargins(0, 4, 0, 0 if last else 18)
        outer = row(_Rail(happening, last=last), words, gap=12)
        outer.setStretch(1, 1)
        self.setLayout(outer)
        self.setAccessibleName(f"{happening.when} {happening.title}")


class _Rail(QWidget):
    """The disc and the line down to the next one."""

    def __init__(self, happening: Happening, *, last: bool) -> None:
        super().__init__()
        self._happening = happening
        self._last = last
        self.setFixedWidth(_DISC)

    def sizeHint(self) -> QSize:
        return QSize(_DISC, _RAIL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme.current()
        pair = palette.tone(self._happening.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.width() / 2
        if not self._last:
            painter.setPen(QPen(QColor(palette.border), 2))
            painter.drawLine(QPointF(middle, _DISC + 4), QPointF(middle, self.height() - 4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.ground))
        painter.drawEllipse(QRectF(0, 0, _DISC, _DISC))
        sign = QRect(0, 0, 16, 16)
        place = QStyle.alignedRect(
            self.layoutDirection(), Qt.AlignmentFlag.AlignCenter, sign.size(), QRect(0, 0, _DISC, _DISC)
        )
        drawn = pixmap(self._happening.icon, 16, pair.ink, self.devicePixelRatioF())
        painter.drawPixmap(place.topLeft(), drawn)
        painter.end()
