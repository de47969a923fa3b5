"""Cases as the rows of a queue, made on a worker thread."""

from __future__ import annotations

from datetime import datetime

from desktop.base.clock import amman
from desktop.base.masking import masked
from desktop.models.records.case import Case, WaitsOn
from desktop.usecases.casework import Listing
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.workflows.registry import Registry


def queue_columns(*, one_state: bool = False) -> tuple[Column, ...]:
    """The columns of every queue; a person chooses, orders and widens them.

    Where all cases are in ``one_state`` its column is left out at first.
    """
    return (
        Column(
            "applicant",
            tr_("Diwan", "Applicant"),
            width=144,
            sort="applicant",
            stretch=True,
            strong=True,
            detail=tr_("Diwan", "Reference"),
        ),
        Column(
            "service",
            tr_("Diwan", "Service"),
            width=126,
            sort="service",
            stretch=True,
            detail=tr_("Diwan", "Name of the service"),
        ),
        Column(
            "state",
            tr_("Diwan", "State"),
            CellKind.CHIP,
            width=120,
            sort="state",
            stretch=True,
            hidden=one_state,
        ),
        Column("due", tr_("Diwan", "Due"), width=94, sort="due", detail=tr_("Diwan", "Due date")),
        Column(
            "waiting",
            tr_("Diwan", "Waiting"),
            width=94,
            sort="waiting",
            detail=tr_("Diwan", "In this state since"),
        ),
        Column(
            "holder",
            tr_("Diwan", "With"),
            CellKind.PERSON,
            width=138,
            sort="holder",
            detail=tr_("Diwan", "With them"),
        ),
        Column(
            "submitted",
            tr_("Diwan", "Submitted"),
            width=104,
            sort="submitted",
            hidden=True,
            detail=tr_("Diwan", "Hour"),
        ),
        Column("identity", tr_("Diwan", "Identity number"), width=120, sort="identity", hidden=True),
        Column("mobile", tr_("Diwan", "Telephone"), width=140, hidden=True),
        Column("department", tr_("Diwan", "Department"), width=150, sort="department", hidden=True),
        Column("via", tr_("Diwan", "Came by"), width=96, sort="via", hidden=True),
    )


def rows_of(listing: Listing, registry: Registry) -> tuple[Row, ...]:
    """A row for each case of ``listing``, in its order."""
    return tuple(_row(case, listing, registry) for case in listing.cases)


def _row(case: Case, listing: Listing, registry: Registry) -> Row:
    now, reference = listing.present.office.now, listing.present.office.reference
    service = registry[case.service]
    state = service.state(case.state)
    due = terms.due_term(case, now)
    standing = listing.standing.get(case.case_id, case.submitted_at)
    cells = {
        "applicant": Cell(shown.name(case.applicant.name), shown.identifier(case.reference)),
        "service": Cell(terms.summary(service, case, reference), said(service.label)),
        "state": Cell(said(state.label), tone=terms.state_tone(state)),
        "due": Cell(due.text, terms.day_of(case.due_at) if due.text else "", due.tone),
        "holder": _with_whom(case, listing),
        "waiting": Cell("")
        if case.closed_at is not None
        else Cell(terms.since(standing, now), terms.day_of(standing)),
        "submitted": Cell(terms.day_of(case.submitted_at), _clock(case.submitted_at)),
        "identity": Cell(shown.identifier(masked(case.applicant.identity))),
        "mobile": Cell(shown.phone(case.applicant.mobile)),
        "department": Cell(terms.department(case.department, reference)),
        "via": Cell(came_by(case.submitted_via)),
    }
    late = due.tone is Tone.DANGER
    ordered = tuple(cells[column.key] for column in queue_columns())
    return Row(case.reference, ordered, Tone.DANGER if late else None)


def _with_whom(case: Case, listing: Listing) -> Cell:
    """Who has it: a colleague and since when, else whoever it waits for."""
    if case.closed_at is not None:
        return Cell("")
    holder = terms.name_of(case.assignee, listing.present.names)
    held = listing.held.get(case.case_id)
    if holder and case.waits_on is WaitsOn.STAFF:
        return Cell(holder, terms.since(held, listing.present.office.now) if held else "")
    whom = {
        WaitsOn.STAFF: tr_("Diwan", "Nobody yet"),
        WaitsOn.APPLICANT: tr_("Diwan", "The applicant"),
        WaitsOn.CLOCK: tr_("Diwan", "Until its date"),
    }
    return Cell(whom.get(case.waits_on, ""), holder, tone=Tone.NEUTRAL)


def came_by(via: str) -> str:
    """By which way an application came."""
    ways = {"portal": tr_("Diwan", "Portal"), "counter": tr_("Diwan", "Counter")}
    return ways.get(via, via)


def _clock(at: datetime) -> str:
    return shown.digits(f"{amman(at):%H:%M}")
