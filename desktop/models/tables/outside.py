"""Bodies outside the municipality whose approval a case needs, and the professions that need them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from desktop.models.tables.columns import Moment, key, metadata

outside_body = Table(
    "outside_body",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    # When a service asks it: 1 is before the municipality's own inspection, 2 after it.
    Column("stage", Integer, nullable=False),
    # Working days within which it answers; afterwards it is reminded.
    Column("answer_days", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    CheckConstraint("stage IN (1, 2)", name="stage"),
    CheckConstraint("answer_days BETWEEN 1 AND 365", name="answer_days"),
)

profession = Table(
    "profession",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    # Whether practising it on a site needs a building permit certificate (LIC-03).
    Column("needs_permit", Boolean, nullable=False),
    # Codes of the bodies that must approve it: a JSON list.
    Column("bodies", Text, nullable=False),
    # What an inspector looks at: a JSON list of {"code":…, "ar":…, "en":…}.
    Column("checklist", Text, nullable=False),
    Column("fee_code", String(40), nullable=False),
    Column("active", Boolean, nullable=False),
)

outside_approval = Table(
    "outside_approval",
    metadata,
    key(),
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), nullable=False, index=True),
    Column("event_number", Integer, nullable=False),
    Column("body", ForeignKey("outside_body.code"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("asked_at", Moment, nullable=False),
    # When an answer is expected; each reminder moves it on.
    Column("due_at", Moment, nullable=False),
    Column("chases", Integer, nullable=False, server_default="0"),
    Column("chased_at", Moment, nullable=True),
    Column("answered_at", Moment, nullable=True),
    Column("answered_by", String(63), nullable=False, server_default=""),
    # The number of the body's own letter, and why it refused.
    Column("answer_reference", String(60), nullable=False, server_default=""),
    Column("grounds", Text, nullable=False, server_default=""),
    UniqueConstraint("case_id", "body", name="uq_outside_approval_case_id"),
    CheckConstraint("state IN ('asked','granted','refused','closed')", name="state"),
)
_ASKED = text("state = 'asked'")
Index("ix_outside_approval_due", outside_approval.c.due_at, outside_approval.c.id,
      postgresql_where=_ASKED, sqlite_where=_ASKED)  # fmt: skip
