"""The gateways' settings are in the database.

Version 0050, after 0045.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050_gateway_settings"
down_revision = "0045_reference_version"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "gateway_setting",
        sa.Column("gateway", sa.String(length=20), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "gateway IN ('payments','portal','registers','sms')", name=op.f("ck_gateway_setting_gateway")
        ),
        sa.PrimaryKeyConstraint("gateway", name=op.f("pk_gateway_setting")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("gateway_setting")
