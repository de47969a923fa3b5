"""What TRN decides, action by action, from case files built by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from desktop.base.clock import AMMAN, NEVER
from desktop.base.errors import Refusal
from desktop.models.keeper import ReadyPayment, ReadyRefund
from desktop.models.records.case import (
    CaseFile,
    Refund,
    RefundState,
    RequestState,
    Verdict,
    WaitsOn,
)
from desktop.models.records.people import SENIOR_MANAGEMENT, Actor, Job
from desktop.models.records.plan import EffectKind, StepPlan
from desktop.models.records.reference import Fee, Reference
from desktop.workflows.definition import Closing
from desktop.workflows.engine import decide, offers, open_plan
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from desktop.workflows.validation import validate
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
    attachment,
    case_file,
    document,
    event,
    passed,
    person,
    request,
    situation,
)

CERTIFICATE = attachment(1, "certificate")
IN_IT = {"hosting_department": "it"}


def plan_of(
    file: CaseFile,
    action: str,
    actor: Actor = CLERK,
    inputs: Mapping[str, object] | None = None,
    *,
    now: datetime = NOW,
    reference: Reference = REFERENCE,
) -> StepPlan:
    return decide(situation(file, actor, now=now, reference=reference), action, inputs or {})


def effects(plan: StepPlan) -> list[tuple[str, str]]:
    return [(effect.kind.value, effect.key) for effect in plan.effects]


def refusal(
    file: CaseFile, action: str, actor: Actor = CLERK, inputs: Mapping[str, object] | None = None
) -> Refusal:
    with pytest.raises(Refusal) as caught:
        plan_of(file, action, actor, inputs)
    return caught.value


def listed(file: CaseFile, actor: Actor = CLERK, **given: object) -> dict[str, bool]:
    """The service's own buttons that the actor sees, and whether each can be pressed."""
    frame = {action.key for action in TRN.actions if action.shared and not action.portal}
    found = offers(replace(situation(file, actor), **given))  # type: ignore[arg-type]
    return {offer.action.key: offer.enabled for offer in found if offer.action.key not in frame}


def kept(
    file: CaseFile, plan: StepPlan, actor: Actor, reference: Reference = REFERENCE
) -> tuple[object, ...]:
    """What the embedded database's judge derives from the plan's effects."""
    return DefinitionKeeper(load()).check_step(file, reference, actor, NOW, plan).effects


class TestOpening:
    @pytest.mark.clause("TRN-04", "COM-06", "TRN-17")
    def test_an_application_is_initially_accepted_and_due_in_five_working_days(self) -> None:
        application = validate(TRN, document(submission_key="k1"), REFERENCE, TODAY)
        plan = open_plan(
            TRN, application, REFERENCE, NOW, via="portal", name_search="احمد", workstation="desk-1"
        )
        assert [(e.kind, e.key, e.data) for e in plan.effects] == [
            (EffectKind.MESSAGE, "accepted", {"params": {}})
        ]
        assert plan.target_due_at == datetime(2026, 11, 29, 23, 59, 59, tzinfo=AMMAN)
        assert (plan.state, plan.via, plan.submission_key) == ("review", "portal", "k1")
        assert plan.payload == INDIVIDUAL
        assert [a.slot for a in plan.attachments] == ["certificate"]

    def test_a_service_whose_start_has_no_target_cannot_be_opened(self) -> None:
        application = validate(TRN, document(), REFERENCE, TODAY)
        start = replace(TRN.start, target=False)
        odd = replace(TRN, states=(start, *TRN.states[1:]))
        with pytest.raises(ValueError, match="start state"):
            open_plan(odd, application, REFERENCE, NOW, via="portal", name_search="", workstation="")


