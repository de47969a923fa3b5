"""Occasions whose day has come: they stand, or are moved where they never had their minimum (CRS-02)."""

from __future__ import annotations

from functools import partial

from desktop.base.clock import amman_date, end_of_day
from desktop.models.queries.occasions import OccasionFilter, occasions_where
from desktop.models.records.occasion import Occasion, OccasionState
from desktop.usecases.occasions.changes import come
from desktop.usecases.session import Session
from desktop.usecases.worker.faults import apart


def run_occasions(session: Session) -> int:
    """Carries out what the day of each open occasion brings, once; returns for how many."""
    with session.database.reading() as connection:
        office = session.office(connection)
        wanted = OccasionFilter(states=(OccasionState.OPEN,), end=end_of_day(amman_date(office.now)))
        due = [
            one
            for one in occasions_where(connection, office.actor, wanted)
            if one.starts_at is not None and one.came_at is None
        ]
    return sum(apart(f"the day of occasion {one.occasion_id}", partial(_come, session, one)) for one in due)


def _come(session: Session, occasion: Occasion) -> int:
    come(session, occasion.occasion_id, occasion.version)
    return 1
