"""A worker's signs of life, and work that is due once in a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, text, update

from desktop import __version__
from desktop.models.tables.upkeep import chore, worker_beat
from desktop.models.work.dialect import insert_or

FORGOTTEN = timedelta(days=1)
"""A worker that was silent for so long was stopped on purpose."""

_HOARDERS = text("SELECT app.end_hoarders()")
_BEAT = select(worker_beat.c.at).where(worker_beat.c.name == bindparam("worker"))
_CHORE = select(chore.c.at).where(chore.c.name == bindparam("chore"))


def record_beat(connection: Connection, worker: str, now: datetime) -> None:
    """Writes that ``worker`` is alive."""
    values = {"at": now, "release": __version__}
    statement = insert_or(connection, worker_beat).values(name=worker[:80], **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))
    connection.execute(delete(worker_beat).where(worker_beat.c.at < now - FORGOTTEN))


def last_beat(connection: Connection, worker: str) -> datetime | None:
    """When ``worker`` last wrote that it is alive."""
    return connection.execute(_BEAT, {"worker": worker[:80]}).scalar_one_or_none()


def last_done(connection: Connection, name: str) -> datetime | None:
    """When the chore ``name`` was last taken, by whichever worker."""
    return connection.execute(_CHORE, {"chore": name}).scalar_one_or_none()


def take_chore(connection: Connection, name: str, now: datetime, every: timedelta) -> bool:
    """Whether ``name`` is due and this worker is the one to do it; it is taken until ``every`` has passed."""
    statement = insert_or(connection, chore).values(name=name, at=now)
    made = connection.execute(
        statement.on_conflict_do_nothing(index_elements=["name"]).returning(chore.c.name)
    ).first()
    if made is not None:
        return True
    taken = connection.execute(
        update(chore).where(chore.c.name == name, chore.c.at <= now - every).values(at=now)
    )
    return taken.rowcount == 1


def end_hoarders(connection: Connection) -> tuple[str, ...]:
    """Ends sessions of staff that hold the others up for minutes (central database); whose they were."""
    return tuple(connection.execute(_HOARDERS).scalars())
