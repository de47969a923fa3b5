"""Lists of results as they come: from a spreadsheet's clipboard or file, matched to the candidates (EXM-10).

A row names its candidate by the application's reference, the seat number or the national number; columns may
stand in any order, with or without headings. Nothing is saved here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.base.text import Text, ascii_digits, cleaned, search_form
from desktop.models.reference_numbers import parse_reference
from desktop.workflows.results import Candidate, Doubt, Finding, Mark, Scale, forms, read_mark

Table = Sequence[tuple[int, Sequence[str]]]
"""Rows of text with their numbers in the file."""


class Part(StrEnum):
    """What a column holds."""

    REFERENCE = "reference"
    SEAT = "seat"
    IDENTITY = "identity"
    NAME = "name"
    SCORE = "score"
    IGNORED = "ignored"


IDENTIFIERS = (Part.REFERENCE, Part.SEAT, Part.IDENTITY)


@dataclass(frozen=True, slots=True)
class Checked:
    """One row of the table: what it says, whom it means, what is doubtful about it."""

    line: int
    given: str
    typed: str
    candidate: Candidate | None
    mark: Mark | None
    doubts: tuple[Doubt, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the row can be taken over."""
        return not any(doubt.blocks for doubt in self.doubts)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read: where its data begins, and what each column holds."""

    first: int
    """Rows before this position are headings."""
    parts: tuple[Part, ...]
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """All that would happen: every row in the table's order, and the candidates of whom none speaks."""

    reading: Reading
    rows: tuple[Checked, ...]
    missing: tuple[Candidate, ...]

    @property
    def good(self) -> tuple[Checked, ...]:
        """The rows that can be taken over."""
        return tuple(row for row in self.rows if row.good)

    @property
    def bad(self) -> tuple[Checked, ...]:
        """The rows that cannot."""
        return tuple(row for row in self.rows if not row.good)


_HEADINGS = {
    Part.REFERENCE: forms(
        "رقم الطلب", "الطلب", "رقم المعاملة", "المرجع", "reference", "reference no", "application",
        "application no", "application number", "request", "request no", "ref",
    ),
    Part.SEAT: forms(
        "رقم المقعد", "المقعد", "رقم الجلوس", "الجلوس", "seat", "seat no", "seat number", "seat #",
    ),
    Part.IDENTITY: forms(
        "الرقم الوطني", "رقم وطني", "الهوية", "رقم الهوية", "رقم الاثبات", "رقم إثبات الشخصية", "رقم الوثيقة",
        "رقم جواز السفر", "الرقم الشخصي", "national number", "national no", "national id", "nationalid", "id",
        "id number", "id no", "identity", "identity number", "passport", "passport no", "passport number",
    ),
    Part.NAME: forms(
        "الاسم", "اسم المرشح", "المرشح", "اسم المتقدم", "المتقدم", "اسم الطالب", "الاسم الكامل",
        "الاسم الرباعي", "name", "full name", "candidate", "candidate name", "applicant", "student",
        "student name",
    ),
    Part.SCORE: forms(
        "العلامة", "علامة", "الدرجة", "درجة", "النتيجة", "نتيجة", "المجموع", "المعدل", "النسبة",
        "score", "mark", "marks", "result", "grade", "points", "total", "percentage", "percent",
    ),
}  # fmt: skip
_HEADED_WITHIN = 25


