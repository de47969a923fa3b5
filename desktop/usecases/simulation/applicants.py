"""The applicants: what they send, whether and when they pay, correct, turn up or lose interest."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from desktop.base.clock import amman_date
from desktop.base.errors import Outage, Refusal
from desktop.gateways.portal import KINDS
from desktop.models.records.case import RequestState, Verdict, WaitsOn
from desktop.usecases.cases import OpenCase, act, submit
from desktop.usecases.simulation import forms
from desktop.usecases.simulation.forms import Blank
from desktop.usecases.simulation.town import Town
from desktop.workflows.definition import Action, Check, ServiceDefinition
from desktop.workflows.facts import case_facts, form_facts


class Payer(StrEnum):
    """How somebody pays."""

    PROMPT = "prompt"
    LATE = "late"
    NEVER = "never"
    SHORT = "short"
    OVER = "over"
    TWICE = "twice"


_PAYERS = {
    Payer.PROMPT: 72, Payer.LATE: 9, Payer.NEVER: 7, Payer.SHORT: 5, Payer.OVER: 3, Payer.TWICE: 4,
}  # fmt: skip
_CORRECT = "resubmit"


@dataclass
class Person:
    """One applicant and their case."""

    service: str
    payer: Payer
    diligent: bool
    """Sends what is asked for; the others have lost it."""
    fickle: bool
    """Withdraws one day."""
    reference: str = ""
    case_id: int = 0
    item: str = ""
    paid: int = 0
    """How many payment requests they have dealt with."""


def new_person(
    town: Town, service: ServiceDefinition, number: int
) -> tuple[Person, dict[str, object]] | None:
    """Somebody with an application; ``None`` where nothing can be applied for today."""
    chance = town.chance
    applicant = forms.applicant(service, number, chance)
    today = amman_date(town.now)
    facts = {"applicant_kind": applicant["kind"]}
    wants_paid = service.fee is not None and chance.random() < 0.6
    for attempt in range(60):
        fields = forms.fill(service.form_fields, Blank(town.reference, today, facts, {}), chance)
        if fields is None:
            return None
        known = form_facts(service, fields, str(applicant["kind"]), town.reference, today)
        if not all(check.condition.holds(known) for check in service.checks if _judged(service, check)):
            continue
        if not wants_paid or attempt > 40 or (service.fee and service.fee.when.holds(known)):
            break
    else:
        return None
    _register(town, service, fields, applicant, today)
    document: dict[str, object] = {
        "service": service.code,
        "applicant": applicant,
        "fields": fields,
        "attachments": forms.attachments(service, known, chance),
    }
    payer = chance.choices(list(_PAYERS), list(_PAYERS.values()))[0]
    person = Person(service.code, payer, chance.random() < 0.85, chance.random() < 0.04)
    if chance.random() < 0.02:
        fields.pop(chance.choice(sorted(fields)))
    return person, document


def _judged(service: ServiceDefinition, check: Check) -> bool:
    """Whether a check speaks of the form alone, and not of what registers answer."""
    return not {field.key for field in service.fields if field.filled} & set(check.condition.names())


def _register(
    town: Town,
    service: ServiceDefinition,
    fields: Mapping[str, object],
    applicant: Mapping[str, object],
    today: date,
) -> None:
    """Enters what the registers know of the applicant; of a few they know nothing."""
    for register in service.registers:
        if not all(key in fields for key in register.find_by) or town.chance.random() < 0.03:
            continue
        if register.is_list and town.chance.random() < 0.6:
            continue
        made = forms.entry(service, register, fields, town.reference, today, town.chance)
        given = {key: str(fields[key]) for key in register.find_by}
        if register.of_applicant:
            number = next(str(applicant[key]) for key in _NUMBERS if key in applicant)
            made["identity"] = given["identity"] = number
        town.outside.archives.put(register.key, given, made)


_NUMBERS = ("national_number", "identity_number", "registration_number")


def apply(town: Town, person: Person, document: dict[str, object]) -> bool:
    """Sends the application through the portal, or brings it to a counter; ``False`` where refused there."""
    if town.chance.random() < 0.7:
        person.item = town.outside.website.send("submit", document)
        return True
    clerk = town.staff[town.registry[person.service].department][0]
    for _ in range(5):
        try:
            result, _ = submit(town.session(clerk), document, "counter")
        except Outage:
            continue
        except Refusal:
            return False
        person.case_id, person.reference = result.case_id, result.reference
        return True
    return False


def pay(town: Town, person: Person, opened: OpenCase) -> None:
    """Pays what the applicant was asked for, in their own way."""
    for request in opened.file.requests[person.paid :]:
        if request.state is RequestState.NEW:
            return
        waited = town.now - request.requested_at
        if person.payer is Payer.NEVER or (
            person.payer is Payer.LATE and waited < timedelta(days=town.chance.randint(5, 30))
        ):
            return
        person.paid += 1
        if request.state is RequestState.CANCELLED and person.payer is not Payer.LATE:
            continue
        bank, number = town.outside.bank, request.number
        if not number:
            continue
        if person.payer is Payer.SHORT:
            part = (request.amount / 2).quantize(Decimal("0.001"))
            bank.pay(number, part)
            if town.chance.random() < 0.6:
                bank.pay(number, request.amount - part)
        elif person.payer is Payer.OVER:
            bank.pay(number, request.amount + Decimal("7.500"))
        elif person.payer is Payer.TWICE:
            bank.pay(number, request.amount, twice=True)
            bank.pay(number, request.amount)
        else:
            bank.pay(number, request.amount, twice=town.chance.random() < 0.1)


def answer(town: Town, person: Person, opened: OpenCase) -> None:
    """Does what the applicant may do through the portal, where they feel like it."""
    service, file = opened.service, opened.file
    facts = case_facts(service, file, opened.reference, town.now)
    offered = [one for one in service.actions_in(file.case.state) if one.portal]
    others = len(offered) > 1 and service.state(file.case.state).waits_on is WaitsOn.APPLICANT
    for action in offered:
        if not action.shown.holds(facts):
            continue
        if action.key == "withdraw":
            # Some have had enough of waiting when they are asked.
            share = 0.15 if person.fickle else 0.1 if others else 0.0
            if town.chance.random() < share:
                _ask(town, opened, action, town.chance)
                return
        elif person.diligent and town.chance.random() < 0.5:
            _ask(town, opened, action, town.chance)
            return


def _ask(town: Town, opened: OpenCase, action: Action, chance: random.Random) -> None:
    case = opened.file.case
    today = amman_date(town.now)
    facts = case_facts(opened.service, opened.file, opened.reference, town.now)
    inputs = forms.fill(action.inputs, Blank(opened.reference, today, facts, case.payload), chance)
    if inputs is None:
        return
    papers = [
        forms.document(one.slot, chance)
        for one in opened.file.current_attachments
        if action.key == _CORRECT and one.verdict is Verdict.REJECTED
    ]
    kind = "correct" if action.key == _CORRECT else action.key
    if kind in KINDS:
        # Whose number was corrected knows the new one.
        known = {"reference": case.reference, "mobile": case.applicant.mobile}
        document = {**known, "attachments": papers, **inputs}
        town.outside.website.send(kind, document)
        return
    # What the portal does not carry is asked for at the counter.
    clerk = town.staff[case.owner_department][0]
    act(town.session(clerk), case.case_id, action.key, inputs, attachments=papers)
