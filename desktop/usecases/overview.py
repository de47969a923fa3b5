"""What a supervisor oversees: who has how much, what is late and where, and what a month brought."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from desktop.base.clock import amman_date, start_of_day
from desktop.base.errors import Refusal
from desktop.base.money import ZERO
from desktop.base.text import Text
from desktop.models import refusals
from desktop.models.queries import money
from desktop.models.queries.office import staff_list
from desktop.models.queries.overview import (
    Flow,
    Handled,
    Moneys,
    OpenGroup,
    days,
    flows,
    handled,
    moneys,
    open_groups,
)
from desktop.models.queries.queues import QueueFilter, queue_page
from desktop.models.records.case import Case, RefundState, WaitsOn
from desktop.models.records.people import Job
from desktop.models.standby import MAIN, Source, report
from desktop.usecases.session import Office, Session
from desktop.workflows.registry import Registry

FIRST_MONTH = date(2020, 1, 1)
MOST_LATE = 500
"""A report lists no more late applications; how many there are is said in any case."""


@dataclass(frozen=True, slots=True)
class Load:
    """Open cases of one clerk, one department or one state, and how long they wait.

    ``longest_days`` counts whole days since the last step of the one that waits longest, ``mean_days`` is the
    mean of all; ``late_days`` the days by which the worst is late.
    """

    key: str
    name: Text
    count: int
    late: int
    mean_days: float
    longest_days: int
    late_days: int
    department: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The open cases of the supervisor's departments ``mine`` as of ``now``.

    ``late`` counts those where ``mine`` must act; ``stuck`` are the late ones by where they stand, worst
    first, also those that others must act on. ``to_approve`` counts the refunds that wait for approval, and
    ``sum_to_approve`` is theirs in dinars.
    """

    now: datetime
    mine: frozenset[str]
    departments: tuple[Load, ...]
    clerks: tuple[Load, ...]
    stuck: tuple[Load, ...]
    count: int
    waits_on: Mapping[WaitsOn, int]
    late: int
    unclaimed: int
    to_approve: int
    sum_to_approve: Decimal
    source: Source = MAIN


@dataclass(frozen=True, slots=True)
class Month:
    """What one month brought the supervisor's departments; ``first`` is its first day.

    ``names`` are those of the accounts by login, ``services`` of the services by code.
    """

    first: date
    flows: tuple[Flow, ...]
    handled: tuple[Handled, ...]
    moneys: tuple[Moneys, ...]
    names: Mapping[str, Text]
    services: Mapping[str, Text]
    departments: tuple[Text, ...]
    overview: Overview
    late_cases: tuple[Case, ...]
    source: Source = MAIN

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From its first moment until before the next month's."""
        return month_span(self.first)


def month_span(first: date) -> tuple[datetime, datetime]:
    """The first moment in Amman of the month that begins on ``first``, and of the next one."""
    following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    return start_of_day(first.replace(day=1)), start_of_day(following)


def oversee(session: Session) -> Overview:
    """The open cases of the account's departments; refuses whoever supervises none."""

    def read(connection: Connection) -> Overview:
        office = _supervisor(session.office(connection))
        groups = open_groups(connection, office.actor, office.now)
        names = {one.login: one.name for one in staff_list(connection, amman_date(office.now))}
        proposed = money.refunds_in(connection, office.actor, frozenset({RefundState.PROPOSED}))
        return _overview(session.registry, office, groups, names, [one.amount for one in proposed])

    found, source = report(session.database, read)
    return replace(found, source=source)


