"""The embedded database's judge on actions that name a row: verdicts, letters, refunds, payments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.models.keeper import (
    ReadyMessage,
    ReadyRefund,
    ReadyRow,
)
from desktop.models.records.case import (
    CaseFile,
    Letter,
    LetterState,
    Message,
    MessageState,
    NoticeState,
    PaymentNotice,
    Refund,
    RefundState,
    RequestState,
)
from desktop.models.records.people import SENIOR_MANAGEMENT, Actor, Job
from desktop.models.records.plan import Effect, EffectKind, StepPlan
from tests.workflows.builders import (
    CLERK,
    GIS,
    NOW,
    SUPERVISOR,
    attachment,
    case_file,
    person,
    request,
)
from tests.workflows.judging import REVIEWED, crafted, made, refused


class TestRows:
    """The frame's actions name a row; a row of another case or in another state is refused."""

    @pytest.mark.clause("COM-14")
    @pytest.mark.parametrize(
        ("inputs", "field"),
        [
            ({"attachment_id": 9, "verdict": "accepted"}, "inputs.attachment_id"),
            ({"attachment_id": 2, "verdict": "accepted"}, "inputs.attachment_id"),
            ({"attachment_id": "1", "verdict": "accepted"}, "inputs.attachment_id"),
            ({"attachment_id": 1, "verdict": "maybe"}, "inputs.verdict"),
            ({"attachment_id": 1, "verdict": "rejected"}, "inputs.reason_code"),
            ({"attachment_id": 1, "verdict": "rejected", "reason_code": "retired"}, "inputs.reason_code"),
            ({"attachment_id": 1, "verdict": "rejected", "reason_code": "no_capacity"}, "inputs.reason_code"),
        ],
    )
    def test_a_verdict_is_on_a_current_attachment_with_a_reason(
        self, inputs: dict[str, object], field: str
    ) -> None:
        file = case_file(
            "review", attachments=(attachment(1, "certificate", None), attachment(2, "other", current=False))
        )
        assert refused(file, crafted(file, "judge", "review", EffectKind.VERDICT, **inputs)) == (
            "invalid",
            field,
        )

    @pytest.mark.clause("COM-14")
    def test_an_accepted_attachment_has_no_reason(self) -> None:
        inputs = {"attachment_id": 1, "verdict": "accepted"}
        step = crafted(REVIEWED, "judge", "review", EffectKind.VERDICT, **inputs, reason_code="blurred")
        assert refused(REVIEWED, step) == ("invalid", "inputs.reason_code")
        (row,) = made(REVIEWED, crafted(REVIEWED, "judge", "review", EffectKind.VERDICT, **inputs))
        assert row == ReadyRow("verdict", 1, (("verdict", "accepted"), ("reason_code", ""), ("note", "")))

    @pytest.mark.clause("COM-03")
    @pytest.mark.parametrize("state", [MessageState.SENT, MessageState.FAILED, MessageState.WAITING, None])
    def test_a_message_is_sent_again_once_it_was_sent_or_given_up(self, state: MessageState | None) -> None:
        messages = (
            (Message(3, "accepted", "+962791234567", "نص", state, 1, NOW, None, "", ""),) if state else ()
        )
        file = case_file("review", messages=messages)
        step = crafted(file, "resend", "review", EffectKind.RESEND, message_id=3)
        if state in (MessageState.SENT, MessageState.FAILED):
            assert made(file, step) == (ReadyMessage("accepted", "نص", "resend"),)
        else:
            assert refused(file, step) == ("invalid", "inputs.message_id")

    @pytest.mark.clause("COM-11")
    @pytest.mark.parametrize(
        ("state", "sealed", "prints", "voids"),
        [
            (LetterState.ISSUED, True, True, True),
            (LetterState.ISSUED, False, False, True),
            (LetterState.SUPERSEDED, True, False, False),
            (LetterState.WITHDRAWN, True, False, False),
        ],
    )
    def test_a_letter_in_force_is_printed_and_withdrawn(
        self, state: LetterState, sealed: bool, prints: bool, voids: bool
    ) -> None:
        letter = Letter(5, 1, "approval", "HR/1", date(2026, 11, 22), state, 1, "{}", "", sealed, 0)
        file = case_file("approved", letters=(letter,))
        for action, kind, fine, why in (
            ("print_letter", EffectKind.PRINT, prints, {}),
            ("void_letter", EffectKind.VOID_LETTER, voids, {"reason": "خطأ"}),
        ):
            step = crafted(file, action, "approved", kind, letter_id=5, **why)
            if fine:
                row = ReadyRow(kind.value, 5, (("reason", why.get("reason", "")),))
                assert made(file, step, SUPERVISOR) == (row,)
            else:
                assert refused(file, step, SUPERVISOR) == ("invalid", "inputs.letter_id")

    @pytest.mark.clause("TRN-12", "COM-10", "COM-15")
    @pytest.mark.parametrize(
        ("proposed_by", "proposed_for", "covers", "code"),
        [
            ("rana", "", None, ""),
            ("sami", "", None, "four_eyes"),
            ("rana", "sami", None, "four_eyes"),
            ("rana", "", "rana", "four_eyes"),
            ("lina", "rana", "rana", "four_eyes"),
        ],
        ids=["another", "oneself", "one's delegate", "whom one covers", "the delegate of whom one covers"],
    )
    def test_a_refund_is_decided_by_another_person(
        self, proposed_by: str, proposed_for: str, covers: str | None, code: str
    ) -> None:
        amount = Decimal("75.000")
        refund = Refund(
            9,
            1,
            "",
            amount,
            Decimal(0),
            amount,
            amount,
            "",
            RefundState.PROPOSED,
            NOW,
            proposed_by,
            proposed_for,
        )
        file = case_file("cancelled", GIS, refunds=(refund,))
        actor = person("sami", Job.SUPERVISOR, "hr", SENIOR_MANAGEMENT, instead_of=covers)
        told = Effect(EffectKind.LETTER, "refund_decision")
        step = crafted(file, "refund_approve", "cancelled", EffectKind.REFUND_APPROVE, told, refund_id=9)
        if code:
            assert refused(file, step, actor)[0] == code
        else:
            assert isinstance(made(file, step, actor)[0], ReadyRow)

    @pytest.mark.parametrize(
        ("refund_id", "state", "voucher", "answer"),
        [
            (8, RefundState.APPROVED, "V", ("invalid", "inputs.refund_id")),
            (9, RefundState.DUE, "V", ("not_allowed", "")),
            (9, RefundState.APPROVED, "", ("invalid", "inputs.payout_reference")),
        ],
    )
    def test_a_refund_is_paid_once_approved_against_a_voucher(
        self, refund_id: int, state: RefundState, voucher: str, answer: tuple[str, str]
    ) -> None:
        zero = Decimal(0)
        file = case_file(
            "cancelled", GIS, refunds=(Refund(9, 1, "", zero, zero, zero, zero, "", state, NOW),)
        )
        step = crafted(
            file,
            "refund_pay",
            "cancelled",
            EffectKind.REFUND_PAY,
            refund_id=refund_id,
            payout_reference=voucher,
        )
        assert refused(file, step) == answer

    @pytest.mark.clause("COM-12")
    @pytest.mark.parametrize("mobile", ["", "0791234567", "+96265359970", "+96279123456٧", "+962791234567\n"])
    def test_a_corrected_mobile_number_is_e164(self, mobile: str) -> None:
        step = crafted(REVIEWED, "amend_mobile", "review", EffectKind.AMEND_MOBILE, mobile=mobile, reason="x")
        assert refused(REVIEWED, step) == ("invalid", "inputs.mobile")
        inputs = {"mobile": "+962791234567", "reason": "x"}
        right = crafted(REVIEWED, "amend_mobile", "review", EffectKind.AMEND_MOBILE, **inputs)
        assert made(REVIEWED, right) == (ReadyRow("amend_mobile", 0, (("mobile", "+962791234567"),)),)

    @pytest.mark.parametrize("action", ["claim", "release", "hand_over"])
    @pytest.mark.parametrize(
        ("holder", "actor", "fine"),
        [
            (None, CLERK, True),
            ("rana", CLERK, True),
            ("zaid", CLERK, False),
            ("zaid", SUPERVISOR, True),
        ],
    )
    def test_a_colleagues_case_is_taken_by_a_supervisor_only(
        self, action: str, holder: str | None, actor: Actor, fine: bool
    ) -> None:
        file = case_file("review", assignee=holder)
        inputs = {"assignee": "lina", "reason": "إجازة"} if action == "hand_over" else {}
        step = crafted(file, action, "review", EffectKind.ASSIGN, **inputs)
        if not fine:
            assert refused(file, step, actor) == ("not_allowed", "")
            return
        then = {"claim": actor.login, "release": None, "hand_over": "lina"}[action]
        assert made(file, step, actor) == (ReadyRow("assign", 0, (("assignee", then),)),)


