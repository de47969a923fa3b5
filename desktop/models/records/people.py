"""Applicants and members of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.base.text import Text


class ApplicantKind(StrEnum):
    """Who may apply; each service names the kinds it serves (COM-12)."""

    CITIZEN = "citizen"
    RESIDENT = "resident"
    GOVERNMENT = "government"
    BUSINESS = "business"


class Job(StrEnum):
    """What an account does in a department; a supervisor may also do a clerk's work (COM-10)."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    WORKER = "worker"


SENIOR_MANAGEMENT = "senior_management"
"""The authority that COM-16 asks for; who holds it is data."""

INSPECTOR = "inspector"
"""The authority of whoever inspects premises: dated, audited, ended like every other (LIC-08)."""

AUDITOR = "auditor"
"""The authority to read who saw which application; administrators read it too."""

WORKER_LOGIN = "diwan_worker"
"""The account under which deadlines, messages, payments and the portal's inbox are carried out."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """A person or body that applies (COM-12).

    ``identity`` is the national number, the number of the identity paper, or the registration number.
    ``mobile`` is E.164.
    """

    kind: ApplicantKind
    name: str
    identity: str
    mobile: str
    identity_paper: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """A job in a department, ``on_behalf_of`` another member of staff where it is delegated (COM-15)."""

    department: str
    job: Job
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does a step: the account, its grants of today and the authorities it holds."""

    login: str
    name: str
    grants: tuple[Grant, ...] = ()
    authorities: frozenset[str] = frozenset()
    workstation: str = ""

    @property
    def departments(self) -> frozenset[str]:
        """The departments whose applications the account sees."""
        return frozenset(g.department for g in self.grants)

    @property
    def is_worker(self) -> bool:
        return any(g.job is Job.WORKER for g in self.grants)

    @property
    def is_admin(self) -> bool:
        return any(g.job is Job.ADMIN for g in self.grants)

    def jobs_in(self, department: str) -> frozenset[Job]:
        """The jobs held in ``department``; the supervisor's include the clerk's, the worker is everywhere."""
        held = {g.job for g in self.grants if g.department == department or g.job is Job.WORKER}
        if Job.SUPERVISOR in held:
            held.add(Job.CLERK)
        return frozenset(held)

    def acting_for(self, department: str, jobs: frozenset[Job]) -> str | None:
        """Whose absence a step of one of ``jobs`` covers; ``None`` where the account's own grant suffices."""
        wanted = jobs | ({Job.SUPERVISOR} if Job.CLERK in jobs else set())
        fitting = [g for g in self.grants if g.department == department and g.job in wanted]
        if not fitting or any(g.on_behalf_of is None for g in fitting):
            return None
        return fitting[0].on_behalf_of


@dataclass(frozen=True, slots=True)
class StaffMember:
    """An account as the administration page shows it."""

    login: str
    name: Text
    active: bool
    grants: tuple[Grant, ...]
    authorities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Delegation:
    """A dated cover for an absence (COM-15); both days are included."""

    delegation_id: int
    from_login: str
    to_login: str
    department: str
    job: Job
    first_day: date
    last_day: date
    reason: str
