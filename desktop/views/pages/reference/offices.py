"""Departments with their contact and signatory, and the ready reasons."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.models.records.case import ChangeSet
from desktop.usecases.office import OfficeView, change_department, change_reason
from desktop.usecases.session import Session as Services
from desktop.views import shown
from desktop.views.i18n import said, tr_
from desktop.views.pages.reference.section import Subject, Typed, active_cell
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.views.widgets.form_fields import FieldKind, FieldView


class Departments(Subject):
    """Who answers enquiries (TRN-19), and who signs the letters (COM-11)."""

    key = "departments"
    subjects = frozenset({"department"})

    def title(self) -> str:
        return tr_("Diwan", "Departments")

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", tr_("Diwan", "Department"), width=220, stretch=True, strong=True),
            Column("prefix", tr_("Diwan", "Letters"), width=90),
            Column("contact", tr_("Diwan", "Contact for enquiries"), width=190),
            Column("signatory", tr_("Diwan", "Signs letters"), width=190),
        )

    def rows(self, view: OfficeView) -> tuple[Row, ...]:
        return tuple(
            Row(
                one.code,
                (
                    Cell(said(one.name), shown.identifier(one.code)),
                    Cell(shown.identifier(one.letter_prefix)),
                    Cell(shown.name(one.contact_name), shown.phone(one.contact_phone)),
                    Cell(shown.name(one.signatory_name), shown.name(one.signatory_title)),
                ),
            )
            for one in view.departments
        )

    def fields(self, view: OfficeView) -> tuple[FieldView, ...]:
        del view
        return (
            FieldView("code", tr_("Diwan", "Code of the department"), FieldKind.CODE),
            FieldView("name_ar", tr_("Diwan", "Name in Arabic")),
            FieldView("name_en", tr_("Diwan", "Name in English")),
            FieldView(
                "letter_prefix",
                tr_("Diwan", "Prefix of its letters' numbers"),
                FieldKind.CODE,
                hint=tr_("Diwan", "One to ten capital Latin letters, such as HR"),
            ),
            FieldView("contact_name", tr_("Diwan", "Contact for enquiries"), required=False),
            FieldView("contact_phone", tr_("Diwan", "Contact's telephone"), FieldKind.CODE, required=False),
            FieldView("contact_hours", tr_("Diwan", "Contact's hours"), required=False),
            FieldView("signatory_name", tr_("Diwan", "Name of the official who signs"), required=False),
            FieldView("signatory_title", tr_("Diwan", "Title of the official who signs"), required=False),
            FieldView("hosts_training", tr_("Diwan", "Hosts trainees"), FieldKind.FLAG),
            FieldView("decides_hosting", tr_("Diwan", "Decides on hosting itself"), FieldKind.FLAG),
        )

    def values(self, view: OfficeView, row_id: str) -> Mapping[str, object]:
        found = next((one for one in view.departments if one.code == row_id), None)
        if found is None:
            return {}
        return {
            "code": found.code,
            "name_ar": found.name.ar,
            "name_en": found.name.en,
            "letter_prefix": found.letter_prefix,
            "contact_name": found.contact_name,
            "contact_phone": found.contact_phone,
            "contact_hours": found.contact_hours,
            "signatory_name": found.signatory_name,
            "signatory_title": found.signatory_title,
            "hosts_training": found.hosts_training,
            "decides_hosting": found.decides_hosting,
        }

    def heading(self, view: OfficeView, row_id: str) -> str:
        found = next((one for one in view.departments if one.code == row_id), None)
        return said(found.name) if found else tr_("Diwan", "New department")

    def write(self, services: Services, typed: Typed) -> ChangeSet:
        return change_department(
            services,
            typed["code"],
            name_ar=typed["name_ar"],
            name_en=typed["name_en"],
            letter_prefix=typed["letter_prefix"].strip(),
            hosts_training=bool(typed["hosts_training"]),
            decides_hosting=bool(typed["decides_hosting"]),
            contact_name=typed["contact_name"],
            contact_phone=typed["contact_phone"],
            contact_hours=typed["contact_hours"],
            signatory_name=typed["signatory_name"],
            signatory_title=typed["signatory_title"],
        )


class Reasons(Subject):
    """The reasons offered for rejecting an attachment and for refusing an application."""

    key = "reasons"
    subjects = frozenset({"reason"})

    def title(self) -> str:
        return tr_("Diwan", "Ready reasons")

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("text", tr_("Diwan", "Reason"), width=320, stretch=True, strong=True),
            Column("scope", tr_("Diwan", "Used for"), width=180),
            Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=130),
        )

    def rows(self, view: OfficeView) -> tuple[Row, ...]:
        scopes = dict(_scopes())
        return tuple(
            Row(
                one.code,
                (
                    Cell(said(one.text), shown.identifier(one.code)),
                    Cell(scopes.get(one.scope, one.scope)),
                    active_cell(one.active),
                ),
            )
            for one in view.reasons
        )

    def fields(self, view: OfficeView) -> tuple[FieldView, ...]:
        del view
        hint = tr_("Diwan", "Stands in the message to the applicant as it is here.")
        return (
            FieldView("code", tr_("Diwan", "Code of the reason"), FieldKind.CODE),
            FieldView("scope", tr_("Diwan", "Used for"), FieldKind.CHOICE, choices=_scopes()),
            FieldView("text_ar", tr_("Diwan", "Text in Arabic"), hint=hint),
            FieldView("text_en", tr_("Diwan", "Text in English")),
            FieldView("active", tr_("Diwan", "Offered to clerks"), FieldKind.FLAG),
        )

    def values(self, view: OfficeView, row_id: str) -> Mapping[str, object]:
        found = next((one for one in view.reasons if one.code == row_id), None)
        if found is None:
            return {"active": True}
        return {
            "code": found.code,
            "scope": found.scope,
            "text_ar": found.text.ar,
            "text_en": found.text.en,
            "active": found.active,
        }

    def heading(self, view: OfficeView, row_id: str) -> str:
        found = next((one for one in view.reasons if one.code == row_id), None)
        return said(found.text) if found else tr_("Diwan", "New reason")

    def write(self, services: Services, typed: Typed) -> ChangeSet:
        return change_reason(
            services,
            typed["code"],
            scope=typed["scope"],
            text_ar=typed["text_ar"],
            text_en=typed["text_en"],
            active=bool(typed["active"]),
        )


def _scopes() -> tuple[tuple[str, str], ...]:
    return (
        ("attachment", tr_("Diwan", "rejecting an attachment")),
        ("refusal", tr_("Diwan", "refusing an application")),
    )
