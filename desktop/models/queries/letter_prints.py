"""Sealed letters in force that nobody printed yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

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
        _letters()
        .where(
            letter.c.state == "issued",
            letter.c.sealed_at.is_not(None),
            letter.c.department.in_(departments),
            ~printed,
        )
        .order_by(letter.c.issued_on, letter.c.serial)
    )
    return tuple(WaitingLetter(*row) for row in rows)


def newest_letters(connection: Connection, case_ids: Collection[int]) -> tuple[WaitingLetter, ...]:
    """The newest sealed letter in force of each of ``case_ids`` that has one, printed before or not."""
    newest = (
        select(func.max(letter.c.id))
        .where(letter.c.case_id.in_(case_ids), letter.c.state == "issued", letter.c.sealed_at.is_not(None))
        .group_by(letter.c.case_id)
    )
    rows = connection.execute(
        _letters().where(letter.c.id.in_(newest)).order_by(letter.c.issued_on, letter.c.serial)
    )
    return tuple(WaitingLetter(*row) for row in rows)


def _letters() -> Select[Any]:
    return select(
        letter.c.id,
        letter.c.case_id,
        cases.c.service,
        letter.c.kind,
        letter.c.serial,
        letter.c.department,
        letter.c.issued_on,
        cases.c.reference,
        cases.c.applicant_name,
    ).join(cases, cases.c.id == letter.c.case_id)
