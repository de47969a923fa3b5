"""Gateways that fail in every way, and items on which the program itself fails."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from sqlalchemy import select

from desktop.models.tables.money import payment_request
from desktop.usecases.cases import submit_in
from desktop.usecases.money import money_board
from desktop.usecases.worker import inbox as inbox_tasks
from desktop.usecases.worker import rounds
from desktop.usecases.worker.messages import MOST_ATTEMPTS, pause_after
from tests.support.guards import LogGuard
from tests.usecases.scene import WORKER, Office, application

pytest_plugins = ["tests.usecases.places"]


@pytest.mark.clause("COM-03")
def test_messages_are_written_with_the_step_and_sent_in_their_order(embedded_office: Office) -> None:
    embedded_office.outside.down = {"sms"}
    scene = embedded_office.submit(application()).rejected("rana")
    assert [(m.key, m.state, m.attempts) for m in scene.file.messages] == [
        ("accepted", "waiting", 0), ("correction", "waiting", 0),
    ]  # fmt: skip
    scene.work()
    assert {(m.state, m.attempts) for m in scene.file.messages} == {("waiting", 1)}
    assert "sms gateway" in scene.message("accepted").error
    embedded_office.outside.down = set()
    # Before the pause is over nobody asks the gateway again.
    embedded_office.later(seconds=29)
    assert {m.state for m in scene.work().file.messages} == {"waiting"}
    embedded_office.later(seconds=2)
    scene.work()
    assert [(m.state, m.error) for m in scene.file.messages] == [("sent", ""), ("sent", "")]
    assert [key.rpartition("-")[2] for key in embedded_office.outside.asked] == ["accepted", "correction"]
    assert scene.message("accepted").sent_at == embedded_office.now()


@pytest.mark.clause("COM-03", "COM-04")
def test_a_gateway_that_takes_the_message_and_never_answers_sends_it_once(embedded_office: Office) -> None:
    scene = embedded_office.submit(application()).work().rejected("rana")
    embedded_office.outside.answer_lost = 2
    taken_at = embedded_office.now()
    scene.work()
    assert (scene.message("correction").state, scene.due("correction")) == ("waiting", None)
    for _ in range(2):
        embedded_office.later(days=1)
        scene.work()
    key = embedded_office.outside.asked[-1]
    assert embedded_office.outside.asked.count(key) == 3
    assert sum("يرجى تصويب" in text for text in embedded_office.outside.sent_files()) == 1
    # The applicant has had it since the gateway took it.
    assert scene.message("correction").sent_at == taken_at
    assert scene.due("correction") == "2026-11-25T23:59:59"


@pytest.mark.clause("COM-03")
def test_what_can_never_be_sent_is_given_up_loudly_and_sent_again_by_a_clerk(
    office: Office, log_guard: LogGuard
) -> None:
    log_guard.expect("was given up")
    office.outside.never = "-accepted"
    scene = office.submit(application()).work()
    failed = scene.message("accepted")
    assert (failed.state, failed.attempts, failed.error) == ("failed", 1, "رقم خارج الخدمة")
    office.later(days=1)
    assert scene.work().message("accepted").attempts == 1
    office.outside.never = ""
    scene.do("rana", "amend_mobile", mobile="٠٧٧٧١٢٣٤٥٦", reason="رقم خاطئ")
    scene.do("rana", "resend", message_id=failed.message_id).work()
    states = [(m.state, m.recipient) for m in scene.file.messages if m.key == "accepted"]
    assert states == [("failed", "+962791234567"), ("sent", "+962777123456")]


@pytest.mark.clause("COM-03", "COM-12")
def test_a_corrected_number_leaves_what_the_gateway_may_have_sent_and_is_written_to_itself(
    office: Office,
) -> None:
    office.outside.answer_lost = 2
    scene = office.submit(application()).work().rejected("rana")
    first, never_asked = scene.file.messages
    assert [(m.state, m.attempts) for m in (first, never_asked)] == [("waiting", 1), ("waiting", 0)]
    scene.do("rana", "amend_mobile", mobile="0777123456", reason="رقم خاطئ")
    # The second correction finds one repeated already: the repetition follows, nothing is said thrice.
    scene.do("rana", "amend_mobile", mobile="0788123456", reason="رقم خاطئ أيضاً")
    for _ in range(3):
        office.later(hours=1)
        scene.work()
    told = [(m.key, m.state, m.recipient, m.text) for m in scene.file.messages]
    old, new = "+962791234567", "+962788123456"
    assert told == [
        ("accepted", "sent", old, first.text),
        ("correction", "sent", new, never_asked.text),
        ("accepted", "sent", new, first.text),
    ]
    case_id = scene.file.case.case_id
    keys = [key.removeprefix(f"{case_id}-") for key in dict.fromkeys(office.outside.asked)]
    assert sorted(keys) == ["1-accepted", "3-correction", "4-amended.1"]
    assert scene.due("correction") is not None


@pytest.mark.clause("COM-03", "COM-04")
def test_a_window_starts_when_the_message_that_failed_is_sent_again(
    embedded_office: Office, log_guard: LogGuard
) -> None:
    log_guard.expect("was given up")
    embedded_office.outside.never = "-correction"
    scene = embedded_office.submit(application()).rejected("rana").work()
    embedded_office.at("2026-11-29T09:00")
    assert (scene.work().state, scene.due("correction")) == ("correction", None)
    scene.do("rana", "resend", message_id=scene.message("correction").message_id).work()
    assert scene.due("correction") == "2026-12-02T23:59:59"


@pytest.mark.clause("COM-03")
def test_the_pauses_grow_to_an_hour_and_end(embedded_office: Office, log_guard: LogGuard) -> None:
    pauses = [pause_after(n) for n in range(1, MOST_ATTEMPTS + 1)]
    assert pauses[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=1)
    log_guard.expect("was given up")
    embedded_office.outside.down = {"sms"}
    scene = embedded_office.submit(application())
    for _ in range(MOST_ATTEMPTS):
        embedded_office.later(hours=1)
        embedded_office.work()
    assert (scene.message("accepted").state, scene.message("accepted").attempts) == ("failed", MOST_ATTEMPTS)


@pytest.mark.clause("COM-04", "TRN-06", "TRN-12")
def test_nobody_is_cancelled_while_the_portal_cannot_say_who_corrected(office: Office) -> None:
    scene = office.submit(application()).rejected("rana").work()
    office.outside.down = {"portal"}
    office.at("2026-11-26T08:00")
    assert "portal" in str(office.work().outages)
    assert scene.state == "correction"
    office.outside.down = set()
    assert scene.work().state == "cancelled"


@pytest.mark.clause("TRN-10")
def test_what_no_applicant_can_hold_up_goes_on_while_the_portal_is_silent(embedded_office: Office) -> None:
    scene = embedded_office.submit(application()).asked_to_pay().pay()
    embedded_office.outside.down = {"portal", "payments"}
    embedded_office.at("2026-12-06T08:00")
    assert scene.work().state == "first_day"


def test_one_task_that_breaks_off_leaves_the_others_alone(
    embedded_office: Office, log_guard: LogGuard
) -> None:
    log_guard.expect("task recomputed broke off")
    scene = embedded_office.submit(application())
    with patch.object(rounds, "recompute_deadlines", side_effect=RuntimeError("broken")):
        report = embedded_office.work()
    assert report.faults == ("recomputed: RuntimeError",)
    assert scene.message("accepted").state == "sent"


@pytest.mark.clause("COM-01")
def test_an_item_on_which_the_program_fails_is_answered_in_the_end_and_stops_no_other(
    office: Office, log_guard: LogGuard
) -> None:
    log_guard.expect("item .* of the inbox broke off")
    office.outside.drop("submit-1-bad", application(applicant={"name": "معطوب"}))
    office.outside.drop("submit-2-good", application())

    def breaks(session, connection, document, via, answers):
        if document["applicant"]["name"] == "معطوب":
            raise RuntimeError("broken")
        return submit_in(session, connection, document, via, answers)

    with patch.object(inbox_tasks, "submit_in", breaks):
        office.work()
        assert office.outside.answer_to("submit-2-good")["accepted"] is True
        for _ in range(inbox_tasks.MOST_ATTEMPTS):
            office.later(minutes=1)
            office.work()
    answer = office.outside.answer_to("submit-1-bad")
    assert (answer["accepted"], answer["errors"][0]["code"]) == (False, "internal")


@pytest.mark.clause("COM-11")
def test_a_letter_that_cannot_be_drawn_keeps_no_other_from_its_document(
    embedded_office: Office, log_guard: LogGuard
) -> None:
    log_guard.expect("cannot be written")
    free = {"hosting_department": "parks", "course": None, "subject": "س"}
    # A letter of an accepted script that the font lacks.
    odd = embedded_office.submit(application(applicant={"name": "Ꞵeta"}, fields=free))
    even = embedded_office.submit(application(fields=free))
    for scene in (odd, even):
        scene.judge("rana").do("rana", "approve")
    embedded_office.work()
    assert (odd.letter("approval").sealed, even.letter("approval").sealed) == (False, True)
    assert even.message("approved").state == odd.message("approved").state == "sent"


@pytest.mark.clause("COM-08")
def test_an_e_payment_number_is_asked_for_once_though_its_answer_was_lost(embedded_office: Office) -> None:
    scene = embedded_office.submit(application()).judge("rana").do("rana", "refer").do("omar", "agree")
    request = scene.request
    with embedded_office.database(WORKER).reading() as connection:
        key = connection.execute(select(payment_request.c.idempotency_key)).scalar_one()
    # The gateway issued it and nobody here knows.
    issued = embedded_office.outside.payments.issue(
        key=key, amount=request.amount, reference=scene.reference, payer="سارة يوسف حدّاد"
    )
    scene.work()
    assert scene.request.number == issued
    assert len(list((embedded_office.outside.folder / "payments" / "requests").glob("*.json"))) == 1


@pytest.mark.clause("COM-08")
@pytest.mark.parametrize("seed", range(3))
def test_notices_twice_out_of_order_and_of_unknown_numbers_add_up(office: Office, seed: int) -> None:
    scenes = [office.submit(application()).judge("rana").do("rana", "refer") for _ in range(3)]
    for scene in scenes:
        scene.do("omar", "agree")
    office.work()
    office.later(hours=2)
    earlier = office.now() - timedelta(hours=1)
    notices = [
        (scene.request.number, Decimal("200.000"), f"bank-{place}", earlier - timedelta(minutes=place))
        for place, scene in enumerate(scenes)
    ]
    notices += [*notices, ("770099", Decimal("55.000"), "bank-9", earlier)]
    random.Random(seed).shuffle(notices)
    for place, (number, amount, gateway_id, paid_at) in enumerate(notices):
        office.outside.payments.pay(number, amount, gateway_id, paid_at)
        if place % 3 == 2:
            office.work()
    office.work()
    assert [scene.state for scene in scenes] == ["approved"] * 3
    assert [[n.state for n in scene.file.notices] for scene in scenes] == [["settled"]] * 3
    (unknown,) = money_board(office.session("rana")).notices
    assert (unknown.number, unknown.amount, unknown.state) == ("770099", Decimal("55.000"), "unknown")
    office.assert_books()
