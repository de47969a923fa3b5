"""Making, upgrading and checking a database, for the IT officer: ``diwan db``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.engine import URL

from desktop.base.clock import SystemClock
from desktop.models.connecting import secured
from desktop.models.database import outages
from desktop.models.install import CENTRAL_PATH, NewLogin, prepare, sync
from desktop.models.migrations import newest_revision, present_revision
from desktop.models.tables.applications import cases
from desktop.models.tables.office import staff, staff_grant
from desktop.models.tables.rules import service_definition
from desktop.models.work.letters import record_key
from desktop.usecases.keys import init_signing_key, load_signing_key, remove_signing_key
from desktop.usecases.setup import write_base_data
from desktop.workflows.registry import Registry
from desktop.workflows.sync import synced


@dataclass(frozen=True, slots=True)
class Health:
    """What a check found; ``version`` and ``expected`` are the tables' versions, empty for none."""

    version: str
    expected: str
    administrators: int = 0
    accounts: int = 0
    cases: int = 0
    missing_services: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether this program can work on the database as it stands."""
        return self.version == self.expected and self.administrators > 0 and not self.missing_services


def make_central(
    url: URL,
    registry: Registry,
    administrator: NewLogin | None,
    worker: NewLogin | None,
    portal: NewLogin | None,
    key_folder: Path | None = None,
    *,
    create: bool = True,
) -> None:
    """Makes the central database at ``url`` (a superuser's) ready, or brings it to this program.

    With ``create`` the database itself, and everywhere accounts, services and the municipality's base data
    are added where they are missing, and in ``key_folder`` the key that seals letters; doing it again is
    harmless. Where a step fails nothing of it stays. Raises ``Outage`` where the server does not answer,
    ``Refusal`` where a service's version that cases live by has changed.
    """

    def finish(connection: Connection) -> None:
        sync(connection, [synced(service) for service in registry.values()])
        write_base_data(connection, registry)
        if key_folder is not None:
            key = load_signing_key(key_folder) or init_signing_key(key_folder)
            record_key(connection, key.public.key_id, key.public.to_pem().decode(), SystemClock().now())

    key_is_new = key_folder is not None and load_signing_key(key_folder) is None
    with outages():
        made = create and _make_database(url)
    try:
        with outages():
            prepare(url, administrator, worker, portal, finish)
    except BaseException:
        if key_is_new and key_folder is not None:
            remove_signing_key(key_folder)
        if made:
            _drop_database(url)
        raise


def _make_database(url: URL) -> bool:
    """Makes the database itself; ``False`` where it is there already."""
    with _outside(url) as connection:
        name = {"name": url.database}
        known = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), name)
        if known.first() is not None:
            return False
        quoted = connection.dialect.identifier_preparer.quote_identifier(str(url.database))
        connection.exec_driver_sql(
            f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        )
    return True


def _drop_database(url: URL) -> None:
    with _outside(url) as connection:
        quoted = connection.dialect.identifier_preparer.quote_identifier(str(url.database))
        connection.exec_driver_sql(f"DROP DATABASE {quoted} WITH (FORCE)")


@contextmanager
def _outside(url: URL) -> Iterator[Connection]:
    """The server without our database; each statement is a transaction of its own."""
    engine = create_engine(secured(url).set(database="postgres"))
    try:
        with engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")
    finally:
        engine.dispose()


def check_central(url: URL, registry: Registry) -> Health:
    """What state the central database is in; ``url`` is a superuser's."""
    with _as_superuser(url) as connection:
        return health(connection, registry)


def health(connection: Connection, registry: Registry) -> Health:
    """What state the database behind ``connection`` is in; nothing is changed."""
    expected = newest_revision()
    version = present_revision(connection)
    if version != expected:
        return Health(version, expected)
    known = set(connection.execute(select(service_definition.c.service)).scalars())
    admins = select(func.count()).where(staff_grant.c.job == "admin", staff_grant.c.valid_to.is_(None))
    return Health(
        version=version,
        expected=expected,
        administrators=connection.execute(admins).scalar_one(),
        accounts=connection.execute(select(func.count()).select_from(staff)).scalar_one(),
        cases=connection.execute(select(func.count()).select_from(cases)).scalar_one(),
        missing_services=tuple(sorted(set(registry) - known)),
    )


@contextmanager
def _as_superuser(url: URL) -> Iterator[Connection]:
    engine = create_engine(secured(url), connect_args={"options": CENTRAL_PATH})
    try:
        with outages(), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
