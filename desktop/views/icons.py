"""Icons by name, tinted for the theme and turned for the direction of reading.

``icon("printer")`` is the one way to an icon. A contract test compares the names asked for in the code
with the files in ``resources/icons``: none missing, none unused.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.views import theme
from desktop.views.assets import asset
from desktop.views.qtfix import mirrored, right_to_left

# Drawn for a left-to-right reader: "forward" points right. In Arabic they are turned round; a printer
# or a clock is not.
DIRECTIONAL = frozenset({"arrow-left", "arrow-right", "log-out", "send", "list-checks", "undo-2"})
SPACED_WIDTH, SPACED_HEIGHT = 23, 18
"""Pixels of the icons that :func:`spaced_icon` makes."""


class _Drawn(QIconEngine):
    """Draws an icon in the size that is asked for, when it is: most are seen in one size and one colour.

    A ``spaced`` one leaves room at its far end, towards the words beside it.
    """

    def __init__(self, name: str, inks: tuple[str, str, str], *, flipped: bool, spaced: bool) -> None:
        super().__init__()
        self._name, self._inks, self._flipped, self._spaced = name, inks, flipped, spaced

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect.topLeft(), self.scaledPixmap(rect.size(), mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        ink, on_ink, off_ink = self._inks
        colour = off_ink if mode is QIcon.Mode.Disabled else on_ink if state is QIcon.State.On else ink
        side = min(size.width(), size.height())
        if self._spaced:
            side = min(side, round(size.width() * SPACED_HEIGHT / SPACED_WIDTH))
        drawn = _pixmap(self._name, side, colour, scale, self._flipped)
        if size == QSize(side, side):
            return drawn
        room = size.width() - side
        left = room // 2 if not self._spaced else room if right_to_left() else 0
        made = QPixmap(size * scale)
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.drawPixmap(left, (size.height() - side) // 2, drawn)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Drawn(self._name, self._inks, flipped=self._flipped, spaced=self._spaced)


def icon(name: str, ink: str = "text_soft", on_ink: str = "accent_text") -> QIcon:
    """The icon ``name`` in the theme's colour ``ink``; ``on_ink`` where it is checked.

    Raises ``FileNotFoundError`` for a name without a file.
    """
    return _icon(name, *_inks(ink, on_ink), flipped=_flips(name), spaced=False)


def spaced_icon(name: str, ink: str) -> QIcon:
    """The icon ``name`` with room towards the words beside it: Qt's buttons leave four pixels there."""
    return _icon(name, *_inks(ink, ink), flipped=_flips(name), spaced=True)


def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """The icon ``name``, ``size`` logical pixels wide, in ``colour`` (``#rrggbb``), for painting."""
    return _pixmap(name, size, colour, ratio, _flips(name))


def _flips(name: str) -> bool:
    return name in DIRECTIONAL and right_to_left()


def _inks(ink: str, on_ink: str) -> tuple[str, str, str]:
    colours = theme.current().tokens()
    return colours[ink], colours[on_ink], colours["disabled"]


@lru_cache(maxsize=512)
def _icon(name: str, ink: str, on_ink: str, off_ink: str, *, flipped: bool, spaced: bool) -> QIcon:
    _drawing(name)
    return QIcon(_Drawn(name, (ink, on_ink, off_ink), flipped=flipped, spaced=spaced))


@lru_cache(maxsize=512)
def _drawing(name: str) -> str:
    return asset("icons", f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=2048)
def _pixmap(name: str, size: int, colour: str, ratio: float, flipped: bool) -> QPixmap:
    drawing = _drawing(name).replace("currentColor", colour)
    pixels = round(size * ratio)
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    if flipped:
        drawn = mirrored(drawn)
    drawn.setDevicePixelRatio(ratio)
    return drawn
