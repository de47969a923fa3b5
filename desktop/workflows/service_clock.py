"""The service-time target: working days spent by the municipality, recomputed from the record (COM-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desktop.base.clock import amman_date, end_of_day
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.definition import ServiceDefinition


class Entered(Protocol):
    """A state that a case came into, and when: all that is read of an event here."""

    @property
    def at(self) -> datetime: ...

    @property
    def to_state(self) -> str: ...


def target_due_at(
    service: ServiceDefinition,
    events: Sequence[Entered],
    to_state: str,
    now: datetime,
    calendar: WorkingCalendar,
) -> datetime | None:
    """When the service's target ends if the case enters ``to_state`` now; ``None`` where it stands still.

    Time spent in states where the target does not run (waiting for the applicant) is not counted
    (TRN-17, LIC-14).
    """
    if not service.state(to_state).target:
        return None
    left = service.target_days[1]
    since: datetime | None = None
    for event in events:
        state = event.to_state
        if since is None and service.state(state).target:
            since = event.at
        elif since is not None and not service.state(state).target:
            left -= calendar.working_days_between(amman_date(since), amman_date(event.at))
            since = None
    start = amman_date(since if since is not None else now)
    return end_of_day(calendar.add_working_days(start, max(left, 0)))


def due_at(
    service: ServiceDefinition,
    events: Sequence[Entered],
    to_state: str,
    now: datetime,
    calendar: WorkingCalendar,
) -> datetime | None:
    """When staff must have acted in ``to_state``: the target, or the state's own working days."""
    state = service.state(to_state)
    if state.target:
        return target_due_at(service, events, to_state, now, calendar)
    if state.due_in is None:
        return None
    entered = now
    for event in reversed(events):
        if event.to_state != to_state:
            break
        entered = event.at
    return end_of_day(calendar.add_working_days(amman_date(entered), state.due_in))
