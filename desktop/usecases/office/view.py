"""What the administration's pages show: reference data with its past and its future, staff, the record."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Connection, select

from desktop.base.clock import amman_date
from desktop.base.text import Text
from desktop.models import refusals
from desktop.models.office_changes import OfficeEvent, office_broken_at, read_office_events
from desktop.models.queries.gateways import gateway_rows
from desktop.models.queries.letterheads import LetterheadRow, letterhead_rows
from desktop.models.queries.office import staff_list
from desktop.models.records.outside import OutsideBody, Profession
from desktop.models.records.people import Delegation, Job, StaffMember
from desktop.models.records.reference import Course, Department, Holiday, RejectReason
from desktop.models.tables import office as tables
from desktop.usecases.office.reference import KnownSetting, known_settings
from desktop.usecases.session import Office, Session
from desktop.workflows.registry import Registry
from desktop.workflows.wording import sms_parts

_When = TypeVar("_When", date, datetime)


class Standing(StrEnum):
    """Where a dated row stands: it was in force, it is, or it will be."""

    PAST = "past"
    CURRENT = "current"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A fee in dinars from a day on (TRN-15)."""

    code: str
    amount: Decimal
    valid_from: date
    standing: Standing


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting from a day on; without a row in the database the service's own value is in force."""

    setting: KnownSetting
    value: str
    valid_from: date | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class WordingRow:
    """The wording of a message from a moment on; ``parts`` counts its placeholders as written."""

    service: str
    key: str
    label: Text
    text: str
    valid_from: datetime
    standing: Standing
    parts: int


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A job of an account in a department (none: everywhere), or an authority, with its days."""

    grant_id: int
    login: str
    department: str
    job: str
    valid_from: date
    valid_to: date | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A cover of an absence (COM-15), also one that is over or was revoked."""

    delegation: Delegation
    revoked: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class OfficeView:
    """Everything that the reference-data and staff pages show.

    ``may_edit`` says whether the account may change it; ``delegates_in`` the departments in which it may
    delegate.
    """

    today: date
    may_edit: bool
    delegates_in: frozenset[str]
    departments: tuple[Department, ...]
    letterheads: tuple[LetterheadRow, ...]
    courses: tuple[Course, ...]
    fees: tuple[FeeRow, ...]
    holidays: tuple[Holiday, ...]
    reasons: tuple[RejectReason, ...]
    bodies: tuple[OutsideBody, ...]
    professions: tuple[Profession, ...]
    settings: tuple[SettingRow, ...]
    gateways: Mapping[str, Mapping[str, object]]
    wordings: tuple[WordingRow, ...]
    staff: tuple[StaffMember, ...]
    grants: tuple[GrantRow, ...]
    authorities: tuple[GrantRow, ...]
    delegations: tuple[DelegationRow, ...]


@dataclass(frozen=True, slots=True)
class OfficeRecord:
    """The office's record, newest first, and the number of the first entry that was tampered with."""

    events: tuple[OfficeEvent, ...]
    broken_at: int | None


def office_view(session: Session) -> OfficeView:
    """The reference data and the staff, with what was and what will be in force."""
    with session.database.reading() as connection:
        office = session.office(connection)
        today, reference = amman_date(office.now), office.reference
        own = {
            g.department for g in office.actor.grants if g.job is Job.SUPERVISOR and g.on_behalf_of is None
        }
        return OfficeView(
            today=today,
            may_edit=office.actor.is_admin,
            delegates_in=frozenset(reference.departments) if office.actor.is_admin else frozenset(own),
            departments=tuple(reference.departments.values()),
            letterheads=letterhead_rows(connection),
            courses=tuple(reference.courses.values()),
            fees=_fees(office, today),
            holidays=reference.holidays,
            reasons=reference.reasons,
            bodies=tuple(reference.bodies.values()),
            professions=tuple(reference.professions.values()),
            settings=_settings(connection, session.registry, today),
            gateways=gateway_rows(connection),
            wordings=_wordings(connection, session.registry, office.now),
            staff=staff_list(connection, today),
            grants=_grants(connection, today),
            authorities=_authorities(connection, today),
            delegations=_delegations(connection, today),
        )


