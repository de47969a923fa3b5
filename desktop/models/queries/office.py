"""Accounts with their grants of today, and the reference data in force."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    Select,
    Table,
    and_,
    bindparam,
    or_,
    select,
)

from desktop.base.clock import utc
from desktop.base.text import Text
from desktop.models.queries.occasions import all_open_occasions
from desktop.models.queries.outside import bodies, professions
from desktop.models.records.occasion import Occasion
from desktop.models.records.people import Actor, Delegation, Grant, Job, StaffMember
from desktop.models.records.reference import Course, Department, Fee, Holiday, Reference, RejectReason
from desktop.models.remembered import Memory, memory_of
from desktop.models.tables.office import (
    course,
    delegation,
    department,
    fee,
    holiday,
    office_event,
    reason,
    setting,
    staff,
    staff_authority,
    staff_grant,
    wording,
)


def _valid(table: Table, today: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    columns = table.c
    return (
        columns.valid_from <= today,
        or_(columns.valid_to.is_(None), columns.valid_to >= today),
    )


def _grants_on(today: date | BindParameter[date]) -> Select[tuple[str, str, str]]:
    return select(staff_grant.c.login, staff_grant.c.department, staff_grant.c.job).where(
        *_valid(staff_grant, today)
    )


# Every account is read anew each day, and put together once.
_LOGIN: BindParameter[str] = bindparam("login")
_TODAY: BindParameter[date] = bindparam("today", type_=Date)
_ACCOUNT = select(staff).where(staff.c.login == _LOGIN, staff.c.active)
_OWN_GRANTS = _grants_on(_TODAY).where(staff_grant.c.login == _LOGIN)
_LENT = (
    select(delegation.c.department, delegation.c.job, delegation.c.from_login)
    .join(
        staff_grant,
        and_(
            staff_grant.c.login == delegation.c.from_login,
            staff_grant.c.department == delegation.c.department,
            staff_grant.c.job == delegation.c.job,
            *_valid(staff_grant, _TODAY),
        ),
    )
    .join(staff, and_(staff.c.login == delegation.c.from_login, staff.c.active))
    .where(
        delegation.c.to_login == _LOGIN,
        delegation.c.first_day <= _TODAY,
        delegation.c.last_day >= _TODAY,
        ~delegation.c.revoked,
    )
    .distinct()
)
_AUTHORITIES = select(staff_authority.c.authority).where(
    staff_authority.c.login == _LOGIN, *_valid(staff_authority, _TODAY)
)


def load_actor(
    connection: Connection, login: str, today: date, workstation: str = "", memory: Memory | None = None
) -> Actor | None:
    """The account ``login`` with the grants, delegations and authorities of ``today`` (COM-15, COM-16).

    ``None`` where there is no such account or it is locked. A delegation passes on a job that the
    absent person, whose own account is not locked, holds today. ``memory`` is what was just found to hold,
    where several things are asked for at once.
    """
    kept = (memory or memory_of(connection)).reference
    known: tuple[date, Actor | None] | None = kept.get(("actor", login))
    if known is None or known[0] != today:
        known = kept["actor", login] = (today, _read_actor(connection, login, today))
    actor = known[1]
    return None if actor is None else replace(actor, workstation=workstation)


def _read_actor(connection: Connection, login: str, today: date) -> Actor | None:
    asked = {"login": login, "today": today}
    row = connection.execute(_ACCOUNT, {"login": login}).mappings().first()
    if row is None:
        return None
    own = connection.execute(_OWN_GRANTS, asked).mappings().all()
    grants = [Grant(g["department"] or "", Job(g["job"])) for g in own]
    lent = connection.execute(_LENT, asked).mappings()
    grants += [Grant(d["department"], Job(d["job"]), d["from_login"]) for d in lent]
    authorities = connection.execute(_AUTHORITIES, asked).scalars()
    return Actor(login, row["name_ar"], tuple(grants), frozenset(authorities))


def staff_list(connection: Connection, today: date) -> tuple[StaffMember, ...]:
    """Every account with its grants and authorities of ``today``."""
    grants: dict[str, list[Grant]] = {}
    for g in connection.execute(_grants_on(today)).mappings():
        grants.setdefault(g["login"], []).append(Grant(g["department"] or "", Job(g["job"])))
    authorities: dict[str, set[str]] = {}
    for a in connection.execute(select(staff_authority).where(*_valid(staff_authority, today))).mappings():
        authorities.setdefault(a["login"], set()).add(a["authority"])
    return tuple(
        StaffMember(
            login=s["login"],
            name=Text(s["name_ar"], s["name_en"]),
            active=bool(s["active"]),
            grants=tuple(grants.get(s["login"], ())),
            authorities=frozenset(authorities.get(s["login"], ())),
        )
        for s in connection.execute(
            select(staff.c.login, staff.c.name_ar, staff.c.name_en, staff.c.active).order_by(staff.c.login)
        ).mappings()
    )


def holds_grant(connection: Connection, login: str, department_code: str, today: date) -> bool:
    """Whether ``login`` may act in ``department_code`` today, by own grant or delegation."""
    actor = load_actor(connection, login, today)
    return actor is not None and department_code in actor.departments


def delegations(connection: Connection) -> tuple[Delegation, ...]:
    """Every delegation that was not revoked, newest first."""
    rows = connection.execute(
        select(delegation).where(~delegation.c.revoked).order_by(delegation.c.id.desc())
    ).mappings()
    return tuple(
        Delegation(
            d["id"], d["from_login"], d["to_login"], d["department"], Job(d["job"]),
            d["first_day"], d["last_day"], d["reason"],
        )
        for d in rows
    )  # fmt: skip


def load_reference(
    connection: Connection, now: datetime, today: date, memory: Memory | None = None
) -> Reference:
    """The reference data in force at ``now``; ``memory`` as ``load_actor`` takes it."""
    memory = memory or memory_of(connection)
    known: _Known | None = memory.reference.get("reference")
    if known is None or not known.holds(now, today):
        known = _read_reference(connection, now, today)
        memory.reference["reference"] = known
    waiting: tuple[Occasion, ...] | None = memory.occasions.get("open")
    if waiting is None:
        waiting = memory.occasions["open"] = all_open_occasions(connection)
    occasions = {str(one.occasion_id): one for one in waiting if one.is_ahead(now)}
    return replace(known.reference, occasions=occasions)


@dataclass(frozen=True, slots=True)
class _Known:
    """Reference data without the occasions, and until when it stays in force by itself."""

    reference: Reference
    since: datetime
    until: datetime | None
    day: date

    def holds(self, now: datetime, today: date) -> bool:
        return self.day == today and self.since <= now and (self.until is None or now < self.until)


def _read_reference(connection: Connection, now: datetime, today: date) -> _Known:
    departments = {
        d["code"]: Department(
            code=d["code"],
            name=Text(d["name_ar"], d["name_en"]),
            letter_prefix=d["letter_prefix"],
            hosts_training=bool(d["hosts_training"]),
            decides_hosting=bool(d["decides_hosting"]),
            contact_name=d["contact_name"],
            contact_phone=d["contact_phone"],
            contact_hours=d["contact_hours"],
            signatory_name=d["signatory_name"],
            signatory_title=d["signatory_title"],
        )
        for d in connection.execute(select(department).order_by(department.c.code)).mappings()
    }
    courses = {
        c["code"]: Course(
            c["code"],
            c["department"],
            Text(c["name_ar"], c["name_en"]),
            c["hours"],
            c["fee_code"],
            bool(c["active"]),
            c["kind"],
            c["prerequisite"],
            c["minimum"],
            c["maximum"],
            json.loads(c["details"]),
        )
        for c in connection.execute(select(course).order_by(course.c.code)).mappings()
    }
    fees = tuple(
        Fee(f["code"], f["amount"], f["valid_from"])
        for f in connection.execute(select(fee).order_by(fee.c.code, fee.c.valid_from)).mappings()
    )
    holidays = tuple(
        Holiday(h["day"], Text(h["name_ar"], h["name_en"]), h["circular"])
        for h in connection.execute(select(holiday).order_by(holiday.c.day)).mappings()
    )
    reasons = tuple(
        RejectReason(r["code"], Text(r["text_ar"], r["text_en"]), r["scope"], bool(r["active"]), r["service"])
        for r in connection.execute(select(reason).order_by(reason.c.code)).mappings()
    )
    wordings, until = _wordings(connection, now)
    reference = Reference(
        departments=departments,
        courses=courses,
        fees=fees,
        holidays=holidays,
        reasons=reasons,
        wordings=wordings,
        settings=_settings(connection, today),
        bodies=bodies(connection),
        professions=professions(connection),
    )
    return _Known(reference, now, until, today)


def _wordings(connection: Connection, now: datetime) -> tuple[dict[tuple[str, str], str], datetime | None]:
    """The wordings in force, and when the next one comes into force."""
    rows = connection.execute(
        select(wording.c.service, wording.c.key, wording.c.text, wording.c.valid_from).order_by(
            wording.c.valid_from
        )
    ).all()
    coming = [row.valid_from for row in rows if row.valid_from > now]
    return {(w.service, w.key): w.text for w in rows if w.valid_from <= now}, min(coming, default=None)


def _settings(connection: Connection, today: date) -> dict[str, str]:
    rows = connection.execute(
        select(setting.c.name, setting.c.value)
        .where(setting.c.valid_from <= today)
        .order_by(setting.c.valid_from)
    ).mappings()
    return {s["name"]: s["value"] for s in rows}


def setting_in_force(connection: Connection, name: str, today: date) -> str:
    """The setting's value on ``today``; empty where the program's own is in force."""
    found = connection.execute(
        select(setting.c.value)
        .where(setting.c.name == name, setting.c.valid_from <= today)
        .order_by(setting.c.valid_from.desc())
        .limit(1)
    ).scalar_one_or_none()
    return str(found or "")


def password_given_at(connection: Connection, login: str) -> datetime | None:
    """When the account got its present password, as the office's record tells; ``None`` where it does not."""
    given = select(office_event.c.at, office_event.c.data).where(
        office_event.c.subject.in_(("staff", "password"))
    )
    for at, data in connection.execute(given.order_by(office_event.c.number.desc())):
        if json.loads(data).get("login") == login:
            return utc(at)
    return None
