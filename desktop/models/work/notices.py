"""Payment notices: kept once each, understood, never dropped (COM-08)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from desktop.models.records.case import (
    DeadlineState,
    NoticeState,
    RequestState,
)
from desktop.models.tables.applications import deadline
from desktop.models.tables.money import gateway_cursor, notice_reject, payment_notice, payment_request
from desktop.models.work.dialect import insert_or

_CURSOR = select(gateway_cursor.c.cursor).where(gateway_cursor.c.gateway == bindparam("gateway"))


def cursor_of(connection: Connection, gateway: str) -> str | None:
    """Up to where the gateway's notices were taken."""
    return connection.execute(_CURSOR, {"gateway": gateway}).scalar_one_or_none()


def set_cursor(connection: Connection, gateway: str, cursor: str) -> None:
    """Keeps up to where the gateway's notices were taken."""
    statement = insert_or(connection, gateway_cursor).values(gateway=gateway, cursor=cursor)
    connection.execute(statement.on_conflict_do_update(index_elements=["gateway"], set_={"cursor": cursor}))


def record_notice(
    connection: Connection,
    *,
    gateway_id: str,
    number: str,
    amount: Decimal,
    paid_at: datetime,
    received_at: datetime,
) -> NoticeState | None:
    """Keeps one payment notice, once per ``gateway_id`` (COM-08); ``None`` where it was known.

    An exact payment of an open request settles it. Everything else is kept for a clerk.
    """
    request = connection.execute(
        select(payment_request).where(payment_request.c.number == number)
    ).mappings().first()  # fmt: skip
    state = _understood(connection, request, amount, paid_at)
    statement = insert_or(connection, payment_notice).values(
        gateway_id=gateway_id,
        number=number,
        amount=amount,
        paid_at=paid_at,
        received_at=received_at,
        state=state.value,
        request_id=request["id"] if request else None,
        case_id=request["case_id"] if request else None,
    )
    statement = statement.on_conflict_do_nothing(index_elements=["gateway_id"])
    if connection.execute(statement.returning(payment_notice.c.id)).first() is None:
        return None
    if state is NoticeState.SETTLED and request:
        settled = connection.execute(
            update(payment_request)
            .where(
                payment_request.c.id == request["id"], payment_request.c.state == RequestState.ISSUED.value
            )
            .values(state=RequestState.SETTLED.value, settled_at=received_at)
        )
        if settled.rowcount != 1:
            state = NoticeState.OVER
            connection.execute(
                update(payment_notice)
                .where(payment_notice.c.gateway_id == gateway_id)
                .values(state=state.value)
            )
    return state


def _understood(
    connection: Connection, request: RowMapping | None, amount: Decimal, paid_at: datetime
) -> NoticeState:
    if request is None:
        return NoticeState.UNKNOWN
    if request["state"] == RequestState.CANCELLED.value:
        return NoticeState.LATE
    if request["state"] == RequestState.SETTLED.value:
        return NoticeState.OVER
    late = connection.execute(
        select(func.count())
        .select_from(deadline)
        .where(
            deadline.c.case_id == request["case_id"],
            deadline.c.state == DeadlineState.RUNNING.value,
            deadline.c.due_at < paid_at,
        )
    ).scalar_one()
    if late:
        return NoticeState.LATE
    if amount < request["amount"]:
        return NoticeState.SHORT
    return NoticeState.OVER if amount > request["amount"] else NoticeState.SETTLED


def record_reject(connection: Connection, raw: str, reason: str, digest: str, now: datetime) -> None:
    """Keeps what the gateway sent and nobody could read, once."""
    statement = insert_or(connection, notice_reject).values(
        received_at=now, raw=raw, reason=reason, digest=digest
    )
    connection.execute(statement.on_conflict_do_nothing(index_elements=["digest"]))
