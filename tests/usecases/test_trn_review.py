"""TRN: the review of the papers, its windows, and the municipality's own time."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop.base.clock import AMMAN
from tests.usecases.scene import WORKER, Office, application, nominated, pdf

pytest_plugins = ["tests.usecases.places"]


@pytest.mark.clause("TRN-05", "COM-14")
def test_two_rounds_of_correction_come_back_to_the_same_reviewer(office: Office) -> None:
    two = [
        {"slot": "official_letter", "filename": "l.pdf", "content": pdf("letter")},
        {"slot": "other", "filename": "o.pdf", "content": pdf("other")},
    ]
    scene = office.submit(nominated(attachments=two)).do("lina", "claim")
    scene.judge("lina", slot="official_letter")
    # Every document is judged before the applicant is asked.
    assert scene.refused("lina", "request_correction").code == "requirement"
    scene.judge("lina", "rejected", slot="other", reason_code="other", remark="الصفحة الثانية ناقصة")
    scene.do("lina", "request_correction")
    told = scene.message("correction").text
    assert "مرفق آخر" in told
    assert "الصفحة الثانية ناقصة" in told
    assert "كتاب رسمي" not in told
    assert "3 أيام" in told
    for again in ("two", "three"):
        office.later(hours=3)
        scene.work().corrected(words=again)
        case = scene.file.case
        assert (case.state, case.assignee) == ("review", "lina")
        if again == "two":
            scene.judge("lina", "rejected", slot="other", reason_code="unclear")
            scene.do("lina", "request_correction")
    assert scene.file.case.review_round == 3
    versions = [(a.number, a.verdict) for a in scene.file.attachments if a.slot == "other"]
    assert versions == [(1, "rejected"), (2, "rejected"), (3, None)]
    # What was right from the start was judged once.
    kept = [a for a in scene.file.attachments if a.slot == "official_letter"]
    assert [(a.number, a.verdict, a.verdict_round) for a in kept] == [(1, "accepted", 1)]
    scene.judge("lina", slot="other").do("lina", "approve")
    assert scene.state == "approved"
    office.assert_books()


@pytest.mark.clause("TRN-05")
def test_all_that_was_rejected_must_be_replaced(office: Office) -> None:
    two = [
        {"slot": "certificate", "filename": "c.pdf", "content": pdf("c")},
        {"slot": "other", "filename": "o.pdf", "content": pdf("o")},
    ]
    scene = office.submit(application(attachments=two)).rejected("rana")
    half = [{"slot": "other", "filename": "o2.pdf", "content": pdf("o2")}]
    refusal = scene.refused(WORKER, "resubmit", attachments=half)
    assert refusal.code == "requirement"
    assert scene.state == "correction"
    assert scene.corrected().state == "review"


@pytest.mark.clause("TRN-05", "TRN-06", "COM-05")
def test_the_window_ends_with_the_last_second_of_its_last_day(office: Office) -> None:
    scene = office.submit(application()).rejected("rana").work()
    assert scene.due("correction") == "2026-11-25T23:59:59"
    office.at("2026-11-25T23:59:58")
    assert scene.work().state == "correction"
    office.at("2026-11-25T23:59:59")
    assert scene.work().state == "cancelled"
    assert scene.message("correction_expired").state == "sent"
    assert scene.file.events[-1].actor == WORKER
    assert scene.refused(WORKER, "resubmit").code == "not_allowed"
    office.assert_books()


@pytest.mark.clause("TRN-06")
def test_a_correction_in_the_last_second_counts(office: Office) -> None:
    scene = office.submit(application()).rejected("rana").work()
    office.at("2026-11-25T23:58:58")
    assert scene.corrected().state == "review"
    office.at("2026-11-26T00:00:01")
    assert scene.work().state == "review"
    assert "correction_expired" not in scene.sent()


@pytest.mark.clause("COM-04", "TRN-05", "TRN-06")
def test_the_window_waits_while_the_gateway_is_down_for_two_days(office: Office) -> None:
    scene = office.submit(application()).work()
    office.outside.down = {"sms"}
    scene.rejected("rana").work()
    assert (scene.due("correction"), scene.message("correction").state) == (None, "waiting")
    for _ in range(4):
        office.later(hours=12)
        scene.work()
    assert scene.due("correction") is None
    assert scene.message("correction").error
    office.outside.down = set()
    office.at("2026-11-24T13:00")
    scene.work()
    assert scene.message("correction").state == "sent"
    # Three days from Tuesday end on a Friday; the window ends with the Sunday after it.
    assert scene.due("correction") == "2026-11-29T23:59:59"
    office.at("2026-11-29T23:59:58")
    assert scene.work().state == "correction"


@pytest.mark.clause("COM-05", "TRN-05")
def test_a_window_never_ends_on_a_holiday_also_one_that_is_declared_later(office: Office) -> None:
    office.at("2026-11-24T09:00")
    scene = office.submit(application()).rejected("rana").work()
    assert scene.due("correction") == "2026-11-29T23:59:59"
    office.add_holiday("2026-11-29")
    scene.work()
    assert scene.due("correction") == "2026-11-30T23:59:59"
    office.at("2026-11-29T23:59:59")
    assert scene.work().state == "correction"
    office.at("2026-11-30T23:59:59")
    assert scene.work().state == "cancelled"


@pytest.mark.clause("COM-04", "TRN-05")
def test_an_older_message_does_not_start_the_window_of_a_newer_one(office: Office) -> None:
    scene = office.submit(application()).work()
    office.outside.down = {"sms"}
    scene.rejected("rana").work().corrected("rana").rejected("rana")
    office.outside.down = set()
    newest = next(e.number for e in reversed(scene.file.events) if e.action == "request_correction")
    office.outside.unlucky = f"-{newest}-correction"
    office.later(hours=2)
    scene.work()
    assert [m.state for m in scene.file.messages if m.key == "correction"] == ["sent", "waiting"]
    assert scene.due("correction") is None
    office.outside.unlucky = ""
    office.later(hours=24)
    scene.work()
    assert scene.due("correction") == "2026-11-26T23:59:59"


@pytest.mark.clause("TRN-09")
@pytest.mark.parametrize("stage", ["review", "host_decision"])
def test_a_refusal_says_why(office: Office, stage: str) -> None:
    scene = office.submit(application())
    clerk = "rana"
    if stage == "host_decision":
        scene.judge("rana").do("rana", "refer")
        clerk = "omar"
    assert scene.state == stage
    assert scene.refused(clerk, "refuse").problems[0].field == "inputs.reason_code"
    scene.do(clerk, "refuse", reason_code="no_place", grounds="الدورة مكتملة حتى آذار").work()
    assert scene.state == "refused"
    message = scene.message("refused")
    assert "لا شاغر" in message.text
    assert "الدورة مكتملة حتى آذار" in message.text
    assert message.state == "sent"
    assert scene.file.events[-1].note == "الدورة مكتملة حتى آذار"
    assert [offer.action.key for offer in scene.open(clerk).offers if offer.action.listed] == ["note"]


@pytest.mark.clause("TRN-10")
def test_a_period_that_is_over_is_changed_before_it_is_approved(office: Office) -> None:
    scene = office.submit(nominated()).judge("rana")
    office.at("2026-12-18T09:00")
    assert scene.refused("rana", "approve").code == "requirement"
    scene.do("rana", "change_period", period_from="2027-01-10", period_to="2027-01-21").work()
    assert "10/01/2027" in scene.message("period_changed").text
    assert scene.do("rana", "approve").state == "approved"
    assert scene.due("begin") == "2027-01-10T00:00:00"


@pytest.mark.clause("TRN-17", "COM-06")
def test_days_spent_waiting_for_the_applicant_do_not_count(office: Office) -> None:
    scene = office.submit(application())
    # Five working days after Sunday the 22nd: Sunday the 29th.
    assert _target(scene.file.case.target_due_at) == "2026-11-29 23:59:59"
    office.at("2026-11-23T09:00")
    scene.rejected("rana").work()
    assert scene.file.case.due_at is None
    office.at("2026-11-25T15:00")
    scene.corrected()
    # One day was used before the question, so four are left from Wednesday the 25th.
    assert _target(scene.file.case.target_due_at) == "2026-12-01 23:59:59"
    office.add_holiday("2026-11-26")
    scene.judge("rana").do("rana", "refer")
    assert _target(scene.file.case.target_due_at) == "2026-12-02 23:59:59"
    assert scene.file.case.due_at == scene.file.case.target_due_at


def _target(at: datetime | None) -> str:
    assert at is not None
    return at.astimezone(AMMAN).isoformat(" ")[:19]
