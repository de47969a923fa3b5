"""What the reference data say of a chosen profession, as facts that conditions read: ``profession:permit``.

The database derives the same in ``app.traits``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.models.records.outside import STAGES
from desktop.models.records.reference import Reference
from desktop.workflows.conditions import NEVER, All, Any, Condition, Holds, Is, Not
from desktop.workflows.fields import Field, Source

PERMIT = "permit"
STAGE = "stage"
TRAITS = (PERMIT, *(f"{STAGE}{number}" for number in STAGES))
"""Whether a building permit is needed (LIC-03), and whether bodies outside approve in a stage (LIC-06)."""


def trait(field: str, name: str) -> str:
    """The fact that says whether what was chosen in ``field`` has the trait ``name``."""
    return f"{field}:{name}"


def trait_names(fields: Iterable[Field]) -> frozenset[str]:
    """Every such fact that ``fields`` have."""
    return frozenset(trait(f.key, name) for f in fields if f.source is Source.PROFESSIONS for name in TRAITS)


def traits(fields: Iterable[Field], values: Mapping[str, object], reference: Reference) -> dict[str, object]:
    """The facts about what stands in ``values``; nothing for what is not chosen or not known."""
    found: dict[str, object] = {}
    for field in fields:
        code = str(values.get(field.key, ""))
        if field.source is not Source.PROFESSIONS or code not in reference.professions:
            continue
        found[trait(field.key, PERMIT)] = reference.professions[code].needs_permit
        for number in STAGES:
            found[trait(field.key, f"{STAGE}{number}")] = bool(reference.bodies_of(code, number))
    return found


def spelled(condition: Condition, fields: Iterable[Field], reference: Reference) -> Condition:
    """``condition`` with its traits spelled out as the choices that have them, for a JSON Schema."""
    fields = tuple(fields)
    if isinstance(condition, All):
        return All(tuple(spelled(part, fields, reference) for part in condition.parts))
    if isinstance(condition, Any):
        return Any(tuple(spelled(part, fields, reference) for part in condition.parts))
    if isinstance(condition, Not):
        return Not(spelled(condition.part, fields, reference))
    if not isinstance(condition, Holds) or condition.name not in trait_names(fields):
        return condition
    key = condition.name.partition(":")[0]
    having = tuple(
        code
        for code in reference.professions
        if traits(fields, {key: code}, reference).get(condition.name) is True
    )
    return Is(key, having) if having else NEVER
