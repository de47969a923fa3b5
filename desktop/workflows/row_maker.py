"""What a plan's effects become: rows, with everything derived that the caller may not choose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from desktop.base.clock import amman_date
from desktop.base.money import percentage
from desktop.models import refusals
from desktop.models.keeper import (
    Ready,
    ReadyDeadline,
    ReadyLetter,
    ReadyMessage,
    ReadyPayment,
    ReadyRefund,
    ReadyRow,
)
from desktop.models.records.case import (
    UNSETTLED,
    CaseFile,
    LetterState,
    MessageState,
    RefundState,
    RequestState,
    Verdict,
)
from desktop.models.records.people import Actor, Job
from desktop.models.records.plan import Effect, EffectKind, StepPlan, canonical_json
from desktop.models.records.reference import Reference
from desktop.workflows.calendar import Rule, Unit, WorkingCalendar
from desktop.workflows.definition import (
    ServiceDefinition,
)
from desktop.workflows.effects import TO_ACTOR
from desktop.workflows.entitlement import as_one
from desktop.workflows.values import mobile_e164
from desktop.workflows.wording import message_params, rendered, wording_of

_REFUND_FROM = {
    EffectKind.REFUND_PROPOSE: RefundState.DUE,
    EffectKind.REFUND_APPROVE: RefundState.PROPOSED,
    EffectKind.REFUND_DECLINE: RefundState.PROPOSED,
    EffectKind.REFUND_PAY: RefundState.APPROVED,
}
_DECISIONS = (EffectKind.REFUND_APPROVE, EffectKind.REFUND_DECLINE)


def filled(wording: str, values: Mapping[str, str]) -> str:
    try:
        return rendered(wording, values)
    except KeyError as missing:
        raise refusals.invalid("params") from missing


class RowMaker:
    """Turns a plan's effects into rows, deriving what the caller may not choose."""

    def __init__(
        self,
        service: ServiceDefinition,
        file: CaseFile,
        reference: Reference,
        actor: Actor,
        now: datetime,
        plan: StepPlan,
        payload: Mapping[str, object],
        on_behalf_of: str,
    ) -> None:
        self._service = service
        self._file = file
        self._reference = reference
        self._people = as_one(actor, on_behalf_of)
        self._actor = actor
        self._now = now
        self._plan = plan
        self._payload = payload

    def make(self, effect: Effect) -> tuple[Ready, ...]:
        makers = {
            EffectKind.MESSAGE: self._message,
            EffectKind.DEADLINE: self._deadline,
            EffectKind.PAYMENT: self._payment,
            EffectKind.LETTER: self._letter,
            EffectKind.REFUND: self._refund,
            EffectKind.VERDICT: self._verdict,
            EffectKind.RESEND: self._resend,
            EffectKind.PRINT: self._print,
            EffectKind.VOID_LETTER: self._print,
            EffectKind.SETTLE_NOTICE: self._settle_notice,
            EffectKind.AMEND_MOBILE: self._amend_mobile,
            EffectKind.ASSIGN: self._assign,
        }
        if effect.kind in _REFUND_FROM:
            return self._refund_step(effect)
        if effect.kind in makers:
            return makers[effect.kind](effect)
        return (ReadyRow(effect.kind.value),)

    def _number(self, name: str) -> int:
        value = self._plan.inputs.get(name)
        if not isinstance(value, int):
            raise refusals.invalid(f"inputs.{name}")
        return value

    def _message(self, effect: Effect) -> tuple[Ready, ...]:
        values = {
            **self._params(effect.key),
            "reference": self._file.case.reference,
            "applicant_name": self._file.case.applicant.name,
        }
        wording = wording_of(self._service, effect.key, self._reference)
        return (ReadyMessage(effect.key, filled(wording, values)),)

    def _params(self, key: str) -> dict[str, str]:
        """What the message says of the case; the plan's own words for it are not read."""
        return message_params(
            self._service, key, self._file, self._payload, self._plan.inputs, self._reference
        )

    def _deadline(self, effect: Effect) -> tuple[Ready, ...]:
        spec = next(d for d in self._service.deadlines if d.key == effect.key)
        amount = int(self._reference.settings.get(spec.setting, spec.amount))
        day = str(self._payload[spec.from_field]) if spec.from_field else None
        rule = canonical_json({"amount": amount, "day": day, "unit": spec.unit.value})
        due = rule_due_at(rule, self._now, WorkingCalendar()) if day else None
        return (ReadyDeadline(spec.key, spec.action, rule, spec.from_message, due),)

    def _payment(self, effect: Effect) -> tuple[Ready, ...]:
        fee = self._service.fee
        if fee is None:
            raise refusals.invalid("fee")
        course = self._reference.courses.get(str(self._payload.get(fee.course_field, "")))
        code = fee.code or (course.fee_code if course else "")
        amount = self._reference.fee_on(code, amman_date(self._file.case.submitted_at))
        if not amount:
            raise refusals.invalid("fee")
        message = str(effect.data["message"])
        return (ReadyPayment(code, amount, message, canonical_json(self._params(message))),)

    def _letter(self, effect: Effect) -> tuple[Ready, ...]:
        return (ReadyLetter(effect.key),)

    def _refund(self, effect: Effect) -> tuple[Ready, ...]:
        spec = next(r for r in self._service.refunds if r.key == effect.key)
        percent = Decimal(self._reference.settings.get(spec.setting, str(spec.percent_kept)))
        settled = [r for r in self._file.requests if r.state is RequestState.SETTLED]
        if not settled:
            raise refusals.invalid("request")
        paid = settled[-1].amount
        kept = percentage(paid, percent)
        return (ReadyRefund(settled[-1].request_id, None, paid, percent, kept, paid - kept, spec.reason.ar),)

    def _verdict(self, effect: Effect) -> tuple[Ready, ...]:
        inputs = self._plan.inputs
        attachment = self._file.attachment(self._number("attachment_id"))
        if attachment is None or not attachment.current:
            raise refusals.invalid("inputs.attachment_id")
        verdict = str(inputs.get("verdict", ""))
        if verdict not in (Verdict.ACCEPTED, Verdict.REJECTED):
            raise refusals.invalid("inputs.verdict")
        code = str(inputs.get("reason_code", "")) if verdict == Verdict.REJECTED else ""
        ready = {r.code for r in self._reference.reasons if r.active and r.scope == "attachment"}
        if verdict == Verdict.REJECTED and code not in ready:
            raise refusals.invalid("inputs.reason_code")
        return (
            ReadyRow(
                effect.kind.value,
                attachment.attachment_id,
                (("verdict", verdict), ("reason_code", code), ("note", str(inputs.get("remark", "")))),
            ),
        )

    def _resend(self, _effect: Effect) -> tuple[Ready, ...]:
        wanted = self._number("message_id")
        message = next((m for m in self._file.messages if m.message_id == wanted), None)
        if message is None or message.state is MessageState.WAITING:
            raise refusals.invalid("inputs.message_id")
        return (ReadyMessage(message.key, message.text, "resend"),)

    def _print(self, effect: Effect) -> tuple[Ready, ...]:
        wanted = self._number("letter_id")
        letter = next((x for x in self._file.letters if x.letter_id == wanted), None)
        if letter is None or letter.state is not LetterState.ISSUED:
            raise refusals.invalid("inputs.letter_id")
        if effect.kind is EffectKind.PRINT and not letter.sealed:
            raise refusals.invalid("inputs.letter_id")
        reason = str(self._plan.inputs.get("reason", ""))
        return (ReadyRow(effect.kind.value, letter.letter_id, (("reason", reason),)),)

    def _refund_step(self, effect: Effect) -> tuple[Ready, ...]:
        wanted = self._number("refund_id")
        refund = next((r for r in self._file.refunds if r.refund_id == wanted), None)
        if refund is None:
            raise refusals.invalid("inputs.refund_id")
        if refund.state is not _REFUND_FROM[effect.kind]:
            raise refusals.not_allowed(self._plan.action)
        proposers = {refund.proposed_by, refund.proposed_for} - {""}
        if effect.kind in _DECISIONS and proposers & self._people:
            raise refusals.four_eyes()
        voucher = str(self._plan.inputs.get("payout_reference", ""))
        if effect.kind is EffectKind.REFUND_PAY and not voucher:
            raise refusals.invalid("inputs.payout_reference")
        note = str(self._plan.inputs.get("reason", ""))
        return (
            ReadyRow(effect.kind.value, refund.refund_id, (("note", note), ("payout_reference", voucher))),
        )

    def _settle_notice(self, _effect: Effect) -> tuple[Ready, ...]:
        wanted = self._number("notice_id")
        notice = next((n for n in self._file.notices if n.notice_id == wanted), None)
        resolution = str(self._plan.inputs.get("resolution", ""))
        reason = str(self._plan.inputs.get("reason", ""))
        if notice is None or notice.state not in UNSETTLED:
            raise refusals.invalid("inputs.notice_id")
        if not reason:
            raise refusals.invalid("inputs.reason")
        if resolution == "return":
            zero = Decimal("0.000")
            back = ReadyRefund(None, wanted, notice.amount, zero, zero, notice.amount, reason)
            return (ReadyRow("return_notice", wanted, (("reason", reason),)), back)
        if resolution != "apply":
            raise refusals.invalid("inputs.resolution")
        request = next((r for r in self._file.requests if r.state is RequestState.ISSUED), None)
        if request is None:
            raise refusals.not_allowed(self._plan.action)
        together = [
            n
            for n in self._file.notices
            if n.state in UNSETTLED and (n.notice_id == wanted or n.request_id == request.request_id)
        ]
        total = sum((n.amount for n in together), Decimal("0.000"))
        if total < request.amount:
            raise refusals.not_enough()
        rows: list[Ready] = [
            ReadyRow("apply_notice", n.notice_id, (("reason", reason), ("request_id", request.request_id)))
            for n in together
        ]
        rows.append(ReadyRow("settle_request", request.request_id))
        if total > request.amount:
            over, zero = total - request.amount, Decimal("0.000")
            rows.append(ReadyRefund(None, wanted, over, zero, zero, over, reason))
        return tuple(rows)

    def _amend_mobile(self, effect: Effect) -> tuple[Ready, ...]:
        mobile = str(self._plan.inputs.get("mobile", ""))
        if mobile_e164(mobile) != mobile:
            raise refusals.invalid("inputs.mobile")
        return (ReadyRow(effect.kind.value, 0, (("mobile", mobile),)),)

    def _assign(self, effect: Effect) -> tuple[Ready, ...]:
        holder, me = self._file.case.assignee, self._actor.login
        if effect.key == TO_ACTOR:
            return (ReadyRow("assign", 0, (("assignee", holder or me),)),)
        supervisor = Job.SUPERVISOR in self._actor.jobs_in(self._file.case.department)
        if self._plan.action == "claim":
            if holder not in (None, me) and not supervisor:
                raise refusals.not_allowed("claim")
            return (ReadyRow("assign", 0, (("assignee", me),)),)
        if holder not in (None, me) and not supervisor:
            raise refusals.not_allowed(self._plan.action)
        if self._plan.action == "release":
            return (ReadyRow("assign", 0, (("assignee", None),)),)
        return (ReadyRow("assign", 0, (("assignee", str(self._plan.inputs.get("assignee", ""))),)),)


def calendar_of(reference: Reference) -> WorkingCalendar:
    return WorkingCalendar.of(holiday.day for holiday in reference.holidays)


def rule_due_at(rule: str, anchor: datetime, calendar: WorkingCalendar) -> datetime:
    """When a deadline stored as ``rule`` (JSON) passes, counted from ``anchor``."""
    data = json.loads(rule)
    day = date.fromisoformat(data["day"]) if data["day"] else None
    return calendar.due_at(Rule(Unit(data["unit"]), data["amount"], day), anchor)
