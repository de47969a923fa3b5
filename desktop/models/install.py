"""Making and upgrading a database: roles, tables, rules, the first administrator, the services' rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL

from desktop.base.clock import SystemClock
from desktop.models import refusals
from desktop.models.central import verifier
from desktop.models.compatibility import write_level
from desktop.models.connecting import secured
from desktop.models.counting import keep_counts
from desktop.models.migrations import upgrade_tables
from desktop.models.records.rules import SyncedService
from desktop.models.security import OWNER, apply_rules, make_roles

CENTRAL_PATH = "-c search_path=app"
"""The connection option under which the tables are found on the central database."""

_LOGIN = re.compile(r"[a-z][a-z0-9_.]{1,40}")


@dataclass(frozen=True, slots=True)
class NewLogin:
    """A first account; the password is turned into a SCRAM verifier before it reaches the server."""

    login: str
    name_ar: str
    name_en: str
    password: str


def prepare(
    url: URL,
    administrator: NewLogin | None = None,
    worker: NewLogin | None = None,
    portal: NewLogin | None = None,
    finish: Callable[[Connection], None] | None = None,
) -> None:
    """Makes an empty PostgreSQL database ready, or brings one to this program's version.

    ``url`` is a superuser's. What is already there stays; doing it again is harmless. ``administrator``,
    ``worker`` and ``portal`` are made where they do not exist yet, without a password where theirs is empty;
    the portal's is no member of the staff. ``finish`` does what is to be done besides. All of it, the roles
    too, is one transaction: where a step fails, the server is as it was.
    """
    engine = create_engine(secured(url), connect_args={"options": CENTRAL_PATH})
    try:
        with engine.begin() as connection:
            make_roles(connection)
            _bring_up(connection)
            if administrator:
                _first_login(connection, administrator, "admin", "diwan_staff, diwan_admin")
            if worker:
                _first_login(connection, worker, "worker", "diwan_worker_role")
            if portal:
                _first_role(connection, portal, "diwan_portal_role")
            if finish:
                finish(connection)
    finally:
        engine.dispose()


def upgrade(engine: Engine) -> None:
    """Brings the tables to this program's version and, on PostgreSQL, applies the rules in full.

    On PostgreSQL all of it is one transaction. The account must be a superuser or a member of
    ``diwan_migrator``, with the connection option ``CENTRAL_PATH``.
    """
    with engine.begin() as connection:
        _bring_up(connection)


def _bring_up(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
        upgrade_tables(connection)
        write_level(connection, SystemClock().now())
        connection.execute(text("RESET ROLE"))
        apply_rules(connection)
    else:
        upgrade_tables(connection)
        write_level(connection, SystemClock().now())
        keep_counts(connection)


def sync(connection: Connection, services: Iterable[SyncedService]) -> None:
    """Writes the services' rows into the central database (administrators and migrators).

    Raises ``Refusal`` (field ``version``) where a version that cases live by would change.
    """
    for service in services:
        document = {**service.as_json(), "digest": service.digest, "wordings": service.wordings}
        connection.execute(
            text("SELECT app.sync_service(CAST(:rows AS jsonb))"), {"rows": json.dumps(document)}
        )


def let_desks_manage(connection: Connection, login: str) -> None:
    """Lets the desk lock and re-password a login that a superuser made, as it may those it made itself."""
    if not _LOGIN.fullmatch(login):
        raise refusals.invalid("login")
    version: int = connection.execute(
        text("SELECT CAST(current_setting('server_version_num') AS integer)")
    ).scalar_one()
    # Before 16 whoever makes roles may change any ordinary one.
    if version >= 160000:
        connection.exec_driver_sql(
            f'GRANT "{login}" TO diwan_accounts WITH ADMIN TRUE, INHERIT FALSE, SET FALSE'
        )


def _first_role(connection: Connection, new: NewLogin, roles: str) -> None:
    """Makes a login in the server, where it has none of that name."""
    if not _LOGIN.fullmatch(new.login):
        raise refusals.invalid("login")
    known = connection.execute(
        text("SELECT count(*) FROM pg_roles WHERE rolname = :login"), {"login": new.login}
    ).scalar_one()
    if not known:
        # Without one, only the server's own machine lets it in, by the name of the system's account.
        secret = f"PASSWORD '{verifier(connection, new.login, new.password)}'" if new.password else ""
        connection.exec_driver_sql(f'CREATE ROLE "{new.login}" LOGIN {secret}')
    # Also one that was there before, of another database on this server.
    connection.exec_driver_sql(f'GRANT {roles} TO "{new.login}"')


def _first_login(connection: Connection, new: NewLogin, job: str, roles: str) -> None:
    """Makes a login by hand; every later one is made by ``app.create_staff``."""
    _first_role(connection, new, roles)
    if job != "worker":
        let_desks_manage(connection, new.login)
    connection.execute(
        text(
            "INSERT INTO app.staff (login, name_ar, name_en, active) VALUES (:login, :ar, :en, true)"
            " ON CONFLICT (login) DO NOTHING"
        ),
        {"login": new.login, "ar": new.name_ar, "en": new.name_en},
    )
    held = connection.execute(
        text("SELECT count(*) FROM app.staff_grant WHERE login = :login AND job = :job AND valid_to IS NULL"),
        {"login": new.login, "job": job},
    ).scalar_one()
    if not held:
        connection.execute(
            text("INSERT INTO app.staff_grant (login, job, valid_from) VALUES (:login, :job, app.today())"),
            {"login": new.login, "job": job},
        )
