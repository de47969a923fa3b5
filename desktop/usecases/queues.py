"""Queues as the desk lists them: made from the services' states, counted, paged, searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.base.clock import amman_date
from desktop.base.text import Text, search_form
from desktop.models.queries import queues
from desktop.models.queries.kinds import of_kinds
from desktop.models.queries.outbox import outbox_messages
from desktop.models.queries.queues import QueueFilter, QueuePage
from desktop.models.records.case import Case, Message, WaitsOn
from desktop.models.records.people import Actor
from desktop.usecases.session import Session
from desktop.workflows.definition import Handler, ServiceDefinition
from desktop.workflows.registry import Registry


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue of the sidebar: its name, what it shows, and what an empty one tells the clerk."""

    key: str
    label: Text
    section: str
    filter: QueueFilter
    empty: Text
    service: str = ""


@dataclass(frozen=True, slots=True)
class QueueCount:
    """A queue with its count; ``capped`` where there are more than the count says."""

    queue: Queue
    count: int
    capped: bool


SHORTEST_KIND = 4
"""Letters; what is shorter names no kind of application."""
YEARS_HEARD = 4
"""A number that was heard without its year is looked for in this one and the three before."""
_EMPTY = Text("لا طلبات هنا الآن.", "Nothing here at present.")


def queues_of(session: Session, actor: Actor, now: datetime) -> tuple[Queue, ...]:
    """The queues that ``actor`` sees: their own, each state where they must act, and the rest."""
    found = [
        Queue(
            "mine",
            Text("طلبات بعهدتي", "Claimed by me"),
            "me",
            QueueFilter(assignee=actor.login),
            Text("لم تستلم أي طلب بعد؛ استلم طلباً من القوائم أدناه.", "You hold no case; claim one below."),
        ),
        Queue(
            "late",
            Text("متأخرة", "Late"),
            "me",
            QueueFilter(late_at=now),
            Text("لا طلبات متأخرة. أحسنتم.", "Nothing is late. Well done."),
        ),
        Queue(
            "handled",
            Text("أنجزتها خلال 7 أيام", "Handled by me, 7 days"),
            "me",
            QueueFilter(handled_by=actor.login, handled=(now - timedelta(days=7), now + timedelta(days=1))),
            _EMPTY,
        ),
    ]
    for service in session.registry.values():
        found += _states(service, actor)
    found += [
        Queue(
            "waiting",
            Text("بانتظار مقدم الطلب", "Waiting for the applicant"),
            "all",
            QueueFilter(waits_on=WaitsOn.APPLICANT),
            _EMPTY,
        ),
        *_outside(session, actor),
        Queue("open", Text("كل الطلبات المفتوحة", "All open"), "all", QueueFilter(), _EMPTY),
        Queue("closed", Text("المنتهية", "Closed"), "all", QueueFilter(closed=True), _EMPTY),
    ]
    return tuple(found)


def _outside(session: Session, actor: Actor) -> list[Queue]:
    """What waits for bodies outside, where a service of the account asks any (LIC-06)."""
    mine = (s for s in session.registry.values() if actor.is_worker or s.department in actor.departments)
    if not any(state.waits_on is WaitsOn.OUTSIDE for service in mine for state in service.states):
        return []
    label = Text("بانتظار جهات خارجية", "Waiting for bodies outside")
    return [Queue("outside", label, "all", QueueFilter(waits_on=WaitsOn.OUTSIDE), _EMPTY)]


def _states(service: ServiceDefinition, actor: Actor) -> list[Queue]:
    found = []
    for state in service.states:
        if state.waits_on is not WaitsOn.STAFF:
            continue
        hosting = state.handler is Handler.HOST
        if not actor.is_worker and not hosting and service.department not in actor.departments:
            continue
        departments = (actor.departments - {""}) if hosting else frozenset({service.department})
        found.append(
            Queue(
                f"{service.code}.{state.key}",
                state.label,
                "work",
                QueueFilter(departments=departments, service=service.code, states=frozenset({state.key})),
                Text("لا طلبات بانتظاركم هنا.", "No application waits for you here."),
                service.code,
            )
        )
    return found


