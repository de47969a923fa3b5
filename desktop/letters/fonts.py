"""Amiri, bundled: metrics, the glyphs a letter may use, and the embedded form they take in a PDF.

Glyphs are addressed by their number in the font file, so that what was shaped once is valid in every
document; a document embeds the standard set of glyphs, prepared once, plus the rare ones it uses.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal

from reportlab.pdfbase.ttfonts import TTFontFile

from desktop.base.errors import Bug
from desktop.letters import outlines

Weight = Literal["regular", "bold"]

_FILES: dict[Weight, str] = {"regular": "Amiri-Regular.ttf", "bold": "Amiri-Bold.ttf"}

ONE_DOT = "\u2024"
"""Amiri's Latin full stop: its own "." is the raised Arabic diamond (98.5 would print as 98·5)."""

_LIGATURES = {0xFDF2: "الله", **{code: "ل" + "آآأأإإاا"[code - 0xFEF5] for code in range(0xFEF5, 0xFEFD)}}
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
        with resources.as_file(path) as file:
            # Read directly: reportlab's registry ignores a second font of the same name without a word.
            self._file = TTFontFile(str(file))
        if self._file.unitsPerEm != 1000:
            raise Bug(f"{path.name}: expected 1000 units per em")
        self.weight: Weight = weight
        self.key = "F1" if weight == "regular" else "F2"
        self.name: str = self._file.name.decode() if isinstance(self._file.name, bytes) else self._file.name
        self.widths: dict[int, float] = self._file.charWidths
        self.glyphs: dict[int, int] = self._file.charToGlyph
        table: Any = self._file.get_table  # untyped in reportlab's stubs
        self._outlines: bytes = table("glyf")
        self.standard = frozenset(char for char in _STANDARD if ord(char) in self.glyphs)

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
        return self._outlines[self._file.glyphPos[glyph] : self._file.glyphPos[glyph + 1]]

    def embedded(self, extra: frozenset[str]) -> tuple[EmbeddedStream, ...]:
        """The font program, glyph map and text map that a document needs (memoised).

        ``extra`` are characters outside the standard set.
        """
        return _embedded(self, extra)

    def program(self, chars: list[str]) -> tuple[bytes, dict[int, int]]:
        """A font file with just ``chars``, and where each original glyph stands in it."""
        places: dict[int, int] = {}
        for char in chars:
            places.setdefault(self.glyphs[ord(char)], len(places) + 1)
        return self._file.makeSubset([ord(char) for char in chars]), places

    def descriptor(self) -> str:
        """The body of the PDF's font descriptor, without the reference to the program."""
        box = " ".join(f"{value:g}" for value in self._file.bbox)
        return (
            f"/Type/FontDescriptor/FontName/{self.tagged_name}/Flags 4/FontBBox[{box}]/ItalicAngle 0"
            f"/Ascent {self._file.ascent:g}/Descent {self._file.descent:g}"
            f"/CapHeight {self._file.capHeight:g}/StemV {self._file.stemV:g}"
        )

    @property
    def tagged_name(self) -> str:
        """The PostScript name with the tag that PDF asks of a subset."""
        return f"DIWANA+{self.name}"


@dataclass(frozen=True, slots=True)
class EmbeddedStream:
    """A deflated stream with the plain length that font programs must state; ``widths`` is a PDF array."""

    deflated: bytes
    length: int
    widths: str = ""


@cache
def face(weight: Weight) -> Face:
    """The face of ``weight``, read once for each process."""
    return Face(weight)


@lru_cache(32)
def _embedded(of: Face, extra: frozenset[str]) -> tuple[EmbeddedStream, ...]:
    chars = sorted(of.standard | extra)
    program, places = of.program(chars)
    last = max(places)
    gid_map = bytearray(2 * (last + 1))
    for glyph, place in places.items():
        struct.pack_into(">H", gid_map, 2 * glyph, place)
    widths = {of.glyphs[ord(char)]: of.widths[ord(char)] for char in chars}
    array = "".join(f"{glyph}[{width:g}]" for glyph, width in sorted(widths.items()))
    return (
        _deflated(program),
        _deflated(bytes(gid_map), array),
        _deflated(_text_map(of, chars).encode()),
    )


def _deflated(plain: bytes, widths: str = "") -> EmbeddedStream:
    return EmbeddedStream(zlib.compress(plain, 9), len(plain), widths)


def readable(char: str) -> str:
    """The text that a viewer should copy for a printed form.

    Ligatures are given back to front: viewers turn the characters of a right-to-left line around, also
    those that stand for one glyph, so that this is the order that searches and copies right.
    """
    code = ord(char)
    if code in _LIGATURES:
        return _LIGATURES[code][::-1]
    if 0xFC5E <= code <= 0xFC63:
        return unicodedata.normalize("NFKC", char).strip()[::-1]
    if char == ONE_DOT:
        return "."
    if 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFF:
        return unicodedata.normalize("NFKC", char)
    return char


def _text_map(of: Face, chars: list[str]) -> str:
    texts: dict[int, str] = {}
    for char in chars:
        texts.setdefault(of.glyphs[ord(char)], readable(char))
    entries = [f"<{glyph:04X}><{text.encode('utf-16-be').hex().upper()}>" for glyph, text in texts.items()]
    blocks = "".join(
        f"{len(entries[i : i + 100])} beginbfchar\n" + "\n".join(entries[i : i + 100]) + "\nendbfchar\n"
        for i in range(0, len(entries), 100)
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        f"{blocks}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
