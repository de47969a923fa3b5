"""Whether a letter is genuine and still in force (COM-11, VER-01).

What a letter says is proved by its signature and the public keys; whether it still holds is what only the
database knows: the portal's answer for the same letter is made from the same row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from desktop.base.text import Text
from desktop.models.records.case import LetterState
from desktop.models.tables.letters import letter as letters
from desktop.models.work.letters import public_keys
from desktop.usecases.session import Session

if TYPE_CHECKING:
    # What opens files and pictures is loaded when the first letter is judged.
    from desktop.letters.signing import LetterFacts, PublicKey
    from desktop.letters.verification import Verdict

PDF_START = b"%PDF-"


class Standing(StrEnum):
    """What verification found of a letter, and of its being in force where a database was asked."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict on one letter.

    ``facts`` are given only where a key proved them; ``asked_database`` tells whether the letter's being in
    force was looked up; ``whole`` whether the page was compared, or only its code was read.
    """

    standing: Standing
    text: Text
    facts: LetterFacts | None = None
    key_id: str | None = None
    altered: tuple[str, ...] = ()
    whole: bool = False
    asked_database: bool = False

    @property
    def is_genuine(self) -> bool:
        """Whether the letter is the municipality's, unaltered, and in force as far as was asked."""
        return self.standing is Standing.GENUINE


def verify_letter(session: Session, subject: str | bytes) -> Verification:
    """The verdict on a code's text, a file or a picture, with the database's keys and letters.

    ``subject`` is the text that a scanner gives, or the bytes of a PDF or a picture.
    """
    from desktop.letters.signing import PublicKey
    from desktop.letters.verification import State

    with session.database.reading() as connection:
        keys = [PublicKey.from_pem(pem.encode()) for pem in public_keys(connection)]
    verdict = judge(subject, keys)
    if verdict.state is not State.GENUINE or verdict.facts is None:
        return _of(verdict)
    with session.database.reading() as connection:
        return _in_force(connection, verdict, verdict.facts)


def verify_offline(subject: str | bytes, keys: Iterable[PublicKey]) -> Verification:
    """The verdict with public keys alone, as an institution without the database has it."""
    return _of(judge(subject, list(keys)))


def judge(subject: str | bytes, keys: list[PublicKey]) -> Verdict:
    """What the letter itself proves; a file is told from a picture by its content, never by its name."""
    from desktop.letters.verification import verify_image, verify_pdf, verify_text

    if isinstance(subject, str):
        return verify_text(subject, keys)
    check: Callable[[bytes, Iterable[PublicKey]], Verdict]
    check = verify_pdf if PDF_START in subject[:1024] else verify_image
    return check(subject, keys)


def _of(verdict: Verdict) -> Verification:
    from desktop.letters.verification import State

    standing = {
        State.GENUINE: Standing.GENUINE,
        State.ALTERED: Standing.ALTERED,
        State.UNKNOWN_KEY: Standing.UNKNOWN,
        State.NOT_A_LETTER: Standing.UNKNOWN,
    }[verdict.state]
    return Verification(standing, verdict.text, verdict.facts, verdict.key_id, verdict.altered, verdict.whole)


def _in_force(connection: Connection, verdict: Verdict, facts: LetterFacts) -> Verification:
    row = connection.execute(
        select(letters.c.state, letters.c.withdrawn_reason).where(letters.c.serial == facts.serial)
    ).first()
    standing, text = Standing.GENUINE, verdict.text
    if row is None:
        # Other departments' letters are hidden from this account: the signature still holds.
        return _of(verdict)
    if row[0] == LetterState.WITHDRAWN.value:
        standing = Standing.WITHDRAWN
        text = Text(
            f"صدر هذا الكتاب عن الأمانة ثم سُحب، فلم يعد ساريًا. السبب: {row[1]}",
            f"This letter was issued and later withdrawn; it is no longer in force. Reason: {row[1]}",
        )
    elif row[0] == LetterState.SUPERSEDED.value:
        standing = Standing.SUPERSEDED
        text = Text(
            "صدر هذا الكتاب عن الأمانة ثم حلّ محله كتاب أحدث؛ اطلبوا الكتاب الأحدث.",
            "This letter was issued and later replaced by a newer one; ask for the newer one.",
        )
    return Verification(standing, text, facts, verdict.key_id, (), verdict.whole, asked_database=True)
