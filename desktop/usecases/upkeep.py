"""Making, upgrading and checking a database, for the IT officer: ``diwan db``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.engine import URL

from desktop.models.database import outages
from desktop.models.install import CENTRAL_PATH, NewLogin, prepare, sync
from desktop.models.migrations import newest_revision
from desktop.models.tables.applications import cases
from desktop.models.tables.office import staff, staff_grant
from desktop.models.tables.rules import service_definition
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
) -> None:
    """Makes the central database at ``url`` (a superuser's) ready, or brings it to this program.

    Accounts, services and the municipality's base data are added where they are missing; doing it again is
    harmless. Raises ``Outage`` where the server does not answer, ``Refusal`` where a service's version that
    cases live by has changed.
    """
    with outages():
        prepare(url, administrator, worker, portal)
    with _as_superuser(url) as connection:
        sync(connection, [synced(service) for service in registry.values()])
        write_base_data(connection, registry)


def check_central(url: URL, registry: Registry) -> Health:
    """What state the central database is in; ``url`` is a superuser's."""
    with _as_superuser(url) as connection:
        return health(connection, registry)


def health(connection: Connection, registry: Registry) -> Health:
    """What state the database behind ``connection`` is in; nothing is changed."""
    expected = newest_revision()
    version = MigrationContext.configure(connection).get_current_revision() or ""
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
    engine = create_engine(url.set(drivername="postgresql+psycopg"), connect_args={"options": CENTRAL_PATH})
    try:
        with outages(), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
