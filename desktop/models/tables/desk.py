"""What the desk keeps for its people: preferences, saved filters, the counts beside the queues."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from desktop.models.tables.columns import Moment, key, metadata

preference = Table(
    "preference",
    metadata,
    Column("login", ForeignKey("staff.login"), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("value", Text, nullable=False),
)

saved_filter = Table(
    "saved_filter",
    metadata,
    key(),
    Column("owner", ForeignKey("staff.login"), nullable=False),
    Column("name", String(60), nullable=False),
    # The department that it is shared with; none: the owner's alone.
    Column("department", ForeignKey("department.code"), nullable=True, index=True),
    # JSON as usecases.filters writes and judges it.
    Column("content", Text, nullable=False),
    Column("saved_at", Moment, nullable=False),
    UniqueConstraint("owner", "name", name="uq_saved_filter_owner"),
)

# Open cases by all that a badge asks for. A row is a sum or a later difference: whoever moves a case adds
# one for where it was and one for where it is, and waits for nobody; the rows of a group together are exact.
# Written by triggers alone, on both databases.
tally = Table(
    "tally",
    metadata,
    key(),
    Column("department", String(20), nullable=False),
    Column("owner_department", String(20), nullable=False),
    Column("host_department", String(20), nullable=False),
    Column("service", String(8), nullable=False),
    Column("state", String(40), nullable=False),
    Column("waits_on", String(12), nullable=False),
    Column("cases", Integer, nullable=False),
)
Index("ix_tally_department", tally.c.department)

# PostgreSQL: the names of the channels on which desks hear of changes are made from it, so that nobody
# outside a department can listen to it.
channel_key = Table(
    "channel_key",
    metadata,
    Column("secret", String(64), primary_key=True),
    CheckConstraint("length(secret) = 64", name="secret"),
)

# PostgreSQL: when a department was last told that something changed.
last_word = Table(
    "last_word",
    metadata,
    Column("department", String(20), primary_key=True),
    Column("at", Moment, nullable=False),
)

MADE_BY_THE_DATABASE = (tally, channel_key, last_word)
"""Never copied from one database to another: each makes its own."""
