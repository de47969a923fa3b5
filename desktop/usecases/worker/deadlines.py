"""Windows that run by themselves (COM-05): passed ones are carried out, all follow the holidays."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from desktop.base.clock import amman_date
from desktop.models.queries.case_files import case_by_id
from desktop.models.queries.office import load_reference
from desktop.models.records.case import WaitsOn
from desktop.models.work import deadlines
from desktop.models.work.notices import cursor_of, set_cursor
from desktop.usecases.cases import act_in, opened_in
from desktop.usecases.session import Session
from desktop.usecases.worker.faults import apart
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.definition import ServiceDefinition, Trigger
from desktop.workflows.row_maker import rule_due_at

_CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline whose due moment changed with the holidays."""

    deadline_id: int
    case_id: int
    was: datetime
    due_at: datetime


def run_deadlines(session: Session, *, payments_read: bool = True, portal_read: bool = True) -> int:
    """Does the action of every passed deadline once; returns how many were carried out.

    Where the payments or the portal's items could not be read, nobody knows whether an applicant acted in
    time: windows in which they may have done so wait for the gateway (COM-04).
    """
    held = {
        (code, window.action)
        for code, service in session.registry.items()
        for window in service.deadlines
        if (not payments_read and _may_have_paid(service, window.state))
        or (not portal_read and _may_have_asked(service, window.state))
    }
    with session.database.reading() as connection:
        due = deadlines.due_deadlines(connection, session.database.now(connection), held)
    return sum(
        apart(f"the deadline {action} of case {case_id}", partial(_run, session, case_id, action))
        for case_id, action in due
    )


def _may_have_paid(service: ServiceDefinition, state: str) -> bool:
    return any(action.trigger is Trigger.PAYMENT for action in service.actions_in(state))


def _may_have_asked(service: ServiceDefinition, state: str) -> bool:
    waits = service.state(state).waits_on is WaitsOn.APPLICANT
    return waits and any(action.portal for action in service.actions_in(state))


def _run(session: Session, case_id: int, action: str) -> int:
    with session.database.writing() as connection:
        if not deadlines.lock_case(connection, case_id):
            return 0
        case = case_by_id(connection, case_id)
        if case is None:
            return 0
        act_in(session, connection, opened_in(session, connection, case), action, {})
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
