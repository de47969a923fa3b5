"""How offerings and those who have a place on them are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.base.clock import amman
from desktop.models.records.occasion import Attendance, Occasion, OccasionState, PlaceState, Result
from desktop.usecases.occasions import Holder, Offering, waiting_for_staff
from desktop.views import shown
from desktop.views.casework.terms import state_label, state_tone
from desktop.views.desk import Session
from desktop.views.i18n import said, tr_
from desktop.views.live_counts import counted
from desktop.views.palette import Tone
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.registry import load

WATCHED = frozenset({"case", "occasion", "payment", "reference"})


def planners(session: Session) -> tuple[ServiceDefinition, ...]:
    """The services with courses or exams whose dates the account plans."""
    mine = {queue.key.partition(".")[0] for queue in session.queues}
    if "clerk" not in session.abilities:
        return ()
    return tuple(
        service
        for code, service in load().items()
        if code in mine and service.occasion and service.occasion.subject_field
    )


@counted(WATCHED, lambda session: bool(planners(session)))
def count_offerings(services: Any) -> Mapping[str, int]:
    """Offerings that wait for a decision of the station, by the sidebar's line (CRS-16)."""
    return {f"offerings/{code}": count for code, count in waiting_for_staff(services).items()}


def when(occasion: Occasion) -> str:
    """Its day and hour, or that none is agreed."""
    if occasion.starts_at is None:
        return tr_("Diwan", "No date yet")
    at = amman(occasion.starts_at)
    return f"{shown.day(at.date())} {shown.identifier(shown.digits(f'{at:%H:%M}'))}"


def standing(offering: Offering) -> Cell:
    """Where an offering is, in a word and a colour."""
    one = offering.occasion
    if one.state is OccasionState.CANCELLED:
        return Cell(tr_("Diwan", "Called off"), tone=Tone.NEUTRAL)
    if one.state is OccasionState.CLOSED:
        return Cell(tr_("Diwan", "Results passed on"), tone=Tone.GOOD)
    if one.state is OccasionState.HELD:
        return Cell(tr_("Diwan", "Held"), tone=Tone.GOOD)
    if offering.short:
        return Cell(tr_("Diwan", "Under the minimum again"), tone=Tone.DANGER)
    if one.came_at is not None:
        return Cell(tr_("Diwan", "Its day has come"), tone=Tone.WARNING)
    if one.reached_at is not None:
        return Cell(tr_("Diwan", "Minimum reached"), tone=Tone.GOOD)
    return Cell(tr_("Diwan", "Gathering"), tone=Tone.INFO)


def offering_columns() -> tuple[Column, ...]:
    """The columns of the list of offerings."""
    return (
        Column("subject", tr_("Diwan", "Course or exam"), width=220, stretch=True, strong=True),
        Column("when", tr_("Diwan", "Date"), width=150),
        Column("seats", tr_("Diwan", "Seats taken"), CellKind.NUMBER, width=112, strong=True),
        Column("cases", tr_("Diwan", "Applications"), width=300),
        Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=196),
    )


def offering_row(offering: Offering) -> Row:
    """One offering: when, how full, how its applications stand."""
    one = offering.occasion
    seats = shown.digits(f"{one.taken} / {one.maximum}")
    state = standing(offering)
    return Row(
        str(one.occasion_id),
        (
            Cell(said(offering.subject), shown.name(one.place)),
            Cell(when(one)),
            Cell(
                shown.identifier(seats),
                tr_("Diwan", "at least {number}").format(number=shown.number(one.minimum)),
            ),
            Cell(spelled_states(offering), _queue(offering)),
            state,
        ),
        tone=state.tone if state.tone is Tone.DANGER else None,
    )


def _queue(offering: Offering) -> str:
    return tr_("Diwan", "%n on the waiting list", None, offering.waiting) if offering.waiting else ""


def spelled_states(offering: Offering) -> str:
    """How many applications are in each state: unpaid, to be examined, confirmed."""
    known = {state.key: state.label for state in offering.service.states}
    parts = [f"{said(known[key])} {shown.number(count)}" for key, count in offering.states.items()]
    return tr_("Diwan", ", ").join(parts)


def holder_columns() -> tuple[Column, ...]:
    """The columns of those who have a place."""
    return (
        Column("number", tr_("Diwan", "Arrival"), CellKind.NUMBER, width=72),
        Column("applicant", tr_("Diwan", "Applicant"), width=200, stretch=True, strong=True),
        Column("seat", tr_("Diwan", "Seat"), CellKind.NUMBER, width=96),
        Column("mobile", tr_("Diwan", "Mobile"), width=160),
        Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=170),
        Column("attendance", tr_("Diwan", "Attendance"), width=150),
    )


def holder_row(service: ServiceDefinition, holder: Holder) -> Row:
    """One application with its place."""
    case, place = holder.case, holder.place
    tone = state_tone(service.state(case.state))
    seat = {
        PlaceState.SEATED: shown.number(place.seat or 0),
        PlaceState.WAITING: tr_("Diwan", "Waiting list"),
        PlaceState.RELEASED: tr_("Diwan", "Given back"),
    }[place.state]
    return Row(
        case.reference,
        (
            Cell(shown.number(place.number)),
            Cell(shown.name(case.applicant.name), shown.identifier(case.reference)),
            Cell(seat),
            Cell(shown.phone(case.applicant.mobile)),
            Cell(state_label(service, case.state), tone=tone),
            Cell(_attendance(holder)),
        ),
    )


def _attendance(holder: Holder) -> str:
    place = holder.place
    said_ = {
        Attendance.UNKNOWN: "",
        Attendance.PRESENT: tr_("Diwan", "Present"),
        Attendance.ABSENT: tr_("Diwan", "Absent"),
    }[place.attendance]
    if place.result is Result.UNKNOWN:
        return said_
    word = tr_("Diwan", "Passed") if place.result is Result.PASSED else tr_("Diwan", "Failed")
    return f"{word} {shown.digits(place.score)}".strip()
