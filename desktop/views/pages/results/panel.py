"""The chosen sitting: what it is, the grid, what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.base.clock import Clock, amman_date
from desktop.models.records.occasion import OccasionState
from desktop.usecases import results
from desktop.usecases.levels import LevelGroup
from desktop.usecases.occasions import Offering
from desktop.usecases.results import Sheet
from desktop.views import shown
from desktop.views.i18n import said, tr_
from desktop.views.pages.results.grid import OUTCOME, Mode, ResultGrid, ResultModel, mode_of
from desktop.views.palette import Tone
from desktop.views.tables.rows import Cell, Row
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, column, label, row
from desktop.workflows.results import shown_score


class SheetPanel(QWidget):
    """One sitting's sheet; ``does`` are what its buttons do, by name."""

    def __init__(self, login: str, clock: Clock, does: Mapping[str, Callable[[], None]]) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self._complete = False
        self._login, self._clock = login, clock
        self.title_line = label("", "heading", wrap=True)
        self.facts = label("", "label", wrap=True)
        self.banner = Banner()
        self.model = ResultModel(self)
        self.grid = ResultGrid(self.model)
        self.count = label("", "label")
        self._make_buttons(does)
        words = column(self.title_line, self.facts, gap=4)
        head = row(words, self.signs, self.lists)
        head.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.banner)
        layout.addWidget(self.grid, 1)
        layout.addLayout(row(self.pasted, self.file, self.back, None))
        layout.addLayout(row(self.count, None, self.returns, self.held, self.saves, self.passes))
        self.banner.hide()
        self.model.edited.connect(self.offer)

    def show_sheet(self, sheet: Sheet, typed: Mapping[int, str]) -> None:
        """Shows ``sheet``; ``typed`` is what was kept of it and not saved."""
        same = self.sheet is not None and self.sheet.key == sheet.key
        # What is being typed here is newer than what was kept.
        newest = dict(self.model.typed) if same and self.model.typed else typed
        self.sheet = sheet
        self.model.show(sheet, self.mode_of(sheet), newest)
        self.grid.setColumnHidden(OUTCOME, self.model.mode is Mode.ATTENDANCE)
        self.title_line.setText(said(sheet.title))
        self.facts.setText(_facts(sheet))
        self._say(sheet, restored=bool(self.model.typed) and not same)
        if sheet.rows and not same:
            self.grid.go_to(next((n for n, line in enumerate(sheet.rows) if line.mark is None), 0))

    def mode_of(self, sheet: Sheet) -> Mode:
        """What can be done with ``sheet`` now."""
        starts_at = sheet.occasion.starts_at
        came = starts_at is not None and amman_date(starts_at) <= amman_date(self._clock.now())
        return mode_of(sheet, came=came)

    def offer(self) -> None:
        """Shows what can be done now."""
        sheet, mode = self.sheet, self.model.mode
        if sheet is None:
            return
        scores = mode is Mode.SCORES
        unsaved, doubts = len(self.model.typed), len(self.model.doubts())
        if unsaved and self._complete:
            # What is typed anew is not complete any more.
            self._complete = False
            self.banner.hide()
        for part in (self.pasted, self.file, self.back, self.saves):
            part.setVisible(scores)
        self.held.setVisible(mode is Mode.ATTENDANCE)
        self.back.setEnabled(self.model.can_undo)
        self.saves.setEnabled(bool(unsaved))
        at_once = sheet.told_at_once
        self.saves.setText(
            tr_("Diwan", "Enter the results…") if at_once else tr_("Diwan", "Save the results")
        )
        checks = scores and not sheet.missing and not unsaved and not sheet.returned and not at_once
        for part in (self.returns, self.passes):
            part.setVisible(checks and not sheet.entered_by(self._login))
        self.signs.setVisible(not at_once)
        self.lists.setVisible(sheet.occasion.state in (OccasionState.HELD, OccasionState.CLOSED))
        if mode is Mode.ATTENDANCE:
            told = tr_("Diwan", "Space marks who did not come.")
        elif at_once:
            told = tr_("Diwan", "{typed} of {all} typed; {doubts} to be corrected").format(
                typed=shown.number(unsaved), all=shown.number(len(sheet.rows)), doubts=shown.number(doubts)
            )
        else:
            told = tr_(
                "Diwan", "{saved} of {all} saved; {unsaved} not saved; {doubts} to be corrected"
            ).format(
                saved=shown.number(len(sheet.rows) - len(sheet.missing)),
                all=shown.number(len(sheet.rows)),
                unsaved=shown.number(unsaved),
                doubts=shown.number(doubts),
            )
        self.count.setText(told)
        self.count.setVisible(mode is not Mode.READ)

    def _make_buttons(self, does: Mapping[str, Callable[[], None]]) -> None:
        def made(name: str, text: str, icon_name: str = "", kind: str = "") -> QPushButton:
            return button(text, does[name], icon_name=icon_name, kind=kind, name=name)

        self.pasted = made("paste", tr_("Diwan", "Paste"), "clipboard-check")
        self.file = made("file", tr_("Diwan", "Take a list over…"), "folder-open")
        self.back = made("undo", tr_("Diwan", "Undo"), "rotate-ccw")
        self.held = made("hold", tr_("Diwan", "Record attendance…"), kind="primary")
        self.saves = made("save", tr_("Diwan", "Save the results"), kind="primary")
        self.returns = made("return", tr_("Diwan", "Give back…"))
        self.passes = made("pass", tr_("Diwan", "Check and pass on…"), kind="primary")
        self.signs = made("signs", tr_("Diwan", "Attendance sheet"), "printer")
        self.lists = made("lists", tr_("Diwan", "Result list"), "printer")

    def _say(self, sheet: Sheet, *, restored: bool) -> None:
        self._complete = False
        complete = sheet.is_open and not sheet.missing and not self.model.typed and not sheet.told_at_once
        if sheet.returned:
            words = tr_("Diwan", "Given back: {reason}").format(reason=shown.name(sheet.returned))
            self.banner.say(words, Tone.WARNING, dismissible=False)
        elif restored:
            self.banner.say(tr_("Diwan", "What you typed and did not save is here again."), Tone.INFO)
        elif complete and sheet.entered_by(self._login):
            self._complete = True
            words = tr_("Diwan", "Complete. A colleague who entered none of it checks it and passes it on.")
            self.banner.say(words, Tone.INFO, dismissible=False)
        elif sheet.occasion.state is OccasionState.CLOSED:
            self.banner.say(tr_("Diwan", "Passed on; everybody was told."), Tone.GOOD, dismissible=False)
        else:
            self.banner.hide()


