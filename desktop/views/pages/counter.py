"""The counter: a clerk enters an application for a visitor; it goes the same way as the portal's (COM-01)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import Outage, Problem, Refusal
from desktop.base.text import Text
from desktop.models.records.case import ChangeSet
from desktop.models.records.people import ApplicantKind
from desktop.models.records.plan import StepResult
from desktop.usecases.cases import submit
from desktop.usecases.casework import Present, fee_for, present
from desktop.views import shown as show
from desktop.views.actions import ActionSpec, Menu
from desktop.views.casework import terms
from desktop.views.casework.counter_form import CounterForm
from desktop.views.casework.draft import Draft, DraftStore
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.page import NavEntry, Page, Section, page
from desktop.views.palette import Tone
from desktop.views.qtfix import shortcut_text
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, clear, column, holder, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.states import LoadingOverlay

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
        self._store = DraftStore(desk.preferences.folder, desk.session.login, desk.session.database)
        self._present: Present | None = None
        self._key = str(uuid.uuid4())
        self._sent: Draft | None = None
        self.form: CounterForm | None = None
        self.banner = Banner()
        self.services = QComboBox()
        self.services.setAccessibleName(tr_("Diwan", "Service"))
        self._kinds = QButtonGroup(self)
        self._kind_line = row(gap=20)
        self._saved = label("", "caption")
        self._facts = KeyValues(stacked=True)
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
        self.done = _Done(self)
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
        now = self.desk.clock.now()

        def done(_kept: Draft) -> None:
            says = tr_("Diwan", "Draft kept on this workstation, {when}")
            self._saved.setText(says.format(when=show.moment(now)))

        def work() -> Draft:
            try:
                return store.save(draft)
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
        choice.body.addLayout(column(kinds, self._kind_line, gap=4))
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
        side = Card()
        side.body.addWidget(self._facts)
        side.body.addStretch(1)
        side.setFixedWidth(_SIDE)
        left = column(self.banner, scroll, bar, gap=12)
        left.setStretch(1, 1)
        both = row(holder(left), holder(column(side, None)), gap=16)
        both.setStretch(0, 1)
        return holder(both)

    def _take(self, opened: tuple[Present, Draft | None]) -> None:
        self._loading.stop()
        self._present, draft = opened
        self.services.blockSignals(True)
        self.services.clear()
        for service in self.desk.services.registry.values():
            self.services.addItem(said(service.label), service.code)
        if draft is not None and self.services.findData(draft.service) >= 0:
            self.services.setCurrentIndex(self.services.findData(draft.service))
            self._key = draft.key
        self.services.blockSignals(False)
        self._offer_kinds(draft.applicant_kind if draft else "")
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
        self._offer_kinds(draft.applicant_kind)
        self._draw(draft)

    def _offer_kinds(self, wanted: str) -> None:
        """The kinds of applicant that the service is offered to."""
        for one in self._kinds.buttons():
            self._kinds.removeButton(one)
        clear(self._kind_line)
        service = self.desk.services.registry[str(self.services.currentData())]
        for kind in service.applicants:
            choice = QRadioButton(terms.applicant_kind(kind))
            choice.setProperty("kind_code", kind.value)
            choice.setChecked(kind.value == wanted)
            self._kinds.addButton(choice)
            self._kind_line.addWidget(choice)
        self._kind_line.addStretch(1)
        if self._kinds.checkedButton() is None:
            self._kinds.buttons()[0].setChecked(True)
        for one in self._kinds.buttons():
            one.toggled.connect(lambda on: self._draw(self.draft()) if on else None)

    def _draw(self, draft: Draft | None) -> None:
        """The form anew, with what was typed as far as it is asked for."""
        checked = self._kinds.checkedButton()
        if self._present is None or checked is None:
            return
        service = self.desk.services.registry[str(self.services.currentData())]
        kind = ApplicantKind(str(checked.property("kind_code")))
        clear(self._place)
        self.form = CounterForm(service, kind, self._present.office.reference)
        if draft is not None:
            self.form.fill(draft)
        self._place.addWidget(self.form)
        self.form.edited.connect(self._edited)
        self.submit_button.setEnabled(True)
        self._tell_facts()
        if self.isVisible():
            self.form.go_to_start()

    def _edited(self) -> None:
        self._sent = None
        self._saving.start()
        self._tell_facts()

    def _tell_facts(self) -> None:
        """The fee of what is being asked for, the promise of the service, whom to ask."""
        form, now = self.form, self._present
        if form is None or now is None:
            return
        least, most = form.service.target_days
        promise = tr_("Diwan", "{least} to {most} working days").format(
            least=show.number(least), most=show.number(most)
        )
        fee = fee_for(form.service, now.office, form.fields.values(), form.kind.value, self.desk.clock.now())
        name = said(form.service.fee.label) if form.service.fee else tr_("Diwan", "Fee")
        told = tr_("Diwan", "none") if fee is None else show.amount(fee)
        facts = [
            Fact(name, told, Tone.WARNING if fee is not None else Tone.NEUTRAL),
            Fact(tr_("Diwan", "Service target"), promise),
            Fact(tr_("Diwan", "Department"), terms.department(form.service.department, now.office.reference)),
        ]
        known = now.office.reference.departments.get(form.service.department)
        if known is not None and known.contact_name:
            told = " · ".join(filter(None, (show.name(known.contact_name), show.phone(known.contact_phone))))
            facts.append(Fact(tr_("Diwan", "Enquiries"), told))
        self._facts.show_facts(facts)

    def _submitted(self, outcome: tuple[StepResult, ChangeSet]) -> None:
        result, changes = outcome
        self._saving.stop()
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
        if not self._saving.isActive():
            return
        self._saving.stop()
        draft = self.draft()
        try:
            if not draft.is_empty:
                self._store.save(draft)
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
        self._forget()
        self.start_anew()

    def _forget(self) -> None:
        store, key = self._store, self._key
        self.desk.runner.submit(lambda: store.clear(key), _nothing, key="counter-draft", owner=self)


class _Done(QWidget):
    """After success: the reference, large, and what to do next."""

    def __init__(self, counter: CounterPage) -> None:
        super().__init__()
        self._counter = counter
        self._reference = ""
        self.reference = label("", "title", selectable=True)
        self.reference.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._who = label("", "label", wrap=True)
        self._who.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = label(tr_("Diwan", "The application was submitted"), "heading")
        head.setAlignment(Qt.AlignmentFlag.AlignCenter)
        told = label(tr_("Diwan", "The applicant gets an SMS with this reference."), "key")
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.again = button(
            tr_("Diwan", "New application"),
            counter.start_anew,
            kind="primary",
            icon_name="plus",
            name="again",
        )
        copy = button(tr_("Diwan", "Copy the reference"), self._copy, icon_name="copy")
        open_ = button(tr_("Diwan", "Open the application"), self._open, icon_name="folder-open", name="open")
        card = Card()
        card.body.addLayout(
            column(
                16,
                head,
                self.reference,
                self._who,
                told,
                8,
                row(None, self.again, open_, copy, None),
                16,
                gap=10,
            )
        )
        card.setMinimumWidth(620)
        self.setLayout(column(None, row(None, card, None), None, None))

    def show_reference(self, reference: str, name: str) -> None:
        """Shows what was made."""
        self._reference = reference
        self.reference.setText(show.identifier(reference))
        self.reference.setAccessibleName(reference)
        self._who.setText(show.name(name))
        self.again.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._reference)
        self._counter.desk.notify(tr_("Diwan", "The reference was copied."))

    def _open(self) -> None:
        self._counter.open_case(self._reference)


def document_of(draft: Draft) -> dict[str, object]:
    """The draft as the intake takes an application, with the files read; for worker threads.

    Raises ``Refusal`` naming the document whose file is gone.
    """
    attachments = []
    for slot, path in draft.files.items():
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            raise Refusal.one(
                "unreadable",
                f"تعذّرت قراءة الملف {Path(path).name}؛ اختره من جديد.",
                f"The file {Path(path).name} cannot be read; choose it again.",
                field=f"attachments.{slot}",
            ) from error
        attachments.append({"slot": slot, "filename": Path(path).name, "content": content})
    return {
        "service": draft.service,
        "submission_key": draft.key,
        "applicant": {"kind": draft.applicant_kind, **draft.applicant},
        "fields": dict(draft.fields),
        "attachments": attachments,
    }


_UNSAVED = Text("تعذّر حفظ المسودة على هذا الجهاز.", "The draft cannot be kept on this workstation.")


def _nothing(_result: object) -> None:
    """Nothing is left to do."""
