"""Who may do an action on a case: jobs, authorities, nobody both maker and checker (COM-10, COM-15, COM-16).

The engine asks so that it offers nothing that would be refused; the embedded database's judge asks again.
"""

from __future__ import annotations

from desktop.base.errors import Refusal
from desktop.models import refusals
from desktop.models.records.case import CaseFile
from desktop.models.records.people import Actor, Job
from desktop.workflows.definition import Action


def entitled(action: Action, file: CaseFile, actor: Actor) -> str:
    """On whose behalf the actor may do ``action`` (empty: their own); raises ``Refusal`` otherwise.

    Nobody may by default. A delegate and whom they cover count as one person.
    """
    case = file.case
    departments = [case.department]
    if action.shared:
        departments += [d for d in (case.owner_department, case.host_department) if d]
    wanted = frozenset(action.by)
    department = next((d for d in departments if actor.jobs_in(d) & wanted), None)
    if department is None:
        raise refusals.not_allowed(action.key)
    if action.authority and action.authority not in actor.authorities:
        raise refusals.no_authority()
    worker = Job.WORKER in actor.jobs_in(department)
    on_behalf_of = "" if worker else actor.acting_for(department, wanted) or ""
    people = as_one(actor, on_behalf_of)
    for event in file.events:
        if event.action in action.not_by_actor_of and people & {event.actor, event.on_behalf_of}:
            raise refusals.four_eyes()
    return on_behalf_of


def may_act(action: Action, file: CaseFile, actor: Actor) -> bool:
    """Whether ``entitled`` refuses nothing."""
    try:
        entitled(action, file, actor)
    except Refusal:
        return False
    return True


def as_one(actor: Actor, on_behalf_of: str) -> frozenset[str]:
    """The accounts that count as the one who acts."""
    return frozenset({actor.login, on_behalf_of} - {""})
