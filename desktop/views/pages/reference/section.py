"""One subject of the reference data: its rows, the form of one of them, and who changed it when."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from desktop.base.errors import Refusal
from desktop.models.records.case import ChangeSet
from desktop.usecases.office import OfficeRecord, OfficeView, Standing
from desktop.usecases.session import Session as Services
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.pages.reference.history import happenings
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter
from desktop.views.tables.list_table import ListTable
from desktop.views.tables.rows import Cell, Column, Row
from desktop.views.widgets.basics import button, column, holder, label, line, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.form_fields import FieldKind, FieldView, Value
from desktop.views.widgets.form_view import FormView
from desktop.views.widgets.states import EmptyState
from desktop.views.widgets.timeline import Timeline

FORM_WIDTH = 420
_MOST_EVENTS = 12
Typed = Mapping[str, str]


class Subject:
    """What the rows of one subject are, what its form asks, and which use-case takes it."""

    key = ""
    subjects: frozenset[str] = frozenset()
    """The subjects of the office's record that are its history."""

    def title(self) -> str:
        """The name of the tab."""
        raise NotImplementedError

    def new_words(self) -> str:
        """The words on the button that starts a new row; empty where no row can be added."""
        return tr_("Diwan", "Add")

    def columns(self) -> tuple[Column, ...]:
        """The columns of the list."""
        raise NotImplementedError

    def rows(self, view: OfficeView) -> tuple[Row, ...]:
        """The rows of the list."""
        raise NotImplementedError

    def fields(self, view: OfficeView) -> tuple[FieldView, ...]:
        """What the form asks."""
        raise NotImplementedError

    def values(self, view: OfficeView, row_id: str) -> Mapping[str, object]:
        """What the form holds for a row; for an empty id, for a new one."""
        raise NotImplementedError

    def heading(self, view: OfficeView, row_id: str) -> str:
        """What stands above the form."""
        raise NotImplementedError

    def identity(self, row_id: str) -> str:
        """What the row is called in the office's record."""
        return row_id

    def write(self, services: Services, typed: Typed) -> ChangeSet:
        """Hands the form to its use-case; on a worker thread."""
        raise NotImplementedError

    def stored(self, editor: Editor, changes: ChangeSet) -> None:
        """What is said once it is stored."""
        del changes
        editor.desk.notify(tr_("Diwan", "Saved."))

    def buttons(self, editor: Editor) -> tuple[QWidget, ...]:
        """Buttons beside the one that saves."""
        del editor
        return ()


