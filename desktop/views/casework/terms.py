"""The words in which a case is told: how late it is, whom it waits for, who did what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desktop.base.clock import amman_date
from desktop.base.text import Text
from desktop.models.records.case import (
    Case,
    LetterState,
    MessageState,
    NoticeState,
    Refund,
    RefundState,
    RequestState,
    Verdict,
    WaitsOn,
)
from desktop.models.records.people import WORKER_LOGIN, ApplicantKind
from desktop.models.records.reference import Reference
from desktop.views import shown
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.workflows.definition import Closing, ServiceDefinition, State
from desktop.workflows.registry import load
from desktop.workflows.values import shown_value


@dataclass(frozen=True, slots=True)
class Term:
    """A word with the colour of what it says."""

    text: str
    tone: Tone | None = None


def state_tone(state: State) -> Tone:
    """The colour of a state: it says whose turn it is."""
    if state.closing is not None:
        ends = {Closing.COMPLETED: Tone.GOOD, Closing.REFUSED: Tone.DANGER}
        return ends.get(state.closing, Tone.NEUTRAL)
    return {
        WaitsOn.STAFF: Tone.REVIEW,
        WaitsOn.APPLICANT: Tone.WARNING,
        WaitsOn.CLOCK: Tone.GOOD,
        WaitsOn.OUTSIDE: Tone.WARNING,
        WaitsOn.NOBODY: Tone.NEUTRAL,
    }[state.waits_on]


def due_term(case: Case, now: datetime) -> Term:
    """When staff must have acted, in days: the past is late (COM-06)."""
    if case.closed_at is not None or case.due_at is None:
        return Term("")
    days = (amman_date(case.due_at) - amman_date(now)).days
    if case.due_at < now:
        late = max(1, -days)
        return Term(tr_("Diwan", "%n day(s) late", None, late), Tone.DANGER)
    if days == 0:
        return Term(tr_("Diwan", "Today"), Tone.WARNING)
    if days == 1:
        return Term(tr_("Diwan", "Tomorrow"))
    return Term(tr_("Diwan", "in %n day(s)", None, days))


def since(at: datetime, now: datetime) -> str:
    """How long ago, in whole days of the calendar in Amman."""
    days = (amman_date(now) - amman_date(at)).days
    return tr_("Diwan", "today") if days <= 0 else tr_("Diwan", "for %n day(s)", None, days)


def waits_on(case: Case) -> str:
    """Whom the case waits for."""
    return {
        WaitsOn.STAFF: tr_("Diwan", "Waits for us"),
        WaitsOn.APPLICANT: tr_("Diwan", "Waits for the applicant"),
        WaitsOn.CLOCK: tr_("Diwan", "Waits for its date"),
        WaitsOn.OUTSIDE: tr_("Diwan", "Waits for bodies outside"),
        WaitsOn.NOBODY: tr_("Diwan", "Closed"),
    }[case.waits_on]


def name_of(login: str | None, names: Mapping[str, Text]) -> str:
    """The name of an account; the program's own is called by what it is."""
    if not login:
        return ""
    if login == WORKER_LOGIN:
        return tr_("Diwan", "Diwan itself")
    found = names.get(login)
    return said(found) if found else login


def applicant_kind(kind: ApplicantKind) -> str:
    """The kind of an applicant (COM-12)."""
    return {
        ApplicantKind.CITIZEN: tr_("Diwan", "Citizen"),
        ApplicantKind.RESIDENT: tr_("Diwan", "Resident"),
        ApplicantKind.GOVERNMENT: tr_("Diwan", "Government body"),
        ApplicantKind.BUSINESS: tr_("Diwan", "Business"),
    }[kind]


def identity_label(kind: ApplicantKind) -> str:
    """What the identity of an applicant of ``kind`` is called (COM-12)."""
    return {
        ApplicantKind.CITIZEN: tr_("Diwan", "National number"),
        ApplicantKind.RESIDENT: tr_("Diwan", "Identity number"),
        ApplicantKind.GOVERNMENT: tr_("Diwan", "Registration number"),
        ApplicantKind.BUSINESS: tr_("Diwan", "Registration number"),
    }[kind]


def name_label(kind: ApplicantKind) -> str:
    """What the name of an applicant of ``kind`` is called."""
    if kind in (ApplicantKind.GOVERNMENT, ApplicantKind.BUSINESS):
        return tr_("Diwan", "Name of the body")
    return tr_("Diwan", "Full name")


def summary(service: ServiceDefinition, case: Case, reference: Reference) -> str:
    """The fields by which one application differs from the next, in one line."""
    fields = {field.key: field for field in service.fields}
    parts = [
        said(shown_value(fields[key], case.payload[key], reference, case.payload))
        for key in service.summary
        if case.payload.get(key) is not None
    ]
    return " · ".join(shown.name(part) for part in parts)


