"""The named facts of one case that conditions are evaluated over.

The database derives the same facts in ``app.case_facts``; a contract test compares the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from desktop.base.clock import amman_date
from desktop.models.records.case import CaseFile, RequestState, Verdict
from desktop.models.records.outside import ApprovalState
from desktop.models.records.reference import Reference
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.occasions import OCCASION_FACTS, occasion_facts
from desktop.workflows.traits import traits

FRAME_FACTS = frozenset(
    {
        "applicant_kind",
        "attachments_judged",
        "attachments_rejected",
        "attachments_accepted",
        "attachments_replaced",
        "fee_due",
        "paid",
        "host_decides",
        "today",
        "attachments_some_accepted",
        "done_before",
        "claims_open",
        "all_paid",
        "outside_open",
        "outside_last",
        "outside_late",
        *OCCASION_FACTS,
    }
)

INPUT = "input:"
"""Before the name of an action's input, where its outcomes and effects depend on what was given."""


def form_facts(
    service: ServiceDefinition,
    payload: Mapping[str, object],
    applicant_kind: str,
    reference: Reference,
    today: date,
) -> dict[str, object]:
    """The facts that a form's own conditions read, before there is a case."""
    told = traits(service.fields, payload, reference)
    return {**payload, **told, "applicant_kind": applicant_kind, "today": today.isoformat()}


def case_facts(
    service: ServiceDefinition, file: CaseFile, reference: Reference, now: datetime
) -> dict[str, object]:
    """Every fact that the conditions of ``service`` may read about ``file`` at ``now``."""
    case = file.case
    facts = form_facts(service, case.payload, case.applicant.kind.value, reference, amman_date(now))
    current = file.current_attachments
    facts["attachments_judged"] = all(a.verdict is not None for a in current)
    facts["attachments_rejected"] = any(a.verdict is Verdict.REJECTED for a in current)
    present = {a.slot for a in current if a.verdict is Verdict.ACCEPTED}
    needed = {slot.key for slot in service.attachments if slot.required.holds(facts)}
    facts["attachments_accepted"] = needed <= present and all(a.verdict is Verdict.ACCEPTED for a in current)
    facts["attachments_replaced"] = not facts["attachments_rejected"]
    facts["attachments_some_accepted"] = bool(present)
    facts["done_before"] = file.done_before
    facts["paid"] = any(r.state is RequestState.SETTLED and not r.claim for r in file.requests)
    facts["claims_open"] = any(r.is_open and r.claim for r in file.requests)
    settled = any(r.state is RequestState.SETTLED for r in file.requests)
    facts["all_paid"] = settled and not any(r.is_open for r in file.requests)
    asked = [a for a in file.approvals if a.state is ApprovalState.ASKED]
    facts["outside_open"], facts["outside_last"] = bool(asked), len(asked) == 1
    facts["outside_late"] = any(a.due_at <= now for a in asked)
    host = reference.departments.get(str(case.payload.get(service.host_field, "")))
    facts["host_decides"] = bool(host and host.decides_hosting)
    facts["fee_due"] = _owes(service, facts, reference)
    facts |= occasion_facts(service, file, reference, amman_date(now))
    for action, times in Counter(event.action for event in file.events).items():
        facts[f"done:{action}"] = times
    return facts


def _owes(service: ServiceDefinition, facts: Mapping[str, object], reference: Reference) -> bool:
    """Whether the service's fee is owed; a course without a fee is free."""
    fee = service.fee
    if fee is None or not fee.when.holds(facts):
        return False
    course = reference.courses.get(str(facts.get(fee.course_field, "")))
    return not fee.course_field or course is None or bool(course.fee_code)


def with_inputs(facts: Mapping[str, object], inputs: Mapping[str, object]) -> dict[str, object]:
    """``facts`` with what was given to the action, which its outcomes may depend on."""
    return {**facts, **{INPUT + key: value for key, value in inputs.items()}}
