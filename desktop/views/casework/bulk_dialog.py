"""What is asked once before a step is done on many applications, with one of them shown as the example."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from desktop.base.errors import Refusal
from desktop.usecases.casework import CaseView, Foresight, colleagues, foresee
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.casework.action_dialog import FORESEE_AFTER_MS, PREFIX, consequences
from desktop.views.casework.forms import LiveForm
from desktop.views.casework.sms import OutgoingSms
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.qtfix import shortcut_text
from desktop.views.widgets.basics import button, clear, column, holder, label, row
from desktop.views.widgets.marks import Chip
from desktop.workflows.definition import Action
from desktop.workflows.definition import Tone as Weight
from desktop.workflows.facts import case_facts


class BulkDialog(QDialog):
    """The fields of ``action``, where it leads and the message of the first application (COM-03).

    ``on_yes`` is told the inputs. The way back has the focus where the deed is grave.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        sample: CaseView,
        action: Action,
        count: int,
        on_yes: Callable[[Mapping[str, object]], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._sample = sample
        self._action = action
        self._on_yes = on_yes
        self._problems: Refusal | None = None
        self.form = LiveForm(
            action.inputs, PREFIX, sample.opened.reference, self._facts, staff=colleagues(sample), columns=1
        )
        self.form.setVisible(bool(action.inputs))
        self._effects = column(gap=12)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(FORESEE_AFTER_MS)
        self._waiting.timeout.connect(self._foresee)
        self.form.edited.connect(self._waiting.start)
        self._lay_out(count)
        self._foresee()

    def confirm(self) -> None:
        """Begins, unless a field is still wrong."""
        problems = self._problems
        fields = [one for one in problems.problems if one.field] if problems is not None else []
        if self._waiting.isActive() or fields:
            # Judged anew: what is wrong is said under its field.
            self._waiting.stop()
            self._foresee(confirming=True)
            return
        self._go()

    def _go(self) -> None:
        inputs = self.form.values()
        self.accept()
        self._on_yes(inputs)

    def _lay_out(self, count: int) -> None:
        title = said(self._action.label)
        dangerous = self._action.tone is Weight.DANGER
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.yes = button(title, self.confirm, kind="danger" if dangerous else "primary", name="yes")
        self.back = button(tr_("Diwan", "Go back"), self.reject, name="back")
        keys = shortcut_text(QKeySequence("Ctrl+Return"))
        self.yes.setToolTip(f"{title}  ({keys})")
        QShortcut(QKeySequence("Ctrl+Return"), self, self.confirm)
        many = tr_(
            "Diwan", "On %n application(s), each by itself: what one refuses holds up no other.", None, count
        )
        head = column(label(title, "title", wrap=True), label(many, "label", wrap=True), gap=2)
        content = holder(column(self.form, holder(self._effects), None, gap=20))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        scroll.setMinimumHeight(320 if self._action.inputs else 220)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        layout.addLayout(row(None, label(keys, "caption"), 8, self.back, self.yes))
        first = self.form.form.first_widget() if self._action.inputs else None
        self.yes.setDefault(not dangerous)
        self.yes.setAutoDefault(not dangerous)
        (first or (self.back if dangerous else self.yes)).setFocus()

    def _facts(self) -> dict[str, object]:
        opened = self._sample.opened
        return case_facts(opened.service, opened.file, opened.reference, opened.office.now)

    def _foresee(self, *, confirming: bool = False) -> None:
        opened, action, inputs = self._sample.opened, self._action.key, self.form.values()

        def work() -> Foresight | Refusal:
            try:
                return foresee(opened, action, inputs)
            except Refusal as refusal:
                return refusal

        def show(found: Foresight | Refusal) -> None:
            self._show(found)
            if not confirming:
                return
            fields = [one for one in found.problems if one.field] if isinstance(found, Refusal) else []
            if fields:
                self.form.show_problems(fields)
            else:
                self._go()

        self._desk.runner.submit(work, show, key=f"foresee-{id(self)}", owner=self)

    def _show(self, found: Foresight | Refusal) -> None:
        clear(self._effects)
        self._problems = found if isinstance(found, Refusal) else None
        case = self._sample.opened.file.case
        who = f"{shown.name(case.applicant.name)} · {shown.identifier(case.reference)}"
        if isinstance(found, Refusal):
            loose = [said(one.text) for one in found.problems if not one.field]
            if loose:
                says = tr_("Diwan", "The first one, {who}, would refuse it: {why}")
                self._effects.addWidget(label(says.format(who=who, why=" ".join(loose)), "error", wrap=True))
            return
        self._effects.addWidget(
            label(tr_("Diwan", "The first one as an example: {who}").format(who=who), "key", wrap=True)
        )
        if found.to_state.key != case.state:
            chip = Chip(said(found.to_state.label), terms.state_tone(found.to_state))
            self._effects.addLayout(row(label(tr_("Diwan", "Leads to"), "key"), chip, None, gap=12))
        for sentence in consequences(found):
            self._effects.addWidget(label(sentence, "label", wrap=True))
        for message in found.messages:
            self._effects.addWidget(OutgoingSms(message))
