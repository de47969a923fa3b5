"""What the forms of a service ask for: as data for the database, and as a judgement of a finished plan.

The desk and the intake clean what was typed (``validation.py``). Here nothing is cleaned: what a plan carries
must already be what cleaning would leave, or it is refused, whoever made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from desktop.models import refusals
from desktop.models.records.people import ApplicantKind
from desktop.models.records.plan import OpenPlan
from desktop.models.records.reference import Reference
from desktop.workflows.definition import Action, ServiceDefinition
from desktop.workflows.facts import form_facts
from desktop.workflows.fields import Field
from desktop.workflows.validation import clean_fields, identity_keys, read_applicant


def form_rules(service: ServiceDefinition) -> dict[str, object]:
    """What ``app.require_fields``, ``app.message_values`` and ``app.target_due_at`` read of ``service``."""
    return {
        "label": service.label.ar,
        "applicants": [kind.value for kind in service.applicants],
        "fields": [field_rule(field) for field in service.fields],
        "checks": [{"field": c.field, "condition": c.condition.as_json()} for c in service.checks],
        "slots": [
            {"key": s.key, "label": s.label.ar, "shown": s.shown.as_json(), "required": s.required.as_json()}
            for s in service.attachments
        ],
        "target_days": service.target_days[1],
        "states": {state.key: {"target": state.target, "due_in": state.due_in} for state in service.states},
    }


def field_rule(field: Field) -> dict[str, object]:
    """``field`` as the database reads it."""
    return {
        "key": field.key,
        "kind": field.kind.value,
        "required": field.required.as_json(),
        "shown": field.shown.as_json(),
        "choices": [[choice.value, choice.label.ar] for choice in field.choices],
        "source": field.source.value if field.source else "",
        "source_of": field.source_of,
        "max_length": field.max_length,
        "after": field.after,
        "from_today": field.from_today,
        "within_months": field.within_months,
        "within_of": field.within_of,
        "of_service": field.of_service,
        **({"of_kind": field.of_kind} if field.of_kind else {}),
    }


def require_inputs(
    action: Action,
    inputs: Mapping[str, object],
    facts: Mapping[str, object],
    reference: Reference,
    today: date,
    stored: Mapping[str, object],
) -> None:
    """Refuses inputs that the action's fields would not leave as they are; names the first that is wrong."""
    _require(action.inputs, inputs, facts, reference, today, "inputs.", stored)


def require_application(
    service: ServiceDefinition, plan: OpenPlan, reference: Reference, today: date
) -> None:
    """Refuses an application that the service's own validation would not have let through (COM-01)."""
    _require_applicant(service, plan)
    kind = {"applicant_kind": plan.applicant_kind}
    _require(service.fields, plan.payload, kind, reference, today, "fields.", {})
    facts = form_facts(service, plan.payload, plan.applicant_kind, reference, today)
    for check in service.checks:
        if not check.condition.holds(facts):
            raise refusals.invalid(f"fields.{check.field}")
    given = [item.slot for item in plan.attachments]
    offered = {slot.key for slot in service.attachments if slot.shown.holds(facts)}
    if len(set(given)) < len(given) or not offered.issuperset(given):
        raise refusals.invalid("attachments.slot")
    for slot in service.attachments:
        if slot.key in offered and slot.key not in given and slot.required.holds(facts):
            raise refusals.invalid(f"attachments.{slot.key}")


def _require_applicant(service: ServiceDefinition, plan: OpenPlan) -> None:
    if plan.applicant_kind not in {kind.value for kind in service.applicants}:
        raise refusals.invalid("applicant_kind")
    number_key = identity_keys(ApplicantKind(plan.applicant_kind))[-1]
    document = {
        "kind": plan.applicant_kind,
        "name": plan.applicant_name,
        "mobile": plan.mobile,
        number_key: plan.identity,
    }
    if plan.applicant_kind == ApplicantKind.RESIDENT:
        document["identity_paper"] = plan.identity_paper
    applicant, problems = read_applicant(service, document)
    if applicant is None:
        named = problems[0].field.removeprefix("applicant.")
        raise refusals.invalid({"name": "applicant_name", number_key: "identity"}.get(named, named))
    for field, given, clean in (
        ("applicant_name", plan.applicant_name, applicant.name),
        ("identity", plan.identity, applicant.identity),
        ("identity_paper", plan.identity_paper, applicant.identity_paper),
        ("mobile", plan.mobile, applicant.mobile),
    ):
        if given != clean:
            raise refusals.invalid(field)


def _require(
    fields: Sequence[Field],
    values: Mapping[str, object],
    facts: Mapping[str, object],
    reference: Reference,
    today: date,
    prefix: str,
    stored: Mapping[str, object],
) -> None:
    clean, problems = clean_fields(fields, values, facts, reference, today, prefix, stored)
    if problems:
        raise refusals.invalid(problems[0].field)
    for key, value in values.items():
        # True equals 1 in Python; the database tells them apart.
        if key not in clean or clean[key] != value or type(clean[key]) is not type(value):
            raise refusals.invalid(prefix + key)
