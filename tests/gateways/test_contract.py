"""What every adapter of a gateway promises, run over the embedded one and the one over HTTP."""

from __future__ import annotations

from datetime import UTC, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.base.clock import FixedClock
from desktop.base.errors import Bug, Outage, Refusal
from desktop.gateways.payments import EmbeddedPayments, HttpPayments, PaymentGateway
from desktop.gateways.portal import EmbeddedPortal, HttpPortal, PortalInbox
from desktop.gateways.settings import (
    Endpoint,
    HttpPaymentsSettings,
    HttpPortalSettings,
    HttpSmsSettings,
)
from desktop.gateways.sms import EmbeddedSms, HttpSms, SmsGateway
from tests.gateways.provider import Provider

MOBILE = "+962791234567"
TEXT = "تم قبول طلبكم مبدئياً، رقم الطلب TRN-2026-000123-7"


class _Gateways:
    """The adapters of one kind, and the embedded ones behind them to look into and to play the world."""

    def __init__(self, provider: Provider, clock: FixedClock, kind: str) -> None:
        self.provider = provider
        self.bank: EmbeddedPayments = provider.payments
        self.sms: SmsGateway = provider.sms
        self.payments: PaymentGateway = provider.payments
        self.portal: PortalInbox = provider.portal
        if kind == "http":
            endpoint = Endpoint(provider.address)
            self.sms = HttpSms(HttpSmsSettings(endpoint), clock)
            self.payments = HttpPayments(HttpPaymentsSettings(endpoint), clock)
            self.portal = HttpPortal(HttpPortalSettings(endpoint), clock)

    def drop_notice(self, name: str, content: str) -> None:
        folder = self.provider.folder / "payments" / "notices"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")

    def drop_item(self, name: str, content: str) -> Path:
        folder = self.provider.folder / "portal" / "inbox"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
        return folder / name


@pytest.fixture(params=["embedded", "http"])
def gateways(request: pytest.FixtureRequest, provider: Provider, clock: FixedClock) -> _Gateways:
    return _Gateways(provider, clock, request.param)


@pytest.mark.clause("COM-03", "COM-04")
def test_a_message_is_accepted_at_an_aware_moment_and_arrives_as_written(
    gateways: _Gateways, clock: FixedClock
) -> None:
    receipt = gateways.sms.send(to=MOBILE, text=TEXT, idempotency_key="TRN-2026-000123-7/1")
    assert receipt.accepted_at == clock.now()
    assert receipt.accepted_at.tzinfo is UTC
    assert receipt.gateway_id
    (message,) = gateways.provider.messages()
    assert MOBILE in message
    assert TEXT in message


@pytest.mark.clause("COM-03", "COM-04")
def test_the_same_key_sends_once_and_gives_the_first_receipt(gateways: _Gateways, clock: FixedClock) -> None:
    first = gateways.sms.send(to=MOBILE, text=TEXT, idempotency_key="k1")
    clock.advance(timedelta(hours=3))
    assert gateways.sms.send(to=MOBILE, text=TEXT, idempotency_key="k1") == first
    other = gateways.sms.send(to=MOBILE, text=TEXT, idempotency_key="k2")
    assert other.gateway_id != first.gateway_id
    assert other.accepted_at - first.accepted_at == timedelta(hours=3)
    assert len(gateways.provider.messages()) == 2


@pytest.mark.clause("COM-12")
@pytest.mark.parametrize("to", ["", "0791234567", "+96279123456x", "+٩٦٢٧٩١٢٣٤٥٦٧", "+962791234567\n"])
def test_a_number_no_message_can_reach_is_refused(gateways: _Gateways, to: str) -> None:
    with pytest.raises(Refusal) as refused:
        gateways.sms.send(to=to, text=TEXT, idempotency_key="k")
    assert refused.value.problems[0].field == "mobile"
    assert gateways.provider.messages() == []


def test_an_empty_message_is_refused(gateways: _Gateways) -> None:
    with pytest.raises(Refusal) as refused:
        gateways.sms.send(to=MOBILE, text=" \n", idempotency_key="k")
    assert refused.value.problems[0].field == "text"


@pytest.mark.parametrize("key", ["", " k", "a\nb"])
def test_a_key_that_identifies_nothing_is_a_bug(gateways: _Gateways, key: str) -> None:
    with pytest.raises(Bug):
        gateways.sms.send(to=MOBILE, text=TEXT, idempotency_key=key)
    with pytest.raises(Bug):
        gateways.payments.issue(key=key, amount=Decimal("45"), reference="R", payer="P")


@pytest.mark.clause("COM-08")
def test_a_number_is_issued_once_for_each_key(gateways: _Gateways) -> None:
    def issue(key: str) -> str:
        return gateways.payments.issue(
            key=key, amount=Decimal("45.500"), reference="TRN-2026-000123-7", payer="محمد أحمد"
        )

    first = issue("a")
    assert issue("a") == first
    assert issue("b") != first


@pytest.mark.clause("COM-08")
def test_a_key_does_not_stand_for_two_amounts(gateways: _Gateways) -> None:
    gateways.payments.issue(key="a", amount=Decimal("45.500"), reference="R", payer="P")
    with pytest.raises(Refusal) as refused:
        gateways.payments.issue(key="a", amount=Decimal("45.501"), reference="R", payer="P")
    assert refused.value.problems[0].field == "amount"


@pytest.mark.clause("COM-08")
@pytest.mark.parametrize("amount", ["0", "-1", "0.0005", "NaN", "Infinity", "1E+9", "1E+999999"])
def test_an_amount_that_is_none_is_refused(gateways: _Gateways, amount: str) -> None:
    with pytest.raises(Refusal) as refused:
        gateways.payments.issue(key="a", amount=Decimal(amount), reference="R", payer="P")
    assert refused.value.problems[0].field == "amount"


