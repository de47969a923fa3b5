"""The settings of the HTTP gateways: what they reach, and what is said where they are wrong."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.base.clock import FixedClock
from desktop.base.errors import Bug, Refusal
from desktop.gateways import reading
from desktop.gateways.choose import payment_gateway, portal_inbox, sms_gateway
from desktop.gateways.payments import EmbeddedPayments, HttpPayments
from desktop.gateways.portal import EmbeddedPortal, HttpPortal
from desktop.gateways.settings import GatewaySettings, load_gateways
from desktop.gateways.sms import EmbeddedSms, HttpSms
from tests.gateways import provider as fake
from tests.gateways.provider import Provider

ADDRESS = "https://sms.example/api"
PROVIDER = """
[sms]
address = "{address}/"
credential_header = "X-Api-Key"
credential_prefix = ""
idempotency_header = ""
path = "/v2/send"
number_form = "digits"
read_timeout = 2
[sms.fields]
to = "message.msisdn"
text = "message.body"
key = "message.client.ref"
id = "data.messageId"
accepted_at = ""
[sms.constants]
"message.from" = "GAM"

[payments]
address = "{address}"
issue_path = "/bills"
cancel_path = "/bills/void"
notices_path = "/payments"
amount_unit = "fils"
refused_statuses = [404]
[payments.fields]
number = "billNo"
amount = "dueAmount"
payer = ""
notices = ""
cursor = ""
after = "since"
limit = "max"
[payments.notice_fields]
gateway_id = "bank.trace"
number = "billNo"
amount = "paidAmount"
paid_at = "bank.at"

