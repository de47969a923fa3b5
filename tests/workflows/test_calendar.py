"""The working calendar: the last second of the last day, in Amman, never on a day off."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.clock import AMMAN, amman, amman_date
from desktop.workflows.calendar import Rule, Unit, WorkingCalendar, add_months

pytestmark = pytest.mark.clause("COM-05")

DAYS = st.dates(date(1995, 1, 1), date(2099, 12, 31))
MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
HOLIDAYS = st.frozensets(st.integers(-5, 40), max_size=25)
AMOUNTS = st.integers(0, 30)


def around(day: date, offsets: frozenset[int]) -> WorkingCalendar:
    return WorkingCalendar.of(day + timedelta(days=offset) for offset in offsets)


@pytest.mark.parametrize(
    ("day", "works"),
    [(22, True), (23, True), (24, True), (25, True), (26, True), (27, False), (28, False)],
    ids=["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
)
def test_the_week_is_sunday_to_thursday(day: int, works: bool) -> None:
    assert WorkingCalendar().is_working_day(date(2026, 11, day)) is works


def test_a_holiday_is_no_working_day() -> None:
    day = date(2026, 11, 24)
    assert not WorkingCalendar.of([day]).is_working_day(day)


@pytest.mark.parametrize(
    ("sent", "amount", "ends"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=AMMAN), 3, date(2026, 11, 25)),
        # Three days from Tuesday is Friday: Sunday.
        (datetime(2026, 11, 24, 9, tzinfo=AMMAN), 3, date(2026, 11, 29)),
        # Half past midnight in Amman is still the day before in UTC.
        (datetime(2026, 11, 22, 0, 30, tzinfo=AMMAN), 3, date(2026, 11, 25)),
        (datetime(2026, 11, 22, 23, 59, 59, tzinfo=AMMAN), 3, date(2026, 11, 25)),
        # The rolled day and the day after are holidays.
        (datetime(2026, 12, 29, 9, tzinfo=AMMAN), 3, date(2027, 1, 5)),
    ],
)
def test_a_window_of_days_ends_with_its_last_day(sent: datetime, amount: int, ends: date) -> None:
    calendar = WorkingCalendar.of([date(2027, 1, 3), date(2027, 1, 4)])
    due = amman(calendar.due_at(Rule(Unit.DAYS, amount), sent))
    assert due.date() == ends
    assert due.time() == time(23, 59, 59)


def test_two_working_days_are_not_forty_eight_hours() -> None:
    thursday = datetime(2026, 11, 26, 15, tzinfo=AMMAN)
    due = WorkingCalendar().due_at(Rule(Unit.WORKING_DAYS, 2), thursday)
    assert due == datetime(2026, 11, 30, 23, 59, 59, tzinfo=AMMAN)


def test_a_window_over_the_end_of_summer_time_still_ends_at_midnight_of_the_wall() -> None:
    sent = datetime(2021, 10, 26, 9, tzinfo=AMMAN)
    due = WorkingCalendar().due_at(Rule(Unit.DAYS, 5), sent)
    assert due == datetime(2021, 10, 31, 21, 59, 59, tzinfo=UTC)


@given(MOMENTS, AMOUNTS, HOLIDAYS)
def test_windows_end_on_a_working_day_and_never_early(
    anchor: datetime, amount: int, offsets: frozenset[int]
) -> None:
    first = amman_date(anchor)
    calendar = around(first, offsets)
    due = amman(calendar.due_at(Rule(Unit.DAYS, amount), anchor))
    assert due.time() == time(23, 59, 59)
    assert due >= anchor + timedelta(days=amount) - timedelta(hours=1)
    assert calendar.is_working_day(due.date())
    # Only days off lie between the last day by the count and the day on which it ends.
    day = first + timedelta(days=amount)
    while day < due.date():
        assert not calendar.is_working_day(day)
        day += timedelta(days=1)


@given(MOMENTS, AMOUNTS, HOLIDAYS)
def test_working_days_are_counted_one_by_one(anchor: datetime, amount: int, offsets: frozenset[int]) -> None:
    first = amman_date(anchor)
    calendar = around(first, offsets)
    last = amman_date(calendar.due_at(Rule(Unit.WORKING_DAYS, amount), anchor))
    assert calendar.is_working_day(last)
    counted = sum(
        calendar.is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1)
    )
    assert calendar.working_days_between(first, last) == counted
    assert counted == amount or (amount == 0 and counted == 1 and not calendar.is_working_day(first))


@given(MOMENTS, st.integers(0, 29), HOLIDAYS, st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]))
def test_a_longer_window_or_a_further_holiday_never_ends_earlier(
    anchor: datetime, amount: int, offsets: frozenset[int], unit: Unit
) -> None:
    calendar = around(amman_date(anchor), offsets)
    due = calendar.due_at(Rule(unit, amount), anchor)
    assert calendar.due_at(Rule(unit, amount + 1), anchor) >= due
    assert WorkingCalendar(calendar.holidays | {amman_date(due)}).due_at(Rule(unit, amount), anchor) > due


@given(DAYS, MOMENTS, HOLIDAYS)
def test_an_agreed_day_is_not_moved(day: date, anchor: datetime, offsets: frozenset[int]) -> None:
    calendar = around(day, offsets | {0})
    start = calendar.due_at(Rule(Unit.DATE_START, day=day), anchor)
    end = calendar.due_at(Rule(Unit.DATE_END, day=day), anchor)
    assert amman_date(start) == amman_date(end) == day
    assert amman_date(start - timedelta(seconds=1)) < day < amman_date(end + timedelta(seconds=1))


@pytest.mark.parametrize("unit", [Unit.DATE_START, Unit.DATE_END])
def test_a_rule_of_a_day_needs_its_day(unit: Unit) -> None:
    with pytest.raises(ValueError, match=unit.value):
        WorkingCalendar().due_at(Rule(unit), datetime(2026, 11, 22, tzinfo=UTC))


def test_no_working_days_lie_between_a_day_and_one_before_it() -> None:
    assert WorkingCalendar().working_days_between(date(2026, 11, 24), date(2026, 11, 22)) == 0


@pytest.mark.clause("TRN-11")
@pytest.mark.parametrize(
    ("day", "amount", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 6), 1, date(2027, 1, 6)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day: date, amount: int, then: date) -> None:
    assert add_months(day, amount) == then


@given(DAYS, st.integers(0, 24))
def test_months_later_lies_in_that_month(day: date, amount: int) -> None:
    later = add_months(day, amount)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == amount
    assert later.day <= day.day
