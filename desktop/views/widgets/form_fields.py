"""One field of a form: its label, the widget its kind asks for, a hint, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop.views.i18n import tr_
from desktop.views.qtfix import set_up_line, set_up_text
from desktop.views.widgets.basics import column, label, row
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.entries import LtrEdit, MoneyEdit, NationalIdEdit, PhoneEdit
from desktop.views.widgets.file_pick import FilePick
from desktop.views.widgets.tick_list import TickList


class FieldKind(StrEnum):
    """What a field holds; it decides the widget."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CODE = "code"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"
    DATE = "date"
    MONEY = "money"
    PHONE = "phone"
    NATIONAL_ID = "national_id"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as a form draws it; texts are in the language in force.

    ``path`` is the name under which values and problems travel (``"applicant.mobile"``). ``choices`` are
    pairs of code and label. A ``wide`` field takes the whole line.
    """

    path: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    wide: bool = False


_LEAST_WIDTH = 200
Value = str | bool | Path | None


class FieldBox(QWidget):
    """A labelled field with room for its problem under it."""

    changed = Signal(str)

    def __init__(self, field: FieldView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._editor = _Editor.of(field, lambda: self.changed.emit(field.path))
        self.widget = self._editor.widget
        self.error = label("", "error", wrap=True)
        self.error.hide()
        parts: list[QWidget] = [self.widget]
        if field.hint:
            parts.append(label(field.hint, "caption", wrap=True))
        layout = column(*parts, self.error, gap=4)
        if field.kind is not FieldKind.FLAG:
            self._naming: QLabel = label(field.label, "label")
            self._naming.setBuddy(self.widget)
            self._optional = label(tr_("Diwan", "(optional)"), "caption")
            if field.required:
                self._optional.hide()
            layout.insertLayout(0, row(self._naming, self._optional, None, gap=6))
        layout.addStretch(1)
        self.setLayout(layout)
        # Columns of a form are equally wide, whatever stands in them.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._editor.name(field.label)

    def value(self) -> Value:
        """What stands in the field, as the portal would send it."""
        return self._editor.read()

    def set_value(self, value: object) -> None:
        """Puts ``value`` into the field, in the form :meth:`value` gives or as the typed value itself."""
        self._editor.write(value)

    def set_required(self, required: bool) -> None:
        """Says whether the field may stay empty, where that depends on the others."""
        if self.field.kind is not FieldKind.FLAG:
            self._optional.setVisible(not required)

    def set_choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Offers other choices, pairs of code and label; what was chosen stays where it still can be."""
        combo = self.widget
        if isinstance(combo, TickList):
            combo.offer(choices)
            return
        if not isinstance(combo, QComboBox):
            raise TypeError(f"{self.field.path} is not a choice")
        before = str(combo.currentData() or "")
        if [str(combo.itemData(place)) for place in range(combo.count())] == [code for code, _ in choices]:
            return
        combo.blockSignals(True)
        combo.clear()
        for code, text in choices:
            combo.addItem(text, code)
        combo.setCurrentIndex(combo.findData(before) if before else -1)
        combo.blockSignals(False)

    def show_problem(self, sentence: str) -> None:
        """Says what is wrong, under the field; an empty sentence takes it away. The value stays."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        target = self._editor.bordered
        target.setProperty("wrong", "true" if sentence else "false")
        target.setAccessibleDescription(sentence)
        target.style().unpolish(target)
        target.style().polish(target)


@dataclass(frozen=True)
class _Editor:
    """A widget with how to read and write it; ``bordered`` is the part that turns red."""

    widget: QWidget
    bordered: QWidget
    read: Callable[[], Value]
    write: Callable[[object], None]

    def name(self, text: str) -> None:
        """Tells assistive technology what the widget is for."""
        for part in {self.widget, self.bordered}:
            part.setAccessibleName(text)

    @classmethod
    def of(cls, field: FieldView, on_change: Callable[[], None]) -> _Editor:
        """The editor for the field's kind."""
        makers: dict[FieldKind, Callable[[FieldView, Callable[[], None]], _Editor]] = {
            FieldKind.LONG_TEXT: _long_text,
            FieldKind.CHOICE: _choice,
            FieldKind.CHOICES: _choices,
            FieldKind.FLAG: _flag,
            FieldKind.DATE: _date,
            FieldKind.MONEY: _money,
            FieldKind.FILE: _file,
        }
        return makers.get(field.kind, _line)(field, on_change)


