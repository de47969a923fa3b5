"""Fonts, palette and the one stylesheet, put on the application together."""

from __future__ import annotations

import sys
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt, QTemporaryDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.views.assets import asset
from desktop.views.palette import LIGHT, PALETTES, Palette

FAMILY = "IBM Plex Sans Arabic"
BASE_POINTS = 10.5
SMALL_POINTS = 9.0
_SIZES = {"small": SMALL_POINTS, "heading": 12.0, "title": 17.0, "brand": 16.0}
# Qt's points are 1/72 inch, and a Mac draws 72 of them to the inch, not 96.
_SCALE = 96 / 72 if sys.platform == "darwin" else 1.0

# The arrows and ticks of native controls: a stylesheet can only point at files.
_DRAWN = {
    "chevron_down": ("chevron-down", "text_soft"),
    "chevron_up": ("chevron-up", "text_soft"),
    "check_mark": ("check", "on_accent"),
}


class _Theme:
    """What is in force; the folder holds the tinted drawings as long as the program runs."""

    def __init__(self) -> None:
        self.palette: Palette = LIGHT
        self.folder: QTemporaryDir | None = None
        self.fonts_loaded = False
        self.applied = ""


_theme = _Theme()


def current() -> Palette:
    """The palette in force."""
    return _theme.palette


def apply(app: QApplication, name: str) -> None:
    """Puts the theme ``"light"`` or ``"dark"`` on the whole application."""
    if name == _theme.applied and app.styleSheet():
        return
    _theme.applied, _theme.palette = name, PALETTES[name]
    _load_fonts()
    app.setStyle(QStyleFactory.create("Fusion"))
    dark = name == "dark"
    app.styleHints().setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    app.setPalette(_qt_palette(_theme.palette))
    app.setFont(font())
    app.setStyleSheet(stylesheet(_theme.palette, _drawings(_theme.palette)))


def font(points: float = BASE_POINTS, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The desk's face, ``points`` high."""
    made = QFont(FAMILY)
    made.setPointSizeF(points * _SCALE)
    made.setWeight(weight)
    return made


def stylesheet(palette: Palette, drawings: Path) -> str:
    """The stylesheet filled with ``palette`` and with paths into ``drawings``.

    A name in the template that nobody supplies raises ``KeyError``.
    """
    paths = {name: (drawings / f"{name}.svg").as_posix() for name in _DRAWN}
    sizes = {f"size_{name}": f"{points * _SCALE:.1f}pt" for name, points in _SIZES.items()}
    template = Template(asset("style", "diwan.qss").read_text("utf-8"))
    return template.substitute(palette.tokens(), **sizes, **paths)


def _load_fonts() -> None:
    if _theme.fonts_loaded:
        return
    for path in sorted(asset("fonts", "ibm-plex-sans-arabic").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(f"not a font: {path}")
    _theme.fonts_loaded = True


def _drawings(palette: Palette) -> Path:
    folder = QTemporaryDir()
    colours = palette.tokens()
    for name, (drawing, ink) in _DRAWN.items():
        drawn = asset("icons", f"{drawing}.svg").read_text("utf-8").replace("currentColor", colours[ink])
        Path(folder.filePath(f"{name}.svg")).write_text(drawn, "utf-8")
    _theme.folder = folder
    return Path(folder.path())


def _qt_palette(palette: Palette) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    for where, colour in (
        (role.Window, palette.window),
        (role.WindowText, palette.text),
        (role.Base, palette.surface),
        (role.AlternateBase, palette.sunken),
        (role.ToolTipBase, palette.plate),
        (role.ToolTipText, palette.on_plate),
        (role.PlaceholderText, palette.text_faint),
        (role.Text, palette.text),
        (role.Button, palette.surface),
        (role.ButtonText, palette.text),
        (role.BrightText, palette.danger),
        (role.Link, palette.accent_text),
        (role.LinkVisited, palette.accent_text),
        (role.Highlight, palette.selection),
        (role.HighlightedText, palette.text),
        (role.Accent, palette.accent),
        (role.Light, palette.surface),
        (role.Midlight, palette.hover),
        (role.Mid, palette.border),
        (role.Dark, palette.control_border),
        (role.Shadow, palette.shadow),
    ):
        made.setColor(where, QColor(colour))
    for where in (role.Text, role.WindowText, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(palette.disabled))
    return made
