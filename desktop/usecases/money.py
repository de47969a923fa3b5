"""Refunds and payments that wait for somebody, and the books (COM-08)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from desktop.models.queries import money
from desktop.models.queries.money import Ledger
from desktop.models.records.case import PaymentNotice, Refund, RefundState
from desktop.models.records.people import Actor
from desktop.models.tables.money import notice_reject
from desktop.usecases.session import Session

UNFINISHED = frozenset({RefundState.DUE, RefundState.PROPOSED, RefundState.APPROVED})


@dataclass(frozen=True, slots=True)
class UnreadableNotice:
    """Something the payment gateway sent that nobody could read; kept as it came."""

    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class MoneyBoard:
    """What the money page shows: refunds in hand with their sum, payments to settle, the books."""

    refunds: tuple[Refund, ...]
    notices: tuple[PaymentNotice, ...]
    unreadable: tuple[UnreadableNotice, ...]
    ledger: Ledger

    @property
    def sum_proposed(self) -> Decimal:
        """The sum of the refunds that wait for approval, in dinars."""
        waiting = [r.amount for r in self.refunds if r.state is RefundState.PROPOSED]
        return sum(waiting, Decimal("0.000"))


def money_board(session: Session, states: frozenset[RefundState] = UNFINISHED) -> MoneyBoard:
    """The refunds in ``states`` and the payments that wait, of the account's departments."""
    with session.database.reading() as connection:
        office = session.office(connection)
        return MoneyBoard(
            refunds=money.refunds_in(connection, office.actor, states),
            notices=money.open_notices(connection, office.actor),
            unreadable=_unreadable(connection, office.actor),
            ledger=money.ledger(connection),
        )


def _unreadable(connection: Connection, actor: Actor) -> tuple[UnreadableNotice, ...]:
    """Nobody knows whose money it is, so it is shown to administrators, not to any one department."""
    if not (actor.is_admin or actor.is_worker):
        return ()
    rows = connection.execute(
        select(notice_reject.c.raw, notice_reject.c.reason).order_by(notice_reject.c.id.desc()).limit(50)
    )
    return tuple(UnreadableNotice(raw, reason) for raw, reason in rows)
