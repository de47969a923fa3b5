"""Course attendance, clause by clause, through the real use-cases on both databases."""

from __future__ import annotations

import pytest

from desktop.base.errors import Refusal
from desktop.usecases import occasions
from desktop.workflows.values import shown_value
from tests.usecases.courses import Offered, at
from tests.usecases.scene import WORKER, Office, Scene

pytest_plugins = ("tests.usecases.places",)


def on(moment: str) -> dict[str, str]:
    """An offering's date."""
    return {"starts_at": at(moment).isoformat(), "ends_at": ""}


def states(scenes: list[Scene]) -> list[str]:
    return [scene.state for scene in scenes]


@pytest.mark.parametrize("passes", [True, False], ids=["passes", "fails"])
@pytest.mark.parametrize("prerequisite", ["none", "proved", "passed", "none yet"])
@pytest.mark.parametrize("paid", [False, True], ids=["free", "paid"])
@pytest.mark.clause("CRS-01", "CRS-03", "CRS-04", "CRS-05", "CRS-06", "CRS-07", "CRS-08", "CRS-09", "CRS-10")
def test_the_whole_decision_table(office: Office, paid: bool, prerequisite: str, passes: bool) -> None:
    """Free or paid; no prerequisite, proved, passed before, not yet; and how the level exam ends."""
    kind = "paid" if paid else "free"
    offered = Offered(office, f"ks-{kind}" + ("" if prerequisite == "none" else "-level"))
    person = "9900000001"
    if prerequisite == "passed":
        passed_before(office, person)
    one = offered.apply(person=person, proof=prerequisite == "proved")
    if prerequisite == "proved":
        assert one.state == "review"
        one.judge("maha").do("maha", "reviewed")
    others = offered.filled(1)
    assert states([one, *others]) == ["waiting"] * 2
    others += offered.filled(1)
    if prerequisite == "none yet":
        assert one.state == "level_exam"
        assert "https://ks.example/level" in one.message("level_link").text
        one.do("samer", "level_result", score=60 if passes else 59)
    if prerequisite == "none yet" and not passes:
        assert one.state == "refused"
        assert "59" in one.message("level_failed").text
        assert "confirmed" not in one.sent()
        assert not one.file.requests
    elif paid:
        assert one.state == "awaiting_payment"
        office.work()
        assert f"{one.request.number}" in one.message("payment_requested").text
        one.pay("35.000")
        assert one.state == "confirmed"
    else:
        assert one.state == "confirmed"
    if one.state == "confirmed":
        said = one.message("confirmed").text
        details = ["06/12/2026", "10:00", "قاعة 3", "20 ساعة", "35.000" if paid else "مجانية"]
        assert [part for part in details if part not in said] == []
    office.assert_books()


def passed_before(office: Office, person: str) -> None:
    """The person passed the level exam for another offering."""
    earlier = Offered(office, "ks-free-level", minimum=1)
    done = earlier.apply(person=person)
    done.do("maha", "level_result", score=80).do("maha", "withdraw")


@pytest.mark.clause("CRS-02")
def test_under_the_minimum_at_its_date_everybody_hears_the_new_one(office: Office) -> None:
    offered = Offered(office)
    scenes = offered.filled(2)
    office.at("2026-12-05T23:00")
    office.work()
    assert "postponed" not in scenes[0].sent()
    office.at("2026-12-06T00:05")
    office.work()
    office.work()
    for scene in scenes:
        assert scene.sent().count("postponed") == 1
        assert "20/12/2026" in scene.message("postponed").text
        assert scene.state == "waiting"
    assert offered.now.starts_at == at("2026-12-20T10:00")
    assert offered.now.ends_at == at("2026-12-20T14:00")
    office.assert_books()


