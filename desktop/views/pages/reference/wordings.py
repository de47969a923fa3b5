"""Wording the messages: placeholders at hand, the length in SMS parts as one types, and how it will read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QSplitter, QVBoxLayout, QWidget

from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.models.records.case import ChangeSet
from desktop.usecases.office import (
    OfficeRecord,
    OfficeView,
    Standing,
    allowed_placeholders,
    change_wording,
    measure_wording,
)
from desktop.views import shown, theme
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.pages.reference.history import happenings
from desktop.views.pages.reference.section import FORM_WIDTH, ask_to_give_up
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter, set_up_text
from desktop.views.tables.list_table import ListTable
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.views.widgets.basics import button, clear, column, holder, label, line, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.marks import Chip
from desktop.views.widgets.timeline import Timeline
from desktop.workflows.occasions import text_labels
from desktop.workflows.wording import rendered, sms_parts

_MOST_EVENTS = 8
_SAMPLES = {
    "reference": "TRN-2026-000123-7",
    "applicant_name": "ليلى محمود العبادي",
    "amount": "100.000",
    "payment_number": "863381349115",
    "days": "3",
    "percent_kept": "25",
    "period_from": "24/11/2026",
    "period_to": "24/12/2026",
    "service": "تدريب وتسهيل مهمة",
    "contact": "قسم التدريب 064636111",
    "rejected": "صورة الشهادة (غير واضحة)",
    "reasons": "لا يتوفر شاغر في الفترة المطلوبة",
}


class WordingsEditor(QWidget):
    """The messages of every service, and the wording of one of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.dirty = False
        self.view: OfficeView | None = None
        self.record: OfficeRecord | None = None
        self.editing = ""
        columns = (
            Column("label", tr_("Diwan", "Message"), width=280, stretch=True, strong=True),
            Column("parts", tr_("Diwan", "SMS parts"), CellKind.NUMBER, width=100),
            Column("own", tr_("Diwan", "Wording"), CellKind.CHIP, width=150),
        )
        self.table = ListTable("office-wordings", columns, desk.runner, desk.preferences)
        self.heading = label("", "heading", wrap=True)
        self.text = QPlainTextEdit()
        set_up_text(self.text)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(132)
        self.text.setAccessibleName(tr_("Diwan", "Wording of the message"))
        self.placeholders = FlowLayout(gap=6)
        self.length = Chip("")
        self.problem = label("", "error", wrap=True)
        self.preview = _Bubble()
        self.save = button(tr_("Diwan", "Save"), self.store, kind="primary", name="save")
        self.restore = button(tr_("Diwan", "As delivered"), self._put_back, icon_name="undo-2")
        self.timeline = Timeline()
        self.past = label(tr_("Diwan", "Who changed what"), "strong")
        self._lay_out()
        self.text.textChanged.connect(self._typed)
        self.table.loaded.connect(self._choose_first)
        self.table.current_changed.connect(self._chosen)

    @staticmethod
    def title() -> str:
        """The name of the tab."""
        return tr_("Diwan", "Message wordings")

    def show_office(self, view: OfficeView, record: OfficeRecord | None) -> None:
        """Shows every message with the wording in force."""
        self.view, self.record = view, record
        own = self._own(view)
        rows = []
        for service in self.desk.services.registry.values():
            for message in service.messages:
                name = f"{service.code}|{message.key}"
                text = own.get(name, message.wording)
                parts = sms_parts(rendered(text, _Sampled()))
                theirs = text != message.wording
                words = tr_("Diwan", "The municipality's") if theirs else tr_("Diwan", "As delivered")
                cells = (
                    Cell(said(message.label), shown.identifier(service.code)),
                    Cell(shown.number(parts)),
                    Cell(words, tone=Tone.INFO if theirs else Tone.NEUTRAL),
                )
                rows.append(Row(name, cells))
        self.table.show_rows(tuple(rows))

    def store(self) -> None:
        """Has the wording take effect."""
        service, _, key = self.editing.partition("|")
        text, services = self.text.toPlainText(), self.desk.services
        self.save.setEnabled(False)
        self.desk.runner.submit(
            lambda: change_wording(services, service, key, text), self._stored, self._refused, owner=self
        )

    def can_leave(self, proceed: Callable[[], None]) -> bool:
        """Asks before what was typed is given up."""

        def give_up() -> None:
            self.dirty = False
            proceed()

        if self.dirty:
            ask_to_give_up(self, give_up)
        return not self.dirty

    def _lay_out(self) -> None:
        card = Card()
        card.flush()
        card.body.addWidget(self.table)
        chips = QWidget()
        chips.setLayout(self.placeholders)
        naming = label(tr_("Diwan", "Wording of the message"), "label")
        naming.setBuddy(self.text)
        inner = holder(
            column(
                self.heading,
                column(row(naming, None, self.length), self.text, self.problem, gap=6),
                column(label(tr_("Diwan", "Insert a value"), "label"), chips, gap=6),
                row(self.save, self.restore, None),
                line(),
                label(tr_("Diwan", "As the applicant will read it, with sample values"), "strong"),
                self.preview,
                self.past,
                self.timeline,
                None,
                gap=12,
            )
        )
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        panel = Card()
        panel.body.addWidget(scroll)
        split = QSplitter()
        set_up_splitter(split)
        split.addWidget(card)
        split.addWidget(panel)
        split.setStretchFactor(0, 1)
        split.setSizes([640, FORM_WIDTH + 110])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _own(self, view: OfficeView) -> dict[str, str]:
        return {
            f"{one.service}|{one.key}": one.text for one in view.wordings if one.standing is Standing.CURRENT
        }

    def _choose_first(self) -> None:
        if self.dirty:
            return
        if not self.table.current_id() and self.table.model.rowCount():
            self.table.select(self.table.model.row(0).id)
        else:
            self._edit(self.table.current_id())

    def _chosen(self, row_id: str) -> None:
        if row_id == self.editing:
            return
        if self.dirty:
            self.table.select(self.editing)

            def go_on() -> None:
                self.table.select(row_id)

            self.can_leave(go_on)
            return
        self._edit(row_id)

    def _edit(self, row_id: str) -> None:
        if self.view is None or not row_id:
            return
        self.editing = row_id
        code, _, key = row_id.partition("|")
        service = self.desk.services.registry[code]
        message = next(one for one in service.messages if one.key == key)
        self.heading.setText(said(message.label))
        may, must = allowed_placeholders(self.desk.services.registry, code, key)
        clear(self.placeholders)
        labels = {**text_labels(service), **{field.key: field.label for field in service.fields}}
        for name in sorted(may, key=lambda one: (one not in must, one)):
            made = button(_placeholder_name(name, labels), partial(self._insert, name))
            made.setToolTip(f"{{{name}}}")
            self.placeholders.addWidget(made)
        text = self._own(self.view).get(row_id, message.wording)
        self._fill(text)
        self.restore.setVisible(text != message.wording)
        names = {member.login: member.name for member in self.view.staff}
        events = self.record.events if self.record else ()
        found = happenings(events, frozenset({"wording"}), names, f"{code} {key}")[:_MOST_EVENTS]
        self.timeline.show_happenings(found)
        self.past.setVisible(bool(found))

    def _fill(self, text: str) -> None:
        self.text.blockSignals(True)
        self.text.setPlainText(text)
        self.text.blockSignals(False)
        self.dirty = False
        self._measure()

    def _put_back(self) -> None:
        code, _, key = self.editing.partition("|")
        service = self.desk.services.registry[code]
        self.text.setPlainText(next(one.wording for one in service.messages if one.key == key))

    def _insert(self, name: str) -> None:
        self.text.insertPlainText(f"{{{name}}}")
        self.text.setFocus()

    def _typed(self) -> None:
        self.dirty = True
        self._measure()

    def _measure(self) -> None:
        """Length and parts as one types; what could not be sent is said at once."""
        code, _, key = self.editing.partition("|")
        text = self.text.toPlainText()
        may_edit = self.view is not None and self.view.may_edit
        try:
            measure_wording(self.desk.services.registry, code, key, text)
        except Refusal as refusal:
            self._show_problem(said(refusal.text))
            return
        # Counted on the same samples as the preview, so that the two agree.
        sample = rendered(text.strip(), _Sampled())
        length, parts = len(sample.encode("utf-16-be")) // 2, sms_parts(sample)
        words = tr_("Diwan", "%n character(s)", None, length)
        counted = tr_("Diwan", "%n SMS part(s)", None, parts)
        self.length.show_as(f"{words} · {counted}", Tone.GOOD if parts <= 2 else Tone.WARNING)
        self.problem.hide()
        self.preview.say(sample)
        self.save.setEnabled(may_edit)

    def _show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        self.length.show_as(tr_("Diwan", "Cannot be sent so"), Tone.DANGER)
        self.save.setEnabled(False)

    def _stored(self, changes: ChangeSet) -> None:
        self.dirty = False
        self.save.setEnabled(True)
        self.desk.notify(tr_("Diwan", "The new wording holds from now on."))
        self.desk.announce(changes.kinds)

    def _refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Refusal):
            self._show_problem(said(error.text))


