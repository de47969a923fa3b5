"""Where each number of the overview leads: the part of the queues that it counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from desktop.base.clock import start_of_day
from desktop.base.text import Text
from desktop.models.queries.queues import QueueFilter
from desktop.models.records.case import WaitsOn
from desktop.usecases.month_report import Sheet
from desktop.usecases.overview import Overview, month_span
from desktop.usecases.queue_links import link
from desktop.views.i18n import said, tr_
from desktop.workflows.definition import Closing
from desktop.workflows.registry import Registry


def acting_link(overview: Overview, title: str, **more: object) -> str:
    """The open cases that the supervisor's own departments must act on, narrowed by ``more``."""
    return link(title, QueueFilter(departments=overview.mine, **more))  # type: ignore[arg-type]


def of_cell(sheet: Sheet, row: int, column: int, overview: Overview, month: date, registry: Registry) -> str:
    """The link of one cell of ``sheet``; empty where the row stands for no cases."""
    key, name = sheet.keys[row], sheet.rows[row][0]
    title = said(name) if isinstance(name, Text) else str(name)
    heading = said(sheet.headers[column]) if column else said(sheet.title)
    wanted = _wanted(sheet.key, key, column, overview, month, registry)
    return link(f"{title}: {heading}", wanted) if wanted is not None else ""


def of_day(day: date) -> str:
    """What came in on one day."""
    since = start_of_day(day)
    title = tr_("Diwan", "Received on one day")
    following = start_of_day(date.fromordinal(day.toordinal() + 1))
    return link(title, QueueFilter(submitted=(since, following)))


def _wanted(
    sheet: str, key: str, column: int, overview: Overview, month: date, registry: Registry
) -> QueueFilter | None:
    late: Mapping[int, datetime] = {2: overview.now}
    if sheet == "holders":
        return _held(key, overview, late.get(column))
    if sheet == "departments":
        owners = frozenset() if key in overview.mine else overview.mine
        return QueueFilter(
            departments=frozenset({key}), owners=owners, waits_on=WaitsOn.STAFF, late_at=late.get(column)
        )
    if sheet == "stuck":
        stage, _, department = key.partition("|")
        service, _, state = stage.partition(".")
        owners = frozenset() if department in overview.mine else overview.mine
        return QueueFilter(
            departments=frozenset({department}),
            owners=owners,
            service=service,
            states=frozenset({state}),
            late_at=overview.now,
        )
    span = month_span(month)
    if sheet == "clerks":
        if column >= 3:
            return _held(key, overview, overview.now if column == 4 else None)
        return QueueFilter(handled_by=key, handled=span)
    if sheet == "services":
        return _of_service(key, column, span, registry)
    if sheet == "money":
        paid = column <= 2
        return QueueFilter(service=key, paid=span if paid else None, returned=None if paid else span)
    return None


def _held(login: str, overview: Overview, late_at: datetime | None) -> QueueFilter:
    return QueueFilter(
        departments=overview.mine,
        assignee=login or None,
        unassigned=not login,
        waits_on=WaitsOn.STAFF,
        late_at=late_at,
    )


def _of_service(code: str, column: int, span: tuple[datetime, datetime], registry: Registry) -> QueueFilter:
    if column <= 1:
        return QueueFilter(service=code, submitted=span)
    wanted = {3: {Closing.COMPLETED}, 4: {Closing.REFUSED}, 5: {Closing.CANCELLED, Closing.WITHDRAWN}}
    endings = wanted.get(column, set())
    states = frozenset(
        state.key
        for service in registry.values()
        if code in ("", service.code)
        for state in service.states
        if state.closing in endings
    )
    return QueueFilter(service=code, ended=span, states=states)
