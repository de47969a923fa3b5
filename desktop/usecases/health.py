"""How the office's machinery does, for whoever watches it and for a monitoring system."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from desktop.base.clock import amman_date
from desktop.base.text import Text
from desktop.models import refusals
from desktop.models.gateway_rules import GATEWAYS
from desktop.models.migrations import newest_revision, present_revision
from desktop.models.office_changes import office_broken_at, read_office_events
from desktop.models.queries.gateways import gateway_rows
from desktop.models.queries.health import (
    Beat,
    KeptBackup,
    Waiting,
    beats,
    broken_records,
    last_backup,
    waiting,
)
from desktop.models.queries.office import load_reference
from desktop.models.standby import Source, standby_state
from desktop.usecases.office.reference import BACKUP_DAYS, BACKUP_SETTING
from desktop.usecases.session import Session

MOST_LATE = timedelta(minutes=15)
"""How long anything may wait for the worker before somebody should look."""
MOST_CLOCK = timedelta(minutes=2)
MOST_SILENT = timedelta(minutes=5)
"""How long a worker may say nothing; it speaks every half minute."""
LEAST_DISK = 1_000_000_000
"""Bytes free beside the data, below which somebody should make room."""
NEWEST = 200
"""How many of the newest records a look checks; ``diwan audit`` checks all."""

_WORK = ("messages_waiting", "inbox_waiting", "requests_waiting", "deadlines_passed")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that somebody should look at; ``code`` is stable, ``grave`` cannot wait until tomorrow."""

    code: str
    text: Text
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Pulse:
    """What waits, since when, and what is wrong; moments are UTC, ``None`` where nothing waits.

    No application's data is in it: an administrator may see it all.
    """

    at: datetime
    tables_version: str
    clock_off_seconds: float
    queues: dict[str, Waiting]
    oldest_work: datetime | None
    backup: KeptBackup | None
    backup_days: int
    """After so many days without a good backup somebody should look."""
    workers: tuple[Beat, ...]
    broken: tuple[str, ...]
    """References among the newest applications whose record is not whole."""
    office_broken_at: int | None
    disk_free: int | None
    """Bytes beside the data; ``None`` where the database is elsewhere."""
    standby: Source | None
    """How the standby for reports does; ``None`` where none is set."""
    gateways: dict[str, str]
    """Where each gateway is reached; empty where it writes files."""
    troubles: tuple[Trouble, ...]

    @property
    def well(self) -> bool:
        return not self.troubles

    @property
    def status(self) -> int:
        """As monitoring systems read it: 0 well, 1 somebody should look, 2 at once."""
        return 0 if self.well else 2 if any(trouble.grave for trouble in self.troubles) else 1


