"""Links to a part of the queues: how a number of an overview leads to the cases it counts.

A link is the argument of the queue's page: ``in:`` and the parts of a ``QueueFilter``, with the words that
stand above the list. It only narrows; what the account may see is added when the list is read (COM-10).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qs, urlencode

from desktop.base.text import Text
from desktop.models.queries.queues import QueueFilter
from desktop.models.records.case import WaitsOn
from desktop.usecases.queues import Queue

PREFIX = "in:"
NOBODY = "-"
"""Stands for the cases that nobody claimed."""
_SPANS = ("submitted", "ended", "handled", "paid", "returned")
_EMPTY = Text("لا طلبات هنا الآن.", "Nothing here at present.")


def link(title: str, wanted: QueueFilter) -> str:
    """The argument that leads to the cases of ``wanted``, headed by ``title``.

    Of ``late_at`` only that it is given is kept: what is late is judged when the list is read.
    """
    parts: list[tuple[str, str]] = [("title", title)]
    parts += [("department", code) for code in sorted(wanted.departments)]
    parts += [("owner", code) for code in sorted(wanted.owners)]
    parts += [("state", key) for key in sorted(wanted.states)]
    assignee = NOBODY if wanted.unassigned else wanted.assignee or ""
    spans = {name: getattr(wanted, name) for name in _SPANS}
    plain = {
        "service": wanted.service,
        "waits": wanted.waits_on.value if wanted.waits_on else "",
        "assignee": assignee,
        "late": "1" if wanted.late_at else "",
        "by": wanted.handled_by,
        **{name: "/".join(at.isoformat() for at in span) for name, span in spans.items() if span},
    }
    return PREFIX + urlencode([*parts, *((name, value) for name, value in plain.items() if value)])


def linked(argument: str, now: datetime) -> Queue | None:
    """The queue of a link as of ``now``; ``None`` where ``argument`` is no link or says nothing sensible."""
    if not argument.startswith(PREFIX):
        return None
    said = parse_qs(argument.removeprefix(PREFIX))

    def one(name: str) -> str:
        return said.get(name, [""])[0]

    try:
        wanted = QueueFilter(
            departments=frozenset(said.get("department", ())),
            owners=frozenset(said.get("owner", ())),
            service=one("service"),
            states=frozenset(said.get("state", ())),
            waits_on=WaitsOn(one("waits")) if one("waits") else None,
            late_at=now if one("late") else None,
            handled_by=one("by"),
            submitted=_span(one("submitted")),
            ended=_span(one("ended")),
            handled=_span(one("handled")),
            paid=_span(one("paid")),
            returned=_span(one("returned")),
        )
    except ValueError:
        return None
    if one("assignee") == NOBODY:
        wanted = replace(wanted, unassigned=True)
    elif one("assignee"):
        wanted = replace(wanted, assignee=one("assignee"))
    title = one("title")
    return Queue(argument, Text(title, title), "link", wanted, _EMPTY)


def _span(value: str) -> tuple[datetime, datetime] | None:
    if not value:
        return None
    first, before = (datetime.fromisoformat(part) for part in value.split("/"))
    if first.tzinfo is None or before.tzinfo is None:
        raise ValueError("a moment without a zone")
    return first, before
