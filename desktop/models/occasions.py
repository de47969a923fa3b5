"""Planning, moving, cancelling, holding occasions, their results: the same on both databases (ADR 0006)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import Connection

from desktop.models.database import Database
from desktop.models.embedded import EmbeddedSteps
from desktop.models.embedded_occasions import EmbeddedOccasions
from desktop.models.records.occasion import OccasionResult


class Occasions(Protocol):
    """Changes occasions; what each action takes stands in docs/adr/0006."""

    def occasion(
        self, action: str, occasion_id: int | None, expected_version: int | None, data: Mapping[str, object]
    ) -> OccasionResult:
        """Carries one change out with all that it does to the cases, or refuses it naming the field."""
        ...


def occasions(database: Database, connection: Connection, login: str, workstation: str) -> Occasions:
    """The changes of ``login`` within the transaction of ``connection``."""
    if database.is_central:
        # Imported here: a single desk never needs the driver, and starts faster without it.
        from desktop.models.central import CentralOccasions

        return CentralOccasions(connection, workstation)
    steps = database.steps(connection, login, workstation)
    if not isinstance(steps, EmbeddedSteps):
        raise TypeError("an embedded database has embedded steps")
    return EmbeddedOccasions(connection, steps, workstation)