def pulse(session: Session, data_folder: Path | None = None, newest: int = NEWEST) -> Pulse:
    """Looks once; ``session`` is the worker's or an administrator's. Raises ``Outage`` and ``Refusal``.

    ``data_folder`` is where this machine keeps data: its disk is measured.
    """
    with session.database.reading() as connection:
        actor = session.office(connection).actor
        if not (actor.is_admin or actor.is_worker):
            raise refusals.not_allowed("health")
        now = session.database.now(connection)
        queues = waiting(connection, now)
        kept = gateway_rows(connection)
        seen = _Seen(
            now=now,
            version=present_revision(connection),
            off=abs((session.database.clock.now() - now).total_seconds()),
            oldest=min((q.since for name in _WORK if (q := queues[name]).since is not None), default=None),
            failed=queues["messages_failed"].number,
            backup=last_backup(connection),
            backup_days=_backup_days(connection, now),
            workers=beats(connection),
            broken=broken_records(connection, newest),
            office=office_broken_at(read_office_events(connection)),
            free=shutil.disk_usage(data_folder).free if data_folder and data_folder.exists() else None,
            standby=standby_state(session.database),
        )
    return Pulse(
        at=now,
        tables_version=seen.version,
        clock_off_seconds=seen.off,
        queues=queues,
        oldest_work=seen.oldest,
        backup=seen.backup,
        backup_days=seen.backup_days,
        workers=seen.workers,
        broken=seen.broken,
        office_broken_at=seen.office,
        disk_free=seen.free,
        standby=seen.standby,
        gateways={name: str(kept.get(name, {}).get("address", "")) for name in GATEWAYS},
        troubles=tuple(_troubles(seen)),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    now: datetime
    version: str
    off: float
    oldest: datetime | None
    failed: int
    backup: KeptBackup | None
    backup_days: int
    workers: tuple[Beat, ...]
    broken: tuple[str, ...]
    office: int | None
    free: int | None
    standby: Source | None


def backup_trouble(backup: KeptBackup | None, days: int, now: datetime) -> Trouble | None:
    """What is wrong with the newest good backup, if anything; ``days`` 0 expects none."""
    if not days:
        return None
    if backup is None:
        return Trouble(
            "backup",
            Text("لا توجد نسخة احتياطية صالحة مسجلة.", "No good backup was ever recorded."),
            grave=True,
        )
    age = now - backup.at
    if age <= timedelta(days=days):
        return None
    return Trouble(
        "backup",
        Text(
            f"آخر نسخة احتياطية صالحة عمرها {age.days} يوماً (الحد {days}).",
            f"The last good backup is {age.days} days old (at most {days}).",
        ),
        grave=True,
    )


def _backup_days(connection: Connection, now: datetime) -> int:
    reference = load_reference(connection, now, amman_date(now))
    value = reference.settings.get(BACKUP_SETTING, str(BACKUP_DAYS))
    return int(value) if value.isascii() and value.isdigit() else BACKUP_DAYS


def _troubles(seen: _Seen) -> list[Trouble]:
    found = [backup_trouble(seen.backup, seen.backup_days, seen.now), _silence(seen)]
    if seen.version != newest_revision():
        words = Text("إصدار الجداول ليس إصدار البرنامج.", "The tables are of another version.")
        found.append(Trouble("version", words))
    if seen.off > MOST_CLOCK.total_seconds():
        ar = f"ساعة هذا الجهاز تختلف عن الخادم {seen.off:.0f} ثانية."
        en = f"This machine's clock is {seen.off:.0f} seconds off the server's."
        found.append(Trouble("clock", Text(ar, en)))
    if seen.oldest is not None and seen.now - seen.oldest > MOST_LATE:
        minutes = int((seen.now - seen.oldest).total_seconds() // 60)
        ar = f"عمل ينتظر منذ {minutes} دقيقة؛ هل تعمل الخدمة الخلفية؟"
        en = f"Work has waited for {minutes} minutes; is the worker running?"
        found.append(Trouble("worker", Text(ar, en), grave=True))
    if seen.failed:
        ar, en = f"رسائل لم تُرسل: {seen.failed}.", f"Messages that were given up: {seen.failed}."
        found.append(Trouble("messages", Text(ar, en)))
    if seen.broken or seen.office is not None:
        broken = ", ".join(seen.broken) or f"#{seen.office}"
        ar, en = f"انقطعت سلسلة السجل: {broken}.", f"The record's chain is broken: {broken}."
        found.append(Trouble("record", Text(ar, en), grave=True))
    if seen.free is not None and seen.free < LEAST_DISK:
        left = seen.free // 1_000_000
        ar, en = f"لم يبق على القرص إلا {left} ميغابايت.", f"Only {left} MB are left on the disk."
        found.append(Trouble("disk", Text(ar, en), grave=True))
    if seen.standby is not None and seen.standby.trouble is not None:
        found.append(Trouble("standby", seen.standby.trouble))
    return [trouble for trouble in found if trouble is not None]


def _silence(seen: _Seen) -> Trouble | None:
    if seen.workers and seen.now - seen.workers[0].at <= MOST_SILENT:
        return None
    if not seen.workers:
        return Trouble(
            "silent",
            Text("لم تُرَ الخدمة الخلفية منذ يوم.", "No worker was seen for a day."),
            grave=True,
        )
    minutes = int((seen.now - seen.workers[0].at).total_seconds() // 60)
    ar = f"آخر إشارة من الخدمة الخلفية قبل {minutes} دقيقة."
    return Trouble("silent", Text(ar, f"The worker was last seen {minutes} minutes ago."), grave=True)
