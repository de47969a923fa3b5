"""The rules' side of an embedded database: judges a plan as the central database's functions do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from desktop.base.clock import NEVER, amman_date
from desktop.models import refusals
from desktop.models.keeper import (
    NAME_HERE,
    REFERENCE_HERE,
    Allowed,
    Ready,
    ReadyMessage,
)
from desktop.models.records.case import (
    CaseFile,
    DeadlineState,
)
from desktop.models.records.occasion import OccasionEvent
from desktop.models.records.people import Actor, Job
from desktop.models.records.plan import Effect, EffectKind, OpenPlan, StepPlan, canonical_json
from desktop.models.records.reference import Reference
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.definition import (
    SAME_STATE,
    Handler,
    OccasionDef,
    Outcome,
    ServiceDefinition,
    State,
    Trigger,
)
from desktop.workflows.engine import Situation, event_plan, note_of, with_fields
from desktop.workflows.entitlement import entitled
from desktop.workflows.facts import case_facts, form_facts, with_inputs
from desktop.workflows.form_rules import require_application, require_inputs
from desktop.workflows.registry import Registry
from desktop.workflows.row_maker import (
    RowMaker,
    calendar_of,
    deadline_row,
    filled,
    payment_row,
    place_row,
    rule_due_at,
)
from desktop.workflows.service_clock import due_at, target_due_at
from desktop.workflows.wording import message_params, wording_of


class DefinitionKeeper:
    """Judges plans by the loaded definitions."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def check_step(
        self, file: CaseFile, reference: Reference, actor: Actor, now: datetime, plan: StepPlan
    ) -> Allowed:
        """What ``plan`` may write; refuses in the order in which the central database does."""
        case = file.case
        service = self._registry[case.service]
        action = next((a for a in service.actions if a.key == plan.action), None)
        # Documents arrive by check_attach, with their contents.
        if action is None or action.key == "attach" or case.state not in service.sources_of(action):
            raise refusals.not_allowed(plan.action)
        # What an occasion's event does, whoever caused it does; nobody can do it by hand.
        happening = action.event is not None and action.event.value == file.standing.happening
        on_behalf_of = "" if happening else entitled(action, file, actor)
        facts = case_facts(service, file, reference, now)
        if not all(c.holds(facts) for c in (*(r.condition for r in action.requires), action.shown)):
            raise refusals.requirement(plan.action)
        unpaid = action.trigger is Trigger.PAYMENT and not facts["all_paid"]
        by_hand = action.trigger is Trigger.OCCASION and not happening
        if by_hand or unpaid or (action.trigger is Trigger.DEADLINE and not _due(file, action.key, now)):
            raise refusals.requirement(plan.action)
        facts = with_inputs(facts, plan.inputs)
        outcome = next((o for o in action.outcomes if o.when.holds(facts)), None)
        to_state = outcome and (case.state if outcome.to == SAME_STATE else outcome.to)
        if outcome is None or (plan.from_state, plan.to_state) != (case.state, to_state):
            raise refusals.wrong_outcome(plan.action)
        specs = [spec for spec in outcome.effects if spec.when.holds(facts)]
        if [(s.kind, s.key) for s in specs] != [(e.kind, e.key) for e in plan.effects]:
            raise refusals.wrong_effects(plan.action)
        require_inputs(action, plan.inputs, facts, reference, amman_date(now), case.payload)
        state = service.state(plan.to_state)
        calendar = calendar_of(reference)
        payload = _payload_after(outcome, file, plan)
        maker = RowMaker(service, file, reference, actor, now, plan, payload, on_behalf_of)
        return Allowed(
            waits_on=state.waits_on,
            department=_department(service, state, payload),
            host=case.host_department,
            closing=state.closing.value if state.closing else "",
            by_deadline=action.trigger is Trigger.DEADLINE,
            on_behalf_of=on_behalf_of,
            note=note_of(plan.inputs),
            payload=canonical_json(payload),
            target_due_at=target_due_at(service, file.events, state.key, now, calendar) or case.target_due_at,
            due_at=due_at(service, file.events, state.key, now, calendar) or NEVER,
            effects=tuple(r for spec in specs for r in maker.make(Effect(spec.kind, spec.key, spec.data))),
        )

    def check_open(self, plan: OpenPlan, reference: Reference, actor: Actor, now: datetime) -> Allowed:
        """What opening the case may write (COM-01)."""
        service = self._registry.named(plan.service)
        jobs = actor.jobs_in(service.department)
        if not (Job.WORKER in jobs or (plan.via == "counter" and Job.CLERK in jobs)):
            raise refusals.not_allowed("submit")
        if plan.definition_version != service.version or plan.state != service.start.key:
            raise refusals.wrong_outcome("submit")
        require_application(service, plan, reference, amman_date(now))
        facts = form_facts(service, plan.payload, plan.applicant_kind, reference, amman_date(now))
        specs = [spec for spec in service.on_submission if spec.when.holds(facts)]
        if [(s.kind, s.key) for s in specs] != [(e.kind, e.key) for e in plan.effects]:
            raise refusals.wrong_effects("submit")
        effects: tuple[Ready, ...] = tuple(
            _submission_row(service, Effect(spec.kind, spec.key, spec.data), plan, reference, now)
            for spec in specs
        )
        start, calendar = service.start.key, calendar_of(reference)
        return Allowed(
            waits_on=service.start.waits_on,
            department=_department(service, service.start, plan.payload),
            host=str(plan.payload.get(service.host_field, "")),
            closing="",
            by_deadline=False,
            on_behalf_of="" if Job.WORKER in jobs else (actor.acting_for(service.department, _CLERK) or ""),
            note="",
            payload=canonical_json(plan.payload),
            target_due_at=target_due_at(service, (), start, now, calendar),
            due_at=due_at(service, (), start, now, calendar) or NEVER,
            subject=subject_of(service, plan.payload),
            effects=effects,
        )

    def event_plan(
        self, file: CaseFile, reference: Reference, actor: Actor, now: datetime
    ) -> StepPlan | None:
        """What ``file.standing.happening`` does to the case, ``None`` for nothing."""
        service = self._registry[file.case.service]
        return event_plan(
            Situation(service, file, reference, actor, now), OccasionEvent(file.standing.happening)
        )

    def rule_due_at(self, rule: str, anchor: datetime) -> datetime:
        """When a dated deadline stored as ``rule`` passes; holidays do not move an agreed day."""
        return rule_due_at(rule, anchor, WorkingCalendar())

    def occasion_rules(self, kind: str) -> tuple[str, OccasionDef] | None:
        """The department and the definition of occasions of ``kind``; ``None`` where nothing schedules it."""
        for service in self._registry.values():
            if service.occasion is not None and service.occasion.kind == kind:
                return service.department, service.occasion
        return None

    def check_take_back(self, file: CaseFile, actor: Actor, attachment_id: int) -> str:
        """Refuses unless it is the actor's own verdict, of this round, on the present version."""
        service = self._registry[file.case.service]
        action = service.action("judge")
        if file.case.state not in service.sources_of(action):
            raise refusals.not_allowed("take_back")
        on_behalf_of = entitled(action, file, actor)
        judged = file.attachment(attachment_id)
        if (
            judged is None
            or not judged.current
            or judged.verdict is None
            or judged.judged_by != actor.login
            or judged.verdict_round != file.case.review_round
            or _moved_since_judged(file, attachment_id)
        ):
            raise refusals.not_allowed("take_back")
        return on_behalf_of

    def check_attach(self, file: CaseFile, actor: Actor) -> str:
        """Refuses where the case's state takes no documents or the actor may not add them."""
        service = self._registry[file.case.service]
        if not service.attachments:
            raise refusals.not_allowed("attach")
        on_behalf_of = entitled(service.action("attach"), file, actor)
        if not service.state(file.case.state).uploads:
            raise refusals.not_allowed("attach")
        return on_behalf_of


