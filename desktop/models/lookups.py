"""Wrong guesses at a register's entries, counted before they are made (CTR-01)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, and_, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.models.tables.applications import lookup_count

_COUNT = text("SELECT app.count_lookup(:register, :who, :most)")
_FORGET = text("SELECT app.forget_lookup(:register, :who)")


def count_lookup(connection: Connection, register: str, who: str, today: date, most: int) -> bool:
    """Counts one more try of ``who`` today; ``False`` where there were ``most`` already.

    On the central database the server's day counts. Many at once are never more than one after the other.
    """
    if connection.dialect.name == "postgresql":
        values = {"register": register, "who": who, "most": most}
        return bool(connection.execute(_COUNT, values).scalar_one())
    statement = upsert(lookup_count).values(register=register, who=who, day=today, times=1)
    counted = connection.execute(
        statement.on_conflict_do_update(
            index_elements=["register", "who", "day"],
            set_={"times": lookup_count.c.times + 1},
            where=lookup_count.c.times < most,
        ).returning(lookup_count.c.times)
    ).first()
    return counted is not None


def forget_lookup(connection: Connection, register: str, who: str, today: date) -> None:
    """Takes a try back: it found what it looked for, or the register did not answer."""
    if connection.dialect.name == "postgresql":
        connection.execute(_FORGET, {"register": register, "who": who})
        return
    same = and_(
        lookup_count.c.register == register,
        lookup_count.c.who == who,
        lookup_count.c.day == today,
        lookup_count.c.times > 0,
    )
    connection.execute(update(lookup_count).where(same).values(times=lookup_count.c.times - 1))
