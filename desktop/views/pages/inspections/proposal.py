"""What is about to be done to a round or a case: what speaks against it and every SMS, before it is saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.usecases.inspections import Move
from desktop.views import shown
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.widgets.basics import button, column, label, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.marks import Chip


class ProposalBar(Card):
    """Stands under the week while something is proposed."""

    def __init__(
        self, save: Callable[[], None], undo: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.says = label("", "strong", wrap=True)
        self.against = label("", "error", wrap=True)
        self.weigh = label("", "label", wrap=True)
        self.messages = label("", "label", wrap=True)
        self.mark = Chip("", Tone.INFO)
        self.save = button(
            tr_("Diwan", "Save and send"), save, kind="primary", icon_name="check", name="save"
        )
        self.undo = button(tr_("Diwan", "Undo"), undo, name="undo")
        head = row(self.mark, self.says, self.undo, self.save)
        head.setStretch(1, 1)
        self.body.addLayout(head)
        self.body.addLayout(column(self.against, self.weigh, self.messages, gap=4))
        self.hide()

    def ask(self, sentence: str) -> None:
        """Something is proposed; what it would do is being found out."""
        self.says.setText(sentence)
        self.mark.show_as(tr_("Diwan", "Not saved"), Tone.WARNING)
        for part in (self.against, self.weigh, self.messages):
            part.hide()
        self.save.setEnabled(False)
        self.save.setText(tr_("Diwan", "Save and send"))
        self.show()

    def tell(self, move: Move) -> None:
        """What was found out."""
        grave = [said(one.text) for one in move.conflicts if one.grave]
        loose = [said(one.text) for one in move.conflicts if not one.grave]
        self.mark.show_as(
            tr_("Diwan", "Conflict") if grave else tr_("Diwan", "Not saved"),
            Tone.DANGER if grave else Tone.WARNING,
        )
        _put(self.against, "\n".join(grave))
        _put(self.weigh, "\n".join(loose))
        texts = [(one.reference, text) for one in move.forecasts for text in one.texts]
        count = tr_("Diwan", "%n message(s) will be sent.", None, len(texts)) if texts else ""
        first = f"{shown.identifier(texts[0][0])}: {shown.name(texts[0][1])}" if texts else ""
        _put(self.messages, "\n".join(filter(None, (count, first))))
        self.save.setEnabled(move.possible)

    def refuse(self, sentence: str) -> None:
        """It could not be saved; the proposal stays."""
        self.mark.show_as(tr_("Diwan", "Conflict"), Tone.DANGER)
        _put(self.against, sentence)
        self.save.setEnabled(False)


def _put(where: QWidget, text: str) -> None:
    where.setText(text)  # type: ignore[attr-defined]
    where.setVisible(bool(text))
