"""Results as people type them, and lists of them matched to the candidates with every doubt shown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.models.reference_numbers import case_reference
from desktop.workflows.result_lists import Part, Preview, Reading, Roll, check, guess
from desktop.workflows.results import ABSENT, Candidate, Doubt, Finding, Mark, Scale, read_mark

pytestmark = pytest.mark.clause("EXM-10")

SCALE = Scale(Decimal(100), Decimal(60))
NAMES = ("سارة يوسف حدّاد", "ليث عمر", "هبة سليم", "نور خالد", "Rami Saleh")
NUMBERS = ("9889542916", "0012345678", "9990000001", "9990000002", "T-4471")
REFERENCES = tuple(case_reference("EXM", 2026, n) for n in range(1, 6))
CANDIDATES = tuple(Candidate(n + 1, REFERENCES[n], n + 1, NUMBERS[n], NAMES[n]) for n in range(len(NAMES)))
ROLL = Roll(CANDIDATES)

Rows = list[list[str]]


def read(rows: Rows, reading: Reading | None = None) -> Preview:
    table = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    return check(table, reading or guess(table, ROLL, SCALE), ROLL, SCALE)


def marks(preview: Preview) -> dict[int, str]:
    return {
        row.candidate.case_id: "absent" if row.mark.absent else str(row.mark.score)
        for row in preview.good
        if row.candidate and row.mark
    }


def findings(preview: Preview) -> list[tuple[int, str]]:
    return [(row.line, doubt.finding.value) for row in preview.rows for doubt in row.doubts]


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("87", "87"), ("87.5", "87.5"), ("87,5", "87.5"), ("٨٧٫٥", "87.5"), ("٨٧", "87"), ("۸۷", "87"),
        (" 100 ", "100"), ("0", "0"), ("0.0", "0"), ("007", "7"), ("85%", "85"), ("٨٥٪", "85"),
        ("17/100", "17"), (".5", "0.5"), ("66.10", "66.1"), ("+70", "70"), ("\u200e70\u200f", "70"),
    ],
)  # fmt: skip
def test_scores_as_people_write_them(typed: str, score: str) -> None:
    found = read_mark(typed, SCALE)
    assert isinstance(found, Mark)
    assert found.score == Decimal(score)


@pytest.mark.parametrize("typed", ["غائب", "غائبة", "غ", "لم يحضر", "Absent", "ABS", "غـائب"])
def test_words_for_absence(typed: str) -> None:
    assert read_mark(typed, SCALE) == ABSENT


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ("", Finding.EMPTY), ("-1", Finding.RANGE), ("100.01", Finding.RANGE), ("101", Finding.RANGE),
        ("ناجح", Finding.UNREADABLE), ("8.333", Finding.UNREADABLE), ("17/20", Finding.UNREADABLE),
        ("1,2,3", Finding.UNREADABLE), ("NaN", Finding.UNREADABLE), ("1e2", Finding.UNREADABLE),
        ("2026-11-22", Finding.UNREADABLE), ("120%", Finding.RANGE), ("9" * 30, Finding.UNREADABLE),
    ],
)  # fmt: skip
def test_what_is_no_score(typed: str, finding: Finding) -> None:
    found = read_mark(typed, SCALE)
    assert isinstance(found, Doubt)
    assert found.finding is finding


def test_a_share_of_another_maximum() -> None:
    of_20 = Scale(Decimal(20), Decimal(12))
    assert read_mark("17/20", of_20) == Mark(Decimal(17))
    assert read_mark("85%", of_20) == Mark(Decimal(17))
    assert of_20.passes(Decimal(12))
    assert not of_20.passes(Decimal("11.99"))


@pytest.mark.parametrize(
    "rows",
    [
        [["رقم المقعد", "العلامة"], ["1", "87,5"], ["2", "غائب"]],
        [["العلامة من 100", "رقم الجلوس"], ["٨٧٫٥", "١"], ["غ", "٢"]],
        [["Mark (out of 100)", "Name", "National No."], ["87.5", NAMES[0], NUMBERS[0]],
         ["absent", "ليث", NUMBERS[1]]],
        [["كشف نتائج الامتحان", "", ""], ["", "", ""], ["م", "رقم الطلب", "النتيجة"],
         ["1", REFERENCES[0], "87.50"], ["2", REFERENCES[1].lower().replace("-", ""), "غائب"]],
        # Headings merged over two rows.
        [["المرشح", "", "العلامة"], ["الرقم الوطني", "الاسم", ""], [NUMBERS[0], NAMES[0], "87.5"],
         [NUMBERS[1], NAMES[1], "غ"]],
        # No headings at all.
        [["1", "87.5"], ["2", "غائب"], ],
        [["87.5", NUMBERS[0]], ["غائب", NUMBERS[1]]],
        [[NAMES[0], "87.5", REFERENCES[0]], [NAMES[1], "غائب", REFERENCES[1]]],
        # A serial number, then the seat... the identity decides.
        [["1", NUMBERS[0], NAMES[0], "87.5"], ["2", NUMBERS[1], NAMES[1], "absent"]],
        # What a spreadsheet makes of identifiers: no zeros in front, a fraction, a power of ten.
        [["الرقم الوطني", "العلامة"], ["9889542916.0", "87.5"], ["12345678", "غائب"]],
        [["الرقم الوطني", "العلامة"], ["9.889542916E+09", "87.5"], ["1.2345678E+7", "غائب"]],
        # A number that was cut does not matter where another names the candidate.
        [["رقم المقعد", "الرقم الوطني", "العلامة"], ["1", "9.88954E+09", "87.5"], ["2", "", "غائب"]],
    ],
)  # fmt: skip
def test_lists_of_every_shape(rows: Rows) -> None:
    preview = read(rows)
    assert not preview.bad, findings(preview)
    assert marks(preview) == {1: "87.5", 2: "absent"}
    assert [one.case_id for one in preview.missing] == [3, 4, 5]


def test_every_doubtful_row_is_shown_and_none_of_them_is_taken_over() -> None:
    preview = read([
        ["رقم المقعد", "الرقم الوطني", "الاسم", "العلامة"],
        ["1", NUMBERS[0], NAMES[0], "80"],
        ["1", NUMBERS[0], NAMES[0], "80"],
        ["99", "", "", "70"],
        ["2", NUMBERS[2], "", "70"],
        ["3", "", "", "101"],
        ["4", "", "", "ممتاز"],
        ["", "", "مجهول", "50"],
        ["5", "", "اسم آخر", "60"],
        ["", "9.88954E+09", "", "60"],
        ["2", "", "", ""],
    ])  # fmt: skip
    assert findings(preview) == [
        (2, "duplicate"), (3, "duplicate"), (4, "nobody"), (5, "conflict"), (6, "range"), (7, "unreadable"),
        (8, "nobody"), (9, "name"), (10, "nobody"), (11, "empty"),
    ]  # fmt: skip
    assert marks(preview) == {5: "60"}
    assert preview.missing == ()
    texts = [doubt.text for row in preview.rows for doubt in row.doubts]
    assert "2، 3" in texts[0].ar
    assert "9.88954E+09" in texts[8].en


def test_the_same_candidate_under_two_numbers_is_a_duplicate() -> None:
    preview = read([["رقم المقعد", "الرقم الوطني", "العلامة"], ["1", "", "70"], ["", NUMBERS[0], "71"]])
    assert findings(preview) == [(2, "duplicate"), (3, "duplicate")]


def test_two_candidates_with_one_national_number_are_told_apart_by_nothing_but_the_seat() -> None:
    roll = Roll((CANDIDATES[0], Candidate(9, REFERENCES[4], 9, NUMBERS[0], "شخص آخر")))
    table = [
        (1, ["الرقم الوطني", "المقعد", "العلامة"]),
        (2, [NUMBERS[0], "", "70"]),
        (3, [NUMBERS[0], "9", "71"]),
    ]
    preview = check(table, guess(table, roll, SCALE), roll, SCALE)
    assert findings(preview) == [(2, "conflict")]
    assert marks(preview) == {9: "71"}


def test_the_clerk_says_what_the_columns_are() -> None:
    rows = [["1", "2"], ["2", "1"]]
    table = [(n, row) for n, row in enumerate(rows, 1)]
    assert marks(read(rows, Reading(0, (Part.SCORE, Part.SEAT)))) == {2: "1", 1: "2"}
    assert marks(read(rows, Reading(0, (Part.SEAT, Part.SCORE)))) == {1: "2", 2: "1"}
    assert guess(table, ROLL, SCALE).parts == (Part.SEAT, Part.SCORE)


def test_one_column_of_numbers_is_scores_without_candidates() -> None:
    preview = read([["80"], ["70"]])
    assert preview.reading.parts == (Part.SCORE,)
    assert [finding for _, finding in findings(preview)] == ["nobody", "nobody"]


def test_an_empty_table() -> None:
    preview = read([])
    assert (preview.rows, len(preview.missing)) == ((), 5)
