"""Reports are read from a real streaming replica, which writes nothing, may lag, and may be away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.base.clock import FixedClock, SystemClock
from desktop.base.config import load_config
from desktop.base.errors import Outage
from desktop.cli.workplace import open_central
from desktop.models import standby as standby_rules
from desktop.models.database import Database, open_database
from desktop.models.records.people import WORKER_LOGIN
from desktop.models.standby import Source
from desktop.usecases.health import pulse
from desktop.usecases.overview import month, oversee
from desktop.usecases.session import Session
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.models.conftest import central_template, fresh_central
from tests.models.databases import CentralDatabase, password_of
from tests.models.play import MORNING, CentralDesk, Play, task
from tests.support.postgres import TemporaryPostgres
from tests.support.standby import TemporaryStandby

__all__ = ["central_template", "fresh_central"]

pytestmark = pytest.mark.postgres


@pytest.fixture
def standby(postgres: TemporaryPostgres, fresh_central: CentralDatabase) -> Iterator[TemporaryStandby]:
    """A replica that has all of the main server."""
    Play(CentralDesk(fresh_central)).open(task())
    with TemporaryStandby(postgres) as made:
        yield made


def opened(server: TemporaryPostgres, central: CentralDatabase, login: str) -> Database:
    url = server.url(central.name, user=login, password=password_of(login))
    return open_database(url, FixedClock(MORNING), DefinitionKeeper(load()))


def written(main: CentralDatabase) -> None:
    """Has the main server write what it has in mind: without fsync it takes its time."""
    with main.connected() as connection:
        connection.execute(text("SET LOCAL synchronous_commit = on"))
        connection.execute(text("SELECT pg_logical_emit_message(true, 'test', 'write')"))


def followed(main: CentralDatabase, standby: TemporaryStandby) -> None:
    """Waits until the replica has all that was written."""
    written(main)
    with main.connected() as connection:
        place = connection.execute(text("SELECT pg_current_wal_lsn()::text")).scalar_one()
    for _ in range(600):
        engine = CentralDatabase(standby, main.name).engine()
        with engine.connect() as connection:
            there = text("SELECT pg_last_wal_replay_lsn() >= CAST(:written AS pg_lsn)")
            if connection.execute(there, {"written": place}).scalar_one():
                return
        time.sleep(0.05)
    raise AssertionError("the replica does not follow")


def test_reports_are_read_where_nobody_works(
    fresh_central: CentralDatabase, standby: TemporaryStandby, monkeypatch: pytest.MonkeyPatch
) -> None:
    central, play = fresh_central, Play(CentralDesk(fresh_central))
    main = opened(central.server, central, "senior.hr")
    session = Session(main, load(), "senior.hr")
    assert oversee(session).source == Source()

    # It follows: the same figures, by the same row policies, and it says where they are from.
    main.standby = opened(standby, central, "senior.hr")
    followed(central, standby)
    seen = oversee(session)
    assert (seen.count, seen.source) == (1, Source(True, timedelta(0)))
    assert seen.source.note is not None
    assert "lacks nothing" in seen.source.note.en
    assert month(session, MORNING.date().replace(day=1)).source.standby

    # It stands still: the report is of what it knows, and says how old that is.
    with CentralDatabase(standby, central.name).engine().connect() as there:
        there.execute(text("SELECT pg_wal_replay_pause()"))
    play.open(task(), key="second", identity="9991234568")
    written(central)
    late = oversee(session)
    assert late.count == 1, "read from the standby, which has not heard of it"
    assert late.source.standby
    assert late.source.behind is not None
    assert late.source.behind > timedelta(0)
    with monkeypatch.context() as patched:
        patched.setattr(standby_rules, "MOST_BEHIND", timedelta(0))
        fallen = oversee(session)
        assert (fallen.count, fallen.source.standby) == (2, False)
        assert fallen.source.note is not None
        assert "behind" in fallen.source.note.en
    with CentralDatabase(standby, central.name).engine().connect() as there:
        there.execute(text("SELECT pg_wal_replay_resume()"))
    followed(central, standby)
    assert oversee(session).count == 2

    # It writes nothing, and says so in a sentence.
    clerk = opened(standby, central, "clerk.hr")
    plan = play.opening(task(), key="third", identity="9991234569")
    with pytest.raises(Outage, match="only reads"), clerk.writing() as connection:
        clerk.steps(connection, "clerk.hr", "").open_case(plan)
    clerk.close()

    # What is no standby is not taken for one.
    right, main.standby = main.standby, opened(central.server, central, "senior.hr")
    wrong = oversee(session)
    assert (wrong.count, wrong.source.standby) == (2, False)
    assert wrong.source.note is not None
    assert "no standby" in wrong.source.note.en
    main.standby.close()

    # It is away: the main server is asked, the report and the health say so.
    main.standby = right
    standby.stop()
    away = oversee(session)
    assert (away.count, away.source.standby) == (2, False)
    assert away.source.note is not None
    assert "does not answer" in away.source.note.en
    watcher = opened(central.server, central, WORKER_LOGIN)
    watcher.standby = right
    found = pulse(Session(watcher, load(), WORKER_LOGIN))
    assert "standby" in [trouble.code for trouble in found.troubles]
    watcher.close()
    main.close()


def test_the_setting_names_it(tmp_path: Path) -> None:
    (tmp_path / "diwan.toml").write_text(
        'database = "postgresql://127.0.0.1/diwan"\nreports = "postgresql://127.0.0.1:5433/diwan"\n'
    )
    workplace = open_central(load_config(tmp_path), SystemClock(), "clerk.hr", "first")
    assert workplace.database.standby is not None
    url = workplace.database.standby.engine.url
    assert (url.port, url.username, url.password) == (5433, "clerk.hr", "first")
    workplace.database.close()
    alone = open_central(load_config(tmp_path / "x", "postgresql://127.0.0.1/d"), SystemClock(), "a", "")
    assert alone.database.standby is None