@pytest.mark.clause("CRS-02")
def test_moving_it_previews_and_sends_the_new_date_to_everyone(office: Office) -> None:
    offered = Offered(office, "ks-paid")
    scenes = offered.filled(5)
    office.work()
    assert states(scenes) == ["awaiting_payment"] * 4 + ["waiting"]
    assert scenes[0].due("payment") == "2026-12-06T00:00:00"
    foreseen = occasions.preview_move(office.session("maha"), offered.number, at("2026-12-13T09:30"))
    offered.move("2026-12-13T09:30")
    for scene, forecast in zip(scenes, foreseen, strict=True):
        said = scene.message("postponed").text
        assert (forecast.reference, forecast.texts) == (scene.reference, (said,))
        assert "13/12/2026 الساعة 09:30" in said
    # What ends with the day follows it.
    assert scenes[0].due("payment") == "2026-12-13T00:00:00"
    office.at("2026-12-07T09:00")
    office.work()
    assert states(scenes) == ["awaiting_payment"] * 4 + ["waiting"]
    office.at("2026-12-13T00:01")
    office.work()
    assert states(scenes) == ["cancelled"] * 4 + ["waiting"]


@pytest.mark.clause("CRS-11")
def test_after_the_course_those_who_came_get_the_link(office: Office) -> None:
    offered = Offered(office)
    scenes = offered.filled(5)
    assert states(scenes) == ["confirmed"] * 4 + ["waiting"]
    with pytest.raises(Refusal) as caught:
        offered.hold()
    assert caught.value.problems[0].field == "starts_at"
    office.at("2026-12-06T15:00")
    offered.hold(scenes[1])
    assert states(scenes) == ["completed", "absent", "completed", "completed", "cancelled"]
    assert "https://ks.example/e" in scenes[0].message("evaluation").text
    assert "evaluation" not in scenes[1].sent()
    assert scenes[4].sent()[-1] == "held_without"
    assert offered.place(scenes[1]).attendance == "absent"
    office.assert_books()


@pytest.mark.clause("CRS-12")
def test_unpaid_when_the_day_begins_is_cancelled(office: Office) -> None:
    offered = Offered(office, "ks-paid")
    scenes = offered.filled(3)
    office.work()
    scenes[0].pay("35.000")
    office.at("2026-12-05T23:59")
    office.work()
    assert states(scenes) == ["confirmed", "awaiting_payment", "awaiting_payment"]
    office.at("2026-12-06T00:00")
    office.work()
    assert states(scenes) == ["confirmed", "cancelled", "cancelled"]
    assert scenes[1].sent()[-1] == "payment_expired"
    office.assert_books()


@pytest.mark.clause("CRS-16")
def test_under_the_minimum_again_is_shown_and_nothing_happens_by_itself(office: Office) -> None:
    offered = Offered(office)
    scenes = offered.filled(3)
    scenes[0].do("maha", "withdraw")
    shown = occasions.open_occasion(office.session("maha"), offered.number).offering
    assert shown.short
    office.at("2026-12-06T08:00")
    office.work()
    assert states(scenes[1:]) == ["confirmed", "confirmed"]
    assert "postponed" not in scenes[1].sent()
    offered.move("2026-12-20T10:00")
    assert scenes[1].sent()[-1] == "postponed"
    office.at("2026-12-20T16:00")
    offered.hold()
    assert states(scenes[1:]) == ["completed", "completed"]


@pytest.mark.clause("CRS-13")
def test_citizens_and_residents_apply_and_nobody_else(office: Office) -> None:
    offered = Offered(office)
    resident = offered.document()
    resident["applicant"] = {
        "kind": "resident", "name": "John Smith", "identity_paper": "passport", "identity_number": "P123456",
        "mobile": "0791234567",
    }  # fmt: skip
    assert office.submit(resident).state == "waiting"
    business = offered.document()
    business["applicant"] = {
        "kind": "business", "name": "شركة", "registration_number": "123", "mobile": "0791234567",
    }  # fmt: skip
    with pytest.raises(Refusal) as caught:
        office.submit(business)
    assert caught.value.problems[0].field == "applicant.kind"


@pytest.mark.clause("CRS-14")
def test_the_minimum_is_one_event_and_later_ones_go_on_at_once(office: Office) -> None:
    offered = Offered(office)
    scenes = offered.filled(2)
    assert states(scenes) == ["waiting", "waiting"]
    before = offered.now
    scenes += offered.filled(1)
    assert states(scenes) == ["confirmed"] * 3
    reached = offered.now.reached_at
    assert (before.reached_at, reached) == (None, office.now())
    scenes += offered.filled(1)
    assert states(scenes) == ["confirmed"] * 4
    assert offered.now.reached_at == reached
    assert [scene.sent().count("confirmed") for scene in scenes] == [1] * 4


