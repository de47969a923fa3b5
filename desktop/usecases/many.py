"""One step on many cases: each in a transaction of its own, with a result for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.models.queries.case_files import case_by_id
from desktop.models.queries.letter_prints import newest_letters
from desktop.models.records.case import Case, ChangeSet
from desktop.models.records.people import WORKER_LOGIN, Actor, Job
from desktop.models.tables.office import staff
from desktop.usecases.cases import OpenCase, act_in, opened_in, who_was_first
from desktop.usecases.printing import print_batch
from desktop.usecases.session import Session
from desktop.workflows.definition import Action, Trigger
from desktop.workflows.registry import Registry

TAKING_OVER = frozenset({"hand_over", "note"})
"""What may be done with a case that a colleague holds: it is said in the record, and takes no work away."""
NOT_IN_NUMBERS = frozenset({"amend_mobile"})
"""What concerns one applicant alone."""


_PIECE = 500


class Ending(StrEnum):
    """How one case of many ended."""

    DONE = "done"
    REFUSED = "refused"
    LEFT = "left"
    """Not tried: it was cancelled before, or the database was lost."""


@dataclass(frozen=True, slots=True)
class Item:
    """One case of many, in the version that the person saw."""

    case_id: int
    reference: str
    version: int | None
    applicant: str = ""

    @classmethod
    def of(cls, case: Case) -> Item:
        """``case`` as it was seen."""
        return cls(case.case_id, case.reference, case.version, case.applicant.name)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How the step ended for one case; ``problem`` says why it was refused or left."""

    item: Item
    ending: Ending
    problem: Text | None = None
    kinds: frozenset[str] = frozenset()

    @property
    def reference(self) -> str:
        """The case's reference."""
        return self.item.reference


_CANCELLED = Text("أُلغي قبل الوصول إليه؛ لم يتغير.", "Cancelled before its turn; it is unchanged.")


def act_on_many(
    session: Session,
    items: Sequence[Item],
    action: str,
    inputs: Mapping[str, object],
    go_on: Callable[[int], bool] = lambda _done: True,
) -> tuple[ItemResult, ...]:
    """Does ``action`` on each of ``items``, each in a transaction of its own.

    A case that refuses leaves the others alone, and one that a colleague holds is refused, except for what
    :data:`TAKING_OVER` names. After each, ``go_on`` is told how many are through and stops the rest with
    ``False``; a lost database stops it too. There is a result for every item.
    """
    results: list[ItemResult] = []
    for item in items:
        try:
            changes = _act_on(session, item, action, inputs)
        except Refusal as refusal:
            results.append(ItemResult(item, Ending.REFUSED, refusal.text))
        except Outage as outage:
            # Whether this one went through is not known: it is said so, and nothing else is tried.
            results.append(ItemResult(item, Ending.REFUSED, outage.text))
            break
        else:
            results.append(ItemResult(item, Ending.DONE, kinds=changes.kinds))
        if not go_on(len(results)):
            break
    left = (ItemResult(item, Ending.LEFT, _CANCELLED) for item in items[len(results) :])
    return (*results, *left)


def _act_on(session: Session, item: Item, action: str, inputs: Mapping[str, object]) -> ChangeSet:
    with session.database.writing() as connection:
        opened = opened_in(session, connection, case_by_id(connection, item.case_id))
        case = opened.file.case
        if item.version is not None and case.version != item.version:
            raise _moved_on(opened, _name(connection, opened.file.events[-1].actor))
        if case.assignee not in (None, session.login) and action not in TAKING_OVER:
            raise _held(_name(connection, case.assignee or ""))
        return act_in(session, connection, opened, action, inputs)


def _held(who: Text) -> Refusal:
    return Refusal.one("held", f"الطلب بعهدة {who.ar}؛ لم يُمَسّ.", f"{who.en} holds it; it was left alone.")


def _moved_on(opened: OpenCase, who: Text) -> Refusal:
    """Who was first and what they did, in words (COM-09)."""
    last, service = opened.file.events[-1], opened.service
    did = next((one.label for one in service.actions if one.key == last.action), Text("—", "—"))
    state = service.state(opened.file.case.state).label
    return Refusal.one(
        "stale",
        f"سبقك {who.ar}: {did.ar}. حالته الآن: {state.ar}.",
        f"{who.en} was first: {did.en}. It is now: {state.en}.",
        details=who_was_first(opened.file),
    )


def _name(connection: Connection, login: str) -> Text:
    if login == WORKER_LOGIN:
        return Text("ديوان تلقائيًا", "Diwan itself")
    row = connection.execute(select(staff.c.name_ar, staff.c.name_en).where(staff.c.login == login)).first()
    return Text(row.name_ar, row.name_en) if row else Text(login, login)


def actions_for_all(registry: Registry, actor: Actor, cases: Iterable[Case]) -> tuple[Action, ...]:
    """What ``actor`` may try on all of ``cases`` together, in the definition's order.

    Only what a person does to a case as a whole; an action of a service only where all are of that service.
    """
    found: dict[str, Action] | None = None
    services: set[str] = set()
    held = frozenset[Job]().union(*(actor.jobs_in(one) for one in actor.departments))
    for service, state in {(c.service, c.state) for c in cases}:
        services.add(service)
        here = {
            one.key: one
            for one in registry[service].actions_in(state)
            if one.trigger is Trigger.PERSON
            and one.listed
            and one.key not in NOT_IN_NUMBERS
            and held & set(one.by)
        }
        found = here if found is None else {key: one for key, one in found.items() if key in here}
    if found is None:
        return ()
    return tuple(one for one in found.values() if one.shared or len(services) == 1)


_NO_LETTER = Text("ليس له كتاب ساري المفعول مختوم بعد.", "It has no sealed letter in force yet.")


def print_many(
    session: Session, items: Sequence[Item], go_on: Callable[[int], bool] = lambda _done: True
) -> tuple[bytes, tuple[ItemResult, ...]]:
    """The newest letter of each of ``items`` as one document, each recorded as printed (COM-11).

    A letter that was printed before comes as a marked copy. There is a result for every item; the document
    is empty where no letter was printed.
    """
    by_case = {item.case_id: item for item in items}
    with session.database.reading() as connection:
        # Read in pieces: a database takes only so many numbers in one question.
        numbers = list(by_case)
        letters = [
            one
            for first in range(0, len(numbers), _PIECE)
            for one in newest_letters(connection, numbers[first : first + _PIECE])
        ]
    stopped = False

    def through(done: int) -> None:
        nonlocal stopped
        stopped = stopped or not go_on(done)

    batch = print_batch(session, letters, progress=through, cancelled=lambda: stopped)
    refused = dict(batch.refused)
    by_number = {one.case_id: one for one in letters}
    results = []
    for item in items:
        letter = by_number.get(item.case_id)
        if letter is None:
            results.append(ItemResult(item, Ending.REFUSED, _NO_LETTER))
        elif letter.serial in refused:
            results.append(ItemResult(item, Ending.REFUSED, refused[letter.serial]))
        elif item.case_id in batch.changes.case_ids:
            results.append(ItemResult(item, Ending.DONE, kinds=batch.changes.kinds))
        else:
            results.append(ItemResult(item, Ending.LEFT, _CANCELLED))
    return batch.pdf, tuple(results)
