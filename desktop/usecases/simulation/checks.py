"""What must hold at the end of a simulation, whatever happened in it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection, select

from desktop.letters.content import from_dict
from desktop.letters.signing import LetterFacts
from desktop.letters.verification import State, verify_pdf
from desktop.models.queries.money import ledger
from desktop.models.records.case import DeadlineState, MessageState, WaitsOn
from desktop.models.records.occasion import OccasionEvent
from desktop.models.records.people import Job
from desktop.models.tables.applications import cases, deadline
from desktop.models.tables.letters import letter, letter_document
from desktop.models.tables.outbox import message
from desktop.models.tables.schedule import occasion, place
from desktop.usecases.audit import audit
from desktop.usecases.simulation.town import Town
from desktop.workflows.definition import ServiceDefinition, Trigger

LONGEST_DELAY = timedelta(days=4)
"""How late a passed window may be carried out: gateways that are down for days hold windows open (COM-04)."""


class Invariant(StrEnum):
    """The invariants, in the order in which they are told."""

    WAITING = "every case ended or waits for somebody"
    MONEY = "received = earned + refunded + to be refunded + unsettled"
    MESSAGES = "each message once"
    SEATS = "no seat above the maximum"
    DEADLINES = "no deadline missed"
    LETTERS = "every letter verifies"
    RECORD = "the record is whole"
    ONCE = "nobody does a step twice"


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that does not hold, and the case (or row) that shows it."""

    invariant: Invariant
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.invariant.value}: {self.what}"


def broken(town: Town) -> tuple[Broken, ...]:
    """Every invariant that does not hold in ``town``, with its case."""
    with town.database.reading() as connection:
        names = {row.id: row.reference for row in connection.execute(select(cases.c.id, cases.c.reference))}
        return (
            *_waiting(town, connection),
            *_money(town, connection),
            *_messages(town, connection, names),
            *_seats(connection),
            *_deadlines(town, connection, names),
            *_letters(town, connection, names),
            *_record(town),
        )


def _waiting(town: Town, connection: Connection) -> Iterator[Broken]:
    open_cases = select(
        cases.c.id, cases.c.reference, cases.c.service, cases.c.state, cases.c.waits_on, cases.c.department
    ).where(cases.c.closed_at.is_(None))
    going = {
        (row.case_id, row.action)
        for row in connection.execute(
            select(deadline.c.case_id, deadline.c.action).where(
                deadline.c.state.in_([DeadlineState.RUNNING.value, DeadlineState.PENDING.value])
            )
        )
    }
    for row in connection.execute(open_cases):
        service = town.registry[row.service]
        if not _somebody(town, service, row.state, row.waits_on, row.department, row.id, going):
            yield Broken(
                Invariant.WAITING,
                row.reference,
                f"in '{row.state}' it waits on {row.waits_on}, and nobody acts",
            )


def _somebody(
    town: Town,
    service: ServiceDefinition,
    state: str,
    waits_on: str,
    department: str,
    case_id: int,
    going: set[tuple[int, str]],
) -> bool:
    own = [action for action in service.actions_in(state) if action.key not in _EVERYWHERE]
    staff = any({Job.CLERK, Job.SUPERVISOR} & set(action.by) for action in own)
    staff = staff or any(action.event in _BY_STAFF for action in own)
    if waits_on in (WaitsOn.STAFF, WaitsOn.OUTSIDE):
        return staff and bool(town.staff.get(department))
    windows = any((case_id, action.key) in going for action in own)
    moved = any(action.trigger in _OUTSIDE for action in own)
    if waits_on == WaitsOn.APPLICANT:
        return windows or moved or staff or any(action.portal for action in own)
    # What a register answers the worker asks at once; nobody waits for that once the weather is fair.
    others = any(action.trigger in _OUTSIDE and action.trigger is not Trigger.REGISTER for action in own)
    return waits_on == WaitsOn.CLOCK and (windows or others)


_OUTSIDE = tuple(trigger for trigger in Trigger if trigger not in (Trigger.PERSON, Trigger.DEADLINE))
_BY_STAFF = (OccasionEvent.DATED, OccasionEvent.HELD, OccasionEvent.RESULTS)
_EVERYWHERE = frozenset({"claim", "release", "hand_over", "note", "amend_mobile", "resend", "attach"})


def _money(town: Town, connection: Connection) -> Iterator[Broken]:
    for case_id, reference in connection.execute(select(cases.c.id, cases.c.reference)).all():
        found = ledger(connection, case_id)
        if not found.balances:
            yield Broken(Invariant.MONEY, reference, str(found))
    whole = ledger(connection)
    if not whole.balances:
        yield Broken(Invariant.MONEY, "all cases", str(whole))
    if whole.received != town.outside.bank.received:
        yield Broken(
            Invariant.MONEY,
            "all cases",
            f"the bank paid {town.outside.bank.received}, {whole.received} is in the books",
        )


