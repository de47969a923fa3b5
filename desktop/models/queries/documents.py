"""The bytes of a document, or where they lie."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from desktop.models.tables.applications import attachment


def attachment_content(connection: Connection, attachment_id: int) -> tuple[int, bytes] | None:
    """The case and the bytes of one attachment, or ``None`` where there is none such."""
    row = connection.execute(
        select(attachment.c.case_id, attachment.c.content).where(attachment.c.id == attachment_id)
    ).first()
    return (row[0], row[1]) if row else None


def stored_place(connection: Connection, attachment_id: int) -> tuple[str, str, int] | None:
    """Where the bytes lie that are not in the database: address, SHA-256 and size; ``None`` for nowhere.

    The address is good for a minute, and empty where the database has no key to the store. On an embedded
    database no document lies elsewhere.
    """
    if connection.dialect.name != "postgresql":
        return None
    row = connection.execute(
        select(attachment.c.sha256, attachment.c.size, func.app.document_url(attachment.c.id)).where(
            attachment.c.id == attachment_id
        )
    ).first()
    return (row[2], row[0], row[1]) if row and row[2] is not None else None
