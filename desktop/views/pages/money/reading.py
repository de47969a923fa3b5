"""What the money pages read, and the counts of the sidebar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.models.records.case import PaymentNotice, Refund
from desktop.models.records.people import SENIOR_MANAGEMENT
from desktop.usecases.money import MoneyBoard, money_counts
from desktop.views import shown
from desktop.views.casework.terms import day_of, name_of, notice_term, refund_reason, refund_term
from desktop.views.desk import Session
from desktop.views.i18n import tr_
from desktop.views.live_counts import counted
from desktop.views.tables.rows import Cell, CellKind, Column, Row

WATCHED = frozenset({"case", "refund", "payment"})


def handles_money(session: Session) -> bool:
    """Whether the account works on applications, and so on their money."""
    return "clerk" in session.abilities


def approves(session: Session) -> bool:
    """Whether the account approves refunds: a supervisor with senior management's authority (COM-16)."""
    return {"supervisor", SENIOR_MANAGEMENT} <= session.abilities


@counted(WATCHED, handles_money)
def count_money(services: Any) -> Mapping[str, int]:
    """Refunds in hand, payments to settle, approvals waiting."""
    refunds, proposed, notices = money_counts(services)
    return {"money/refunds": refunds, "money/payments": notices, "approvals": proposed}


def refund_columns() -> tuple[Column, ...]:
    """The columns of a list of refunds."""
    return (
        Column("applicant", tr_("Diwan", "Applicant"), width=160, stretch=True, strong=True),
        Column("reason", tr_("Diwan", "Reason"), width=130),
        Column("paid", tr_("Diwan", "Paid in"), CellKind.NUMBER, width=88),
        Column("kept", tr_("Diwan", "Kept"), CellKind.NUMBER, width=92),
        Column("amount", tr_("Diwan", "To return"), CellKind.NUMBER, width=92, strong=True),
        Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=188),
    )


def refund_row(board: MoneyBoard, refund: Refund) -> Row:
    """One refund with its computation."""
    term = refund_term(refund.state)
    percent = shown.identifier(shown.digits(f"{refund.percent_kept.normalize():f}%"))
    return Row(
        str(refund.refund_id),
        (
            Cell(shown.name(board.applicants.get(refund.case_id, "")), shown.identifier(refund.reference)),
            Cell(shown.name(refund_reason(refund)), _proposer(board, refund)),
            Cell(shown.money(refund.paid)),
            Cell(shown.money(refund.kept), percent if refund.kept else ""),
            Cell(shown.money(refund.amount)),
            Cell(term.text, tone=term.tone),
        ),
    )


def notice_columns() -> tuple[Column, ...]:
    """The columns of the payments to settle."""
    return (
        Column("applicant", tr_("Diwan", "Applicant"), width=180, stretch=True, strong=True),
        Column("number", tr_("Diwan", "E-payment number"), width=130),
        Column("paid_on", tr_("Diwan", "Paid on"), width=110),
        Column("asked", tr_("Diwan", "Asked for"), CellKind.NUMBER, width=90),
        Column("amount", tr_("Diwan", "Paid in"), CellKind.NUMBER, width=90, strong=True),
        Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=130),
    )


def notice_row(board: MoneyBoard, notice: PaymentNotice) -> Row:
    """One payment that waits for somebody to settle it."""
    term = notice_term(notice.state)
    known = notice.case_id is not None
    name = shown.name(board.applicants.get(notice.case_id or 0, "")) if known else unknown_payer()
    asked = board.asked.get(notice.request_id or 0)
    return Row(
        str(notice.notice_id),
        (
            Cell(name, shown.identifier(notice.reference) if known else ""),
            Cell(shown.identifier(notice.number)),
            Cell(day_of(notice.paid_at)),
            Cell(shown.money(asked) if asked is not None else ""),
            Cell(shown.money(notice.amount)),
            Cell(term.text, tone=term.tone),
        ),
    )


def unknown_payer() -> str:
    """What stands for the applicant where the number of the payment is nobody's."""
    return tr_("Diwan", "No application has this number")


def _proposer(board: MoneyBoard, refund: Refund) -> str:
    if not refund.proposed_by:
        return ""
    return tr_("Diwan", "proposed by {name}").format(
        name=shown.name(name_of(refund.proposed_by, board.staff))
    )
