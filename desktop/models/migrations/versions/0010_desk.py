"""desk: preferences, saved filters, counts of the queues, channels.

Version 0010_desk, after 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.models.tables.columns import Moment

revision = "0010_desk"
down_revision = "0006"
branch_labels = None
depends_on = None

_VERDICTS = {
    "verdict": "verdict IN ('accepted','rejected','withdrawn')",
    "reason": "verdict <> 'rejected' OR reason_code <> ''",
}
_FORMER_VERDICTS = {
    "verdict": "verdict IN ('accepted','rejected')",
    "reason": "verdict = 'accepted' OR reason_code <> ''",
}
_COUNTED = "department, owner_department, host_department, service, state, waits_on"


def upgrade() -> None:
    """Forward."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "preference",
        sa.Column("login", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["login"], ["staff.login"], name=op.f("fk_preference_login_staff")),
        sa.PrimaryKeyConstraint("login", "name", name=op.f("pk_preference")),
    )
    op.create_table(
        "saved_filter",
        sa.Column("id", big, sa.Identity(always=True), nullable=False),
        sa.Column("owner", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("department", sa.String(length=20), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_saved_filter_department_department")
        ),
        sa.ForeignKeyConstraint(["owner"], ["staff.login"], name=op.f("fk_saved_filter_owner_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("owner", "name", name="uq_saved_filter_owner"),
    )
    op.create_index(op.f("ix_saved_filter_department"), "saved_filter", ["department"], unique=False)
    op.create_table(
        "tally",
        sa.Column("id", big, sa.Identity(always=True), nullable=False),
        sa.Column("department", sa.String(length=20), nullable=False),
        sa.Column("owner_department", sa.String(length=20), nullable=False),
        sa.Column("host_department", sa.String(length=20), nullable=False),
        sa.Column("service", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("waits_on", sa.String(length=12), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
    )
    op.create_index("ix_tally_department", "tally", ["department"], unique=False)
    op.execute(
        f"INSERT INTO tally ({_COUNTED}, cases) SELECT {_COUNTED}, count(*) FROM cases"  # noqa: S608
        f" WHERE closed_at IS NULL GROUP BY {_COUNTED}"
    )
    with op.batch_alter_table("attachment_verdict") as batch:
        for name, rule in _VERDICTS.items():
            batch.drop_constraint(op.f(f"ck_attachment_verdict_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_attachment_verdict_{name}"), rule)
    op.create_table(
        "channel_key",
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(secret) = 64", name=op.f("ck_channel_key_secret")),
        sa.PrimaryKeyConstraint("secret", name=op.f("pk_channel_key")),
    )


def downgrade() -> None:
    """Back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS app.count_case(), app.tell_desks(), app.tell_of_filter() CASCADE")
    else:
        for event in ("entered", "moved"):
            op.execute(f"DROP TRIGGER IF EXISTS count_case_{event}")
    with op.batch_alter_table("attachment_verdict") as batch:
        for name, rule in _FORMER_VERDICTS.items():
            batch.drop_constraint(op.f(f"ck_attachment_verdict_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_attachment_verdict_{name}"), rule)
    op.drop_table("channel_key")
    op.drop_index("ix_tally_department", table_name="tally")
    op.drop_table("tally")
    op.drop_index(op.f("ix_saved_filter_department"), table_name="saved_filter")
    op.drop_table("saved_filter")
    op.drop_table("preference")
