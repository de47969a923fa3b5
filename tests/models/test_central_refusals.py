"""Steps that the central database refuses, each tried by hand through a real login."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desktop.base.errors import Refusal
from desktop.models.records.people import WORKER_LOGIN
from desktop.models.records.plan import Effect, EffectKind, StepPlan
from tests.models.attempts import authorised, by_hand, delegated, refused, refused_step
from tests.models.databases import CentralDatabase
from tests.models.play import Play, pdf, task, training

pytestmark = [pytest.mark.postgres, pytest.mark.clause("COM-10")]


class TestSteps:
    """Only what the definition allows, for who is logged in."""

    @pytest.mark.usefixtures("unchanged")
    def test_the_state_leads_where_the_definition_does(self, play: Play) -> None:
        play_plan = by_hand(play, "refuse", "completed", (EffectKind.MESSAGE, "refused"))
        assert refused_step(play, "clerk.hr", play_plan) == "wrong_outcome"
        assert refused_step(play, "clerk.hr", by_hand(play, "begin", "in_progress")) == "not_allowed"
        assert refused_step(play, "clerk.hr", by_hand(play, "no_such", "review")) == "not_allowed"
        assert refused_step(play, "clerk.hr", by_hand(play, "attach", "review")) == "not_allowed"

    @pytest.mark.usefixtures("unchanged")
    def test_what_is_required_is_required(self, play: Play) -> None:
        plan = by_hand(
            play, "approve", "approved",
            (EffectKind.LETTER, "approval"), (EffectKind.MESSAGE, "approved"), (EffectKind.DEADLINE, "begin"),
        )  # fmt: skip
        assert refused_step(play, "clerk.hr", plan) == "requirement"

    def test_effects_are_the_definitions(self, play: Play) -> None:
        play.judge("clerk.hr")
        whole = play.plan("clerk.hr", "approve")
        for effects in (
            (), whole.effects[:-1], tuple(reversed(whole.effects)), whole.effects * 2,
            (*whole.effects, Effect(EffectKind.REFUND, "no_show")),
        ):  # fmt: skip
            assert refused_step(play, "clerk.hr", replace(whole, effects=effects)) == "wrong_effects"
        assert play.carry_out("clerk.hr", whole).state == "approved"

    @pytest.mark.clause("COM-09")
    def test_the_second_is_told_who_was_first(self, play: Play) -> None:
        plan = play.plan("clerk.hr", "refuse", reason_code="full")
        play.do("clerk2.hr", "claim")
        with pytest.raises(Refusal) as caught:
            play.carry_out("clerk.hr", plan)
        assert caught.value.code == "stale"
        told = caught.value.details
        assert (told["actor"], told["action"], told["state"], told["version"]) == (
            "clerk2.hr", "claim", "review", 2,
        )  # fmt: skip
        assert refused_step(play, "clerk.hr", replace(plan, expected_version=9)) == "stale"

    @pytest.mark.usefixtures("unchanged")
    def test_another_department_gets_the_same_answer_as_nobody(self, play: Play) -> None:
        plan = play.plan("clerk.hr", "refuse", reason_code="full")
        assert refused_step(play, "clerk.gis", plan) == "no_such_case"
        assert refused_step(play, "clerk.gis", replace(plan, case_id=10**9)) == "no_such_case"
        # A wrong version tells nothing either.
        assert refused_step(play, "clerk.gis", replace(plan, expected_version=7)) == "no_such_case"

    @pytest.mark.usefixtures("unchanged")
    def test_a_clerk_does_no_supervisors_or_workers_work(self, play: Play) -> None:
        for action, effect in (
            ("void_letter", EffectKind.VOID_LETTER),
            ("refund_approve", EffectKind.REFUND_APPROVE),
        ):
            assert (
                refused_step(play, "clerk.hr", by_hand(play, action, "review", (effect, ""))) == "not_allowed"
            )
        plan = by_hand(play, "refund_approve", "review", (EffectKind.REFUND_APPROVE, ""))
        assert refused_step(play, "supervisor.hr", plan) == "no_authority"

    def test_a_window_that_has_not_passed_expires_nothing(self, play: Play) -> None:
        play.judge("clerk.hr", "rejected", reason_code="unclear")
        play.do("clerk.hr", "request_correction")
        plan = play.plan(WORKER_LOGIN, "correction_expired")
        assert refused_step(play, WORKER_LOGIN, plan) == "requirement"
        play.send_messages()
        assert refused_step(play, WORKER_LOGIN, plan) == "requirement"
        assert refused_step(play, "senior.hr", plan) == "not_allowed"

    def test_a_fee_that_was_not_paid_opens_nothing(self, play: Play) -> None:
        play.open(training(), key="unpaid")
        play.judge("clerk.hr")
        play.do("clerk.hr", "refer")
        play.do("clerk.gis", "agree")
        plan = play.plan(WORKER_LOGIN, "payment_received")
        assert refused_step(play, WORKER_LOGIN, plan) == "requirement"

    @pytest.mark.usefixtures("unchanged")
    def test_an_old_snapshot_is_no_way_round(self, central: CentralDatabase, play: Play) -> None:
        plan = play.plan("clerk.hr", "claim")
        engine = central.engine("clerk.hr").execution_options(isolation_level="REPEATABLE READ")
        with pytest.raises(DBAPIError) as caught, engine.begin() as connection:
            connection.execute(text("SELECT app.step(CAST(:p AS jsonb))"), {"p": json.dumps(plan.as_json())})
        assert caught.value.orig.sqlstate == "DWINV"  # type: ignore[union-attr]

    @pytest.mark.usefixtures("unchanged")
    def test_identity_is_the_login(self, central: CentralDatabase, play: Play) -> None:
        """Neither a setting nor an application's name makes anybody somebody else."""
        plan = json.dumps(by_hand(play, "void_letter", "review", (EffectKind.VOID_LETTER, "")).as_json())
        with central.connected("clerk.hr") as connection:
            connection.execute(text("SET application_name = 'supervisor.hr'"))
            connection.execute(text("SELECT set_config('app.user', 'supervisor.hr', false)"))
            with pytest.raises(DBAPIError) as caught:
                connection.execute(text("SELECT app.step(CAST(:p AS jsonb))"), {"p": plan})
            connection.rollback()
        assert caught.value.orig.sqlstate == "DW403"  # type: ignore[union-attr]

    @pytest.mark.usefixtures("unchanged")
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"data": "{"}, "DWINV"),
            ({"data": "[]"}, "DWINV"),
            ({"data": '{"a": 1}'}, "DWINV"),
            ({"data": '{"a":1,"a":2}'}, "DWINV"),
            ({"note": None}, "DWINV"),
            ({"note": "x" * 5000}, "DWINV"),
            ({"data": '{"a":"' + "x" * 50_000 + '"}'}, "DWINV"),
            ({"case_id": "x"}, "22P02"),
            ({"case_id": None}, "DW404"),
            ({"effects": None}, "DWEFF"),
            ({"effects": {"kind": "assign"}}, "DWEFF"),
            ({"from_state": "approved"}, "DWOUT"),
        ],
    )  # fmt: skip
    def test_a_crafted_plan_is_refused(
        self, central: CentralDatabase, play: Play, change: dict[str, object], code: str
    ) -> None:
        plan = {**play.plan("clerk.hr", "claim").as_json(), **change}
        statement = "SELECT app.step(CAST(:plan AS jsonb))"
        assert refused(central, "clerk.hr", statement, plan=json.dumps(plan)) == code

    def test_a_locked_account_is_locked_at_once(self, central: CentralDatabase, play: Play) -> None:
        plan = play.plan("clerk2.hr", "claim")
        engine = central.engine("clerk2.hr")
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM cases")).scalar_one() > 0
            connection.commit()
            with central.connected() as admin:
                admin.execute(text("UPDATE app.staff SET active = false WHERE login = 'clerk2.hr'"))
            assert connection.execute(text("SELECT count(*) FROM cases")).scalar_one() == 0
            connection.rollback()
        assert refused_step(play, "clerk2.hr", plan) == "no_such_case"
        with central.connected() as admin:
            admin.execute(text("UPDATE app.staff SET active = true WHERE login = 'clerk2.hr'"))


