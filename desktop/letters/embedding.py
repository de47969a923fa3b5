"""Amiri inside a PDF file: reportlab's TrueType font, addressed by glyph number.

Reportlab splits a TrueType font into parts of 256 characters, assigned anew for each document. Here a
document has one composite font with the font's own glyph numbers, so that a word shaped once is valid in
every document, and its text map gives whole ligatures, which reportlab's cannot.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFStream,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfbase.ttfonts import TTFont

from desktop.base.errors import Bug

ONE_DOT = "\u2024"
"""Amiri's Latin full stop: its own "." is the raised Arabic diamond (98.5 would print as 98·5)."""

_LIGATURES = {0xFDF2: "الله", **{code: "ل" + "آآأأإإاا"[code - 0xFEF5] for code in range(0xFEF5, 0xFEFD)}}


class GlyphFont(TTFont):
    """A TrueType font whose text is shown by glyph numbers of two bytes."""

    def __init__(self, name: str, filename: str, standard: str) -> None:
        """``standard`` are the characters that every document gets, as far as the font has them."""
        super().__init__(name, filename, shapable=False)
        self._printed_name: str = self.face.name.decode()
        # Reportlab takes two fonts whose files bear one name for the same font and draws both with the first:
        # another user of Amiri in this process must not get this font, nor this one another's.
        self.face.name = name.encode()
        self.standard = frozenset(char for char in standard if ord(char) in self.face.charToGlyph)

    def prepare(self) -> None:
        """Prepares the standard set of characters, before the first document needs it."""
        _prepared(self, frozenset())

    def use(self, document: Any, name: str, unusual: frozenset[str]) -> None:
        """Puts the font into ``document`` (reportlab's) as ``name``, with ``unusual`` characters.

        Raises ``Bug`` where ``document`` gives it another name.
        """
        own: Any = self  # reportlab's stubs leave out what its fonts are extended by
        state = own._assignState(document, namePrefix=name[0])
        state.unusual = unusual
        given = self.getSubsetInternalName(0, document)
        if given != f"/{name}":
            raise Bug(f"the font {name} is called {given}")

    def addObjects(self, doc: Any) -> None:
        """Gives ``doc`` the font's objects; reportlab calls it when it writes the file."""
        state: Any = self.state.pop(doc)
        parts = _prepared(self, state.unusual)
        tagged = f"DIWANA+{self._printed_name}"
        descriptor = PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": PDFName(tagged),
                "Flags": 4,
                "FontBBox": parts.box,
                "ItalicAngle": 0,
                "Ascent": self.face.ascent,
                "Descent": self.face.descent,
                "CapHeight": self.face.capHeight,
                "StemV": self.face.stemV,
                "FontFile2": Prepared(parts.program),
            }
        )
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": PDFName(tagged),
                "CIDSystemInfo": parts.system,
                "FontDescriptor": doc.Reference(descriptor),
                "DW": 0,
                "W": parts.widths,
                "CIDToGIDMap": Prepared(parts.places),
            }
        )
        composite = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": PDFName(tagged),
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([doc.Reference(descendant)]),
                "ToUnicode": Prepared(parts.texts),
            }
        )
        doc.idToObject["BasicFonts"].dict[f"{state.internalName}+0"] = doc.Reference(composite)


class Prepared(PDFObject):
    """An object as reportlab once wrote it, for the many documents that hold the same one."""

    __RefOnly__ = 1  # reportlab's mark of objects that stand by themselves, as streams must

    def __init__(self, formatted: bytes) -> None:
        """``formatted`` comes from ``formatted()``: it refers to no other object."""
        self._formatted = formatted

    def format(self, document: object) -> bytes:  # noqa: ARG002 - it is the same in each
        """The object's bytes."""
        return self._formatted


def formatted(element: Any) -> bytes:
    """``element`` as reportlab writes it, streams deflated; it must refer to no other object."""
    scratch = PDFDocument(invariant=True)
    scratch.defaultStreamFilters = [PDFZCompress]
    return bytes(element.format(scratch))


def stream(content: bytes, **entries: object) -> bytes:
    """A stream of ``content`` with further dictionary entries, formatted."""
    return formatted(PDFStream(PDFDictionary(entries), content))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a document embeds, as reportlab writes it."""

    program: bytes
    places: bytes
    texts: bytes
    widths: bytes
    box: bytes
    system: bytes


@lru_cache(32)
def _prepared(font: GlyphFont, unusual: frozenset[str]) -> _Parts:
    face = font.face
    chars = sorted(font.standard | unusual)
    codes = [ord(char) for char in chars]
    glyphs: dict[int, int] = {code: face.charToGlyph[code] for code in codes}
    # The subset's glyphs stand in the order of their first use, after the glyph for what is missing.
    places: dict[int, int] = {}
    for code in codes:
        places.setdefault(glyphs[code], len(places) + 1)
    program = face.makeSubset(codes)
    place_map = bytearray(2 * (max(places) + 1))
    for glyph, place in places.items():
        struct.pack_into(">H", place_map, 2 * glyph, place)
    widths = {glyphs[code]: face.charWidths[code] for code in codes}
    array = "".join(f"{glyph}[{width:g}]" for glyph, width in sorted(widths.items()))
    return _Parts(
        program=stream(program, Length1=len(program)),
        places=stream(bytes(place_map)),
        texts=stream(_text_map(glyphs, chars).encode()),
        widths=f"[{array}]".encode(),
        box=formatted(PDFArray(face.bbox)),
        system=formatted(
            PDFDictionary(
                {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
            )
        ),
    )


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


def _text_map(glyphs: dict[int, int], chars: Collection[str]) -> str:
    texts: dict[int, str] = {}
    for char in chars:
        texts.setdefault(glyphs[ord(char)], readable(char))
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
