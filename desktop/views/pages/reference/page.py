"""The reference data, a tab for each subject; the administrator changes it, dated and recorded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout

from desktop.usecases.office import OfficeRecord, OfficeView, office_events, office_view
from desktop.usecases.session import Session as Services
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import tr_
from desktop.views.page import Page, Section, page
from desktop.views.pages.reference.gateways import GatewaysSubject
from desktop.views.pages.reference.holidays import Holidays
from desktop.views.pages.reference.letterheads import Letterheads
from desktop.views.pages.reference.offices import Departments, Reasons
from desktop.views.pages.reference.prices import Courses, Fees, Settings
from desktop.views.pages.reference.professions import Bodies, Professions
from desktop.views.pages.reference.section import Editor
from desktop.views.pages.reference.wordings import WordingsEditor

WORDINGS = "wordings"


@page
class ReferencePage(Page):
    """``reference/fees`` and its like lead straight to a tab."""

    page_id = "reference"
    icon = "book-open"
    section = Section.ADMINISTRATION
    order = 10
    watches = frozenset({"reference"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        subjects = (
            Fees(),
            Courses(),
            Holidays(),
            Reasons(),
            Settings(),
            Departments(),
            Letterheads(),
            Professions(),
            Bodies(),
            GatewaysSubject(),
        )
        self.editors: dict[str, Editor | WordingsEditor] = {
            subject.key: Editor(desk, subject) for subject in subjects
        }
        self.editors[WORDINGS] = WordingsEditor(desk)
        self._keys = list(self.editors)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr_("Diwan", "Subjects"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self._stack = QStackedWidget()
        for editor in self.editors.values():
            title = editor.subject.title() if isinstance(editor, Editor) else editor.title()
            self.tabs.addTab(title)
            self._stack.addWidget(editor)
        self._place = 0
        self.tabs.currentChanged.connect(self._turn_to)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Reference data")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return "admin" in session.abilities

    def commands(self) -> tuple[ActionSpec, ...]:
        following, before = tr_("Diwan", "Next subject"), tr_("Diwan", "Previous subject")
        return (
            ActionSpec("reference.save", tr_("Diwan", "Save"), "check", self._save, "Ctrl+S"),
            ActionSpec("reference.next", following, "arrow-right", lambda: self._step(1), "Ctrl+PgDown"),
            ActionSpec("reference.before", before, "arrow-left", lambda: self._step(-1), "Ctrl+PgUp"),
        )

    @property
    def editor(self) -> Editor | WordingsEditor:
        """The subject in view."""
        return self.editors[self._keys[self._place]]

    def shown(self, argument: str) -> None:
        if argument in self._keys:
            self.tabs.setCurrentIndex(self._keys.index(argument))
        self.editor.table.view.setFocus()
        self._read()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        self._read()

    def can_leave(self, proceed: Callable[[], None]) -> bool:
        return self.editor.can_leave(proceed)

    def _save(self) -> None:
        self.editor.store()

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self._place + by) % len(self._keys))

    def _turn_to(self, place: int) -> None:
        if place == self._place:
            return

        def turn() -> None:
            self._place = place
            self._stack.setCurrentIndex(place)
            self.tabs.setCurrentIndex(place)

        if self.editor.can_leave(turn):
            turn()
        else:
            self.tabs.setCurrentIndex(self._place)

    def _read(self) -> None:
        services = self.desk.services
        self.desk.runner.submit(lambda: read_office(services), self._show, key="reference", owner=self)

    def _show(self, read: tuple[OfficeView, OfficeRecord | None]) -> None:
        for editor in self.editors.values():
            editor.show_office(*read)


def read_office(services: Services) -> tuple[OfficeView, OfficeRecord | None]:
    """The office, and for an administrator its record; on a worker thread."""
    view = office_view(services)
    return view, office_events(services) if view.may_edit else None
