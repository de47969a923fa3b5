"""A pooler between desks and server: everybody stays who they are, as long as it pools sessions by login."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from desktop.base.clock import FixedClock
from desktop.models.database import Database, open_database
from desktop.usecases.overview import oversee
from desktop.usecases.session import Session
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.models.conftest import central_template, fresh_central
from tests.models.databases import CentralDatabase, password_of
from tests.models.play import MORNING, CentralDesk, Play, task
from tests.support.postgres import _NOBODY, _free_port

__all__ = ["central_template", "fresh_central"]

POOLER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.heavy,
    pytest.mark.skipif(POOLER is None, reason="no pgbouncer here: apt-get install pgbouncer"),
]
PEOPLE = ("clerk.hr", "clerk.gis", "senior.hr")


@contextmanager
def pooler(central: CentralDatabase, folder: Path, shared: str = "") -> Iterator[int]:
    """pgbouncer in session mode, one server connection for each login; ``shared`` is one for everybody."""
    with central.connected() as connection:
        # A pooler of this age knows no options at the start of a session: the database gives them itself.
        connection.exec_driver_sql(f'ALTER DATABASE "{central.name}" SET search_path = app')
        secrets = connection.execute(
            text("SELECT rolname, rolpassword FROM pg_authid WHERE rolname = ANY (:people)"),
            {"people": list(PEOPLE)},
        ).all()
    users, settings, port = folder / "users", folder / "pgbouncer.ini", _free_port()
    users.write_text("".join(f'"{login}" "{secret}"\n' for login, secret in secrets))
    one = f" user={shared} password={password_of(shared)}" if shared else ""
    settings.write_text(
        f"[databases]\n{central.name} = host=127.0.0.1 port={central.server.port}{one}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = scram-sha-256\nauth_file = {users}\npool_mode = session\ndefault_pool_size = 1\n"
        "ignore_startup_parameters = options,extra_float_digits\nserver_reset_query = DISCARD ALL\n"
        f"logfile = {folder / 'log'}\n"
    )
    root = os.geteuid() == 0
    if root:
        os.chown(folder, _NOBODY, _NOBODY)
        for above in folder.parents[:3]:
            above.chmod(0o755)
        folder.chmod(0o755)
    started = subprocess.Popen(
        [str(POOLER), "-q", str(settings)],
        user=_NOBODY if root else None, group=_NOBODY if root else None,
        extra_groups=[] if root else None, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(200):
            try:
                psycopg.connect(_way(central, port, "clerk.hr"), password=password_of("clerk.hr")).close()
                break
            except psycopg.OperationalError:
                time.sleep(0.05)
        yield port
    finally:
        started.terminate()
        started.wait(20)


def _way(central: CentralDatabase, port: int, login: str) -> str:
    return f"host=127.0.0.1 port={port} dbname={central.name} user={login}"


def opened(central: CentralDatabase, port: int, login: str) -> Database:
    """The program's own database, through the pooler."""
    url = central.server.url(central.name, user=login, password=password_of(login)).set(port=port)
    return open_database(url, FixedClock(MORNING), DefinitionKeeper(load()), pool_size=1)


def test_everybody_stays_who_they_are(fresh_central: CentralDatabase, tmp_path: Path) -> None:
    play = Play(CentralDesk(fresh_central))
    play.open(task())
    with pooler(fresh_central, tmp_path) as port:
        servers: dict[str, set[int]] = {login: set() for login in PEOPLE}
        for _ in range(10):
            for login in PEOPLE:
                with psycopg.connect(_way(fresh_central, port, login), password=password_of(login)) as one:
                    who, departments, server = one.execute(
                        "SELECT session_user, app.my_departments(), pg_backend_pid()"
                    ).fetchone() or ("", [], 0)
                    assert (who, departments) == (login, [login.split(".")[1]])
                    servers[login].add(server)
                    # What one leaves behind is not there for the next.
                    one.execute("SET search_path = pg_catalog")
        # Connections are kept and used again, each for its own login alone.
        assert all(len(used) <= 2 for used in servers.values())
        assert not servers["clerk.hr"] & servers["clerk.gis"] & servers["senior.hr"]
        # The program works through it as without it.
        database = opened(fresh_central, port, "senior.hr")
        assert oversee(Session(database, load(), "senior.hr")).count == 1
        database.close()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(_way(fresh_central, port, "clerk.hr"), password="wrong")


def test_a_login_that_is_shared_makes_them_one(fresh_central: CentralDatabase, tmp_path: Path) -> None:
    """What must not be set up: with a login of its own the pooler makes everybody that one person."""
    with (
        pooler(fresh_central, tmp_path, shared="clerk.hr") as port,
        psycopg.connect(_way(fresh_central, port, "clerk.gis"), password=password_of("clerk.gis")) as one,
    ):
        assert one.execute("SELECT session_user").fetchone() == ("clerk.hr",)