def department(code: str, reference: Reference) -> str:
    """The name of a department."""
    found = reference.departments.get(code)
    return said(found.name) if found else code


def verdict_term(verdict: Verdict | None) -> Term:
    """A reviewer's judgement (COM-14)."""
    if verdict is None:
        return Term(tr_("Diwan", "Not judged"), Tone.INFO)
    if verdict is Verdict.ACCEPTED:
        return Term(tr_("Diwan", "Accepted"), Tone.GOOD)
    return Term(tr_("Diwan", "Rejected"), Tone.DANGER)


def message_term(state: MessageState) -> Term:
    """Where an SMS is (COM-03)."""
    return {
        MessageState.WAITING: Term(tr_("Diwan", "Waiting to be sent"), Tone.INFO),
        MessageState.SENT: Term(tr_("Diwan", "Sent"), Tone.GOOD),
        MessageState.FAILED: Term(tr_("Diwan", "Not delivered"), Tone.DANGER),
    }[state]


def request_term(state: RequestState) -> Term:
    """Where a payment request is (COM-08)."""
    return {
        RequestState.NEW: Term(tr_("Diwan", "Number being issued"), Tone.INFO),
        RequestState.ISSUED: Term(tr_("Diwan", "Waiting for payment"), Tone.WARNING),
        RequestState.SETTLED: Term(tr_("Diwan", "Paid"), Tone.GOOD),
        RequestState.CANCELLED: Term(tr_("Diwan", "Cancelled"), Tone.NEUTRAL),
    }[state]


def notice_term(state: NoticeState) -> Term:
    """How a payment was understood (COM-08)."""
    return {
        NoticeState.SHORT: Term(tr_("Diwan", "Too little"), Tone.WARNING),
        NoticeState.OVER: Term(tr_("Diwan", "Too much"), Tone.WARNING),
        NoticeState.LATE: Term(tr_("Diwan", "Too late"), Tone.WARNING),
        NoticeState.UNKNOWN: Term(tr_("Diwan", "Unknown number"), Tone.WARNING),
        NoticeState.SETTLED: Term(tr_("Diwan", "Settled"), Tone.GOOD),
        NoticeState.APPLIED: Term(tr_("Diwan", "Counted by a clerk"), Tone.GOOD),
        NoticeState.RETURNED: Term(tr_("Diwan", "To be returned"), Tone.NEUTRAL),
    }[state]


def refund_term(state: RefundState) -> Term:
    """Where a refund is."""
    return {
        RefundState.DUE: Term(tr_("Diwan", "To be proposed"), Tone.INFO),
        RefundState.PROPOSED: Term(tr_("Diwan", "Waiting for approval"), Tone.WARNING),
        RefundState.APPROVED: Term(tr_("Diwan", "Approved, to be paid out"), Tone.REVIEW),
        RefundState.DECLINED: Term(tr_("Diwan", "Declined"), Tone.DANGER),
        RefundState.PAID: Term(tr_("Diwan", "Paid out"), Tone.GOOD),
    }[state]


def letter_term(state: LetterState) -> Term:
    """Whether a letter is in force (COM-11)."""
    return {
        LetterState.ISSUED: Term(tr_("Diwan", "In force"), Tone.GOOD),
        LetterState.SUPERSEDED: Term(tr_("Diwan", "Replaced by a newer one"), Tone.NEUTRAL),
        LetterState.WITHDRAWN: Term(tr_("Diwan", "Withdrawn"), Tone.DANGER),
    }[state]


def day_of(at: datetime | date | None) -> str:
    """A day as the desk writes it; empty for none."""
    if at is None:
        return ""
    return shown.day(amman_date(at) if isinstance(at, datetime) else at)


def action_label(service: ServiceDefinition, key: str) -> str:
    """The label of an action in the record; what only the program writes is named here."""
    if key == "submit":
        return tr_("Diwan", "Application submitted")
    if key == "take_back":
        return tr_("Diwan", "Verdict taken back")
    try:
        return said(service.action(key).label)
    except KeyError:
        return key


def misheard() -> str:
    """What is said of a reference whose check digit does not fit."""
    return tr_("Diwan", "The check digit does not fit: ask for the number once more")


def state_label(service: ServiceDefinition, key: str) -> str:
    """The label of a state; the key where an older definition had it."""
    try:
        return said(service.state(key).label)
    except KeyError:
        return key


def refund_reason(refund: Refund) -> str:
    """Why a refund is due, as its service calls it in the language in force."""
    service = load().get(refund.reference.partition("-")[0])
    known = (one.reason for one in (service.refunds if service else ()) if one.reason.ar == refund.reason)
    return said(next(known, Text(refund.reason, refund.reason)))
