"""What is done with accounts and delegations: a form, its use-case, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from desktop.models.records.case import ChangeSet
from desktop.models.records.people import (
    AUDITOR,
    INSPECTOR,
    SENIOR_MANAGEMENT,
    WORKER_LOGIN,
    Delegation,
    Job,
)
from desktop.usecases import office
from desktop.usecases.office import GrantRow, OfficeView
from desktop.usecases.office.forms import Form
from desktop.usecases.session import Session as Services
from desktop.views import shown
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.pages.reference.prices import day_in
from desktop.views.palette import Tone
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.entries import LtrEdit
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.form_fields import FieldKind, FieldView, Value

Typed = Mapping[str, str]
Take = Callable[[Services, Typed], ChangeSet]


class StaffDeeds:
    """Opens the forms of the staff page."""

    def __init__(self, page: QWidget, desk: Desk) -> None:
        self._page = page
        self._desk = desk

    def create(self) -> None:
        """A new account."""
        fields = (
            FieldView("name_ar", tr_("Diwan", "Name in Arabic")),
            FieldView("name_en", tr_("Diwan", "Name in English")),
            FieldView(
                "login",
                tr_("Diwan", "Login"),
                FieldKind.CODE,
                hint=tr_("Diwan", "Small Latin letters, digits and dots"),
            ),
            _password(),
        )
        says = tr_("Diwan", "The account can do nothing until it is given a job.")

        def take(services: Services, typed: Typed) -> ChangeSet:
            return office.create_staff(
                services, typed["login"], typed["name_ar"], typed["name_en"], typed["password"]
            )

        done = tr_("Diwan", "The account is made.")
        self._ask(tr_("Diwan", "New account"), says, tr_("Diwan", "Make the account"), fields, take, done)

    def reset_password(self, login: str, name: str) -> None:
        """A new password for somebody who forgot theirs."""
        title = tr_("Diwan", "New password for {name}").format(name=shown.name(name))

        def take(services: Services, typed: Typed) -> ChangeSet:
            return office.reset_password(services, login, typed["password"])

        done = tr_("Diwan", "The password is changed.")
        self._ask(title, "", tr_("Diwan", "Set the password"), (_password(),), take, done)

    def give_job(self, view: OfficeView, login: str, name: str) -> None:
        """A job in a department, from a day on."""
        departments = tuple((one.code, said(one.name)) for one in view.departments)
        jobs = tuple((job.value, job_name(job.value)) for job in (Job.CLERK, Job.SUPERVISOR, Job.ADMIN))
        fields = (
            FieldView("job", tr_("Diwan", "Job"), FieldKind.CHOICE, choices=jobs),
            FieldView(
                "department",
                tr_("Diwan", "Department"),
                FieldKind.CHOICE,
                required=False,
                hint=tr_("Diwan", "None for an administrator"),
                choices=departments,
            ),
            *_days(),
        )
        title = tr_("Diwan", "Give {name} a job").format(name=shown.name(name))

        def take(services: Services, typed: Typed) -> ChangeSet:
            form = Form()
            first, last = day_in(typed, "valid_from", form), _last_in(typed, form)
            if not typed["job"]:
                form.wrong("job", "required", "اختر الوظيفة.", "Choose the job.")
            form.done()
            job = Job(typed["job"])
            return office.grant(services, login, typed["department"] or None, job, first, last)

        done = tr_("Diwan", "The job is given.")
        self._ask(title, "", tr_("Diwan", "Give the job"), fields, take, done, today=view.today)

    def give_authority(self, view: OfficeView, login: str, name: str) -> None:
        """Senior management's or an inspector's authority, from a day on (COM-16, LIC-08)."""
        title = tr_("Diwan", "Give {name} an authority").format(name=shown.name(name))
        says = tr_(
            "Diwan",
            "Senior management approves refunds in the departments they supervise; inspectors have rounds.",
        )
        known = tuple((one, job_name(one)) for one in office.AUTHORITIES)
        fields = (
            FieldView("authority", tr_("Diwan", "Authority"), FieldKind.CHOICE, choices=known),
            *_days(),
        )

        def take(services: Services, typed: Typed) -> ChangeSet:
            form = Form()
            first, last = day_in(typed, "valid_from", form), _last_in(typed, form)
            form.done()
            return office.authority(services, login, typed["authority"], first, last)

        done = tr_("Diwan", "The authority is given.")
        verb = tr_("Diwan", "Give the authority")
        given = {"authority": SENIOR_MANAGEMENT}
        self._ask(title, says, verb, fields, take, done, today=view.today, given=given)

    def end(self, view: OfficeView, held: GrantRow, *, is_job: bool) -> None:
        """The last day of a job or an authority."""
        title = tr_("Diwan", "End: {what}").format(what=held_name(view, held))
        hint = tr_("Diwan", "Yesterday ends it at once.")
        field = FieldView("last_day", tr_("Diwan", "Last day"), FieldKind.DATE, hint=hint)

        def take(services: Services, typed: Typed) -> ChangeSet:
            form = Form()
            last = day_in(typed, "last_day", form)
            form.done()
            end = office.end_grant if is_job else office.end_authority
            return end(services, held.login, held.grant_id, last)

        yesterday = view.today - timedelta(days=1)
        done = tr_("Diwan", "It ends on that day.")
        self._ask(title, "", tr_("Diwan", "Set the last day"), (field,), take, done, last_day=yesterday)

    def set_active(self, login: str, name: str, active: bool, failed: Callable[[Exception], None]) -> None:
        """Locks an account, or opens it again."""
        services = self._desk.services
        verb = tr_("Diwan", "Open the account") if active else tr_("Diwan", "Lock the account")
        question = (
            tr_("Diwan", "Open the account of {name}?")
            if active
            else tr_("Diwan", "Lock the account of {name}?")
        )
        says = tr_("Diwan", "It can sign in again with its own password.")
        if not active:
            says = tr_("Diwan", "Nobody can sign in with it; what it did stays in the record.")

        def yes(_reason: str) -> None:
            done = tr_("Diwan", "The account is open.") if active else tr_("Diwan", "The account is locked.")
            self._submit(lambda: office.set_active(services, login, active), done, failed)

        tone = Tone.INFO if active else Tone.DANGER
        named = question.format(name=shown.name(name))
        ConfirmDialog(self._page.window(), named, says, verb, yes, tone=tone).open()

    def delegate(self, view: OfficeView) -> None:
        """Who covers whose absence, where, from when to when (COM-15)."""
        people = tuple(
            (one.login, said(one.name)) for one in view.staff if one.active and one.login != WORKER_LOGIN
        )
        departments = tuple(
            (one.code, said(one.name)) for one in view.departments if one.code in view.delegates_in
        )
        jobs = tuple((job.value, job_name(job.value)) for job in (Job.CLERK, Job.SUPERVISOR))
        fields = (
            FieldView("from_login", tr_("Diwan", "Who is away"), FieldKind.CHOICE, choices=people),
            FieldView("to_login", tr_("Diwan", "Who stands in"), FieldKind.CHOICE, choices=people),
            FieldView("department", tr_("Diwan", "Department"), FieldKind.CHOICE, choices=departments),
            FieldView("job", tr_("Diwan", "In the work of"), FieldKind.CHOICE, choices=jobs),
            FieldView("first_day", tr_("Diwan", "First day"), FieldKind.DATE),
            FieldView("last_day", tr_("Diwan", "Last day"), FieldKind.DATE),
            FieldView("reason", tr_("Diwan", "Reason"), FieldKind.TEXT, wide=True),
        )
        says = tr_("Diwan", "The record keeps both names. Nobody approves what they proposed.")

        def take(services: Services, typed: Typed) -> ChangeSet:
            form = Form()
            first, last = day_in(typed, "first_day", form), day_in(typed, "last_day", form)
            for name in ("from_login", "to_login", "department", "job"):
                if not typed[name]:
                    form.wrong(name, "required", "هذا الحقل مطلوب.", "This field is required.")
            form.done()
            job = Job(typed["job"])
            return office.delegate(
                services, typed["from_login"], typed["to_login"], typed["department"], job, first, last,
                typed["reason"],
            )  # fmt: skip

        done = tr_("Diwan", "The delegation is set.")
        title, verb = tr_("Diwan", "New delegation"), tr_("Diwan", "Set the delegation")
        self._ask(title, says, verb, fields, take, done, columns=2)

    def revoke(self, delegation: Delegation, failed: Callable[[Exception], None]) -> None:
        """Ends a delegation at once."""
        services, number = self._desk.services, delegation.delegation_id

        def yes(reason: str) -> None:
            done = tr_("Diwan", "The delegation has ended.")
            self._submit(lambda: office.revoke_delegation(services, number, reason), done, failed)

        ConfirmDialog(
            self._page.window(),
            tr_("Diwan", "End this delegation now?"),
            tr_("Diwan", "What was done under it stays as it was recorded."),
            tr_("Diwan", "End the delegation"),
            yes,
            tone=Tone.DANGER,
            reason_label=tr_("Diwan", "Reason"),
        ).open()

    def _ask(
        self,
        title: str,
        says: str,
        verb: str,
        fields: tuple[FieldView, ...],
        take: Take,
        done: str,
        *,
        columns: int = 1,
        today: date | None = None,
        last_day: date | None = None,
        given: Mapping[str, object] | None = None,
    ) -> None:
        services = self._desk.services

        def ask(values: Mapping[str, Value]) -> None:
            typed = {path: str(value or "") for path, value in values.items()}
            self._submit(lambda: take(services, typed), done, dialog.take_failure, dialog.accept)

        dialog = FormDialog(self._page.window(), title, says, verb, fields, ask, columns=columns)
        days = {"valid_from": today, "last_day": last_day} if today or last_day else {}
        dialog.form.set_values({**days, **(given or {})})
        for field in fields:
            edit = dialog.form.box(field.path).widget
            if field.path == "password" and isinstance(edit, LtrEdit):
                edit.setEchoMode(LtrEdit.EchoMode.Password)
        dialog.open()

    def _submit(
        self,
        work: Callable[[], ChangeSet],
        sentence: str,
        failed: Callable[[Exception], None],
        then: Callable[[], object] | None = None,
    ) -> None:
        def done(changes: ChangeSet) -> None:
            if then is not None:
                then()
            self._desk.notify(sentence)
            self._desk.announce(changes.kinds)

        self._desk.runner.submit(work, done, failed, owner=self._page)


def job_name(job: str) -> str:
    """A job or an authority as people call it."""
    names = {
        Job.CLERK.value: tr_("Diwan", "Clerk"),
        Job.SUPERVISOR.value: tr_("Diwan", "Supervisor"),
        Job.ADMIN.value: tr_("Diwan", "Administrator"),
        Job.WORKER.value: tr_("Diwan", "The program itself"),
        SENIOR_MANAGEMENT: tr_("Diwan", "Senior management's authority"),
        AUDITOR: tr_("Diwan", "Auditor of who saw what"),
        INSPECTOR: tr_("Diwan", "Inspector's authority"),
    }
    return names.get(job, job)


def held_name(view: OfficeView, held: GrantRow) -> str:
    """A job with its department, or an authority."""
    names = {one.code: said(one.name) for one in view.departments}
    where = names.get(held.department, "")
    return f"{job_name(held.job)}، {where}" if where else job_name(held.job)


def _password() -> FieldView:
    hint = tr_("Diwan", "At least eight characters")
    return FieldView("password", tr_("Diwan", "Password"), FieldKind.CODE, hint=hint)


def _days() -> tuple[FieldView, ...]:
    return (
        FieldView("valid_from", tr_("Diwan", "From the day"), FieldKind.DATE),
        FieldView("valid_to", tr_("Diwan", "Until the day"), FieldKind.DATE, required=False),
    )


def _last_in(typed: Typed, form: Form) -> date | None:
    return day_in(typed, "valid_to", form) if typed.get("valid_to") else None
