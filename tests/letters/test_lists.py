"""Lists over an occasion: many pages, every name whole, head and table's header on each, boxes to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from desktop.base.errors import Refusal
from desktop.letters.content import LetterContent, LetterTable, Signatory
from desktop.letters.issue import issue
from desktop.letters.render import render
from desktop.letters.signing import KeyPair
from desktop.letters.template import bundled, fill
from desktop.letters.verification import State, verify_pdf
from tests.letters.letters import HEAD, approval
from tests.letters.test_page import recall
from tests.letters.tools import folded, run

LONG = "الأميرة عائشة نور الهدى بنت عبدالرحمن بن محمد سليمان العبدالله أبو رمّان الحديدي العبّادي " * 2
VALUES = {
    "course_title": "نظم المعلومات الجغرافية – المستوى المتقدم (ArcGIS Pro)",
    "period": "من 22/11/2026 ولغاية 24/11/2026",
    "place": "قاعة التدريب الرئيسية",
    "exam_title": "ICDL Base",
    "session_at": "22/11/2026 - 10:00",
    "pass_mark": "60",
    "inspector": "سامر نايف الفاعوري",
    "round_day": "الأحد 22/11/2026",
}
DAYS = ("الأحد\n22/11", "الاثنين\n23/11", "الثلاثاء\n24/11")


def rows(count: int) -> list[dict[str, str]]:
    return [
        {
            "name": LONG.strip() if number == 7 else f"أحمد محمد العبّادي {number}",
            "identity": str(9912345000 + number),
            "case_reference": f"CRS-2026-{number:06d}-7",
            "phone": f"0791234{number:03d}",
            "score": str(number % 100),
            "outcome": "ناجح/ة",
            "time": "09:30",
            "profession": "مطعم شعبي",
            "licence_number": f"L-2024-{number:05d}",
            "address": "شارع (أ) رقم 5-12/أ",
        }
        for number in range(1, count + 1)
    ]


def listed(
    kind: str,
    of: Sequence[Mapping[str, str]],
    spread: Mapping[str, Sequence[str]] | None = None,
) -> LetterContent:
    filled = fill(bundled()[kind], {**VALUES, "row_count": str(len(of))}, of, spread or {"day": DAYS})
    return LetterContent(
        kind=kind,
        serial="",
        reference="CRS-ARC-04",
        issued_on=date(2026, 11, 22),
        title=filled.title,
        addressee="",
        subject=filled.subject,
        paragraphs=filled.paragraphs,
        letterhead=HEAD,
        signatory=Signatory("", ""),
        table=filled.table,
        facts=filled.facts,
        signatures=filled.signatures,
        landscape=filled.landscape,
        contact="هاتف 06-4636111",
    )


def pages(pdf: bytes, folder: Path) -> list[str]:
    (folder / "list.pdf").write_bytes(pdf)
    return [folded(page) for page in run("pdftotext", "-layout", folder / "list.pdf", "-").split("\f")[:-1]]


@pytest.mark.parametrize("kind", [kind for kind, template in bundled().items() if template.listed])
def test_every_row_stands_whole_under_head_and_header_on_numbered_pages(kind: str, tmp_path: Path) -> None:
    content = listed(kind, rows(90))
    read = pages(render(content), tmp_path)
    assert len(read) > 3
    for number, page in enumerate(read, 1):
        assert "المملكة الأردنية الهاشمية" in page
        assert folded("أمانة عمّان الكبرى") in page
        # Readers differ in the spaces between Arabic words and figures.
        assert f"صفحة{number}من{len(read)}" in page.replace(" ", "")
        assert (f"تابع {content.title}" in page) is (number > 1)
        if "CRS-2026" in page:
            assert "رقم الطلب" in page, "the table's header stands on every page of it"
    whole = " ".join(read)
    places = [whole.index(f"CRS-2026-{number:06d}-7") for number in range(1, 91)]
    assert places == sorted(places)
    assert recall(content.plain_text(), whole) >= 0.97
    assert all(page.count("التوقيع:") == 0 for page in read[:-1])
    assert read[-1].count("التوقيع:") == len(content.signatures)


def test_nothing_reaches_over_the_paper_or_over_the_foot() -> None:
    for kind in ("course_attendance", "exam_results"):
        document = pypdfium2.PdfDocument(render(listed(kind, rows(90))))
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            boxes = [text.get_rect(index) for index in range(text.count_rects())]
            assert min(box[0] for box in boxes) > 50
            assert max(box[2] for box in boxes) < width - 50
            assert min(box[1] for box in boxes) > 20
            assert max(box[3] for box in boxes) < height - 20
        document.close()


def test_a_days_column_is_printed_for_each_day() -> None:
    table = listed("course_attendance", rows(2)).table
    assert table is not None
    assert table.headers[-3:] == DAYS
    assert [len(row) for row in table.rows] == [len(table.headers)] * 2
    assert table.widths is not None
    assert len(table.widths) == len(table.headers)
    assert table.rows[1][:2] == ("2", "أحمد محمد العبّادي 2")


def test_many_days_make_the_type_smaller_and_divide_no_word(tmp_path: Path) -> None:
    days = tuple(f"{day}/11" for day in range(10, 26))
    read = " ".join(pages(render(listed("course_attendance", rows(20), {"day": days})), tmp_path))
    assert all(day in read for day in days)
    assert all(f"CRS-2026-{number:06d}-7" in read for number in range(1, 21))


def test_a_fact_without_a_value_is_not_printed() -> None:
    labels = [label for label, _ in listed("course_attendance", rows(1)).facts]
    assert "الدورة" in labels
    assert "المدرّب/ة" not in labels


def test_a_list_of_nobody_still_has_its_header_and_boxes(tmp_path: Path) -> None:
    (page,) = pages(render(listed("exam_results", [])), tmp_path)
    assert "رقم الطلب" in page
    assert page.count("التوقيع:") == 3


def test_a_cells_strange_character_is_refused_with_its_row_and_column() -> None:
    strange = [*rows(3)[:2], {**rows(1)[0], "name": "سارة 😀"}]
    with pytest.raises(Refusal) as refusal:
        render(listed("exam_results", strange))
    assert refusal.value.problems[0].field == "table.rows.2.1"
    assert refusal.value.details["character"] == "😀"


def test_a_list_can_be_signed_and_a_changed_result_is_found() -> None:
    keys = KeyPair.generate()
    content = replace(listed("exam_results", rows(40)), serial="م م/2026/000012")
    signed = issue(content, keys.private)
    assert verify_pdf(signed.pdf, [keys.public]).state is State.GENUINE
    table = signed.content.table
    assert table is not None
    better = replace(table, rows=(*table.rows[:-1], (*table.rows[-1][:3], "99", "ناجح/ة")))
    forged = render(replace(signed.content, table=better))
    assert verify_pdf(forged, [keys.public]).altered == ("text",)


def test_letters_have_no_word_for_what_only_lists_have() -> None:
    # What was signed before there were lists keeps its text and its hash.
    said = approval(table=LetterTable(("أ",), (("1",),))).canonical_text()
    assert not [
        word for word in ("facts", "signatures", "landscape", "aligned", "row_height") if word in said
    ]
