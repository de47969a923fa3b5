"""The plain tabs of a case: what was applied for, what happened, which messages went out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.models.records.case import DeadlineState, Message, MessageState
from desktop.usecases.casework import CaseView, fee_owed
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.casework.deeds import Deeds
from desktop.views.casework.happenings import happenings_of
from desktop.views.casework.outside_card import OutsideCard, VisitCard
from desktop.views.casework.rows import came_by
from desktop.views.casework.sms import Bubble, length_of
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.widgets.basics import button, clear, column, holder, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.marks import Chip
from desktop.views.widgets.states import EmptyState
from desktop.views.widgets.timeline import Timeline
from desktop.workflows.fields import FieldKind, Source
from desktop.workflows.values import shown_value

READING_WIDTH = 860
"""Pixels; lines of text longer than this tire the eye."""


def scrolled(inner: QLayout, most: int = 0) -> QScrollArea:
    """``inner`` in an area that scrolls; at most ``most`` pixels wide where it is given."""
    sheet = holder(inner)
    if most:
        sheet.setMaximumWidth(most)
        line = row(sheet, None)
        line.setStretch(0, 10)
        sheet = holder(line)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(sheet)
    area.viewport().setAutoFillBackground(False)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def applicant_facts(view: CaseView) -> list[Fact]:
    """Who applies (COM-12)."""
    applicant = view.opened.file.case.applicant
    facts = [
        Fact(terms.name_label(applicant.kind), shown.name(applicant.name)),
        Fact(tr_("Diwan", "Applicant"), terms.applicant_kind(applicant.kind)),
    ]
    if applicant.identity_paper:
        facts.append(Fact(tr_("Diwan", "Identity paper"), shown.name(applicant.identity_paper)))
    facts += [
        Fact(terms.identity_label(applicant.kind), shown.identifier(applicant.identity)),
        Fact(tr_("Diwan", "Telephone"), shown.phone(applicant.mobile)),
    ]
    return facts


def application_facts(view: CaseView) -> list[Fact]:
    """What was applied for: the fields that were asked, with their values in words."""
    opened = view.opened
    case, reference = opened.file.case, opened.reference
    facts = []
    for field in opened.service.fields:
        value = case.payload.get(field.key)
        # A place on an occasion is shown by itself, with its date.
        if value is None or (field.filled and field.source is Source.OCCASIONS):
            continue
        words = said(shown_value(field, value, reference, case.payload))
        isolated = words
        if field.kind in (FieldKind.DATE, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.CODE):
            isolated = shown.identifier(shown.digits(words))
        elif field.kind is FieldKind.MOBILE:
            isolated = shown.phone(words)
        elif field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
            isolated = shown.name(words)
        facts.append(Fact(said(field.label), isolated))
    fee = fee_owed(opened)
    if fee is not None and opened.service.fee is not None:
        facts.append(Fact(said(opened.service.fee.label), shown.amount(fee)))
    return facts


class DataCard(Card):
    """Who applies and what for, to be read beside a document."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._applicant = KeyValues(stacked=True)
        self._application = KeyValues(stacked=True)
        self.body.addWidget(
            scrolled(
                column(
                    label(tr_("Diwan", "The applicant"), "strong"),
                    self._applicant,
                    8,
                    label(tr_("Diwan", "The application"), "strong"),
                    self._application,
                    None,
                    gap=10,
                )
            )
        )
        self.setMinimumWidth(240)

    def show_view(self, view: CaseView) -> None:
        """Shows ``view``."""
        self._applicant.show_facts(applicant_facts(view))
        self._application.show_facts(application_facts(view))


