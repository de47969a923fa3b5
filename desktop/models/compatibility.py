"""Which programs and which tables work together: the rule for upgrading a server and its desks.

Every release that changes the tables or the rules raises ``LEVEL`` by one; releases that mend something
keep it, and work with each other in any order. The tables carry their own level and the oldest desk that
may still work on them:

* a desk of the level before works on newer tables, until they say that it may not any more;
* a desk that is newer than the tables asks for the server to be upgraded, and changes nothing.

So neither order harms anything, and desks of one level back go on working while they are replaced. Tables
of 0.1.0, which say nothing of themselves, are of level 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, inspect, select

from desktop import __version__
from desktop.base.errors import Refusal
from desktop.models.tables.upkeep import compatibility

LEVEL = 2
"""The level of this program and of the tables that it makes."""
OLDEST_DESK = 1
"""The oldest desk that works on the tables that this program makes."""
OLDEST_TABLES = 2
"""The oldest tables that this program works on."""


@dataclass(frozen=True, slots=True)
class TablesLevel:
    """What the tables say of themselves; ``release`` is the program that made them."""

    level: int
    oldest_desk: int
    release: str


_FIRST = TablesLevel(1, 1, "0.1.0")


def tables_level(connection: Connection) -> TablesLevel:
    """The level of the tables behind ``connection``."""
    if not inspect(connection).has_table(compatibility.name):
        return _FIRST
    row = connection.execute(select(compatibility)).mappings().one_or_none()
    return TablesLevel(row["level"], row["oldest_desk"], row["release"]) if row else _FIRST


def write_level(connection: Connection, now: datetime) -> None:
    """Writes this program's level beside the tables that it has just made or brought up to date."""
    values = {"level": LEVEL, "oldest_desk": OLDEST_DESK, "release": __version__}
    known = connection.execute(select(compatibility)).mappings().one_or_none()
    if known is None:
        connection.execute(compatibility.insert().values(id=1, changed_at=now, **values))
    elif any(known[name] != value for name, value in values.items()):
        connection.execute(compatibility.update().values(changed_at=now, **values))


def require_compatible(found: TablesLevel) -> None:
    """Refuses (field ``version``) where this program and the tables do not work together; says what to do."""
    if found.level < OLDEST_TABLES:
        raise Refusal.one(
            "tables_older",
            f"قاعدة البيانات أقدم من هذا البرنامج: هي من الإصدار {found.release} والبرنامج {__version__}. "
            "لم يتغير شيء. اطلب من مدير النظام ترقية الخادم (diwan db upgrade)، أو استعمل الإصدار السابق.",
            f"The database is older than this program: it is of release {found.release}, the program is"
            f" {__version__}. Nothing was changed. Ask the administrator to upgrade the server"
            " (diwan db upgrade), or use the release before.",
            field="version",
        )
    if found.oldest_desk > LEVEL:
        raise Refusal.one(
            "tables_newer",
            f"هذا البرنامج ({__version__}) أقدم من قاعدة البيانات ({found.release}) ولا يستطيع العمل عليها. "
            "لم يتغير شيء. ثبّت الإصدار الجديد على هذا الجهاز.",
            f"This program ({__version__}) is too old for the database ({found.release})."
            " Nothing was changed. Install the new release on this workstation.",
            field="version",
        )


def require_known(connection: Connection, revision: str, known: frozenset[str]) -> None:
    """Refuses (field ``version``) to upgrade tables whose ``revision`` this program has never heard of."""
    if revision and revision not in known:
        found = tables_level(connection)
        raise Refusal.one(
            "tables_newer",
            f"جداول القاعدة (إصدار {found.release}) أحدث من هذا البرنامج ({__version__})؛ لم يتغير شيء."
            " ثبّت الإصدار الأحدث من البرنامج.",
            f"The tables (release {found.release}) are newer than this program ({__version__});"
            " nothing was changed. Install the newer release of the program.",
            field="version",
        )
