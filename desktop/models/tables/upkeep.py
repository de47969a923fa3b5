"""What keeps the office's machinery honest: versions, backups, the workers' life, who saw what, retention."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from desktop.models.tables.columns import Moment, key, metadata

# One row: what the tables are, and which desks may still work on them; see desktop/models/compatibility.py.
compatibility = Table(
    "compatibility",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("level", Integer, nullable=False),
    Column("oldest_desk", Integer, nullable=False),
    Column("release", String(20), nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

# Backups that were written whole and read back, newest last.
backup_record = Table(
    "backup_record",
    metadata,
    key(),
    Column("at", Moment, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("release", String(20), nullable=False),
)

worker_beat = Table(
    "worker_beat",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("release", String(20), nullable=False),
)

# Work that is due once in a while, whoever of several workers comes first.
chore = Table(
    "chore",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("at", Moment, nullable=False),
)

# PostgreSQL: drawn anew by triggers with each change of what desktop/models/remembered.py keeps, so that a
# program that has read it knows with one short answer that it still holds.
reference_version = Table(
    "reference_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("drawn", String(36), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

# Who saw which application, when: added to, and removed only when its own time is over.
access_log = Table(
    "access_log",
    metadata,
    key(),
    Column("at", Moment, nullable=False),
    Column("login", String(63), nullable=False),
    Column("workstation", Text, nullable=False),
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), nullable=False),
    Column("what", String(12), nullable=False),
    CheckConstraint("what IN ('case','document','letter')", name="what"),
    Index("ix_access_log_case", "case_id", "at"),
    Index("ix_access_log_login", "login", "at"),
    Index("ix_access_log_at", "at"),
)

# Applications whose personal data is gone; their letters may be kept for longer.
anonymisation = Table(
    "anonymisation",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("setting", String(60), nullable=False),
    Column("months", Integer, nullable=False),
    Column("letters_at", Moment, nullable=True),
)

MADE_BY_THE_DATABASE = (compatibility, worker_beat, chore, reference_version)
"""Never copied from one database to another: each has its own."""

__all__ = [
    "MADE_BY_THE_DATABASE",
    "access_log",
    "anonymisation",
    "backup_record",
    "chore",
    "compatibility",
    "reference_version",
    "worker_beat",
]
