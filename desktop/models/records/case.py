"""One application and everything that hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from desktop.models.records.occasion import Standing
from desktop.models.records.outside import OutsideApproval
from desktop.models.records.people import Applicant


class WaitsOn(StrEnum):
    """Whom an application waits for in a state."""

    STAFF = "staff"
    APPLICANT = "applicant"
    CLOCK = "clock"
    OUTSIDE = "outside"
    NOBODY = "nobody"


class Verdict(StrEnum):
    """A reviewer's judgement of an attachment (COM-14)."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class MessageState(StrEnum):
    """Where an SMS is (COM-03)."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class DeadlineState(StrEnum):
    """``PENDING`` waits for its message to be accepted by the gateway (COM-04)."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    VOID = "void"


class RequestState(StrEnum):
    """A payment request's life; ``NEW`` has no e-payment number yet."""

    NEW = "new"
    ISSUED = "issued"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class NoticeState(StrEnum):
    """How a payment notice was understood; all but the last three wait for a clerk (COM-08)."""

    SHORT = "short"
    OVER = "over"
    LATE = "late"
    UNKNOWN = "unknown"
    SETTLED = "settled"
    APPLIED = "applied"
    RETURNED = "returned"


UNSETTLED = frozenset({NoticeState.SHORT, NoticeState.OVER, NoticeState.LATE, NoticeState.UNKNOWN})


class RefundState(StrEnum):
    """A refund's way: due, proposed by one, approved or declined by another, paid out."""

    DUE = "due"
    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    PAID = "paid"


class LetterState(StrEnum):
    """Whether a letter is in force (COM-11)."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One version of one document; ``verdict`` is the newest, ``None`` while unjudged."""

    attachment_id: int
    slot: str
    number: int
    filename: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str
    current: bool = True
    verdict: Verdict | None = None
    verdict_round: int = 0
    reason_code: str = ""
    note: str = ""
    judged_by: str = ""
    judged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the record that can be added to and never changed (COM-07)."""

    number: int
    at: datetime
    actor: str
    on_behalf_of: str
    workstation: str
    action: str
    from_state: str
    to_state: str
    note: str
    data: str
    hash: str


@dataclass(frozen=True, slots=True)
class Message:
    """One SMS of the outbox (COM-03)."""

    message_id: int
    key: str
    recipient: str
    text: str
    state: MessageState
    attempts: int
    queued_at: datetime
    sent_at: datetime | None
    error: str
    gateway_id: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A window of days that runs by itself; ``due_at`` is unknown until its message was accepted."""

    deadline_id: int
    key: str
    action: str
    state: DeadlineState
    rule: str
    anchor_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What an applicant is asked to pay; ``number`` is the gateway's opaque e-payment number."""

    request_id: int
    fee_code: str
    amount: Decimal
    number: str
    state: RequestState
    requested_at: datetime
    settled_at: datetime | None
    claim: str = ""
    """The number of an older claim that it pays (LIC-04); empty for a fee of the service."""
    claim_about: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in (RequestState.NEW, RequestState.ISSUED)


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """A payment as the gateway reported it, once per ``gateway_id``."""

    notice_id: int
    gateway_id: str
    number: str
    amount: Decimal
    paid_at: datetime
    received_at: datetime
    state: NoticeState
    request_id: int | None
    case_id: int | None
    reference: str
    resolved_by: str
    resolution: str


@dataclass(frozen=True, slots=True)
class Refund:
    """Money to go back, with its computation: ``paid`` less ``kept`` (``percent_kept`` %) is ``amount``."""

    refund_id: int
    case_id: int
    reference: str
    paid: Decimal
    percent_kept: Decimal
    kept: Decimal
    amount: Decimal
    reason: str
    state: RefundState
    opened_at: datetime
    proposed_by: str = ""
    proposed_for: str = ""
    proposed_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_note: str = ""
    paid_by: str = ""
    paid_at: datetime | None = None
    payout_reference: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """An issued letter; ``content`` is its logical text as JSON and never changes (COM-11)."""

    letter_id: int
    case_id: int
    kind: str
    serial: str
    issued_on: date
    state: LetterState
    template_version: int
    content: str
    payload: str
    sealed: bool
    prints: int
    withdrawn_reason: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """The application itself.

    ``department`` must act now, ``owner_department`` owns the service, ``host_department`` hosts the
    applicant (empty where the service has no host). ``subject`` is what only one case of the service may be
    completed for (empty: no such limit).
    """

    case_id: int
    service: str
    definition_version: int
    reference: str
    department: str
    owner_department: str
    host_department: str
    state: str
    waits_on: WaitsOn
    version: int
    applicant: Applicant
    payload: Mapping[str, object]
    submitted_at: datetime
    submitted_via: str
    target_due_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str
    assignee: str | None
    review_round: int
    last_action: str
    last_actor: str
    last_at: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with all that hangs on it: what a decision needs and what the case page shows."""

    case: Case
    attachments: tuple[Attachment, ...] = ()
    events: tuple[Event, ...] = ()
    messages: tuple[Message, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    requests: tuple[PaymentRequest, ...] = ()
    notices: tuple[PaymentNotice, ...] = ()
    refunds: tuple[Refund, ...] = ()
    letters: tuple[Letter, ...] = ()
    approvals: tuple[OutsideApproval, ...] = ()
    done_before: bool = False
    """Whether another case was completed for the same subject (CTR-03)."""
    standing: Standing = field(default_factory=Standing)
    """Its place on an occasion; see docs/adr/0006."""

    def attachment(self, attachment_id: int) -> Attachment | None:
        """The attachment of that id, or ``None``."""
        return next((a for a in self.attachments if a.attachment_id == attachment_id), None)

    @property
    def current_attachments(self) -> tuple[Attachment, ...]:
        """The newest version in each slot."""
        return tuple(a for a in self.attachments if a.current)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What a use-case changed: kinds of thing (``"case"``, ``"refund"``…) and the cases touched."""

    kinds: frozenset[str] = frozenset()
    case_ids: frozenset[int] = frozenset()
    details: Mapping[str, object] = field(default_factory=dict)
