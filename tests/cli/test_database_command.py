"""``diwan db``: an embedded and a central database are made, made again, and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from desktop.__main__ import main
from desktop.base.clock import SystemClock
from desktop.base.config import Config
from desktop.cli.workplace import open_central, open_embedded
from desktop.usecases.session import sign_in
from tests.cli.conftest import Outcome as Said
from tests.cli.conftest import is_refused
from tests.support.postgres import TemporaryPostgres

PASSWORD = "a-long-password"


class Db:
    """``diwan db`` with what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Said:
        self._capsys.readouterr()
        status = main(["db", *arguments])
        printed = self._capsys.readouterr()
        return Said(status, printed.out, printed.err)


@pytest.fixture
def db(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Db:
    """The command, with nobody at the keyboard."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    return Db(capsys)


def found_in(said: Said) -> dict[str, Any]:
    assert said.status == 0, said.err
    read: dict[str, Any] = json.loads(said.out)
    return read


def test_an_embedded_database_is_made_with_its_administrator(
    db: Db, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ("--data", str(tmp_path / "data"))
    assert is_refused(db("init", *data, "--admin-login", "majed")), "no password, no account"
    monkeypatch.setenv("DIWAN_ADMIN_PASSWORD", PASSWORD)
    for _ in range(2):
        made = found_in(db("init", *data, "--admin-login", "majed"))
        assert (made["administrators"], made["missing_services"]) == (1, [])
        assert made["version"] == made["expected"]
    workplace = open_embedded(Config(tmp_path / "data"), SystemClock())
    assert sign_in(workplace.session("majed"), PASSWORD).is_admin
    workplace.database.close()
    checked = found_in(db("check", *data))
    assert checked["record"]["broken"] == []


def test_a_check_fails_while_nobody_administers(db: Db, tmp_path: Path) -> None:
    assert db("check", "--data", str(tmp_path / "data")).status == 1


@pytest.mark.postgres
def test_a_central_database_is_made_again_and_again(
    db: Db, postgres: TemporaryPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.create_database("by_command")
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    for name in ("ADMIN", "WORKER", "PORTAL"):
        monkeypatch.setenv(f"DIWAN_{name}_PASSWORD", f"{PASSWORD}-{name}")
    central = ("--db", address, "--data", str(tmp_path))
    assert db("check", *central).status == 1, "there is nothing yet"
    logins = ("--admin-login", "majed_c", "--worker-login", "worker_c", "--portal-login", "portal_c")
    try:
        for what in ("init", "init", "upgrade"):
            made = found_in(db(what, *central, *logins))
            assert (made["administrators"], made["accounts"], made["missing_services"]) == (1, 2, [])
        assert db("check", *central).status == 0
        config = Config(tmp_path, make_url(address).set(username=None).render_as_string(hide_password=False))
        workplace = open_central(config, SystemClock(), "majed_c", f"{PASSWORD}-ADMIN")
        actor = sign_in(workplace.session("majed_c"), "")
        assert actor.is_admin
        workplace.database.close()
    finally:
        postgres.drop_database("by_command")


def test_a_superuser_must_be_named(db: Db, tmp_path: Path) -> None:
    assert is_refused(db("check", "--db", "postgresql://127.0.0.1/diwan", "--data", str(tmp_path)))
