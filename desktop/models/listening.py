"""Hearing that somebody changed something: by the server's word on PostgreSQL, by asking a file on SQLite."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from desktop.base.errors import Outage
from desktop.base.text import Text
from desktop.models.database import Database, outages

_SLICE = 0.25
"""Seconds: so soon a listener sees that it should stop."""
_LOOK_AGAIN = timedelta(minutes=1).total_seconds()
"""The channels have new names each day and with each department that one joins or leaves."""
_MOST_AT_ONCE = 200
"""Anybody in a department can fill its channel; more than an office can cause at once is not listened to."""
REST = 1.0
"""Seconds between two words that are passed on, however many came."""
SHUT_OUT = 300.0
"""Seconds without listening after the channel was filled; the desks ask by themselves meanwhile."""

Stopped = Callable[[], bool]
Wait = Callable[[float], object]


class Listener(Protocol):
    """Waits for changes; belongs to one thread."""

    def listen(self, stopped: Stopped, wait: Wait, told: Callable[[], None]) -> None:
        """Calls ``told`` after changes, at most once in ``REST`` seconds, until ``stopped``.

        ``wait`` sleeps, and returns early when the desk is left. Returns before that where a channel was
        filled by somebody: rest for ``SHUT_OUT``. Raises ``Outage`` where the database is lost.
        """
        ...


def listener_of(database: Database) -> Listener:
    """What hears of changes in ``database``, by a connection of its own."""
    return _Central(database) if database.is_central else _Embedded(database.engine.url)


class _Central:
    """LISTEN on the channels of the account's departments."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def listen(self, stopped: Stopped, wait: Wait, told: Callable[[], None]) -> None:
        # Imported here: a single desk never needs the driver, and starts faster without it.
        import psycopg

        with outages(), self._database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            driver = connection.connection.driver_connection
            # It is never given back to the pool: nobody else's questions wait for it.
            connection.detach()
            try:
                self._hear(connection, driver, stopped, wait, told)
            except psycopg.OperationalError as error:
                raise Outage(
                    Text("انقطع الاتصال بقاعدة البيانات.", "The connection to the database was lost.")
                ) from error

    @staticmethod
    def _hear(
        connection: Connection, driver: Any, stopped: Stopped, wait: Wait, told: Callable[[], None]
    ) -> None:
        known: set[str] = set()
        while not stopped():
            wanted = set(connection.execute(text("SELECT app.my_channels()")).scalar_one())
            for verb, channels in (("LISTEN", wanted - known), ("UNLISTEN", known - wanted)):
                for channel in channels:
                    connection.exec_driver_sql(f'{verb} "{channel}"')
            known = wanted
            until = time.monotonic() + _LOOK_AGAIN
            again = False
            while time.monotonic() < until and not stopped():
                heard = sum(1 for _ in driver.notifies(timeout=_SLICE, stop_after=_MOST_AT_ONCE))
                # A department is told once in a second: what followed within it is seen by looking once more.
                if heard or again:
                    told()
                again = heard > 0
                if heard >= _MOST_AT_ONCE:
                    return
                if heard:
                    wait(REST)


class _Embedded:
    """SQLite tells each connection whether another one has written."""

    def __init__(self, url: URL) -> None:
        self._path = url.database or ""

    def listen(self, stopped: Stopped, wait: Wait, told: Callable[[], None]) -> None:
        connection = sqlite3.connect(self._path)
        try:
            before = self._version(connection)
            while not stopped():
                wait(REST)
                now = self._version(connection)
                if now != before and not stopped():
                    told()
                before = now
        finally:
            connection.close()

    @staticmethod
    def _version(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA data_version").fetchone()[0])
