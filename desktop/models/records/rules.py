"""A definition as the rows that the database keeps of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

NOTHING = "null"
"""The JSON of what a service does not have."""


@dataclass(frozen=True, slots=True)
class SyncedState:
    """One state."""

    state: str
    is_start: bool
    waits_on: str
    handler: str
    closing: str
    uploads: bool


@dataclass(frozen=True, slots=True)
class SyncedAction:
    """One outcome of one action from one state; JSON texts hold its conditions and effects."""

    action: str
    from_state: str
    position: int
    to_state: str
    condition: str
    requires: str
    jobs: str
    authority: str
    not_by_actor_of: str
    trigger: str
    portal: bool
    shared: bool
    inputs: str
    effects: str
    event: str = ""


@dataclass(frozen=True, slots=True)
class SyncedService:
    """One version of one service; ``digest`` tells whether code and database agree."""

    service: str
    version: int
    digest: str
    owner_department: str
    host_field: str
    fee: str
    slots: str
    refunds: str
    deadlines: str
    subject: str
    submission: str
    form: str
    wordings: tuple[tuple[str, str], ...]
    states: tuple[SyncedState, ...]
    actions: tuple[SyncedAction, ...]
    occasion: str = NOTHING

    def as_json(self) -> dict[str, object]:
        """Everything but the digest; the wordings are the municipality's own and are not part of it."""
        row = asdict(self)
        del row["digest"], row["wordings"]
        # A service that schedules nothing keeps the digest that it had before anything could be scheduled.
        if self.occasion == NOTHING:
            del row["occasion"]
        for action in row["actions"]:
            if not action["event"]:
                del action["event"]
        return row

    def with_digest(self, digest: str) -> SyncedService:
        return replace(self, digest=digest)
