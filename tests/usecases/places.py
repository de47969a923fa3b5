"""The fixtures of an office on either database; test modules name this one in ``pytest_plugins``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from desktop.base.clock import FixedClock
from desktop.models import install
from desktop.models.central import verifier
from desktop.models.security import make_roles
from desktop.workflows.registry import load
from desktop.workflows.sync import synced
from tests.models.databases import CentralDatabase, make_time_movable, password_of
from tests.support.postgres import TemporaryPostgres
from tests.usecases.scene import (
    MORNING,
    PEOPLE,
    CentralOffice,
    EmbeddedOffice,
    Office,
    open_embedded,
    people_and_rows,
)

_GROUPS = {
    "clerk": "diwan_clerk",
    "supervisor": "diwan_supervisor",
    "worker": "diwan_worker_role",
    "admin": "diwan_admin",
}
_numbers = count(1)


@pytest.fixture(scope="session")
def embedded_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded database with people and reference data, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = open_embedded(path, FixedClock(MORNING))
    install.upgrade(database.engine)
    with database.writing() as connection:
        people_and_rows(connection)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return path


@pytest.fixture(scope="session")
def scene_template(postgres: TemporaryPostgres) -> str:
    """The name of a central database with people and reference data, to be copied."""
    name = "scene_template"
    install.prepare(postgres.create_database(name))
    database = CentralDatabase(postgres, name)
    with database.connected() as connection:
        make_time_movable(connection)
        people_and_rows(connection)
        for login, grants in PEOPLE.items():
            secret = verifier(connection, login, password_of(login))
            groups = ", ".join(_GROUPS[job] for _, job in grants)
            connection.exec_driver_sql(f"CREATE ROLE \"{login}\" LOGIN PASSWORD '{secret}' IN ROLE {groups}")
        install.sync(connection, [synced(service) for service in load().values()])
    return name


@pytest.fixture
def embedded_office(embedded_template: Path, tmp_path: Path) -> Iterator[EmbeddedOffice]:
    """An office of one desk at nine in the morning of a working Sunday."""
    office = EmbeddedOffice(tmp_path, embedded_template)
    yield office
    office.close()


@pytest.fixture
def central_office(
    postgres: TemporaryPostgres, scene_template: str, tmp_path: Path
) -> Iterator[CentralOffice]:
    """An office on PostgreSQL at nine in the morning of a working Sunday."""
    name = f"scene_{next(_numbers)}"
    engine = create_engine(postgres.create_database(name, scene_template), poolclass=NullPool)
    with engine.begin() as connection:
        make_roles(connection)
    office = CentralOffice(tmp_path, CentralDatabase(postgres, name))
    yield office
    office.close()
    postgres.drop_database(name)


@pytest.fixture(params=["embedded", pytest.param("central", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest) -> Office:
    """The same office on either database."""
    found: Office = request.getfixturevalue(f"{request.param}_office")
    return found
