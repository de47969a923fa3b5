"""The staff of a simulated municipality: they do what the engine offers them, by chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.models.records.case import (
    UNSETTLED,
    LetterState,
    MessageState,
    RefundState,
    WaitsOn,
)
from desktop.models.records.outside import ApprovalState
from desktop.usecases.cases import OpenCase, act, act_from, open_case_by_id
from desktop.usecases.simulation import forms
from desktop.usecases.simulation.forms import Blank
from desktop.usecases.simulation.town import Town
from desktop.workflows.definition import SAME_STATE, Action, Tone
from desktop.workflows.engine import Offer
from desktop.workflows.facts import case_facts
from desktop.workflows.fields import Source
from desktop.workflows.frame import FRAME_KEYS

_WEIGHTS = {Tone.PRIMARY: 60, Tone.PLAIN: 8, Tone.DANGER: 7}
_STAYS, _SELDOM, _FRAME = 3, 1, 1
_GOOD = 0.9

_CONTRADICTIONS = ("wrong_effects", "wrong_outcome")
_DECISIONS = ("refund_approve", "refund_decline")
_OWN = ("claim", "release", "hand_over", "settle_notice")

_REFUND_STATES = {
    "refund_propose": RefundState.DUE,
    "refund_approve": RefundState.PROPOSED,
    "refund_decline": RefundState.PROPOSED,
    "refund_pay": RefundState.APPROVED,
}


@dataclass
class Desks:
    """The staff at work, and what they were refused although it was offered to them."""

    town: Town
    steps: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    contradictions: list[str] = field(default_factory=list)
    twice_done: list[str] = field(default_factory=list)
    """Steps that a second person could do again (COM-09)."""

    def turn(self, case_id: int, department: str) -> None:
        """Somebody of the department takes the case up and does one thing with it."""
        chance = self.town.chance
        login = chance.choice(self.town.staff[department])
        opened = open_case_by_id(self.town.session(login), case_id)
        found = self._choices(opened)
        if not found:
            return
        (action, inputs), _ = chance.choices(found, [weight for _, weight in found])[0]
        if not self._do(login, opened, action, inputs) or chance.random() > 0.03:
            return
        # A colleague still has the case open as it was.
        other = next(one for one in self.town.staff[department] if one != login)
        try:
            act(self.town.session(other), case_id, action.key, inputs, opened.file.case.version)
        except Refusal:
            return
        self.twice_done.append(f"{opened.file.case.reference} {action.key}")

    def _do(self, login: str, opened: OpenCase, action: Action, inputs: Mapping[str, object]) -> bool:
        case = opened.file.case
        try:
            act_from(self.town.session(login), opened, action.key, inputs)
        except Refusal as refusal:
            self.refused[f"{case.service} {action.key}: {refusal.code}"] += 1
            # Whom a case belongs to is judged where it is written; all else that is offered can be done.
            if refusal.code in _CONTRADICTIONS or (refusal.code == "not_allowed" and action.key not in _OWN):
                self.contradictions.append(f"{case.reference} {action.key}: {refusal.code}")
            return False
        self.steps += 1
        return True

    def _choices(self, opened: OpenCase) -> list[tuple[tuple[Action, dict[str, object]], int]]:
        found = []
        for offer in opened.offers:
            if not offer.enabled:
                continue
            weight = self._weight(opened, offer)
            inputs = self._inputs(opened, offer.action) if weight else None
            if inputs is not None:
                found.append(((offer.action, inputs), weight))
        return found

    def _weight(self, opened: OpenCase, offer: Offer) -> int:
        action, case = offer.action, opened.file.case
        if action.key in _DECISIONS and opened.office.actor.login in {
            one.proposed_by for one in opened.file.refunds if one.state is RefundState.PROPOSED
        }:
            return 0
        if action.key in _ROWS:
            return 200 if action.key not in ("print_letter", "void_letter", "resend") else _SELDOM
        if action.key == "attach":
            return 0
        if action.key in FRAME_KEYS:
            return _FRAME
        if action.portal:
            # Asked for by applicants; a clerk does it for one who stands at the counter.
            return 0 if action.tone is Tone.DANGER else _SELDOM
        if all(outcome.to == SAME_STATE for outcome in action.outcomes):
            done = sum(event.action == action.key for event in opened.file.events)
            return _STAYS if done < 2 else 0
        if opened.service.state(case.state).waits_on is not WaitsOn.STAFF:
            return 2 * _WEIGHTS[action.tone] // 10
        return _WEIGHTS[action.tone]

    def _inputs(self, opened: OpenCase, action: Action) -> dict[str, object] | None:
        """The action's inputs by chance; ``None`` where there is nothing to do it with."""
        chosen: dict[str, object] = {}
        if action.key in _ROWS:
            row = _ROWS[action.key](opened, action.key)
            if row is None:
                return None
            chosen = row
        if action.key == "judge":
            good = self.town.chance.random() < _GOOD
            return {**chosen, "verdict": "accepted"} if good else self._rejected(opened, action, chosen)
        asked = [one.body for one in opened.file.approvals if one.state is ApprovalState.ASKED]
        for one in action.inputs:
            if one.source is Source.OUTSIDE_BODIES:
                if not asked:
                    return None
                chosen = {**chosen, one.key: self.town.chance.choice(asked)}
        if action.key == "hand_over":
            mates = self.town.staff[opened.file.case.department]
            chosen = {"assignee": self.town.chance.choice(mates)}
        facts = case_facts(opened.service, opened.file, opened.reference, self.town.now)
        blank = Blank(
            opened.reference, amman_date(self.town.now), {**facts, **chosen}, opened.file.case.payload
        )
        rest = tuple(one for one in action.inputs if one.key not in chosen)
        filled = forms.fill(rest, blank, self.town.chance)
        return None if filled is None else {**filled, **chosen}

    def _rejected(
        self, opened: OpenCase, action: Action, chosen: Mapping[str, object]
    ) -> dict[str, object] | None:
        given = {**chosen, "verdict": "rejected"}
        blank = Blank(opened.reference, amman_date(self.town.now), given, {})
        rest = tuple(one for one in action.inputs if one.key not in given)
        filled = forms.fill(rest, blank, self.town.chance)
        return None if filled is None else {**filled, **given}


