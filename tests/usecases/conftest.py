"""An office as an administrator sets it up, on either database: base data, accounts made in the program."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from desktop.base.clock import AMMAN, FixedClock, amman_date, utc
from desktop.models import install
from desktop.models.database import Database, embedded_url, open_database
from desktop.models.install import NewLogin
from desktop.models.records.people import SENIOR_MANAGEMENT, Job
from desktop.models.security import make_roles
from desktop.usecases import office, setup
from desktop.usecases.session import Session
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from desktop.workflows.sync import synced
from tests.models.databases import CentralDatabase, make_time_movable, password_of
from tests.support.postgres import TemporaryPostgres

SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=AMMAN)
ADMIN = "raed"
STAFF = {
    "jumana": ("hr", Job.CLERK),
    "tamer": ("hr", Job.CLERK),
    "wafaa": ("hr", Job.SUPERVISOR),
    "hatem": ("gis", Job.CLERK),
    "ghada": ("gis", Job.SUPERVISOR),
}
"""Accounts with their jobs; ``wafaa`` also holds senior management's authority."""

_numbers = count(1)


class Bureau:
    """A database that was prepared and staffed in the program, and its clock."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock

    def session(self, login: str) -> Session:
        """A session of ``login``."""
        return Session(self.database(login), load(), login, f"desk of {login}")

    def database(self, login: str) -> Database:
        raise NotImplementedError

    def staffed(self) -> None:
        """Makes every account of ``STAFF`` as the administrator."""
        admin, today = self.session(ADMIN), amman_date(self.clock.now())
        for login, (department, job) in STAFF.items():
            office.create_staff(admin, login, f"السيد {login}", login, password_of(login))
            office.grant(admin, login, department, job, today)
        office.authority(admin, "wafaa", SENIOR_MANAGEMENT, today)


class EmbeddedBureau(Bureau):
    """One file for one desk."""

    def __init__(self, path: Path) -> None:
        super().__init__(FixedClock(SUNDAY))
        self.path = path
        self._database = open_database(embedded_url(path), self.clock, DefinitionKeeper(load()))

    def database(self, login: str = "") -> Database:
        return self._database


class CentralBureau(Bureau):
    """PostgreSQL; every login is a real one."""

    def __init__(self, place: CentralDatabase) -> None:
        super().__init__(FixedClock(SUNDAY))
        self.place = place
        self._databases: dict[str, Database] = {}

    def database(self, login: str) -> Database:
        if login not in self._databases:
            keeper = DefinitionKeeper(load())
            self._databases[login] = open_database(self.place.url(login), self.clock, keeper, pool_size=1)
        return self._databases[login]

    def close(self) -> None:
        for database in self._databases.values():
            database.close()


@pytest.fixture(scope="session")
def _embedded_bureau(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bureau = EmbeddedBureau(tmp_path_factory.mktemp("bureau") / "diwan.db")
    database = bureau.database()
    setup.prepare_embedded(database, load())
    setup.first_administrator(database, ADMIN, "رائد", "Raed", password_of(ADMIN))
    bureau.staffed()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return bureau.path


@pytest.fixture(scope="session")
def _central_bureau(postgres: TemporaryPostgres) -> str:
    place = CentralDatabase(postgres, "bureau_template")
    admin = NewLogin(ADMIN, "رائد", "Raed", password_of(ADMIN))
    install.prepare(postgres.create_database(place.name), admin)
    with place.connected() as connection:
        make_time_movable(connection)
        connection.execute(text("UPDATE test_time.clock SET at = :at"), {"at": utc(SUNDAY)})
        # The administrator of the real present is one of the test's present too.
        connection.execute(text("UPDATE app.staff_grant SET valid_from = :day"), {"day": amman_date(SUNDAY)})
        install.sync(connection, [synced(service) for service in load().values()])
        setup.write_base_data(connection, load())
    bureau = CentralBureau(place)
    bureau.staffed()
    bureau.close()
    return place.name


@pytest.fixture
def embedded_bureau(_embedded_bureau: Path, tmp_path: Path) -> Iterator[EmbeddedBureau]:
    """An embedded database that was set up and staffed, at nine in the morning of a Sunday."""
    path = tmp_path / "diwan.db"
    shutil.copyfile(_embedded_bureau, path)
    bureau = EmbeddedBureau(path)
    yield bureau
    bureau.database().close()


@pytest.fixture
def central_bureau(postgres: TemporaryPostgres, _central_bureau: str) -> Iterator[CentralBureau]:
    """The same on PostgreSQL."""
    name = f"bureau_{next(_numbers)}"
    engine = create_engine(postgres.create_database(name, _central_bureau), poolclass=NullPool)
    with engine.begin() as connection:
        make_roles(connection)
    bureau = CentralBureau(CentralDatabase(postgres, name))
    yield bureau
    bureau.close()
    postgres.drop_database(name)


@pytest.fixture(params=["embedded", pytest.param("central", marks=pytest.mark.postgres)])
def bureau(request: pytest.FixtureRequest) -> Bureau:
    """The same office on either database."""
    found: Bureau = request.getfixturevalue(f"{request.param}_bureau")
    return found