_CLERK = frozenset({Job.CLERK})


def _moved_since_judged(file: CaseFile, attachment_id: int) -> bool:
    """Whether the case has moved since the document was judged: whatever moved it has told the applicant."""
    judged = [
        one.number
        for one in file.events
        if one.action == "judge" and str(json.loads(one.data).get("attachment_id")) == str(attachment_id)
    ]
    return any(one.from_state != one.to_state and one.number > max(judged) for one in file.events)


def _submission_row(
    service: ServiceDefinition, effect: Effect, plan: OpenPlan, reference: Reference, now: datetime
) -> Ready:
    """What an effect of the submission becomes, before the case has its reference."""
    if effect.kind is EffectKind.MESSAGE:
        return _submission_message(service, effect.key, plan, reference)
    if effect.kind is EffectKind.DEADLINE:
        return deadline_row(service, effect.key, None, plan.payload, reference, now)
    if effect.kind is EffectKind.PAYMENT:
        params = message_params(service, str(effect.data["message"]), None, plan.payload, {}, reference)
        return payment_row(service, effect, plan.payload, reference, amman_date(now), params)
    return place_row(service, effect.kind, plan.payload)


def _submission_message(
    service: ServiceDefinition, key: str, plan: OpenPlan, reference: Reference
) -> ReadyMessage:
    values = {
        **message_params(service, key, None, plan.payload, {}, reference),
        "reference": REFERENCE_HERE,
        "applicant_name": NAME_HERE,
    }
    return ReadyMessage(key, filled(wording_of(service, key, reference), values))


def _due(file: CaseFile, action: str, now: datetime) -> bool:
    return any(
        d.action == action and d.state is DeadlineState.RUNNING and d.due_at is not None and d.due_at <= now
        for d in file.deadlines
    )


def subject_of(service: ServiceDefinition, payload: Mapping[str, object]) -> str:
    """What only one case of the service may be completed for; empty where there is no such limit."""
    return "/".join(str(payload.get(field, "")) for field in service.subject)


def _department(service: ServiceDefinition, state: State, payload: Mapping[str, object]) -> str:
    return str(payload[service.host_field]) if state.handler is Handler.HOST else service.department


def _payload_after(outcome: Outcome, file: CaseFile, plan: StepPlan) -> dict[str, object]:
    payload = dict(file.case.payload)
    for spec in outcome.effects:
        if spec.kind is EffectKind.SET_FIELDS:
            payload = with_fields(payload, plan.inputs, spec.data)
    return payload
