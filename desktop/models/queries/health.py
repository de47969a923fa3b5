"""What waits, since when, and whether the newest records are whole: counts only, no application's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, and_, func, select, text

from desktop.base.clock import utc
from desktop.models.chain import broken_at
from desktop.models.queries.case_files import events_of
from desktop.models.records.case import UNSETTLED
from desktop.models.tables.applications import case_event, cases, deadline, inbox
from desktop.models.tables.letters import letter
from desktop.models.tables.money import payment_notice, payment_request
from desktop.models.tables.outbox import message
from desktop.models.tables.upkeep import backup_record, worker_beat

_HEALTH = text("SELECT name, number, since FROM app.health()")
_BREAKS = text("SELECT app.chain_breaks(:newest)")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of one kind wait, and the earliest moment of theirs (UTC)."""

    number: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """The newest backup that was written whole and read back; size in bytes."""

    at: datetime
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Beat:
    """A worker's last sign of life."""

    name: str
    at: datetime
    release: str


def waiting(connection: Connection, now: datetime) -> dict[str, Waiting]:
    """What waits, by kind; on the central database for administrators and the worker only."""
    if connection.dialect.name == "postgresql":
        rows = connection.execute(_HEALTH).all()
        return {name: Waiting(number, since and utc(since)) for name, number, since in rows}
    late = and_(cases.c.closed_at.is_(None), cases.c.waits_on == "staff", cases.c.due_at <= now)
    wanted: dict[str, tuple[Column[datetime], ColumnElement[bool]]] = {
        "messages_waiting": (message.c.queued_at, message.c.state == "waiting"),
        "messages_failed": (message.c.queued_at, message.c.state == "failed"),
        "inbox_waiting": (inbox.c.received_at, inbox.c.state == "new"),
        "requests_waiting": (payment_request.c.requested_at, payment_request.c.state == "new"),
        "payments_unsettled": (payment_notice.c.received_at, payment_notice.c.state.in_(UNSETTLED)),
        "deadlines_passed": (
            deadline.c.due_at,
            and_(deadline.c.state == "running", deadline.c.due_at <= now),
        ),
        "cases_late": (cases.c.due_at, late),
    }
    found = {}
    for name, (since, condition) in wanted.items():
        number, first = connection.execute(select(func.count(), func.min(since)).where(condition)).one()
        found[name] = Waiting(number, first)
    number, first = connection.execute(
        select(func.count(), func.min(case_event.c.at))
        .select_from(letter)
        .join(
            case_event,
            and_(case_event.c.case_id == letter.c.case_id, case_event.c.number == letter.c.event_number),
        )
        .where(letter.c.sealed_at.is_(None), letter.c.state == "issued")
    ).one()
    found["letters_unsealed"] = Waiting(number, first)
    return found


def broken_records(connection: Connection, newest: int) -> tuple[str, ...]:
    """References among the ``newest`` applications whose chain of events is broken (COM-07)."""
    if connection.dialect.name == "postgresql":
        return tuple(sorted(connection.execute(_BREAKS, {"newest": newest}).scalars()))
    rows = connection.execute(
        select(cases.c.id, cases.c.reference, cases.c.version).order_by(cases.c.id.desc()).limit(newest)
    ).all()
    broken = []
    for case_id, reference, version in rows:
        try:
            record = events_of(connection, case_id)
        except ValueError:
            broken.append(reference)
            continue
        if len(record) != version or broken_at(case_id, record) is not None:
            broken.append(reference)
    return tuple(sorted(broken))


def last_backup(connection: Connection) -> KeptBackup | None:
    """The newest good backup, or ``None`` where none was ever recorded."""
    table = backup_record
    row = connection.execute(
        select(table.c.at, table.c.name, table.c.size, table.c.sha256).order_by(table.c.id.desc()).limit(1)
    ).first()
    return KeptBackup(*row) if row else None


def beats(connection: Connection) -> tuple[Beat, ...]:
    """Every worker that gave a sign of life lately, newest first."""
    table = worker_beat
    rows = connection.execute(select(table.c.name, table.c.at, table.c.release).order_by(table.c.at.desc()))
    return tuple(Beat(*row) for row in rows)