class TestReview:
    @pytest.mark.clause("TRN-10")
    @pytest.mark.parametrize(
        ("payload", "slot"),
        [
            (INDIVIDUAL, "certificate"),
            (NOMINATED, "official_letter"),
            ({**FACILITATION, **IN_IT}, "certificate"),
        ],
    )
    def test_approval_issues_the_letter_the_message_and_the_first_day(
        self, payload: Mapping[str, object], slot: str
    ) -> None:
        plan = plan_of(case_file("review", payload, attachments=(attachment(1, slot),)), "approve")
        assert plan.to_state == "approved"
        assert effects(plan) == [("letter", "approval"), ("message", "approved"), ("deadline", "begin")]
        assert plan.effects[1].data == {"params": {"period_from": "06/12/2026"}}
        assert (plan.expected_version, plan.from_state, plan.due_at) == (4, "review", NEVER)

    @pytest.mark.parametrize(
        ("attachments", "enabled"),
        [
            ((CERTIFICATE,), True),
            ((), False),
            ((attachment(1, "certificate", None),), False),
            ((attachment(1, "certificate", Verdict.REJECTED),), False),
            ((CERTIFICATE, attachment(2, "other", None)), False),
            ((attachment(2, "other"),), False),
            ((attachment(1, "certificate", Verdict.REJECTED, current=False), CERTIFICATE), True),
        ],
    )
    def test_approval_requires_every_attachment_accepted(
        self, attachments: tuple[object, ...], enabled: bool
    ) -> None:
        file = case_file("review", attachments=attachments)
        assert listed(file)["approve"] is enabled
        if not enabled:
            assert refusal(file, "approve").text.en == "All attachments must be accepted first."

    def test_approval_requires_a_period_that_is_not_over(self) -> None:
        file = case_file("review", {**INDIVIDUAL, "period_to": "2026-11-21"}, attachments=(CERTIFICATE,))
        assert "period asked for is over" in refusal(file, "approve").text.en
        last_day = case_file("review", {**INDIVIDUAL, "period_to": "2026-11-22"}, attachments=(CERTIFICATE,))
        assert plan_of(last_day, "approve").to_state == "approved"

    @pytest.mark.clause("TRN-07")
    def test_a_department_that_decides_for_itself_is_asked(self) -> None:
        file = case_file("review", GIS, attachments=(CERTIFICATE,))
        assert listed(file).keys() == {"refer", "request_correction", "refuse", "change_period", "withdraw"}
        assert refusal(file, "approve").code == "not_allowed"
        plan = plan_of(file, "refer")
        assert plan.to_state == "host_decision"
        assert plan.effects == ()

    def test_others_leave_the_decision_to_human_resources(self) -> None:
        file = case_file("review", attachments=(CERTIFICATE,))
        assert "refer" not in listed(file)
        assert refusal(file, "refer").code == "not_allowed"

    @pytest.mark.clause("TRN-05", "COM-14")
    def test_a_wrong_attachment_is_named_with_its_reason(self) -> None:
        wrong = attachment(
            1, "official_letter", Verdict.REJECTED, reason_code="unstamped", note="الصفحة الثانية"
        )
        other = attachment(2, "other", Verdict.REJECTED, reason_code="other", note="غير مطلوب")
        file = case_file("review", NOMINATED, attachments=(wrong, other, attachment(3, "x", current=False)))
        plan = plan_of(file, "request_correction")
        assert plan.to_state == "correction"
        assert effects(plan) == [("message", "correction"), ("deadline", "correction")]
        params = plan.effects[0].data["params"]
        assert params == {
            "days": "3",
            "rejected": "كتاب رسمي موقع ومختوم من الجهة المنسِّبة (الكتاب غير مختوم، الصفحة الثانية)؛ "
            "مرفق آخر (غير مطلوب)",
        }

    @pytest.mark.clause("TRN-05")
    def test_the_window_named_is_the_window_in_force(self) -> None:
        file = case_file("review", attachments=(attachment(1, "certificate", Verdict.REJECTED),))
        reference = replace(REFERENCE, settings={"trn.correction_days": "5"})
        params = plan_of(file, "request_correction", reference=reference).effects[0].data["params"]
        assert isinstance(params, dict)
        assert params["days"] == "5"

    @pytest.mark.clause("TRN-05")
    @pytest.mark.parametrize(
        ("verdicts", "sentence"),
        [
            ((None, Verdict.REJECTED), "Judge every attachment first."),
            ((Verdict.ACCEPTED, Verdict.ACCEPTED), "No attachment is rejected."),
        ],
    )
    def test_correction_is_asked_for_after_all_is_judged(
        self, verdicts: Sequence[Verdict | None], sentence: str
    ) -> None:
        files = tuple(
            attachment(n, slot, v)
            for n, (slot, v) in enumerate(zip(("certificate", "other"), verdicts, strict=True))
        )
        file = case_file("review", attachments=files)
        assert refusal(file, "request_correction").text.en == sentence
        reasons = {o.action.key: o.reason.en for o in offers(situation(file)) if o.reason}
        assert reasons["request_correction"] == sentence

    @pytest.mark.clause("TRN-09")
    @pytest.mark.parametrize(
        ("inputs", "reasons"),
        [
            ({"reason_code": "no_capacity"}, "لا يوجد شاغر"),
            ({"reason_code": "no_capacity", "grounds": "حتى آذار"}, "لا يوجد شاغر، حتى آذار"),
            ({"reason_code": "other", "grounds": "التخصص غير متاح"}, "التخصص غير متاح"),
        ],
    )
    @pytest.mark.parametrize(
        ("state", "payload", "actor"), [("review", INDIVIDUAL, CLERK), ("host_decision", GIS, HOST_CLERK)]
    )
    def test_a_refusal_says_why(
        self, state: str, payload: Mapping[str, object], actor: Actor, inputs: dict[str, str], reasons: str
    ) -> None:
        plan = plan_of(case_file(state, payload), "refuse", actor, inputs)
        assert plan.to_state == "refused"
        assert TRN.state("refused").closing is Closing.REFUSED
        assert [(e.kind, e.key, e.data) for e in plan.effects] == [
            (EffectKind.MESSAGE, "refused", {"params": {"reasons": reasons}})
        ]
        assert plan.note == inputs.get("grounds", "")

    @pytest.mark.clause("TRN-09", "COM-01")
    @pytest.mark.parametrize(
        ("inputs", "field", "code"),
        [
            ({}, "inputs.reason_code", "required"),
            ({"reason_code": "blurred"}, "inputs.reason_code", "choice"),
            ({"reason_code": "other"}, "inputs.grounds", "required"),
            ({"reason_code": "no_capacity", "x": 1}, "inputs.x", "unknown_field"),
        ],
    )
    def test_a_refusal_without_a_reason_is_refused(
        self, inputs: dict[str, object], field: str, code: str
    ) -> None:
        problem = refusal(case_file("review"), "refuse", CLERK, inputs).problems[0]
        assert (problem.field, problem.code) == (field, code)

    def test_a_changed_period_is_told_and_stays_in_its_state(self) -> None:
        inputs = {"period_from": "13/12/2026", "period_to": "14/01/2027"}
        plan = plan_of(case_file("review"), "change_period", CLERK, inputs)
        assert plan.to_state == "review"
        assert effects(plan) == [("set_fields", ""), ("message", "period_changed")]
        assert plan.effects[1].data["params"] == {"period_from": "13/12/2026", "period_to": "14/01/2027"}


