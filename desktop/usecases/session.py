"""Who works, on which database: what every use-case is given."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, select, text

from desktop.base.clock import amman_date, utc
from desktop.base.errors import Refusal
from desktop.gateways.registers import Registers
from desktop.models import refusals
from desktop.models.database import Database, Steps
from desktop.models.queries.office import load_actor, load_reference, password_given_at, setting_in_force
from desktop.models.records.people import Actor
from desktop.models.records.reference import Reference
from desktop.models.remembered import memory_of
from desktop.models.tables.office import staff
from desktop.workflows.registry import Registry

_PASSWORD_ENDS = text(
    "SELECT CASE WHEN isfinite(rolvaliduntil) THEN rolvaliduntil END"
    "  FROM pg_roles WHERE rolname = session_user"
)
PASSWORD_SETTING, WARNING_SETTING, WARNING_DAYS = "password.valid_days", "password.warn_days", 14
"""How many days a password is valid (0: for ever), and from how many before its end one is told."""
_SCRYPT = {"n": 2**14, "r": 8, "p": 1}


class Looks(Protocol):
    """Notes what an account looks at, without keeping it waiting."""

    def note(self, case_id: int, what: str) -> None:
        """Notes a look at a ``case``, ``document`` or ``letter``."""
        ...


@dataclass(frozen=True, slots=True)
class Session:
    """A database, the services, and the account that works."""

    database: Database
    registry: Registry
    login: str
    workstation: str = ""
    registers: Registers | None = None
    """The municipality's registers, as far as this program can ask them."""
    looks: Looks | None = None
    """Where it is noted who saw what; none for the program's own work."""

    def looked(self, case_id: int, what: str = "case") -> None:
        """Notes that the account saw it."""
        if self.looks is not None:
            self.looks.note(case_id, what)

    def steps(self, connection: Connection) -> Steps:
        """The steps of this account within the transaction of ``connection``."""
        return self.database.steps(connection, self.login, self.workstation)

    def office(self, connection: Connection) -> Office:
        """The account and the reference data as of now; refuses a locked account."""
        now = self.database.now(connection)
        today = amman_date(now)
        memory = memory_of(connection)
        actor = load_actor(connection, self.login, today, self.workstation, memory)
        if actor is None:
            raise refusals.no_such_account(self.login)
        return Office(now, actor, load_reference(connection, now, today, memory))


@dataclass(frozen=True, slots=True)
class Office:
    """The present: time, the acting account, the reference data in force."""

    now: datetime
    actor: Actor
    reference: Reference


def password_hash(password: str) -> str:
    """``password`` as an embedded database keeps it: scrypt with a salt of its own."""
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, **_SCRYPT)
    return f"scrypt${salt.hex()}${digest.hex()}"


def _matches(password: str, stored: str) -> bool:
    try:
        _, salt, digest = stored.split("$")
    except ValueError:
        return False
    tried = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **_SCRYPT)
    return hmac.compare_digest(tried.hex(), digest)


def sign_in(session: Session, password: str) -> Actor:
    """The account, if ``password`` is its password; on the central database the server has judged already.

    Raises ``Refusal`` with one sentence for a wrong name and a wrong password alike.
    """
    with session.database.reading() as connection:
        if not session.database.is_central:
            stored = connection.execute(
                select(staff.c.password_hash).where(staff.c.login == session.login, staff.c.active)
            ).scalar_one_or_none()
            if not _matches(password, stored or ""):
                raise Refusal.one(
                    "sign_in",
                    "اسم الدخول أو كلمة السر غير صحيحة.",
                    "The login or the password is wrong.",
                    field="password",
                )
        return session.office(connection).actor


def password_ends(session: Session) -> datetime | None:
    """When the account's password expires (UTC); ``None`` where it does not.

    The central database's server lets nobody in afterwards. An embedded one reminds only: there would be
    nobody to let its only administrator in again.
    """
    with session.database.reading() as connection:
        if session.database.is_central:
            ends: datetime | None = connection.execute(_PASSWORD_ENDS).scalar_one()
            return ends and utc(ends)
        days = _days(connection, PASSWORD_SETTING, 0, session.database.now(connection))
        given = password_given_at(connection, session.login) if days else None
    return given + timedelta(days=days) if given else None


def password_warning(session: Session) -> datetime | None:
    """When the account's password expires, where that is soon enough to be told."""
    ends = password_ends(session)
    if ends is None:
        return None
    with session.database.reading() as connection:
        now = session.database.now(connection)
        soon = timedelta(days=_days(connection, WARNING_SETTING, WARNING_DAYS, now))
    return ends if ends - now < soon else None


def _days(connection: Connection, name: str, otherwise: int, now: datetime) -> int:
    value = setting_in_force(connection, name, amman_date(now))
    return int(value) if value.isdigit() else otherwise


def use_password(session: Session, password: str) -> None:
    """Has the account's later connections use ``password``: it was set anew while its desk was open."""
    session.database.use_password(password)
