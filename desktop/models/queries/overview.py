"""What supervisors oversee, counted by the database: the open cases as they stand, and what a month brought.

Only sums leave the database. Open cases are walked by the queues' indexes, department by department; a
month's figures come on PostgreSQL from functions that run as the owner with indexes of their own and add the
caller's departments themselves (``security/83_overview.sql``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, TableValuedAlias, and_, case, func, or_, select, union_all

from desktop.base.clock import amman_date
from desktop.base.money import ZERO
from desktop.models.records.case import RefundState, RequestState, WaitsOn
from desktop.models.records.people import Actor
from desktop.models.tables.applications import case_event, cases
from desktop.models.tables.money import payment_request, refund
from desktop.models.tables.office import staff_grant

_NOWHERE = "-"
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Open cases that agree in all that is named here.

    ``assignee`` is empty where nobody claimed them, ``waited`` the sum of the seconds since each one's last
    step, ``oldest_step`` the earliest last step, ``oldest_due`` the earliest due moment of the late ones.
    """

    department: str
    owner: str
    service: str
    state: str
    waits_on: WaitsOn
    assignee: str
    count: int
    late: int
    waited: float
    oldest_step: datetime
    oldest_due: datetime | None


@dataclass(frozen=True, slots=True)
class Flow:
    """Cases of a service that came in or were closed on one day in Amman.

    ``closed`` tells the two apart; of closed ones ``seconds`` is the sum of the time from submission to the
    end.
    """

    service: str
    day: date
    closed: bool
    outcome: str
    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Handled:
    """What an account did: steps, and on how many cases."""

    login: str
    steps: int
    cases: int


@dataclass(frozen=True, slots=True)
class Moneys:
    """Fees settled or refunds paid out of a service: how many, and the sum in dinars."""

    service: str
    refunded: bool
    count: int
    amount: Decimal


def open_groups(connection: Connection, actor: Actor, now: datetime) -> tuple[OpenGroup, ...]:
    """The open cases where the actor's departments act, or that they own, in groups."""
    mine = sorted(actor.departments - {""}) or [_NOWHERE]
    late = and_(cases.c.due_at < now, cases.c.waits_on == WaitsOn.STAFF.value)
    keys = (
        cases.c.department,
        cases.c.owner_department,
        cases.c.service,
        cases.c.state,
        cases.c.waits_on,
        func.coalesce(cases.c.assignee, "").label("assignee"),
    )
    sums = (
        func.count().label("number"),
        func.sum(case((late, 1), else_=0)).label("late"),
        func.sum(_seconds(connection, cases.c.last_at, now)).label("waited"),
        func.min(cases.c.last_at).label("oldest_step"),
        func.min(case((late, cases.c.due_at), else_=None)).label("oldest_due"),
    )
    # Asked as one OR, PostgreSQL would read every open case of the municipality.
    arms = (
        cases.c.department.in_(mine),
        and_(cases.c.owner_department.in_(mine), cases.c.department.not_in(mine)),
    )
    parts = [select(*keys, *sums).where(cases.c.closed_at.is_(None), arm).group_by(*keys) for arm in arms]
    return tuple(
        OpenGroup(
            r["department"],
            r["owner_department"],
            r["service"],
            r["state"],
            WaitsOn(r["waits_on"]),
            r["assignee"],
            r["number"],
            r["late"],
            max(0.0, float(r["waited"])),
            r["oldest_step"],
            r["oldest_due"],
        )
        for r in connection.execute(union_all(*parts)).mappings()
    )


