"""Making a database ready: its tables, the services' rows, the municipality's reference data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from importlib import resources
from pathlib import Path

from sqlalchemy import Connection, Table, insert, select

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.models.backup import backup
from desktop.models.database import Database
from desktop.models.install import upgrade
from desktop.models.migrations import known_revisions, newest_revision, present_revision
from desktop.models.records.people import WORKER_LOGIN, Job
from desktop.models.records.plan import canonical_json
from desktop.models.sync import write_definitions
from desktop.models.tables.office import (
    course,
    department,
    fee,
    holiday,
    reason,
    setting,
    staff,
    staff_grant,
)
from desktop.models.tables.outside import outside_body, profession
from desktop.usecases.office.reference import known_settings
from desktop.usecases.office.staff import check_new_account
from desktop.usecases.session import password_hash
from desktop.workflows.registry import Registry
from desktop.workflows.sync import synced

_LOOSE = ("contact_name", "contact_phone", "contact_hours", "signatory_name", "signatory_title")
_BEGINNING = date(2020, 1, 1)


def prepare_embedded(database: Database, registry: Registry) -> None:
    """Brings an embedded database to this program: tables, services, and in a new one its base data.

    What is there already stays; doing it again is harmless. One of an earlier release is copied aside first,
    as ``NAME.before-VERSION``. Raises ``Refusal`` where a service's version that cases live by has changed,
    or where the tables are newer than this program.
    """
    _keep_before_upgrade(database)
    upgrade(database.engine)
    with database.writing() as connection:
        now = database.clock.now()
        write_definitions(connection, (synced(service) for service in registry.values()), now)
        write_base_data(connection, registry)
        if not _any(connection, staff):
            _add_account(connection, WORKER_LOGIN, "ديوان", "Diwan", Job.WORKER, _BEGINNING)


def _keep_before_upgrade(database: Database) -> None:
    """Copies a database of an earlier release aside before its tables change: the way back."""
    with database.reading() as connection:
        found = present_revision(connection)
    path = Path(database.engine.url.database or "")
    if found not in known_revisions() - {newest_revision()} or not path.is_file():
        return
    kept = path.with_name(f"{path.name}.before-{newest_revision()}")
    if not kept.exists():
        backup(database.engine.url, kept)


def write_base_data(connection: Connection, registry: Registry) -> None:
    """Puts in the reference data that a municipality starts with, table by table where a table is empty.

    On the central database ``connection`` is the migrator's.
    """
    data = tomllib.loads(resources.files("resources.base").joinpath("municipality.toml").read_text("utf-8"))
    licensed = tomllib.loads(
        resources.files("resources.base").joinpath("professions.toml").read_text("utf-8")
    )
    departments = [
        {
            **dict.fromkeys(_LOOSE, ""),
            "hosts_training": False,
            "decides_hosting": False,
            **row,
        }
        for row in data["department"]
    ]
    fees = [{**row, "amount": Decimal(row["amount"])} for row in data["fee"]]
    fees += [
        {"code": f"licence_{row['code']}", "amount": Decimal(row["fee"]), "valid_from": _BEGINNING}
        for row in licensed["profession"]
    ]
    settings = [
        {"name": known.name, "value": known.default, "valid_from": _BEGINNING}
        for known in known_settings(registry)
    ]
    _fill(connection, department, departments)
    _fill(connection, fee, fees)
    _fill(connection, course, [_course(row) for row in data["course"]])
    _fill(connection, holiday, [day for row in data["holiday"] for day in _days(row)])
    _fill(connection, reason, [{"service": "", **row, "active": True} for row in data["reason"]])
    _fill(connection, setting, settings)
    _fill(connection, outside_body, [{**row, "active": True} for row in licensed["body"]])
    _fill(connection, profession, _professions(licensed))


def _professions(licensed: Mapping[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    """The professions, each with its own copy of the checklist's items that it needs."""
    items = {str(item["code"]): item for item in licensed["item"]}
    return [
        {
            **{name: row[name] for name in ("code", "name_ar", "name_en", "needs_permit")},
            "bodies": canonical_json(row["bodies"]),
            "checklist": canonical_json([items[code] for code in _strings(row["items"])]),
            "fee_code": f"licence_{row['code']}",
            "active": True,
        }
        for row in licensed["profession"]
    ]


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _course(row: Mapping[str, object]) -> dict[str, object]:
    """A course or an exam; what only some of them have is empty for the others."""
    rest = {"kind": "training", "fee_code": "", "prerequisite": "", "minimum": 0, "maximum": 0, "hours": 0}
    return {**rest, **row, "details": canonical_json(row.get("details", {})), "active": True}


def has_administrator(database: Database) -> bool:
    """Whether somebody can administer this database yet."""
    with database.reading() as connection:
        admins = select(staff_grant.c.id).where(staff_grant.c.job == Job.ADMIN.value).limit(1)
        return connection.execute(admins).first() is not None


def first_administrator(database: Database, login: str, name_ar: str, name_en: str, password: str) -> None:
    """Makes the account that makes all others, on an embedded database that has none yet."""
    check_new_account(login, name_ar, name_en, password)
    if has_administrator(database):
        raise Refusal.one(
            "exists",
            "يوجد مدير للنظام؛ هو من ينشئ الحسابات.",
            "There is an administrator already, who makes all accounts.",
            field="login",
        )
    with database.writing() as connection:
        today = amman_date(database.clock.now())
        _add_account(connection, login, name_ar, name_en, Job.ADMIN, today, password_hash(password))


def _add_account(
    connection: Connection,
    login: str,
    name_ar: str,
    name_en: str,
    job: Job,
    valid_from: date,
    secret: str = "",
) -> None:
    account = {"login": login, "name_ar": name_ar, "name_en": name_en, "password_hash": secret}
    connection.execute(insert(staff).values(**account, active=True))
    connection.execute(insert(staff_grant).values(login=login, job=job.value, valid_from=valid_from))


def _days(row: Mapping[str, object]) -> list[dict[str, object]]:
    """One row for each day of a holiday."""
    first, days = row["first_day"], row.get("days", 1)
    if not isinstance(first, date) or not isinstance(days, int):
        raise TypeError(f"not a holiday: {row!r}")
    names = {name: row[name] for name in ("name_ar", "name_en", "circular")}
    return [{"day": first + timedelta(days=n), **names} for n in range(days)]


def _fill(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows and not _any(connection, table):
        connection.execute(insert(table), rows)


def _any(connection: Connection, table: Table) -> bool:
    return connection.execute(select(table).limit(1)).first() is not None
