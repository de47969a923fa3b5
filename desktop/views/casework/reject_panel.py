"""Why a document is rejected: a ready reason, and a note where the reason does not say it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from desktop.base.errors import Refusal
from desktop.views.i18n import said, tr_
from desktop.views.qtfix import set_up_text
from desktop.views.widgets.basics import button, column, label, row
from desktop.workflows.fields import Choice


class _Reasons(QListWidget):
    """Enter takes the reason; a digit goes to the reason of that place."""

    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.taken.emit()
        elif typed.isdecimal() and 1 <= int(typed) <= self.count():
            self.setCurrentRow(int(typed) - 1)
        else:
            super().keyPressEvent(event)


class RejectPanel(QWidget):
    """Opened by R; Enter in the list rejects, Escape goes back, the note may stay empty."""

    confirmed = Signal(str, str)
    """The reason's code and the note."""
    left = Signal()
    edited = Signal()
    """A reason was chosen or the note changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reasons = _Reasons()
        self.reasons.setProperty("role", "choices")
        self.reasons.setAccessibleName(tr_("Diwan", "Reason for rejection"))
        self.reasons.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.note = QPlainTextEdit()
        set_up_text(self.note)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(64)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        naming = label(tr_("Diwan", "Note to the applicant"), "label")
        naming.setBuddy(self.note)
        self.note.setAccessibleName(tr_("Diwan", "Note to the applicant"))
        self.yes = button(tr_("Diwan", "Reject"), self.confirm, kind="danger", name="reject.yes")
        back = button(tr_("Diwan", "Go back"), self.left.emit)
        self.setLayout(
            column(
                label(tr_("Diwan", "Why is it rejected?"), "strong"),
                self.reasons,
                naming,
                self.note,
                self._error,
                row(self.yes, back, None),
                gap=8,
            )
        )
        self.reasons.taken.connect(self.confirm)
        self.note.textChanged.connect(self._error.hide)
        self.note.textChanged.connect(self.edited)
        self.reasons.currentRowChanged.connect(lambda _row: self.edited.emit())
        leaving = QShortcut(QKeySequence("Escape"), self, self.left.emit)
        leaving.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def ask(self, reasons: Sequence[Choice]) -> None:
        """Offers ``reasons``; what was typed into the note stays."""
        before = self.reasons.currentRow()
        self.reasons.clear()
        for place, reason in enumerate(reasons, start=1):
            item = QListWidgetItem(f"{place}   {said(reason.label)}")
            item.setData(Qt.ItemDataRole.UserRole, reason.value)
            item.setToolTip(said(reason.label))
            self.reasons.addItem(item)
        self.reasons.setCurrentRow(max(0, min(before, self.reasons.count() - 1)))
        self.show()
        self.reasons.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def typed(self) -> dict[str, object]:
        """What stands in the panel; nothing as long as no note is written."""
        item, note = self.reasons.currentItem(), self.note.toPlainText()
        code = str(item.data(Qt.ItemDataRole.UserRole)) if item else ""
        return {"reason_code": code, "remark": note} if note.strip() else {}

    def restore(self, kept: Mapping[str, object]) -> None:
        """Puts back what was typed and never sent."""
        if self.note.toPlainText().strip():
            return
        for place in range(self.reasons.count()):
            if self.reasons.item(place).data(Qt.ItemDataRole.UserRole) == kept.get("reason_code"):
                self.reasons.setCurrentRow(place)
        self.note.setPlainText(str(kept.get("remark", "")))

    def confirm(self) -> None:
        """Rejects for the reason chosen."""
        item = self.reasons.currentItem()
        code = str(item.data(Qt.ItemDataRole.UserRole)) if item else ""
        self.confirmed.emit(code, self.note.toPlainText().strip())

    def show_refusal(self, refusal: Refusal) -> None:
        """Says what is missing; nothing typed is lost."""
        self._error.setText(said(refusal.text))
        self._error.show()
        if any(problem.field.endswith("remark") for problem in refusal.problems):
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Empties the panel."""
        self.note.clear()
        self.reasons.setCurrentRow(0)
        self._error.hide()

    def finish(self) -> None:
        """The rejection went through: the next document begins empty."""
        self.clear()
        self.hide()
