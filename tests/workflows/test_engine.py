"""Who may do what, whatever the service."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.base.errors import Refusal
from desktop.models.records.people import Actor, Job
from desktop.workflows.engine import decide, offers
from tests.workflows.builders import (
    CLERK,
    GIS,
    HOST_CLERK,
    SUPERVISOR,
    TRN,
    WORKER,
    case_file,
    event,
    person,
    situation,
)
from tests.workflows.deciding import CERTIFICATE, listed, plan_of, refusal


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
