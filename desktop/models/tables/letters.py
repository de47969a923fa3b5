"""Issued letters with documents and prints, their templates, and the keys that verify them (COM-11)."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from desktop.models.tables.columns import Moment, key, metadata

letter = Table(
    "letter",
    metadata,
    key(),
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), nullable=False, index=True),
    Column("event_number", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("department", ForeignKey("department.code"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("serial", String(30), nullable=False, unique=True),
    Column("issued_on", Date, nullable=False),
    Column("state", String(12), nullable=False),
    Column("withdrawn_reason", Text, nullable=False, server_default=""),
    # Written once, when the worker seals the letter: its logical text, template version and QR payload.
    Column("template_version", Integer, nullable=False, server_default="0"),
    Column("content", Text, nullable=False, server_default=""),
    Column("payload", Text, nullable=False, server_default=""),
    Column("sealed_at", Moment, nullable=True),
    UniqueConstraint("department", "year", "number", name="uq_letter_department"),
    CheckConstraint("state IN ('issued','superseded','withdrawn')", name="state"),
)
_UNSEALED = text("sealed_at IS NULL")
Index("ix_letter_unsealed", letter.c.id, postgresql_where=_UNSEALED, sqlite_where=_UNSEALED)

letter_document = Table(
    "letter_document",
    metadata,
    Column("letter_id", ForeignKey("letter.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False),
    Column("pdf", LargeBinary, nullable=False),
)

letter_print = Table(
    "letter_print",
    metadata,
    Column("letter_id", ForeignKey("letter.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    # 1 is the original; 2 and more are marked as copies.
    Column("copy", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("printed_by", String(63), nullable=False),
    Column("workstation", Text, nullable=False),
)

# What the head of a department's paper has besides its name. Apart from the department, for every use-case
# reads the departments and only letters need their pictures.
letterhead = Table(
    "letterhead",
    metadata,
    Column("department", ForeignKey("department.code"), primary_key=True),
    Column("address_line", Text, nullable=False, server_default=""),
    Column("logo", LargeBinary, nullable=True),
)

# A wording is never changed: an edit is a further version.
letter_template = Table(
    "letter_template",
    metadata,
    key(),
    Column("kind", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("author", String(63), nullable=False),
    UniqueConstraint("kind", "version", name="uq_letter_template_kind"),
    CheckConstraint("version > 1", name="version"),
)

signing_key = Table(
    "signing_key",
    metadata,
    Column("key_id", String(40), primary_key=True),
    Column("public_key", Text, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("retired_at", Moment, nullable=True),
)
