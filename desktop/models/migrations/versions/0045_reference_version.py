"""The version of the reference data.

Version 0045, after 0040.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045_reference_version"
down_revision = "0040_letterheads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "reference_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("drawn", sa.String(length=36), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_reference_version_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_version")),
    )


def downgrade() -> None:
    """Back."""
    if op.get_context().dialect.name == "postgresql":
        # The triggers that drew it stand on tables that remain.
        op.execute("DROP FUNCTION IF EXISTS app.draw_reference_version() CASCADE")
    op.drop_table("reference_version")
