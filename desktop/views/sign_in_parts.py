"""Parts of the sign-in: the plate with the name, the card of a demo account, the field for a password."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QStyle, QWidget

from desktop.base.text import Text
from desktop.views import theme
from desktop.views.i18n import said, tr_
from desktop.views.palette import LIGHT, Pair
from desktop.views.qtfix import ltr_only
from desktop.views.widgets.marks import paint_person

_STEP = 84
_SIDE, _PERSON, _CARD_HEIGHT = 12, 34, 60


@dataclass(frozen=True, slots=True)
class Account:
    """An account that a demo database offers on its sign-in, with its password."""

    login: str
    name: Text
    job: Text
    password: str


def plate_pair() -> Pair:
    """Ink and ground of the plate, in the theme in force."""
    dark = theme.current().name == "dark"
    return Pair(LIGHT.on_accent, LIGHT.accent_hover if dark else LIGHT.accent)


class Plate(QWidget):
    """The program's name on a ground of eight-pointed stars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr_("Diwan", "Diwan"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paintEvent(self, _event: QPaintEvent) -> None:
        pair = plate_pair()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(pair.ground))
        self._paint_stars(painter, pair)
        self._paint_words(painter, pair)
        painter.end()

    def _paint_stars(self, painter: QPainter, pair: Pair) -> None:
        for line in range(-1, self.height() // _STEP + 2):
            for place in range(-1, self.width() // _STEP + 2):
                middle = QPointF(place * _STEP + (line % 2) * _STEP / 2, line * _STEP)
                # The pattern thins out downwards, where the words stand.
                strength = max(0.0, 1 - middle.y() / (self.height() * 0.8))
                ink = QColor(pair.ink)
                ink.setAlphaF(0.05 + 0.13 * strength)
                painter.setPen(QPen(ink, 1.2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                for turn in (0.0, math.pi / 4):
                    painter.drawPolygon(_square(middle, _STEP * 0.44, turn))

    def _paint_words(self, painter: QPainter, pair: Pair) -> None:
        painter.setLayoutDirection(self.layoutDirection())
        inner = self.rect().adjusted(44, 40, -44, -44)
        painter.setPen(QColor(pair.ink))
        leading = Qt.AlignmentFlag.AlignLeading
        painter.setFont(theme.font(46, QFont.Weight.Bold))
        name = QRect(inner.left(), inner.bottom() - 190, inner.width(), 90)
        painter.drawText(name, leading | Qt.AlignmentFlag.AlignBottom, tr_("Diwan", "Diwan"))
        painter.setFont(theme.font(13, QFont.Weight.Medium))
        owner = QRect(inner.left(), inner.bottom() - 92, inner.width(), 30)
        painter.drawText(
            owner, leading | Qt.AlignmentFlag.AlignVCenter, tr_("Diwan", "Greater Amman Municipality")
        )
        painter.setFont(theme.font(10.5))
        purpose = QRect(inner.left(), inner.bottom() - 58, inner.width(), 58)
        wrapped = leading | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(
            purpose,
            wrapped,
            tr_("Diwan", "From the application to the letter in hand."),
        )


def _square(middle: QPointF, radius: float, turn: float) -> QPolygonF:
    corners = (turn + math.pi / 4 + quarter * math.pi / 2 for quarter in range(4))
    return QPolygonF([middle + QPointF(math.cos(at) * radius, math.sin(at) * radius) for at in corners])


class AccountCard(QAbstractButton):
    """A demo account: who it is and what they do; choosing it fills the form."""

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.account = account
        self.setObjectName(f"account-{account.login}")
        self.setText(said(account.name))
        self.setAccessibleName(said(account.name))
        self.setAccessibleDescription(said(account.job))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(f"{said(account.name)}\n{said(account.job)}")

    def sizeHint(self) -> QSize:
        return QSize(230, _CARD_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(palette.hover if self.underMouse() else palette.surface))
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(palette.accent if focused else palette.border), 2 if focused else 1))
        painter.drawRoundedRect(frame, 10, 10)
        inner = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        disc = QStyle.alignedRect(self.layoutDirection(), leading, QSize(_PERSON, _PERSON), inner)
        paint_person(painter, QRectF(disc), said(self.account.name))
        beside = inner.adjusted(_PERSON + 10, 0, 0, 0)
        middle = inner.center().y()
        lines = (
            (self.text(), theme.font(weight=QFont.Weight.DemiBold), palette.text, middle - 21),
            (said(self.account.job), theme.font(theme.SMALL_POINTS), palette.text_faint, middle),
        )
        for text, font, ink, top in lines:
            painter.setFont(font)
            painter.setPen(QColor(ink))
            fitted = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, beside.width())
            place = QRect(beside.left(), top, beside.width(), 21)
            painter.drawText(QStyle.visualRect(self.layoutDirection(), inner, place), leading, fitted)
        painter.end()


class PasswordEdit(QLineEdit):
    """Hides what is typed, and says what the keyboard does that its typist may not see."""

    hinted = Signal(str)
    """A sentence about the keyboard, or an empty text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ltr_only(self)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        # Nothing of a password is completed, corrected or remembered by an input method.
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._hint = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if typed and typed.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if not typed.isascii():
                self._say(tr_("Diwan", "The keyboard is not on Latin letters."))
            elif typed.isupper() is not shifted:
                self._say(tr_("Diwan", "Caps Lock is on."))
            else:
                self._say("")
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._say("")
        super().focusOutEvent(event)

    def _say(self, sentence: str) -> None:
        if sentence != self._hint:
            self._hint = sentence
            self.hinted.emit(sentence)
