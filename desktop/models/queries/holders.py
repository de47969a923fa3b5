"""Since when the cases of a page are held by whoever holds them, and stand where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from desktop.models.tables.applications import case_event

TAKING = ("claim", "hand_over")
"""The actions by which a case comes into somebody's hands."""


def held_since(connection: Connection, case_ids: Sequence[int]) -> Mapping[int, datetime]:
    """When each of ``case_ids`` was last claimed or handed over; those never taken are left out."""
    if not case_ids:
        return {}
    rows = connection.execute(
        select(case_event.c.case_id, func.max(case_event.c.at))
        .where(case_event.c.case_id.in_(case_ids), case_event.c.action.in_(TAKING))
        .group_by(case_event.c.case_id)
    )
    return {row[0]: row[1] for row in rows}


def standing_since(connection: Connection, case_ids: Sequence[int]) -> Mapping[int, datetime]:
    """When each of ``case_ids`` came into the state it is in; being claimed or noted does not count."""
    if not case_ids:
        return {}
    rows = connection.execute(
        select(case_event.c.case_id, func.max(case_event.c.at))
        .where(case_event.c.case_id.in_(case_ids), case_event.c.from_state != case_event.c.to_state)
        .group_by(case_event.c.case_id)
    )
    return {row[0]: row[1] for row in rows}
