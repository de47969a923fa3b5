"""Sealed letters in force that nobody printed yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, exists, select

from desktop.models.tables.applications import cases
from desktop.models.tables.letters import letter, letter_print


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """One letter that waits to be printed, and whose it is."""

    letter_id: int
    case_id: int
    service: str
    kind: str
    serial: str
    department: str
    issued_on: date
    reference: str
    applicant: str


def waiting_letters(connection: Connection, departments: Collection[str]) -> tuple[WaitingLetter, ...]:
    """The letters of ``departments``, by day and serial; on the central database its policies hold too."""
    printed = exists().where(letter_print.c.letter_id == letter.c.id)
    rows = connection.execute(
        select(
            letter.c.id,
            letter.c.case_id,
            cases.c.service,
            letter.c.kind,
            letter.c.serial,
            letter.c.department,
            letter.c.issued_on,
            cases.c.reference,
            cases.c.applicant_name,
        )
        .join(cases, cases.c.id == letter.c.case_id)
        .where(
            letter.c.state == "issued",
            letter.c.sealed_at.is_not(None),
            letter.c.department.in_(departments),
            ~printed,
        )
        .order_by(letter.c.issued_on, letter.c.serial)
    )
    return tuple(WaitingLetter(*row) for row in rows)
