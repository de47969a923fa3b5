"""A made-up municipality: an embedded database, its staff, its outside, one virtual clock."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, event, exists, or_, select

from desktop.base.clock import FixedClock, amman_date, end_of_day
from desktop.base.errors import Bug
from desktop.letters.signing import KeyPair
from desktop.models.database import Database, embedded_url, open_database
from desktop.models.queries.office import load_actor, load_reference
from desktop.models.records.case import DeadlineState, MessageState, RequestState
from desktop.models.records.occasion import OccasionState
from desktop.models.records.outside import ApprovalState
from desktop.models.records.people import SENIOR_MANAGEMENT, WORKER_LOGIN, Actor, Job
from desktop.models.records.reference import Reference
from desktop.models.tables.applications import cases, deadline, inbox
from desktop.models.tables.letters import letter
from desktop.models.tables.money import payment_request
from desktop.models.tables.outbox import message
from desktop.models.tables.outside import outside_approval
from desktop.models.tables.schedule import occasion
from desktop.usecases import office
from desktop.usecases.session import Session
from desktop.usecases.setup import first_administrator, prepare_embedded
from desktop.usecases.simulation.outside import Outside
from desktop.usecases.worker import Gateways, run_round
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.definition import Trigger
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import Registry

ADMINISTRATOR = "admin"
_PASSWORD = "simulated"  # noqa: S105 - of made-up accounts in a database that is thrown away
_JOBS = (("first", Job.CLERK), ("second", Job.CLERK), ("head", Job.SUPERVISOR))


_DUE = select(
    or_(
        exists().where(
            deadline.c.state == DeadlineState.RUNNING.value, deadline.c.due_at <= bindparam("now")
        ),
        exists().where(message.c.state == MessageState.WAITING.value, message.c.next_at <= bindparam("now")),
        exists().where(
            payment_request.c.state == RequestState.NEW.value, payment_request.c.next_at <= bindparam("now")
        ),
        exists().where(
            outside_approval.c.state == ApprovalState.ASKED.value,
            outside_approval.c.due_at <= bindparam("now"),
        ),
        exists().where(
            occasion.c.state == OccasionState.OPEN.value,
            occasion.c.came_at.is_(None),
            occasion.c.starts_at < bindparam("tonight"),
        ),
        exists().where(inbox.c.state == "new"),
        exists().where(letter.c.sealed_at.is_(None)),
        exists().where(cases.c.closed_at.is_(None), cases.c.state.in_(bindparam("asking", expanding=True))),
    )
)
"""Whether anything waits for the worker."""


@dataclass
class Town:
    """Everything that a simulation plays in."""

    database: Database
    registry: Registry
    clock: FixedClock
    outside: Outside
    chance: random.Random
    gateways: Gateways
    reference: Reference
    calendar: WorkingCalendar
    worker: Actor
    staff: dict[str, tuple[str, ...]]
    """Logins by department: two clerks and a supervisor."""
    outages: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def __post_init__(self) -> None:
        self._asking = sorted(
            {
                state
                for service in self.registry.values()
                for action in service.actions
                if action.trigger is Trigger.REGISTER
                for state in service.sources_of(action)
            }
        )

    def session(self, login: str = WORKER_LOGIN) -> Session:
        """A session of ``login``; without one the worker's."""
        return Session(self.database, self.registry, login, "simulation", self.outside.archives)

    def look(self) -> None:
        """Reads the reference data anew: what can be applied for changes with every day."""
        with self.database.reading() as connection:
            self.reference = load_reference(connection, self.now, amman_date(self.now))

    def something_due(self) -> bool:
        """Whether time or a step has brought something for the worker to do."""
        now = self.now
        asked = {"now": now, "tonight": end_of_day(amman_date(now)), "asking": self._asking}
        with self.database.reading() as connection:
            return bool(connection.execute(_DUE, asked).scalar_one())

    def work(self, *, to_the_end: bool = False) -> tuple[str, ...]:
        """What the worker does at this moment, and the outages that it met.

        Rounds follow each other until nothing is due or one does nothing; ``to_the_end`` only the latter.
        """
        outages: dict[str, None] = {}
        faults: dict[str, None] = {}
        with _heard(faults):
            while True:
                report = run_round(self.session(), self.gateways, "simulation")
                outages.update(dict.fromkeys(report.outages))
                if not report.total or not (to_the_end or self.something_due()):
                    break
        self.outages += len(outages)
        self.faults += faults
        return tuple(outages)

    def close(self) -> None:
        """Gives the database back."""
        self.database.close()


@contextmanager
def _heard(faults: dict[str, None]) -> Iterator[None]:
    """Takes down what the program logs as an error: what breaks off in the worker stops nothing else."""

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            faults[record.getMessage()] = None

    program, ear = logging.getLogger("desktop"), Ear(logging.ERROR)
    program.addHandler(ear)
    try:
        yield
    finally:
        program.removeHandler(ear)


def build(folder: Path, registry: Registry, start: datetime, seed: str) -> Town:
    """A new municipality in ``folder`` at ``start``, all of its chance drawn from ``seed``."""
    chance = random.Random(seed)  # noqa: S311 - a believable town, not a secret
    clock = FixedClock(start - timedelta(days=1))
    database = open_database(embedded_url(folder / "diwan.db"), clock, DefinitionKeeper(registry))
    _hurry(database)
    prepare_embedded(database, registry)
    outside = Outside.of(clock, random.Random(f"{seed} weather"))  # noqa: S311
    staff = _hire(database, registry)
    clock.set(start)
    with database.reading() as connection:
        reference = load_reference(connection, start, amman_date(start))
        worker = load_actor(connection, WORKER_LOGIN, amman_date(start))
    if worker is None:
        raise Bug("a new database has its worker")
    gateways = Gateways(outside.phones, outside.bank, outside.website, KeyPair.generate().private)
    calendar = WorkingCalendar.of(holiday.day for holiday in reference.holidays)
    return Town(database, registry, clock, outside, chance, gateways, reference, calendar, worker, staff)


def _hurry(database: Database) -> None:
    """Nothing here has to outlive a power cut, so no write waits for the disk."""

    @event.listens_for(database.engine, "connect")
    def hurry(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")


def _hire(database: Database, registry: Registry) -> dict[str, tuple[str, ...]]:
    first_administrator(database, ADMINISTRATOR, "مدير النظام", "Administrator", _PASSWORD)
    admin = Session(database, registry, ADMINISTRATOR, "simulation")
    today = amman_date(database.clock.now())
    hired: dict[str, tuple[str, ...]] = {}
    for department in _departments(admin, registry):
        logins = []
        for name, job in _JOBS:
            login = f"{name}.{department}"
            office.create_staff(admin, login, f"{name} {department}", login, _PASSWORD)
            office.grant(admin, login, department, job, today)
            logins.append(login)
        office.authority(admin, logins[-1], SENIOR_MANAGEMENT, today)
        hired[department] = tuple(logins)
    return hired


def _departments(admin: Session, registry: Registry) -> list[str]:
    """Those that own a service, and those that decide about their guests."""
    owners = {service.department for service in registry.values()}
    view = office.office_view(admin)
    hosts = {one.code for one in view.departments if one.decides_hosting}
    return sorted(owners | hosts)
