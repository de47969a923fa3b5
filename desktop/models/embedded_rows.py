"""The rows that a step's effects become on an embedded database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, exists, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.base.clock import amman_date
from desktop.models import refusals
from desktop.models.embedded_outside import OutsideWriter
from desktop.models.keeper import (
    NAME_HERE,
    REFERENCE_HERE,
    Allowed,
    Ready,
    ReadyDeadline,
    ReadyLetter,
    ReadyMessage,
    ReadyPayment,
    ReadyRefund,
    ReadyRow,
)
from desktop.models.queries.office import holds_grant
from desktop.models.records.case import (
    Case,
    DeadlineState,
    LetterState,
    MessageState,
    NoticeState,
    RefundState,
    RequestState,
)
from desktop.models.records.plan import CASE_CLOSED
from desktop.models.tables.applications import attachment_verdict, cases, counter, deadline
from desktop.models.tables.letters import letter, letter_print
from desktop.models.tables.money import payment_notice, payment_request, refund
from desktop.models.tables.office import department
from desktop.models.tables.outbox import message

# What most steps write is put together once.
_QUEUED = insert(message)
_STARTED = insert(deadline)
_JUDGED = insert(attachment_verdict)
_CASE = update(cases).where(cases.c.id == bindparam("changed"))


class RowWriter:
    """Writes the rows of one event of one case."""

    def __init__(
        self, connection: Connection, case_id: int, number: int, now: datetime, login: str, workstation: str
    ) -> None:
        self._connection = connection
        self._case_id = case_id
        self._number = number
        self._now = now
        self._login = login
        self._workstation = workstation

    def open_row(self, ready: Ready, reference: str, applicant_name: str, mobile: str) -> None:
        """An effect of the submission itself, whose reference did not exist before."""
        if isinstance(ready, ReadyDeadline):
            self._deadline(ready)
        if isinstance(ready, ReadyPayment):
            self._payment(ready)
        if isinstance(ready, ReadyMessage):
            text = ready.text.replace(REFERENCE_HERE, reference).replace(NAME_HERE, applicant_name)
            self._message(ReadyMessage(ready.key, text), mobile)

    def write(self, ready: Ready, case: Case, allowed: Allowed) -> None:
        """One effect."""
        if isinstance(ready, ReadyMessage):
            self._message(ready, case.applicant.mobile)
        elif isinstance(ready, ReadyDeadline):
            self._deadline(ready)
        elif isinstance(ready, ReadyPayment):
            self._payment(ready)
        elif isinstance(ready, ReadyRefund):
            self._refund(ready)
        elif isinstance(ready, ReadyLetter):
            self._letter(ready, case)
        else:
            self._row(ready, case, allowed)

    def _message(self, ready: ReadyMessage, mobile: str) -> None:
        self._connection.execute(
            _QUEUED,
            {
                "case_id": self._case_id,
                "event_number": self._number,
                "key": ready.key,
                "recipient": mobile,
                "text": ready.text,
                "idempotency_key": f"{self._case_id}-{self._number}-{ready.suffix or ready.key}",
                "state": MessageState.WAITING.value,
                "queued_at": self._now,
                "next_at": self._now,
            },
        )

    def _deadline(self, ready: ReadyDeadline) -> None:
        waiting = bool(ready.from_message)
        self._connection.execute(
            _STARTED,
            {
                "case_id": self._case_id,
                "event_number": self._number,
                "key": ready.key,
                "action": ready.action,
                "state": (DeadlineState.PENDING if waiting else DeadlineState.RUNNING).value,
                "rule": ready.rule,
                "from_message": ready.from_message,
                "anchor_at": None if waiting else self._now,
                "due_at": ready.due_at,
            },
        )

    def _payment(self, ready: ReadyPayment) -> None:
        self._connection.execute(
            insert(payment_request).values(
                case_id=self._case_id,
                event_number=self._number,
                fee_code=ready.fee_code,
                amount=ready.amount,
                claim=ready.claim,
                claim_about=ready.claim_about,
                message_key=ready.message_key,
                message_params=ready.message_params,
                idempotency_key=f"pay-{self._case_id}-{self._number}",
                state=RequestState.NEW.value,
                requested_at=self._now,
                next_at=self._now,
            )
        )

    def _refund(self, ready: ReadyRefund) -> None:
        self._connection.execute(
            insert(refund).values(
                case_id=self._case_id,
                request_id=ready.request_id,
                notice_id=ready.notice_id,
                paid=ready.paid,
                percent_kept=ready.percent_kept,
                kept=ready.kept,
                amount=ready.amount,
                reason=ready.reason,
                state=RefundState.DUE.value,
                opened_at=self._now,
            )
        )

    def _letter(self, ready: ReadyLetter, case: Case) -> None:
        self._connection.execute(
            update(letter)
            .where(
                letter.c.case_id == self._case_id,
                letter.c.kind == ready.kind,
                letter.c.state == LetterState.ISSUED.value,
            )
            .values(state=LetterState.SUPERSEDED.value)
        )
        issued_on = amman_date(self._now)
        statement = upsert(counter).values(
            kind="letter", scope=case.owner_department, year=issued_on.year, last=1
        )
        number = self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["kind", "scope", "year"], set_={"last": counter.c.last + 1}
            ).returning(counter.c.last)
        ).scalar_one()
        prefix = self._connection.execute(
            select(department.c.letter_prefix).where(department.c.code == case.owner_department)
        ).scalar_one()
        self._connection.execute(
            insert(letter).values(
                case_id=self._case_id,
                event_number=self._number,
                kind=ready.kind,
                department=case.owner_department,
                year=issued_on.year,
                number=number,
                serial=f"{prefix}-{issued_on.year}-{number:05d}",
                issued_on=issued_on,
                state=LetterState.ISSUED.value,
            )
        )

    def _row(self, ready: ReadyRow, case: Case, allowed: Allowed) -> None:
        data = dict(ready.data)
        outside = OutsideWriter(self._connection, self._case_id, self._number, self._now, self._login)
        handlers: dict[str, Callable[[], None]] = {
            "ask_outside": lambda: outside.ask(ready),
            "answer_outside": lambda: outside.answer(ready),
            "chase_outside": lambda: outside.chase(ready),
            "close_outside": outside.close,
            "close_claim": lambda: outside.close_claim(ready),
            "assign": lambda: self._assign(data["assignee"], allowed.department),
            "verdict": lambda: self._verdict(ready.row_id, case.review_round, data),
            "new_round": lambda: self._case(review_round=case.review_round + 1),
            "close_payments": self._close_payments,
            "close_letters": self._close_letters,
            "print": lambda: self._print(ready.row_id),
            "void_letter": lambda: self._void_letter(ready.row_id, data),
            "amend_mobile": lambda: self._amend_mobile(str(data["mobile"])),
            "return_notice": lambda: self._notice(ready.row_id, NoticeState.RETURNED, data),
            "apply_notice": lambda: self._notice(ready.row_id, NoticeState.APPLIED, data),
            "settle_request": lambda: self._settle_request(ready.row_id),
            "refund_propose": lambda: self._refund_step(
                ready.row_id,
                state=RefundState.PROPOSED.value,
                proposed_by=self._login,
                proposed_for=allowed.on_behalf_of,
                proposed_at=self._now,
            ),
            "refund_approve": lambda: self._decide_refund(ready.row_id, RefundState.APPROVED, allowed, data),
            "refund_decline": lambda: self._decide_refund(ready.row_id, RefundState.DECLINED, allowed, data),
            "refund_pay": lambda: self._refund_step(
                ready.row_id,
                state=RefundState.PAID.value,
                paid_by=self._login,
                paid_at=self._now,
                payout_reference=data["payout_reference"],
            ),
        }
        if ready.effect in handlers:
            handlers[ready.effect]()

    def _case(self, **values: object) -> None:
        self._connection.execute(_CASE, {**values, "changed": self._case_id})

    def _assign(self, assignee: object, department_code: str) -> None:
        if assignee is not None and not holds_grant(
            self._connection, str(assignee), department_code, amman_date(self._now)
        ):
            raise refusals.invalid("inputs.assignee")
        self._case(assignee=assignee)

    def _verdict(self, attachment_id: int, round_number: int, data: dict[str, object]) -> None:
        self._connection.execute(
            _JUDGED,
            {
                "attachment_id": attachment_id,
                "case_id": self._case_id,
                "round": round_number,
                "verdict": data["verdict"],
                "reason_code": data["reason_code"],
                "note": data["note"],
                "judged_by": self._login,
                "judged_at": self._now,
            },
        )

    def _close_payments(self) -> None:
        open_states = (RequestState.NEW.value, RequestState.ISSUED.value)
        self._connection.execute(
            update(payment_request)
            .where(payment_request.c.case_id == self._case_id, payment_request.c.state.in_(open_states))
            .values(state=RequestState.CANCELLED.value)
        )

    def _close_letters(self) -> None:
        self._connection.execute(
            update(letter)
            .where(letter.c.case_id == self._case_id, letter.c.state == LetterState.ISSUED.value)
            .values(state=LetterState.WITHDRAWN.value, withdrawn_reason=CASE_CLOSED)
        )

    def _print(self, letter_id: int) -> None:
        copies = self._connection.execute(
            select(func.count()).select_from(letter_print).where(letter_print.c.letter_id == letter_id)
        ).scalar_one()
        self._connection.execute(
            insert(letter_print).values(
                letter_id=letter_id,
                copy=copies + 1,
                at=self._now,
                printed_by=self._login,
                workstation=self._workstation,
            )
        )

    def _void_letter(self, letter_id: int, data: dict[str, object]) -> None:
        self._connection.execute(
            update(letter)
            .where(letter.c.id == letter_id)
            .values(state=LetterState.WITHDRAWN.value, withdrawn_reason=data["reason"])
        )

    def _amend_mobile(self, mobile: str) -> None:
        """A corrected number also receives what was not sent yet (COM-12).

        What a gateway was asked to send may have arrived: it stays as it was asked and is settled under its
        own key, and the same text goes to the new number under another.
        """
        self._case(mobile=mobile)
        waiting = and_(message.c.case_id == self._case_id, message.c.state == MessageState.WAITING.value)
        self._connection.execute(
            update(message).where(waiting, message.c.attempts == 0).values(recipient=mobile)
        )
        again = message.alias()
        repeated = exists().where(
            again.c.case_id == message.c.case_id,
            again.c.id > message.c.id,
            again.c.key == message.c.key,
            again.c.text == message.c.text,
        )
        uncertain = self._connection.execute(
            select(message.c.key, message.c.text)
            .where(waiting, message.c.attempts > 0, message.c.recipient != mobile, ~repeated)
            .order_by(message.c.id)
        ).all()
        for number, row in enumerate(uncertain, 1):
            self._message(ReadyMessage(row.key, row.text, f"amended.{number}"), mobile)

    def _notice(self, notice_id: int, state: NoticeState, data: dict[str, object]) -> None:
        values: dict[str, object] = {
            "state": state.value,
            "case_id": self._case_id,
            "resolved_by": self._login,
            "resolved_at": self._now,
            "resolution": data["reason"],
        }
        if "request_id" in data:
            values["request_id"] = data["request_id"]
        self._connection.execute(
            update(payment_notice).where(payment_notice.c.id == notice_id).values(**values)
        )

    def _settle_request(self, request_id: int) -> None:
        self._connection.execute(
            update(payment_request)
            .where(payment_request.c.id == request_id)
            .values(state=RequestState.SETTLED.value, settled_at=self._now)
        )

    def _decide_refund(
        self, refund_id: int, state: RefundState, allowed: Allowed, data: dict[str, object]
    ) -> None:
        self._refund_step(
            refund_id,
            state=state.value,
            decided_by=self._login,
            decided_for=allowed.on_behalf_of,
            decided_at=self._now,
            decision_note=data["note"],
        )

    def _refund_step(self, refund_id: int, **values: object) -> None:
        self._connection.execute(update(refund).where(refund.c.id == refund_id).values(**values))
