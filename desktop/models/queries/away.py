"""Which closed years are in a file and not in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from desktop.base.clock import amman_date
from desktop.models.tables.archive import archived_year


def years_away(connection: Connection) -> frozenset[int]:
    """The years whose events, documents and letters are in a file and not in the database."""
    found = connection.execute(select(archived_year.c.year).where(archived_year.c.away_at.is_not(None)))
    return frozenset(found.scalars())


def is_away(years: frozenset[int], closed_at: datetime | None) -> bool:
    """Whether a case closed at ``closed_at`` is of one of the ``years``."""
    return closed_at is not None and amman_date(closed_at).year in years
