"""One case with all that hangs on it."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from desktop.base.clock import NEVER
from desktop.models.queries.occasions import standing_of
from desktop.models.queries.outside import approvals_of
from desktop.models.records.case import (
    Attachment,
    Case,
    CaseFile,
    Deadline,
    DeadlineState,
    Event,
    Letter,
    LetterState,
    Message,
    MessageState,
    NoticeState,
    PaymentNotice,
    PaymentRequest,
    Refund,
    RefundState,
    RequestState,
    Verdict,
    WaitsOn,
)
from desktop.models.records.people import Actor, Applicant, ApplicantKind
from desktop.models.tables.applications import attachment, attachment_verdict, case_event, cases, deadline
from desktop.models.tables.letters import letter, letter_print
from desktop.models.tables.money import payment_notice, payment_request, refund
from desktop.models.tables.outbox import message
from desktop.models.tables.outside import outside_approval
from desktop.models.tables.schedule import place

WITHDRAWN = "withdrawn"
"""A verdict that was taken back: the document has none."""


# A step reads a case twice and the worker thousands: each statement is put together once.
def _of_case(table: Table, *order: Column[Any]) -> Select[Any]:
    return select(table).where(table.c.case_id == bindparam("case_id")).order_by(*order)


_CASE = select(cases).where(cases.c.id == bindparam("case_id"))
_CASE_NAMED = select(cases).where(cases.c.reference == bindparam("reference"))
_EVENTS = _of_case(case_event, case_event.c.number)
_ATTACHMENTS = (
    select(*[c for c in attachment.c if c.name != "content"])
    .where(attachment.c.case_id == bindparam("case_id"))
    .order_by(attachment.c.slot, attachment.c.number)
)
_VERDICTS = _of_case(attachment_verdict, attachment_verdict.c.id)
_MESSAGES = _of_case(message, message.c.id)
_DEADLINES = _of_case(deadline, deadline.c.id)
_REQUESTS = _of_case(payment_request, payment_request.c.id)
_NAMED_NOTICES = (
    select(payment_notice, cases.c.reference)
    .outerjoin(cases, cases.c.id == payment_notice.c.case_id)
    .order_by(payment_notice.c.id)
)
_NOTICES = _NAMED_NOTICES.where(payment_notice.c.case_id == bindparam("case_id"))
_LOOSE_NOTICE = _NAMED_NOTICES.where(
    payment_notice.c.id == bindparam("notice_id"), payment_notice.c.case_id.is_(None)
)
_NAMED_REFUNDS = (
    select(refund, cases.c.reference).join(cases, cases.c.id == refund.c.case_id).order_by(refund.c.id)
)
_REFUNDS = _NAMED_REFUNDS.where(refund.c.case_id == bindparam("case_id"))
_LETTERS = (
    select(
        letter,
        select(func.count())
        .where(letter_print.c.letter_id == letter.c.id)
        .correlate(letter)
        .scalar_subquery()
        .label("prints"),
    )
    .where(letter.c.case_id == bindparam("case_id"))
    .order_by(letter.c.id)
)
_HANGING = select(
    *[
        exists().where(table.c.case_id == bindparam("case_id")).label(table.name)
        for table in (attachment, payment_request, payment_notice, refund, letter, outside_approval, place)
    ]
)
"""What a case has at all: most have few of these, and none is asked for what it has not."""
_DONE_BEFORE = select(
    exists().where(
        cases.c.service == bindparam("service"),
        cases.c.subject == bindparam("subject"),
        cases.c.outcome == "completed",
        cases.c.id != bindparam("case_id"),
    )
)


def case_of(row: RowMapping) -> Case:
    """A row of ``cases`` as a record."""
    return Case(
        case_id=row["id"],
        service=row["service"],
        definition_version=row["definition_version"],
        reference=row["reference"],
        department=row["department"],
        owner_department=row["owner_department"],
        host_department=row["host_department"],
        state=row["state"],
        waits_on=WaitsOn(row["waits_on"]),
        version=row["version"],
        applicant=Applicant(
            ApplicantKind(row["applicant_kind"]),
            row["applicant_name"],
            row["identity"],
            row["mobile"],
            row["identity_paper"],
        ),
        payload=json.loads(row["payload"]),
        submitted_at=row["submitted_at"],
        submitted_via=row["submitted_via"],
        target_due_at=row["target_due_at"],
        due_at=None if row["due_at"] == NEVER else row["due_at"],
        closed_at=row["closed_at"],
        outcome=row["outcome"],
        assignee=row["assignee"],
        review_round=row["review_round"],
        last_action=row["last_action"],
        last_actor=row["last_actor"],
        last_at=row["last_at"],
        subject=row["subject"],
    )


def of_departments(actor: Actor) -> ColumnElement[bool]:
    """Cases that the actor's departments must act on, own, or host (COM-10)."""
    mine = sorted(actor.departments - {""})
    return or_(
        cases.c.department.in_(mine), cases.c.owner_department.in_(mine), cases.c.host_department.in_(mine)
    )


