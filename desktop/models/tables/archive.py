"""Closed years: which ones were moved into partitions of their own, and which were put away."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, String, Table, Text

from desktop.models.tables.columns import Moment, metadata

# PostgreSQL alone has the partitions (desktop/models/partitions.py); on SQLite the table stays empty.
archived_year = Table(
    "archived_year",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    # Rows moved so far, and when the last ones were.
    Column("events", BigInteger, nullable=False),
    Column("documents", BigInteger, nullable=False),
    Column("letters", BigInteger, nullable=False),
    Column("moved_at", Moment, nullable=False),
    # Set while the year's partitions are in a file and not in the database.
    Column("away_at", Moment, nullable=True),
    Column("file", Text, nullable=False, server_default=""),
    Column("sha256", String(64), nullable=False, server_default=""),
    CheckConstraint("(away_at IS NULL) = (sha256 = '')", name="away"),
)
