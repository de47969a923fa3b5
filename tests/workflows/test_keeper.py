"""The embedded database's judge: the central one's order of refusals, and what nobody may choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from desktop.base.clock import AMMAN
from desktop.base.errors import Refusal
from desktop.models.keeper import (
    ReadyDeadline,
    ReadyLetter,
    ReadyMessage,
    ReadyPayment,
    ReadyRefund,
    ReadyRow,
)
from desktop.models.records.case import (
    CaseFile,
    Deadline,
    DeadlineState,
    Letter,
    LetterState,
    Message,
    MessageState,
    NoticeState,
    PaymentNotice,
    Refund,
    RefundState,
    RequestState,
    Verdict,
    WaitsOn,
)
from desktop.models.records.people import SENIOR_MANAGEMENT, Actor, Grant, Job
from desktop.models.records.plan import Effect, EffectKind, OpenPlan, StepPlan
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.engine import decide, open_plan
from desktop.workflows.keeper import DefinitionKeeper, rule_due_at
from desktop.workflows.registry import Registry, load
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
    situation,
)

KEEPER = DefinitionKeeper(load())
REVIEWED = case_file("review", attachments=(attachment(1, "certificate"),))


def plan(file: CaseFile, action: str, actor: Actor = CLERK, **inputs: object) -> StepPlan:
    return decide(situation(file, actor), action, inputs)


def crafted(file: CaseFile, action: str, to_state: str, *effects: EffectKind, **inputs: object) -> StepPlan:
    """A plan that no engine made."""
    return StepPlan(
        1, 4, action, file.case.state, to_state, inputs=inputs, effects=tuple(map(Effect, effects))
    )


def refused(
    file: CaseFile, step: StepPlan, actor: Actor = CLERK, keeper: DefinitionKeeper = KEEPER
) -> tuple[str, str]:
    """The code and the field of the refusal."""
    with pytest.raises(Refusal) as caught:
        keeper.check_step(file, REFERENCE, actor, NOW, step)
    return caught.value.code, caught.value.problems[0].field


def made(file: CaseFile, step: StepPlan, actor: Actor = CLERK) -> tuple[object, ...]:
    return KEEPER.check_step(file, REFERENCE, actor, NOW, step).effects


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

    @pytest.mark.clause("COM-02", "TRN-10")
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

    def test_a_message_without_its_values_is_refused(self) -> None:
        bare = tuple(replace(e, data={}) for e in APPROVE.effects)
        assert refused(REVIEWED, replace(APPROVE, effects=bare)) == ("invalid", "params")

    @pytest.mark.clause("COM-04", "TRN-05")
    def test_a_window_waits_for_its_message(self) -> None:
        file = case_file("review", attachments=(attachment(1, "certificate", Verdict.REJECTED),))
        _, window = made(file, plan(file, "request_correction"))
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
        inputs = {"attachment_id": 1, "verdict": "accepted", "reason_code": "blurred"}
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
        for action, kind, fine in (
            ("print_letter", EffectKind.PRINT, prints),
            ("void_letter", EffectKind.VOID_LETTER, voids),
        ):
            step = crafted(file, action, "approved", kind, letter_id=5, reason="خطأ")
            if fine:
                assert made(file, step, SUPERVISOR) == (ReadyRow(kind.value, 5, (("reason", "خطأ"),)),)
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
        step = crafted(file, "refund_approve", "cancelled", EffectKind.REFUND_APPROVE, refund_id=9)
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
        step = crafted(REVIEWED, "amend_mobile", "review", EffectKind.AMEND_MOBILE, mobile=mobile)
        assert refused(REVIEWED, step) == ("invalid", "inputs.mobile")
        right = crafted(REVIEWED, "amend_mobile", "review", EffectKind.AMEND_MOBILE, mobile="+962791234567")
        assert made(REVIEWED, right) == (ReadyRow("amend_mobile", 0, (("mobile", "+962791234567"),)),)

    @pytest.mark.clause("COM-09")
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
        step = crafted(file, action, "review", EffectKind.ASSIGN, assignee="lina", reason="إجازة")
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


class TestOpening:
    APPLICATION = validate(TRN, document(GIS), REFERENCE, TODAY)
    PLAN = open_plan(TRN, APPLICATION, REFERENCE, NOW, via="counter", name_search="", workstation="")

    def code(self, step: OpenPlan, actor: Actor) -> str:
        with pytest.raises(Refusal) as caught:
            KEEPER.check_open(step, REFERENCE, actor)
        return caught.value.code

    @pytest.mark.clause("COM-01", "TRN-04")
    @pytest.mark.parametrize(
        ("actor", "via"), [(CLERK, "counter"), (SUPERVISOR, "counter"), (WORKER, "portal")]
    )
    def test_the_owning_department_and_the_portal_open_cases(self, actor: Actor, via: str) -> None:
        allowed = KEEPER.check_open(replace(self.PLAN, via=via), REFERENCE, actor)
        assert (allowed.department, allowed.host, allowed.waits_on) == ("hr", "gis", WaitsOn.STAFF)
        assert [m.key for m in allowed.effects if isinstance(m, ReadyMessage)] == ["accepted"]

    @pytest.mark.clause("COM-15")
    def test_a_delegate_opens_in_the_name_of_the_absent(self) -> None:
        actor = person("lina", Job.CLERK, "hr", instead_of="rana")
        assert KEEPER.check_open(self.PLAN, REFERENCE, actor).on_behalf_of == "rana"

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