class TestCorrection:
    FILE = case_file("correction", attachments=(attachment(1, "certificate", None),))

    @pytest.mark.clause("TRN-05", "COM-14")
    @pytest.mark.parametrize("actor", [CLERK, WORKER])
    def test_it_comes_back_as_a_new_round(self, actor: Actor) -> None:
        plan = plan_of(self.FILE, "resubmit", actor)
        assert plan.to_state == "review"
        assert effects(plan) == [("new_round", ""), ("message", "correction_received")]

    @pytest.mark.clause("TRN-05")
    def test_what_was_rejected_must_have_been_replaced(self) -> None:
        file = case_file("correction", attachments=(attachment(1, "certificate", Verdict.REJECTED),))
        assert listed(file)["resubmit"] is False
        assert refusal(file, "resubmit").code == "requirement"

    @pytest.mark.clause("TRN-06")
    def test_not_corrected_in_the_window_is_cancelled_by_the_clock_alone(self) -> None:
        plan = plan_of(self.FILE, "correction_expired", WORKER)
        assert (plan.to_state, effects(plan)) == ("cancelled", [("message", "correction_expired")])
        assert "correction_expired" not in listed(self.FILE)
        for actor in (CLERK, SUPERVISOR, SENIOR):
            assert refusal(self.FILE, "correction_expired", actor).code == "not_allowed"


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


