"""Whether the record is whole and the books add up, asked by the administrator (COM-07, COM-08)."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from desktop.usecases.audit import Audit, audit
from desktop.views import shown
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import tr_
from desktop.views.page import Page, Section, page
from desktop.views.pages.money.ledger_bar import LedgerBar
from desktop.views.palette import Tone
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.states import EmptyState


@page
class AuditPage(Page):
    """Runs when asked: it reads every event there is."""

    page_id = "audit"
    icon = "clipboard-check"
    section = Section.ADMINISTRATION
    order = 40

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
        layout = QVBoxLayout(self)
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

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Audit")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return "admin" in session.abilities

    def commands(self) -> tuple[ActionSpec, ...]:
        words = tr_("Diwan", "Check everything")
        return (ActionSpec("audit.run", words, "clipboard-check", self.run, "Ctrl+Return"),)

    def shown(self, argument: str) -> None:
        del argument
        (self.again if self.empty.isHidden() else self.empty).setFocus()

    def run(self) -> None:
        """Checks every chain and the books."""
        services = self.desk.services
        self.empty.hide()
        self.again.setEnabled(False)
        self.banner.say(tr_("Diwan", "Checking every event…"), dismissible=False)
        self.desk.runner.submit(lambda: audit(services), self._show, self._fail, key="audit", owner=self)

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
