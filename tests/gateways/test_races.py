"""Several processes at the same folder at once, and processes killed in the middle."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from stdnum import damm

from desktop.base.clock import FixedClock
from desktop.base.errors import Refusal
from desktop.gateways import files
from desktop.gateways.payments import EmbeddedPayments
from desktop.gateways.portal import EmbeddedPortal
from desktop.gateways.sms import EmbeddedSms

PROCESSES = 3
EACH = 15
AT = datetime(2026, 11, 22, 6, tzinfo=UTC)


def issue_for_shared_and_own_keys(folder: Path, worker: int) -> list[tuple[str, str]]:
    gateway = EmbeddedPayments(folder, FixedClock(AT))
    keys = [key for n in range(EACH) for key in (f"shared/{n}", f"{worker}/{n}")]
    return [(key, gateway.issue(key=key, amount=Decimal("45"), reference="R", payer="محمد")) for key in keys]


def pay(folder: Path, worker: int) -> list[tuple[str, str]]:
    gateway = EmbeddedPayments(folder, FixedClock(AT))
    return [(gateway.pay(f"{worker}/{n}", Decimal("1")).gateway_id, "") for n in range(EACH)]


def send(folder: Path, worker: int) -> list[tuple[str, str]]:
    gateway = EmbeddedSms(folder, FixedClock(AT.replace(minute=worker)))
    receipts = []
    for n in range(EACH):
        receipt = gateway.send(to="+962791234567", text="مرحبا", idempotency_key=f"{n}")
        receipts.append((f"{n}", f"{receipt.gateway_id} {receipt.accepted_at}"))
    return receipts


def take_and_answer(folder: Path, worker: int) -> list[tuple[str, str]]:
    gateway = EmbeddedPortal(folder, FixedClock(AT))
    answered = []
    while items := gateway.fetch(limit=4):
        for item in items:
            gateway.answer(item.item_id, {"by": worker})
            answered.append((item.item_id, item.body))
    return answered


@pytest.fixture(scope="module")
def workers() -> Iterator[ProcessPoolExecutor]:
    # Forking a process that has threads is no longer safe.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        # The pool's own threads begin with its first job; they belong to the module, not to a test.
        pool.submit(int).result(timeout=60)
        yield pool


def together(
    workers: ProcessPoolExecutor, work: Callable[[Path, int], list[tuple[str, str]]], folder: Path
) -> list[tuple[str, str]]:
    """What all workers got, each running ``work`` at the same time."""
    jobs = [workers.submit(work, folder, worker) for worker in range(PROCESSES)]
    return [result for job in jobs for result in job.result(timeout=60)]


@pytest.mark.clause("COM-08")
def test_no_two_keys_get_one_number_and_no_key_two(tmp_path: Path, workers: ProcessPoolExecutor) -> None:
    issued = set(together(workers, issue_for_shared_and_own_keys, tmp_path))
    assert len(issued) == EACH * (PROCESSES + 1), "one number for each key"
    assert len({number for _, number in issued}) == len(issued), "one key for each number"
    on_file = {path.stem for path in (tmp_path / "requests").glob("*.json")}
    assert on_file == {number for _, number in issued}


@pytest.mark.clause("COM-08")
def test_notices_dropped_at_once_are_all_in_the_row(tmp_path: Path, workers: ProcessPoolExecutor) -> None:
    ids = [gateway_id for gateway_id, _ in together(workers, pay, tmp_path)]
    page = EmbeddedPayments(tmp_path, FixedClock(AT)).notices(after=None)
    assert len(page.notices) == PROCESSES * EACH
    assert sorted(ids) == [notice.gateway_id for notice in page.notices]
    assert page.cursor == f"{PROCESSES * EACH:09d}", "without gaps"


@pytest.mark.clause("COM-03")
def test_a_message_several_workers_send_is_sent_once(tmp_path: Path, workers: ProcessPoolExecutor) -> None:
    receipts = set(together(workers, send, tmp_path))
    assert len(receipts) == EACH, "everyone got the first one's receipt"
    assert len(list(tmp_path.glob("*.txt"))) == EACH


def test_several_workers_empty_the_inbox_and_lose_nothing(
    tmp_path: Path, workers: ProcessPoolExecutor
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    bodies = [f'{{"n": {n}}}' for n in range(EACH)]
    for n, body in enumerate(bodies):
        (inbox / f"{n}.json").write_text(body)
    answered = together(workers, take_and_answer, tmp_path)
    assert {body for _, body in answered} == set(bodies)
    assert list(inbox.iterdir()) == []
    names = {path.name for path in (tmp_path / "answered").iterdir()}
    assert names == {f"{n}{end}" for n in range(EACH) for end in (".json", ".answer.json")}


@pytest.mark.clause("COM-03")
def test_a_kill_before_the_message_is_visible_is_repaired_by_the_repeat(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = EmbeddedSms(tmp_path, clock)
    with monkeypatch.context() as killed:
        killed.setattr(files, "link", _killed)
        with pytest.raises(KeyboardInterrupt):
            gateway.send(to="+962791234567", text="مرحبا", idempotency_key="k")
    assert list(tmp_path.glob("*.txt")) == []
    gateway.send(to="+962791234567", text="مرحبا", idempotency_key="k")
    assert len(list(tmp_path.glob("*.txt"))) == 1


def test_a_kill_between_the_answer_and_the_move_does_not_bring_the_item_back(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = EmbeddedPortal(tmp_path, clock)
    gateway.fetch()
    (tmp_path / "inbox" / "1.json").write_text("{}")
    (item,) = gateway.fetch()
    with monkeypatch.context() as killed:
        killed.setattr(Path, "replace", _killed)
        with pytest.raises(KeyboardInterrupt):
            gateway.answer(item.item_id, {"reference": "R"})
    assert (tmp_path / "inbox" / "1.json").exists()
    assert gateway.fetch() == ()
    assert (tmp_path / "answered" / "1.json").exists()


def test_a_kill_while_a_hand_dropped_notice_is_taken_in_repeats_it_and_loses_nothing(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = EmbeddedPayments(tmp_path, clock)
    gateway.notices(after=None)
    (tmp_path / "notices" / "by-hand.json").write_text("{")
    with monkeypatch.context() as killed:
        killed.setattr(Path, "unlink", _killed)
        with pytest.raises(KeyboardInterrupt):
            gateway.notices(after=None)
    page = gateway.notices(after=None)
    assert Counter(each.digest for each in page.rejected).most_common(1)[0][1] == 2
    assert gateway.notices(after=page.cursor).rejected == ()


def _killed(*args: object, **kwargs: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.clause("COM-08")
def test_keys_whose_digests_collide_still_get_their_own_numbers(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = files.digest
    # All first attempts give the same number.
    monkeypatch.setattr(files, "digest", lambda value: "0" if value.startswith("0:") else real(value))
    gateway = EmbeddedPayments(tmp_path, clock)
    numbers = {key: gateway.issue(key=key, amount=Decimal("1"), reference="R", payer="P") for key in "abc"}
    assert len(set(numbers.values())) == 3
    for key, number in numbers.items():
        assert gateway.issue(key=key, amount=Decimal("1"), reference="R", payer="P") == number
        assert damm.is_valid(number)
    with pytest.raises(Refusal):
        gateway.issue(key="c", amount=Decimal("2"), reference="R", payer="P")
