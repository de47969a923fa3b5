"""EXM: every clause of the exams' document on both databases; results in ``test_exm_results.py``."""

from __future__ import annotations

import pytest

from desktop.base.errors import Refusal
from desktop.usecases import occasions
from desktop.usecases.cases import submit
from desktop.usecases.queues import search
from tests.usecases.exams import Exams
from tests.usecases.scene import WORKER, Office

pytest_plugins = ["tests.usecases.places"]


@pytest.fixture
def exams(office: Office) -> Exams:
    return Exams(office)


@pytest.mark.clause("EXM-01", "EXM-02")
@pytest.mark.parametrize(
    ("kind", "exam", "fee"), [("official", "icdl", "45.000"), ("trial", "icdl-trial", "10.000")]
)
def test_the_fee_is_the_exams_and_asked_for_at_once(exams: Exams, kind: str, exam: str, fee: str) -> None:
    scene = exams.apply(kind=kind, exam=exam)
    assert scene.state == "awaiting_payment"
    assert scene.sent() == []
    scene.work()
    assert str(scene.request.amount) == fee
    told = scene.message("payment_requested").text
    assert scene.request.number in told
    assert fee in told
    assert scene.reference in told
    exams.office.assert_books()


@pytest.mark.clause("EXM-01")
def test_an_exam_of_the_other_kind_and_documents_are_refused(exams: Exams) -> None:
    wrong = exams.document(kind="trial", exam="icdl")
    wrong["attachments"] = [{"slot": "certificate", "filename": "a.pdf", "content": "JVBERi0xLjcK"}]
    with pytest.raises(Refusal) as caught:
        submit(exams.office.session(WORKER), wrong, "portal")
    assert {"fields.exam", "attachments[0].slot"} == {p.field for p in caught.value.problems}


@pytest.mark.clause("EXM-01")
@pytest.mark.parametrize("typed", ["تجاري", "التجاري", "تجريبي", "امتحان تجاري", "trial"])
def test_the_trial_kind_is_found_under_both_of_its_spellings(exams: Exams, typed: str) -> None:
    trial = exams.apply(kind="trial", exam="icdl-trial")
    exams.apply()
    found = search(exams.office.session("maha"), typed)
    assert [case.reference for case in found] == [trial.reference]
    assert search(exams.office.session("rana"), typed) == ()


@pytest.mark.clause("EXM-09")
@pytest.mark.parametrize(
    ("kind", "allowed"), [("citizen", True), ("resident", True), ("government", True), ("business", False)]
)
def test_who_may_apply(exams: Exams, kind: str, allowed: bool) -> None:
    document = exams.document(applicant_kind=kind)
    if allowed:
        assert exams.office.submit(document).state == "awaiting_payment"
        return
    with pytest.raises(Refusal) as caught:
        submit(exams.office.session(WORKER), document, "portal")
    assert caught.value.problems[0].field == "applicant.kind"


@pytest.mark.clause("EXM-03", "EXM-08")
def test_a_trial_is_open_at_once_after_payment(exams: Exams) -> None:
    scene = exams.paid(kind="trial", exam="icdl-trial")
    assert scene.state == "trial_open"
    told = scene.message("trial_open").text
    assert "الأحد إلى الخميس" in told
    assert "الدوام الرسمي" in told
    assert scene.letter("trial").sealed
    for wrong in ("1000", "good", "غائب"):
        with pytest.raises(Refusal) as caught:
            scene.do("maha", "record_trial", trial_score=wrong)
        assert caught.value.problems[0].field == "inputs.trial_score"
    scene.do("maha", "record_trial", trial_score="82").work()
    assert (scene.state, scene.file.case.outcome) == ("trial_done", "completed")
    assert "82" in scene.message("trial_done").text


@pytest.mark.clause("EXM-02")
def test_a_fee_that_is_not_paid_in_its_window_ends_the_application(exams: Exams) -> None:
    scene = exams.apply().work()
    assert scene.due("payment") == "2026-12-06T23:59:59"
    exams.office.at("2026-12-07T08:00")
    scene.work()
    assert (scene.state, scene.file.case.outcome) == ("cancelled", "cancelled")
    assert scene.request.state == "cancelled"


@pytest.mark.clause("EXM-04")
def test_paid_officials_wait_for_the_minimum_and_move_together_once(exams: Exams) -> None:
    first, second = exams.paid(), exams.paid()
    unpaid = exams.apply().work()
    assert [s.state for s in (first, second, unpaid)] == ["gathering", "gathering", "awaiting_payment"]
    third = exams.paid()
    assert [s.state for s in (first, second, third)] == ["to_schedule"] * 3
    assert [s.sent().count("gathering") for s in (first, second, third)] == [1, 1, 1]
    (session,) = exams.sessions()
    assert (session.occasion.taken, session.occasion.minimum) == (3, 3)
    # Who comes later joins the same session.
    fourth = exams.paid()
    assert fourth.state == "to_schedule"
    assert len(exams.sessions()) == 1
    exams.office.assert_books()


