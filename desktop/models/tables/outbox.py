"""The SMS outbox (COM-03)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text, text

from desktop.models.tables.columns import Moment, key, metadata

message = Table(
    "message",
    metadata,
    key(),
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), nullable=False, index=True),
    Column("event_number", Integer, nullable=False),
    Column("key", String(40), nullable=False),
    Column("recipient", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("idempotency_key", String(80), nullable=False, unique=True),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("queued_at", Moment, nullable=False),
    # When it may be tried next; a claim moves it forward, so that a lost claim expires by itself.
    Column("next_at", Moment, nullable=False),
    Column("claimed_by", String(80), nullable=False, server_default=""),
    Column("sent_at", Moment, nullable=True),
    Column("gateway_id", Text, nullable=False, server_default=""),
    Column("error", Text, nullable=False, server_default=""),
    CheckConstraint("state IN ('waiting','sent','failed')", name="state"),
)
_WAITING = text("state = 'waiting'")
Index("ix_message_due", message.c.next_at, message.c.id, postgresql_where=_WAITING, sqlite_where=_WAITING)
