"""What is done with a whole sheet: saved, given back, passed on, printed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.base.errors import Refusal
from desktop.models.records.case import ChangeSet
from desktop.usecases import levels, occasions, results
from desktop.usecases.exam_lists import attendance_list, result_list
from desktop.views import shown
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.pages.results.grid import Mode
from desktop.views.pages.results.panel import SheetPanel
from desktop.views.palette import Tone
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.document_dialog import show_document


class Deeds:
    """Asks where something cannot be taken back, and tells the desk what became of it."""

    def __init__(
        self, desk: Desk, owner: QWidget, panel: Callable[[], SheetPanel], kept: Callable[[], None]
    ) -> None:
        self._desk, self._owner, self._panel, self._kept = desk, owner, panel, kept

    def save(self) -> None:
        """Saves what was typed; where something is no result, goes there instead."""
        panel, services = self._panel(), self._desk.services
        sheet = panel.sheet
        if sheet is None or panel.model.mode is not Mode.SCORES:
            return
        doubts = panel.model.doubts()
        if doubts:
            place, doubt = min(doubts.items())
            panel.grid.go_to(place)
            panel.grid.setFocus()
            panel.banner.say(said(doubt.text), Tone.DANGER)
            return
        marks = panel.model.marks()
        if not marks:
            return
        done = tr_("Diwan", "The results were saved.")
        if not sheet.told_at_once:
            self._do(lambda: results.save(services, sheet, marks), done)
            return
        passed = sum(mark.score is not None and sheet.scale.passes(mark.score) for mark in marks.values())
        words = tr_("Diwan", "{passed} passed, {failed} failed. Each is told at once.").format(
            passed=shown.number(passed), failed=shown.number(len(marks) - passed)
        )
        ConfirmDialog(
            self._owner,
            tr_("Diwan", "Enter the level exam's results?"),
            words,
            tr_("Diwan", "Enter the results"),
            lambda _reason: self._do(lambda: levels.save(services, marks), done),
        ).open()

    def hold(self) -> None:
        """Records who was there; the sitting is over."""
        panel, services = self._panel(), self._desk.services
        sheet, absent = panel.sheet, panel.model.absent()
        if sheet is None or panel.model.mode is not Mode.ATTENDANCE:
            return
        number, version = sheet.occasion.occasion_id, sheet.occasion.version
        counts = tr_("Diwan", "{present} present, {absent} absent.").format(
            present=shown.number(len(sheet.rows) - len(absent)), absent=shown.number(len(absent))
        )
        done = tr_("Diwan", "The attendance was recorded.")
        ConfirmDialog(
            self._owner,
            tr_("Diwan", "Record the sitting as held?"),
            counts,
            tr_("Diwan", "Record"),
            lambda _reason: self._do(lambda: occasions.hold(services, number, version, absent), done),
        ).open()

    def give_back(self) -> None:
        """Gives the results back to whoever entered them, with the reason."""
        sheet, services = self._panel().sheet, self._desk.services
        if sheet is None or not sheet.is_open:
            return
        done = tr_("Diwan", "The results went back to whoever entered them.")
        ConfirmDialog(
            self._owner,
            tr_("Diwan", "Give the results back?"),
            tr_("Diwan", "Nobody is told anything; they are corrected and checked again."),
            tr_("Diwan", "Give back"),
            lambda reason: self._do(lambda: results.give_back(services, sheet, reason), done),
            tone=Tone.WARNING,
            reason_label=tr_("Diwan", "What is wrong"),
        ).open()

    def pass_on(self) -> None:
        """Passes the results on: every candidate gets their message."""
        panel, services = self._panel(), self._desk.services
        sheet = panel.sheet
        if sheet is None or panel.passes.isHidden():
            return
        done = tr_("Diwan", "The results were passed on.")
        words = tr_(
            "Diwan",
            "%n candidate(s) get a message; the results can no longer be changed.",
            "",
            len(sheet.rows),
        )
        ConfirmDialog(
            self._owner,
            tr_("Diwan", "Pass the results on?"),
            words,
            tr_("Diwan", "Pass on"),
            lambda _reason: self._do(lambda: results.pass_on(services, sheet), done),
        ).open()

    def print_attendance(self) -> None:
        """The sheet that candidates sign."""
        self._print(attendance_list, tr_("Diwan", "Attendance sheet"))

    def print_results(self) -> None:
        """The list of the results."""
        self._print(result_list, tr_("Diwan", "Result list"))

    def failed(self, error: Exception) -> None:
        """Shows a refusal above the grid; the window shows the rest."""
        if isinstance(error, Refusal):
            panel = self._panel()
            named = error.problems[0].field.removeprefix("score.")
            places = [n for n, one in enumerate(panel.model.rows) if str(one.candidate.case_id) == named]
            if places:
                panel.grid.go_to(places[0])
            panel.banner.say(said(error.text), Tone.DANGER)

    def _print(self, draw: Callable[..., bytes], title: str) -> None:
        sheet, services = self._panel().sheet, self._desk.services
        if sheet is None or sheet.told_at_once:
            return
        number, heading = sheet.occasion.occasion_id, f"{title} - {said(sheet.title)}"

        def show(pdf: bytes) -> None:
            show_document(self._owner, self._desk, heading, pdf)

        self._desk.runner.submit(lambda: draw(services, number), show, self.failed, owner=self._owner)

    def _do(self, use_case: Callable[[], ChangeSet], words: str) -> None:
        def done(changed: ChangeSet) -> None:
            self._panel().model.typed = {}
            self._kept()
            self._desk.announce(changed.kinds)
            self._desk.notify(words)

        self._desk.runner.submit(use_case, done, self.failed, owner=self._owner)