[portal]
address = "{address}"
[portal.fields]
items = ""
body = ""
id = "meta.id"
kind = "meta.type"
result = "outcome"
"""


def test_a_municipality_fits_in_its_provider_without_code(provider: Provider, clock: FixedClock) -> None:
    settings = load_gateways(tomllib.loads(PROVIDER.replace("{address}", provider.address)))
    assert settings.sms
    assert settings.payments
    assert settings.portal

    provider.faults.append(fake.body(b'{"data": {"messageId": 815}}'))
    sms = HttpSms(settings.sms, clock)
    receipt = sms.send(to="+962791234567", text="مرحبا", idempotency_key="k")
    assert (receipt.gateway_id, receipt.accepted_at) == ("815", clock.now())
    asked = provider.asked[-1]
    assert asked.path == "/v2/send"
    assert asked.body == {
        "message": {"msisdn": "962791234567", "body": "مرحبا", "client": {"ref": "k"}, "from": "GAM"}
    }
    assert "idempotency-key" not in asked.headers

    provider.faults.append(fake.body(b'{"billNo": "B-1"}'))
    payments = HttpPayments(settings.payments, clock)
    assert payments.issue(key="k", amount=Decimal("45.5"), reference="R", payer="P") == "B-1"
    assert provider.asked[-1].body == {"key": "k", "dueAmount": 45500, "reference": "R"}
    page = b"""[{"bank": {"trace": 1, "at": "2026-11-22T09:00:00Z"}, "billNo": "B-1", "paidAmount": 45500},
               {"bank": {"trace": 2}, "billNo": "B-1", "paidAmount": 0.5}]"""
    provider.faults.append(fake.body(page))
    read = payments.notices(after="0", limit=7)
    assert provider.asked[-1].query == {"since": "0", "max": "7"}
    assert [notice.amount for notice in read.notices] == [Decimal("45.500")]
    assert len(read.rejected) == 1
    assert read.cursor == "2", "the last notice's id, also of one that cannot be read"
    provider.faults.append(fake.status(404))
    with pytest.raises(Refusal):
        payments.cancel(number="B-1")
    assert provider.asked[-1].path == "/bills/void"

    provider.faults += [fake.body(b'[{"meta": {"id": "x", "type": "correct"}, "n": 1}]'), fake.body(b"")]
    portal = HttpPortal(settings.portal, clock)
    (item,) = portal.fetch()
    assert (item.item_id, item.kind) == ("x", "correct")
    assert item.body == '{"meta": {"id": "x", "type": "correct"}, "n": 1}'
    portal.answer("x", {"reference": "R"})
    assert provider.asked[-1].body == {"meta": {"id": "x"}, "outcome": {"reference": "R"}}


@pytest.mark.parametrize(
    ("form", "written"),
    [("e164", "+962791234567"), ("digits", "962791234567"), ("national", "0791234567")],
)
def test_a_number_is_written_as_the_provider_reads_it(
    provider: Provider, clock: FixedClock, form: str, written: str
) -> None:
    settings = load_gateways({"sms": {"address": provider.address, "number_form": form}}).sms
    assert settings
    provider.faults.append(fake.body(b'{"id": 1}'))
    HttpSms(settings, clock).send(to="+962791234567", text="مرحبا", idempotency_key="k")
    assert provider.asked[-1].body["to"] == written


def test_nothing_set_is_nothing_over_http(tmp_path: Path, clock: FixedClock) -> None:
    settings = load_gateways({})
    assert settings == GatewaySettings()
    assert isinstance(sms_gateway(settings.sms, tmp_path, clock), EmbeddedSms)
    assert isinstance(payment_gateway(settings.payments, tmp_path, clock), EmbeddedPayments)
    assert isinstance(portal_inbox(settings.portal, tmp_path, clock), EmbeddedPortal)
    sms_gateway(None, tmp_path, clock).send(to="+962791234567", text="مرحبا", idempotency_key="k")
    payment_gateway(None, tmp_path, clock).notices(after=None)
    portal_inbox(None, tmp_path, clock).fetch()
    assert {path.name for path in (tmp_path / "gateways").iterdir()} == {"sms", "payments", "portal"}


def test_what_is_set_goes_over_http(tmp_path: Path, clock: FixedClock) -> None:
    table = {"address": ADDRESS}
    settings = load_gateways({"sms": table, "payments": table, "portal": table})
    assert isinstance(sms_gateway(settings.sms, tmp_path, clock), HttpSms)
    assert isinstance(payment_gateway(settings.payments, tmp_path, clock), HttpPayments)
    assert isinstance(portal_inbox(settings.portal, tmp_path, clock), HttpPortal)
    assert settings.portal
    assert settings.sms
    assert settings.portal.endpoint.max_response_bytes > settings.sms.endpoint.max_response_bytes


@pytest.mark.parametrize(
    "address",
    [
        "https://gateway.example",
        "https://gateway.example:8443/api/v1",
        "http://127.0.0.1:8080",
        "http://127.9.9.9",
        "http://[::1]:8080",
        "http://localhost/x",
    ],
)
def test_an_address_is_encrypted_or_on_this_computer(address: str) -> None:
    settings = load_gateways({"sms": {"address": address}})
    assert settings.sms
    assert settings.sms.endpoint.address == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "gateway.example",
        "http://gateway.example",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://10.0.0.1",
        "ftp://gateway.example",
        "https://",
        "https://user:password@gateway.example",
        "https://@gateway.example",
        "https://gateway.example?key=1",
        "https://gateway.example/#x",
        "https://gateway.example/a b",
        "https://gateway.example:99999",
        "https://[::1",
        7,
        None,
    ],
)
def test_another_address_is_refused_by_name(address: object) -> None:
    assert _wrong({"sms": {"address": address}}) == ["sms.address"]


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ({}, "sms.address"),
        ([], "sms"),
        ("x", "sms"),
        ({"adress": 1}, "sms.adress"),
        ({"path": "send"}, "sms.path"),
        ({"path": "/send?x=1"}, "sms.path"),
        ({"path": 1}, "sms.path"),
        ({"credential": "a\nb"}, "sms.credential"),
        ({"credential": 1}, "sms.credential"),
        ({"credential_header": ""}, "sms.credential_header"),
        ({"credential_header": "A: b"}, "sms.credential_header"),
        ({"idempotency_header": "a\r\nb"}, "sms.idempotency_header"),
        ({"connect_timeout": 0}, "sms.connect_timeout"),
        ({"read_timeout": "5"}, "sms.read_timeout"),
        ({"read_timeout": True}, "sms.read_timeout"),
        ({"total_timeout": float("nan")}, "sms.total_timeout"),
        ({"total_timeout": 1e9}, "sms.total_timeout"),
        ({"max_response_bytes": 1.5}, "sms.max_response_bytes"),
        ({"max_response_bytes": 2**40}, "sms.max_response_bytes"),
        ({"refused_statuses": [401]}, "sms.refused_statuses"),
        ({"refused_statuses": [200]}, "sms.refused_statuses"),
        ({"refused_statuses": ""}, "sms.refused_statuses"),
        ({"number_form": "roman"}, "sms.number_form"),
        ({"ca_file": "/nowhere/at/all.pem"}, "sms.ca_file"),
        ({"fields": 1}, "sms.fields"),
        ({"fields": {"to": ""}}, "sms.fields.to"),
        ({"fields": {"to": "a..b"}}, "sms.fields.to"),
        ({"fields": {"too": "x"}}, "sms.fields.too"),
        ({"fields": {"to": "text"}}, "sms.fields"),
        ({"fields": {"to": "text.to"}}, "sms.fields"),
        ({"constants": {"text": "x"}}, "sms.fields"),
        ({"constants": {"from": 1}}, "sms.constants.from"),
        ({"constants": {"": "x"}}, "sms.constants."),
    ],
)
def test_a_wrong_setting_is_named_in_both_languages(table: Any, wrong: str) -> None:
    if isinstance(table, dict) and table:
        table = {"address": ADDRESS, **table}
    assert wrong.rstrip(".") in _wrong({"sms": table})


def test_everything_wrong_is_said_at_once() -> None:
    data = {
        "sms": {"address": "http://x.example", "path": 1},
        "payments": {"address": ADDRESS, "amount_unit": "euro", "notice_fields": {"amount": ""}},
        "portal": {"fields": {"id": "a", "result": "a.b"}},
        "fax": {},
    }
    assert sorted(_wrong(data)) == [
        "fax",
        "payments.amount_unit",
        "payments.notice_fields.amount",
        "portal.address",
        "portal.fields",
        "sms.address",
        "sms.path",
    ]


def _wrong(data: dict[str, object]) -> list[str]:
    """The settings that ``data`` is refused for, each named in both sentences."""
    with pytest.raises(Refusal) as refused:
        load_gateways(data)
    for problem in refused.value.problems:
        assert problem.field in problem.text.en
        assert problem.field in problem.text.ar
    return [problem.field for problem in refused.value.problems]


def test_settings_made_in_code_cannot_overwrite_a_field() -> None:
    body: dict[str, object] = {}
    reading.place(body, "a", 1)
    with pytest.raises(Bug):
        reading.place(body, "a.b", 2)
