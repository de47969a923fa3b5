"""Arabic lines for a canvas that knows only glyphs: shaping, direction, line breaking.

A paragraph goes through: cleaning; isolating of dates, telephone numbers, addresses and codes; shaping of
each word; direction levels of the whole paragraph (UAX #9); breaking into lines in logical order; and only
then, line by line, reordering and mirroring. Doing it in another order gives lines from bottom to top,
or numbers that change their place when a line is broken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

from arabic_reshaper import ArabicReshaper
from arabic_reshaper.letters import LETTERS_ARABIC
from bidi import get_display
from bidi.mirror import MIRRORED

from desktop.base.text import BIDI_CONTROLS, FSI, LRI, PDI
from desktop.letters.content import Digits
from desktop.letters.embedding import ONE_DOT
from desktop.letters.fonts import Face
from desktop.letters.tokens import prepared

Base = Literal["R", "L"]

RLI = "\u2067"

_INITIATORS = frozenset((LRI, RLI, FSI))
_OBJECT = "\ufffc"
_INVISIBLE = "".join(sorted(BIDI_CONTROLS)) + "\u200b\u200c\u200d\ufeff\u00ad"
_DROP = {ord(char): None for char in _INVISIBLE}
_FORWARD = _DROP
_BACKWARD = {**{ord(a): b for a, b in MIRRORED.items()}, **_DROP}

_MARK = r"[\u064b-\u065f\u0670]"
# The ligature of the word has its own shadda and alef: with typed marks they would be printed twice.
_VOWELLED_ALLAH = re.compile(rf"ا{_MARK}*ل{_MARK}*ل{_MARK}*ه")
_SHAPE = ArabicReshaper({"delete_harakat": False})
_SHAPE_PLAIN = ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})

# Letters of Kurdish, Pashto and others whose joined forms have no character of their own: they are printed
# where they stand alone, and never unjoined within a word.
_NO_FORMS = "".join(
    chr(code)
    for code in (*range(0x620, 0x6D4), 0x6D5, 0x6EE, 0x6EF, 0x6FA, 0x6FB, 0x6FC, 0x6FF, *range(0x750, 0x780))
    if unicodedata.category(chr(code)) == "Lo" and chr(code) not in LETTERS_ARABIC
)
_ENDS_A_JOIN = "ٲٳٵډڊڋڏڐڒړڔڕږڗڙۃۄۊۍۏەۮۯݙݚݛݫݬݱݳݴݸݹ"
_JOINS_ON = "".join(char for char, forms in LETTERS_ARABIC.items() if forms[1])
_JOINING = "".join(set(_NO_FORMS) - set(_ENDS_A_JOIN))
_UNJOINED = re.compile(
    rf"(?<=[{_JOINS_ON}{_JOINING}])[{_NO_FORMS}]|[{_JOINING}](?=[\u0620-\u064a\u066e-\u06d5])"
)
_MARKS = re.compile(_MARK)

# Text in which no run can turn left-to-right: its lines are simply read backwards.
_ONLY_RIGHT_TO_LEFT = re.compile(
    r"[\u0621-\u065f\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc"
    r"\s()\[\]{}«»،؛؟.,:;!'\"/\-–—…*_|]*"
)

_LETTER = r"\u0621-\u064a\u0671-\u06d3\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdfb\ufe70-\ufefc"
_STRETCH = re.compile(rf"[{_LETTER}][{_LETTER}\u064b-\u065f\u0670 ،؛؟.«»]*[{_LETTER}]")

_NUMBER_ALONE = re.compile(r"[0-9]+(?:[.,/:][0-9]+)*")
_LEVEL = re.compile(r"Level\(\s*(\d+),")


class MissingGlyph(Exception):
    """The font draws no glyph for ``char``."""

    def __init__(self, char: str) -> None:
        super().__init__(f"no glyph for {char!r}")
        self.char = char


@dataclass(frozen=True, slots=True)
class Line:
    """One line ready to draw: glyph characters from left to right.

    ``width`` is in thousandths of the type size, ``gaps`` counts the spaces that justifying may widen, and
    ``ends`` marks the last line of its paragraph, which is not justified. ``unusual`` are characters outside
    the font's standard set, which the document must embed besides.
    """

    visual: str
    width: float
    gaps: int
    ends: bool
    unusual: frozenset[str] = frozenset()


@lru_cache(1024)
def lines(
    text: str, face: Face, width: float, digits: Digits = "ascii", base: Base = "R"
) -> tuple[Line, ...]:
    """``text`` broken into lines at most ``width`` thousandths of the type size wide.

    A line break in the text is kept; a word wider than a line is divided. Text without anything to print
    gives one empty line. Raises ``MissingGlyph``.
    """
    broken: list[Line] = []
    for paragraph in text.splitlines() or [""]:
        broken.extend(_wrap(prepared(paragraph, digits), face, width, base))
    return tuple(broken)


def line(text: str, face: Face, digits: Digits = "ascii", base: Base = "R") -> Line:
    """``text`` on one line, however long."""
    return lines(" ".join(text.splitlines()), face, float("inf"), digits, base)[0]


def shaped(word: str) -> str:
    """``word`` in presentation forms, with its harakat. Letters never join across a space."""
    return _shaped(word)


def levels(text: str, base: Base = "R") -> list[int]:
    """The embedding level of each character of one paragraph without embedding controls (UAX #9).

    They come from python-bidi's Rust core, through its debug report: its public function neither mirrors
    nor knows lines. The report's form is pinned with the package's version and held by tests. An isolate is
    resolved by itself and stands in its surroundings as one neutral sign, which is how UAX #9 defines it;
    left inside, it makes the core resolve a following bracket wrongly.
    """
    outer: list[str] = []
    lengths: list[int] = []
    inner: list[list[int]] = []
    position = 0
    for start, end in _isolates(text):
        outer += [text[position:start], _OBJECT]
        lengths += [1] * (start - position) + [end - start]
        closed = end - 1 if text[end - 1] == PDI else end
        inner.append(_isolate_levels(text[start], text[start + 1 : closed], base))
        position = end
    if not outer:
        return _flat_levels(text, base)
    outer.append(text[position:])
    lengths += [1] * (len(text) - position)
    found: list[int] = []
    contents = iter(inner)
    for level, length in zip(_flat_levels("".join(outer), base), lengths, strict=True):
        if length == 1:
            found.append(level)
        else:
            content = next(contents)
            found += [level, *content, *[level] * (length - 1 - len(content))]
    return found


def _isolates(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each outermost isolate that holds something; one never closed runs to the end."""
    depth = start = 0
    for index, char in enumerate(text):
        if char in _INITIATORS:
            if depth == 0:
                start = index
            depth += 1
        elif char == PDI and depth:
            depth -= 1
            if depth == 0:
                yield start, index + 1
    if depth and start + 1 < len(text):
        yield start, len(text)


def _isolate_levels(initiator: str, content: str, base: Base) -> list[int]:
    inside: Base = "L"
    if initiator == RLI or (initiator == FSI and _opens_right_to_left(content)):
        inside = "R"
    # The next even or odd level above the surrounding one: from 1 to 2 or 3, from 0 to 2 or 1.
    rise = 0 if inside == "R" and base == "L" else 2
    return [level + rise for level in levels(content, inside)]


def _opens_right_to_left(content: str) -> bool:
    """Whether the first strong character outside inner isolates is right-to-left (UAX #9, P2)."""
    hidden = {index for start, end in _isolates(content) for index in range(start, end)}
    kinds = (unicodedata.bidirectional(char) for index, char in enumerate(content) if index not in hidden)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def _flat_levels(text: str, base: Base) -> list[int]:
    if base == "R" and _NUMBER_ALONE.fullmatch(text):
        return [2] * len(text)
    # A stretch from one Arabic letter to another without digits, Latin letters or brackets between has one
    # level throughout; a single letter stands in for it, which makes the report many times shorter.
    stretches: list[int] = []
    skeleton: list[str] = []
    position = 0
    for match in _STRETCH.finditer(text):
        skeleton.append(text[position : match.start()])
        stretches += [1] * (match.start() - position)
        skeleton.append("ا")
        stretches.append(match.end() - match.start())
        position = match.end()
    skeleton.append(text[position:])
    stretches += [1] * (len(text) - position)
    found = _reported_levels("".join(skeleton), base)
    return [level for level, length in zip(found, stretches, strict=True) for _ in range(length)]


def _reported_levels(text: str, base: Base) -> list[int]:
    if not text:
        return []
    report = get_display(text, base_dir=base, debug=True)
    of_bytes = _LEVEL.findall(report, report.rindex("levels: ["))
    found: list[int] = []
    position = 0
    for char in text:
        found.append(int(of_bytes[position]))
        code = ord(char)
        position += 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
    return found


def reordered(text: str, of: list[int]) -> str:
    """One line in visual order with brackets mirrored (UAX #9, L2 and L4) and controls removed.

    Marks come out before their letter, which is the order in which they are drawn.
    """
    runs = [
        (level, "".join(char for char, _ in run))
        for level, run in groupby(zip(text, of, strict=True), key=lambda pair: pair[1])
    ]
    if not runs:
        return ""
    for level in range(max(level for level, _ in runs), 0, -1):
        start = 0
        while start < len(runs):
            if runs[start][0] < level:
                start += 1
                continue
            end = start
            while end < len(runs) and runs[end][0] >= level:
                end += 1
            runs[start:end] = runs[start:end][::-1]
            start = end
    return "".join(
        run[::-1].translate(_BACKWARD) if level & 1 else run.translate(_FORWARD) for level, run in runs
    )


def _wrap(text: str, face: Face, width: float, base: Base) -> Iterator[Line]:
    words = [_shaped(word) for word in text.split(" ") if word]
    joined = " ".join(words)
    backwards = base == "R" and _ONLY_RIGHT_TO_LEFT.fullmatch(joined) is not None
    of: list[int] = []
    if not backwards:
        of = levels(joined, base)
        joined = _with_latin_dots(joined, of)
        words = joined.split(" ")
    space = face.widths[0x20]
    spans = list(_spans(words, face, width, space)) or [(0, 0, 0.0)]
    unusual = frozenset(joined.translate(_BACKWARD)) - face.standard
    for index, (start, end, measure) in enumerate(spans):
        part = joined[start:end]
        visual = part[::-1].translate(_BACKWARD) if backwards else reordered(part, of[start:end])
        yield Line(visual, measure, visual.count(" "), index == len(spans) - 1, unusual)


def _spans(words: list[str], face: Face, width: float, space: float) -> Iterator[tuple[int, int, float]]:
    """Start, end and width of each line in the joined words."""
    start = position = 0
    measure = 0.0
    empty = True
    for word in words:
        advance = _width(face, word)
        if not empty and measure + space + advance > width:
            yield start, position - 1, measure
            start, measure, empty = position, 0.0, True
        if empty and advance > width:
            pieces = list(_pieces(word, face, width))
            for length, piece_width in pieces[:-1]:
                yield start, start + length, piece_width
                start += length
            measure, empty = pieces[-1][1], False
        else:
            measure += advance if empty else space + advance
            empty = False
        position += len(word) + 1
    if not empty:
        yield start, position - 1, measure


def _pieces(word: str, face: Face, width: float) -> Iterator[tuple[int, float]]:
    """A word wider than a line, divided: length and width of each piece, marks kept with their letter."""
    length, measure = 0, 0.0
    for char in word:
        advance = _width(face, char)
        if length and advance and measure + advance > width:
            yield length, measure
            length, measure = 0, 0.0
        length += 1
        measure += advance
    yield length, measure


@lru_cache(8192)
def _shaped(word: str) -> str:
    if word.isascii():
        return word
    unjoined = _UNJOINED.search(_MARKS.sub("", word))
    if unjoined:
        raise MissingGlyph(unjoined.group())
    vowelled = _VOWELLED_ALLAH.search(word)
    if vowelled and len(vowelled.group()) > 4:
        return str(_SHAPE_PLAIN.reshape(word))
    return str(_SHAPE.reshape(word))


@lru_cache(8192)
def _width(face: Face, word: str) -> float:
    visible = word.translate(_DROP)
    try:
        return face.width(visible)
    except KeyError as error:
        missing = next(char for char in visible if not face.covers(char))
        typed = unicodedata.normalize("NFKC", missing) if "\ufb50" <= missing <= "\ufefc" else missing
        raise MissingGlyph(typed) from error


def _with_latin_dots(text: str, of: list[int]) -> str:
    if "." not in text:
        return text
    return "".join(
        ONE_DOT if char == "." and not level & 1 else char for char, level in zip(text, of, strict=True)
    )
