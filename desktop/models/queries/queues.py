"""Queues: pages of open cases in the order they are due, counts for their badges, and search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    and_,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY

from desktop.base.text import ascii_digits, search_form
from desktop.models.queries.case_files import case_of, of_departments
from desktop.models.records.case import Case, WaitsOn
from desktop.models.records.people import Actor
from desktop.models.reference_numbers import heard_references, parse_reference
from desktop.models.tables.applications import case_event, cases
from desktop.models.tables.desk import tally
from desktop.models.tables.letters import letter
from desktop.models.tables.money import payment_request, refund

_FEWEST_DIGITS = 4
_NATIONAL = re.compile(r"[0-9]{10}")
_MOBILE = re.compile(r"(?:00962|962)?0?(7[789][0-9]{7})")
_NOWHERE = "-"
_ARTICLE = "ال"
_SERIAL = re.compile(r"([A-Z][A-Z0-9]{0,9}?)[\s\-–_/.]*(20\d\d)[\s\-–_/.]*0*(\d{1,6})")
_ABROAD = re.compile(r"^(00962|962)?0?")
MOST_HEARD = 48
"""References tried for a number of which only a part was heard."""
COUNT_CAP = 1000
"""Badges that walk an index count no further; beyond it they say so."""

_ENTERED = (
    select(func.max(case_event.c.at))
    .where(case_event.c.case_id == cases.c.id, case_event.c.from_state != case_event.c.to_state)
    .correlate(cases)
    .scalar_subquery()
)
SORTS = {
    "due": cases.c.due_at,
    "submitted": cases.c.submitted_at,
    "closed": cases.c.closed_at,
    "moved": cases.c.last_at,
    "applicant": cases.c.name_search,
    "reference": cases.c.reference,
    "service": cases.c.service,
    "state": cases.c.state,
    "identity": cases.c.identity,
    "department": cases.c.department,
    "via": cases.c.submitted_via,
    "holder": func.coalesce(cases.c.assignee, ""),
    "waiting": func.coalesce(_ENTERED, cases.c.submitted_at),
}
"""By what a queue can be sorted; the case's number decides among equals."""

