"""COM: who sees, who acts, who was first, who covers for whom, and what the record says of it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from desktop.base.errors import Refusal
from desktop.models.queries.queues import QueueFilter
from desktop.usecases.audit import audit
from desktop.usecases.cases import act, open_case, read_attachment
from desktop.usecases.letters import read_letter
from desktop.usecases.queues import list_outbox, list_queue, search
from desktop.workflows.registry import load
from tests.usecases.scene import WORKER, EmbeddedOffice, Office, application, nominated

pytest_plugins = ["tests.usecases.places"]


@pytest.mark.clause("COM-10")
def test_a_clerk_sees_the_applications_of_their_departments(office: Office) -> None:
    at_gis = office.submit(application())
    at_parks = office.submit(nominated()).judge("rana").do("rana", "approve").work()
    seen = {
        "rana": {at_gis.reference, at_parks.reference},
        "omar": {at_gis.reference},
        "badr": {at_parks.reference},
    }
    for login, wanted in seen.items():
        session = office.session(login)
        page = list_queue(session, QueueFilter())
        assert {case.reference for case in page.cases} == wanted
        assert {case.reference for case in search(session, "سارة")} == wanted
        assert {reference for reference, _ in list_outbox(session)} == wanted
    session = office.session("omar")
    for hidden in (at_parks.reference, "TRN-2026-000999-0"):
        with pytest.raises(Refusal) as caught:
            open_case(session, hidden)
        assert caught.value.code == "no_such_case"
    (paper,) = at_parks.file.attachments
    for read, number in (
        (read_attachment, paper.attachment_id),
        (read_letter, at_parks.letter("approval").letter_id),
    ):
        with pytest.raises(Refusal) as caught:
            read(session, number)
        assert caught.value.code == "no_such_case"
        assert read(office.session("badr"), number)


@pytest.mark.clause("COM-10")
def test_each_step_belongs_to_the_department_whose_turn_it_is(office: Office) -> None:
    scene = office.submit(application())
    assert scene.refused("omar", "refer").code == "not_allowed"
    scene.judge("rana").do("rana", "refer")
    assert scene.refused("rana", "agree").code == "not_allowed"
    # A supervisor may do a clerk's work in their own department only.
    assert scene.refused("huda", "agree").code == "not_allowed"
    assert scene.do("dina", "agree").state == "awaiting_payment"


@pytest.mark.clause("COM-09")
def test_the_second_of_two_clerks_is_told_who_was_first(office: Office) -> None:
    scene = office.submit(nominated()).judge("rana")
    lina, rana = office.session("lina"), office.session("rana")
    seen = open_case(lina, scene.reference).file.case
    act(rana, seen.case_id, "approve", {}, seen.version)
    first = scene.file.events[-1]
    office.later(seconds=5)
    for expected in (seen.version, seen.version - 1):
        with pytest.raises(Refusal) as caught:
            act(lina, seen.case_id, "approve", {}, expected)
        assert caught.value.code == "stale"
        service = load()["TRN"]
        did, state = service.action("approve").label, service.state("approved").label
        assert all(part in caught.value.text.ar for part in ("rana", did.ar, state.ar))
        assert all(part in caught.value.text.en for part in ("rana", did.en, state.en))
        details = caught.value.details
        assert (details["actor"], details["action"], details["state"]) == ("rana", "approve", "approved")
        assert details["at"] == first.at.isoformat()
    assert [e.action for e in scene.file.events].count("approve") == 1
    assert [x.kind for x in scene.file.letters] == ["approval"]


@pytest.mark.clause("COM-09")
def test_a_claimed_case_is_taken_over_by_a_supervisor_or_handed_over(office: Office) -> None:
    scene = office.submit(application()).do("rana", "claim")
    assert scene.refused("lina", "claim").code == "not_allowed"
    assert (
        scene.refused("rana", "hand_over", assignee="omar", reason="س").problems[0].field == "inputs.assignee"
    )
    scene.do("rana", "hand_over", assignee="lina", reason="إجازة")
    assert scene.file.case.assignee == "lina"
    assert scene.file.events[-1].note == "إجازة"
    assert scene.do("huda", "claim").file.case.assignee == "huda"
    assert scene.do("huda", "release").file.case.assignee is None


@pytest.mark.clause("COM-15")
def test_a_cover_does_the_work_and_the_record_keeps_both_names(office: Office) -> None:
    scene = office.submit(application()).judge("rana").do("rana", "refer")
    office.delegate("omar", "badr", "gis", "clerk", "2026-11-23", "2026-11-24")
    with pytest.raises(Refusal) as caught:
        scene.do("badr", "agree")
    assert caught.value.code == "no_such_case"
    office.at("2026-11-24T23:58:00")
    scene.do("badr", "agree")
    event = scene.file.events[-1]
    assert (event.action, event.actor, event.on_behalf_of) == ("agree", "badr", "omar")
    # The day after the last one the case is out of sight again.
    office.at("2026-11-25T00:00")
    with pytest.raises(Refusal):
        scene.do("badr", "note", text="س")
    office.assert_books()


@pytest.mark.clause("COM-15", "COM-10", "COM-16")
def test_a_delegation_is_no_way_around_four_eyes_nor_to_an_authority(office: Office) -> None:
    scene = office.submit(application()).asked_to_pay().pay()
    scene.do(WORKER, "withdraw")
    number = scene.refund.refund_id
    office.delegate("salma", "huda", "hr", "supervisor", "2026-11-22", "2026-11-30")
    office.delegate("rana", "salma", "hr", "clerk", "2026-11-22", "2026-11-30")
    # The authority is salma's own: a delegation passes on a job.
    scene.do("rana", "refund_propose", refund_id=number, remark="سحب")
    assert scene.refused("huda", "refund_approve", refund_id=number).code == "no_authority"
    assert scene.do("salma", "refund_approve", refund_id=number).refund.state == "approved"


@pytest.mark.clause("COM-15", "COM-10")
def test_neither_the_proposer_nor_whom_they_stood_in_for_approves(office: Office) -> None:
    scene = office.submit(application()).asked_to_pay().pay()
    scene.do(WORKER, "withdraw")
    number = scene.refund.refund_id
    office.delegate("salma", "badr", "hr", "supervisor", "2026-11-22", "2026-11-30")
    scene.do("badr", "refund_propose", refund_id=number, remark="سحب")
    assert (scene.refund.proposed_by, scene.refund.proposed_for) == ("badr", "salma")
    assert scene.refused("salma", "refund_approve", refund_id=number).code == "four_eyes"


@pytest.mark.clause("COM-16")
def test_who_holds_the_authority_is_data(office: Office) -> None:
    scene = office.submit(application()).asked_to_pay().pay()
    scene.do(WORKER, "withdraw").do("rana", "refund_propose", refund_id=scene.refund.refund_id, remark="س")
    number = scene.refund.refund_id
    with office.administrator().begin() as connection:
        connection.execute(text("UPDATE staff_authority SET login = 'huda' WHERE login = 'salma'"))
    assert scene.refused("salma", "refund_approve", refund_id=number).code == "no_authority"
    assert scene.do("huda", "refund_approve", refund_id=number).refund.decided_by == "huda"


@pytest.mark.clause("COM-07")
def test_each_step_says_who_when_where_and_why(office: Office) -> None:
    scene = office.submit(application(), "rana")
    scene.judge("rana", "rejected", reason_code="unclear", remark="الختم")
    event = scene.file.events[-1]
    assert (event.actor, event.workstation, event.at) == ("rana", "desk of rana", office.now())
    assert (event.action, event.from_state, event.to_state, event.note) == (
        "judge",
        "review",
        "review",
        "الختم",
    )
    assert json.loads(event.data)["reason_code"] == "unclear"
    scene.do("rana", "request_correction")
    assert (scene.file.events[-1].from_state, scene.file.events[-1].to_state) == ("review", "correction")
    assert scene.file.events[0].action == "submit"


@pytest.mark.clause("COM-07")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE case_event SET actor = 'lina' WHERE case_id = :id AND number = 2",
        "UPDATE case_event SET note = note || '.' WHERE case_id = :id AND number = 2",
        "UPDATE case_event SET at = '2026-11-22T06:00:00.000001Z' WHERE case_id = :id AND number = 2",
        "UPDATE case_event SET at = 'yesterday' WHERE case_id = :id AND number = 2",
        "UPDATE case_event SET data = replace(data, 'accept', 'reject') WHERE case_id = :id AND number = 2",
        "DELETE FROM case_event WHERE case_id = :id AND number = 2",
        "UPDATE case_event SET hash = (SELECT min(hash) FROM case_event) WHERE case_id = :id AND number = 2",
    ],
    ids=["who", "why", "when", "nonsense", "what", "removed", "hash"],
)
def test_a_record_changed_behind_the_programs_back_shows(
    embedded_office: EmbeddedOffice, change: str
) -> None:
    untouched = embedded_office.submit(nominated())
    scene = embedded_office.submit(application()).judge("rana").do("rana", "note", text="ملاحظة")
    embedded_office.assert_books()
    with embedded_office.administrator().begin() as connection:
        connection.execute(text(change), {"id": scene.file.case.case_id})
    found = audit(embedded_office.session(WORKER))
    assert not found.passed
    assert found.broken == ((scene.reference, 2),)
    assert untouched.reference not in str(found.broken)


@pytest.mark.clause("COM-07")
def test_a_record_cut_short_or_a_state_changed_by_hand_shows(embedded_office: EmbeddedOffice) -> None:
    cut = embedded_office.submit(application()).judge("rana")
    moved = embedded_office.submit(application())
    ids = {"cut": cut.file.case.case_id, "moved": moved.file.case.case_id}
    with embedded_office.administrator().begin() as connection:
        connection.execute(text("DELETE FROM case_event WHERE case_id = :cut AND number = 2"), ids)
        connection.execute(text("UPDATE cases SET state = 'completed' WHERE id = :moved"), ids)
    assert audit(embedded_office.session(WORKER)).broken == ((cut.reference, 2), (moved.reference, 1))


@pytest.mark.clause("COM-08")
def test_money_that_appears_from_nowhere_shows(embedded_office: EmbeddedOffice) -> None:
    scene = embedded_office.submit(application()).asked_to_pay().pay()
    with embedded_office.administrator().begin() as connection:
        connection.execute(text("UPDATE payment_notice SET amount = 1.000"))
    found = audit(embedded_office.session(WORKER))
    assert scene.reference in found.unbalanced
    assert not found.passed


@pytest.mark.clause("COM-06")
def test_queues_are_in_the_order_in_which_they_are_due_and_say_what_is_late(office: Office) -> None:
    first = office.submit(application())
    office.at("2026-11-24T09:00")
    second = office.submit(application())
    waiting = office.submit(application()).rejected("rana")
    session = office.session("rana")
    listed = [case.reference for case in list_queue(session, QueueFilter()).cases]
    assert listed == [first.reference, second.reference, waiting.reference]
    office.at("2026-11-29T23:59:58")
    late = list_queue(session, QueueFilter(late_at=office.now())).cases
    assert late == ()
    office.at("2026-11-30T00:00")
    late = list_queue(session, QueueFilter(late_at=office.now())).cases
    assert [case.reference for case in late] == [first.reference]