class TestOpening:
    def test_only_the_owning_department_and_the_worker_open_cases(self, play: Play) -> None:
        plan = play.opening(task())
        for login in ("clerk.gis", "admin", "nobody"):
            with pytest.raises(Refusal) as caught, play.desk.connected(login) as connection:
                play.desk.steps(connection, login).open_case(plan)
            assert caught.value.code == "not_allowed"
        with pytest.raises(Refusal) as caught, play.desk.connected("clerk.hr") as connection:
            play.desk.steps(connection, "clerk.hr").open_case(replace(plan, via="portal"))
        assert caught.value.code == "not_allowed"

    @pytest.mark.clause("COM-02", "COM-14")
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"state": "approved"}, "wrong_outcome"),
            ({"definition_version": 7}, "wrong_outcome"),
            ({"service": "NONE"}, "invalid"),
            ({"effects": ()}, "wrong_effects"),
            ({"mobile": "0791234567"}, "invalid"),
            ({"applicant_name": " "}, "invalid"),
            ({"applicant_kind": "friend"}, "invalid"),
            ({"payload": {"done:postpone": 3}}, "invalid"),
            ({"payload": {"kind": ["training"]}}, "invalid"),
            ({"attachments": (replace(pdf("certificate"), sha256="0" * 64),)}, "invalid"),
            ({"attachments": (replace(pdf("certificate"), media_type="image/png"),)}, "invalid"),
            ({"attachments": (replace(pdf("certificate"), content=b"MZ"),)}, "invalid"),
            ({"attachments": (pdf("no_such_slot"),)}, "invalid"),
        ],
    )
    def test_a_crafted_application_is_refused_and_takes_no_number(
        self, central: CentralDatabase, play: Play, change: dict[str, Any], code: str
    ) -> None:
        count = "SELECT max(last), (SELECT count(*) FROM app.cases) FROM app.counter WHERE kind = 'case'"
        with central.connected() as connection:
            before = connection.execute(text(count)).one()
        plan = replace(play.opening(task()), **change)
        with pytest.raises(Refusal) as caught, play.desk.connected("clerk.hr") as connection:
            play.desk.steps(connection, "clerk.hr").open_case(plan)
        assert caught.value.code == code
        with central.connected() as connection:
            assert connection.execute(text(count)).one() == before

    @pytest.mark.clause("COM-02")
    def test_the_same_submission_again_is_the_same_case(self, central: CentralDatabase, play: Play) -> None:
        first = play.open(task(), key="again")
        assert play.open(task(), key="again") == first
        following = play.open(task(), key="another")
        numbers = [int(result.reference.split("-")[2]) for result in (first, following)]
        assert numbers[1] == numbers[0] + 1

    @pytest.mark.usefixtures("unchanged")
    def test_documents_are_added_only_where_they_are_asked_for(self, play: Play) -> None:
        with pytest.raises(Refusal) as caught:
            play.attach("clerk.hr", pdf("certificate"))
        assert caught.value.code == "not_allowed"


