"""Who was there and what they achieved: entered by one person, checked and passed on by another (EXM-06)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout

from desktop.base.errors import Refusal
from desktop.models.queries.occasions import OccasionFilter
from desktop.models.records.occasion import OccasionState
from desktop.usecases import levels, occasions, results
from desktop.usecases.levels import LevelGroup
from desktop.usecases.occasions import Offering, level_action
from desktop.usecases.results import Sheet
from desktop.views import shown
from desktop.views.actions import ActionSpec
from desktop.views.casework.typed import Typing
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.page import Page, Section, page
from desktop.views.pages.offerings.reading import planners
from desktop.views.pages.results.deeds import Deeds
from desktop.views.pages.results.grid import Mode
from desktop.views.pages.results.importing import ImportDialog
from desktop.views.pages.results.panel import SheetPanel, level_row, sitting_row
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter
from desktop.views.tables.list_table import ListTable
from desktop.views.tables.rows import CellKind, Column
from desktop.views.widgets.cards import Card
from desktop.views.widgets.states import EmptyState
from desktop.workflows.result_lists import Part, Preview, Table, guess
from desktop.workflows.results import shown_score

_ORDER = {OccasionState.HELD: 0, OccasionState.OPEN: 1, OccasionState.CLOSED: 2}


@page
class ResultsPage(Page):
    """The sittings at one side, the sheet of the chosen one at the other."""

    page_id = "results"
    icon = "clipboard-check"
    section = Section.WORK
    order = 66
    watches = frozenset({"occasion", "case"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted = ""
        self.deeds = Deeds(desk, self, lambda: self.panel, self.keep)
        does = {
            "paste": self.paste,
            "file": self.ask_file,
            "undo": self.undo,
            "hold": self.deeds.hold,
            "save": self.deeds.save,
            "return": self.deeds.give_back,
            "pass": self.deeds.pass_on,
            "signs": self.deeds.print_attendance,
            "lists": self.deeds.print_results,
        }
        self.panel = SheetPanel(desk.session.login, desk.clock, does)
        self.model, self.grid, self.banner = self.panel.model, self.panel.grid, self.panel.banner
        columns = (
            Column("sitting", tr_("Diwan", "Sitting"), stretch=True, strong=True),
            Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=104),
        )
        empty = EmptyState("clipboard-check", tr_("Diwan", "No sitting waits for attendance or results"))
        self.sittings = ListTable("sittings", columns, desk.runner, desk.preferences, empty)
        self.nothing = EmptyState("clipboard-check", tr_("Diwan", "Choose a sitting"))
        self._lay_out()
        self._typing = Typing(self, desk, lambda: {str(key): text for key, text in self.model.typed.items()})
        self.model.edited.connect(self._edited)
        self.grid.paste_asked.connect(self.paste)
        self.sittings.current_changed.connect(self._choose)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet in view."""
        return self.panel.sheet

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Attendance and results")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return any(
            (one.occasion is not None and one.occasion.marked) or level_action(one)
            for one in planners(session)
        )

    def commands(self) -> tuple[ActionSpec, ...]:
        deeds = self.deeds
        return (
            ActionSpec("results.save", tr_("Diwan", "Save the results"), "check", deeds.save, "Ctrl+S"),
            ActionSpec(
                "results.undo", tr_("Diwan", "Undo the last entry"), "rotate-ccw", self.undo, "Ctrl+Z"
            ),
            ActionSpec(
                "results.list", tr_("Diwan", "Take a list over…"), "folder-open", self.ask_file, "Ctrl+O"
            ),
            ActionSpec(
                "results.pass", tr_("Diwan", "Check and pass on…"), "send", deeds.pass_on, "Ctrl+Return"
            ),
        )

    def shown(self, argument: str) -> None:
        if argument:
            self._wanted = argument
        self.sittings.view.setFocus()
        self._read_sittings()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        self._read_sittings()
        if self.sheet is not None:
            self._open(self.sheet.key)

    def can_leave(self, proceed: Callable[[], None]) -> bool:
        # What was typed is kept on the workstation and shown again.
        del proceed
        self.keep()
        return True

    def paste(self) -> None:
        """Takes over what was copied from a spreadsheet: a column from here on, or a list to be looked at."""
        try:
            table = results.read_clipboard(QGuiApplication.clipboard().text())
        except Refusal as refusal:
            self.banner.say(said(refusal.text), Tone.DANGER)
            return
        if table and self.sheet is not None and self.model.mode is Mode.SCORES:
            self._take_table(self.sheet, table)

    def ask_file(self) -> None:
        """Chooses the file of a list."""
        if self.sheet is None or self.model.mode is not Mode.SCORES:
            return
        kinds = tr_("Diwan", "Spreadsheets") + " (*.xlsx *.ods *.csv *.tsv *.txt)"
        dialog = QFileDialog(self, tr_("Diwan", "Take a list over"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.take_file(Path(chosen)))
        dialog.open()

    def take_file(self, path: Path) -> None:
        """Reads the list in ``path`` and shows what it would do."""
        read, failed = self._show_list, self.deeds.failed
        self.desk.runner.submit(lambda: results.read_list(path), read, failed, key="result-list", owner=self)

    def undo(self) -> None:
        """Takes the last entry, paste or list back."""
        self.model.undo()

    def keep(self) -> None:
        """Keeps what was typed on the workstation, until it is saved."""
        if self.model.mode is not Mode.READ:
            self._typing.changed()
            self._typing.end()

    def _lay_out(self) -> None:
        split = QSplitter()
        set_up_splitter(split)
        listed, opened = Card(), Card()
        listed.flush()
        listed.body.addWidget(self.sittings)
        opened.body.addWidget(self.panel)
        opened.body.addWidget(self.nothing)
        split.addWidget(listed)
        split.addWidget(opened)
        split.setStretchFactor(1, 1)
        split.setSizes([330, 790])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self.panel.hide()

    def _read_sittings(self) -> None:
        services = self.desk.services
        wanted = OccasionFilter(states=(OccasionState.OPEN, OccasionState.HELD, OccasionState.CLOSED))
        self.desk.runner.submit(
            lambda: (levels.level_groups(services), occasions.offerings(services, wanted)),
            self._show_sittings,
            self.deeds.failed,
            key="sittings",
            owner=self,
        )

    def _show_sittings(self, read: tuple[tuple[LevelGroup, ...], tuple[Offering, ...]]) -> None:
        examined, found = read
        marked = [one for one in found if one.service.occasion is not None and one.service.occasion.marked]
        dated = [one for one in marked if one.occasion.starts_at is not None]
        # Each group by its date, as they were read.
        dated.sort(key=lambda one: _ORDER[one.occasion.state])
        self.sittings.show_rows((*map(level_row, examined), *map(sitting_row, dated)))
        if self._wanted:
            self._choose(self._wanted)

    def _choose(self, row_id: str) -> None:
        if row_id and (self.sheet is None or self.sheet.key != row_id):
            self.keep()
            self._open(row_id)

    def _open(self, key: str) -> None:
        services, typing, kept_under = self.desk.services, self._typing, self._kept_under
        self._wanted = ""

        def work() -> tuple[Sheet, dict[int, str]]:
            sheet = levels.open_any(services, key)
            kept = typing.kept(kept_under(sheet))
            return sheet, {int(case_id): str(text) for case_id, text in kept.items()}

        self.desk.runner.submit(
            work,
            self._show,
            self.deeds.failed,
            key="result-sheet",
            owner=self,
        )

    def _show(self, read: tuple[Sheet, dict[int, str]]) -> None:
        sheet = read[0]
        self._typing.keep_under(self._kept_under(sheet))
        self.panel.show_sheet(*read)
        self.sittings.select(sheet.key)
        # Of a level exam's sheet nothing is left once all have their result.
        done = sheet.told_at_once and not sheet.rows
        self.panel.setVisible(not done)
        self.nothing.setVisible(done)

    def _edited(self) -> None:
        if self.model.mode is not Mode.READ:
            self._typing.changed()

    def _kept_under(self, sheet: Sheet) -> str:
        return f"results {sheet.key} {self.panel.mode_of(sheet)}"

    def _take_table(self, sheet: Sheet, table: Table) -> None:
        reading = guess(table, sheet.roll, sheet.scale)
        if reading.parts != (Part.SCORE,):
            self._show_list(table)
            return
        texts = [cells[0] for _, cells in table[reading.first :]]
        room = self.model.take_from(max(self.grid.currentIndex().row(), 0), texts)
        if room < len(texts):
            words = tr_("Diwan", "There was room for {room} of {all} scores.")
            told = words.format(room=shown.number(room), all=shown.number(len(texts)))
            self.banner.say(told, Tone.WARNING)

    def _show_list(self, table: Table) -> None:
        if self.sheet is not None:
            ImportDialog(self, self.desk, self.sheet, table, self._take).open()

    def _take(self, found: Preview) -> None:
        texts = {}
        for one in found.good:
            if one.candidate is not None and one.mark is not None:
                score = one.mark.score
                texts[one.candidate.case_id] = tr_("Diwan", "absent") if score is None else shown_score(score)
        self.model.take(texts)
        self.grid.setFocus()
