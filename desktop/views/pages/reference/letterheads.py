"""The heads and feet of the departments' papers: address and logo, seen before they are used (COM-11)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.models.queries.letterheads import LetterheadRow
from desktop.models.records.case import ChangeSet
from desktop.usecases.letterheads import change_letterhead, preview_letterhead
from desktop.usecases.office import OfficeView
from desktop.usecases.session import Session as Services
from desktop.views import shown
from desktop.views.i18n import said, tr_
from desktop.views.pages.reference.section import Editor, Subject, Typed
from desktop.views.palette import Tone
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.views.widgets.basics import button
from desktop.views.widgets.document_dialog import show_document
from desktop.views.widgets.form_fields import FieldKind, FieldView


class Letterheads(Subject):
    """What stands on a department's letters beside its name, its signatory and its contact."""

    key = "letterheads"
    subjects = frozenset({"letterhead"})

    def title(self) -> str:
        return tr_("Diwan", "Letterheads")

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", tr_("Diwan", "Department"), width=220, strong=True),
            Column("address", tr_("Diwan", "Address"), width=260, stretch=True),
            Column("logo", tr_("Diwan", "Logo"), CellKind.CHIP, width=160),
        )

    def rows(self, view: OfficeView) -> tuple[Row, ...]:
        return tuple(
            Row(
                one.code,
                (Cell(said(one.name)), Cell(shown.name(kept.address_line)), _logo_cell(kept)),
            )
            for one in view.departments
            for kept in [_kept(view, one.code)]
        )

    def fields(self, view: OfficeView) -> tuple[FieldView, ...]:
        return (
            FieldView(
                "department",
                tr_("Diwan", "Department"),
                FieldKind.CHOICE,
                choices=tuple((one.code, said(one.name)) for one in view.departments),
            ),
            FieldView(
                "address_line",
                tr_("Diwan", "Address"),
                required=False,
                hint=tr_("Diwan", "Stands at the foot of each page."),
            ),
            FieldView(
                "logo",
                tr_("Diwan", "New logo"),
                FieldKind.FILE,
                required=False,
                hint=tr_("Diwan", "PNG or JPEG; without one the present logo stays."),
            ),
            FieldView(
                "plain", tr_("Diwan", "Take the logo away: the plain emblem is printed"), FieldKind.FLAG
            ),
        )

    def values(self, view: OfficeView, row_id: str) -> Mapping[str, object]:
        kept = _kept(view, row_id)
        return {"department": row_id, "address_line": kept.address_line, "logo": None, "plain": False}

    def heading(self, view: OfficeView, row_id: str) -> str:
        found = next((one for one in view.departments if one.code == row_id), None)
        return said(found.name) if found else tr_("Diwan", "Letterhead")

    def write(self, services: Services, typed: Typed) -> ChangeSet:
        return change_letterhead(
            services,
            typed["department"],
            address_line=typed["address_line"],
            logo=Path(typed["logo"]) if typed["logo"] else None,
            plain=bool(typed["plain"]),
        )

    def buttons(self, editor: Editor) -> tuple[QWidget, ...]:
        def look() -> None:
            desk, services, department = editor.desk, editor.desk.services, editor.editing
            if not department:
                return
            title = tr_("Diwan", "Letterhead")
            desk.runner.submit(
                lambda: preview_letterhead(services, department),
                lambda pdf: _shown(editor, title, pdf),
                editor.take_failure,
                owner=editor,
            )

        return (button(tr_("Diwan", "Preview"), look, icon_name="file-text", name="look"),)


def _shown(editor: Editor, title: str, pdf: bytes) -> None:
    show_document(editor, editor.desk, title, pdf)


def _kept(view: OfficeView, department: str) -> LetterheadRow:
    found = next((one for one in view.letterheads if one.department == department), None)
    return found or LetterheadRow(department)


def _logo_cell(kept: LetterheadRow) -> Cell:
    if kept.logo:
        return Cell(tr_("Diwan", "Its own logo"), tone=Tone.GOOD)
    return Cell(tr_("Diwan", "Plain emblem"), tone=Tone.NEUTRAL)