def level_row(one: LevelGroup) -> Row:
    """A level exam in the list of sittings."""
    many = tr_("Diwan", "%n candidate(s)", "", one.count)
    when = shown.moment(one.occasion.starts_at) if one.occasion.starts_at else ""
    cells = (Cell(said(one.level), f"{when}  {many}"), Cell(tr_("Diwan", "Level"), "", Tone.WARNING))
    return Row(one.key, cells)


def sitting_row(one: Offering) -> Row:
    """A sitting in the list of them."""
    occasion = one.occasion
    when = shown.moment(occasion.starts_at) if occasion.starts_at else ""
    seats = tr_("Diwan", "%n candidate(s)", "", occasion.taken)
    state, tone = {
        OccasionState.OPEN: (tr_("Diwan", "Attendance"), Tone.INFO),
        OccasionState.HELD: (tr_("Diwan", "Results"), Tone.WARNING),
        OccasionState.CLOSED: (tr_("Diwan", "Passed on"), Tone.GOOD),
        OccasionState.CANCELLED: (tr_("Diwan", "Called off"), Tone.NEUTRAL),
    }[occasion.state]
    if occasion.details.get(results.RETURNED):
        state, tone = tr_("Diwan", "Given back"), Tone.DANGER
    cells = (Cell(said(one.subject), f"{when}  {seats}"), Cell(state, "", tone))
    return Row(str(occasion.occasion_id), cells)


def _facts(sheet: Sheet) -> str:
    one = sheet.occasion
    when = shown.moment(one.starts_at) if one.starts_at else ""
    of_course = tr_("Diwan", "for {course}").format(course=said(sheet.opened.offering.subject))
    parts = [
        of_course if sheet.told_at_once else "",
        when,
        shown.name(one.place),
        tr_("Diwan", "pass mark {pass_mark} of {maximum}").format(
            pass_mark=shown.digits(shown_score(sheet.scale.pass_mark)),
            maximum=shown.digits(shown_score(sheet.scale.maximum)),
        ),
    ]
    return " · ".join(part for part in parts if part)
