"""Charts that read from where reading begins, drawn by pyqtgraph in the theme's colours.

A chart shows at a glance what the table beside it says: it takes no keyboard, and a screen reader is given
its summary. Importing this module loads pyqtgraph and NumPy; pages do that on a worker thread, when a chart
is first wanted (``docs/adr/0007-charts.md``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views import shown, theme
from desktop.views.palette import Tone
from desktop.views.qtfix import right_to_left
from desktop.views.widgets.basics import clear, row
from desktop.views.widgets.marks import Chip

_THICK = 0.62
_MOST_BARS = 12
"""More names than this cannot be told apart at a glance; the table has them all."""
_FEWEST = 6
"""Room is kept for so many: one name's bar does not fill the chart."""
_LONGEST_NAME = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, its name, and a value for each of the chart's series."""

    key: str
    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """What one colour stands for."""

    name: str
    tone: Tone


class Chart(QWidget):
    """Bars in one or more series; lying ones for names, standing ones for days."""

    opened = Signal(str)
    """The key of the bar that was clicked."""

    def __init__(self, name: str, *, lying: bool) -> None:
        super().__init__()
        self._lying = lying
        self.bars: tuple[Bar, ...] = ()
        self.plot = pg.PlotWidget(background=theme.current().surface)
        # Qt would mirror the axes' places once more, but not what they draw.
        self.plot.getPlotItem().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for part in (self.plot, self.plot.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.plot.scene().sigMouseClicked.connect(self._clicked)
        self.plot.wheelEvent = lambda event: event.ignore()
        box = self.plot.getViewBox()
        # Where reading begins is where time and quantities begin.
        box.invertX(right_to_left())
        box.invertY(lying)
        self._legend = row(gap=16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._legend)
        layout.addWidget(self.plot, 1)
        self.setMinimumSize(260, 180)
        self.setAccessibleName(name)
        self.plot.setAccessibleName(name)

    def show_bars(self, bars: Sequence[Bar], series: Sequence[Series]) -> None:
        """Shows ``bars``; lying ones stack the values of their ``series``, others set them side by side."""
        self.bars = tuple(bars[:_MOST_BARS]) if self._lying else tuple(bars)
        self.plot.clear()
        self._tell_series(series)
        starts = [0.0] * len(self.bars)
        highest = 0.0
        for number, one in enumerate(series):
            values = [bar.values[number] for bar in self.bars]
            colour = theme.current().tone(one.tone).ink
            if self._lying:
                self._add_lying(starts, values, colour)
                starts = [start + value for start, value in zip(starts, values, strict=True)]
            else:
                self._add_standing(number, len(series), values, colour)
            highest = max([highest, *starts, *values])
        self._mark(starts)
        self._set_axes(highest)
        summary = [
            f"{bar.name}: {shown.listed(shown.number(round(value)) for value in bar.values)}"
            for bar in self.bars
        ]
        self.setAccessibleDescription("\n".join(summary))

    def _add_lying(self, starts: list[float], values: list[float], colour: str) -> None:
        places = list(range(len(values)))
        bars: dict[str, Any] = {"pen": None, "brush": QColor(colour), "height": _THICK}
        self.plot.addItem(pg.BarGraphItem(y=places, x0=starts, width=values, **bars))

    def _add_standing(self, number: int, of: int, values: list[float], colour: str) -> None:
        thick = _THICK / of
        beside = (number - (of - 1) / 2) * thick
        places = [place + beside for place in range(len(values))]
        bars: dict[str, Any] = {"pen": None, "brush": QColor(colour), "width": thick}
        self.plot.addItem(pg.BarGraphItem(x=places, y0=0, height=values, **bars))

    def _mark(self, ends: list[float]) -> None:
        """Writes each bar's sum at its end; between thirty days there is no room for it."""
        if not self._lying:
            return
        for place, end in enumerate(ends):
            text = pg.TextItem(shown.number(round(end)), color=theme.current().text, anchor=self._beyond())
            text.setFont(theme.font(theme.SMALL_POINTS))
            text.setPos(end, place)
            self.plot.addItem(text, ignoreBounds=True)

    @staticmethod
    def _beyond() -> tuple[float, float]:
        return (1.1, 0.5) if right_to_left() else (-0.1, 0.5)

    def _set_axes(self, highest: float) -> None:
        palette = theme.current()
        names, far = ("right", "left") if right_to_left() else ("left", "right")
        self.plot.showAxis(names)
        self.plot.hideAxis(far)
        step = 1 if self._lying else max(1, len(self.bars) // 10)
        ticks = [(place, _short(bar.name)) for place, bar in enumerate(self.bars) if place % step == 0]
        for side in (names, "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(QColor(palette.border))
            axis.setTextPen(QColor(palette.text_soft))
            axis.setTickFont(theme.font(theme.SMALL_POINTS))
            axis.setStyle(tickLength=0, tickTextOffset=6)
        self.plot.getAxis(names if self._lying else "bottom").setTicks([ticks])
        numbers = self.plot.getAxis("bottom" if self._lying else names)
        numbers.setTicks([[(value, shown.number(value)) for value in _round_values(highest)]])
        self._set_range(highest)

    def _set_range(self, highest: float) -> None:
        end = max(1.0, highest) * (1.12 if self._lying else 1.05)
        least, most = -0.6, max(len(self.bars), _FEWEST) - 0.4
        along, across = ((0, end), (least, most)) if self._lying else ((least, most), (0, end))
        self.plot.setRange(xRange=along, yRange=across, padding=0)

    def _tell_series(self, series: Sequence[Series]) -> None:
        clear(self._legend)
        for one in series:
            self._legend.addWidget(Chip(one.name, one.tone))
        self._legend.addStretch(1)

    def _clicked(self, event: Any) -> None:
        at: QPointF = self.plot.getViewBox().mapSceneToView(event.scenePos())
        place = round(at.y() if self._lying else at.x())
        if 0 <= place < len(self.bars):
            self.opened.emit(self.bars[place].key)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _round_values(highest: float) -> list[int]:
    """Nought and up to five round numbers under ``highest``, evenly apart."""
    ten = 1
    while highest / ten > 50:
        ten *= 10
    step = next(ten * part for part in (1, 2, 5, 10) if highest / (ten * part) <= 5)
    return list(range(0, int(highest) + 1, step))
