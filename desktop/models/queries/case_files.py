"""One case with all that hangs on it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, or_, select

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

WITHDRAWN = "withdrawn"
"""A verdict that was taken back: the document has none."""


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
    row = connection.execute(select(cases).where(cases.c.reference == reference)).mappings().first()
    return case_of(row) if row else None


def case_by_id(connection: Connection, case_id: int) -> Case | None:
    """The case of that number, or ``None`` if there is none that the account sees."""
    row = connection.execute(select(cases).where(cases.c.id == case_id)).mappings().first()
    return case_of(row) if row else None


def case_file(connection: Connection, case: Case, notice_id: int | None = None) -> CaseFile:
    """``case`` with all that hangs on it, and the loose payment notice ``notice_id`` if one is named."""
    return CaseFile(
        case=case,
        attachments=_attachments(connection, case.case_id),
        events=events_of(connection, case.case_id),
        messages=_messages(connection, case.case_id),
        deadlines=_deadlines(connection, case.case_id),
        requests=_requests(connection, case.case_id),
        notices=_notices(connection, case.case_id, notice_id),
        refunds=refunds_where(connection, refund.c.case_id == case.case_id),
        letters=letters_of(connection, case.case_id),
        approvals=approvals_of(connection, case.case_id),
        done_before=_done_before(connection, case),
        standing=standing_of(connection, case),
    )


def _done_before(connection: Connection, case: Case) -> bool:
    if not case.subject:
        return False
    others = select(cases.c.id).where(
        cases.c.service == case.service,
        cases.c.subject == case.subject,
        cases.c.outcome == "completed",
        cases.c.id != case.case_id,
    )
    return connection.execute(others.limit(1)).first() is not None


def events_of(connection: Connection, case_id: int) -> tuple[Event, ...]:
    """The record of one case, oldest first."""
    rows = connection.execute(
        select(case_event).where(case_event.c.case_id == case_id).order_by(case_event.c.number)
    ).mappings()
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
    plain = [c for c in attachment.c if c.name != "content"]
    rows = (
        connection.execute(
            select(*plain)
            .where(attachment.c.case_id == case_id)
            .order_by(attachment.c.slot, attachment.c.number)
        )
        .mappings()
        .all()
    )
    verdicts: dict[int, RowMapping] = {
        r["attachment_id"]: r
        for r in connection.execute(
            select(attachment_verdict)
            .where(attachment_verdict.c.case_id == case_id)
            .order_by(attachment_verdict.c.id)
        ).mappings()
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


def attachment_content(connection: Connection, attachment_id: int) -> tuple[int, bytes] | None:
    """The case and the bytes of one attachment, or ``None`` where there is none such."""
    row = connection.execute(
        select(attachment.c.case_id, attachment.c.content).where(attachment.c.id == attachment_id)
    ).first()
    return (row[0], row[1]) if row else None


def _messages(connection: Connection, case_id: int) -> tuple[Message, ...]:
    rows = connection.execute(select(message).where(message.c.case_id == case_id).order_by(message.c.id))
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
    rows = connection.execute(select(deadline).where(deadline.c.case_id == case_id).order_by(deadline.c.id))
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
    rows = connection.execute(
        select(payment_request).where(payment_request.c.case_id == case_id).order_by(payment_request.c.id)
    ).mappings()
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
    mine = payment_notice.c.case_id == case_id
    loose = and_(payment_notice.c.id == notice_id, payment_notice.c.case_id.is_(None))
    rows = connection.execute(
        select(payment_notice, cases.c.reference)
        .outerjoin(cases, cases.c.id == payment_notice.c.case_id)
        .where(or_(mine, loose) if notice_id is not None else mine)
        .order_by(payment_notice.c.id)
    ).mappings()
    return tuple(notice_of(r) for r in rows)


def refunds_where(connection: Connection, condition: ColumnElement[bool]) -> tuple[Refund, ...]:
    """Refunds that fulfil an SQL ``condition``, oldest first, with their cases' references."""
    rows = connection.execute(
        select(refund, cases.c.reference)
        .join(cases, cases.c.id == refund.c.case_id)
        .where(condition)
        .order_by(refund.c.id)
    ).mappings()
    return tuple(
        Refund(
            refund_id=r["id"],
            case_id=r["case_id"],
            reference=r["reference"],
            paid=r["paid"],
            percent_kept=r["percent_kept"],
            kept=r["kept"],
            amount=r["amount"],
            reason=r["reason"],
            state=RefundState(r["state"]),
            opened_at=r["opened_at"],
            proposed_by=r["proposed_by"],
            proposed_for=r["proposed_for"],
            proposed_at=r["proposed_at"],
            decided_by=r["decided_by"],
            decided_at=r["decided_at"],
            decision_note=r["decision_note"],
            paid_by=r["paid_by"],
            paid_at=r["paid_at"],
            payout_reference=r["payout_reference"],
        )
        for r in rows
    )


def letters_of(connection: Connection, case_id: int) -> tuple[Letter, ...]:
    """The letters of one case, oldest first, with how often each was printed."""
    prints = (
        select(letter_print.c.letter_id, func.count().label("prints"))
        .group_by(letter_print.c.letter_id)
        .subquery()
    )
    rows: Sequence[RowMapping] = (
        connection.execute(
            select(letter, func.coalesce(prints.c.prints, 0).label("prints"))
            .outerjoin(prints, prints.c.letter_id == letter.c.id)
            .where(letter.c.case_id == case_id)
            .order_by(letter.c.id)
        )
        .mappings()
        .all()
    )
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
