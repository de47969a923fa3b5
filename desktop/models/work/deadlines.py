"""Deadlines: starting them, recomputing them, finding the passed ones (COM-04, COM-05)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, select, tuple_, update

from desktop.base.clock import NEVER
from desktop.models.queries.case_files import case_of
from desktop.models.records.case import Case, DeadlineState, NoticeState, RequestState
from desktop.models.records.outside import ApprovalState
from desktop.models.tables.applications import case_event, cases, deadline
from desktop.models.tables.money import payment_notice, payment_request
from desktop.models.tables.outside import outside_approval, outside_body

_PIECE = 500
"""Cases in one question: a database takes only so many numbers."""


@dataclass(frozen=True, slots=True)
class PendingDeadline:
    """A deadline to be started or recomputed."""

    deadline_id: int
    rule: str
    anchor_at: datetime | None


def pending_on(
    connection: Connection, case_id: int, message_key: str, event_number: int | None = None
) -> tuple[PendingDeadline, ...]:
    """The deadlines of the case that count from ``message_key`` and have not started.

    With the ``event_number`` of a message only those that it can have announced: a message of an earlier
    round that was held up does not start the window of a later one.
    """
    announced = [] if event_number is None else [deadline.c.event_number <= event_number]
    rows = connection.execute(
        select(deadline.c.id, deadline.c.rule, deadline.c.anchor_at).where(
            deadline.c.case_id == case_id,
            deadline.c.from_message == message_key,
            deadline.c.state == DeadlineState.PENDING.value,
            *announced,
        )
    )
    return tuple(PendingDeadline(*row) for row in rows)


def start_deadline(connection: Connection, deadline_id: int, anchor_at: datetime, due_at: datetime) -> None:
    """Starts a pending deadline at the gateway's acceptance (COM-04)."""
    connection.execute(
        update(deadline)
        .where(deadline.c.id == deadline_id, deadline.c.state == DeadlineState.PENDING.value)
        .values(state=DeadlineState.RUNNING.value, anchor_at=anchor_at, due_at=due_at)
    )


def running_windows(connection: Connection) -> tuple[tuple[int, int, str, str, datetime, datetime], ...]:
    """Running deadlines as (id, case, reference, rule, anchor, due), for following the holidays."""
    columns = deadline.c
    rows = connection.execute(
        select(
            columns.id, columns.case_id, cases.c.reference, columns.rule, columns.anchor_at, columns.due_at
        )
        .join(cases, cases.c.id == columns.case_id)
        .where(columns.state == DeadlineState.RUNNING.value)
        .order_by(columns.due_at, columns.id)
    )
    return tuple((r[0], r[1], r[2], r[3], r[4], r[5]) for r in rows)


def cases_with_due_dates(connection: Connection) -> tuple[Case, ...]:
    """The open cases on which staff must act by a day."""
    rows = connection.execute(
        select(cases)
        .where(cases.c.closed_at.is_(None), cases.c.due_at.is_not(None), cases.c.due_at < NEVER)
        .order_by(cases.c.due_at, cases.c.id)
    )
    return tuple(case_of(row) for row in rows.mappings())


@dataclass(frozen=True, slots=True)
class Step:
    """A state that a case came into, and when."""

    at: datetime
    to_state: str


def steps_of(connection: Connection, case_ids: Sequence[int]) -> dict[int, list[Step]]:
    """The states that each of ``case_ids`` came into, oldest first, in few questions."""
    found: dict[int, list[Step]] = {}
    for first in range(0, len(case_ids), _PIECE):
        rows = connection.execute(
            select(case_event.c.case_id, case_event.c.at, case_event.c.to_state)
            .where(case_event.c.case_id.in_(case_ids[first : first + _PIECE]))
            .order_by(case_event.c.case_id, case_event.c.number)
        )
        for case_id, at, to_state in rows:
            found.setdefault(case_id, []).append(Step(at, to_state))
    return found