class ApplicationTab(QWidget):
    """The applicant, the application, its dates, whom to ask, and what it waits for outside."""

    def __init__(self, deeds: Deeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outside, self.visit = OutsideCard(deeds.start), VisitCard()
        self._applicant, self._fields, self._dates = KeyValues(), KeyValues(), KeyValues()
        applicant = Card(tr_("Diwan", "The applicant"))
        applicant.body.addWidget(self._applicant)
        fields = Card(tr_("Diwan", "The application"))
        fields.body.addWidget(self._fields)
        dates = Card(tr_("Diwan", "Dates"))
        dates.body.addWidget(self._dates)
        self._past = Timeline()
        past = Card(tr_("Diwan", "What happened"))
        past.body.addWidget(self._past)
        both = row(
            holder(column(self.outside, applicant, fields, None, gap=16)),
            holder(column(self.visit, dates, past, None, gap=16)),
            gap=16,
        )
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(both))

    def show_view(self, view: CaseView) -> None:
        """Shows ``view``."""
        self._applicant.show_facts(applicant_facts(view))
        self._fields.show_facts(application_facts(view))
        self._dates.show_facts(self._date_facts(view))
        self._past.show_happenings(happenings_of(view)[:5])
        self.outside.show_view(view)
        self.visit.show_view(view)

    @staticmethod
    def _date_facts(view: CaseView) -> list[Fact]:
        opened = view.opened
        case, service = opened.file.case, opened.service
        came = f"{shown.moment(case.submitted_at)} · {came_by(case.submitted_via)}"
        facts = [Fact(tr_("Diwan", "Submitted"), came)]
        if case.target_due_at is not None:
            facts.append(Fact(tr_("Diwan", "Service target"), terms.day_of(case.target_due_at)))
        if case.due_at is not None and case.closed_at is None:
            facts.append(Fact(tr_("Diwan", "To be done by us by"), terms.day_of(case.due_at)))
        labels = {one.key: said(one.label) for one in service.deadlines}
        for deadline in opened.file.deadlines:
            if deadline.state is DeadlineState.RUNNING and deadline.due_at is not None:
                facts.append(Fact(labels.get(deadline.key, deadline.key), shown.moment(deadline.due_at)))
            elif deadline.state is DeadlineState.PENDING:
                says = tr_("Diwan", "starts when the SMS is accepted")
                facts.append(Fact(labels.get(deadline.key, deadline.key), says))
        if case.closed_at is not None:
            facts.append(Fact(tr_("Diwan", "Closed"), shown.moment(case.closed_at)))
        known = opened.reference.departments.get(case.owner_department)
        contact = [known.contact_name, known.contact_phone, known.contact_hours] if known else []
        if any(contact):
            told = " · ".join(
                filter(None, (shown.name(contact[0]), shown.phone(contact[1]), shown.name(contact[2])))
            )
            facts.append(Fact(tr_("Diwan", "Enquiries"), told))
        return facts


class RecordTab(QWidget):
    """Every step with who, when, from where, and why (COM-07); messages between them on demand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseView | None = None
        self._line = Timeline()
        self._messages = QCheckBox(tr_("Diwan", "Show messages too"))
        self._messages.setChecked(True)
        self._messages.toggled.connect(lambda _on: self._draw())
        card = Card()
        card.body.addWidget(self._messages)
        card.body.addWidget(self._line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(column(card, None), READING_WIDTH))

    def show_view(self, view: CaseView) -> None:
        """Shows ``view``."""
        self._view = view
        self._draw()

    def _draw(self) -> None:
        if self._view is not None:
            self._line.show_happenings(happenings_of(self._view, messages=self._messages.isChecked()))


class MessagesTab(QWidget):
    """Each SMS with its state, its words and, where it was not delivered, why; it can be sent again."""

    def __init__(self, deeds: Deeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self._cards = column(gap=12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(self._cards, READING_WIDTH))

    def show_view(self, view: CaseView) -> None:
        """Shows ``view``."""
        clear(self._cards)
        labels = {one.key: said(one.label) for one in view.opened.service.messages}
        for message in reversed(view.opened.file.messages):
            self._cards.addWidget(self._card(message, labels.get(message.key, message.key)))
        if not view.opened.file.messages:
            self._cards.addWidget(EmptyState("message-square", tr_("Diwan", "No message was sent yet")))
        self._cards.addStretch(1)

    def _card(self, message: Message, title: str) -> Card:
        state = terms.message_term(message.state)
        card = Card(title)
        card.head.addWidget(Chip(state.text, state.tone or Tone.NEUTRAL))
        at = message.sent_at or message.queued_at
        told = [shown.moment(at), shown.phone(message.recipient), length_of(message.text)]
        if message.attempts > 1:
            told.append(tr_("Diwan", "%n attempt(s)", None, message.attempts))
        card.body.addWidget(label(" · ".join(told), "caption", wrap=True, selectable=True))
        card.body.addWidget(Bubble(message.text))
        if message.error:
            card.body.addWidget(label(shown.name(message.error), "error", wrap=True, selectable=True))
        if self._deeds.can("resend") and message.state is not MessageState.WAITING:
            again = button(
                tr_("Diwan", "Send again"),
                lambda: self._deeds.start("resend", {"message_id": message.message_id}),
                icon_name="send",
                name=f"resend.{message.message_id}",
            )
            card.body.addLayout(row(again, None))
        return card
