"""What a case waits for outside its own papers: approvals of other bodies, and its place on a round."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QLayout, QWidget

from desktop.base.clock import amman
from desktop.models.records.occasion import PlaceState
from desktop.models.records.outside import ApprovalState, OutsideApproval
from desktop.models.records.plan import EffectKind
from desktop.usecases.casework import CaseView
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.widgets.basics import button, clear, column, label, line, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.marks import Chip

Start = Callable[[str, Mapping[str, object]], None]
"""Begins an action with some of its inputs given."""


class OutsideCard(Card):
    """Each approval: asked, reminded, answered; hidden where the case needs none (LIC-06)."""

    def __init__(self, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(tr_("Diwan", "Outside approvals"), parent)
        self._start = start
        self._rows = column(gap=10)
        self.body.addLayout(self._rows)
        self.hide()

    def show_view(self, view: CaseView) -> None:
        """Shows ``view``."""
        clear(self._rows)
        approvals = view.opened.file.approvals
        self.setVisible(bool(approvals))
        for place, approval in enumerate(approvals):
            if place:
                self._rows.addWidget(line())
            self._rows.addLayout(self._one(approval, view))

    def _one(self, approval: OutsideApproval, view: CaseView) -> QLayout:
        opened = view.opened
        body = opened.reference.bodies.get(approval.body)
        name = shown.name(said(body.name)) if body else shown.identifier(approval.body)
        late = approval.state is ApprovalState.ASKED and approval.due_at <= opened.office.now
        text, tone = _state(approval.state, late=late)
        head = row(label(name, "strong"), Chip(text, tone), None)
        answer = _answering(view)
        if approval.state is ApprovalState.ASKED and answer:
            head.addWidget(
                button(
                    tr_("Diwan", "Record the answer…"),
                    lambda: self._start(answer, {"body": approval.body}),
                    icon_name="check",
                    name=f"answer.{approval.body}",
                )
            )
        return column(head, label(_told(approval, view), "label", wrap=True), gap=4)


class VisitCard(Card):
    """The inspection: when, by whom, where; hidden where the case has no place on a round (LIC-08)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._facts = KeyValues()
        self.body.addWidget(self._facts)
        self.hide()

    def show_view(self, view: CaseView) -> None:
        """Shows ``view``."""
        standing, service = view.opened.file.standing, view.opened.service
        occasion, place = standing.occasion, standing.place
        held = occasion is not None and place is not None and place.state is not PlaceState.RELEASED
        self.setVisible(bool(held and service.occasion and service.occasion.one_each))
        if not held or occasion is None:
            return
        when = shown.moment(occasion.starts_at) if occasion.starts_at else ""
        if occasion.ends_at is not None:
            until = shown.identifier(shown.digits(f"{amman(occasion.ends_at):%H:%M}"))
            when = tr_("Diwan", "{when} until {until}").format(when=when, until=until)
        self._facts.show_facts(
            Fact(name, value)
            for name, value in (
                (tr_("Diwan", "Inspection"), when),
                (tr_("Diwan", "Inspector"), shown.name(occasion.person)),
                (tr_("Diwan", "District"), shown.name(occasion.district)),
            )
            if value
        )


def _state(state: ApprovalState, *, late: bool) -> tuple[str, Tone]:
    if late:
        return tr_("Diwan", "Late"), Tone.DANGER
    return {
        ApprovalState.ASKED: (tr_("Diwan", "Asked"), Tone.WARNING),
        ApprovalState.GRANTED: (tr_("Diwan", "Approved it"), Tone.GOOD),
        ApprovalState.REFUSED: (tr_("Diwan", "Refused it"), Tone.DANGER),
        ApprovalState.CLOSED: (tr_("Diwan", "No longer needed"), Tone.NEUTRAL),
    }[state]


def _told(approval: OutsideApproval, view: CaseView) -> str:
    lines = [
        tr_("Diwan", "Asked {asked}, answer expected by {due}").format(
            asked=terms.day_of(approval.asked_at), due=terms.day_of(approval.due_at)
        )
    ]
    if approval.chases and approval.chased_at is not None:
        lines.append(
            tr_("Diwan", "Reminded %n time(s), last {day}", None, approval.chases).format(
                day=terms.day_of(approval.chased_at)
            )
        )
    if approval.answered_at is not None:
        who = shown.name(terms.name_of(approval.answered_by, view.names))
        told = tr_("Diwan", "Answered {day}, recorded by {name}").format(
            day=terms.day_of(approval.answered_at), name=who
        )
        more = [shown.name(text) for text in (approval.answer_reference, approval.grounds) if text]
        lines.append(" · ".join([told, *more]))
    return "\n".join(lines)


def _answering(view: CaseView) -> str:
    """The key of the action that records an answer, where the account may do it now."""
    for offer in view.opened.offers:
        effects = [effect.kind for outcome in offer.action.outcomes for effect in outcome.effects]
        if offer.enabled and EffectKind.ANSWER_OUTSIDE in effects:
            return offer.action.key
    return ""