def asked_approvals(
    connection: Connection,
) -> tuple[tuple[int, int, str, datetime, int, datetime], ...]:
    """Outside approvals that are awaited, as (id, case, reference, asked or reminded, answer days, due)."""
    one = outside_approval.c
    rows = connection.execute(
        select(
            one.id,
            one.case_id,
            cases.c.reference,
            func.coalesce(one.chased_at, one.asked_at),
            outside_body.c.answer_days,
            one.due_at,
        )
        .join(cases, cases.c.id == one.case_id)
        .join(outside_body, outside_body.c.code == one.body)
        .where(one.state == ApprovalState.ASKED.value)
        .order_by(one.due_at, one.id)
    )
    return tuple((r[0], r[1], r[2], r[3], r[4], r[5]) for r in rows)


def move_approval(connection: Connection, approval_id: int, due_at: datetime) -> None:
    """Sets by when an outside body's answer is expected."""
    connection.execute(
        update(outside_approval).where(outside_approval.c.id == approval_id).values(due_at=due_at)
    )


def move_case(connection: Connection, case_id: int, due_at: datetime, target_due_at: datetime | None) -> None:
    """Sets the recomputed due moments of a case."""
    connection.execute(
        update(cases).where(cases.c.id == case_id).values(due_at=due_at, target_due_at=target_due_at)
    )


def follow_holidays(connection: Connection) -> tuple[tuple[int, int, str, datetime, datetime], ...]:
    """On the central database: what moved as (deadline or 0, case, reference, was, due)."""
    made = func.app.follow_holidays().table_valued("deadline_id", "case_id", "reference", "was", "due_at")
    return tuple((r[0], r[1], r[2], r[3], r[4]) for r in connection.execute(select(made)))


def move_deadline(connection: Connection, deadline_id: int, due_at: datetime) -> None:
    """Sets a recomputed due moment."""
    connection.execute(
        update(deadline)
        .where(deadline.c.id == deadline_id, deadline.c.state == DeadlineState.RUNNING.value)
        .values(due_at=due_at)
    )


_COME = (
    select(func.coalesce(func.sum(payment_notice.c.amount), 0))
    .where(
        payment_notice.c.request_id == payment_request.c.id,
        payment_notice.c.state.in_([NoticeState.SHORT.value, NoticeState.OVER.value]),
    )
    .scalar_subquery()
)
_PAID_ENOUGH = exists().where(
    payment_request.c.case_id == deadline.c.case_id,
    payment_request.c.state == RequestState.ISSUED.value,
    payment_request.c.amount <= _COME,
)
# Asked in every round, and put together once.
_ALL_PASSED = (
    select(deadline.c.case_id, deadline.c.action)
    .join(cases, cases.c.id == deadline.c.case_id)
    .where(
        deadline.c.state == DeadlineState.RUNNING.value, deadline.c.due_at <= bindparam("now"), ~_PAID_ENOUGH
    )
    .order_by(deadline.c.due_at, deadline.c.id)
    .limit(bindparam("most"))
)
_PASSED = _ALL_PASSED.where(
    tuple_(cases.c.service, deadline.c.action).not_in(bindparam("held", expanding=True))
)


def due_deadlines(
    connection: Connection, now: datetime, held: Collection[tuple[str, str]] = (), limit: int = 100
) -> tuple[tuple[int, str], ...]:
    """(case, action) of deadlines that have passed, oldest first; ``held`` are (service, action) to leave.

    A case whose fee has come in time, though not as one exact payment, waits for the clerk who settles it:
    nobody who has paid enough is cancelled for want of a hand (COM-08).
    """
    asked: dict[str, object] = {"now": now, "most": limit}
    if held:
        rows = connection.execute(_PASSED, {**asked, "held": sorted(held)})
    else:
        rows = connection.execute(_ALL_PASSED, asked)
    return tuple((row[0], row[1]) for row in rows)


def pass_deadline(connection: Connection, case_id: int, action: str, workstation: str) -> bool:
    """On the central database: does a passed deadline's action in one call; ``False`` if somebody was first.

    Raises the refusals of ``desktop.models.refusals``.
    """
    # Imported here: a single desk never needs the driver.
    from desktop.models.central import refused

    with refused(action):
        call = func.app.pass_deadline(case_id, action, workstation)
        return bool(connection.execute(select(call)).scalar_one())


def lock_case(connection: Connection, case_id: int) -> bool:
    """Keeps other workers off the case until the transaction ends; ``False`` if one is on it already."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.execute(select(func.app.try_case(case_id))).scalar_one())
