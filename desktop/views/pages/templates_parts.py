"""The parts of the editor of letters' wordings: passages with their conditions, a table, a page's picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.letters.content import LetterTable
from desktop.letters.template import Passage
from desktop.views import theme
from desktop.views.i18n import tr_
from desktop.views.qtfix import set_up_text
from desktop.views.widgets.basics import button, column, label, row, tool
from desktop.views.widgets.entries import LtrEdit

_LINE_HEIGHT = 26
_SEPARATOR = "|"
_LINE_BREAK = "⏎"
"""Stands for a line break within a cell, where each line is a row."""


class WordsEdit(QPlainTextEdit):
    """Arabic text of some lines that grows with what is typed."""

    entered = Signal(object)
    """The field, when it gets the focus: where a chosen value is put."""

    def __init__(self, name: str, least: int = 2) -> None:
        super().__init__()
        set_up_text(self)
        self._least = least
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        # Letters are Arabic in either language of the desk, also where a line begins with a {name}.
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignAbsolute)
        self.document().setDefaultTextOption(option)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def words(self) -> str:
        """What stands in it, on one line."""
        return " ".join(self.toPlainText().split())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit(self)

    def _fit(self) -> None:
        lines = max(self._least, round(self.document().size().height()))
        self.setFixedHeight(lines * _LINE_HEIGHT + 16)


class PassageEdit(QWidget):
    """One passage: its text, what it is printed under, and what is wrong with it."""

    edited = Signal()
    entered = Signal(object)
    removed = Signal(object)

    def __init__(self, passage: Passage) -> None:
        super().__init__()
        self.text = WordsEdit(tr_("Diwan", "Paragraph"))
        self.text.setPlainText(passage.text)
        self.when = LtrEdit()
        self.when.setText(", ".join(passage.when))
        self.when.setPlaceholderText("fee, !specialty")
        self.when.setAccessibleName(tr_("Diwan", "Printed only if"))
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        naming = label(tr_("Diwan", "Printed only if"), "caption")
        naming.setBuddy(self.when)
        drop = tool(tr_("Diwan", "Remove the paragraph"), "trash-2", lambda: self.removed.emit(self))
        layout = column(self.text, row(naming, self.when, drop, gap=8), self.problem, gap=4)
        layout.setContentsMargins(0, 0, 0, 8)
        self.setLayout(layout)
        self.text.textChanged.connect(self.edited)
        self.when.textChanged.connect(lambda _text: self.edited.emit())
        self.text.entered.connect(self.entered)

    def passage(self) -> Passage:
        """What stands in it."""
        conditions = (one.strip() for one in self.when.text().split(","))
        return Passage(self.text.toPlainText().strip(), tuple(one for one in conditions if one))

    def say(self, sentence: str) -> None:
        """Shows what is wrong; nothing where ``sentence`` is empty."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


class PassageList(QWidget):
    """Passages under each other, to add to and take from."""

    edited = Signal()
    entered = Signal(object)

    def __init__(self, title: str, add: str) -> None:
        super().__init__()
        self._edits: list[PassageEdit] = []
        self._place = column(gap=4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(title, "label"))
        layout.addLayout(self._place)
        layout.addLayout(row(button(add, self.add, icon_name="plus"), None))

    def show_passages(self, passages: tuple[Passage, ...]) -> None:
        """Shows ``passages`` in place of what stood there."""
        for edit in list(self._edits):
            self._drop(edit)
        for passage in passages:
            self._append(passage)

    def passages(self) -> tuple[Passage, ...]:
        """What stands in it; an empty passage is left out."""
        return tuple(p for p in (edit.passage() for edit in self._edits) if p.text or p.when)

    def add(self) -> None:
        """Begins a further passage."""
        self._append(Passage("")).text.setFocus()
        self.edited.emit()

    def say(self, problems: Mapping[int, str]) -> None:
        """Shows what is wrong, by the passage's place among those that are not empty."""
        filled = [edit for edit in self._edits if edit.passage().text or edit.passage().when]
        for edit in self._edits:
            edit.say("")
        for place, sentence in problems.items():
            if place < len(filled):
                filled[place].say(sentence)

    def _append(self, passage: Passage) -> PassageEdit:
        edit = PassageEdit(passage)
        edit.edited.connect(self.edited)
        edit.entered.connect(self.entered)
        edit.removed.connect(self._remove)
        self._edits.append(edit)
        self._place.addWidget(edit)
        return edit

    def _remove(self, edit: PassageEdit) -> None:
        self._drop(edit)
        self.edited.emit()

    def _drop(self, edit: PassageEdit) -> None:
        self._edits.remove(edit)
        self._place.removeWidget(edit)
        edit.hide()
        edit.deleteLater()


def table_text(table: LetterTable | None) -> str:
    """A table as lines of cells; the first is its heading."""
    if table is None:
        return ""
    rows = (f" {_SEPARATOR} ".join(cells) for cells in (table.headers, *table.rows))
    return "\n".join(row.replace("\n", _LINE_BREAK) for row in rows)


def table_from(text: str, like: LetterTable | None) -> LetterTable | None:
    """The table that ``text`` writes; widths and place stay those of ``like`` where they still fit.

    Raises ``ValueError`` where a row has other columns than the heading.
    """
    lines = [
        tuple(cell.strip().replace(_LINE_BREAK, "\n") for cell in written.split(_SEPARATOR))
        for written in text.splitlines()
        if written.strip()
    ]
    if not lines:
        return None
    headers, rows = lines[0], tuple(lines[1:])
    if like is not None and len(like.headers) == len(headers):
        return replace(like, headers=headers, rows=rows)
    if like is None:
        return LetterTable(headers, rows)
    return LetterTable(headers, rows, after=like.after, row_height=like.row_height)


def facts_text(facts: Sequence[tuple[str, str]]) -> str:
    """A list's facts, a line for each."""
    return "\n".join(f"{name} {_SEPARATOR} {value}" for name, value in facts)


def facts_from(text: str) -> tuple[tuple[str, str], ...]:
    """The facts that ``text`` writes; raises ``ValueError`` for a line without label and value."""
    facts = []
    for line in filter(str.strip, text.splitlines()):
        name, value = (part.strip() for part in line.split(_SEPARATOR))
        if not name or not value:
            raise ValueError(line)
        facts.append((name, value))
    return tuple(facts)


class Sheet(QWidget):
    """The first page of a letter as it will be printed, as wide as there is room; paper is always white."""

    def __init__(self) -> None:
        super().__init__()
        self._page = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.setMinimumSize(280, 396)
        self.setAccessibleName(tr_("Diwan", "The letter as it will be printed"))

    def show_page(self, page: QImage) -> None:
        """Shows ``page``."""
        self._page = page
        self.update()

    @property
    def empty(self) -> bool:
        """Whether nothing was drawn yet."""
        return self._page.isNull()

    def sizeHint(self) -> QSize:
        return QSize(440, 622)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._page.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = QSize(round((self.width() - 2) * ratio), round((self.height() - 2) * ratio))
        fitted = self._page.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        width, height = fitted.width() / ratio, fitted.height() / ratio
        area = QRectF((self.width() - width) / 2, 1, width, height)
        painter = QPainter(self)
        painter.drawImage(area, fitted)
        painter.setPen(QColor(theme.current().border))
        painter.drawRect(area)
        painter.end()
