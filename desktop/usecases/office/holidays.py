"""Public holidays: a table with the circular's number, which open windows follow (COM-05)."""

from __future__ import annotations

from datetime import date

from desktop.models.records.case import ChangeSet
from desktop.usecases.office.forms import Form, change, current
from desktop.usecases.session import Session
from desktop.usecases.worker.deadlines import follow_holidays


def add_holiday(session: Session, day: date, name_ar: str, name_en: str, circular: str) -> ChangeSet:
    """Adds a public holiday, or corrects the name or the circular of one.

    Open windows and the due dates of open cases are recomputed at once; ``details["moved"]`` says
    which moved.
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
    moved = follow_holidays(session)
    if not moved:
        return ChangeSet(changes.kinds, details={**changes.details, "moved": ()})
    touched = frozenset(one.case_id for one in moved)
    return ChangeSet(changes.kinds | {"case", "deadline"}, touched, {**changes.details, "moved": moved})
