"""Results of a sitting: read from a list, entered by one person, checked by another (EXM-06, EXM-10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection

from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.gateways import sheets
from desktop.models.records.case import Case, ChangeSet
from desktop.models.records.occasion import Attendance, Occasion, OccasionState, Place, Result
from desktop.usecases import occasions
from desktop.usecases.occasions.changes import carried_out
from desktop.usecases.occasions.view import OpenOccasion, opened_in
from desktop.usecases.session import Session
from desktop.workflows.result_lists import Preview, Reading, Roll, Table, check, guess
from desktop.workflows.results import ABSENT, Candidate, Mark, Scale, scale_in, shown_score

RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One candidate of a sitting: who, where they sit, and what is saved of their result."""

    candidate: Candidate
    place: Place
    reference: str
    state: Text

    @property
    def mark(self) -> Mark | None:
        """The result that is saved; ``None`` while there is none."""
        if self.place.attendance is Attendance.ABSENT:
            return ABSENT
        return Mark(Decimal(self.place.score)) if self.place.result is not Result.UNKNOWN else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The result sheet of one sitting as its page shows it; ``subject`` is what is examined."""

    opened: OpenOccasion
    scale: Scale
    rows: tuple[SheetRow, ...]
    subject: Text

    @property
    def key(self) -> str:
        """By which the sheet is asked for again."""
        return str(self.occasion.occasion_id)

    @property
    def told_at_once(self) -> bool:
        """Whether entering a result moves its case on, with no second person to check it."""
        return False

    @property
    def occasion(self) -> Occasion:
        return self.opened.occasion

    @property
    def title(self) -> Text:
        """What is examined."""
        return self.subject

    @property
    def returned(self) -> str:
        """Why the results were given back; empty where they were not."""
        return self.occasion.details.get(RETURNED, "")

    @property
    def roll(self) -> Roll:
        """The candidates, to be found by what a list names them by."""
        return Roll(row.candidate for row in self.rows)

    @property
    def is_open(self) -> bool:
        """Whether results can be entered now: it was held, and nothing was passed on."""
        return self.occasion.state is OccasionState.HELD

    @property
    def missing(self) -> tuple[SheetRow, ...]:
        """The candidates without a result."""
        return tuple(row for row in self.rows if row.mark is None)

    def entered_by(self, login: str) -> bool:
        """Whether ``login`` entered any of the results, and so cannot check them."""
        return any(row.place.entered_by == login for row in self.rows if row.mark and not row.mark.absent)


def open_sheet(session: Session, occasion_id: int) -> Sheet:
    """The result sheet of the occasion; refuses where the account sees none such (COM-10)."""
    with session.database.reading() as connection:
        return sheet_in(session, connection, occasion_id)


def sheet_in(session: Session, connection: Connection, occasion_id: int) -> Sheet:
    """``open_sheet`` within the transaction of ``connection``."""
    opened = opened_in(session, connection, occasion_id)
    service = opened.offering.service
    rows = tuple(
        SheetRow(
            candidate_of(holder.case, holder.place),
            holder.place,
            holder.case.reference,
            service.state(holder.case.state).label,
        )
        for holder in opened.seated
    )
    ordered = tuple(sorted(rows, key=lambda row: row.candidate.seat))
    return Sheet(opened, scale_of(opened), ordered, opened.offering.subject)


def scale_of(opened: OpenOccasion) -> Scale:
    """What scores of the occasion may be: its own figures, else its subject's."""
    course = opened.office.reference.courses.get(opened.occasion.subject)
    own = {key: value for key, value in opened.occasion.details.items() if value}
    return scale_in({**(course.details if course else {}), **own})


def candidate_of(case: Case, place: Place) -> Candidate:
    """Who sits, with all that a list may name them by."""
    return Candidate(case.case_id, case.reference, place.seat or 0, identity_of(case), candidate_name(case))


def candidate_name(case: Case) -> str:
    """Who sits: the applicant, or whom a body sends."""
    return str(case.payload.get("candidate_name") or case.applicant.name)


def identity_of(case: Case) -> str:
    """The number of the candidate's identity paper."""
    return str(case.payload.get("candidate_number") or case.applicant.identity)


def read_list(path: Path) -> Table:
    """The rows of a CSV, XLSX or ODS file; refuses (field ``file``) what is none."""
    return sheets.read_file(path)


def read_clipboard(text: str) -> Table:
    """The rows of what was copied from a spreadsheet."""
    return sheets.read_pasted(text)


def preview(sheet: Sheet, table: Table, reading: Reading | None = None) -> Preview:
    """What taking ``table`` over would do, row by row, before anything is saved (EXM-10).

    ``reading`` says what the columns are; without it they are guessed.
    """
    roll = sheet.roll
    return check(table, reading or guess(table, roll, sheet.scale), roll, sheet.scale)


def save(session: Session, sheet: Sheet, marks: Mapping[int, Mark]) -> ChangeSet:
    """Saves the ``marks`` by case: all of them or none, in one transaction.

    Absence is attendance: who was marked present is corrected. Refuses where somebody else changed the sheet
    since it was read (COM-09), and a score that is not the exam's.
    """
    if not marks:
        raise Refusal.one("nothing", "لا توجد نتائج لحفظها.", "There is nothing to save.", field="results")
    changes: list[tuple[str, dict[str, object]]] = []
    by_case = {row.candidate.case_id: row for row in sheet.rows}
    for case_id, mark in marks.items():
        wanted = Attendance.ABSENT if mark.absent else Attendance.PRESENT
        if by_case[case_id].place.attendance is not wanted:
            changes.append(("attend", {"case_id": case_id, "attendance": wanted.value}))
    results = [
        {
            "case_id": case_id,
            "score": shown_score(mark.score),
            "result": (Result.PASSED if sheet.scale.passes(mark.score) else Result.FAILED).value,
        }
        for case_id, mark in marks.items()
        if mark.score is not None
    ]
    if results:
        changes.append(("result", {"results": results}))
    return carried_out(session, sheet.occasion.occasion_id, sheet.occasion.version, changes)


def give_back(session: Session, sheet: Sheet, reason: str) -> ChangeSet:
    """Gives the results back to whoever entered them; nobody is told anything yet (EXM-06)."""
    if not reason.strip():
        raise Refusal.one("required", "اكتب سبب الإعادة.", "Say why they go back.", field="reason")
    data = {"reason": reason.strip()}
    return carried_out(session, sheet.occasion.occasion_id, sheet.occasion.version, [("return", data)])


def pass_on(session: Session, sheet: Sheet) -> ChangeSet:
    """Passes the results on: every candidate gets their SMS (EXM-06, EXM-07).

    Refuses whoever entered any of them, and a sheet with a candidate missing.
    """
    if sheet.missing:
        names = "، ".join(row.candidate.name for row in sheet.missing[:3])
        raise Refusal.one(
            "missing",
            f"لا نتيجة بعد لعدد {len(sheet.missing)}: {names}.",
            f"{len(sheet.missing)} candidates have no result yet: {names}.",
            field="results",
        )
    return occasions.check_results(session, sheet.occasion.occasion_id, sheet.occasion.version)
