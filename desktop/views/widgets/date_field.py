"""A date that may be empty: typed as day, month, year, or taken from a calendar."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop.base.clock import numeric_date
from desktop.base.text import ascii_digits
from desktop.views import theme
from desktop.views.i18n import tr_
from desktop.views.icons import icon
from desktop.views.qtfix import right_to_left, set_up_calendar
from desktop.views.widgets.basics import row
from desktop.views.widgets.entries import LtrEdit

_TYPED = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})|(\d{2})(\d{2})(\d{4})")


def read_date(typed: str) -> date | None:
    """``24/11/2026``, ``24-11-2026``, ``24112026``, in either digits; ``None`` where it is no day."""
    found = _TYPED.fullmatch(ascii_digits(typed).strip())
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DateField(QWidget):
    """A field for a date with a calendar beside it; Alt+Down opens the calendar."""

    value_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = LtrEdit()
        self.edit.setPlaceholderText(tr_("Diwan", "dd/mm/yyyy"))
        self.edit.textChanged.connect(lambda _text: self.value_changed.emit())
        self.edit.editingFinished.connect(self._settle)
        opener = QAction(icon("calendar"), tr_("Diwan", "Choose from the calendar"), self)
        opener.triggered.connect(self.open_calendar)
        # The field itself is left-to-right in either language; the calendar stands where the line ends.
        position = QLineEdit.ActionPosition
        self.edit.addAction(
            opener, position.LeadingPosition if right_to_left() else position.TrailingPosition
        )
        self.setLayout(row(self.edit))
        self.setFocusProxy(self.edit)
        opening = QShortcut(QKeySequence("Alt+Down"), self.edit)
        opening.setContext(Qt.ShortcutContext.WidgetShortcut)
        opening.activated.connect(self.open_calendar)
        self._popup: _CalendarPopup | None = None

    def value(self) -> date | None:
        """The day; ``None`` where nothing, or no day, was typed."""
        return read_date(self.edit.text())

    def set_value(self, day: date | None) -> None:
        """Shows ``day``, or nothing."""
        self.edit.setText("" if day is None else numeric_date(day))

    def open_calendar(self) -> None:
        """Shows a month under the field, at the day typed or today."""
        if self._popup is None:
            self._popup = _CalendarPopup(self)
            self._popup.chosen.connect(self._take)
        self._popup.show_under(self.edit, self.value())

    def _take(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def _settle(self) -> None:
        day = self.value()
        if day is not None:
            self.set_value(day)


class _CalendarPopup(QFrame):
    chosen = Signal(QDate)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.setAccessibleName(tr_("Diwan", "Calendar"))
        self._calendar = QCalendarWidget()
        self._calendar.setGridVisible(False)
        set_up_calendar(self._calendar, theme.current().text_faint)
        self._calendar.clicked.connect(self._choose)
        self._calendar.activated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self._calendar)

    def show_under(self, field: QWidget, day: date | None) -> None:
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day) if day else QDate.currentDate())
        corner = field.rect().bottomLeft()
        if right_to_left():
            corner = field.rect().bottomRight() - QPoint(self.sizeHint().width(), 0)
        self.move(field.mapToGlobal(corner + QPoint(0, 4)))
        self.show()
        self._calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _choose(self, day: QDate) -> None:
        self.close()
        self.chosen.emit(day)