def case_by_reference(connection: Connection, reference: str) -> Case | None:
    """The case of that reference, or ``None`` if there is none that the account sees."""
    row = connection.execute(_CASE_NAMED, {"reference": reference}).mappings().first()
    return case_of(row) if row else None


def case_by_id(connection: Connection, case_id: int) -> Case | None:
    """The case of that number, or ``None`` if there is none that the account sees."""
    row = connection.execute(_CASE, {"case_id": case_id}).mappings().first()
    return case_of(row) if row else None


def case_file(connection: Connection, case: Case, notice_id: int | None = None) -> CaseFile:
    """``case`` with all that hangs on it, and the loose payment notice ``notice_id`` if one is named."""
    has = connection.execute(_HANGING, {"case_id": case.case_id}).one()
    return CaseFile(
        case=case,
        attachments=_attachments(connection, case.case_id) if has.attachment else (),
        events=events_of(connection, case.case_id),
        messages=_messages(connection, case.case_id),
        deadlines=_deadlines(connection, case.case_id),
        requests=_requests(connection, case.case_id) if has.payment_request else (),
        notices=_notices(connection, case.case_id, notice_id) if has.payment_notice or notice_id else (),
        refunds=_refunds(connection, case.case_id) if has.refund else (),
        letters=letters_of(connection, case.case_id) if has.letter else (),
        approvals=approvals_of(connection, case.case_id) if has.outside_approval else (),
        done_before=_done_before(connection, case),
        standing=standing_of(connection, case, placed=bool(has.place)),
    )


def _done_before(connection: Connection, case: Case) -> bool:
    if not case.subject:
        return False
    asked = {"service": case.service, "subject": case.subject, "case_id": case.case_id}
    return bool(connection.execute(_DONE_BEFORE, asked).scalar_one())


def events_of(connection: Connection, case_id: int) -> tuple[Event, ...]:
    """The record of one case, oldest first."""
    rows = connection.execute(_EVENTS, {"case_id": case_id}).mappings()
    return tuple(
        Event(
            number=r["number"],
            at=r["at"],
            actor=r["actor"],
            on_behalf_of=r["on_behalf_of"],
            workstation=r["workstation"],
            action=r["action"],
            from_state=r["from_state"],
            to_state=r["to_state"],
            note=r["note"],
            data=r["data"],
            hash=r["hash"],
        )
        for r in rows
    )


def _attachments(connection: Connection, case_id: int) -> tuple[Attachment, ...]:
    """Every version of every document, newest verdict with it; the content stays in the database."""
    rows = connection.execute(_ATTACHMENTS, {"case_id": case_id}).mappings().all()
    verdicts: dict[int, RowMapping] = {
        r["attachment_id"]: r for r in connection.execute(_VERDICTS, {"case_id": case_id}).mappings()
    }
    newest = {r["slot"]: r["number"] for r in rows}
    found = []
    for r in rows:
        verdict = verdicts.get(r["id"])
        if verdict is not None and verdict["verdict"] == WITHDRAWN:
            verdict = None
        found.append(
            Attachment(
                attachment_id=r["id"],
                slot=r["slot"],
                number=r["number"],
                filename=r["filename"],
                media_type=r["media_type"],
                size=r["size"],
                sha256=r["sha256"],
                added_at=r["added_at"],
                added_by=r["added_by"],
                current=r["number"] == newest[r["slot"]],
                verdict=Verdict(verdict["verdict"]) if verdict else None,
                verdict_round=verdict["round"] if verdict else 0,
                reason_code=verdict["reason_code"] if verdict else "",
                note=verdict["note"] if verdict else "",
                judged_by=verdict["judged_by"] if verdict else "",
                judged_at=verdict["judged_at"] if verdict else None,
            )
        )
    return tuple(found)


def _messages(connection: Connection, case_id: int) -> tuple[Message, ...]:
    rows = connection.execute(_MESSAGES, {"case_id": case_id})
    return tuple(message_of(r) for r in rows.mappings())


