"""What a monitoring system is told, on both databases."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.base.clock import FixedClock
from desktop.models.database import Database
from desktop.models.records.people import WORKER_LOGIN
from desktop.usecases.health import pulse
from desktop.usecases.session import Session
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.models.databases import CentralDatabase
from tests.models.play import CentralDesk, EmbeddedDesk, Play, task


def troubled(play: Play, database: Database, clock: FixedClock) -> None:
    session = Session(database, load(), WORKER_LOGIN)
    assert pulse(session).well
    play.open(task())
    seen = pulse(session)
    assert (seen.messages_waiting, seen.oldest_work, seen.well) == (1, play.now, True)
    play.later(minutes=16)
    clock.set(play.now)
    assert [t.code for t in pulse(session).troubles] == ["worker"]
    play.send_messages(failing=True)
    clock.set(play.now)
    seen = pulse(session)
    assert (seen.messages_failed, [t.code for t in seen.troubles]) == (1, ["messages"])
    play.judge("clerk.hr")
    play.do("clerk.hr", "approve")
    clock.set(play.now)
    assert pulse(session).letters_unsealed == 1


def test_an_embedded_database_tells_what_waits(tmp_path: Path) -> None:
    desk = EmbeddedDesk(tmp_path)
    troubled(Play(desk), desk.database, FixedClock(desk.clock.now()))
    desk.database.close()


@pytest.mark.postgres
def test_the_central_one_tells_it_too_and_whose_clock_is_wrong(fresh_central: CentralDatabase) -> None:
    play = Play(CentralDesk(fresh_central))
    clock = FixedClock(play.now)
    database = Database(fresh_central.engine(WORKER_LOGIN), clock, DefinitionKeeper(load()))
    troubled(play, database, clock)
    clock.set(play.now + timedelta(hours=3))
    assert "clock" in [t.code for t in pulse(Session(database, load(), WORKER_LOGIN)).troubles]
