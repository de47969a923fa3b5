"""Questions with verbs on their buttons; nothing waits inside them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.base.text import cleaned
from desktop.views import theme
from desktop.views.i18n import tr_
from desktop.views.icons import pixmap
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_text
from desktop.views.widgets.banner import tone_icon
from desktop.views.widgets.basics import button, column, label, row


class ConfirmDialog(QDialog):
    """A question with a verb and a way back; where ``reason_label`` is given, a reason must be typed.

    It is opened, not executed: the window stays alive under it, and ``on_yes`` is told the reason (or an
    empty text). The way back has the focus where the deed is dangerous.
    """

    def __init__(
        self,
        parent: QWidget,
        question: str,
        explanation: str,
        verb: str,
        on_yes: Callable[[str], None],
        *,
        tone: Tone = Tone.INFO,
        reason_label: str = "",
        way_back: str = "",
    ) -> None:
        super().__init__(parent)
        self._on_yes = on_yes
        self.setWindowTitle(question)
        self.setMinimumWidth(460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette = theme.current()
        sign = QLabel()
        sign.setPixmap(pixmap(tone_icon(tone), 28, palette.tone(tone).ink, self.devicePixelRatioF()))
        words = column(label(question, "heading", wrap=True), label(explanation, "label", wrap=True), gap=6)
        top = row(sign, words, gap=16)
        top.setStretch(1, 1)
        top.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        dangerous = tone is Tone.DANGER
        self.yes = button(verb, self._accept, kind="danger" if dangerous else "primary", name="yes")
        self.back = button(way_back or tr_("Diwan", "Go back"), self.reject, name="back")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(16)
        layout.addLayout(top)
        self.reason = QPlainTextEdit()
        set_up_text(self.reason)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(84)
        self._asks = bool(reason_label)
        if self._asks:
            naming = label(reason_label, "label")
            naming.setBuddy(self.reason)
            layout.addLayout(column(naming, self.reason, gap=6))
            self.reason.textChanged.connect(self._judge)
        layout.addStretch(1)
        layout.addLayout(row(None, self.back, self.yes))
        self.yes.setDefault(not dangerous)
        self.back.setDefault(dangerous)
        (self.reason if self._asks else self.back if dangerous else self.yes).setFocus()
        self._judge()

    def _judge(self) -> None:
        self.yes.setEnabled(not self._asks or bool(cleaned(self.reason.toPlainText())))

    def _accept(self) -> None:
        reason = cleaned(self.reason.toPlainText())
        self.accept()
        self._on_yes(reason)
