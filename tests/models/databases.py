"""The two databases as tests use them: the central one through real logins, the embedded one beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from desktop.base.clock import utc
from desktop.models.central import CentralSteps
from desktop.models.install import CENTRAL_PATH
from tests.support.postgres import TemporaryPostgres


def password_of(login: str) -> str:
    """The password of a login of the tests."""
    return f"{login}-Passw0rd"


class CentralDatabase:
    """A database of its own on the test's PostgreSQL; every login in it is a real one."""

    def __init__(self, server: TemporaryPostgres, name: str) -> None:
        self.server = server
        self.name = name

    def url(self, login: str = TemporaryPostgres.user) -> URL:
        """The way in for ``login``; without one, the superuser's."""
        if login == TemporaryPostgres.user:
            return self.server.url(self.name)
        return self.server.url(self.name, user=login, password=password_of(login))

    def engine(self, login: str = TemporaryPostgres.user) -> Engine:
        """An engine that keeps no connection open."""
        return create_engine(self.url(login), poolclass=NullPool, connect_args={"options": CENTRAL_PATH})

    @contextmanager
    def connected(self, login: str = TemporaryPostgres.user) -> Iterator[Connection]:
        """A transaction of ``login``: committed at the end, undone on an error."""
        engine = self.engine(login)
        with engine.begin() as connection:
            yield connection

    @contextmanager
    def steps(self, login: str) -> Iterator[CentralSteps]:
        """The steps of ``login``, in one transaction."""
        with self.connected(login) as connection:
            yield CentralSteps(connection)

    def set_time(self, at: datetime | None) -> None:
        """Moves the database's time to ``at`` (aware), or back to the real time."""
        with self.connected() as connection:
            connection.execute(text("UPDATE test_time.clock SET at = :at"), {"at": at and utc(at)})


def make_time_movable(connection: Connection) -> None:
    """Replaces ``app.now()`` by one that reads a table; to be done by the superuser."""
    for statement in (
        "CREATE SCHEMA test_time",
        "CREATE TABLE test_time.clock (at timestamptz)",
        "INSERT INTO test_time.clock VALUES (NULL)",
        "GRANT USAGE ON SCHEMA test_time TO diwan_owner",
        "GRANT SELECT ON test_time.clock TO diwan_owner",
        """CREATE OR REPLACE FUNCTION app.now() RETURNS timestamptz LANGUAGE sql VOLATILE SECURITY DEFINER
           SET search_path = pg_catalog, pg_temp
           AS $$ SELECT coalesce(at, clock_timestamp()) FROM test_time.clock $$""",
    ):
        connection.execute(text(statement))
