"""Amiri, bundled: the measures of its glyphs and the characters that a letter may use.

Glyphs are addressed by their number in the font file, so that what was shaped once is valid in every
document; a document embeds the standard set of glyphs, prepared once, plus the rare ones it uses.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from importlib import resources
from threading import Lock
from typing import Any, Literal

from reportlab.pdfbase import pdfmetrics

from desktop.base.errors import Bug
from desktop.letters import outlines
from desktop.letters.embedding import ONE_DOT, GlyphFont

Weight = Literal["regular", "bold"]

_FILES: dict[Weight, str] = {"regular": "Amiri-Regular.ttf", "bold": "Amiri-Bold.ttf"}

_LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيـپچژکگڤی"
_STANDARD = "".join(
    [
        *(chr(code) for code in range(0x20, 0x7F)),
        *(chr(code) for code in range(0xFE80, 0xFEFD)),
        *(chr(code) for code in range(0x0660, 0x066D)),
        *(chr(code) for code in range(0x064B, 0x0656)),
        *(chr(code) for code in range(0xFC5E, 0xFC64)),
        "\u0670\ufbe8\ufbe9\ufdf2\u00a0\u00b0\u00b2\u00b3\u00d7\u00f7\u00ab\u00bb،؛؟–—…•“”‘’" + ONE_DOT,
        _LETTERS,
    ]
)


@dataclass(frozen=True, slots=True)
class Box:
    """The extent of a glyph's ink, in thousandths of the type size."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Face:
    """One weight of Amiri. All measures are thousandths of the type size."""

    def __init__(self, weight: Weight) -> None:
        path = resources.files("resources") / "fonts" / "amiri" / _FILES[weight]
        # A name of our own: reportlab ignores a second font of the same name without a word.
        with resources.as_file(path) as file:
            self.font = GlyphFont(f"Letter-{weight}", str(file), _STANDARD)
        pdfmetrics.registerFont(self.font)
        read = self.font.face
        if read.unitsPerEm != 1000:
            raise Bug(f"{path.name}: expected 1000 units per em")
        self.weight: Weight = weight
        self.key = "F1+0" if weight == "regular" else "F2+0"
        self.widths: dict[int, float] = read.charWidths
        self.glyphs: dict[int, int] = read.charToGlyph
        table: Any = read.get_table  # untyped in reportlab's stubs
        self._outlines: bytes = table("glyf")
        self._places: list[int] = read.glyphPos
        self.standard = self.font.standard

    def covers(self, char: str) -> bool:
        """Whether the font draws ``char``."""
        return ord(char) in self.glyphs

    def width(self, visual: str) -> float:
        """The advance of ``visual``."""
        widths = self.widths
        return sum(widths[ord(char)] for char in visual)

    def box(self, char: str) -> Box:
        """The ink of ``char``; an empty glyph has an empty box."""
        outline = self._outline(self.glyphs[ord(char)])
        return Box(*struct.unpack_from(">4h", outline, 2)) if outline else Box(0, 0, 0, 0)

    def outline(self, char: str) -> str:
        """The filled outline of ``char`` as PDF operators, in thousandths of the type size."""
        return outlines.path(self.glyphs[ord(char)], self._outline)

    def _outline(self, glyph: int) -> bytes:
        return self._outlines[self._places[glyph] : self._places[glyph + 1]]


_reading = Lock()


def face(weight: Weight) -> Face:
    """The face of ``weight``, read once for each process."""
    # The cache alone lets two threads that draw their first letters at once read two faces.
    with _reading:
        return _face(weight)


@cache
def _face(weight: Weight) -> Face:
    return Face(weight)