class _Sampled(dict[str, str]):
    """A usual value for every placeholder."""

    def __missing__(self, name: str) -> str:
        return _SAMPLES.get(name, "…")


class _Bubble(QWidget):
    """A message as a telephone shows it; it is Arabic in either language of the desk."""

    def __init__(self) -> None:
        super().__init__()
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.words = label("", wrap=True, selectable=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        inner = column(self.words)
        inner.setContentsMargins(16, 12, 16, 12)
        self.setLayout(inner)

    def say(self, text: str) -> None:
        """Shows ``text``."""
        self.words.setText(f"\u200f{text}")
        self.setAccessibleName(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().info.ground))
        painter.drawRoundedRect(QRectF(self.rect()), 14, 14)
        painter.end()


def _placeholder_name(name: str, labels: dict[str, Text]) -> str:
    known = {
        "reference": tr_("Diwan", "reference"),
        "applicant_name": tr_("Diwan", "applicant's name"),
        "amount": tr_("Diwan", "amount"),
        "payment_number": tr_("Diwan", "e-payment number"),
        "days": tr_("Diwan", "days allowed"),
        "percent_kept": tr_("Diwan", "percentage kept"),
        "service": tr_("Diwan", "service"),
        "contact": tr_("Diwan", "contact"),
        "rejected": tr_("Diwan", "rejected documents"),
        "reasons": tr_("Diwan", "reasons"),
    }
    if name in known:
        return known[name]
    return said(labels[name]) if name in labels else name
