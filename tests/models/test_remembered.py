"""What a connection remembers of the reference data is never older than what its transaction sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Insert, Table, delete, event, insert, select, update

from desktop.base.clock import FixedClock, amman_date
from desktop.models.database import Database, embedded_url, open_database
from desktop.models.queries.office import load_actor, load_reference
from desktop.models.records.people import WORKER_LOGIN
from desktop.models.records.reference import Reference
from desktop.models.remembered import OCCASIONS, REFERENCE, memory_of
from desktop.models.tables.office import department, staff, wording
from desktop.models.tables.schedule import occasion
from desktop.usecases.setup import prepare_embedded
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.models.play import MORNING


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "diwan.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    registry = load()
    made = open_database(embedded_url(file), FixedClock(MORNING), DefinitionKeeper(registry))
    prepare_embedded(made, registry)
    yield made
    made.close()


def reference(connection: Connection, now: datetime = MORNING) -> Reference:
    return load_reference(connection, now, amman_date(now))


def name_of(connection: Connection) -> str:
    return next(iter(reference(connection).departments.values())).name.ar


def rename(connection: Connection, name: str) -> None:
    connection.execute(update(department).values(name_ar=name))


def statements(connection: Connection) -> list[str]:
    told: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *given: told.append(given[2]))
    return told


def test_what_did_not_change_is_read_once(database: Database) -> None:
    with database.reading() as connection:
        reference(connection)
        load_actor(connection, WORKER_LOGIN, amman_date(MORNING))
        told = statements(connection)
        again, actor = (
            reference(connection),
            load_actor(connection, WORKER_LOGIN, amman_date(MORNING), "desk 3"),
        )
        assert len(told) == 2
        assert not [one for one in told if "department" in one or "staff" in one]
    assert again.departments
    assert actor is not None
    assert actor.workstation == "desk 3"


def test_a_transaction_sees_its_own_change_and_forgets_what_is_undone(database: Database) -> None:
    with database.reading() as connection:
        before = name_of(connection)
    with database.engine.connect() as connection:
        rename(connection, "اسم لم يثبت")
        assert name_of(connection) == "اسم لم يثبت"
        connection.rollback()
        assert name_of(connection) == before
        rename(connection, "اسم آخر")
        assert name_of(connection) == "اسم آخر"
        with connection.begin_nested() as inner:
            rename(connection, "داخل")
            assert name_of(connection) == "داخل"
            inner.rollback()
        assert name_of(connection) == "اسم آخر"
        connection.commit()
    with database.reading() as connection:
        assert name_of(connection) == "اسم آخر"


def test_another_connections_change_is_seen_by_the_next_transaction(database: Database, file: Path) -> None:
    other = open_database(embedded_url(file), FixedClock(MORNING), DefinitionKeeper(load()))
    try:
        with database.reading() as connection:
            before = name_of(connection)
            with other.writing() as writer:
                rename(writer, "من مكتب آخر")
            # This transaction's rows are still the old ones, and so is what it remembers.
            assert name_of(connection) == before
            assert (
                connection.execute(select(department.c.name_ar).order_by(department.c.code)).scalars().first()
                == before
            )
        with database.reading() as connection:
            assert name_of(connection) == "من مكتب آخر"
    finally:
        other.close()


@pytest.mark.parametrize("table", [*REFERENCE, *OCCASIONS], ids=lambda table: table.name)
def test_every_table_behind_it_is_watched(database: Database, table: Table) -> None:
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        # Rows of no sense, undone at the end: only whether a change is noticed counts.
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(delete(table))
        for change in (_inserted(table), update(table).values(_same(table)), delete(table)):
            memory = memory_of(connection)
            memory.reference["kept"] = memory.occasions["kept"] = True
            connection.execute(change)
            memory = memory_of(connection)
            shelf, untouched = memory.reference, memory.occasions
            if table in OCCASIONS:
                shelf, untouched = untouched, shelf
            assert "kept" not in shelf
            assert "kept" in untouched
        connection.rollback()


def _same(table: Table) -> dict[str, object]:
    column = next(iter(table.c))
    return {column.name: column}


def _inserted(table: Table) -> Insert:
    given: dict[str, object] = {}
    for column in table.c:
        made = column.type.python_type
        if made in (bool, str):
            given[column.name] = made(1)
        elif made is date:
            given[column.name] = amman_date(MORNING)
        else:
            given[column.name] = (
                MORNING if column.name in ("at", "valid_from") or "_at" in column.name else 990
            )
    return insert(table).values(given)


def test_a_locked_account_is_gone_at_once(database: Database) -> None:
    today = amman_date(MORNING)
    with database.writing() as connection:
        assert load_actor(connection, WORKER_LOGIN, today) is not None
        connection.execute(update(staff).where(staff.c.login == WORKER_LOGIN).values(active=False))
        assert load_actor(connection, WORKER_LOGIN, today) is None


def test_a_wording_comes_into_force_at_its_moment(database: Database) -> None:
    later = MORNING + timedelta(minutes=10)
    with database.writing() as connection:
        row = connection.execute(select(wording).limit(1)).mappings().one()
        coming = {name: value for name, value in row.items() if name != "id"}
        connection.execute(insert(wording).values(**{**coming, "text": "نص جديد", "valid_from": later}))
        key = (row["service"], row["key"])
        for now, said in ((MORNING, row["text"]), (later, "نص جديد"), (MORNING, row["text"])):
            assert reference(connection, now).wordings[key] == said


def test_a_changed_schema_ends_it(database: Database) -> None:
    with database.engine.connect() as connection:
        reference(connection)
        connection.exec_driver_sql("CREATE TABLE extra (id INTEGER)")
        memory_of(connection).reference["kept"] = True
        assert memory_of(connection).reference == {}
        connection.rollback()


def test_an_occasion_that_has_begun_is_offered_no_more(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        begins = MORNING + timedelta(hours=1)
        connection.execute(
            insert(occasion).values(
                kind="offering", department=connection.execute(select(department.c.code)).scalars().first(),
                subject="", starts_at=begins, ends_at=begins + timedelta(hours=2), place="", person="",
                district="", minimum=0, maximum=5, taken=0, arrivals=0, state="open", details="{}",
                version=1, last_action="open", last_actor=WORKER_LOGIN, last_at=MORNING,
            )
        )  # fmt: skip
        assert len(reference(connection).occasions) == 1
        assert reference(connection, begins).occasions == {}
        connection.execute(update(occasion).values(taken=3))
        assert next(iter(reference(connection).occasions.values())).taken == 3
