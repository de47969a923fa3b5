"""Public holidays: a table with the circular's number, which open windows follow (COM-05)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from desktop.models.records.case import ChangeSet
from desktop.models.tables.applications import cases
from desktop.usecases.office.forms import Form, change, current
from desktop.usecases.session import Session
from desktop.usecases.worker.deadlines import Moved, recompute_deadlines


def add_holiday(session: Session, day: date, name_ar: str, name_en: str, circular: str) -> ChangeSet:
    """Adds a public holiday, or corrects the name or the circular of one.

    On an embedded database the open windows are recomputed at once and ``details["moved"]`` says which
    moved, ``details["references"]`` of which applications; on the central one moving them is the worker's
    right, and its next round does it.
    """
    form = Form()
    ar, en = form.both(name_ar, name_en)
    number = form.line("circular", circular)
    form.done()
    data = {"day": day.isoformat(), "name_ar": ar, "name_en": en, "circular": number}
    return _followed(session, change(session, "reference", "holiday", data))


def remove_holiday(session: Session, day: date, reason: str) -> ChangeSet:
    """Takes a holiday back, for a reason that is kept; open windows follow as in ``add_holiday``."""
    form = Form()
    why = form.line("reason", reason, limit=300)
    if all(holiday.day != day for holiday in current(session).reference.holidays):
        form.wrong("day", "choice", "لا عطلة في هذا اليوم.", "There is no holiday on that day.")
    form.done()
    data = {"day": day.isoformat(), "removed": True, "reason": why}
    return _followed(session, change(session, "reference", "holiday", data))


def _followed(session: Session, changes: ChangeSet) -> ChangeSet:
    moved = () if session.database.is_central else recompute_deadlines(session)
    if not moved:
        return ChangeSet(changes.kinds, details={**changes.details, "moved": (), "references": ()})
    touched = frozenset(m.case_id for m in moved)
    return ChangeSet(
        changes.kinds | {"case", "deadline"},
        touched,
        {**changes.details, "moved": moved, "references": _references(session, moved)},
    )


def _references(session: Session, moved: tuple[Moved, ...]) -> tuple[str, ...]:
    """The applications of the moved windows, in the order of ``moved``."""
    with session.database.reading() as connection:
        rows = connection.execute(
            select(cases.c.id, cases.c.reference).where(cases.c.id.in_({m.case_id for m in moved}))
        )
        known = {row[0]: row[1] for row in rows}
    return tuple(known[m.case_id] for m in moved)