def _line(field: FieldView, on_change: Callable[[], None]) -> _Editor:
    classes = {
        FieldKind.CODE: LtrEdit,
        FieldKind.PHONE: PhoneEdit,
        FieldKind.NATIONAL_ID: NationalIdEdit,
    }
    edit = classes.get(field.kind, QLineEdit)()
    if field.kind is FieldKind.TEXT:
        set_up_line(edit)
    edit.textChanged.connect(lambda _text: on_change())
    return _Editor(edit, edit, edit.text, lambda value: edit.setText(_typed(value)))


def _long_text(_field: FieldView, on_change: Callable[[], None]) -> _Editor:
    edit = QPlainTextEdit()
    set_up_text(edit)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(96)
    edit.textChanged.connect(on_change)
    return _Editor(edit, edit, edit.toPlainText, lambda value: edit.setPlainText(_typed(value)))


def _choice(field: FieldView, on_change: Callable[[], None]) -> _Editor:
    combo = QComboBox()
    combo.setPlaceholderText(tr_("Diwan", "Choose…"))
    for code, text in field.choices:
        combo.addItem(text, code)
    combo.setCurrentIndex(-1)
    combo.currentIndexChanged.connect(lambda _index: on_change())

    def read() -> str:
        return str(combo.currentData() or "")

    return _Editor(combo, combo, read, lambda value: combo.setCurrentIndex(combo.findData(_typed(value))))


def _choices(field: FieldView, on_change: Callable[[], None]) -> _Editor:
    ticks = TickList()
    ticks.offer(field.choices)
    ticks.itemChanged.connect(lambda _item: on_change())
    return _Editor(ticks, ticks, ticks.ticked, lambda value: ticks.tick(_typed(value)))


def _flag(field: FieldView, on_change: Callable[[], None]) -> _Editor:
    box = QCheckBox(field.label)
    box.toggled.connect(lambda _on: on_change())
    return _Editor(box, box, box.isChecked, lambda value: box.setChecked(value is True or value == "true"))


def _date(_field: FieldView, on_change: Callable[[], None]) -> _Editor:
    entry = DateField()
    entry.value_changed.connect(on_change)

    def read() -> str:
        day = entry.value()
        return day.isoformat() if day else entry.edit.text().strip()

    def write(value: object) -> None:
        try:
            entry.set_value(date.fromisoformat(_typed(value)))
        except ValueError:
            entry.edit.setText(_typed(value))

    return _Editor(entry, entry.edit, read, write)


def _money(_field: FieldView, on_change: Callable[[], None]) -> _Editor:
    entry = MoneyEdit()
    entry.value_changed.connect(on_change)

    def read() -> str:
        amount = entry.value()
        return entry.text().strip() if amount is None else str(amount)

    def write(value: object) -> None:
        try:
            entry.set_value(Decimal(_typed(value)))
        except (InvalidOperation, ValueError):
            entry.setText(_typed(value))

    return _Editor(entry, entry, read, write)


def _file(_field: FieldView, on_change: Callable[[], None]) -> _Editor:
    pick = FilePick()
    pick.value_changed.connect(on_change)
    return _Editor(
        pick, pick, pick.value, lambda value: pick.set_value(Path(_typed(value)) if value else None)
    )


def _typed(value: object) -> str:
    """``value`` as a person would have typed it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
