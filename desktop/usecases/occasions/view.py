"""Occasions as their pages show them: how full, who has a place, in which state each case is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.base.text import Text
from desktop.models import refusals
from desktop.models.queries.case_files import case_by_id
from desktop.models.queries.occasions import (
    OccasionFilter,
    occasion_by_id,
    occasions_where,
    places_where,
)
from desktop.models.records.case import Case
from desktop.models.records.occasion import Occasion, OccasionState, Place, PlaceState
from desktop.models.records.people import Actor
from desktop.models.records.reference import Reference
from desktop.models.tables.schedule import place
from desktop.usecases.session import Office, Session
from desktop.workflows.definition import ServiceDefinition


@dataclass(frozen=True, slots=True)
class Offering:
    """An occasion in a list: what it is about, its service, how many cases are in each state.

    ``states`` counts the cases that have a place, by their state's key; ``waiting`` those without a seat.
    """

    occasion: Occasion
    service: ServiceDefinition
    subject: Text
    states: Mapping[str, int]
    waiting: int

    @property
    def short(self) -> bool:
        """Whether it had its minimum and lost it again: the station holds or postpones it (CRS-16)."""
        one = self.occasion
        return one.state is OccasionState.OPEN and one.reached_at is not None and one.taken < one.minimum


@dataclass(frozen=True, slots=True)
class Holder:
    """A case with its place."""

    case: Case
    place: Place


@dataclass(frozen=True, slots=True)
class OpenOccasion:
    """One occasion with everybody who has or had a place, in the order of arrival."""

    offering: Offering
    holders: tuple[Holder, ...]
    office: Office

    @property
    def occasion(self) -> Occasion:
        return self.offering.occasion

    @property
    def held(self) -> tuple[Holder, ...]:
        """Those who have a place now."""
        return tuple(one for one in self.holders if one.place.state is not PlaceState.RELEASED)

    @property
    def seated(self) -> tuple[Holder, ...]:
        """Those who have a seat."""
        return tuple(one for one in self.holders if one.place.state is PlaceState.SEATED)


def schedulers(session: Session, actor: Actor) -> tuple[ServiceDefinition, ...]:
    """The services whose occasions the account plans."""
    return tuple(
        service
        for service in session.registry.values()
        if service.occasion is not None and service.department in actor.departments
    )


def offerings(session: Session, wanted: OccasionFilter) -> tuple[Offering, ...]:
    """The occasions of the account's departments, by their date, undated ones last."""
    with session.database.reading() as connection:
        office = session.office(connection)
        found = occasions_where(connection, office.actor, wanted)
        return tuple(
            _offering(session, one, office.reference, _cases(connection, one.occasion_id))
            for one in found
            if _service(session, one) is not None
        )


def open_occasion(session: Session, occasion_id: int) -> OpenOccasion:
    """One occasion with its cases; refuses where the account sees none such (COM-10)."""
    with session.database.reading() as connection:
        return opened_in(session, connection, occasion_id)


def opened_in(session: Session, connection: Connection, occasion_id: int) -> OpenOccasion:
    """``open_occasion`` within the transaction of ``connection``."""
    office = session.office(connection)
    found = occasion_by_id(connection, occasion_id)
    if found is None or not (office.actor.is_worker or found.department in office.actor.departments):
        raise refusals.no_such_case()
    holders = _cases(connection, occasion_id)
    return OpenOccasion(_offering(session, found, office.reference, holders), holders, office)


def _service(session: Session, occasion: Occasion) -> ServiceDefinition | None:
    for service in session.registry.values():
        if service.occasion is not None and service.occasion.kind == occasion.kind:
            return service
    return None


def _cases(connection: Connection, occasion_id: int) -> tuple[Holder, ...]:
    places = places_where(connection, place.c.occasion_id == occasion_id)
    cases = {case_id: case_by_id(connection, case_id) for case_id in {one.case_id for one in places}}
    return tuple(Holder(case, one) for one in places if (case := cases[one.case_id]) is not None)


def _offering(
    session: Session, occasion: Occasion, reference: Reference, holders: tuple[Holder, ...]
) -> Offering:
    service = _service(session, occasion)
    if service is None:
        raise refusals.no_such_case()
    course = reference.courses.get(occasion.subject)
    held = [one for one in holders if one.place.state is not PlaceState.RELEASED]
    return Offering(
        occasion,
        service,
        course.name if course else Text(occasion.district, occasion.district),
        Counter(one.case.state for one in held),
        sum(one.place.state is PlaceState.WAITING for one in held),
    )
