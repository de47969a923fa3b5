"""Accounts: making and locking them, what they may do and from when, who covers whose absence."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sqlalchemy import Connection

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.models.office_changes import EmbeddedOffice
from desktop.models.office_rows import SECRET
from desktop.models.records.case import ChangeSet
from desktop.models.records.people import AUDITOR, INSPECTOR, SENIOR_MANAGEMENT, Job
from desktop.usecases.office.forms import Form, change, current
from desktop.usecases.session import Session, password_hash, sign_in

SHORTEST_PASSWORD = 8
AUTHORITIES = (SENIOR_MANAGEMENT, INSPECTOR, AUDITOR)
_LOGIN = re.compile(r"[a-z][a-z0-9_.]{1,40}")
_RESERVED = ("diwan", "pg_", "postgres")


def create_staff(session: Session, login: str, name_ar: str, name_en: str, password: str) -> ChangeSet:
    """Makes an account; it may do nothing until it is granted a job. The password enters no record."""
    name, ar, en = check_new_account(login, name_ar, name_en, password)
    with session.database.writing() as connection:
        if session.database.is_central:
            from desktop.models.central import CentralAccounts

            accounts = CentralAccounts(connection)
            number = accounts.create_staff(name, Text(ar, en), password, session.workstation)
        else:
            data = {"login": name, "name_ar": ar, "name_en": en, SECRET: password_hash(password)}
            number = _embedded(session, connection).office("staff", data, session.workstation)
    return ChangeSet(frozenset({"staff"}), details={"event": number})


def check_new_account(login: str, name_ar: str, name_en: str, password: str) -> tuple[str, str, str]:
    """Login and names as they are kept; refuses with every field that is wrong."""
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
    return name, ar, en


def reset_password(session: Session, login: str, password: str) -> ChangeSet:
    """Gives the account a new password: an administrator anybody's, everybody their own."""
    form = Form()
    _check_password(form, login, password)
    form.done()
    with session.database.writing() as connection:
        if session.database.is_central:
            from desktop.models.central import CentralAccounts

            number = CentralAccounts(connection).set_password(login, password, session.workstation)
        else:
            data = {"login": login, SECRET: password_hash(password)}
            number = _embedded(session, connection).office("password", data, session.workstation)
    return ChangeSet(frozenset({"staff"}), details={"event": number})


def change_password(session: Session, old: str, new: str) -> ChangeSet:
    """Changes the account's own password, and writes into the record that it was changed.

    The old one is asked of the database again, so that an open desk is not enough. Raises ``Refusal``
    (fields ``old`` and ``password``).
    """
    wrong = Refusal.one(
        "sign_in", "كلمة السر الحالية غير صحيحة.", "The present password is wrong.", field="old"
    )
    try:
        if session.database.is_central:
            from desktop.models.central import require_password

            require_password(session.database.engine.url, old)
        else:
            sign_in(session, old)
    except Refusal as refusal:
        raise wrong from refusal
    changed = reset_password(session, session.login, new)
    session.database.use_password(new)
    return changed


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
    """Gives the account a job in a department (an administrator: everywhere, no department) (COM-10)."""
    office = current(session)
    form = Form()
    if job is Job.WORKER:
        form.wrong("job", "choice", "وظيفة البرنامج لا تُمنح لموظف.", "The program's job is for no person.")
    elif job is not Job.ADMIN and department not in office.reference.departments:
        form.wrong("department", "choice", "اختر الدائرة.", "Choose the department.")
    form.not_past("valid_from", valid_from, amman_date(office.now))
    form.days(valid_from, valid_to, "valid_to")
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
    """Gives the account an authority such as senior management's (COM-16)."""
    office, form = current(session), Form()
    if name not in AUTHORITIES:
        form.wrong("authority", "choice", "صلاحية غير معروفة.", "No such authority.")
    form.not_past("valid_from", valid_from, amman_date(office.now))
    form.days(valid_from, valid_to, "valid_to")
    form.done()
    data = {
        "login": login,
        "authority": name,
        "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else None,
    }
    return change(session, "staff", "staff_authority", data)


def end_grant(session: Session, login: str, grant_id: int, last_day: date) -> ChangeSet:
    """Ends a job after ``last_day``; yesterday ends it at once. Nobody ends their own administration."""
    data = {"login": login, "grant_id": grant_id, "valid_to": _end_day(session, last_day)}
    return change(session, "staff", "staff_grant", data)


def end_authority(session: Session, login: str, grant_id: int, last_day: date) -> ChangeSet:
    """Ends an authority after ``last_day``; yesterday ends it at once (COM-16)."""
    data = {"login": login, "grant_id": grant_id, "valid_to": _end_day(session, last_day)}
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


def _check_password(form: Form, login: str, password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        form.wrong("password", "too_short", "ثمانية أحرف على الأقل.", "At least eight characters.")
    elif password.lower() == login.lower():
        form.wrong("password", "weak", "كلمة السر هي اسم الدخول.", "The password is the login.")


def _end_day(session: Session, last_day: date) -> str:
    form, today = Form(), amman_date(current(session).now)
    form.not_past("valid_to", last_day, today - timedelta(days=1))
    form.done()
    return last_day.isoformat()


def _embedded(session: Session, connection: Connection) -> EmbeddedOffice:
    return EmbeddedOffice(connection, session.office(connection).actor, session.database.clock)
