"""Fonts, palette and stylesheet arrive together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from desktop.views import theme
from desktop.views.assets import asset
from desktop.views.palette import DARK, LIGHT
from tests.views.conftest import MakeDesk


def test_the_bundled_face_is_used_in_its_weights(make_desk: MakeDesk) -> None:
    make_desk()
    for weight in (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold):
        info = QFontInfo(theme.font(weight=weight))
        assert info.family() == theme.FAMILY
        assert info.weight() == weight


def test_a_theme_reaches_palette_and_stylesheet(qapp: QApplication, make_desk: MakeDesk) -> None:
    for palette in (LIGHT, DARK):
        make_desk(theme=palette.name)
        assert theme.current() is palette
        assert qapp.palette().color(QPalette.ColorRole.Window).name() == palette.window
        assert palette.accent in qapp.styleSheet()


def test_the_template_is_filled_completely(tmp_path: Path) -> None:
    filled = theme.stylesheet(LIGHT, tmp_path)
    assert not re.search(r"\$\{?\w", filled)


def test_sides_are_logical() -> None:
    """Qt does not mirror left and right in borders, margins and paddings."""
    text = asset("style", "diwan.qss").read_text("utf-8")
    assert not re.search(r"(?:border|margin|padding)-(?:left|right)", text)


def test_tables_are_styled_by_role_so_that_the_calendar_is_not() -> None:
    text = asset("style", "diwan.qss").read_text("utf-8")
    assert not re.search(r"QTableView(?!\[role)", text)


def test_files_that_are_missing_are_named() -> None:
    with pytest.raises(FileNotFoundError):
        asset("style", "no-such.qss")


def test_the_licences_lie_beside_what_they_cover() -> None:
    assert (
        "SIL OPEN FONT LICENSE"
        in asset("fonts", "ibm-plex-sans-arabic", "OFL.txt").read_text("utf-8").upper()
    )
    assert "ISC License" in asset("icons", "LICENSE").read_text("utf-8")
