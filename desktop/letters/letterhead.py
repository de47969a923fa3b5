"""The head of the paper, drawn once for a department and placed on every page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from desktop.letters.content import Letterhead
from desktop.letters.emblem import Picture, neutral, picture
from desktop.letters.fonts import Face
from desktop.letters.ink import GOLD, GREEN, GREY, rule
from desktop.letters.pdf import PAGE_HEIGHT
from desktop.letters.setting import CENTRE, MARGIN, RIGHT, WIDTH, Column, Setting, Style, block

_TOP = PAGE_HEIGHT - 30.0
_EMBLEM = 76.0
_SIDE = (WIDTH - _EMBLEM) / 2 - 16.0
_ARABIC = (
    Style("bold", 13.5, 21.0, GREEN),
    Style("bold", 17.0, 27.0, GREEN),
    Style("bold", 12.5, 20.0, GREY),
)
_ENGLISH = (
    Style("bold", 9.5, 21.0, GREEN),
    Style("bold", 12.0, 27.0, GREEN),
    Style("bold", 9.5, 20.0, GREY),
)


@dataclass(frozen=True, slots=True)
class Head:
    """A letterhead as operators, the height of its lower edge, its rare glyphs and its logo."""

    operators: str
    bottom: float
    unusual: tuple[tuple[Face, frozenset[str]], ...]
    logo: Picture | None


def head(letterhead: Letterhead) -> Head:
    """``letterhead`` ready to place.

    Raises ``Refusal`` naming the field for a glyph the font lacks or a logo that cannot be read.
    """
    return _drawn(letterhead, picture(letterhead))


@lru_cache(32)
def _drawn(letterhead: Letterhead, logo: Picture | None) -> Head:
    setting = Setting("ascii")
    texts = (
        ("letterhead.kingdom", letterhead.kingdom),
        ("letterhead.municipality", letterhead.municipality),
        ("letterhead.department", letterhead.department),
    )
    parts: list[str] = []
    right = left = _TOP
    for (path, text), arabic_style, english_style in zip(texts, _ARABIC, _ENGLISH, strict=True):
        lines = setting.lines(path, text.ar, arabic_style, _SIDE)
        parts.append(block(lines, arabic_style, Column(RIGHT, _SIDE, "right"), right))
        right -= arabic_style.leading * len(lines)
        lines = setting.lines(path, text.en, english_style, _SIDE, base="L")
        parts.append(block(lines, english_style, Column(MARGIN + _SIDE, _SIDE, "left"), left))
        left -= english_style.leading * len(lines)
    foot = min(right, left, _TOP - _EMBLEM) - 10.0
    parts.append(_emblem(logo, (_TOP + foot + 10.0) / 2))
    parts += [GREEN.fill(), rule(MARGIN, foot, WIDTH, 1.6), GOLD.fill(), rule(MARGIN, foot - 2.9, WIDTH, 0.7)]
    return Head("\n".join(parts), foot - 2.9, tuple(setting.unusual.items()), logo)


def _emblem(logo: Picture | None, middle: float) -> str:
    if logo is None:
        return f"q 1 0 0 1 {CENTRE - _EMBLEM / 2:.2f} {middle - _EMBLEM / 2:.2f} cm\n{neutral(_EMBLEM)}\nQ"
    scale = min(_EMBLEM / logo.height, (WIDTH - 2 * _SIDE - 16.0) / logo.width)
    width, height = logo.width * scale, logo.height * scale
    x, y = CENTRE - width / 2, middle - height / 2
    return f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm/Logo Do Q"
