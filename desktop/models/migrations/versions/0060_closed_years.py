"""What only grows is cut by the year in which its case was closed; on PostgreSQL, without copying a row.

Version 0060, after 0050. Going back copies what was moved to earlier years.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.base.errors import Refusal
from desktop.models.partitions import cut, join
from desktop.models.tables.columns import Moment

revision = "0060_closed_years"
down_revision = "0050_gateway_settings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "archived_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("documents", sa.BigInteger(), nullable=False),
        sa.Column("letters", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", Moment(), nullable=False),
        sa.Column("away_at", Moment(), nullable=True),
        sa.Column("file", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.String(length=64), server_default="", nullable=False),
        sa.CheckConstraint("(away_at IS NULL) = (sha256 = '')", name=op.f("ck_archived_year_away")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_archived_year")),
    )
    if op.get_bind().dialect.name == "postgresql":
        cut(op.get_bind())


def downgrade() -> None:
    """Back; refuses where a year is not in the database."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        away = connection.exec_driver_sql("SELECT min(year) FROM archived_year WHERE away_at IS NOT NULL")
        if year := away.scalar_one():
            raise Refusal.one(
                "away",
                f"سنة {year} محفوظة خارج القاعدة؛ أعدها أولاً.",
                f"The year {year} is put away in a file; bring it back first.",
                field="year",
            )
        join(connection)
    op.drop_table("archived_year")
