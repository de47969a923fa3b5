"""Long letters: nothing is lost, cut or printed over; pages repeat what they must."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.text import Text
from desktop.letters.content import LetterContent, LetterTable, Signatory
from desktop.letters.flow import Strip, paginate
from desktop.letters.issue import issue
from desktop.letters.render import render
from desktop.letters.signing import KeyPair
from tests.letters.letters import HEAD, TABLE, approval, plain
from tests.letters.test_page import pdfium_text
from tests.letters.tools import folded

SENTENCE = "نعلمكم بالموافقة على تنفيذ ما ورد في كتابكم رقم 318/ف/2026 وفق أحكام النظام المعمول به. "
LONG_NAME = "عبدالرحمن بن محمد صالح " * 14


def long_letters() -> list[LetterContent]:
    rows = tuple((str(i), f"بند رقم {i} " + "تفصيل " * (i % 9), f"{i}/أ", "", "", "5.000") for i in range(70))
    return [
        plain(*[f"{index}) {SENTENCE * (1 + index % 5)}" for index in range(24)]),
        # Numbered: PDFium takes equal lines that follow one another for one line printed twice.
        plain("".join(f"({index}) {SENTENCE}" for index in range(60))),
        approval(table=replace(TABLE, rows=rows, total=False)),
        approval(table=LetterTable(("م", "النص"), (("1", SENTENCE * 50), ("2", "قصير")))),
        approval(addressee=LONG_NAME[:200], subject=LONG_NAME, title=LONG_NAME[:120]),
        approval(signatory=Signatory(LONG_NAME, LONG_NAME), contact=SENTENCE * 4, copy_number=12),
        approval(serial="دائرة الموارد البشرية/قسم التدريب/2026/000000000001457", hijri="1448/06/11 هـ"),
        approval(letterhead=replace(HEAD, department=Text(LONG_NAME[:150], "Department of " * 12))),
        approval(enclosures=tuple(f"مرفق {index} {SENTENCE}" for index in range(40))),
        plain("https://www.amman.jo/" + "abcdefghij" * 40, "ا" * 400, table=None),
    ]


@dataclass(frozen=True)
class Glyph:
    place: int
    left: float
    bottom: float
    right: float
    top: float


def glyphs(page: Any) -> Iterator[Glyph]:
    """The ink of every letter on a page; marks and spaces have their own rules."""
    text = page.get_textpage()
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if char.strip() and re.match(r"[\w/().,:-]", char):
            yield Glyph(index, *text.get_charbox(index))


@pytest.mark.parametrize("content", long_letters(), ids=range(len(long_letters())))
def test_nothing_is_cut_or_printed_over(content: LetterContent, keys: KeyPair) -> None:
    pdf = issue(content, keys.private).pdf
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        cells: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in glyphs(page):
            assert glyph.left > 40
            assert glyph.right < 555
            assert glyph.bottom > 20
            assert glyph.top < 830
            for other in cells.get((int(glyph.left // 20), int(glyph.bottom // 20)), []):
                if glyph.place - other.place < 4:
                    continue  # letters of a word reach over one another, and a ligature stands for two
                width = min(glyph.right, other.right) - max(glyph.left, other.left)
                height = min(glyph.top, other.top) - max(glyph.bottom, other.bottom)
                small = min(
                    (glyph.right - glyph.left) * (glyph.top - glyph.bottom),
                    (other.right - other.left) * (other.top - other.bottom),
                )
                if width > 0 and height > 0:
                    assert width * height < 0.8 * small or small < 4, (glyph, other)
            cells.setdefault((int(glyph.left // 20), int(glyph.bottom // 20)), []).append(glyph)
    pages = len(document)
    document.close()
    read = pdfium_text(pdf)
    wanted, found = letters(content.plain_text()), letters(read)
    assert (wanted & found).total() / wanted.total() >= 0.995
    for number in range(1, pages + 1):
        assert f"صفحة {number} من {pages}" in folded(read)


def letters(text: str) -> Counter[str]:
    return Counter(char for char in folded(text) if char.isalnum())


def test_further_pages_carry_the_letterhead_and_the_serial() -> None:
    content = long_letters()[0]
    document = pypdfium2.PdfDocument(render(content))
    pages = [folded(page.get_textpage().get_text_range()) for page in document]
    document.close()
    assert len(pages) > 1
    assert all("أمانة عمّان الكبرى" in page and "Greater" in page for page in pages)
    assert all(f"تابع الكتاب رقم {content.serial[:3]}" in page for page in pages[1:])
    assert "تابع الكتاب" not in pages[0]


def test_a_tables_header_is_repeated_and_rows_keep_their_order() -> None:
    document = pypdfium2.PdfDocument(render(long_letters()[2]))
    pages = [folded(page.get_textpage().get_text_range()) for page in document]
    document.close()
    with_rows = [page for page in pages if "بند رقم" in page]
    assert len(with_rows) > 1
    assert all("البيان" in page for page in with_rows)
    found = [int(number) for page in pages for number in re.findall(r"بند رقم (\d+)", page)]
    assert found == list(range(70))


def test_no_signature_stands_alone_on_a_page() -> None:
    for count in range(14, 30):
        document = pypdfium2.PdfDocument(render(plain(*[SENTENCE] * count)))
        last = folded(document[len(document) - 1].get_textpage().get_text_range())
        document.close()
        assert "سليمان الحديدي" in last
        assert "نعلمكم" in last, count


def test_an_ordinary_letter_takes_one_page() -> None:
    assert "صفحة 1 من 1" in folded(pdfium_text(render(approval())))


def test_a_line_break_in_a_paragraph_is_kept() -> None:
    read = pdfium_text(render(plain("سطر أول\nسطر ثان")))
    assert "سطر أول" in [line.strip() for line in folded_lines(read)]


def folded_lines(text: str) -> list[str]:
    return [folded(line) for line in text.splitlines()]


def _nothing(_top: float) -> str:
    return ""


strips = st.lists(
    st.builds(
        lambda height, before, keep, repeat: Strip(
            height, _nothing, before, keep, Strip(12.0, _nothing) if repeat else None
        ),
        st.floats(5, 80),
        st.floats(0, 15),
        st.booleans(),
        st.booleans(),
    ),
    max_size=60,
)


@given(strips)
def test_pages_hold_every_strip_once_in_order_within_their_edges(flowing: list[Strip]) -> None:
    pages = paginate(flowing, lambda page: 300.0 if page == 0 else 280.0, 50.0)
    placed = [item.strip for page in pages for item in page.placed if item.strip.height != 12.0]
    wanted = [strip for strip in flowing if strip.height != 12.0]
    assert [id(strip) for strip in placed] == [id(strip) for strip in wanted]
    for index, page in enumerate(pages):
        lower = 300.0 if index == 0 else 280.0
        for item in page.placed:
            assert item.top <= lower + 1e-6
            lower = item.top - item.strip.height
        assert lower >= 50.0 - 1e-6
    assert all(page.placed for page in pages[1:])


def test_bound_strips_go_to_the_next_page_together() -> None:
    flowing = [Strip(100, _nothing), Strip(40, _nothing, keep=True), Strip(40, _nothing)]
    pages = paginate(flowing, lambda _page: 200.0, 50.0)
    assert [len(page.placed) for page in pages] == [1, 2]


def test_a_group_taller_than_a_page_leaves_no_single_strip_behind() -> None:
    header, rows = Strip(20, _nothing, keep=True), [Strip(100, _nothing, keep=True)] * 3
    pages = paginate([Strip(90, _nothing), header, *rows], lambda _page: 200.0, 0.0)
    assert [len(page.placed) for page in pages][:2] == [1, 2]
    assert pages[1].placed[0].strip is header
