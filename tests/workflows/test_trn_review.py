"""TRN from submission to the decision: review, correction, refusal, approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from desktop.base.clock import AMMAN, NEVER
from desktop.models.records.case import (
    Verdict,
)
from desktop.models.records.people import Actor
from desktop.models.records.plan import EffectKind
from desktop.workflows.definition import Closing
from desktop.workflows.engine import offers, open_plan
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
    situation,
)
from tests.workflows.deciding import CERTIFICATE, effects, listed, plan_of, refusal


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

    def test_a_service_that_begins_with_the_applicant_has_no_target_yet(self) -> None:
        application = validate(TRN, document(), REFERENCE, TODAY)
        start = replace(TRN.start, target=False)
        odd = replace(TRN, states=(start, *TRN.states[1:]))
        plan = open_plan(odd, application, REFERENCE, NOW, via="portal", name_search="", workstation="")
        assert plan.target_due_at == NEVER


class TestReview:
    @pytest.mark.clause("TRN-10")
    @pytest.mark.parametrize(
        ("payload", "slot"),
        [
            (INDIVIDUAL, "certificate"),
            (NOMINATED, "official_letter"),
            (FACILITATION, "certificate"),
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
        file = case_file(
            "review",
            NOMINATED,
            attachments=(
                wrong,
                other,
                attachment(4, "certificate"),
                attachment(3, "x", Verdict.REJECTED, current=False),
            ),
        )
        plan = plan_of(file, "request_correction")
        assert plan.to_state == "correction"
        assert effects(plan) == [("message", "correction"), ("deadline", "correction"), ("assign", "actor")]
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
            ({"reason_code": "other_refusal", "grounds": "التخصص غير متاح"}, "التخصص غير متاح"),
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
            (EffectKind.LETTER, "refusal", {}),
            (EffectKind.MESSAGE, "refused", {"params": {"reasons": reasons}}),
        ]
        assert plan.note == inputs.get("grounds", "")

    @pytest.mark.clause("TRN-09", "COM-01")
    @pytest.mark.parametrize(
        ("inputs", "field", "code"),
        [
            ({}, "inputs.reason_code", "required"),
            ({"reason_code": "blurred"}, "inputs.reason_code", "choice"),
            ({"reason_code": "other_refusal"}, "inputs.grounds", "required"),
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


@pytest.mark.clause("TRN-17", "COM-06")
def test_due_dates_follow_the_state() -> None:
    file = case_file("review", GIS, attachments=(CERTIFICATE,))
    target = datetime(2026, 11, 29, 23, 59, 59, tzinfo=AMMAN)
    referred = plan_of(file, "refer", now=NOW + timedelta(days=2))
    assert referred.target_due_at == referred.due_at == target
    withdrawn = plan_of(file, "withdraw")
    assert withdrawn.due_at == NEVER