class TestAttendance:
    PAID = (request(),)

    @pytest.mark.clause("TRN-10")
    def test_on_the_first_day_paid_training_waits_for_attendance(self) -> None:
        plan = plan_of(case_file("approved", GIS, requests=self.PAID), "begin", WORKER)
        assert plan.to_state == "first_day"
        assert plan.due_at == datetime(2026, 11, 23, 23, 59, 59, tzinfo=AMMAN)

    @pytest.mark.clause("TRN-10")
    @pytest.mark.parametrize("payload", [INDIVIDUAL, NOMINATED, FACILITATION])
    def test_what_is_free_just_begins(self, payload: Mapping[str, object]) -> None:
        plan = plan_of(case_file("approved", payload), "begin", WORKER)
        assert (plan.to_state, effects(plan)) == ("in_progress", [("deadline", "period_end")])

    def test_present_runs_to_the_last_day(self) -> None:
        plan = plan_of(case_file("first_day", GIS, requests=self.PAID), "record_present", HOST_CLERK)
        assert (plan.to_state, effects(plan)) == ("in_progress", [("deadline", "period_end")])

    @pytest.mark.clause("TRN-11")
    def test_absent_may_postpone(self) -> None:
        plan = plan_of(case_file("first_day", GIS, requests=self.PAID), "record_absent", HOST_CLERK)
        assert plan.to_state == "absent"
        assert effects(plan) == [("message", "no_show"), ("deadline", "new_date")]
        assert plan.effects[0].data["params"] == {"days": "3"}

    @pytest.mark.clause("TRN-11")
    @pytest.mark.parametrize("actor", [CLERK, HOST_CLERK, WORKER])
    @pytest.mark.parametrize("first_day", ["2026-12-07", "2027-01-06"])
    def test_postponed_keeps_its_length_and_gets_new_letters(self, actor: Actor, first_day: str) -> None:
        file = case_file("absent", GIS, done=("record_absent",), requests=self.PAID)
        plan = plan_of(file, "postpone", actor, {"period_from": first_day})
        assert plan.to_state == "approved"
        assert effects(plan) == [
            ("set_fields", ""),
            ("letter", "postponement"),
            ("letter", "approval"),
            ("message", "postponed"),
            ("deadline", "begin"),
        ]
        allowed = DefinitionKeeper(load()).check_step(file, REFERENCE, actor, NOW, plan)
        moved = date.fromisoformat(first_day) - date(2026, 12, 6)
        assert f'"period_from":"{first_day}"' in allowed.payload
        assert f'"period_to":"{date(2026, 12, 31) + moved}"' in allowed.payload

    @pytest.mark.clause("TRN-11")
    @pytest.mark.parametrize(
        ("first_day", "code"),
        [("2027-01-07", "too_late"), ("2026-12-06", "not_later"), ("2026-11-21", "past"), ("", "required")],
    )
    def test_by_at_most_a_month(self, first_day: str, code: str) -> None:
        file = case_file("absent", GIS, done=("record_absent",), requests=self.PAID)
        refused = refusal(file, "postpone", CLERK, {"period_from": first_day})
        assert [(p.field, p.code) for p in refused.problems] == [("inputs.period_from", code)]

    @pytest.mark.clause("TRN-11", "TRN-12")
    def test_only_once(self) -> None:
        again = case_file("first_day", GIS, done=("record_absent", "postpone", "begin"), requests=self.PAID)
        plan = plan_of(again, "record_absent", HOST_CLERK)
        assert plan.to_state == "cancelled"
        assert effects(plan) == [("message", "no_show_final"), ("refund", "no_show"), ("close_letters", "")]
        # There is no other way to a second postponement.
        sources = {a.key: TRN.sources_of(a) for a in TRN.actions}
        assert sources["postpone"] == ("absent",)
        assert [a.key for a in TRN.actions if any(o.to == "absent" for o in a.outcomes)] == ["record_absent"]

    @pytest.mark.clause("TRN-12")
    def test_no_new_date_in_the_window_is_cancelled(self) -> None:
        file = case_file("absent", GIS, done=("record_absent",), requests=self.PAID)
        plan = plan_of(file, "no_new_date", WORKER)
        assert plan.to_state == "cancelled"
        assert effects(plan) == [("message", "no_show_final"), ("refund", "no_show"), ("close_letters", "")]
        assert plan.effects[0].data["params"] == {"percent_kept": "25"}

    @pytest.mark.clause("TRN-12", "COM-08")
    @pytest.mark.parametrize(
        ("settings", "amount", "kept_amount", "back"),
        [
            ({}, "100.000", "25.000", "75.000"),
            ({}, "200.000", "50.000", "150.000"),
            ({"trn.no_show_percent_kept": "40"}, "100.000", "40.000", "60.000"),
            ({"trn.no_show_percent_kept": "12.5"}, "0.003", "0.000", "0.003"),
        ],
    )
    def test_a_quarter_is_kept_unless_set_otherwise(
        self, settings: dict[str, str], amount: str, kept_amount: str, back: str
    ) -> None:
        file = case_file(
            "absent", GIS, requests=(request(amount=amount),), deadlines=(passed("no_new_date"),)
        )
        reference = replace(REFERENCE, settings=settings)
        plan = plan_of(file, "no_new_date", WORKER, reference=reference)
        params = plan.effects[0].data["params"]
        assert isinstance(params, dict)
        refund = kept(file, plan, WORKER, reference)[1]
        assert isinstance(refund, ReadyRefund)
        assert (refund.kept, refund.amount) == (Decimal(kept_amount), Decimal(back))
        assert params["percent_kept"] == str(refund.percent_kept)
        assert refund.kept + refund.amount == refund.paid == Decimal(amount)


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
            ("refund_approve", "")
        ]
        declined = plan_of(proposed, "refund_decline", SENIOR, {"refund_id": 9, "reason": "لا مبرر"})
        assert effects(declined) == [("refund_decline", "")]
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