def month(session: Session, first: date) -> Month:
    """What the month of ``first`` brought; refuses one that has not begun, and whoever supervises nothing."""

    def read(connection: Connection) -> Month:
        office = _supervisor(session.office(connection))
        begins = first.replace(day=1)
        if not FIRST_MONTH <= begins <= amman_date(office.now):
            raise Refusal.one(
                "month", "لا أرقام لهذا الشهر بعد.", "There are no figures of that month.", field="month"
            )
        since, before = month_span(begins)
        actor = office.actor
        groups = open_groups(connection, actor, office.now)
        names = {one.login: one.name for one in staff_list(connection, amman_date(office.now))}
        proposed = money.refunds_in(connection, actor, frozenset({RefundState.PROPOSED}))
        return Month(
            begins,
            flows(connection, actor, since, before),
            handled(connection, actor, since, before),
            moneys(connection, actor, since, before),
            names,
            {service.code: service.label for service in session.registry.values()},
            tuple(
                one.name for code, one in office.reference.departments.items() if code in actor.departments
            ),
            _overview(session.registry, office, groups, names, [one.amount for one in proposed]),
            queue_page(connection, actor, QueueFilter(late_at=office.now), limit=MOST_LATE).cases,
        )

    found, source = report(session.database, read)
    return replace(found, source=source)


def _supervisor(office: Office) -> Office:
    if not any(grant.job is Job.SUPERVISOR for grant in office.actor.grants):
        raise refusals.not_allowed("oversee")
    return office


def _overview(
    registry: Registry,
    office: Office,
    groups: tuple[OpenGroup, ...],
    names: Mapping[str, Text],
    proposed: list[Decimal],
) -> Overview:
    now, reference = office.now, office.reference
    mine = [group for group in groups if group.department in office.actor.departments]
    ours = [group for group in mine if group.waits_on is WaitsOn.STAFF]
    departments = {code: one.name for code, one in reference.departments.items()}
    nobody = Text("لم يستلمها أحد", "Claimed by nobody")
    by_clerk = _grouped(ours, lambda g: (g.assignee, ""))
    by_department = _grouped([g for g in groups if g.waits_on is WaitsOn.STAFF], lambda g: (g.department, ""))
    by_state = _grouped([g for g in groups if g.late], lambda g: (f"{g.service}.{g.state}", g.department))
    clerks = [
        _load(key, names.get(key, Text(key, key)) if key else nobody, found, now)
        for (key, _), found in by_clerk.items()
    ]
    stuck = [
        _load(key, _state_name(registry, found[0]), found, now, department, found[0].service, only_late=True)
        for (key, department), found in by_state.items()
    ]
    return Overview(
        now=now,
        mine=office.actor.departments - {""},
        departments=tuple(
            sorted(
                (
                    _load(key, departments.get(key, Text(key, key)), found, now, key)
                    for (key, _), found in by_department.items()
                ),
                key=lambda one: (-one.count, one.key),
            )
        ),
        clerks=tuple(sorted(clerks, key=lambda one: (one.key == "", -one.count, one.key))),
        stuck=tuple(sorted(stuck, key=lambda one: (-one.late, -one.late_days, one.key))),
        count=sum(group.count for group in mine),
        waits_on={kind: sum(group.count for group in mine if group.waits_on is kind) for kind in WaitsOn},
        late=sum(group.late for group in mine),
        unclaimed=sum(group.count for group in ours if not group.assignee),
        to_approve=len(proposed),
        sum_to_approve=sum(proposed, ZERO),
    )


def _state_name(registry: Registry, group: OpenGroup) -> Text:
    service = registry.get(group.service)
    state = next((one for one in service.states if one.key == group.state), None) if service else None
    return state.label if state else Text(group.state, group.state)


def _grouped(
    groups: Iterable[OpenGroup], key: Callable[[OpenGroup], tuple[str, str]]
) -> dict[tuple[str, str], list[OpenGroup]]:
    found: dict[tuple[str, str], list[OpenGroup]] = {}
    for group in groups:
        found.setdefault(key(group), []).append(group)
    return found


def _load(
    key: str,
    name: Text,
    groups: list[OpenGroup],
    now: datetime,
    department: str = "",
    service: str = "",
    *,
    only_late: bool = False,
) -> Load:
    count, today = sum(group.count for group in groups), amman_date(now)
    due = [group.oldest_due for group in groups if group.oldest_due is not None]
    late = sum(group.late for group in groups)
    return Load(
        key=key,
        name=name,
        count=late if only_late else count,
        late=late,
        mean_days=days(sum(group.waited for group in groups), count),
        longest_days=max((today - amman_date(group.oldest_step)).days for group in groups),
        late_days=max(1, (today - amman_date(min(due))).days) if due else 0,
        department=department,
        service=service,
    )
