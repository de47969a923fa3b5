"""The application of the current row, beside the list: who, what, what happened, what next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.usecases.casework import CaseView, view_case
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.casework.happenings import happenings_of
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.widgets.basics import button, clear, column, holder, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.marks import Chip, PersonMark
from desktop.views.widgets.states import LoadingOverlay
from desktop.views.widgets.timeline import Timeline
from desktop.workflows.definition import Tone as Weight

_LAST = 4


class SummaryPanel(Card):
    """Reads the application off the GUI thread as the current row moves."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._reference = ""
        self._inner = column(gap=12)
        self._holder = holder(self._inner)
        self.body.addWidget(self._holder, 1)
        self._loading = LoadingOverlay(self._holder)
        self.setMinimumWidth(280)
        self.setAccessibleName(tr_("Diwan", "The application in short"))

    def show_case(self, reference: str) -> None:
        """Shows the application ``reference``; an empty one shows none."""
        self._reference = reference
        if not reference:
            self._desk.runner.supersede("queue-summary")
            self._loading.stop()
            clear(self._inner)
            return
        services = self._desk.services
        self._loading.start()
        self._desk.runner.submit(
            lambda: view_case(services, reference), self._show, self._fail, key="queue-summary", owner=self
        )

    def refresh(self) -> None:
        """Reads the application again."""
        if self._reference:
            self.show_case(self._reference)

    def _fail(self, _error: Exception) -> None:
        self._loading.stop()
        clear(self._inner)

    def _show(self, view: CaseView) -> None:
        self._loading.stop()
        clear(self._inner)
        opened = view.opened
        case, service, now = opened.file.case, opened.service, opened.office.now
        state = service.state(case.state)
        due = terms.due_term(case, now)
        chips = row(Chip(said(state.label), terms.state_tone(state)))
        if due.text and due.tone is not None:
            chips.addWidget(Chip(due.text, due.tone))
        chips.addStretch(1)
        name = label(shown.name(case.applicant.name), "heading", wrap=True, selectable=True)
        reference = label(shown.identifier(case.reference), "caption", selectable=True)
        self._inner.addLayout(column(name, reference, gap=2))
        self._inner.addLayout(chips)
        self._inner.addLayout(self._holding(view))
        facts = KeyValues()
        facts.show_facts(_facts(view))
        past = Timeline()
        past.show_happenings(happenings_of(view)[:_LAST])
        told = holder(column(facts, 4, label(tr_("Diwan", "What happened"), "strong"), past, None, gap=8))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(told)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        told.setAutoFillBackground(False)
        self._inner.addWidget(scroll, 1)
        self._inner.addLayout(self._next(view))

    def _holding(self, view: CaseView) -> QHBoxLayout:
        case = view.opened.file.case
        who = terms.name_of(case.assignee, view.names)
        if not who:
            return row(label(terms.waits_on(case), "label"), None)
        return row(
            PersonMark(who, 26),
            label(tr_("Diwan", "With {name}").format(name=shown.name(who)), "label"),
            None,
        )

    def _next(self, view: CaseView) -> QVBoxLayout:
        """The way into the application, and what can be done there."""
        reference = view.opened.file.case.reference
        offered = [o for o in view.opened.offers if o.action.listed and o.action.tone is Weight.PRIMARY]
        lines = column(gap=8)
        for offer in offered:
            words = said(offer.action.label)
            if offer.enabled:
                lines.addWidget(
                    label(tr_("Diwan", "Next: {action}").format(action=words), "label", wrap=True)
                )
            elif offer.reason is not None:
                lines.addWidget(label(said(offer.reason), "label", wrap=True))
        open_ = button(
            tr_("Diwan", "Open the application"),
            lambda: self._desk.go("case", reference),
            icon_name="folder-open",
        )
        lines.addWidget(open_)
        return lines


def _facts(view: CaseView) -> list[Fact]:
    opened = view.opened
    case, service, reference = opened.file.case, opened.service, opened.reference
    facts = [
        Fact(tr_("Diwan", "Service"), terms.summary(service, case, reference) or said(service.label)),
        Fact(terms.identity_label(case.applicant.kind), shown.identifier(case.applicant.identity)),
        Fact(tr_("Diwan", "Telephone"), shown.phone(case.applicant.mobile)),
        Fact(tr_("Diwan", "Submitted"), terms.day_of(case.submitted_at)),
    ]
    if case.due_at is not None and case.closed_at is None:
        facts.append(Fact(tr_("Diwan", "Due"), terms.day_of(case.due_at)))
    judged = [a for a in opened.file.current_attachments if a.verdict is not None]
    many = len(opened.file.current_attachments)
    if many:
        says = tr_("Diwan", "{judged} of {many} judged")
        facts.append(
            Fact(
                tr_("Diwan", "Attachments"),
                says.format(judged=shown.number(len(judged)), many=shown.number(many)),
            )
        )
    return facts
