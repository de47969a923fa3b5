"""The municipality's own wordings of letters, every version of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from desktop.models.tables.letters import letter_template


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One version of the wording of one kind of letter; ``content`` is JSON."""

    kind: str
    version: int
    content: str
    valid_from: datetime
    author: str


def template_rows(connection: Connection, kind: str = "") -> tuple[TemplateRow, ...]:
    """The versions of ``kind``, or of all kinds, oldest first."""
    columns = letter_template.c
    wanted = select(
        columns.kind, columns.version, columns.content, columns.valid_from, columns.author
    ).order_by(columns.kind, columns.version)
    if kind:
        wanted = wanted.where(columns.kind == kind)
    return tuple(TemplateRow(*row) for row in connection.execute(wanted))
