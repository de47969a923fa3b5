"""The books in one line: what was received is what was earned, returned, to be returned, and unsettled."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout

from desktop.models.queries.money import Ledger
from desktop.views import shown
from desktop.views.i18n import tr_
from desktop.views.palette import Tone
from desktop.views.widgets.basics import clear, column, label, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.marks import Chip


class LedgerBar(Card):
    """Five sums and whether they agree."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr_("Diwan", "The books"))
        self._line = row(gap=20)
        self.body.addLayout(self._line)

    def show_ledger(self, ledger: Ledger) -> None:
        """Shows the sums."""
        clear(self._line)
        parts = (
            (tr_("Diwan", "earned"), ledger.earned),
            (tr_("Diwan", "returned"), ledger.refunded),
            (tr_("Diwan", "to be returned"), ledger.to_be_refunded),
            (tr_("Diwan", "unsettled"), ledger.unsettled),
        )
        self._line.addLayout(_sum(tr_("Diwan", "received"), ledger.received))
        for place, (name, amount) in enumerate(parts):
            self._line.addWidget(label("=" if place == 0 else "+", "key"))
            self._line.addLayout(_sum(name, amount))
        self._line.addStretch(1)
        good = ledger.balances
        words = tr_("Diwan", "The books balance") if good else tr_("Diwan", "The books do not balance")
        self._line.addWidget(Chip(words, Tone.GOOD if good else Tone.DANGER))


def _sum(name: str, amount: Decimal) -> QHBoxLayout:
    value = label(shown.amount(amount), "strong", selectable=True)
    value.setAccessibleName(f"{name}: {value.plain()}")
    return row(column(label(name, "caption"), value, gap=0))
