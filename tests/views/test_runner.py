"""Work off the GUI thread: the latest answer only, to owners that still live, on the GUI thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.errors import Bug, Outage, Refusal
from desktop.base.text import Text
from desktop.views.runner import THREADS, Runner, assert_not_gui_thread
from tests.support.guards import LogGuard


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


def outage() -> Outage:
    return Outage(Text("لا تجيب قاعدة البيانات", "The database does not answer"))


def failing(error: Exception) -> Callable[[], object]:
    def work() -> object:
        raise error

    return work


def test_work_runs_elsewhere_and_its_answer_arrives_on_the_gui_thread(qtbot: QtBot, runner: Runner) -> None:
    told: list[tuple[str, bool]] = []
    runner.submit(
        lambda: threading.current_thread().name,
        lambda name: told.append((name, threading.current_thread() is threading.main_thread())),
    )
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0].startswith("desk")
    assert told[0][1]


def test_of_ten_keystrokes_only_the_last_is_answered(qtbot: QtBot, runner: Runner) -> None:
    started: list[int] = []
    answered: list[int] = []

    def ask(number: int) -> Callable[[], int]:
        def work() -> int:
            started.append(number)
            time.sleep(0.05)
            return number

        return work

    for number in range(10):
        runner.submit(ask(number), answered.append, key="search")
    qtbot.waitUntil(lambda: bool(answered))
    qtbot.wait(120)
    assert answered == [9]
    assert len(started) <= THREADS + 1, "a job that was superseded before its turn is not started"


def test_jobs_under_different_keys_are_all_answered(qtbot: QtBot, runner: Runner) -> None:
    answered: list[int] = []
    for number in range(8):
        runner.submit(partial(int, number), answered.append, key=f"k{number}")
    qtbot.waitUntil(lambda: len(answered) == 8)
    assert sorted(answered) == list(range(8))


def test_a_running_job_that_is_superseded_is_cancelled_on_another_thread(
    qtbot: QtBot, runner: Runner
) -> None:
    begun, cancelled = threading.Event(), threading.Event()
    where: list[bool] = []
    answered: list[str] = []

    def old() -> str:
        begun.set()
        cancelled.wait(5)
        return "old"

    def cancel() -> None:
        where.append(threading.current_thread() is threading.main_thread())
        cancelled.set()

    runner.submit(old, answered.append, key="q", cancel=cancel)
    assert begun.wait(5)
    runner.submit(lambda: "new", answered.append, key="q")
    qtbot.waitUntil(lambda: bool(answered))
    assert cancelled.wait(5)
    assert where == [False]
    assert answered == ["new"]


def test_a_job_that_waits_its_turn_is_not_cancelled_but_dropped(qtbot: QtBot, runner: Runner) -> None:
    gate = threading.Event()
    done: list[str] = []
    cancelled: list[str] = []
    for _ in range(THREADS):
        runner.submit(lambda: gate.wait(5), lambda _ok: None)
    runner.submit(lambda: "first", done.append, key="k", cancel=lambda: cancelled.append("first"))
    runner.submit(lambda: "second", done.append, key="k")
    gate.set()
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["second"]
    assert not cancelled


def test_a_cancel_that_fails_is_logged_and_nothing_else(
    qtbot: QtBot, runner: Runner, log_guard: LogGuard
) -> None:
    log_guard.expect("could not be cancelled")
    begun, gate = threading.Event(), threading.Event()
    done: list[str] = []

    def old() -> str:
        begun.set()
        gate.wait(5)
        return "old"

    def cancel() -> None:
        gate.set()
        raise OSError("the server is gone")

    runner.submit(old, done.append, key="k", cancel=cancel)
    assert begun.wait(5)
    runner.submit(lambda: "new", done.append, key="k")
    qtbot.waitUntil(lambda: bool(done) and bool(log_guard.records))
    assert done == ["new"]


def test_superseding_without_a_new_job_drops_the_answer(qtbot: QtBot, runner: Runner) -> None:
    gate = threading.Event()
    done: list[bool] = []
    runner.submit(lambda: gate.wait(5), done.append, key="k")
    runner.supersede("k")
    assert runner.busy == 0
    gate.set()
    qtbot.wait(60)
    assert not done


class _Page(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []

    def take(self, answer: object) -> None:
        self.told.append(answer)


@pytest.mark.parametrize("named", [True, False], ids=["owner named", "owner of the method"])
def test_nothing_is_delivered_to_a_widget_that_is_gone(qtbot: QtBot, runner: Runner, named: bool) -> None:
    page, gate = _Page(), threading.Event()
    told = page.told
    outages: list[object] = []
    runner.outage_met.connect(lambda error, _retry: outages.append(error))
    done: Callable[[object], None] = told.append if named else page.take

    def work() -> object:
        gate.wait(5)
        raise outage()

    runner.submit(lambda: gate.wait(5), done, owner=page if named else None)
    runner.submit(work, done, owner=page if named else None)
    page.deleteLater()
    QApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete.value)
    gate.set()
    qtbot.waitUntil(lambda: runner.busy == 0)
    assert told == []
    assert outages == [], "nobody waits for it any more"


def test_a_refusal_goes_to_the_page_and_to_nobody_else(qtbot: QtBot, runner: Runner) -> None:
    refusal = Refusal.one("required", "مطلوب", "Required", field="name")
    told: list[Exception] = []
    elsewhere: list[object] = []
    for signal in (runner.refused, runner.bug_met):
        signal.connect(elsewhere.append)
    runner.submit(failing(refusal), lambda _answer: None, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [refusal]
    assert not elsewhere


def test_a_refusal_that_no_page_takes_goes_to_the_window(qtbot: QtBot, runner: Runner) -> None:
    with qtbot.waitSignal(runner.refused) as signal:
        runner.submit(failing(Refusal.one("x", "لا", "No")), lambda _answer: None)
    assert isinstance(signal.args[0], Refusal)


def test_an_outage_is_told_with_a_way_to_try_again(qtbot: QtBot, runner: Runner) -> None:
    answers: list[str] = []
    failed: list[Exception] = []
    state = {"down": True}

    def work() -> str:
        if state["down"]:
            raise outage()
        return "answer"

    with qtbot.waitSignal(runner.outage_met) as met:
        runner.submit(work, answers.append, failed.append, key="k")
    assert len(failed) == 1, "the page ends its waiting"
    with qtbot.waitSignal(runner.outage_met) as again:
        met.args[1]()
    state["down"] = False
    with qtbot.waitSignal(runner.recovered):
        again.args[1]()
    qtbot.waitUntil(lambda: answers == ["answer"])


def test_only_an_outage_is_recovered_from(qtbot: QtBot, runner: Runner) -> None:
    with qtbot.assertNotEmitted(runner.recovered):
        done: list[int] = []
        runner.submit(lambda: 1, done.append)
        qtbot.waitUntil(lambda: bool(done))


def test_an_unforeseen_fault_is_logged_and_told(qtbot: QtBot, runner: Runner, log_guard: LogGuard) -> None:
    log_guard.expect("unforeseen fault")
    with qtbot.waitSignal(runner.bug_met) as met:
        runner.submit(failing(ZeroDivisionError("by nought")), lambda _answer: None)
    assert isinstance(met.args[0], ZeroDivisionError)
    assert log_guard.records[0].exc_info is not None


def test_how_much_is_under_way_is_told(qtbot: QtBot, runner: Runner) -> None:
    counts: list[int] = []
    runner.busy_changed.connect(counts.append)
    gate = threading.Event()
    runner.submit(lambda: gate.wait(5), lambda _ok: None, key="a")
    runner.submit(lambda: gate.wait(5), lambda _ok: None, key="b")
    runner.submit(lambda: gate.wait(5), lambda _ok: None, key="b")
    gate.set()
    qtbot.waitUntil(lambda: runner.busy == 0)
    assert counts == [1, 2, 1, 0]


def test_closing_ends_the_threads_and_drops_the_answers(qtbot: QtBot) -> None:
    made = Runner()
    begun, gate = threading.Event(), threading.Event()
    done: list[object] = []

    def work() -> bool:
        begun.set()
        return gate.wait(5)

    made.submit(work, done.append, cancel=gate.set)
    assert begun.wait(5)
    made.close()
    made.submit(lambda: 1, done.append)
    qtbot.wait(30)
    assert gate.is_set(), "what runs is cancelled, so that closing does not wait for it"
    assert not done
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("desk")]


def test_the_database_is_not_asked_on_the_gui_thread(
    qapp: QApplication, qtbot: QtBot, runner: Runner
) -> None:
    with pytest.raises(Bug):
        assert_not_gui_thread()
    done: list[object] = []
    runner.submit(assert_not_gui_thread, done.append)
    qtbot.waitUntil(lambda: done == [None])
