"""Shaping, direction and line breaking, held against another implementation and against known faults."""

from __future__ import annotations

import random
import unicodedata

import pytest
from bidi import get_display

from desktop.base.text import FSI, LRI, PDI, ltr
from desktop.letters import arabic
from desktop.letters.arabic import Base
from desktop.letters.content import Digits
from desktop.letters.fonts import face
from desktop.letters.tokens import NO_BREAK_SPACE, prepared, with_digits
from tests.letters.tools import FriBidi, Icu

_WORDS = """
إشارةً إلى كتابكم رقم المؤرّخ في عمّان والمتعلّق بطلب الموافقة على (المرحلة الثانية) «ضبط الجودة» [أب]
لأول الأهالي، الآتي؛ نعم؟ الله عبدالله 318/ف/2026 77/أ 05/10/2026 2026-11-20 98.5% ٢٥٪ 25% ٥٠٫٥ 1,234.500
(12) (مادة 5) ٢٠/١١/٢٠٢٦ QA/QC ARC-PRO GIS (File Geodatabase) TRN-2026-000123-7 a.b@amman.jo 8:30 14:00.
https://www.amman.jo/x?y=1 +962 79-915-5083 (GIS) [QA] {x} ArcGIS/2026 3D م² B.Sc. C++ < > = & 10×20 -5 ! -
"""
WORDS = _WORDS.split()
# A printed line never ends in these: the line breaker drops them.
_ENDS = " \u2066\u2067\u2068\u2069\u200e\u200f\u061c"
SIGNS = "أبجد هلا 12 345 ٦٧ ab CD ()[]{}<>«» .,:;/-+%#&!؟،؛ " + LRI + PDI + FSI + "\u2067\u200e\u200f\u061c ًّ"


@pytest.fixture(scope="module")
def reference() -> FriBidi:
    return FriBidi()


def _phrases(count: int, seed: int) -> list[str]:
    chosen = random.Random(seed)

    def word() -> str:
        picked = chosen.choice(WORDS)
        value = ltr(picked) if picked.isascii() else picked
        return chosen.choice((picked,) * 8 + (value, f"({picked})", f"«{picked}»"))

    return [" ".join(word() for _ in range(chosen.randint(3, 40))) for _ in range(count)]


def _breaks(text: str, chosen: random.Random) -> list[tuple[int, int]]:
    spans, start = [], 0
    for index, char in enumerate(text):
        if char == " " and index > start and chosen.random() < 0.25:
            spans.append((start, index))
            start = index + 1
    return [*spans, (start, len(text))]


def _compare(reference: FriBidi, texts: list[str], seed: int, base: Base = "R") -> int:
    chosen = random.Random(seed)
    compared = 0
    for text in texts:
        breaks = _breaks(text, chosen)
        levels = arabic.levels(text, base)
        ours = [arabic.reordered(text[start:end], levels[start:end]) for start, end in breaks]
        assert ours == reference.lines(text, breaks, right_to_left=base == "R"), repr(text)
        compared += len(breaks)
    return compared


def test_order_and_mirroring_equal_another_implementation(reference: FriBidi) -> None:
    texts = [prepared(text) for text in _phrases(700, 1)]
    shaped = [" ".join(map(arabic.shaped, text.split(" "))) for text in texts]
    texts += ["5", "1,234.500", "20/11/2026", "8:30", "1.", ".5", "12-5"]
    assert _compare(reference, texts, 2) + _compare(reference, shaped, 3) > 5000


def test_order_in_english_lines_equals_another_implementation(reference: FriBidi) -> None:
    assert _compare(reference, _phrases(100, 4), 5, "L") > 300


@pytest.mark.heavy
@pytest.mark.parametrize("base", ["R", "L"])
def test_order_of_any_signs_equals_a_third_implementation(base: Base) -> None:
    # Isolates opened and never closed, brackets across them, marks without letters: what nobody writes.
    reference, chosen = Icu(), random.Random(6)
    for _ in range(10000):
        text = "".join(chosen.choices(SIGNS, k=chosen.randint(1, 40))).strip(_ENDS) or "أ"
        ours = arabic.reordered(text, arabic.levels(text, base))
        assert ours == reference.line(text, right_to_left=base == "R"), repr(text)