def flows(connection: Connection, actor: Actor, since: datetime, before: datetime) -> tuple[Flow, ...]:
    """What came in and what was closed from ``since`` until before ``before``, owned or hosted, by day."""
    if _by_functions(connection, actor):
        made = func.app.month_flow(since, before).table_valued(
            "service", "day", "closed", "outcome", "number", "seconds"
        )
        return tuple(
            Flow(service, day, closed, outcome, int(count), float(seconds))
            for service, day, closed, outcome, count, seconds in _rows(connection, made)
        )
    counts: Counter[tuple[str, date, bool, str]] = Counter()
    seconds_of: Counter[tuple[str, date, bool, str]] = Counter()
    columns = (cases.c.service, cases.c.submitted_at, cases.c.closed_at, cases.c.outcome)
    for closed, moment in ((False, cases.c.submitted_at), (True, cases.c.closed_at)):
        wanted = select(*columns).where(moment >= since, moment < before, _owned_or_hosted(actor))
        for service, submitted, ended, outcome in connection.execute(wanted):
            key = (service, amman_date(ended if closed else submitted), closed, outcome if closed else "")
            counts[key] += 1
            if closed:
                seconds_of[key] += round((ended - submitted).total_seconds())
    return tuple(
        Flow(service, day, closed, outcome, count, seconds_of[service, day, closed, outcome])
        for (service, day, closed, outcome), count in sorted(counts.items())
    )


def handled(connection: Connection, actor: Actor, since: datetime, before: datetime) -> tuple[Handled, ...]:
    """What the people of the actor's departments did to the cases that the actor sees."""
    if _by_functions(connection, actor):
        made = func.app.month_handled(since, before).table_valued("login", "steps", "cases")
        return tuple(Handled(login, int(steps), int(n)) for login, steps, n in _rows(connection, made))
    mine = sorted(actor.departments - {""})
    colleagues = select(staff_grant.c.login).where(staff_grant.c.department.in_(mine))
    wanted = (
        select(case_event.c.actor, func.count(), func.count(case_event.c.case_id.distinct()))
        .join(cases, cases.c.id == case_event.c.case_id)
        .where(case_event.c.actor.in_(colleagues), case_event.c.at >= since, case_event.c.at < before)
        .where(or_(_owned_or_hosted(actor), cases.c.department.in_(mine)))
        .group_by(case_event.c.actor)
        .order_by(case_event.c.actor)
    )
    return tuple(Handled(*row) for row in connection.execute(wanted))


def moneys(connection: Connection, actor: Actor, since: datetime, before: datetime) -> tuple[Moneys, ...]:
    """Fees settled and refunds paid out from ``since`` until before ``before``."""
    if _by_functions(connection, actor):
        made = func.app.month_money(since, before).table_valued("service", "refunded", "number", "amount")
        return tuple(Moneys(s, r, int(n), Decimal(a)) for s, r, n, a in _rows(connection, made))
    counts: Counter[tuple[str, bool]] = Counter()
    sums: dict[tuple[str, bool], Decimal] = {}
    settled = payment_request.c.state == RequestState.SETTLED.value
    paid = refund.c.state == RefundState.PAID.value
    for refunded, table, state, at in (
        (False, payment_request, settled, payment_request.c.settled_at),
        (True, refund, paid, refund.c.paid_at),
    ):
        wanted = select(cases.c.service, table.c.amount).join(cases, cases.c.id == table.c.case_id)
        wanted = wanted.where(state, at >= since, at < before, _owned_or_hosted(actor))
        for service, amount in connection.execute(wanted):
            counts[service, refunded] += 1
            sums[service, refunded] = sums.get((service, refunded), ZERO) + amount
    return tuple(Moneys(*key, counts[key], amount) for key, amount in sorted(sums.items()))


def days(seconds: float, count: int) -> float:
    """The mean of ``count`` waits that add up to ``seconds``, in days; 0 where there are none."""
    return seconds / count / _DAY if count else 0.0


def _by_functions(connection: Connection, actor: Actor) -> bool:
    return connection.dialect.name == "postgresql" and not actor.is_worker


def _rows(connection: Connection, made: TableValuedAlias) -> Iterable[tuple[Any, ...]]:
    return (tuple(row) for row in connection.execute(select(made)))


def _owned_or_hosted(actor: Actor) -> ColumnElement[bool]:
    mine = sorted(actor.departments - {""})
    return or_(cases.c.owner_department.in_(mine), cases.c.host_department.in_(mine))


def _seconds(connection: Connection, column: ColumnElement[datetime], now: datetime) -> ColumnElement[float]:
    if connection.dialect.name == "postgresql":
        return func.date_part("epoch", now - column)
    text = now.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
    return (func.julianday(text) - func.julianday(column)) * _DAY
