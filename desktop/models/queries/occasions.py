"""Occasions, the places on them, and what people achieved in level exams."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, or_, select

from desktop.models.records.case import Case
from desktop.models.records.occasion import (
    Attendance,
    LevelResult,
    Occasion,
    OccasionState,
    Place,
    PlaceState,
    Result,
    Standing,
)
from desktop.models.records.people import Actor
from desktop.models.tables.schedule import level_result, occasion, place

# What every step asks is put together once.
_OCCASION = select(occasion).where(occasion.c.id == bindparam("occasion_id"))
_OPEN = (
    select(occasion)
    .where(occasion.c.state == OccasionState.OPEN.value)
    .order_by(occasion.c.starts_at.is_(None), occasion.c.starts_at, occasion.c.id)
)
_PLACES = select(place).where(place.c.case_id == bindparam("case_id"))
_HELD_PLACE = _PLACES.where(place.c.state != PlaceState.RELEASED.value)
_NEWEST_PLACE = _PLACES.order_by(place.c.id.desc()).limit(1)
_LEVELS = (
    select(level_result)
    .where(
        level_result.c.identity == bindparam("identity"),
        level_result.c.applicant_kind == bindparam("applicant_kind"),
    )
    .order_by(level_result.c.id)
)


@dataclass(frozen=True, slots=True)
class OccasionFilter:
    """Which occasions: of a kind, a subject, in some states, between two moments; undated ones always."""

    kind: str = ""
    subject: str = ""
    states: tuple[OccasionState, ...] = ()
    begin: datetime | None = None
    end: datetime | None = None


def occasion_of(row: RowMapping) -> Occasion:
    """A row of ``occasion`` as a record."""
    return Occasion(
        occasion_id=row["id"],
        kind=row["kind"],
        department=row["department"],
        subject=row["subject"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        place=row["place"],
        person=row["person"],
        district=row["district"],
        minimum=row["minimum"],
        maximum=row["maximum"],
        taken=row["taken"],
        arrivals=row["arrivals"],
        reached_at=row["reached_at"],
        came_at=row["came_at"],
        state=OccasionState(row["state"]),
        details=json.loads(row["details"]),
        version=row["version"],
        last_action=row["last_action"],
        last_actor=row["last_actor"],
        last_at=row["last_at"],
    )


def place_of(row: RowMapping) -> Place:
    """A row of ``place`` as a record."""
    return Place(
        place_id=row["id"],
        occasion_id=row["occasion_id"],
        case_id=row["case_id"],
        number=row["number"],
        state=PlaceState(row["state"]),
        seat=row["seat"],
        taken_at=row["taken_at"],
        released_at=row["released_at"],
        attendance=Attendance(row["attendance"]),
        result=Result(row["result"]),
        score=row["score"],
        entered_by=row["entered_by"],
        entered_at=row["entered_at"],
        checked_by=row["checked_by"],
        checked_at=row["checked_at"],
    )


def occasion_by_id(connection: Connection, occasion_id: int) -> Occasion | None:
    """The occasion of that number, or ``None`` if there is none that the account sees."""
    row = connection.execute(_OCCASION, {"occasion_id": occasion_id}).mappings().first()
    return occasion_of(row) if row else None


def all_open_occasions(connection: Connection) -> tuple[Occasion, ...]:
    """Those that are not held yet, begun or not; soonest first, undated ones last."""
    return tuple(occasion_of(row) for row in connection.execute(_OPEN).mappings())


def occasions_where(connection: Connection, actor: Actor, wanted: OccasionFilter) -> tuple[Occasion, ...]:
    """The occasions of the actor's departments that ``wanted`` lets through, by their date."""
    statement = select(occasion)
    if not actor.is_worker:
        statement = statement.where(occasion.c.department.in_(sorted(actor.departments - {""})))
    for column, value in ((occasion.c.kind, wanted.kind), (occasion.c.subject, wanted.subject)):
        if value:
            statement = statement.where(column == value)
    if wanted.states:
        statement = statement.where(occasion.c.state.in_([state.value for state in wanted.states]))
    undated = occasion.c.starts_at.is_(None)
    if wanted.begin is not None:
        statement = statement.where(or_(undated, occasion.c.starts_at >= wanted.begin))
    if wanted.end is not None:
        statement = statement.where(or_(undated, occasion.c.starts_at < wanted.end))
    order = (occasion.c.starts_at.is_(None), occasion.c.starts_at, occasion.c.id)
    return tuple(occasion_of(row) for row in connection.execute(statement.order_by(*order)).mappings())


def places_where(connection: Connection, condition: ColumnElement[bool]) -> tuple[Place, ...]:
    """Places that fulfil an SQL ``condition``, in the order of arrival."""
    rows = connection.execute(
        select(place).where(condition).order_by(place.c.occasion_id, place.c.number)
    ).mappings()
    return tuple(place_of(row) for row in rows)


def held_place(connection: Connection, case_id: int) -> Place | None:
    """The place that the case has now, with or without a seat."""
    row = connection.execute(_HELD_PLACE, {"case_id": case_id}).mappings().first()
    return place_of(row) if row else None


def held_cases(connection: Connection, occasion_id: int) -> Sequence[int]:
    """The cases that have a place on the occasion, in the order of arrival."""
    held = place.c.state != PlaceState.RELEASED.value
    return (
        connection.execute(
            select(place.c.case_id).where(place.c.occasion_id == occasion_id, held).order_by(place.c.number)
        )
        .scalars()
        .all()
    )


def standing_of(connection: Connection, case: Case, *, placed: bool = True) -> Standing:
    """The case's newest place with its occasion, and every level exam that the person sat.

    ``placed`` is whether it ever had a place, where that is known.
    """
    newest = _newest_place(connection, case.case_id) if placed else None
    return Standing(
        occasion=occasion_by_id(connection, newest.occasion_id) if newest else None,
        place=newest,
        levels=levels_of(connection, case.applicant.kind.value, case.applicant.identity),
    )


def _newest_place(connection: Connection, case_id: int) -> Place | None:
    row = connection.execute(_NEWEST_PLACE, {"case_id": case_id}).mappings().first()
    return place_of(row) if row else None


def levels_of(connection: Connection, applicant_kind: str, identity: str) -> tuple[LevelResult, ...]:
    """What a person achieved in level exams, oldest first (CRS-15, CRS-17)."""
    person = {"identity": identity, "applicant_kind": applicant_kind}
    rows = connection.execute(_LEVELS, person).mappings()
    return tuple(
        LevelResult(r["level"], r["score"], bool(r["passed"]), r["taken_on"], r["valid_to"]) for r in rows
    )
