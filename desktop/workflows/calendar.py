"""The one working calendar, for lists, filters, deadlines and reports (COM-05)."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desktop.base.clock import amman_date, end_of_day, start_of_day

FRIDAY, SATURDAY = 4, 5


class Unit(StrEnum):
    """How a deadline counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    DATE_START = "date_start"
    DATE_END = "date_end"


@dataclass(frozen=True, slots=True)
class Rule:
    """A deadline as a rule: ``amount`` days from its anchor, or a ``day`` of its own."""

    unit: Unit
    amount: int = 0
    day: date | None = None


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Sunday to Thursday less the public holidays."""

    holidays: frozenset[date] = frozenset()

    @classmethod
    def of(cls, holidays: Iterable[date]) -> WorkingCalendar:
        return cls(frozenset(holidays))

    def is_working_day(self, day: date) -> bool:
        return day.weekday() not in (FRIDAY, SATURDAY) and day not in self.holidays

    def roll(self, day: date) -> date:
        """``day``, or the next working day if it is none."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, amount: int) -> date:
        """The ``amount``-th working day after ``day``; ``day`` itself is not counted."""
        for _ in range(amount):
            day = self.roll(day + timedelta(days=1))
        return self.roll(day)

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and including ``last``; 0 if there are none."""
        count, day = 0, first
        while day < last:
            day += timedelta(days=1)
            count += self.is_working_day(day)
        return count

    def due_at(self, rule: Rule, anchor: datetime) -> datetime:
        """When a deadline of ``rule`` that counts from ``anchor`` passes, in UTC.

        Windows end at 23:59:59 Asia/Amman of their last day and never on a non-working day; a rule with
        a day of its own is not rolled, because that day was agreed.
        """
        if rule.unit is Unit.DATE_START:
            return start_of_day(_day_of(rule))
        if rule.unit is Unit.DATE_END:
            return end_of_day(_day_of(rule))
        start = amman_date(anchor)
        if rule.unit is Unit.WORKING_DAYS:
            return end_of_day(self.add_working_days(start, rule.amount))
        return end_of_day(self.roll(start + timedelta(days=rule.amount)))


def _day_of(rule: Rule) -> date:
    if rule.day is None:
        raise ValueError(f"a rule of {rule.unit} needs its day")
    return rule.day


def add_months(day: date, amount: int) -> date:
    """The same day ``amount`` months later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + amount
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))
