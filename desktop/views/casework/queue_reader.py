"""What a queue's page reads: the rows as they are asked for, and the applications behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from desktop.models.records.case import Case
from desktop.models.records.people import Actor, StaffMember
from desktop.usecases.casework import Listing, Present, list_cases, matching
from desktop.usecases.filters import FilterSpec
from desktop.usecases.queues import Queue
from desktop.views.casework.rows import rows_of
from desktop.views.tables.model import CAP
from desktop.views.tables.rows import Fetch, Order, RowsPage


class QueueReader:
    """Reads the queue in view under its filter; ``services`` is the session of the use-cases."""

    def __init__(self, services: Any) -> None:
        self._services = services
        self._seen: dict[str, Case] = {}
        self.queue: Queue | None = None
        self.spec = FilterSpec()
        self.present: Present | None = None
        """The account and its office as of the rows read last; none before the first."""

    def fetch(self, *, keep: bool = True) -> Fetch:
        """How the rows of the queue are read as it is narrowed now; ``keep`` remembers their applications.

        Raises ``ValueError`` where no queue is in view.
        """
        services, spec, seen, key = self._services, self.spec, self._seen, self._key()

        def fetch(cursor: object, order: Order, wanted: int) -> RowsPage:
            after: Any = cursor
            found: Listing = list_cases(
                services,
                key,
                spec,
                after=after,
                limit=wanted,
                sort=order.sort,
                descending=order.descending,
            )
            if keep:
                seen.update((case.reference, case) for case in found.cases)
                self.present = found.present
            return RowsPage(rows_of(found, services.registry), found.after)

        return fetch

    def fetch_every(self) -> Callable[[], tuple[Case, ...]]:
        """How all that the queue shows as it is narrowed now are read, at most ``CAP``.

        Raises ``ValueError`` where no queue is in view.
        """
        services, spec, key = self._services, self.spec, self._key()
        return lambda: matching(services, key, spec, CAP)

    def cases(self, references: Iterable[str]) -> list[Case]:
        """The applications of those references that were read, in that order."""
        return [self._seen[reference] for reference in references if reference in self._seen]

    def actor(self) -> Actor | None:
        """Who reads; ``None`` before the first rows."""
        return self.present.office.actor if self.present is not None else None

    def staff(self) -> tuple[StaffMember, ...]:
        """The colleagues; none before the first rows."""
        return self.present.staff if self.present is not None else ()

    def _key(self) -> str:
        if self.queue is None:
            raise ValueError("no queue is in view")
        return self.queue.key
