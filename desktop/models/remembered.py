"""What a connection has read of the reference data, kept until that changes.

A step reads the reference data and the account several times, and neither changes for weeks. What was read
is used again only while the transaction that asks sees the very same rows.

On the central database triggers draw a new ``reference_version`` with each change, and one short answer tells
whether it is still the one under which was read. On an embedded database another connection's commit moves
``PRAGMA data_version``, and this connection's own writes fire temporary triggers that draw a new random
version; a changed schema ends it until the connection is opened anew. All triggers take part in transactions:
what is rolled back takes its version with it, and no version ever comes twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from desktop.models.tables.office import (
    course,
    delegation,
    department,
    fee,
    holiday,
    reason,
    setting,
    staff,
    staff_authority,
    staff_grant,
    wording,
)
from desktop.models.tables.outside import outside_body, profession
from desktop.models.tables.schedule import occasion
from desktop.models.tables.upkeep import reference_version

REFERENCE: tuple[Table, ...] = (
    course, delegation, department, fee, holiday, outside_body, profession, reason, setting, staff,
    staff_authority, staff_grant, wording,
)  # fmt: skip
OCCASIONS: tuple[Table, ...] = (occasion,)

_WATCHED = {"reference": REFERENCE, "occasions": OCCASIONS}
_MEMORY = "diwan_memory"
_TRIGGER = (
    "CREATE TEMP TRIGGER IF NOT EXISTS diwan_{table}_{change} AFTER {change} ON main.{table}"
    " BEGIN UPDATE diwan_watched SET {shelf} = randomblob(16); END"
)
_DRAWN = select(reference_version.c.drawn)
_VERSIONS = (
    "SELECT s.schema_version, d.data_version, w.reference, w.occasions"
    " FROM pragma_data_version AS d, pragma_schema_version AS s, temp.diwan_watched AS w"
)


@dataclass(slots=True)
class Memory:
    """What was read, by whatever names it; two shelves, since places on occasions are taken all day."""

    reference: dict[Hashable, Any] = field(default_factory=dict)
    """Drops whatever ``REFERENCE`` tables a change is in."""
    occasions: dict[Hashable, Any] = field(default_factory=dict)
    schema: int = -1
    data: int = -1
    versions: tuple[bytes, bytes] = (b"", b"")
    drawn: str = ""
    """The central database's version."""


def watch(raw: sqlite3.Connection, info: MutableMapping[Any, Any]) -> None:
    """Begins to watch the reference data of a connection that is in no transaction, where it has any yet.

    ``info`` is what SQLAlchemy keeps with the connection. A database that does not answer is left to the
    statement that is to follow: its fault is told as such.
    """
    if _MEMORY in info:
        return
    tables = {table.name for watched in _WATCHED.values() for table in watched}
    try:
        known = {row[0] for row in raw.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
        if not tables <= known:
            return
        raw.execute("CREATE TEMP TABLE IF NOT EXISTS diwan_watched (reference BLOB, occasions BLOB)")
        raw.execute("DELETE FROM temp.diwan_watched")
        raw.execute("INSERT INTO temp.diwan_watched VALUES (randomblob(16), randomblob(16))")
        for shelf, watched in _WATCHED.items():
            for table in watched:
                for change in ("INSERT", "UPDATE", "DELETE"):
                    raw.execute(_TRIGGER.format(table=table.name, change=change, shelf=shelf))
        info[_MEMORY] = Memory(schema=raw.execute("PRAGMA main.schema_version").fetchone()[0])
    except sqlite3.Error:
        info.pop(_MEMORY, None)


def memory_of(connection: Connection) -> Memory:
    """What still holds of what ``connection`` has read, as its transaction sees the database.

    Nothing is kept of the central database's occasions, on which places are taken all day, nor where the
    schema of an embedded database has changed.
    """
    if connection.dialect.name == "sqlite":
        return _embedded_memory(connection)
    memory: Memory = connection.info.setdefault(_MEMORY, Memory())
    # Read before what is kept under it: a change between the two is at worst read twice.
    drawn = connection.execute(_DRAWN).scalar_one()
    if drawn != memory.drawn:
        memory.reference, memory.drawn = {}, drawn
    memory.occasions = {}
    return memory


def _embedded_memory(connection: Connection) -> Memory:
    memory: Memory | None = connection.info.get(_MEMORY)
    if memory is None:
        return Memory()
    schema, data, *drawn = connection.exec_driver_sql(_VERSIONS).one()
    if schema != memory.schema:
        return Memory()
    reference, occasions = drawn
    if data != memory.data or reference != memory.versions[0]:
        memory.reference = {}
    if data != memory.data or occasions != memory.versions[1]:
        memory.occasions = {}
    memory.data, memory.versions = data, (reference, occasions)
    return memory
