"""The embedded database's judge: the central one's order of refusals, and what nobody may choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from desktop.base.clock import AMMAN
from desktop.base.errors import Refusal
from desktop.models.keeper import (
    ReadyDeadline,
    ReadyLetter,
    ReadyMessage,
    ReadyPayment,
)
from desktop.models.records.case import (
    CaseFile,
    Deadline,
    DeadlineState,
    RequestState,
    Verdict,
    WaitsOn,
)
from desktop.models.records.people import Actor, Grant, Job
from desktop.models.records.plan import Effect, EffectKind, OpenPlan, StepPlan
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.engine import open_plan
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import Registry
from desktop.workflows.row_maker import rule_due_at
from desktop.workflows.validation import validate
from tests.workflows.builders import (
    CLERK,
    GIS,
    HOST_CLERK,
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
)
from tests.workflows.judging import KEEPER, REVIEWED, crafted, made, plan, refused

APPROVE = plan(REVIEWED, "approve")
STRANGER = person("x", Job.CLERK, "finance")


class TestOrder:
    """Each case is wrong in everything that is judged later, too."""

    @pytest.mark.parametrize(
        "step",
        [
            replace(APPROVE, action="unknown"),
            replace(APPROVE, action="agree"),
            replace(APPROVE, action="attach", to_state="review", effects=()),
        ],
        ids=["no such action", "not in this state", "documents come another way"],
    )
    def test_first_the_action(self, step: StepPlan) -> None:
        assert refused(case_file("review"), step) == ("not_allowed", "")

    @pytest.mark.clause("COM-10")
    def test_then_the_job(self) -> None:
        bad = replace(APPROVE, to_state="completed", effects=())
        for actor in (STRANGER, WORKER, Actor("x", "X"), person("x", Job.ADMIN, "hr"), HOST_CLERK):
            assert refused(case_file("review"), bad, actor) == ("not_allowed", "")

    @pytest.mark.clause("COM-16")
    def test_then_the_authority(self) -> None:
        step = crafted(REVIEWED, "refund_approve", "completed", refund_id=1)
        assert refused(REVIEWED, step, SUPERVISOR)[0] == "no_authority"
        assert refused(REVIEWED, step, SENIOR)[0] == "wrong_outcome"

    @pytest.mark.clause("COM-10", "COM-15")
    @pytest.mark.parametrize(
        ("actor", "doer", "covered"),
        [
            (CLERK, "rana", ""),
            (CLERK, "lina", "rana"),
            (person("lina", Job.CLERK, "hr", instead_of="rana"), "rana", ""),
            (person("lina", Job.CLERK, "hr", instead_of="rana"), "zaid", "rana"),
        ],
        ids=["oneself", "one's delegate", "whom one covers", "the delegate of whom one covers"],
    )
    def test_then_four_eyes(self, actor: Actor, doer: str, covered: str) -> None:
        approve = replace(TRN.action("approve"), not_by_actor_of=("claim",))
        service = replace(TRN, actions=tuple(approve if a.key == "approve" else a for a in TRN.actions))
        keeper = DefinitionKeeper(Registry({"TRN": service}))
        claimed = event("claim", "review", actor=doer, on_behalf_of=covered)
        file = case_file("review", events=(event("submit", "review"), claimed))
        bad = replace(APPROVE, to_state="completed")
        assert refused(file, bad, actor, keeper)[0] == "four_eyes"
        assert refused(file, bad, SUPERVISOR, keeper)[0] == "requirement"

    @pytest.mark.parametrize(
        "file",
        [case_file("review"), case_file("review", GIS, attachments=(attachment(1, "certificate"),))],
        ids=["required", "not shown"],
    )
    def test_then_what_is_required(self, file: CaseFile) -> None:
        assert refused(file, replace(APPROVE, to_state="completed")) == ("requirement", "")

    @pytest.mark.clause("COM-05", "TRN-06")
    @pytest.mark.parametrize(
        "deadline",
        [
            None,
            passed("correction_expired", NOW + timedelta(seconds=1)),
            passed("payment_expired"),
            replace(passed("correction_expired"), state=DeadlineState.PENDING),
            replace(passed("correction_expired"), state=DeadlineState.VOID),
            replace(passed("correction_expired"), due_at=None),
        ],
    )
    def test_then_the_window(self, deadline: Deadline | None) -> None:
        file = case_file("correction", deadlines=(deadline,) if deadline else ())
        assert refused(file, plan(file, "correction_expired", WORKER), WORKER) == ("requirement", "")

    @pytest.mark.clause("COM-05", "TRN-06")
    def test_a_window_is_over_at_its_end(self) -> None:
        file = case_file("correction", deadlines=(passed("correction_expired", NOW),))
        allowed = KEEPER.check_step(file, REFERENCE, WORKER, NOW, plan(file, "correction_expired", WORKER))
        assert (allowed.by_deadline, allowed.closing, allowed.waits_on) == (True, "cancelled", WaitsOn.NOBODY)

    @pytest.mark.clause("TRN-10", "COM-08")
    @pytest.mark.parametrize("state", [RequestState.NEW, RequestState.ISSUED, RequestState.CANCELLED])
    def test_then_the_payment(self, state: RequestState) -> None:
        file = case_file("awaiting_payment", GIS, requests=(request(state),))
        step = plan(file, "payment_received", WORKER)
        assert refused(file, step, WORKER) == ("requirement", "")
        paid = replace(file, requests=(request(),))
        assert KEEPER.check_step(paid, REFERENCE, WORKER, NOW, step).waits_on is WaitsOn.CLOCK

    @pytest.mark.parametrize(
        "step",
        [
            replace(APPROVE, to_state="completed", effects=()),
            replace(APPROVE, to_state="review", effects=()),
            replace(APPROVE, from_state="host_decision", effects=()),
        ],
    )
    def test_then_the_outcome(self, step: StepPlan) -> None:
        assert refused(REVIEWED, step) == ("wrong_outcome", "")

    @pytest.mark.parametrize(
        "effects",
        [
            (),
            APPROVE.effects[:-1],
            (*APPROVE.effects, Effect(EffectKind.REFUND, "no_show")),
            APPROVE.effects[::-1],
            (Effect(EffectKind.LETTER, "completion"), *APPROVE.effects[1:]),
        ],
    )
    def test_then_the_effects(self, effects: tuple[Effect, ...]) -> None:
        assert refused(REVIEWED, replace(APPROVE, effects=effects)) == ("wrong_effects", "")

    def test_what_is_right_is_allowed(self) -> None:
        allowed = KEEPER.check_step(REVIEWED, REFERENCE, CLERK, NOW, APPROVE)
        assert (allowed.department, allowed.host, allowed.closing, allowed.on_behalf_of) == (
            "hr",
            "it",
            "",
            "",
        )
        assert allowed.waits_on is WaitsOn.CLOCK
        assert not allowed.by_deadline


@pytest.mark.clause("COM-15")
@pytest.mark.parametrize(
    ("grants", "behalf"),
    [
        ((Grant("hr", Job.CLERK),), ""),
        ((Grant("hr", Job.CLERK, "huda"),), "huda"),
        ((Grant("hr", Job.SUPERVISOR, "huda"),), "huda"),
        ((Grant("hr", Job.CLERK, "huda"), Grant("hr", Job.CLERK)), ""),
    ],
)
def test_the_record_keeps_both_names_of_a_delegation(grants: tuple[Grant, ...], behalf: str) -> None:
    actor = Actor("rana", "Rana", grants)
    assert KEEPER.check_step(REVIEWED, REFERENCE, actor, NOW, APPROVE).on_behalf_of == behalf


class TestDerived:
    """Whatever the plan says, texts, amounts, windows and departments are the definition's."""

    @pytest.mark.clause("TRN-10")
    def test_a_messages_reference_and_name_cannot_be_chosen(self) -> None:
        tampered = tuple(
            replace(
                e, data={"params": {"reference": "X", "applicant_name": "X", "period_from": "06/12/2026"}}
            )
            if e.kind is EffectKind.MESSAGE
            else e
            for e in APPROVE.effects
        )
        letter, message, deadline = made(REVIEWED, replace(APPROVE, effects=tampered))
        assert letter == ReadyLetter("approval")
        assert isinstance(message, ReadyMessage)
        assert "TRN-2026-000123-7" in message.text
        assert "X" not in message.text
        assert isinstance(deadline, ReadyDeadline)
        # A day of its own is due at its start in Amman, whatever the plan's own due date.
        assert deadline.due_at == datetime(2026, 12, 5, 21, tzinfo=UTC)

    def test_a_messages_words_are_not_the_callers(self) -> None:
        bare = tuple(replace(e, data={}) for e in APPROVE.effects)
        lying = tuple(replace(e, data={"params": {"period_from": "01/01/2030"}}) for e in APPROVE.effects)
        for effects in (bare, lying):
            assert made(REVIEWED, replace(APPROVE, effects=effects)) == made(REVIEWED, APPROVE)

    def test_the_due_dates_are_not_the_callers(self) -> None:
        later = NOW + timedelta(days=999)
        chosen = replace(APPROVE, target_due_at=later, due_at=later)
        allowed = KEEPER.check_step(REVIEWED, REFERENCE, CLERK, NOW, chosen)
        assert (allowed.target_due_at, allowed.due_at) == (APPROVE.target_due_at, APPROVE.due_at)

    @pytest.mark.clause("COM-04", "TRN-05")
    def test_a_window_waits_for_its_message(self) -> None:
        file = case_file("review", attachments=(attachment(1, "certificate", Verdict.REJECTED),))
        _, window, _ = made(file, plan(file, "request_correction"))
        assert isinstance(window, ReadyDeadline)
        assert (window.from_message, window.due_at) == ("correction", None)
        due = rule_due_at(window.rule, NOW, WorkingCalendar())
        assert due == datetime(2026, 11, 25, 23, 59, 59, tzinfo=AMMAN)

    @pytest.mark.clause("TRN-15")
    def test_the_amount_is_the_fees(self) -> None:
        file = case_file("host_decision", GIS)
        asked, _ = made(file, plan(file, "agree", HOST_CLERK), HOST_CLERK)
        assert isinstance(asked, ReadyPayment)
        assert (asked.fee_code, asked.amount, asked.message_key) == (
            "gis-beginners", Decimal("100.000"), "payment_requested",
        )  # fmt: skip

    def test_a_refund_needs_a_payment(self) -> None:
        file = case_file("absent", GIS, requests=(request(),), deadlines=(passed("no_new_date"),))
        step = plan(file, "no_new_date", WORKER)
        unpaid = replace(file, requests=())
        assert refused(unpaid, step, WORKER) == ("wrong_effects", "")

    def test_the_next_department_is_the_fields(self) -> None:
        file = case_file("review", GIS, attachments=(attachment(1, "certificate"),))
        assert KEEPER.check_step(file, REFERENCE, CLERK, NOW, plan(file, "refer")).department == "gis"


