"""Wording the messages to applicants anew; the wordings that were stay, with their dates (COM-03)."""

from __future__ import annotations

import string
from dataclasses import dataclass
from datetime import datetime

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.models.records.case import ChangeSet
from desktop.usecases.office.forms import Form, change, current
from desktop.usecases.session import Session
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.registry import Registry
from desktop.workflows.wording import (
    GIVEN_AT_ISSUE,
    GIVEN_BY_DATABASE,
    placeholders,
    rendered,
    sms_parts,
)

_LONGEST = 1000
# What placeholders come to, about; for the length of a message before it is sent.
_SAMPLES = {
    "reference": "TRN-2026-000123-7",
    "amount": "100.000",
    "payment_number": "123456789012",
    "days": "3",
    "percent_kept": "25",
    "period_from": "24/11/2026",
    "period_to": "24/12/2026",
}
_USUAL_LENGTH = 20


@dataclass(frozen=True, slots=True)
class WordingMeasure:
    """How long a message will be, about: ``parts`` SMS of ``length`` characters together."""

    length: int
    parts: int


def change_wording(
    session: Session, service: str, key: str, text: str, valid_from: datetime | None = None
) -> ChangeSet:
    """Words the message ``key`` anew from ``valid_from`` (aware; none: now) on.

    Refuses a placeholder that the message has no value for, naming it, and on the central database a moment
    to come. ``details["parts"]`` of the result is the number of SMS that the message will take.
    """
    now = current(session).now
    measure = measure_wording(session.registry, service, key, text)
    form = Form()
    if valid_from is not None:
        form.not_past("valid_from", amman_date(valid_from), amman_date(now))
        if session.database.is_central and valid_from > now:
            form.wrong(
                "valid_from", "future", "يسري النص الجديد فور حفظه.", "A new wording holds from now on."
            )
    form.done()
    data = {
        "service": session.registry.named(service).code,
        "key": key,
        "text": text.strip(),
        "valid_from": (valid_from or now).isoformat(),
    }
    return change(session, "reference", "wording", data, length=measure.length, parts=measure.parts)


def measure_wording(registry: Registry, service: str, key: str, text: str) -> WordingMeasure:
    """How long the message will be with usual values; refuses what could never be sent, naming why."""
    definition = registry.named(service)
    form, plain = Form(), text.strip()
    if key not in {message.key for message in definition.messages}:
        raise Refusal.one("choice", "رسالة غير معروفة.", "No such message.", field="key")
    if not plain:
        form.wrong("text", "required", "نص الرسالة مطلوب.", "The message needs a text.")
    names = _placeholders(form, plain)
    may, must = _allowed(definition, key)
    for name in sorted(names - may):
        form.wrong(
            "text",
            "placeholder",
            f"لا قيمة لهذا الحقل في هذه الرسالة: {{{name}}}.",
            f"This message has no value for {{{name}}}.",
        )
    for name in sorted(must - names):
        form.wrong("text", "missing", f"لا بد من ذكر {{{name}}}.", f"The message must name {{{name}}}.")
    form.done()
    filled = rendered(plain, {name: _SAMPLES.get(name, "م" * _USUAL_LENGTH) for name in names})
    length = len(filled.encode("utf-16-be")) // 2
    if length > _LONGEST:
        form.wrong("text", "too_long", "الرسالة أطول من 1000 حرف.", "The message is over 1000 characters.")
    form.done()
    return WordingMeasure(length, sms_parts(filled))


def allowed_placeholders(registry: Registry, service: str, key: str) -> tuple[frozenset[str], frozenset[str]]:
    """The placeholders that message ``key`` may have, and those that it must have."""
    return _allowed(registry.named(service), key)


def _placeholders(form: Form, text: str) -> frozenset[str]:
    """The names in braces; nothing but a bare name is understood by both databases."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        form.wrong("text", "braces", "الأقواس المعقوفة غير متوازنة.", "The braces do not match.")
        return frozenset()
    for _, name, form_spec, conversion in parts:
        if name is not None and (form_spec or conversion):
            form.wrong("text", "braces", f"يُكتب اسم الحقل وحده: {{{name}}}.", f"Write {{{name}}} alone.")
    return frozenset(name for _, name, _, _ in parts if name is not None)


def _allowed(service: ServiceDefinition, key: str) -> tuple[frozenset[str], frozenset[str]]:
    """The placeholders that message ``key`` may have, and those that it must have.

    The step that sends it has values for those of the service's own wording; on submission there is only
    what the database gives. A message that asks for money names the sum and the number.
    """
    own = placeholders(next(m.wording for m in service.messages if m.key == key))
    if key in {spec.key for spec in service.on_submission}:
        return own | GIVEN_BY_DATABASE, frozenset()
    return own | GIVEN_BY_DATABASE | {"service", "contact"}, own & GIVEN_AT_ISSUE
