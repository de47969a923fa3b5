"""The letters of a case: read, printed with a record of each print, saved, withdrawn (COM-11)."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.records.case import ChangeSet, Letter, LetterState
from desktop.usecases.casework import CaseView
from desktop.usecases.letters import print_letter, read_letter
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.casework.deeds import Deeds
from desktop.views.casework.tabs import READING_WIDTH, scrolled
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.printers import PrintTarget
from desktop.views.printing import put_on_paper
from desktop.views.widgets.basics import button, clear, column, label, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.document_dialog import DocumentDialog, ask_where, tell, write_file
from desktop.views.widgets.marks import Chip
from desktop.views.widgets.print_dialog import PrintDialog
from desktop.views.widgets.states import EmptyState


class LettersTab(QWidget):
    """A card for each letter, the newest first."""

    def __init__(self, desk: Desk, deeds: Deeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._deeds = deeds
        self._letters: list[Letter] = []
        self._labels: dict[str, str] = {}
        self._cards = column(gap=12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(self._cards, READING_WIDTH))

    def show_view(self, view: CaseView) -> None:
        """Shows ``view``."""
        clear(self._cards)
        self._letters = sorted(view.opened.file.letters, key=lambda one: one.letter_id, reverse=True)
        self._labels = {one.key: said(one.label) for one in view.opened.service.letters}
        for letter in self._letters:
            self._cards.addWidget(self._card(letter))
        if not self._letters:
            self._cards.addWidget(
                EmptyState(
                    "file-text",
                    tr_("Diwan", "No letter yet"),
                    tr_("Diwan", "A letter is issued by the step that grants it, and can be printed here."),
                )
            )
        self._cards.addStretch(1)

    def newest(self) -> Letter | None:
        """The newest letter in force."""
        return next((one for one in self._letters if one.state is LetterState.ISSUED), None)

    def preview(self, letter: Letter) -> None:
        """Opens ``letter`` to be read."""
        services = self._desk.services

        def done(pdf: bytes) -> None:
            state = terms.letter_term(letter.state)
            DocumentDialog(
                self,
                self._desk,
                f"{self._labels[letter.kind]} · {shown.identifier(letter.serial)}",
                pdf,
                put=lambda: self.print(letter),
                keep=lambda: self.save(letter),
                mark=Chip(state.text, state.tone or Tone.NEUTRAL),
                printable=letter.state is LetterState.ISSUED,
            ).open()

        def failed(error: Exception) -> None:
            tell(self._desk, error)

        self._desk.runner.submit(
            lambda: read_letter(services, letter.letter_id), done, failed, key="letter-read", owner=self
        )

    def print(self, letter: Letter) -> None:
        """Asks for a printer; the print is recorded once one was chosen."""
        named = f"{self._labels[letter.kind]} · {shown.identifier(letter.serial)}"
        title = tr_("Diwan", "Print the letter")
        PrintDialog(self, self._desk, title, named, lambda target: self.print_on(letter, target)).open()

    def print_on(self, letter: Letter, target: PrintTarget) -> None:
        """Records the print of ``letter`` and prints it; the second and later ones are marked as copies."""
        services = self._desk.services

        def work() -> ChangeSet:
            pdf, changes = print_letter(services, letter)
            put_on_paper(target, pdf, letter.serial)
            return changes

        def done(changes: ChangeSet) -> None:
            self._desk.notify(tr_("Diwan", "The letter was sent to the printer."))
            self._desk.announce(changes.kinds | {"letter"})

        def failed(error: Exception) -> None:
            tell(self._desk, error)
            # What was recorded before the printer failed is shown as printed.
            self._desk.announce(frozenset({"letter"}))

        self._desk.runner.submit(work, done, failed, key="letter-print", owner=self)

    def save(self, letter: Letter) -> None:
        """Asks where to, and keeps the sealed document there."""
        ask_where(self, f"{letter.serial}.pdf", lambda path: self.save_to(letter, path))

    def save_to(self, letter: Letter, path: str) -> None:
        """Writes the sealed document of ``letter`` to ``path``, byte for byte."""
        services = self._desk.services
        write_file(self, self._desk, path, lambda: read_letter(services, letter.letter_id))

    def _card(self, letter: Letter) -> Card:
        state = terms.letter_term(letter.state)
        card = Card(self._labels.get(letter.kind, letter.kind))
        if not letter.sealed:
            card.head.addWidget(Chip(tr_("Diwan", "Being prepared"), Tone.INFO))
        card.head.addWidget(Chip(state.text, state.tone or Tone.NEUTRAL))
        prints = tr_("Diwan", "printed %n time(s)", None, letter.prints)
        told = [shown.identifier(letter.serial), shown.day(letter.issued_on)]
        told.append(prints if letter.prints else tr_("Diwan", "not printed yet"))
        card.body.addWidget(label(" · ".join(told), "label", wrap=True, selectable=True))
        if letter.withdrawn_reason:
            why = tr_("Diwan", "Withdrawn: {reason}").format(reason=shown.name(letter.withdrawn_reason))
            card.body.addWidget(label(why, "error", wrap=True, selectable=True))
        line = row(gap=8)
        read = button(
            tr_("Diwan", "Read"),
            lambda: self.preview(letter),
            icon_name="file-text",
            name=f"read.{letter.serial}",
        )
        save = button(tr_("Diwan", "Save as PDF"), lambda: self.save(letter), icon_name="download")
        put = button(
            tr_("Diwan", "Print"),
            lambda: self.print(letter),
            icon_name="printer",
            name=f"print.{letter.serial}",
        )
        put.setEnabled(
            letter.sealed and letter.state is LetterState.ISSUED and self._deeds.can("print_letter")
        )
        for one in (read, save):
            one.setEnabled(letter.sealed)
        for one in (read, put, save):
            line.addWidget(one)
        line.addStretch(1)
        offer = self._deeds.offer("void_letter")
        if offer is not None and letter.state is LetterState.ISSUED:
            line.addWidget(
                button(
                    said(offer.action.label),
                    lambda: self._deeds.start("void_letter", {"letter_id": letter.letter_id}),
                    kind="refuse",
                    icon_name="x",
                )
            )
        card.body.addLayout(line)
        return card
