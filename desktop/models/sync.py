"""Writing the services' rows into an embedded database: the counterpart of ``app.sync_service``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, delete, func, insert, select

from desktop.base.errors import Refusal
from desktop.models.records.rules import SyncedService
from desktop.models.tables.applications import cases
from desktop.models.tables.office import wording
from desktop.models.tables.rules import service_definition, workflow_action, workflow_state

# The first wording holds from the beginning, whatever the clock said when it was synced.
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def write_definitions(connection: Connection, services: Iterable[SyncedService], now: datetime) -> bool:
    """Writes the services' rows in the open transaction; returns whether anything had changed.

    A version that cases live by does not change, and none older than the newest is written: raises
    ``Refusal`` (field ``version``). Wordings that the municipality has are left as they are.
    """
    written = [_write(connection, service, now) for service in services]
    return any(written)


def _write(connection: Connection, service: SyncedService, now: datetime) -> bool:
    table = service_definition
    known = connection.execute(
        select(table.c.digest).where(table.c.service == service.service, table.c.version == service.version)
    ).scalar_one_or_none()
    if known == service.digest:
        return False
    _check_free(connection, service)
    for rows in (workflow_action, workflow_state, table):
        same = and_(rows.c.service == service.service, rows.c.version == service.version)
        connection.execute(delete(rows).where(same))
    row = {
        name: value
        for name, value in asdict(service).items()
        if name not in ("states", "actions", "wordings")
    }
    connection.execute(insert(table).values(**row, synced_at=now))
    same_version = {"service": service.service, "version": service.version}
    connection.execute(insert(workflow_state), [{**same_version, **asdict(s)} for s in service.states])
    connection.execute(insert(workflow_action), [{**same_version, **asdict(a)} for a in service.actions])
    _add_wordings(connection, service)
    return True


def _check_free(connection: Connection, service: SyncedService) -> None:
    code, version = service.service, service.version
    lived = connection.execute(
        select(func.count())
        .select_from(cases)
        .where(cases.c.service == code, cases.c.definition_version == version)
    ).scalar_one()
    if lived:
        raise Refusal.one(
            "version",
            f"تغيّر تعريف الخدمة {code} بينما تسري عليه طلبات ({lived})؛ ارفع رقم إصداره بعد {version}.",
            f"The definition of {code} changed while {lived} case(s) live by it;"
            f" give it a version above {version}.",
            field="version",
        )
    newest = connection.execute(
        select(func.max(service_definition.c.version)).where(service_definition.c.service == code)
    ).scalar_one()
    if newest is not None and newest > version:
        raise Refusal.one(
            "version",
            f"في قاعدة البيانات إصدار أحدث ({newest}) من تعريف الخدمة {code}؛ حدّث البرنامج.",
            f"The database holds version {newest} of {code}, newer than this program's {version};"
            " update the program.",
            field="version",
        )


def _add_wordings(connection: Connection, service: SyncedService) -> None:
    known = set(
        connection.execute(select(wording.c.key).where(wording.c.service == service.service)).scalars()
    )
    new = [
        {"service": service.service, "key": key, "text": text, "valid_from": _BEGINNING}
        for key, text in service.wordings
        if key not in known
    ]
    if new:
        connection.execute(insert(wording), new)
