"""The staff page: accounts for the administrator, delegations for supervisors too (COM-15, COM-16)."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QScrollArea, QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.base.errors import Refusal
from desktop.models.records.people import Job, StaffMember
from desktop.usecases.office import AUTHORITIES, DelegationRow, GrantRow, OfficeRecord, OfficeView, Standing
from desktop.views import shown
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.page import NavEntry, Page, Section, page
from desktop.views.pages.reference.history import happenings
from desktop.views.pages.reference.page import read_office
from desktop.views.pages.reference.section import FORM_WIDTH, standing_cell
from desktop.views.pages.staff.deeds import StaffDeeds, held_name, job_name
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter
from desktop.views.tables.list_table import ListTable
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, clear, column, holder, label, line, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.marks import Chip, PersonMark
from desktop.views.widgets.states import EmptyState
from desktop.views.widgets.timeline import Timeline

ACCOUNTS, DELEGATIONS = "accounts", "delegations"
_SUBJECTS = frozenset({"staff", "staff_active", "staff_grant", "staff_authority", "password"})
_MOST_EVENTS = 10


@page
class StaffPage(Page):
    """Two tabs; a supervisor sees the delegations alone."""

    page_id = "staff"
    icon = "users"
    section = Section.ADMINISTRATION
    order = 20
    watches = frozenset({"staff"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view: OfficeView | None = None
        self._record: OfficeRecord | None = None
        self._deeds = StaffDeeds(self, desk)
        self._admin = "admin" in desk.session.abilities
        self.banner = Banner()
        self.accounts = ListTable("staff", _account_columns(), desk.runner, desk.preferences)
        empty = EmptyState(
            "users",
            tr_("Diwan", "Nobody stands in for anybody"),
            tr_("Diwan", "Set a delegation before an absence, with its first and last day."),
        )
        self.delegations = ListTable(
            "delegations", _delegation_columns(), desk.runner, desk.preferences, empty
        )
        self._panel = column(gap=12)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr_("Diwan", "Staff"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(tr_("Diwan", "Accounts"))
        self.tabs.addTab(tr_("Diwan", "Delegations"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._beside())
        card = Card()
        card.flush()
        card.body.addWidget(self.delegations)
        self._stack.addWidget(card)
        self.tabs.currentChanged.connect(self._turn_to)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.tabs)
        layout.addWidget(self.banner)
        layout.addWidget(self._stack, 1)
        self.accounts.loaded.connect(self._choose_first)
        self.accounts.current_changed.connect(lambda _login: self._show_account())
        if not self._admin:
            self.tabs.setCurrentIndex(1)
            self.tabs.hide()

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Staff")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return bool({"admin", "supervisor"} & session.abilities)

    @classmethod
    def entries(cls, session: Session) -> tuple[NavEntry, ...]:
        if "admin" in session.abilities:
            return super().entries(session)
        # A supervisor finds who stands in for whom among what they oversee.
        words = tr_("Diwan", "Delegations")
        return (NavEntry(cls.page_id, words, cls.icon, Section.SUPERVISION, 5),)

    def heading(self) -> str:
        return self.title() if self._admin else tr_("Diwan", "Delegations")

    def commands(self) -> tuple[ActionSpec, ...]:
        revoke = tr_("Diwan", "End the delegation…")
        delegations = (
            ActionSpec(
                "staff.delegate",
                tr_("Diwan", "New delegation…"),
                "users",
                self.delegate,
                "Ctrl+D",
                tool=True,
            ),
            ActionSpec(
                "staff.revoke", revoke, "x", self.revoke, "Ctrl+Delete", tool=self.tabs.currentIndex() == 1
            ),
        )
        if not self._admin:
            return delegations
        create = tr_("Diwan", "New account…")
        return (
            ActionSpec(
                "staff.create", create, "plus", self._deeds.create, "Ctrl+N", tool=True, kind="primary"
            ),
            *delegations,
        )

    def shown(self, argument: str) -> None:
        if argument:
            self.tabs.setCurrentIndex(1 if argument == DELEGATIONS else 0)
        (self.accounts if self.tabs.currentIndex() == 0 else self.delegations).view.setFocus()
        self._read()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        self._read()

    def delegate(self) -> None:
        """Opens the form of a new delegation."""
        if self._view is not None:
            self._deeds.delegate(self._view)

    def revoke(self) -> None:
        """Asks whether the delegation chosen ends now."""
        chosen = self._delegation()
        if chosen is None or chosen.revoked or chosen.standing is Standing.PAST:
            self.desk.notify(tr_("Diwan", "Choose a delegation that runs or is to come."), Tone.WARNING)
            return
        self._deeds.revoke(chosen.delegation, self._take_failure)

    def _beside(self) -> QSplitter:
        card = Card()
        card.flush()
        card.body.addWidget(self.accounts)
        inner = holder(self._panel)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        panel = Card()
        panel.body.addWidget(scroll)
        split = QSplitter()
        set_up_splitter(split)
        split.addWidget(card)
        split.addWidget(panel)
        split.setStretchFactor(0, 1)
        split.setSizes([760, FORM_WIDTH])
        return split

    def _turn_to(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.commands_changed.emit()

    def _read(self) -> None:
        services = self.desk.services
        self.desk.runner.submit(lambda: read_office(services), self._show, key="staff", owner=self)

    def _show(self, read: tuple[OfficeView, OfficeRecord | None]) -> None:
        view, self._record = read
        self._view = view
        self.accounts.show_rows(tuple(_account_row(view, member) for member in view.staff))
        self.delegations.show_rows(tuple(_delegation_row(view, one) for one in view.delegations))

    def _choose_first(self) -> None:
        if not self.accounts.current_id() and self.accounts.model.rowCount():
            self.accounts.select(self.accounts.model.row(0).id)
        else:
            self._show_account()

    def _delegation(self) -> DelegationRow | None:
        wanted = self.delegations.current_id()
        found = self._view.delegations if self._view else ()
        return next((one for one in found if str(one.delegation.delegation_id) == wanted), None)

    def _show_account(self) -> None:
        view = self._view
        login = self.accounts.current_id()
        member = next((one for one in view.staff if one.login == login), None) if view else None
        clear(self._panel)
        if view is None or member is None:
            return
        name = said(member.name)
        words = column(
            label(shown.name(name), "heading", selectable=True),
            label(shown.identifier(login), "caption", selectable=True),
            gap=0,
        )
        self._panel.addLayout(row(PersonMark(name, 44), words, None, _active_chip(member), gap=12))
        self._add_held(view, tr_("Diwan", "Jobs"), view.grants, login, is_job=True)
        self._add_held(view, tr_("Diwan", "Authorities"), view.authorities, login, is_job=False)
        self._add_buttons(view, member, name)
        if self._record is not None:
            names = {one.login: one.name for one in view.staff}
            timeline = Timeline()
            events = self._record.events
            found = happenings(events, _SUBJECTS, names, login, _words_of(view))[:_MOST_EVENTS]
            timeline.show_happenings(found)
            self._panel.addWidget(line())
            self._panel.addWidget(label(tr_("Diwan", "Who changed what"), "strong"))
            self._panel.addWidget(timeline)
        self._panel.addStretch(1)

    def _add_held(
        self, view: OfficeView, title: str, held: tuple[GrantRow, ...], login: str, *, is_job: bool
    ) -> None:
        mine = [one for one in held if one.login == login]
        self._panel.addWidget(label(title, "strong"))
        if not mine:
            self._panel.addWidget(label(tr_("Diwan", "None"), "key"))
        for one in mine:
            cell = standing_cell(one.standing)
            words = column(label(held_name(view, one), wrap=True), label(_days_of(one), "caption"), gap=0)
            items: list[QWidget] = [Chip(cell.text, cell.tone or Tone.NEUTRAL)]
            if one.standing is not Standing.PAST and one.job != "worker":
                end = partial(self._deeds.end, view, one, is_job=is_job)
                items.append(button(tr_("Diwan", "End…"), end, kind="quiet"))
            self._panel.addLayout(row(words, None, *items))

    def _add_buttons(self, view: OfficeView, member: StaffMember, name: str) -> None:
        login = member.login
        if any(one.job.value == "worker" for one in member.grants):
            return
        deeds = self._deeds
        job = button(tr_("Diwan", "Give a job…"), lambda: deeds.give_job(view, login, name), icon_name="plus")
        authority = button(
            tr_("Diwan", "Give the authority…"), lambda: deeds.give_authority(view, login, name)
        )
        secret = button(tr_("Diwan", "New password…"), lambda: deeds.reset_password(login, name))
        words = tr_("Diwan", "Lock the account…") if member.active else tr_("Diwan", "Open the account…")
        lock = button(
            words,
            lambda: deeds.set_active(login, name, not member.active, self._take_failure),
            kind="refuse" if member.active else "",
            name="lock",
        )
        self._panel.addLayout(row(job, authority, None))
        self._panel.addLayout(row(secret, lock, None))

    def _take_failure(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.banner.say(said(error.text), Tone.DANGER)


def _account_columns() -> tuple[Column, ...]:
    return (
        Column("name", tr_("Diwan", "Name"), width=190, stretch=True, strong=True),
        Column("jobs", tr_("Diwan", "Jobs"), width=210),
        Column("authority", tr_("Diwan", "Authority"), width=150),
        Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=90),
    )


def _account_row(view: OfficeView, member: StaffMember) -> Row:
    names = {one.code: said(one.name) for one in view.departments}
    jobs = [(job_name(one.job.value), names.get(one.department, "")) for one in member.grants]
    return Row(
        member.login,
        (
            Cell(shown.name(said(member.name)), shown.identifier(member.login)),
            Cell(
                shown.listed(dict.fromkeys(job for job, _ in jobs)),
                shown.listed(where for _, where in jobs),
            ),
            Cell(shown.listed(job_name(one) for one in sorted(member.authorities))),
            _state_cell(member),
        ),
    )


def _state_cell(member: StaffMember) -> Cell:
    if member.active:
        return Cell(tr_("Diwan", "Open", "account"), tone=Tone.GOOD)
    return Cell(tr_("Diwan", "Locked"), tone=Tone.DANGER)


def _active_chip(member: StaffMember) -> Chip:
    cell = _state_cell(member)
    return Chip(cell.text, cell.tone or Tone.NEUTRAL)


def _delegation_columns() -> tuple[Column, ...]:
    return (
        Column("away", tr_("Diwan", "Who is away"), CellKind.PERSON, width=210),
        Column("stands_in", tr_("Diwan", "Who stands in"), CellKind.PERSON, width=210, stretch=True),
        Column("job", tr_("Diwan", "In the work of"), width=210),
        Column("days", tr_("Diwan", "Days"), width=250),
        Column("reason", tr_("Diwan", "Reason"), width=150),
        Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=130),
    )


def _delegation_row(view: OfficeView, one: DelegationRow) -> Row:
    names = {member.login: said(member.name) for member in view.staff}
    departments = {department.code: said(department.name) for department in view.departments}
    found = one.delegation
    state = (
        Cell(tr_("Diwan", "Ended early"), tone=Tone.NEUTRAL) if one.revoked else standing_cell(one.standing)
    )
    return Row(
        str(found.delegation_id),
        (
            Cell(names.get(found.from_login, found.from_login)),
            Cell(names.get(found.to_login, found.to_login)),
            Cell(job_name(found.job.value), departments.get(found.department, found.department)),
            Cell(shown.period(found.first_day, found.last_day)),
            Cell(shown.name(found.reason)),
            state,
        ),
    )


def _words_of(view: OfficeView) -> dict[str, str]:
    """Departments, jobs and authorities by their codes, as people call them."""
    names = {one.code: said(one.name) for one in view.departments}
    return names | {one: job_name(one) for one in (*Job, *AUTHORITIES)}


def _days_of(held: GrantRow) -> str:
    if held.valid_to is not None:
        return shown.period(held.valid_from, held.valid_to)
    return tr_("Diwan", "from {day} on").format(day=shown.day(held.valid_from))
