"""months overseen.

Version 0030, after 0020.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030_overview"
down_revision = "0020_upkeep"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_ended",
            ["owner_department", "closed_at"],
            unique=False,
            postgresql_where=sa.text("closed_at IS NOT NULL"),
            sqlite_where=sa.text("closed_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_cases_host_ended",
            ["host_department", "closed_at"],
            unique=False,
            postgresql_where=sa.text("host_department <> '' AND closed_at IS NOT NULL"),
            sqlite_where=sa.text("host_department <> '' AND closed_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_cases_host_submitted",
            ["host_department", "submitted_at"],
            unique=False,
            postgresql_where=sa.text("host_department <> ''"),
            sqlite_where=sa.text("host_department <> ''"),
        )
        batch_op.create_index("ix_cases_submitted", ["owner_department", "submitted_at"], unique=False)

    with op.batch_alter_table("payment_request", schema=None) as batch_op:
        batch_op.create_index(
            "ix_payment_request_settled",
            ["settled_at"],
            unique=False,
            postgresql_where=sa.text("state = 'settled'"),
            sqlite_where=sa.text("state = 'settled'"),
        )

    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.create_index(
            "ix_refund_paid",
            ["paid_at"],
            unique=False,
            postgresql_where=sa.text("state = 'paid'"),
            sqlite_where=sa.text("state = 'paid'"),
        )


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_refund_paid",
            postgresql_where=sa.text("state = 'paid'"),
            sqlite_where=sa.text("state = 'paid'"),
        )

    with op.batch_alter_table("payment_request", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_payment_request_settled",
            postgresql_where=sa.text("state = 'settled'"),
            sqlite_where=sa.text("state = 'settled'"),
        )

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_submitted")
        batch_op.drop_index(
            "ix_cases_host_submitted",
            postgresql_where=sa.text("host_department <> ''"),
            sqlite_where=sa.text("host_department <> ''"),
        )
        batch_op.drop_index(
            "ix_cases_host_ended",
            postgresql_where=sa.text("host_department <> '' AND closed_at IS NOT NULL"),
            sqlite_where=sa.text("host_department <> '' AND closed_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_cases_ended",
            postgresql_where=sa.text("closed_at IS NOT NULL"),
            sqlite_where=sa.text("closed_at IS NOT NULL"),
        )
