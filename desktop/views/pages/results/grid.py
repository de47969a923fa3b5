"""The grid of a result sheet: one line a candidate, typed with arrow keys and Enter (EXM-10)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.models.records.occasion import Attendance, OccasionState
from desktop.usecases.results import Sheet, SheetRow
from desktop.views import shown, theme
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.qtfix import ltr_only, set_up_table
from desktop.workflows.results import ABSENT, Doubt, Mark, read_mark, shown_score

_AnyIndex = QModelIndex | QPersistentModelIndex
SEAT, NAME, IDENTITY, REFERENCE, ENTRY, OUTCOME = range(6)


class Mode(StrEnum):
    """What can be done with a sheet."""

    READ = "read"
    ATTENDANCE = "attendance"
    SCORES = "scores"


class ResultModel(QAbstractTableModel):
    """A sheet with what was typed into it; nothing here asks the database."""

    edited = Signal()
    """Something was typed, pasted or undone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SheetRow, ...] = ()
        self.mode = Mode.READ
        self.typed: dict[int, str] = {}
        self._sheet: Sheet | None = None
        self._undo: list[dict[int, str]] = []

    def show(self, sheet: Sheet, mode: Mode, typed: Mapping[int, str]) -> None:
        """Shows ``sheet``; of ``typed`` what is not saved already."""
        self.beginResetModel()
        self._sheet, self.mode, self.rows = sheet, mode, sheet.rows
        self._undo = []
        self.typed = {}
        for row in self.rows:
            text = typed.get(row.candidate.case_id, "")
            if text and mode is not Mode.READ and not self._is_saved(row, text):
                self.typed[row.candidate.case_id] = text
        self.endResetModel()
        self.edited.emit()

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    def undo(self) -> None:
        """Takes the last entry, paste or import back."""
        if self._undo:
            self.typed = self._undo.pop()
            self._all_changed()

    def take(self, texts: Mapping[int, str]) -> None:
        """Enters ``texts`` by case as one thing that can be undone."""
        self._undo.append(dict(self.typed))
        for case_id, text in texts.items():
            row = next(one for one in self.rows if one.candidate.case_id == case_id)
            if not text.strip() or self._is_saved(row, text):
                self.typed.pop(case_id, None)
            else:
                self.typed[case_id] = text
        self._all_changed()

    def take_from(self, place: int, texts: list[str]) -> int:
        """Enters ``texts`` one under the other from row ``place`` on; returns for how many there was room."""
        rows = self.rows[place : place + len(texts)]
        self.take({row.candidate.case_id: text for row, text in zip(rows, texts, strict=False)})
        return len(rows)

    def marks(self) -> dict[int, Mark]:
        """What was typed and can be saved, by case."""
        read = {case_id: self._read(text) for case_id, text in self.typed.items()}
        return {case_id: mark for case_id, mark in read.items() if isinstance(mark, Mark)}

    def absent(self) -> list[int]:
        """The cases that are marked absent."""
        return [r.candidate.case_id for r in self.rows if (mark := self._mark(r)) is not None and mark.absent]

    def doubts(self) -> dict[int, Doubt]:
        """What was typed and is no result, by row."""
        found = {}
        for place, row in enumerate(self.rows):
            text = self.typed.get(row.candidate.case_id)
            read = self._read(text) if text is not None else None
            if isinstance(read, Doubt):
                found[place] = read
        return found

    def toggle(self, place: int) -> None:
        """Present or absent, the other one."""
        row = self.rows[place]
        mark = self._mark(row)
        gone = mark is not None and mark.absent
        self.take({row.candidate.case_id: tr_("Diwan", "present") if gone else tr_("Diwan", "absent")})

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        entry = tr_("Diwan", "Attendance") if self.mode is Mode.ATTENDANCE else tr_("Diwan", "Score")
        return (
            tr_("Diwan", "Seat"),
            tr_("Diwan", "Candidate"),
            tr_("Diwan", "Identity number"),
            tr_("Diwan", "Reference"),
            entry,
            tr_("Diwan", "Result"),
        )[section]

    def flags(self, index: _AnyIndex) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        typed = index.column() == ENTRY and self.mode is Mode.SCORES
        return plain | Qt.ItemFlag.ItemIsEditable if typed else plain

    def setData(self, index: _AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != ENTRY:
            return False
        row = self.rows[index.row()]
        text = str(value).strip()
        if text != self._entry(row):
            self.take({row.candidate.case_id: text})
        return True

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and column == ENTRY:
            doubt = self.doubts().get(index.row())
            return said(doubt.text) if doubt else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.FontRole and column == ENTRY and row.candidate.case_id in self.typed:
            font = QFont()
            font.setBold(True)
            return font
        if role in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.BackgroundRole):
            return self._colour(row, column, ink=role == Qt.ItemDataRole.ForegroundRole)
        return None

    def _text(self, row: SheetRow, column: int) -> str:
        if column == SEAT:
            return shown.number(row.candidate.seat) if row.candidate.seat else "—"
        if column == NAME:
            return shown.name(row.candidate.name)
        if column == IDENTITY:
            return shown.identifier(row.candidate.identity)
        if column == REFERENCE:
            return shown.identifier(row.reference)
        return self._entry(row) if column == ENTRY else self._outcome(row)

    def _entry(self, row: SheetRow) -> str:
        text = self.typed.get(row.candidate.case_id)
        if text is None:
            return self._saved(row)
        if self.mode is Mode.ATTENDANCE:
            # It may have been kept in the other language.
            return tr_("Diwan", "absent") if self._read(text) == ABSENT else tr_("Diwan", "present")
        return text

    def _saved(self, row: SheetRow) -> str:
        if self.mode is Mode.ATTENDANCE:
            gone = row.place.attendance is Attendance.ABSENT
            return tr_("Diwan", "absent") if gone else tr_("Diwan", "present")
        mark = row.mark
        if mark is None:
            return ""
        return tr_("Diwan", "absent") if mark.score is None else shown_score(mark.score)

    def _is_saved(self, row: SheetRow, text: str) -> bool:
        if self.mode is Mode.ATTENDANCE:
            return (self._read(text) == ABSENT) is (row.place.attendance is Attendance.ABSENT)
        return self._read(text) == row.mark and row.mark is not None

    def _read(self, text: str) -> Mark | Doubt | None:
        if self._sheet is None:
            return None
        read = read_mark(text, self._sheet.scale)
        return read if read == ABSENT or self.mode is Mode.SCORES else None

    def _mark(self, row: SheetRow) -> Mark | None:
        read = self._read(self._entry(row))
        return read if isinstance(read, Mark) else None

    def _outcome(self, row: SheetRow) -> str:
        if self._sheet is None or not self._entry(row):
            return ""
        mark = self._mark(row)
        if mark is None:
            return "" if self.mode is Mode.ATTENDANCE else tr_("Diwan", "not a result")
        if mark.score is None:
            return tr_("Diwan", "absent")
        return tr_("Diwan", "passed") if self._sheet.scale.passes(mark.score) else tr_("Diwan", "failed")

    def _colour(self, row: SheetRow, column: int, *, ink: bool) -> QColor | None:
        tone = None
        entry = self._entry(row)
        if column in (ENTRY, OUTCOME) and entry and isinstance(self._read(entry), Doubt):
            tone = Tone.DANGER
        elif column == OUTCOME and (mark := self._mark(row)) is not None and self._sheet is not None:
            good = mark.score is not None and self._sheet.scale.passes(mark.score)
            tone = Tone.GOOD if good else Tone.WARNING
        elif column == ENTRY and row.candidate.case_id in self.typed:
            tone = Tone.INFO
        if tone is None:
            return None
        pair = theme.current().tone(tone)
        return QColor(pair.ink) if ink else (QColor(pair.ground) if column == ENTRY else None)

    def _all_changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, OUTCOME))
        self.edited.emit()


