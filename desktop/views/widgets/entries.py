"""Entry of money, telephones and national numbers, in the digits people type.

Arabic-Indic digits and the Arabic decimal mark are taken as typed and shown in Latin; what cannot be read
stays in the field, to be corrected, and :meth:`value` is ``None``.
"""

from __future__ import annotations

import re
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.base.money import format_dinars, parse_dinars
from desktop.base.text import ascii_digits, without_bidi_controls
from desktop.views.i18n import tr_
from desktop.views.qtfix import ltr_only

_MOBILE = re.compile(r"(?:\+962|00962|962|0)?(7[789]\d{7})")


class LtrEdit(QLineEdit):
    """Text written left to right in either language, with Latin digits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ltr_only(self)
        self.textEdited.connect(self._plain)

    def _plain(self, typed: str) -> None:
        plain = ascii_digits(without_bidi_controls(typed))
        if plain != typed:
            place = self.cursorPosition() - (len(typed) - len(plain))
            self.setText(plain)
            self.setCursorPosition(max(0, place))


class MoneyEdit(LtrEdit):
    """An amount in dinars, at most three decimals (COM-08).

    A comma is refused, never guessed at: ``45,5`` could mean two amounts.
    """

    value_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("0.000")
        self.textChanged.connect(lambda _text: self.value_changed.emit())
        self.editingFinished.connect(self._settle)

    def value(self) -> Decimal | None:
        """The amount; ``None`` where nothing, or nothing readable, was typed."""
        try:
            return parse_dinars(self.text())
        except ValueError:
            return None

    def set_value(self, amount: Decimal | None) -> None:
        """Shows ``amount`` with three decimals, or nothing."""
        self.setText("" if amount is None else format_dinars(amount).replace(",", ""))

    def _plain(self, typed: str) -> None:
        super()._plain(typed.replace("٫", "."))
        if "٫" in self.text():
            place = self.cursorPosition()
            self.setText(self.text().replace("٫", "."))
            self.setCursorPosition(place)

    def _settle(self) -> None:
        amount = self.value()
        if amount is not None:
            self.set_value(amount)


class PhoneEdit(LtrEdit):
    """A Jordanian mobile number in any of the ways people write it (COM-12)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("079 123 4567")

    def value(self) -> str | None:
        """The number as ``+9627xxxxxxxx``; ``None`` where it is no Jordanian mobile."""
        bare = re.sub(r"[\s\-().]", "", ascii_digits(self.text()))
        found = _MOBILE.fullmatch(bare)
        return f"+962{found.group(1)}" if found else None


class NationalIdEdit(LtrEdit):
    """A national number: ten digits, no further structure assumed (COM-12)."""

    LENGTH = 10

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(tr_("Diwan", "10 digits"))

    def value(self) -> str | None:
        """The ten digits; ``None`` where it is not they."""
        bare = re.sub(r"[\s\-]", "", ascii_digits(self.text()))
        return bare if len(bare) == self.LENGTH and bare.isdecimal() else None
