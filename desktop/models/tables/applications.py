"""Cases, their record of events, their attachments, their deadlines, and what arrives for them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
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

from desktop.models.tables.columns import BigKey, Moment, key, metadata

counter = Table(
    "counter",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("scope", String(20), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    key(),
    Column("service", String(8), nullable=False),
    Column("definition_version", Integer, nullable=False),
    Column("reference", String(24), nullable=False),
    Column("department", ForeignKey("department.code"), nullable=False),
    Column("owner_department", ForeignKey("department.code"), nullable=False),
    # The department that hosts the applicant, where the service has one: it sees the case throughout.
    Column("host_department", String(20), nullable=False, server_default=""),
    Column("state", String(40), nullable=False),
    Column("waits_on", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("applicant_kind", String(12), nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("name_search", Text, nullable=False),
    Column("identity", String(40), nullable=False),
    Column("identity_paper", String(40), nullable=False),
    Column("mobile", String(20), nullable=False),
    Column("payload", Text, nullable=False),
    # What only one case of the service may be completed for; empty where there is no such limit.
    Column("subject", String(200), nullable=False, server_default=""),
    Column("submitted_at", Moment, nullable=False),
    Column("submitted_via", String(12), nullable=False),
    # Given by the sender; the same key again is the same application, not a second one.
    Column("submission_key", String(80), nullable=True),
    Column("target_due_at", Moment, nullable=True),
    Column("due_at", Moment, nullable=True),
    Column("closed_at", Moment, nullable=True),
    Column("outcome", String(12), nullable=False),
    Column("assignee", String(63), nullable=True),
    Column("review_round", Integer, nullable=False),
    Column("last_action", String(40), nullable=False),
    Column("last_actor", String(63), nullable=False),
    Column("last_at", Moment, nullable=False),
    UniqueConstraint("reference", name="uq_cases_reference"),
    UniqueConstraint("submission_key", name="uq_cases_submission_key"),
    CheckConstraint("submitted_via IN ('portal','counter')", name="via"),
)
_OPEN = text("closed_at IS NULL")
Index("ix_cases_queue", cases.c.department, cases.c.state, cases.c.due_at, cases.c.id,
      postgresql_where=_OPEN, sqlite_where=_OPEN)  # fmt: skip
Index("ix_cases_queue_all", cases.c.department, cases.c.due_at, cases.c.id,
      postgresql_where=_OPEN, sqlite_where=_OPEN)  # fmt: skip
Index("ix_cases_owner", cases.c.owner_department, cases.c.due_at, cases.c.id,
      postgresql_where=_OPEN, sqlite_where=_OPEN)  # fmt: skip
Index("ix_cases_assignee", cases.c.assignee, cases.c.due_at, cases.c.id,
      postgresql_where=_OPEN, sqlite_where=_OPEN)  # fmt: skip
# What a period of retention is counted for, oldest first; an anonymised case has no identity any more. What
# every step changes stands in no index: then PostgreSQL leaves the other indexes alone too.
_KEPT = text("closed_at IS NOT NULL AND identity <> ''")
Index("ix_cases_closed", cases.c.service, cases.c.closed_at, postgresql_where=_KEPT, sqlite_where=_KEPT)
# The months that supervisors look at.
_ENDED = text("closed_at IS NOT NULL")
_HOSTED = text("host_department <> ''")
_HOSTED_ENDED = text("host_department <> '' AND closed_at IS NOT NULL")
Index("ix_cases_submitted", cases.c.owner_department, cases.c.submitted_at)
Index("ix_cases_ended", cases.c.owner_department, cases.c.closed_at,
      postgresql_where=_ENDED, sqlite_where=_ENDED)  # fmt: skip
Index("ix_cases_host_submitted", cases.c.host_department, cases.c.submitted_at,
      postgresql_where=_HOSTED, sqlite_where=_HOSTED)  # fmt: skip
Index("ix_cases_host_ended", cases.c.host_department, cases.c.closed_at,
      postgresql_where=_HOSTED_ENDED, sqlite_where=_HOSTED_ENDED)  # fmt: skip
Index("ix_cases_identity", cases.c.department, cases.c.identity)
Index("ix_cases_mobile", cases.c.department, cases.c.mobile)
Index("ix_cases_owner_identity", cases.c.owner_department, cases.c.identity)
Index("ix_cases_owner_mobile", cases.c.owner_department, cases.c.mobile)
Index("ix_cases_host_identity", cases.c.host_department, cases.c.identity)
Index("ix_cases_host_mobile", cases.c.host_department, cases.c.mobile)
_COMPLETED = text("outcome = 'completed' AND subject <> ''")
# Two clerks cannot complete the same thing for two applications, whatever either of them saw.
ONE_SUBJECT = "uq_cases_completed_subject"
Index(ONE_SUBJECT, cases.c.service, cases.c.subject, unique=True,
      postgresql_where=_COMPLETED, sqlite_where=_COMPLETED)  # fmt: skip

lookup_count = Table(
    "lookup_count",
    metadata,
    # Wrong guesses at a register's entries: who guessed or what was guessed about, a day's number of them.
    Column("register", String(40), primary_key=True),
    Column("who", String(120), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("times", Integer, nullable=False),
)

case_event = Table(
    "case_event",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True),
    # The case's version that this event made: 1, 2, 3…
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(63), nullable=False),
    Column("on_behalf_of", String(63), nullable=False),
    Column("workstation", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Column("from_state", String(40), nullable=False),
    Column("to_state", String(40), nullable=False),
    Column("note", Text, nullable=False),
    # Canonical JSON of the action's inputs and effects, hashed as it stands.
    Column("data", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_case_event_actor", "actor", "at"),
)

attachment = Table(
    "attachment",
    metadata,
    key(),
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), nullable=False),
    Column("slot", String(40), nullable=False),
    # Version of the document in its slot: 1 is the first, older ones are kept (COM-14).
    Column("number", Integer, nullable=False),
    Column("filename", Text, nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("added_by", String(63), nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "slot", "number", name="uq_attachment_case_id"),
    CheckConstraint("size BETWEEN 1 AND 10485760", name="size"),
    CheckConstraint("media_type IN ('application/pdf','image/jpeg','image/png')", name="media_type"),
)

attachment_verdict = Table(
    "attachment_verdict",
    metadata,
    key(),
    Column("attachment_id", ForeignKey("attachment.id", ondelete="RESTRICT"), nullable=False, index=True),
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("verdict", String(12), nullable=False),
    Column("reason_code", String(40), nullable=False),
    Column("note", Text, nullable=False),
    Column("judged_by", String(63), nullable=False),
    Column("judged_at", Moment, nullable=False),
    # One that was taken back: the document is without a verdict again.
    CheckConstraint("verdict IN ('accepted','rejected','withdrawn')", name="verdict"),
    CheckConstraint("verdict <> 'rejected' OR reason_code <> ''", name="reason"),
)

deadline = Table(
    "deadline",
    metadata,
    key(),
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), nullable=False, index=True),
    Column("event_number", Integer, nullable=False),
    Column("key", String(40), nullable=False),
    Column("action", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    # The rule and its facts: {"unit":…, "amount":…, "day":…}; the due moment is always recomputed from it.
    Column("rule", Text, nullable=False),
    Column("from_message", String(40), nullable=False),
    Column("anchor_at", Moment, nullable=True),
    Column("due_at", Moment, nullable=True),
    Column("ended_at", Moment, nullable=True),
    CheckConstraint("state IN ('pending','running','done','void')", name="state"),
)
_RUNNING = text("state = 'running'")
_PENDING = text("state = 'pending'")
Index("ix_deadline_due", deadline.c.due_at, deadline.c.id, postgresql_where=_RUNNING, sqlite_where=_RUNNING)
Index("ix_deadline_pending", deadline.c.case_id, postgresql_where=_PENDING, sqlite_where=_PENDING)

inbox = Table(
    "inbox",
    metadata,
    key(),
    Column("source", String(20), nullable=False),
    Column("item", String(200), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("body", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("state", String(12), nullable=False),
    Column("case_id", BigKey, nullable=True),
    Column("answer", Text, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("handled_at", Moment, nullable=True),
    Column("answered", Boolean, nullable=False, server_default="0"),
    UniqueConstraint("source", "item", name="uq_inbox_source"),
    CheckConstraint("state IN ('new','accepted','refused','malformed')", name="state"),
)
_NEW = text("state = 'new'")
Index("ix_inbox_new", inbox.c.id, postgresql_where=_NEW, sqlite_where=_NEW)
