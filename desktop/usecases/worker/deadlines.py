"""Windows that run by themselves (COM-05): passed ones are carried out, all follow the holidays."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.models.queries.case_files import case_by_id
from desktop.models.queries.office import load_reference
from desktop.models.work import deadlines
from desktop.models.work.notices import cursor_of, set_cursor
from desktop.usecases.cases import act_in, opened_in
from desktop.usecases.session import Session
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.keeper import rule_due_at

log = logging.getLogger(__name__)

_CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline whose due moment changed with the holidays."""

    deadline_id: int
    case_id: int
    was: datetime
    due_at: datetime


def run_deadlines(session: Session) -> int:
    """Does the action of every passed deadline once; returns how many were carried out."""
    with session.database.reading() as connection:
        due = deadlines.due_deadlines(connection, session.database.now(connection))
    return sum(_run(session, case_id, action) for case_id, action in due)


def _run(session: Session, case_id: int, action: str) -> int:
    try:
        with session.database.writing() as connection:
            if not deadlines.lock_case(connection, case_id):
                return 0
            case = case_by_id(connection, case_id)
            if case is None:
                return 0
            act_in(session, connection, opened_in(session, connection, case), action, {})
    except Refusal as refusal:
        # Another worker or a clerk was first; the deadline is gone or the case has moved on.
        log.info("deadline of case %s (%s): %s", case_id, action, refusal.text.en)
        return 0
    return 1


def recompute_deadlines(session: Session) -> tuple[Moved, ...]:
    """Recomputes running windows if the holidays changed since the last time; returns those that moved."""
    with session.database.reading() as connection:
        if _calendar_mark(session, connection) == cursor_of(connection, _CALENDAR):
            return ()
    with session.database.writing() as connection:
        now = session.database.now(connection)
        holidays = load_reference(connection, now, amman_date(now)).holidays
        calendar = WorkingCalendar.of(holiday.day for holiday in holidays)
        moved = []
        for deadline_id, case_id, rule, anchor_at, was in deadlines.running_windows(connection):
            due_at = rule_due_at(rule, anchor_at, calendar)
            if due_at != was:
                deadlines.move_deadline(connection, deadline_id, due_at)
                moved.append(Moved(deadline_id, case_id, was, due_at))
        set_cursor(connection, _CALENDAR, _calendar_mark(session, connection))
    return tuple(moved)


def _calendar_mark(session: Session, connection: Connection) -> str:
    now = session.database.now(connection)
    days = [holiday.day.isoformat() for holiday in load_reference(connection, now, amman_date(now)).holidays]
    return hashlib.sha256(",".join(days).encode()).hexdigest()
