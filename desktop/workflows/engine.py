"""The pure engine: from a definition, the facts of one case and an actor, what an action would do.

It writes nothing. What it decides is a ``StepPlan``; the database checks that plan against the synced
definition and carries it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from desktop.base.clock import NEVER, amman_date
from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.models import refusals
from desktop.models.records.case import CaseFile, RefundState
from desktop.models.records.occasion import OccasionEvent
from desktop.models.records.people import Actor
from desktop.models.records.plan import Effect, EffectKind, OpenPlan, StepPlan
from desktop.models.records.reference import Reference
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.definition import (
    SAME_STATE,
    Action,
    EffectSpec,
    Outcome,
    ServiceDefinition,
    Trigger,
)
from desktop.workflows.entitlement import as_one, entitled, may_act
from desktop.workflows.facts import case_facts, form_facts, with_inputs
from desktop.workflows.outside import file_after
from desktop.workflows.service_clock import due_at, target_due_at
from desktop.workflows.validation import Application, clean_fields
from desktop.workflows.wording import message_params


@dataclass(frozen=True, slots=True)
class Offer:
    """An action as the desk draws it: possible now, or not and why."""

    action: Action
    enabled: bool
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that a decision on one case is taken from."""

    service: ServiceDefinition
    file: CaseFile
    reference: Reference
    actor: Actor
    now: datetime

    @property
    def facts(self) -> dict[str, object]:
        return case_facts(self.service, self.file, self.reference, self.now)

    @property
    def calendar(self) -> WorkingCalendar:
        return WorkingCalendar.of(holiday.day for holiday in self.reference.holidays)


def offers(situation: Situation) -> tuple[Offer, ...]:
    """The actions that the actor sees on the case, in the definition's order (COM-10)."""
    facts = situation.facts
    found = []
    for action in situation.service.actions_in(situation.file.case.state):
        if action.trigger is not Trigger.PERSON or not may_act(action, situation.file, situation.actor):
            continue
        if not action.shown.holds(facts):
            continue
        missing = next((r.text for r in action.requires if not r.condition.holds(facts)), None)
        found.append(Offer(action, missing is None, missing))
    return tuple(found)


def decide(situation: Situation, action_key: str, inputs: Mapping[str, object]) -> StepPlan:
    """The plan of ``action_key``; raises ``Refusal`` with what is wrong, field by field."""
    case = situation.file.case
    service = situation.service
    try:
        action = service.action(action_key)
    except KeyError as unknown:
        raise refusals.not_allowed(action_key) from unknown
    if case.state not in service.sources_of(action):
        raise refusals.not_allowed(action.key)
    on_behalf_of = entitled(action, situation.file, situation.actor)
    facts = situation.facts
    if not action.shown.holds(facts):
        raise refusals.not_allowed(action.key)
    for requirement in action.requires:
        if not requirement.condition.holds(facts):
            raise Refusal.one("requirement", requirement.text.ar, requirement.text.en)
    clean, problems = clean_fields(
        action.inputs,
        inputs,
        facts,
        situation.reference,
        amman_date(situation.now),
        prefix="inputs.",
        stored=case.payload,
    )
    if problems:
        raise Refusal(problems)
    _check_refund(situation, action, clean, on_behalf_of)
    facts = with_inputs(facts, clean)
    outcome = next((o for o in action.outcomes if o.when.holds(facts)), None)
    if outcome is None:
        raise refusals.requirement(action.key)
    return _plan(situation, action, outcome, clean, facts)


def event_plan(situation: Situation, event: OccasionEvent) -> StepPlan | None:
    """What ``event`` of its occasion does to the case; ``None`` where its state has nothing for it."""
    facts = situation.facts
    for action in situation.service.actions_in(situation.file.case.state):
        if action.event is not event:
            continue
        if not all(c.holds(facts) for c in (action.shown, *(r.condition for r in action.requires))):
            return None
        outcome = next((o for o in action.outcomes if o.when.holds(facts)), None)
        return None if outcome is None else _plan(situation, action, outcome, {}, facts)
    return None


def _plan(
    situation: Situation,
    action: Action,
    outcome: Outcome,
    inputs: Mapping[str, object],
    facts: Mapping[str, object],
) -> StepPlan:
    case, service = situation.file.case, situation.service
    to_state = case.state if outcome.to == SAME_STATE else outcome.to
    payload = _changed_payload(outcome, case.payload, inputs)
    effects, file = [], situation.file
    for spec in outcome.effects:
        if spec.when.holds(facts):
            effects.append(_effect(replace(situation, file=file), spec, payload, inputs))
            file = file_after(file, effects[-1], payload, situation.reference, situation.now)
    events, calendar = situation.file.events, situation.calendar
    return StepPlan(
        case_id=case.case_id,
        expected_version=case.version,
        action=action.key,
        from_state=case.state,
        to_state=to_state,
        inputs=inputs,
        note=note_of(inputs),
        target_due_at=target_due_at(service, events, to_state, situation.now, calendar) or case.target_due_at,
        due_at=due_at(service, events, to_state, situation.now, calendar) or NEVER,
        effects=tuple(effects),
        workstation=situation.actor.workstation,
    )


