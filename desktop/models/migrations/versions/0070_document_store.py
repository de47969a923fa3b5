"""Documents may lie in an object store.

Version 0070, after 0065. Going back is refused while any of them do.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.base.errors import Refusal
from desktop.models.tables.columns import Moment

revision = "0070_document_store"
down_revision = "0065_last_word"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "document_store",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("bucket", sa.String(length=63), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("access_key", sa.String(length=128), nullable=False),
        sa.Column("secret_key", sa.String(length=128), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_document_store_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_store")),
    )
    op.create_table(
        "stored_document",
        sa.Column(
            "attachment_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_stored_document")),
    )
    op.create_index("ix_stored_document_sha256", "stored_document", ["sha256"])


def downgrade() -> None:
    """Back; refuses while documents lie in a store."""
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM stored_document").scalar_one():
        raise Refusal.one(
            "stored",
            "بعض المرفقات في مخزن خارج القاعدة؛ أعدها أولاً: diwan db documents --to database.",
            "Documents lie in a store; bring them back first: diwan db documents --to database.",
            field="documents",
        )
    op.drop_index("ix_stored_document_sha256", "stored_document")
    op.drop_table("stored_document")
    op.drop_table("document_store")
