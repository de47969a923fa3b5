"""TRN: the first day of paid training, its one postponement, and what becomes of the fee."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.usecases.scene import WORKER, Office, Scene, application

pytest_plugins = ["tests.usecases.places"]


@pytest.fixture
def scene(office: Office) -> Scene:
    """Paid training on the morning of its first day, a Sunday."""
    return office.submit(application()).begun()


@pytest.mark.clause("TRN-11")
def test_who_stays_away_is_told_of_the_one_postponement(office: Office, scene: Scene) -> None:
    scene.do("omar", "record_absent").work()
    message = scene.message("no_show")
    assert (scene.state, message.state) == ("absent", "sent")
    assert "لمرة واحدة" in message.text
    assert scene.due("new_date") == "2026-12-09T23:59:59"


@pytest.mark.clause("TRN-11")
@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-12-06", "not_later"),
        ("2026-12-05", "past"),
        ("2027-01-07", "too_late"),
        ("31/02/2027", "date"),
        (None, "required"),
    ],
)
def test_no_other_new_date_is_taken(embedded_office: Office, day: str | None, code: str) -> None:
    scene = embedded_office.submit(application()).begun().do("omar", "record_absent")
    refusal = scene.refused(WORKER, "postpone", **({"period_from": day} if day else {}))
    assert [(p.field, p.code) for p in refusal.problems] == [("inputs.period_from", code)]


@pytest.mark.clause("TRN-11", "TRN-12", "TRN-10")
def test_postponed_by_exactly_a_month_and_then_never_again(office: Office, scene: Scene) -> None:
    first = scene.letter("approval").serial
    scene.do("omar", "record_absent").do(WORKER, "postpone", period_from="2027-01-06").work()
    payload = scene.file.case.payload
    assert (scene.state, payload["period_from"], payload["period_to"]) == (
        "approved", "2027-01-06", "2027-01-17",
    )  # fmt: skip
    assert "06/01/2027" in scene.message("postponed").text
    letters = {(x.kind, x.serial == first, x.state) for x in scene.file.letters}
    assert letters == {
        ("approval", True, "superseded"), ("approval", False, "issued"), ("postponement", False, "issued"),
    }  # fmt: skip
    office.at("2026-12-09T23:59:59")
    assert scene.work().state == "approved"
    office.at("2027-01-06T00:00")
    assert scene.work().state == "first_day"
    scene.do("omar", "record_absent").work()
    assert scene.state == "cancelled"
    assert scene.refused(WORKER, "postpone", period_from="2027-01-20").code == "not_allowed"
    assert "25%" in scene.message("no_show_final").text
    # Nobody is asked for a new date who has none left.
    assert scene.sent().count("no_show") == 1
    refund = scene.refund
    assert (refund.paid, refund.kept, refund.amount, refund.state) == (
        Decimal("200.000"), Decimal("50.000"), Decimal("150.000"), "due",
    )  # fmt: skip
    office.assert_books()


@pytest.mark.clause("TRN-11", "TRN-13")
def test_postponed_and_present_goes_on_to_its_end(office: Office, scene: Scene) -> None:
    scene.do("omar", "record_absent").do("rana", "postpone", period_from="2026-12-27")
    office.at("2026-12-27T08:00")
    scene.work().do("omar", "record_present")
    office.at("2027-01-07T23:59:59")
    assert scene.work().state == "report_ready"
    assert scene.file.refunds == ()


@pytest.mark.clause("TRN-12", "COM-04")
def test_who_asks_for_no_new_date_is_cancelled_when_the_window_is_over(office: Office, scene: Scene) -> None:
    office.outside.down = {"sms"}
    scene.do("omar", "record_absent").work()
    office.at("2026-12-08T09:00")
    assert (scene.work().state, scene.due("new_date")) == ("absent", None)
    office.outside.down = set()
    office.at("2026-12-08T12:00")
    scene.work()
    # Three days from Tuesday end on a Friday.
    assert scene.due("new_date") == "2026-12-13T23:59:59"
    office.at("2026-12-13T23:59:58")
    assert scene.work().state == "absent"
    office.at("2026-12-13T23:59:59")
    assert scene.work().state == "cancelled"
    assert scene.refund.amount == Decimal("150.000")


@pytest.mark.clause("TRN-11")
def test_nobody_is_absent_from_free_training(office: Office) -> None:
    free = application(fields={"hosting_department": "parks", "course": None, "subject": "الحدائق"})
    scene = office.submit(free).judge("rana").do("rana", "approve")
    office.at("2026-12-06T08:00")
    scene.work()
    assert scene.refused("badr", "record_absent").code == "not_allowed"


def propose(scene: Scene, login: str = "rana") -> int:
    """``login`` proposes the refund of a trainee who never came; returns its number."""
    scene.do("omar", "record_absent").do(WORKER, "postpone", period_from="2026-12-20")
    scene.office.at("2026-12-20T08:00")
    scene.work().do("omar", "record_absent").work()
    number = scene.refund.refund_id
    scene.do(login, "refund_propose", refund_id=number, remark="عدم حضور")
    return number


@pytest.mark.clause("TRN-12", "COM-10", "COM-16")
def test_the_rest_of_the_fee_goes_back_when_senior_management_approves(office: Office, scene: Scene) -> None:
    number = propose(scene)
    assert (scene.refund.state, scene.refund.proposed_by) == ("proposed", "rana")
    for login, code in (("rana", "not_allowed"), ("omar", "not_allowed"), ("huda", "no_authority")):
        assert scene.refused(login, "refund_approve", refund_id=number).code == code
    assert scene.refused("rana", "refund_pay", refund_id=number, payout_reference="V-1").code == "not_allowed"
    scene.do("salma", "refund_approve", refund_id=number)
    assert (scene.refund.state, scene.refund.decided_by) == ("approved", "salma")
    office.assert_books()
    scene.do("rana", "refund_pay", refund_id=number, payout_reference="V-1")
    assert (scene.refund.state, scene.refund.paid_by, scene.refund.payout_reference) == (
        "paid",
        "rana",
        "V-1",
    )
    assert scene.refused("rana", "refund_pay", refund_id=number, payout_reference="V-2").code == "not_allowed"
    office.assert_books()


@pytest.mark.clause("COM-10", "TRN-12")
def test_nobody_approves_what_they_proposed(office: Office, scene: Scene) -> None:
    number = propose(scene, "salma")
    for step in ("refund_approve", "refund_decline"):
        reason = {"reason": "س"} if step == "refund_decline" else {}
        assert scene.refused("salma", step, refund_id=number, **reason).code == "four_eyes"
    assert scene.refund.state == "proposed"


@pytest.mark.clause("TRN-12", "COM-16")
def test_a_declined_refund_stays_with_the_municipality(office: Office, scene: Scene) -> None:
    number = propose(scene)
    assert scene.refused("salma", "refund_decline", refund_id=number).problems[0].field == "inputs.reason"
    scene.do("salma", "refund_decline", refund_id=number, reason="تكرار الغياب")
    assert (scene.refund.state, scene.refund.decision_note) == ("declined", "تكرار الغياب")
    assert scene.refused("rana", "refund_pay", refund_id=number, payout_reference="V").code == "not_allowed"
    assert scene.refused("salma", "refund_approve", refund_id=number).code == "not_allowed"
    office.assert_books()


@pytest.mark.clause("COM-13")
@pytest.mark.parametrize(
    ("stage", "back"),
    [
        ("review", None), ("correction", None), ("host_decision", None), ("awaiting_payment", None),
        ("approved", "200.000"), ("first_day", "200.000"), ("absent", "150.000"), ("in_progress", "150.000"),
    ],
)  # fmt: skip
def test_withdrawn_at_each_stage(request: pytest.FixtureRequest, stage: str, back: str | None) -> None:
    place = "central_office" if stage in ("awaiting_payment", "absent") else "embedded_office"
    office: Office = request.getfixturevalue(place)
    scene = office.submit(application())
    if stage == "correction":
        scene.rejected("rana")
    elif stage == "host_decision":
        scene.judge("rana").do("rana", "refer")
    elif stage == "awaiting_payment":
        scene.asked_to_pay()
    elif stage == "approved":
        scene.asked_to_pay().pay()
    elif stage != "review":
        scene.begun()
        steps = {"absent": "record_absent", "in_progress": "record_present"}
        if stage in steps:
            scene.do("omar", steps[stage])
    assert scene.state == stage
    scene.do(WORKER if stage != "in_progress" else "rana", "withdraw", reason="سفر").work()
    assert scene.state == "withdrawn"
    assert scene.message("withdrawn").state == "sent"
    assert [str(r.amount) for r in scene.file.refunds] == ([back] if back else [])
    assert {r.state for r in scene.file.requests} <= {"cancelled", "settled"}
    office.at("2027-06-01T09:00")
    assert scene.work().state == "withdrawn"
    assert "issued" not in {x.state for x in scene.file.letters}
    office.assert_books()


@pytest.mark.clause("COM-13")
@pytest.mark.parametrize("stage", ["report_ready", "refused"])
def test_after_the_last_step_nothing_is_withdrawn(embedded_office: Office, stage: str) -> None:
    scene = embedded_office.submit(application())
    if stage == "refused":
        scene.do("rana", "refuse", reason_code="no_place")
    else:
        scene.begun().do("omar", "record_present")
        embedded_office.at("2027-01-01T09:00")
        scene.work()
    assert scene.state == stage
    assert scene.refused(WORKER, "withdraw").code == "not_allowed"
