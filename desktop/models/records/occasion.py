"""What a department plans for a time and a place, and who has a place on it; see docs/adr/0006."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class OccasionState(StrEnum):
    """Where an occasion is: it takes places, was held, its results are out, or it was called off."""

    OPEN = "open"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class OccasionEvent(StrEnum):
    """What happens to the cases of an occasion together; see docs/adr/0006."""

    ARRIVED = "arrived"
    REACHED = "reached"
    SEATED = "seated"
    DATED = "dated"
    CAME = "came"
    HELD = "held"
    RESULTS = "results"
    CANCELLED = "cancelled"


class PlaceState(StrEnum):
    """``WAITING`` beyond the maximum, ``SEATED`` with a seat, ``RELEASED`` given back."""

    WAITING = "waiting"
    SEATED = "seated"
    RELEASED = "released"


class Attendance(StrEnum):
    """Whether the applicant was there; unknown until the occasion was held."""

    UNKNOWN = ""
    PRESENT = "present"
    ABSENT = "absent"


class Result(StrEnum):
    """What came of it, where there is something to pass."""

    UNKNOWN = ""
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Occasion:
    """A course's offering, an exam's session, an inspector's round.

    ``starts_at`` is ``None`` until a date is agreed; ``taken`` are the seats held, at most ``maximum``;
    ``reached_at`` is when the minimum was reached, once in its life; ``came_at`` when its day came.
    """

    occasion_id: int
    kind: str
    department: str
    subject: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    person: str
    district: str
    minimum: int
    maximum: int
    taken: int
    arrivals: int
    reached_at: datetime | None
    came_at: datetime | None
    state: OccasionState
    details: Mapping[str, str]
    version: int
    last_action: str
    last_actor: str
    last_at: datetime

    @property
    def is_full(self) -> bool:
        """Whether whoever comes now waits."""
        return self.taken >= self.maximum

    def is_ahead(self, now: datetime) -> bool:
        """Whether it has not begun at ``now``: only then a place on it can be chosen."""
        return self.starts_at is None or self.starts_at > now


@dataclass(frozen=True, slots=True)
class Place:
    """A case's place on an occasion; ``number`` is its order of arrival, ``seat`` 1 to the maximum."""

    place_id: int
    occasion_id: int
    case_id: int
    number: int
    state: PlaceState
    seat: int | None
    taken_at: datetime
    released_at: datetime | None = None
    attendance: Attendance = Attendance.UNKNOWN
    result: Result = Result.UNKNOWN
    score: str = ""
    entered_by: str = ""
    entered_at: datetime | None = None
    checked_by: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LevelResult:
    """How a person did in a level exam; ``valid_to`` is the last day of a pass, ``None`` for always."""

    level: str
    score: int
    passed: bool
    taken_on: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class OccasionResult:
    """What a change left: the occasion's number, version and state, and the cases whose state it moved."""

    occasion_id: int
    version: int
    state: str
    case_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A case's newest place, its occasion, what the person achieved, and the event being carried out."""

    occasion: Occasion | None = None
    place: Place | None = None
    levels: tuple[LevelResult, ...] = ()
    happening: str = ""
