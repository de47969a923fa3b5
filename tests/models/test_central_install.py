"""The central database is made, upgraded, taken back and checked."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from desktop.base.errors import Outage, Refusal
from desktop.models import install
from desktop.models.central import CentralSteps
from desktop.models.migrations import check_tables, downgrade_tables, newest_revision, upgrade_tables
from desktop.models.partitions import PARTITIONED
from desktop.models.tables import metadata
from tests.models.attempts import DENIED, refused
from tests.models.databases import CentralDatabase, password_of
from tests.models.play import CentralDesk, Play, task
from tests.support.postgres import TemporaryPostgres

pytestmark = pytest.mark.postgres

EXPECTED = Path(__file__).with_name("central_privileges.txt")
QUESTION = Path(__file__).with_name("central_privileges.sql")


def privileges(connection: Connection) -> list[str]:
    """What each role may do, and which functions, policies and triggers there are."""
    return sorted(connection.exec_driver_sql(QUESTION.read_text("utf-8")).scalars())


def test_the_tables_are_those_of_the_metadata(central: CentralDatabase) -> None:
    with central.connected() as connection:
        check_tables(connection)
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        assert version == newest_revision()


def test_what_each_role_may_do_is_what_is_written(central: CentralDatabase) -> None:
    """``central_privileges.txt`` is read by people; whatever the database grants stands there."""
    with central.connected() as connection:
        found = privileges(connection)
    assert found == EXPECTED.read_text("utf-8").splitlines()


def test_every_definer_function_fixes_how_it_is_read(central: CentralDatabase) -> None:
    """Where names are looked for, and what a backslash means: neither is the caller's to say."""
    fixed = ["search_path=pg_catalog, pg_temp", "standard_conforming_strings=on"]
    with central.connected() as connection:
        rows = connection.execute(
            text(
                "SELECT proname, proconfig, pg_get_userbyid(proowner) FROM pg_proc WHERE prosecdef"
                " AND pronamespace IN (CAST('app' AS regnamespace), CAST('portal' AS regnamespace))"
            )
        ).all()
    assert len(rows) > 20
    # The tests' own clock is one of them.
    # Those that make logins match one pattern, with which no string but a verifier passes either way.
    wrong = {n for n, setting, owner in rows if setting != fixed[: 1 if owner == "diwan_accounts" else 2]}
    assert wrong - {"now"} == set()


def test_upgrading_again_changes_nothing(fresh_central: CentralDatabase) -> None:
    with fresh_central.connected() as connection:
        before = privileges(connection)
    install.prepare(fresh_central.url())
    with fresh_central.connected() as connection:
        after = privileges(connection)
    # The tests' clock gave way to the real one.
    assert [line for line in after if "app.now()" not in line] == [
        line for line in before if "app.now()" not in line
    ]


def test_a_migrator_upgrades_without_being_a_superuser(fresh_central: CentralDatabase) -> None:
    with fresh_central.connected() as connection:
        connection.execute(text(f"CREATE ROLE upgrader LOGIN PASSWORD '{password_of('upgrader')}'"))
        connection.execute(text("GRANT diwan_migrator TO upgrader"))
    assert refused(fresh_central, "upgrader", "SELECT 1 FROM app.cases") == DENIED
    assert refused(fresh_central, "upgrader", "SET ROLE diwan_accounts") == DENIED
    install.upgrade(fresh_central.engine("upgrader"))
    marked = "COMMENT ON FUNCTION app.create_staff(text, text, text, text, text) IS 'of another version'"
    with fresh_central.connected() as connection:
        connection.exec_driver_sql(marked)
    with pytest.raises(Refusal, match="superuser"):
        install.upgrade(fresh_central.engine("upgrader"))
    with fresh_central.connected() as connection:
        connection.execute(text("DROP ROLE upgrader"))