@pytest.mark.clause("CRS-14")
def test_beyond_the_maximum_they_wait_in_order_and_a_freed_seat_goes_to_the_first(office: Office) -> None:
    offered = Offered(office)
    scenes = offered.filled(6)
    assert states(scenes) == ["confirmed"] * 4 + ["waiting"] * 2
    assert [offered.place(scene).number for scene in scenes] == [1, 2, 3, 4, 5, 6]
    assert [offered.place(scene).seat for scene in scenes] == [1, 2, 3, 4, None, None]
    assert scenes[4].sent() == ["accepted", "queued"]
    scenes[1].do("maha", "withdraw")
    assert states(scenes) == ["confirmed", "withdrawn", "confirmed", "confirmed", "confirmed", "waiting"]
    assert offered.place(scenes[4]).seat == 2
    assert offered.now.taken == 4
    # A larger room seats whoever still waits.
    occasions.change(office.session("maha"), offered.number, offered.now.version, {"maximum": 6})
    assert scenes[5].state == "confirmed"
    with pytest.raises(Refusal) as caught:
        occasions.change(office.session("maha"), offered.number, offered.now.version, {"maximum": 4})
    assert caught.value.problems[0].field == "maximum"


@pytest.mark.clause("CRS-15")
def test_a_pass_is_valid_for_later_applications_until_its_last_day(office: Office) -> None:
    person = "9900000002"
    passed_before(office, person)
    offered = Offered(office, "ks-free-level", minimum=1)
    assert offered.apply(person=person).state == "confirmed"
    assert offered.apply().state == "level_exam"
    # The pass of 22/11/2026 holds for 365 days.
    office.at("2027-11-21T09:00")
    later = Offered(office, "ks-free-level", minimum=1, **on("2028-01-02T10:00"))
    assert later.apply(person=person).state == "confirmed"
    office.at("2027-11-23T09:00")
    after = Offered(office, "ks-free-level", minimum=1, **on("2028-01-02T10:00"))
    assert after.apply(person=person).state == "level_exam"


@pytest.mark.clause("CRS-17")
def test_a_failed_level_exam_is_sat_again_after_the_set_days_with_a_new_application(office: Office) -> None:
    person = "9900000003"
    first = Offered(office, "ks-free-level", minimum=1)
    failed = first.apply(person=person)
    for wrong in (101, "70.5", "غائبة"):
        with pytest.raises(Refusal) as caught:
            failed.do("maha", "level_result", score=wrong)
        assert caught.value.problems[0].field == "inputs.score"
    failed.do("maha", "level_result", score=10)
    assert failed.state == "refused"
    again = first.apply(person=person)
    assert again.state == "refused"
    assert "22/12/2026" in again.message("level_barred").text
    proved = first.apply(person=person, proof=True)
    proved.judge("maha").do("maha", "reviewed")
    assert proved.state == "confirmed"
    office.at("2026-12-22T09:00")
    later = Offered(office, "ks-free-level", minimum=1, **on("2027-01-03T10:00"))
    assert later.apply(person=person).state == "level_exam"


@pytest.mark.clause("CRS-01")
def test_a_proof_that_is_not_accepted_leads_to_the_level_exam(office: Office) -> None:
    offered = Offered(office, "ks-free-level")
    scene = offered.apply(proof=True)
    offered.filled(2)
    # The minimum is reached; it still waits to be judged.
    assert scene.state == "review"
    scene.judge("maha", "rejected", reason_code="unclear").do("maha", "reviewed")
    assert scene.state == "level_exam"
    assert scene.sent() == ["accepted", "proof_rejected", "level_link"]


@pytest.mark.clause("CRS-05")
def test_not_sat_when_the_day_begins_is_cancelled_and_nobody_is_asked_on_that_day(office: Office) -> None:
    offered = Offered(office, "ks-paid-level")
    scenes = offered.filled(5)
    assert states(scenes) == ["level_exam"] * 4 + ["waiting"]
    office.at("2026-12-06T00:00")
    office.work()
    assert states(scenes) == ["cancelled"] * 4 + ["waiting"]
    assert scenes[4].sent() == ["accepted", "queued"]


