"""Courses' offerings and exam sessions: which are planned, who is in, waiting, unpaid, to be examined."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from desktop.models.records.occasion import OccasionState
from desktop.usecases import occasions
from desktop.usecases.levels import OF_LEVELS, to_examine
from desktop.usecases.occasions import OpenOccasion, Planning
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.page import NavEntry, Page, Section, page
from desktop.views.pages.offerings.deeds import Deeds
from desktop.views.pages.offerings.reading import (
    WATCHED,
    holder_columns,
    holder_row,
    offering_columns,
    offering_row,
    planners,
    when,
)
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter
from desktop.views.tables.list_table import ListTable
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, label, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.states import EmptyState


@page
class OfferingsPage(Page):
    """One page for each service that plans courses or exams; the sidebar's line says which."""

    page_id = "offerings"
    icon = "calendar"
    section = Section.WORK
    order = 30
    watches = WATCHED

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        services = planners(desk.session)
        self._service = services[0].code if services else ""
        self._planning: Planning | None = None
        self._opened: OpenOccasion | None = None
        self._wanted = ""
        self.deeds = Deeds(self, desk, self._come_back)
        self.span = QComboBox()
        self.span.setAccessibleName(tr_("Diwan", "Which dates"))
        self.span.addItem(tr_("Diwan", "Ahead"), False)
        self.span.addItem(tr_("Diwan", "Held and called off"), True)
        self.span.activated.connect(lambda _index: self._read())
        self.offerings = ListTable(
            "offerings",
            offering_columns(),
            desk.runner,
            desk.preferences,
            EmptyState(
                "calendar",
                tr_("Diwan", "No dates"),
                tr_("Diwan", "Plan one with Ctrl+N; applicants choose among those that are ahead."),
            ),
        )
        self.holders = ListTable(
            "offering-holders",
            holder_columns(),
            desk.runner,
            desk.preferences,
            EmptyState(
                "users",
                tr_("Diwan", "Nobody has applied yet"),
                tr_("Diwan", "Applications stand here in the order of their arrival."),
            ),
        )
        self.banner = Banner()
        self.title_of = label("", "heading")
        self.tools = {
            "move": button(tr_("Diwan", "Another date…"), self.postpone),
            "change": button(tr_("Diwan", "Change…"), self.change),
            "levels": button(tr_("Diwan", "Level results…"), self.enter_levels),
            "hold": button(tr_("Diwan", "Record as held…"), self.hold),
            "sheet": button(tr_("Diwan", "Attendance sheet"), self.print_sheet, icon_name="printer"),
            "cancel": button(tr_("Diwan", "Call it off…"), self.cancel, kind="danger"),
        }
        above, below = Card(), Card()
        above.flush()
        above.body.addWidget(self.offerings)
        below.body.addWidget(self.title_of)
        below.body.addWidget(self._tool_bar())
        below.body.addWidget(self.banner)
        below.body.addWidget(self.holders, 1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        set_up_splitter(self.split)
        self.split.addWidget(above)
        self.split.addWidget(below)
        self.split.setSizes([320, 380])
        self.split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row(self.span, None))
        layout.addWidget(self.split, 1)
        self.offerings.loaded.connect(self._choose)
        self.offerings.current_changed.connect(self._open)
        self.holders.opened.connect(lambda reference: self.desk.go("case", reference))
        self._show_opened(None)

    def _tool_bar(self) -> QWidget:
        """The tools in as many lines as the width asks for."""
        bar = QWidget()
        lines = FlowLayout(bar)
        for one in self.tools.values():
            lines.addWidget(one)
        return bar

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Courses and sessions")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return bool(planners(session))

    @classmethod
    def entries(cls, session: Session) -> tuple[NavEntry, ...]:
        return tuple(
            NavEntry(
                cls.page_id,
                said(service.occasion.label) if service.occasion else "",
                cls.icon,
                cls.section,
                cls.order + place,
                service.code,
            )
            for place, service in enumerate(planners(session))
        )

    def heading(self) -> str:
        for service in planners(self.desk.session):
            if service.code == self._service and service.occasion:
                return said(service.occasion.label)
        return self.title()

    def commands(self) -> tuple[ActionSpec, ...]:
        plan, move = tr_("Diwan", "New date…"), tr_("Diwan", "Another date…")
        hold, levels = tr_("Diwan", "Record as held…"), tr_("Diwan", "Level results…")
        return (
            ActionSpec("offerings.plan", plan, "plus", self.plan, "Ctrl+N", tool=True, kind="primary"),
            ActionSpec("offerings.move", move, "calendar", self.postpone, "Ctrl+M"),
            ActionSpec("offerings.hold", hold, "check", self.hold, "Ctrl+H"),
            ActionSpec("offerings.levels", levels, "square-pen", self.enter_levels, "Ctrl+L"),
        )

    def shown(self, argument: str) -> None:
        code, _, number = argument.partition("/")
        self._service = code or self._service
        self._wanted = number or self._wanted
        self.heading_changed.emit()
        self.offerings.view.setFocus()
        self._read()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        self._read()

    def plan(self) -> None:
        """Asks for a new date."""
        if self._planning is not None:
            self.deeds.plan(self._planning)

    def change(self) -> None:
        """Asks for another room, other seats."""
        if self._opened is not None:
            self.deeds.change(self._opened)

    def postpone(self) -> None:
        """Asks for another date, then shows its messages."""
        if self._is_open():
            self.deeds.move(self._of_now())

    def hold(self) -> None:
        """Asks who was absent."""
        if self._is_open():
            self.deeds.hold(self._of_now())

    def cancel(self) -> None:
        """Asks why it is called off."""
        if self._is_open():
            self.deeds.cancel(self._of_now())

    def print_sheet(self) -> None:
        """Opens the sheet that those with a seat sign."""
        if self._opened is not None:
            self.deeds.show_sheet(self._opened)

    def enter_levels(self) -> None:
        """Goes to where the level exam's results are entered."""
        if self._opened is None:
            return
        if to_examine(self._opened):
            self.desk.go("results", f"{OF_LEVELS}{self._opened.occasion.occasion_id}")
        else:
            self.desk.notify(tr_("Diwan", "Nobody waits for the level exam here."), Tone.INFO)

    def _is_open(self) -> bool:
        return self._opened is not None and self._opened.occasion.state is OccasionState.OPEN

    def _of_now(self) -> OpenOccasion:
        if self._opened is None:
            raise RuntimeError("nothing is chosen")
        return self._opened

    def _come_back(self, number: int) -> None:
        self._wanted = str(number) if number else self._wanted
        self._read()

    def _read(self) -> None:
        services, code, past = self.desk.services, self._service, bool(self.span.currentData())
        self.desk.runner.submit(
            lambda: occasions.planning(services, code, past=past), self._show, key="offerings", owner=self
        )

    def _show(self, planning: Planning) -> None:
        self._planning = planning
        self.offerings.show_rows(tuple(offering_row(one) for one in planning.offerings))
        if not planning.offerings:
            self._show_opened(None)

    def _choose(self) -> None:
        """The offering that was asked for, else the one in view, else the first."""
        wanted, self._wanted = self._wanted, ""
        if wanted and self.offerings.select(wanted):
            return
        if not self.offerings.current_id() and self.offerings.model.rowCount():
            self.offerings.select(self.offerings.model.row(0).id)
        else:
            self._open(self.offerings.current_id())

    def _open(self, row_id: str) -> None:
        if not row_id:
            self._show_opened(None)
            return
        services = self.desk.services
        self.desk.runner.submit(
            lambda: occasions.open_occasion(services, int(row_id)),
            self._show_opened,
            key="offering",
            owner=self,
        )

    def _show_opened(self, opened: OpenOccasion | None) -> None:
        self._opened = opened
        now = opened.occasion if opened else None
        self.title_of.setText(
            f"{said(opened.offering.subject)} · {when(opened.occasion)}"
            if opened
            else tr_("Diwan", "No date is chosen")
        )
        is_open = now is not None and now.state is OccasionState.OPEN
        for tool in self.tools.values():
            tool.setVisible(is_open)
        self.tools["levels"].setVisible(opened is not None and bool(to_examine(opened)))
        self.tools["sheet"].setVisible(opened is not None and bool(opened.seated))
        self.banner.setVisible(opened is not None and opened.offering.short)
        if opened is not None and opened.offering.short:
            says = tr_("Diwan", "It had its minimum and is under it again: hold it, or give it another date.")
            self.banner.say(says, Tone.WARNING, dismissible=False)
        service = opened.offering.service if opened else None
        held = opened.holders if opened and not is_open else opened.held if opened else ()
        self.holders.show_rows(tuple(holder_row(service, one) for one in held) if service else ())
