"""Every correction that Qt needs for an Arabic desk, once, in one place.

Each function names the defect it removes; ``tests/views/test_qtfix.py`` shows the defect and its
absence, and a lint test bans the calls that would bring it back elsewhere in ``desktop/views``.
Measured with PySide6 6.11.3.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QObject, Qt
from PySide6.QtGui import (
    QClipboard,
    QColor,
    QGuiApplication,
    QKeySequence,
    QPixmap,
    QTextCharFormat,
    QTransform,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCalendarWidget,
    QDateTimeEdit,
    QHeaderView,
    QLineEdit,
    QTableView,
)

from desktop.base.text import ltr, without_bidi_controls

MINIMUM_SECTION = 30
"""Pixels. Qt's own minimum is the widest glyph of the font: 99 px with IBM Plex Sans Arabic."""


def right_to_left() -> bool:
    """Whether the desk is laid out for Arabic."""
    return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


def set_up_date_time(edit: QDateTimeEdit, pattern: str) -> None:
    """Shows and reads ``pattern`` in its own order.

    In a right-to-left widget ``setDisplayFormat`` reverses the sections (13:05 shows as 05:13, and what
    is typed lands in the wrong section): the format is set while the widget is left-to-right.
    """
    edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    edit.setDisplayFormat(pattern)
    if right_to_left():
        edit.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)


def select_row(view: QTableView, row: int) -> None:
    """Makes ``row`` the current and only selected one.

    ``QTableView.selectRow`` selects nothing in a right-to-left table.
    """
    index = view.model().index(row, 0)
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    view.setCurrentIndex(index)
    view.selectionModel().select(index, flags)


def set_up_header(header: QHeaderView) -> None:
    """Lets columns be narrower than the font's widest glyph."""
    header.setMinimumSectionSize(MINIMUM_SECTION)


def set_up_table(view: QTableView) -> None:
    """A table that leaves Tab to the window, keeps each row on one line and selects whole rows."""
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    # Clicks on row numbers select nothing in a right-to-left table, so there are none.
    view.verticalHeader().hide()
    set_up_header(view.horizontalHeader())
    set_up_header(view.verticalHeader())


def set_up_calendar(calendar: QCalendarWidget, weekend_ink: str) -> None:
    """Weeks that start on Sunday and end with Friday and Saturday, all seven days in view.

    ``weekend_ink`` is the ``#rrggbb`` in which the two days of rest are written.
    """
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    weekday, weekend = QTextCharFormat(), QTextCharFormat()
    weekend.setForeground(QColor(weekend_ink))
    for day in Qt.DayOfWeek:
        resting = day in (Qt.DayOfWeek.Friday, Qt.DayOfWeek.Saturday)
        calendar.setWeekdayTextFormat(day, weekend if resting else weekday)
    grid = calendar.findChild(QTableView, "qt_calendar_calendarview")
    if isinstance(grid, QTableView):
        set_up_header(grid.horizontalHeader())
        set_up_header(grid.verticalHeader())


def ltr_only(edit: QLineEdit) -> None:
    """For what is written left to right in either language: numbers, telephones, e-mail addresses.

    The caret and the digits run left to right; in Arabic the text still stands at the right edge.
    """
    edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    side = Qt.AlignmentFlag.AlignRight if right_to_left() else Qt.AlignmentFlag.AlignLeft
    edit.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


def mirrored(drawn: QPixmap) -> QPixmap:
    """``drawn`` as seen in a mirror, for arrows that point along the direction of reading."""
    return drawn.transformed(QTransform.fromScale(-1, 1))


def shortcut_text(shortcut: QKeySequence) -> str:
    """``shortcut`` for people, isolated: without it ``(Ctrl+↓)`` is drawn as ``(↓+Ctrl)`` in Arabic."""
    return ltr(shortcut.toString(QKeySequence.SequenceFormat.NativeText))


class PlainClipboard(QObject):
    """Takes direction marks off whatever the program copies.

    Identifiers are shown inside isolates; a reference pasted into another program must not carry them.
    """

    def __init__(self, clipboard: QClipboard, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        clipboard.dataChanged.connect(self._clean)

    def _clean(self) -> None:
        if not self._clipboard.ownsClipboard():
            return
        copied = self._clipboard.text()
        plain = without_bidi_controls(copied)
        if plain != copied:
            self._clipboard.setText(plain)
