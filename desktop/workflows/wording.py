"""What the placeholders in a message stand for."""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import date

from desktop.base.clock import amman_date
from desktop.base.money import format_dinars
from desktop.models.records.case import CaseFile, Verdict
from desktop.models.records.plan import EffectKind
from desktop.models.records.reference import Reference
from desktop.workflows.definition import Action, ServiceDefinition
from desktop.workflows.occasions import occasion_text, texts_of
from desktop.workflows.outside import asked_bodies, late_bodies
from desktop.workflows.values import shown_value

GIVEN_BY_DATABASE = frozenset({"reference", "applicant_name"})
"""Filled where the message is written, so that no caller can set them."""
GIVEN_AT_ISSUE = frozenset({"amount", "payment_number"})
"""Filled when the gateway has issued the e-payment number."""
FRAME_PLACEHOLDERS = (
    GIVEN_BY_DATABASE
    | GIVEN_AT_ISSUE
    | {"days", "rejected", "reasons", "percent_kept", "service", "contact"}
    | {"asked_bodies", "late_bodies", "claims"}
)


def placeholders(text: str) -> frozenset[str]:
    """The names between braces in ``text``; raises ``ValueError`` where the braces do not match."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def wording_of(service: ServiceDefinition, key: str, reference: Reference) -> str:
    """The wording in force for message ``key``: the municipality's own, or the definition's."""
    own = reference.wordings.get((service.code, key))
    return own if own is not None else next(m.wording for m in service.messages if m.key == key)


def message_params(
    service: ServiceDefinition,
    key: str,
    file: CaseFile | None,
    payload: Mapping[str, object],
    inputs: Mapping[str, object],
    reference: Reference,
) -> dict[str, str]:
    """The values that message ``key`` shows beside the case's own, Arabic, as they will be read.

    ``file`` is ``None`` for a message of the submission itself. The database derives the same values in
    ``app.message_values``; a contract test compares the two.
    """
    wanted = placeholders(wording_of(service, key, reference)) - GIVEN_BY_DATABASE - GIVEN_AT_ISSUE
    return {name: _value(service, name, key, file, payload, inputs, reference) for name in sorted(wanted)}


def _value(
    service: ServiceDefinition,
    name: str,
    key: str,
    file: CaseFile | None,
    payload: Mapping[str, object],
    inputs: Mapping[str, object],
    reference: Reference,
) -> str:
    if name == "days":
        window = next(d for d in service.deadlines if d.from_message == key)
        return reference.settings.get(window.setting, str(window.amount))
    if name == "percent_kept":
        return highest_percent_kept(service, reference)
    if name == "rejected":
        return "؛ ".join(_rejected(service, file, reference) if file else ())
    if name == "reasons":
        return refusal_reasons(inputs, reference)
    if name == "asked_bodies":
        return asked_bodies(file, reference) if file else ""
    if name == "late_bodies":
        return late_bodies(file, reference) if file else ""
    if name == "claims":
        return open_claims(file) if file else ""
    if name == "service":
        return service.label.ar
    if name == "contact":
        department = reference.departments[service.department]
        return f"{department.contact_name} {department.contact_phone}".strip()
    if name in texts_of(service):
        # A fee is not named before there is a case; see checking.
        day = amman_date(file.case.submitted_at) if file else date.min
        return occasion_text(service, name, file, payload, reference, day)
    for field in service.fields:
        if field.key == name:
            return shown_value(field, payload.get(name), reference, payload).ar
    return input_shown(service, key, name, inputs, payload, reference)


def input_shown(
    service: ServiceDefinition,
    message: str,
    name: str,
    inputs: Mapping[str, object],
    payload: Mapping[str, object],
    reference: Reference,
) -> str:
    """The input ``name`` of the action that sends ``message``, in Arabic as people read it."""
    for action in service.actions:
        for field in action.inputs if message in sent_by(action) else ():
            if field.key == name and inputs.get(name) is not None:
                return shown_value(field, inputs[name], reference, payload).ar
    return str(inputs.get(name, ""))


def sent_by(action: Action) -> frozenset[str]:
    """The messages that ``action`` can send, at once or when the gateway has given a number."""
    effects = [effect for outcome in action.outcomes for effect in outcome.effects]
    told = {str(effect.data["message"]) for effect in effects if "message" in effect.data}
    return frozenset({e.key for e in effects if e.kind is EffectKind.MESSAGE} | told)


def open_claims(file: CaseFile) -> str:
    """Each older claim that is still to be paid, and its amount (LIC-04)."""
    return "؛ ".join(
        f"{r.claim_about} {format_dinars(r.amount)}" for r in file.requests if r.claim and r.is_open
    )


def _rejected(service: ServiceDefinition, file: CaseFile, reference: Reference) -> list[str]:
    """Each rejected attachment and why (TRN-05)."""
    labels = {slot.key: slot.label.ar for slot in service.attachments}
    reasons = {reason.code: reason.text.ar for reason in reference.reasons}
    return [
        f"{labels.get(a.slot, a.slot)} ("
        + "، ".join(
            part
            for part in (reasons.get(a.reason_code, "") if a.reason_code != "other" else "", a.note)
            if part
        )
        + ")"
        for a in file.current_attachments
        if a.verdict is Verdict.REJECTED
    ]


def highest_percent_kept(service: ServiceDefinition, reference: Reference) -> str:
    """The highest per cent of a fee that ``service`` keeps, as set now; empty where nothing is refunded."""
    if not service.refunds:
        return ""
    kept = max(service.refunds, key=lambda r: r.percent_kept)
    return reference.settings.get(kept.setting, str(kept.percent_kept))


def refusal_reasons(inputs: Mapping[str, object], reference: Reference) -> str:
    """Why an application was refused: the ready reason and the grounds that were entered."""
    ready = {reason.code: reason.text.ar for reason in reference.reasons}
    code = str(inputs.get("reason_code", ""))
    parts = (ready.get(code, "") if code != "other_refusal" else "", str(inputs.get("grounds", "")))
    return "، ".join(part for part in parts if part)


def rendered(wording: str, values: Mapping[str, str]) -> str:
    """``wording`` with its placeholders filled; ``KeyError`` names one that has no value."""
    return "".join(
        text + (values[name] if name is not None else "")
        for text, name, _, _ in string.Formatter().parse(wording)
    )


SINGLE_PART, JOINED_PART = 70, 67


def sms_parts(text: str) -> int:
    """How many parts an Arabic SMS takes: 70 characters in one, 67 in each of several (UCS-2)."""
    length = len(text.encode("utf-16-be")) // 2
    return 1 if length <= SINGLE_PART else -(-length // JOINED_PART)
