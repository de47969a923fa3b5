"""The supervisor's page: figures, and tables with charts, each number of which opens its applications."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout

from desktop.base.clock import amman_date
from desktop.models.records.case import WaitsOn
from desktop.usecases.month_report import Sheet, departments_sheet, holders_sheet, stuck_sheet
from desktop.usecases.overview import Load, Overview, oversee
from desktop.usecases.session import Session as Services
from desktop.views import shown
from desktop.views.actions import ActionSpec, Menu
from desktop.views.casework.pulse import ELSEWHERE
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.page import Page, Section, page
from desktop.views.pages.money.reading import approves
from desktop.views.pages.overview.board import Board
from desktop.views.pages.overview.links import acting_link, of_cell
from desktop.views.pages.overview.month import MonthView
from desktop.views.pages.overview.tiles import Tile
from desktop.views.palette import Tone
from desktop.views.widgets.basics import label, row

TABS = ("people", "departments", "late", "month")
_READ_AGAIN_AFTER = timedelta(seconds=30)
"""What others do is taken over no sooner: the figures of a whole department are counted for it."""


@page
class OverviewPage(Page):
    """``overview/late`` and its like lead straight to a tab."""

    page_id = "overview"
    icon = "chart-column"
    section = Section.SUPERVISION
    order = 0
    watches = frozenset({"case", "refund", ELSEWHERE})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._overview: Overview | None = None
        self._read_at: datetime | None = None
        self.tiles = self._make_tiles()
        self.boards = {key: Board(desk, key, self._open_cell) for key in TABS[:3]}
        self.month = MonthView(desk, self._open_cell, desk.go)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr_("Diwan", "What to look at"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        # Where the figures are from, if not from the server that everybody works on.
        self.source = label("", "caption")
        self.source.hide()
        self._stack = QStackedWidget()
        for key, title in zip(TABS, self._titles(), strict=True):
            self.tabs.addTab(title)
            self._stack.addWidget(self.boards.get(key, self.month))
        self.tabs.currentChanged.connect(self._turn_to)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(row(*self.tiles.values(), gap=12))
        layout.addWidget(self.source)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Overview")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return "supervisor" in session.abilities

    def commands(self) -> tuple[ActionSpec, ...]:
        following, before = tr_("Diwan", "Next view"), tr_("Diwan", "Previous view")
        cover, later = tr_("Diwan", "Delegate an absence…"), tr_("Diwan", "Next month")
        earlier, paper = tr_("Diwan", "Previous month"), tr_("Diwan", "Save the report as PDF…")
        book = tr_("Diwan", "Save the report as a spreadsheet…")
        month = self.month
        return (
            ActionSpec("overview.pdf", paper, "file-text", month.save_pdf, "Ctrl+P", Menu.FILE, tool=True),
            ActionSpec("overview.xlsx", book, "download", month.save_xlsx, "Ctrl+E", Menu.FILE, tool=True),
            ActionSpec("overview.delegate", cover, "users", self._delegate, "Ctrl+D", Menu.CASE),
            ActionSpec(
                "overview.next", following, "arrow-right", lambda: self._step(1), "Ctrl+PgDown", Menu.VIEW
            ),
            ActionSpec(
                "overview.before", before, "arrow-left", lambda: self._step(-1), "Ctrl+PgUp", Menu.VIEW
            ),
            ActionSpec(
                "overview.later", later, "calendar", lambda: month.step(1), "Ctrl+Shift+PgDown", Menu.VIEW
            ),
            ActionSpec(
                "overview.earlier", earlier, "calendar", lambda: month.step(-1), "Ctrl+Shift+PgUp", Menu.VIEW
            ),
        )

    def shown(self, argument: str) -> None:
        if argument in TABS:
            self.tabs.setCurrentIndex(TABS.index(argument))
        self._focus()
        self._read()

    def refresh(self, changed: frozenset[str]) -> None:
        now = self.desk.clock.now()
        if changed == {ELSEWHERE} and self._read_at is not None and now - self._read_at < _READ_AGAIN_AFTER:
            return
        self._read()

    def _titles(self) -> tuple[str, ...]:
        return (
            tr_("Diwan", "Workload"),
            tr_("Diwan", "Departments"),
            tr_("Diwan", "Where late ones stand"),
            tr_("Diwan", "The month"),
        )

    def _make_tiles(self) -> dict[str, Tile]:
        names = {
            "open": tr_("Diwan", "open applications"),
            "ours": tr_("Diwan", "wait for us"),
            "late": tr_("Diwan", "late"),
            "unclaimed": tr_("Diwan", "claimed by nobody"),
            "applicant": tr_("Diwan", "wait for the applicant"),
            "approve": tr_("Diwan", "refunds to approve"),
        }
        return {key: Tile(name, partial(self._open_tile, key, name)) for key, name in names.items()}

    def _read(self) -> None:
        services = self.desk.services
        self._read_at = self.desk.clock.now()
        self.desk.runner.submit(lambda: _seen(services), self._show, key="overview", owner=self)
        if TABS[self.tabs.currentIndex()] == "month":
            self.month.read()

    def _show(self, overview: Overview) -> None:
        first_time, self._overview = self._overview is None, overview
        note = overview.source.note
        self.source.setText(said(note) if note else "")
        self.source.setVisible(note is not None)
        number = shown.number
        waiting = overview.waits_on
        self.tiles["open"].show_value(number(overview.count))
        self.tiles["ours"].show_value(number(waiting[WaitsOn.STAFF]), Tone.REVIEW)
        self.tiles["late"].show_value(number(overview.late), Tone.DANGER if overview.late else Tone.GOOD)
        self.tiles["unclaimed"].show_value(number(overview.unclaimed))
        self.tiles["applicant"].show_value(number(waiting[WaitsOn.APPLICANT]), Tone.WARNING)
        says = tr_("Diwan", "{number} · {amount}")
        sum_ = shown.amount(overview.sum_to_approve)
        self.tiles["approve"].show_value(
            says.format(number=number(overview.to_approve), amount=sum_)
            if overview.to_approve
            else number(0),
            Tone.INFO if overview.to_approve else Tone.NEUTRAL,
        )
        registry = self.desk.services.registry
        self._show_board("people", holders_sheet(overview), overview.clerks)
        self._show_board("departments", departments_sheet(overview), overview.departments)
        stuck = stuck_sheet(overview, registry)
        self._show_board("late", stuck, overview.stuck)
        if first_time:
            self._focus()

    def _show_board(self, key: str, sheet: Sheet, loads: tuple[Load, ...]) -> None:
        board = self.boards[key]
        board.show_sheet(sheet)
        board.show_loads(
            (tr_("Diwan", "in time"), tr_("Diwan", "late")),
            tuple(
                (row_key, said(load.name), load.count, load.late)
                for row_key, load in zip(sheet.keys, loads, strict=True)
            ),
        )

    def _open_tile(self, key: str, name: str) -> None:
        overview = self._overview
        if overview is None:
            return
        if key == "approve":
            self.desk.go(*(("approvals", "") if approves(self.desk.session) else ("money", "refunds")))
            return
        narrowed: dict[str, dict[str, object]] = {
            "open": {},
            "ours": {"waits_on": WaitsOn.STAFF},
            "late": {"late_at": overview.now},
            "unclaimed": {"waits_on": WaitsOn.STAFF, "unassigned": True},
            "applicant": {"waits_on": WaitsOn.APPLICANT},
        }
        self.desk.go("queue", acting_link(overview, name, **narrowed[key]))

    def _open_cell(self, sheet: Sheet, place: int, column: int) -> None:
        overview = self.month.overview or self._overview
        if overview is None or not 0 <= place < len(sheet.keys):
            return
        if sheet.key == "late":
            self.desk.go("case", sheet.keys[place])
            return
        month: date = self.month.first or amman_date(overview.now)
        target = of_cell(sheet, place, column, overview, month, self.desk.services.registry)
        if target:
            self.desk.go("queue", target)

    def _delegate(self) -> None:
        self.desk.go("staff", "delegations")

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(TABS))

    def _turn_to(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        if TABS[place] == "month":
            self.month.read()
        # Whoever goes through the tabs by the arrows stays on them.
        if not self.tabs.hasFocus():
            self._focus()

    def _focus(self) -> None:
        key = TABS[self.tabs.currentIndex()]
        (self.boards.get(key) or self.month).focus()


def _seen(services: Services) -> Overview:
    """On a worker thread, where pyqtgraph is loaded too: it takes half a second."""
    import desktop.views.widgets.chart  # noqa: F401

    return oversee(services)
