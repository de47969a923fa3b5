"""Places on occasions, taken and given back on an embedded database: the counterpart of ``47_places.sql``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from desktop.models import refusals
from desktop.models.keeper import ReadyRow
from desktop.models.queries.occasions import held_cases, held_place, occasion_by_id, occasion_of
from desktop.models.records.occasion import Occasion, OccasionEvent, OccasionState, Place, PlaceState
from desktop.models.tables.office import course
from desktop.models.tables.schedule import level_result, occasion, place

Happen = Callable[[int, OccasionEvent], None]
"""Does what an event does to the case of that number."""

PLACE_EFFECTS = frozenset({"take_place", "release_place", "level_result"})


@dataclass(frozen=True, slots=True)
class Holder:
    """A case as far as its place is concerned."""

    case_id: int
    owner_department: str
    applicant_kind: str
    identity: str


class Seating:
    """Takes and gives back places in the open transaction of ``connection``."""

    def __init__(self, connection: Connection, login: str, now: datetime, happen: Happen) -> None:
        self._connection = connection
        self._login = login
        self._now = now
        self._happen = happen

    def write(self, ready: ReadyRow, holder: Holder) -> None:
        """One effect on the case's place, or a result of its level exam."""
        data = dict(ready.data)
        if ready.effect == "take_place":
            self._take(holder.case_id, holder.owner_department, data)
        elif ready.effect == "release_place":
            self.release(holder.case_id)
        else:
            self._connection.execute(
                insert(level_result).values(
                    case_id=holder.case_id,
                    applicant_kind=holder.applicant_kind,
                    identity=holder.identity,
                    entered_by=self._login,
                    entered_at=self._now,
                    **data,
                )
            )

    def _take(self, case_id: int, owner: str, data: Mapping[str, object]) -> None:
        wanted = self._gathering(owner, data) if data["gathers"] else self._named(owner, data)
        held = held_place(self._connection, case_id)
        if held is not None and held.occasion_id == wanted.occasion_id:
            return
        if wanted.is_full and not data["waits"]:
            raise refusals.full()
        self.release(case_id)
        number, seated = wanted.arrivals + 1, not wanted.is_full
        self._set(wanted.occasion_id, arrivals=number, taken=wanted.taken + seated)
        self._connection.execute(
            insert(place).values(
                occasion_id=wanted.occasion_id,
                case_id=case_id,
                number=number,
                state=(PlaceState.SEATED if seated else PlaceState.WAITING).value,
                seat=self._free_seat(wanted.occasion_id) if seated else None,
                taken_at=self._now,
            )
        )

    def _named(self, owner: str, data: Mapping[str, object]) -> Occasion:
        """The occasion that the case names, if it may take a place on it."""
        named = str(data["occasion"])
        found = occasion_by_id(self._connection, int(named)) if named.isascii() and named.isdigit() else None
        if (
            found is None
            or found.state is not OccasionState.OPEN
            or (found.kind, found.subject, found.department) != (data["kind"], data["subject"], owner)
        ):
            raise refusals.invalid("occasion")
        return found

    def _gathering(self, owner: str, data: Mapping[str, object]) -> Occasion:
        """The first undated occasion of the subject with a free seat; opened where there is none."""
        row = self._connection.execute(
            select(occasion)
            .where(
                occasion.c.kind == data["kind"],
                occasion.c.subject == data["subject"],
                occasion.c.department == owner,
                occasion.c.state == OccasionState.OPEN.value,
                occasion.c.starts_at.is_(None),
                occasion.c.taken < occasion.c.maximum,
            )
            .order_by(occasion.c.id)
            .limit(1)
        ).mappings().first()  # fmt: skip
        if row is not None:
            return occasion_of(row)
        about = self._connection.execute(
            select(course.c.minimum, course.c.maximum).where(
                course.c.code == data["subject"], course.c.department == owner
            )
        ).first()
        if about is None or about[1] < 1:
            raise refusals.invalid("occasion")
        made = self._connection.execute(
            insert(occasion)
            .values(
                kind=data["kind"],
                department=owner,
                subject=data["subject"],
                place="",
                person="",
                district="",
                minimum=about[0],
                maximum=about[1],
                state=OccasionState.OPEN.value,
                details="{}",
                version=1,
                last_action="gather",
                last_actor=self._login,
                last_at=self._now,
            )
            .returning(occasion)
        )
        return occasion_of(made.mappings().one())

    def _free_seat(self, occasion_id: int) -> int:
        seated = select(place.c.seat).where(
            place.c.occasion_id == occasion_id, place.c.state == PlaceState.SEATED.value
        )
        held = set(self._connection.execute(seated).scalars())
        return next(seat for seat in range(1, len(held) + 2) if seat not in held)

    def release(self, case_id: int) -> None:
        """Gives back the place that the case has, if it has one."""
        held = held_place(self._connection, case_id)
        if held is None:
            return
        self._connection.execute(
            update(place)
            .where(place.c.id == held.place_id)
            .values(state=PlaceState.RELEASED.value, seat=None, released_at=self._now)
        )
        if held.state is PlaceState.SEATED:
            self._set(held.occasion_id, taken=self._read(held.occasion_id).taken - 1)

    def ended(self, case_id: int, closing: str) -> None:
        """A case that ends otherwise than completed gives its place back, as long as nothing was held."""
        held = held_place(self._connection, case_id)
        if closing in ("", "completed") or held is None:
            return
        if self._read(held.occasion_id).state in (OccasionState.OPEN, OccasionState.CANCELLED):
            self.release(case_id)

    def follow(self, case_id: int, before: Place | None) -> None:
        """What follows where the case's place is not the one it had ``before``."""
        after = held_place(self._connection, case_id)
        if after is not None and (before is None or after.place_id != before.place_id):
            self._happen(case_id, OccasionEvent.ARRIVED)
        touched = [one.occasion_id for one in (before, after) if one is not None]
        if before is None or after is None or after.place_id != before.place_id:
            for occasion_id in dict.fromkeys(touched):
                self.settle(occasion_id)

    def settle(self, occasion_id: int) -> None:
        """Gives free seats to those who wait, first come first, and tells all once the minimum is reached."""
        while True:
            now = self._read(occasion_id)
            first = self._first_waiting(occasion_id)
            if now.state is not OccasionState.OPEN or now.is_full or first is None:
                break
            self._connection.execute(
                update(place)
                .where(place.c.id == first[0])
                .values(state=PlaceState.SEATED.value, seat=self._free_seat(occasion_id))
            )
            self._set(occasion_id, taken=now.taken + 1)
            self._happen(first[1], OccasionEvent.SEATED)
        now = self._read(occasion_id)
        enough = now.taken >= max(now.minimum, 1)
        if now.state is OccasionState.OPEN and now.reached_at is None and enough:
            self._set(occasion_id, reached_at=self._now)
            self.happen_to_all(occasion_id, OccasionEvent.REACHED)

    def happen_to_all(self, occasion_id: int, event: OccasionEvent) -> tuple[int, ...]:
        """Does what ``event`` does to every case with a place, in the order of arrival; returns them."""
        cases = tuple(held_cases(self._connection, occasion_id))
        for case_id in cases:
            self._happen(case_id, event)
        return cases

    def _first_waiting(self, occasion_id: int) -> tuple[int, int] | None:
        row = self._connection.execute(
            select(place.c.id, place.c.case_id)
            .where(place.c.occasion_id == occasion_id, place.c.state == PlaceState.WAITING.value)
            .order_by(place.c.number)
            .limit(1)
        ).first()
        return (row[0], row[1]) if row else None

    def _read(self, occasion_id: int) -> Occasion:
        row = self._connection.execute(select(occasion).where(occasion.c.id == occasion_id)).mappings()
        return occasion_of(row.one())

    def _set(self, occasion_id: int, **values: object) -> None:
        self._connection.execute(update(occasion).where(occasion.c.id == occasion_id).values(**values))