def note_of(inputs: Mapping[str, object]) -> str:
    """What the timeline quotes of an action's inputs; the same as ``app.note_of``."""
    return str(
        inputs.get("reason") or inputs.get("remark") or inputs.get("text") or inputs.get("grounds") or ""
    )


def _effect(
    situation: Situation, spec: EffectSpec, payload: Mapping[str, object], inputs: Mapping[str, object]
) -> Effect:
    def params(key: str) -> dict[str, str]:
        return message_params(situation.service, key, situation.file, payload, inputs, situation.reference)

    if spec.kind is EffectKind.MESSAGE:
        return Effect(spec.kind, spec.key, {"params": params(spec.key)})
    if spec.kind in (EffectKind.PAYMENT, EffectKind.CLAIM):
        message = str(spec.data["message"])
        return Effect(spec.kind, spec.key, {"message": message, "params": params(message)})
    return Effect(spec.kind, spec.key, spec.data)


def _changed_payload(
    outcome: Outcome, payload: Mapping[str, object], inputs: Mapping[str, object]
) -> dict[str, object]:
    changed = dict(payload)
    for spec in outcome.effects:
        if spec.kind is EffectKind.SET_FIELDS:
            changed = with_fields(changed, inputs, spec.data)
    return changed


def with_fields(
    payload: Mapping[str, object], inputs: Mapping[str, object], data: Mapping[str, object]
) -> dict[str, object]:
    """``payload`` after a ``SET_FIELDS`` effect: fields replaced, dates in ``shift`` moved alike."""
    fields, shift = [str(f) for f in _items(data["fields"])], [str(f) for f in _items(data["shift"])]
    changed = {**payload, **{key: inputs[key] for key in fields if key in inputs}}
    if shift:
        moved = date.fromisoformat(str(changed[fields[0]])) - date.fromisoformat(str(payload[fields[0]]))
        for key in shift:
            day = date.fromisoformat(str(payload[key])) + timedelta(days=moved.days)
            changed[key] = day.isoformat()
    return changed


def _items(value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"a list is expected: {value!r}")
    return list(value)


_REFUND_STEPS = {
    EffectKind.REFUND_PROPOSE: RefundState.DUE,
    EffectKind.REFUND_APPROVE: RefundState.PROPOSED,
    EffectKind.REFUND_DECLINE: RefundState.PROPOSED,
    EffectKind.REFUND_PAY: RefundState.APPROVED,
}


def _check_refund(
    situation: Situation, action: Action, inputs: Mapping[str, object], on_behalf_of: str
) -> None:
    """Refuses a refund's step out of turn, or a decision by its proposer (COM-10, COM-15)."""
    kinds = [spec.kind for outcome in action.outcomes for spec in outcome.effects]
    wanted = next((_REFUND_STEPS[kind] for kind in kinds if kind in _REFUND_STEPS), None)
    if wanted is None:
        return
    refund = next((r for r in situation.file.refunds if r.refund_id == inputs.get("refund_id")), None)
    if refund is None:
        raise refusals.invalid("inputs.refund_id")
    if refund.state is not wanted:
        raise refusals.not_allowed(action.key)
    deciders = as_one(situation.actor, on_behalf_of)
    if wanted is RefundState.PROPOSED and deciders & {refund.proposed_by, refund.proposed_for}:
        raise refusals.four_eyes()


def open_plan(
    service: ServiceDefinition,
    application: Application,
    reference: Reference,
    now: datetime,
    *,
    via: str,
    name_search: str,
    workstation: str,
) -> OpenPlan:
    """How a validated application becomes a case (TRN-04 and its like)."""
    kind = application.applicant.kind.value
    facts = form_facts(service, application.payload, kind, reference, amman_date(now))
    calendar = WorkingCalendar.of(holiday.day for holiday in reference.holidays)
    due = target_due_at(service, (), service.start.key, now, calendar) or NEVER
    return OpenPlan(
        service=service.code,
        definition_version=service.version,
        state=service.start.key,
        applicant_kind=application.applicant.kind.value,
        applicant_name=application.applicant.name,
        name_search=name_search,
        identity=application.applicant.identity,
        identity_paper=application.applicant.identity_paper,
        mobile=application.applicant.mobile,
        payload=application.payload,
        via=via,
        target_due_at=due,
        effects=tuple(
            Effect(spec.kind, spec.key, {"params": {}} if spec.kind is EffectKind.MESSAGE else spec.data)
            for spec in service.on_submission
            if spec.when.holds(facts)
        ),
        attachments=application.attachments,
        workstation=workstation,
        submission_key=application.submission_key,
    )
