"""Reference data with dates of validity: departments, courses, fees, holidays, reasons, settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from desktop.base.text import Text
from desktop.models.records.occasion import Occasion
from desktop.models.records.outside import OutsideBody, Profession


@dataclass(frozen=True, slots=True)
class Department:
    """A department, its enquiry contact (TRN-19) and the official who signs its letters (COM-11)."""

    code: str
    name: Text
    letter_prefix: str
    hosts_training: bool
    decides_hosting: bool
    contact_name: str
    contact_phone: str
    contact_hours: str
    signatory_name: str
    signatory_title: str


@dataclass(frozen=True, slots=True)
class Course:
    """A course, an exam or a level exam that a department offers; ``hours`` are training hours.

    ``fee_code`` is empty where it is free; ``prerequisite`` is the level exam (a row of kind ``level``) that
    it asks for, or empty. ``minimum`` and ``maximum`` are what a new occasion of it has. A level exam's
    ``details`` are its ``link``, ``pass_mark``, ``valid_days`` and ``resit_days``.
    """

    code: str
    department: str
    name: Text
    hours: int
    fee_code: str
    active: bool = True
    kind: str = "training"
    prerequisite: str = ""
    minimum: int = 0
    maximum: int = 0
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in dinars, owed by applications submitted from ``valid_from`` on (TRN-15)."""

    code: str
    amount: Decimal
    valid_from: date


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday and the circular that announced it."""

    day: date
    name: Text
    circular: str


@dataclass(frozen=True, slots=True)
class RejectReason:
    """A ready reason for rejecting an attachment or refusing an application."""

    code: str
    text: Text
    scope: str
    active: bool = True
    service: str = ""
    """The service whose reason it is; empty for everybody's."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference data that one decision is taken under, as of one moment."""

    departments: Mapping[str, Department] = field(default_factory=dict)
    courses: Mapping[str, Course] = field(default_factory=dict)
    fees: tuple[Fee, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    reasons: tuple[RejectReason, ...] = ()
    wordings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    occasions: Mapping[str, Occasion] = field(default_factory=dict)
    """Those that take places, by their number as text."""
    bodies: Mapping[str, OutsideBody] = field(default_factory=dict)
    professions: Mapping[str, Profession] = field(default_factory=dict)

    def fee_code_of(self, code: str) -> str:
        """The code of the fee that the course or the profession ``code`` carries; empty if there is none."""
        course, profession = self.courses.get(code), self.professions.get(code)
        return course.fee_code if course else profession.fee_code if profession else ""

    def bodies_of(self, profession: str, stage: int) -> tuple[OutsideBody, ...]:
        """The bodies that must approve the profession and are asked in ``stage``."""
        known = self.professions.get(profession)
        found = (self.bodies.get(code) for code in (known.bodies if known else ()))
        return tuple(body for body in found if body is not None and body.active and body.stage == stage)

    def fee_on(self, code: str, day: date) -> Decimal | None:
        """The amount of fee ``code`` for an application submitted on ``day``; ``None`` if there is none."""
        valid = [fee for fee in self.fees if fee.code == code and fee.valid_from <= day]
        return max(valid, key=lambda fee: fee.valid_from).amount if valid else None
