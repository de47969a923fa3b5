"""What a monitoring system and the administrator are told, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from desktop.base.clock import FixedClock
from desktop.base.errors import Refusal
from desktop.models.database import Database
from desktop.models.queries.health import Waiting
from desktop.models.records.people import WORKER_LOGIN
from desktop.models.tables.upkeep import backup_record
from desktop.models.work.beats import record_beat
from desktop.usecases.health import LEAST_DISK, Pulse, pulse
from desktop.usecases.session import Session
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.models.databases import CentralDatabase
from tests.models.play import MORNING, CentralDesk, EmbeddedDesk, Play, task

pytestmark = pytest.mark.postgres


class Watched:
    """A played case, and who watches the machinery around it."""

    def __init__(
        self, play: Play, database: Database, clock: FixedClock, watchers: dict[str, Database]
    ) -> None:
        self.play, self.database, self.clock = play, database, clock
        self.watchers = watchers

    def look(self, login: str = WORKER_LOGIN) -> Pulse:
        self.clock.set(self.play.now)
        return pulse(Session(self.watchers.get(login, self.database), load(), login))

    def beat(self) -> None:
        with self.database.writing() as connection:
            record_beat(connection, "w1", self.play.now)

    def back_up(self) -> None:
        with self.play.desk.connected("postgres") as connection:
            row = {"at": self.play.now, "name": "night", "size": 5, "sha256": "0" * 64, "release": "x"}
            connection.execute(insert(backup_record).values(**row))

    def codes(self) -> list[str]:
        return [trouble.code for trouble in self.look().troubles]


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Watched]:
    desk = EmbeddedDesk(tmp_path)
    yield Watched(Play(desk), desk.database, desk.clock, {})
    desk.database.close()


@pytest.fixture
def centre(fresh_central: CentralDatabase) -> Watched:
    play, clock = Play(CentralDesk(fresh_central)), FixedClock(MORNING)
    of = {
        login: Database(fresh_central.engine(login), clock, DefinitionKeeper(load()))
        for login in (WORKER_LOGIN, "admin", "clerk.hr")
    }
    return Watched(play, of[WORKER_LOGIN], clock, of)


@pytest.fixture(params=["embedded", "centre"])
def watched(request: pytest.FixtureRequest) -> Watched:
    found: Watched = request.getfixturevalue(request.param)
    return found


def test_it_tells_what_waits_and_what_is_wrong(watched: Watched) -> None:
    play = watched.play
    assert watched.codes() == ["backup", "silent"]
    assert watched.look().status == 2
    watched.beat()
    watched.back_up()
    assert watched.look().well
    play.open(task())
    seen = watched.look()
    assert (seen.queues["messages_waiting"], seen.oldest_work) == (Waiting(1, play.now), play.now)
    assert (seen.well, seen.status) == (True, 0)
    play.later(minutes=16)
    assert watched.codes() == ["silent", "worker"]
    watched.beat()
    play.send_messages(failing=True)
    watched.beat()
    seen = watched.look()
    assert (seen.queues["messages_failed"].number, watched.codes(), seen.status) == (1, ["messages"], 1)
    play.judge("clerk.hr")
    play.do("clerk.hr", "approve")
    seen = watched.look()
    assert seen.queues["letters_unsealed"] == Waiting(1, play.now)
    play.later(days=2, hours=1)
    watched.beat()
    assert "backup" in watched.codes()
    assert seen.broken == ()
    assert seen.office_broken_at is None


def test_the_disk_is_measured(embedded: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(embedded.database, load(), WORKER_LOGIN)
    seen = pulse(session, tmp_path)
    assert seen.disk_free is not None
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("U", (), {"free": LEAST_DISK - 1})())
    assert "disk" in [trouble.code for trouble in pulse(session, tmp_path).troubles]


def test_the_same_play_gives_the_same_figures(embedded: Watched, centre: Watched) -> None:
    found = []
    for watched in (embedded, centre):
        play = watched.play
        play.open(task())
        play.judge("clerk.hr")
        play.do("clerk.hr", "approve")
        play.later(days=30)
        found.append(watched.look().queues)
    assert found[0] == found[1]


def test_an_administrator_sees_counts_and_no_clerk_does(centre: Watched) -> None:
    centre.play.open(task())
    mine, theirs = centre.look("admin"), centre.look()
    assert mine.queues == theirs.queues
    assert mine.queues["messages_waiting"].number == 1
    with pytest.raises(Refusal):
        centre.look("clerk.hr")


def test_whose_clock_is_wrong(centre: Watched) -> None:
    centre.clock.set(centre.play.now + timedelta(hours=3))
    assert "clock" in [t.code for t in pulse(Session(centre.database, load(), WORKER_LOGIN)).troubles]
