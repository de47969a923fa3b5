"""What a person's desk keeps on the database: preferences that follow them, and saved filters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, delete, func, or_, select, text
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.models import refusals
from desktop.models.database import Database
from desktop.models.records.people import Actor, Job
from desktop.models.tables.desk import preference, saved_filter

LONGEST_VALUE, LONGEST_FILTER, LONGEST_NAME = 8000, 4000, 60
MOST_PREFERENCES, MOST_FILTERS = 200, 40
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter as it is kept; ``department`` is the one that it is shared with, or empty."""

    filter_id: int
    owner: str
    name: str
    department: str
    content: str


class DeskRows(Protocol):
    """Writes what a desk keeps; the same on both databases."""

    def keep_preference(self, name: str, value: str) -> None:
        """Keeps ``value`` under ``name`` for the account; an empty one forgets it."""
        ...

    def save_filter(self, name: str, department: str, content: str) -> int:
        """Keeps a filter under the account's name for it; its number."""
        ...

    def drop_filter(self, filter_id: int) -> None:
        """Forgets a filter: one's own, or as a supervisor one shared with the department."""
        ...


def desk_rows(database: Database, connection: Connection, actor: Actor, now: datetime) -> DeskRows:
    """What ``actor`` keeps, within the transaction of ``connection``."""
    return CentralDeskRows(connection) if database.is_central else EmbeddedDeskRows(connection, actor, now)


def preferences_of(connection: Connection, login: str) -> dict[str, str]:
    """Every preference of ``login`` by name."""
    rows = connection.execute(
        select(preference.c.name, preference.c.value).where(preference.c.login == login)
    )
    return {row.name: row.value for row in rows}


def filters_of(connection: Connection, actor: Actor) -> tuple[SavedFilter, ...]:
    """The account's own filters and those shared with its departments, by name."""
    mine = sorted(actor.departments - {""})
    rows = connection.execute(
        select(saved_filter)
        .where(or_(saved_filter.c.owner == actor.login, saved_filter.c.department.in_(mine)))
        .order_by(saved_filter.c.name, saved_filter.c.id)
    ).mappings()
    return tuple(
        SavedFilter(row["id"], row["owner"], row["name"], row["department"] or "", row["content"])
        for row in rows
    )


class CentralDeskRows:
    """By the server's functions, which judge for themselves (``84_desk.sql``)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep_preference(self, name: str, value: str) -> None:
        """See ``DeskRows``."""
        self._call("keep_preference", "SELECT app.keep_preference(:name, :value)", name=name, value=value)

    def save_filter(self, name: str, department: str, content: str) -> int:
        """See ``DeskRows``."""
        statement = "SELECT app.save_filter(:name, :department, :content)"
        found = self._call("save_filter", statement, name=name, department=department, content=content)
        return int(str(found))

    def drop_filter(self, filter_id: int) -> None:
        """See ``DeskRows``."""
        self._call("drop_filter", "SELECT app.drop_filter(:filter_id)", filter_id=filter_id)

    def _call(self, action: str, statement: str, **values: object) -> object:
        # Imported here: a single desk never needs the driver, and starts faster without it.
        from desktop.models.central import refused

        with refused(action):
            return self._connection.execute(text(statement), values).scalar_one()


class EmbeddedDeskRows:
    """By the same rules on an embedded database."""

    def __init__(self, connection: Connection, actor: Actor, now: datetime) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now

    def keep_preference(self, name: str, value: str) -> None:
        """See ``DeskRows``."""
        if not _NAME.fullmatch(name):
            raise refusals.invalid("name")
        if len(value) > LONGEST_VALUE:
            raise refusals.invalid("value")
        mine = preference.c.login == self._actor.login
        if not value:
            self._connection.execute(delete(preference).where(mine, preference.c.name == name))
            return
        others = select(func.count()).select_from(preference).where(mine, preference.c.name != name)
        if self._connection.execute(others).scalar_one() >= MOST_PREFERENCES:
            raise refusals.invalid("name")
        statement = upsert(preference).values(login=self._actor.login, name=name, value=value)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["login", "name"], set_={"value": value})
        )

    def save_filter(self, name: str, department: str, content: str) -> int:
        """See ``DeskRows``."""
        if not self._actor.departments - {""}:
            raise refusals.not_allowed("save_filter")
        if not name or name != name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise refusals.invalid("name")
        if department and department not in self._actor.departments:
            raise refusals.invalid("department")
        if len(content) > LONGEST_FILTER:
            raise refusals.invalid("content")
        mine = saved_filter.c.owner == self._actor.login
        others = select(func.count()).select_from(saved_filter).where(mine, saved_filter.c.name != name)
        if self._connection.execute(others).scalar_one() >= MOST_FILTERS:
            raise refusals.invalid("filters")
        kept = {"department": department or None, "content": content, "saved_at": self._now}
        statement = upsert(saved_filter).values(owner=self._actor.login, name=name, **kept)
        row = self._connection.execute(
            statement.on_conflict_do_update(index_elements=["owner", "name"], set_=kept).returning(
                saved_filter.c.id
            )
        )
        return int(row.scalar_one())

    def drop_filter(self, filter_id: int) -> None:
        """See ``DeskRows``."""
        led = sorted({one.department or "" for one in self._actor.grants if one.job is Job.SUPERVISOR} - {""})
        gone = self._connection.execute(
            delete(saved_filter).where(
                saved_filter.c.id == filter_id,
                or_(saved_filter.c.owner == self._actor.login, saved_filter.c.department.in_(led)),
            )
        )
        if not gone.rowcount:
            raise refusals.not_allowed("drop_filter")
