"""The queues: what is listed, in which order, and what can be done from the list."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from desktop.base.text import without_bidi_controls
from desktop.usecases.queues import queue_counts
from desktop.views.casework.pulse import ELSEWHERE
from desktop.views.casework.results import ResultsDialog
from desktop.views.casework.trail import trail_of
from desktop.views.live_counts import LiveCounts
from desktop.views.main_window import MainWindow
from desktop.views.pages.case import CasePage
from desktop.views.pages.queue import QueuePage
from desktop.views.widgets.basics import Words
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice


def queue_of(window: MainWindow) -> QueuePage:
    page = window.pages.page()
    assert isinstance(page, QueuePage)
    return page


def listed(page: QueuePage) -> list[str]:
    return [page.table.model.row(place).id for place in range(page.table.model.rowCount())]


def cell(page: QueuePage, place: int, key: str) -> str:
    keys = [column.key for column in page.table.model.columns]
    return without_bidi_controls(page.table.model.cell(place, keys.index(key)).text)


def settle(window: MainWindow) -> None:
    sample.settled(window.desk.runner)


@pytest.mark.clause("COM-06")
def test_enter_on_a_line_of_the_sidebar_goes_on_in_the_list(office: SampleOffice, open_desk: Open) -> None:
    office.apply("سلمى")
    window = open_desk()
    line = window.sidebar.buttons["queue/open"]
    line.setFocus()
    # An arrow opens the next list and stays, to go on; Enter goes into what is open.
    QTest.keyClick(line, Qt.Key.Key_Up)
    passed = QApplication.focusWidget()
    assert passed is not None
    assert window.sidebar.isAncestorOf(passed)
    QTest.keyClick(passed, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    page = window.pages.page()
    assert isinstance(page, QueuePage)
    assert page.table.view.hasFocus()
    QTest.mouseClick(window.sidebar.buttons["queue/mine"], Qt.MouseButton.LeftButton)
    assert page.table.view.hasFocus()


def test_the_soonest_due_stands_first_and_what_is_late_says_so(office: SampleOffice, open_desk: Open) -> None:
    first = office.apply("أول مقدم")
    office.clock.advance(timedelta(days=4))
    second = office.apply("ثاني مقدم")
    office.clock.advance(timedelta(days=6))
    page = queue_of(open_desk())
    assert listed(page) == [first, second]
    assert "متأخر" in cell(page, 0, "due")
    assert page.table.model.row(0).tone is not None
    assert cell(page, 0, "applicant") == "أول مقدم"


def test_the_sidebar_has_every_queue_with_its_count(office: SampleOffice, open_desk: Open) -> None:
    for name in ("سلمى", "هبة"):
        office.apply(name)
    window = open_desk()
    LiveCounts(window.desk).ask()
    settle(window)
    shown = {key: button.count for key, button in window.sidebar.buttons.items() if key.startswith("queue/")}
    for counted in queue_counts(office.session("rana")):
        assert shown[f"queue/{counted.queue.key}"] == counted.count
    assert shown["queue/TRN.review"] == 2


def test_the_list_narrows_as_one_types_and_says_when_nothing_fits(
    office: SampleOffice, open_desk: Open
) -> None:
    office.apply("سلمى فارس الطراونة")
    wanted = office.apply("عبد الله خالد الزعبي")
    window = open_desk()
    page = queue_of(window)
    page.filters.box.setText("عبدالله")
    page.filters.box.returnPressed.emit()
    settle(window)
    assert listed(page) == [wanted]
    page.filters.box.setText("لا أحد بهذا الاسم")
    page.filters.box.returnPressed.emit()
    settle(window)
    assert not listed(page)
    assert page.table._empty.isVisible()
    assert page.table._empty._verb.text() == "مسح التصفية"
    page.table._empty._verb.click()
    settle(window)
    assert len(listed(page)) == 2


def test_late_only_shows_what_is_late(office: SampleOffice, open_desk: Open) -> None:
    late = office.apply("متأخرة")
    office.clock.advance(timedelta(days=12))
    office.apply("في موعدها", period_from="2026-12-10")
    window = open_desk()
    page = queue_of(window)
    assert len(listed(page)) == 2
    window.registry.action("queue.late").trigger()
    settle(window)
    assert listed(page) == [late]


def test_an_empty_queue_says_what_to_do(office: SampleOffice, open_desk: Open) -> None:
    page = queue_of(open_desk(argument="mine"))
    assert page.table._empty.isVisible()
    assert "استلم" in page.table._empty.accessibleName()


def test_what_one_has_already_is_not_claimed_again(office: SampleOffice, open_desk: Open) -> None:
    mine, other = office.apply("سلمى"), office.apply("هبة")
    office.do("rana", mine, "claim")
    window = open_desk()
    page = queue_of(window)
    page.table.view.selectAll()
    page.chosen.act("claim")
    sample.settled(window.desk.runner)
    assert office.open(other).file.case.assignee == "rana"
    page.chosen.act("claim")
    sample.settled(window.desk.runner)
    for one in (mine, other):
        assert [event.action for event in office.open(one).file.events].count("claim") == 1


def test_several_are_claimed_and_given_back(office: SampleOffice, open_desk: Open) -> None:
    references = [office.apply(name) for name in ("سلمى", "هبة", "رامي")]
    window = open_desk()
    page = queue_of(window)
    page.table.view.selectAll()
    window.registry.action("queue.claim").trigger()
    settle(window)
    assert {office.open(one).file.case.assignee for one in references} == {"rana"}
    toast = window.toasts._toasts[-1]
    assert toast.accessibleName() == "استلمت 3 طلبات"
    toast._do()
    settle(window)
    assert {office.open(one).file.case.assignee for one in references} == {None}


@pytest.mark.clause("COM-09")
def test_what_a_colleague_took_meanwhile_is_not_taken_from_them(
    office: SampleOffice, open_desk: Open
) -> None:
    free, taken = office.apply("سلمى"), office.apply("هبة")
    window = open_desk()
    page = queue_of(window)
    page.table.view.selectAll()
    office.do("omar", taken, "claim")
    window.registry.action("queue.claim").trigger()
    settle(window)
    assert office.open(free).file.case.assignee == "rana"
    assert office.open(taken).file.case.assignee == "omar"
    (dialog,) = [one for one in page.findChildren(QDialog) if isinstance(one, ResultsDialog)]
    settle(window)
    shown = [dialog.table.model.row(place) for place in range(dialog.table.model.rowCount())]
    assert [row.id for row in shown] == [taken, free], "what was refused stands first"
    assert "عمر" in shown[0].cells[2].text, "who was first is named"
    dialog.close()


def test_a_refresh_keeps_the_row_and_the_selection(office: SampleOffice, open_desk: Open) -> None:
    references = [office.apply(name) for name in ("سلمى", "هبة", "رامي")]
    window = open_desk()
    page = queue_of(window)
    page.table.select(references[1])
    office.apply("جديدة")
    window.desk.announce(frozenset({ELSEWHERE}))
    settle(window)
    assert len(listed(page)) == 4
    assert page.table.current_id() == references[1]
    assert page.table.selected_ids() == [references[1]]


def test_enter_opens_and_the_list_is_the_way_on(office: SampleOffice, open_desk: Open) -> None:
    references = [office.apply(name) for name in ("سلمى", "هبة", "رامي")]
    window = open_desk()
    queue_of(window).table.select(references[1])
    QTest.keyClick(queue_of(window).table.view, Qt.Key.Key_Return)
    settle(window)
    assert window.pages.place == ("case", references[1])
    assert trail_of(window.desk).place(references[1]) == (2, 3)
    page = window.pages.page()
    assert isinstance(page, CasePage)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert window.pages.place == ("case", references[2])


def test_the_panel_tells_of_the_current_row(office: SampleOffice, open_desk: Open) -> None:
    office.apply("سلمى")
    office.apply("هبة الخطيب")
    window = open_desk()
    page = queue_of(window)
    page.table.step(1)
    settle(window)
    words = [one.text() for one in page.summary.findChildren(Words)]
    assert any("هبة الخطيب" in one for one in words)
    assert not any("سلمى" in one for one in words)


@pytest.mark.parametrize(("language", "right_to_left"), [("ar", True), ("en", False)])
def test_the_list_goes_to_a_spreadsheet(
    office: SampleOffice, open_desk: Open, tmp_path: Path, language: str, right_to_left: bool
) -> None:
    reference = office.apply("=سلمى")
    window = open_desk(language=language)
    page = queue_of(window)
    path = tmp_path / "list.xlsx"
    page.exporting.write_to(str(path))
    settle(window)
    (sheet,) = openpyxl.load_workbook(path).worksheets
    assert bool(sheet.sheet_view.rightToLeft) is right_to_left
    head, line = sheet.iter_rows()
    assert head[0].value == ("مقدم الطلب" if right_to_left else "Applicant")
    assert line[0].value == "=سلمى"
    assert line[0].data_type == "s", "what looks like a formula is text"
    assert line[1].value == reference
    identity = next(one for one in line if one.value == "••••••2916")
    assert identity.data_type == "s"
    assert identity.number_format == "@"


def test_a_spreadsheet_that_cannot_be_written_is_said(
    office: SampleOffice, open_desk: Open, tmp_path: Path
) -> None:
    office.apply()
    window = open_desk()
    queue_of(window).exporting.write_to(str(tmp_path / "no such folder" / "list.xlsx"))
    settle(window)
    assert "list.xlsx" in window.banner.sentence


def test_columns_are_remembered_for_each_queue(office: SampleOffice, open_desk: Open) -> None:
    office.apply()
    window = open_desk()
    page = queue_of(window)
    mobile = [column.key for column in page.table.model.columns].index("mobile")
    assert page.table.view.horizontalHeader().isSectionHidden(mobile)
    page.table.columns.show_column(mobile, True)
    again = queue_of(open_desk())
    assert not again.table.view.horizontalHeader().isSectionHidden(mobile)
    other = queue_of(open_desk(argument="late"))
    assert other.table.view.horizontalHeader().isSectionHidden(mobile)