Row = Callable[[OpenCase, str], dict[str, object] | None]


def _attachment(opened: OpenCase, _key: str) -> dict[str, object] | None:
    waiting = [one for one in opened.file.current_attachments if one.verdict is None]
    return {"attachment_id": waiting[0].attachment_id} if waiting else None


def _refund(opened: OpenCase, key: str) -> dict[str, object] | None:
    waiting = [one for one in opened.file.refunds if one.state is _REFUND_STATES[key]]
    return {"refund_id": waiting[0].refund_id} if waiting else None


def _notice(opened: OpenCase, _key: str) -> dict[str, object] | None:
    waiting = [one for one in opened.file.notices if one.state in UNSETTLED]
    return {"notice_id": waiting[0].notice_id} if waiting else None


def _letter(opened: OpenCase, _key: str) -> dict[str, object] | None:
    ready = [one for one in opened.file.letters if one.state is LetterState.ISSUED and one.sealed]
    return {"letter_id": ready[0].letter_id} if ready else None


def _message(opened: OpenCase, _key: str) -> dict[str, object] | None:
    sent = [one for one in opened.file.messages if one.state is MessageState.SENT]
    return {"message_id": sent[0].message_id} if sent else None


_ROWS: dict[str, Row] = {
    "judge": _attachment,
    **dict.fromkeys(_REFUND_STATES, _refund),
    "settle_notice": _notice,
    "print_letter": _letter,
    "void_letter": _letter,
    "resend": _message,
}
"""Actions of the frame on one row of a case, and which row."""
