"""Public holidays with their circular; what moved because of one is listed at once (COM-05)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.models.records.case import ChangeSet
from desktop.usecases.office import OfficeView, add_holiday, remove_holiday
from desktop.usecases.office.forms import Form
from desktop.usecases.session import Session as Services
from desktop.usecases.worker.deadlines import Moved
from desktop.views import shown
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.pages.reference.prices import day_in
from desktop.views.pages.reference.section import Editor, Subject, Typed
from desktop.views.palette import Tone
from desktop.views.tables.list_table import ListTable
from desktop.views.tables.rows import Cell, Column, Row
from desktop.views.widgets.basics import button, label, row
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.form_fields import FieldKind, FieldView


class Holidays(Subject):
    """Days on which no window ends."""

    key = "holidays"
    subjects = frozenset({"holiday"})

    def title(self) -> str:
        return tr_("Diwan", "Holidays")

    def new_words(self) -> str:
        return tr_("Diwan", "Add a holiday")

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("day", tr_("Diwan", "Day"), width=130, strong=True),
            Column("name", tr_("Diwan", "Holiday"), width=260, stretch=True),
            Column("circular", tr_("Diwan", "Circular"), width=180),
        )

    def rows(self, view: OfficeView) -> tuple[Row, ...]:
        ahead = sorted((one for one in view.holidays if one.day >= view.today), key=lambda one: one.day)
        over = sorted((one for one in view.holidays if one.day < view.today), key=lambda one: one.day)
        return tuple(
            Row(
                one.day.isoformat(),
                (Cell(shown.day(one.day)), Cell(said(one.name)), Cell(shown.name(one.circular))),
            )
            for one in (*ahead, *reversed(over))
        )

    def fields(self, view: OfficeView) -> tuple[FieldView, ...]:
        del view
        hint = tr_("Diwan", "The number of the circular that announced it")
        return (
            FieldView("day", tr_("Diwan", "Day"), FieldKind.DATE),
            FieldView("name_ar", tr_("Diwan", "Name in Arabic")),
            FieldView("name_en", tr_("Diwan", "Name in English")),
            FieldView("circular", tr_("Diwan", "Circular"), hint=hint),
        )

    def values(self, view: OfficeView, row_id: str) -> Mapping[str, object]:
        found = next((one for one in view.holidays if one.day.isoformat() == row_id), None)
        if found is None:
            return {}
        return {
            "day": row_id,
            "name_ar": found.name.ar,
            "name_en": found.name.en,
            "circular": found.circular,
        }

    def heading(self, view: OfficeView, row_id: str) -> str:
        found = next((one for one in view.holidays if one.day.isoformat() == row_id), None)
        return said(found.name) if found else tr_("Diwan", "New holiday")

    def write(self, services: Services, typed: Typed) -> ChangeSet:
        form = Form()
        day = day_in(typed, "day", form)
        form.done()
        return add_holiday(services, day, typed["name_ar"], typed["name_en"], typed["circular"])

    def stored(self, editor: Editor, changes: ChangeSet) -> None:
        moved = changes.details.get("moved")
        if isinstance(moved, tuple) and moved:
            MovedDialog(editor.window(), editor.desk, moved).open()
        else:
            editor.desk.notify(tr_("Diwan", "Saved. No open deadline had to move."))

    def buttons(self, editor: Editor) -> tuple[QWidget, ...]:
        remove = tr_("Diwan", "Take back…")
        return (button(remove, lambda: _ask_removal(editor), kind="refuse", name="remove"),)


class MovedDialog(QDialog):
    """The deadlines and due dates that a holiday moved, each with its day before and after."""

    def __init__(self, parent: QWidget, desk: Desk, moved: tuple[Moved, ...]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = tr_("Diwan", "%n deadline(s) moved", None, len(moved))
        self.setWindowTitle(title)
        self.resize(720, 440)
        columns = (
            Column("case", tr_("Diwan", "Application"), width=190, stretch=True, strong=True),
            Column("what", tr_("Diwan", "What moved"), width=150),
            Column("before", tr_("Diwan", "Was due"), width=160),
            Column("after", tr_("Diwan", "Is due"), width=160),
        )
        window, due = tr_("Diwan", "The applicant's window"), tr_("Diwan", "Our due date")
        self.table = ListTable("moved", columns, desk.runner, desk.preferences)
        self.table.show_rows(
            tuple(
                Row(
                    f"{one.case_id}-{one.deadline_id}",
                    (
                        Cell(shown.identifier(one.reference)),
                        Cell(window if one.deadline_id else due),
                        Cell(shown.moment(one.was)),
                        Cell(shown.moment(one.due_at)),
                    ),
                )
                for one in moved
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(12)
        layout.addWidget(label(title, "heading"))
        layout.addWidget(self.table, 1)
        layout.addLayout(row(None, button(tr_("Diwan", "Close"), self.accept, kind="primary")))


def _ask_removal(editor: Editor) -> None:
    if not editor.editing:
        return
    day = date.fromisoformat(editor.editing)

    def remove(reason: str) -> None:
        services = editor.desk.services
        editor.desk.runner.submit(
            lambda: remove_holiday(services, day, reason), removed, editor.take_failure, owner=editor
        )

    def removed(changes: ChangeSet) -> None:
        editor.subject.stored(editor, changes)
        editor.desk.announce(changes.kinds)

    ConfirmDialog(
        editor.window(),
        tr_("Diwan", "Take back the holiday of {day}?").format(day=shown.day(day)),
        tr_("Diwan", "Open deadlines that it moved go back to where they were."),
        tr_("Diwan", "Take it back"),
        remove,
        tone=Tone.DANGER,
        reason_label=tr_("Diwan", "Reason"),
    ).open()