def test_the_report_that_levels_are_read_from_has_its_known_form() -> None:
    # python-bidi is pinned for this: the levels come from its debug report.
    report = get_display("ab أ 12", base_dir="R", debug=True)
    assert "levels: [" in report
    assert arabic.levels("ab أ 12 é") == [2, 2, 1, 1, 1, 2, 2, 1, 2]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("(أب) [جد] «هو»", "«وه» [دج] (بأ)"),
        ("تاريخ 2026-11-20 م", "م 2026-11-20 خيرات"),
        ("تاريخ 20/11/2026 م", "م 20/11/2026 خيرات"),
        ("هاتف 079-915-5083.", ".079-915-5083 فتاه"),
        ("هاتف +962 79 915 5083 و", "و +962 79 915 5083 فتاه"),
        ("هاتف 079 915 5083.", ".079 915 5083 فتاه"),
        ("هاتف ٠٧٩-٩١٥-٥٠٨٣ و", "و ٠٧٩-٩١٥-٥٠٨٣ فتاه"),
        ("بريد a.b-c@amman.jo، و", "و ،a․b-c@amman․jo ديرب"),
        ("موقع https://amman.jo/v?a=1.", ".https://amman․jo/v?a=1 عقوم"),
        ("مشروع QA/QC (ARC-PRO) تم", "مت QA/QC (ARC-PRO) عورشم"),
        ("الرمز TRN-2026-000123-7.", ".TRN-2026-000123-7 زمرلا"),
        ("الرمز 318-ABC تم", "مت 318-ABC زمرلا"),
        ("رقم 318/ف/2026 تم", "مت 2026/ف/318 مقر"),
        ("مبلغ 1,234.500 د", "د 1,234․500 غلبم"),
        ("نسبة 98.5% و", "و %98․5 ةبسن"),
        ("نسبة ٢٥٪ و", "و ٪٢٥ ةبسن"),
        ("من 8:30-15:30 م", "م 8:30-15:30 نم"),
        ("لغة C++ ثم", "مث C++ ةغل"),
        ("شهادة B.Sc. في", "يف B․Sc․ ةداهش"),
        ("أبعاد 10×20 م", "م 10×20 داعبأ"),
        ("القيمة -5 فقط", "طقف -5 ةميقلا"),
        ("نهاية. ثم", "مث .ةياهن"),
    ],
)
def test_what_people_write_is_shown_in_their_order(typed: str, shown: str) -> None:
    text = prepared(typed)
    levels = arabic.levels(text)
    dotted = "".join(
        "․" if char == "." and not level & 1 else char for char, level in zip(text, levels, strict=True)
    )
    assert arabic.reordered(dotted, levels).replace(NO_BREAK_SPACE, " ") == shown
    line = arabic.line(typed, face("regular"))
    assert unicodedata.normalize("NFKC", line.visual) == unicodedata.normalize("NFKC", shown)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("رقم 1,234.500 د", "رقم ١٬٢٣٤٫٥٠٠ د"),
        ("تاريخ 20/11/2026.", "تاريخ ٢٠/١١/٢٠٢٦."),
        ("نسبة 25%", "نسبة ٢٥٪"),
        ("المرجع TRN-2026-000123-7", "المرجع TRN-2026-000123-7"),
        ("موقع https://amman.jo/1", "موقع https://amman.jo/1"),
        ("م 2026/001457", "م ٢٠٢٦/٠٠١٤٥٧"),
        ("بند 1.2.3", "بند ١.٢.٣"),
    ],
)
def test_arabic_digits_where_asked_for_but_not_in_latin_codes(typed: str, shown: str) -> None:
    assert with_digits(typed, "arabic") == shown
    assert with_digits(typed, "ascii") == typed


def test_a_word_processors_joiner_neither_breaks_nor_changes_a_word() -> None:
    # arabic-reshaper loses count after a joiner: لأول became للأل, or it raised IndexError.
    line = arabic.line("عام 1448 ه\u200d الموافق لأول الشهر ه\u200d لا", face("regular"))
    read = unicodedata.normalize("NFKC", line.visual[::-1])
    assert read == "عام 8441 هـ الموافق لأول الشهر هـ لا"


@pytest.mark.parametrize("word", ["اللَّه", "اللّه", "الله", "عبدالله", "اللهم", "باللهفة", "لأنَّ", "عُمّان"])
def test_shaping_keeps_every_letter_and_mark(word: str) -> None:
    assert sorted(unicodedata.normalize("NFKC", arabic.shaped(word))) == sorted(word)


def test_the_word_of_god_with_typed_marks_is_not_given_them_twice() -> None:
    assert "\ufdf2" in arabic.shaped("الله")
    assert "\ufdf2" not in arabic.shaped("اللَّه")


def test_overrides_cannot_make_a_text_read_as_another() -> None:
    assert prepared("دفع \u202e005\u202c دينار") == "دفع 005 دينار"


@pytest.mark.parametrize("digits", ["ascii", "arabic"])
@pytest.mark.parametrize("width", [3000.0, 9000.0, 36000.0])
def test_lines_fit_and_lose_nothing(width: float, digits: Digits) -> None:
    regular = face("regular")
    for text in _phrases(40, 8):
        broken = arabic.lines(text, regular, width, digits)
        assert all(line.width <= width for line in broken)
        whole = arabic.line(text, regular, digits)
        kept = sorted("".join(line.visual for line in broken).replace(" ", ""))
        assert kept == sorted(whole.visual.replace(" ", ""))
        assert [line.ends for line in broken] == [False] * (len(broken) - 1) + [True]


def test_lines_run_from_top_to_bottom() -> None:
    text = "أولا ثانيا ثالثا رابعا خامسا سادسا"
    broken = arabic.lines(text, face("regular"), 6000.0)
    assert len(broken) > 1
    read = " ".join(unicodedata.normalize("NFKC", line.visual[::-1]) for line in broken)
    assert read == text


def test_a_word_wider_than_the_line_is_divided_not_cut() -> None:
    address = "https://www.amman.jo/" + "abcdefghij" * 20
    broken = arabic.lines(f"انظر {address} ثم", face("regular"), 12000.0)
    assert all(line.width <= 12000.0 for line in broken)
    latin = "".join(char for line in broken for char in line.visual if char.isascii() or char == "․")
    assert latin.replace(" ", "") == address.replace(".", "․")


def test_a_missing_glyph_is_named() -> None:
    with pytest.raises(arabic.MissingGlyph) as missing:
        arabic.lines("نص 漢 نص", face("regular"), 9000.0)
    assert missing.value.char == "漢"


def test_telephone_numbers_stay_on_one_line() -> None:
    for width in range(2500, 9000, 250):
        for line in arabic.lines("هاتف +962 79 915 5083 مساء", face("regular"), float(width)):
            assert ("+962" in line.visual) == ("5083" in line.visual) or width < 8000
