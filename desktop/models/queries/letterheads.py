"""What the heads of the departments' papers have besides their names."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from desktop.models.tables.letters import letterhead


@dataclass(frozen=True, slots=True)
class LetterheadRow:
    """A department's address at the foot of its letters, and its logo (PNG or JPEG) where it has one."""

    department: str
    address_line: str = ""
    logo: bytes | None = None


def letterhead_row(connection: Connection, department: str) -> LetterheadRow:
    """What is kept for ``department``; an empty one where nothing is."""
    columns = letterhead.c
    found = connection.execute(
        select(columns.address_line, columns.logo).where(columns.department == department)
    ).first()
    return LetterheadRow(department, *found) if found else LetterheadRow(department)


def letterhead_rows(connection: Connection) -> tuple[LetterheadRow, ...]:
    """What is kept of every department."""
    columns = letterhead.c
    found = connection.execute(
        select(columns.department, columns.address_line, columns.logo).order_by(columns.department)
    )
    return tuple(LetterheadRow(*row) for row in found)
