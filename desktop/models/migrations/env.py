"""How Alembic runs here: on the connection it is given, in that connection's transaction."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from desktop.models.partitions import is_of_partitions
from desktop.models.tables import metadata
from desktop.models.tables.columns import Dinars, Moment


def render_item(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Our own column types by their names."""
    if kind == "type" and isinstance(item, Dinars | Moment):
        autogen.imports.add("from desktop.models.tables.columns import Dinars, Moment")
        return f"{type(item).__name__}()"
    return False


def is_compared(_item: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """The text indexes are PostgreSQL's alone (security/82_search.sql), and so are the partitions."""
    if context.get_context().dialect.name == "postgresql" and is_of_partitions(str(name), kind):
        return False
    return not (kind == "index" and str(name).startswith("ix_cases_words_"))


connection = context.config.attributes["connection"]
if connection is None:
    raise RuntimeError("run migrations through desktop.models.install")
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_item=render_item,
    include_object=is_compared,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
