"""form rules and search.

Version 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_host_identity", ["host_department", "identity"], unique=False)
        batch_op.create_index("ix_cases_host_mobile", ["host_department", "mobile"], unique=False)
        batch_op.create_index("ix_cases_owner_identity", ["owner_department", "identity"], unique=False)
        batch_op.create_index("ix_cases_owner_mobile", ["owner_department", "mobile"], unique=False)

    with op.batch_alter_table("service_definition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("form", sa.Text(), server_default="{}", nullable=False))
    with op.batch_alter_table("workflow_action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("inputs", sa.Text(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("workflow_action", schema=None) as batch_op:
        batch_op.drop_column("inputs")
    with op.batch_alter_table("service_definition", schema=None) as batch_op:
        batch_op.drop_column("form")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_owner_mobile")
        batch_op.drop_index("ix_cases_owner_identity")
        batch_op.drop_index("ix_cases_host_mobile")
        batch_op.drop_index("ix_cases_host_identity")