Cursor = tuple[datetime | str, int]
"""The end of a page: what it was sorted by, and the number of its last case."""


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
    paid: tuple[datetime, datetime] | None = None
    """When a fee was settled; open and closed ones, newest first."""
    returned: tuple[datetime, datetime] | None = None
    """When a refund was paid out; open and closed ones, newest first."""

    @property
    def whenever(self) -> bool:
        """Whether open and closed cases stand in one list."""
        spans = (self.submitted, self.handled, self.paid, self.returned)
        return any(span is not None for span in spans)

    @property
    def of_a_period(self) -> bool:
        """Whether a period is asked for, which only those see who own or host its cases."""
        spans = (self.submitted, self.ended, self.paid, self.returned)
        return any(span is not None for span in spans)

    @property
    def past(self) -> bool:
        """Whether only closed cases are listed."""
        return self.closed or self.ended is not None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Cases in order, and where the next page begins (``None`` at the end)."""

    cases: tuple[Case, ...]
    after: Cursor | None


@dataclass(frozen=True, slots=True)
class OpenCount:
    """How many open cases stand in one state of one service, for one department that must act."""

    service: str
    department: str
    state: str
    waits_on: str
    cases: int


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
    if wanted.paid is not None:
        found.append(cases.c.id.in_(_settled(payment_request, payment_request.c.settled_at, wanted.paid)))
    if wanted.returned is not None:
        found.append(cases.c.id.in_(_settled(refund, refund.c.paid_at, wanted.returned)))
    if wanted.text:
        if connection.dialect.name == "postgresql":
            open_only = not (wanted.past or wanted.whenever)
            found.append(cases.c.id.in_(_search_central(wanted.text, open_only=open_only)))
        else:
            found.append(or_(*_text(wanted.text)))
    return found


def _settled(
    table: Table, at: ColumnElement[datetime], span: tuple[datetime, datetime]
) -> Select[tuple[int]]:
    """The cases of which a fee was settled, or a refund paid, within ``span``."""
    state = "settled" if table is payment_request else "paid"
    return select(table.c.case_id).where(table.c.state == state, at >= span[0], at < span[1])


def _text(typed: str) -> list[ColumnElement[bool]]:
    """Reference, name in any spelling, identity number or mobile number."""
    found: list[ColumnElement[bool]] = []
    reference = parse_reference(typed)
    if reference:
        found.append(cases.c.reference == reference)
    words = search_form(typed).split()
    if words:
        found.append(and_(*(_named(word) for word in words)))
    digits = "".join(c for c in ascii_digits(typed) if c.isdigit())
    if len(digits) >= _FEWEST_DIGITS:
        found.append(cases.c.identity.startswith(digits, autoescape=True))
        found.append(cases.c.mobile.contains(_ABROAD.sub("", digits, count=1), autoescape=True))
        found.append(cases.c.reference.contains(digits, autoescape=True))
    return found


def _named(word: str) -> ColumnElement[bool]:
    """Whether a name has ``word``, with the article or without it."""
    forms = [word] if not word.startswith(_ARTICLE) else [word, word.removeprefix(_ARTICLE)]
    return or_(
        *(
            cases.c.name_search.contains(form, autoescape=True)
            for form in forms
            if len(form) > 1 or form == word
        )
    )


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


def _arms(
    actor: Actor, statement: Select[tuple[int]], limit: int, *, of_a_period: bool = False
) -> Select[tuple[int]]:
    """The ids of ``statement``: the first ``limit`` for each department of the actor in each of its parts.

    The cases of a period are walked by the indexes of those who own or host them.
    """
    acting = () if of_a_period else (cases.c.department,)
    parts = [
        select(statement.where(column == code).limit(limit).subquery().c.id)
        for code in sorted(actor.departments - {""}) or [_NOWHERE]
        for column in (*acting, cases.c.owner_department, cases.c.host_department)
    ]
    return select(union(*parts).subquery().c.id)


def _counted_arms(actor: Actor, statement: Select[tuple[int]], limit: int) -> Select[tuple[int]]:
    """The same for a count: no case stands in two parts, so nothing is read once ``limit`` are found."""
    mine = sorted(actor.departments - {""}) or [_NOWHERE]
    by = (cases.c.department, cases.c.owner_department, cases.c.host_department)
    arms = [
        statement.where(one.in_(mine), *(earlier.not_in(mine) for earlier in by[:number])).limit(limit)
        for number, one in enumerate(by)
    ]
    return select(union_all(*(select(arm.subquery().c.id) for arm in arms)).subquery().c.id)


def queue_page(
    connection: Connection,
    actor: Actor,
    wanted: QueueFilter,
    after: Cursor | None = None,
    limit: int = 200,
    *,
    sort: str = "",
    descending: bool = False,
) -> QueuePage:
    """One page of the queue, soonest due first; ``after`` is the end of the page before (COM-06).

    ``sort`` is one of ``SORTS``; without it closed cases stand newest first. The same order must be asked
    for with each ``after``.
    """
    statement = select(cases.c.id).where(*_conditions(connection, actor, wanted))
    if wanted.handled_by:
        handled = select(case_event.c.case_id).where(case_event.c.actor == wanted.handled_by)
        if wanted.handled_since is not None:
            handled = handled.where(case_event.c.at >= wanted.handled_since)
        if wanted.handled is not None:
            handled = handled.where(case_event.c.at >= wanted.handled[0], case_event.c.at < wanted.handled[1])
        statement = statement.where(cases.c.id.in_(handled))
    if sort not in SORTS:
        sort, descending = _own_order(wanted)
    by, number = SORTS[sort], cases.c.id
    order = (by.desc(), number.desc()) if descending else (by, number)
    if after is not None:
        # Bound by the columns' own types: SQLite keeps a moment as a text of one form.
        end = tuple_(literal(after[0], by.type), literal(after[1], number.type))
        here = tuple_(by, number)
        statement = statement.where(here < end if descending else here > end)
    statement = statement.order_by(*order)
    if _by_arms(connection, actor):
        statement = _arms(actor, statement, limit + 1, of_a_period=wanted.of_a_period)
    else:
        statement = statement.limit(limit + 1)
    whole = select(cases, by.label("sorted_by")).where(cases.c.id.in_(statement)).order_by(*order)
    rows = connection.execute(whole.limit(limit + 1)).mappings().all()
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    return QueuePage(tuple(case_of(row) for row in shown), (last["sorted_by"], last["id"]) if last else None)


def _own_order(wanted: QueueFilter) -> tuple[str, bool]:
    if wanted.handled is not None:
        return "moved", True
    if wanted.whenever:
        return "submitted", True
    return ("closed", True) if wanted.past else ("due", False)


def queue_count(connection: Connection, actor: Actor, wanted: QueueFilter) -> int:
    """How many cases the queue shows, at most ``COUNT_CAP``."""
    inner = select(cases.c.id).where(*_conditions(connection, actor, wanted))
    if wanted.handled_by:
        handled = select(case_event.c.case_id).where(case_event.c.actor == wanted.handled_by)
        inner = inner.where(cases.c.id.in_(handled))
    if _by_arms(connection, actor):
        inner = _counted_arms(actor, inner, COUNT_CAP)
    counted = select(func.count()).select_from(inner.limit(COUNT_CAP).subquery())
    return connection.execute(counted).scalar_one()


def open_counts(connection: Connection, actor: Actor) -> tuple[OpenCount, ...]:
    """Open cases that the actor sees, by service, department and state: from the counts, never the cases."""
    keys = (tally.c.service, tally.c.department, tally.c.state, tally.c.waits_on)
    statement = select(*keys, func.sum(tally.c.cases)).group_by(*keys)
    if not actor.is_worker:
        mine = sorted(actor.departments - {""})
        sides = (tally.c.department, tally.c.owner_department, tally.c.host_department)
        statement = statement.where(or_(*(side.in_(mine) for side in sides)))
    return tuple(OpenCount(*row[:4], int(row[4])) for row in connection.execute(statement) if row[4])


def search(
    connection: Connection,
    actor: Actor,
    typed: str,
    limit: int = 30,
    *,
    services: Sequence[str] = (),
    years: Sequence[int] = (),
) -> tuple[Case, ...]:
    """Cases that ``typed`` fits: reference, name, identity, mobile, payment number or letter serial.

    ``services`` and ``years`` are what a reference may be of that was only heard in part.
    """
    plain = ascii_digits(typed).strip()
    if not plain:
        return ()
    heard = heard_references(typed, services, years)[:MOST_HEARD]
    numbers = tuple(dict.fromkeys((plain[:60], "".join(plain.split())[:60], *_serials(plain))))
    if connection.dialect.name == "postgresql":
        found = _search_central(typed, open_only=False, most=limit, exact=(*numbers, *heard))
        conditions: list[ColumnElement[bool]] = [cases.c.id.in_(found)]
    else:
        conditions = [
            *_text(typed),
            cases.c.reference.in_(heard) if heard else false(),
            cases.c.id.in_(select(payment_request.c.case_id).where(payment_request.c.number.in_(numbers))),
            cases.c.id.in_(select(letter.c.case_id).where(letter.c.serial.in_(numbers))),
        ]
    statement = select(cases).where(or_(*conditions))
    if not actor.is_worker:
        statement = statement.where(of_departments(actor))
    # What was heard as a whole number stands before what only contains it.
    first = cases.c.reference.not_in(heard) if heard else cases.c.closed_at.is_not(None)
    rows = connection.execute(
        statement.order_by(first, cases.c.closed_at.is_not(None), cases.c.due_at, cases.c.id).limit(limit)
    )
    return tuple(case_of(row) for row in rows.mappings())


def _serials(plain: str) -> tuple[str, ...]:
    """The letter's serial that ``plain`` may be, however it was typed: ``hr 2026 1`` is HR-2026-00001."""
    match = _SERIAL.fullmatch(plain.upper())
    if not match:
        return (plain[:60].upper(),)
    prefix, year, number = match.groups()
    return (plain[:60].upper(), f"{prefix}-{year}-{int(number):05d}")


def cases_of(connection: Connection, actor: Actor, references: Sequence[str]) -> tuple[Case, ...]:
    """The cases of ``references`` that the actor sees, in that order."""
    statement = select(cases).where(cases.c.reference.in_(list(references)))
    if not actor.is_worker:
        statement = statement.where(of_departments(actor))
    found = {row["reference"]: case_of(row) for row in connection.execute(statement).mappings()}
    return tuple(found[one] for one in references if one in found)
