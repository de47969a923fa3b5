"""The counts of open cases on an embedded database, kept by triggers: the counterpart of ``84_desk.sql``."""

from __future__ import annotations

from sqlalchemy import Connection, text

_KEYS = ("department", "owner_department", "host_department", "service", "state", "waits_on")
_COLUMNS = ", ".join(_KEYS)


def _added(row: str, count: int) -> str:
    """Adds ``count`` where the case in ``row`` (``NEW`` or ``OLD``) stands; closed ones stand nowhere.

    A single writer at a time can add to one row for each group, so that there is nothing to sum up later.
    """
    values = ", ".join(f"{row}.{key}" for key in _KEYS)
    same = " AND ".join(f"t.{key} = {row}.{key}" for key in _KEYS)
    here = " AND ".join(f"{key} = {row}.{key}" for key in _KEYS)
    return (
        f"INSERT INTO tally ({_COLUMNS}, cases) SELECT {values}, 0 WHERE {row}.closed_at IS NULL"  # noqa: S608
        f" AND NOT EXISTS (SELECT 1 FROM tally t WHERE {same});"
        f" UPDATE tally SET cases = cases + {count} WHERE {row}.closed_at IS NULL AND {here};"
    )


_RECOUNT = (
    f"INSERT INTO tally ({_COLUMNS}, cases) SELECT {_COLUMNS}, count(*) FROM cases"  # noqa: S608  our own names
    f" WHERE closed_at IS NULL GROUP BY {_COLUMNS}"
)
_TRIGGERS = {
    "count_case_entered": f"AFTER INSERT ON cases BEGIN {_added('NEW', 1)} END",
    "count_case_moved": f"AFTER UPDATE OF {_COLUMNS}, closed_at ON cases"
    f" BEGIN {_added('OLD', -1)} {_added('NEW', 1)} END",
}


def keep_counts(connection: Connection) -> None:
    """Sees to the triggers of an embedded database.

    A migration that makes ``cases`` anew loses them; then they are made again and everything is counted once.
    """
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
    if set(_TRIGGERS) <= set(names):
        return
    for name, body in _TRIGGERS.items():
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {body}")
    connection.execute(text("DELETE FROM tally"))
    connection.execute(text(_RECOUNT))
