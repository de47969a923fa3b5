"""The outbox as a list, over all cases (COM-03)."""

from __future__ import annotations

from sqlalchemy import Connection, select

from desktop.models.queries.case_files import message_of, of_departments
from desktop.models.records.case import Message
from desktop.models.records.people import Actor
from desktop.models.tables.applications import cases
from desktop.models.tables.outbox import message


def outbox_messages(
    connection: Connection, actor: Actor, case_id: int | None = None
) -> tuple[tuple[str, Message], ...]:
    """(reference, message) of the actor's departments, or of one case; oldest first."""
    statement = select(message, cases.c.reference).join(cases, cases.c.id == message.c.case_id)
    if not actor.is_worker:
        statement = statement.where(of_departments(actor))
    if case_id is not None:
        statement = statement.where(message.c.case_id == case_id)
    rows = connection.execute(statement.order_by(message.c.id)).mappings()
    return tuple((row["reference"], message_of(row)) for row in rows)
