"""Ctrl+K beyond pages and actions: what was opened last, and what is typed or heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.finding import finder_of
from desktop.base.text import without_bidi_controls
from desktop.views.casework.recent import MOST, recent_of
from desktop.views.desk import Desk
from desktop.views.dress import dress
from desktop.views.main_window import MainWindow
from tests.views import sample
from tests.views.pages.office import SampleOffice


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SampleOffice]:
    made = SampleOffice(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture
def desk(office: SampleOffice, qapp: QApplication) -> Iterator[Desk]:
    made = office.desk("rana")
    dress(qapp, made.preferences)
    yield made
    made.runner.close()


def found(desk: Desk, office: SampleOffice, typed: str) -> list[str]:
    lines = finder_of(desk, office.session("rana"))(typed)
    return [without_bidi_controls(one.detail) for one in lines]


def test_what_was_opened_last_stands_first_and_comes_back(office: SampleOffice, desk: Desk) -> None:
    first, second = office.apply("سلمى"), office.apply("هبة")
    recent = recent_of(desk)
    for reference in (first, second, first):
        recent.opened(reference)
    # The one in view is where one is already.
    assert found(desk, office, "") == [second]
    recent.in_view = ""
    assert found(desk, office, "") == [first, second]
    again = office.desk("rana")
    assert recent_of(again).references == [first, second]
    again.runner.close()
    for number in range(MOST + 5):
        recent.opened(f"TRN-2026-{number:06d}-0")
    assert len(recent.references) == MOST


def test_a_misheard_reference_is_said_to_be_one(office: SampleOffice, desk: Desk) -> None:
    reference = office.apply("سلمى")
    assert found(desk, office, reference.replace("-", " ")) == [reference]
    assert found(desk, office, reference[:-2].replace("-", "")) == [reference], "without the check digit"
    wrong = f"{reference[:-1]}{(int(reference[-1]) + 1) % 10}"
    (line,) = finder_of(desk, office.session("rana"))(wrong)
    assert "رقم التحقق" in line.title


def test_an_answer_is_shown_within_one_frame(
    office: SampleOffice, desk: Desk, qtbot: QtBot, qapp: QApplication
) -> None:
    for name in ("سلمى", "هبة", "رامي"):
        office.apply(name)
    window = MainWindow(desk, finder_of(desk, office.session("rana")))
    qtbot.addWidget(window)
    palette = window.open_palette()
    sample.settled(desk.runner)
    answer = finder_of(desk, office.session("rana"))("سلمى")
    palette.box.setText("سلمى")
    times = []
    for _ in range(9):
        began = perf_counter()
        palette._take(answer)
        palette.list.grab()
        times.append(perf_counter() - began)
    assert palette.titles()[0].strip("\u2068\u2069") == "سلمى"
    # The usual case: another process may take the machine for a moment.
    assert sorted(times)[4] < 0.0167
    palette.reject()