class Editor(QWidget):
    """The list of a subject at one side, the form of one row at the other, its history under it."""

    def __init__(self, desk: Desk, subject: Subject) -> None:
        super().__init__()
        self.desk = desk
        self.subject = subject
        self.view: OfficeView | None = None
        self.record: OfficeRecord | None = None
        self.form: FormView | None = None
        self.editing = ""
        self.dirty = False
        empty = EmptyState("book-open", tr_("Diwan", "Nothing here yet"))
        name = f"office-{subject.key}"
        self.table = ListTable(name, subject.columns(), desk.runner, desk.preferences, empty)
        self.heading = label("", "heading", wrap=True)
        self.save = button(tr_("Diwan", "Save"), self.store, kind="primary", name="save")
        self.new = button(subject.new_words(), self.start_new, icon_name="plus", name="new")
        self.new.setVisible(bool(subject.new_words()))
        self.timeline = Timeline()
        self.past = label(tr_("Diwan", "Who changed what"), "strong")
        self._form_place = column()
        self._tools = row(self.save, *subject.buttons(self), None)
        self._lay_out()
        self.table.loaded.connect(self._choose_first)
        self.table.current_changed.connect(self._chosen)

    def show_office(self, view: OfficeView, record: OfficeRecord | None) -> None:
        """Shows the rows; a form that is being filled is left alone."""
        self.view, self.record = view, record
        if self.form is None:
            self._make_form(view)
        self.table.show_rows(self.subject.rows(view))

    def start_new(self) -> None:
        """Empties the form for a new row."""
        self._unless_dirty(lambda: self._edit(""))

    def store(self) -> None:
        """Has the use-case take what stands in the form."""
        if self.form is None:
            return
        typed = {path: _text(value) for path, value in self.form.values().items()}
        services, subject = self.desk.services, self.subject
        self.form.clear_problems()
        self.save.setEnabled(False)
        self.desk.runner.submit(
            lambda: subject.write(services, typed), self._stored, self.take_failure, owner=self
        )

    def take_failure(self, error: Exception) -> None:
        """For the runner: a refusal is shown beside the fields."""
        self.save.setEnabled(True)
        if isinstance(error, Refusal) and self.form is not None:
            self.form.show_refusal(error)

    def can_leave(self, proceed: Callable[[], None]) -> bool:
        """Asks before what was typed is given up."""
        if self.dirty:
            ask_to_give_up(self, lambda: self._give_up(proceed))
        return not self.dirty

    def _give_up(self, proceed: Callable[[], None]) -> None:
        self.dirty = False
        proceed()

    def _lay_out(self) -> None:
        card = Card()
        card.flush()
        card.body.addLayout(_padded(self.new))
        card.body.addWidget(self.table, 1)
        inner = holder(
            column(
                self.heading, self._form_place, self._tools, 4, line(), self.past, self.timeline, None, gap=12
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
        split.setSizes([760, FORM_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _make_form(self, view: OfficeView) -> None:
        form = self.form = FormView(self.subject.fields(view), columns=1)
        form.edited.connect(lambda _path: self._touched())
        self._form_place.addWidget(form)

    def _touched(self) -> None:
        self.dirty = True

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
            before = self.editing
            self.table.select(before)
        self._unless_dirty(lambda: self._go_to(row_id))

    def _go_to(self, row_id: str) -> None:
        self.table.select(row_id)
        self._edit(row_id)

    def _unless_dirty(self, proceed: Callable[[], None]) -> None:
        if self.can_leave(proceed):
            proceed()

    def _edit(self, row_id: str) -> None:
        if self.view is None or self.form is None:
            return
        self.editing = row_id
        self.heading.setText(self.subject.heading(self.view, row_id))
        fields = self.subject.fields(self.view)
        for field in fields:
            if field.kind is FieldKind.CHOICE:
                self.form.box(field.path).set_choices(field.choices)
        values = {field.path: "" for field in fields}
        self.form.blockSignals(True)
        self.form.set_values({**values, **self.subject.values(self.view, row_id)})
        self.form.blockSignals(False)
        self.form.clear_problems()
        self.dirty = False
        self.save.setEnabled(self.view.may_edit)
        self._tell_history()

    def _tell_history(self) -> None:
        found = []
        if self.record is not None and self.view is not None:
            names = {member.login: member.name for member in self.view.staff}
            own = self.subject.identity(self.editing) if self.editing else ""
            words = {one.code: said(one.name) for one in self.view.departments}
            events, subjects = self.record.events, self.subject.subjects
            found = happenings(events, subjects, names, own, words)[:_MOST_EVENTS]
        self.timeline.show_happenings(found)
        self.past.setVisible(bool(found))

    def _stored(self, changes: ChangeSet) -> None:
        self.save.setEnabled(True)
        self.dirty = False
        self.subject.stored(self, changes)
        self.desk.announce(changes.kinds)


def ask_to_give_up(widget: QWidget, proceed: Callable[[], None]) -> None:
    """Asks whether what was typed and not saved may be lost."""
    ConfirmDialog(
        widget.window(),
        tr_("Diwan", "Give up what you typed?"),
        tr_("Diwan", "It was not saved yet."),
        tr_("Diwan", "Give it up"),
        lambda _reason: proceed(),
        tone=Tone.WARNING,
        way_back=tr_("Diwan", "Go on editing"),
    ).open()


def standing_cell(standing: Standing) -> Cell:
    """Whether a dated row is in force."""
    words = {
        Standing.CURRENT: (tr_("Diwan", "In force now"), Tone.GOOD),
        Standing.FUTURE: (tr_("Diwan", "To come"), Tone.INFO),
        Standing.PAST: (tr_("Diwan", "Over"), Tone.NEUTRAL),
    }
    text, tone = words[standing]
    return Cell(text, tone=tone)


def active_cell(active: bool) -> Cell:
    """Whether a row is offered any more."""
    if active:
        return Cell(tr_("Diwan", "In use"), tone=Tone.GOOD)
    return Cell(tr_("Diwan", "No longer used"), tone=Tone.NEUTRAL)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value or "")


def _padded(widget: QWidget) -> QVBoxLayout:
    made = column(row(widget, None))
    made.setContentsMargins(14, 4, 14, 4)
    return made
