"""Occasions, places on them, results of level exams; what courses need for them.

Version 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.models.tables.columns import BigKey, Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "occasion",
        sa.Column("id", BigKey, sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("starts_at", Moment(), nullable=True),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), server_default="0", nullable=False),
        sa.Column("arrivals", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reached_at", Moment(), nullable=True),
        sa.Column("came_at", Moment(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("details", sa.Text(), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_action", sa.String(length=12), nullable=False),
        sa.Column("last_actor", sa.String(length=63), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.CheckConstraint("state IN ('open','held','closed','cancelled')", name=op.f("ck_occasion_state")),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_occasion_ends_at")),
        sa.CheckConstraint("minimum BETWEEN 0 AND maximum AND maximum > 0", name=op.f("ck_occasion_minimum")),
        sa.CheckConstraint("taken BETWEEN 0 AND maximum", name=op.f("ck_occasion_taken")),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_occasion_department_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occasion")),
    )
    with op.batch_alter_table("occasion", schema=None) as batch_op:
        batch_op.create_index("ix_occasion_department", ["department", "kind", "starts_at"], unique=False)
        batch_op.create_index(
            "ix_occasion_open",
            ["kind", "subject", "starts_at"],
            unique=False,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "level_result",
        sa.Column("id", BigKey, sa.Identity(always=True), nullable=False),
        sa.Column("case_id", BigKey, nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("applicant_kind", sa.String(length=12), nullable=False),
        sa.Column("identity", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("entered_by", sa.String(length=63), nullable=False),
        sa.Column("entered_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_level_result_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_result")),
    )
    with op.batch_alter_table("level_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_level_result_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_level_result_person", ["identity", "level"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", BigKey, sa.Identity(always=True), nullable=False),
        sa.Column("occasion_id", BigKey, nullable=False),
        sa.Column("case_id", BigKey, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("attendance", sa.String(length=12), server_default="", nullable=False),
        sa.Column("result", sa.String(length=12), server_default="", nullable=False),
        sa.Column("score", sa.String(length=20), server_default="", nullable=False),
        sa.Column("entered_by", sa.String(length=63), server_default="", nullable=False),
        sa.Column("entered_at", Moment(), nullable=True),
        sa.Column("checked_by", sa.String(length=63), server_default="", nullable=False),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.Column("released_at", Moment(), nullable=True),
        sa.CheckConstraint("(state = 'seated') = (seat IS NOT NULL)", name=op.f("ck_place_seat")),
        sa.CheckConstraint("attendance IN ('','present','absent')", name=op.f("ck_place_attendance")),
        sa.CheckConstraint("result IN ('','passed','failed')", name=op.f("ck_place_result")),
        sa.CheckConstraint("state IN ('waiting','seated','released')", name=op.f("ck_place_state")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_place_case_id_cases"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasion.id"], name=op.f("fk_place_occasion_id_occasion"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("occasion_id", "number", name="uq_place_number"),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_place_of_case",
            ["case_id"],
            unique=True,
            postgresql_where=sa.text("state <> 'released'"),
            sqlite_where=sa.text("state <> 'released'"),
        )
        batch_op.create_index(
            "uq_place_seat",
            ["occasion_id", "seat"],
            unique=True,
            postgresql_where=sa.text("state = 'seated'"),
            sqlite_where=sa.text("state = 'seated'"),
        )

    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=12), server_default="training", nullable=False)
        )
        batch_op.add_column(
            sa.Column("prerequisite", sa.String(length=40), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("minimum", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("maximum", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("details", sa.Text(), server_default="{}", nullable=False))

    with op.batch_alter_table("service_definition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("occasion", sa.Text(), server_default="null", nullable=False))

    with op.batch_alter_table("workflow_action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("event", sa.String(length=12), server_default="", nullable=False))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("workflow_action", schema=None) as batch_op:
        batch_op.drop_column("event")

    with op.batch_alter_table("service_definition", schema=None) as batch_op:
        batch_op.drop_column("occasion")

    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_column("details")
        batch_op.drop_column("maximum")
        batch_op.drop_column("minimum")
        batch_op.drop_column("prerequisite")
        batch_op.drop_column("kind")

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_place_seat",
            postgresql_where=sa.text("state = 'seated'"),
            sqlite_where=sa.text("state = 'seated'"),
        )
        batch_op.drop_index(
            "uq_place_of_case",
            postgresql_where=sa.text("state <> 'released'"),
            sqlite_where=sa.text("state <> 'released'"),
        )
        batch_op.drop_index(batch_op.f("ix_place_case_id"))

    op.drop_table("place")
    with op.batch_alter_table("level_result", schema=None) as batch_op:
        batch_op.drop_index("ix_level_result_person")
        batch_op.drop_index(batch_op.f("ix_level_result_case_id"))

    op.drop_table("level_result")
    with op.batch_alter_table("occasion", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_occasion_open",
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_occasion_department")

    op.drop_table("occasion")