class Roll:
    """The candidates of a sitting, to be found by what a list names them by."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates = tuple(candidates)
        self._by: dict[Part, dict[str, set[int]]] = {part: {} for part in IDENTIFIERS}
        for place, one in enumerate(self.candidates):
            keys = (
                (Part.REFERENCE, one.reference),
                (Part.SEAT, str(one.seat) if one.seat else ""),
                (Part.IDENTITY, one.identity),
            )
            for part, value in keys:
                if value:
                    self._by[part].setdefault(_key(part, value) or value, set()).add(place)

    def find(self, part: Part, typed: str) -> set[int]:
        """The places of the candidates whose ``part`` is ``typed``."""
        key = _key(part, typed)
        return self._by[part].get(key, set()) if key else set()


def _key(part: Part, typed: str) -> str | None:
    """How identifiers are compared; ``None`` for what a spreadsheet has cut."""
    if part is Part.REFERENCE:
        return parse_reference(typed)
    plain = re.sub(r"[\s\-–_'\"]", "", ascii_digits(cleaned(typed))).upper()
    whole = re.fullmatch(r"(\d+)[.,]0*", plain)
    if whole:
        plain = whole.group(1)
    power = re.fullmatch(r"(\d)(?:[.,](\d*))?E\+?(\d{1,2})", plain)
    if power:
        digits, size = power.group(1) + (power.group(2) or ""), int(power.group(3)) + 1
        # 9.88954E+09 for 9889542916: the rest is gone.
        plain = digits if len(digits) == size else ""
    # A spreadsheet drops zeros at the beginning of what it takes for a number.
    return (plain.lstrip("0") or None) if plain.isdecimal() else plain or None


def is_cut(part: Part, typed: str) -> bool:
    """Whether a spreadsheet has made a power of ten of an identifier, so that digits are lost."""
    return part is not Part.REFERENCE and bool(typed) and _key(part, typed) is None


def guess(table: Table, roll: Roll, scale: Scale) -> Reading:
    """How ``table`` is probably read; the clerk may choose otherwise."""
    width = max((len(cells) for _, cells in table), default=0)
    first, parts, headings = _headed(table, width)
    for column, part in enumerate(_by_content([cells for _, cells in table[first:]], roll, scale, parts)):
        if parts[column] is Part.IGNORED and part not in parts:
            parts[column] = part
    return Reading(first, tuple(parts), tuple(headings))


def _headed(table: Table, width: int) -> tuple[int, list[Part], list[str]]:
    """The position after the headings, what they name, and their words.

    Headings that were merged over columns go on in the next row; a title above them is none.
    """
    named = [
        [(column, part) for column, cell in enumerate(cells) if (part := _heading(cell)) is not None]
        for _, cells in table[:_HEADED_WITHIN]
    ]
    parts, words = [Part.IGNORED] * width, [""] * width
    # Of equal rows the lowest: it says what the merged one above it comprises.
    best = max(reversed(range(len(named))), key=lambda place: len(named[place]), default=None)
    if best is None or not named[best]:
        return 0, parts, words
    first = last = best
    while first and named[first - 1]:
        first -= 1
    while last + 1 < len(named) and named[last + 1]:
        last += 1
    for place in (best, *range(first, best), *range(best + 1, last + 1)):
        for column, part in named[place]:
            if part not in parts and parts[column] is Part.IGNORED:
                parts[column] = part
        for column, cell in enumerate(table[place][1]):
            words[column] = words[column] or cell
    return last + 1, parts, words


def _heading(cell: str) -> Part | None:
    plain = re.sub(r"\(.*?\)", " ", cell)
    form = search_form(plain)
    # "score / 100"
    form = re.sub(r"( من)?( \d+)$", "", form)
    return next((part for part, names in _HEADINGS.items() if form in names), None)


def _by_content(rows: Sequence[Sequence[str]], roll: Roll, scale: Scale, known: Sequence[Part]) -> list[Part]:
    """What columns hold, judged by their cells; only those of which nothing is ``known``."""
    width = len(known)
    columns = [[row[n] if n < len(row) else "" for row in rows] for n in range(width)]
    free = [n for n in range(width) if known[n] is Part.IGNORED]
    found = [Part.IGNORED] * width
    for part in (Part.REFERENCE, Part.IDENTITY, Part.SEAT):
        if part in known:
            continue
        matching = {n: len({p for cell in columns[n] if cell for p in roll.find(part, cell)}) for n in free}
        best = max(matching, key=lambda n: matching[n], default=None)
        if best is not None and 2 * matching[best] >= sum(map(bool, columns[best])) and matching[best]:
            others = [n for n in free if n != best and _is_scores(columns[n], scale)]
            # With one column of small numbers it is the scores that there are.
            if part is Part.SEAT and Part.SCORE not in known and not others:
                continue
            found[best] = part
            free.remove(best)
    if Part.SCORE not in known:
        scores = [n for n in free if _is_scores(columns[n], scale)]
        if scores:
            # A list's serial numbers stand before its scores.
            found[scores[-1]] = Part.SCORE
            free.remove(scores[-1])
    if Part.NAME not in known:
        worded = [n for n in free if sum(" " in cell for cell in columns[n]) * 2 > len(rows) > 0]
        if worded:
            found[worded[0]] = Part.NAME
    return found


def _is_scores(cells: Sequence[str], scale: Scale) -> bool:
    typed = [cell for cell in cells if cell]
    return bool(typed) and 2 * sum(isinstance(read_mark(cell, scale), Mark) for cell in typed) > len(typed)


def check(table: Table, reading: Reading, roll: Roll, scale: Scale) -> Preview:
    """Every row of ``table`` read and matched, and every doubt about it (EXM-10)."""
    rows = [_checked(line, cells, reading, roll, scale) for line, cells in table[reading.first :]]
    times = Counter(row.candidate.case_id for row in rows if row.candidate)
    rows = [
        replace(row, doubts=(*row.doubts, _duplicate(row.candidate, rows)))
        if row.candidate and times[row.candidate.case_id] > 1
        else row
        for row in rows
    ]
    missing = tuple(one for one in roll.candidates if one.case_id not in times)
    return Preview(reading, tuple(rows), missing)


def _duplicate(candidate: Candidate, rows: Sequence[Checked]) -> Doubt:
    lines = [row.line for row in rows if row.candidate and row.candidate.case_id == candidate.case_id]
    ar, en = "، ".join(map(str, lines)), ", ".join(map(str, lines))
    return Doubt(
        Finding.DUPLICATE,
        Text(f"المرشح نفسه أكثر من مرة: الأسطر {ar}.", f"The same candidate more than once: rows {en}."),
    )


def _checked(line: int, cells: Sequence[str], reading: Reading, roll: Roll, scale: Scale) -> Checked:
    values: dict[Part, str] = {
        part: cells[column] if column < len(cells) else ""
        for column, part in enumerate(reading.parts)
        if part is not Part.IGNORED
    }
    candidate, doubts = _whom(values, roll)
    typed = values.get(Part.SCORE, "")
    mark = read_mark(typed, scale)
    if isinstance(mark, Doubt):
        doubts.append(mark)
    name = values.get(Part.NAME, "")
    if candidate and name and not set(search_form(name).split()) & set(search_form(candidate.name).split()):
        doubts.append(
            Doubt(
                Finding.NAME,
                Text(f"الاسم في القائمة مختلف: {name}.", f"The list has another name: {name}."),
            )
        )
    given = " · ".join(values[part] for part in (*IDENTIFIERS, Part.NAME) if values.get(part))
    return Checked(line, given, typed, candidate, mark if isinstance(mark, Mark) else None, tuple(doubts))


def _whom(values: Mapping[Part, str], roll: Roll) -> tuple[Candidate | None, list[Doubt]]:
    """The one candidate whom every identifier of a row names, or why there is none."""
    said = [(part, values[part]) for part in IDENTIFIERS if values.get(part)]
    if not said:
        text = Text("لا يوجد في السطر رقم يدل على المرشح.", "No number in the row names a candidate.")
        return None, [Doubt(Finding.NOBODY, text)]
    whole = [(part, typed) for part, typed in said if not is_cut(part, typed)]
    if not whole:
        text = Text(
            f"اختصر برنامج الجداول الرقم ({said[0][1]}) وضاعت خاناته؛ نسّق العمود نصاً.",
            f"The spreadsheet cut digits off the number ({said[0][1]}); format the column as text.",
        )
        return None, [Doubt(Finding.NOBODY, text)]
    places = [roll.find(part, typed) for part, typed in whole]
    common = set[int].intersection(*places)
    if len(common) == 1:
        return roll.candidates[common.pop()], []
    if not any(places):
        typed = whole[0][1]
        text = Text(f"لا يوجد في الجلسة مرشح برقم {typed}.", f"No candidate of the session has {typed}.")
        return None, [Doubt(Finding.NOBODY, text)]
    shown = " · ".join(typed for _, typed in whole)
    text = Text(
        f"الأرقام في السطر لا تدل على مرشح واحد: {shown}.",
        f"The row's numbers do not name one candidate: {shown}.",
    )
    return None, [Doubt(Finding.CONFLICT, text)]
