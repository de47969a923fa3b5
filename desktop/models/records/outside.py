"""Approvals that a case needs from bodies outside the municipality, and the professions that need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.base.text import Text

STAGES = (1, 2)
"""When a body is asked: before the municipality's own inspection, or after it."""


class ApprovalState(StrEnum):
    """How a body's approval stands; ``CLOSED`` was no longer needed when the case ended."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class OutsideBody:
    """A body outside; ``answer_days`` are working days."""

    code: str
    name: Text
    stage: int
    answer_days: int
    active: bool = True


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that an inspector looks at."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Profession:
    """A profession that is licensed: what it needs, what an inspector checks, the code of its fee."""

    code: str
    name: Text
    needs_permit: bool
    bodies: tuple[str, ...]
    checklist: tuple[ChecklistItem, ...]
    fee_code: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class OutsideApproval:
    """One body's approval on one case; ``due_at`` is when its answer is expected."""

    approval_id: int
    body: str
    state: ApprovalState
    asked_at: datetime
    due_at: datetime
    chases: int = 0
    chased_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    answer_reference: str = ""
    grounds: str = ""
