"""One application: what it is, what hangs on it, and everything that can be done about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.errors import Refusal
from desktop.usecases.casework import CaseView, view_case
from desktop.views import shown as show
from desktop.views.actions import ActionSpec, Menu
from desktop.views.casework.case_head import CaseHead, action_icon
from desktop.views.casework.case_parts import CaseParts
from desktop.views.casework.deeds import AT_ONCE, Deeds
from desktop.views.casework.documents_tab import ACCEPT_KEY, REJECT_KEY
from desktop.views.casework.pulse import ELSEWHERE, start_pulse
from desktop.views.casework.recent import recent_of
from desktop.views.casework.shortcuts import shortcuts_of
from desktop.views.casework.trail import trail_of
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.page import NavEntry, Page, page
from desktop.views.palette import Tone
from desktop.views.widgets.states import EmptyState, LoadingOverlay
from desktop.workflows.definition import Tone as Weight
from desktop.workflows.engine import Offer


@page
class CasePage(Page):
    """Shown by reference; reached from a queue, from search, or from a link."""

    page_id = "case"
    icon = "file-text"
    watches = frozenset({"case", "message", "payment", "refund", "letter", "attachment", ELSEWHERE})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: CaseView | None = None
        self._reference = ""
        self._go_on_after = ""
        self.deeds = Deeds(self, desk)
        self.head = CaseHead(desk, self.deeds)
        self.tabs = CaseParts(desk, self.deeds)
        self.documents, self.record, self.messages = self.tabs.documents, self.tabs.record, self.tabs.messages
        self.money, self.letters = self.tabs.money, self.tabs.letters
        whole = QWidget()
        lines = QVBoxLayout(whole)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(self.head)
        lines.addWidget(self.tabs, 1)
        self._absent = EmptyState(
            "file-text",
            tr_("Diwan", "No such application in your departments"),
            tr_("Diwan", "Search for it with Ctrl+K, or go back with Alt+←."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(self._absent)
        self._loading = LoadingOverlay(self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.deeds.conflict.connect(self._load)
        self.deeds.done.connect(self._after)
        start_pulse(desk)
        recent_of(desk).follow(self, lambda: self.view.opened.file.case.reference if self.view else "")

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Application")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return bool(session.abilities & {"clerk", "supervisor", "admin"})

    @classmethod
    def entries(cls, session: Session) -> tuple[NavEntry, ...]:
        del session
        return ()

    def heading(self) -> str:
        if self.view is None:
            return self.title()
        return show.name(self.view.opened.file.case.applicant.name)

    def commands(self) -> tuple[ActionSpec, ...]:
        go = Menu.GO
        after, before = tr_("Diwan", "Next application"), tr_("Diwan", "Previous application")
        specs = [
            ActionSpec(
                "case.previous", before, "chevron-up", lambda: self.step(-1), "Ctrl+Up", go, tool=True
            ),
            ActionSpec("case.next", after, "chevron-down", lambda: self.step(1), "Ctrl+Down", go, tool=True),
            ActionSpec("case.copy", tr_("Diwan", "Copy the reference"), "copy", self._copy, "Ctrl+Shift+C"),
            *self.tabs.specs(),
            *self._document_specs(),
            ActionSpec("case.print", tr_("Diwan", "Print the letter"), "printer", self._print, "Ctrl+P"),
        ]
        return (*specs, *self._offered_specs())

    def shown(self, argument: str) -> None:
        if argument != self._reference:
            self._reference = argument
            self._go_on_after = ""
            self._load()
        elif self.view is None:
            self._load()
        self.tabs.focus_part()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        self._load()

    def step(self, by: int) -> None:
        """To the next or previous application of the queue that this one was opened from."""
        trail = trail_of(self.desk)
        reference = trail.beside(self._reference, by)
        if reference:
            self.desk.go(self.page_id, reference)
        elif not (by > 0 and trail.place(self._reference)[0] and trail.go_on(lambda: self.step(by))):
            self.desk.notify(
                tr_("Diwan", "That was the last application of the list.")
                if by > 0
                else tr_("Diwan", "This is the first application of the list."),
                Tone.INFO,
            )

    def accept_and_next(self) -> None:
        """Does the main action; once it is done, the next application follows."""
        offer = self._main_offer()
        if offer is not None:
            self._go_on_after = offer.action.key
            self.deeds.start(offer.action.key)

    def _document_specs(self) -> list[ActionSpec]:
        if self.deeds.offer("judge") is None:
            return []
        accept, reject = tr_("Diwan", "Accept the attachment"), tr_("Diwan", "Reject the attachment")
        back = tr_("Diwan", "Take the last verdict back")
        return [
            ActionSpec("case.doc.accept", accept, "check", self._accept_document, ACCEPT_KEY),
            ActionSpec("case.doc.reject", reject, "x", self._reject_document, REJECT_KEY),
            ActionSpec("case.doc.back", back, "undo-2", self._take_back, "Ctrl+Z"),
        ]

    def _offered_specs(self) -> list[ActionSpec]:
        offers = self._listed()
        shortcuts = shortcuts_of(offers)
        specs = [
            ActionSpec(
                f"case.{offer.action.key}",
                said(offer.action.label),
                "user" if offer.action.key in AT_ONCE else action_icon(offer),
                partial(self._start, offer.action.key),
                shortcuts[offer.action.key],
                hint=said(offer.reason) if offer.reason and not offer.enabled else "",
            )
            for offer in offers
        ]
        main = self._main_offer()
        if main is not None:
            says = tr_("Diwan", "{action}, then the next").format(action=said(main.action.label))
            specs.append(
                ActionSpec("case.main_next", says, "check", self.accept_and_next, "Ctrl+Shift+Return")
            )
        return specs

    def _listed(self) -> list[Offer]:
        return [one for one in self.view.opened.offers if one.action.listed] if self.view else []

    def _main_offer(self) -> Offer | None:
        return next((one for one in self._listed() if one.action.tone is Weight.PRIMARY), None)

    def _start(self, action: str) -> None:
        # While a rejection is being worded, the key that confirms confirms that one.
        if not self.documents.rejecting.isHidden() and self.tabs.currentWidget() is self.documents:
            self.documents.rejecting.confirm()
            return
        self._go_on_after = ""
        self.deeds.start(action)

    def _load(self) -> None:
        services, reference = self.desk.services, self._reference
        if not reference:
            return
        if self.view is None or self.view.opened.file.case.reference != reference:
            self._loading.start()
        self.desk.runner.submit(
            lambda: view_case(services, reference), self._take, self._fail, key="case-load", owner=self
        )

    def _take(self, view: CaseView) -> None:
        self._loading.stop()
        recent_of(self.desk).opened(view.opened.file.case.reference)
        before = self.view
        self.view = self.deeds.view = view
        if before is not None and _same(before, view):
            return
        case = view.opened.file.case
        self._stack.setCurrentIndex(0)
        other = before is None or before.opened.file.case.case_id != case.case_id
        offers = self._listed()
        self.head.show_view(view, shortcuts_of(offers), trail_of(self.desk).place(case.reference))
        if other:
            self.tabs.choose(view)
        self.tabs.show_view(view)
        self.heading_changed.emit()
        self.commands_changed.emit()
        if other:
            self.tabs.focus_part()

    def _fail(self, error: Exception) -> None:
        self._loading.stop()
        if isinstance(error, Refusal):
            self.view = self.deeds.view = None
            self._stack.setCurrentWidget(self._absent)
            self.heading_changed.emit()
            self.commands_changed.emit()

    def _after(self, action: str) -> None:
        """Something was done here."""
        if action in ("judge", "note"):
            return
        label = self._label(action)
        if self._go_on_after == action and trail_of(self.desk).beside(self._reference, 1):
            self._go_on_after = ""
            self.desk.notify(tr_("Diwan", "Done: {action}").format(action=label))
            self.step(1)
            return
        if action in AT_ONCE:
            back = "release" if action == "claim" else "claim"
            self.desk.offer(
                tr_("Diwan", "Done: {action}").format(action=label),
                tr_("Diwan", "Undo"),
                lambda: self.deeds.do(back, {}),
            )
            return
        if trail_of(self.desk).beside(self._reference, 1):
            self.desk.offer(
                tr_("Diwan", "Done: {action}").format(action=label),
                tr_("Diwan", "Next application"),
                lambda: self.step(1),
            )
        else:
            self.desk.notify(tr_("Diwan", "Done: {action}").format(action=label))

    def _label(self, action: str) -> str:
        return said(self.view.opened.service.action(action).label) if self.view else action

    def _accept_document(self) -> None:
        # A verdict is never given on a document that is not in view.
        if self.tabs.currentWidget() is self.documents:
            self.documents.accept()
        else:
            self.tabs.go_to(self.documents)

    def _reject_document(self) -> None:
        if self.tabs.currentWidget() is self.documents:
            self.documents.reject()
        else:
            self.tabs.go_to(self.documents)

    def _take_back(self) -> None:
        self.tabs.go_to(self.documents)
        self.documents.taking_back.take_back_last()

    def _copy(self) -> None:
        if self._reference:
            self.head.copy(self._reference)

    def _print(self) -> None:
        self.tabs.finish()
        letter = self.letters.newest()
        if letter is None:
            self.desk.notify(tr_("Diwan", "There is no letter to print."), Tone.INFO)
        else:
            self.tabs.go_to(self.letters)
            self.letters.print(letter)


def _same(one: CaseView, other: CaseView) -> bool:
    """Whether nothing changed that the page shows: drawn anew, it would lose a reader's place."""
    return (
        one.opened.file == other.opened.file
        and one.opened.offers == other.opened.offers
        and one.opened.office.now.date() == other.opened.office.now.date()
    )
