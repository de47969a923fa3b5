"""Writing the services' rows into an embedded database: the counterpart of ``app.sync_service``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, and_, delete, func, insert, select

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
    if lived and not _says_the_same(connection, service):
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


def essence(value: object) -> object:
    """What a definition says, whichever release wrote it down; the same as ``app.essence``.

    JSON inside texts is read, and what is empty or off is left out, as an earlier release left it out that
    did not know it yet.
    """
    if isinstance(value, str) and (value == "null" or value[:1] in ("{", "[")):
        return essence(json.loads(value))
    if isinstance(value, Mapping):
        said = {key: essence(one) for key, one in value.items()}
        return {key: one for key, one in said.items() if one not in (None, "", [], {}, False, 0)}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [essence(one) for one in value]
    return value


def includes(later: object, earlier: object) -> bool:
    """Whether ``later`` says all that ``earlier`` says, and beyond it only what nobody has to answer.

    Then cases that live by it, and desks of the release before, go on as they were; see ``app.includes``.
    """
    if isinstance(earlier, Mapping):
        return isinstance(later, Mapping) and all(
            key in later and includes(later[key], one) for key, one in earlier.items()
        )
    if isinstance(earlier, list):
        place = 0
        for one in later if isinstance(later, list) else [None]:
            if place < len(earlier) and includes(one, earlier[place]):
                place += 1
            elif not (isinstance(one, Mapping) and one.get("required") == {"op": "never"}):
                return False
        return place == len(earlier)
    return later == earlier


def _says_the_same(connection: Connection, service: SyncedService) -> bool:
    """Whether ``service`` says all that the rows that are there say."""
    code, version = service.service, service.version

    def rows(table: Table) -> list[dict[str, object]]:
        own = connection.execute(
            select(table).where(table.c.service == code, table.c.version == version)
        ).mappings()
        return [dict(row) for row in own]

    (stored,) = rows(service_definition)
    del stored["digest"], stored["synced_at"]
    given = service.as_json()
    for name, table in (("states", workflow_state), ("actions", workflow_action)):
        bare = [
            {key: one for key, one in row.items() if key not in ("service", "version")} for row in rows(table)
        ]
        stored[name] = sorted(bare, key=_place)
        listed = given[name]
        given[name] = sorted(listed, key=_place) if isinstance(listed, Sequence) else listed
    return includes(essence(given), essence(stored))


def _place(row: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(row.get(key, "")) for key in ("state", "action", "from_state", "position"))


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
