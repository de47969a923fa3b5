"""every table.

Version 0001.
"""

# ruff: noqa: PLR0915
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.models.tables.columns import Dinars, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "counter",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "scope", "year", name=op.f("pk_counter")),
    )
    op.create_table(
        "department",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("letter_prefix", sa.String(length=10), nullable=False),
        sa.Column("hosts_training", sa.Boolean(), nullable=False),
        sa.Column("decides_hosting", sa.Boolean(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("contact_hours", sa.Text(), nullable=False),
        sa.Column("signatory_name", sa.Text(), nullable=False),
        sa.Column("signatory_title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_department")),
    )
    op.create_table(
        "fee",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("amount", Dinars(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_fee_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee")),
        sa.UniqueConstraint("code", "valid_from", name="uq_fee_code"),
    )
    op.create_table(
        "gateway_cursor",
        sa.Column("gateway", sa.String(length=20), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("gateway", name=op.f("pk_gateway_cursor")),
    )
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("circular", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holiday")),
    )
    op.create_table(
        "inbox",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("handled_at", Moment(), nullable=True),
        sa.Column("answered", sa.Boolean(), server_default="0", nullable=False),
        sa.CheckConstraint("state IN ('new','accepted','refused','malformed')", name=op.f("ck_inbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("source", "item", name="uq_inbox_source"),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_new",
            ["id"],
            unique=False,
            postgresql_where=sa.text("state = 'new'"),
            sqlite_where=sa.text("state = 'new'"),
        )

    op.create_table(
        "notice_reject",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_reject")),
        sa.UniqueConstraint("digest", name=op.f("uq_notice_reject_digest")),
    )
    op.create_table(
        "office_event",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=63), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_office_event")),
    )
    op.create_table(
        "reason",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("text_ar", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("scope IN ('attachment','refusal')", name=op.f("ck_reason_scope")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_reason")),
    )
    op.create_table(
        "service_definition",
        sa.Column("service", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("synced_at", Moment(), nullable=False),
        sa.Column("owner_department", sa.String(length=20), nullable=False),
        sa.Column("host_field", sa.String(length=40), nullable=False),
        sa.Column("fee", sa.Text(), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("refunds", sa.Text(), nullable=False),
        sa.Column("deadlines", sa.Text(), nullable=False),
        sa.Column("submission", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("service", "version", name=op.f("pk_service_definition")),
    )
    op.create_table(
        "setting",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("name", "valid_from", name="uq_setting_name"),
    )
    op.create_table(
        "signing_key",
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("valid_from", Moment(), nullable=False),
        sa.Column("retired_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_signing_key")),
    )
    op.create_table(
        "staff",
        sa.Column("login", sa.String(length=63), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_staff")),
    )
    op.create_table(
        "wording",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("service", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("valid_from", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("service", "key", "valid_from", name="uq_wording_service"),
    )
    op.create_table(
        "workflow_action",
        sa.Column("service", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("requires", sa.Text(), nullable=False),
        sa.Column("jobs", sa.String(length=60), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("not_by_actor_of", sa.Text(), nullable=False),
        sa.Column("trigger", sa.String(length=12), nullable=False),
        sa.Column("portal", sa.Boolean(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("effects", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "service", "version", "action", "from_state", "position", name=op.f("pk_workflow_action")
        ),
    )
    op.create_table(
        "workflow_state",
        sa.Column("service", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("is_start", sa.Boolean(), nullable=False),
        sa.Column("waits_on", sa.String(length=12), nullable=False),
        sa.Column("handler", sa.String(length=8), nullable=False),
        sa.Column("closing", sa.String(length=12), nullable=False),
        sa.Column("uploads", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("service", "version", "state", name=op.f("pk_workflow_state")),
    )
    op.create_table(
        "cases",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("service", sa.String(length=8), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("department", sa.String(length=20), nullable=False),
        sa.Column("owner_department", sa.String(length=20), nullable=False),
        sa.Column("host_department", sa.String(length=20), server_default="", nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("waits_on", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("applicant_kind", sa.String(length=12), nullable=False),
        sa.Column("applicant_name", sa.Text(), nullable=False),
        sa.Column("name_search", sa.Text(), nullable=False),
        sa.Column("identity", sa.String(length=40), nullable=False),
        sa.Column("identity_paper", sa.String(length=40), nullable=False),
        sa.Column("mobile", sa.String(length=20), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("submitted_at", Moment(), nullable=False),
        sa.Column("submitted_via", sa.String(length=12), nullable=False),
        sa.Column("submission_key", sa.String(length=80), nullable=True),
        sa.Column("target_due_at", Moment(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("assignee", sa.String(length=63), nullable=True),
        sa.Column("review_round", sa.Integer(), nullable=False),
        sa.Column("last_action", sa.String(length=40), nullable=False),
        sa.Column("last_actor", sa.String(length=63), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.CheckConstraint("submitted_via IN ('portal','counter')", name=op.f("ck_cases_via")),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_cases_department_department")
        ),
        sa.ForeignKeyConstraint(
            ["owner_department"], ["department.code"], name=op.f("fk_cases_owner_department_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("reference", name="uq_cases_reference"),
        sa.UniqueConstraint("submission_key", name="uq_cases_submission_key"),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_assignee",
            ["assignee", "due_at", "id"],
            unique=False,
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index("ix_cases_identity", ["department", "identity"], unique=False)
        batch_op.create_index("ix_cases_mobile", ["department", "mobile"], unique=False)
        batch_op.create_index(
            "ix_cases_owner",
            ["owner_department", "due_at", "id"],
            unique=False,
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_cases_queue",
            ["department", "state", "due_at", "id"],
            unique=False,
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_cases_queue_all",
            ["department", "due_at", "id"],
            unique=False,
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "course",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=20), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("fee_code", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_course_department_department")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_course")),
    )
    op.create_table(
        "delegation",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("from_login", sa.String(length=63), nullable=False),
        sa.Column("to_login", sa.String(length=63), nullable=False),
        sa.Column("department", sa.String(length=20), nullable=False),
        sa.Column("job", sa.String(length=12), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revoked", sa.Boolean(), server_default="0", nullable=False),
        sa.CheckConstraint("job IN ('clerk','supervisor')", name=op.f("ck_delegation_job")),
        sa.CheckConstraint("from_login <> to_login", name=op.f("ck_delegation_two_people")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_delegation_days")),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_delegation_department_department")
        ),
        sa.ForeignKeyConstraint(["from_login"], ["staff.login"], name=op.f("fk_delegation_from_login_staff")),
        sa.ForeignKeyConstraint(["to_login"], ["staff.login"], name=op.f("fk_delegation_to_login_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_to_login"), ["to_login"], unique=False)

    op.create_table(
        "staff_authority",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("login", sa.String(length=63), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["login"], ["staff.login"], name=op.f("fk_staff_authority_login_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_authority")),
    )
    with op.batch_alter_table("staff_authority", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_authority_login"), ["login"], unique=False)

    op.create_table(
        "staff_grant",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("login", sa.String(length=63), nullable=False),
        sa.Column("department", sa.String(length=20), nullable=True),
        sa.Column("job", sa.String(length=12), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "job IN ('admin','worker') OR department IS NOT NULL", name=op.f("ck_staff_grant_department")
        ),
        sa.CheckConstraint("job IN ('clerk','supervisor','admin','worker')", name=op.f("ck_staff_grant_job")),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_staff_grant_department_department")
        ),
        sa.ForeignKeyConstraint(["login"], ["staff.login"], name=op.f("fk_staff_grant_login_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_grant")),
    )
    with op.batch_alter_table("staff_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_grant_login"), ["login"], unique=False)

    op.create_table(
        "attachment",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("added_by", sa.String(length=63), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "media_type IN ('application/pdf','image/jpeg','image/png')",
            name=op.f("ck_attachment_media_type"),
        ),
        sa.CheckConstraint("size BETWEEN 1 AND 10485760", name=op.f("ck_attachment_size")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_attachment_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("case_id", "slot", "number", name="uq_attachment_case_id"),
    )
    op.create_table(
        "case_event",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=63), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=63), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=False),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_event_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case_id", "number", name=op.f("pk_case_event")),
    )
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.create_index("ix_case_event_actor", ["actor", "at"], unique=False)

    op.create_table(
        "deadline",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("from_message", sa.String(length=40), nullable=False),
        sa.Column("anchor_at", Moment(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint("state IN ('pending','running','done','void')", name=op.f("ck_deadline_state")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_deadline_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_deadline_due",
            ["due_at", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'running'"),
            sqlite_where=sa.text("state = 'running'"),
        )
        batch_op.create_index(
            "ix_deadline_pending",
            ["case_id"],
            unique=False,
            postgresql_where=sa.text("state = 'pending'"),
            sqlite_where=sa.text("state = 'pending'"),
        )

    op.create_table(
        "letter",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(length=30), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("template_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("payload", sa.Text(), server_default="", nullable=False),
        sa.Column("sealed_at", Moment(), nullable=True),
        sa.CheckConstraint("state IN ('issued','superseded','withdrawn')", name=op.f("ck_letter_state")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_letter_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_letter_department_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("department", "year", "number", name="uq_letter_department"),
        sa.UniqueConstraint("serial", name=op.f("uq_letter_serial")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_letter_unsealed",
            ["id"],
            unique=False,
            postgresql_where=sa.text("sealed_at IS NULL"),
            sqlite_where=sa.text("sealed_at IS NULL"),
        )

    op.create_table(
        "message",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("queued_at", Moment(), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.Column("claimed_by", sa.String(length=80), server_default="", nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("gateway_id", sa.Text(), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('waiting','sent','failed')", name=op.f("ck_message_state")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_message_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_message_idempotency_key")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_message_due",
            ["next_at", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "payment_request",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_number", sa.Integer(), nullable=False),
        sa.Column("fee_code", sa.String(length=40), nullable=False),
        sa.Column("amount", Dinars(), nullable=False),
        sa.Column("message_key", sa.String(length=40), nullable=False),
        sa.Column("message_params", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=128), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("requested_at", Moment(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("closed_at_gateway", Moment(), nullable=True),
        sa.Column("next_at", Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('new','issued','settled','cancelled')", name=op.f("ck_payment_request_state")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_request_amount")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_payment_request_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_request")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_payment_request_idempotency_key")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_request_number")),
    )
    with op.batch_alter_table("payment_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_request_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_payment_request_new",
            ["next_at"],
            unique=False,
            postgresql_where=sa.text("state = 'new'"),
            sqlite_where=sa.text("state = 'new'"),
        )

    op.create_table(
        "attachment_verdict",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("attachment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("judged_by", sa.String(length=63), nullable=False),
        sa.Column("judged_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "verdict = 'accepted' OR reason_code <> ''", name=op.f("ck_attachment_verdict_reason")
        ),
        sa.CheckConstraint("verdict IN ('accepted','rejected')", name=op.f("ck_attachment_verdict_verdict")),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_attachment_verdict_attachment_id_attachment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_attachment_verdict_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_verdict")),
    )
    with op.batch_alter_table("attachment_verdict", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attachment_verdict_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attachment_verdict_case_id"), ["case_id"], unique=False)

    op.create_table(
        "letter_document",
        sa.Column(
            "letter_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["letter.id"],
            name=op.f("fk_letter_document_letter_id_letter"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_document")),
    )
    op.create_table(
        "letter_print",
        sa.Column(
            "letter_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("copy", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("printed_by", sa.String(length=63), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_print_letter_id_letter"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("letter_id", "copy", name=op.f("pk_letter_print")),
    )
    op.create_table(
        "payment_notice",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("gateway_id", sa.String(length=128), nullable=False),
        sa.Column("number", sa.String(length=128), nullable=False),
        sa.Column("amount", Dinars(), nullable=False),
        sa.Column("paid_at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("resolved_by", sa.String(length=63), server_default="", nullable=False),
        sa.Column("resolved_at", Moment(), nullable=True),
        sa.Column("resolution", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('settled','short','over','late','unknown','applied','returned')",
            name=op.f("ck_payment_notice_state"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_notice_amount")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_payment_notice_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["payment_request.id"], name=op.f("fk_payment_notice_request_id_payment_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_notice")),
        sa.UniqueConstraint("gateway_id", name=op.f("uq_payment_notice_gateway_id")),
    )
    with op.batch_alter_table("payment_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_notice_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_payment_notice_open",
            ["id"],
            unique=False,
            postgresql_where=sa.text("state IN ('short','over','late','unknown')"),
            sqlite_where=sa.text("state IN ('short','over','late','unknown')"),
        )
        batch_op.create_index(batch_op.f("ix_payment_notice_request_id"), ["request_id"], unique=False)

    op.create_table(
        "refund",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("paid", Dinars(), nullable=False),
        sa.Column("percent_kept", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("kept", Dinars(), nullable=False),
        sa.Column("amount", Dinars(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("proposed_by", sa.String(length=63), server_default="", nullable=False),
        sa.Column("proposed_for", sa.String(length=63), server_default="", nullable=False),
        sa.Column("proposed_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=63), server_default="", nullable=False),
        sa.Column("decided_for", sa.String(length=63), server_default="", nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decision_note", sa.Text(), server_default="", nullable=False),
        sa.Column("paid_by", sa.String(length=63), server_default="", nullable=False),
        sa.Column("paid_at", Moment(), nullable=True),
        sa.Column("payout_reference", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("decided_by = '' OR decided_by <> proposed_by", name=op.f("ck_refund_two_people")),
        sa.CheckConstraint(
            "state IN ('due','proposed','approved','declined','paid')", name=op.f("ck_refund_state")
        ),
        sa.CheckConstraint("amount >= 0 AND kept >= 0 AND amount + kept = paid", name=op.f("ck_refund_sum")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_refund_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["payment_notice.id"], name=op.f("fk_refund_notice_id_payment_notice")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["payment_request.id"], name=op.f("fk_refund_request_id_payment_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_refund_notice_id")),
    )
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refund_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_refund_unfinished",
            ["state", "id"],
            unique=False,
            postgresql_where=sa.text("state IN ('due','proposed','approved')"),
            sqlite_where=sa.text("state IN ('due','proposed','approved')"),
        )
        batch_op.create_index("uq_refund_request_id", ["request_id"], unique=True)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.drop_index("uq_refund_request_id")
        batch_op.drop_index(
            "ix_refund_unfinished",
            postgresql_where=sa.text("state IN ('due','proposed','approved')"),
            sqlite_where=sa.text("state IN ('due','proposed','approved')"),
        )
        batch_op.drop_index(batch_op.f("ix_refund_case_id"))

    op.drop_table("refund")
    with op.batch_alter_table("payment_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_notice_request_id"))
        batch_op.drop_index(
            "ix_payment_notice_open",
            postgresql_where=sa.text("state IN ('short','over','late','unknown')"),
            sqlite_where=sa.text("state IN ('short','over','late','unknown')"),
        )
        batch_op.drop_index(batch_op.f("ix_payment_notice_case_id"))

    op.drop_table("payment_notice")
    op.drop_table("letter_print")
    op.drop_table("letter_document")
    with op.batch_alter_table("attachment_verdict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_verdict_case_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_verdict_attachment_id"))

    op.drop_table("attachment_verdict")
    with op.batch_alter_table("payment_request", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_payment_request_new",
            postgresql_where=sa.text("state = 'new'"),
            sqlite_where=sa.text("state = 'new'"),
        )
        batch_op.drop_index(batch_op.f("ix_payment_request_case_id"))

    op.drop_table("payment_request")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_message_due",
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_message_case_id"))

    op.drop_table("message")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_letter_unsealed",
            postgresql_where=sa.text("sealed_at IS NULL"),
            sqlite_where=sa.text("sealed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_letter_case_id"))

    op.drop_table("letter")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deadline_pending",
            postgresql_where=sa.text("state = 'pending'"),
            sqlite_where=sa.text("state = 'pending'"),
        )
        batch_op.drop_index(
            "ix_deadline_due",
            postgresql_where=sa.text("state = 'running'"),
            sqlite_where=sa.text("state = 'running'"),
        )
        batch_op.drop_index(batch_op.f("ix_deadline_case_id"))

    op.drop_table("deadline")
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.drop_index("ix_case_event_actor")

    op.drop_table("case_event")
    op.drop_table("attachment")
    with op.batch_alter_table("staff_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_grant_login"))

    op.drop_table("staff_grant")
    with op.batch_alter_table("staff_authority", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_authority_login"))

    op.drop_table("staff_authority")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_to_login"))

    op.drop_table("delegation")
    op.drop_table("course")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_cases_queue_all",
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_cases_queue",
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_cases_owner",
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index("ix_cases_mobile")
        batch_op.drop_index("ix_cases_identity")
        batch_op.drop_index(
            "ix_cases_assignee",
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("cases")
    op.drop_table("workflow_state")
    op.drop_table("workflow_action")
    op.drop_table("wording")
    op.drop_table("staff")
    op.drop_table("signing_key")
    op.drop_table("setting")
    op.drop_table("service_definition")
    op.drop_table("reason")
    op.drop_table("office_event")
    op.drop_table("notice_reject")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbox_new", postgresql_where=sa.text("state = 'new'"), sqlite_where=sa.text("state = 'new'")
        )

    op.drop_table("inbox")
    op.drop_table("holiday")
    op.drop_table("gateway_cursor")
    op.drop_table("fee")
    op.drop_table("department")
    op.drop_table("counter")
