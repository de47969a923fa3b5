"""upkeep.

Version 0020_upkeep, after 0010_desk.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.models.tables.columns import Moment

revision = "0020_upkeep"
down_revision = "0010_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "backup_record",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("release", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_record")),
    )
    op.create_table(
        "chore",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chore")),
    )
    op.create_table(
        "compatibility",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("oldest_desk", sa.Integer(), nullable=False),
        sa.Column("release", sa.String(length=20), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_compatibility_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compatibility")),
    )
    op.create_table(
        "worker_beat",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("release", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "access_log",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            nullable=False,
        ),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("login", sa.String(length=63), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.CheckConstraint("what IN ('case','document','letter')", name=op.f("ck_access_log_what")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_access_log_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.create_index("ix_access_log_at", ["at"], unique=False)
        batch_op.create_index("ix_access_log_case", ["case_id", "at"], unique=False)
        batch_op.create_index("ix_access_log_login", ["login", "at"], unique=False)

    op.create_table(
        "anonymisation",
        sa.Column(
            "case_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("setting", sa.String(length=60), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("letters_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_anonymisation_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_anonymisation")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_closed",
            ["service", "closed_at"],
            unique=False,
            postgresql_where=sa.text("closed_at IS NOT NULL AND last_action <> 'anonymise'"),
            sqlite_where=sa.text("closed_at IS NOT NULL AND last_action <> 'anonymise'"),
        )


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_cases_closed",
            postgresql_where=sa.text("closed_at IS NOT NULL AND last_action <> 'anonymise'"),
            sqlite_where=sa.text("closed_at IS NOT NULL AND last_action <> 'anonymise'"),
        )

    op.drop_table("anonymisation")
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.drop_index("ix_access_log_login")
        batch_op.drop_index("ix_access_log_case")
        batch_op.drop_index("ix_access_log_at")

    op.drop_table("access_log")
    op.drop_table("worker_beat")
    op.drop_table("compatibility")
    op.drop_table("chore")
    op.drop_table("backup_record")
