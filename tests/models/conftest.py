"""Databases for the tests of what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import Connection, create_engine

from desktop.models import install
from desktop.models.central import verifier
from desktop.models.records.people import WORKER_LOGIN
from desktop.models.security import make_roles
from desktop.workflows.registry import load
from desktop.workflows.sync import synced
from tests.models.attempts import picture
from tests.models.databases import CentralDatabase, make_time_movable, password_of
from tests.models.play import MORNING, CentralDesk, Play, task
from tests.models.seeds import PEOPLE, seed
from tests.support.postgres import TemporaryPostgres

_GROUPS = {"clerk": "diwan_clerk", "supervisor": "diwan_supervisor", "admin": "diwan_admin"}
_numbers = count(1)
_templates: dict[int, str] = {}


@pytest.fixture(scope="session")
def central_template(postgres: TemporaryPostgres) -> str:
    """The name of a database made as an administrator makes it, with people and reference data."""
    name = "diwan_template"
    # Other folders of tests have this fixture too, each as one of their own.
    if _templates.get(postgres.port) == name:
        return name
    url = postgres.create_database(name)
    install.prepare(url)
    database = CentralDatabase(postgres, name)
    with database.connected() as connection:
        make_time_movable(connection)
        seed(connection)
        for login, grants in PEOPLE.items():
            groups = [_GROUPS[job] for _, job in grants if job in _GROUPS] or ["diwan_staff"]
            _login(connection, login, ["diwan_worker_role"] if login == WORKER_LOGIN else groups)
            install.let_desks_manage(connection, login)
        _login(connection, "portal", ["diwan_portal_role"])
        install.sync(connection, [synced(service) for service in load().values()])
    _templates[postgres.port] = name
    return name


def _login(connection: Connection, login: str, groups: list[str]) -> None:
    secret = verifier(connection, login, password_of(login))
    connection.exec_driver_sql(
        f"CREATE ROLE \"{login}\" LOGIN PASSWORD '{secret}' IN ROLE {', '.join(groups)}"
    )


def _copy(server: TemporaryPostgres, template: str) -> CentralDatabase:
    database = CentralDatabase(server, f"diwan_{next(_numbers)}")
    engine = create_engine(server.create_database(database.name, template))
    with engine.begin() as connection:
        make_roles(connection)
    engine.dispose()
    database.set_time(MORNING)
    return database


@pytest.fixture(scope="module")
def central_of_module(postgres: TemporaryPostgres, central_template: str) -> Iterator[CentralDatabase]:
    """One central database for a module's tests."""
    database = _copy(postgres, central_template)
    yield database
    postgres.drop_database(database.name)


@pytest.fixture
def central(central_of_module: CentralDatabase) -> CentralDatabase:
    """The module's central database, at nine in the morning."""
    central_of_module.set_time(MORNING)
    return central_of_module


@pytest.fixture
def fresh_central(postgres: TemporaryPostgres, central_template: str) -> Iterator[CentralDatabase]:
    """A central database of this test's own, in which nothing was ever numbered."""
    database = _copy(postgres, central_template)
    yield database
    postgres.drop_database(database.name)


@pytest.fixture
def play(central: CentralDatabase) -> Play:
    """A case of Human Resources that waits to be reviewed on the central database."""
    opened = Play(CentralDesk(central))
    opened.open(task())
    return opened


@pytest.fixture
def unchanged(central: CentralDatabase, play: Play) -> Iterator[None]:
    """Whatever the test tries, the case and its record stay as they are."""
    before = picture(central, play.case_id)
    yield
    assert picture(central, play.case_id) == before
