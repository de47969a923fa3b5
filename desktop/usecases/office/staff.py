"""Accounts: making and locking them, what they may do and from when, who covers whose absence."""

from __future__ import annotations

import re
from datetime import date, timedelta

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.models import refusals
from desktop.models.office_changes import office_changes
from desktop.models.records.case import ChangeSet
from desktop.models.records.people import SENIOR_MANAGEMENT, WORKER_LOGIN, Job
from desktop.usecases.office.forms import Form, change, current
from desktop.usecases.session import Session, password_hash

SHORTEST_PASSWORD = 8
AUTHORITIES = (SENIOR_MANAGEMENT,)
_LOGIN = re.compile(r"[a-z][a-z0-9_.]{1,40}")
_RESERVED = ("diwan_", "pg_", "postgres")


def create_staff(session: Session, login: str, name_ar: str, name_en: str, password: str) -> ChangeSet:
    """Makes an account; it may do nothing until it is granted a job. The password enters no record."""
    form = Form()
    name = form.line("login", login, limit=41)
    if name and not (_LOGIN.fullmatch(name) and not name.startswith(_RESERVED)):
        form.wrong(
            "login",
            "code",
            "اسم الدخول: حرف لاتيني صغير ثم أحرف وأرقام ونقطة أو شرطة سفلية.",
            "A login is a small Latin letter, then letters, digits, dots and underscores.",
        )
    ar, en = form.both(name_ar, name_en)
    _check_password(form, name, password)
    form.done()
    return _with_secret(session, "staff", {"login": name, "name_ar": ar, "name_en": en}, password)


def reset_password(session: Session, login: str, password: str) -> ChangeSet:
    """Gives the account a new password: an administrator anybody's, everybody their own."""
    form = Form()
    _check_password(form, login, password)
    form.done()
    return _with_secret(session, "password", {"login": login}, password)


def set_active(session: Session, login: str, active: bool) -> ChangeSet:
    """Locks an account or opens it again; nobody locks themselves out."""
    if login == session.login and not active:
        raise Refusal.one("self", "لا يمكنك إيقاف حسابك.", "You cannot lock your own account.", field="login")
    return change(session, "staff", "staff_active", {"login": login, "active": active})


def grant(
    session: Session,
    login: str,
    department: str | None,
    job: Job,
    valid_from: date,
    valid_to: date | None = None,
) -> ChangeSet:
    """Gives the account a job in a department (an administrator: everywhere, no department) (COM-10).

    The same grant with the same ``valid_from`` again sets its last day.
    """
    office = current(session)
    form = Form()
    if job is Job.WORKER:
        form.wrong("job", "choice", "وظيفة البرنامج لا تُمنح لموظف.", "The program's job is for no person.")
    elif job is not Job.ADMIN and department not in office.reference.departments:
        form.wrong("department", "choice", "اختر الدائرة.", "Choose the department.")
    if job is Job.ADMIN and login == session.login:
        form.wrong("login", "self", "لا تغيّر صلاحيتك بنفسك.", "Nobody changes their own right.")
    _check_end(form, valid_from, valid_to)
    form.done()
    data = {
        "login": login,
        "department": None if job is Job.ADMIN else department,
        "job": job.value,
        "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else None,
    }
    return change(session, "staff", "staff_grant", data)


def authority(
    session: Session, login: str, name: str, valid_from: date, valid_to: date | None = None
) -> ChangeSet:
    """Gives the account an authority such as senior management's, or ends it (COM-16)."""
    form = Form()
    if name not in AUTHORITIES:
        form.wrong("authority", "choice", "صلاحية غير معروفة.", "No such authority.")
    _check_end(form, valid_from, valid_to)
    form.done()
    data = {
        "login": login,
        "authority": name,
        "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else None,
    }
    return change(session, "staff", "staff_authority", data)


def delegate(
    session: Session,
    from_login: str,
    to_login: str,
    department: str,
    job: Job,
    first_day: date,
    last_day: date,
    reason: str,
) -> ChangeSet:
    """Lets ``to_login`` do ``from_login``'s work in the department on those days, both included (COM-15).

    Done by an administrator, or by a supervisor of the department.
    """
    form, today = Form(), amman_date(current(session).now)
    if job not in (Job.CLERK, Job.SUPERVISOR):
        form.wrong(
            "job", "choice", "يُفوَّض عمل كاتب أو مشرف.", "A clerk's or a supervisor's work is delegated."
        )
    if from_login == to_login:
        form.wrong("to_login", "self", "اختر زميلاً آخر.", "Choose another colleague.")
    form.days(first_day, last_day, "last_day")
    form.not_past("last_day", last_day, today)
    why = form.line("reason", reason, limit=300)
    form.done()
    data = {
        "from_login": from_login,
        "to_login": to_login,
        "department": department,
        "job": job.value,
        "first_day": first_day.isoformat(),
        "last_day": last_day.isoformat(),
        "reason": why,
    }
    return change(session, "staff", "delegation", data)


def revoke_delegation(session: Session, delegation_id: int, reason: str) -> ChangeSet:
    """Ends a delegation at once; what was done under it stays as it was recorded."""
    form = Form()
    why = form.line("reason", reason, limit=300)
    form.done()
    return change(session, "staff", "delegation_revoke", {"delegation_id": delegation_id, "reason": why})


def _check_end(form: Form, valid_from: date, valid_to: date | None) -> None:
    # What is given today and taken back today ends yesterday, the day before it began.
    if valid_to != valid_from - timedelta(days=1):
        form.days(valid_from, valid_to, "valid_to")


def _check_password(form: Form, login: str, password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        form.wrong("password", "too_short", "ثمانية أحرف على الأقل.", "At least eight characters.")
    elif password.lower() == login.lower():
        form.wrong("password", "weak", "كلمة السر هي اسم الدخول.", "The password is the login.")


def _with_secret(session: Session, subject: str, data: dict[str, str], password: str) -> ChangeSet:
    """Hands over what the database keeps of ``password``: its hash, or the server's own verifier."""
    login = data["login"]
    if login == WORKER_LOGIN:
        raise refusals.invalid("login")
    with session.database.writing() as connection:
        actor = session.office(connection).actor
        if session.database.is_central:
            from desktop.models.install import verifier

            secret = verifier(connection, login, password)
        else:
            secret = password_hash(password)
        changes = office_changes(session.database, connection, actor)
        number = changes.office(subject, {**data, "secret": secret}, session.workstation)
    return ChangeSet(frozenset({"staff"}), details={"event": number})
