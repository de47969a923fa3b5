"""Who saw which application: written down in batches, read by auditors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert, select, text

from desktop.base.clock import start_of_day, utc
from desktop.models.tables.applications import cases
from desktop.models.tables.upkeep import access_log

_RECORD = text("SELECT app.record_access(CAST(:entries AS jsonb), :workstation)")
_READ = text(
    "SELECT at, login, workstation, reference, what"
    "  FROM app.accesses(:reference, :login, CAST(:first AS date), CAST(:last AS date), :most)"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a case: ``what`` is ``case``, ``document`` or ``letter``; ``at`` is when (UTC)."""

    case_id: int
    what: str
    login: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Access:
    """One look as an auditor reads it."""

    at: datetime
    login: str
    workstation: str
    reference: str
    what: str


def record_accesses(connection: Connection, seen: Sequence[Seen], workstation: str, now: datetime) -> int:
    """Writes looks down; returns how many. On the central database the server says who looked."""
    if connection.dialect.name == "postgresql":
        entries = [
            {"case_id": one.case_id, "what": one.what, "ago": max(0, int((now - one.at).total_seconds()))}
            for one in seen
        ]
        values = {"entries": json.dumps(entries), "workstation": workstation}
        return int(connection.execute(_RECORD, values).scalar_one())
    rows = [
        {
            "at": one.at,
            "login": one.login,
            "workstation": workstation,
            "case_id": one.case_id,
            "what": one.what,
        }
        for one in seen
    ]
    connection.execute(insert(access_log), rows)
    return len(rows)


def read_accesses(
    connection: Connection, reference: str, login: str, first: date, last: date, most: int
) -> tuple[Access, ...]:
    """Looks at ``reference`` (empty: all) by ``login`` (empty: all) on those days, newest first."""
    if connection.dialect.name == "postgresql":
        values = {"reference": reference, "login": login, "first": first, "last": last, "most": most}
        return tuple(
            Access(utc(row.at), row.login, row.workstation, row.reference, row.what)
            for row in connection.execute(_READ, values)
        )
    table = access_log
    statement = (
        select(table.c.at, table.c.login, table.c.workstation, cases.c.reference, table.c.what)
        .join(cases, cases.c.id == table.c.case_id)
        .where(table.c.at >= start_of_day(first), table.c.at < start_of_day(last + timedelta(days=1)))
        .order_by(table.c.at.desc(), table.c.id.desc())
        .limit(most)
    )
    if reference:
        statement = statement.where(cases.c.reference == reference)
    if login:
        statement = statement.where(table.c.login == login)
    return tuple(Access(*row) for row in connection.execute(statement))
