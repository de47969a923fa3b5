"""What leaves the tables that everybody works on: closed years, and documents in an object store."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, String, Table, Text

from desktop.models.tables.columns import BigKey, Moment, metadata

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

# Documents whose bytes lie in an object store and not in ``attachment``; their key there is their SHA-256.
# PostgreSQL alone, like the partitions; no foreign key, because a year of documents can be put away.
stored_document = Table(
    "stored_document",
    metadata,
    Column("attachment_id", BigKey, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("stored_at", Moment, nullable=False),
)

# The store as desks reach it: one row, with a key that can only read. Nobody may read the row itself.
document_store = Table(
    "document_store",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("endpoint", Text, nullable=False),
    Column("bucket", String(63), nullable=False),
    Column("region", String(40), nullable=False),
    Column("access_key", String(128), nullable=False),
    Column("secret_key", String(128), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
