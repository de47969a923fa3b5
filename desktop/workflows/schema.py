"""The portal's JSON Schema of an application, made from the service's definition.

Canonical forms only: what it accepts, the intake accepts, but for what a schema cannot say (the order of
dates, the content of documents). The intake takes other spellings too, such as Arabic-Indic digits.
"""

from __future__ import annotations

from desktop.models.records.reference import Reference
from desktop.workflows.conditions import All, Always, Any, Condition, Holds, Is, Never, Not
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.documents import MAX_BYTES
from desktop.workflows.fields import AttachmentSlot, Field, FieldKind, Source
from desktop.workflows.traits import spelled
from desktop.workflows.validation import identity_keys
from desktop.workflows.values import choices_of

Json = dict[str, object]
_PATTERNS = {
    "national_number": r"^[0-9]{10}$",
    "identity_number": r"^[0-9A-Za-z/.-]{3,40}$",
    "registration_number": r"^[0-9A-Za-z/.-]{3,40}$",
}


def application_schema(service: ServiceDefinition, reference: Reference) -> Json:
    """JSON Schema (2020-12) of what ``diwan intake`` and the portal take for ``service``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:diwan:application:{service.code}:{service.version}",
        "title": service.label.en,
        "description": service.label.ar,
        "type": "object",
        "required": ["service", "applicant", "fields"],
        "additionalProperties": False,
        "properties": {
            "service": {"const": service.code},
            "submission_key": {
                "type": "string",
                "maxLength": 80,
                "pattern": r"^[^\u0000-\u001f\u007f-\u009f]*$",
                "description": "The sender's own key; the same key again is the same application.",
            },
            "applicant": _applicant(service),
            "fields": {
                "type": "object",
                "additionalProperties": False,
                "properties": {field.key: _field(field, reference) for field in service.form_fields},
            },
            "attachments": {
                "type": "array",
                **_once_each(service),
                "items": {
                    "type": "object",
                    "required": ["slot", "filename", "content"],
                    "additionalProperties": False,
                    "properties": {
                        "slot": {"enum": [slot.key for slot in service.attachments]},
                        "filename": {"type": "string", "minLength": 1},
                        "content": {
                            "type": "string",
                            "contentEncoding": "base64",
                            "maxLength": MAX_BYTES * 4 // 3 + 8,
                            "description": "PDF, JPEG or PNG, at most 10 MB",
                        },
                    },
                },
            },
        },
        "allOf": [
            *(
                _field_rule(field, service, reference)
                for field in service.form_fields
                if not isinstance(field.required, Never)
            ),
            *(
                rule
                for field in service.form_fields
                if field.source_of
                for rule in _choice_rules(field, reference)
            ),
            *(rule for slot in service.attachments for rule in _slot_rules(slot)),
            *(_when(check.condition) for check in service.checks if _sayable(check.condition, service)),
        ],
    }


def _applicant(service: ServiceDefinition) -> Json:
    kinds = []
    for kind in service.applicants:
        identity = {
            key: {"type": "string", "pattern": _PATTERNS.get(key, r"\S"), "maxLength": 40}
            for key in identity_keys(kind)
        }
        kinds.append(
            {
                "properties": {
                    "kind": {"const": kind.value},
                    "name": {"type": "string", "pattern": r"\S", "maxLength": 120},
                    "mobile": {
                        "type": "string",
                        "pattern": r"^(0|\+962|00962)7[789][0-9]{7}$",
                        "description": "07[789]xxxxxxx, +962… or 00962…",
                    },
                    **identity,
                },
                "required": ["kind", "name", "mobile", *identity],
                "additionalProperties": False,
            }
        )
    return {"type": "object", "oneOf": kinds}


def _field(field: Field, reference: Reference) -> Json:
    about: Json = {"title": field.label.en, "description": field.label.ar}
    if field.kind is FieldKind.CHOICE:
        return {**about, "enum": [choice.value for choice in choices_of(field, reference, {})]}
    if field.kind is FieldKind.NUMBER:
        return {**about, "type": "integer", "minimum": 0}
    if field.kind is FieldKind.YES_NO:
        return {**about, "type": "boolean"}
    if field.kind is FieldKind.DATE:
        return {**about, "type": "string", "format": "date"}
    return {**about, "type": "string", "maxLength": field.max_length}


def _field_rule(field: Field, service: ServiceDefinition, reference: Reference) -> Json:
    asked = spelled(All((field.shown, field.required)), service.fields, reference)
    return {
        "if": _when(asked),
        # Blank text is no answer.
        "then": {
            "properties": {
                "fields": {"required": [field.key], "properties": {field.key: {"pattern": r"\S"}}},
            }
        },
    }


def _choice_rules(field: Field, reference: Reference) -> list[Json]:
    """What may be chosen in ``field`` under each value of the field that it depends on."""
    courses = reference.courses.values()
    owners = sorted({course.department for course in courses} | {course.kind for course in courses})
    if field.source is Source.OCCASIONS:
        owners = sorted({course.code for course in courses if course.kind == field.of_kind})
    return [
        {
            "if": _when(All((field.shown, Is(field.source_of, (owner,))))),
            "then": {
                "properties": {
                    "fields": {
                        "properties": {
                            field.key: {
                                "enum": [
                                    c.value for c in choices_of(field, reference, {field.source_of: owner})
                                ]
                            }
                        }
                    }
                }
            },
        }
        for owner in owners
    ]


def _once_each(service: ServiceDefinition) -> Json:
    """No slot twice; nothing at all where the service takes no documents."""
    if not service.attachments:
        return {"maxItems": 0}
    once = [{"contains": _carrying(slot), "minContains": 0, "maxContains": 1} for slot in service.attachments]
    return {"allOf": once}


def _carrying(slot: AttachmentSlot) -> Json:
    return {"properties": {"slot": {"const": slot.key}}, "required": ["slot"]}


def _slot_rules(slot: AttachmentSlot) -> list[Json]:
    """Where the document is needed, and where it is not taken."""
    carried = {"contains": _carrying(slot)}
    rules: list[Json] = []
    if not isinstance(slot.required, Never):
        rules.append(
            {
                "if": _when(All((slot.shown, slot.required))),
                "then": {"required": ["attachments"], "properties": {"attachments": carried}},
            }
        )
    if not isinstance(slot.shown, Always):
        rules.append(
            {"if": _when(Not(slot.shown)), "then": {"properties": {"attachments": {"not": carried}}}}
        )
    return rules


def _sayable(condition: Condition, service: ServiceDefinition) -> bool:
    """Whether a sender can keep ``condition``: what a register answers only the register knows."""
    filled = {field.key for field in service.fields if field.filled}
    return _expressible(condition) and not filled & set(condition.names())


def _expressible(condition: Condition) -> bool:
    """Whether a schema can say ``condition``: what depends on today or on a case's past it cannot."""
    if isinstance(condition, Not):
        return _expressible(condition.part)
    if isinstance(condition, All | Any):
        return all(_expressible(part) for part in condition.parts)
    return isinstance(condition, Always | Never | Is | Holds)


def _when(condition: Condition) -> Json:
    """``condition`` over an application, as a schema that matches where it holds."""
    if isinstance(condition, Always):
        return {}
    if isinstance(condition, Never):
        return {"not": {}}
    if isinstance(condition, Holds):
        yes: Json = {"properties": {condition.name: {"const": True}}, "required": [condition.name]}
        return {"properties": {"fields": yes}, "required": ["fields"]}
    if isinstance(condition, Is):
        inside: Json = {
            "properties": {condition.name: {"enum": list(condition.values)}},
            "required": [condition.name],
        }
        if condition.name == "applicant_kind":
            inside = {"properties": {"kind": {"enum": list(condition.values)}}, "required": ["kind"]}
            return {"properties": {"applicant": inside}, "required": ["applicant"]}
        return {"properties": {"fields": inside}, "required": ["fields"]}
    if isinstance(condition, All):
        return {"allOf": [_when(part) for part in condition.parts]}
    if isinstance(condition, Any):
        return {"anyOf": [_when(part) for part in condition.parts]}
    if isinstance(condition, Not):
        return {"not": _when(condition.part)}
    raise ValueError(f"a form's condition cannot read {type(condition).__name__}")