class TestEnding:
    @pytest.mark.clause("TRN-13")
    @pytest.mark.parametrize("payload", [INDIVIDUAL, NOMINATED, GIS])
    def test_training_over_brings_the_completion_letter(self, payload: Mapping[str, object]) -> None:
        plan = plan_of(case_file("in_progress", payload), "period_over", WORKER)
        assert plan.to_state == "report_ready"
        assert effects(plan) == [("letter", "completion"), ("message", "training_over")]

    @pytest.mark.clause("TRN-13")
    def test_the_report_is_handed_over_in_person_and_recorded(self) -> None:
        inputs = {"received_by": "أحمد علي", "identity_paper": "national_id", "identity_number": "9901012345"}
        plan = plan_of(case_file("report_ready"), "hand_over_report", CLERK, inputs)
        assert plan.to_state == "completed"
        assert plan.inputs == inputs
        for missing in inputs:
            less = {key: value for key, value in inputs.items() if key != missing}
            problems = refusal(case_file("report_ready"), "hand_over_report", CLERK, less).problems
            assert [(p.field, p.code) for p in problems] == [(f"inputs.{missing}", "required")]
        assert refusal(case_file("report_ready"), "hand_over_report", WORKER, inputs).code == "not_allowed"

    @pytest.mark.clause("TRN-14")
    def test_a_task_over_waits_for_the_study(self) -> None:
        plan = plan_of(case_file("in_progress", FACILITATION), "period_over", WORKER)
        assert (plan.to_state, effects(plan)) == ("study_due", [("message", "task_over")])

    @pytest.mark.clause("TRN-14")
    @pytest.mark.parametrize(
        ("first", "second"),
        [("receive_paper", "receive_electronic"), ("receive_electronic", "receive_paper")],
    )
    def test_both_copies_are_recorded_in_any_order(self, first: str, second: str) -> None:
        inputs = {
            "receive_paper": {"title": "دراسة في الشبكات"},
            "receive_electronic": {"medium": "email", "location": "المكتبة"},
        }
        file = case_file("study_due", FACILITATION)
        plan = plan_of(file, first, CLERK, inputs[first])
        assert (plan.to_state, plan.effects, plan.inputs) == ("study_due", (), inputs[first])
        half = case_file("study_due", FACILITATION, done=(first,))
        assert first not in listed(half)
        assert refusal(half, first, CLERK, inputs[first]).code == "not_allowed"
        plan = plan_of(half, second, CLERK, inputs[second])
        assert (plan.to_state, effects(plan)) == ("completed", [("message", "study_received")])


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


