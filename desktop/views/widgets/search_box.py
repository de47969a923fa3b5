"""A field that tells what was typed once the typing pauses."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.base.text import cleaned
from desktop.views.i18n import tr_
from desktop.views.icons import icon
from desktop.views.qtfix import set_up_line

PAUSE_MS = 120
"""Long enough that a quick typist asks once, short enough to feel immediate."""


class SearchBox(QLineEdit):
    """Search as one types; Escape empties it, Enter asks at once."""

    asked = Signal(str)
    """The cleaned text; empty when the box was emptied."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        set_up_line(self)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.addAction(
            QAction(icon("search", "text_faint"), "", self), QLineEdit.ActionPosition.LeadingPosition
        )
        self._emptying = QAction(icon("x", "text_faint"), tr_("Diwan", "Clear"), self)
        self._emptying.triggered.connect(self.clear)
        self.addAction(self._emptying, QLineEdit.ActionPosition.TrailingPosition)
        self._emptying.setVisible(False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._last = ""
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self._ask)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._ask()
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._emptying.setVisible(bool(text))
        self._pause.start()

    def _ask(self) -> None:
        self._pause.stop()
        text = cleaned(self.text())
        if text != self._last:
            self._last = text
            self.asked.emit(text)
