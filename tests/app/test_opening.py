"""Signing in to the central database: a wrong password, a wrong server, and the way in."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy.engine import make_url

from desktop.app.opening import Door
from desktop.base.clock import FixedClock
from desktop.base.config import Config
from desktop.base.errors import Outage, Refusal
from desktop.models.install import NewLogin
from desktop.usecases.upkeep import check_central, make_central
from desktop.workflows.registry import load
from tests.support.postgres import TemporaryPostgres

pytestmark = pytest.mark.postgres

PASSWORD = "a-long-password"
T = TypeVar("T")


def elsewhere(work: Callable[[], T]) -> T:
    """What ``work`` gives on a thread that may wait for a database."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


@pytest.fixture
def central(postgres: TemporaryPostgres, config: Config) -> Config:
    """The settings of a workstation of a central database with one administrator."""
    url = postgres.create_database("opening")
    make_central(url, load(), NewLogin("majed_o", "ماجد", "Majed", PASSWORD), None, None)
    address = make_url(url).set(username=None, password=None).render_as_string(hide_password=False)
    return Config(config.data_folder, address)


def test_who_has_the_password_comes_in_and_no_one_else(
    central: Config, clock: FixedClock, postgres: TemporaryPostgres
) -> None:
    door = Door(central, clock, demo=False, strict=True)
    try:
        assert not door.prepare()
        entered = elsewhere(lambda: door.enter("majed_o", PASSWORD))
        assert entered.actor.is_admin
        door.leave(entered.workplace)
        for login, password in (("majed_o", "wrong password"), ("nobody_here", PASSWORD)):
            with pytest.raises(Refusal) as refused:
                elsewhere(partial(door.enter, login, password))
            assert refused.value.code == "sign_in"
        assert check_central(make_url(postgres.create_database("empty")), load()).version == ""
    finally:
        door.close()
        postgres.drop_database("opening")
        postgres.drop_database("empty")


def test_a_server_that_does_not_answer_is_no_wrong_password(config: Config, clock: FixedClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    door = Door(
        Config(config.data_folder, f"postgresql://127.0.0.1:{port}/diwan"), clock, demo=False, strict=True
    )
    with pytest.raises(Outage) as met:
        elsewhere(lambda: door.enter("rana", PASSWORD))
    assert "127.0.0.1" in met.value.text.ar
    assert "Nothing listens" in met.value.text.en
    door.close()
