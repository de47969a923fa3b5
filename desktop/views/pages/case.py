"""One application: what it is, what hangs on it, and everything that can be done about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from desktop.base.errors import Refusal
from desktop.usecases.casework import CaseView, view_case
from desktop.views import shown as show
from desktop.views.actions import ActionSpec, Menu
from desktop.views.casework.case_head import CaseHead, action_icon
from desktop.views.casework.deeds import AT_ONCE, Deeds
from desktop.views.casework.documents_tab import ACCEPT_KEY, REJECT_KEY, DocumentsTab
from desktop.views.casework.letters_tab import LettersTab
from desktop.views.casework.money_tab import MoneyTab
from desktop.views.casework.pulse import ELSEWHERE, start_pulse
from desktop.views.casework.shortcuts import shortcuts_of
from desktop.views.casework.tabs import ApplicationTab, MessagesTab, RecordTab
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
        self.application = ApplicationTab()
        self.documents = DocumentsTab(desk, self.deeds)
        self.record = RecordTab()
        self.messages = MessagesTab(self.deeds)
        self.money = MoneyTab(self.deeds, desk.session.login)
        self.letters = LettersTab(desk, self.deeds)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(tr_("Diwan", "Parts of the application"))
        for part, title in self._parts():
            self.tabs.addTab(part, title)
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
        self.documents.counted.connect(self._count_documents)
        start_pulse(desk)

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
        go, see = Menu.GO, Menu.VIEW
        after, before = tr_("Diwan", "Next application"), tr_("Diwan", "Previous application")
        specs = [
            ActionSpec(
                "case.previous", before, "chevron-up", lambda: self.step(-1), "Ctrl+Up", go, tool=True
            ),
            ActionSpec("case.next", after, "chevron-down", lambda: self.step(1), "Ctrl+Down", go, tool=True),
            ActionSpec("case.copy", tr_("Diwan", "Copy the reference"), "copy", self._copy, "Ctrl+Shift+C"),
            *self._tab_specs(),
            *self._document_specs(),
            ActionSpec("case.larger", tr_("Diwan", "Larger"), "zoom-in", self._larger, "Ctrl+=", see),
            ActionSpec("case.smaller", tr_("Diwan", "Smaller"), "zoom-out", self._smaller, "Ctrl+-", see),
            ActionSpec("case.turn", tr_("Diwan", "Turn right"), "rotate-cw", self._turn, "Ctrl+R", see),
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
        self._focus()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        self._load()

    def step(self, by: int) -> None:
        """To the next or previous application of the queue that this one was opened from."""
        reference = trail_of(self.desk).beside(self._reference, by)
        if reference:
            self.desk.go(self.page_id, reference)
        else:
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

    def _parts(self) -> tuple[tuple[QWidget, str], ...]:
        return (
            (self.application, tr_("Diwan", "Application")),
            (self.documents, tr_("Diwan", "Attachments")),
            (self.record, tr_("Diwan", "Record")),
            (self.messages, tr_("Diwan", "Messages")),
            (self.money, tr_("Diwan", "Money")),
            (self.letters, tr_("Diwan", "Letters")),
        )

    def _tab_specs(self) -> list[ActionSpec]:
        icons = ("file-text", "paperclip", "history", "message-square", "banknote", "printer")
        return [
            ActionSpec(
                f"case.tab{place}",
                tr_("Diwan", "Show: {part}").format(part=title),
                icons[place - 1],
                partial(self._show_part, part),
                f"Alt+{place}",
                Menu.VIEW,
            )
            for place, (part, title) in enumerate(self._parts(), start=1)
        ]

    def _document_specs(self) -> list[ActionSpec]:
        if self.deeds.offer("judge") is None:
            return []
        accept, reject = tr_("Diwan", "Accept the attachment"), tr_("Diwan", "Reject the attachment")
        again = tr_("Diwan", "Judge the last attachment again")
        return [
            ActionSpec("case.doc.accept", accept, "check", self._accept_document, ACCEPT_KEY),
            ActionSpec("case.doc.reject", reject, "x", self._reject_document, REJECT_KEY),
            ActionSpec("case.doc.again", again, "undo-2", self._judge_again, "Ctrl+Z"),
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
        before = self.view
        self.view = self.deeds.view = view
        if before is not None and _same(before, view):
            return
        case = view.opened.file.case
        self._stack.setCurrentIndex(0)
        other = before is None or before.opened.file.case.case_id != case.case_id
        offers = self._listed()
        self.head.show_view(view, shortcuts_of(offers), trail_of(self.desk).place(case.reference))
        for part in (self.application, self.documents, self.record, self.messages, self.money, self.letters):
            part.show_view(view)
        self._count_parts(view)
        if other:
            self._choose_tab(view)
        self.heading_changed.emit()
        self.commands_changed.emit()
        if other:
            self._focus()

    def _fail(self, error: Exception) -> None:
        self._loading.stop()
        if isinstance(error, Refusal):
            self.view = self.deeds.view = None
            self._stack.setCurrentWidget(self._absent)
            self.heading_changed.emit()
            self.commands_changed.emit()

    def _choose_tab(self, view: CaseView) -> None:
        """Where the work is: documents that wait for a verdict, money or letters, else the application."""
        file = view.opened.file
        waiting = [one for one in file.current_attachments if one.verdict is None]
        judging = self.deeds.can("judge") and any(
            one.action.key != "judge" and one.action.tone is Weight.PRIMARY for one in view.opened.offers
        )
        self.tabs.setCurrentWidget(self.documents if waiting and judging else self.application)

    def _focus(self) -> None:
        if self.tabs.currentWidget() is self.documents and self.documents.documents.isVisibleTo(self):
            self.documents.documents.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tabs.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)

    def _count_documents(self, judged: int, many: int) -> None:
        title = tr_("Diwan", "Attachments")
        told = f"{title} {show.number(judged)}/{show.number(many)}" if many else title
        self.tabs.setTabText(self.tabs.indexOf(self.documents), told)

    def _count_parts(self, view: CaseView) -> None:
        """How many there are of each, beside the tab's name."""
        file = view.opened.file
        counts = {
            self.messages: len(file.messages),
            self.money: len(file.requests) + len(file.refunds),
            self.letters: len(file.letters),
        }
        for part, title in self._parts():
            count = counts.get(part, 0)
            if part is not self.documents:
                told = f"{title} {show.number(count)}" if count else title
                self.tabs.setTabText(self.tabs.indexOf(part), told)

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

    def _show_part(self, part: QWidget) -> None:
        self.tabs.setCurrentWidget(part)
        self._focus()

    def _accept_document(self) -> None:
        # A verdict is never given on a document that is not in view.
        if self.tabs.currentWidget() is self.documents:
            self.documents.accept()
        else:
            self._show_part(self.documents)

    def _reject_document(self) -> None:
        if self.tabs.currentWidget() is self.documents:
            self.documents.reject()
        else:
            self._show_part(self.documents)

    def _judge_again(self) -> None:
        self._show_part(self.documents)
        self.documents.judge_again()

    def _larger(self) -> None:
        self.documents.viewer.zoom(1.25)

    def _smaller(self) -> None:
        self.documents.viewer.zoom(0.8)

    def _turn(self) -> None:
        self.documents.viewer.turn(90)

    def _copy(self) -> None:
        if self._reference:
            self.head.copy(self._reference)

    def _print(self) -> None:
        letter = self.letters.newest()
        if letter is None:
            self.desk.notify(tr_("Diwan", "There is no letter to print."), Tone.INFO)
        else:
            self._show_part(self.letters)
            self.letters.print(letter)


def _same(one: CaseView, other: CaseView) -> bool:
    """Whether nothing changed that the page shows: drawn anew, it would lose a reader's place."""
    return (
        one.opened.file == other.opened.file
        and one.opened.offers == other.opened.offers
        and one.opened.office.now.date() == other.opened.office.now.date()
    )
