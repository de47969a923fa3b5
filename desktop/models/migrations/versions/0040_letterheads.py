"""letterheads.

Version 0040, after 0030.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040_letterheads"
down_revision = "0030_overview"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "letterhead",
        sa.Column("department", sa.String(length=20), nullable=False),
        sa.Column("address_line", sa.Text(), server_default="", nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_letterhead_department_department")
        ),
        sa.PrimaryKeyConstraint("department", name=op.f("pk_letterhead")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("letterhead")
