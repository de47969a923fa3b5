"""What is to be paid, what was paid, and what goes back, with the computation of each refund (COM-08)."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.records.case import UNSETTLED, PaymentNotice, PaymentRequest, Refund, RefundState
from desktop.usecases.casework import CaseView
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.casework.deeds import Deeds
from desktop.views.casework.tabs import READING_WIDTH, scrolled
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.widgets.basics import button, clear, column, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.marks import Chip
from desktop.views.widgets.states import EmptyState
from desktop.workflows.definition import Tone as Weight

_STEPS = {
    RefundState.DUE: ("refund_propose",),
    RefundState.PROPOSED: ("refund_approve", "refund_decline"),
    RefundState.APPROVED: ("refund_pay",),
}


class MoneyTab(QWidget):
    """Requests, payments and refunds, each with what may be done about it."""

    def __init__(self, deeds: Deeds, login: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self._login = login
        self._cards = column(gap=12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(self._cards, READING_WIDTH))

    def show_view(self, view: CaseView) -> None:
        """Shows ``view``."""
        clear(self._cards)
        file = view.opened.file
        for refund in file.refunds:
            self._cards.addWidget(self._refund(refund, view))
        for request in file.requests:
            self._cards.addWidget(_request(request, view))
        for notice in file.notices:
            self._cards.addWidget(self._notice(notice, view))
        if not (file.refunds or file.requests or file.notices):
            self._cards.addWidget(
                EmptyState(
                    "banknote",
                    tr_("Diwan", "No money here"),
                    tr_("Diwan", "A payment request appears here when a step asks for a fee."),
                )
            )
        self._cards.addStretch(1)

    def _refund(self, refund: Refund, view: CaseView) -> Card:
        state = terms.refund_term(refund.state)
        card = Card(tr_("Diwan", "Refund"))
        card.head.addWidget(Chip(state.text, state.tone or Tone.NEUTRAL))
        computed = KeyValues()
        computed.show_facts(refund_facts(refund, terms.refund_reason(refund)))
        card.body.addWidget(computed)
        for who, at, says, note in (
            (
                refund.proposed_by,
                refund.proposed_at,
                tr_("Diwan", "Proposed by {name}, {when}"),
                refund.proposed_for,
            ),
            (
                refund.decided_by,
                refund.decided_at,
                tr_("Diwan", "Decided by {name}, {when}"),
                refund.decision_note,
            ),
            (
                refund.paid_by,
                refund.paid_at,
                tr_("Diwan", "Paid out by {name}, {when}"),
                refund.payout_reference,
            ),
        ):
            if who and at:
                told = says.format(name=shown.name(terms.name_of(who, view.names)), when=shown.moment(at))
                line = f"{told}: {shown.name(note)}" if note else told
                card.body.addWidget(label(line, "label", wrap=True, selectable=True))
        self._add_steps(card, refund)
        return card

    def _add_steps(self, card: Card, refund: Refund) -> None:
        line = row(gap=8)
        own = refund.state is RefundState.PROPOSED and refund.proposed_by == self._login
        for key in _STEPS.get(refund.state, ()):
            offer = self._deeds.offer(key)
            if offer is None or own:
                continue
            grave = key == "refund_decline" or offer.action.tone is Weight.DANGER
            line.addWidget(
                button(
                    said(offer.action.label),
                    partial(self._deeds.start, key, {"refund_id": refund.refund_id}),
                    kind="refuse" if grave else "primary",
                    icon_name="x" if grave else "check",
                    name=f"{key}.{refund.refund_id}",
                )
            )
        if own:
            says = tr_("Diwan", "You proposed it; another person with the authority approves it.")
            card.body.addWidget(label(says, "caption", wrap=True))
        elif refund.state is RefundState.PROPOSED and not line.count():
            says = tr_("Diwan", "It waits for a supervisor with senior management's authority.")
            card.body.addWidget(label(says, "caption", wrap=True))
        line.addStretch(1)
        card.body.addLayout(line)

    def _notice(self, notice: PaymentNotice, view: CaseView) -> Card:
        state = terms.notice_term(notice.state)
        card = Card(tr_("Diwan", "Payment"))
        card.head.addWidget(Chip(state.text, state.tone or Tone.NEUTRAL))
        facts = [
            Fact(tr_("Diwan", "Amount"), shown.amount(notice.amount)),
            Fact(tr_("Diwan", "Payment number"), shown.identifier(notice.number)),
            Fact(tr_("Diwan", "Paid at"), shown.moment(notice.paid_at)),
            Fact(tr_("Diwan", "Gateway's number"), shown.identifier(notice.gateway_id)),
        ]
        if notice.resolution:
            who = shown.name(terms.name_of(notice.resolved_by, view.names))
            facts.append(Fact(tr_("Diwan", "Settled by a clerk"), f"{who}: {shown.name(notice.resolution)}"))
        told = KeyValues(2)
        told.show_facts(facts)
        card.body.addWidget(told)
        offer = self._deeds.offer("settle_notice")
        if notice.state in UNSETTLED and offer is not None:
            settle = button(
                said(offer.action.label),
                lambda: self._deeds.start("settle_notice", {"notice_id": notice.notice_id}),
                kind="primary",
                icon_name="check",
                name=f"settle_notice.{notice.notice_id}",
            )
            card.body.addLayout(row(settle, None))
        return card


def refund_facts(refund: Refund, reason: str) -> list[Fact]:
    """How the amount of a refund came about, line by line."""
    kept = f"{refund.percent_kept.normalize():f}%"
    return [
        Fact(tr_("Diwan", "Reason"), reason),
        Fact(tr_("Diwan", "Paid"), shown.amount(refund.paid)),
        Fact(
            tr_("Diwan", "Kept ({percent})").format(percent=shown.identifier(shown.digits(kept))),
            shown.amount(refund.kept),
        ),
        Fact(tr_("Diwan", "Goes back"), shown.amount(refund.amount)),
    ]


def _request(request: PaymentRequest, view: CaseView) -> Card:
    state = terms.request_term(request.state)
    card = Card(tr_("Diwan", "Payment request"))
    card.head.addWidget(Chip(state.text, state.tone or Tone.NEUTRAL))
    windows = {one.key: one for one in view.opened.file.deadlines}
    facts = [
        *(
            (
                Fact(
                    tr_("Diwan", "Older claim"),
                    f"{shown.name(request.claim_about)} {shown.identifier(request.claim)}",
                ),
            )
            if request.claim
            else ()
        ),
        Fact(tr_("Diwan", "Amount"), shown.amount(request.amount)),
        Fact(tr_("Diwan", "Payment number"), shown.identifier(request.number)),
        Fact(tr_("Diwan", "Asked for"), shown.moment(request.requested_at)),
    ]
    if request.settled_at is not None:
        facts.append(Fact(tr_("Diwan", "Paid"), shown.moment(request.settled_at)))
    elif "payment" in windows and windows["payment"].due_at is not None:
        facts.append(Fact(tr_("Diwan", "To be paid by"), terms.day_of(windows["payment"].due_at)))
    told = KeyValues(2)
    told.show_facts(facts)
    card.body.addWidget(told)
    return card
