"""The window goes first, and nobody waits for long."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.views import manners
from desktop.views.manners import LONGEST_TURN, LONGEST_WAIT, Turn, WindowFirst
from desktop.views.runner import Runner


def _begun(turn: Turn, holds: threading.Event) -> tuple[threading.Thread, threading.Event]:
    """A thread that takes the turn and keeps it until ``holds`` is set."""
    there = threading.Event()

    def work() -> None:
        with turn.taken():
            there.set()
            holds.wait(5)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, there


def test_one_at_a_time_but_none_for_long() -> None:
    turn, over = Turn(), threading.Event()
    first, there = _begun(turn, over)
    assert there.wait(5)
    asked = time.monotonic()
    second, here = _begun(turn, over)
    assert not here.wait(LONGEST_TURN / 4)
    assert here.wait(5)
    assert time.monotonic() - asked >= LONGEST_TURN / 2
    over.set()
    first.join()
    second.join()


def test_who_waits_for_the_database_lets_another_run() -> None:
    turn, over, asked = Turn(), threading.Event(), threading.Event()
    back = threading.Event()

    def work() -> None:
        with turn.taken():
            turn.pause()
            asked.set()
            over.wait(5)
            turn.resume()
            back.set()

    waiting = threading.Thread(target=work)
    waiting.start()
    assert asked.wait(5)
    assert turn._owner == 0
    over.set()
    assert back.wait(5)
    waiting.join()
    assert turn._owner == 0


def test_none_goes_on_while_the_window_is_at_work_but_for_a_tenth_of_a_second() -> None:
    turn, over = Turn(), threading.Event()
    turn.window_at_work(True)
    began = time.monotonic()
    held, there = _begun(turn, over)
    assert not there.wait(LONGEST_WAIT / 4)
    turn.window_at_work(False)
    assert there.wait(5)
    turn.window_at_work(True)
    began = time.monotonic()
    late, here = _begun(turn, over)
    assert here.wait(5)
    assert time.monotonic() - began >= LONGEST_WAIT / 2
    over.set()
    held.join()
    late.join()


def test_the_window_itself_never_waits() -> None:
    turn = Turn()
    turn.window_at_work(True)
    began = time.monotonic()
    turn.resume()
    turn.pause()
    assert time.monotonic() - began < LONGEST_WAIT / 2


def test_the_window_is_at_work_from_an_event_until_nothing_is_left(qtbot: QtBot) -> None:
    seen: list[bool] = []

    class Window(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            del event
            seen.append(manners.turn._busy)

    window, first = Window(), WindowFirst()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    first.watch(window.windowHandle())
    qtbot.waitUntil(lambda: not manners.turn._busy)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert seen == [True]
    qtbot.waitUntil(lambda: not manners.turn._busy)


def test_what_a_job_returns_is_delivered_with_the_window_at_work(qapp: QApplication, qtbot: QtBot) -> None:
    del qapp
    runner = Runner()
    seen: list[bool] = []
    runner.submit(lambda: None, lambda _none: seen.append(manners.turn._busy))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [True]
    qtbot.waitUntil(lambda: not manners.turn._busy)
    runner.close()
