"""Changes of occasions on an embedded database: the counterpart of ``app.occasion``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, and_, insert, select, update

from desktop.base.clock import amman, amman_date
from desktop.models import refusals
from desktop.models.embedded import EmbeddedSteps
from desktop.models.embedded_results import RETURNED, attended, details_with, exam_scale, fits
from desktop.models.occasion_data import LOOSE, changed_columns, dates, require_seats, text_in
from desktop.models.office_changes import EmbeddedOffice
from desktop.models.queries.occasions import held_cases, occasion_by_id, places_where
from desktop.models.queries.office import load_reference
from desktop.models.records.case import DeadlineState
from desktop.models.records.occasion import (
    Attendance,
    Occasion,
    OccasionEvent,
    OccasionResult,
    OccasionState,
    PlaceState,
    Result,
)
from desktop.models.records.people import Actor, Job
from desktop.models.records.plan import canonical_json
from desktop.models.tables.applications import deadline
from desktop.models.tables.office import course, holiday
from desktop.models.tables.schedule import occasion, place

_WEEKEND = (4, 5)
AN_HOUR = timedelta(hours=1)
"""How long one without an end takes."""


class EmbeddedOccasions:
    """Carries changes out in the open transaction of ``connection``."""

    def __init__(self, connection: Connection, steps: EmbeddedSteps, workstation: str) -> None:
        self._connection = connection
        self._steps = steps
        self._workstation = workstation
        self._now = steps.now()
        self._actor: Actor = steps.actor(self._now)

    def occasion(
        self, action: str, occasion_id: int | None, expected_version: int | None, data: Mapping[str, object]
    ) -> OccasionResult:
        """See ``Occasions.occasion``."""
        given = json.loads(canonical_json(data))
        if action == "plan":
            occasion_id = self._plan(given)
        changes: dict[str, Callable[[Occasion, dict[str, object]], None]] = {
            "plan": lambda _one, _data: None,
            "change": self._change,
            "move": self._move,
            "cancel": self._cancel,
            "hold": self._hold,
            "attend": self._attend,
            "result": self._result,
            "check": self._check,
            "return": self._return,
            "came": self._came,
        }
        if action not in changes:
            raise refusals.not_allowed(action)
        present = occasion_by_id(self._connection, occasion_id) if occasion_id is not None else None
        if present is None or not (self._actor.is_worker or present.department in self._actor.departments):
            raise refusals.no_such_case()
        self._require_entitled(action, present)
        if expected_version is not None and present.version != expected_version:
            raise refusals.stale(_latest(present))
        if action != "plan":
            self._set(
                present,
                version=present.version + 1,
                last_action=action,
                last_actor=self._actor.login,
                last_at=self._now,
            )
        record = {**given, "action": action, "occasion": present.occasion_id}
        EmbeddedOffice(self._connection, self._actor, self._steps.clock).record(
            "occasion", record, self._workstation
        )
        cases = tuple(held_cases(self._connection, present.occasion_id))
        changes[action](present, given)
        if action in ("plan", "change", "move"):
            self._require_round(self._read(present))
        self._steps.seating(self._actor.login, self._now).settle(present.occasion_id)
        left = self._read(present)
        return OccasionResult(left.occasion_id, left.version, left.state.value, cases)

    def _require_entitled(self, action: str, present: Occasion) -> None:
        jobs = self._actor.jobs_in(present.department)
        if (Job.WORKER in jobs) if action == "came" else (Job.CLERK in jobs):
            return
        raise refusals.not_allowed(action)

    def _plan(self, data: dict[str, object]) -> int:
        kind, department = text_in(data, "kind", 12), text_in(data, "department", 20)
        rules = self._steps.keeper.occasion_rules(kind)
        if rules is None:
            raise refusals.invalid("kind")
        if rules[0] != department:
            raise refusals.invalid("department")
        if Job.CLERK not in self._actor.jobs_in(department):
            raise refusals.not_allowed("plan")
        subject = text_in(data, "subject", 40, required=False)
        if subject and not self._connection.execute(
            select(course.c.code).where(
                course.c.code == subject, course.c.department == department, course.c.active
            )
        ).first():  # fmt: skip
            raise refusals.invalid("subject")
        values = {
            "minimum": 0,
            "maximum": 0,
            "details": "{}",
            **dict.fromkeys(LOOSE, ""),
            **changed_columns(data),
            **(dates(data, self._now) if data.get("starts_at") else {}),
        }
        if not values.get("starts_at") and not rules[1].gathers:
            raise refusals.invalid("starts_at")
        require_seats(int(str(values["minimum"])), int(str(values["maximum"])), 0)
        made: int = self._connection.execute(
            insert(occasion)
            .values(
                kind=kind,
                department=department,
                subject=subject,
                state=OccasionState.OPEN.value,
                version=1,
                last_action="plan",
                last_actor=self._actor.login,
                last_at=self._now,
                **values,
            )
            .returning(occasion.c.id)
        ).scalar_one()
        return made

    def _change(self, present: Occasion, data: dict[str, object]) -> None:
        _require_open(present, "change")
        values = changed_columns(data)
        minimum, maximum = values.get("minimum", present.minimum), values.get("maximum", present.maximum)
        require_seats(int(str(minimum)), int(str(maximum)), present.taken)
        if values:
            self._set(present, **values)

    def _move(self, present: Occasion, data: dict[str, object]) -> None:
        _require_open(present, "move")
        values = {**changed_columns(data), **dates(data, self._now)}
        values = {key: value for key, value in values.items() if key not in ("minimum", "maximum")}
        self._moved(present, values)

    def _moved(self, present: Occasion, values: Mapping[str, object]) -> None:
        self._set(present, **values, came_at=None)
        self._move_deadlines(self._read(present))
        self._tell(present, OccasionEvent.DATED)

    def _move_deadlines(self, moved: Occasion) -> None:
        """Windows that end with the occasion's day follow it."""
        if moved.starts_at is None:
            return
        rows = self._connection.execute(
            select(deadline.c.id, deadline.c.rule, deadline.c.anchor_at).where(
                deadline.c.case_id.in_(held_cases(self._connection, moved.occasion_id)),
                deadline.c.state == DeadlineState.RUNNING.value,
            )
        ).all()
        for deadline_id, text, anchor_at in rows:
            rule = json.loads(text)
            if rule.get("of") == "occasion":
                rule["day"] = amman_date(moved.starts_at).isoformat()
                new = canonical_json(rule)
                due_at = self._steps.keeper.rule_due_at(new, anchor_at)
                self._connection.execute(
                    update(deadline).where(deadline.c.id == deadline_id).values(rule=new, due_at=due_at)
                )

    def _cancel(self, present: Occasion, data: dict[str, object]) -> None:
        _require_open(present, "cancel")
        reason = text_in(data, "reason", 300)
        details = canonical_json({**present.details, "reason": reason})
        self._set(present, state=OccasionState.CANCELLED.value, details=details)
        self._tell(present, OccasionEvent.CANCELLED)

    def _hold(self, present: Occasion, data: dict[str, object]) -> None:
        _require_open(present, "hold")
        if present.starts_at is None or amman_date(present.starts_at) > amman_date(self._now):
            raise refusals.invalid("starts_at")
        absent = data.get("absent", [])
        seated = {
            one.case_id
            for one in places_where(
                self._connection,
                and_(place.c.occasion_id == present.occasion_id, place.c.state == PlaceState.SEATED.value),
            )
        }
        if not isinstance(absent, list) or not seated.issuperset(absent):
            raise refusals.invalid("absent")
        mine = and_(place.c.occasion_id == present.occasion_id, place.c.state == PlaceState.SEATED.value)
        self._places(and_(mine, place.c.case_id.in_(absent)), attendance=Attendance.ABSENT.value)
        self._places(and_(mine, place.c.attendance == ""), attendance=Attendance.PRESENT.value)
        self._set(present, state=OccasionState.HELD.value)
        self._tell(present, OccasionEvent.HELD)

    def _attend(self, present: Occasion, data: dict[str, object]) -> None:
        held = present.state is OccasionState.HELD and self._is_marked(present)
        if not held:
            _require_open(present, "attend")
        attendance = text_in(data, "attendance", 12, required=False)
        if attendance not in tuple(Attendance) or (held and attendance == ""):
            raise refusals.invalid("attendance")
        self._place(present, data.get("case_id"), "case_id", **attended(attendance))

    def _is_marked(self, present: Occasion) -> bool:
        rules = self._steps.keeper.occasion_rules(present.kind)
        return rules is not None and rules[1].marked

    def _result(self, present: Occasion, data: dict[str, object]) -> None:
        if present.state is not OccasionState.HELD:
            raise refusals.not_allowed("result")
        results = data.get("results")
        if not isinstance(results, list) or not results:
            raise refusals.invalid("results")
        scale = exam_scale(self._connection, present)
        for one in results:
            if not isinstance(one, dict) or one.get("result") not in tuple(Result):
                raise refusals.invalid("results")
            if scale and one["result"] and not fits(one, scale):
                raise refusals.invalid("results")
            self._place(
                present,
                one.get("case_id"),
                "results",
                only_present=True,
                score=text_in(one, "score", 20, required=False),
                result=one["result"],
                entered_by=self._actor.login,
                entered_at=self._now,
            )
        self._set(present, details=details_with(present, ""))

    def _return(self, present: Occasion, data: dict[str, object]) -> None:
        """Gives the results back to whoever entered them, with the reason (EXM-06)."""
        if present.state is not OccasionState.HELD:
            raise refusals.not_allowed("return")
        self._set(present, details=details_with(present, text_in(data, "reason", 300)))

    def _check(self, present: Occasion, _data: dict[str, object]) -> None:
        if present.state is not OccasionState.HELD or present.details.get(RETURNED):
            raise refusals.not_allowed("check")
        attended = [
            one
            for one in places_where(self._connection, place.c.occasion_id == present.occasion_id)
            if one.attendance is Attendance.PRESENT
        ]
        if any(one.result is Result.UNKNOWN for one in attended):
            raise refusals.invalid("results")
        me = {self._actor.login, self._actor.acting_for(present.department, frozenset({Job.CLERK})) or ""}
        if me - {""} & {one.entered_by for one in attended}:
            raise refusals.four_eyes()
        self._places(
            and_(
                place.c.occasion_id == present.occasion_id,
                place.c.attendance == Attendance.PRESENT.value,
            ),
            checked_by=self._actor.login,
            checked_at=self._now,
        )
        self._set(present, state=OccasionState.CLOSED.value)
        self._tell(present, OccasionEvent.RESULTS)

    def _came(self, present: Occasion, _data: dict[str, object]) -> None:
        _require_open(present, "came")
        today = amman_date(self._now)
        if present.starts_at is None or present.came_at or amman_date(present.starts_at) > today:
            raise refusals.invalid("starts_at")
        days = self._postpone_days(present)
        if present.reached_at is not None or not days or present.taken >= present.minimum:
            self._set(present, came_at=self._now)
            self._tell(present, OccasionEvent.CAME)
            return
        # Under its minimum, and it never had it: the same hour so many days later (CRS-02).
        holidays = self._holidays()
        day = today + timedelta(days=days)
        while day.weekday() in _WEEKEND or day in holidays:
            day += timedelta(days=1)
        by = day - amman_date(present.starts_at)
        starts_at = amman(present.starts_at) + by
        ends_at = amman(present.ends_at) + by if present.ends_at else None
        self._moved(present, {"starts_at": starts_at, "ends_at": ends_at})

    def _holidays(self) -> set[date]:
        return set(self._connection.execute(select(holiday.c.day)).scalars())

    def _postpone_days(self, present: Occasion) -> int:
        rules = self._steps.keeper.occasion_rules(present.kind)
        if rules is None:
            return 0
        reference = load_reference(self._connection, self._now, amman_date(self._now))
        return int(reference.settings.get(rules[1].setting, str(rules[1].postpone_days)))

    def _require_round(self, one: Occasion) -> None:
        """What the kind of occasion asks of its day and of its person (LIC-08)."""
        rules = self._steps.keeper.occasion_rules(one.kind)
        if rules is None or one.starts_at is None:
            return
        day = amman_date(one.starts_at)
        if rules[1].working_days and (day.weekday() in _WEEKEND or day in self._holidays()):
            raise refusals.invalid("working_day")
        if not rules[1].one_each or not one.person:
            return
        others = self._connection.execute(
            select(occasion.c.starts_at, occasion.c.ends_at).where(
                occasion.c.kind == one.kind,
                occasion.c.person == one.person,
                occasion.c.state == OccasionState.OPEN.value,
                occasion.c.id != one.occasion_id,
            )
        ).all()
        first, last = one.starts_at, one.ends_at or one.starts_at + AN_HOUR
        if any(starts and starts < last and (ends or starts + AN_HOUR) > first for starts, ends in others):
            raise refusals.invalid("person_busy")

    def _tell(self, present: Occasion, event: OccasionEvent) -> None:
        self._steps.seating(self._actor.login, self._now).happen_to_all(present.occasion_id, event)

    def _place(
        self, present: Occasion, case_id: object, field: str, *, only_present: bool = False, **values: object
    ) -> None:
        mine = and_(
            place.c.occasion_id == present.occasion_id,
            place.c.case_id == case_id,
            place.c.state == PlaceState.SEATED.value,
        )
        if only_present:
            mine = and_(mine, place.c.attendance == Attendance.PRESENT.value)
        is_number = isinstance(case_id, int) and not isinstance(case_id, bool)
        if not is_number or not places_where(self._connection, mine):
            raise refusals.invalid(field)
        self._places(mine, **values)

    def _places(self, which: object, **values: object) -> None:
        self._connection.execute(update(place).where(which).values(**values))  # type: ignore[arg-type]

    def _read(self, present: Occasion) -> Occasion:
        found = occasion_by_id(self._connection, present.occasion_id)
        if found is None:
            raise refusals.no_such_case()
        return found

    def _set(self, present: Occasion, **values: object) -> None:
        self._connection.execute(
            update(occasion).where(occasion.c.id == present.occasion_id).values(**values)
        )


def _require_open(present: Occasion, action: str) -> None:
    if present.state is not OccasionState.OPEN:
        raise refusals.not_allowed(action)


def _latest(present: Occasion) -> dict[str, object]:
    return {
        "actor": present.last_actor,
        "action": present.last_action,
        "at": present.last_at.isoformat(),
        "state": present.state.value,
        "version": present.version,
    }
