"""How the office's machinery does, for whoever watches it and for a monitoring system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, ColumnElement, Connection, and_, func, select

from desktop.base.text import Text
from desktop.models.migrations import newest_revision
from desktop.models.records.case import UNSETTLED
from desktop.models.tables.applications import deadline, inbox
from desktop.models.tables.letters import letter
from desktop.models.tables.money import payment_notice, payment_request
from desktop.models.tables.outbox import message
from desktop.usecases.session import Session

MOST_LATE = timedelta(minutes=15)
"""How long anything may wait for the worker before somebody should look."""
MOST_CLOCK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that somebody should look at; ``code`` is stable."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Pulse:
    """What waits, since when, and what is wrong; moments are UTC, ``None`` where nothing waits."""

    at: datetime
    tables_version: str
    clock_off_seconds: float
    messages_waiting: int
    messages_failed: int
    inbox_waiting: int
    requests_waiting: int
    letters_unsealed: int
    payments_unsettled: int
    deadlines_passed: int
    oldest_work: datetime | None
    troubles: tuple[Trouble, ...]

    @property
    def well(self) -> bool:
        return not self.troubles


def pulse(session: Session) -> Pulse:
    """Looks once; ``session`` is the worker's, who sees every department. Raises ``Outage``."""
    with session.database.reading() as connection:
        now = session.database.now(connection)
        off = abs((session.database.clock.now() - now).total_seconds())
        version = MigrationContext.configure(connection).get_current_revision() or ""
        waits = {
            "message": (message.c.queued_at, message.c.state == "waiting"),
            "inbox": (inbox.c.received_at, inbox.c.state == "new"),
            "request": (payment_request.c.requested_at, payment_request.c.state == "new"),
            "deadline": (deadline.c.due_at, and_(deadline.c.state == "running", deadline.c.due_at <= now)),
        }
        waiting = {name: _waiting(connection, since, wanted) for name, (since, wanted) in waits.items()}
        unsealed = and_(letter.c.state == "issued", letter.c.sealed_at.is_(None))
        counts = {
            "failed": _waiting(connection, message.c.queued_at, message.c.state == "failed")[0],
            "unsealed": _waiting(connection, letter.c.sealed_at, unsealed)[0],
            "unsettled": _waiting(
                connection, payment_notice.c.paid_at, payment_notice.c.state.in_(UNSETTLED)
            )[0],
        }
    oldest = min((since for _, since in waiting.values() if since is not None), default=None)
    return Pulse(
        at=now,
        tables_version=version,
        clock_off_seconds=off,
        messages_waiting=waiting["message"][0],
        messages_failed=counts["failed"],
        inbox_waiting=waiting["inbox"][0],
        requests_waiting=waiting["request"][0],
        letters_unsealed=counts["unsealed"],
        payments_unsettled=counts["unsettled"],
        deadlines_passed=waiting["deadline"][0],
        oldest_work=oldest,
        troubles=_troubles(version, off, oldest, now, counts["failed"]),
    )


def _troubles(
    version: str, off: float, oldest: datetime | None, now: datetime, failed: int
) -> tuple[Trouble, ...]:
    found = []
    if version != newest_revision():
        found.append(
            Trouble(
                "version", Text("إصدار الجداول ليس إصدار البرنامج.", "The tables are of another version.")
            )
        )
    if off > MOST_CLOCK.total_seconds():
        found.append(
            Trouble(
                "clock",
                Text(
                    f"ساعة هذا الجهاز تختلف عن الخادم {off:.0f} ثانية.",
                    f"This machine's clock is {off:.0f} seconds off the server's.",
                ),
            )
        )
    if oldest is not None and now - oldest > MOST_LATE:
        minutes = int((now - oldest).total_seconds() // 60)
        found.append(
            Trouble(
                "worker",
                Text(
                    f"عمل ينتظر منذ {minutes} دقيقة؛ هل تعمل الخدمة الخلفية؟",
                    f"Work has waited for {minutes} minutes; is the worker running?",
                ),
            )
        )
    if failed:
        found.append(
            Trouble(
                "messages",
                Text(f"رسائل لم تُرسل: {failed}.", f"Messages that were given up: {failed}."),
            )
        )
    return tuple(found)


def _waiting(
    connection: Connection, since: Column[datetime], wanted: ColumnElement[bool]
) -> tuple[int, datetime | None]:
    """How many rows are so, and the earliest moment of theirs."""
    count, first = connection.execute(select(func.count(), func.min(since)).where(wanted)).one()
    return count, first
