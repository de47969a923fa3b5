"""A made-up municipality: an embedded database, its staff, its outside, one virtual clock."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from desktop.base.clock import FixedClock, amman_date
from desktop.base.errors import Bug
from desktop.letters.signing import KeyPair
from desktop.models.database import Database, embedded_url, open_database
from desktop.models.queries.office import load_actor, load_reference
from desktop.models.records.people import SENIOR_MANAGEMENT, WORKER_LOGIN, Actor, Job
from desktop.models.records.reference import Reference
from desktop.usecases import office
from desktop.usecases.session import Session
from desktop.usecases.setup import first_administrator, prepare_embedded
from desktop.usecases.simulation.outside import Outside
from desktop.usecases.worker import Gateways, Report, run_once
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import Registry

ADMINISTRATOR = "admin"
_PASSWORD = "simulated"  # noqa: S105 - of made-up accounts in a database that is thrown away
_JOBS = (("first", Job.CLERK), ("second", Job.CLERK), ("head", Job.SUPERVISOR))


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

    def session(self, login: str = WORKER_LOGIN) -> Session:
        """A session of ``login``; without one the worker's."""
        return Session(self.database, self.registry, login, "simulation", self.outside.archives)

    def look(self) -> None:
        """Reads the reference data anew: what can be applied for changes with every day."""
        with self.database.reading() as connection:
            self.reference = load_reference(connection, self.now, amman_date(self.now))

    def work(self) -> Report:
        """What the worker does at this moment."""
        report = run_once(self.session(), self.gateways, "simulation")
        self.outages += len(report.outages)
        self.faults += report.faults
        return report

    def close(self) -> None:
        """Gives the database back."""
        self.database.close()


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
