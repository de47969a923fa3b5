"""Everything a provider can do wrong over HTTP, and what Diwan makes of it."""

from __future__ import annotations

import ipaddress
import logging
import ssl
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import keyring
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desktop.base.clock import FixedClock
from desktop.base.errors import DiwanError, Outage, Refusal
from desktop.base.secrets import SERVICE
from desktop.gateways.payments import HttpPayments
from desktop.gateways.portal import HttpPortal
from desktop.gateways.settings import (
    Endpoint,
    HttpPaymentsSettings,
    HttpPortalSettings,
    HttpSmsSettings,
)
from desktop.gateways.sms import HttpSms
from tests.gateways import provider as fake
from tests.gateways.provider import CREDENTIAL, Fault, Provider, serving

MOBILE = "+962791234567"
Call = Callable[[Endpoint, FixedClock], object]


def send(endpoint: Endpoint, clock: FixedClock) -> object:
    return HttpSms(HttpSmsSettings(endpoint), clock).send(to=MOBILE, text="مرحبا", idempotency_key="k")


def issue(endpoint: Endpoint, clock: FixedClock) -> object:
    gateway = HttpPayments(HttpPaymentsSettings(endpoint), clock)
    return gateway.issue(key="k", amount=Decimal("45"), reference="R", payer="محمد")


def cancel(endpoint: Endpoint, clock: FixedClock) -> object:
    HttpPayments(HttpPaymentsSettings(endpoint), clock).cancel(number="1")
    return None


def notices(endpoint: Endpoint, clock: FixedClock) -> object:
    return HttpPayments(HttpPaymentsSettings(endpoint), clock).notices(after=None)


def fetch(endpoint: Endpoint, clock: FixedClock) -> object:
    return HttpPortal(HttpPortalSettings(endpoint), clock).fetch()


def answer(endpoint: Endpoint, clock: FixedClock) -> object:
    HttpPortal(HttpPortalSettings(endpoint), clock).answer("1", {"reference": "R"})
    return None


READING = [send, issue, notices, fetch]
SAYING_ONLY = [cancel, answer]


def patient(provider: Provider) -> Endpoint:
    """The provider's endpoint with time-outs that no healthy answer exceeds."""
    return Endpoint(provider.address, read_timeout=10.0, max_response_bytes=200_000)


def hasty(provider: Provider) -> Endpoint:
    """The provider's endpoint with time-outs a test can wait for."""
    return replace(patient(provider), read_timeout=0.15, total_timeout=0.2)


def outage_of(call: Call, endpoint: Endpoint, clock: FixedClock) -> Outage:
    with pytest.raises(Outage) as raised:
        call(endpoint, clock)
    return raised.value


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (fake.stall, "did not answer in time"),
        (fake.stall_in_the_body, "did not answer in time"),
        (fake.hang_up, "connection broke"),
        (fake.hang_up_in_the_body, "connection broke"),
        (fake.not_http, "connection broke"),
        (fake.flood, "larger than the limit"),
        (fake.status(500), "HTTP 500"),
        (fake.status(503, b"<html>"), "HTTP 503"),
        (fake.status(429), "busy"),
        (fake.status(404), "does not take such requests"),
        (fake.status(413), "does not take such requests"),
        (fake.status(401), "credentials"),
        (fake.status(403), "credentials"),
        (fake.status(302, Location="/elsewhere"), "redirected"),
        (fake.status(307, Location="/elsewhere"), "redirected"),
        (fake.body(b"\x1f\x8b", Content_Encoding="gzip"), "compressed"),
    ],
)
def test_an_outage_says_what_happened_and_the_next_attempt_succeeds(
    provider: Provider, clock: FixedClock, fault: Fault, said: str
) -> None:
    waits = fault in (fake.stall, fake.stall_in_the_body)
    for call in [*READING, *SAYING_ONLY]:
        provider.asked.clear()
        provider.faults.append(fault)
        outage = outage_of(call, hasty(provider) if waits else patient(provider), clock)
        assert said in outage.text.en
        assert outage.text.ar
        give_up = time.monotonic() + 5
        while not provider.asked and time.monotonic() < give_up:
            time.sleep(0.01)  # the client was faster than a busy machine's server
        assert len(provider.asked) == 1, "a fault is followed by nothing: no redirect, no repeat of its own"
        if call in READING:
            call(patient(provider), clock)


