"""TRN's fee, its refund, and what a withdrawal gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from desktop.base.clock import AMMAN
from desktop.base.errors import Refusal
from desktop.models.keeper import ReadyPayment, ReadyRefund
from desktop.models.records.case import (
    CaseFile,
    Refund,
    RefundState,
    RequestState,
    WaitsOn,
)
from desktop.models.records.people import SENIOR_MANAGEMENT, Job
from desktop.models.records.reference import Fee, Reference
from tests.workflows.builders import (
    CLERK,
    FACILITATION,
    GIS,
    HOST_CLERK,
    INDIVIDUAL,
    NOMINATED,
    NOW,
    REFERENCE,
    SENIOR,
    SUPERVISOR,
    TODAY,
    TRN,
    WORKER,
    case_file,
    person,
    request,
)
from tests.workflows.deciding import effects, kept, plan_of, refusal


class TestPayment:
    @pytest.mark.clause("TRN-07")
    def test_gis_agreeing_asks_for_the_fee(self) -> None:
        file = case_file("host_decision", GIS)
        plan = plan_of(file, "agree", HOST_CLERK)
        assert plan.to_state == "awaiting_payment"
        assert TRN.state(plan.to_state).waits_on is WaitsOn.APPLICANT
        assert effects(plan) == [("payment", "course_fee"), ("deadline", "payment")]
        assert plan.effects[0].data == {"message": "payment_requested", "params": {"days": "3"}}
        assert refusal(file, "agree", CLERK).code == "not_allowed"

    @pytest.mark.clause("TRN-15", "COM-08")
    @pytest.mark.parametrize(
        ("course", "submitted", "amount"),
        [
            ("gis-beginners", datetime(2026, 11, 30, 23, 59, tzinfo=AMMAN), "100.000"),
            # Still the day before in UTC.
            ("gis-beginners", datetime(2026, 12, 1, 0, 30, tzinfo=AMMAN), "120.000"),
            ("gis-beginners", datetime(2027, 6, 1, 9, tzinfo=AMMAN), "120.000"),
            ("arc-pro", datetime(2026, 12, 2, 9, tzinfo=AMMAN), "200.000"),
        ],
    )
    def test_the_fee_is_the_one_in_force_on_the_day_of_submission(
        self, course: str, submitted: datetime, amount: str
    ) -> None:
        file = case_file("host_decision", {**GIS, "course": course}, submitted_at=submitted)
        plan = plan_of(file, "agree", HOST_CLERK)
        asked = kept(file, plan, HOST_CLERK)[0]
        assert isinstance(asked, ReadyPayment)
        assert asked.amount == Decimal(amount)

    @pytest.mark.clause("TRN-15")
    def test_a_fee_that_is_not_set_stops_the_step(self) -> None:
        file = case_file("host_decision", GIS, submitted_at=datetime(2025, 12, 31, tzinfo=AMMAN))
        plan = plan_of(file, "agree", HOST_CLERK)
        with pytest.raises(Refusal) as caught:
            kept(file, plan, HOST_CLERK)
        assert caught.value.problems[0].field == "fee"
        assert REFERENCE.fee_on("gis-beginners", date(2025, 12, 31)) is None
        assert REFERENCE.fee_on("none", TODAY) is None

    @pytest.mark.clause("TRN-15")
    def test_fees_stand_in_any_order(self) -> None:
        fees = (Fee("f", Decimal(3), date(2026, 3, 1)), Fee("f", Decimal(1), date(2026, 1, 1)))
        assert Reference(fees=fees).fee_on("f", date(2026, 2, 28)) == 1
        assert Reference(fees=fees[::-1]).fee_on("f", date(2026, 3, 1)) == 3

    @pytest.mark.clause("TRN-16")
    @pytest.mark.parametrize(
        "payload",
        [
            {**NOMINATED, "hosting_department": "gis"},
            {**NOMINATED, "hosting_department": "gis", "kind": "facilitation"},
            {**FACILITATION, "hosting_department": "gis"},
        ],
    )
    def test_students_and_tasks_pay_nothing_also_at_gis(self, payload: Mapping[str, object]) -> None:
        plan = plan_of(case_file("host_decision", payload), "agree", HOST_CLERK)
        assert plan.to_state == "approved"
        assert "payment" not in dict(effects(plan))

    @pytest.mark.clause("TRN-16")
    def test_no_other_department_charges(self) -> None:
        decides = {**REFERENCE.departments, "it": replace(REFERENCE.departments["it"], decides_hosting=True)}
        reference = replace(REFERENCE, departments=decides)
        actor = person("lina", Job.CLERK, "it")
        plan = plan_of(case_file("host_decision", INDIVIDUAL), "agree", actor, reference=reference)
        assert plan.to_state == "approved"

    @pytest.mark.clause("TRN-10")
    def test_paid_is_approved_with_the_letter(self) -> None:
        file = case_file("awaiting_payment", GIS, requests=(request(),))
        plan = plan_of(file, "payment_received", WORKER)
        assert plan.to_state == "approved"
        assert effects(plan) == [("letter", "approval"), ("message", "approved"), ("deadline", "begin")]
        assert refusal(file, "payment_received", SENIOR).code == "not_allowed"

    @pytest.mark.clause("TRN-08")
    def test_unpaid_in_the_window_is_cancelled_and_the_number_taken_back(self) -> None:
        file = case_file("awaiting_payment", GIS, requests=(request(RequestState.ISSUED),))
        plan = plan_of(file, "payment_expired", WORKER)
        assert plan.to_state == "cancelled"
        assert effects(plan) == [("close_payments", ""), ("message", "payment_expired")]
        assert refusal(file, "payment_expired", CLERK).code == "not_allowed"


class TestRefund:
    @staticmethod
    def file(state: RefundState, proposed_by: str = "") -> CaseFile:
        hundred, zero = Decimal("100.000"), Decimal("0.000")
        refund = Refund(
            9, 1, "", hundred, Decimal(25), hundred / 4, hundred * 3 / 4 + zero, "", state, NOW, proposed_by
        )
        return case_file("cancelled", GIS, refunds=(refund,))

    PROPOSE = {"refund_id": 9, "remark": "حضر متأخراً"}

    @pytest.mark.clause("TRN-12", "COM-16", "COM-10")
    def test_proposed_by_one_and_approved_by_another_with_the_authority(self) -> None:
        plan = plan_of(self.file(RefundState.DUE), "refund_propose", CLERK, self.PROPOSE)
        assert (plan.to_state, effects(plan)) == ("cancelled", [("refund_propose", "")])
        assert plan.note == "حضر متأخراً"
        proposed = self.file(RefundState.PROPOSED, "rana")
        assert effects(plan_of(proposed, "refund_approve", SENIOR, {"refund_id": 9})) == [
            ("refund_approve", ""),
            ("letter", "refund_decision"),
        ]
        declined = plan_of(proposed, "refund_decline", SENIOR, {"refund_id": 9, "reason": "لا مبرر"})
        assert effects(declined) == [("refund_decline", ""), ("letter", "refund_decision")]
        paid = {"refund_id": 9, "payout_reference": "V-17"}
        assert effects(plan_of(self.file(RefundState.APPROVED, "rana"), "refund_pay", CLERK, paid)) == [
            ("refund_pay", "")
        ]

    @pytest.mark.clause("COM-16")
    def test_a_supervisor_without_the_authority_is_told_so(self) -> None:
        proposed = self.file(RefundState.PROPOSED, "rana")
        assert refusal(proposed, "refund_approve", SUPERVISOR, {"refund_id": 9}).code == "no_authority"
        elsewhere = person("nur", Job.SUPERVISOR, "gis")
        assert refusal(proposed, "refund_approve", elsewhere, {"refund_id": 9}).code == "no_authority"

    @pytest.mark.clause("COM-16", "COM-10")
    def test_the_authority_alone_is_not_enough(self) -> None:
        proposed = self.file(RefundState.PROPOSED, "rana")
        for actor in (
            person("omar", Job.CLERK, "hr", SENIOR_MANAGEMENT),
            person("omar", Job.SUPERVISOR, "finance", SENIOR_MANAGEMENT),
            person("omar", Job.ADMIN, "hr", SENIOR_MANAGEMENT),
        ):
            assert refusal(proposed, "refund_approve", actor, {"refund_id": 9}).code == "not_allowed"

    @pytest.mark.clause("COM-10")
    @pytest.mark.parametrize("action", ["refund_approve", "refund_decline"])
    def test_nobody_decides_what_they_proposed(self, action: str) -> None:
        inputs: dict[str, object] = {"refund_id": 9}
        if action == "refund_decline":
            inputs["reason"] = "س"
        assert refusal(self.file(RefundState.PROPOSED, "sami"), action, SENIOR, inputs).code == "four_eyes"
        covering = person("sami", Job.SUPERVISOR, "hr", SENIOR_MANAGEMENT, instead_of="rana")
        assert refusal(self.file(RefundState.PROPOSED, "rana"), action, covering, inputs).code == "four_eyes"

    @pytest.mark.clause("TRN-12")
    @pytest.mark.parametrize(
        ("state", "action", "inputs"),
        [
            (RefundState.PROPOSED, "refund_propose", PROPOSE),
            (RefundState.DUE, "refund_approve", {"refund_id": 9}),
            (RefundState.DECLINED, "refund_approve", {"refund_id": 9}),
            (RefundState.PAID, "refund_pay", {"refund_id": 9, "payout_reference": "V"}),
            (RefundState.DUE, "refund_pay", {"refund_id": 9, "payout_reference": "V"}),
        ],
    )
    def test_its_steps_come_in_their_order(
        self, state: RefundState, action: str, inputs: Mapping[str, object]
    ) -> None:
        assert refusal(self.file(state, "rana"), action, SENIOR, inputs).code == "not_allowed"

    def test_a_refund_of_another_case_is_none(self) -> None:
        refused = refusal(
            self.file(RefundState.DUE), "refund_propose", CLERK, {**self.PROPOSE, "refund_id": 8}
        )
        assert refused.problems[0].field == "inputs.refund_id"


class TestWithdrawal:
    @pytest.mark.clause("COM-13")
    @pytest.mark.parametrize(
        "state", ["review", "correction", "host_decision", "awaiting_payment", "approved", "in_progress"]
    )
    def test_before_the_final_step_at_the_applicants_request(self, state: str) -> None:
        for actor in (CLERK, HOST_CLERK, WORKER):
            plan = plan_of(case_file(state, GIS), "withdraw", actor, {"reason": "سفر"})
            assert plan.to_state == "withdrawn"
            assert effects(plan) == [("close_payments", ""), ("close_letters", ""), ("message", "withdrawn")]
            assert plan.note == "سفر"

    @pytest.mark.clause("COM-13")
    @pytest.mark.parametrize(
        "state", ["report_ready", "study_due", "completed", "refused", "cancelled", "withdrawn"]
    )
    def test_not_after_it(self, state: str) -> None:
        assert refusal(case_file(state, GIS), "withdraw").code == "not_allowed"

    @pytest.mark.clause("COM-13")
    @pytest.mark.parametrize(
        ("state", "done", "refund", "back"),
        [
            ("approved", (), "withdrawal", "100.000"),
            ("first_day", (), "withdrawal", "100.000"),
            ("absent", ("record_absent",), "no_show", "75.000"),
            ("approved", ("record_absent", "postpone"), "no_show", "75.000"),
            ("in_progress", ("record_present",), "no_show", "75.000"),
        ],
    )
    def test_what_was_paid_goes_to_the_refund_path(
        self, state: str, done: Sequence[str], refund: str, back: str
    ) -> None:
        file = case_file(state, GIS, done=done, requests=(request(),))
        plan = plan_of(file, "withdraw", CLERK)
        assert effects(plan)[-1] == ("refund", refund)
        ready = kept(file, plan, CLERK)[-1]
        assert isinstance(ready, ReadyRefund)
        assert ready.amount == Decimal(back)