class TestFourEyes:
    @pytest.fixture
    def refund(self, play: Play, central: CentralDatabase) -> int:
        """A refund that ``senior.hr`` has proposed."""
        play.open(training(), key=f"refund-{play.case_id}")
        play.judge("clerk.hr")
        play.do("clerk.hr", "refer")
        play.do("clerk.gis", "agree")
        number = f"77{play.case_id}"
        play.issue_payment(number)
        paid = "UPDATE app.payment_request SET state = 'settled', settled_at = app.now() WHERE number = :n"
        with central.connected() as connection:
            connection.execute(text(paid), {"n": number})
        play.do("clerk.hr", "withdraw")
        found = play.file("clerk.hr").refunds[0].refund_id
        play.do("senior.hr", "refund_propose", refund_id=found, remark="سحب")
        return found

    def decision(self, play: Play, refund: int) -> StepPlan:
        case = play.file("clerk.hr").case
        return StepPlan(
            play.case_id, case.version, "refund_approve", case.state, case.state,
            inputs={"refund_id": refund},
            effects=(Effect(EffectKind.REFUND_APPROVE), Effect(EffectKind.LETTER, "refund_decision")),
        )  # fmt: skip

    def test_nobody_approves_what_they_proposed(self, play: Play, refund: int) -> None:
        assert refused_step(play, "senior.hr", self.decision(play, refund)) == "four_eyes"

    @pytest.mark.clause("COM-15")
    def test_nor_does_their_delegate(self, play: Play, central: CentralDatabase, refund: int) -> None:
        plan, day = self.decision(play, refund), play.now.date()
        with (
            authorised(central, "clerk2.hr"),
            delegated(central, "senior.hr", "clerk2.hr", "hr", "supervisor", day),
        ):
            assert refused_step(play, "clerk2.hr", plan) == "four_eyes"
            # The day after, the delegation is over.
            play.later(days=1)
            assert refused_step(play, "clerk2.hr", plan) == "not_allowed"

    @pytest.mark.clause("COM-15")
    def test_a_delegate_acts_and_both_names_are_kept(
        self, play: Play, central: CentralDatabase, refund: int
    ) -> None:
        with (
            authorised(central, "clerk2.hr"),
            delegated(central, "supervisor.hr", "clerk2.hr", "hr", "supervisor", play.now.date()),
        ):
            play.carry_out("clerk2.hr", self.decision(play, refund))
        last = play.file("clerk.hr").events[-1]
        assert (last.actor, last.on_behalf_of) == ("clerk2.hr", "supervisor.hr")

    def test_a_delegation_to_another_lends_nothing(self, central: CentralDatabase, play: Play) -> None:
        day = play.now.date()
        with (
            delegated(central, "clerk.gis", "clerk.parks", "gis", "clerk", day),
            # What the absent person does not hold cannot be lent.
            delegated(central, "nobody", "clerk.parks", "hr", "clerk", day),
        ):
            for login, expected in (("clerk.parks", ["gis", "parks"]), ("clerk2.hr", ["hr"])):
                with central.connected(login) as connection:
                    assert connection.execute(text("SELECT app.my_departments()")).scalar_one() == expected

    @pytest.mark.clause("COM-16")
    def test_another_with_the_authority_approves_once(
        self, play: Play, central: CentralDatabase, refund: int
    ) -> None:
        with authorised(central, "supervisor.hr", until=play.now.date()):
            play.carry_out("supervisor.hr", self.decision(play, refund))
            assert refused_step(play, "supervisor.hr", self.decision(play, refund)) == "not_allowed"
            play.later(days=1)
            assert refused_step(play, "supervisor.hr", self.decision(play, refund)) == "no_authority"

    def test_a_refund_of_another_case_is_out_of_reach(self, play: Play, refund: int) -> None:
        play.open(task(), key=f"other-{refund}")
        case = play.file("clerk.hr").case
        plan = replace(self.decision(play, refund), from_state=case.state, to_state=case.state)
        with pytest.raises(Refusal) as caught:
            play.carry_out("senior.hr", plan)
        assert caught.value.problems[0].field == "inputs.refund_id"