class TestNotices:
    @staticmethod
    def file(*amounts: str, state: NoticeState = NoticeState.SHORT) -> CaseFile:
        notices = tuple(
            PaymentNotice(n, f"g{n}", "1234", Decimal(amount), NOW, NOW, state, 1, 1, "", "", "")
            for n, amount in enumerate(amounts, 1)
        )
        return case_file("awaiting_payment", GIS, requests=(request(RequestState.ISSUED),), notices=notices)

    def step(self, file: CaseFile, **inputs: object) -> StepPlan:
        given = {"notice_id": 1, "resolution": "apply", "reason": "جمعت", **inputs}
        return crafted(file, "settle_notice", file.case.state, EffectKind.SETTLE_NOTICE, **given)

    @pytest.mark.clause("COM-08")
    def test_payments_that_make_up_the_fee_settle_it(self) -> None:
        file = self.file("60.000", "40.000")
        rows = made(file, self.step(file))
        assert [(r.effect, r.row_id) for r in rows if isinstance(r, ReadyRow)] == [
            ("apply_notice", 1), ("apply_notice", 2), ("settle_request", 1),
        ]  # fmt: skip
        assert len(rows) == 3

    @pytest.mark.clause("COM-08")
    def test_what_is_over_goes_back(self) -> None:
        file = self.file("60.000", "45.500")
        back = made(file, self.step(file))[-1]
        assert isinstance(back, ReadyRefund)
        assert (back.notice_id, back.kept, back.amount) == (1, Decimal(0), Decimal("5.500"))

    @pytest.mark.clause("COM-08")
    def test_a_payment_is_returned_whole(self) -> None:
        file = self.file("60.000")
        row, back = made(file, self.step(file, resolution="return"))
        assert isinstance(row, ReadyRow)
        assert isinstance(back, ReadyRefund)
        assert (row.effect, back.amount, back.reason) == ("return_notice", Decimal("60.000"), "جمعت")

    @pytest.mark.clause("COM-08")
    def test_half_a_fee_is_not_counted(self) -> None:
        file = self.file("60.000")
        assert refused(file, self.step(file))[0] == "not_enough"

    @pytest.mark.parametrize(
        ("inputs", "field"),
        [
            ({"notice_id": 7}, "inputs.notice_id"),
            ({"notice_id": None}, "inputs.notice_id"),
            ({"reason": ""}, "inputs.reason"),
            ({"resolution": "keep"}, "inputs.resolution"),
        ],
    )
    def test_what_is_asked_must_be_possible(self, inputs: dict[str, object], field: str) -> None:
        file = self.file("100.000")
        assert refused(file, self.step(file, **inputs)) == ("invalid", field)

    @pytest.mark.parametrize("state", [NoticeState.SETTLED, NoticeState.APPLIED, NoticeState.RETURNED])
    def test_a_payment_is_settled_once(self, state: NoticeState) -> None:
        file = self.file("100.000", state=state)
        assert refused(file, self.step(file)) == ("invalid", "inputs.notice_id")

    def test_a_closed_request_takes_nothing(self) -> None:
        file = replace(self.file("100.000"), requests=(request(RequestState.CANCELLED),))
        assert refused(file, self.step(file)) == ("not_allowed", "")
