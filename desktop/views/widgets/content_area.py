"""Where the page lies: as large as the window allows, and scrolled where the page needs more.

At 200 % a screen of 1440x900 has the room of one of 720x450; whoever needs letters of that size then moves
the page under the window instead of losing its edge.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

_LEAST = QSize(320, 200)


class ContentArea(QScrollArea):
    """Follows the keyboard: what has it is scrolled into view."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        content = self.widget()
        if now is None or content is None or not content.isAncestorOf(now):
            return
        if content.height() > self.viewport().height() or content.width() > self.viewport().width():
            self.ensureWidgetVisible(now, 16, 16)
