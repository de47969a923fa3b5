"""A course's printed attendance sheet: who has a seat, with a column to sign in for each of its days."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.base.clock import WEEKDAYS_AR, amman, amman_date, numeric_date
from desktop.models.records.occasion import Occasion
from desktop.usecases.lists import draw_list
from desktop.usecases.occasions.view import opened_in
from desktop.usecases.session import Session

_WEEKEND = (4, 5)
"""Friday and Saturday, as ``date.weekday`` counts; a course of one day may still be held then."""


def course_attendance(session: Session, occasion_id: int) -> bytes:
    """The sheet of everybody who has a seat, in the order of their seats, as a PDF file (CRS-11).

    Refuses where the account sees no such occasion (COM-10).
    """
    with session.database.reading() as connection:
        opened = opened_in(session, connection, occasion_id)
        one, office = opened.occasion, opened.office
        days = course_days(one)
        values = {
            "course_title": opened.offering.subject.ar,
            "period": _period(days),
            "hours": _hours(one),
            "place": one.place,
            "trainer": one.person,
        }
        seated = sorted(opened.seated, key=lambda holder: holder.place.seat or 0)
        rows = [
            {
                "name": holder.case.applicant.name,
                "identity": holder.case.applicant.identity,
                "phone": holder.case.applicant.mobile,
                "case_reference": holder.case.reference,
            }
            for holder in seated
        ]
        headings = [f"{WEEKDAYS_AR[day.weekday()]}\n{day.day:02d}/{day.month:02d}" for day in days]
        return draw_list(
            connection,
            office.reference.departments[one.department],
            "course_attendance",
            values,
            rows,
            on=amman_date(office.now),
            # A course without a date has one column to sign in.
            spread={"day": headings or ["التوقيع"]},
        )


def course_days(occasion: Occasion) -> tuple[date, ...]:
    """The days on which ``occasion`` is held: from its first to its last, without Fridays and Saturdays."""
    if occasion.starts_at is None:
        return ()
    first = amman_date(occasion.starts_at)
    last = max(first, amman_date(occasion.ends_at)) if occasion.ends_at else first
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return tuple(day for day in days if day == first or day.weekday() not in _WEEKEND)


def _period(days: tuple[date, ...]) -> str:
    if not days:
        return ""
    first, last = numeric_date(days[0]), numeric_date(days[-1])
    return first if first == last else f"من {first} ولغاية {last}"


def _hours(occasion: Occasion) -> str:
    if occasion.starts_at is None:
        return ""
    begin = f"{amman(occasion.starts_at):%H:%M}"
    return f"{begin} - {amman(occasion.ends_at):%H:%M}" if occasion.ends_at else begin
