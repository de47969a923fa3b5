"""Payment requests: their numbers, their closing, and the cases they have paid for (COM-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from desktop.models.records.case import (
    MessageState,
    RequestState,
)
from desktop.models.tables.applications import cases
from desktop.models.tables.money import payment_request
from desktop.models.tables.outbox import message
from desktop.models.work.dialect import LEASE


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A payment request that needs its e-payment number."""

    request_id: int
    case_id: int
    event_number: int
    amount: Decimal
    message_key: str
    message_params: str
    idempotency_key: str
    attempts: int


# What every round asks is put together once.
_DUE = (
    select(payment_request.c.id)
    .where(payment_request.c.state == RequestState.NEW.value, payment_request.c.next_at <= bindparam("now"))
    .order_by(payment_request.c.next_at, payment_request.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(payment_request)
    .where(payment_request.c.id.in_(_DUE.scalar_subquery()))
    .values(next_at=bindparam("until"), attempts=payment_request.c.attempts + 1)
    .returning(
        payment_request.c.id, payment_request.c.case_id, payment_request.c.event_number,
        payment_request.c.amount, payment_request.c.message_key, payment_request.c.message_params,
        payment_request.c.idempotency_key, payment_request.c.attempts,
    )
)  # fmt: skip
_CANCELLED = (
    select(payment_request.c.id, payment_request.c.number)
    .where(
        payment_request.c.state == RequestState.CANCELLED.value,
        payment_request.c.number.is_not(None),
        payment_request.c.closed_at_gateway.is_(None),
    )
    .order_by(payment_request.c.id)
    .limit(bindparam("most"))
)
_STILL = payment_request.alias()
_OWING = exists().where(
    _STILL.c.case_id == cases.c.id, _STILL.c.state.in_([RequestState.NEW.value, RequestState.ISSUED.value])
)
_PAID = (
    select(cases.c.id, cases.c.service, cases.c.state)
    .distinct()
    .join(payment_request, payment_request.c.case_id == cases.c.id)
    .where(
        cases.c.closed_at.is_(None),
        payment_request.c.state == RequestState.SETTLED.value,
        ~_OWING,
        cases.c.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(cases.c.id)
    .limit(bindparam("most"))
)


def claim_requests(connection: Connection, now: datetime, limit: int = 10) -> tuple[NewRequest, ...]:
    """Takes up to ``limit`` payment requests without a number."""
    rows = connection.execute(_CLAIM, {"now": now, "until": now + LEASE, "most": limit}).all()
    return tuple(sorted((NewRequest(*row) for row in rows), key=lambda r: r.request_id))


def put_off_request(connection: Connection, request_id: int, until: datetime, error: str) -> None:
    """The payment gateway did not answer: the number is asked for again at ``until``."""
    connection.execute(
        update(payment_request).where(payment_request.c.id == request_id).values(next_at=until, error=error)
    )


def record_number(
    connection: Connection, request: NewRequest, number: str, now: datetime, recipient: str, text: str
) -> bool:
    """Keeps the issued number and queues its SMS; ``False`` where the request was closed meanwhile."""
    issued = connection.execute(
        update(payment_request)
        .where(payment_request.c.id == request.request_id, payment_request.c.state == RequestState.NEW.value)
        .values(number=number, state=RequestState.ISSUED.value, issued_at=now, error="")
    )
    if issued.rowcount != 1:
        connection.execute(
            update(payment_request)
            .where(payment_request.c.id == request.request_id, payment_request.c.number.is_(None))
            .values(number=number)
        )
        return False
    connection.execute(
        insert(message).values(
            case_id=request.case_id,
            event_number=request.event_number,
            key=request.message_key,
            recipient=recipient,
            text=text,
            idempotency_key=f"{request.case_id}-{request.event_number}-{request.message_key}",
            state=MessageState.WAITING.value,
            queued_at=now,
            next_at=now,
        )
    )
    return True


def cancelled_numbers(connection: Connection, limit: int = 50) -> tuple[tuple[int, str], ...]:
    """(request, number) of cancelled requests whose number the gateway still accepts."""
    rows = connection.execute(_CANCELLED, {"most": limit})
    return tuple((row[0], row[1]) for row in rows)


def record_closed(connection: Connection, request_id: int, now: datetime) -> None:
    """The gateway no longer accepts the request's number."""
    connection.execute(
        update(payment_request).where(payment_request.c.id == request_id).values(closed_at_gateway=now)
    )


def paid_cases(
    connection: Connection, waiting: Sequence[tuple[str, str]], limit: int = 100
) -> tuple[tuple[int, str, str], ...]:
    """(case, service, state) of cases in one of the ``waiting`` (service, state) that owe nothing more."""
    if not waiting:
        return ()
    states = sorted({state for _, state in waiting})
    rows = connection.execute(_PAID, {"states": states, "most": limit})
    wanted = set(waiting)
    return tuple((r[0], r[1], r[2]) for r in rows if (r[1], r[2]) in wanted)