@pytest.mark.clause("COM-13")
def test_withdrawn_after_payment_goes_to_the_refund_path_by_two_people(office: Office) -> None:
    offered = Offered(office, "ks-paid")
    scenes = offered.filled(3)
    office.work()
    paid = scenes[0].pay("35.000").do("maha", "withdraw", reason="سفر")
    refund = paid.refund
    assert (paid.state, str(refund.paid), str(refund.kept), str(refund.amount)) == (
        "withdrawn", "35.000", "0.000", "35.000",
    )  # fmt: skip
    assert paid.letter("confirmation").state == "withdrawn"
    paid.do("maha", "refund_propose", refund_id=refund.refund_id, remark="سفر")
    refusal = paid.refused("maha", "refund_approve", refund_id=refund.refund_id)
    assert refusal.code in ("not_allowed", "four_eyes")
    office.assert_books()


@pytest.mark.clause("COM-13")
def test_called_off_everybody_is_told_and_what_was_paid_is_due_back(office: Office) -> None:
    offered = Offered(office, "ks-paid")
    scenes = offered.filled(3)
    office.work()
    scenes[0].pay("35.000")
    foreseen = occasions.preview_cancel(office.session("maha"), offered.number, "عطل في القاعة")
    offered.cancel()
    assert states(scenes) == ["cancelled"] * 3
    for scene, forecast in zip(scenes, foreseen, strict=True):
        assert forecast.texts == (scene.message("called_off").text,)
        assert "عطل في القاعة" in forecast.texts[0]
    assert str(scenes[0].refund.amount) == "35.000"
    assert not scenes[1].file.refunds
    assert scenes[0].letter("confirmation").state == "withdrawn"
    assert offered.now.taken == 0
    office.assert_books()


@pytest.mark.clause("CRS-14")
def test_moved_to_another_offering_the_first_seat_is_free_again(office: Office) -> None:
    offered = Offered(office)
    other = Offered(office, **on("2026-12-13T10:00"))
    scenes = offered.filled(2)
    scenes[0].do("maha", "change_offering", offering=str(other.number))
    assert (offered.now.taken, other.now.taken) == (1, 1)
    assert "13/12/2026" in scenes[0].message("offering_changed").text
    assert other.place(scenes[0]).number == 1


@pytest.mark.clause("CRS-14", "COM-10")
def test_nobody_does_by_hand_what_only_the_offering_does(office: Office) -> None:
    scene = Offered(office).apply()
    for login in ("maha", "nour", WORKER):
        for action in ("minimum_reached", "seat_freed", "postponed", "called_off"):
            assert scene.refused(login, action).code in ("not_allowed", "requirement")
    assert scene.state == "waiting"


@pytest.mark.clause("COM-10")
def test_another_department_neither_sees_nor_changes_it(office: Office) -> None:
    offered = Offered(office)
    with pytest.raises(Refusal) as caught:
        occasions.open_occasion(office.session("rana"), offered.number)
    assert caught.value.code == "no_such_case"
    with pytest.raises(Refusal) as caught:
        offered.cancel(login="rana")
    assert caught.value.code == "no_such_case"
    with pytest.raises(Refusal) as caught:
        Offered(office, department="hr")
    assert caught.value.problems[0].field == "department"


@pytest.mark.clause("COM-09")
def test_the_second_to_move_it_is_told_who_was_first(office: Office) -> None:
    offered = Offered(office)
    version = offered.now.version
    offered.move("2026-12-13T10:00", login="samer")
    with pytest.raises(Refusal) as caught:
        occasions.move(office.session("maha"), offered.number, version, at("2026-12-20T10:00"))
    assert caught.value.code == "stale"
    assert "samer" in caught.value.text.en


def test_a_case_still_names_its_offering_once_that_was_held(office: Office) -> None:
    offered = Offered(office)
    scene = offered.filled(3)[0]
    office.at("2026-12-06T15:00")
    offered.hold()
    opened = scene.open("maha")
    field = next(one for one in opened.service.fields if one.key == "offering")
    said = shown_value(field, scene.file.case.payload["offering"], opened.reference, {})
    assert "06/12/2026 10:00" in said.ar
