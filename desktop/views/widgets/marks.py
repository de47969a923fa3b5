"""Small coloured marks: chips that name a state, badges that count, circles that stand for a person."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views import shown, theme
from desktop.views.palette import Tone

CHIP_HEIGHT = 24
_CHIP_SIDE = 10
COUNT_CAP = 999
"""Counts above it show as ``+999``; the query behind them stops there too."""


def chip_font() -> QFont:
    """The face of chips and badges."""
    return theme.font(theme.SMALL_POINTS, QFont.Weight.Medium)


def chip_width(text: str) -> int:
    """How wide a chip around ``text`` is, in pixels."""
    return QFontMetrics(chip_font()).horizontalAdvance(text) + 2 * _CHIP_SIDE


def paint_chip(painter: QPainter, area: QRectF, text: str, tone: Tone) -> None:
    """Paints a chip filling ``area``."""
    pair = theme.current().tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(pair.ground))
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
    painter.setPen(QColor(pair.ink))
    painter.setFont(chip_font())
    room = round(area.width()) - 2 * _CHIP_SIDE
    fitted = text
    if QFontMetrics(chip_font()).horizontalAdvance(text) > room:
        fitted = QFontMetrics(chip_font()).elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, fitted)
    painter.restore()


def paint_person(painter: QPainter, area: QRectF, name: str) -> None:
    """Paints the circle of a person: initials on a ground that stays theirs."""
    tones = (Tone.INFO, Tone.REVIEW, Tone.GOOD, Tone.WARNING, Tone.NEUTRAL)
    pair = theme.current().tone(tones[sum(map(ord, name)) % len(tones)])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(pair.ground))
    painter.drawEllipse(area)
    painter.setPen(QColor(pair.ink))
    painter.setFont(theme.font(area.height() * 0.34, QFont.Weight.DemiBold))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown.initials(name))
    painter.restore()


class Chip(QWidget):
    """A word in a coloured pill: the state of a thing."""

    def __init__(self, text: str, tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_as(self, text: str, tone: Tone) -> None:
        """Shows another word."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._text), CHIP_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._text, self._tone)
        painter.end()


class CountBadge(Chip):
    """A live count; nothing is shown for nought."""

    def __init__(self, count: int = 0, tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(count_text(count), tone, parent)
        if not count:
            self.hide()

    def set_count(self, count: int, tone: Tone = Tone.NEUTRAL) -> None:
        """Shows ``count``."""
        self.show_as(count_text(count), tone)
        self.setVisible(count > 0)


class PersonMark(QWidget):
    """The circle of one person."""

    def __init__(self, name: str, size: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setFixedSize(size, size)
        self.setAccessibleName(shown.name(name))
        self.setToolTip(shown.name(name))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_person(painter, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._name)
        painter.end()


def count_text(count: int) -> str:
    """``count``, capped."""
    return shown.digits(f"+{COUNT_CAP}") if count > COUNT_CAP else shown.number(count)
