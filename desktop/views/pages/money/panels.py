"""Beside the lists: a refund with its computation and what may be done, a payment and its settling."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.base.errors import Refusal
from desktop.models.records.case import PaymentNotice, Refund, RefundState
from desktop.usecases.money import MoneyBoard
from desktop.views import shown
from desktop.views.casework.terms import name_of, notice_term, refund_reason, refund_term
from desktop.views.i18n import said, tr_
from desktop.views.pages.money.reading import unknown_payer
from desktop.views.palette import Tone
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, clear, column, holder, label, line, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.marks import Chip
from desktop.views.widgets.states import EmptyState
from desktop.views.widgets.timeline import Happening, Timeline

Do = Callable[[str], None]


class Panel(Card):
    """A card that shows one thing, what is wrong with it, and the buttons of what may be done."""

    def __init__(self, nothing: str, hint: str, icon_name: str) -> None:
        super().__init__()
        self.banner = Banner()
        self.buttons: list[QWidget] = []
        self._empty = EmptyState(icon_name, nothing, hint)
        self._content = column(gap=12)
        self._holder = holder(self._content)
        self.body.addWidget(self.banner)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self._holder, 1)
        self.clear()

    def clear(self) -> None:
        """Shows that nothing is chosen."""
        self.banner.hide()
        clear(self._content)
        self.buttons = []
        self._holder.hide()
        self._empty.show()

    def show_refusal(self, refusal: Refusal) -> None:
        """Says why what was asked is refused."""
        self.banner.say(said(refusal.text), Tone.DANGER)

    def begin(self) -> QVBoxLayout:
        """The empty content, in view."""
        clear(self._content)
        self.buttons = []
        self._empty.hide()
        self._holder.show()
        return self._content

    def finish(self, offered: tuple[tuple[str, str, str, str, bool], ...], do: Do) -> None:
        """Ends the content with a button per (action, words, icon, kind, enabled)."""
        self._content.addStretch(1)
        for action, words, icon_name, kind, enabled in offered:
            made = button(words, partial(do, action), kind=kind, icon_name=icon_name, name=action)
            made.setEnabled(enabled)
            self.buttons.append(made)
            self._content.addWidget(made)


class RefundPanel(Panel):
    """One refund: the sum, how it came about, who did what, and what comes next."""

    def __init__(self) -> None:
        super().__init__(
            tr_("Diwan", "No refund chosen"),
            tr_("Diwan", "Choose one to see how it was computed."),
            "banknote",
        )

    def show_refund(self, board: MoneyBoard, refund: Refund, me: str, may_approve: bool, do: Do) -> None:
        """Shows ``refund``; ``do`` is told the action of a button."""
        content = self.begin()
        term = refund_term(refund.state)
        name = label(shown.name(board.applicants.get(refund.case_id, "")), "heading", selectable=True)
        reference = label(shown.identifier(refund.reference), "caption", selectable=True)
        content.addLayout(column(name, reference, gap=0))
        content.addLayout(row(Chip(term.text, term.tone or Tone.NEUTRAL), None))
        content.addWidget(_Computation(refund))
        happened = Timeline()
        happened.show_happenings(_story(board, refund))
        content.addWidget(happened)
        mine = refund.proposed_by == me
        if refund.state is RefundState.PROPOSED and mine:
            says = tr_("Diwan", "You proposed this refund: somebody else approves it.")
            content.addWidget(label(says, "caption", wrap=True))
        self.finish(_refund_actions(refund.state, may_approve, mine), do)


class NoticePanel(Panel):
    """One payment that does not fit: what was asked for, what came, and how it differs."""

    def __init__(self) -> None:
        super().__init__(
            tr_("Diwan", "No payment chosen"),
            tr_("Diwan", "Choose one to see why it waits."),
            "banknote",
        )

    def show_notice(self, board: MoneyBoard, notice: PaymentNotice, do: Do) -> None:
        """Shows ``notice``; ``do`` is told the action of a button."""
        content = self.begin()
        term = notice_term(notice.state)
        known = notice.case_id is not None
        name = shown.name(board.applicants.get(notice.case_id or 0, "")) if known else unknown_payer()
        content.addWidget(label(name, "heading", wrap=True, selectable=True))
        content.addLayout(row(Chip(term.text, term.tone or Tone.NEUTRAL), None))
        asked = board.asked.get(notice.request_id or 0)
        facts = KeyValues()
        facts.show_facts(
            (
                Fact(tr_("Diwan", "Application"), shown.identifier(notice.reference)),
                Fact(tr_("Diwan", "E-payment number"), shown.identifier(notice.number)),
                Fact(tr_("Diwan", "Asked for"), shown.amount(asked) if asked is not None else ""),
                Fact(tr_("Diwan", "Paid in"), shown.amount(notice.amount)),
                Fact(tr_("Diwan", "Paid on"), shown.moment(notice.paid_at)),
                Fact(tr_("Diwan", "Gateway's number"), shown.identifier(notice.gateway_id)),
            )
        )
        content.addWidget(facts)
        settle = tr_("Diwan", "Settle the payment…")
        opening = (("open", tr_("Diwan", "Open the application"), "folder-open", "", True),) if known else ()
        self.finish((("settle", settle, "check", "primary", True), *opening), do)


class _Computation(QWidget):
    """Paid in, less what is kept, is what is returned; the sum is what the eye finds first."""

    def __init__(self, refund: Refund) -> None:
        super().__init__()
        percent = shown.identifier(shown.digits(f"{refund.percent_kept.normalize():f}%"))
        kept = tr_("Diwan", "kept, {percent}").format(percent=percent)
        minus = shown.identifier(shown.digits(f"− {shown.money_text(refund.kept)}"))
        lines = [
            _line(tr_("Diwan", "paid in"), label(shown.money(refund.paid), selectable=True)),
            _line(kept, label(minus if refund.kept else shown.money(refund.kept), selectable=True)),
        ]
        total = label(shown.amount(refund.amount), "title", selectable=True)
        self.setLayout(column(*lines, line(), _line(tr_("Diwan", "to return"), total), gap=8))


def _line(name: str, value: QLabel) -> QVBoxLayout:
    return column(row(label(name, "key"), None, value))


def _story(board: MoneyBoard, refund: Refund) -> list[Happening]:
    """What happened to the refund, newest first."""
    due = Happening(
        tr_("Diwan", "The refund is due"), shown.moment(refund.opened_at), detail=refund_reason(refund)
    )
    happened = [due]
    if refund.proposed_at is not None:
        who = shown.name(name_of(refund.proposed_by, board.staff))
        when = shown.moment(refund.proposed_at)
        proposed = Happening(tr_("Diwan", "Proposed"), when, who, icon="send", tone=Tone.INFO)
        happened.insert(0, proposed)
    if refund.decided_at is not None:
        declined = refund.state is RefundState.DECLINED
        decided = Happening(
            tr_("Diwan", "Declined") if declined else tr_("Diwan", "Approved"),
            shown.moment(refund.decided_at),
            shown.name(name_of(refund.decided_by, board.staff)),
            refund.decision_note,
            icon="x" if declined else "check",
            tone=Tone.DANGER if declined else Tone.GOOD,
        )
        happened.insert(0, decided)
    return happened


def _refund_actions(
    state: RefundState, may_approve: bool, mine: bool
) -> tuple[tuple[str, str, str, str, bool], ...]:
    opening = ("open", tr_("Diwan", "Open the application"), "folder-open", "", True)
    if state is RefundState.DUE:
        propose = tr_("Diwan", "Propose the refund…")
        return (("refund_propose", propose, "send", "primary", True), opening)
    if state is RefundState.PROPOSED and may_approve:
        return (
            ("refund_approve", tr_("Diwan", "Approve the refund…"), "check", "primary", not mine),
            ("refund_decline", tr_("Diwan", "Decline the refund…"), "x", "refuse", not mine),
            opening,
        )
    if state is RefundState.APPROVED:
        pay = tr_("Diwan", "Record the payout…")
        return (("refund_pay", pay, "banknote", "primary", True), opening)
    return (opening,)
