"""Cases that wait for what a register answers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from desktop.models.tables.applications import cases

_WAITING = (
    select(cases.c.id, cases.c.service, cases.c.state)
    .where(
        cases.c.closed_at.is_(None),
        cases.c.service.in_(bindparam("services", expanding=True)),
        cases.c.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(cases.c.last_at, cases.c.id)
    .limit(bindparam("most"))
)
"""Asked in every round, and put together once."""


def waiting_cases(
    connection: Connection, waiting: Sequence[tuple[str, str]], limit: int = 100
) -> tuple[tuple[int, str, str], ...]:
    """(case, service, state) of open cases in one of the ``waiting`` (service, state), oldest first."""
    if not waiting:
        return ()
    asked = {
        "services": sorted({service for service, _ in waiting}),
        "states": sorted({state for _, state in waiting}),
        "most": limit,
    }
    rows = connection.execute(_WAITING, asked)
    wanted = set(waiting)
    return tuple((r[0], r[1], r[2]) for r in rows if (r[1], r[2]) in wanted)