@pytest.mark.clause("EXM-04")
def test_a_full_session_is_followed_by_another(exams: Exams) -> None:
    scenes = [exams.paid() for _ in range(5)]
    assert [one.occasion.taken for one in exams.sessions()] == [4, 1]
    assert [scene.state for scene in scenes] == ["to_schedule"] * 4 + ["gathering"]


@pytest.mark.clause("EXM-04", "EXM-05")
def test_the_session_is_agreed_with_the_awarding_body_and_everybody_is_told(exams: Exams) -> None:
    scenes = exams.gathered()
    agreed = {
        "contact": "ليث عمر", "contact_phone": "065550101", "asked_on": "2026-11-22",
        "agreed_on": "2026-11-24", "papers": "الهوية الشخصية",
    }  # fmt: skip
    exams.change(details=agreed)
    exams.date("2026-12-06T10:00", place="مختبر 2", details=agreed)
    session = exams.session.occasion
    assert {key: session.details[key] for key in agreed} == agreed
    for scene in scenes:
        scene.work()
        assert scene.state == "scheduled"
        told = scene.message("session").text
        for word in ("06/12/2026", "10:00", "مختبر 2", "الهوية الشخصية", scene.reference):
            assert word in told
        assert scene.letter("confirmation").sealed
    seats = [holder.place.seat for holder in exams.opened.seated]
    assert seats == [1, 2, 3]
    exams.date("2026-12-08T12:00", place="مختبر 2")
    assert "08/12/2026" in scenes[0].message("session_moved").text
    assert scenes[0].sent().count("session") == 1


@pytest.mark.clause("EXM-08")
def test_the_date_is_due_within_one_working_week_of_the_minimum(exams: Exams) -> None:
    scenes = exams.gathered()
    due = scenes[0].file.case.due_at
    assert due is not None
    # Sunday 22 November; five working days on.
    assert due.astimezone().date().isoformat() == "2026-11-29"
    exams.office.at("2026-11-30T09:00")
    assert due < exams.office.now()


@pytest.mark.clause("EXM-05")
def test_a_session_called_off_leaves_its_candidates_waiting_for_the_next(exams: Exams) -> None:
    scenes = exams.gathered()
    exams.date()
    number = exams.session.occasion.occasion_id
    occasions.cancel(exams.office.session("maha"), number, exams.session.occasion.version, "تعطل الأجهزة")
    assert "تعطل الأجهزة" in scenes[0].message("session_cancelled").text
    (following,) = exams.sessions()
    assert following.occasion.occasion_id != number
    assert following.occasion.taken == 3
    assert [scene.state for scene in scenes] == ["to_schedule"] * 3
    exams.office.assert_books()


@pytest.mark.clause("EXM-11")
@pytest.mark.parametrize("way", ["wait", "withdraw", "silence", "minimum"])
def test_a_minimum_that_is_not_reached_in_time_is_offered(exams: Exams, way: str) -> None:
    scene = exams.paid()
    exams.office.later(days=31)
    scene.work()
    assert scene.state == "offered"
    told = scene.message("offered").text
    assert "الانتظار" in told
    assert "استرداد" in told
    if way == "wait":
        scene.do(WORKER, "keep_waiting").work()
        assert (scene.state, scene.sent()[-1]) == ("gathering", "kept")
        exams.office.later(days=35)
        assert scene.work().state == "offered"
    elif way == "withdraw":
        scene.do(WORKER, "withdraw").work()
        assert (scene.state, scene.file.case.outcome) == ("withdrawn", "withdrawn")
        assert (str(scene.refund.amount), str(scene.refund.kept)) == ("45.000", "0.000")
    elif way == "silence":
        exams.office.later(days=16)
        assert scene.work().state == "gathering"
        assert scene.refunds_open() == []
    else:
        others = [exams.paid(), exams.paid()]
        assert [one.state for one in (scene, *others)] == ["to_schedule"] * 3
    exams.office.assert_books()


@pytest.mark.clause("EXM-11", "COM-10", "COM-13")
def test_a_withdrawal_before_the_sitting_returns_the_fee_and_frees_the_seat(exams: Exams) -> None:
    scenes = exams.gathered()
    exams.date()
    scenes[1].do("maha", "withdraw", reason="سفر").work()
    refund = scenes[1].refund
    assert (str(refund.paid), str(refund.amount)) == ("45.000", "45.000")
    assert exams.session.occasion.taken == 2
    scenes[1].do("maha", "refund_propose", refund_id=refund.refund_id, remark="قبل الجلسة")
    assert scenes[1].refused("maha", "refund_approve", refund_id=refund.refund_id).code in (
        "not_allowed", "four_eyes", "no_authority",
    )  # fmt: skip
    exams.office.assert_books()