class _ScoreDelegate(QStyledItemDelegate):
    """An editor of one line that hands on to the next row with Enter and the arrows."""

    left = Signal(int)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: _AnyIndex) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(tr_("Diwan", "Score"))
        editor.setFrame(False)
        ltr_only(editor)
        return editor

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(editor, QWidget)
        ):
            step = {
                Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
            }.get(Qt.Key(event.key()))  # fmt: skip
            if step is not None:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                self.left.emit(step)
                return True
        return super().eventFilter(editor, event)


class ResultGrid(QTableView):
    """The grid: typing begins an entry, Enter and the arrows go on, Space says absent, Ctrl+V pastes."""

    paste_asked = Signal()

    def __init__(self, model: ResultModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results = model
        self.setModel(model)
        set_up_table(self)
        self.setProperty("role", "grid")
        self.setProperty("entries", True)
        self.setAccessibleName(tr_("Diwan", "Results of the sitting"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self._delegate = _ScoreDelegate(self)
        self._delegate.left.connect(self._go_on)
        self.setItemDelegate(self._delegate)
        self.verticalHeader().setDefaultSectionSize(40)
        header = self.horizontalHeader()
        for column, width in ((SEAT, 64), (IDENTITY, 126), (REFERENCE, 172), (ENTRY, 104), (OUTCOME, 104)):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    def go_to(self, place: int) -> None:
        """Makes the entry of row ``place`` the current one."""
        self.setCurrentIndex(self.results.index(place, ENTRY))
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = max(self.currentIndex().row(), 0)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_asked.emit()
        elif event.key() == Qt.Key.Key_Space and self.results.mode is Mode.ATTENDANCE and self.results.rows:
            self.results.toggle(place)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on(1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.results.mode is Mode.SCORES:
            self.results.take({self.results.rows[place].candidate.case_id: ""})
        else:
            super().keyPressEvent(event)

    def _go_on(self, step: int) -> None:
        place = self.currentIndex().row() + step
        if 0 <= place < len(self.results.rows):
            self.go_to(place)
        self.setFocus()


def mode_of(sheet: Sheet, *, came: bool) -> Mode:
    """What can be done with ``sheet`` now; ``came``: its day has come."""
    if sheet.is_open:
        return Mode.SCORES
    is_open = sheet.occasion.state is OccasionState.OPEN
    return Mode.ATTENDANCE if is_open and came else Mode.READ
