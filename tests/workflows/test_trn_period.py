"""TRN from the first day to the last: attendance, postponement, completion, the study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from desktop.base.clock import AMMAN
from desktop.models.keeper import ReadyRefund
from desktop.models.records.people import Actor
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.workflows.builders import (
    CLERK,
    FACILITATION,
    GIS,
    HOST_CLERK,
    INDIVIDUAL,
    NOMINATED,
    NOW,
    REFERENCE,
    TRN,
    WORKER,
    case_file,
    passed,
    request,
)
from tests.workflows.deciding import effects, kept, listed, plan_of, refusal


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


class TestEnding:
    @pytest.mark.clause("TRN-13")
    @pytest.mark.parametrize("payload", [INDIVIDUAL, NOMINATED, GIS])
    def test_training_over_brings_the_completion_letter(self, payload: Mapping[str, object]) -> None:
        plan = plan_of(case_file("in_progress", payload), "period_over", WORKER)
        assert plan.to_state == "report_ready"
        assert effects(plan) == [
            ("letter", "completion"),
            ("letter", "evaluation"),
            ("message", "training_over"),
        ]

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
