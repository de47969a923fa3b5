"""Results of level exams, entered together for all of an offering that wait for them (CRS-06, CRS-07)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.models.queries.occasions import OccasionFilter
from desktop.models.records.case import ChangeSet
from desktop.models.records.occasion import Occasion, OccasionState
from desktop.models.records.reference import Course, Reference
from desktop.usecases.occasions import OpenOccasion, enter_levels, level_action, offerings
from desktop.usecases.occasions.view import Holder, opened_in
from desktop.usecases.results import Sheet, SheetRow, candidate_of, open_sheet
from desktop.usecases.session import Session
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.results import Mark, scale_in, shown_score

OF_LEVELS = "level-"
"""How the keys of level exams' sheets begin; the offering's number follows."""


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """Those of one offering who wait for the result of its level exam."""

    occasion: Occasion
    course: Text
    level: Text
    count: int

    @property
    def key(self) -> str:
        """By which its sheet is asked for."""
        return f"{OF_LEVELS}{self.occasion.occasion_id}"


@dataclass(frozen=True, slots=True)
class LevelSheet(Sheet):
    """The level exam's sheet of an offering: only who waits for a result, and nobody can be absent.

    A result that is entered moves its application on at once, and its applicant is told.
    """

    @property
    def key(self) -> str:
        return f"{OF_LEVELS}{self.occasion.occasion_id}"

    @property
    def told_at_once(self) -> bool:
        return True

    @property
    def is_open(self) -> bool:
        return bool(self.rows)


def level_groups(session: Session) -> tuple[LevelGroup, ...]:
    """The offerings of the account's departments in which somebody waits for a level exam's result."""
    with session.database.reading() as connection:
        reference = session.office(connection).reference
    found = []
    for one in offerings(session, OccasionFilter(states=(OccasionState.OPEN,))):
        count = sum(one.states.get(state, 0) for state in _waiting(one.service))
        level = _level(one.occasion, reference)
        if count and level is not None:
            found.append(LevelGroup(one.occasion, one.subject, level.name, count))
    return tuple(found)


def level_sheet(session: Session, occasion_id: int) -> LevelSheet:
    """The level exam's sheet of the offering; refuses where the account sees none such (COM-10)."""
    with session.database.reading() as connection:
        opened = opened_in(session, connection, occasion_id)
    level = _level(opened.occasion, opened.office.reference)
    if level is None:
        raise Refusal.one("not_scheduled", "لا امتحان مستوى لهذه الدورة.", "This course has no level exam.")
    rows = tuple(
        SheetRow(
            candidate_of(one.case, one.place),
            one.place,
            one.case.reference,
            opened.offering.service.state(one.case.state).label,
        )
        for one in to_examine(opened)
    )
    return LevelSheet(opened, scale_in(level.details, places=0, absence=False), rows, level.name)


def to_examine(opened: OpenOccasion) -> tuple[Holder, ...]:
    """Those of the offering who wait for the level exam's result, in the order of arrival."""
    states = _waiting(opened.offering.service)
    return tuple(one for one in opened.held if one.case.state in states)


def save(session: Session, marks: Mapping[int, Mark]) -> ChangeSet:
    """Enters the ``marks`` by case, all of them or none; each applicant is told at once.

    Raises ``Refusal`` naming ``score.<case>`` for each that is wrong.
    """
    return enter_levels(
        session, {case_id: shown_score(one.score) for case_id, one in marks.items() if one.score is not None}
    )


def open_any(session: Session, key: str) -> Sheet:
    """The sheet of that key: a sitting's, or that of an offering's level exam."""
    if key.startswith(OF_LEVELS):
        return level_sheet(session, int(key.removeprefix(OF_LEVELS)))
    return open_sheet(session, int(key))


def _waiting(service: ServiceDefinition) -> tuple[str, ...]:
    action = level_action(service)
    return action.sources if action else ()


def _level(occasion: Occasion, reference: Reference) -> Course | None:
    course = reference.courses.get(occasion.subject)
    return reference.courses.get(course.prerequisite) if course else None
