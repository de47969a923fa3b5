"""Bodies outside that are late are reminded by themselves (LIC-06)."""

from __future__ import annotations

from functools import partial

from desktop.models.queries.case_files import case_by_id
from desktop.models.queries.outside import late_cases
from desktop.models.records.plan import EffectKind
from desktop.models.work import deadlines
from desktop.usecases.cases import act_in, opened_in
from desktop.usecases.session import Session
from desktop.usecases.worker.faults import apart
from desktop.workflows.definition import Action, ServiceDefinition


def chase_bodies(session: Session) -> int:
    """Does the reminding action of each case with a late approval, once; returns how many were reminded."""
    with session.database.reading() as connection:
        late = late_cases(connection, session.database.now(connection))
    reminding = ((case_id, _reminder(session.registry[service], state)) for case_id, service, state in late)
    return sum(
        apart(f"the approvals of case {case_id}", partial(_chase, session, case_id, action.key))
        for case_id, action in reminding
        if action is not None
    )


def _reminder(service: ServiceDefinition, state: str) -> Action | None:
    """The action that reminds in ``state``."""
    for action in service.actions_in(state):
        effects = [effect.kind for outcome in action.outcomes for effect in outcome.effects]
        if EffectKind.CHASE_OUTSIDE in effects:
            return action
    return None


def _chase(session: Session, case_id: int, action: str) -> int:
    with session.database.writing() as connection:
        if not deadlines.lock_case(connection, case_id):
            return 0
        # Answered meanwhile: the action is no longer offered, and nothing is wrong.
        opened = opened_in(session, connection, case_by_id(connection, case_id))
        if action not in {offer.action.key for offer in opened.offers if offer.enabled}:
            return 0
        act_in(session, connection, opened, action, {})
    return 1
