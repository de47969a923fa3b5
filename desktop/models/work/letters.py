"""Letters to be sealed, their documents, and the keys they are sealed with (COM-11)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from desktop.models.tables.letters import letter, letter_document, signing_key
from desktop.models.work.dialect import insert_or

_UNSEALED = select(letter).where(letter.c.sealed_at.is_(None)).order_by(letter.c.id).limit(bindparam("most"))
"""Asked in every round, and put together once."""


def unsealed_letters(connection: Connection, limit: int = 50) -> tuple[RowMapping, ...]:
    """Letters that have a serial number and no document yet, oldest first."""
    return tuple(connection.execute(_UNSEALED, {"most": limit}).mappings())


def record_seal(
    connection: Connection,
    letter_id: int,
    *,
    template_version: int,
    content: str,
    payload: str,
    pdf: bytes,
    sha256: str,
    now: datetime,
) -> bool:
    """Keeps a letter's text and document for good; ``False`` where another worker had done so."""
    done = connection.execute(
        update(letter)
        .where(letter.c.id == letter_id, letter.c.sealed_at.is_(None))
        .values(template_version=template_version, content=content, payload=payload, sealed_at=now)
    )
    if done.rowcount != 1:
        return False
    connection.execute(insert(letter_document).values(letter_id=letter_id, sha256=sha256, pdf=pdf))
    return True


def case_of_letter(connection: Connection, letter_id: int) -> int | None:
    """The case that the letter belongs to, or ``None`` where there is no such letter."""
    return connection.execute(select(letter.c.case_id).where(letter.c.id == letter_id)).scalar_one_or_none()


def letter_pdf(connection: Connection, letter_id: int) -> bytes | None:
    """The sealed document, or ``None`` while there is none."""
    return connection.execute(
        select(letter_document.c.pdf).where(letter_document.c.letter_id == letter_id)
    ).scalar_one_or_none()


def record_key(connection: Connection, key_id: str, public_key: str, now: datetime) -> None:
    """Keeps a public key for verification, once."""
    statement = insert_or(connection, signing_key).values(
        key_id=key_id, public_key=public_key, valid_from=now
    )
    connection.execute(statement.on_conflict_do_nothing(index_elements=["key_id"]))


def public_keys(connection: Connection) -> tuple[str, ...]:
    """Every public key under which letters were sealed, as PEM text."""
    return tuple(connection.execute(select(signing_key.c.public_key)).scalars())
