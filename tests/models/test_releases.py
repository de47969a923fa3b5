"""Databases of released versions, brought to this program and back, and the desks of those releases on it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url

from desktop.base.clock import AMMAN, FixedClock
from desktop.base.errors import Refusal
from desktop.models import install
from desktop.models.backup import check_backup, restore
from desktop.models.central import verifier
from desktop.models.compatibility import (
    LEVEL,
    OLDEST_DESK,
    TablesLevel,
    require_compatible,
    tables_level,
)
from desktop.models.database import embedded_url, open_database
from desktop.models.migrations import check_tables, downgrade_tables, newest_revision, upgrade_tables
from desktop.models.programs import run_program
from desktop.models.records.people import WORKER_LOGIN
from desktop.models.security import make_roles
from desktop.models.sync import essence, includes
from desktop.usecases.audit import audit
from desktop.usecases.session import Session
from desktop.usecases.setup import prepare_embedded
from desktop.usecases.upkeep import make_central
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.models.databases import CentralDatabase, make_time_movable, password_of
from tests.support.postgres import TemporaryPostgres

pytestmark = pytest.mark.postgres

FOLDER = Path(__file__).parents[1] / "releases"
RELEASE, REVISION = "0.1.0", "0003"
THAT_DAY = datetime(2026, 11, 22, 9, 0, tzinfo=AMMAN)

Rows = dict[str, list[tuple[Any, ...]]]


def rows(connection: Connection, columns: Mapping[str, list[str]]) -> Rows:
    """Every row of ``columns``' tables, in an order of their own."""
    found = {}
    for table, names in columns.items():
        listed = ", ".join(f'"{name}"' for name in names)
        found[table] = sorted(
            (tuple(row) for row in connection.exec_driver_sql(f'SELECT {listed} FROM "{table}"')), key=repr
        )
    return found


def columns_of(connection: Connection) -> dict[str, list[str]]:
    """Every table and its columns, without Alembic's own."""
    known = inspect(connection)
    return {
        table: [column["name"] for column in known.get_columns(table)]
        for table in known.get_table_names()
        if table != "alembic_version"
    }


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """The embedded database that 0.1.0 left."""
    path = tmp_path / "diwan.db"
    path.write_bytes(gzip.decompress((FOLDER / f"{RELEASE}.sqlite.gz").read_bytes()))
    return path


@pytest.fixture
def old_central(postgres: TemporaryPostgres, central_template: str) -> Iterator[CentralDatabase]:
    """The central database that 0.1.0 left, with its own rules and without this program's."""
    assert central_template, "the roles are there"
    central = CentralDatabase(postgres, "released")
    url = postgres.create_database(central.name)
    with central.connected() as connection:
        make_roles(connection)
        connection.exec_driver_sql("DROP SCHEMA portal; DROP SCHEMA app")
    dump = str(FOLDER / f"{RELEASE}.pgdump")
    run_program("pg_restore", url, "--single-transaction", "--exit-on-error", "-d", central.name, dump)
    yield central
    postgres.drop_database(central.name)


def test_an_embedded_database_goes_forward_and_back_without_losing_a_row(old_file: Path) -> None:
    engine = create_engine(embedded_url(old_file))
    with engine.connect() as connection:
        columns = columns_of(connection)
        before = rows(connection, columns)
    assert len(before["cases"]) == 4
    with engine.begin() as connection:
        assert tables_level(connection) == TablesLevel(1, 1, RELEASE)
        for _ in range(2):
            upgrade_tables(connection)
            assert rows(connection, columns) == before
            downgrade_tables(connection, REVISION)
            assert rows(connection, columns) == before
    engine.dispose()


def test_the_program_opens_an_embedded_database_of_the_release(old_file: Path) -> None:
    database = open_database(embedded_url(old_file), FixedClock(THAT_DAY), DefinitionKeeper(load()))
    prepare_embedded(database, load())
    with database.reading() as connection:
        assert tables_level(connection).level == LEVEL
    assert audit(Session(database, load(), WORKER_LOGIN)).passed
    database.close()
    # The way back lies beside it.
    (kept,) = old_file.parent.glob("diwan.db.before-*[!6]")
    assert not check_backup(kept).central
    with create_engine(embedded_url(kept)).connect() as connection:
        assert tables_level(connection).level == 1


def test_tables_of_a_later_program_are_refused_and_left_alone(old_file: Path) -> None:
    database = open_database(embedded_url(old_file), FixedClock(THAT_DAY), DefinitionKeeper(load()))
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refusal, match="newer than this program") as caught:
        prepare_embedded(database, load())
    assert (caught.value.code, caught.value.problems[0].field) == ("tables_newer", "version")
    with database.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
    database.close()


def test_the_central_database_goes_forward_and_back_without_losing_a_row(
    old_central: CentralDatabase,
) -> None:
    with old_central.connected() as connection:
        columns = columns_of(connection)
        before = rows(connection, columns)
        assert tables_level(connection) == TablesLevel(1, 1, RELEASE)
    assert len(before["cases"]) == 4
    install.prepare(old_central.url())
    with old_central.connected() as connection:
        assert rows(connection, columns) == before
        check_tables(connection)
        found = tables_level(connection)
        assert (found.level, found.oldest_desk) == (LEVEL, OLDEST_DESK)
        connection.exec_driver_sql("SET LOCAL ROLE diwan_owner")
        downgrade_tables(connection, REVISION)
        assert rows(connection, columns) == before
        upgrade_tables(connection)
        assert rows(connection, columns) == before
        connection.rollback()


