"""The dialogs of an offering: plan, change, postpone with its SMS in view, call off, hold, level results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtWidgets import QDialog, QWidget

from desktop.base.clock import amman
from desktop.base.errors import Refusal
from desktop.models.records.case import ChangeSet
from desktop.models.records.occasion import Attendance
from desktop.usecases import occasions
from desktop.usecases.course_lists import course_attendance
from desktop.usecases.exam_lists import attendance_list
from desktop.usecases.occasions import Forecast, OpenOccasion, Planning
from desktop.views import shown
from desktop.views.casework.hours import moment_in, whole_in
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.pages.offerings.foreseen import SendDialog
from desktop.views.palette import Tone
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.document_dialog import show_document, tell
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.form_fields import FieldKind, FieldView, Value
from desktop.workflows.fields import Field
from desktop.workflows.fields import FieldKind as Kind

DETAIL = "details."
"""Before the key of one of an occasion's further texts."""

Values = Mapping[str, Value]


class Deeds:
    """Asks what is needed and does it; ``changed`` is called once something was done."""

    def __init__(self, page: QWidget, desk: Desk, changed: Callable[[int], None]) -> None:
        self._page = page
        self._desk = desk
        self._changed = changed
        self.dialog: QDialog | None = None

    def plan(self, planning: Planning) -> None:
        """A new offering."""
        rules, services = planning.service.occasion, self._desk.services
        if rules is None:
            return
        subjects = tuple((code, said(name)) for code, name in planning.subjects)
        hint = tr_("Diwan", "Left empty: as the reference data have it.")
        fields = [
            FieldView("subject", tr_("Diwan", "Course or exam"), FieldKind.CHOICE, choices=subjects),
            FieldView("place", tr_("Diwan", "Room")),
            *_when(required=not rules.gathers),
            FieldView("minimum", tr_("Diwan", "Minimum"), FieldKind.CODE, required=False, hint=hint),
            FieldView("maximum", tr_("Diwan", "Maximum"), FieldKind.CODE, required=False),
            *_details(rules.details),
        ]

        def on_yes(values: Values) -> None:
            course = planning.office.reference.courses.get(str(values.get("subject") or ""))
            try:
                data = {
                    "kind": rules.kind,
                    "department": planning.service.department,
                    "subject": course.code if course else "",
                    "place": str(values.get("place") or ""),
                    "minimum": _or(values, "minimum", course.minimum if course else 0),
                    "maximum": _or(values, "maximum", course.maximum if course else 0),
                    "details": _told(values, {}),
                    **(_dates(values) if values.get("day") else {}),
                }
            except Refusal as refusal:
                dialog.show_refusal(_renamed(refusal))
                return
            self._do(lambda: occasions.plan(services, data), tr_("Diwan", "It is planned."), dialog)

        dialog = self._form(tr_("Diwan", "New date"), "", tr_("Diwan", "Plan it"), fields, on_yes)
        dialog.form.set_values({"from": "09:00", "to": "12:00"})

    def change(self, opened: OpenOccasion) -> None:
        """Room, seats and further texts; nobody is told, a raised maximum seats those who wait."""
        one, services = opened.occasion, self._desk.services
        rules = opened.offering.service.occasion
        fields = [
            FieldView("place", tr_("Diwan", "Room"), wide=True),
            FieldView("minimum", tr_("Diwan", "Minimum"), FieldKind.CODE),
            FieldView("maximum", tr_("Diwan", "Maximum"), FieldKind.CODE),
            *_details(rules.details if rules else ()),
        ]

        def on_yes(values: Values) -> None:
            try:
                data = {
                    "place": str(values.get("place") or ""),
                    "minimum": whole_in(values, "minimum"),
                    "maximum": whole_in(values, "maximum"),
                    "details": _told(values, one.details),
                }
            except Refusal as refusal:
                dialog.show_refusal(refusal)
                return
            self._do(
                lambda: occasions.change(services, one.occasion_id, one.version, data),
                tr_("Diwan", "It is changed."),
                dialog,
            )

        explanation = tr_("Diwan", "A larger maximum gives seats to those who wait, in their order.")
        dialog = self._form(said(opened.offering.subject), explanation, tr_("Diwan", "Save"), fields, on_yes)
        dialog.form.set_values(
            {
                "place": one.place,
                "minimum": str(one.minimum),
                "maximum": str(one.maximum),
                **{DETAIL + key: text for key, text in one.details.items()},
            }
        )

    def move(self, opened: OpenOccasion) -> None:
        """Another date; what everybody would read is shown before it is done (CRS-02)."""
        one = opened.occasion
        fields = [FieldView("place", tr_("Diwan", "Room"), wide=True), *_when(required=True)]

        def on_yes(values: Values) -> None:
            try:
                starts_at, ends_at = _moments(values)
            except Refusal as refusal:
                dialog.show_refusal(refusal)
                return
            self._foresee_move(opened, dialog, starts_at, ends_at, str(values.get("place") or ""))

        explanation = tr_("Diwan", "Everybody who has a place gets the new date; the SMS is shown first.")
        title = tr_("Diwan", "Another date") if one.starts_at else tr_("Diwan", "Set the date")
        dialog = self._form(title, explanation, tr_("Diwan", "Show the messages"), fields, on_yes)
        begin = amman(one.starts_at) if one.starts_at else None
        end = amman(one.ends_at) if one.ends_at else None
        dialog.form.set_values(
            {
                "place": one.place,
                "day": begin.date().isoformat() if begin else "",
                "from": f"{begin:%H:%M}" if begin else "09:00",
                "to": f"{end:%H:%M}" if end else "",
            }
        )

    def _foresee_move(
        self,
        opened: OpenOccasion,
        dialog: FormDialog,
        starts_at: datetime,
        ends_at: datetime | None,
        place: str,
    ) -> None:
        one, services = opened.occasion, self._desk.services

        def confirm(foreseen: tuple[Forecast, ...]) -> None:
            def send() -> None:
                self._do(
                    lambda: occasions.move(
                        services, one.occasion_id, one.version, starts_at, ends_at, place=place
                    ),
                    tr_("Diwan", "The date is set, and its messages are on their way."),
                    dialog,
                )

            dialog.yes.setEnabled(True)
            verb = tr_("Diwan", "Set the date and send")
            self.dialog = SendDialog(self._page, foreseen, verb, send)
            self.dialog.open()

        self._desk.runner.submit(
            lambda: occasions.preview_move(services, one.occasion_id, starts_at, place=place),
            confirm,
            dialog.take_failure,
            key="offerings-foresee",
            owner=self._page,
        )

    def cancel(self, opened: OpenOccasion) -> None:
        """Called off, with the reason that everybody is told."""
        one, services = opened.occasion, self._desk.services

        def on_yes(reason: str) -> None:
            self._do(
                lambda: occasions.cancel(services, one.occasion_id, one.version, reason),
                tr_("Diwan", "It is called off."),
            )

        explanation = tr_(
            "Diwan",
            "%n application(s) end and are told why; what was paid goes to the refund path.",
            None,
            len(opened.held),
        )
        self.dialog = ConfirmDialog(
            self._page,
            tr_("Diwan", "Call it off?"),
            explanation,
            tr_("Diwan", "Call it off"),
            on_yes,
            tone=Tone.DANGER,
            reason_label=tr_("Diwan", "Reason"),
        )
        self.dialog.open()

    def hold(self, opened: OpenOccasion) -> None:
        """Recorded as held: whoever is ticked was not there."""
        one, services = opened.occasion, self._desk.services
        people = tuple((str(h.case.case_id), shown.name(h.case.applicant.name)) for h in opened.seated)
        missing = tr_("Diwan", "Tick those who were absent")
        fields = [FieldView("absent", missing, FieldKind.CHOICES, required=False, choices=people, wide=True)]

        def on_yes(values: Values) -> None:
            absent = [int(part) for part in str(values.get("absent") or "").split(",") if part]
            self._do(
                lambda: occasions.hold(services, one.occasion_id, one.version, absent),
                tr_("Diwan", "It is recorded as held."),
                dialog,
            )

        explanation = tr_("Diwan", "Everybody else with a seat was there.")
        title = tr_("Diwan", "Record it as held")
        dialog = self._form(title, explanation, tr_("Diwan", "Record it"), fields, on_yes)
        before = [str(h.case.case_id) for h in opened.seated if h.place.attendance is Attendance.ABSENT]
        dialog.form.set_values({"absent": ",".join(before)})

    def show_sheet(self, opened: OpenOccasion) -> None:
        """The attendance sheet, to be read, printed and saved."""
        services, number = self._desk.services, opened.occasion.occasion_id
        # Who plans sessions of exams has their own sheet; a course's has a column for each day.
        draw = course_attendance if opened.occasion.kind == "course" else attendance_list
        sheet = tr_("Diwan", "Attendance sheet")
        title = f"{sheet} - {said(opened.offering.subject)}"

        def done(pdf: bytes) -> None:
            self.dialog = show_document(self._page, self._desk, title, pdf)

        self._desk.runner.submit(
            lambda: draw(services, number), done, lambda error: tell(self._desk, error), owner=self._page
        )

    def _form(
        self,
        title: str,
        explanation: str,
        verb: str,
        fields: list[FieldView],
        on_yes: Callable[[Values], None],
    ) -> FormDialog:
        dialog = FormDialog(self._page, title, explanation, verb, fields, on_yes, columns=2)
        self.dialog = dialog
        dialog.open()
        return dialog

    def _do(self, work: Callable[[], ChangeSet], says: str, dialog: FormDialog | None = None) -> None:
        def finished(changes: ChangeSet) -> None:
            if dialog is not None:
                dialog.accept()
            self._desk.notify(says)
            self._desk.announce(changes.kinds)
            self._changed(int(str(changes.details.get("occasion", 0))))

        def failed(error: Exception) -> None:
            if dialog is not None:
                dialog.take_failure(_renamed(error) if isinstance(error, Refusal) else error)
            elif isinstance(error, Refusal):
                self._desk.notify(said(error.text), Tone.WARNING)

        self._desk.runner.submit(work, finished, failed, key="offerings-do", owner=self._page)


