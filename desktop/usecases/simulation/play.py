"""The days of a simulated municipality, one after the other, until nothing moves any more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Table, func, select

from desktop.base.clock import AMMAN, amman_date, utc
from desktop.models.records.case import UNSETTLED, DeadlineState, RequestState, WaitsOn
from desktop.models.records.people import WORKER_LOGIN
from desktop.models.tables.applications import cases, deadline
from desktop.models.tables.letters import letter
from desktop.models.tables.money import payment_notice, payment_request, refund
from desktop.models.tables.outbox import message
from desktop.models.tables.schedule import occasion
from desktop.usecases.cases import open_case_by_id
from desktop.usecases.money import UNFINISHED
from desktop.usecases.simulation import applicants
from desktop.usecases.simulation.applicants import Person
from desktop.usecases.simulation.checks import Broken, Invariant, broken
from desktop.usecases.simulation.desks import Desks
from desktop.usecases.simulation.schedule import Schedule
from desktop.usecases.simulation.town import Town, build
from desktop.workflows.registry import Registry, load

BEGINS = date(2026, 1, 4)
OPENS = utc(datetime.combine(BEGINS, time(7, 30), AMMAN))
"""The moment at which a town begins: a working Sunday."""
_QUIET_DAYS = 2
"""Days on which nothing moves, after which the clock goes on to the next window that passes."""
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One service's row of the table."""

    service: str
    applications: int = 0
    turned_away: int = 0
    """Not taken in: the validation or a register refused them."""
    completed: int = 0
    refused: int = 0
    cancelled: int = 0
    withdrawn: int = 0
    open: int = 0
    steps: int = 0
    messages: int = 0
    letters: int = 0
    paid: int = 0
    refunds: int = 0

    def __add__(self, other: Line) -> Line:
        return Line(
            self.service,
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)[1:]),
        )


@dataclass(frozen=True, slots=True)
class Played:
    """What one town played."""

    lines: tuple[Line, ...]
    broken: tuple[Broken, ...]
    steps: int
    outages: int
    refused: Counter[str] = field(default_factory=Counter)


def play(folder: Path, cases_: int, seed: str, registry: Registry | None = None) -> Played:
    """Plays ``cases_`` applications in a new town in ``folder`` and checks the invariants."""
    game = Game(build(folder, registry or load(), OPENS, seed), cases_)
    try:
        game.run()
        return game.result()
    finally:
        game.town.close()


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return utc(datetime.combine(day, time(hour, minute), AMMAN))


