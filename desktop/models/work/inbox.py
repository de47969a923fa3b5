"""The portal's inbox: kept as it arrived, dealt with once, answered."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from desktop.models.tables.applications import inbox
from desktop.models.work.dialect import insert_or


@dataclass(frozen=True, slots=True)
class InboxItem:
    """What arrived from the portal and is not dealt with."""

    item_id: int
    source: str
    item: str
    kind: str
    body: str
    attempts: int


# What every round asks is put together once.
_WAITING = (
    select(inbox.c.id)
    .where(inbox.c.state == "new", inbox.c.id.not_in(bindparam("but", expanding=True)))
    .order_by(inbox.c.attempts, inbox.c.id)
    .limit(bindparam("most"))
)
_UNANSWERED = (
    select(inbox.c.id, inbox.c.item, inbox.c.answer)
    .where(inbox.c.source == bindparam("source"), inbox.c.state != "new", ~inbox.c.answered)
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)


def record_item(
    connection: Connection, source: str, item: str, kind: str, body: str, received_at: datetime
) -> bool:
    """Keeps an item as it arrived, once per source and item; ``False`` where it was known."""
    statement = insert_or(connection, inbox).values(
        source=source,
        item=item,
        kind=kind,
        body=body.replace("\x00", "\ufffd"),
        received_at=received_at,
        state="new",
    )
    statement = statement.on_conflict_do_nothing(index_elements=["source", "item"])
    return connection.execute(statement.returning(inbox.c.id)).first() is not None


def waiting_items(connection: Connection, but: Collection[int] = (), limit: int = 50) -> tuple[int, ...]:
    """Items to deal with, ``but`` for some, as they arrived; those that broke off once come last."""
    return tuple(connection.execute(_WAITING, {"but": list(but), "most": limit}).scalars())


def read_item(connection: Connection, item_id: int) -> InboxItem | None:
    """The item as it is now, not locked; ``None`` where it was dealt with."""
    row = connection.execute(
        select(inbox.c.id, inbox.c.source, inbox.c.item, inbox.c.kind, inbox.c.body, inbox.c.attempts).where(
            inbox.c.id == item_id, inbox.c.state == "new"
        )
    ).first()
    return InboxItem(*row) if row else None


def take_item(connection: Connection, item_id: int) -> InboxItem | None:
    """The item, locked until the transaction ends; ``None`` where another worker has it or had it."""
    row = connection.execute(
        select(inbox.c.id, inbox.c.source, inbox.c.item, inbox.c.kind, inbox.c.body, inbox.c.attempts)
        .where(inbox.c.id == item_id, inbox.c.state == "new")
        .with_for_update(skip_locked=True)
    ).first()
    return InboxItem(*row) if row else None


def count_attempt(connection: Connection, item_id: int) -> int:
    """Counts a failure of the program on the item; returns how many there were."""
    count: int = connection.execute(
        update(inbox)
        .where(inbox.c.id == item_id)
        .values(attempts=inbox.c.attempts + 1)
        .returning(inbox.c.attempts)
    ).scalar_one()
    return count


def settle_item(
    connection: Connection, item_id: int, state: str, answer: object, now: datetime, case_id: int | None
) -> None:
    """Records what became of an item: accepted, refused or malformed, with the answer for the sender."""
    connection.execute(
        update(inbox)
        .where(inbox.c.id == item_id)
        .values(state=state, answer=json.dumps(answer, ensure_ascii=False), handled_at=now, case_id=case_id)
    )


def unanswered_items(
    connection: Connection, source: str, limit: int = 50
) -> tuple[tuple[int, str, str], ...]:
    """(id, item, answer) of items dealt with whose sender was not told yet."""
    rows = connection.execute(_UNANSWERED, {"source": source, "most": limit})
    return tuple((r[0], r[1], r[2]) for r in rows)


def record_answered(connection: Connection, item_id: int) -> None:
    """The sender was told."""
    connection.execute(update(inbox).where(inbox.c.id == item_id).values(answered=True))
