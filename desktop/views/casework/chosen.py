"""What is chosen in a queue, and what can be done with it all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from desktop.models.records.case import Case
from desktop.models.records.people import Actor
from desktop.usecases.casework import CaseView, view_case
from desktop.usecases.many import Item, ItemResult, actions_for_all, print_many
from desktop.views.casework.bulk import Bulk
from desktop.views.casework.bulk_bar import BulkBar
from desktop.views.casework.bulk_dialog import BulkDialog
from desktop.views.casework.deeds import AT_ONCE
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.views.palette import Tone
from desktop.views.printers import PrintTarget
from desktop.views.widgets.print_dialog import PrintDialog
from desktop.workflows.definition import Action


class Chosen(QObject):
    """Belongs to one page; ``picked`` says which applications are chosen, ``actor`` who chooses."""

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        export: Callable[[], None],
        picked: Callable[[], list[Case]],
        actor: Callable[[], Actor | None],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        self._picked = picked
        self._actor = actor
        self.bulk = Bulk(page, desk)
        self.bar = BulkBar(lambda: self.act("hand_over"), self.ask_printer, export)
        self.dialog: BulkDialog | None = None
        """The dialog last opened; it may be gone."""
        self.bar.cancelled.connect(self.bulk.stop)
        self.bar.menu.aboutToShow.connect(self.fill_menu)
        self.bulk.started.connect(self.bar.start)
        self.bulk.advanced.connect(self.bar.advance, Qt.ConnectionType.QueuedConnection)
        self.bulk.ended.connect(self.bar.end)

    def actions(self) -> tuple[Action, ...]:
        """What can be tried on all that are chosen."""
        actor = self._actor()
        return actions_for_all(self._desk.services.registry, actor, self._picked()) if actor else ()

    def fill_menu(self) -> None:
        """Puts what can be tried into the bar's menu."""
        self.bar.offer(self.actions(), lambda action: self.act(action.key))

    def act(self, key: str) -> None:
        """Does the action ``key`` on all that are chosen: by its dialog unless nothing is asked or sent."""
        picked = self._picked()
        action = next((one for one in self.actions() if one.key == key), None)
        if not picked or action is None:
            says = tr_("Diwan", "Choose an application first.")
            if picked:
                says = tr_("Diwan", "That does not fit all that are chosen.")
            self._desk.notify(says, Tone.INFO)
            return
        if key == "claim":
            # Taking what one has already would only be noise in the record.
            picked = [case for case in picked if case.assignee != self._desk.session.login]
            if not picked:
                self._desk.notify(tr_("Diwan", "You have it already."), Tone.INFO)
                return
        if key in AT_ONCE:
            self.bulk.act(action, {}, picked)
            return
        services, reference = self._desk.services, picked[0].reference

        def go(inputs: Mapping[str, object]) -> None:
            self.bulk.act(action, inputs, picked)

        def ask(view: CaseView) -> None:
            self.dialog = BulkDialog(self._page, self._desk, view, action, len(picked), go)
            self.dialog.open()

        self._desk.runner.submit(lambda: view_case(services, reference), ask, key="queue-sample", owner=self)

    def ask_printer(self) -> None:
        """Asks for a printer, then prints the newest letter of each that is chosen."""
        if not self._picked():
            self._desk.notify(tr_("Diwan", "Choose an application first."), Tone.INFO)
            return
        title = tr_("Diwan", "Print letters")
        count = tr_("Diwan", "%n application(s)", None, len(self._picked()))
        PrintDialog(self._page, self._desk, title, count, self.print_on).open()

    def print_on(self, target: PrintTarget) -> None:
        """Prints the newest letter of each that is chosen as one job; each is recorded as printed."""
        services = self._desk.services
        items: Sequence[Item] = [Item.of(case) for case in self._picked()]
        title = tr_("Diwan", "Letters")

        def work(go_on: Callable[[int], bool]) -> tuple[ItemResult, ...]:
            # What draws PDF files is loaded with the first print.
            from desktop.views.printing import put_on_paper

            pdf, results = print_many(services, items, go_on)
            # What was recorded as printed goes to the printer, whatever was cancelled after it.
            if pdf:
                put_on_paper(target, pdf, title)
            return results

        self.bulk.run(
            len(items),
            work,
            tr_("Diwan", "Print letters"),
            lambda count: tr_("Diwan", "%n letter(s) sent to the printer.", None, count),
        )
