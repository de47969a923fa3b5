"""Each trap of Qt's in a right-to-left window: that it is there, and that the correction removes it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, QPoint, QRect, Qt, QTime
from PySide6.QtGui import QColor, QKeySequence, QPixmap, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QDateEdit,
    QLabel,
    QLineEdit,
    QSplitter,
    QTableView,
    QTimeEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.base.text import LRI, PDI, ltr
from desktop.views import qtfix
from desktop.views.desk import Desk
from tests.views.conftest import MakeDesk


@pytest.fixture
def table(qtbot: QtBot, desk: Desk) -> QTableView:
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(QStandardItemModel(5, 3, view))
    return view


def test_qt_reverses_date_and_time_sections_in_arabic(qtbot: QtBot, desk: Desk) -> None:
    edit = QTimeEdit(QTime(13, 5))
    qtbot.addWidget(edit)
    edit.setDisplayFormat("HH:mm")
    assert edit.text() == "05:13", "Qt no longer reverses it: the correction can go"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_time_shows_and_reads_in_its_own_order(qtbot: QtBot, make_desk: MakeDesk, language: str) -> None:
    make_desk(language)
    edit = QTimeEdit(QTime(13, 5))
    qtbot.addWidget(edit)
    qtfix.set_up_date_time(edit, "HH:mm")
    assert edit.text() == "13:05"


def test_a_typed_date_lands_in_its_sections(qtbot: QtBot, desk: Desk) -> None:
    edit = QDateEdit(QDate(2026, 2, 14))
    qtbot.addWidget(edit)
    qtfix.set_up_date_time(edit, "dd/MM/yyyy")
    assert edit.text() == "14/02/2026"
    edit.setSelectedSection(QDateEdit.Section.DaySection)
    QTest.keyClicks(edit, "03042025")
    assert edit.date() == QDate(2025, 4, 3)


def test_qt_selects_no_row_in_arabic(table: QTableView) -> None:
    table.selectRow(2)
    assert not table.selectionModel().selectedRows(), "Qt selects again: the correction can go"


def test_a_row_is_selected_whole_and_alone(table: QTableView) -> None:
    qtfix.set_up_table(table)
    qtfix.select_row(table, 1)
    qtfix.select_row(table, 3)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [3]
    assert table.currentIndex().row() == 3


def test_columns_may_be_narrower_than_the_widest_glyph(table: QTableView) -> None:
    header = table.horizontalHeader()
    assert header.minimumSectionSize() > 60, "the face no longer holds so wide a glyph"
    qtfix.set_up_table(table)
    header.resizeSection(0, 40)
    assert header.sectionSize(0) == 40


def test_tab_leaves_a_table(qtbot: QtBot, desk: Desk) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    table, after = QTableView(window), QLineEdit(window)
    table.setModel(QStandardItemModel(5, 3, table))
    qtfix.set_up_table(table)
    with qtbot.waitActive(window):
        window.show()
    QWidget.setTabOrder(table, after)
    table.setFocus()
    qtfix.select_row(table, 0)
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert table.currentIndex().column() == 0
    assert after.hasFocus()


def test_cells_stay_on_one_line(table: QTableView) -> None:
    qtfix.set_up_table(table)
    assert not table.wordWrap()
    assert table.verticalHeader().isHidden()


def test_the_week_begins_on_sunday_and_rests_on_friday_and_saturday(qtbot: QtBot, desk: Desk) -> None:
    calendar = QCalendarWidget()
    qtbot.addWidget(calendar)
    qtfix.set_up_calendar(calendar, "#123456")
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Sunday
    inked = {
        day.name
        for day in Qt.DayOfWeek
        if calendar.weekdayTextFormat(day).foreground().color() == QColor("#123456")
    }
    assert inked == {"Friday", "Saturday"}
    assert calendar.verticalHeaderFormat() == QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader


def test_all_seven_days_fit(qtbot: QtBot, desk: Desk) -> None:
    plain, ours = QCalendarWidget(), QCalendarWidget()
    for calendar in (plain, ours):
        qtbot.addWidget(calendar)
    qtfix.set_up_calendar(ours, "#123456")
    assert ours.minimumSizeHint().width() < 420 < plain.minimumSizeHint().width()


@pytest.mark.parametrize(
    ("language", "side"), [("ar", Qt.AlignmentFlag.AlignRight), ("en", Qt.AlignmentFlag.AlignLeft)]
)
def test_numbers_run_left_to_right_from_the_readers_edge(
    qtbot: QtBot, make_desk: MakeDesk, language: str, side: Qt.AlignmentFlag
) -> None:
    make_desk(language)
    edit = QLineEdit()
    qtbot.addWidget(edit)
    qtfix.ltr_only(edit)
    assert edit.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert edit.alignment() & side
    assert edit.alignment() & Qt.AlignmentFlag.AlignAbsolute


def _ink_centre(label: QLabel) -> float:
    """Where the ink of ``label`` lies across it, from 0 (left) to 1 (right)."""
    image = label.grab().toImage()
    ground = image.pixelColor(0, 0)
    columns = [
        x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) != ground
    ]
    return sum(columns) / len(columns) / image.width()


def test_a_selectable_number_stands_at_the_right_of_an_arabic_page(qtbot: QtBot, desk: Desk) -> None:
    wrong, right = QLabel(ltr("9841234567")), QLabel(ltr("9841234567"))
    qtfix.set_up_words(right)
    for words in (wrong, right):
        qtbot.addWidget(words)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.resize(400, 30)
    assert _ink_centre(wrong) < 0.5, "Qt puts it at the right by itself: the correction can go"
    assert _ink_centre(right) > 0.5


def test_a_sentence_that_begins_in_latin_is_ordered_for_an_arabic_reader(make_desk: MakeDesk) -> None:
    make_desk("ar")
    assert not "PDF أو JPEG".isascii()
    assert qtfix.paragraph("PDF أو JPEG") == "\u200fPDF أو JPEG"
    assert qtfix.paragraph(qtfix.paragraph("PDF")) == "\u200fPDF"
    assert qtfix.paragraph("ملف PDF") == "ملف PDF"
    assert qtfix.paragraph("") == ""
    make_desk("en")
    assert qtfix.paragraph("PDF or JPEG") == "PDF or JPEG"


def test_an_empty_arabic_field_begins_at_the_right(qtbot: QtBot, desk: Desk) -> None:
    plain, ours = QLineEdit(), QLineEdit()
    qtfix.set_up_line(ours)
    for edit in (plain, ours):
        qtbot.addWidget(edit)
        edit.resize(300, 34)
        edit.grab()
    assert ours.cursorRect().center().x() > 250
    ours.setText("Omar")
    assert ours.cursorRect().center().x() > 200


def test_splitter_parts_stay_inside(qtbot: QtBot, desk: Desk) -> None:
    def overhang(correct: bool) -> int:
        splitter = QSplitter()
        qtbot.addWidget(splitter)
        if correct:
            qtfix.set_up_splitter(splitter)
        parts = [QWidget(), QWidget()]
        for part in parts:
            splitter.addWidget(part)
        splitter.resize(600, 100)
        splitter.show()
        return max(part.geometry().right() for part in parts) - splitter.rect().right()

    assert overhang(correct=False) == 1, "Qt keeps them inside: the correction can go"
    assert overhang(correct=True) <= 0


def test_an_arrow_turns_round(desk: Desk) -> None:
    drawn = QPixmap(4, 1)
    drawn.fill(QColor("white"))
    image = drawn.toImage()
    image.setPixelColor(0, 0, QColor("black"))
    turned = qtfix.mirrored(QPixmap.fromImage(image)).toImage()
    assert turned.pixelColor(3, 0) == QColor("black")
    assert turned.pixelColor(0, 0) == QColor("white")


def test_shortcuts_are_isolated_and_as_on_the_keys(desk: Desk) -> None:
    assert qtfix.shortcut_text(QKeySequence("Ctrl+K")) == f"{LRI}Ctrl+K{PDI}"
    assert qtfix.shortcut_text(QKeySequence("Alt+Left")) == f"{LRI}Alt+←{PDI}"
    assert qtfix.shortcut_text(QKeySequence("Ctrl+Return")) == f"{LRI}Ctrl+Enter{PDI}"


def test_copied_text_carries_no_direction_marks(qtbot: QtBot, desk: Desk) -> None:
    clipboard = QApplication.clipboard()
    reference = ltr("TRN-2026-000123-7")
    clipboard.setText(reference)
    assert clipboard.text() == reference, "what another program copies is left alone"
    words = QLabel(reference)
    qtbot.addWidget(words)
    with qtbot.waitActive(words):
        words.show()
    clipboard.setText(f"{reference} ")
    assert clipboard.text() == "TRN-2026-000123-7 "


@pytest.mark.parametrize("language", ["ar", "en"])
def test_amounts_stand_at_the_right_edge(make_desk: MakeDesk, language: str) -> None:
    make_desk(language)
    from PySide6.QtWidgets import QStyle

    direction = QApplication.layoutDirection()
    placed = QStyle.alignedRect(
        direction, qtfix.number_alignment(), QRect(0, 0, 10, 10).size(), QRect(0, 0, 100, 10)
    )
    assert placed.topLeft() == QPoint(90, 0)