NONSENSE = [
    b"",
    b"<html>OK</html>",
    b"null",
    b"[]x",
    b"3",
    b'"ok"',
    b"[[]",
    b"{}",
    b'{"id": null, "number": null, "notices": null, "items": null}',
    b'{"id": {}, "number": [], "notices": {}, "items": "x"}',
    b'{"id": true, "number": 1.5, "notices": 7, "items": 7}',
    b'{"id": "", "number": " ", "notices": "", "items": false}',
    rb'{"id": "a\nb", "number": "\u202e12", "notices": "", "items": false}',
    b'{"id": "' + b"9" * 500 + b'", "number": "' + b"9" * 500 + b'"}',
    "{'id': 'é'}".encode("latin-1"),
    b"[" * 100_000,
    b'{"notices": ' * 100 + b"1" + b"}" * 100,
]


@pytest.mark.parametrize("call", READING)
def test_nonsense_is_an_outage_that_names_it(provider: Provider, clock: FixedClock, call: Call) -> None:
    faults = [fake.end_early_without_a_length, *map(fake.body, NONSENSE)]
    provider.faults += faults
    outages = [outage_of(call, patient(provider), clock) for _ in faults]
    assert [each for each in outages if "answered nonsense" not in each.text.en] == []
    assert [each for each in outages if "بما لا يُفهم" not in each.text.ar] == []


@pytest.mark.parametrize("call", SAYING_ONLY)
def test_what_is_said_to_a_notification_is_not_read(
    provider: Provider, clock: FixedClock, call: Call
) -> None:
    provider.faults += [fake.body(b"<html>thanks</html>"), fake.status(204, b"")]
    call(patient(provider), clock)
    call(patient(provider), clock)


@pytest.mark.parametrize("call", READING)
def test_an_answer_that_comes_in_drops_ends_at_the_total_time(
    provider: Provider, clock: FixedClock, call: Call
) -> None:
    provider.faults.append(fake.drip)
    endpoint = replace(patient(provider), total_timeout=0.2)
    assert "did not finish" in outage_of(call, endpoint, clock).text.en


@pytest.mark.parametrize(
    ("call", "field"), [(send, "mobile"), (issue, "amount"), (cancel, "number"), (answer, "item_id")]
)
@pytest.mark.parametrize("code", [400, 409, 422])
def test_a_request_at_fault_is_refused_with_the_providers_reason(
    provider: Provider, clock: FixedClock, call: Call, field: str, code: int
) -> None:
    provider.faults.append(fake.status(code, '{"error": "رقم غير صالح\\u202e"}'.encode()))
    with pytest.raises(Refusal) as refused:
        call(patient(provider), clock)
    (problem,) = refused.value.problems
    assert problem.field == field
    assert problem.code == "gateway.refused"
    assert "رقم غير صالح" in problem.text.en
    assert "رقم غير صالح" in problem.text.ar
    assert "\u202e" not in problem.text.en
    assert refused.value.details == {"status": code}


def test_which_statuses_refuse_is_a_setting(provider: Provider, clock: FixedClock) -> None:
    provider.faults += [fake.status(404, b"no such number"), fake.status(422)]
    endpoint = replace(patient(provider), refused_statuses=(404,))
    with pytest.raises(Refusal, match="no such number"):
        cancel(endpoint, clock)
    assert "HTTP 422" in outage_of(cancel, endpoint, clock).text.en


def test_nobody_there_is_an_outage(provider: Provider, clock: FixedClock) -> None:
    endpoint = patient(provider)
    with serving(Provider(provider.folder / "gone", clock)) as gone:
        endpoint = replace(endpoint, address=gone.address)
    assert "could not be reached" in outage_of(send, endpoint, clock).text.en


@pytest.mark.clause("COM-03", "COM-04")
def test_a_message_whose_answer_was_lost_is_not_sent_twice(provider: Provider, clock: FixedClock) -> None:
    provider.faults.append(fake.hang_up_after_doing_it)
    outage_of(send, patient(provider), clock)
    first_accepted = clock.now()
    clock.advance(timedelta(hours=5))
    receipt = HttpSms(HttpSmsSettings(patient(provider)), clock).send(
        to=MOBILE, text="مرحبا", idempotency_key="k"
    )
    assert len(provider.messages()) == 1
    assert receipt.accepted_at == first_accepted
    assert [asked.headers["idempotency-key"] for asked in provider.asked] == ["k", "k"]


@pytest.mark.clause("COM-08")
def test_a_number_whose_answer_was_lost_is_the_same_again(provider: Provider, clock: FixedClock) -> None:
    provider.faults.append(fake.hang_up_after_doing_it)
    outage_of(issue, patient(provider), clock)
    number = issue(patient(provider), clock)
    requests = list((provider.folder / "payments" / "requests").glob("*.json"))
    assert [path.stem for path in requests] == [number]


