"""Opening a database: one embedded file for a single desk, or the central PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from select import select
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError

from desktop.base.clock import Clock
from desktop.base.errors import Outage
from desktop.base.text import Text
from desktop.models.connecting import fault_of, secured
from desktop.models.embedded import EmbeddedSteps
from desktop.models.keeper import PlanKeeper
from desktop.models.records.plan import NewAttachment, OpenPlan, StepPlan, StepResult
from desktop.models.remembered import watch

# A cut cable is noticed within about ten seconds; measured, see docs/database.md.
_CENTRAL_OPTIONS = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": "-c search_path=app -c statement_timeout=15s -c lock_timeout=3s"
    " -c idle_in_transaction_session_timeout=60s",
}


_READ_ONLY = "25006"
"""SQLSTATE of a standby, or of a server that was told to write nothing."""


class Steps(Protocol):
    """What changes cases; the same on both databases."""

    def now(self) -> datetime:
        """The database's time."""
        ...

    def open_case(self, plan: OpenPlan) -> StepResult:
        """Opens a case."""
        ...

    def step(self, plan: StepPlan) -> StepResult:
        """Carries one step out."""
        ...

    def attach(
        self, case_id: int, expected_version: int, items: list[NewAttachment], workstation: str
    ) -> StepResult:
        """Adds documents to a case."""
        ...

    def take_back(
        self, case_id: int, expected_version: int, attachment_id: int, workstation: str
    ) -> StepResult:
        """Takes the account's own verdict on a document back."""
        ...


class Database:
    """A database and how to work in it; shared by threads, holds no state of any of them."""

    def __init__(self, engine: Engine, clock: Clock, keeper: PlanKeeper) -> None:
        self.engine = engine
        self.clock = clock
        self._keeper = keeper
        # Where reports are read, if not here: see desktop/models/standby.py.
        self.standby: Database | None = None
        self._reading = engine.execution_options(diwan_reading=True)
        self._at_once = engine.execution_options(isolation_level="AUTOCOMMIT") if self.is_central else engine

    @property
    def is_central(self) -> bool:
        """Whether this is the central PostgreSQL."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read from; outages are told as such."""
        with outages(), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose transaction is committed at the end, or undone on any error."""
        with outages(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def stepping(self) -> Iterator[Connection]:
        """A connection for one step and nothing else.

        On the central database that is one call of one function, a transaction by itself: one round trip,
        where ``writing`` takes one more at its beginning and one at its end.
        """
        if not self.is_central:
            with self.writing() as connection:
                yield connection
            return
        with outages(), self._at_once.connect() as connection:
            yield connection

    def steps(self, connection: Connection, login: str, workstation: str) -> Steps:
        """The steps of ``login`` within the transaction of ``connection``."""
        if self.is_central:
            return _central(connection)
        return EmbeddedSteps(connection, login, self.clock, self._keeper, workstation)

    def now(self, connection: Connection) -> datetime:
        """The time that counts: the server's on the central database, else the program's clock."""
        return _central(connection).now() if self.is_central else self.clock.now()

    def use_password(self, password: str) -> None:
        """Has later connections to the central database use ``password``: the account's was changed."""

        def give(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
            parameters["password"] = password

        event.listen(self.engine, "do_connect", give)
        if self.standby is not None:
            self.standby.use_password(password)

    def close(self) -> None:
        """Gives every connection back."""
        self.engine.dispose()
        if self.standby is not None:
            self.standby.close()


def _central(connection: Connection) -> Steps:
    # Imported here: a single desk never needs the driver, and starts faster without it.
    from desktop.models.central import CentralSteps

    return CentralSteps(connection)


def embedded_url(path: Path) -> URL:
    """The address of an embedded database file."""
    return URL.create("sqlite", database=str(path))


def open_database(url: URL | str, clock: Clock, keeper: PlanKeeper, *, pool_size: int = 5) -> Database:
    """The database at ``url`` (``sqlite:///…`` or ``postgresql://…``); nothing is read yet."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return Database(_embedded_engine(address), clock, keeper)
    engine = create_engine(
        secured(address),
        connect_args=_CENTRAL_OPTIONS,
        pool_size=pool_size,
        max_overflow=2,
        # What people typed has no business in a log.
        hide_parameters=True,
    )
    event.listen(engine, "checkout", _require_alive)
    return Database(engine, clock, keeper)


def _require_alive(connection: Any, _record: Any, _proxy: Any) -> None:
    """Has the pool replace a connection that the server has ended since it was last used.

    An idle connection on which nothing has arrived needs no question, and so no round trip. Whatever arrived
    may be the server's farewell: then it is asked.
    """
    heard, _, _ = select([connection.fileno()], [], [], 0)
    if heard:
        # Imported here: a single desk never needs the driver, and starts faster without it.
        import psycopg

        try:
            connection.execute("")
            connection.rollback()
        except psycopg.Error as error:
            raise DisconnectionError from error


def _embedded_engine(address: URL) -> Engine:
    engine = create_engine(address, connect_args={"timeout": 30}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # SQLAlchemy begins the transactions: sqlite3 would begin them too late.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # The versions of what is remembered, and sorted rows with personal data, never touch the disk.
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    @event.listens_for(engine, "checkout")
    def remember(connection: sqlite3.Connection, record: Any, _proxy: Any) -> None:
        watch(connection, record.info)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer that begins as a reader can be refused later; all begin as writers, and wait in line.
        reads = connection.get_execution_options().get("diwan_reading")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def outages() -> Iterator[None]:
    """Turns what a lost, full or locked database raises into ``Outage``.

    A server that turns somebody away raises ``Refusal``: a wrong password is no outage.
    """
    try:
        yield
    except OperationalError as error:
        fault = fault_of(str(error.orig))
        if fault is not None:
            raise fault from error
        raise Outage(
            Text(
                ar="قاعدة البيانات لا تستجيب؛ سيُعاد الاتصال. لم يضع ما كتبته.",
                en=f"The database does not answer ({_cause(error)}); what you typed is kept.",
            )
        ) from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") == _READ_ONLY:
            raise Outage(
                Text(
                    ar="قاعدة البيانات للقراءة فقط الآن؛ حاول لاحقاً. لم يضع ما كتبته.",
                    en="The database only reads at present; try later. What you typed is kept.",
                )
            ) from error
        if error.connection_invalidated:
            raise Outage(
                Text(
                    ar="انقطع الاتصال بقاعدة البيانات؛ سيُعاد الاتصال. لم يضع ما كتبته.",
                    en="The connection to the database was lost; what you typed is kept.",
                )
            ) from error
        raise


def _cause(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0] if error.orig else type(error).__name__
