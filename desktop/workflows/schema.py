"""The portal's JSON Schema of an application, made from the service's definition."""

from __future__ import annotations

from desktop.models.records.reference import Reference
from desktop.workflows.conditions import All, Always, Any, Condition, Is, Never, Not
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.documents import MAX_BYTES
from desktop.workflows.fields import AttachmentSlot, Field, FieldKind
from desktop.workflows.validation import identity_keys
from desktop.workflows.values import choices_of

Json = dict[str, object]


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
                "description": "The sender's own key; the same key again is the same application.",
            },
            "applicant": _applicant(service),
            "fields": {
                "type": "object",
                "additionalProperties": False,
                "properties": {field.key: _field(field, reference) for field in service.fields},
            },
            "attachments": {
                "type": "array",
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
            *(_field_rule(field) for field in service.fields if not isinstance(field.required, Never)),
            *(_slot_rule(slot) for slot in service.attachments if not isinstance(slot.required, Never)),
        ],
    }


def _applicant(service: ServiceDefinition) -> Json:
    kinds = []
    for kind in service.applicants:
        identity = {
            key: {"type": "string", "pattern": r"^\d{10}$"}
            if key == "national_number"
            else {"type": "string"}
            for key in identity_keys(kind)
        }
        kinds.append(
            {
                "properties": {
                    "kind": {"const": kind.value},
                    "name": {"type": "string", "minLength": 1, "maxLength": 120},
                    "mobile": {"type": "string", "description": "07[789]xxxxxxx, +962… or 00962…"},
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


def _field_rule(field: Field) -> Json:
    return {
        "if": _when(All((field.shown, field.required))),
        "then": {"properties": {"fields": {"required": [field.key]}}},
    }


def _slot_rule(slot: AttachmentSlot) -> Json:
    carried = {"contains": {"properties": {"slot": {"const": slot.key}}, "required": ["slot"]}}
    return {
        "if": _when(slot.required),
        "then": {"required": ["attachments"], "properties": {"attachments": carried}},
    }


def _when(condition: Condition) -> Json:
    """``condition`` over an application, as a schema that matches where it holds."""
    if isinstance(condition, Always):
        return {}
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
