"""What the two databases write differently."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

LEASE = timedelta(minutes=2)
"""How long a claim holds."""


def insert_or(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say what happens on a conflict."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
