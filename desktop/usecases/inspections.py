"""A week of inspections: rounds by inspector and district, what waits for one, moves, conflicts (LIC-08).

Inspectors are the accounts that hold the authority ``inspector``: dated, audited and ended like every other,
so that there is no second list of people. A round is an occasion (docs/adr/0006); nothing here knows a
service by its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from desktop.base.clock import AMMAN, amman_date, end_of_day, start_of_day
from desktop.base.errors import Problem, Refusal
from desktop.base.text import Text
from desktop.models.queries.occasions import OccasionFilter
from desktop.models.queries.office import staff_list
from desktop.models.queries.queues import QueueFilter, queue_page
from desktop.models.records.case import Case, ChangeSet, WaitsOn
from desktop.models.records.occasion import Occasion, OccasionState
from desktop.models.records.people import INSPECTOR
from desktop.models.records.plan import EffectKind
from desktop.models.records.reference import Reference
from desktop.usecases.cases import act, open_case_by_id
from desktop.usecases.inspection_conflicts import FULL, PAST, Conflict, conflicts_of
from desktop.usecases.occasions.changes import cancel, change, hold, move, plan
from desktop.usecases.occasions.foresight import Forecast, preview_move
from desktop.usecases.occasions.view import (
    Holder,
    offerings,
    open_occasion,
    opened_in,
    schedulers,
)
from desktop.usecases.session import Office, Session
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.definition import Action, ServiceDefinition, Tone
from desktop.workflows.fields import Choice
from desktop.workflows.values import shown_value

__all__ = [
    "Conflict", "Move", "Round", "Week", "book", "call_off", "close_round", "foresee_booking", "foresee_move",
    "move_round", "plan_round", "resize", "week_of",
]  # fmt: skip

DISTRICT = "district"
"""The field of a case that says where its premises are."""
DAYS = 7


@dataclass(frozen=True, slots=True)
class Round:
    """One round with the cases on it, in the order of arrival."""

    occasion: Occasion
    holders: tuple[Holder, ...]

    @property
    def free(self) -> int:
        """How many more cases it takes."""
        return self.occasion.maximum - self.occasion.taken


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from ``first``: whose rounds there are, which days are none, which cases wait for a round.

    ``inspectors`` are names as rounds keep them, those of today and those who still have rounds; ``holidays``
    are the days of the week on which nobody inspects, with why.
    """

    first: date
    service: ServiceDefinition
    office: Office
    rounds: tuple[Round, ...]
    waiting: tuple[Case, ...]
    inspectors: tuple[str, ...]
    districts: tuple[Choice, ...]
    holidays: Mapping[date, Text]
    people: Mapping[str, Text]
    """The names of inspectors in both languages, by the one that rounds keep."""

    def person(self, name: str) -> Text:
        """The inspector that a round keeps as ``name``."""
        return self.people.get(name, Text(name, name))

    def place(self, district: str) -> Text:
        """The district that a round keeps as ``district``."""
        known = next((one.label for one in self.districts if one.label.ar == district), None)
        return known or Text(district, district)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=n) for n in range(DAYS))

    @property
    def working_days(self) -> tuple[date, ...]:
        return tuple(day for day in self.days if day not in self.holidays)

    def district_of(self, case: Case) -> str:
        """The Arabic name of the case's district, as rounds keep it; empty where it is not known."""
        return _district(self.service, case, self.office.reference)


@dataclass(frozen=True, slots=True)
class Move:
    """What a change would do, before it is done: what speaks against it and every SMS."""

    conflicts: tuple[Conflict, ...]
    forecasts: tuple[Forecast, ...] = ()

    @property
    def possible(self) -> bool:
        return not any(conflict.grave for conflict in self.conflicts)


