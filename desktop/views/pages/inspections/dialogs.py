"""What is asked about a round of inspection: a new one, another time, its capacity, its end; its sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.base.clock import amman, amman_date
from desktop.base.errors import Problem, Refusal
from desktop.base.text import Text, ascii_digits
from desktop.models.records.case import ChangeSet
from desktop.usecases import inspection_sheet, inspections
from desktop.usecases.inspections import Round, Week
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.pages.inspections.grid import Target
from desktop.views.palette import Tone
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.date_field import read_date
from desktop.views.widgets.document_dialog import show_document
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.form_fields import FieldKind, FieldView, Value


class Doing(Protocol):
    """Carries a change out and says so; a refusal goes where the caller wants it."""

    def __call__(
        self,
        work: Callable[[], ChangeSet],
        says: str,
        failed: Callable[[Exception], None] | None = None,
        done: Callable[[], object] = ...,
    ) -> None: ...


class RoundDialogs:
    """Asks on behalf of the page, about its week and the round that is chosen there."""

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        week: Callable[[], Week | None],
        chosen: Callable[[], Round | None],
        do: Doing,
        propose: Callable[[int, Target], None],
    ) -> None:
        self._page, self._desk, self._week = page, desk, week
        self._chosen, self._do, self._propose = chosen, do, propose
        self.opened: QWidget | None = None

    def print_sheet(self) -> None:
        """Shows the round's sheet, to be printed or saved."""
        one, services = self._chosen(), self._desk.services
        if one is None or one.occasion.starts_at is None:
            self._desk.notify(tr_("Diwan", "Choose a round first."), Tone.INFO)
            return
        day = amman_date(one.occasion.starts_at)
        title = tr_("Diwan", "Round sheet {day}").format(day=day.isoformat())
        number = one.occasion.occasion_id

        def shown_(pdf: bytes) -> None:
            self.opened = show_document(self._page, self._desk, title, pdf)

        self._desk.runner.submit(
            lambda: inspection_sheet.round_sheet(services, number),
            shown_,
            key="inspections-sheet",
            owner=self._page,
        )

    def ask_round(self) -> None:
        """Asks for a new round."""
        week = self._week()
        if week is None:
            return
        day = next((d for d in week.working_days if d > amman_date(week.office.now)), week.first)
        self._ask(
            tr_("Diwan", "New round"),
            "",
            tr_("Diwan", "Plan the round"),
            {
                "starts_at": day.isoformat(),
                "from": "09:00",
                "to": "12:00",
                "maximum": "6",
            },
            self._plan,
            capacity=True,
        )

    def ask_move(self) -> None:
        """Asks where the chosen round should go; it is then proposed like a drag."""
        one = self._chosen()
        if one is None or one.occasion.starts_at is None:
            self._desk.notify(tr_("Diwan", "Choose a round first."), Tone.INFO)
            return
        at = amman(one.occasion.starts_at)
        self._ask(
            tr_("Diwan", "Move the round"),
            tr_("Diwan", "What it would do is shown before it is saved."),
            tr_("Diwan", "Show what it does"),
            {"starts_at": at.date().isoformat(), "from": f"{at:%H:%M}", "person": one.occasion.person},
            partial(self._moved, one.occasion.occasion_id),
        )

    def _ask(
        self,
        title: str,
        explanation: str,
        verb: str,
        given: Mapping[str, str],
        on_yes: Callable[[FormDialog, Mapping[str, Value]], None],
        *,
        capacity: bool = False,
    ) -> None:
        week = self._week()
        if week is None:
            return
        people = tuple((one, said(week.person(one))) for one in week.inspectors)
        where = tuple((one.label.ar, said(one.label)) for one in week.districts)
        fields = [
            FieldView("person", tr_("Diwan", "Inspector"), FieldKind.CHOICE, choices=people),
            FieldView("starts_at", tr_("Diwan", "Day"), FieldKind.DATE),
            FieldView("from", tr_("Diwan", "From (hour)"), FieldKind.CODE, hint="09:00"),
        ]
        if capacity:
            fields += [
                FieldView("to", tr_("Diwan", "Until (hour)"), FieldKind.CODE, hint="12:00"),
                FieldView("district", tr_("Diwan", "District"), FieldKind.CHOICE, choices=where),
                FieldView("maximum", tr_("Diwan", "How many premises"), FieldKind.CODE),
            ]
        dialog = FormDialog(
            self._page, title, explanation, verb, fields, lambda values: on_yes(dialog, values), columns=2
        )
        dialog.form.set_values(given)
        self.opened = dialog
        dialog.open()

    def _plan(self, dialog: FormDialog, values: Mapping[str, Value]) -> None:
        services = self._desk.services
        try:
            starts_at, ends_at = _moment(values, "from"), _moment(values, "to")
            capacity = _whole(values, "maximum")
        except Refusal as refusal:
            dialog.show_refusal(refusal)
            return
        person, district = str(values.get("person") or ""), str(values.get("district") or "")
        self._do(
            lambda: inspections.plan_round(services, starts_at, ends_at, person, district, capacity),
            tr_("Diwan", "The round is planned."),
            dialog.take_failure,
            dialog.accept,
        )

    def _moved(self, number: int, dialog: FormDialog, values: Mapping[str, Value]) -> None:
        try:
            target = Target(_moment(values, "from"), str(values.get("person") or ""))
        except Refusal as refusal:
            dialog.show_refusal(refusal)
            return
        dialog.accept()
        self._propose(number, target)

    def ask_capacity(self) -> None:
        """Asks how many premises the chosen round takes."""
        one, services = self._chosen(), self._desk.services
        if one is None:
            return
        occasion = one.occasion

        def on_yes(values: Mapping[str, Value]) -> None:
            try:
                capacity = _whole(values, "maximum")
            except Refusal as refusal:
                dialog.show_refusal(refusal)
                return
            self._do(
                lambda: inspections.resize(services, occasion.occasion_id, occasion.version, capacity),
                tr_("Diwan", "The capacity was changed."),
                dialog.take_failure,
                dialog.accept,
            )

        fields = [FieldView("maximum", tr_("Diwan", "How many premises"), FieldKind.CODE)]
        dialog = FormDialog(
            self._page, tr_("Diwan", "Capacity of the round"), "", tr_("Diwan", "Change it"), fields, on_yes
        )
        dialog.form.set_values({"maximum": str(occasion.maximum)})
        self.opened = dialog
        dialog.open()

    def ask_close(self) -> None:
        """Records the chosen round as made."""
        one, services = self._chosen(), self._desk.services
        if one is not None:
            number, version = one.occasion.occasion_id, one.occasion.version
            self._do(
                lambda: inspections.close_round(services, number, version),
                tr_("Diwan", "The round is recorded as made."),
            )

    def ask_off(self) -> None:
        """Calls the chosen round off, with a reason; its applicants are told."""
        one, services = self._chosen(), self._desk.services
        if one is None:
            return
        number, version = one.occasion.occasion_id, one.occasion.version

        def on_yes(reason: str) -> None:
            self._do(
                lambda: inspections.call_off(services, number, version, reason),
                tr_("Diwan", "The round is called off."),
            )

        self.opened = ConfirmDialog(
            self._page,
            tr_("Diwan", "Call the round off?"),
            tr_("Diwan", "%n applicant(s) will be told, and wait for another date.", None, len(one.holders)),
            tr_("Diwan", "Call it off"),
            on_yes,
            tone=Tone.DANGER,
            reason_label=tr_("Diwan", "Reason"),
        )
        self.opened.open()


def _moment(values: Mapping[str, Value], hour: str) -> datetime:
    """The day and the ``hour`` that were typed; ``Refusal`` names the field."""
    typed = str(values.get("starts_at") or "")
    day = read_date(typed)
    if day is None:
        day = _iso(typed)
    if day is None:
        raise Refusal([Problem("starts_at", "date", _DAY)])
    try:
        at = time.fromisoformat(ascii_digits(str(values.get(hour) or "")).strip().zfill(5))
    except ValueError:
        raise Refusal([Problem(hour, "hour", _HOUR)]) from None
    return inspections.at_hour(day, at)


def _iso(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _whole(values: Mapping[str, Value], key: str) -> int:
    typed = ascii_digits(str(values.get(key) or "")).strip()
    if not (typed.isascii() and typed.isdigit()):
        raise Refusal([Problem(key, "number", _NUMBER)])
    return int(typed)


_DAY = Text("تاريخ غير صالح؛ اكتبه مثل 24/11/2026.", "Not a date; write it as 24/11/2026.")
_HOUR = Text("وقت غير صالح؛ اكتبه مثل 09:00.", "Not a time; write it as 09:00.")
_NUMBER = Text("يُتوقع رقم صحيح.", "A whole number is expected.")