def office_events(session: Session) -> OfficeRecord:
    """Every change of the reference data and the staff, verified (COM-07); administrators only."""
    with session.database.reading() as connection:
        if not session.office(connection).actor.is_admin:
            raise refusals.not_allowed("office_events")
        events = read_office_events(connection)
    return OfficeRecord(tuple(reversed(events)), office_broken_at(events))


def _standings(rows: Iterable[tuple[Hashable, _When]], now: _When) -> dict[tuple[Hashable, _When], Standing]:
    """Where each (key, valid_from) stands: of each key the newest that has begun is in force."""
    newest: dict[Hashable, _When] = {}
    known = list(rows)
    for key, begins in known:
        if begins <= now and (key not in newest or begins > newest[key]):
            newest[key] = begins
    return {
        (key, begins): Standing.FUTURE
        if begins > now
        else Standing.CURRENT
        if newest[key] == begins
        else Standing.PAST
        for key, begins in known
    }


def _within(first: date, last: date | None, today: date) -> Standing:
    if last is not None and last < today:
        return Standing.PAST
    return Standing.FUTURE if first > today else Standing.CURRENT


def _fees(office: Office, today: date) -> tuple[FeeRow, ...]:
    fees = office.reference.fees
    standing = _standings(((f.code, f.valid_from) for f in fees), today)
    return tuple(FeeRow(f.code, f.amount, f.valid_from, standing[f.code, f.valid_from]) for f in fees)


def _settings(connection: Connection, registry: Registry, today: date) -> tuple[SettingRow, ...]:
    columns = tables.setting.c
    rows = connection.execute(
        select(columns.name, columns.value, columns.valid_from).order_by(columns.name, columns.valid_from)
    ).all()
    standing = _standings(((name, begins) for name, _, begins in rows), today)
    found = []
    for known in known_settings(registry):
        mine = [
            SettingRow(known, value, begins, standing[name, begins])
            for name, value, begins in rows
            if name == known.name
        ]
        if not any(row.standing is Standing.CURRENT for row in mine):
            mine.insert(0, SettingRow(known, known.default, None, Standing.CURRENT))
        found += mine
    return tuple(found)


def _wordings(connection: Connection, registry: Registry, now: datetime) -> tuple[WordingRow, ...]:
    columns = tables.wording.c
    rows = connection.execute(
        select(columns.service, columns.key, columns.text, columns.valid_from).order_by(
            columns.service, columns.key, columns.valid_from
        )
    ).all()
    standing = _standings((((service, key), begins) for service, key, _, begins in rows), now)
    labels = {(s.code, m.key): m.label for s in registry.values() for m in s.messages}
    return tuple(
        WordingRow(
            service,
            key,
            labels[service, key],
            text,
            begins,
            standing[(service, key), begins],
            sms_parts(text),
        )
        for service, key, text, begins in rows
        if (service, key) in labels
    )


def _grants(connection: Connection, today: date) -> tuple[GrantRow, ...]:
    columns = tables.staff_grant.c
    rows = connection.execute(
        select(
            columns.id, columns.login, columns.department, columns.job, columns.valid_from, columns.valid_to
        ).order_by(columns.login, columns.valid_from, columns.id)
    )
    return tuple(
        GrantRow(number, login, department or "", job, first, last, _within(first, last, today))
        for number, login, department, job, first, last in rows
    )


def _authorities(connection: Connection, today: date) -> tuple[GrantRow, ...]:
    columns = tables.staff_authority.c
    rows = connection.execute(
        select(columns.id, columns.login, columns.authority, columns.valid_from, columns.valid_to).order_by(
            columns.login, columns.valid_from, columns.id
        )
    )
    return tuple(
        GrantRow(number, login, "", name, first, last, _within(first, last, today))
        for number, login, name, first, last in rows
    )


def _delegations(connection: Connection, today: date) -> tuple[DelegationRow, ...]:
    rows = connection.execute(select(tables.delegation).order_by(tables.delegation.c.id.desc())).mappings()
    return tuple(
        DelegationRow(
            Delegation(
                d["id"], d["from_login"], d["to_login"], d["department"], Job(d["job"]),
                d["first_day"], d["last_day"], d["reason"],
            ),
            bool(d["revoked"]),
            Standing.PAST if d["revoked"] else _within(d["first_day"], d["last_day"], today),
        )
        for d in rows
    )  # fmt: skip
