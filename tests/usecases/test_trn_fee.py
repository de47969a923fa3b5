"""TRN: the course's fee is asked for, paid in every way in which people pay, or not paid."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.models.queries.money import ledger
from desktop.usecases.money import money_board
from tests.support.guards import LogGuard
from tests.usecases.scene import WORKER, Office, Scene, application

pytest_plugins = ["tests.usecases.places"]


@pytest.fixture
def scene(office: Office) -> Scene:
    """An application that GIS agreed to; the SMS with the number went out at nine on a Sunday."""
    return office.submit(application()).asked_to_pay()


def sums(office: Office) -> tuple[str, str, str, str, str]:
    """Received, earned, refunded, to be refunded, unsettled."""
    office.assert_books()
    with office.database(WORKER).reading() as connection:
        found = ledger(connection)
    return (
        str(found.received), str(found.earned), str(found.refunded), str(found.to_be_refunded),
        str(found.unsettled),
    )  # fmt: skip


@pytest.mark.clause("TRN-08", "COM-05")
def test_who_does_not_pay_is_cancelled_with_the_last_second(office: Office, scene: Scene) -> None:
    assert scene.due("payment") == "2026-11-25T23:59:59"
    office.at("2026-11-25T23:59:58")
    assert scene.work().state == "awaiting_payment"
    office.at("2026-11-25T23:59:59")
    assert scene.work().state == "cancelled"
    assert scene.message("payment_expired").state == "sent"
    assert scene.request.state == "cancelled"
    assert sums(office) == ("0.000", "0.000", "0.000", "0.000", "0.000")


@pytest.mark.clause("COM-04", "TRN-08")
def test_the_window_to_pay_starts_when_the_gateway_took_the_message(office: Office) -> None:
    scene = office.submit(application()).work()
    office.outside.down = {"sms"}
    scene.judge("rana").do("rana", "refer").do("omar", "agree").work()
    office.at("2026-11-24T09:00")
    scene.work()
    assert (scene.state, scene.due("payment")) == ("awaiting_payment", None)
    office.outside.down = set()
    office.later(hours=2)
    scene.work()
    assert scene.due("payment") == "2026-11-29T23:59:59"


@pytest.mark.clause("TRN-07")
def test_without_a_number_nobody_is_asked_to_pay(office: Office) -> None:
    office.outside.down = {"payments"}
    scene = office.submit(application()).asked_to_pay()
    assert (scene.request.number, scene.due("payment")) == ("", None)
    assert "payment_requested" not in scene.sent()
    office.later(days=2)
    office.outside.down = set()
    scene.work()
    assert scene.request.number in scene.message("payment_requested").text
    assert scene.due("payment") == "2026-11-29T23:59:59"


@pytest.mark.clause("TRN-10", "COM-08")
def test_paid_in_time_counts_though_it_is_reported_in_the_round_that_ends_the_window(
    office: Office, scene: Scene
) -> None:
    office.at("2026-11-25T23:59:59")
    scene.pay()
    assert scene.state == "approved"
    assert sums(office) == ("200.000", "200.000", "0.000", "0.000", "0.000")


@pytest.mark.clause("TRN-08", "COM-08")
def test_nobody_is_cancelled_while_the_payment_gateway_cannot_say_who_paid(
    office: Office, scene: Scene
) -> None:
    office.outside.payments.pay(scene.request.number, Decimal("200.000"))
    office.outside.down = {"payments"}
    office.at("2026-11-26T08:00")
    assert scene.work().state == "awaiting_payment"
    office.outside.down = set()
    assert scene.work().state == "approved"


@pytest.mark.clause("TRN-08", "COM-08")
def test_a_long_row_of_notices_is_read_before_anybody_is_cancelled(office: Office, scene: Scene) -> None:
    for place in range(210):
        office.outside.payments.pay(f"{90_000 + place}", Decimal("1.000"))
    office.outside.payments.pay(scene.request.number, Decimal("200.000"))
    office.at("2026-11-26T08:00")
    assert scene.work().state == "approved"


@pytest.mark.clause("COM-08")
def test_a_notice_reported_again_and_again_is_recorded_once(office: Office, scene: Scene) -> None:
    for _ in range(3):
        scene.pay(gateway_id="bank-1")
    assert len(scene.file.notices) == 1
    assert sums(office)[0] == "200.000"


@pytest.mark.clause("COM-08")
@pytest.mark.parametrize("amount", ["100.000", "199.999"])
def test_less_than_the_fee_waits_for_the_rest_and_both_are_counted(
    office: Office, scene: Scene, amount: str
) -> None:
    scene.pay(amount)
    (notice,) = scene.file.notices
    assert (scene.state, notice.state) == ("awaiting_payment", "short")
    apply = {"notice_id": notice.notice_id, "resolution": "apply", "reason": "على دفعتين"}
    assert scene.refused("rana", "settle_notice", **apply).code == "not_enough"
    scene.pay(str(Decimal("200.000") - Decimal(amount)))
    assert {n.state for n in scene.file.notices} == {"short"}
    scene.do("rana", "settle_notice", **apply).work()
    assert scene.state == "approved"
    assert {(n.state, n.resolved_by) for n in scene.file.notices} == {("applied", "rana")}
    assert sums(office) == ("200.000", "200.000", "0.000", "0.000", "0.000")


@pytest.mark.clause("COM-08")
def test_less_than_the_fee_is_returned_when_the_window_is_over(office: Office, scene: Scene) -> None:
    scene.pay("150.000")
    office.at("2026-11-25T23:59:59")
    assert scene.work().state == "cancelled"
    (notice,) = scene.file.notices
    assert sums(office) == ("150.000", "0.000", "0.000", "0.000", "150.000")
    scene.do("rana", "settle_notice", notice_id=notice.notice_id, resolution="return", reason="لم يكتمل")
    assert (scene.refund.paid, scene.refund.kept, scene.refund.amount) == (
        Decimal("150.000"), Decimal("0.000"), Decimal("150.000"),
    )  # fmt: skip
    assert sums(office) == ("150.000", "0.000", "0.000", "150.000", "0.000")


@pytest.mark.clause("COM-08")
def test_more_than_the_fee_is_counted_and_the_rest_goes_back(office: Office, scene: Scene) -> None:
    scene.pay("250.000")
    (notice,) = scene.file.notices
    assert (scene.state, notice.state) == ("awaiting_payment", "over")
    # Who has paid enough in time is not cancelled for want of a hand.
    office.at("2026-11-26T09:00")
    assert scene.work().state == "awaiting_payment"
    scene.do("rana", "settle_notice", notice_id=notice.notice_id, resolution="apply", reason="زيادة").work()
    assert scene.state == "approved"
    assert scene.refund.amount == Decimal("50.000")
    assert sums(office) == ("250.000", "200.000", "0.000", "50.000", "0.000")


@pytest.mark.clause("COM-08")
def test_paid_twice_is_kept_apart(office: Office, scene: Scene) -> None:
    scene.pay(gateway_id="bank-1").pay(gateway_id="bank-2")
    assert [n.state for n in scene.file.notices] == ["settled", "over"]
    assert sums(office) == ("400.000", "200.000", "0.000", "0.000", "200.000")
    again = scene.file.notices[1].notice_id
    assert scene.refused("rana", "settle_notice", notice_id=again, resolution="apply", reason="س").code
    scene.do("rana", "settle_notice", notice_id=again, resolution="return", reason="دُفع مرتين")
    assert sums(office) == ("400.000", "200.000", "0.000", "200.000", "0.000")


@pytest.mark.clause("COM-08", "TRN-08")
def test_paid_too_late_is_kept_for_a_clerk(office: Office, scene: Scene) -> None:
    number = scene.request.number
    office.at("2026-11-26T10:00")
    assert scene.work().state == "cancelled"
    scene.pay(number=number)
    (notice,) = scene.file.notices
    assert (scene.state, notice.state, scene.request.state) == ("cancelled", "late", "cancelled")
    assert sums(office)[4] == "200.000"
    waiting = money_board(office.session("rana")).notices
    assert [n.reference for n in waiting] == [scene.reference]


@pytest.mark.clause("COM-08", "TRN-08")
def test_paid_after_the_window_before_the_worker_looked_is_late_too(office: Office, scene: Scene) -> None:
    office.at("2026-11-26T00:00:00")
    scene.pay()
    assert (scene.state, scene.file.notices[0].state) == ("cancelled", "late")


@pytest.mark.clause("COM-08")
def test_an_unknown_number_waits_for_whoever_can_place_it(office: Office, scene: Scene) -> None:
    scene.pay(number="770011")
    assert (scene.state, scene.file.notices) == ("awaiting_payment", ())
    (notice,) = money_board(office.session("rana")).notices
    assert (notice.number, notice.state, notice.case_id) == ("770011", "unknown", None)
    scene.do(
        "rana", "settle_notice", notice_id=notice.notice_id, resolution="apply", reason="رقم خاطئ"
    ).work()
    assert scene.state == "approved"
    assert money_board(office.session("rana")).notices == ()
    assert sums(office) == ("200.000", "200.000", "0.000", "0.000", "0.000")


@pytest.mark.clause("COM-08")
def test_what_nobody_can_read_is_kept_as_it_came(office: Office, scene: Scene, log_guard: LogGuard) -> None:
    log_guard.expect("a payment notice could not be read")
    folder = office.outside.folder / "payments" / "notices"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "from-bank.json").write_text('{"number": "1", "amount": "ten"', "utf-8")
    scene.work().pay()
    assert scene.state == "approved"
    (unreadable,) = money_board(office.session(WORKER)).unreadable
    assert '"ten"' in unreadable.raw
    # Nobody knows which department's money it is.
    assert money_board(office.session("rana")).unreadable == ()


@pytest.mark.clause("COM-13")
def test_a_payment_after_a_withdrawal_is_kept_for_a_clerk(office: Office, scene: Scene) -> None:
    number = scene.request.number
    scene.do(WORKER, "withdraw")
    scene.pay(number=number)
    assert (scene.state, scene.file.notices[0].state) == ("withdrawn", "late")
    assert sums(office)[4] == "200.000"
