"""Backups of both databases: whole, checked, restored and compared; and one desk moved to the centre."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.base.errors import Outage, Refusal
from desktop.models import install
from desktop.models.backup import backup, check_backup, restore
from desktop.models.central import CentralAccounts, verifier
from desktop.models.database import embedded_url, open_database
from desktop.models.moving import move_to_central
from desktop.models.sync import write_definitions
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from desktop.workflows.sync import synced
from tests.models.databases import CentralDatabase, make_time_movable, password_of
from tests.models.play import MORNING, CentralDesk, EmbeddedDesk, Play, task
from tests.models.test_central_install import privileges
from tests.models.test_contract_steps import completed_course, rows_of
from tests.support.postgres import TemporaryPostgres

pytestmark = pytest.mark.postgres


class TestEmbedded:
    def test_what_was_backed_up_comes_back(self, tmp_path: Path) -> None:
        desk = EmbeddedDesk(tmp_path)
        completed_course(Play(desk))
        with desk.database.reading() as connection:
            before = rows_of(connection)
        made = backup(desk.database.engine.url, tmp_path / "night.backup")
        assert made == check_backup(made.path)
        assert made.path.stat().st_mode & 0o077 == 0
        # What happens after it is not in it.
        Play(desk).open(task(), key="later")
        desk.database.close()
        target = tmp_path / "restored.sqlite"
        assert restore(made.path, embedded_url(target)).cases == 1
        again = open_database(embedded_url(target), desk.clock, DefinitionKeeper(load()))
        with again.reading() as connection:
            assert rows_of(connection) == before
        again.close()
        assert not list(tmp_path.glob("*.part"))

    def test_it_is_taken_while_somebody_writes(self, tmp_path: Path) -> None:
        desk = EmbeddedDesk(tmp_path)
        play = Play(desk)
        play.open(task(), key="one")
        with desk.database.writing() as connection:
            connection.execute(text("UPDATE cases SET state = 'half done'"))
            made = backup(desk.database.engine.url, tmp_path / "b")
            connection.rollback()
        desk.database.close()
        with closing(sqlite3.connect(made.path)) as connection:
            assert connection.execute("SELECT state FROM cases").fetchall() == [("review",)]

    def test_nothing_is_overwritten(self, tmp_path: Path) -> None:
        desk = EmbeddedDesk(tmp_path)
        made = backup(desk.database.engine.url, tmp_path / "b")
        for work in (
            lambda: backup(desk.database.engine.url, tmp_path / "b"),
            lambda: restore(made.path, desk.database.engine.url),
        ):
            with pytest.raises(Refusal) as caught:
                work()
            assert caught.value.code in ("exists", "occupied")
        desk.database.close()

    @pytest.mark.parametrize("harm", ["byte", "cut", "text", "gone", "rows"])
    def test_a_damaged_one_is_found(self, tmp_path: Path, harm: str) -> None:
        desk = EmbeddedDesk(tmp_path)
        Play(desk).open(task())
        path = backup(desk.database.engine.url, tmp_path / "b").path
        desk.database.close()
        content = bytearray(path.read_bytes())
        if harm == "byte":
            content[len(content) // 2] ^= 0xFF
            path.write_bytes(content)
        elif harm == "cut":
            path.write_bytes(content[:-5000])
        elif harm == "text":
            path.write_text("not a database at all")
        elif harm == "gone":
            path.unlink()
        else:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("DELETE FROM department")
                connection.commit()
            path.with_name("b.sha256").unlink()
        with pytest.raises(Refusal) as caught:
            check_backup(path)
        assert caught.value.problems[0].field == "backup"


class TestCentral:
    def test_what_was_backed_up_comes_back(
        self, postgres: TemporaryPostgres, fresh_central: CentralDatabase, tmp_path: Path
    ) -> None:
        completed_course(Play(CentralDesk(fresh_central)))
        with fresh_central.connected() as connection:
            before, rights = rows_of(connection), privileges(connection)
            # An account whose login the other server does not have.
            connection.execute(
                text("INSERT INTO app.staff VALUES ('stranger', 'غريب', 'Stranger', true, '')")
            )
        made = backup(fresh_central.url(), tmp_path / "central.backup")
        assert made.central
        url = postgres.create_database("diwan_restored")
        restored = restore(made.path, url)
        assert (restored.cases, restored.logins) == (1, ("stranger",))
        again = CentralDatabase(postgres, "diwan_restored")
        with again.connected() as connection:
            assert rows_of(connection) == before
            kept = [line for line in privileges(connection) if "app.now()" not in line]
            assert kept == [line for line in rights if "app.now()" not in line]
        with again.connected("clerk.hr") as connection:
            assert connection.execute(text("SELECT count(*) FROM app.cases")).scalar_one() == 1
        with pytest.raises(Refusal, match="already"):
            restore(made.path, url)
        with again.connected() as connection:
            connection.execute(text("DROP ROLE stranger"))
        postgres.drop_database("diwan_restored")

    def test_a_damaged_one_is_found(self, fresh_central: CentralDatabase, tmp_path: Path) -> None:
        path = backup(fresh_central.url(), tmp_path / "c").path
        content = path.read_bytes()
        path.with_name("c.sha256").unlink()
        path.write_bytes(content[: len(content) // 2])
        with pytest.raises(Refusal, match="no good"):
            check_backup(path)

    def test_a_server_that_is_gone_leaves_no_file(
        self, fresh_central: CentralDatabase, tmp_path: Path
    ) -> None:
        with pytest.raises(Outage):
            backup(fresh_central.url().set(port=1), tmp_path / "d")
        assert list(tmp_path.iterdir()) == []


def test_a_desk_moves_to_the_centre(
    postgres: TemporaryPostgres, central_template: str, tmp_path: Path
) -> None:
    assert central_template, "the logins of the tests are there"
    desk = EmbeddedDesk(tmp_path)
    with desk.database.writing() as connection:
        write_definitions(connection, [synced(service) for service in load().values()], MORNING)
    completed_course(Play(desk))
    with desk.database.reading() as connection:
        before = rows_of(connection)
    desk.database.close()
    url = postgres.create_database("diwan_moved")
    moved = move_to_central(embedded_url(tmp_path / "diwan.sqlite"), url)
    assert moved.rows["cases"] == 1
    assert moved.rows["case_event"] == len(before["case_event"])
    central = CentralDatabase(postgres, "diwan_moved")
    with central.connected() as connection:
        assert rows_of(connection) == before
        make_time_movable(connection)
        assert connection.execute(text("SELECT max(length(password_hash)) FROM app.staff")).scalar_one() == 0
        install.sync(connection, [synced(service) for service in load().values()])
    play = Play(CentralDesk(central))
    assert play.open(task(), key="after").reference.startswith("TRN-2026-000002-")
    assert len(play.file("clerk.hr").attachments) == 1
    with pytest.raises(Refusal, match="not empty"):
        move_to_central(embedded_url(tmp_path / "diwan.sqlite"), url)
    assert password_of("clerk.hr")
    postgres.drop_database("diwan_moved")


def test_a_backup_comes_back_on_a_server_that_never_heard_of_diwan(
    fresh_central: CentralDatabase, tmp_path: Path
) -> None:
    """Roles, logins, rules and rows: the old server may be gone."""
    Play(CentralDesk(fresh_central)).open(task())
    with fresh_central.connected() as connection:
        before, rights = rows_of(connection), privileges(connection)
    made = backup(fresh_central.url(), tmp_path / "night.backup")
    with TemporaryPostgres() as server:
        url = server.create_database("diwan")
        restored = restore(made.path, url)
        assert restored.cases == 1
        assert {"clerk.hr", "admin", "diwan_worker"} <= set(restored.logins)
        again = CentralDatabase(server, "diwan")
        with again.connected() as connection:
            assert rows_of(connection) == before
            same = [line for line in privileges(connection) if "app.now()" not in line]
            assert same == [line for line in rights if "app.now()" not in line]
            for login in ("clerk.hr", "clerk.gis", "admin"):
                secret = verifier(connection, login, password_of(login))
                connection.exec_driver_sql(f"ALTER ROLE \"{login}\" PASSWORD '{secret}'")
        for login, seen in (("clerk.hr", 1), ("clerk.gis", 0), ("admin", 0)):
            with again.connected(login) as connection:
                assert connection.execute(text("SELECT count(*) FROM app.cases")).scalar_one() == seen
        # The administrator gives the others their passwords from the desk.
        with again.connected("admin") as connection:
            CentralAccounts(connection).set_password("clerk2.hr", password_of("clerk2.hr"), "desk")
        with again.connected("clerk2.hr") as connection:
            assert connection.execute(text("SELECT count(*) FROM app.cases")).scalar_one() == 1
