"""The head of the paper, drawn once for a department and placed on every page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from desktop.letters.content import Letterhead
from desktop.letters.emblem import Picture, neutral, picture
from desktop.letters.fonts import Face
from desktop.letters.ink import GOLD, GREEN, GREY, rule
from desktop.letters.setting import MARGIN, Column, Paper, Setting, Style, block

_ABOVE = 30.0
_EMBLEM = 76.0
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


def head(letterhead: Letterhead, paper: Paper) -> Head:
    """``letterhead`` ready to place on ``paper``.

    Raises ``Refusal`` naming the field for a glyph the font lacks or a logo that cannot be read.
    """
    return _drawn(letterhead, picture(letterhead), paper)


@lru_cache(32)
def _drawn(letterhead: Letterhead, logo: Picture | None, paper: Paper) -> Head:
    setting = Setting("ascii", paper)
    texts = (
        ("letterhead.kingdom", letterhead.kingdom),
        ("letterhead.municipality", letterhead.municipality),
        ("letterhead.department", letterhead.department),
    )
    side = _side(paper)
    parts: list[str] = []
    right = left = top = paper.height - _ABOVE
    for (path, text), arabic_style, english_style in zip(texts, _ARABIC, _ENGLISH, strict=True):
        lines = setting.lines(path, text.ar, arabic_style, side)
        parts.append(block(lines, arabic_style, Column(paper.right, side, "right"), right))
        right -= arabic_style.leading * len(lines)
        lines = setting.lines(path, text.en, english_style, side, base="L")
        parts.append(block(lines, english_style, Column(MARGIN + side, side, "left"), left))
        left -= english_style.leading * len(lines)
    foot = min(right, left, top - _EMBLEM) - 10.0
    parts.append(_emblem(logo, paper, (top + foot + 10.0) / 2))
    parts += [GREEN.fill(), rule(MARGIN, foot, paper.measure, 1.6)]
    parts += [GOLD.fill(), rule(MARGIN, foot - 2.9, paper.measure, 0.7)]
    return Head("\n".join(parts), foot - 2.9, tuple(setting.unusual.items()), logo)


def _side(paper: Paper) -> float:
    """The width beside the emblem."""
    return (paper.measure - _EMBLEM) / 2 - 16.0


def _emblem(logo: Picture | None, paper: Paper, middle: float) -> str:
    if logo is None:
        left = paper.centre - _EMBLEM / 2
        return f"q 1 0 0 1 {left:.2f} {middle - _EMBLEM / 2:.2f} cm\n{neutral(_EMBLEM)}\nQ"
    scale = min(_EMBLEM / logo.height, (paper.measure - 2 * _side(paper) - 16.0) / logo.width)
    width, height = logo.width * scale, logo.height * scale
    x, y = paper.centre - width / 2, middle - height / 2
    return f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm/Logo Do Q"
