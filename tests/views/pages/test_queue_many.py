"""Many applications at once, saved filters, and a list that changes under one's eyes."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.base.text import without_bidi_controls
from desktop.usecases.filters import ME, FilterSpec, save_filter, saved_filters
from desktop.usecases.preferences import keep_preference, my_preferences
from desktop.views import printing
from desktop.views.casework.bulk_dialog import BulkDialog
from desktop.views.casework.pulse import ELSEWHERE
from desktop.views.casework.sms import Bubble
from desktop.views.main_window import MainWindow
from desktop.views.pages.case import CasePage
from desktop.views.printers import PrintTarget
from desktop.views.tables import model
from desktop.views.tables.rows import Order
from desktop.views.widgets.form_dialog import FormDialog
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice
from tests.views.pages.test_queue import cell, listed, queue_of, settle

NAMES = ("سلمى", "هبة", "رامي", "يزن")


def bulk_dialog(window: MainWindow) -> BulkDialog:
    settle(window)
    dialog = queue_of(window).chosen.dialog
    assert dialog is not None
    settle(window)
    return dialog


def shown(widget: QPushButton) -> bool:
    return not widget.isHidden()


def test_the_bar_offers_many_only_while_several_are_chosen(office: SampleOffice, open_desk: Open) -> None:
    for name in NAMES:
        office.apply(name)
    window = open_desk()
    bar = queue_of(window).chosen.bar
    assert not shown(bar.deeds)
    assert shown(bar.every)
    queue_of(window).table.view.selectAll()
    assert shown(bar.deeds)
    assert not shown(bar.every), "all of them are chosen already"
    assert "4 طلبات محددة" in bar._count.text()


def test_several_are_approved_after_the_message_was_seen(office: SampleOffice, open_desk: Open) -> None:
    references = [office.apply(name) for name in NAMES]
    for one in references[:3]:
        office.judge_all("omar", one)
    window = open_desk(argument="TRN.review")
    page = queue_of(window)
    page.table.view.selectAll()
    page.chosen.act("approve")
    dialog = bulk_dialog(window)
    (bubble,) = dialog.findChildren(Bubble)
    assert references[0] in bubble.accessibleName(), "the first one's message is the example"
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert [office.open(one).file.case.state for one in references] == ["approved"] * 3 + ["review"]
    results = page.chosen.bulk.dialog
    assert results is not None
    settle(window)
    rows = [results.table.model.row(place) for place in range(results.table.model.rowCount())]
    assert rows[0].id == references[3], "what was refused stands first, with why"
    assert "المرفقات" in rows[0].cells[2].text
    assert len(rows) == 4
    results.close()


def test_several_are_handed_over_with_a_reason(office: SampleOffice, open_desk: Open) -> None:
    references = [office.apply(name) for name in NAMES[:2]]
    window = open_desk()
    page = queue_of(window)
    page.table.view.selectAll()
    window.registry.action("queue.hand_over").trigger()
    dialog = bulk_dialog(window)
    dialog.confirm()
    settle(window)
    assert dialog.isVisible(), "without a colleague and a reason nothing begins"
    dialog.form.set_values({"assignee": "omar", "reason": "إجازة سنوية"})
    dialog.confirm()
    settle(window)
    assert {office.open(one).file.case.assignee for one in references} == {"omar"}


def test_all_that_match_are_chosen_beyond_what_was_read(
    office: SampleOffice, open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = [office.apply(name) for name in NAMES]
    monkeypatch.setattr(model, "PAGE", 2)
    window = open_desk()
    page = queue_of(window)
    assert shown(page.chosen.bar.every)
    window.registry.action("queue.all").trigger()
    settle(window)
    assert "4 طلبات محددة" in page.chosen.bar._count.text()
    window.registry.action("queue.claim").trigger()
    settle(window)
    assert {office.open(one).file.case.assignee for one in references} == {"rana"}


def test_what_runs_can_be_cancelled_and_says_what_was_left(office: SampleOffice, open_desk: Open) -> None:
    references = [office.apply(name) for name in NAMES]
    window = open_desk()
    page = queue_of(window)
    page.table.view.selectAll()
    bar = page.chosen.bar
    page.chosen.bulk.advanced.connect(
        lambda _done: page.chosen.bulk.stop(), Qt.ConnectionType.DirectConnection
    )
    window.registry.action("queue.claim").trigger()
    assert not bar.progress.isHidden()
    assert not bar.cancel.isHidden()
    settle(window)
    assert bar.progress.isHidden()
    claimed = [one for one in references if office.open(one).file.case.assignee == "rana"]
    assert len(claimed) == 1
    results = page.chosen.bulk.dialog
    assert results is not None
    settle(window)
    words = [results.table.model.row(place).cells[1].text for place in range(4)]
    assert words == ["لم يُجرَّب"] * 3 + ["تمّ"]
    results.close()


def test_their_letters_are_printed_as_one_job(
    office: SampleOffice, open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = [office.apply(name) for name in NAMES[:3]]
    for one in references[:2]:
        office.judge_all("omar", one)
        office.do("omar", one, "approve")
    office.work()
    window = open_desk()
    page = queue_of(window)
    page.table.view.selectAll()
    sent: list[bytes] = []
    monkeypatch.setattr(printing, "put_on_paper", lambda _target, pdf, _title: sent.append(pdf))
    page.chosen.print_on(PrintTarget("office-1"))
    settle(window)
    (pdf,) = sent
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    for one in references[:2]:
        assert office.open(one).file.events[-1].action == "print_letter"
    results = page.chosen.bulk.dialog
    assert results is not None
    settle(window)
    assert results.table.model.row(0).id == references[2]
    assert "كتاب" in results.table.model.row(0).cells[2].text
    results.close()


def test_only_the_chosen_go_to_the_spreadsheet_in_the_lists_order(
    office: SampleOffice, open_desk: Open, tmp_path: Path
) -> None:
    for name in NAMES:
        office.apply(name)
    window = open_desk()
    page = queue_of(window)
    page.table.sorting.sort_by(Order("applicant"))
    settle(window)
    view = page.table.view
    view.clearSelection()
    for place in (0, 1):
        flags = view.selectionModel().SelectionFlag
        view.selectionModel().select(page.table.model.index(place, 0), flags.Select | flags.Rows)
    page.exporting.write_to(str(tmp_path / "two.xlsx"))
    settle(window)
    (sheet,) = openpyxl.load_workbook(tmp_path / "two.xlsx").worksheets
    lines = list(sheet.iter_rows(values_only=True))
    assert [line[0] for line in lines[1:]] == ["رامي", "سلمى"]
    assert all(lines[0]), "every column has a heading"


# Filters


def test_a_filter_is_saved_stands_in_the_sidebar_and_opens(office: SampleOffice, open_desk: Open) -> None:
    office.apply("سلمى")
    wanted = office.apply("هبة")
    window = open_desk()
    page = queue_of(window)
    page.filters.box.setText("هبه")
    page.filters.box.returnPressed.emit()
    settle(window)
    window.registry.action("queue.save").trigger()
    (dialog,) = page.findChildren(FormDialog)
    dialog.form.set_values({"name": "هبة وحدها", "department": "hr"})
    dialog.yes.click()
    settle(window)
    (kept,) = saved_filters(office.session("omar"))
    assert kept.name == "هبة وحدها"
    assert window.pages.place == ("queue", kept.key)
    assert window.sidebar.buttons[f"queue/{kept.key}"].isChecked()
    assert page.heading() == "هبة وحدها"
    assert listed(page) == [wanted]
    window.pages.go_to("queue", "open")
    settle(window)
    assert len(listed(page)) == 2, "the filter does not stick to the next list"
    window.sidebar.buttons[f"queue/{kept.key}"].click()
    settle(window)
    assert listed(page) == [wanted]
    assert page.filters.box.text() == "هبه"


def test_a_shared_filter_appears_at_a_colleagues_desk_by_itself(
    office: SampleOffice, open_desk: Open
) -> None:
    window = open_desk()
    save_filter(office.session("omar"), "لنا جميعًا", FilterSpec(holder=ME, sort="submitted"), "hr")
    window.desk.announce(frozenset({ELSEWHERE}))
    settle(window)
    line = next(one for key, one in window.sidebar.buttons.items() if key.startswith("queue/filter:"))
    assert line.text() == "لنا جميعًا"
    line.click()
    settle(window)
    page = queue_of(window)
    assert page.filters.holders.currentData() == ME
    assert page.table.model.order == Order("submitted")
    with_ids = [spec.id for spec, _ in window.registry.of(page)]
    assert "queue.drop" not in with_ids, "a colleague's filter is not a clerk's to delete"


def test_a_filter_of_ones_own_is_deleted(office: SampleOffice, open_desk: Open) -> None:
    number = save_filter(office.session("rana"), "لي", FilterSpec(late=True))
    window = open_desk(argument="open")
    window.pages.go_to("queue", f"filter:{number}")
    settle(window)
    page = queue_of(window)
    page.drop_filter()
    dialog = next(one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isModal())
    yes = dialog.findChild(QPushButton, "yes")
    assert isinstance(yes, QPushButton)
    yes.click()
    settle(window)
    assert saved_filters(office.session("rana")) == ()
    assert not [key for key in window.sidebar.buttons if "filter:" in key]
    assert window.pages.place == ("queue", "open")


# A list that changes


def test_what_comes_in_above_does_not_move_the_row_in_hand(office: SampleOffice, open_desk: Open) -> None:
    references = [office.apply(f"مقدم {place}") for place in range(20)]
    window = open_desk()
    page = queue_of(window)
    view = page.table.view
    page.table.sorting.sort_by(Order("submitted", descending=True))
    settle(window)
    wanted = references[5]
    page.table.select(wanted)
    view.scrollTo(view.currentIndex())
    before = view.rowViewportPosition(page.table.model.place_of(wanted))
    for place in range(3):
        office.clock.advance(timedelta(minutes=1))
        office.apply(f"جديد {place}")
    window.desk.announce(frozenset({ELSEWHERE}))
    settle(window)
    assert page.table.model.rowCount() == 23
    assert view.rowViewportPosition(page.table.model.place_of(wanted)) == before
    assert page.table.selected_ids() == [wanted]


def test_a_desk_shows_by_itself_what_another_one_did(
    office: SampleOffice, open_desk: Open, qtbot: QtBot
) -> None:
    reference = office.apply("سلمى")
    window = open_desk()
    page = queue_of(window)
    assert "لا أحد" in cell(page, 0, "holder")
    office.do("omar", reference, "claim")
    qtbot.waitUntil(lambda: "عمر" in cell(page, 0, "holder"), timeout=8000)
    settle(window)


def test_sorting_is_asked_of_the_database_and_remembered(office: SampleOffice, open_desk: Open) -> None:
    for name in ("سلمى", "أحمد", "يزن"):
        office.apply(name)
    window = open_desk()
    page = queue_of(window)
    header = page.table.view.horizontalHeader()
    place = [column.key for column in page.table.model.columns].index("applicant")
    for expected in (["أحمد", "سلمى", "يزن"], ["يزن", "سلمى", "أحمد"]):
        header.sectionClicked.emit(place)
        settle(window)
        assert [cell(page, row, "applicant") for row in range(3)] == expected
    again = queue_of(open_desk())
    assert [cell(again, row, "applicant") for row in range(3)] == ["يزن", "سلمى", "أحمد"]


def test_columns_follow_their_person(office: SampleOffice, open_desk: Open) -> None:
    office.apply()
    window = open_desk()
    preferences = window.desk.preferences
    kept: dict[str, str] = {}
    preferences.follow("rana", {}, kept.__setitem__)
    page = queue_of(window)
    page.table.columns.show_column([column.key for column in page.table.model.columns].index("mobile"), True)
    (name,) = kept
    keep_preference(office.session("rana"), name, kept[name])
    elsewhere = open_desk()
    elsewhere.desk.preferences.follow("rana", my_preferences(office.session("rana")), lambda _n, _v: None)
    other = queue_of(elsewhere)
    other.table.columns.restore()
    mobile = [column.key for column in other.table.model.columns].index("mobile")
    assert not other.table.view.horizontalHeader().isSectionHidden(mobile)


def test_next_goes_on_where_the_read_rows_end(
    office: SampleOffice, open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = [office.apply(f"مقدم {place}") for place in range(5)]
    monkeypatch.setattr(model, "PAGE", 2)
    window = open_desk()
    page = queue_of(window)
    page.table.select(listed(page)[-1])
    seen = [page.table.current_id()]
    page.open_current()
    settle(window)
    while len(seen) < 5:
        case = window.pages.page()
        assert isinstance(case, CasePage)
        case.step(1)
        settle(window)
        if window.pages.place[1] in seen:
            break
        seen.append(window.pages.place[1])
    assert seen == references[references.index(seen[0]) :]
    assert without_bidi_controls(window.pages.place[1]) == references[-1]
