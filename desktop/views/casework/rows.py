"""Cases as the rows of a queue, made on a worker thread."""

from __future__ import annotations

from datetime import datetime

from desktop.base.clock import amman
from desktop.models.records.case import Case
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
        Column("applicant", tr_("Diwan", "Applicant"), width=148, stretch=True, strong=True),
        Column("service", tr_("Diwan", "Service"), width=136),
        Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=176, hidden=one_state),
        Column("due", tr_("Diwan", "Due"), width=98),
        Column("waiting", tr_("Diwan", "Waiting"), width=98),
        Column("holder", tr_("Diwan", "With"), CellKind.PERSON, width=112),
        Column("submitted", tr_("Diwan", "Submitted"), width=104, hidden=True),
        Column("identity", tr_("Diwan", "Identity number"), width=120, hidden=True),
        Column("mobile", tr_("Diwan", "Telephone"), width=140, hidden=True),
        Column("department", tr_("Diwan", "Department"), width=150, hidden=True),
        Column("via", tr_("Diwan", "Came by"), width=96, hidden=True),
    )


def rows_of(listing: Listing, registry: Registry) -> tuple[Row, ...]:
    """A row for each case of ``listing``, in its order."""
    return tuple(_row(case, listing, registry) for case in listing.cases)


def _row(case: Case, listing: Listing, registry: Registry) -> Row:
    now, reference = listing.present.office.now, listing.present.office.reference
    service = registry[case.service]
    state = service.state(case.state)
    due = terms.due_term(case, now)
    holder = terms.name_of(case.assignee, listing.present.names)
    held = listing.held.get(case.case_id)
    cells = {
        "applicant": Cell(shown.name(case.applicant.name), shown.identifier(case.reference)),
        "service": Cell(terms.summary(service, case, reference), said(service.label)),
        "state": Cell(said(state.label), tone=terms.state_tone(state)),
        "due": Cell(due.text, terms.day_of(case.due_at) if due.text else "", due.tone),
        "holder": Cell(holder, terms.since(held, now) if held and holder else ""),
        "waiting": Cell(terms.since(case.last_at, now), terms.day_of(case.last_at)),
        "submitted": Cell(terms.day_of(case.submitted_at), _clock(case.submitted_at)),
        "identity": Cell(shown.identifier(case.applicant.identity)),
        "mobile": Cell(shown.phone(case.applicant.mobile)),
        "department": Cell(terms.department(case.department, reference)),
        "via": Cell(came_by(case.submitted_via)),
    }
    late = due.tone is Tone.DANGER
    ordered = tuple(cells[column.key] for column in queue_columns())
    return Row(case.reference, ordered, Tone.DANGER if late else None)


def came_by(via: str) -> str:
    """By which way an application came."""
    ways = {"portal": tr_("Diwan", "Portal"), "counter": tr_("Diwan", "Counter")}
    return ways.get(via, via)


def _clock(at: datetime) -> str:
    return shown.digits(f"{amman(at):%H:%M}")
