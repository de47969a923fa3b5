"""Fees, courses and settings: what costs how much, from when, and how long the windows are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desktop.base.text import Text, ascii_digits
from desktop.models.records.case import ChangeSet
from desktop.usecases.office import OfficeView, SettingRow, change_course, change_fee, change_setting
from desktop.usecases.office.forms import Form
from desktop.usecases.session import Session as Services
from desktop.views import shown
from desktop.views.i18n import said, tr_
from desktop.views.pages.reference.section import Subject, Typed, active_cell, standing_cell
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.views.widgets.form_fields import FieldKind, FieldView

NO_DAY = date.min


def day_in(typed: Typed, field: str, form: Form) -> date:
    """The day typed in ``field``; a problem of ``form`` where there is none."""
    try:
        return date.fromisoformat(typed.get(field, ""))
    except ValueError:
        form.wrong(field, "date", "اكتب التاريخ: يوم/شهر/سنة.", "Write the date as day/month/year.")
        return NO_DAY


def number_in(typed: Typed, field: str, form: Form) -> int:
    """The whole number typed in ``field``; a problem of ``form`` where there is none."""
    plain = ascii_digits(typed.get(field, "")).strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 7):
        form.wrong(field, "number", "اكتب عددًا صحيحًا.", "Write a whole number.")
        return 0
    return int(plain)


class Fees(Subject):
    """A fee changes from a day on; older applications owe what they owed (TRN-15)."""

    key = "fees"
    subjects = frozenset({"fee"})

    def title(self) -> str:
        return tr_("Diwan", "Fees")

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("code", tr_("Diwan", "Fee"), width=240, stretch=True, strong=True),
            Column("amount", tr_("Diwan", "Amount"), CellKind.NUMBER, width=110),
            Column("from", tr_("Diwan", "Valid from"), width=120),
            Column("standing", tr_("Diwan", "State"), CellKind.CHIP, width=130),
        )

    def rows(self, view: OfficeView) -> tuple[Row, ...]:
        courses: dict[str, list[str]] = {}
        for course in view.courses:
            courses.setdefault(course.fee_code, []).append(said(course.name))
        return tuple(
            Row(
                f"{fee.code}|{fee.valid_from.isoformat()}",
                (
                    Cell(shown.identifier(fee.code), shown.listed(courses.get(fee.code, ()))),
                    Cell(shown.money(fee.amount)),
                    Cell(shown.day(fee.valid_from)),
                    standing_cell(fee.standing),
                ),
            )
            for fee in view.fees
        )

    def fields(self, view: OfficeView) -> tuple[FieldView, ...]:
        del view
        hint = tr_("Diwan", "Applications submitted from this day on owe the new amount.")
        return (
            FieldView("code", tr_("Diwan", "Code of the fee"), FieldKind.CODE),
            FieldView("amount", tr_("Diwan", "New amount in dinars"), FieldKind.MONEY),
            FieldView("valid_from", tr_("Diwan", "From the day"), FieldKind.DATE, hint=hint),
        )

    def values(self, view: OfficeView, row_id: str) -> Mapping[str, object]:
        del view
        return {"code": row_id.partition("|")[0]}

    def heading(self, view: OfficeView, row_id: str) -> str:
        del view
        if not row_id:
            return tr_("Diwan", "New fee")
        return tr_("Diwan", "Change {name} from a day on").format(
            name=shown.identifier(row_id.partition("|")[0])
        )

    def identity(self, row_id: str) -> str:
        return row_id.partition("|")[0]

    def write(self, services: Services, typed: Typed) -> ChangeSet:
        form = Form()
        day = day_in(typed, "valid_from", form)
        form.done()
        return change_fee(services, typed["code"], typed["amount"], day)


class Courses(Subject):
    """The courses that trainees choose from."""

    key = "courses"
    subjects = frozenset({"course"})

    def title(self) -> str:
        return tr_("Diwan", "Courses")

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", tr_("Diwan", "Course"), width=240, stretch=True, strong=True),
            Column("department", tr_("Diwan", "Department"), width=170),
            Column("kind", tr_("Diwan", "Kind"), width=130),
            Column("hours", tr_("Diwan", "Hours"), CellKind.NUMBER, width=80),
            Column("fee", tr_("Diwan", "Fee"), width=150),
            Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=130),
        )

    def rows(self, view: OfficeView) -> tuple[Row, ...]:
        names = {one.code: one.name for one in view.departments}
        return tuple(
            Row(
                course.code,
                (
                    Cell(said(course.name), shown.identifier(course.code)),
                    Cell(_named(names, course.department)),
                    Cell(dict(_kinds()).get(course.kind, course.kind)),
                    Cell(shown.number(course.hours)),
                    Cell(shown.identifier(course.fee_code) if course.fee_code else tr_("Diwan", "Free")),
                    active_cell(course.active),
                ),
            )
            for course in view.courses
        )

    def fields(self, view: OfficeView) -> tuple[FieldView, ...]:
        departments = tuple((one.code, said(one.name)) for one in view.departments)
        fees = tuple((code, shown.identifier(code)) for code in dict.fromkeys(fee.code for fee in view.fees))
        none = ("", tr_("Diwan", "None"))
        levels = tuple((one.code, said(one.name)) for one in view.courses if one.kind == "level")
        seats = tr_("Diwan", "What a new date of it has; 0 where there are none.")
        return (
            FieldView("code", tr_("Diwan", "Code of the course"), FieldKind.CODE),
            FieldView("name_ar", tr_("Diwan", "Name in Arabic")),
            FieldView("name_en", tr_("Diwan", "Name in English")),
            FieldView("department", tr_("Diwan", "Department"), FieldKind.CHOICE, choices=departments),
            FieldView("kind", tr_("Diwan", "Kind"), FieldKind.CHOICE, choices=_kinds()),
            FieldView("hours", tr_("Diwan", "Hours"), FieldKind.CODE),
            FieldView(
                "fee_code",
                tr_("Diwan", "Fee"),
                FieldKind.CHOICE,
                required=False,
                choices=(("", tr_("Diwan", "Free")), *fees),
            ),
            FieldView(
                "prerequisite",
                tr_("Diwan", "Level exam that it asks for"),
                FieldKind.CHOICE,
                required=False,
                choices=(none, *levels),
            ),
            FieldView("minimum", tr_("Diwan", "Minimum"), FieldKind.CODE, hint=seats),
            FieldView("maximum", tr_("Diwan", "Maximum"), FieldKind.CODE),
            *(
                FieldView(DETAIL + key, text, FieldKind.CODE if code else FieldKind.TEXT, required=False)
                for key, text, code in _details()
            ),
            FieldView("active", tr_("Diwan", "Applicants can choose it"), FieldKind.FLAG),
        )

    def values(self, view: OfficeView, row_id: str) -> Mapping[str, object]:
        found = next((one for one in view.courses if one.code == row_id), None)
        if found is None:
            return {"active": True, "kind": "course", "hours": "0", "minimum": "0", "maximum": "0"}
        return {
            "code": found.code,
            "kind": found.kind,
            "prerequisite": found.prerequisite,
            "minimum": str(found.minimum),
            "maximum": str(found.maximum),
            **{DETAIL + key: found.details.get(key, "") for key, _, _ in _details()},
            "name_ar": found.name.ar,
            "name_en": found.name.en,
            "department": found.department,
            "hours": str(found.hours),
            "fee_code": found.fee_code,
            "active": found.active,
        }

    def heading(self, view: OfficeView, row_id: str) -> str:
        found = next((one for one in view.courses if one.code == row_id), None)
        return said(found.name) if found else tr_("Diwan", "New course")

    def write(self, services: Services, typed: Typed) -> ChangeSet:
        form = Form()
        hours = number_in(typed, "hours", form)
        minimum, maximum = number_in(typed, "minimum", form), number_in(typed, "maximum", form)
        form.done()
        return change_course(
            services,
            typed["code"],
            department=typed["department"],
            name_ar=typed["name_ar"],
            name_en=typed["name_en"],
            hours=hours,
            fee_code=typed["fee_code"],
            active=bool(typed["active"]),
            kind=typed["kind"],
            prerequisite=typed.get("prerequisite", ""),
            minimum=minimum,
            maximum=maximum,
            details={key: typed.get(DETAIL + key, "").strip() for key, _, _ in _details()},
        )


DETAIL = "detail."
"""Before the key of one of a course's further texts."""


