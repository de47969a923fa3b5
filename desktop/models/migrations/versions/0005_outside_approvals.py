"""Bodies outside whose approval a case needs, the professions that need them, older claims that a case pays.

Version 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.models.tables.columns import BigKey, Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CLAIM = sa.text("claim <> '' AND state <> 'cancelled'")
_ASKED = sa.text("state = 'asked'")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "outside_body",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("stage IN (1, 2)", name=op.f("ck_outside_body_stage")),
        sa.CheckConstraint("answer_days BETWEEN 1 AND 365", name=op.f("ck_outside_body_answer_days")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_outside_body")),
    )
    op.create_table(
        "profession",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("needs_permit", sa.Boolean(), nullable=False),
        sa.Column("bodies", sa.Text(), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("fee_code", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_profession")),
    )
    op.create_table(
        "outside_approval",
        sa.Column("id", BigKey, sa.Identity(always=True), nullable=False),
        sa.Column("case_id", BigKey, nullable=False),
        sa.Column("event_number", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("chases", sa.Integer(), server_default="0", nullable=False),
        sa.Column("chased_at", Moment(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("answered_by", sa.String(length=63), server_default="", nullable=False),
        sa.Column("answer_reference", sa.String(length=60), server_default="", nullable=False),
        sa.Column("grounds", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('asked','granted','refused','closed')", name=op.f("ck_outside_approval_state")
        ),
        sa.ForeignKeyConstraint(
            ["body"], ["outside_body.code"], name=op.f("fk_outside_approval_body_outside_body")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_outside_approval_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_approval")),
        sa.UniqueConstraint("case_id", "body", name="uq_outside_approval_case_id"),
    )
    op.create_index(op.f("ix_outside_approval_case_id"), "outside_approval", ["case_id"])
    op.create_index(
        "ix_outside_approval_due",
        "outside_approval",
        ["due_at", "id"],
        postgresql_where=_ASKED,
        sqlite_where=_ASKED,
    )
    with op.batch_alter_table("payment_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claim", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("claim_about", sa.Text(), server_default="", nullable=False))
        batch_op.create_index(
            "uq_payment_request_claim",
            ["case_id", "claim"],
            unique=True,
            postgresql_where=_CLAIM,
            sqlite_where=_CLAIM,
        )


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("payment_request", schema=None) as batch_op:
        batch_op.drop_index("uq_payment_request_claim", postgresql_where=_CLAIM, sqlite_where=_CLAIM)
        batch_op.drop_column("claim_about")
        batch_op.drop_column("claim")
    op.drop_table("outside_approval")
    op.drop_table("profession")
    op.drop_table("outside_body")
