"""Every correction that Qt needs for an Arabic desk, once, in one place.

Each function names the defect it removes; ``tests/views/test_qtfix.py`` shows the defect and its
absence, and a lint test bans the calls that would bring it back elsewhere in ``desktop/views``.
Measured with PySide6 6.11.3.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import (
    QClipboard,
    QColor,
    QDrag,
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
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QWidget,
)

from desktop.base.text import ltr, without_bidi_controls

_RLM = "\u200f"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
SPLITTER_GAP = 16
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
        edit.setAlignment(_RIGHT)


def select_row(view: QTableView, row: int) -> None:
    """Makes ``row`` the current and only selected one.

    ``QTableView.selectRow`` selects nothing in a right-to-left table.
    """
    index = view.model().index(row, 0)
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    view.setCurrentIndex(index)
    view.selectionModel().select(index, flags)


def set_up_splitter(splitter: QSplitter) -> None:
    """Keeps the parts inside: in a right-to-left splitter Qt shifts them by one pixel over the edge."""
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(SPLITTER_GAP)
    if right_to_left():
        splitter.setContentsMargins(0, 0, 1, 0)


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


def set_up_line(edit: QLineEdit) -> None:
    """A line in the desk's language: it begins at the reader's edge also while it is empty.

    Qt puts the caret of an empty field where the keyboard's layout would have it: at the left of an
    Arabic field as long as the keyboard is English.
    """
    if right_to_left():
        edit.setAlignment(_RIGHT)


def set_up_text(edit: QPlainTextEdit) -> None:
    """The same as :func:`set_up_line` for many lines; each still runs in its own direction."""
    if right_to_left():
        option = edit.document().defaultTextOption()
        option.setAlignment(_RIGHT)
        edit.document().setDefaultTextOption(option)


def ltr_only(edit: QLineEdit) -> None:
    """For what is written left to right in either language: numbers, telephones, e-mail addresses.

    The caret and the digits run left to right; in Arabic the text still stands at the right edge.
    """
    edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    side = Qt.AlignmentFlag.AlignRight if right_to_left() else Qt.AlignmentFlag.AlignLeft
    edit.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


def set_up_words(words: QLabel) -> None:
    """Words stand at the edge where reading begins, whatever they are made of.

    A label that can be selected takes its side from the first letter: a telephone number would stand at
    the left of an Arabic page.
    """
    side = Qt.AlignmentFlag.AlignRight if right_to_left() else Qt.AlignmentFlag.AlignLeft
    words.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


def paragraph(text: str) -> str:
    """``text`` ordered as a line of the desk's language, also where it begins with a Latin word or digits.

    Without it ``PDF أو JPEG`` is laid out from the left in Arabic. The mark is taken off by copying.
    """
    if not text or not right_to_left() or text[0] == _RLM or "\u0621" <= text[0] <= "\u064a":
        return text
    return _RLM + text


def number_alignment() -> Qt.AlignmentFlag:
    """For columns of amounts: digits of one place under each other, in either direction.

    Numbers run left to right in Arabic too, so they stand at the right edge, which is where an Arabic
    line begins and an English one ends.
    """
    side = Qt.AlignmentFlag.AlignLeading if right_to_left() else Qt.AlignmentFlag.AlignTrailing
    return side | Qt.AlignmentFlag.AlignVCenter


def mirrored(drawn: QPixmap) -> QPixmap:
    """``drawn`` as seen in a mirror, for arrows that point along the direction of reading."""
    return drawn.transformed(QTransform.fromScale(-1, 1))


def shortcut_text(shortcut: QKeySequence) -> str:
    """``shortcut`` as it stands on the keys, isolated.

    Without the isolate ``Ctrl+↓`` is drawn as ``↓+Ctrl`` in Arabic; and Qt's Arabic names some keys in
    words (``Alt+اليسار``), which no keyboard shows.
    """
    text = shortcut.toString(QKeySequence.SequenceFormat.PortableText)
    for name, sign in (("Left", "←"), ("Right", "→"), ("Up", "↑"), ("Down", "↓"), ("Return", "Enter")):
        text = text.removesuffix(name) + sign if text.endswith(f"+{name}") else text
    return ltr(text)


def carry(source: QWidget, data: QMimeData, picture: QPixmap, held_at: QPoint) -> None:
    """Drags ``data`` from ``source`` until it is let go.

    A drag has no other form than one that waits; events go on being delivered meanwhile.
    """
    drag = QDrag(source)
    drag.setMimeData(data)
    drag.setPixmap(picture)
    drag.setHotSpot(held_at)
    drag.exec(Qt.DropAction.MoveAction)


class PlainClipboard(QObject):
    """Takes direction marks off whatever the program copies.

    Identifiers are shown inside isolates; a reference pasted into another program must not carry them.
    """

    def __init__(self, clipboard: QClipboard, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        clipboard.dataChanged.connect(self._clean)

    def _clean(self) -> None:
        # What another program copied is not ours to change. Whether the clipboard is ours is asked by the
        # window in front: some platforms never say that they own it.
        if QGuiApplication.focusWindow() is None:
            return
        copied = self._clipboard.text()
        plain = without_bidi_controls(copied)
        if plain != copied:
            self._clipboard.setText(plain)