def queue_counts(session: Session) -> tuple[QueueCount, ...]:
    """Every queue of the account with its count, in one reading."""
    with session.database.reading() as connection:
        office = session.office(connection)
        states = queues.open_counts(connection, office.actor)
        counts = []
        for queue in queues_of(session, office.actor, office.now):
            wanted = queue.filter
            if queue.key in ("closed", "handled"):
                continue
            if queue.key in ("mine", "late"):
                # What one holds and what is late stands together in an index.
                count = queues.queue_count(connection, office.actor, wanted)
                counts.append(QueueCount(queue, count, count >= queues.COUNT_CAP))
                continue
            count = sum(
                one.cases
                for one in states
                if (not wanted.states or (one.state in wanted.states and one.service == wanted.service))
                and (not wanted.departments or one.department in wanted.departments)
                and wanted.waits_on in (None, one.waits_on)
            )
            counts.append(QueueCount(queue, count, capped=False))
    return tuple(counts)


def list_queue(
    session: Session,
    wanted: QueueFilter,
    after: queues.Cursor | None = None,
    limit: int = 200,
    text: str = "",
) -> QueuePage:
    """One page of a queue, soonest due first; ``text`` narrows it to what is typed."""
    with session.database.reading() as connection:
        office = session.office(connection)
        return queues.queue_page(
            connection, office.actor, replace(wanted, text=text or wanted.text), after, limit
        )


def search(session: Session, typed: str, limit: int = 30) -> tuple[Case, ...]:
    """Cases that ``typed`` fits, what was heard as a reference first, then open ones.

    Last come open cases of the kind that it names, under any of its spellings (EXM-01).
    """
    with session.database.reading() as connection:
        office = session.office(connection)
        year = amman_date(office.now).year
        found = queues.search(
            connection,
            office.actor,
            typed,
            limit,
            services=tuple(session.registry),
            years=tuple(range(year, year - YEARS_HEARD, -1)),
        )
        named = _kinds_named(session.registry, typed)
        more = of_kinds(connection, office.actor, named, limit - len(found))
    known = {case.case_id for case in found}
    return (*found, *(case for case in more if case.case_id not in known))


def _kinds_named(registry: Registry, typed: str) -> tuple[tuple[str, str, str], ...]:
    """(service, field, value) of every kind of application that ``typed`` names."""
    words = search_form(typed).split()
    if not words or len("".join(words)) < SHORTEST_KIND:
        return ()
    found = []
    for code, service in registry.items():
        about = search_form(f"{service.label.ar} {service.label.en}").split()
        for field in service.fields:
            for choice in field.choices if field.key in service.summary else ():
                names = (choice.label.ar, choice.label.en, *choice.aliases)
                own = search_form(" ".join(names)).split()
                named = [word for word in words if _begins(word, own)]
                if named and all(_begins(word, own + about) for word in words):
                    found.append((code, field.key, choice.value))
    return tuple(found)


def _begins(word: str, words: Sequence[str]) -> bool:
    """Whether ``word`` begins one of ``words``, with the article or without it."""
    bare = word.removeprefix("ال") if len(word) > 4 else word
    return any(one.removeprefix("ال").startswith(bare) for one in words)


def recent_cases(session: Session, references: Sequence[str]) -> tuple[Case, ...]:
    """The cases of ``references`` that the account still sees, in their order."""
    with session.database.reading() as connection:
        return queues.cases_of(connection, session.office(connection).actor, references)


def list_outbox(session: Session, case_id: int | None = None) -> tuple[tuple[str, Message], ...]:
    """(reference, message) of every message that the account sees, or of one case; oldest first."""
    with session.database.reading() as connection:
        return outbox_messages(connection, session.office(connection).actor, case_id)
