"""The outbox: claiming messages, and what became of them (COM-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from desktop.models.records.case import (
    MessageState,
)
from desktop.models.tables.outbox import message
from desktop.models.work.dialect import LEASE


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An SMS that this worker has claimed."""

    message_id: int
    case_id: int
    event_number: int
    key: str
    recipient: str
    text: str
    idempotency_key: str
    attempts: int


_DUE = (
    select(message.c.id)
    .where(message.c.state == MessageState.WAITING.value, message.c.next_at <= bindparam("now"))
    .order_by(message.c.next_at, message.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
# Asked in every round, and put together once.
_CLAIM = (
    update(message)
    .where(message.c.id.in_(_DUE.scalar_subquery()))
    .values(
        claimed_by=bindparam("worker"), next_at=bindparam("until"), attempts=message.c.attempts + 1
    )
    .returning(
        message.c.id, message.c.case_id, message.c.event_number, message.c.key, message.c.recipient,
        message.c.text, message.c.idempotency_key, message.c.attempts,
    )
)  # fmt: skip


def claim_messages(
    connection: Connection, worker: str, now: datetime, limit: int = 10
) -> tuple[Outgoing, ...]:
    """Takes up to ``limit`` due messages for this worker until ``LEASE`` has passed."""
    asked = {"worker": worker, "now": now, "until": now + LEASE, "most": limit}
    rows = connection.execute(_CLAIM, asked).all()
    return tuple(sorted((Outgoing(*row) for row in rows), key=lambda m: m.message_id))


def mark_sent(connection: Connection, sent: Outgoing, accepted_at: datetime, gateway_id: str) -> bool:
    """Records the gateway's acceptance; ``False`` where another worker had done so."""
    done = connection.execute(
        update(message)
        .where(message.c.id == sent.message_id, message.c.state == MessageState.WAITING.value)
        .values(state=MessageState.SENT.value, sent_at=accepted_at, gateway_id=gateway_id, error="")
    )
    return done.rowcount == 1


def put_off(connection: Connection, sent: Outgoing, until: datetime, error: str) -> None:
    """The gateway did not answer: the message is tried again at ``until``."""
    connection.execute(
        update(message)
        .where(message.c.id == sent.message_id, message.c.state == MessageState.WAITING.value)
        .values(next_at=until, claimed_by="", error=error)
    )


def give_up(connection: Connection, sent: Outgoing, error: str) -> None:
    """The message failed for good; staff see it on the case and can send it again."""
    connection.execute(
        update(message)
        .where(message.c.id == sent.message_id, message.c.state == MessageState.WAITING.value)
        .values(state=MessageState.FAILED.value, error=error)
    )
