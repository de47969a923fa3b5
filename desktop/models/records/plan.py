"""What the engine hands to the database: one step, decided and not yet carried out.

A plan says *what* happens; amounts, texts, windows, departments and serial numbers are derived by the
database's side from the synced definition and the reference data, so that a caller cannot choose them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EffectKind(StrEnum):
    """Everything a step may cause besides its new state."""

    MESSAGE = "message"
    DEADLINE = "deadline"
    PAYMENT = "payment"
    CLOSE_PAYMENTS = "close_payments"
    LETTER = "letter"
    CLOSE_LETTERS = "close_letters"
    REFUND = "refund"
    SET_FIELDS = "set_fields"
    NEW_ROUND = "new_round"
    ASSIGN = "assign"
    VERDICT = "verdict"
    RESEND = "resend"
    PRINT = "print"
    VOID_LETTER = "void_letter"
    REFUND_PROPOSE = "refund_propose"
    REFUND_APPROVE = "refund_approve"
    REFUND_DECLINE = "refund_decline"
    REFUND_PAY = "refund_pay"
    SETTLE_NOTICE = "settle_notice"
    AMEND_MOBILE = "amend_mobile"
    TAKE_PLACE = "take_place"
    RELEASE_PLACE = "release_place"
    LEVEL_RESULT = "level_result"
    CLAIM = "claim"
    CLOSE_CLAIM = "close_claim"
    ASK_OUTSIDE = "ask_outside"
    ANSWER_OUTSIDE = "answer_outside"
    CHASE_OUTSIDE = "chase_outside"
    CLOSE_OUTSIDE = "close_outside"


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect: its kind, its key in the definition, and what it will say (which the database derives)."""

    kind: EffectKind
    key: str = ""
    data: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind.value, "key": self.key, "data": dict(self.data)}


CASE_CLOSED = "أُغلق الطلب"
"""Why a cancelled or withdrawn case's letters are no longer in force; the same text as in the database."""


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no spare spaces; dates become ISO text. The form that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step on one case, as decided from version ``expected_version`` of it."""

    case_id: int
    expected_version: int
    action: str
    from_state: str
    to_state: str
    note: str = ""
    inputs: Mapping[str, object] = field(default_factory=dict)
    target_due_at: datetime | None = None
    due_at: datetime | None = None
    effects: tuple[Effect, ...] = ()
    workstation: str = ""

    def as_json(self) -> dict[str, object]:
        """The document that the database's step function takes."""
        return {
            "case_id": self.case_id,
            "expected_version": self.expected_version,
            "action": self.action,
            "from_state": self.from_state,
            "to_state": self.to_state,
            "note": self.note,
            "data": canonical_json(self.inputs),
            "target_due_at": self.target_due_at.isoformat() if self.target_due_at else None,
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "effects": [effect.as_json() for effect in self.effects],
            "workstation": self.workstation,
        }


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A document that arrives: judged by content already, at most 10 MB (COM-14)."""

    slot: str
    filename: str
    media_type: str
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A new application, validated (COM-01); the reference is given by the database (COM-02)."""

    service: str
    definition_version: int
    state: str
    applicant_kind: str
    applicant_name: str
    name_search: str
    identity: str
    identity_paper: str
    mobile: str
    payload: Mapping[str, object]
    via: str
    target_due_at: datetime
    effects: tuple[Effect, ...]
    attachments: tuple[NewAttachment, ...] = ()
    workstation: str = ""
    submission_key: str = ""

    def as_json(self) -> dict[str, object]:
        """The document that the database's open_case function takes; attachments travel apart."""
        return {
            "service": self.service,
            "definition_version": self.definition_version,
            "state": self.state,
            "applicant_kind": self.applicant_kind,
            "applicant_name": self.applicant_name,
            "name_search": self.name_search,
            "identity": self.identity,
            "identity_paper": self.identity_paper,
            "mobile": self.mobile,
            "payload": canonical_json(self.payload),
            "via": self.via,
            "target_due_at": self.target_due_at.isoformat(),
            "effects": [effect.as_json() for effect in self.effects],
            "workstation": self.workstation,
            "submission_key": self.submission_key,
        }


@dataclass(frozen=True, slots=True)
class StepResult:
    """What the database did: the case's new version and state, and who was told what."""

    case_id: int
    reference: str
    version: int
    state: str
