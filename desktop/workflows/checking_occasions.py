"""What makes a definition's scheduling good; see docs/adr/0006."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.models.records.occasion import OccasionEvent
from desktop.models.records.plan import EffectKind
from desktop.workflows.definition import Action, EffectSpec, ServiceDefinition, Trigger
from desktop.workflows.fields import Source
from desktop.workflows.occasions import texts_of
from desktop.workflows.wording import placeholders

_OF_PLACES = (EffectKind.TAKE_PLACE, EffectKind.RELEASE_PLACE, EffectKind.LEVEL_RESULT)


def occasion_faults(service: ServiceDefinition) -> Iterator[str]:
    """Everything wrong with what ``service`` schedules."""
    yield from _rules(service)
    seen: set[tuple[str, str]] = set()
    for action in service.actions:
        yield from _trigger(service, action, seen)
        for outcome in action.outcomes:
            # What calls an occasion off tells why, before a place is taken on the next.
            ends = action.event is OccasionEvent.CANCELLED
            yield from _effects(service, f"action '{action.key}'", outcome.effects, ends=ends)
    yield from _effects(service, "on_submission", service.on_submission)
    yield from _texts(service)


def _rules(service: ServiceDefinition) -> Iterator[str]:
    rules = service.occasion
    if rules is None:
        if any(d.from_occasion for d in service.deadlines):
            yield "a deadline counts from an occasion, but nothing is scheduled"
        return
    fields = {f.key: f for f in service.fields}
    for name in (rules.subject_field, rules.field):
        if name and name not in fields:
            yield f"occasion: unknown field '{name}'"
    if bool(rules.field) == rules.gathers:
        yield "occasion: a field names it, or it gathers"
    if rules.gathers and not rules.subject_field:
        yield "occasion: what gathers needs a subject"
    named = fields.get(rules.field)
    if named is not None and (named.source is not Source.OCCASIONS or named.of_kind != rules.kind):
        yield f"field '{rules.field}': its choices are not the occasions of kind '{rules.kind}'"


def _trigger(service: ServiceDefinition, action: Action, seen: set[tuple[str, str]]) -> Iterator[str]:
    row = f"action '{action.key}'"
    if (action.trigger is Trigger.OCCASION) != (action.event is not None):
        yield f"{row}: what an occasion does names its event, and nothing else does"
    if action.event is None:
        return
    if service.occasion is None:
        yield f"{row}: nothing is scheduled"
    if action.inputs:
        yield f"{row}: nobody gives anything to an event"
    for state in service.sources_of(action):
        if (action.event.value, state) in seen:
            yield f"{row}: two actions of the event '{action.event.value}' in '{state}'"
        seen.add((action.event.value, state))


def _effects(
    service: ServiceDefinition, row: str, effects: tuple[EffectSpec, ...], *, ends: bool = False
) -> Iterator[str]:
    spoken = texts_of(service)
    wordings = {m.key: m.wording for m in service.messages}
    said = False
    for effect in effects:
        if effect.kind in _OF_PLACES and service.occasion is None:
            yield f"{row}: {effect.kind.value}, but nothing is scheduled"
        message = str(effect.data.get("message", effect.key))
        said = said or bool(_names(wordings.get(message, "")) & spoken)
        if effect.kind is EffectKind.TAKE_PLACE and said and not ends:
            yield f"{row}: a message speaks of the occasion before the place is taken"
        if row == "on_submission" and "occasion_fee" in _names(wordings.get(effect.key, "")):
            yield f"{row}: the message '{effect.key}' names a fee before there is a case"


def _texts(service: ServiceDefinition) -> Iterator[str]:
    named = {f.key for f in service.fields if f.source is Source.OCCASIONS}
    for message in service.messages:
        for name in sorted(_names(message.wording) & named):
            yield f"message '{message.key}': '{name}' is a number; say it with {{occasion_date}} and the like"


def _names(wording: str) -> frozenset[str]:
    """The placeholders of a wording; none where its braces do not match, which is told elsewhere."""
    try:
        return placeholders(wording)
    except ValueError:
        return frozenset()