class TestOpening:
    APPLICATION = validate(TRN, document(GIS), REFERENCE, TODAY)
    PLAN = open_plan(TRN, APPLICATION, REFERENCE, NOW, via="counter", name_search="", workstation="")

    def code(self, step: OpenPlan, actor: Actor) -> str:
        with pytest.raises(Refusal) as caught:
            KEEPER.check_open(step, REFERENCE, actor, NOW)
        return caught.value.code

    @pytest.mark.clause("COM-01", "TRN-04")
    @pytest.mark.parametrize(
        ("actor", "via"), [(CLERK, "counter"), (SUPERVISOR, "counter"), (WORKER, "portal")]
    )
    def test_the_owning_department_and_the_portal_open_cases(self, actor: Actor, via: str) -> None:
        allowed = KEEPER.check_open(replace(self.PLAN, via=via), REFERENCE, actor, NOW)
        assert (allowed.department, allowed.host, allowed.waits_on) == ("hr", "gis", WaitsOn.STAFF)
        assert [m.key for m in allowed.effects if isinstance(m, ReadyMessage)] == ["accepted"]

    @pytest.mark.clause("COM-15")
    def test_a_delegate_opens_in_the_name_of_the_absent(self) -> None:
        actor = person("lina", Job.CLERK, "hr", instead_of="rana")
        assert KEEPER.check_open(self.PLAN, REFERENCE, actor, NOW).on_behalf_of == "rana"

    @pytest.mark.clause("COM-10")
    def test_others_do_not(self) -> None:
        for actor in (HOST_CLERK, STRANGER, person("x", Job.ADMIN, "hr"), Actor("x", "X")):
            assert self.code(self.PLAN, actor) == "not_allowed"
        assert self.code(replace(self.PLAN, via="portal"), CLERK) == "not_allowed"

    def test_a_case_begins_at_the_start_of_the_present_version(self) -> None:
        assert self.code(replace(self.PLAN, state="approved"), CLERK) == "wrong_outcome"
        assert self.code(replace(self.PLAN, definition_version=99), CLERK) == "wrong_outcome"
        assert self.code(replace(self.PLAN, effects=()), CLERK) == "wrong_effects"
        assert self.code(replace(self.PLAN, service="ABC"), CLERK) == "unknown_service"


@pytest.mark.clause("COM-14")
class TestAttaching:
    def test_documents_are_added_where_they_are_asked_for(self) -> None:
        assert KEEPER.check_attach(case_file("correction"), CLERK) == ""
        assert KEEPER.check_attach(case_file("correction"), WORKER) == ""
        delegate = person("lina", Job.CLERK, "hr", instead_of="rana")
        assert KEEPER.check_attach(case_file("correction"), delegate) == "rana"

    @pytest.mark.parametrize(
        ("state", "actor"),
        [
            ("review", CLERK),
            ("completed", CLERK),
            ("correction", STRANGER),
            ("correction", person("x", Job.ADMIN, "hr")),
        ],
    )
    def test_and_nowhere_else_by_nobody_else(self, state: str, actor: Actor) -> None:
        with pytest.raises(Refusal) as caught:
            KEEPER.check_attach(case_file(state), actor)
        assert caught.value.code == "not_allowed"
