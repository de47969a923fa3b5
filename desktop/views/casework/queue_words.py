"""How a queue is called and drawn in the sidebar, and what it says when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desktop.base.text import ltr
from desktop.usecases.queues import Queue
from desktop.views.i18n import said, tr_
from desktop.views.widgets.states import EmptyState

_ICONS = {
    "mine": "list-checks",
    "late": "clock-alert",
    "handled": "history",
    "waiting": "hourglass",
    "open": "inbox",
    "closed": "circle-check",
}


def queue_icon(queue: Queue) -> str:
    """The icon of ``queue``."""
    return _ICONS.get(queue.key, "inbox")


def queue_title(queue: Queue, queues: Iterable[Queue]) -> str:
    """The name of ``queue``; where two services call a state alike, with the service's letters."""
    words = said(queue.label)
    alike = any(other.key != queue.key and said(other.label) == words for other in queues)
    return f"{words} · {ltr(queue.service)}" if alike and queue.service else words


def empty_list(queue: Queue, *, narrowed: bool, clear: Callable[[], None]) -> EmptyState:
    """What an empty list says: that the filter hides all, or that there is nothing, and what to do."""
    if not narrowed:
        return EmptyState(
            queue_icon(queue),
            said(queue.empty),
            tr_("Diwan", "New applications appear here by themselves. F5 asks again at once."),
        )
    return EmptyState(
        "search",
        tr_("Diwan", "No application matches the filter"),
        tr_("Diwan", "Search in all applications with Ctrl+K, or clear the filter."),
        tr_("Diwan", "Clear the filter"),
        clear,
    )
