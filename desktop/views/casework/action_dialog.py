"""The dialog of an action: its fields, what it will cause, and what went wrong, with nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from desktop.base.errors import Outage, Problem, Refusal
from desktop.base.text import Text
from desktop.models.records.case import ChangeSet
from desktop.usecases.cases import act_as_seen
from desktop.usecases.casework import CaseView, Foresight, colleagues, foresee, view_case
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.casework.forms import LiveForm
from desktop.views.casework.sms import OutgoingSms
from desktop.views.casework.typed import Typing
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.qtfix import shortcut_text
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, clear, column, label, row
from desktop.views.widgets.marks import Chip
from desktop.workflows.definition import Action
from desktop.workflows.definition import Tone as Weight
from desktop.workflows.facts import case_facts

FORESEE_AFTER_MS = 200
"""What a step will cause is asked again when the typing pauses."""
PREFIX = "inputs."

Done = Callable[[ChangeSet], None]


class ActionDialog(QDialog):
    """Asks for what ``action`` needs and does it; ``preset`` are inputs that are known already.

    Whatever goes wrong, the dialog stays with all that was typed: a refusal stands at its field, an outage
    above the form, and where somebody else was first their step is named and the new state is loaded.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        view: CaseView,
        action: Action,
        on_done: Done,
        preset: Mapping[str, object] | None = None,
        on_conflict: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._view = view
        self._action = action
        self._on_done = on_done
        self._on_conflict = on_conflict
        self._preset = dict(preset or {})
        self._sent: Mapping[str, object] | None = None
        self._was_out = False
        self.banner = Banner()
        asked = [field for field in action.inputs if field.key not in self._preset]
        self.form = LiveForm(
            asked, PREFIX, view.opened.reference, self._facts, staff=colleagues(view), columns=1
        )
        self.form.setVisible(bool(asked))
        self._effects = column(gap=12)
        self._effects_in = QWidget()
        self._effects_in.setLayout(self._effects)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(FORESEE_AFTER_MS)
        self._waiting.timeout.connect(self._foresee)
        self._lay_out(bool(asked))
        self.form.edited.connect(self._edited)
        self._typing = Typing(self, desk, self.form.values)
        if asked:
            self._typing.begin(self._kept_under(), self._restore)
        self.finished.connect(self._end_typing)
        self._foresee()

    @property
    def action_key(self) -> str:
        """Which action it is for."""
        return self._action.key

    def inputs(self) -> dict[str, object]:
        """All that will be sent."""
        return {**self.form.values(), **self._preset}

    def confirm(self) -> None:
        """Does the action."""
        if not self.yes.isEnabled():
            return
        services, view, action = self._desk.services, self._view, self._action.key
        inputs = self.inputs()
        self._sent = inputs

        def work() -> ChangeSet:
            # After an outage the window asks again by itself: what was changed since must be confirmed anew.
            if self._sent is not inputs:
                raise Refusal([Problem("", "changed", _CHANGED)])
            return act_as_seen(services, view.opened, action, inputs)

        self._set_busy(True)
        self._desk.runner.submit(work, self._done, self._failed, key="case-act", owner=self)

    def _lay_out(self, asks: bool) -> None:
        case = self._view.opened.file.case
        title = said(self._action.label)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        dangerous = self._action.tone is Weight.DANGER
        self.yes = button(title, self.confirm, kind="danger" if dangerous else "primary", name="yes")
        self.back = button(tr_("Diwan", "Go back"), self.reject, name="back")
        keys = shortcut_text(QKeySequence("Ctrl+Return"))
        self.yes.setToolTip(f"{title}  ({keys})")
        self.yes.setDefault(not dangerous)
        self.yes.setAutoDefault(not dangerous)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.confirm)
        who = f"{shown.name(case.applicant.name)} · {shown.identifier(case.reference)}"
        head = column(label(title, "title", wrap=True), label(who, "key", wrap=True), gap=2)
        content = column(self.form, self._effects_in, None, gap=20)
        content.setContentsMargins(2, 2, 2, 2)
        inner = QWidget()
        inner.setLayout(content)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        scroll.setMinimumHeight(320 if asks else 200)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addWidget(self.banner)
        layout.addWidget(scroll, 1)
        layout.addLayout(row(None, label(keys, "caption"), 8, self.back, self.yes))
        first = self.form.form.first_widget() if asks else None
        (first or (self.back if dangerous else self.yes)).setFocus()

    def _facts(self) -> dict[str, object]:
        opened = self._view.opened
        facts = case_facts(opened.service, opened.file, opened.reference, opened.office.now)
        return {**facts, **self._preset}

    def _edited(self) -> None:
        self._sent = None
        self._typing.changed()
        self._waiting.start()

    def _kept_under(self) -> str:
        preset = "".join(f" {key}={value}" for key, value in sorted(self._preset.items()))
        return f"{self._view.opened.file.case.reference} {self._action.key}{preset}"

    def _restore(self, kept: Mapping[str, object]) -> None:
        """What was typed here before and never sent: the window was closed, or the program ended."""
        if self.form.values():
            return
        known = {field.key for field in self._action.inputs}
        self.form.set_values({key: value for key, value in kept.items() if key in known})
        self.banner.say(
            tr_("Diwan", "What you typed here before is back; it was never sent."),
            Tone.INFO,
            tr_("Diwan", "Begin anew"),
            self._begin_anew,
        )
        self._foresee()

    def _begin_anew(self) -> None:
        self.banner.hide()
        self.form.set_values({field.key: "" for field in self._action.inputs})
        self._edited()

    def _end_typing(self, result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            self._typing.done()
        else:
            self._typing.end()

    def _foresee(self) -> None:
        opened, action, inputs = self._view.opened, self._action.key, self.inputs()

        def work() -> Foresight | Refusal:
            try:
                return foresee(opened, action, inputs)
            except Refusal as refusal:
                return refusal

        self._desk.runner.submit(work, self._show_foresight, key=f"foresee-{id(self)}", owner=self)

    def _show_foresight(self, found: Foresight | Refusal) -> None:
        clear(self._effects)
        if isinstance(found, Refusal):
            if self._sends() and all(problem.field for problem in found.problems):
                hint = tr_("Diwan", "The message to the applicant shows here once the fields are filled in.")
                self._effects.addWidget(label(hint, "key", wrap=True))
            return
        case = self._view.opened.file.case
        if found.to_state.key != case.state:
            chip = Chip(said(found.to_state.label), terms.state_tone(found.to_state))
            self._effects.addLayout(row(label(tr_("Diwan", "Leads to"), "key"), chip, None, gap=12))
        for sentence in consequences(found):
            self._effects.addWidget(label(sentence, "label", wrap=True))
        for message in found.messages:
            self._effects.addWidget(OutgoingSms(message))

    def _sends(self) -> bool:
        kinds = {spec.kind.value for outcome in self._action.outcomes for spec in outcome.effects}
        return bool(kinds & {"message", "payment"})

    def _done(self, changes: ChangeSet) -> None:
        self.accept()
        self._on_done(changes)

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, Outage):
            self._was_out = True
            self.banner.say(
                tr_("Diwan", "Nothing was done yet: the database does not answer. What you typed is kept."),
                Tone.DANGER,
                tr_("Diwan", "Try again"),
                self.confirm,
                dismissible=False,
            )
        elif isinstance(error, Refusal) and error.code == "stale":
            if self._was_out and self._was_ours(error):
                # The database had done it before the connection was lost.
                self._done(ChangeSet(frozenset({"case"})))
            else:
                self._load_anew(error)
        elif isinstance(error, Refusal):
            self.banner.hide()
            fields = [problem for problem in error.problems if problem.field]
            loose = [said(problem.text) for problem in error.problems if not problem.field]
            self.form.show_problems(fields)
            if loose or not self.form.isVisibleTo(self):
                self.banner.say("\n".join(loose) or said(error.text), Tone.WARNING)

    def _was_ours(self, refusal: Refusal) -> bool:
        did = (refusal.details.get("actor"), refusal.details.get("action"))
        return did == (self._desk.session.login, self._action.key)

    def _load_anew(self, refusal: Refusal) -> None:
        """Somebody was first: says who did what, and takes over the new state under what was typed."""
        services, reference = self._desk.services, self._view.opened.file.case.reference
        self._set_busy(True)
        self._desk.runner.submit(
            lambda: view_case(services, reference),
            lambda view: self._take_over(view, refusal),
            self._failed,
            key="case-act",
            owner=self,
        )

    def _take_over(self, view: CaseView, refusal: Refusal) -> None:
        self._set_busy(False)
        self._view = view
        self._on_conflict()
        offer = next((one for one in view.opened.offers if one.action.key == self._action.key), None)
        possible = offer is not None and offer.enabled
        sentence = conflict_sentence(view, refusal)
        if possible:
            after = tr_("Diwan", "What you typed is kept; look at the new state, then confirm again.")
        else:
            after = tr_("Diwan", "This can no longer be done; what you typed can still be copied.")
        self.banner.say(f"{sentence} {after}", Tone.WARNING, dismissible=False)
        self.yes.setEnabled(possible)
        self.form.adapt()
        self._foresee()

    def _set_busy(self, busy: bool) -> None:
        self.yes.setEnabled(not busy)


