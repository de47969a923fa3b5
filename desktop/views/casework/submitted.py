"""What stands at the counter after an application was submitted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.views import shown
from desktop.views.i18n import tr_
from desktop.views.widgets.basics import button, column, label, row
from desktop.views.widgets.cards import Card


class SubmittedPanel(QWidget):
    """After success: the reference, large, and what to do next."""

    again_asked = Signal()
    open_asked = Signal(str)
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reference = ""
        self.reference = label("", "title", selectable=True)
        self.reference.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._who = label("", "label", wrap=True)
        self._who.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = label(tr_("Diwan", "The application was submitted"), "heading")
        head.setAlignment(Qt.AlignmentFlag.AlignCenter)
        told = label(tr_("Diwan", "The applicant gets an SMS with this reference."), "key")
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.again = button(
            tr_("Diwan", "New application"),
            self.again_asked.emit,
            kind="primary",
            icon_name="plus",
            name="again",
        )
        copy = button(tr_("Diwan", "Copy the reference"), self._copy, icon_name="copy")
        open_ = button(tr_("Diwan", "Open the application"), self._open, icon_name="folder-open", name="open")
        card = Card()
        card.body.addLayout(
            column(
                16,
                head,
                self.reference,
                self._who,
                told,
                8,
                row(None, self.again, open_, copy, None),
                16,
                gap=10,
            )
        )
        card.setMinimumWidth(620)
        self.setLayout(column(None, row(None, card, None), None, None))

    def show_reference(self, reference: str, name: str) -> None:
        """Shows what was made."""
        self._reference = reference
        self.reference.setText(shown.identifier(reference))
        self.reference.setAccessibleName(reference)
        self._who.setText(shown.name(name))
        self.again.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._reference)
        self.copied.emit()

    def _open(self) -> None:
        self.open_asked.emit(self._reference)