def test_the_credential_is_sent_and_shows_nowhere(
    provider: Provider, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    provider.credential = CREDENTIAL
    keyring.set_password(SERVICE, "payments", f"{CREDENTIAL}\n")
    endpoint = replace(patient(provider), credential="payments")
    assert issue(endpoint, clock)
    assert provider.asked[-1].headers["authorization"] == f"Bearer {CREDENTIAL}"

    told = [caplog.text, repr(endpoint), repr(HttpPaymentsSettings(endpoint))]
    for fault in [
        fake.status(401),
        fake.status(400, f'{{"error": "bad token {CREDENTIAL}"}}'.encode()),
        fake.body(CREDENTIAL.encode()),
        fake.hang_up,
    ]:
        provider.faults.append(fault)
        with pytest.raises(DiwanError) as raised:
            issue(endpoint, clock)
        told += [raised.value.text.ar, *traceback.format_exception(raised.value)]
    told.append(caplog.text)
    assert CREDENTIAL not in "\n".join(told)


@pytest.mark.parametrize("secret", ["clé-secrète", "two\nlines", "tab\there"])
def test_a_credential_no_header_can_hold_is_not_quoted(
    provider: Provider, clock: FixedClock, secret: str
) -> None:
    keyring.set_password(SERVICE, "sms", secret)
    outage = outage_of(send, replace(patient(provider), credential="sms"), clock)
    shown = "".join(traceback.format_exception(outage))
    assert "credentials" in outage.text.en
    assert secret not in shown
    assert repr(secret)[1:-1] not in shown
    assert provider.asked == []


def test_a_proxy_is_asked_for_a_tunnel_and_sees_no_credential(
    provider: Provider, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("https_proxy", "all_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", provider.address)
    keyring.set_password(SERVICE, "sms", CREDENTIAL)
    endpoint = replace(patient(provider), address="https://gateway.example", credential="sms")
    assert "could not be reached" in outage_of(send, endpoint, clock).text.en
    (asked,) = provider.asked
    assert (asked.method, asked.path) == ("CONNECT", "gateway.example:443")
    assert CREDENTIAL not in str(asked.headers)


def test_this_computer_is_not_behind_a_proxy(
    provider: Provider, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    send(patient(provider), clock)
    assert len(provider.messages()) == 1


def test_a_client_that_would_follow_redirects_does_not(provider: Provider, clock: FixedClock) -> None:
    provider.faults.append(fake.status(307, Location="/messages"))
    settings = HttpSmsSettings(patient(provider))
    gateway = HttpSms(settings, clock, lambda: httpx.Client(follow_redirects=True, trust_env=False))
    with pytest.raises(Outage, match="redirected"):
        gateway.send(to=MOBILE, text="مرحبا", idempotency_key="k")
    assert provider.messages() == []


def test_a_credential_that_is_not_kept_is_named(provider: Provider, clock: FixedClock) -> None:
    outage = outage_of(send, replace(patient(provider), credential="sms-gateway"), clock)
    assert "sms-gateway" in outage.text.en
    assert "sms-gateway" in outage.text.ar
    assert provider.asked == []


def test_a_key_that_no_header_can_hold_is_sent_as_its_digest(provider: Provider, clock: FixedClock) -> None:
    gateway = HttpSms(HttpSmsSettings(patient(provider)), clock)
    receipts = {gateway.send(to=MOBILE, text="مرحبا", idempotency_key="رسالة/1").gateway_id for _ in range(2)}
    assert len(receipts) == 1
    assert len(provider.asked[0].headers["idempotency-key"]) == 64
    assert provider.asked[0].body["idempotency_key"] == "رسالة/1"


@pytest.mark.clause("COM-04")
@pytest.mark.parametrize(
    "accepted_at", ['"2026-11-22T09:00:00"', '"yesterday"', "1795334400", '"0001-01-01T00:00:00+14:00"']
)
def test_a_moment_of_acceptance_that_is_no_moment_is_nonsense(
    provider: Provider, clock: FixedClock, accepted_at: str
) -> None:
    provider.faults.append(fake.body(f'{{"id": 7, "accepted_at": {accepted_at}}}'.encode()))
    assert "accepted_at" in outage_of(send, patient(provider), clock).text.en


@pytest.mark.clause("COM-04")
def test_without_a_moment_of_its_own_a_message_is_accepted_now(provider: Provider, clock: FixedClock) -> None:
    provider.faults.append(fake.body(b'\xef\xbb\xbf{"id": 7}'))
    gateway = HttpSms(HttpSmsSettings(patient(provider)), clock)
    receipt = gateway.send(to=MOBILE, text="مرحبا", idempotency_key="k")
    assert (receipt.gateway_id, receipt.accepted_at) == ("7", clock.now())


@pytest.mark.clause("COM-08")
def test_a_page_with_bad_notices_gives_the_good_ones_and_reports_the_rest(
    provider: Provider, clock: FixedClock
) -> None:
    at = '"paid_at": "2026-11-22T12:00:00+03:00"'
    good = [
        f'{{"gateway_id": "1", "number": "n", "amount": "45.500", {at}}}',
        f'{{"gateway_id": 2, "number": 12, "amount": 0.1, {at}}}',
        f'{{"gateway_id": "3", "number": "n", "amount": "٤٥٫٥", {at}}}',
        f'{{"gateway_id": "4", "number": "n", "amount": 45.5000, {at}}}',
    ]
    bad = [
        "3",
        "null",
        "[]",
        "{}",
        f'{{"gateway_id": "5", "number": "n", "amount": "45.5001", {at}}}',
        f'{{"gateway_id": "5", "number": "n", "amount": 0, {at}}}',
        f'{{"gateway_id": "5", "number": "n", "amount": -45, {at}}}',
        f'{{"gateway_id": "5", "number": "n", "amount": NaN, {at}}}',
        f'{{"gateway_id": "5", "number": "n", "amount": 1E+999999, {at}}}',
        f'{{"gateway_id": "5", "number": "n", "amount": {"9" * 6000}, {at}}}',
        f'{{"gateway_id": "5", "number": "n", "amount": true, {at}}}',
        f'{{"gateway_id": "5", "number": "n", "amount": "1,000", {at}}}',
        f'{{"gateway_id": "5", "number": "\\ud800", "amount": 1, {at}}}',
        '{"gateway_id": "5", "number": "n", "amount": 1, "paid_at": "2026-11-22T12:00:00"}',
        '{"gateway_id": "5", "number": "n", "amount": 1, "paid_at": null}',
    ]
    mixed = ", ".join(bad[:8] + good + bad[8:])
    provider.faults.append(fake.body(f'{{"notices": [{mixed}], "cursor": 17}}'.encode()))
    page = HttpPayments(HttpPaymentsSettings(patient(provider)), clock).notices(after="16")
    assert [str(each.amount) for each in page.notices] == ["45.500", "0.100", "45.500", "45.500"]
    assert page.notices[1].number == "12"
    assert page.notices[0].paid_at == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert [each.raw for each in page.rejected] == bad
    assert len({each.digest for each in page.rejected}) == len(bad)
    assert page.cursor == "17"
    for each in page.rejected:
        assert each.raw.encode("utf-8")
        assert each.reason.ar


def test_without_a_cursor_the_readers_own_stays(provider: Provider, clock: FixedClock) -> None:
    provider.faults += [fake.body(b'{"notices": []}'), fake.body(b'{"notices": [], "cursor": {}}')]
    gateway = HttpPayments(HttpPaymentsSettings(patient(provider)), clock)
    assert gateway.notices(after="16").cursor == "16"
    with pytest.raises(Outage, match="cursor"):
        gateway.notices(after="16")


@pytest.mark.clause("COM-01")
def test_items_that_cannot_be_read_are_items_too(provider: Provider, clock: FixedClock) -> None:
    items = [
        '{"id": "1", "kind": "correct", "body": "{\\u0000", "received_at": "2026-11-22T08:00:00+03:00"}',
        '{"id": "2", "kind": "dance", "body": {"fee": 45.500, "n": 3}, "received_at": "today"}',
        '{"kind": "submit"}',
        "7",
    ]
    provider.faults += [fake.body(f'{{"items": [{", ".join(items)}]}}'.encode())] * 2
    gateway = HttpPortal(HttpPortalSettings(patient(provider)), clock)
    first, second, third, fourth = gateway.fetch()
    assert (first.kind, first.body) == ("correct", "{\\x00")
    assert first.received_at == datetime(2026, 11, 22, 5, tzinfo=UTC)
    assert (second.kind, second.body) == ("submit", '{"fee": 45.500, "n": 3}')
    assert second.received_at == clock.now()
    assert (third.body, fourth.body) == (items[2], items[3])
    assert third.item_id != fourth.item_id
    assert gateway.fetch() == (first, second, third, fourth), "their ids stay"


def test_a_provider_is_trusted_by_its_certificate_only(tmp_path: Path, clock: FixedClock) -> None:
    certificate, server = _certificate(tmp_path)
    with serving(Provider(tmp_path / "tls", clock), server) as running:
        endpoint = patient(running)
        assert "could not be reached" in outage_of(send, endpoint, clock).text.en
        assert running.asked == []
        send(replace(endpoint, ca_file=certificate), clock)
        assert len(running.messages()) == 1
        certificate.write_text("no certificate")
        assert (
            "no readable certificates"
            in outage_of(send, replace(endpoint, ca_file=certificate), clock).text.en
        )


def _certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that only those who are given it trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context