def test_tables_go_back_and_forth(postgres: TemporaryPostgres) -> None:
    engine = create_engine(postgres.create_database("diwan_back"))
    with engine.begin() as connection:
        upgrade_tables(connection)
        partitions = {f"{table}_open" for table in PARTITIONED}
        found = set(inspect(connection).get_table_names())
        assert found == {*metadata.tables, *partitions, "alembic_version"}
        downgrade_tables(connection, "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        upgrade_tables(connection)
    engine.dispose()
    postgres.drop_database("diwan_back")


def test_an_embedded_database_has_the_same_tables(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'diwan.sqlite'}")
    for _ in range(2):
        install.upgrade(engine)
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}
    engine.dispose()


def test_the_first_administrator_and_the_worker_can_begin(postgres: TemporaryPostgres) -> None:
    name = "diwan_first"
    url = postgres.create_database(name)
    first = install.NewLogin("first.admin", "أول مسؤول", "First", password_of("first.admin"))
    worker = install.NewLogin("first.worker", "البرنامج", "Worker", password_of("first.worker"))
    for _ in range(2):
        install.prepare(url, administrator=first, worker=worker)
    database = CentralDatabase(postgres, name)
    for login, function in (("first.admin", "is_admin"), ("first.worker", "is_worker")):
        with database.connected(login) as connection:
            assert connection.execute(text(f"SELECT app.{function}()")).scalar_one() is True
    with database.connected() as connection:
        assert connection.execute(text("SELECT count(*) FROM app.staff_grant")).scalar_one() == 2
    with pytest.raises(Refusal):
        install.prepare(url, administrator=install.NewLogin('x"; DROP', "س", "x", "y"))
    postgres.drop_database(name)


@pytest.mark.clause("COM-02", "COM-09")
def test_many_clerks_at_once_leave_no_gap_and_do_nothing_twice(fresh_central: CentralDatabase) -> None:
    plays = [Play(CentralDesk(fresh_central)) for _ in range(6)]
    logins = ["clerk.hr", "clerk2.hr", "supervisor.hr", "senior.hr", "clerk.hr", "clerk2.hr"]
    references: list[str] = []
    refusals: list[str] = []
    claims = []

    def work(play: Play, login: str) -> None:
        references.extend(play.open(task(), login=login).reference for _ in range(5))

    def claim(login: str) -> None:
        try:
            with fresh_central.steps(login) as steps:
                claims.append(steps.step(plan))
        except Refusal as refusal:
            refusals.append(refusal.code)

    threads = [threading.Thread(target=work, args=pair) for pair in zip(plays, logins, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(r.split("-")[2]) for r in references) == list(range(1, 31))
    plan = plays[0].plan("clerk.hr", "claim")
    threads = [threading.Thread(target=claim, args=(login,)) for login in logins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(claims), refusals) == (1, ["stale"] * 5)


def test_a_lost_server_is_an_outage(fresh_central: CentralDatabase) -> None:
    engine = fresh_central.engine("clerk.hr")
    with engine.connect() as connection:
        steps = CentralSteps(connection)
        steps.now()
        with fresh_central.connected() as admin:
            admin.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clerk.hr'")
            )
        with pytest.raises(Outage):
            steps.now()
        connection.invalidate()


def test_a_row_that_somebody_holds_is_an_outage_not_a_wait(central: CentralDatabase, play: Play) -> None:
    plan = play.plan("clerk.hr", "claim")
    with central.connected() as holder:
        holder.execute(text("SELECT 1 FROM app.cases WHERE id = :id FOR UPDATE"), {"id": play.case_id})
        with central.connected("clerk.hr") as connection:
            connection.execute(text("SET lock_timeout = '100ms'"))
            with pytest.raises(Outage):
                CentralSteps(connection).step(plan)
            connection.rollback()


def test_what_is_nobodys_rule_stays_an_error(central: CentralDatabase) -> None:
    """An error that no rule foresees is not told as a refusal."""
    with central.connected() as connection:
        connection.execute(text("ALTER FUNCTION app.now() RENAME TO now_gone"))
        with pytest.raises(DBAPIError):
            CentralSteps(connection).now()
        connection.rollback()