def _when(*, required: bool) -> list[FieldView]:
    return [
        FieldView("day", tr_("Diwan", "Day"), FieldKind.DATE, required=required),
        FieldView("from", tr_("Diwan", "From (hour)"), FieldKind.CODE, required=required, hint="09:00"),
        FieldView("to", tr_("Diwan", "Until (hour)"), FieldKind.CODE, required=False, hint="12:00"),
    ]


def _details(fields: tuple[Field, ...]) -> list[FieldView]:
    kinds = {Kind.DATE: FieldKind.DATE}
    return [
        FieldView(DETAIL + one.key, said(one.label), kinds.get(one.kind, FieldKind.TEXT), required=False)
        for one in fields
        if one.key not in ("reason", "returned")
    ]


def _told(values: Values, before: Mapping[str, str]) -> dict[str, str]:
    """The further texts as they are now; an emptied one is gone, and the subject's own holds again."""
    typed = {key.removeprefix(DETAIL): str(v or "") for key, v in values.items() if key.startswith(DETAIL)}
    return {key: text for key, text in {**before, **typed}.items() if text}


def _or(values: Values, field: str, otherwise: int) -> int:
    return whole_in(values, field) if str(values.get(field) or "").strip() else otherwise


def _moments(values: Values) -> tuple[datetime, datetime | None]:
    starts_at = moment_in(values, "day", "from")
    return starts_at, moment_in(values, "day", "to") if values.get("to") else None


def _dates(values: Values) -> dict[str, str]:
    starts_at, ends_at = _moments(values)
    return {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat() if ends_at else ""}


def _renamed(refusal: Refusal) -> Refusal:
    """The refusal under the dialog's own fields."""
    names = {"starts_at": "day", "ends_at": "to"}
    return Refusal(
        [
            type(problem)(names.get(problem.field, problem.field), problem.code, problem.text)
            for problem in refusal.problems
        ]
    )
