"""What people see in the folders of the embedded gateways, and what they may do there."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from stdnum import damm

from desktop.base.clock import AMMAN, FixedClock, SystemClock
from desktop.base.errors import Outage, Refusal
from desktop.gateways.payments import EmbeddedPayments
from desktop.gateways.portal import EmbeddedPortal
from desktop.gateways.sms import EmbeddedSms

MOBILE = "+962791234567"
AT = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.clause("COM-03")
def test_a_message_is_one_file_a_person_can_read(tmp_path: Path, clock: FixedClock) -> None:
    gateway = EmbeddedSms(tmp_path, clock)
    receipt = gateway.send(to=MOBILE, text="سطر أول\nسطر ثان\n\nTRN-2026-000123-7", idempotency_key="a/b:1")
    (path,) = tmp_path.glob("*.txt")
    assert path.name.startswith("2026-11-22T09-00-00-a_b_1-")
    assert path.read_text("utf-8") == (
        f"To: {MOBILE}\n"
        "Accepted: 2026-11-22T09:00:00+03:00\n"
        f"Gateway id: {receipt.gateway_id}\n"
        "Key: a/b:1\n"
        "\nسطر أول\nسطر ثان\n\nTRN-2026-000123-7\n"
    )


def test_keys_that_look_alike_as_file_names_are_two_messages(tmp_path: Path, clock: FixedClock) -> None:
    gateway = EmbeddedSms(tmp_path, clock)
    for key in ("a/b", "a:b", "A:b", "ل", "م", "x" * 300, "x" * 301):
        gateway.send(to=MOBILE, text=key, idempotency_key=key)
    assert len(list(tmp_path.glob("*.txt"))) == 7


def test_a_record_changed_until_it_cannot_be_read_is_named(tmp_path: Path, clock: FixedClock) -> None:
    gateway = EmbeddedSms(tmp_path, clock)
    gateway.send(to=MOBILE, text="مرحبا", idempotency_key="k")
    (path,) = tmp_path.glob("*.txt")
    path.write_text("scribbled over")
    with pytest.raises(Outage, match="damaged"):
        gateway.send(to=MOBILE, text="مرحبا", idempotency_key="k")


@pytest.mark.clause("COM-08")
def test_a_request_is_one_file_a_person_can_read(tmp_path: Path, clock: FixedClock) -> None:
    gateway = EmbeddedPayments(tmp_path, clock)
    number = gateway.issue(key="k", amount=Decimal("45.5"), reference="TRN-2026-000123-7", payer="محمد")
    path = tmp_path / "requests" / f"{number}.json"
    request = {
        "number": number,
        "state": "open",
        "amount": "45.500",
        "reference": "TRN-2026-000123-7",
        "payer": "محمد",
        "key": "k",
        "issued_at": "2026-11-22T09:00:00+03:00",
    }
    assert json.loads(path.read_text("utf-8")) == request
    assert "محمد" in path.read_text("utf-8")
    clock.advance(timedelta(hours=1))
    gateway.cancel(number=number)
    closed = {**request, "state": "cancelled", "cancelled_at": "2026-11-22T10:00:00+03:00"}
    assert json.loads(path.read_text("utf-8")) == closed
    clock.advance(timedelta(hours=1))
    gateway.cancel(number=number)
    assert json.loads(path.read_text("utf-8")) == closed
    assert gateway.issue(key="k", amount=Decimal("45.5"), reference="R", payer="P") == number


@pytest.mark.clause("COM-08")
def test_a_number_read_out_wrongly_is_no_number(tmp_path: Path, clock: FixedClock) -> None:
    gateway = EmbeddedPayments(tmp_path, clock)
    for key in "abcde":
        number = gateway.issue(key=key, amount=Decimal("1"), reference="R", payer="P")
        assert len(number) == 12
        assert number[0] != "0"
        assert damm.is_valid(number)
        for place, digit in enumerate(number):
            wrong = str((int(digit) + 1) % 10)
            assert not damm.is_valid(number[:place] + wrong + number[place + 1 :])
            if place and number[place - 1] != digit:
                swapped = f"{number[: place - 1]}{digit}{number[place - 1]}{number[place + 1 :]}"
                assert not damm.is_valid(swapped)


@pytest.mark.clause("COM-08")
def test_a_notice_says_what_was_paid_and_when(tmp_path: Path, clock: FixedClock) -> None:
    gateway = EmbeddedPayments(tmp_path, clock)
    now = gateway.pay("1", Decimal("45"))
    assert now.paid_at == clock.now()
    late = gateway.pay("1", Decimal("45"), "bank/1", datetime(2026, 12, 1, 0, 30, tzinfo=AMMAN))
    assert late.gateway_id == "bank/1"
    assert late.paid_at == datetime(2026, 11, 30, 21, 30, tzinfo=UTC)
    assert now.gateway_id != gateway.pay("1", Decimal("45")).gateway_id
    assert str(late.amount) == "45.000"
    with pytest.raises(ValueError, match="naive"):
        gateway.pay("1", Decimal("45"), paid_at=datetime(2026, 12, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("number", "amount", "gateway_id", "field"),
    [
        ("", "1", None, "number"),
        ("1\n2", "1", None, "number"),
        ("1", "0", None, "amount"),
        ("1", "-45", None, "amount"),
        ("1", "1.0001", None, "amount"),
        ("1", "1", "", "gateway_id"),
    ],
)
def test_a_notice_no_bank_could_send_is_refused(
    tmp_path: Path, clock: FixedClock, number: str, amount: str, gateway_id: str | None, field: str
) -> None:
    gateway = EmbeddedPayments(tmp_path, clock)
    with pytest.raises(Refusal) as refused:
        gateway.pay(number, Decimal(amount), gateway_id)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert gateway.notices(after=None).notices == ()


@pytest.mark.clause("COM-08")
def test_notices_dropped_by_hand_join_the_row_once_oldest_first(tmp_path: Path, clock: FixedClock) -> None:
    gateway = EmbeddedPayments(tmp_path, clock)
    read = gateway.pay("1", Decimal("1"))
    page = gateway.notices(after=None)
    assert page.notices == (read,)
    folder = tmp_path / "notices"
    for age, name, content in [
        (10, "b.json", b"\xff{"),
        (20, "a bank.json", b"\xef\xbb\xbf" + _notice("hand").encode()),
        (0, "notes.txt", b"not for us"),
        (0, ".half.json", b"{"),
    ]:
        (folder / name).write_bytes(content)
        os.utime(folder / name, (1e9 - age, 1e9 - age))
    page = gateway.notices(after=page.cursor)
    assert [notice.gateway_id for notice in page.notices] == ["hand"]
    assert [each.raw for each in page.rejected] == ["\\xff{"]
    assert page.cursor == "000000003"
    assert gateway.notices(after=page.cursor).cursor == page.cursor
    assert {path.name for path in folder.iterdir()} == {
        "000000001.json",
        "000000002.json",
        "000000003.json",
        "notes.txt",
        ".half.json",
    }
    assert gateway.pay("1", Decimal("1")).gateway_id == "bank-000000004"


def _notice(gateway_id: str) -> str:
    at = "2026-11-22T09:00:00+03:00"
    return json.dumps({"gateway_id": gateway_id, "number": "1", "amount": "1", "paid_at": at})


@pytest.mark.clause("COM-08")
def test_another_gateways_cursor_reads_everything_again(tmp_path: Path, clock: FixedClock) -> None:
    gateway = EmbeddedPayments(tmp_path, clock)
    sent = gateway.pay("1", Decimal("1"))
    assert gateway.notices(after="zzz-17").notices == (sent,)


def test_a_damaged_request_is_named(tmp_path: Path, clock: FixedClock) -> None:
    gateway = EmbeddedPayments(tmp_path, clock)
    number = gateway.issue(key="k", amount=Decimal("1"), reference="R", payer="P")
    for content in ("{", "[]"):
        (tmp_path / "requests" / f"{number}.json").write_text(content)
        with pytest.raises(Outage, match="damaged"):
            gateway.cancel(number=number)


def _portal(folder: Path, clock: FixedClock | SystemClock) -> tuple[EmbeddedPortal, Path]:
    gateway = EmbeddedPortal(folder, clock)
    gateway.fetch()
    return gateway, folder / "inbox"


def test_an_answer_stands_beside_the_original(tmp_path: Path, clock: FixedClock) -> None:
    gateway, inbox = _portal(tmp_path, clock)
    (inbox / "correct-17.json").write_text('{"a": 1}')
    (item,) = gateway.fetch()
    gateway.answer(
        item.item_id, {"reference": "TRN-2026-000123-7", "due": datetime(2026, 11, 25, tzinfo=UTC)}
    )
    assert list(inbox.iterdir()) == []
    assert (tmp_path / "answered" / "correct-17.json").read_text() == '{"a": 1}'
    assert json.loads((tmp_path / "answered" / "correct-17.answer.json").read_text("utf-8")) == {
        "item_id": item.item_id,
        "answered_at": "2026-11-22T09:00:00+03:00",
        "result": {"reference": "TRN-2026-000123-7", "due": "2026-11-25 00:00:00+00:00"},
    }


@pytest.mark.clause("COM-01")
def test_the_same_file_again_is_answered_and_another_of_its_name_is_not(
    tmp_path: Path, clock: FixedClock
) -> None:
    gateway, inbox = _portal(tmp_path, clock)
    path = inbox / "1.json"
    path.write_text("{}")
    (first,) = gateway.fetch()
    gateway.answer(first.item_id, {"reference": "first"})
    path.write_text("{}")
    assert gateway.fetch() == ()
    path.write_text('{"other": 1}')
    (second,) = gateway.fetch()
    assert second.item_id != first.item_id
    gateway.answer(second.item_id, {"reference": "second"})
    path.write_text('{"other": 1}')
    assert gateway.fetch() == ()
    kept = {p.name: p.read_text("utf-8") for p in (tmp_path / "answered").iterdir()}
    assert kept["1.json"] == "{}"
    assert "first" in kept["1.answer.json"]
    assert kept[f"{second.item_id}.json"] == '{"other": 1}'
    assert "second" in kept[f"{second.item_id}.answer.json"]


@pytest.mark.clause("COM-01")
def test_a_file_changed_while_it_was_worked_on_is_not_put_away(tmp_path: Path, clock: FixedClock) -> None:
    gateway, inbox = _portal(tmp_path, clock)
    (inbox / "1.json").write_text('{"half')
    (half,) = gateway.fetch()
    (inbox / "1.json").write_text('{"half": "whole"}')
    gateway.answer(half.item_id, {"error": "malformed"})
    (whole,) = gateway.fetch()
    assert whole.body == '{"half": "whole"}'


@pytest.mark.clause("COM-01")
@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"", ""),
        (b"\xff\xfe{\x00", "\\xff\\xfe{\\x00"),
        (b'\xef\xbb\xbf{"a": 1}', '{"a": 1}'),
        (b"not json at all", "not json at all"),
    ],
)
def test_a_malformed_file_is_an_item(tmp_path: Path, clock: FixedClock, content: bytes, body: str) -> None:
    gateway, inbox = _portal(tmp_path, clock)
    (inbox / "x.json").write_bytes(content)
    (item,) = gateway.fetch()
    assert (item.body, item.kind) == (body, "submit")
    gateway.answer(item.item_id, {"error": "malformed"})
    assert (tmp_path / "answered" / "x.json").read_bytes() == content


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_a_name_no_database_could_store_is_made_plain(tmp_path: Path, clock: FixedClock) -> None:
    gateway, inbox = _portal(tmp_path, clock)
    for name in (b"correct-\xff\n.json", b"correct-a:b.json"):
        (inbox / os.fsdecode(name)).write_text("{}")
    first, second = gateway.fetch()
    for item in (first, second):
        assert item.kind == "correct"
        assert item.item_id.isprintable()
        gateway.answer(item.item_id, {})
    assert gateway.fetch() == ()


def test_an_arabic_name_stays_as_it_is(tmp_path: Path, clock: FixedClock) -> None:
    gateway, inbox = _portal(tmp_path, clock)
    (inbox / "طلب محمد ~1.json").write_text("{}")
    (item,) = gateway.fetch()
    assert item.item_id.startswith("طلب محمد ~1~")
    gateway.answer(item.item_id, {})
    assert (tmp_path / "answered" / "طلب محمد ~1.answer.json").exists()


def test_what_came_while_the_worker_was_down_came_then(tmp_path: Path) -> None:
    gateway, inbox = _portal(tmp_path, SystemClock())
    then = datetime.now(UTC) - timedelta(days=2)
    for name, moment in (("new.json", then + timedelta(days=30)), ("old.json", then)):
        (inbox / name).write_text(name)
        os.utime(inbox / name, (moment.timestamp(), moment.timestamp()))
    old, new = gateway.fetch()
    assert abs(old.received_at - then) < timedelta(seconds=1)
    assert new.received_at <= datetime.now(UTC), "a file from the future came now"


def test_an_inbox_larger_than_memory_comes_in_parts(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway, inbox = _portal(tmp_path, clock)
    monkeypatch.setattr("desktop.gateways.portal._FETCH_LIMIT", 100)
    for n in range(3):
        (inbox / f"{n}.json").write_text(f'{{"n": "{n:060d}"}}')
    assert len(gateway.fetch()) == 2


def test_a_file_larger_than_any_application_is_cut_and_kept(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway, inbox = _portal(tmp_path, clock)
    monkeypatch.setattr("desktop.gateways.portal._FILE_LIMIT", 1000)
    monkeypatch.setattr("desktop.gateways.portal._CUT", 10)
    content = json.dumps({"a": "b" * 2000})
    (inbox / "1.json").write_text(content)
    (item,) = gateway.fetch()
    assert item.body == content[:10]
    gateway.answer(item.item_id, {"error": "too large"})
    assert (tmp_path / "answered" / "1.json").read_text() == content