def message_of(row: RowMapping) -> Message:
    """A row of ``message`` as a record."""
    return Message(
        message_id=row["id"],
        key=row["key"],
        recipient=row["recipient"],
        text=row["text"],
        state=MessageState(row["state"]),
        attempts=row["attempts"],
        queued_at=row["queued_at"],
        sent_at=row["sent_at"],
        error=row["error"],
        gateway_id=row["gateway_id"],
    )


def _deadlines(connection: Connection, case_id: int) -> tuple[Deadline, ...]:
    rows = connection.execute(_DEADLINES, {"case_id": case_id})
    return tuple(deadline_of(r) for r in rows.mappings())


def deadline_of(row: RowMapping) -> Deadline:
    """A row of ``deadline`` as a record."""
    return Deadline(
        deadline_id=row["id"],
        key=row["key"],
        action=row["action"],
        state=DeadlineState(row["state"]),
        rule=row["rule"],
        anchor_at=row["anchor_at"],
        due_at=row["due_at"],
    )


def _requests(connection: Connection, case_id: int) -> tuple[PaymentRequest, ...]:
    rows = connection.execute(_REQUESTS, {"case_id": case_id}).mappings()
    return tuple(
        PaymentRequest(
            request_id=r["id"],
            fee_code=r["fee_code"],
            amount=r["amount"],
            number=r["number"] or "",
            state=RequestState(r["state"]),
            requested_at=r["requested_at"],
            settled_at=r["settled_at"],
            claim=r["claim"],
            claim_about=r["claim_about"],
        )
        for r in rows
    )


def notice_of(row: RowMapping) -> PaymentNotice:
    """A row of ``payment_notice`` joined with its case's ``reference`` as a record."""
    return PaymentNotice(
        notice_id=row["id"],
        gateway_id=row["gateway_id"],
        number=row["number"],
        amount=row["amount"],
        paid_at=row["paid_at"],
        received_at=row["received_at"],
        state=NoticeState(row["state"]),
        request_id=row["request_id"],
        case_id=row["case_id"],
        reference=row["reference"] or "",
        resolved_by=row["resolved_by"],
        resolution=row["resolution"],
    )


def _notices(connection: Connection, case_id: int, notice_id: int | None) -> tuple[PaymentNotice, ...]:
    rows = list(connection.execute(_NOTICES, {"case_id": case_id}).mappings())
    if notice_id is not None:
        rows += connection.execute(_LOOSE_NOTICE, {"notice_id": notice_id}).mappings()
    return tuple(sorted((notice_of(r) for r in rows), key=lambda one: one.notice_id))


def refunds_where(connection: Connection, condition: ColumnElement[bool]) -> tuple[Refund, ...]:
    """Refunds that fulfil an SQL ``condition``, oldest first, with their cases' references."""
    return tuple(_refund_of(r) for r in connection.execute(_NAMED_REFUNDS.where(condition)).mappings())


def _refunds(connection: Connection, case_id: int) -> tuple[Refund, ...]:
    return tuple(_refund_of(r) for r in connection.execute(_REFUNDS, {"case_id": case_id}).mappings())


def _refund_of(row: RowMapping) -> Refund:
    return Refund(
        refund_id=row["id"],
        case_id=row["case_id"],
        reference=row["reference"],
        paid=row["paid"],
        percent_kept=row["percent_kept"],
        kept=row["kept"],
        amount=row["amount"],
        reason=row["reason"],
        state=RefundState(row["state"]),
        opened_at=row["opened_at"],
        proposed_by=row["proposed_by"],
        proposed_for=row["proposed_for"],
        proposed_at=row["proposed_at"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        decision_note=row["decision_note"],
        paid_by=row["paid_by"],
        paid_at=row["paid_at"],
        payout_reference=row["payout_reference"],
    )


def letters_of(connection: Connection, case_id: int) -> tuple[Letter, ...]:
    """The letters of one case, oldest first, with how often each was printed."""
    rows = connection.execute(_LETTERS, {"case_id": case_id}).mappings()
    return tuple(
        Letter(
            letter_id=r["id"],
            case_id=r["case_id"],
            kind=r["kind"],
            serial=r["serial"],
            issued_on=r["issued_on"],
            state=LetterState(r["state"]),
            template_version=r["template_version"],
            content=r["content"],
            payload=r["payload"],
            sealed=r["sealed_at"] is not None,
            prints=r["prints"],
            withdrawn_reason=r["withdrawn_reason"],
        )
        for r in rows
    )
