"""The rows in which a definition is synced to the database, so that it checks every step itself."""

from __future__ import annotations

import hashlib
from functools import cache

from desktop.models.records.plan import canonical_json
from desktop.models.records.rules import SyncedAction, SyncedService, SyncedState
from desktop.workflows.definition import SAME_STATE, Action, EffectSpec, Outcome, ServiceDefinition
from desktop.workflows.form_rules import field_rule, form_rules


@cache
def synced(service: ServiceDefinition) -> SyncedService:
    """``service`` as rows; a definition never changes, so neither do they."""
    states = tuple(
        SyncedState(
            state=state.key,
            is_start=state.start,
            waits_on=state.waits_on.value,
            handler=state.handler.value,
            closing=state.closing.value if state.closing else "",
            uploads=state.uploads,
        )
        for state in service.states
    )
    actions = tuple(
        _action_row(action, source, position, outcome)
        for action in service.actions
        for source in service.sources_of(action)
        for position, outcome in enumerate(action.outcomes)
    )
    fee = service.fee
    row = SyncedService(
        service=service.code,
        version=service.version,
        digest="",
        owner_department=service.department,
        host_field=service.host_field,
        fee=canonical_json(
            fee and {"when": fee.when.as_json(), "code": fee.code, "course_field": fee.course_field}
        ),
        slots=canonical_json([{"key": s.key, "required": s.required.as_json()} for s in service.attachments]),
        refunds=canonical_json(
            {
                r.key: {"percent_kept": r.percent_kept, "setting": r.setting, "reason": r.reason.ar}
                for r in service.refunds
            }
        ),
        deadlines=canonical_json(
            {
                d.key: {
                    "state": d.state,
                    "action": d.action,
                    "unit": d.unit.value,
                    "amount": d.amount,
                    "setting": d.setting,
                    "from_message": d.from_message,
                    "from_field": d.from_field,
                    **({"from_occasion": True} if d.from_occasion else {}),
                }
                for d in service.deadlines
            }
        ),
        subject=canonical_json(list(service.subject)),
        submission=canonical_json([_effect(effect) for effect in service.on_submission]),
        form=canonical_json(form_rules(service)),
        wordings=tuple((m.key, m.wording) for m in service.messages),
        states=states,
        actions=actions,
        occasion=canonical_json(service.occasion and service.occasion.as_json()),
    )
    return row.with_digest(hashlib.sha256(canonical_json(row.as_json()).encode()).hexdigest())


def _action_row(action: Action, source: str, position: int, outcome: Outcome) -> SyncedAction:
    return SyncedAction(
        action=action.key,
        from_state=source,
        position=position,
        to_state=source if outcome.to == SAME_STATE else outcome.to,
        condition=canonical_json(outcome.when.as_json()),
        requires=canonical_json([r.condition.as_json() for r in action.requires] + [action.shown.as_json()]),
        jobs=",".join(sorted(job.value for job in action.by)),
        authority=action.authority,
        not_by_actor_of=",".join(action.not_by_actor_of),
        trigger=action.trigger.value,
        event=action.event.value if action.event else "",
        portal=action.portal,
        shared=action.shared,
        inputs=canonical_json([field_rule(field) for field in action.inputs]),
        effects=canonical_json([_effect(effect) for effect in outcome.effects]),
    )


def _effect(effect: EffectSpec) -> dict[str, object]:
    return {
        "kind": effect.kind.value,
        "key": effect.key,
        "when": effect.when.as_json(),
        "data": dict(effect.data),
    }