def conflict_sentence(view: CaseView, refusal: Refusal) -> str:
    """Who did what and when, and where the case is now (COM-09)."""
    service, details = view.opened.service, refusal.details
    return tr_("Diwan", "{name} was first: {action}, {when}. It is now: {state}.").format(
        name=shown.name(terms.name_of(str(details.get("actor", "")), view.names)),
        action=terms.action_label(service, str(details.get("action", ""))),
        when=shown.moment(datetime.fromisoformat(str(details["at"]))) if details.get("at") else "—",
        state=terms.state_label(service, view.opened.file.case.state),
    )


_CHANGED = Text(
    "عُدّل ما كُتب أثناء انقطاع الاتصال؛ راجعه ثم أكّد من جديد.",
    "What was typed has changed during the outage; look at it and confirm again.",
)


def consequences(found: Foresight) -> list[str]:
    """What a step causes besides its messages, a sentence each."""
    sentences = [
        tr_("Diwan", "A letter is issued: {title}.").format(title=said(letter.label))
        for letter in found.letters
    ]
    if found.fee is not None:
        asked = tr_("Diwan", "The applicant is asked to pay {amount}.")
        sentences.append(asked.format(amount=shown.amount(found.fee)))
    watched, opened = (
        tr_("Diwan", "A date is watched: {title}."),
        tr_("Diwan", "A refund is opened: {title}."),
    )
    sentences += [watched.format(title=said(deadline.label)) for deadline in found.deadlines]
    sentences += [opened.format(title=said(refund.reason)) for refund in found.refunds]
    return sentences
