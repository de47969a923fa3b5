"""What registers are asked, and what only one case may be completed for.

Version 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "lookup_count",
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("register", "who", "day", name=op.f("pk_lookup_count")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject", sa.String(length=200), server_default="", nullable=False))
        batch_op.create_index(
            "uq_cases_completed_subject",
            ["service", "subject"],
            unique=True,
            postgresql_where=sa.text("outcome = 'completed' AND subject <> ''"),
            sqlite_where=sa.text("outcome = 'completed' AND subject <> ''"),
        )

    with op.batch_alter_table("reason", schema=None) as batch_op:
        batch_op.add_column(sa.Column("service", sa.String(length=8), server_default="", nullable=False))

    with op.batch_alter_table("service_definition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject", sa.Text(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("service_definition", schema=None) as batch_op:
        batch_op.drop_column("subject")

    with op.batch_alter_table("reason", schema=None) as batch_op:
        batch_op.drop_column("service")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_cases_completed_subject",
            postgresql_where=sa.text("outcome = 'completed' AND subject <> ''"),
            sqlite_where=sa.text("outcome = 'completed' AND subject <> ''"),
        )
        batch_op.drop_column("subject")

    op.drop_table("lookup_count")
