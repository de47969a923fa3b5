"""The named facts of one case that conditions are evaluated over.

The database derives the same facts in ``app.case_facts``; a contract test compares the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from desktop.base.clock import amman_date
from desktop.models.records.case import CaseFile, RequestState, Verdict
from desktop.models.records.reference import Reference
from desktop.workflows.definition import ServiceDefinition

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
    }
)

INPUT = "input:"
"""Before the name of an action's input, where its outcomes and effects depend on what was given."""


def form_facts(payload: Mapping[str, object], applicant_kind: str) -> dict[str, object]:
    """The facts that a form's own conditions read, before there is a case."""
    return {**payload, "applicant_kind": applicant_kind}


def case_facts(
    service: ServiceDefinition, file: CaseFile, reference: Reference, now: datetime
) -> dict[str, object]:
    """Every fact that the conditions of ``service`` may read about ``file`` at ``now``."""
    case = file.case
    facts = form_facts(case.payload, case.applicant.kind.value)
    facts["today"] = amman_date(now).isoformat()
    current = file.current_attachments
    facts["attachments_judged"] = all(a.verdict is not None for a in current)
    facts["attachments_rejected"] = any(a.verdict is Verdict.REJECTED for a in current)
    present = {a.slot for a in current if a.verdict is Verdict.ACCEPTED}
    needed = {slot.key for slot in service.attachments if slot.required.holds(facts)}
    facts["attachments_accepted"] = needed <= present and all(a.verdict is Verdict.ACCEPTED for a in current)
    facts["attachments_replaced"] = not facts["attachments_rejected"]
    facts["attachments_some_accepted"] = bool(present)
    facts["done_before"] = file.done_before
    facts["paid"] = any(r.state is RequestState.SETTLED for r in file.requests)
    host = reference.departments.get(str(case.payload.get(service.host_field, "")))
    facts["host_decides"] = bool(host and host.decides_hosting)
    facts["fee_due"] = bool(service.fee and service.fee.when.holds(facts))
    for action, times in Counter(event.action for event in file.events).items():
        facts[f"done:{action}"] = times
    return facts


def with_inputs(facts: Mapping[str, object], inputs: Mapping[str, object]) -> dict[str, object]:
    """``facts`` with what was given to the action, which its outcomes may depend on."""
    return {**facts, **{INPUT + key: value for key, value in inputs.items()}}
