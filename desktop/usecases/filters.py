"""Saved filters: a person's own, and those shared with a department; lines of the sidebar."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from desktop.base.errors import Refusal
from desktop.base.text import cleaned
from desktop.models.desk_rows import SavedFilter, desk_rows, filters_of
from desktop.models.queries.queues import QueueFilter, open_counts, queue_count
from desktop.models.records.case import WaitsOn
from desktop.models.records.people import Actor, Job
from desktop.models.records.plan import canonical_json
from desktop.usecases.session import Session

PREFIX = "filter:"
ME, NOBODY = "=me", "=nobody"
"""In place of a login: whoever looks, and that nobody holds the case."""
OPEN, CLOSED = "open", "closed"
_NONE = "-"
"""A state that no service has."""


@dataclass(frozen=True, slots=True)
class FilterSpec:
    """What a filter asks for; every part that is given narrows it.

    ``holder`` is a login, :data:`ME` or :data:`NOBODY`; ``waits`` is a :class:`WaitsOn`'s value; ``which``
    is :data:`OPEN` or :data:`CLOSED`. ``sort`` is a key of ``queries.queues.SORTS``.
    """

    text: str = ""
    service: str = ""
    states: tuple[str, ...] = ()
    holder: str = ""
    waits: str = ""
    late: bool = False
    which: str = OPEN
    sort: str = ""
    descending: bool = False

    def wanted(self, actor: Actor, now: datetime) -> QueueFilter:
        """As the queues are asked, for ``actor`` and as of ``now``."""
        return QueueFilter(
            service=self.service,
            states=frozenset(self.states),
            waits_on=WaitsOn(self.waits) if self.waits else None,
            assignee=actor.login if self.holder == ME else self.holder if self._names_somebody else None,
            unassigned=self.holder == NOBODY,
            late_at=now if self.late else None,
            closed=self.which == CLOSED,
            text=self.text,
        )

    @property
    def _names_somebody(self) -> bool:
        return bool(self.holder) and not self.holder.startswith("=")


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved filter as the sidebar shows it; ``may_drop`` says whether the account may delete it."""

    filter_id: int
    name: str
    owner: str
    department: str
    spec: FilterSpec
    may_drop: bool

    @property
    def key(self) -> str:
        """The argument of the queues' page that shows it."""
        return f"{PREFIX}{self.filter_id}"


def saved_filters(session: Session) -> tuple[Kept, ...]:
    """The account's own filters and those shared with its departments, by name; nonsense is left out."""
    with session.database.reading() as connection:
        actor = session.office(connection).actor
        found = filters_of(connection, actor)
    return tuple(kept for one in found if (kept := _kept(one, actor)) is not None)


def filter_counts(session: Session) -> dict[str, int]:
    """How many cases each of the account's filters shows, by its key.

    What only names states is summed from the counts; what one holds and what is late stands together in an
    index, and is counted no further than ``COUNT_CAP``. A filter by what was typed, and one over closed
    cases, has no count: it could only be had by reading the cases.
    """
    found: dict[str, int] = {}
    with session.database.reading() as connection:
        office = session.office(connection)
        states = open_counts(connection, office.actor)
        for row in filters_of(connection, office.actor):
            kept = _kept(row, office.actor)
            if kept is None or kept.spec.text or kept.spec.which != OPEN:
                continue
            wanted = kept.spec.wanted(office.actor, office.now)
            if kept.spec.holder or kept.spec.late:
                found[kept.key] = queue_count(connection, office.actor, wanted)
            else:
                found[kept.key] = sum(
                    one.cases
                    for one in states
                    if (not wanted.states or one.state in wanted.states)
                    and wanted.service in ("", one.service)
                    and wanted.waits_on in (None, one.waits_on)
                )
    return found


def save_filter(session: Session, name: str, spec: FilterSpec, department: str = "") -> int:
    """Keeps ``spec`` as ``name``, shared with ``department`` where one is given; its number.

    The same name again replaces what it was. Raises ``Refusal`` with field ``name``, ``department`` or
    ``filters`` (too many).
    """
    plain = cleaned(name)
    if not plain:
        raise Refusal.one("required", "اكتب اسماً للتصفية.", "Give the filter a name.", field="name")
    with session.database.writing() as connection:
        office = session.office(connection)
        rows = desk_rows(session.database, connection, office.actor, office.now)
        return rows.save_filter(plain, department, canonical_json(asdict(spec)))


def drop_filter(session: Session, filter_id: int) -> None:
    """Forgets a filter: one's own, or as a supervisor one that is shared with the department."""
    with session.database.writing() as connection:
        office = session.office(connection)
        desk_rows(session.database, connection, office.actor, office.now).drop_filter(filter_id)


def both(one: QueueFilter, other: QueueFilter) -> QueueFilter:
    """What ``one`` shows of that which ``other`` asks for."""
    departments = _common(one.departments, other.departments)
    assignee = other.assignee if one.assignee is None else one.assignee
    nobody = one.assignee is not None and other.assignee not in (None, one.assignee)
    return replace(
        one,
        departments=departments,
        service=other.service or one.service,
        states=frozenset({_NONE}) if nobody else _common(one.states, other.states),
        waits_on=one.waits_on or other.waits_on,
        assignee=assignee,
        unassigned=one.unassigned or other.unassigned,
        late_at=one.late_at or other.late_at,
        closed=one.closed or other.closed,
        text=" ".join(filter(None, (one.text, other.text))),
    )


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """What is in both; an empty one asks for nothing, and nothing in common finds nothing."""
    if not one or not other:
        return one or other
    return one & other or frozenset({_NONE})


def _kept(row: SavedFilter, actor: Actor) -> Kept | None:
    leads = any(one.job is Job.SUPERVISOR and one.department == row.department for one in actor.grants)
    spec = _spec(row.content)
    if spec is None:
        return None
    return Kept(row.filter_id, row.name, row.owner, row.department, spec, row.owner == actor.login or leads)


def _spec(content: str) -> FilterSpec | None:
    """What was kept, as far as this program knows it; ``None`` where it makes no sense.

    A colleague can write what they like into a shared filter: it is judged before it is used.
    """
    try:
        data = json.loads(content)
        texts = {
            name: str(data.get(name, ""))[:200]
            for name in ("text", "service", "holder", "waits", "which", "sort")
        }
        states = tuple(str(one)[:40] for one in data.get("states", ()))[:50]
        if texts["waits"]:
            WaitsOn(texts["waits"])
    except (ValueError, AttributeError, TypeError):
        return None
    return FilterSpec(
        **texts, states=states, late=data.get("late") is True, descending=data.get("descending") is True
    )
