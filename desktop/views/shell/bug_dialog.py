"""What shows when the program contradicts itself: a plain sentence, and the details for support."""

from __future__ import annotations

import traceback

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.views.i18n import tr_
from desktop.views.widgets.basics import button, label, row


class BugDialog(QDialog):
    """The details can be copied; they are in the log as well."""

    def __init__(self, parent: QWidget, error: BaseException) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr_("Diwan", "Something went wrong in the program"))
        self.setMinimumSize(620, 380)
        self.details = QPlainTextEdit("".join(traceback.format_exception(error)))
        self.details.setReadOnly(True)
        # A traceback is English and code, whatever the language of the desk.
        self.details.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.details.setAccessibleName(tr_("Diwan", "Details for support"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(12)
        layout.addWidget(label(self.windowTitle(), "heading"))
        says = tr_(
            "Diwan", "What you typed is kept. Copy the details below for the IT officer, then carry on."
        )
        layout.addWidget(label(says, "label", wrap=True))
        layout.addWidget(self.details, 1)
        copying = button(tr_("Diwan", "Copy the details"), self._copy, icon_name="copy")
        layout.addLayout(row(copying, None, button(tr_("Diwan", "Close"), self.accept, kind="primary")))

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.details.toPlainText())
