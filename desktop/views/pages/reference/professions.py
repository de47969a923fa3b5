"""Professions that are licensed, and the bodies outside that must approve them (LIC-03, LIC-06, LIC-09)."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.models.records.case import ChangeSet
from desktop.models.records.outside import STAGES
from desktop.usecases.office import OfficeView, change_outside_body, change_profession, checklist_text
from desktop.usecases.office.forms import Form
from desktop.usecases.session import Session as Services
from desktop.views import shown
from desktop.views.i18n import said, tr_
from desktop.views.pages.reference.prices import number_in
from desktop.views.pages.reference.section import Subject, Typed, active_cell
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.views.widgets.form_fields import FieldKind, FieldView


class Professions(Subject):
    """What a profession needs before it is licensed, and what an inspector looks at."""

    key = "professions"
    subjects = frozenset({"profession"})

    def title(self) -> str:
        return tr_("Diwan", "Professions")

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", tr_("Diwan", "Profession"), width=220, stretch=True, strong=True),
            Column("bodies", tr_("Diwan", "Outside approvals"), width=260),
            Column("permit", tr_("Diwan", "Building permit"), width=120),
            Column("fee", tr_("Diwan", "Fee"), width=170),
            Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=120),
        )

    def rows(self, view: OfficeView) -> tuple[Row, ...]:
        names = {one.code: one.name for one in view.bodies}
        needed, not_needed = tr_("Diwan", "needed"), tr_("Diwan", "not needed")
        return tuple(
            Row(
                one.code,
                (
                    Cell(said(one.name), shown.identifier(one.code)),
                    Cell(_joined([said(names[code]) for code in one.bodies if code in names]) or "—"),
                    Cell(needed if one.needs_permit else not_needed),
                    Cell(shown.identifier(one.fee_code)),
                    active_cell(one.active),
                ),
            )
            for one in view.professions
        )

    def fields(self, view: OfficeView) -> tuple[FieldView, ...]:
        fees = tuple((code, shown.identifier(code)) for code in dict.fromkeys(fee.code for fee in view.fees))
        bodies = tuple((one.code, said(one.name)) for one in view.bodies)
        hint = tr_("Diwan", "One line for each thing that is looked at: Arabic | English")
        return (
            FieldView("code", tr_("Diwan", "Code of the profession"), FieldKind.CODE),
            FieldView("name_ar", tr_("Diwan", "Name in Arabic")),
            FieldView("name_en", tr_("Diwan", "Name in English")),
            FieldView("fee_code", tr_("Diwan", "Fee"), FieldKind.CHOICE, choices=fees),
            FieldView("needs_permit", tr_("Diwan", "A building permit is needed"), FieldKind.FLAG),
            FieldView(
                "bodies",
                tr_("Diwan", "Bodies that must approve"),
                FieldKind.CHOICES,
                required=False,
                choices=bodies,
                wide=True,
            ),
            FieldView(
                "checklist",
                tr_("Diwan", "Checklist"),
                FieldKind.LONG_TEXT,
                required=False,
                hint=hint,
                wide=True,
            ),
            FieldView("active", tr_("Diwan", "Applicants can choose it"), FieldKind.FLAG),
        )

    def values(self, view: OfficeView, row_id: str) -> Mapping[str, object]:
        found = next((one for one in view.professions if one.code == row_id), None)
        if found is None:
            return {"active": True}
        return {
            "code": found.code,
            "name_ar": found.name.ar,
            "name_en": found.name.en,
            "fee_code": found.fee_code,
            "needs_permit": found.needs_permit,
            "bodies": ",".join(found.bodies),
            "checklist": checklist_text(found.checklist),
            "active": found.active,
        }

    def heading(self, view: OfficeView, row_id: str) -> str:
        found = next((one for one in view.professions if one.code == row_id), None)
        return said(found.name) if found else tr_("Diwan", "New profession")

    def write(self, services: Services, typed: Typed) -> ChangeSet:
        return change_profession(
            services,
            typed["code"],
            name_ar=typed["name_ar"],
            name_en=typed["name_en"],
            needs_permit=bool(typed["needs_permit"]),
            bodies=[code for code in typed.get("bodies", "").split(",") if code],
            checklist=typed.get("checklist", ""),
            fee_code=typed["fee_code"],
            active=bool(typed["active"]),
        )


class Bodies(Subject):
    """Bodies outside: when they are asked, and after how many working days they are reminded."""

    key = "bodies"
    subjects = frozenset({"outside_body"})

    def title(self) -> str:
        return tr_("Diwan", "Bodies outside")

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", tr_("Diwan", "Body"), width=260, stretch=True, strong=True),
            Column("stage", tr_("Diwan", "Asked"), width=180),
            Column("days", tr_("Diwan", "Working days to answer"), CellKind.NUMBER, width=190),
            Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=120),
        )

    def rows(self, view: OfficeView) -> tuple[Row, ...]:
        stages = dict(_stages())
        return tuple(
            Row(
                one.code,
                (
                    Cell(said(one.name), shown.identifier(one.code)),
                    Cell(stages[str(one.stage)]),
                    Cell(shown.number(one.answer_days)),
                    active_cell(one.active),
                ),
            )
            for one in view.bodies
        )

    def fields(self, view: OfficeView) -> tuple[FieldView, ...]:
        del view
        hint = tr_("Diwan", "It is reminded when they are over, and again each time after.")
        return (
            FieldView("code", tr_("Diwan", "Code of the body"), FieldKind.CODE),
            FieldView("name_ar", tr_("Diwan", "Name in Arabic")),
            FieldView("name_en", tr_("Diwan", "Name in English")),
            FieldView("stage", tr_("Diwan", "Asked"), FieldKind.CHOICE, choices=_stages()),
            FieldView("answer_days", tr_("Diwan", "Working days to answer"), FieldKind.CODE, hint=hint),
            FieldView("active", tr_("Diwan", "It is asked"), FieldKind.FLAG),
        )

    def values(self, view: OfficeView, row_id: str) -> Mapping[str, object]:
        found = next((one for one in view.bodies if one.code == row_id), None)
        if found is None:
            return {"active": True, "stage": str(STAGES[0]), "answer_days": "5"}
        return {
            "code": found.code,
            "name_ar": found.name.ar,
            "name_en": found.name.en,
            "stage": str(found.stage),
            "answer_days": str(found.answer_days),
            "active": found.active,
        }

    def heading(self, view: OfficeView, row_id: str) -> str:
        found = next((one for one in view.bodies if one.code == row_id), None)
        return said(found.name) if found else tr_("Diwan", "New body")

    def write(self, services: Services, typed: Typed) -> ChangeSet:
        form = Form()
        days = number_in(typed, "answer_days", form)
        stage = number_in(typed, "stage", form)
        form.done()
        return change_outside_body(
            services,
            typed["code"],
            name_ar=typed["name_ar"],
            name_en=typed["name_en"],
            stage=stage,
            answer_days=days,
            active=bool(typed["active"]),
        )


def _stages() -> tuple[tuple[str, str], ...]:
    first, second = (str(stage) for stage in STAGES)
    return (
        (first, tr_("Diwan", "before the inspection")),
        (second, tr_("Diwan", "after the inspection")),
    )


def _joined(names: list[str]) -> str:
    return shown.listed(names)
