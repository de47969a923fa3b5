"""Time in Amman: today's fixed +03, the summer times of former years, and no naive moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.clock import (
    AMMAN,
    FixedClock,
    SystemClock,
    amman,
    amman_date,
    end_of_day,
    long_date_ar,
    numeric_date,
    parse_moment,
    start_of_day,
    utc,
)

pytestmark = pytest.mark.clause("COM-05")

DAYS = st.dates(date(1930, 1, 1), date(2199, 12, 31))
SUMMER_TIME_BEGAN, SUMMER_TIME_ENDED = date(2021, 3, 26), date(2021, 10, 29)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 1, 15), 3),
        (date(2026, 7, 15), 3),
        (date(2023, 12, 1), 3),
        (date(2021, 12, 1), 2),
        (date(2021, 7, 1), 3),
    ],
)
def test_the_day_ends_at_its_last_second_in_amman(day: date, hours: int) -> None:
    end = end_of_day(day)
    assert end == datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=timezone(timedelta(hours=hours)))
    assert end.tzinfo is UTC


@given(DAYS)
def test_a_day_starts_and_ends_on_itself(day: date) -> None:
    start, end = start_of_day(day), end_of_day(day)
    assert amman_date(start) == amman_date(end) == day
    assert amman_date(end + timedelta(seconds=1)) == day + timedelta(days=1)
    assert amman_date(start - timedelta(seconds=1)) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "hours"), [(SUMMER_TIME_BEGAN, 23), (SUMMER_TIME_ENDED, 25), (date(2026, 3, 27), 24)]
)
def test_the_days_on_which_summer_time_changed_had_another_length(day: date, hours: int) -> None:
    assert end_of_day(day) + timedelta(seconds=1) - start_of_day(day) == timedelta(hours=hours)


@pytest.mark.parametrize("use", [utc, amman, amman_date, FixedClock])
def test_a_naive_moment_is_an_error(use: object) -> None:
    with pytest.raises(ValueError, match="naive"):
        use(datetime(2026, 11, 22, 9))  # type: ignore[operator]  # noqa: DTZ001


def test_midnight_in_amman_is_another_day_than_in_utc() -> None:
    assert amman_date(datetime(2026, 11, 22, 21, 30, tzinfo=UTC)) == date(2026, 11, 23)
    assert amman(datetime(2026, 11, 22, 21, 30, tzinfo=UTC)).hour == 0


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-11-24T09:00", datetime(2026, 11, 24, 6, tzinfo=UTC)),
        ("2026-11-24", datetime(2026, 11, 23, 21, tzinfo=UTC)),
        ("2026-11-24T09:00Z", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("2026-11-24T09:00+01:00", datetime(2026, 11, 24, 8, tzinfo=UTC)),
    ],
)
def test_a_moment_without_an_offset_is_ammans(typed: str, moment: datetime) -> None:
    assert parse_moment(typed) == moment


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-13-01", "24/11/2026"])
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month"):
        parse_moment(typed)


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime(2026, 11, 22, 9, tzinfo=AMMAN))
    assert clock.now() == clock.now() == datetime(2026, 11, 22, 6, tzinfo=UTC)
    clock.advance(timedelta(days=3))
    assert clock.now() == datetime(2026, 11, 25, 6, tzinfo=UTC)
    clock.set(datetime(2026, 1, 1, tzinfo=AMMAN))
    assert clock.now() == datetime(2025, 12, 31, 21, tzinfo=UTC)


def test_the_systems_clock_is_aware() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_dates_are_written_as_jordan_writes_them() -> None:
    assert numeric_date(date(2026, 2, 3)) == "03/02/2026"
    assert long_date_ar(date(2026, 11, 24)) == "24 تشرين الثاني 2026"
    assert long_date_ar(date(2026, 1, 1)) == "1 كانون الثاني 2026"
