"""The service's target: five working days of the municipality's own time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.clock import AMMAN, amman_date
from desktop.models.records.case import Event
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.service_clock import due_at, target_due_at
from tests.workflows.builders import TRN, event

pytestmark = pytest.mark.clause("TRN-17", "COM-06")

PLAIN = WorkingCalendar()


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=AMMAN)


def end(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, 23, 59, 59, tzinfo=AMMAN)


SUBMITTED = event("submit", "review", at(22))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(22), end(29)),
        # Submitted on a Thursday night, a Friday, a Saturday: the five days begin on Sunday.
        (at(26, 23), end(3, 12)),
        (at(27), end(3, 12)),
        (at(28), end(3, 12)),
    ],
)
def test_five_working_days_from_submission(now: datetime, due: datetime) -> None:
    assert target_due_at(TRN, (), "review", now, PLAIN) == due


def test_holidays_do_not_count() -> None:
    calendar = WorkingCalendar.of([date(2026, 11, 24), date(2026, 11, 25)])
    assert target_due_at(TRN, (), "review", at(22), calendar) == end(1, 12)


@pytest.mark.parametrize("state", ["correction", "awaiting_payment", "approved", "in_progress", "completed"])
def test_it_stands_still_where_the_municipality_does_not_decide(state: str) -> None:
    assert target_due_at(TRN, (SUBMITTED,), state, at(23), PLAIN) is None


def test_going_to_the_host_does_not_begin_it_anew() -> None:
    assert target_due_at(TRN, (SUBMITTED,), "host_decision", at(25), PLAIN) == end(29)


def test_other_steps_in_the_same_state_change_nothing() -> None:
    events = (SUBMITTED, event("claim", "review", at(23)), event("judge", "review", at(24)))
    assert target_due_at(TRN, events, "review", at(25), PLAIN) == end(29)


def test_the_time_spent_waiting_for_the_applicant_does_not_count() -> None:
    # Two working days were used (Mon, Tue); a week later three are left.
    events = (SUBMITTED, event("request_correction", "correction", at(24)))
    assert target_due_at(TRN, events, "review", at(1, month=12), PLAIN) == end(6, 12)


def test_several_waits_are_all_left_out() -> None:
    events = (
        SUBMITTED,
        event("request_correction", "correction", at(24)),
        event("resubmit", "review", at(29)),
        event("request_correction", "correction", at(30)),
    )
    assert target_due_at(TRN, events, "review", at(6, month=12), PLAIN) == end(8, 12)
    back = (*events, event("resubmit", "review", at(6, month=12)))
    assert target_due_at(TRN, back, "host_decision", at(7, month=12), PLAIN) == end(8, 12)


def test_a_target_that_was_used_up_is_due_today() -> None:
    events = (SUBMITTED, event("request_correction", "correction", at(8, month=12)))
    assert target_due_at(TRN, events, "review", at(13, month=12), PLAIN) == end(13, 12)


@given(st.lists(st.integers(0, 12), max_size=6), st.integers(0, 12))
def test_the_municipality_never_has_more_than_five_days_of_its_own(stays: list[int], last: int) -> None:
    """However often the case goes back and forth, the working days in target states add up to five."""
    now, events, used, state = at(22), [SUBMITTED], 0, "review"
    for days in stays:
        then = now + timedelta(days=days)
        if state == "review":
            used += PLAIN.working_days_between(amman_date(now), amman_date(then))
        state = "correction" if state == "review" else "review"
        events.append(event("move", state, then))
        now = then
    due = target_due_at(TRN, events, "review", now + timedelta(days=last), PLAIN)
    assert due is not None
    start = now if state == "review" else now + timedelta(days=last)
    left = PLAIN.working_days_between(amman_date(start), amman_date(due))
    assert left == max(5 - used, 0) or (used >= 5 and not PLAIN.is_working_day(amman_date(start)))


@pytest.mark.parametrize(
    ("events", "now", "due"),
    [
        ((), at(24), end(25)),
        ((event("begin", "first_day", at(22)),), at(24), end(23)),
        ((event("begin", "first_day", at(22)), event("note", "first_day", at(23))), at(24), end(23)),
        # Thursday's entry is due on Sunday.
        ((), at(26), end(29)),
        # The second time counts from the second entry.
        ((event("begin", "first_day", at(1)), event("record_absent", "absent", at(2))), at(24), end(25)),
    ],
)
def test_attendance_is_due_one_working_day_after_it_began(
    events: tuple[Event, ...], now: datetime, due: datetime
) -> None:
    assert due_at(TRN, events, "first_day", now, PLAIN) == due


def test_where_nobody_must_act_nothing_is_due() -> None:
    for state in ("correction", "approved", "completed"):
        assert due_at(TRN, (SUBMITTED,), state, at(24), PLAIN) is None
    assert due_at(TRN, (SUBMITTED,), "review", at(24), PLAIN) == end(29)
