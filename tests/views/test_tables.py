"""Keyset tables: a page at a time, refreshes that move nothing under the hand, columns remembered."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.base.errors import Refusal
from desktop.views.desk import Desk
from desktop.views.qtfix import right_to_left
from desktop.views.tables import model as model_module
from desktop.views.tables.model import LARGEST_FETCH, PAGE, KeysetTableModel
from desktop.views.tables.queue_table import QueueTable
from desktop.views.tables.rows import Cell, Column, Fetch, Order, Row, RowsPage
from tests.views import sample
from tests.views.walk import nameless

COLUMNS = (Column("name", "الاسم", sort="name"), Column("state", "الحالة"))


def rows(*names: str) -> list[Row]:
    return [Row(name, (Cell(name), Cell("جديد"))) for name in names]


def many(count: int) -> list[Row]:
    return rows(*(f"{number:05d}" for number in range(count)))


@pytest.fixture
def model(qtbot: QtBot, desk: Desk) -> KeysetTableModel:
    made = KeysetTableModel(COLUMNS, desk.runner)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def ask(model: KeysetTableModel, desk: Desk, fetch: Fetch) -> None:
    model.ask(fetch)
    sample.settled(desk.runner)


def ids(model: KeysetTableModel) -> list[str]:
    return [model.row(place).id for place in range(model.rowCount())]


def test_rows_come_a_page_at_a_time(model: KeysetTableModel, desk: Desk) -> None:
    ask(model, desk, sample.fetch_from(many(PAGE * 2 + 5)))
    assert model.rowCount() == PAGE
    for expected in (PAGE * 2, PAGE * 2 + 5):
        assert model.canFetchMore(QModelIndex())
        model.fetchMore(QModelIndex())
        assert not model.canFetchMore(QModelIndex()), "not while one is on its way"
        sample.settled(desk.runner)
        assert model.rowCount() == expected
    assert not model.canFetchMore(QModelIndex())


def test_cells_answer_only_what_is_shown(model: KeysetTableModel, desk: Desk) -> None:
    ask(model, desk, sample.fetch_from([Row("a", (Cell("ليلى", "TRN-1"), Cell("جديد")))]))
    index = model.index(0, 0)
    assert index.data() == "ليلى"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "ليلى TRN-1"
    assert index.data(Qt.ItemDataRole.FontRole) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "الحالة"


def test_fetches_run_off_the_gui_thread(model: KeysetTableModel, desk: Desk) -> None:
    where: list[bool] = []

    def fetch(cursor: object, order: Order, wanted: int) -> RowsPage:
        where.append(threading.current_thread() is threading.main_thread())
        return RowsPage(())

    ask(model, desk, fetch)
    assert where == [False]


def test_a_late_answer_to_an_old_question_is_dropped(model: KeysetTableModel, desk: Desk) -> None:
    gate = threading.Event()

    def slow(cursor: object, order: Order, wanted: int) -> RowsPage:
        gate.wait(5)
        return RowsPage(tuple(rows("old")))

    model.ask(slow)
    model.ask(sample.fetch_from(rows("new")))
    gate.set()
    sample.settled(desk.runner)
    assert ids(model) == ["new"]


def test_no_fetch_asks_for_more_than_the_window_can_bear(model: KeysetTableModel, desk: Desk) -> None:
    asked: list[int] = []
    plain = sample.fetch_from(many(2000))

    def fetch(cursor: object, order: Order, wanted: int) -> RowsPage:
        asked.append(wanted)
        return plain(cursor, order, wanted)

    ask(model, desk, fetch)
    for _ in range(5):
        model.fetchMore(QModelIndex())
        sample.settled(desk.runner)
    assert model.rowCount() == PAGE * 6
    model.refresh()
    sample.settled(desk.runner)
    assert model.rowCount() == PAGE * 6
    assert max(asked) == LARGEST_FETCH


def test_a_row_that_moved_between_two_fetches_is_not_shown_twice(model: KeysetTableModel, desk: Desk) -> None:
    first = many(PAGE)
    answers = [
        RowsPage(tuple(first[:-1]), 1),
        RowsPage((first[-2], first[-1]), 2),
        RowsPage((first[-1], *rows("new"))),
    ]
    ask(model, desk, lambda cursor, order, wanted: answers[int(str(cursor or 0))])
    assert ids(model) == [row.id for row in first]
    model.fetchMore(QModelIndex())
    sample.settled(desk.runner)
    assert ids(model) == [*(row.id for row in first), "new"]


def test_the_list_ends_somewhere(
    model: KeysetTableModel, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_module, "CAP", PAGE * 2)
    capped: list[bool] = []
    model.capped.connect(lambda: capped.append(True))
    ask(model, desk, sample.fetch_from(many(PAGE * 5)))
    model.fetchMore(QModelIndex())
    sample.settled(desk.runner)
    assert capped == [True]
    assert not model.canFetchMore(QModelIndex())


@pytest.mark.parametrize(
    "after",
    ["abcde", "bcde", "xabcde", "abxcde", "edcba", "cxa", "", "xyz", "aXcYe"],
    ids=lambda names: names or "nothing",
)
def test_a_refresh_takes_over_every_kind_of_difference(
    model: KeysetTableModel, desk: Desk, after: str
) -> None:
    answers = iter([rows(*"abcde"), rows(*after)])
    ask(model, desk, lambda cursor, order, wanted: RowsPage(tuple(next(answers))))
    model.refresh()
    sample.settled(desk.runner)
    assert ids(model) == list(after)


def test_a_failed_fetch_leaves_the_rows(model: KeysetTableModel, desk: Desk) -> None:
    state = {"fails": False}

    def fetch(cursor: object, order: Order, wanted: int) -> RowsPage:
        if state["fails"]:
            raise Refusal.one("x", "لا", "no")
        return RowsPage(tuple(rows("a")))

    failures: list[object] = []
    model.failed.connect(failures.append)
    ask(model, desk, fetch)
    state["fails"] = True
    model.refresh()
    sample.settled(desk.runner)
    assert ids(model) == ["a"]
    assert len(failures) == 1
    assert not model.loading


@pytest.fixture
def table(qtbot: QtBot, either: Desk) -> QueueTable:
    made = QueueTable("test", sample.queue_columns(), either.runner, either.preferences)
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitActive(made):
        made.show()
    made.ask(sample.fetch_from(sample.queue_rows(40)))
    sample.settled(either.runner)
    return made


def test_the_current_row_and_the_selection_survive_a_refresh(table: QueueTable, either: Desk) -> None:
    assert table.select("case-5")
    before = sample.queue_rows(40)
    after = [*before[10:], *before[3:8]]
    table.model.ask(sample.fetch_from(before))
    sample.settled(either.runner)
    table.select("case-5")
    table.model._fetch = sample.fetch_from(after)
    table.refresh()
    sample.settled(either.runner)
    assert table.current_id() == "case-5"
    assert table.selected_ids() == ["case-5"]
    assert not table.select("case-0")


def test_enter_opens_the_current_row(table: QueueTable) -> None:
    opened: list[str] = []
    table.opened.connect(opened.append)
    table.select("case-3")
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert opened == ["case-3"]


def test_arrows_move_and_shift_selects_more(table: QueueTable) -> None:
    table.select("case-3")
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    assert table.current_id() == "case-4"
    QTest.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == ["case-4", "case-5"]


def test_next_and_previous_without_going_back_to_the_list(table: QueueTable) -> None:
    table.select("case-0")
    assert table.step(1) == "case-1"
    assert table.step(-1) == "case-0"
    assert table.step(-1) == ""
    assert table.current_id() == "case-0"


def test_columns_are_chosen_ordered_and_remembered(table: QueueTable, either: Desk, qtbot: QtBot) -> None:
    header = table.view.horizontalHeader()
    menu = table.columns.menu()
    fee = next(action for action in menu.actions() if action.text() in ("الرسم", "Fee"))
    assert not fee.isChecked()
    fee.setChecked(True)
    header.moveSection(header.visualIndex(2), 0)
    header.resizeSection(1, 77)
    table.columns.keep()
    again = QueueTable("test", sample.queue_columns(), either.runner, either.preferences)
    qtbot.addWidget(again)
    again.resize(900, 500)
    assert [one["key"] for one in again.columns.state()][:2] == ["state", "applicant"]
    assert not again.view.horizontalHeader().isSectionHidden(5)
    assert again.view.columnWidth(1) == 77
    again.columns.reset()
    assert again.columns.state()[0]["key"] == "applicant"
    assert again.view.horizontalHeader().isSectionHidden(5)


def test_a_column_added_since_stands_at_its_place(table: QueueTable, either: Desk, qtbot: QtBot) -> None:
    table.columns.keep()
    columns = (Column("new", "جديد"), *sample.queue_columns())
    again = QueueTable("test", columns, either.runner, either.preferences)
    qtbot.addWidget(again)
    assert {one["key"] for one in again.columns.state()} == {column.key for column in columns}


def test_columns_that_make_no_sense_are_forgotten(either: Desk, qtbot: QtBot) -> None:
    from PySide6.QtCore import QByteArray

    either.preferences.keep_state("columns", "test", QByteArray(b"\x00not json"))
    table = QueueTable("test", sample.queue_columns(), either.runner, either.preferences)
    qtbot.addWidget(table)
    assert table.columns.state()[0]["key"] == "applicant"


def test_the_last_column_in_view_stays(table: QueueTable) -> None:
    header = table.view.horizontalHeader()
    for place in range(1, header.count()):
        header.setSectionHidden(place, True)
    assert not table.columns.menu().actions()[0].isEnabled()


def test_the_stretching_column_is_never_squeezed_away(table: QueueTable) -> None:
    table.resize(400, 300)
    QApplication.processEvents()
    assert table.view.columnWidth(0) >= sample.queue_columns()[0].width
    table.resize(1400, 300)
    QApplication.processEvents()
    assert table.view.horizontalHeader().length() >= table.view.viewport().width() - 2


def test_a_heading_sorts_and_sorts_back(table: QueueTable, either: Desk) -> None:
    header = table.view.horizontalHeader()
    header.sectionClicked.emit(1)
    assert table.model.order == Order(), "a column without a sort does nothing"
    header.sectionClicked.emit(0)
    assert table.model.order == Order("name", False)
    header.sectionClicked.emit(0)
    sample.settled(either.runner)
    assert table.model.order == Order("name", True)
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder


def test_copied_rows_are_plain_and_in_the_columns_shown(table: QueueTable) -> None:
    table.select("case-1")
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text()
    assert copied.startswith("رامي جورج خوري\t")
    assert len(copied.split("\t")) == 5
    assert not any(mark in copied for mark in "\u2066\u2068\u2069")


def test_an_empty_list_says_so_and_a_failed_one_offers_to_try_again(table: QueueTable, either: Desk) -> None:
    table.ask(sample.fetch_from([]))
    sample.settled(either.runner)
    assert not table.view.isVisible()
    assert table._empty.isVisible()

    def failing(cursor: object, order: Order, wanted: int) -> RowsPage:
        raise Refusal.one("x", "لا", "no")

    table.ask(failing)
    sample.settled(either.runner)
    assert table.banner.isVisible()
    table.model._fetch = sample.fetch_from(sample.queue_rows(3))
    table.banner.findChild(QPushButton).click()  # type: ignore[union-attr]
    sample.settled(either.runner)
    assert table.model.rowCount() == 3
    assert not table.banner.isVisible()


def test_the_edge_of_a_late_row_is_where_reading_begins(table: QueueTable) -> None:
    image = table.view.viewport().grab().toImage()
    y = 20
    edges = {"left": image.pixelColor(1, y), "right": image.pixelColor(image.width() - 2, y)}
    from desktop.views import theme

    begins = "right" if right_to_left() else "left"
    assert edges[begins].name() == theme.current().danger_soft.ink


def test_what_a_table_shows_has_names(table: QueueTable) -> None:
    assert not nameless(table)
