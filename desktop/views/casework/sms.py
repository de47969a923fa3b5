"""An SMS as the applicant reads it, with its length and the parts it is sent in."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.usecases.casework import Outgoing
from desktop.views import shown, theme
from desktop.views.i18n import tr_
from desktop.views.qtfix import right_to_left
from desktop.views.widgets.basics import column, label, row
from desktop.workflows.wording import sms_parts


class Bubble(QFrame):
    """The text itself: always Arabic, whatever the language of the desk."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = label("", wrap=True, selectable=True)
        words.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        # Aligned by the text's own direction: in the English desk the message still reads from the right.
        if not right_to_left():
            words.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        words.setText(text)
        inner = row(words)
        inner.setContentsMargins(14, 10, 14, 10)
        self.setLayout(inner)
        self.setAccessibleName(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.sunken))
        painter.drawRoundedRect(QRectF(self.rect()), 12, 12)
        painter.end()


def length_of(text: str) -> str:
    """How long ``text`` is and how many parts an operator sends and charges."""
    characters = tr_("Diwan", "%n character(s)", None, len(text.encode("utf-16-be")) // 2)
    return f"{characters} · " + tr_("Diwan", "%n part(s)", None, sms_parts(text))


class OutgoingSms(QWidget):
    """A message that a step will send: to whom, its words, its length."""

    def __init__(self, message: Outgoing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        says = tr_("Diwan", "SMS to {number}").format(number=shown.phone(message.recipient))
        if message.later:
            says = tr_("Diwan", "SMS to {number}, once the payment number is issued").format(
                number=shown.phone(message.recipient)
            )
        head = row(label(says, "label", wrap=True), label(length_of(message.text), "caption"))
        head.setStretch(0, 1)
        self.setLayout(column(head, Bubble(message.text), gap=6))
