"""Forms filled in by chance: from a service's definition alone, as applicants and clerks would."""

from __future__ import annotations

import base64
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from desktop.models.records.people import ApplicantKind
from desktop.models.records.reference import Reference
from desktop.usecases.demo import people
from desktop.workflows.calendar import add_months
from desktop.workflows.definition import RegisterDef, ServiceDefinition
from desktop.workflows.fields import Field, FieldKind, Source
from desktop.workflows.traits import traits
from desktop.workflows.validation import identity_keys
from desktop.workflows.values import choices_of

_WORDS = ("متابعة", "حسب الأصول", "ظرف صحي", "سفر", "تعارض في المواعيد", "بناءً على طلب صاحب العلاقة")
_USUAL = 0.6
"""How often the first of two choices is the one: bodies mostly agree, inspectors mostly find all well."""
_FILE = Path("scan.pdf")


@dataclass(frozen=True, slots=True)
class Blank:
    """What a form is filled in with: the reference data, the day, and what is known already."""

    reference: Reference
    today: date
    facts: Mapping[str, object]
    stored: Mapping[str, object]


def fill(fields: Sequence[Field], blank: Blank, chance: random.Random) -> dict[str, object] | None:
    """A value for every field that is asked; ``None`` where something must be chosen and nothing can be."""
    values: dict[str, object] = {}
    for field in fields:
        known = {**blank.facts, **traits(fields, values, blank.reference), **values}
        if not field.shown.holds(known):
            continue
        required = field.required.holds(known)
        if not required and chance.random() < 0.5:
            continue
        value = _value(field, values, blank, chance)
        if value is not None:
            values[field.key] = value
        elif required:
            return None
    return values


def _value(field: Field, values: Mapping[str, object], blank: Blank, chance: random.Random) -> object:
    if field.kind.value in ("choice", "choices"):
        if field.source is Source.STAFF:
            return None
        choices = [c.value for c in choices_of(field, blank.reference, {**blank.stored, **values})]
        if len(choices) == 2 and chance.random() < _USUAL:
            return choices[0]
        return chance.choice(choices) if choices else None
    if field.kind is FieldKind.DATE:
        return _day(field, values, blank, chance).isoformat()
    digits = str(chance.randrange(10**8, 10**9))
    plain: dict[FieldKind, object] = {
        FieldKind.MOBILE: f"079{digits[:7]}",
        FieldKind.NUMBER: chance.randrange(1, 60),
        FieldKind.SCORE: chance.randrange(20, 100),
        FieldKind.MONEY: f"{chance.randrange(1, 900)}.500",
        FieldKind.YES_NO: chance.random() < 0.5,
        FieldKind.CODE: f"X-{digits}"[: field.max_length],
    }
    return plain[field.kind] if field.kind in plain else chance.choice(_WORDS)[: field.max_length]


def _day(field: Field, values: Mapping[str, object], blank: Blank, chance: random.Random) -> date:
    begin = blank.today + timedelta(days=7)
    if field.after and field.after in values:
        begin = date.fromisoformat(str(values[field.after]))
    if field.within_of and blank.stored.get(field.within_of):
        anchor = date.fromisoformat(str(blank.stored[field.within_of]))
        first = max(anchor + timedelta(days=1), blank.today)
        days = (add_months(anchor, field.within_months) - first).days
        return first + timedelta(days=chance.randint(0, max(days, 0)))
    return begin + timedelta(days=chance.randint(1, 25))


def applicant(service: ServiceDefinition, number: int, chance: random.Random) -> dict[str, object]:
    """Somebody who may apply for the service."""
    kind = chance.choice(service.applicants)
    keys = identity_keys(kind)
    made: dict[str, object] = {
        "kind": kind.value,
        "name": people.NAMES[number % len(people.NAMES)],
        "mobile": f"07{chance.choice('789')}{chance.randrange(10**6, 10**7)}",
    }
    identity = f"9{chance.randrange(10**8, 10**9)}"
    for key in keys:
        made[key] = identity if kind is ApplicantKind.CITIZEN else f"G-{identity}"
    if "identity_paper" in keys:
        made["identity_paper"] = "passport"
    return made


def attachments(
    service: ServiceDefinition, facts: Mapping[str, object], chance: random.Random
) -> list[dict[str, object]]:
    """A document in every slot that is asked for, and in some that are not."""
    return [
        document(slot.key, chance)
        for slot in service.attachments
        if slot.shown.holds(facts) and (slot.required.holds(facts) or chance.random() < 0.3)
    ]


def document(slot: str, chance: random.Random) -> dict[str, object]:
    """A scanned page for ``slot``, as the portal sends it."""
    content = f"%PDF-1.7\n% {slot} {chance.randrange(10**9)}\n".encode()
    return {"slot": slot, "filename": _FILE.name, "content": base64.b64encode(content).decode()}


def entry(
    service: ServiceDefinition,
    register: RegisterDef,
    payload: Mapping[str, object],
    reference: Reference,
    today: date,
    chance: random.Random,
) -> dict[str, str]:
    """What a register may know of an application: mostly that all is well."""
    made = {key: str(payload[key]) for key in register.find_by if key in payload}
    listed = service.action(register.listed).inputs if register.is_list else ()
    fields = {field.key: field for field in (*service.fields, *listed)}
    for column in register.columns:
        if column.key in made:
            continue
        if column.choices:
            first = column.choices[0].value
            made[column.key] = first if chance.random() < 0.85 else chance.choice(column.choices).value
        elif column.key in fields:
            blank = Blank(reference, today, payload, payload)
            made[column.key] = str(_value(fields[column.key], {}, blank, chance) or "")
        else:
            plain = Field(column.key, column.label, column.kind)
            made[column.key] = str(_value(plain, {}, Blank(reference, today, {}, {}), chance))
    return {key: value for key, value in made.items() if value}
