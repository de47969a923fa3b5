"""Icons by name, tinted for the theme and turned for the direction of reading.

``icon("printer")`` is the one way to an icon. A contract test compares the names asked for in the code
with the files in ``resources/icons``: none missing, none unused.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.views import theme
from desktop.views.assets import asset
from desktop.views.qtfix import mirrored, right_to_left

# Drawn for a left-to-right reader: "forward" points right. In Arabic they are turned round; a printer
# or a clock is not.
DIRECTIONAL = frozenset({"arrow-left", "arrow-right", "log-out", "send", "list-checks", "undo-2"})
SPACED_WIDTH, SPACED_HEIGHT = 23, 18
"""Pixels of the icons that :func:`spaced_icon` makes."""
_SIZES = (16, 20, 24, 32, 40, 48, 64, 96)


def icon(name: str, ink: str = "text_soft", on_ink: str = "accent_text") -> QIcon:
    """The icon ``name`` in the theme's colour ``ink``; ``on_ink`` where it is checked.

    Raises ``FileNotFoundError`` for a name without a file.
    """
    colours = theme.current().tokens()
    flipped = name in DIRECTIONAL and right_to_left()
    return _icon(name, colours[ink], colours[on_ink], colours["disabled"], flipped)


def spaced_icon(name: str, ink: str) -> QIcon:
    """The icon ``name`` with room towards the words beside it: Qt's buttons leave four pixels there."""
    palette = theme.current()
    made = QIcon()
    colours = {QIcon.Mode.Normal: palette.tokens()[ink], QIcon.Mode.Disabled: palette.disabled}
    for mode, colour in colours.items():
        for ratio in (1.0, 2.0):
            drawn = QPixmap(round(SPACED_WIDTH * ratio), round(SPACED_HEIGHT * ratio))
            drawn.setDevicePixelRatio(ratio)
            drawn.fill(Qt.GlobalColor.transparent)
            painter = QPainter(drawn)
            left = SPACED_WIDTH - SPACED_HEIGHT if right_to_left() else 0
            painter.drawPixmap(left, 0, pixmap(name, SPACED_HEIGHT, colour, ratio))
            painter.end()
            made.addPixmap(drawn, mode)
    return made


def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """The icon ``name``, ``size`` logical pixels wide, in ``colour`` (``#rrggbb``), for painting."""
    flipped = name in DIRECTIONAL and right_to_left()
    return _pixmap(name, size, colour, ratio, flipped)


@lru_cache(maxsize=512)
def _icon(name: str, ink: str, on_ink: str, off_ink: str, flipped: bool) -> QIcon:
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(_pixmap(name, size, ink, 1.0, flipped), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(_pixmap(name, size, on_ink, 1.0, flipped), QIcon.Mode.Normal, QIcon.State.On)
        made.addPixmap(_pixmap(name, size, off_ink, 1.0, flipped), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=2048)
def _pixmap(name: str, size: int, colour: str, ratio: float, flipped: bool) -> QPixmap:
    drawing = asset("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
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
