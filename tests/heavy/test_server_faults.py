"""The server is killed, stopped, cut off, full or read-only: nothing is lost, nothing done twice."""

from __future__ import annotations

import json
import os
import random
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from desktop.base.clock import FixedClock
from desktop.base.errors import Outage, Refusal
from desktop.models import install
from desktop.models.chain import broken_at
from desktop.models.database import Database, open_database
from desktop.models.records.plan import StepPlan
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from desktop.workflows.sync import synced
from tests.heavy.breaking import Cable, kill, start, stopped
from tests.models.conftest import _GROUPS, _login
from tests.models.databases import CentralDatabase, make_time_movable
from tests.models.play import MORNING, CentralDesk, Play, task
from tests.models.seeds import PEOPLE, seed
from tests.support.postgres import TemporaryPostgres

pytestmark = [pytest.mark.postgres, pytest.mark.heavy, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def server() -> Iterator[TemporaryPostgres]:
    with TemporaryPostgres(durable=True) as made:
        yield made


@pytest.fixture(scope="module")
def central(server: TemporaryPostgres) -> CentralDatabase:
    url = server.create_database("faults")
    install.prepare(url)
    database = CentralDatabase(server, "faults")
    with database.connected() as connection:
        make_time_movable(connection)
        seed(connection)
        for login, grants in PEOPLE.items():
            worker = [("diwan_worker_role")] if grants and grants[0][1] == "worker" else []
            _login(connection, login, worker or [_GROUPS[job] for _, job in grants] or ["diwan_staff"])
        install.sync(connection, [synced(service) for service in load().values()])
    return database


@pytest.fixture
def play(central: CentralDatabase) -> Play:
    opened = Play(CentralDesk(central))
    opened.open(task())
    return opened


def desk(central: CentralDatabase, port: int = 0, login: str = "clerk.hr") -> Database:
    """The program's own way in, with its pool and its time-outs."""
    url = central.url(login)
    return open_database(
        url.set(port=port or url.port), FixedClock(MORNING), DefinitionKeeper(load()), pool_size=2
    )


def do(base: Database, plan: StepPlan) -> str:
    """What the desk tells of the step: its state, or the kind of refusal."""
    try:
        with base.writing() as connection:
            return base.steps(connection, "clerk.hr", "").step(plan).state
    except Outage:
        return "outage"
    except Refusal as refusal:
        return refusal.code


def whole(play: Play) -> int:
    """The case's version, after a look at its record."""
    file = play.file("clerk.hr")
    assert [event.number for event in file.events] == list(range(1, file.case.version + 1))
    assert broken_at(play.case_id, file.events) is None
    return file.case.version


def test_a_killed_server_keeps_what_it_acknowledged(
    server: TemporaryPostgres, central: CentralDatabase, play: Play
) -> None:
    base = desk(central)
    told: list[str] = []
    for round_number in range(3):
        done = threading.Event()

        def work(done: threading.Event = done) -> None:
            while not done.is_set():
                try:
                    plan = play.plan("clerk.hr", "note", text=f"ملاحظة {len(told)}")
                except Exception:  # noqa: BLE001  the server is gone; the loop goes on until it is back
                    continue
                if do(base, plan) == "review":
                    told.append(str(plan.inputs["text"]))

        thread = threading.Thread(target=work)
        thread.start()
        while len(told) < 4 * (round_number + 1):
            done.wait(0.05)
        kill(server)
        assert do(base, StepPlan(play.case_id, 1, "claim", "review", "review")) == "outage"
        start(server)
        done.set()
        thread.join()
    # The pool recovers by itself.
    assert do(base, play.plan("clerk.hr", "claim")) == "review"
    kept = [json.loads(e.data)["text"] for e in play.file("clerk.hr").events if e.action == "note"]
    assert [note for note in told if note not in kept] == []
    # A step whose answer was lost may be there without having been told; never twice.
    assert len(set(kept)) == len(kept)
    whole(play)
    base.close()


def test_a_server_that_stands_still_for_a_minute_is_waited_for(
    server: TemporaryPostgres, central: CentralDatabase, play: Play
) -> None:
    base = desk(central)
    plan = play.plan("clerk.hr", "claim")
    with base.reading() as connection:
        base.now(connection)
    with stopped(server, 60):
        assert do(base, plan) in ("review", "outage")
    assert do(base, plan) in ("stale", "review")
    assert whole(play) == 2
    base.close()


def test_a_session_that_is_ended_is_an_outage_once(central: CentralDatabase, play: Play) -> None:
    base = desk(central)
    plan = play.plan("clerk.hr", "claim")
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clerk.hr'"

    def cut_off() -> None:
        with base.writing() as connection:
            steps = base.steps(connection, "clerk.hr", "")
            steps.now()
            with central.connected() as admin:
                admin.execute(text(ended))
            steps.step(plan)

    with pytest.raises(Outage):
        cut_off()
    assert whole(play) == 1
    assert do(base, plan) == "review"
    base.close()


@pytest.mark.parametrize("answers", range(1, 14))
def test_a_cable_cut_at_any_answer_does_nothing_twice(
    central: CentralDatabase, play: Play, answers: int
) -> None:
    """Also when the commit arrives and its answer does not: the second try is told who was first."""
    cable = Cable(central.server.port)
    base = desk(central, cable.port)
    with base.reading() as connection:
        base.now(connection)
    plan = play.plan("clerk.hr", "claim")
    cable.cut_after = answers
    first = do(base, plan)
    cable.cut_after = None
    second = do(base, plan)
    assert (first, second) in (
        ("outage", "review"), ("outage", "stale"), ("review", "stale"),
    ), (first, second)  # fmt: skip
    assert whole(play) == 2
    base.close()
    cable.close()


def test_a_slow_cable_is_only_slow(central: CentralDatabase, play: Play) -> None:
    cable = Cable(central.server.port)
    base = desk(central, cable.port)
    cable.delay = 0.2
    assert do(base, play.plan("clerk.hr", "claim")) == "review"
    assert whole(play) == 2
    base.close()
    cable.close()


def test_a_server_that_only_reads_is_an_outage(central: CentralDatabase, play: Play) -> None:
    plan = play.plan("clerk.hr", "claim")
    with central.connected() as connection:
        connection.exec_driver_sql('ALTER ROLE "clerk.hr" SET default_transaction_read_only = on')
    base = desk(central)
    try:
        assert do(base, plan) == "outage"
        with base.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM cases")).scalar_one() > 0
    finally:
        with central.connected() as connection:
            connection.exec_driver_sql('ALTER ROLE "clerk.hr" RESET default_transaction_read_only')
        base.close()
    assert whole(play) == 1


def test_a_right_taken_away_ends_at_once(central: CentralDatabase, play: Play) -> None:
    base = desk(central)
    plan = play.plan("clerk.hr", "claim")
    with base.reading() as connection:
        base.now(connection)
    taken = "UPDATE app.staff_grant SET valid_to = app.today() - 1 WHERE login = 'clerk.hr'"
    with central.connected() as connection:
        connection.execute(text(taken))
    assert do(base, plan) == "no_such_case"
    with central.connected() as connection:
        connection.execute(text("UPDATE app.staff_grant SET valid_to = NULL WHERE login = 'clerk.hr'"))
    assert do(base, plan) == "review"
    base.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_loses_nothing(central: CentralDatabase, play: Play, tmp_path: Path) -> None:
    small = Path("/tmp") / f"diwan-small-{os.getpid()}"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m,uid=65534,mode=0700", "tmpfs", small],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        small.rmdir()
        pytest.skip("this machine mounts nothing")
    base = desk(central)
    try:
        with central.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"CREATE TABLESPACE small LOCATION '{small}'")
            keep_record(connection, "small")
        # Words that do not shrink when they are stored.
        dice = random.Random(5)
        words = "".join(dice.choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", k=900))
        plan = play.plan("clerk.hr", "note", text=words)
        told = []
        for _ in range(2000):
            told.append(do(base, plan))
            if told[-1] != "review":
                break
            plan = replace(plan, expected_version=plan.expected_version + 1)
        assert told[-1] == "outage"
        assert whole(play) == len(told)
        leave_disk(central)
        assert do(base, plan) == "review"
        assert whole(play) == len(told) + 1
    finally:
        base.close()
        # Whatever happened, the other tests' server must not look for its record on a disk that is gone.
        leave_disk(central)
        subprocess.run(["umount", small], check=False)
        small.rmdir()


def leave_disk(central: CentralDatabase) -> None:
    """Puts the record back where it was."""
    with central.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        keep_record(connection, "pg_default")
        connection.exec_driver_sql("DROP TABLESPACE IF EXISTS small")


def keep_record(connection: Connection, space: str) -> None:
    """Puts the events, each year's and the open cases', on that disk."""
    leaves = "SELECT relid::regclass::text FROM pg_partition_tree('app.case_event') WHERE isleaf"
    for table in connection.exec_driver_sql(leaves).scalars().all():
        connection.exec_driver_sql(f"ALTER TABLE {table} SET TABLESPACE {space}")
