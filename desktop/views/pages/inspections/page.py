"""A week of inspections: plan rounds, put cases on them, move them by dragging or by keyboard (LIC-08)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QScrollArea, QSplitter, QVBoxLayout

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.models.records.case import ChangeSet
from desktop.usecases import inspections
from desktop.usecases.inspections import Round, Week
from desktop.views import shown
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.page import Page, Section, page
from desktop.views.pages.inspections.dialogs import RoundDialogs
from desktop.views.pages.inspections.grid import Target, WeekGrid, hours, weekday_name
from desktop.views.pages.inspections.panel import RoundPanel, WaitingCard
from desktop.views.pages.inspections.proposal import ProposalBar
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter
from desktop.views.widgets.basics import label, row, tool
from desktop.views.widgets.states import EmptyState
from desktop.workflows.registry import load

PANEL_WIDTH = 350


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What would be saved: a round's move, or a case's booking (``target`` is none)."""

    occasion_id: int
    target: Target | None = None
    case_id: int = 0


@page
class InspectionsPage(Page):
    """Reads one week; nothing is sent before what it would do was shown."""

    page_id = "inspections"
    icon = "calendar"
    section = Section.WORK
    order = 40
    watches = frozenset({"case", "occasion", "reference", "staff"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._week: Week | None = None
        self._day: date | None = None
        self._proposal: _Proposal | None = None
        self._came = False
        self.dialogs = RoundDialogs(self, desk, lambda: self._week, self._round, self._do, self._propose_move)
        self.when = label("", "heading")
        self.before = tool(tr_("Diwan", "Week before"), "arrow-left", lambda: self._go(-7))
        self.after = tool(tr_("Diwan", "Week after"), "arrow-right", lambda: self._go(7))
        self.inspector, self.district = QComboBox(), QComboBox()
        for box, name in (
            (self.inspector, tr_("Diwan", "Inspector")),
            (self.district, tr_("Diwan", "District")),
        ):
            box.setAccessibleName(name)
            box.setMinimumWidth(170)
            box.activated.connect(lambda _index: self._read())
        self.grid = WeekGrid()
        self.grid.chosen.connect(self._choose)
        self.grid.activated.connect(self._activate)
        self.grid.move_asked.connect(self._propose_move)
        self.grid.case_dropped.connect(self._propose_booking)
        self.waiting = WaitingCard()
        self.waiting.list.picked.connect(self._pick)
        self.panel = RoundPanel(
            {
                "sheet": self.dialogs.print_sheet,
                "move": self.dialogs.ask_move,
                "resize": self.dialogs.ask_capacity,
                "close": self.dialogs.ask_close,
                "off": self.dialogs.ask_off,
            }
        )
        self.panel.list.picked.connect(self._open_case)
        self.bar = ProposalBar(self.save, self.undo)
        self.empty = EmptyState(
            "calendar",
            tr_("Diwan", "Nobody inspects yet"),
            tr_("Diwan", "An administrator gives the inspector's authority to accounts on the staff page."),
        )
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.grid)
        side = QSplitter(Qt.Orientation.Vertical)
        set_up_splitter(side)
        side.addWidget(self.waiting)
        side.addWidget(self.panel)
        side.setSizes([300, 400])
        side.setChildrenCollapsible(False)
        self.split = QSplitter()
        set_up_splitter(self.split)
        self.split.addWidget(scroll)
        self.split.addWidget(side)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([1000, PANEL_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row(self.before, self.after, self.when, None, self.inspector, self.district))
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.bar)
        self.empty.hide()

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Inspections")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        codes = {code for code, one in load().items() if one.occasion is not None and one.occasion.one_each}
        return "clerk" in session.abilities and any(q.key.partition(".")[0] in codes for q in session.queues)

    def commands(self) -> tuple[ActionSpec, ...]:
        sheet, book = tr_("Diwan", "Print the round sheet"), tr_("Diwan", "Put the application on the round")
        plan, week = tr_("Diwan", "New round…"), tr_("Diwan", "This week")
        move, save = tr_("Diwan", "Move the round…"), tr_("Diwan", "Save what is proposed")
        return (
            ActionSpec(
                "inspections.plan", plan, "plus", self.dialogs.ask_round, "Ctrl+N", tool=True, kind="primary"
            ),
            ActionSpec("inspections.today", week, "calendar", self.today, "Ctrl+T", tool=True),
            ActionSpec("inspections.sheet", sheet, "printer", self.dialogs.print_sheet, "Ctrl+P"),
            ActionSpec("inspections.book", book, "check", self.book_picked, "Ctrl+B"),
            ActionSpec("inspections.move", move, "calendar", self.dialogs.ask_move, "Ctrl+M"),
            ActionSpec("inspections.save", save, "check", self.save, "Ctrl+Return"),
        )

    def shown(self, argument: str) -> None:
        if argument:
            self._day = date.fromisoformat(argument)
        self._came = True
        self._read()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        if self._proposal is None:
            self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._proposal is not None:
            self.undo()
        else:
            super().keyPressEvent(event)

    def today(self) -> None:
        """Goes to the present week."""
        self._day = None
        self._read()

    def _go(self, days: int) -> None:
        if self._week is not None:
            self._day = self._week.first + timedelta(days=days)
            self._read()

    def _read(self) -> None:
        services, day = self.desk.services, self._day
        inspector, district = str(self.inspector.currentData() or ""), str(self.district.currentData() or "")
        self.desk.runner.submit(
            lambda: inspections.week_of(services, day, inspector, district),
            self._show,
            key="inspections",
            owner=self,
        )

    def _show(self, week: Week) -> None:
        self._week, self._proposal = week, None
        self.bar.hide()
        self.when.setText(shown.period(week.first, week.first + timedelta(days=4)))
        if not self.inspector.currentData():
            _offer(
                self.inspector,
                tr_("Diwan", "All inspectors"),
                [(one, said(week.person(one))) for one in week.inspectors],
            )
        _offer(
            self.district,
            tr_("Diwan", "All districts"),
            [(one.label.ar, said(one.label)) for one in week.districts],
        )
        self.empty.setVisible(not week.inspectors)
        self.split.setVisible(bool(week.inspectors))
        self.grid.show_week(week)
        self.waiting.show_week(week)
        self.panel.show_round(week, self._round())
        if self._came:
            self._came = False
            self._go_to_work(week)

    def _go_to_work(self, week: Week) -> None:
        """The keyboard is where the work is: on the round that was chosen or the next one, else who waits."""
        ahead = [r for r in week.rounds if r.occasion.ends_at is None or r.occasion.ends_at > week.office.now]
        if self.grid.current and self._round() is not None:
            self.grid.choose(self.grid.current)
        elif ahead or week.rounds:
            first = min(ahead or week.rounds, key=lambda one: str(one.occasion.starts_at))
            self.grid.choose(first.occasion.occasion_id)
        elif week.waiting:
            self.waiting.list.setFocus()
        else:
            self.before.setFocus()

    def _round(self, number: int = 0) -> Round | None:
        wanted = number or self.grid.current
        rounds = self._week.rounds if self._week else ()
        return next((one for one in rounds if one.occasion.occasion_id == wanted), None)

    def _choose(self, number: int) -> None:
        self.panel.show_round(self._week, self._round(number))

    def _activate(self, number: int) -> None:
        """Enter on a round: the application that is picked goes on it, else its applications are shown."""
        if self.waiting.list.current() and self._proposal is None:
            self._propose_booking(self.waiting.list.current(), number)
        else:
            self.panel.list.setFocus()

    def _pick(self, _case_id: int) -> None:
        says = tr_("Diwan", "Now choose a round and press Enter on it, or drag the application there.")
        self.desk.notify(says, Tone.INFO)
        if self.grid.current:
            self.grid.choose(self.grid.current)
        elif self._week and self._week.rounds:
            self.grid.choose(self._week.rounds[0].occasion.occasion_id)

    def book_picked(self) -> None:
        """Proposes the application that is current in one of the lists for the round that is chosen."""
        case_id, number = self.waiting.list.current() or self.panel.list.current(), self.grid.current
        if case_id and number:
            self._propose_booking(case_id, number)
        else:
            self.desk.notify(tr_("Diwan", "Choose an application and a round first."), Tone.INFO)

    def _propose_move(self, number: int, target: Target) -> None:
        one = self._round(number)
        if one is None or one.occasion.starts_at is None:
            return
        occasion, starts_at = one.occasion, one.occasion.starts_at
        if (target.starts_at, target.inspector) == (starts_at, occasion.person):
            self.undo()
            return
        self._proposal = _Proposal(number, target)
        self.grid.propose(number, target)
        self.grid.choose(number)
        self.bar.ask(
            tr_("Diwan", "Move the round of {who}, {was}, to {whom}, {becomes}").format(
                who=_who(self._week, occasion.person),
                was=_spoken(starts_at),
                whom=_who(self._week, target.inspector),
                becomes=_spoken(target.starts_at),
            )
        )
        services = self.desk.services
        self.desk.runner.submit(
            lambda: inspections.foresee_move(services, number, target.starts_at, target.inspector),
            self.bar.tell,
            self._fail,
            key="inspections-foresee",
            owner=self,
        )

    def _propose_booking(self, case_id: int, number: int) -> None:
        one = self._round(number)
        if one is None or one.occasion.starts_at is None:
            return
        self._proposal = _Proposal(number, None, case_id)
        self.bar.ask(
            tr_("Diwan", "Put the application {who} on the round of {whom}, {when}").format(
                who=self._named(case_id),
                whom=_who(self._week, one.occasion.person),
                when=_spoken(one.occasion.starts_at),
            )
        )
        services = self.desk.services
        self.desk.runner.submit(
            lambda: inspections.foresee_booking(services, case_id, number),
            self.bar.tell,
            self._fail,
            key="inspections-foresee",
            owner=self,
        )

    def _named(self, case_id: int) -> str:
        week = self._week
        cases = [*week.waiting, *(h.case for one in week.rounds for h in one.holders)] if week else []
        found = next((case for case in cases if case.case_id == case_id), None)
        return shown.identifier(found.reference) if found else ""

    def undo(self) -> None:
        """Takes the proposal back; nothing was changed."""
        number = self._proposal.occasion_id if self._proposal else 0
        self._proposal = None
        self.bar.hide()
        self.grid.propose(number, None)
        self.grid.choose(number)

    def save(self) -> None:
        """Carries the proposal out, where nothing grave speaks against it."""
        proposal, services = self._proposal, self.desk.services
        one = self._round(proposal.occasion_id) if proposal else None
        if proposal is None or one is None or not self.bar.save.isEnabled():
            return
        self.bar.save.setEnabled(False)
        version, target = one.occasion.version, proposal.target

        def work() -> ChangeSet:
            if target is None:
                return inspections.book(services, proposal.case_id, proposal.occasion_id)
            return inspections.move_round(
                services, proposal.occasion_id, version, target.starts_at, target.inspector
            )

        self._do(work, tr_("Diwan", "Saved; the new date is on its way."), self._fail)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.bar.refuse("\n".join(said(problem.text) for problem in error.problems))

    def _do(
        self,
        work: Callable[[], ChangeSet],
        says: str,
        failed: Callable[[Exception], None] | None = None,
        done: Callable[[], object] = lambda: None,
    ) -> None:
        def finished(changes: ChangeSet) -> None:
            done()
            self._proposal = None
            self.desk.notify(says)
            self.desk.announce(changes.kinds)
            self._read()

        def told(error: Exception) -> None:
            if failed is not None:
                failed(error)
            elif isinstance(error, Refusal):
                self.desk.notify(said(error.text), Tone.WARNING)

        self.desk.runner.submit(work, finished, told, key="inspections-do", owner=self)

    def _open_case(self, case_id: int) -> None:
        one = self._round()
        found = next((h.case for h in one.holders if h.case.case_id == case_id), None) if one else None
        if found is not None:
            self.desk.go("case", found.reference)


def _who(week: Week | None, inspector: str) -> str:
    return shown.name(said(week.person(inspector)) if week else inspector)


def _spoken(at: datetime) -> str:
    day = amman_date(at)
    return f"{weekday_name(day)} {shown.day(day)} {hours(at, None)}"


def _offer(box: QComboBox, everything: str, choices: list[tuple[str, str]]) -> None:
    """Fills a filter; what was chosen stays."""
    chosen = box.currentData()
    box.clear()
    box.addItem(everything, "")
    for value, name in choices:
        box.addItem(shown.name(name), value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
