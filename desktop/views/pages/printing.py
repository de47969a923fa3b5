"""Printing letters by the hundred: those nobody printed yet, as one job or one file each (COM-11)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import Refusal
from desktop.base.text import Text, ltr
from desktop.models.queries.letter_prints import WaitingLetter
from desktop.usecases.letters import read_letter
from desktop.usecases.printing import Batch, Saved, letters_to_print, print_batch, save_batch
from desktop.views import shown
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.page import Page, Section, page
from desktop.views.palette import Tone
from desktop.views.printers import BOTH_SIDES, PrintTarget
from desktop.views.printing import put_on_paper
from desktop.views.tables.list_table import ListTable
from desktop.views.tables.rows import Cell, Column, Row
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, label, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.document_dialog import DocumentDialog, ask_where, write_file
from desktop.views.widgets.print_dialog import PrintDialog
from desktop.views.widgets.states import EmptyState

_EVERY = ""


@page
class PrintingPage(Page):
    """The letters that wait, chosen by day and kind, and what becomes of them."""

    page_id = "printing"
    icon = "printer"
    section = Section.WORK
    order = 70
    watches = frozenset({"letter", "case"})

    advanced = Signal(int)
    """How many letters are done; told from a worker thread."""
    sending = Signal(int, int)
    """How many pages of how many are with the printer; told from a worker thread."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.waiting: tuple[WaitingLetter, ...] = ()
        self._stop = threading.Event()
        self._labels = {
            (service.code, one.key): one.label
            for service in desk.services.registry.values()
            for one in service.letters
        }
        self.day = QComboBox()
        self.day.setAccessibleName(tr_("Diwan", "Issued on"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr_("Diwan", "Kind of letter"))
        empty = EmptyState("printer", tr_("Diwan", "Every letter was printed"))
        columns = (
            Column("kind", tr_("Diwan", "Letter"), width=220, strong=True),
            Column("serial", tr_("Diwan", "Number"), width=170),
            Column("applicant", tr_("Diwan", "Applicant"), stretch=True),
            Column("day", tr_("Diwan", "Issued on"), width=130),
        )
        self.table = ListTable("letters-to-print", columns, desk.runner, desk.preferences, empty)
        self.table.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.chosen = label("", "label")
        self.put = button(
            tr_("Diwan", "Print…"), self.ask_printer, kind="primary", icon_name="printer", name="print"
        )
        self.save = button(
            tr_("Diwan", "Save as PDF, one file each…"), self.ask_folder, icon_name="download", name="save"
        )
        self.everything = button(tr_("Diwan", "Choose all"), self.table.view.selectAll, name="all")
        self.look = button(tr_("Diwan", "Preview"), self.preview, icon_name="file-text", name="look")
        self.progress = _Progress(self.stop)
        self.result = Banner()
        self._lay_out()
        self.progress.begin(0)
        self.day.currentIndexChanged.connect(lambda _place: self._show_rows())
        self.kind.currentIndexChanged.connect(lambda _place: self._show_rows())
        self.table.selection_changed.connect(lambda _ids: self._tell_chosen())
        self.table.opened.connect(lambda _id: self.preview())
        self.advanced.connect(self.progress.tell_letters, Qt.ConnectionType.QueuedConnection)
        self.sending.connect(self.progress.tell_pages, Qt.ConnectionType.QueuedConnection)

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Print letters")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return "clerk" in session.abilities

    def commands(self) -> tuple[ActionSpec, ...]:
        printing = tr_("Diwan", "Print…")
        return (ActionSpec("printing.print", printing, "printer", self.ask_printer, "Ctrl+P"),)

    def shown(self, argument: str) -> None:
        del argument
        self.table.view.setFocus()
        self._read()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        self._read()

    def picked(self) -> tuple[WaitingLetter, ...]:
        """The chosen letters, in the order of the list."""
        ids = set(self.table.selected_ids())
        return tuple(one for one in self.waiting if str(one.letter_id) in ids)

    def preview(self) -> None:
        """Opens the first of the chosen letters to be read."""
        chosen = self.picked()
        if not chosen:
            return
        services, one = self.desk.services, chosen[0]
        title = f"{self._label(one.service, one.kind)} · {shown.identifier(one.serial)}"

        def done(pdf: bytes) -> None:
            DocumentDialog(
                self,
                self.desk,
                title,
                pdf,
                put=lambda: self._ask_for((one,)),
                keep=lambda: ask_where(
                    self,
                    f"{one.serial}.pdf",
                    lambda path: write_file(self, self.desk, path, lambda: pdf),
                ),
            ).open()

        self.desk.runner.submit(
            lambda: read_letter(services, one.letter_id), done, self._failed, key="letter-read", owner=self
        )

    def ask_printer(self) -> None:
        """Asks for the printer and its tray, then prints."""
        self._ask_for(self.picked())

    def _ask_for(self, chosen: tuple[WaitingLetter, ...]) -> None:
        if not chosen or self.progress.isVisibleTo(self):
            return
        counted = tr_("Diwan", "%n letter(s) chosen", None, len(chosen))
        title = tr_("Diwan", "Print letters")
        PrintDialog(self, self.desk, title, counted, lambda target: self.print_on(target, chosen)).open()

    def ask_folder(self) -> None:
        """Asks for the folder that the files go to."""
        if not self.picked():
            return
        dialog = QFileDialog(self, tr_("Diwan", "Where the files go"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda folder: self.save_chosen(Path(folder)))
        dialog.open()

    def print_on(self, target: PrintTarget, chosen: tuple[WaitingLetter, ...]) -> None:
        """Prints ``chosen`` as one job; each is recorded as printed."""
        services, stop = self.desk.services, self._stop
        title = tr_("Diwan", "Letters")

        def work() -> Batch:
            batch = print_batch(
                services,
                chosen,
                both_sides=target.sides == BOTH_SIDES,
                progress=self.advanced.emit,
                cancelled=stop.is_set,
            )
            if batch.printed:
                # What was recorded as printed goes to the printer, whatever was cancelled after it.
                put_on_paper(target, batch.pdf, title, progress=self.sending.emit)
            return batch

        def done(batch: Batch) -> None:
            printed = tr_("Diwan", "%n letter(s) sent to the printer.", None, batch.printed)
            self._end(printed, len(chosen) - batch.printed - len(batch.refused), batch.refused)
            self.desk.announce(batch.changes.kinds | {"letter"})

        self._begin(len(chosen), work, done)

    def save_chosen(self, folder: Path) -> None:
        """Writes the chosen letters to ``folder``, one file each."""
        services, chosen, stop = self.desk.services, self.picked(), self._stop

        def work() -> Saved:
            return save_batch(services, chosen, folder, progress=self.advanced.emit, cancelled=stop.is_set)

        def done(found: Saved) -> None:
            words = tr_("Diwan", "%n file(s) written to {folder}.", None, len(found.files))
            left = len(chosen) - len(found.files) - len(found.refused)
            self._end(words.format(folder=ltr(str(folder))), left, found.refused)

        self._begin(len(chosen), work, done)

    def stop(self) -> None:
        """Ends the batch after the letter under way."""
        self._stop.set()

    def _lay_out(self) -> None:
        card = Card()
        card.flush()
        card.body.addWidget(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        filters = (
            label(tr_("Diwan", "Issued on"), "label"), self.day,
            label(tr_("Diwan", "Kind of letter"), "label"), self.kind,
        )  # fmt: skip
        layout.addLayout(row(*filters, None, self.everything))
        layout.addWidget(self.result)
        layout.addWidget(card, 1)
        layout.addWidget(self.progress)
        layout.addLayout(row(self.chosen, None, self.look, self.save, self.put, gap=8))
        self.result.hide()

    def _read(self) -> None:
        services = self.desk.services
        self.desk.runner.submit(
            lambda: letters_to_print(services), self._show_waiting, key="letters-to-print", owner=self
        )

    def _show_waiting(self, waiting: tuple[WaitingLetter, ...]) -> None:
        self.waiting = waiting
        days = sorted({one.issued_on for one in waiting})
        kinds = dict.fromkeys((one.service, one.kind) for one in waiting)
        _offer(self.day, [(shown.day(day), day.isoformat()) for day in days])
        _offer(self.kind, [(self._label(*kind), "|".join(kind)) for kind in kinds])
        self._show_rows()

    def _show_rows(self) -> None:
        day, kind = self.day.currentData() or _EVERY, self.kind.currentData() or _EVERY
        rows = tuple(
            Row(
                str(one.letter_id),
                (
                    Cell(self._label(one.service, one.kind)),
                    Cell(shown.identifier(one.serial)),
                    Cell(shown.name(one.applicant), shown.identifier(one.reference)),
                    Cell(shown.day(one.issued_on)),
                ),
            )
            for one in self.waiting
            if day in (_EVERY, one.issued_on.isoformat()) and kind in (_EVERY, f"{one.service}|{one.kind}")
        )
        self.table.show_rows(rows)
        self._tell_chosen()

    def _label(self, service: str, kind: str) -> str:
        known = self._labels.get((service, kind))
        return said(known) if known else kind

    def _tell_chosen(self) -> None:
        count = len(self.picked())
        self.chosen.setText(tr_("Diwan", "%n letter(s) chosen", None, count))
        for one in (self.put, self.save, self.look):
            one.setEnabled(bool(count) and not self.progress.isVisibleTo(self))

    def _begin(self, count: int, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._stop.clear()
        self.result.hide()
        self.progress.begin(count)
        self._tell_chosen()
        self.desk.runner.submit(work, done, self._failed, key="letters-printing", owner=self)

    def _end(self, sentence: str, left: int, refused: Sequence[tuple[str, Text]]) -> None:
        self.progress.begin(0)
        parts = [sentence]
        if left:
            parts.append(tr_("Diwan", "Cancelled: %n letter(s) left.", None, left))
        parts += [f"{shown.identifier(serial)}: {said(text)}" for serial, text in refused]
        self.result.say("\n".join(parts), Tone.WARNING if left or refused else Tone.GOOD)
        self.result.show()
        self._tell_chosen()

    def _failed(self, error: Exception) -> None:
        self.progress.begin(0)
        self._tell_chosen()
        if isinstance(error, Refusal):
            self.result.say(said(error.text), Tone.WARNING)
            self.result.show()
        # Letters recorded before the printer failed are no longer among those that wait.
        self.desk.announce(frozenset({"letter"}))


class _Progress(QWidget):
    """How far a batch is, and the way to end it; hidden while there is none."""

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr_("Diwan", "Progress"))
        self.bar.setTextVisible(False)
        self.place = label("", "label")
        self.cancel = button(tr_("Diwan", "Cancel"), stop, icon_name="x", name="cancel")
        self.setLayout(row(self.bar, self.place, self.cancel, gap=12))

    def begin(self, count: int) -> None:
        """A batch of ``count`` letters begins; 0: there is none any more."""
        self.bar.setRange(0, max(count, 1))
        self.cancel.setEnabled(True)
        self.setVisible(bool(count))
        self.tell_letters(0)

    def tell_letters(self, done: int) -> None:
        """So many letters are prepared."""
        self._tell(tr_("Diwan", "Letter {done} of {count}"), done)

    def tell_pages(self, done: int, pages: int) -> None:
        """So many pages are at the printer: what is recorded by now is printed in any case."""
        self.bar.setRange(0, pages)
        self.cancel.setEnabled(False)
        self._tell(tr_("Diwan", "Page {done} of {count} at the printer"), done)

    def _tell(self, words: str, done: int) -> None:
        self.bar.setValue(done)
        self.place.setText(words.format(done=shown.number(done), count=shown.number(self.bar.maximum())))


def _offer(box: QComboBox, choices: list[tuple[str, str]]) -> None:
    """Fills ``box``, keeping what was chosen where it is still there."""
    before = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(tr_("Diwan", "All"), _EVERY)
    for text, value in choices:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(before)))
    box.blockSignals(False)