class TestWhoMay:
    @pytest.mark.clause("COM-10")
    def test_staff_of_the_department_that_must_act(self) -> None:
        review, hosting = case_file("review"), case_file("host_decision", GIS)
        assert "approve" in listed(review)
        assert "approve" in listed(review, SUPERVISOR)
        assert "agree" in listed(hosting, HOST_CLERK)
        assert "agree" not in listed(hosting, CLERK)
        assert listed(review, person("x", Job.CLERK, "finance")) == {}
        assert listed(review, Actor("x", "X")) == {}
        assert listed(review, person("x", Job.ADMIN, "hr")) == {}

    @pytest.mark.clause("COM-10")
    def test_shared_actions_are_done_where_the_applicant_comes(self) -> None:
        for file in (case_file("host_decision", GIS), case_file("absent", GIS)):
            for actor in (CLERK, HOST_CLERK):
                assert "withdraw" in listed(file, actor)
            assert "withdraw" not in listed(file, person("x", Job.CLERK, "it"))

    @pytest.mark.clause("COM-15", "COM-10")
    def test_a_delegate_works_in_the_place_of_the_absent(self) -> None:
        delegate = person("lina", Job.CLERK, "hr", instead_of="rana")
        assert "approve" in listed(case_file("review"), delegate)

    @pytest.mark.clause("COM-10")
    def test_whoever_did_one_step_may_not_do_the_step_that_checks_it(self) -> None:
        approve = replace(TRN.action("approve"), not_by_actor_of=("refer",))
        service = replace(TRN, actions=tuple(approve if a.key == "approve" else a for a in TRN.actions))
        file = case_file(
            "review",
            attachments=(CERTIFICATE,),
            events=(event("submit", "review"), event("refer", "review", actor="rana")),
        )
        with pytest.raises(Refusal) as caught:
            decide(situation(file, CLERK, service=service), "approve", {})
        assert caught.value.code == "four_eyes"
        assert "approve" not in {o.action.key for o in offers(situation(file, CLERK, service=service))}
        assert decide(situation(file, SUPERVISOR, service=service), "approve", {}).to_state == "approved"

    @pytest.mark.clause("COM-15", "COM-10")
    def test_a_delegate_and_whom_they_cover_are_one_person(self) -> None:
        covering = person("lina", Job.CLERK, "hr", instead_of="rana")
        approve = replace(TRN.action("approve"), not_by_actor_of=("claim",))
        service = replace(TRN, actions=tuple(approve if a.key == "approve" else a for a in TRN.actions))
        claimed = (event("submit", "review"), event("claim", "review", actor="rana"))
        file = case_file("review", attachments=(CERTIFICATE,), events=claimed)
        offered = {o.action.key for o in offers(situation(file, covering, service=service))}
        assert "refer" not in offered
        assert "request_correction" in offered
        assert "approve" not in offered
        with pytest.raises(Refusal) as caught:
            decide(situation(file, covering, service=service), "approve", {})
        assert caught.value.code == "four_eyes"

    def test_an_unknown_action_is_refused(self) -> None:
        assert refusal(case_file("review"), "delete").code == "not_allowed"

    def test_an_action_that_leads_nowhere_now_is_refused(self) -> None:
        begin = TRN.action("begin")
        odd = replace(begin, outcomes=begin.outcomes[:1])
        service = replace(TRN, actions=tuple(odd if a.key == "begin" else a for a in TRN.actions))
        with pytest.raises(Refusal) as caught:
            decide(situation(case_file("approved"), WORKER, service=service), "begin", {})
        assert caught.value.code == "requirement"

    def test_the_workstation_is_part_of_the_plan(self) -> None:
        actor = replace(CLERK, workstation="desk-7")
        plan = plan_of(case_file("review"), "note", actor, {"text": "اتصل به"})
        assert (plan.workstation, plan.note) == ("desk-7", "اتصل به")


@pytest.mark.clause("TRN-17", "COM-06")
def test_due_dates_follow_the_state() -> None:
    file = case_file("review", GIS, attachments=(CERTIFICATE,))
    target = datetime(2026, 11, 29, 23, 59, 59, tzinfo=AMMAN)
    referred = plan_of(file, "refer", now=NOW + timedelta(days=2))
    assert referred.target_due_at == referred.due_at == target
    withdrawn = plan_of(file, "withdraw")
    assert withdrawn.due_at == NEVER
