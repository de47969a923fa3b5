"""Time as the municipality counts it: aware instants, Asia/Amman days, an injected clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

AMMAN = ZoneInfo("Asia/Amman")

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands in the database for "no due date", so that queues sort by one column; records say ``None``."""

LEVANTINE_MONTHS = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands where it is put; for tests, the simulation and ``--at``."""

    def __init__(self, at: datetime) -> None:
        self._at = utc(at)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        """Moves the clock to ``at`` (aware)."""
        self._at = utc(at)

    def advance(self, by: timedelta) -> None:
        """Moves the clock by ``by``."""
        self._at += by


class ShiftedClock:
    """The machine's clock, moved so that it reads ``at`` when it is made; for a desk opened with ``--at``."""

    def __init__(self, at: datetime) -> None:
        self._by = utc(at) - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._by


def utc(at: datetime) -> datetime:
    """``at`` in UTC; a naive value is an error, never a guess."""
    if at.tzinfo is None:
        raise ValueError(f"naive datetime: {at!r}")
    return at.astimezone(UTC)


def amman(at: datetime) -> datetime:
    """``at`` as the clock on the wall in Amman shows it."""
    return utc(at).astimezone(AMMAN)


def amman_date(at: datetime) -> date:
    """The calendar day in Amman at the instant ``at``."""
    return amman(at).date()


def end_of_day(day: date) -> datetime:
    """23:59:59 in Amman of ``day``, in UTC (COM-05)."""
    return datetime.combine(day, time(23, 59, 59), AMMAN).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """00:00:00 in Amman of ``day``, in UTC."""
    return datetime.combine(day, time(0), AMMAN).astimezone(UTC)


def parse_moment(value: str) -> datetime:
    """An ISO 8601 moment; one without an offset is the time in Amman.

    Raises ``ValueError`` on anything else.
    """
    at = datetime.fromisoformat(value)
    return utc(at if at.tzinfo else at.replace(tzinfo=AMMAN))


def numeric_date(day: date) -> str:
    """``24/11/2026``, the order Jordan writes."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def long_date_ar(day: date) -> str:
    """``24 تشرين الثاني 2026``."""
    return f"{day.day} {LEVANTINE_MONTHS[day.month - 1]} {day.year}"


WEEKDAYS_AR = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
"""The days from Monday on, as ``date.weekday`` counts them."""


def weekday_date(day: date) -> str:
    """``الأحد 22/11/2026``."""
    return f"{WEEKDAYS_AR[day.weekday()]} {numeric_date(day)}"