class Game:
    """One town's years."""

    def __init__(self, town: Town, cases_: int) -> None:
        self.town = town
        self.desks = Desks(town)
        self.schedule = Schedule(town)
        self._left = cases_
        self._number = 0
        self._a_day = max(1, round(cases_ / min(120, max(6, cases_ // 12))))
        self._unknown: list[Person] = []
        self._people: dict[int, Person] = {}
        self._sent: Counter[str] = Counter()
        self._done: tuple[int, ...] = ()
        self._unanswered = False
        """Whether a gateway failed the worker in its last round: what is left is tried again."""

    def run(self) -> None:
        """Day after day, until every application was sent and nothing moves any more."""
        day, quiet, last = BEGINS, 0, -1
        for _ in range(_LONGEST):
            self._day(day, busy=quiet == 0)
            moved = self._moved()
            quiet = 0 if self._left or moved != last else quiet + 1
            last, day = moved, day + timedelta(days=1)
            if quiet > _QUIET_DAYS:
                coming = self._next_window()
                if coming is None:
                    break
                day, quiet = max(day, coming), 0
        self.town.outside.weather.fair = True
        self.town.clock.set(_at(day + timedelta(days=1), 7, 30))
        self.town.faults += [f"in fair weather: {outage}" for outage in self.town.work(to_the_end=True)]

    def _day(self, day: date, *, busy: bool) -> None:
        town = self.town
        town.outside.new_day()
        self._round(day, 7, 30)
        if town.calendar.is_working_day(day):
            if self._left:
                town.clock.set(_at(day, 9))
                self._arrivals()
                self._round(day, 9, 30)
            self.schedule.morning(plans=bool(self._left))
            self._desks(day, 10, 0.6)
            if busy:
                self._round(day, 11)
                self._desks(day, 13, 0.4)
        town.clock.set(_at(day, 18))
        self._evening()
        self._round(day, 20)

    def _round(self, day: date, hour: int, minute: int = 0) -> None:
        """The worker's round; left out where nothing was done since the last one and nothing has come due."""
        done = (
            self.desks.steps, self.schedule.steps, self.town.outside.bank.payments,
            self.town.outside.website.sent, self._number,
        )  # fmt: skip
        self.town.clock.set(_at(day, hour, minute))
        if done != self._done or self._unanswered or self.town.something_due():
            self._done = done
            self._unanswered = bool(self.town.work())

    def _arrivals(self) -> None:
        codes = sorted(self.town.registry)
        for _ in range(min(self._a_day, self._left)):
            # In turn, so that every service gets its share.
            service = self.town.registry[codes[self._number % len(codes)]]
            self._number += 1
            made = applicants.new_person(self.town, service, self._number)
            if made is None:
                continue
            person, document = made
            self._left -= 1
            self._sent[service.code] += 1
            if not applicants.apply(self.town, person, document):
                continue
            if person.case_id:
                self._people[person.case_id] = person
            else:
                self._unknown.append(person)

    def _meet(self) -> None:
        """Learns the references that the portal answered with."""
        still = []
        for person in self._unknown:
            said = self.town.outside.website.answers.get(person.item)
            if said is None:
                still.append(person)
            elif said.get("accepted"):
                person.reference = str(said["reference"])
                with self.town.database.reading() as connection:
                    number = select(cases.c.id).where(cases.c.reference == person.reference)
                    person.case_id = connection.execute(number).scalar_one()
                self._people[person.case_id] = person
        self._unknown = still

    def _desks(self, day: date, hour: int, share: float) -> None:
        town = self.town
        town.clock.set(_at(day, hour))
        with town.database.reading() as connection:
            opened = connection.execute(
                select(cases.c.id, cases.c.department, cases.c.waits_on).where(cases.c.closed_at.is_(None))
            ).all()
            owing = connection.execute(
                select(cases.c.id, cases.c.department).where(
                    cases.c.id.in_(
                        select(refund.c.case_id)
                        .where(refund.c.state.in_([state.value for state in UNFINISHED]))
                        .union(
                            select(payment_notice.c.case_id).where(
                                payment_notice.c.state.in_([state.value for state in UNSETTLED])
                            )
                        )
                    )
                )
            ).all()
        for row in sorted(opened):
            wanted = share if row.waits_on in (WaitsOn.STAFF, WaitsOn.OUTSIDE) else 0.04
            if town.chance.random() < wanted:
                self.desks.turn(row.id, row.department)
        for case_id, department in sorted((row.id, row.department) for row in owing):
            if town.chance.random() < share:
                self.desks.turn(case_id, department)

    def _evening(self) -> None:
        """The applicants at home: they pay, correct, ask, withdraw."""
        self._meet()
        town = self.town
        with town.database.reading() as connection:
            rows = connection.execute(
                select(cases.c.id, cases.c.waits_on).where(cases.c.closed_at.is_(None))
            ).all()
            asked = set(
                connection.execute(
                    select(payment_request.c.case_id).where(
                        payment_request.c.state == RequestState.ISSUED.value
                    )
                ).scalars()
            )
        late = {number for number, one in self._people.items() if one.payer is applicants.Payer.LATE}
        waiting = {row.id for row in rows if row.waits_on == WaitsOn.APPLICANT}
        fickle = {row.id for row in rows if row.id in self._people and self._people[row.id].fickle}
        for case_id in sorted(waiting | asked | fickle | late):
            person = self._people.get(case_id)
            if person is None or town.chance.random() > 0.4:
                continue
            opened = open_case_by_id(town.session(WORKER_LOGIN), case_id)
            applicants.pay(town, person, opened)
            if opened.file.case.closed_at is None:
                applicants.answer(town, person, opened)
            elif person.paid >= len(opened.file.requests):
                self._people.pop(case_id)

    def _next_window(self) -> date | None:
        """The first day on which a window passes by itself."""
        with self.town.database.reading() as connection:
            due = connection.execute(
                select(func.min(deadline.c.due_at)).where(deadline.c.state == DeadlineState.RUNNING.value)
            ).scalar_one()
            held = connection.execute(
                select(func.min(occasion.c.starts_at)).where(occasion.c.state == "open", occasion.c.taken > 0)
            ).scalar_one()
        coming = [amman_date(one) for one in (due, held) if one is not None]
        return min(coming, default=None)

    def _moved(self) -> int:
        with self.town.database.reading() as connection:
            return int(connection.execute(select(func.coalesce(func.sum(cases.c.version), 0))).scalar_one())

    def result(self) -> Played:
        """The table's rows and every broken invariant."""
        town = self.town
        found = [*broken(town)]
        found += [Broken(Invariant.ONCE, where, "done twice") for where in self.desks.twice_done]
        found += [
            Broken(Invariant.RECORD, where, "offered and then refused") for where in self.desks.contradictions
        ]
        found += [Broken(Invariant.RECORD, "worker", fault) for fault in town.faults]
        lines = tuple(self._line(code) for code in sorted(town.registry))
        refused = self.desks.refused + self.schedule.refused
        return Played(lines, tuple(found), self.desks.steps + self.schedule.steps, town.outages, refused)

    def _line(self, code: str) -> Line:
        with self.town.database.reading() as connection:
            ends = Counter(
                connection.execute(select(cases.c.outcome).where(cases.c.service == code)).scalars()
            )
            own = select(cases.c.id).where(cases.c.service == code)

            def count(table: Table) -> int:
                of = table.c.case_id
                return int(
                    connection.execute(
                        select(func.count()).select_from(table).where(of.in_(own))
                    ).scalar_one()
                )

            versions = connection.execute(
                select(func.coalesce(func.sum(cases.c.version), 0)).where(cases.c.service == code)
            ).scalar_one()
            paid = connection.execute(
                select(func.count())
                .select_from(payment_request)
                .where(payment_request.c.case_id.in_(own), payment_request.c.state == "settled")
            ).scalar_one()
            taken = sum(ends.values())
            return Line(
                code,
                self._sent[code],
                self._sent[code] - taken,
                ends["completed"],
                ends["refused"],
                ends["cancelled"],
                ends["withdrawn"],
                ends[""],
                int(versions),
                count(message),
                count(letter),
                int(paid),
                count(refund),
            )
