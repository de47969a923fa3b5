"""Situations in which an action can be done, found from the definition alone.

For an outcome the conditions are solved over their facts; what a field holds goes into the case, what
only the database could derive (verdicts, payments) is laid over the facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from desktop.models.records.case import (
    CaseFile,
    Deadline,
    DeadlineState,
    Letter,
    LetterState,
    Message,
    MessageState,
    NoticeState,
    PaymentNotice,
    PaymentRequest,
    Refund,
    RefundState,
    RequestState,
    WaitsOn,
)
from desktop.models.records.occasion import Standing
from desktop.models.records.outside import ApprovalState, OutsideApproval
from desktop.models.records.plan import EffectKind
from desktop.workflows.conditions import (
    ALWAYS,
    All,
    Any,
    AtLeast,
    Condition,
    Done,
    Holds,
    Is,
    Not,
    NotPast,
    both,
    either,
)
from desktop.workflows.definition import Action, Outcome, ServiceDefinition, Trigger
from desktop.workflows.facts import INPUT
from desktop.workflows.fields import Field, FieldKind, Source
from desktop.workflows.values import choices_of
from tests.workflows.builders import (
    BODIES,
    MOBILE,
    NOW,
    OCCASIONS,
    REFERENCE,
    TODAY,
    attachment,
    case_file,
    event,
    request,
)

Facts = dict[str, object]
CODE = "A-17"
"""The number of every paper, and of the one older claim."""
_ROWS = {
    EffectKind.REFUND_PROPOSE: 1,
    EffectKind.REFUND_APPROVE: 2,
    EffectKind.REFUND_DECLINE: 2,
    EffectKind.REFUND_PAY: 3,
}


@dataclass(frozen=True)
class Way:
    """A case in a state, with facts laid over it, in which ``action`` leads to ``outcome``."""

    service: ServiceDefinition
    action: Action
    outcome: Outcome
    file: CaseFile
    facts: Mapping[str, object]
    inputs: Mapping[str, object]


def ways(service: ServiceDefinition, action: Action, state: str) -> Iterator[Way]:
    """One way to each outcome of ``action`` in ``state`` that any facts lead to."""
    for position, outcome in enumerate(action.outcomes):
        wanted = [
            action.shown,
            *(requirement.condition for requirement in action.requires),
            *(Not(earlier.when) for earlier in action.outcomes[:position]),
            outcome.when,
            # Money goes back that came in.
            *([Holds("paid")] if _has(outcome, EffectKind.REFUND) else []),
            *([Holds("all_paid")] if action.trigger is Trigger.PAYMENT else []),
        ]
        if service.fee and service.fee.when is not ALWAYS:
            owed, due = service.fee.when, Holds("fee_due")
            wanted.append(either(both(owed, due), both(Not(owed), Not(due))))
        known = {field.key: _candidates(field) for field in service.fields}
        known |= {INPUT + field.key: _candidates(field) for field in action.inputs}
        solved = solution(All(tuple(wanted)), known)
        if solved is not None:
            yield _way(service, action, outcome, state, solved)


def _has(outcome: Outcome, kind: EffectKind) -> bool:
    return any(effect.kind is kind for effect in outcome.effects)


def _candidates(field: Field) -> set[object]:
    """The choices of a field that is always asked; nothing for what any text can stand in."""
    if field.kind is not FieldKind.CHOICE or field.shown is not ALWAYS:
        return set()
    return {choice.value for choice in choices_of(field, REFERENCE, {})}


def solution(condition: Condition, candidates: Mapping[str, set[object]] | None = None) -> Facts | None:
    """Facts under which ``condition`` holds, or ``None`` where there are none.

    ``candidates`` are the values that a name may have, where these are known.
    """
    atoms = {repr(atom): atom for atom in _atoms(condition)}
    choices: dict[str, set[object]] = {"today": {TODAY.isoformat()}}
    for atom in atoms.values():
        if isinstance(atom, Is):
            known = (candidates or {}).get(atom.name)
            choices.setdefault(atom.name, set()).update(known or {None, *atom.values})
        elif isinstance(atom, Holds):
            choices.setdefault(atom.name, set()).update({True, False})
        elif isinstance(atom, NotPast):
            days = {(TODAY + timedelta(days=n)).isoformat() for n in (-1, 30)}
            choices.setdefault(atom.name, set()).update(days)
        elif isinstance(atom, AtLeast):
            choices.setdefault(atom.name, set()).update({0, 100})
            choices.setdefault(atom.than, set()).add(60)
        elif isinstance(atom, Done):
            choices.setdefault(f"done:{atom.action}", set()).update({0, atom.times})
    names = sorted(choices)
    for values in product(*(sorted(choices[name], key=str, reverse=True) for name in names)):
        facts: Facts = dict(zip(names, values, strict=True))
        if condition.holds(facts):
            return facts
    return None


def _atoms(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from _atoms(part)
    elif isinstance(condition, Not):
        yield from _atoms(condition.part)
    else:
        yield condition


def _way(service: ServiceDefinition, action: Action, outcome: Outcome, state: str, solved: Facts) -> Way:
    fields = {field.key for field in service.fields}
    payload = filled(service.fields, given={key: value for key, value in solved.items() if key in fields})
    # Where the fee is always owed, the course decides whether there is one.
    decided = {"fee_due"} if service.fee and service.fee.when is not ALWAYS else set()
    derived = {*fields, "today", *decided}
    facts = {
        key: value
        for key, value in solved.items()
        if key not in derived and not key.startswith(("done:", INPUT))
    }
    done = [key.removeprefix("done:") for key, times in solved.items() if key.startswith("done:") and times]
    file = case_file(
        state,
        payload,
        service=service,
        events=(
            event("submit", service.start.key, actor="portal"),
            *(event(key, state, actor="zaid") for key in done),
        ),
        attachments=(attachment(1, service.attachments[0].key),) if service.attachments else (),
        deadlines=(Deadline(1, "", action.key, DeadlineState.RUNNING, "{}", NOW, NOW),),
        requests=(
            request(RequestState.SETTLED),
            replace(request(RequestState.ISSUED, request_id=2), claim=_asked_before(outcome)),
        ),
        notices=(PaymentNotice(1, "g1", "1", Decimal(500), NOW, NOW, NoticeState.OVER, 2, 1, "", "", ""),),
        messages=(Message(1, service.messages[0].key, MOBILE, "نص", MessageState.SENT, 1, NOW, NOW, "", ""),),
        approvals=tuple(
            OutsideApproval(number, body, ApprovalState.ASKED, NOW, NOW)
            for number, body in enumerate(BODIES, 1)
        ),
        letters=(Letter(1, 1, "x", "X/1", TODAY, LetterState.ISSUED, 1, "{}", "", True, 0),),
        refunds=tuple(
            Refund(
                number, 1, "", Decimal(4), Decimal(25), Decimal(1), Decimal(3), "", refund_state, NOW, "zaid"
            )
            for number, refund_state in enumerate(
                (RefundState.DUE, RefundState.PROPOSED, RefundState.APPROVED), 1
            )
        ),
    )
    standing = Standing(
        occasion=next(
            (one for one in OCCASIONS.values() if service.occasion and one.kind == service.occasion.kind),
            None,
        ),
        happening=action.event.value if action.event else "",
    )
    file = replace(file, standing=standing)
    given = {key.removeprefix(INPUT): value for key, value in solved.items() if key.startswith(INPUT)}
    inputs = filled(action.inputs, start=60, given=given, stored=payload)
    if "request_id" in inputs:
        inputs["request_id"] = 2
    if "refund_id" in inputs:
        inputs["refund_id"] = next(_ROWS[e.kind] for e in outcome.effects if e.kind in _ROWS)
    return Way(service, action, outcome, file, facts, inputs)


def _asked_before(outcome: Outcome) -> str:
    """The older claim that is asked for already: another than the one the outcome asks for."""
    return "B-18" if _has(outcome, EffectKind.CLAIM) else CODE


def _open_request(outcome: Outcome) -> PaymentRequest:
    """What is asked for: the older claim, where it is closed by hand."""
    claim = CODE if _has(outcome, EffectKind.CLOSE_CLAIM) else ""
    return replace(request(RequestState.ISSUED, request_id=2), claim=claim)


def filled(
    fields: tuple[Field, ...],
    start: int = 20,
    given: Mapping[str, object] | None = None,
    stored: Mapping[str, object] | None = None,
) -> Facts:
    """A value for each field that is asked, the ``given`` ones as they are (``None``: left empty).

    The dates follow each other, ``start`` days from today; choices may depend on what is ``stored``.
    """
    values: Facts = {}
    day: date = TODAY + timedelta(days=start)
    for field in fields:
        if given is not None and field.key in given:
            if given[field.key] is not None:
                values[field.key] = given[field.key]
            continue
        if field.within_months:
            # The present date is ``filled`` twenty days from today.
            values[field.key] = (TODAY + timedelta(days=30)).isoformat()
            continue
        if not field.shown.holds(values):
            continue
        values[field.key] = _value(field, {**(stored or {}), **values}, day)
        day += timedelta(days=1)
    return values


def _value(field: Field, values: Facts, day: date) -> object:
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        if field.source in (Source.STAFF, Source.ATTACHMENTS):
            return "rana"
        choices = choices_of(field, REFERENCE, values) or choices_of(field, REFERENCE, {})
        return choices[0].value
    return {
        FieldKind.DATE: day.isoformat(),
        FieldKind.MOBILE: MOBILE,
        FieldKind.NUMBER: 1,
        FieldKind.MONEY: "45.500",
        FieldKind.YES_NO: True,
        FieldKind.CODE: CODE,
        FieldKind.SCORE: "70",
    }.get(field.kind, "نص")


def waits_on_nobody(service: ServiceDefinition, state: str) -> bool:
    """Whether a case in ``state`` is closed."""
    return service.state(state).waits_on is WaitsOn.NOBODY
