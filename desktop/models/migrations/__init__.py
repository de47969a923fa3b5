"""The tables' versions, by Alembic, on both databases.

``python -m desktop.models.migrations "what changes"`` drafts the next version from the difference between
the tables in ``desktop.models.tables`` and the newest version here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from desktop.models.compatibility import require_known

if TYPE_CHECKING:
    from alembic.config import Config

_OF_ROWS = """
SELECT DISTINCT p.oid::regprocedure::text
  FROM pg_proc p
  JOIN pg_depend d ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass
                  AND d.refclassid = 'pg_type'::regclass
  JOIN pg_type t ON t.oid = d.refobjid
  LEFT JOIN pg_type e ON e.oid = t.typelem
  JOIN pg_class c ON c.oid IN (t.typrelid, e.typrelid)
 WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace('app')
"""


def upgrade_tables(connection: Connection, revision: str = "head") -> None:
    """Brings the tables behind ``connection`` to ``revision``, in its open transaction.

    Raises ``Refusal`` (field ``version``) where they are newer than this program.
    """
    from alembic import command

    present = present_revision(connection)
    require_known(connection, present, known_revisions())
    if present == newest_revision() and revision in ("head", present):
        return
    command.upgrade(_config(connection), revision)


def downgrade_tables(connection: Connection, revision: str) -> None:
    """Takes the tables back to ``revision`` (``"base"``: none), in the open transaction.

    On PostgreSQL the functions that know a table's row go with it, and what stands on them: the release that
    is gone back to applies its own rules in full.
    """
    from alembic import command

    if connection.dialect.name == "postgresql":
        for name in connection.exec_driver_sql(_OF_ROWS).scalars().all():
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name} CASCADE")
    command.downgrade(_config(connection), revision)


def check_tables(connection: Connection) -> None:
    """Raises ``alembic.util.exc.CommandError`` where the tables are not those of the metadata."""
    from alembic import command

    command.check(_config(connection))


def present_revision(connection: Connection) -> str:
    """The version of the tables behind ``connection``; empty where there are none."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision() or ""


@cache
def known_revisions() -> frozenset[str]:
    """Every version that this program can upgrade from."""
    from alembic.script import ScriptDirectory

    return frozenset(one.revision for one in ScriptDirectory.from_config(_config(None)).walk_revisions())


@cache
def newest_revision() -> str:
    """The version that this program works with."""
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    if head is None:
        raise RuntimeError("there are no versions of the tables")
    return head


def draft(connection: Connection, message: str, revision: str) -> None:
    """Writes the file of a new version: what the tables behind ``connection`` lack."""
    from alembic import command
    from alembic.script import Script

    script = command.revision(_config(connection), message, autogenerate=True, rev_id=revision)
    if not isinstance(script, Script):
        raise TypeError(f"one version is expected: {script!r}")
    written = Path(script.path)
    lines = written.read_text("utf-8").splitlines(keepends=True)
    written.write_text("".join(line for line in lines if not line.lstrip().startswith("# ###")), "utf-8")


def _config(connection: Connection | None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