def test_a_migrator_upgrades_it_unless_a_superuser_must(old_central: CentralDatabase) -> None:
    """Whoever upgrades learns in a sentence that the accounts' functions changed; nothing is half done."""
    with old_central.connected() as connection:
        connection.execute(text(f"CREATE ROLE raiser LOGIN PASSWORD '{password_of('raiser')}'"))
        connection.execute(text("GRANT diwan_migrator TO raiser"))
    refused = ""
    try:
        install.upgrade(old_central.engine("raiser"))
    except Refusal as refusal:
        refused = refusal.code
    assert refused in ("", "accounts")
    expected = REVISION if refused else newest_revision()
    with old_central.connected() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == expected
        connection.exec_driver_sql("DROP OWNED BY raiser")
        connection.execute(text("DROP ROLE raiser"))


def test_yesterdays_backup_of_the_release_is_restored_into_this_program(
    postgres: TemporaryPostgres, central_template: str
) -> None:
    assert central_template
    url = postgres.create_database("restored_release")
    assert restore(FOLDER / f"{RELEASE}.pgdump", url).cases == 4
    with CentralDatabase(postgres, "restored_release").connected() as connection:
        check_tables(connection)
        assert tables_level(connection).level == LEVEL
    postgres.drop_database("restored_release")


def value_of(kept: Any) -> Any:
    """A parameter as it was before it was written down as JSON."""
    if isinstance(kept, list):
        return [value_of(one) for one in kept]
    if not isinstance(kept, dict):
        return kept
    if len(kept) == 1:
        ((kind, value),) = kept.items()
        known: dict[str, Callable[[Any], Any]] = {
            "moment": datetime.fromisoformat, "day": date.fromisoformat, "decimal": Decimal,
            "bytes": bytes.fromhex,
        }  # fmt: skip
        if kind in known:
            return known[kind](value)
    return {key: value_of(value) for key, value in kept.items()}


def login_url(central: CentralDatabase, login: str) -> URL:
    return make_url(central.url(login))


@pytest.mark.skipif(OLDEST_DESK > 1, reason="desks of 0.1.0 may no longer work on these tables")
def test_a_desk_of_the_release_works_on_the_upgraded_server(old_central: CentralDatabase) -> None:
    """Every statement of a day at such a desk, reading and writing, is answered as before."""
    make_central(old_central.url(), load(), None, None, None, create=False)
    asked = json.loads((FOLDER / f"{RELEASE}.desk.json").read_text("utf-8"))
    assert len(asked) > 150
    with old_central.connected() as connection:
        make_time_movable(connection)
        for login in {one["login"] for one in asked}:
            known = connection.execute(
                text("SELECT count(*) FROM pg_roles WHERE rolname = :login"), {"login": login}
            ).scalar_one()
            if not known:
                connection.exec_driver_sql(f'CREATE ROLE "{login}" LOGIN')
            secret = verifier(connection, login, password_of(login))
            groups = {"former.huda": "diwan_supervisor", "former.admin": "diwan_admin"}
            connection.exec_driver_sql(f"ALTER ROLE \"{login}\" PASSWORD '{secret}'")
            connection.exec_driver_sql(f'GRANT {groups.get(login, "diwan_clerk")} TO "{login}"')
    old_central.set_time(THAT_DAY)
    for one in asked:
        with old_central.connected(one["login"]) as connection:
            connection.exec_driver_sql(one["statement"], value_of(one["parameters"]))
    with old_central.connected() as connection:
        actions = connection.execute(
            text("SELECT action FROM case_event WHERE workstation = 'HR-01' ORDER BY case_id, number")
        )
        assert actions.scalars().all() == ["note", "refer", "submit"]


def test_programs_and_tables_of_one_level_apart() -> None:
    """Older desks work on newer tables until those say otherwise; a newer desk asks for the server first."""
    require_compatible(TablesLevel(LEVEL, LEVEL - 1, "x"))
    require_compatible(TablesLevel(LEVEL + 1, LEVEL, "x"))
    for found, code in (
        (TablesLevel(LEVEL + 2, LEVEL + 1, "9.0.0"), "tables_newer"),
        (TablesLevel(LEVEL - 1, 1, "0.1.0"), "tables_older"),
    ):
        with pytest.raises(Refusal) as caught:
            require_compatible(found)
        assert caught.value.code == code
        assert found.release in caught.value.text.ar


@pytest.mark.parametrize(
    ("later", "earlier", "same"),
    [
        ({"a": 1, "b": "", "c": [], "d": False, "e": None}, {"a": 1}, True),
        ({"a": '{"x":[1,2],"y":""}'}, {"a": '{"x": [1, 2]}'}, True),
        ({"a": "null"}, {"a": ""}, True),
        ({"a": [{"key": "x"}, {"key": "y", "required": {"op": "never"}}]}, {"a": [{"key": "x"}]}, True),
        ({"a": [{"key": "x"}, {"key": "y", "required": {"op": "always"}}]}, {"a": [{"key": "x"}]}, False),
        ({"a": [{"key": "y"}]}, {"a": [{"key": "x"}]}, False),
        ({"a": 2}, {"a": 1}, False),
        ({}, {"a": 1}, False),
    ],
)
def test_a_definition_that_says_the_same_in_newer_words(
    central: CentralDatabase, later: dict[str, Any], earlier: dict[str, Any], same: bool
) -> None:
    assert includes(essence(later), essence(earlier)) is same
    asked = "SELECT app.includes(app.essence(CAST(:later AS jsonb)), app.essence(CAST(:earlier AS jsonb)))"
    with central.connected() as connection:
        found = connection.execute(
            text(asked), {"later": json.dumps(later), "earlier": json.dumps(earlier)}
        ).scalar_one()
    assert found is same
