"""PDF drawing operators: lines of shaped text with their harakat placed, rules, boxes, vector codes.

Lengths are points, the origin is the page's lower left corner. Type is set at size 1 under a scaled
matrix, so that what was prepared for a word is valid at every size.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import zxingcpp

from desktop.letters.arabic import Line
from desktop.letters.fonts import Face, Weight

_SHADDA = "\u0651"
_CLEARANCE = 50.0
"""The least space between a letter's ink and a mark, in thousandths of the type size."""
_OVERLAP = 40.0
"""How far a vowel sinks into the shadda under it, as the font's own shadda-vowel forms have it."""


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green and blue, 0 to 1."""

    red: float
    green: float
    blue: float

    def fill(self) -> str:
        """The operator that fills and writes in this colour."""
        return f"{self.red:g} {self.green:g} {self.blue:g} rg"

    def stroke(self) -> str:
        """The operator that draws lines in this colour."""
        return f"{self.red:g} {self.green:g} {self.blue:g} RG"


BLACK = Colour(0, 0, 0)
GREY = Colour(0.25, 0.27, 0.27)
GREEN = Colour(0.07, 0.31, 0.24)
GOLD = Colour(0.69, 0.55, 0.27)
TINT = Colour(0.93, 0.955, 0.945)


def text(line: Line, face: Face, size: float, x: float, y: float, *, widen: float = 0.0) -> str:
    """``line`` with its left end at ``x`` on the base line ``y``; every space is ``widen`` points wider."""
    if not line.visual:
        return ""
    space = face.widths[0x20] + widen * 1000 / size
    gap = f"<{face.glyphs[0x20]:04X}>"
    if widen:
        gap += f"{-widen * 1000 / size:.1f}"
    words = [_word(face, word) for word in line.visual.split(" ")]
    shown = gap.join([word.glyphs for word in words])
    drawn = f"BT/{face.key} 1 Tf {size:g} 0 0 {size:g} {x:.2f} {y:.2f} Tm[{shown}]TJ ET"
    if not any(word.marks for word in words):
        return drawn
    parts, scale, start = [drawn], size / 1000, 0.0
    for word in words:
        for mark in word.marks:
            left, rise = x + (start + mark.right) * scale, y + mark.up * scale
            parts.append(f"q {scale:g} 0 0 {scale:g} {left:.2f} {rise:.2f} cm/{mark.name} Do Q")
        start += word.width + space
    return "\n".join(parts)


def rule(x: float, y: float, width: float, thickness: float) -> str:
    """A horizontal bar whose lower left corner is ``x``, ``y``, in the colour of filling."""
    return f"{x:.2f} {y:.2f} {width:.2f} {thickness:g} re f"


def bar(x: float, y: float, width: float, height: float) -> str:
    """A filled rectangle with its lower left corner at ``x``, ``y``."""
    return f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re f"


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as filled runs in a square of ``modules`` units."""

    modules: int
    operators: str


@lru_cache(64)
def qr_code(payload: str) -> Code:
    """The QR code of ``payload`` at error level M, as vectors: sharp at any resolution."""
    # zxing-cpp draws it many times faster than pure Python, and a code is most of a batch letter's time.
    symbol = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = symbol.to_image(scale=1, add_quiet_zones=False)
    dots = memoryview(image)
    side, pixels = len(dots), dots.tobytes()
    runs: list[str] = []
    for top in range(side):
        row = pixels[top * side : (top + 1) * side]
        for match in _DARK.finditer(row):
            start, end = match.span()
            runs.append(f"{start} {side - 1 - top} {end - start} 1 re")
    return Code(side, "\n".join(runs) + "\nf")


_DARK = re.compile(b"\x00+")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A haraka drawn apart: the name of its form and its place from the word's left end."""

    name: str
    right: float
    up: float


@dataclass(frozen=True, slots=True)
class _Word:
    """One visual word: elements of a TJ array, its width, its marks. Thousandths of the type size."""

    glyphs: str
    width: float
    marks: tuple[_Mark, ...]


def mark_name(face: Face, mark: str) -> str:
    """The name under which pages place the form of ``mark``."""
    return f"{'M' if face.weight == 'regular' else 'B'}{ord(mark):04X}"


def marks_used(operators: str) -> set[tuple[Weight, str]]:
    """The marks whose forms ``operators`` place."""
    return {
        ("regular" if letter == "M" else "bold", chr(int(code, 16)))
        for letter, code in _MARK_PLACED.findall(operators)
    }


_MARK_PLACED = re.compile(r"/([MB])([0-9A-F]{4}) Do")


@lru_cache(8192)
def _word(face: Face, word: str) -> _Word:
    glyphs = face.glyphs
    if not any(map(unicodedata.combining, word)):
        shown = "<" + "".join([f"{glyphs[ord(char)]:04X}" for char in word]) + ">" if word else ""
        return _Word(shown, face.width(word), ())
    parts: list[str] = []
    placed: list[_Mark] = []
    waiting: list[str] = []
    start = 0.0
    for char in word:
        if unicodedata.combining(char):
            # In the text the mark stands before its letter, unseen; what is seen is drawn as a form.
            parts.append(f"]TJ 3 Tr[<{glyphs[ord(char)]:04X}>]TJ 0 Tr[")
            waiting.insert(0, char)
        else:
            placed += _placed(face, waiting, char, start)
            waiting = []
            parts.append(f"<{glyphs[ord(char)]:04X}>")
        start += face.widths[ord(char)]
    # A mark that was typed without a letter stands over the place of one.
    placed += _placed(face, waiting, "\u0640", start)
    return _Word("".join(parts), start, tuple(placed))


def _placed(face: Face, marks: list[str], base: str, start: float) -> list[_Mark]:
    """``marks``, nearest to the letter first, over or under the glyph ``base`` that is drawn at ``start``."""
    ink = face.box(base)
    above, below = ink.top, ink.bottom
    stacked = False
    placed = []
    for mark in sorted(marks, key=lambda mark: mark != _SHADDA):
        box = face.box(mark)
        if box.bottom + box.top < 0:
            rise = min(0.0, below - _CLEARANCE - box.top)
            below = box.bottom + rise
        else:
            rise = max(0.0, above + (-_OVERLAP if stacked else _CLEARANCE) - box.bottom)
            above, stacked = box.top + rise, True
        placed.append(_Mark(mark_name(face, mark), start + ink.middle - box.middle, rise))
    return placed
