"""The counts beside the lines of the sidebar: asked again when what they count has changed.

A page declares what it counts with :func:`counted`, beside its class; whoever signs in gets the counts of
the pages offered to them. They are read on the runner, never by the window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from desktop.views.desk import Desk, Session

Counting = Callable[[Any], Mapping[str, int]]
"""Called on a worker thread with the desk's services; the counts by the sidebar's keys."""


@dataclass(frozen=True)
class _Source:
    name: str
    kinds: frozenset[str]
    may: Callable[[Session], bool]
    count: Counting


_sources: dict[str, _Source] = {}


def counted(kinds: frozenset[str], may: Callable[[Session], bool]) -> Callable[[Counting], Counting]:
    """Registers a count that is due whenever one of ``kinds`` changed, for those for whom ``may`` holds."""

    def register(count: Counting) -> Counting:
        name = f"{count.__module__}.{count.__qualname__}"
        _sources[name] = _Source(name, kinds, may, count)
        return count

    return register


class LiveCounts(QObject):
    """The counts of one person's desk; kept, so that a window made anew shows them at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._counts: dict[str, int] = {}
        self._sources = [source for source in _sources.values() if source.may(desk.session)]
        desk.changed.connect(self._take_change)

    def ask(self) -> None:
        """Asks for every count."""
        for source in self._sources:
            self._ask(source)

    def tell(self) -> None:
        """Says the counts as they were last read."""
        self._desk.count(self._counts)

    def _take_change(self, kinds: frozenset[str]) -> None:
        for source in self._sources:
            if source.kinds & kinds:
                self._ask(source)

    def _ask(self, source: _Source) -> None:
        services, count = self._desk.services, source.count
        self._desk.runner.submit(lambda: count(services), self._take, key=f"count-{source.name}")

    def _take(self, counts: Mapping[str, int]) -> None:
        self._counts.update(counts)
        self._desk.count(counts)
