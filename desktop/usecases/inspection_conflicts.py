"""What speaks against a round's date: days off, the past, what the inspector does already (LIC-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.base.clock import amman, amman_date, end_of_day, start_of_day
from desktop.base.text import Text
from desktop.models.queries.occasions import OccasionFilter
from desktop.models.records.occasion import Occasion, OccasionState
from desktop.usecases.occasions.view import OpenOccasion, offerings
from desktop.usecases.session import Session
from desktop.workflows.calendar import WorkingCalendar

FULL = Text("اكتملت أماكن الجولة.", "The round is full.")
PAST = Text("انقضى وقت الجولة أو أُغلقت.", "The round's time is past, or it is closed.")


@dataclass(frozen=True, slots=True)
class Conflict:
    """What speaks against a change; what is ``grave`` is refused, the rest is for the clerk to weigh."""

    text: Text
    grave: bool


def conflicts_of(
    session: Session, opened: OpenOccasion, starts_at: datetime, inspector: str
) -> tuple[Conflict, ...]:
    """Everything that speaks against a round of ``opened`` beginning at ``starts_at`` with ``inspector``."""
    one, office = opened.occasion, opened.office
    found = []
    day = amman_date(starts_at)
    calendar = WorkingCalendar.of(holiday.day for holiday in office.reference.holidays)
    if not calendar.is_working_day(day):
        name = next((h.name for h in office.reference.holidays if h.day == day), None)
        why = name or Text("نهاية الأسبوع", "weekend")
        found.append(Conflict(Text(f"ليس يوم عمل: {why.ar}.", f"Not a working day: {why.en}."), grave=True))
    if starts_at <= office.now:
        found.append(Conflict(Text("الموعد في الماضي.", "The date is in the past."), grave=True))
    if one.state is not OccasionState.OPEN:
        found.append(Conflict(PAST, grave=True))
    length = one.ends_at - one.starts_at if one.ends_at and one.starts_at else timedelta(hours=3)
    for other in _same_day(session, one.kind, day):
        if other.occasion_id == one.occasion_id or other.person != inspector or other.starts_at is None:
            continue
        ends = other.ends_at or other.starts_at + timedelta(hours=1)
        if other.starts_at < starts_at + length and ends > starts_at:
            at = f"{amman(other.starts_at):%H:%M}–{amman(ends):%H:%M}"
            found.append(
                Conflict(
                    Text(
                        f"للمفتش جولة أخرى في الوقت نفسه ({at}).",
                        f"The inspector has another round then ({at}).",
                    ),
                    grave=True,
                )
            )
    return tuple(found)


def _same_day(session: Session, kind: str, day: date) -> list[Occasion]:
    wanted = OccasionFilter(
        kind=kind, states=(OccasionState.OPEN,), begin=start_of_day(day), end=end_of_day(day)
    )
    return [offering.occasion for offering in offerings(session, wanted)]
