"""Payment requests, payment notices and refunds (COM-08)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Numeric, String, Table, Text, text

from desktop.models.tables.columns import Dinars, Moment, key, metadata

payment_request = Table(
    "payment_request",
    metadata,
    key(),
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), nullable=False, index=True),
    Column("event_number", Integer, nullable=False),
    Column("fee_code", String(40), nullable=False),
    Column("amount", Dinars, nullable=False),
    # The number of an older claim of the municipality that it pays, and what that is for; empty for a fee.
    Column("claim", String(60), nullable=False, server_default=""),
    Column("claim_about", Text, nullable=False, server_default=""),
    # The SMS that goes out once the gateway has issued the number, and what it says.
    Column("message_key", String(40), nullable=False),
    Column("message_params", Text, nullable=False),
    Column("idempotency_key", String(80), nullable=False, unique=True),
    Column("number", String(128), nullable=True, unique=True),
    Column("state", String(12), nullable=False),
    Column("requested_at", Moment, nullable=False),
    Column("issued_at", Moment, nullable=True),
    Column("settled_at", Moment, nullable=True),
    Column("closed_at_gateway", Moment, nullable=True),
    Column("next_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    CheckConstraint("state IN ('new','issued','settled','cancelled')", name="state"),
    CheckConstraint("amount > 0", name="amount"),
)
_NEW = text("state = 'new'")
_CLAIM = text("claim <> '' AND state <> 'cancelled'")
# One claim is asked for once a case, whatever two workers saw.
Index("uq_payment_request_claim", payment_request.c.case_id, payment_request.c.claim, unique=True,
      postgresql_where=_CLAIM, sqlite_where=_CLAIM)  # fmt: skip
Index("ix_payment_request_new", payment_request.c.next_at, postgresql_where=_NEW, sqlite_where=_NEW)
_SETTLED = text("state = 'settled'")
Index("ix_payment_request_settled", payment_request.c.settled_at,
      postgresql_where=_SETTLED, sqlite_where=_SETTLED)  # fmt: skip

payment_notice = Table(
    "payment_notice",
    metadata,
    key(),
    Column("gateway_id", String(128), nullable=False, unique=True),
    Column("number", String(128), nullable=False),
    Column("amount", Dinars, nullable=False),
    Column("paid_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("state", String(12), nullable=False),
    Column("request_id", ForeignKey("payment_request.id"), nullable=True, index=True),
    Column("case_id", ForeignKey("cases.id"), nullable=True, index=True),
    Column("resolved_by", String(63), nullable=False, server_default=""),
    Column("resolved_at", Moment, nullable=True),
    Column("resolution", Text, nullable=False, server_default=""),
    CheckConstraint(
        "state IN ('settled','short','over','late','unknown','applied','returned')", name="state"
    ),
    CheckConstraint("amount > 0", name="amount"),
)
_OPEN = text("state IN ('short','over','late','unknown')")
Index("ix_payment_notice_open", payment_notice.c.id, postgresql_where=_OPEN, sqlite_where=_OPEN)

notice_reject = Table(
    "notice_reject",
    metadata,
    key(),
    Column("received_at", Moment, nullable=False),
    Column("raw", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
)

gateway_cursor = Table(
    "gateway_cursor",
    metadata,
    Column("gateway", String(20), primary_key=True),
    Column("cursor", Text, nullable=False),
)

refund = Table(
    "refund",
    metadata,
    key(),
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), nullable=False, index=True),
    Column("request_id", ForeignKey("payment_request.id"), nullable=True),
    Column("notice_id", ForeignKey("payment_notice.id"), nullable=True, unique=True),
    Column("paid", Dinars, nullable=False),
    Column("percent_kept", Numeric(5, 2), nullable=False),
    Column("kept", Dinars, nullable=False),
    Column("amount", Dinars, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("proposed_by", String(63), nullable=False, server_default=""),
    Column("proposed_for", String(63), nullable=False, server_default=""),
    Column("proposed_at", Moment, nullable=True),
    Column("decided_by", String(63), nullable=False, server_default=""),
    Column("decided_for", String(63), nullable=False, server_default=""),
    Column("decided_at", Moment, nullable=True),
    Column("decision_note", Text, nullable=False, server_default=""),
    Column("paid_by", String(63), nullable=False, server_default=""),
    Column("paid_at", Moment, nullable=True),
    Column("payout_reference", Text, nullable=False, server_default=""),
    CheckConstraint("state IN ('due','proposed','approved','declined','paid')", name="state"),
    CheckConstraint("amount >= 0 AND kept >= 0 AND amount + kept = paid", name="sum"),
    CheckConstraint("decided_by = '' OR decided_by <> proposed_by", name="two_people"),
)
# A settled request is refunded once; the constraint holds against any snapshot.
Index("uq_refund_request_id", refund.c.request_id, unique=True)
_PAID = text("state = 'paid'")
Index("ix_refund_paid", refund.c.paid_at, postgresql_where=_PAID, sqlite_where=_PAID)
_UNFINISHED = text("state IN ('due','proposed','approved')")
Index(
    "ix_refund_unfinished",
    refund.c.state,
    refund.c.id,
    postgresql_where=_UNFINISHED,
    sqlite_where=_UNFINISHED,
)

__all__ = ["gateway_cursor", "notice_reject", "payment_notice", "payment_request", "refund"]
