"""When a department was last told of a change; the index of what is kept leaves out what every step changes.

Version 0065, after 0060.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.models.tables.columns import Moment

revision = "0065_last_word"
down_revision = "0060_closed_years"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "last_word",
        sa.Column("department", sa.String(length=20), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("department", name=op.f("pk_last_word")),
    )
    _index("closed_at IS NOT NULL AND identity <> ''")


def downgrade() -> None:
    """Back."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER IF EXISTS told ON app.cases")
    _index("closed_at IS NOT NULL AND last_action <> 'anonymise'")
    op.drop_table("last_word")


def _index(kept: str) -> None:
    op.drop_index("ix_cases_closed", table_name="cases")
    op.create_index(
        "ix_cases_closed",
        "cases",
        ["service", "closed_at"],
        unique=False,
        postgresql_where=sa.text(kept),
        sqlite_where=sa.text(kept),
    )
