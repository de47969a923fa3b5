"""The counter: a clerk enters an application for a visitor; it goes the same way as the portal's (COM-01)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import Outage, Problem, Refusal
from desktop.base.text import Text
from desktop.models.records.case import ChangeSet
from desktop.models.records.people import Job
from desktop.models.records.plan import StepResult
from desktop.usecases.cases import submit
from desktop.usecases.casework import Present, present
from desktop.views import shown as show
from desktop.views.actions import ActionSpec, Menu
from desktop.views.casework.counter_form import CounterForm
from desktop.views.casework.counter_side import CounterSide, KindChoice
from desktop.views.casework.draft import Draft, DraftStore, document_of
from desktop.views.casework.register_card import RegisterCard
from desktop.views.casework.submitted import SubmittedPanel
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.page import NavEntry, Page, Section, page
from desktop.views.palette import Tone
from desktop.views.qtfix import shortcut_text
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, clear, column, holder, label, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.states import LoadingOverlay
from desktop.workflows.definition import ServiceDefinition

SAVE_AFTER_MS = 800
"""A draft is kept when the typing pauses this long."""
_WIDTH, _SIDE = 860, 270
SUBMIT_KEY = "Ctrl+Return"


@page
class CounterPage(Page):
    """A form that loses nothing: what is typed is kept on the workstation until it is submitted."""

    page_id = "counter"
    icon = "square-pen"
    order = 90

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._store = DraftStore(desk.preferences.folder, desk.session.login, desk.session.place)
        self._present: Present | None = None
        self._key = str(uuid.uuid4())
        self._sent: Draft | None = None
        self._unkept, self._kept_by = False, 0
        self.form: CounterForm | None = None
        self.banner = Banner()
        self.services = QComboBox()
        self.services.setAccessibleName(tr_("Diwan", "Service"))
        self.kinds = KindChoice()
        self.kinds.chosen.connect(lambda: self._draw(self.draft()))
        self._saved = label("", "caption")
        self.side = CounterSide()
        self._place = column()
        self.submit_button = button(
            tr_("Diwan", "Submit the application"),
            self.submit,
            kind="primary",
            icon_name="send",
            name="submit",
        )
        keys = shortcut_text(QKeySequence(SUBMIT_KEY))
        self.submit_button.setToolTip(f"{self.submit_button.text()}  ({keys})")
        self.done = SubmittedPanel()
        self.done.again_asked.connect(self.start_anew)
        self.done.open_asked.connect(self.open_case)
        self.done.copied.connect(lambda: desk.notify(tr_("Diwan", "The reference was copied.")))
        self._stack = QStackedWidget()
        self._sheet = self._laid_out()
        self._stack.addWidget(self._sheet)
        self._stack.addWidget(self.done)
        self._loading = LoadingOverlay(self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_AFTER_MS)
        self._saving.timeout.connect(self.save)
        self.services.currentIndexChanged.connect(lambda _index: self._choose_service())
        desk.left.connect(self._save_now)
        self.setAcceptDrops(True)

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Counter application")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return "clerk" in session.abilities

    @classmethod
    def entries(cls, session: Session) -> tuple[NavEntry, ...]:
        del session
        return (NavEntry(cls.page_id, cls.title(), cls.icon, Section.WORK, cls.order),)

    def commands(self) -> tuple[ActionSpec, ...]:
        sending = tr_("Diwan", "Submit the application")
        delete, new = tr_("Diwan", "Delete the draft"), tr_("Diwan", "New application")
        if self._stack.currentWidget() is self.done:
            return (ActionSpec("counter.new", new, "plus", self.start_anew, "Ctrl+N", Menu.FILE),)
        return (
            ActionSpec("counter.submit", sending, "send", self.submit, SUBMIT_KEY),
            ActionSpec("counter.delete", delete, "trash-2", self._ask_delete, "Ctrl+Shift+Delete", Menu.FILE),
        )

    def shown(self, argument: str) -> None:
        del argument
        if self._present is None:
            self._loading.start()
            services, store = self.desk.services, self._store
            self.desk.runner.submit(
                lambda: (present(services), store.load()),
                self._take,
                self._fail,
                key="counter-open",
                owner=self,
            )

    def can_leave(self, proceed: Callable[[], None]) -> bool:
        # Nothing is lost by leaving: the draft waits here.
        del proceed
        self._save_now()
        return True

    def draft(self) -> Draft:
        """What is typed, as a draft."""
        form = self.form
        if form is None:
            return Draft(self._key)
        typed = form.typed()
        return Draft(
            self._key, form.service.code, form.kind.value, typed.applicant, typed.fields, typed.files
        )

    def save(self) -> None:
        """Keeps the draft, off the GUI thread."""
        self._saving.stop()
        draft, store = self.draft(), self._store
        if draft.is_empty:
            return
        turn = self._kept_by = store.turn()
        now = self.desk.clock.now()

        def done(_kept: Draft) -> None:
            self._unkept = self._unkept and turn != self._kept_by
            says = tr_("Diwan", "Draft kept on this workstation, {when}")
            self._saved.setText(says.format(when=show.moment(now)))

        def work() -> Draft:
            try:
                return store.save(draft, turn)
            except OSError as error:
                raise Refusal([Problem("", "unsaved", _UNSAVED)]) from error

        self.desk.runner.submit(work, done, self._not_saved, key="counter-draft", owner=self)

    def submit(self) -> None:
        """Submits what is typed; every wrong field is named under it."""
        form = self.form
        if form is None or not self.submit_button.isEnabled():
            return
        self._save_now()
        draft, services = self.draft(), self.desk.services
        self._sent = draft
        self.submit_button.setEnabled(False)

        def work() -> tuple[StepResult, ChangeSet]:
            # After an outage the window asks again by itself: what was changed since is confirmed anew.
            if self._sent is not draft:
                raise Refusal.one(
                    "changed",
                    "عُدّل الطلب أثناء انقطاع الاتصال؛ راجعه ثم أرسله من جديد.",
                    "The application was changed during the outage; look at it and submit again.",
                )
            return submit(services, document_of(draft), "counter")

        self.desk.runner.submit(work, self._submitted, self._refused, key="counter-submit", owner=self)

    def start_anew(self) -> None:
        """An empty form of the same service."""
        self._key = str(uuid.uuid4())
        self._sent = None
        self._saved.setText("")
        self.banner.hide()
        self._stack.setCurrentWidget(self._sheet)
        self._draw(None)
        self.commands_changed.emit()

    def open_case(self, reference: str) -> None:
        """Goes to the application that was made."""
        self.start_anew()
        self.desk.go("case", reference)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()) and self.form is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if self.form is not None and self.form.drop_files(paths):
            event.acceptProposedAction()
        else:
            self.desk.notify(tr_("Diwan", "Every attachment has its file; remove one first."), Tone.INFO)

    def _laid_out(self) -> QWidget:
        naming = label(tr_("Diwan", "Service"), "label")
        naming.setBuddy(self.services)
        kinds = label(tr_("Diwan", "Who applies"), "label")
        choice = Card()
        choice.body.addLayout(column(naming, self.services, gap=4))
        choice.body.addLayout(column(kinds, self.kinds, gap=4))
        bar = row(
            self.submit_button,
            self._saved,
            None,
            button(tr_("Diwan", "Delete the draft"), self._ask_delete, kind="refuse", icon_name="trash-2"),
            gap=16,
        )
        inner = holder(column(choice, self._place, None, gap=16))
        inner.setMaximumWidth(_WIDTH)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = scroll
        self.side.setFixedWidth(_SIDE)
        left = column(self.banner, scroll, bar, gap=12)
        left.setStretch(1, 1)
        both = row(holder(left), holder(column(self.side, None)), gap=16)
        both.setStretch(0, 1)
        return holder(both)

    def _take(self, opened: tuple[Present, Draft | None]) -> None:
        self._loading.stop()
        self._present, draft = opened
        self.services.blockSignals(True)
        self.services.clear()
        for service in self.desk.services.registry.values():
            # Who may open a case is judged by the service's own department.
            if Job.CLERK in self._present.office.actor.jobs_in(service.department):
                self.services.addItem(said(service.label), service.code)
        if draft is not None and self.services.findData(draft.service) >= 0:
            self.services.setCurrentIndex(self.services.findData(draft.service))
            self._key = draft.key
        self.services.blockSignals(False)
        self.kinds.offer(self._service().applicants, draft.applicant_kind if draft else "")
        self._draw(draft)
        if draft is not None and not draft.is_empty:
            self.banner.say(
                tr_("Diwan", "This draft was kept here before it was submitted; carry on."),
                Tone.INFO,
                tr_("Diwan", "Delete the draft"),
                self._ask_delete,
            )

    def _fail(self, _error: Exception) -> None:
        self._loading.stop()

    def _choose_service(self) -> None:
        draft = self.draft()
        self.kinds.offer(self._service().applicants, draft.applicant_kind)
        self._draw(draft)

    def _draw(self, draft: Draft | None) -> None:
        """The form anew, with what was typed as far as it is asked for."""
        kind = self.kinds.kind()
        if self._present is None or kind is None:
            return
        clear(self._place)
        self.form = CounterForm(self._service(), kind, self._present.office.reference)
        if draft is not None:
            self.form.fill(draft)
        self._place.addWidget(self.form)
        self.form.edited.connect(self._edited)
        if RegisterCard.is_for(self.form.service):
            form = self.form
            card = RegisterCard(self.desk, form.service, form.fields.values, form.identity)
            self.form.edited.connect(card.forget)
            self._place.addWidget(card)
        self.submit_button.setEnabled(True)
        self._tell_side()
        if self.isVisible():
            self.form.go_to_start()

    def _service(self) -> ServiceDefinition:
        chosen: ServiceDefinition = self.desk.services.registry[str(self.services.currentData())]
        return chosen

    def _tell_side(self) -> None:
        if self.form is not None and self._present is not None:
            self.side.tell(self.form, self._present, self.desk.clock.now())

    def _edited(self) -> None:
        self._sent, self._unkept, self._kept_by = None, True, 0
        self._saving.start()
        self._tell_side()

    def _submitted(self, outcome: tuple[StepResult, ChangeSet]) -> None:
        result, changes = outcome
        self._saving.stop()
        self._unkept = False
        self._forget()
        self.submit_button.setEnabled(True)
        self.done.show_reference(
            result.reference, self.form.typed().applicant.get("name", "") if self.form else ""
        )
        self._stack.setCurrentWidget(self.done)
        self.commands_changed.emit()
        self.desk.announce(changes.kinds)

    def _refused(self, error: Exception) -> None:
        self.submit_button.setEnabled(True)
        if isinstance(error, Outage):
            self.banner.say(
                tr_("Diwan", "Not submitted yet: the database does not answer. What you typed is kept."),
                Tone.DANGER,
                tr_("Diwan", "Try again"),
                self.submit,
                dismissible=False,
            )
        elif isinstance(error, Refusal) and self.form is not None:
            loose = self.form.show_problems(error.problems)
            many = len(error.problems)
            says = tr_("Diwan", "%n field(s) to put right; nothing typed is lost.", None, many)
            words = "\n".join(said(one.text) for one in loose)
            self.banner.say(words or says, Tone.WARNING)
            focused = QApplication.focusWidget()
            if focused is not None and self.form.isAncestorOf(focused):
                self._scroll.ensureWidgetVisible(focused, 50, 120)

    def _not_saved(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self._saved.setText(said(error.text))

    def _save_now(self) -> None:
        """Keeps a draft that waits to be kept, at once: the page may be gone before a thread is free."""
        if not self._unkept:
            return
        self._unkept = False
        self._saving.stop()
        draft = self.draft()
        try:
            if not draft.is_empty:
                self._store.save(draft, self._store.turn())
        except OSError:
            self.desk.notify(said(_UNSAVED), Tone.WARNING)

    def _ask_delete(self) -> None:
        if self.draft().is_empty:
            self._delete("")
            return
        ConfirmDialog(
            self,
            tr_("Diwan", "Delete the draft?"),
            tr_("Diwan", "What was typed and the chosen files are forgotten; nothing was submitted."),
            tr_("Diwan", "Delete the draft"),
            self._delete,
            tone=Tone.DANGER,
        ).open()

    def _delete(self, _reason: str) -> None:
        self._saving.stop()
        self._unkept = False
        self._forget()
        self.start_anew()

    def _forget(self) -> None:
        store, key = self._store, self._key
        self.desk.runner.submit(lambda: store.clear(key), _nothing, key="counter-draft", owner=self)


_UNSAVED = Text("تعذّر حفظ المسودة على هذا الجهاز.", "The draft cannot be kept on this workstation.")


def _nothing(_result: object) -> None:
    """Nothing is left to do."""
