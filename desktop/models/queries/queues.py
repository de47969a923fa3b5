"""Queues: pages of open cases in the order they are due, counts for their badges, and search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, cast, func, or_, select, tuple_, union
from sqlalchemy.dialects.postgresql import ARRAY

from desktop.base.text import ascii_digits, search_form
from desktop.models.queries.case_files import case_of, of_departments
from desktop.models.records.case import Case, WaitsOn
from desktop.models.records.people import Actor
from desktop.models.reference_numbers import parse_reference
from desktop.models.tables.applications import case_event, cases
from desktop.models.tables.letters import letter
from desktop.models.tables.money import payment_request

_FEWEST_DIGITS = 4
_NOWHERE = "-"
COUNT_CAP = 1000
"""Badges count no further; beyond it they say so."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which cases a queue shows; every part that is given narrows it."""

    departments: frozenset[str] = frozenset()
    service: str = ""
    states: frozenset[str] = frozenset()
    waits_on: WaitsOn | None = None
    assignee: str | None = None
    unassigned: bool = False
    late_at: datetime | None = None
    handled_by: str = ""
    handled_since: datetime | None = None
    closed: bool = False
    text: str = ""
    owners: frozenset[str] = frozenset()
    """The departments whose service it is, whoever acts at present."""
    submitted: tuple[datetime, datetime] | None = None
    """Received from the first moment until before the second, open and closed ones, newest first."""
    ended: tuple[datetime, datetime] | None = None
    """Closed from the first moment until before the second."""
    handled: tuple[datetime, datetime] | None = None
    """When ``handled_by`` did something; open and closed ones, newest first."""

    @property
    def whenever(self) -> bool:
        """Whether open and closed cases stand in one list."""
        return self.submitted is not None or self.handled is not None

    @property
    def past(self) -> bool:
        """Whether only closed cases are listed."""
        return self.closed or self.ended is not None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Cases in order, and where the next page begins (``None`` at the end)."""

    cases: tuple[Case, ...]
    after: tuple[datetime, int] | None


def _conditions(connection: Connection, actor: Actor, wanted: QueueFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if not wanted.whenever:
        found.append(cases.c.closed_at.is_not(None) if wanted.past else cases.c.closed_at.is_(None))
    if not (actor.is_worker or _by_arms(connection, actor)):
        found.append(of_departments(actor))
    if wanted.departments:
        found.append(cases.c.department.in_(sorted(wanted.departments)))
    if wanted.service:
        found.append(cases.c.service == wanted.service)
    if wanted.states:
        found.append(cases.c.state.in_(sorted(wanted.states)))
    if wanted.waits_on is not None:
        found.append(cases.c.waits_on == wanted.waits_on.value)
    if wanted.assignee is not None:
        found.append(cases.c.assignee == wanted.assignee)
    if wanted.unassigned:
        found.append(cases.c.assignee.is_(None))
    if wanted.late_at is not None:
        found.append(and_(cases.c.due_at < wanted.late_at, cases.c.waits_on == WaitsOn.STAFF.value))
    if wanted.owners:
        found.append(cases.c.owner_department.in_(sorted(wanted.owners)))
    for column, span in ((cases.c.submitted_at, wanted.submitted), (cases.c.closed_at, wanted.ended)):
        if span is not None:
            found += [column >= span[0], column < span[1]]
    if wanted.text:
        if connection.dialect.name == "postgresql":
            open_only = not (wanted.past or wanted.whenever)
            found.append(cases.c.id.in_(_search_central(wanted.text, open_only=open_only)))
        else:
            found.append(or_(*_text(wanted.text)))
    return found


def _text(typed: str) -> list[ColumnElement[bool]]:
    """Reference, name in any spelling, identity number or mobile number."""
    found: list[ColumnElement[bool]] = []
    reference = parse_reference(typed)
    if reference:
        found.append(cases.c.reference == reference)
    words = search_form(typed).split()
    if words:
        found.append(and_(*(cases.c.name_search.contains(word, autoescape=True) for word in words)))
    digits = "".join(c for c in ascii_digits(typed) if c.isdigit())
    if len(digits) >= _FEWEST_DIGITS:
        found.append(cases.c.identity.startswith(digits, autoescape=True))
        found.append(cases.c.mobile.contains(digits.removeprefix("0"), autoescape=True))
        found.append(cases.c.reference.contains(digits, autoescape=True))
    return found


def _search_central(
    typed: str, *, open_only: bool, most: int | None = None, exact: tuple[str, ...] = ()
) -> Select[tuple[int]]:
    """The numbers of the cases that fit, found by the server's own search: row policies use no text index."""
    digits = "".join(c for c in ascii_digits(typed) if c.isdigit())
    reference = parse_reference(typed)
    found = func.app.search_cases(
        search_form(typed)[:200],
        digits[:20] if len(digits) >= _FEWEST_DIGITS else "",
        cast([*exact, reference] if reference else list(exact), ARRAY(Text)),
        open_only,
        most,
    )
    return select(found.column_valued("case_id"))


