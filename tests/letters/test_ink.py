"""Where harakat stand, and what a glyph's outline is."""

from __future__ import annotations

import re
import unicodedata

import pytest

from desktop.letters import arabic, ink
from desktop.letters.embedding import readable
from desktop.letters.fonts import Box, face
from desktop.letters.render import render
from tests.letters.letters import plain

FATHA, DAMMA, KASRA, SHADDA = "\u064e", "\u064f", "\u0650", "\u0651"
_PLACED = re.compile(r"q [\d.]+ 0 0 [\d.]+ ([\d.-]+) ([\d.-]+) cm/M([0-9A-F]{4}) Do")


def marks(text: str) -> dict[str, Box]:
    """The ink of each mark of a word set at size 1000 from the origin."""
    regular = face("regular")
    drawn = ink.text(arabic.line(text, regular), regular, 1000, 0, 0)
    found = {}
    for x, y, code in _PLACED.findall(drawn):
        box = regular.box(chr(int(code, 16)))
        right, up = float(x), float(y)
        found[chr(int(code, 16))] = Box(box.left + right, box.bottom + up, box.right + right, box.top + up)
    return found


@pytest.mark.parametrize("letter", "ابتحدرسصطعفقكلمنهوي")
@pytest.mark.parametrize("mark", [FATHA, DAMMA, KASRA, SHADDA])
def test_a_mark_stands_clear_over_or_under_the_middle_of_its_letter(letter: str, mark: str) -> None:
    regular = face("regular")
    base = regular.box(arabic.shaped(letter))
    box = marks(letter + mark)[mark]
    assert abs(box.middle - base.middle) < 1
    if mark == KASRA:
        assert box.top <= base.bottom - 49
    else:
        assert box.bottom >= base.top + 49


def test_a_mark_stands_over_its_own_letter_in_a_word() -> None:
    regular = face("regular")
    line = arabic.line("يُعفي", regular)
    place = 0.0
    for char in line.visual:
        if char == DAMMA:
            break
        place += regular.widths[ord(char)]
    letter = regular.box(arabic.shaped("يعفي")[0])
    assert abs(marks("يُعفي")[DAMMA].middle - (place + letter.middle)) < 1


@pytest.mark.parametrize("vowel", [FATHA, DAMMA])
@pytest.mark.parametrize("typed", ["{shadda}{vowel}", "{vowel}{shadda}"])
def test_a_vowel_stands_over_the_shadda_in_whatever_order_they_were_typed(vowel: str, typed: str) -> None:
    found = marks("د" + typed.format(shadda=SHADDA, vowel=vowel))
    assert found[vowel].bottom > found[SHADDA].bottom
    assert found[vowel].top > found[SHADDA].top
    assert abs(found[vowel].middle - found[SHADDA].middle) < 1


def test_a_kasra_with_a_shadda_stays_under_its_letter() -> None:
    found = marks("د" + SHADDA + KASRA)
    assert found[KASRA].top < 0 < found[SHADDA].bottom


def test_a_mark_without_a_letter_is_still_drawn() -> None:
    assert FATHA in marks(FATHA)


def test_letters_stand_where_they_stand_without_marks() -> None:
    regular = face("regular")
    assert arabic.line("مُحَمَّدٌ", regular).width == arabic.line("محمد", regular).width


def test_outlines_reach_as_far_as_the_font_says() -> None:
    for weight in ("regular", "bold"):
        of = face(weight)
        marked = {chr(code) for code in of.glyphs if unicodedata.combining(chr(code))}
        assert len(marked) > 40
        for char in sorted(of.standard | marked):
            box, path = of.box(char), of.outline(char)
            numbers = [line.split()[-3:-1] for line in path.splitlines() if line[-1] in "ml"]
            for x, y in numbers:
                assert box.left - 1 <= float(x) <= box.right + 1
                assert box.bottom - 1 <= float(y) <= box.top + 1


def test_the_font_has_a_glyph_for_all_that_shaping_gives() -> None:
    letters = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
    shapes = {char for a in letters for b in letters for char in arabic.shaped(a + b + a)}
    for weight in ("regular", "bold"):
        assert [char for char in shapes if not face(weight).covers(char)] == []
        assert shapes <= face(weight).standard


@pytest.mark.parametrize(
    ("char", "text"),
    [("\ufefb", "ال"), ("\ufdf2", "هللا"), ("\ufecc", "ع"), ("\u2024", "."), ("A", "A"), ("\ufef5", "آل")],
)
def test_a_viewer_copies_letters_not_shapes(char: str, text: str) -> None:
    # Ligatures back to front: viewers turn right-to-left lines around, also inside one glyph.
    assert readable(char) == text


def test_the_latin_full_stop_stands_on_the_line() -> None:
    # Amiri's own "." is the Arabic one: a diamond. Numbers and addresses take the Latin dot.
    line = arabic.line("نسبة 98.5 من a.b@c.jo.", face("regular"))
    assert line.visual.count("\u2024") == 3
    assert line.visual.count(".") == 1
    assert render(plain("98.5")) == render(plain("98.5"))
