"""Icons: those asked for exist, those that exist are asked for, and arrows follow the reading."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from desktop.views import icons
from desktop.views.assets import asset
from tests.views.conftest import MakeDesk

ROOT = Path(__file__).parents[2]


def _drawings() -> set[str]:
    return {path.stem for path in asset("icons").glob("*.svg")}


def _strings(*folders: str) -> set[str]:
    """Every string that stands in the code, but for the set that only says which ones turn round."""
    found: set[str] = set()
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            skipped = {
                id(node)
                for outer in ast.walk(tree)
                if isinstance(outer, ast.Assign) and ast.unparse(outer.targets[0]) == "DIRECTIONAL"
                for node in ast.walk(outer)
            }
            found |= {
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped
            }
    return found


def _asked() -> set[str]:
    """The names given to functions that take one, as far as they stand there."""
    names: set[str] = set()
    for path in (ROOT / "desktop" / "views").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                place = {
                    "icon": 0,
                    "pixmap": 0,
                    "spaced_icon": 0,
                    "tool": 1,
                    "EmptyState": 0,
                    "ActionSpec": 2,
                }
                at = place.get(ast.unparse(node.func).rpartition(".")[2])
                given = [node.args[at]] if at is not None and len(node.args) > at else []
                given += [word.value for word in node.keywords if word.arg in ("icon", "icon_name")]
                names |= {
                    one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return names - {""}


def test_no_icon_is_missing() -> None:
    asked = _asked()
    assert len(asked) > 15
    assert not asked - _drawings()
    assert not icons.DIRECTIONAL - _drawings()


def test_no_icon_is_unused() -> None:
    assert not _drawings() - _strings("desktop/views", "tests/views")


def test_an_unknown_name_is_an_error(make_desk: MakeDesk) -> None:
    make_desk()
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_icons_take_the_theme_and_the_direction(make_desk: MakeDesk) -> None:
    def drawn(name: str) -> bytes:
        image = icons.icon(name).pixmap(24, 24).toImage()
        return bytes(image.constBits())

    pictures = {}
    for language in ("ar", "en"):
        for theme in ("light", "dark"):
            make_desk(language, theme)
            pictures[language, theme] = {name: drawn(name) for name in ("arrow-left", "printer")}
    assert pictures["ar", "light"]["arrow-left"] != pictures["en", "light"]["arrow-left"]
    assert pictures["ar", "light"]["printer"] == pictures["en", "light"]["printer"]
    assert pictures["ar", "light"]["printer"] != pictures["ar", "dark"]["printer"]


def test_an_icon_is_drawn_when_it_is_seen_as_large_as_it_is_asked_for(make_desk: MakeDesk) -> None:
    make_desk()
    icons._pixmap.cache_clear()
    made, spaced = icons.icon("printer"), icons.spaced_icon("printer", "text")
    assert icons._pixmap.cache_info().currsize == 0
    for ratio in (1.0, 2.0):
        seen = made.pixmap(QSize(18, 18), ratio)
        assert (seen.size(), seen.devicePixelRatio()) == (QSize(18, 18) * ratio, ratio)
        wide = spaced.pixmap(QSize(icons.SPACED_WIDTH, icons.SPACED_HEIGHT), ratio)
        assert (wide.size(), wide.devicePixelRatio()) == (QSize(23, 18) * ratio, ratio)
    # In Arabic the words are at the left, and so is the room; one colour at one ratio is drawn once.
    assert not any(wide.toImage().pixelColor(x, 18).alpha() for x in range(10))
    assert icons._pixmap.cache_info().currsize == 4
    off = made.pixmap(QSize(18, 18), 1.0, QIcon.Mode.Disabled)
    assert off.toImage() != made.pixmap(QSize(18, 18), 1.0).toImage()
