"""How the machinery does, for the administrator: queues, backups, workers. No application is told of."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from desktop.base.errors import Refusal
from desktop.usecases.gateway_settings import LABELS
from desktop.usecases.health import Pulse, pulse
from desktop.views import shown
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.page import Page, Section, page
from desktop.views.palette import Tone
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues

_GIGA = 1_000_000_000


@page
class HealthPage(Page):
    """Looks when it is shown, and again on demand; the window's counter says how much is wrong."""

    page_id = "health"
    icon = "shield-check"
    section = Section.ADMINISTRATION
    order = 45
    watches = frozenset({"case", "message", "payment", "deadline", "letter"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.banner = Banner()
        self.troubles = label("", "", wrap=True, selectable=True)
        self.machine, self.queues = KeyValues(1), KeyValues(1)
        machine, queues = Card(tr_("Diwan", "The machinery")), Card(tr_("Diwan", "What waits"))
        machine.body.addWidget(self.machine)
        machine.body.addStretch(1)
        queues.body.addWidget(self.queues)
        queues.body.addStretch(1)
        self.again = button(tr_("Diwan", "Look again"), self.run, icon_name="refresh-cw")
        cards = row(machine, queues, gap=16)
        cards.setStretch(0, 1)
        cards.setStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.banner)
        layout.addWidget(self.troubles)
        layout.addLayout(cards)
        layout.addLayout(row(self.again, None))
        layout.addStretch(1)
        self.troubles.hide()

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Health")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return "admin" in session.abilities

    def commands(self) -> tuple[ActionSpec, ...]:
        words = tr_("Diwan", "Look again")
        return (ActionSpec("health.run", words, "refresh-cw", self.run, "Ctrl+Return"),)

    def shown(self, argument: str) -> None:
        del argument
        self.again.setFocus()
        self.run()

    def run(self) -> None:
        """Looks once."""
        services = self.desk.services
        self.again.setEnabled(False)
        self.desk.runner.submit(lambda: pulse(services), self._show, self._fail, key="health", owner=self)

    def _show(self, seen: Pulse) -> None:
        self.again.setEnabled(True)
        self.desk.count({self.page_id: len(seen.troubles)})
        if seen.well:
            self.banner.say(tr_("Diwan", "All is well."), Tone.GOOD, dismissible=False)
        else:
            tone = Tone.DANGER if seen.status == 2 else Tone.WARNING
            words = tr_("Diwan", "%n thing(s) to look at.", None, len(seen.troubles))
            self.banner.say(words, tone, dismissible=False)
        self.troubles.setText("\n".join(said(trouble.text) for trouble in seen.troubles))
        self.troubles.setVisible(not seen.well)
        self.machine.show_facts(_machine(seen))
        self.queues.show_facts(_queues(seen))

    def _fail(self, error: Exception) -> None:
        self.again.setEnabled(True)
        if isinstance(error, Refusal):
            self.banner.say(said(error.text), Tone.DANGER, dismissible=False)


def _machine(seen: Pulse) -> tuple[Fact, ...]:
    never = tr_("Diwan", "never")
    codes = {trouble.code for trouble in seen.troubles}
    backup = shown.moment(seen.backup.at) if seen.backup else never
    beat = shown.moment(seen.workers[0].at) if seen.workers else never
    whole = not seen.broken and seen.office_broken_at is None
    facts = [
        Fact(
            tr_("Diwan", "Last good backup"),
            backup,
            Tone.DANGER if "backup" in codes else Tone.GOOD,
        ),
        Fact(tr_("Diwan", "The worker was last seen"), beat, Tone.DANGER if "silent" in codes else Tone.GOOD),
        Fact(
            tr_("Diwan", "Chains of the newest applications"),
            tr_("Diwan", "intact") if whole else tr_("Diwan", "broken"),
            Tone.GOOD if whole else Tone.DANGER,
        ),
        Fact(tr_("Diwan", "Version of the tables"), shown.identifier(seen.tables_version)),
        Fact(tr_("Diwan", "Clocks differ by (seconds)"), shown.number(round(seen.clock_off_seconds))),
        Fact(tr_("Diwan", "Gateways that write files"), _filing(seen)),
        Fact(tr_("Diwan", "Looked at"), shown.moment(seen.at)),
    ]
    if seen.disk_free is not None:
        free = tr_("Diwan", "{count} GB").format(count=shown.number(seen.disk_free // _GIGA))
        facts.append(Fact(tr_("Diwan", "Free on the disk"), free))
    return tuple(facts)


def _filing(seen: Pulse) -> str:
    """The gateways that no provider stands behind."""
    names = [said(LABELS[name]) for name, address in seen.gateways.items() if not address]
    return tr_("Diwan", ", ").join(names) or tr_("Diwan", "none of them")


def _queues(seen: Pulse) -> tuple[Fact, ...]:
    names = {
        "messages_waiting": tr_("Diwan", "Messages to send"),
        "messages_failed": tr_("Diwan", "Messages given up"),
        "inbox_waiting": tr_("Diwan", "Items from the portal"),
        "requests_waiting": tr_("Diwan", "Payment numbers to ask for"),
        "letters_unsealed": tr_("Diwan", "Letters to seal"),
        "payments_unsettled": tr_("Diwan", "Payments to settle"),
        "deadlines_passed": tr_("Diwan", "Windows that passed"),
        "cases_late": tr_("Diwan", "Late applications"),
    }
    since = tr_("Diwan", "{count}, since {moment}")
    return tuple(
        Fact(
            words,
            since.format(count=shown.number(waits.number), moment=shown.moment(waits.since))
            if waits.since is not None
            else shown.number(waits.number),
        )
        for key, words in names.items()
        if (waits := seen.queues.get(key)) is not None
    )