def sunday_of(day: date) -> date:
    """The first day of the working week that ``day`` is in."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def week_of(session: Session, day: date | None = None, inspector: str = "", district: str = "") -> Week:
    """The week of ``day`` (none: of today, at its end of the coming one), of one inspector or one district
    where these are given.

    Refuses an account whose departments inspect nothing.
    """
    with session.database.reading() as connection:
        office = session.office(connection)
        service = _inspecting(session, office)
        # On Friday and Saturday this week is over, and what there is to plan is the next.
        first = sunday_of(day or amman_date(office.now) + timedelta(days=2))
        last = first + timedelta(days=DAYS - 1)
        rounds = _rounds(session, connection, service, first, last)
        waiting = _waiting(connection, office, service)
        staff = staff_list(connection, amman_date(office.now))
    people = {one.name.ar: one.name for one in staff}
    names = [one.name.ar for one in staff if INSPECTOR in one.authorities]
    known = dict.fromkeys([*names, *(r.occasion.person for r in rounds if r.occasion.person)])
    reference = office.reference
    return Week(
        first=first,
        service=service,
        office=office,
        rounds=tuple(
            one
            for one in rounds
            if inspector in ("", one.occasion.person) and district in ("", one.occasion.district)
        ),
        waiting=tuple(c for c in waiting if district in ("", _district(service, c, reference))),
        inspectors=tuple(name for name in known if inspector in ("", name)),
        districts=districts_of(service),
        holidays=_holidays(reference, first),
        people=people,
    )


def districts_of(service: ServiceDefinition) -> tuple[Choice, ...]:
    """The districts that the service knows."""
    return next((field.choices for field in service.fields if field.key == DISTRICT), ())


def foresee_move(
    session: Session, occasion_id: int, starts_at: datetime, inspector: str, district: str = ""
) -> Move:
    """What moving the round would meet and send; nothing is changed."""
    opened = open_occasion(session, occasion_id)
    one = opened.occasion
    moved = {"person": inspector, "district": district or one.district}
    conflicts = conflicts_of(session, opened, starts_at, inspector)
    if any(conflict.grave for conflict in conflicts):
        return Move(conflicts)
    return Move(conflicts, preview_move(session, occasion_id, starts_at, **moved))


def move_round(
    session: Session,
    occasion_id: int,
    version: int,
    starts_at: datetime,
    inspector: str,
    district: str = "",
) -> ChangeSet:
    """Moves a round, which keeps its length, and sends everybody on it the new date (LIC-08).

    Refuses what ``foresee_move`` calls grave, also where it has come up since.
    """
    opened = open_occasion(session, occasion_id)
    _require(conflicts_of(session, opened, starts_at, inspector), "starts_at")
    one = opened.occasion
    length = one.ends_at - one.starts_at if one.ends_at and one.starts_at else timedelta(hours=3)
    if one.starts_at == starts_at:
        return change(
            session, occasion_id, version, {"person": inspector, "district": district or one.district}
        )
    return move(
        session,
        occasion_id,
        version,
        starts_at,
        starts_at + length,
        person=inspector,
        district=district or one.district,
    )


def plan_round(
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    inspector: str,
    district: str,
    capacity: int,
) -> ChangeSet:
    """Plans a round; the refusal names the field. ``capacity`` is how many premises it takes."""
    with session.database.reading() as connection:
        service = _inspecting(session, session.office(connection))
    problems = []
    if not inspector:
        problems.append(Problem("person", "required", Text("اختر المفتش.", "Choose the inspector.")))
    if not district:
        problems.append(Problem("district", "required", Text("اختر المنطقة.", "Choose the district.")))
    if problems:
        raise Refusal(problems)
    return plan(
        session,
        {
            "kind": service.occasion.kind if service.occasion else "",
            "department": service.department,
            "starts_at": starts_at.isoformat(),
            "ends_at": ends_at.isoformat(),
            "person": inspector,
            "district": district,
            "maximum": capacity,
        },
    )


def resize(session: Session, occasion_id: int, version: int, capacity: int) -> ChangeSet:
    """Sets how many premises a round takes; never fewer than are on it."""
    return change(session, occasion_id, version, {"maximum": capacity})


def call_off(session: Session, occasion_id: int, version: int, reason: str) -> ChangeSet:
    """Calls a round off: its cases are told, and wait for another."""
    return cancel(session, occasion_id, version, reason)


def close_round(session: Session, occasion_id: int, version: int) -> ChangeSet:
    """Records that the round was made."""
    return hold(session, occasion_id, version)


def foresee_booking(session: Session, case_id: int, occasion_id: int) -> Move:
    """What putting the case on the round would meet; nothing is changed."""
    opened, target = open_case_by_id(session, case_id), open_occasion(session, occasion_id)
    found = []
    one = target.occasion
    here = {holder.case.case_id for holder in target.held}
    if booking_action(opened.service, opened.file.case.state) is None:
        found.append(
            Conflict(
                Text("الطلب لا ينتظر كشفاً الآن.", "The application waits for no inspection now."), grave=True
            )
        )
    if case_id in here:
        found.append(Conflict(Text("الطلب على هذه الجولة.", "It is on this round already."), grave=True))
    elif one.is_full:
        found.append(Conflict(FULL, grave=True))
    if one.state is not OccasionState.OPEN or one.starts_at is None or one.starts_at <= target.office.now:
        found.append(Conflict(PAST, grave=True))
    found += _elsewhere(opened.service, [opened.file.case], one, target.office.reference)
    return Move(tuple(found))


def book(session: Session, case_id: int, occasion_id: int) -> ChangeSet:
    """Puts the case on the round and sends the date (LIC-08); a full round is refused, whoever was first."""
    opened = open_case_by_id(session, case_id)
    case = opened.file.case
    action = booking_action(opened.service, case.state)
    occasion = opened.service.occasion
    if action is None or occasion is None:
        raise Refusal.one(
            "not_now", "الطلب لا ينتظر كشفاً الآن.", "The application waits for no inspection now."
        )
    changes = act(session, case.case_id, action.key, {occasion.field: str(occasion_id)}, case.version)
    return ChangeSet(changes.kinds | {"occasion"}, changes.case_ids, changes.details)


def booking_action(service: ServiceDefinition, state: str) -> Action | None:
    """The action of a clerk that takes a place in ``state``."""
    for action in service.actions_in(state):
        if any(e.kind is EffectKind.TAKE_PLACE for o in action.outcomes for e in o.effects):
            return action
    return None


def _inspecting(session: Session, office: Office) -> ServiceDefinition:
    """The service whose rounds the account plans."""
    for service in schedulers(session, office.actor):
        if service.occasion is not None and service.occasion.one_each:
            return service
    raise Refusal.one(
        "no_rounds", "لا جولات كشف في دوائركم.", "Your departments make no rounds of inspection."
    )


def _rounds(
    session: Session, connection: Connection, service: ServiceDefinition, first: date, last: date
) -> tuple[Round, ...]:
    kind = service.occasion.kind if service.occasion else ""
    wanted = OccasionFilter(
        kind=kind,
        states=(OccasionState.OPEN, OccasionState.HELD),
        begin=start_of_day(first),
        end=end_of_day(last),
    )
    found = []
    for offering in offerings(session, wanted):
        opened = opened_in(session, connection, offering.occasion.occasion_id)
        found.append(Round(opened.occasion, opened.held))
    return tuple(found)


def _waiting(connection: Connection, office: Office, service: ServiceDefinition) -> tuple[Case, ...]:
    """The cases whose next thing is to be put on a round, soonest due first."""
    states = set()
    for state in service.states:
        action = booking_action(service, state.key)
        if action is not None and action.tone is Tone.PRIMARY and state.waits_on is WaitsOn.STAFF:
            states.add(state.key)
    wanted = QueueFilter(
        departments=frozenset({service.department}), service=service.code, states=frozenset(states)
    )
    return queue_page(connection, office.actor, wanted, None, 200).cases


def _holidays(reference: Reference, first: date) -> dict[date, Text]:
    calendar = WorkingCalendar.of(holiday.day for holiday in reference.holidays)
    names = {holiday.day: holiday.name for holiday in reference.holidays}
    weekend = Text("نهاية الأسبوع", "Weekend")
    days = [first + timedelta(days=n) for n in range(DAYS)]
    return {day: names.get(day, weekend) for day in days if not calendar.is_working_day(day)}


def _district(service: ServiceDefinition, case: Case, reference: Reference) -> str:
    field = next((one for one in service.fields if one.key == DISTRICT), None)
    value = case.payload.get(DISTRICT)
    return shown_value(field, value, reference, case.payload).ar if field and value else ""


def _elsewhere(
    service: ServiceDefinition, cases: Sequence[Case], one: Occasion, reference: Reference
) -> list[Conflict]:
    """Premises in another district than the round's: to be weighed, not refused."""
    found = []
    for case in cases:
        where = _district(service, case, reference)
        if where and one.district and where != one.district:
            found.append(
                Conflict(
                    Text(
                        f"المحل في {where} والجولة في {one.district}.",
                        f"The premises are in {where}, the round in {one.district}.",
                    ),
                    grave=False,
                )
            )
    return found


def _require(conflicts: Sequence[Conflict], field: str) -> None:
    grave = [conflict for conflict in conflicts if conflict.grave]
    if grave:
        raise Refusal([Problem(field, "conflict", conflict.text) for conflict in grave])


def at_hour(day: date, at: time) -> datetime:
    """The moment of ``at`` o'clock on ``day`` in Amman."""
    return datetime.combine(day, at, AMMAN)