def _by_arms(connection: Connection, actor: Actor) -> bool:
    """Whether a queue is read department by department.

    PostgreSQL walks no index in order for "my department acts, owns or hosts": asked together, it would read
    every open case of the municipality for one page.
    """
    return connection.dialect.name == "postgresql" and not actor.is_worker


def _arms(actor: Actor, statement: Select[tuple[int]], limit: int) -> Select[tuple[int]]:
    """The ids of ``statement``: the first ``limit`` for each department of the actor in each of its parts."""
    parts = [
        select(statement.where(column == code).limit(limit).subquery().c.id)
        for code in sorted(actor.departments - {""}) or [_NOWHERE]
        for column in (cases.c.department, cases.c.owner_department, cases.c.host_department)
    ]
    return select(union(*parts).subquery().c.id)


def queue_page(
    connection: Connection,
    actor: Actor,
    wanted: QueueFilter,
    after: tuple[datetime, int] | None = None,
    limit: int = 200,
) -> QueuePage:
    """One page of the queue, soonest due first; ``after`` is the end of the page before (COM-06)."""
    statement = select(cases.c.id).where(*_conditions(connection, actor, wanted))
    if wanted.handled_by:
        handled = select(case_event.c.case_id).where(case_event.c.actor == wanted.handled_by)
        if wanted.handled_since is not None:
            handled = handled.where(case_event.c.at >= wanted.handled_since)
        if wanted.handled is not None:
            handled = handled.where(case_event.c.at >= wanted.handled[0], case_event.c.at < wanted.handled[1])
        statement = statement.where(cases.c.id.in_(handled))
    column = "submitted_at" if wanted.whenever else "closed_at" if wanted.past else "due_at"
    if wanted.whenever or wanted.past:
        moment = cases.c[column]
        order: tuple[ColumnElement[object], ...] = (moment.desc(), cases.c.id.desc())
        if after is not None:
            statement = statement.where(tuple_(moment, cases.c.id) < tuple_(*after))
    else:
        order = (cases.c.due_at, cases.c.id)
        if after is not None:
            statement = statement.where(tuple_(cases.c.due_at, cases.c.id) > tuple_(*after))
    statement = statement.order_by(*order)
    if _by_arms(connection, actor):
        statement = _arms(actor, statement, limit + 1)
    else:
        statement = statement.limit(limit + 1)
    whole = select(cases).where(cases.c.id.in_(statement)).order_by(*order).limit(limit + 1)
    rows = connection.execute(whole).mappings().all()
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    return QueuePage(tuple(case_of(row) for row in shown), (last[column], last["id"]) if last else None)


def queue_count(connection: Connection, actor: Actor, wanted: QueueFilter) -> int:
    """How many cases the queue shows, at most ``COUNT_CAP``."""
    inner = select(cases.c.id).where(*_conditions(connection, actor, wanted))
    if wanted.handled_by:
        inner = inner.where(
            cases.c.id.in_(select(case_event.c.case_id).where(case_event.c.actor == wanted.handled_by))
        )
    if _by_arms(connection, actor):
        inner = _arms(actor, inner, COUNT_CAP)
    counted = select(func.count()).select_from(inner.limit(COUNT_CAP).subquery())
    return connection.execute(counted).scalar_one()


def state_counts(connection: Connection, actor: Actor) -> Mapping[tuple[str, str, str], int]:
    """Open cases by (service, department, state), of the actor's departments."""
    conditions = _conditions(connection, actor, QueueFilter())
    if _by_arms(connection, actor):
        conditions.append(of_departments(actor))
    rows = connection.execute(
        select(cases.c.service, cases.c.department, cases.c.state, func.count())
        .where(*conditions)
        .group_by(cases.c.service, cases.c.department, cases.c.state)
    )
    return {(service, department, state): count for service, department, state, count in rows}


def search(connection: Connection, actor: Actor, typed: str, limit: int = 30) -> tuple[Case, ...]:
    """Cases that ``typed`` fits: reference, name, identity, mobile, payment number or letter serial."""
    plain = ascii_digits(typed).strip()
    if not plain:
        return ()
    if connection.dialect.name == "postgresql":
        exact = (plain[:60], plain[:60].upper())
        found = _search_central(typed, open_only=False, most=limit, exact=exact)
        conditions: list[ColumnElement[bool]] = [cases.c.id.in_(found)]
    else:
        conditions = _everywhere(typed, plain)
    statement = select(cases).where(or_(*conditions))
    if not actor.is_worker:
        statement = statement.where(of_departments(actor))
    rows = connection.execute(
        statement.order_by(cases.c.closed_at.is_not(None), cases.c.due_at, cases.c.id).limit(limit)
    )
    return tuple(case_of(row) for row in rows.mappings())


def _everywhere(typed: str, plain: str) -> list[ColumnElement[bool]]:
    conditions = _text(typed)
    conditions.append(
        cases.c.id.in_(select(payment_request.c.case_id).where(payment_request.c.number == plain))
    )
    conditions.append(cases.c.id.in_(select(letter.c.case_id).where(letter.c.serial == plain.upper())))
    return conditions