def test_a_number_can_be_cancelled_again_and_an_unknown_one_is_refused(gateways: _Gateways) -> None:
    number = gateways.payments.issue(key="a", amount=Decimal("45"), reference="R", payer="P")
    gateways.payments.cancel(number=number)
    gateways.payments.cancel(number=number)
    with pytest.raises(Refusal) as refused:
        gateways.payments.cancel(number="../../etc")
    assert refused.value.problems[0].field == "number"


@pytest.mark.clause("COM-08")
def test_notices_come_in_order_and_the_cursor_goes_on(gateways: _Gateways) -> None:
    gateway = gateways.payments
    assert gateway.notices(after=None).notices == ()
    sent = [gateways.bank.pay(f"{n}", Decimal(n + 1)) for n in range(5)]
    first = gateway.notices(after=None, limit=2)
    second = gateway.notices(after=first.cursor, limit=2)
    third = gateway.notices(after=second.cursor, limit=2)
    assert [*first.notices, *second.notices, *third.notices] == sent
    rest = gateway.notices(after=third.cursor, limit=2)
    assert (rest.notices, rest.rejected, rest.cursor) == ((), (), third.cursor)
    late = gateways.bank.pay("9", Decimal("1"))
    assert gateway.notices(after=rest.cursor).notices == (late,)


@pytest.mark.clause("COM-08")
def test_unknown_numbers_wrong_amounts_and_repeats_are_reported(gateways: _Gateways) -> None:
    number = gateways.payments.issue(key="a", amount=Decimal("45"), reference="R", payer="P")
    sent = (
        gateways.bank.pay(number, Decimal("44.999"), gateway_id="bank-7"),
        gateways.bank.pay(number, Decimal("44.999"), gateway_id="bank-7"),
        gateways.bank.pay("nobody's", Decimal("0.001")),
    )
    assert gateways.payments.notices(after=None).notices == sent


@pytest.mark.clause("COM-08")
def test_a_notice_that_cannot_be_read_is_reported_with_its_text(gateways: _Gateways) -> None:
    gateways.bank.pay("1", Decimal("1"))
    gateways.drop_notice("by-hand.json", '{"gateway_id": "b", "number": "1", "amount": "45,5", "paid_at": 3}')
    page = gateways.payments.notices(after=None)
    assert len(page.notices) == 1
    (rejected,) = page.rejected
    assert '"45,5"' in rejected.raw
    assert "amount" in rejected.reason.en
    assert "amount" in rejected.reason.ar
    assert gateways.payments.notices(after=page.cursor).rejected == ()


@pytest.mark.clause("COM-01")
def test_an_item_comes_with_its_text_untouched_until_it_is_answered(
    gateways: _Gateways, clock: FixedClock
) -> None:
    raw = '{"applicant" : {"name":"أحمد"},\n "fee": 45.500, "fee": 1}  '
    gateways.drop_item("17.json", raw)
    (item,) = gateways.portal.fetch()
    assert item.body == raw
    assert item.kind == "submit"
    assert item.received_at == clock.now()
    assert gateways.portal.fetch() == (item,)
    gateways.portal.answer(item.item_id, {"reference": "TRN-2026-000123-7"})
    assert gateways.portal.fetch() == ()
    gateways.portal.answer(item.item_id, {"reference": "another"})
    answers = list((gateways.provider.folder / "portal" / "answered").glob("*.answer.json"))
    assert [path.name for path in answers] == ["17.answer.json"]
    assert "TRN-2026-000123-7" in answers[0].read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("correct-9.json", '{"kind": "withdraw"}', "correct"),
        ("9.json", '{"kind": "withdraw"}', "withdraw"),
        ("9.json", '{"kind": "dance"}', "submit"),
        ("postponed.json", "{}", "submit"),
        ("Postpone_1.json", "not json", "postpone"),
        ("9.json", "[" * 5000, "submit"),
    ],
)
def test_the_kind_is_in_the_name_or_in_the_text(
    gateways: _Gateways, name: str, content: str, kind: str
) -> None:
    gateways.drop_item(name, content)
    (item,) = gateways.portal.fetch()
    assert (item.kind, item.body) == (kind, content)


def test_no_more_items_come_than_were_asked_for(gateways: _Gateways) -> None:
    for number in range(5):
        gateways.drop_item(f"{number}.json", f'{{"n": {number}}}')
    assert len(gateways.portal.fetch(limit=3)) == 3
    for item in gateways.portal.fetch(limit=3):
        gateways.portal.answer(item.item_id, {})
    assert len(gateways.portal.fetch(limit=3)) == 2


@pytest.mark.parametrize("item_id", ["", "x", "../x~1", "a/b~1", ".~1", "17~000000000000"])
def test_an_item_that_is_not_there_cannot_be_answered(gateways: _Gateways, item_id: str) -> None:
    with pytest.raises(Refusal) as refused:
        gateways.portal.answer(item_id, {})
    assert refused.value.problems[0].field == "item_id"


def test_a_folder_that_cannot_be_used_is_an_outage(tmp_path: Path, clock: FixedClock) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(Outage):
        EmbeddedSms(in_the_way, clock).send(to=MOBILE, text=TEXT, idempotency_key="k")
    with pytest.raises(Outage):
        EmbeddedPayments(in_the_way, clock).issue(key="k", amount=Decimal("1"), reference="R", payer="P")
    with pytest.raises(Outage):
        EmbeddedPayments(in_the_way, clock).notices(after=None)
    with pytest.raises(Outage):
        EmbeddedPortal(in_the_way, clock).fetch()
