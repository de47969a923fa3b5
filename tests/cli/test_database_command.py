"""``diwan db``: an embedded and a central database are made, made again, and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
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
        refused = db("init", *central, *logins)
        assert (refused.status, refused.out) == (2, "")
        assert "--yes" in refused.err, "nobody is there to be asked"
        for what in (("init", "--yes"), ("init", "--yes"), ("upgrade",)):
            made = found_in(db(*what, *central, *logins))
            assert (made["administrators"], made["accounts"], made["missing_services"]) == (1, 2, [])
        assert db("check", *central).status == 0
        config = Config(tmp_path, make_url(address).set(username=None).render_as_string(hide_password=False))
        workplace = open_central(config, SystemClock(), "majed_c", f"{PASSWORD}-ADMIN")
        actor = sign_in(workplace.session("majed_c"), "")
        assert actor.is_admin
        workplace.database.close()
    finally:
        postgres.drop_database("by_command")


@pytest.mark.postgres
def test_init_says_what_it_will_do_and_does_it_when_told(
    db: Db, postgres: TemporaryPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One command from an empty server: also the database itself and the key that seals letters."""
    url = postgres.url("by_plan").set(drivername="postgresql")
    central = ("--db", url.render_as_string(hide_password=False), "--data", str(tmp_path / "data"))
    logins = ("--admin-login", "majed_p", "--worker-login", "worker_p", "--portal-login", "portal_p")
    assert "--admin-login" in db("init", *central, "--plan").err
    told = db("init", *central, *logins, "--plan")
    assert (told.status, told.out) == (0, "")
    stages = [line for line in told.err.splitlines() if line.startswith("  ")]
    assert [line.strip().split(".")[0] for line in stages] == [str(n) for n in range(1, 11)]
    for said in ("by_plan", "majed_p", "worker_p", "portal_p", "signing.pem"):
        line = next(line for line in stages if said in line)
        assert "(is there)" not in line
    assert is_refused(db("check", *central)), "nothing was made"
    assert not (tmp_path / "data").exists()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSWORD)
    monkeypatch.setattr("sys.stdin.readline", lambda: "\n", raising=False)
    assert found_nothing(db("init", *central, *logins)), "Enter alone is no"
    monkeypatch.setattr("sys.stdin.readline", lambda: "نعم\n", raising=False)
    try:
        assert found_in(db("init", *central, *logins))["administrators"] == 1
        key = tmp_path / "data" / "keys" / "signing.pem"
        before = key.read_bytes()
        assert key.stat().st_mode & 0o077 == 0
        again = db("init", *central, *logins[2:], "--yes")
        assert found_in(again)["administrators"] == 1
        open_ones = [line for line in again.err.splitlines() if "(is there)" not in line][1:]
        assert [line.strip()[0] for line in open_ones] == ["4"], "only the rules are applied again"
        assert key.read_bytes() == before
        config = Config(tmp_path, url.set(username=None).render_as_string(hide_password=False))
        workplace = open_central(config, SystemClock(), "majed_p", PASSWORD)
        assert sign_in(workplace.session("majed_p"), "").is_admin
        workplace.database.close()
    finally:
        postgres.drop_database("by_plan")


def found_nothing(said: Said) -> bool:
    return (said.status, said.out) == (0, "")


@pytest.mark.postgres
def test_a_weak_password_or_no_superuser_stops_init_before_anything_is_made(
    db: Db, postgres: TemporaryPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.url("never_made").set(drivername="postgresql")
    central = ("--db", url.render_as_string(hide_password=False), "--data", str(tmp_path))
    monkeypatch.setenv("DIWAN_ADMIN_PASSWORD", "short")
    said = db("init", *central, "--yes", "--admin-login", "majed_w")
    assert (said.status, "password" in said.err) == (2, True)
    server_rows(postgres, "CREATE ROLE plain LOGIN PASSWORD 'plain'")
    try:
        plain = url.set(username="plain", password="plain").render_as_string(hide_password=False)
        assert "superuser" in db("init", "--db", plain, "--admin-login", "majed_w", "--yes").err
        known = [row[0] for row in server_rows(postgres, "SELECT datname FROM pg_database")]
        assert "never_made" not in known
    finally:
        server_rows(postgres, "DROP ROLE plain")


def server_rows(postgres: TemporaryPostgres, statement: str) -> list[tuple[Any, ...]]:
    address = postgres.admin_url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        done = connection.execute(statement.encode())
        return done.fetchall() if done.description else []


def test_a_superuser_must_be_named(db: Db, tmp_path: Path) -> None:
    assert is_refused(db("check", "--db", "postgresql://127.0.0.1/diwan", "--data", str(tmp_path)))