def _kinds() -> tuple[tuple[str, str], ...]:
    return (
        ("course", tr_("Diwan", "Course with dates")),
        ("level", tr_("Diwan", "Level exam")),
        ("official", tr_("Diwan", "Official exam")),
        ("trial", tr_("Diwan", "Trial exam")),
        ("training", tr_("Diwan", "Training course")),
    )


def _details() -> tuple[tuple[str, str, bool], ...]:
    """Further texts of a course or an exam: key, label, whether it is a code."""
    return (
        ("link", tr_("Diwan", "Link to the level exam"), True),
        ("pass_mark", tr_("Diwan", "Pass mark"), True),
        ("maximum_score", tr_("Diwan", "Maximum score"), True),
        ("valid_days", tr_("Diwan", "Days that a pass is valid"), True),
        ("resit_days", tr_("Diwan", "Days before it may be sat again"), True),
        ("evaluation_link", tr_("Diwan", "Link to the evaluation"), True),
        ("awarding_body", tr_("Diwan", "Awarding body"), False),
        ("contact", tr_("Diwan", "Contact at the awarding body"), False),
        ("contact_phone", tr_("Diwan", "Contact's telephone"), True),
        ("papers", tr_("Diwan", "Identity papers to bring"), False),
        ("hours_open", tr_("Diwan", "Hours for trials"), False),
    )