def _messages(town: Town, connection: Connection, names: dict[int, str]) -> Iterator[Broken]:
    delivered = dict(town.outside.phones.delivered)
    same: dict[tuple[int, int, str], int] = defaultdict(int)
    rows = connection.execute(
        select(
            message.c.case_id, message.c.event_number, message.c.key, message.c.idempotency_key,
            message.c.state, message.c.recipient, message.c.text,
        )
    )  # fmt: skip
    for row in rows:
        where = names[row.case_id]
        same[row.case_id, row.event_number, row.idempotency_key.rsplit("-", 1)[-1]] += 1
        arrived = delivered.pop(row.idempotency_key, [])
        if row.state != MessageState.SENT.value:
            yield Broken(Invariant.MESSAGES, where, f"'{row.key}' is {row.state}")
        elif arrived != [(row.recipient, row.text)]:
            yield Broken(Invariant.MESSAGES, where, f"'{row.key}' reached a telephone {len(arrived)} times")
    for (case_id, event_number, key), times in same.items():
        if times > 1:
            yield Broken(
                Invariant.MESSAGES, names[case_id], f"event {event_number} says '{key}' {times} times"
            )
    for key in delivered:
        yield Broken(Invariant.MESSAGES, key, "a message that is in no outbox")


def _seats(connection: Connection) -> Iterator[Broken]:
    seated = defaultdict[int, list[int | None]](list)
    rows = connection.execute(select(place.c.occasion_id, place.c.seat).where(place.c.state == "seated"))
    for occasion_id, seat in rows:
        seated[occasion_id].append(seat)
    for one in connection.execute(select(occasion)).mappings():
        where, seats = f"{one['kind']} {one['id']}", seated[one["id"]]
        if len(seats) > one["maximum"]:
            yield Broken(Invariant.SEATS, where, f"{len(seats)} seats of {one['maximum']}")
        if len(seats) != one["taken"]:
            yield Broken(Invariant.SEATS, where, f"{one['taken']} are counted, {len(seats)} hold a seat")
        if len(set(seats)) < len(seats) or None in seats:
            yield Broken(Invariant.SEATS, where, "a seat is held twice, or none by somebody seated")


def _deadlines(town: Town, connection: Connection, names: dict[int, str]) -> Iterator[Broken]:
    rows = connection.execute(
        select(
            deadline.c.case_id, deadline.c.key, deadline.c.state, deadline.c.anchor_at, deadline.c.due_at,
            deadline.c.ended_at,
        )
    )  # fmt: skip
    for row in rows:
        if row.due_at is None:
            continue
        # Who pays after the period's first day begins at once: that window had run out when it was set.
        since = max(row.due_at, row.anchor_at or row.due_at)
        running = row.state == DeadlineState.RUNNING.value and row.due_at <= town.now
        done = row.state == DeadlineState.DONE.value
        if running:
            yield Broken(Invariant.DEADLINES, names[row.case_id], f"'{row.key}' passed at {row.due_at}")
        elif done and not timedelta(0) <= row.ended_at - since <= LONGEST_DELAY:
            yield Broken(
                Invariant.DEADLINES,
                names[row.case_id],
                f"'{row.key}', due {row.due_at}, ended {row.ended_at}",
            )


def _letters(town: Town, connection: Connection, names: dict[int, str]) -> Iterator[Broken]:
    key = town.gateways.signing_key
    if key is None:
        return
    rows = connection.execute(
        select(letter.c.case_id, letter.c.serial, letter.c.content, letter_document.c.pdf).outerjoin(
            letter_document, letter_document.c.letter_id == letter.c.id
        )
    )
    for row in rows:
        where = names[row.case_id]
        if row.pdf is None:
            yield Broken(Invariant.LETTERS, where, f"{row.serial} was never written")
            continue
        verdict = verify_pdf(row.pdf, [key.public])
        if verdict.state is not State.GENUINE:
            yield Broken(Invariant.LETTERS, where, f"{row.serial} is {verdict.state.value}")
        elif verdict.facts != LetterFacts.of(from_dict(json.loads(row.content))):
            yield Broken(Invariant.LETTERS, where, f"{row.serial} says something else than was signed")


def _record(town: Town) -> Iterator[Broken]:
    found = audit(town.session())
    for reference, number in found.broken:
        yield Broken(Invariant.RECORD, reference, f"event {number}")
    if found.office_broken_at is not None:
        yield Broken(Invariant.RECORD, "office", f"entry {found.office_broken_at}")
