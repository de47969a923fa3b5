"""A sitting's printed lists: who is to sign for being there, and who achieved what (EXM-06)."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.base.clock import amman, amman_date, numeric_date
from desktop.models.records.occasion import Attendance, Result
from desktop.usecases.lists import draw_list
from desktop.usecases.results import Sheet, SheetRow, sheet_in
from desktop.usecases.session import Session
from desktop.workflows.results import PASS_MARK, shown_score

_OUTCOMES = {Result.PASSED: "ناجح/ة", Result.FAILED: "راسب/ة", Result.UNKNOWN: ""}
ABSENT = "غائب/ة"


def attendance_list(session: Session, occasion_id: int) -> bytes:
    """The sheet that candidates sign on their day, as a PDF file."""
    with session.database.reading() as connection:
        sheet = sheet_in(session, connection, occasion_id)
        rows = [_row(row) for row in sheet.rows]
        return _drawn(connection, sheet, "exam_attendance", {}, rows)


def result_list(session: Session, occasion_id: int) -> bytes:
    """The results as they are saved, as a PDF file; it says where they were not passed on yet."""
    with session.database.reading() as connection:
        sheet = sheet_in(session, connection, occasion_id)
        passed = sum(row.place.result is Result.PASSED for row in sheet.rows)
        values = {
            "pass_mark": shown_score(sheet.scale.pass_mark),
            "passed_count": str(passed),
            "failed_count": str(len(sheet.rows) - passed - len(sheet.missing)),
            "note": "مسودة: لم تُعتمد النتائج بعد." if sheet.is_open else "",
        }
        rows = [{**_row(row), "score": row.place.score, "outcome": outcome_of(row)} for row in sheet.rows]
        return _drawn(connection, sheet, "exam_results", values, rows)


def outcome_of(row: SheetRow) -> str:
    """A result in a word."""
    return ABSENT if row.place.attendance is Attendance.ABSENT else _OUTCOMES[row.place.result]


def _row(row: SheetRow) -> dict[str, str]:
    return {
        "name": row.candidate.name,
        "identity": row.candidate.identity,
        "case_reference": row.reference,
    }


def _drawn(
    connection: Connection,
    sheet: Sheet,
    template: str,
    values: dict[str, str],
    rows: list[dict[str, str]],
) -> bytes:
    one, office = sheet.occasion, sheet.opened.office
    course = office.reference.courses.get(one.subject)
    known = {**(course.details if course else {}), **{key: text for key, text in one.details.items() if text}}
    at = amman(one.starts_at) if one.starts_at else None
    head = {
        "exam_title": sheet.title.ar,
        "session_at": f"{numeric_date(at.date())} - {at:%H:%M}" if at else "",
        "place": one.place,
        "awarding_body": known.get("awarding_body", ""),
        PASS_MARK: shown_score(sheet.scale.pass_mark),
    }
    department = office.reference.departments[one.department]
    return draw_list(connection, department, template, {**head, **values}, rows, on=amman_date(office.now))
