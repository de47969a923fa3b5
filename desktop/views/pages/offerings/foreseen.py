"""Every SMS that a change would send, before it is done: to whom, and word for word."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.usecases.occasions import Forecast
from desktop.views import shown
from desktop.views.i18n import tr_
from desktop.views.qtfix import set_up_text
from desktop.views.widgets.basics import button, label, row


class SendDialog(QDialog):
    """Asks whether to do what sends these messages; ``on_yes`` does it."""

    def __init__(
        self, parent: QWidget, foreseen: tuple[Forecast, ...], verb: str, on_yes: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._on_yes = on_yes
        question = tr_("Diwan", "Send the new date to %n applicant(s)?", None, len(foreseen))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question)
        self.setMinimumSize(620, 460)
        self.messages = QPlainTextEdit()
        set_up_text(self.messages)
        self.messages.setReadOnly(True)
        self.messages.setTabChangesFocus(True)
        self.messages.setAccessibleName(tr_("Diwan", "Messages that will be sent"))
        self.messages.setPlainText(_spoken(foreseen))
        self.yes = button(verb, self._accept, kind="primary", name="yes")
        self.back = button(tr_("Diwan", "Go back"), self.reject, name="back")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(16)
        layout.addWidget(label(question, "heading", wrap=True))
        layout.addWidget(self.messages, 1)
        layout.addLayout(row(None, self.back, self.yes))
        self.yes.setDefault(True)
        self.yes.setFocus()

    def _accept(self) -> None:
        self.accept()
        self._on_yes()


def _spoken(foreseen: tuple[Forecast, ...]) -> str:
    parts = [f"{shown.name(one.applicant)}\n{text}" for one in foreseen for text in one.texts]
    return "\n\n".join(parts) or tr_("Diwan", "Nobody has a place, so nobody is told.")
