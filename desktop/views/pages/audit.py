"""Whether the record is whole and the books add up, asked by the administrator (COM-07, COM-08)."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.usecases.audit import Audit, audit
from desktop.views import shown
from desktop.views.actions import ActionSpec, Menu
from desktop.views.desk import Desk, Session
from desktop.views.i18n import tr_
from desktop.views.page import Page, Section, page
from desktop.views.pages.money.ledger_bar import LedgerBar
from desktop.views.pages.reference.record import RecordView
from desktop.views.palette import Tone
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.states import EmptyState


@page
class AuditPage(Page):
    """The record of the office to read, and a check of every event there is, run when asked."""

    page_id = "audit"
    icon = "clipboard-check"
    section = Section.ADMINISTRATION
    order = 40
    watches = frozenset({"reference", "staff"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.banner = Banner()
        self.ledger = LedgerBar()
        self.facts = KeyValues(2)
        self.results = Card(tr_("Diwan", "What was checked"))
        self.results.body.addWidget(self.facts)
        self.findings = label("", "", wrap=True, selectable=True)
        self.results.body.addWidget(self.findings)
        self.empty = EmptyState(
            "clipboard-check",
            tr_("Diwan", "Is the record whole?"),
            tr_(
                "Diwan",
                "Every step of every application is chained to the one before; a change behind the "
                "program's back breaks the chain. The books must add up to the last fils.",
            ),
            tr_("Diwan", "Check everything"),
            self.run,
        )
        self.again = button(tr_("Diwan", "Check everything"), self.run, icon_name="refresh-cw")
        checking = QWidget()
        layout = QVBoxLayout(checking)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.empty, 1000)
        layout.addWidget(self.banner)
        layout.addWidget(self.ledger)
        layout.addWidget(self.results)
        layout.addLayout(row(self.again, None))
        layout.addStretch(1)
        for part in (self.ledger, self.results, self.again):
            part.hide()
        self.record = RecordView(desk)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr_("Diwan", "Audit"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self._stack = QStackedWidget()
        for title, view in ((tr_("Diwan", "The record"), self.record), (tr_("Diwan", "The check"), checking)):
            self.tabs.addTab(title)
            self._stack.addWidget(view)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.tabs)
        whole.addWidget(self._stack, 1)

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Audit")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return "admin" in session.abilities

    def commands(self) -> tuple[ActionSpec, ...]:
        words = tr_("Diwan", "Check everything")
        following, before = tr_("Diwan", "Next view"), tr_("Diwan", "Previous view")
        find = tr_("Diwan", "Search in the record")
        return (
            ActionSpec("audit.run", words, "clipboard-check", self.run, "Ctrl+Return"),
            ActionSpec("audit.find", find, "search", self._find, "Ctrl+F", Menu.VIEW),
            ActionSpec(
                "audit.next", following, "arrow-right", lambda: self._turn(1), "Ctrl+PgDown", Menu.VIEW
            ),
            ActionSpec("audit.before", before, "arrow-left", lambda: self._turn(0), "Ctrl+PgUp", Menu.VIEW),
        )

    def shown(self, argument: str) -> None:
        self.tabs.setCurrentIndex(1 if argument == "check" else self.tabs.currentIndex())
        self.record.read()
        if self.tabs.currentIndex() == 0:
            self.record.focus()
        else:
            (self.again if self.empty.isHidden() else self.empty).setFocus()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        self.record.read()

    def run(self) -> None:
        """Checks every chain and the books."""
        services = self.desk.services
        self._turn(1)
        self.empty.hide()
        self.again.setEnabled(False)
        self.banner.say(tr_("Diwan", "Checking every event…"), dismissible=False)
        self.desk.runner.submit(lambda: audit(services), self._show, self._fail, key="audit", owner=self)

    def _turn(self, place: int) -> None:
        self.tabs.setCurrentIndex(place)

    def _find(self) -> None:
        self._turn(0)
        self.record.search.setFocus()

    def _show(self, found: Audit) -> None:
        self.again.setEnabled(True)
        if found.passed:
            self.banner.say(
                tr_("Diwan", "The record is whole and the books balance."), Tone.GOOD, dismissible=False
            )
        else:
            self.banner.say(tr_("Diwan", "Something is wrong; see below."), Tone.DANGER, dismissible=False)
        self.ledger.show_ledger(found.ledger)
        intact, broken = tr_("Diwan", "intact"), tr_("Diwan", "broken")
        office = found.office_broken_at is None
        self.facts.show_facts(
            (
                Fact(tr_("Diwan", "Applications"), shown.number(found.cases)),
                Fact(tr_("Diwan", "Events"), shown.number(found.events)),
                Fact(
                    tr_("Diwan", "Chains of the applications"),
                    broken if found.broken else intact,
                    Tone.DANGER if found.broken else Tone.GOOD,
                ),
                Fact(
                    tr_("Diwan", "Chain of the office"),
                    intact if office else broken,
                    Tone.GOOD if office else Tone.DANGER,
                ),
                Fact(tr_("Diwan", "Checked at"), shown.moment(self.desk.clock.now())),
            )
        )
        says = tr_("Diwan", "{reference}: the chain breaks at event {number}")
        lines = [
            says.format(reference=shown.identifier(reference), number=shown.number(number))
            for reference, number in found.broken
        ]
        unbalanced = tr_("Diwan", "{reference}: the sums do not agree")
        lines += [unbalanced.format(reference=shown.identifier(one)) for one in found.unbalanced]
        self.findings.setText("\n".join(lines))
        self.findings.setVisible(bool(lines))
        for part in (self.ledger, self.results, self.again):
            part.show()
        self.again.setFocus()

    def _fail(self, _error: Exception) -> None:
        self.again.setEnabled(True)
        self.again.show()
        self.banner.say(tr_("Diwan", "The check did not finish."), Tone.WARNING)
