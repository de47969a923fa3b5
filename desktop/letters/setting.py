"""The page's measures and colours, and the state of laying out one letter. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from desktop.base.errors import Refusal
from desktop.letters import arabic, ink
from desktop.letters.arabic import Base, Line, MissingGlyph
from desktop.letters.content import Digits
from desktop.letters.flow import Strip
from desktop.letters.fonts import Face, Weight, face
from desktop.letters.ink import BLACK, Colour
from desktop.letters.pdf import PAGE_HEIGHT, PAGE_WIDTH

Align = Literal["right", "left", "centre", "justify"]

MARGIN = 56.0

_WIDEST_GAP = 0.8
"""A justified space is widened by at most this much of the type size; a sparser line stays ragged."""
_BASE_LINE = 0.7
"""Where the base line lies in a line's height, from its top: Amiri reaches far below it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet: its width and height, and where text stands on it."""

    width: float
    height: float

    @property
    def right(self) -> float:
        return self.width - MARGIN

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.width - 2 * MARGIN

    @property
    def centre(self) -> float:
        return self.width / 2

    def column(self, align: Align) -> Column:
        """The whole width of the text."""
        return Column(self.right, self.measure, align)


PORTRAIT = Paper(PAGE_WIDTH, PAGE_HEIGHT)
LANDSCAPE = Paper(PAGE_HEIGHT, PAGE_WIDTH)


@dataclass(frozen=True, slots=True)
class Style:
    """How a block of text is set; ``leading`` is the height of one line."""

    weight: Weight
    size: float
    leading: float
    colour: Colour = BLACK

    @property
    def face(self) -> Face:
        return face(self.weight)


@dataclass(frozen=True, slots=True)
class Column:
    """Where lines stand: the right edge, the width, and how they fill it."""

    right: float
    width: float
    align: Align = "right"

    def draw(self, line: Line, style: Style, base_line: float) -> str:
        """``line`` on ``base_line``."""
        measure = line.width * style.size / 1000
        widen = 0.0
        left = self.right - measure
        if self.align == "centre":
            left = self.right - (self.width + measure) / 2
        elif self.align == "left":
            left = self.right - self.width
        elif self.align == "justify" and line.gaps and not line.ends:
            gap = (self.width - measure) / line.gaps
            if gap <= _WIDEST_GAP * style.size:
                widen, left = gap, self.right - self.width
        return ink.text(line, style.face, style.size, left, base_line, widen=widen)


@dataclass
class Setting:
    """The state of laying out one letter: its digits and paper, and the rare glyphs it used."""

    digits: Digits
    paper: Paper = PORTRAIT
    unusual: dict[Face, frozenset[str]] = field(
        default_factory=lambda: {face("regular"): frozenset(), face("bold"): frozenset()}
    )

    def lines(
        self, path: str, text: str, style: Style, width: float, *, base: Base = "R"
    ) -> tuple[Line, ...]:
        """``text`` in lines at most ``width`` points wide.

        Raises ``Refusal`` naming the field ``path`` and the character where the font lacks a glyph.
        """
        try:
            broken = arabic.lines(text, style.face, width * 1000 / style.size, self.digits, base)
        except MissingGlyph as missing:
            raise _unprintable(path, missing.char) from missing
        for line in broken:
            if line.unusual:
                self.unusual[style.face] |= line.unusual
        return broken


def block(lines: tuple[Line, ...], style: Style, column: Column, top: float) -> str:
    """The operators of ``lines`` from the height ``top`` downwards."""
    drawn = (
        column.draw(line, style, top - style.leading * (index + _BASE_LINE))
        for index, line in enumerate(lines)
    )
    return _coloured("\n".join(text for text in drawn if text), style.colour)


def strips(
    lines: tuple[Line, ...], style: Style, column: Column, *, before: float, keep_with_next: bool = False
) -> list[Strip]:
    """A paragraph as strips of one line; no page begins or ends with a single line of a longer one."""
    last = len(lines) - 1
    return [
        _strip(line, style, column, before if index == 0 else 0.0, keep)
        for index, line in enumerate(lines)
        for keep in [keep_with_next if index == last else index in (0, last - 1)]
    ]


def _strip(line: Line, style: Style, column: Column, before: float, keep: bool) -> Strip:
    def draw(top: float) -> str:
        return block((line,), style, column, top)

    return Strip(style.leading, draw, before, keep)


def _coloured(operators: str, colour: Colour) -> str:
    if colour == BLACK:
        return operators
    return f"{colour.fill()}\n{operators}\n{BLACK.fill()}"


def _unprintable(path: str, char: str) -> Refusal:
    code = "+".join(f"U+{ord(part):04X}" for part in char)
    return Refusal.one(
        "letter.missing_glyph",
        f"لا يستطيع خط الكتاب طباعة الحرف «{char}» ({code}).",
        f"The letter's font cannot print the character “{char}” ({code}).",
        field=path,
        details={"character": char},
    )
