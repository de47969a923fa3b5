"""What the embedded database asks of the rules before it writes: the counterpart of the database's functions.

On PostgreSQL the server itself keeps the rules. On an embedded database the unit of work asks a
``PlanKeeper``, which the workflows implement; the contract suite compares what the two write.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from desktop.models.records.case import CaseFile, WaitsOn
from desktop.models.records.people import Actor
from desktop.models.records.plan import OpenPlan, StepPlan
from desktop.models.records.reference import Reference

# What no text that anybody typed can hold.
REFERENCE_HERE, NAME_HERE = "\x00reference\x00", "\x00name\x00"
"""Stand in the messages of a submission, whose reference is given where the case is written."""


@dataclass(frozen=True, slots=True)
class ReadyMessage:
    """An SMS, rendered."""

    key: str
    text: str
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class ReadyDeadline:
    """A deadline; pending on ``from_message``, or due at ``due_at``."""

    key: str
    action: str
    rule: str
    from_message: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReadyPayment:
    """A payment request with the amount that is owed."""

    fee_code: str
    amount: Decimal
    message_key: str
    message_params: str
    claim: str = ""
    claim_about: str = ""


@dataclass(frozen=True, slots=True)
class ReadyRefund:
    """A refund with its computation."""

    request_id: int | None
    notice_id: int | None
    paid: Decimal
    percent_kept: Decimal
    kept: Decimal
    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """A change of one existing row: which effect, and the row's number."""

    effect: str
    row_id: int = 0
    data: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadyLetter:
    """A letter to be numbered."""

    kind: str


Ready = ReadyMessage | ReadyDeadline | ReadyPayment | ReadyRefund | ReadyRow | ReadyLetter


@dataclass(frozen=True, slots=True)
class Allowed:
    """A step that the rules allow, with everything derived that the caller may not choose."""

    waits_on: WaitsOn
    department: str
    host: str
    closing: str
    by_deadline: bool
    on_behalf_of: str
    note: str
    payload: str
    target_due_at: datetime | None
    due_at: datetime | None
    effects: tuple[Ready, ...]
    subject: str = ""


class OccasionRules(Protocol):
    """What the database's side reads of how a service schedules."""

    @property
    def postpone_days(self) -> int: ...

    @property
    def setting(self) -> str: ...

    @property
    def gathers(self) -> bool: ...

    @property
    def marked(self) -> bool: ...

    @property
    def working_days(self) -> bool: ...

    @property
    def one_each(self) -> bool: ...


class PlanKeeper(Protocol):
    """Judges plans by the definitions; refuses with ``desktop.models.refusals``."""

    def check_step(
        self, file: CaseFile, reference: Reference, actor: Actor, now: datetime, plan: StepPlan
    ) -> Allowed:
        """What the step may write."""
        ...

    def check_open(self, plan: OpenPlan, reference: Reference, actor: Actor, now: datetime) -> Allowed:
        """What opening the case may write."""
        ...

    def event_plan(
        self, file: CaseFile, reference: Reference, actor: Actor, now: datetime
    ) -> StepPlan | None:
        """What ``file.standing.happening`` does to the case, ``None`` for nothing."""
        ...

    def rule_due_at(self, rule: str, anchor: datetime) -> datetime:
        """When a dated deadline stored as ``rule`` passes."""
        ...

    def occasion_rules(self, kind: str) -> tuple[str, OccasionRules] | None:
        """The department and the rules of occasions of ``kind``; ``None`` where nothing schedules it."""
        ...

    def check_take_back(self, file: CaseFile, actor: Actor, attachment_id: int) -> str:
        """On whose behalf the actor may take their verdict on the document back (empty: their own)."""
        ...

    def check_attach(self, file: CaseFile, actor: Actor) -> str:
        """On whose behalf documents may be attached to the case now (empty: the actor's own)."""
        ...
