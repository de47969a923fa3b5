"""The central database's own rules: roles, policies, functions and privileges, in SQL.

The files are applied in the order of their names, in full, at the end of each upgrade; every one can be
applied again to what it made. Those up to ``02`` make the roles and the empty schemas and come before the
tables.
"""

from __future__ import annotations

import re
from importlib import resources

from sqlalchemy import Connection
from sqlalchemy import text as sql_text

OWNER = "diwan_owner"
_BEFORE_TABLES = ("01_", "02_")
_RUN_AS = re.compile(r"-- run as: (\w+)\n")


def files() -> list[tuple[str, str]]:
    """Name and text of each file, in the order in which they are applied."""
    found = [entry for entry in resources.files(__package__).iterdir() if entry.name.endswith(".sql")]
    return [(entry.name, entry.read_text("utf-8")) for entry in sorted(found, key=lambda entry: entry.name)]


def make_roles(connection: Connection) -> None:
    """Makes the roles, the schemas and the database's own privileges; needs a superuser.

    To be done again on a database copied from a template: its own privileges are not copied.
    """
    for name, text in files():
        if name.startswith(_BEFORE_TABLES):
            run_script(connection, text)


def apply_rules(connection: Connection) -> None:
    """Applies functions, triggers, policies and privileges, as the tables' owner.

    The functions that make logins belong to another role, which a migrator cannot become: they are applied
    where a superuser upgrades.
    """
    for name, text in files():
        if not name.startswith(_BEFORE_TABLES):
            role = _RUN_AS.match(text)
            owner = role.group(1) if role else OWNER
            if owner == OWNER or _may_be(connection, owner):
                run_script(connection, f"SET LOCAL ROLE {owner};\n{text}\nRESET ROLE;")


def _may_be(connection: Connection, role: str) -> bool:
    found: bool = connection.execute(
        sql_text("SELECT pg_has_role(session_user, :role, 'MEMBER')"), {"role": role}
    ).scalar_one()
    return found


def run_script(connection: Connection, text: str) -> None:
    """Runs several statements at once, in the open transaction of ``connection``."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection was given back")
    driver.execute(text.encode())
