"""Money, telephones, national numbers and dates, in whatever digits they are typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.views.desk import Desk
from desktop.views.widgets.date_field import DateField, read_date
from desktop.views.widgets.entries import MoneyEdit, NationalIdEdit, PhoneEdit


def type_into(edit: QLineEdit, text: str) -> None:
    """Key by key; QTest.keyClicks aborts on Arabic."""
    for letter in text:
        QApplication.sendEvent(
            edit, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        )


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("45.5", "45.500"),
        ("٤٥٫٥", "45.500"),
        ("٤٥.٥٠٠", "45.500"),
        ("100", "100.000"),
        ("45,5", None),
        ("1,234.500", None),
        ("0.0005", None),
        ("-5", None),
        ("", None),
        ("مئة", None),
    ],
)
@pytest.mark.clause("COM-08")
def test_money_is_read_exactly_or_not_at_all(
    qtbot: QtBot, desk: Desk, typed: str, amount: str | None
) -> None:
    edit = MoneyEdit()
    qtbot.addWidget(edit)
    type_into(edit, typed)
    assert edit.value() == (None if amount is None else Decimal(amount))


def test_money_is_settled_to_three_decimals_and_what_cannot_be_read_stays(qtbot: QtBot, desk: Desk) -> None:
    edit = MoneyEdit()
    qtbot.addWidget(edit)
    type_into(edit, "٤٥٫٥")
    edit.editingFinished.emit()
    assert edit.text() == "45.500"
    edit.clear()
    type_into(edit, "45,5")
    edit.editingFinished.emit()
    assert edit.text() == "45,5"


def test_digits_typed_in_the_middle_keep_the_caret(qtbot: QtBot, desk: Desk) -> None:
    edit = MoneyEdit()
    qtbot.addWidget(edit)
    edit.setText("15")
    edit.setCursorPosition(1)
    type_into(edit, "٢٣")
    assert edit.text() == "1235"
    assert edit.cursorPosition() == 3


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0791234567", "+962791234567"),
        ("079 123 4567", "+962791234567"),
        ("+962 79 123 4567", "+962791234567"),
        ("00962791234567", "+962791234567"),
        ("٠٧٩١٢٣٤٥٦٧", "+962791234567"),
        ("0761234567", None),
        ("07912345678", None),
        ("065001234", None),
    ],
)
@pytest.mark.clause("COM-12")
def test_a_mobile_number_in_any_of_its_forms(
    qtbot: QtBot, desk: Desk, typed: str, number: str | None
) -> None:
    edit = PhoneEdit()
    qtbot.addWidget(edit)
    type_into(edit, typed)
    assert edit.value() == number


@pytest.mark.parametrize(
    ("typed", "number"), [("٩٨٤١٢٣٤٥٦٧", "9841234567"), ("984 123 4567", "9841234567"), ("98412345", None)]
)
@pytest.mark.clause("COM-12")
def test_a_national_number_has_ten_digits(qtbot: QtBot, desk: Desk, typed: str, number: str | None) -> None:
    edit = NationalIdEdit()
    qtbot.addWidget(edit)
    type_into(edit, typed)
    assert edit.value() == number


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24/11/2026", date(2026, 11, 24)),
        ("٢٤/١١/٢٠٢٦", date(2026, 11, 24)),
        ("24-1-2026", date(2026, 1, 24)),
        ("24112026", date(2026, 11, 24)),
        ("31/02/2026", None),
        ("2026/11/24", None),
        ("11", None),
        ("", None),
    ],
)
def test_a_date_is_day_month_year(typed: str, day: date | None) -> None:
    assert read_date(typed) == day


def test_a_date_may_be_empty_and_what_is_no_day_stays(qtbot: QtBot, desk: Desk) -> None:
    field = DateField()
    qtbot.addWidget(field)
    assert field.value() is None
    type_into(field.edit, "31/02/2026")
    field.edit.editingFinished.emit()
    assert field.value() is None
    assert field.edit.text() == "31/02/2026"
    field.set_value(date(2026, 2, 3))
    assert field.edit.text() == "03/02/2026"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_calendar_opens_by_key_at_the_day_and_gives_it_back(qtbot: QtBot, desk: Desk) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.set_value(date(2026, 11, 24))
    with qtbot.waitActive(field):
        field.show()
    field.edit.setFocus()
    QTest.keyClick(field.edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.isVisible()
    assert calendar.selectedDate().toPython() == date(2026, 11, 24)
    calendar.activated.emit(calendar.selectedDate().addDays(1))
    assert field.value() == date(2026, 11, 25)
    assert not calendar.isVisible()