class Settings(Subject):
    """How long the windows are, and what is kept of a fee."""

    key = "settings"
    subjects = frozenset({"setting"})

    def title(self) -> str:
        return tr_("Diwan", "Windows and percentages")

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", tr_("Diwan", "Setting"), width=300, stretch=True, strong=True),
            Column("value", tr_("Diwan", "Value"), width=120),
            Column("from", tr_("Diwan", "Valid from"), width=130),
            Column("standing", tr_("Diwan", "State"), CellKind.CHIP, width=130),
        )

    def rows(self, view: OfficeView) -> tuple[Row, ...]:
        return tuple(
            Row(
                f"{one.setting.name}|{one.valid_from.isoformat() if one.valid_from else ''}",
                (
                    Cell(said(one.setting.label), shown.identifier(one.setting.name)),
                    Cell(_with_unit(one)),
                    Cell(shown.day(one.valid_from) if one.valid_from else ""),
                    standing_cell(one.standing),
                ),
            )
            for one in view.settings
        )

    def fields(self, view: OfficeView) -> tuple[FieldView, ...]:
        names = {one.setting.name: said(one.setting.label) for one in view.settings}
        hint = tr_("Diwan", "Windows that run already keep their length.")
        return (
            FieldView("name", tr_("Diwan", "Setting"), FieldKind.CHOICE, choices=tuple(names.items())),
            FieldView("value", tr_("Diwan", "New value"), FieldKind.CODE),
            FieldView("valid_from", tr_("Diwan", "From the day"), FieldKind.DATE, hint=hint),
        )

    def values(self, view: OfficeView, row_id: str) -> Mapping[str, object]:
        del view
        return {"name": row_id.partition("|")[0]}

    def heading(self, view: OfficeView, row_id: str) -> str:
        name = row_id.partition("|")[0]
        found = next((one for one in view.settings if one.setting.name == name), None)
        return said(found.setting.label) if found else tr_("Diwan", "Change a setting")

    def identity(self, row_id: str) -> str:
        return row_id.partition("|")[0]

    def write(self, services: Services, typed: Typed) -> ChangeSet:
        form = Form()
        day = day_in(typed, "valid_from", form)
        form.done()
        return change_setting(services, typed["name"], typed["value"], day)


def _with_unit(one: SettingRow) -> str:
    value = shown.digits(one.value)
    if one.setting.unit == "percent":
        return shown.identifier(f"{value}%")
    if one.setting.unit == "months" and one.value.isdigit():
        months = int(one.value)
        return tr_("Diwan", "%n month(s)", None, months) if months else tr_("Diwan", "for ever")
    if one.setting.unit == "lapse" and one.value == "0":
        return tr_("Diwan", "never ends")
    return tr_("Diwan", "%n day(s)", None, int(one.value)) if one.value.isdigit() else value


def _named(names: Mapping[str, Text], code: str) -> str:
    return said(names[code]) if code in names else code
