"""Refunds and payments that wait for somebody, and the books (COM-08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from desktop.base.clock import amman_date
from desktop.base.text import Text
from desktop.models.queries import money
from desktop.models.queries.money import Ledger
from desktop.models.queries.office import staff_list
from desktop.models.records.case import PaymentNotice, Refund, RefundState
from desktop.models.records.people import Actor
from desktop.models.tables.applications import cases
from desktop.models.tables.money import notice_reject, payment_request
from desktop.usecases.session import Session

UNFINISHED = frozenset({RefundState.DUE, RefundState.PROPOSED, RefundState.APPROVED})


@dataclass(frozen=True, slots=True)
class UnreadableNotice:
    """Something the payment gateway sent that nobody could read; kept as it came."""

    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class MoneyBoard:
    """What the money page shows: refunds in hand with their sum, payments to settle, the books.

    ``applicants`` are the names by case, ``asked`` the amounts in dinars by payment request, ``staff`` the
    names by login.
    """

    refunds: tuple[Refund, ...]
    notices: tuple[PaymentNotice, ...]
    unreadable: tuple[UnreadableNotice, ...]
    ledger: Ledger
    applicants: Mapping[int, str]
    asked: Mapping[int, Decimal]
    staff: Mapping[str, Text]

    @property
    def sum_proposed(self) -> Decimal:
        """The sum of the refunds that wait for approval, in dinars."""
        waiting = [r.amount for r in self.refunds if r.state is RefundState.PROPOSED]
        return sum(waiting, Decimal("0.000"))


def money_board(session: Session, states: frozenset[RefundState] = UNFINISHED) -> MoneyBoard:
    """The refunds in ``states`` and the payments that wait, of the account's departments."""
    with session.database.reading() as connection:
        office = session.office(connection)
        refunds = money.refunds_in(connection, office.actor, states)
        notices = money.open_notices(connection, office.actor)
        return MoneyBoard(
            refunds=refunds,
            notices=notices,
            unreadable=_unreadable(connection, office.actor),
            ledger=money.ledger(connection),
            applicants=_applicants(connection, (*refunds, *notices)),
            asked=_asked(connection, notices),
            staff={member.login: member.name for member in staff_list(connection, amman_date(office.now))},
        )


def money_counts(session: Session) -> tuple[int, int, int]:
    """How many refunds are in hand, how many of them wait for approval, how many payments to settle."""
    with session.database.reading() as connection:
        actor = session.office(connection).actor
        refunds = money.refunds_in(connection, actor, UNFINISHED)
        proposed = sum(refund.state is RefundState.PROPOSED for refund in refunds)
        return len(refunds), proposed, len(money.open_notices(connection, actor))


def _applicants(connection: Connection, of: Iterable[Refund | PaymentNotice]) -> dict[int, str]:
    wanted = {one.case_id for one in of if one.case_id is not None}
    rows = connection.execute(select(cases.c.id, cases.c.applicant_name).where(cases.c.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def _asked(connection: Connection, notices: Iterable[PaymentNotice]) -> dict[int, Decimal]:
    wanted = {notice.request_id for notice in notices if notice.request_id is not None}
    columns = payment_request.c
    rows = connection.execute(select(columns.id, columns.amount).where(columns.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def _unreadable(connection: Connection, actor: Actor) -> tuple[UnreadableNotice, ...]:
    """Nobody knows whose money it is, so it is shown to administrators, not to any one department."""
    if not (actor.is_admin or actor.is_worker):
        return ()
    rows = connection.execute(
        select(notice_reject.c.raw, notice_reject.c.reason).order_by(notice_reject.c.id.desc()).limit(50)
    )
    return tuple(UnreadableNotice(raw, reason) for raw, reason in rows)
