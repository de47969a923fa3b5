"""Cases by what stands in a field of their application."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, or_, select

from desktop.models.queries.case_files import case_of, of_departments
from desktop.models.records.case import Case
from desktop.models.records.people import Actor
from desktop.models.records.plan import canonical_json
from desktop.models.tables.applications import cases


def of_kinds(
    connection: Connection, actor: Actor, kinds: Sequence[tuple[str, str, str]], limit: int
) -> tuple[Case, ...]:
    """Open cases with a value in a field, for any (service, field, value) of ``kinds``; newest first."""
    if not kinds or limit <= 0:
        return ()
    fitting = [
        and_(
            cases.c.service == service,
            cases.c.payload.contains(canonical_json({field: value})[1:-1], autoescape=True),
        )
        for service, field, value in kinds
    ]
    statement = select(cases).where(cases.c.closed_at.is_(None), or_(*fitting))
    if not actor.is_worker:
        statement = statement.where(of_departments(actor))
    rows = connection.execute(statement.order_by(cases.c.id.desc()).limit(limit)).mappings()
    return tuple(case_of(row) for row in rows)
