"""Windows that run by themselves (COM-05): passed ones are carried out, all follow the holidays."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from desktop.base.clock import amman_date, end_of_day
from desktop.models import refusals
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
from desktop.workflows.service_clock import due_at, target_due_at

_CALENDAR = "calendar"
_AT_ONCE = 100
"""Deadlines of one round."""
_APART = 8
"""Rounds' worth of deadlines that a worker chooses its own from, where there may be other workers."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What the holidays moved: a window, or (``deadline_id`` 0) the day until which staff must have acted, or
    by which a body outside is expected to answer."""

    deadline_id: int
    case_id: int
    reference: str
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
    shared = session.database.is_central
    with session.database.reading() as connection:
        now = session.database.now(connection)
        due = deadlines.due_deadlines(connection, now, held, _AT_ONCE * (_APART if shared else 1))
    # Workers that find many due begin at different ones, and seldom meet on a case.
    parts = max(1, len(due) // _AT_ONCE)
    begin = _AT_ONCE * secrets.randbelow(parts)
    run = _pass if shared else _run
    return sum(
        apart(f"the deadline {action} of case {case_id}", partial(run, session, case_id, action))
        for case_id, action in due[begin : begin + _AT_ONCE]
    )


def _may_have_paid(service: ServiceDefinition, state: str) -> bool:
    return any(action.trigger is Trigger.PAYMENT for action in service.actions_in(state))


def _may_have_asked(service: ServiceDefinition, state: str) -> bool:
    waits = service.state(state).waits_on is WaitsOn.APPLICANT
    return waits and any(action.portal for action in service.actions_in(state))


def _pass(session: Session, case_id: int, action: str) -> int:
    """On the central database, which judges and writes it in one call."""
    with session.database.stepping() as connection:
        return int(deadlines.pass_deadline(connection, case_id, action, session.workstation))


def _run(session: Session, case_id: int, action: str) -> int:
    with session.database.writing() as connection:
        case = case_by_id(connection, case_id)
        if case is None:
            return 0
        act_in(session, connection, opened_in(session, connection, case), action, {})
    return 1


def recompute_deadlines(session: Session) -> tuple[Moved, ...]:
    """Has windows and due dates follow the holidays where these changed; returns what moved (COM-05)."""
    with session.database.reading() as connection:
        if _calendar_mark(session, connection) == cursor_of(connection, _CALENDAR):
            return ()
    moved = follow_holidays(session)
    with session.database.writing() as connection:
        set_cursor(connection, _CALENDAR, _calendar_mark(session, connection))
    return moved


def follow_holidays(session: Session) -> tuple[Moved, ...]:
    """Computes running windows and the due dates of open cases anew; returns what moved, windows first.

    The right of administrators and of the worker.
    """
    with session.database.writing() as connection:
        actor = session.office(connection).actor
        if not (actor.is_admin or actor.is_worker):
            raise refusals.not_allowed("follow_holidays")
        if session.database.is_central:
            return tuple(Moved(*row) for row in deadlines.follow_holidays(connection))
        now = session.database.now(connection)
        holidays = load_reference(connection, now, amman_date(now)).holidays
        calendar = WorkingCalendar.of(holiday.day for holiday in holidays)
        return (
            *_moved_windows(connection, calendar),
            *_moved_approvals(connection, calendar, now),
            *_moved_cases(session, connection, calendar),
        )


def _moved_windows(connection: Connection, calendar: WorkingCalendar) -> list[Moved]:
    moved = []
    for deadline_id, case_id, reference, rule, anchor_at, was in deadlines.running_windows(connection):
        due = rule_due_at(rule, anchor_at, calendar)
        if due != was:
            deadlines.move_deadline(connection, deadline_id, due)
            moved.append(Moved(deadline_id, case_id, reference, was, due))
    return moved


def _moved_approvals(connection: Connection, calendar: WorkingCalendar, now: datetime) -> list[Moved]:
    """What is late already stays so: the body was given its days, and is reminded."""
    moved = []
    for approval_id, case_id, reference, asked_at, days, was in deadlines.asked_approvals(connection):
        due = end_of_day(calendar.add_working_days(amman_date(asked_at), days))
        if due != was and was > now:
            deadlines.move_approval(connection, approval_id, due)
            moved.append(Moved(0, case_id, reference, was, due))
    return moved


def _moved_cases(session: Session, connection: Connection, calendar: WorkingCalendar) -> list[Moved]:
    moved = []
    open_cases = deadlines.cases_with_due_dates(connection)
    steps = deadlines.steps_of(connection, [case.case_id for case in open_cases])
    for case in open_cases:
        service = session.registry.get(case.service)
        if service is None or case.due_at is None:
            continue
        events = steps.get(case.case_id, [])
        target = target_due_at(service, events, case.state, case.last_at, calendar)
        due = due_at(service, events, case.state, case.last_at, calendar)
        if due is not None and due != case.due_at:
            deadlines.move_case(connection, case.case_id, due, target or case.target_due_at)
            moved.append(Moved(0, case.case_id, case.reference, case.due_at, due))
    return moved


def _calendar_mark(session: Session, connection: Connection) -> str:
    now = session.database.now(connection)
    days = [holiday.day.isoformat() for holiday in load_reference(connection, now, amman_date(now)).holidays]
    return hashlib.sha256(",".join(days).encode()).hexdigest()
