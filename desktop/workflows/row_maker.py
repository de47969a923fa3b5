"""What a plan's effects become: rows, with everything derived that the caller may not choose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
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
from desktop.workflows.occasions import level_of, occasion_day, spoken_of, whole
from desktop.workflows.outside import answered, file_after, newly_asked, newly_chased
from desktop.workflows.values import mobile_e164
from desktop.workflows.wording import input_shown, message_params, rendered, wording_of

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
            EffectKind.CLAIM: self._claim,
            EffectKind.CLOSE_CLAIM: self._close_claim,
            EffectKind.ASK_OUTSIDE: self._ask_outside,
            EffectKind.ANSWER_OUTSIDE: self._answer_outside,
            EffectKind.CHASE_OUTSIDE: self._chase_outside,
            EffectKind.TAKE_PLACE: self._place,
            EffectKind.RELEASE_PLACE: self._place,
            EffectKind.LEVEL_RESULT: self._level_result,
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
        return (
            deadline_row(self._service, effect.key, self._file, self._payload, self._reference, self._now),
        )

    def _payment(self, effect: Effect) -> tuple[Ready, ...]:
        day = amman_date(self._file.case.submitted_at)
        params = self._params(str(effect.data["message"]))
        return (payment_row(self._service, effect, self._payload, self._reference, day, params),)

    def _letter(self, effect: Effect) -> tuple[Ready, ...]:
        return (ReadyLetter(effect.key),)

    def _refund(self, effect: Effect) -> tuple[Ready, ...]:
        spec = next(r for r in self._service.refunds if r.key == effect.key)
        percent = Decimal(self._reference.settings.get(spec.setting, str(spec.percent_kept)))
        settled = [r for r in self._file.requests if r.state is RequestState.SETTLED and not r.claim]
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
        named = self._plan.inputs.get("request_id")
        issued = [r for r in self._file.requests if r.state is RequestState.ISSUED]
        # What the payment was made for, else what has waited longest.
        issued.sort(key=lambda r: (r.request_id != notice.request_id, r.request_id))
        request = next((r for r in issued if named in (None, r.request_id)), None)
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

    def _claim(self, effect: Effect) -> tuple[Ready, ...]:
        inputs, message = self._plan.inputs, str(effect.data["message"])
        number, amount = str(inputs.get("claim_number", "")), str(inputs.get("claim_amount", "0"))
        known = {r.claim for r in self._file.requests if r.state is not RequestState.CANCELLED}
        if not number or number in known or not Decimal(amount):
            raise refusals.invalid("inputs.claim_number")
        kind = input_shown(self._service, message, "claim_kind", inputs, self._payload, self._reference)
        about = f"{kind} {inputs.get('claim_year', '')}".strip()
        params = canonical_json(self._params(message))
        return (ReadyPayment("claim", Decimal(amount), message, params, number, about),)

    def _close_claim(self, effect: Effect) -> tuple[Ready, ...]:
        wanted = str(self._plan.inputs.get("claim_number", ""))
        mine = next((r for r in self._file.requests if r.claim and r.claim == wanted and r.is_open), None)
        if mine is None:
            raise refusals.invalid("inputs.claim_number")
        return (ReadyRow(effect.kind.value, mine.request_id),)

    def _ask_outside(self, effect: Effect) -> tuple[Ready, ...]:
        new = newly_asked(effect.data, self._file, self._payload, self._reference, self._now)
        self._file = replace(self._file, approvals=(*self._file.approvals, *new))
        return tuple(ReadyRow(effect.kind.value, 0, (("body", a.body), ("due_at", a.due_at))) for a in new)

    def _answer_outside(self, effect: Effect) -> tuple[Ready, ...]:
        mine, told = answered(self._file, self._plan.inputs)
        return (ReadyRow(effect.kind.value, mine.approval_id, told),)

    def _chase_outside(self, effect: Effect) -> tuple[Ready, ...]:
        chased = newly_chased(self._file, self._reference, self._now)
        self._file = file_after(self._file, effect, self._payload, self._reference, self._now)
        return tuple(
            ReadyRow(effect.kind.value, a.approval_id, (("chases", a.chases), ("due_at", a.due_at)))
            for a in chased
        )

    def _amend_mobile(self, effect: Effect) -> tuple[Ready, ...]:
        mobile = str(self._plan.inputs.get("mobile", ""))
        if mobile_e164(mobile) != mobile:
            raise refusals.invalid("inputs.mobile")
        return (ReadyRow(effect.kind.value, 0, (("mobile", mobile),)),)

    def _place(self, effect: Effect) -> tuple[Ready, ...]:
        return (place_row(self._service, effect.kind, self._payload),)

    def _level_result(self, effect: Effect) -> tuple[Ready, ...]:
        level = level_of(self._service, self._payload, self._reference)
        if level is None:
            raise refusals.invalid("level")
        score, valid_days = self._number("score"), whole(level, "valid_days")
        passed = score >= whole(level, "pass_mark")
        today = amman_date(self._now)
        valid_to = today + timedelta(days=valid_days) if passed and valid_days else None
        values = (
            ("level", level.code),
            ("score", score),
            ("passed", passed),
            ("taken_on", today),
            ("valid_to", valid_to),
        )
        return (ReadyRow(effect.kind.value, 0, values),)

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


def place_row(service: ServiceDefinition, kind: EffectKind, payload: Mapping[str, object]) -> ReadyRow:
    """Taking or giving back a place, with what says which: kind, subject and the occasion that is named."""
    rules = service.occasion
    if rules is None:
        raise refusals.invalid("occasion")
    values = (
        ("kind", rules.kind),
        ("subject", str(payload.get(rules.subject_field, ""))),
        ("occasion", "" if rules.gathers else str(payload.get(rules.field, ""))),
        ("gathers", rules.gathers),
        ("waits", rules.waits),
    )
    return ReadyRow(kind.value, 0, values)


def deadline_row(
    service: ServiceDefinition,
    key: str,
    file: CaseFile | None,
    payload: Mapping[str, object],
    reference: Reference,
    now: datetime,
) -> ReadyDeadline:
    """The window ``key`` that begins with a step, or with the submission (no ``file`` yet)."""
    spec = next(d for d in service.deadlines if d.key == key)
    amount = int(reference.settings.get(spec.setting, spec.amount))
    day = str(payload[spec.from_field]) if spec.from_field else None
    of_occasion = {}
    if spec.from_occasion:
        agreed = occasion_day(spoken_of(service, file, payload, reference))
        if agreed is None:
            raise refusals.invalid("occasion")
        day, of_occasion = agreed.isoformat(), {"of": "occasion"}
    rule = canonical_json({"amount": amount, "day": day, "unit": spec.unit.value, **of_occasion})
    due = rule_due_at(rule, now, WorkingCalendar()) if day else None
    return ReadyDeadline(spec.key, spec.action, rule, spec.from_message, due)


def payment_row(
    service: ServiceDefinition,
    effect: Effect,
    payload: Mapping[str, object],
    reference: Reference,
    day: date,
    params: Mapping[str, str],
) -> ReadyPayment:
    """The fee that is owed by an application of ``day``, to be asked for."""
    fee = service.fee
    if fee is None:
        raise refusals.invalid("fee")
    code = fee.code or reference.fee_code_of(str(payload.get(fee.course_field, "")))
    amount = reference.fee_on(code, day)
    if not amount:
        raise refusals.invalid("fee")
    return ReadyPayment(code, amount, str(effect.data["message"]), canonical_json(params))


def calendar_of(reference: Reference) -> WorkingCalendar:
    return WorkingCalendar.of(holiday.day for holiday in reference.holidays)


def rule_due_at(rule: str, anchor: datetime, calendar: WorkingCalendar) -> datetime:
    """When a deadline stored as ``rule`` (JSON) passes, counted from ``anchor``."""
    data = json.loads(rule)
    day = date.fromisoformat(data["day"]) if data["day"] else None
    return calendar.due_at(Rule(Unit(data["unit"]), data["amount"], day), anchor)
