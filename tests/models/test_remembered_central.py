"""What a connection remembers of the central database's reference data is never older than what it sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, create_engine, event, text, update

from desktop.base.clock import amman_date
from desktop.models.install import CENTRAL_PATH
from desktop.models.queries.office import load_actor, load_reference
from desktop.models.remembered import REFERENCE, memory_of
from desktop.models.tables.office import department, staff_grant
from tests.models.databases import CentralDatabase
from tests.models.play import MORNING

TODAY = amman_date(MORNING)
# A column that is no number drawn by the database itself.
REFERENCE_COLUMN = {one.name: [column.name for column in one.c][-1] for one in REFERENCE}
# After a statement that inserts (4), deletes (8), updates (16) or truncates (32).
_EACH_CHANGE = 4 + 8 + 16 + 32


@pytest.fixture
def desk(central: CentralDatabase) -> Iterator[Connection]:
    """A clerk's connection, kept for many transactions as the program's pool keeps it."""
    engine = create_engine(central.url("clerk.hr"), connect_args={"options": CENTRAL_PATH})
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def owner(central: CentralDatabase) -> Iterator[Connection]:
    """Whoever changes the reference data; what was not committed is undone."""
    engine = central.engine()
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def name_of(connection: Connection) -> str:
    return load_reference(connection, MORNING, TODAY).departments["hr"].name.ar


def rename(connection: Connection, name: str) -> None:
    connection.execute(update(department).where(department.c.code == "hr").values(name_ar=name))


def test_what_did_not_change_is_one_short_question(desk: Connection) -> None:
    name_of(desk)
    load_actor(desk, "clerk.hr", TODAY)
    told: list[str] = []
    event.listen(desk, "before_cursor_execute", lambda *given: told.append(given[2]))
    memory = memory_of(desk)
    reference = load_reference(desk, MORNING, TODAY, memory)
    actor = load_actor(desk, "clerk.hr", TODAY, "", memory)
    # The version, and the occasions, on which places are taken all day.
    assert len(told) == 2
    assert reference.departments
    assert actor is not None


def test_another_persons_change_is_seen_when_it_counts(desk: Connection, owner: Connection) -> None:
    before = name_of(desk)
    rename(owner, "اسم من مكتب آخر")
    assert name_of(desk) == before
    owner.commit()
    assert name_of(desk) == "اسم من مكتب آخر"
    rename(owner, before)
    owner.commit()
    assert name_of(desk) == before


def test_what_is_undone_is_forgotten(owner: Connection) -> None:
    before = name_of(owner)
    owner.commit()
    rename(owner, "اسم لم يثبت")
    assert name_of(owner) == "اسم لم يثبت"
    owner.rollback()
    assert name_of(owner) == before
    rename(owner, "اسم آخر")
    assert name_of(owner) == "اسم آخر"


def test_a_job_taken_away_counts_at_once(desk: Connection, owner: Connection) -> None:
    actor = load_actor(desk, "clerk.hr", TODAY)
    assert actor is not None
    assert actor.grants
    mine = staff_grant.c.login == "clerk.hr"
    owner.execute(update(staff_grant).where(mine).values(valid_to=TODAY - timedelta(days=1)))
    owner.commit()
    try:
        actor = load_actor(desk, "clerk.hr", TODAY)
        assert actor is not None
        assert not actor.grants
    finally:
        owner.execute(update(staff_grant).where(mine).values(valid_to=None))
        owner.commit()


@pytest.mark.parametrize("table", [one.name for one in REFERENCE])
def test_every_table_behind_it_draws_a_new_version(owner: Connection, table: str) -> None:
    before = memory_of(owner).drawn
    owner.execute(text(f"UPDATE app.{table} SET {REFERENCE_COLUMN[table]} = {REFERENCE_COLUMN[table]}"))
    assert memory_of(owner).drawn != before
    kinds = owner.execute(
        text("SELECT tgtype FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass) AND tgname = 'drawn'"),
        {"table": f"app.{table}"},
    ).scalar_one()
    assert kinds == _EACH_CHANGE
