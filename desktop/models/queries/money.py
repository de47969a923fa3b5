"""Refunds and payment notices that wait for somebody, and the sums of money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, func, or_, select

from desktop.base.money import ZERO
from desktop.models.queries.case_files import notice_of, of_departments, refunds_where
from desktop.models.records.case import UNSETTLED, PaymentNotice, Refund, RefundState, RequestState
from desktop.models.records.people import Actor
from desktop.models.tables.applications import cases
from desktop.models.tables.money import payment_notice, payment_request, refund


def refunds_in(connection: Connection, actor: Actor, states: frozenset[RefundState]) -> tuple[Refund, ...]:
    """Refunds in ``states`` of the actor's departments, oldest first."""
    return refunds_where(connection, refund.c.state.in_([s.value for s in states]) & of_departments(actor))


def open_notices(connection: Connection, actor: Actor) -> tuple[PaymentNotice, ...]:
    """Payment notices that a clerk must settle: wrong, late or unknown (COM-08), oldest first."""
    rows = connection.execute(
        select(payment_notice, cases.c.reference)
        .outerjoin(cases, cases.c.id == payment_notice.c.case_id)
        .where(
            payment_notice.c.state.in_([s.value for s in UNSETTLED]),
            or_(payment_notice.c.case_id.is_(None), of_departments(actor)),
        )
        .order_by(payment_notice.c.id)
    ).mappings()
    return tuple(notice_of(r) for r in rows)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where the money that was received stands; the four parts add up to ``received``."""

    received: Decimal
    earned: Decimal
    refunded: Decimal
    to_be_refunded: Decimal
    unsettled: Decimal

    @property
    def balances(self) -> bool:
        return self.received == self.earned + self.refunded + self.to_be_refunded + self.unsettled


def ledger(connection: Connection, case_id: int | None = None) -> Ledger:
    """The sums of one case, or of all.

    Received is read from the notices, earned from the settled requests less what goes back, so that the
    two sides are independent of each other. A declined refund stays earned.
    """
    notices = select(payment_notice.c.state, payment_notice.c.amount)
    refunds = select(refund.c.state, refund.c.amount, refund.c.notice_id)
    requests = select(payment_request.c.amount).where(payment_request.c.state == RequestState.SETTLED.value)
    if case_id is not None:
        notices = notices.where(payment_notice.c.case_id == case_id)
        refunds = refunds.where(refund.c.case_id == case_id)
        requests = requests.where(payment_request.c.case_id == case_id)
    received = unsettled = refunded = due = ZERO
    earned = sum(connection.execute(requests).scalars(), ZERO)
    for state, amount in connection.execute(notices):
        received += amount
        if state in {s.value for s in UNSETTLED}:
            unsettled += amount
    for state, amount, notice_id in connection.execute(refunds):
        declined = state == RefundState.DECLINED.value
        if notice_id is None and not declined:
            earned -= amount
        if notice_id is not None and declined:
            earned += amount
        if state == RefundState.PAID.value:
            refunded += amount
        elif not declined:
            due += amount
    return Ledger(received, earned, refunded, due, unsettled)


def unbalanced_requests(connection: Connection) -> tuple[int, ...]:
    """Settled requests whose notices do not cover them: an error in the books."""
    paid = (
        select(payment_notice.c.request_id, func.sum(payment_notice.c.amount).label("paid"))
        .where(payment_notice.c.state.in_(["settled", "applied"]))
        .group_by(payment_notice.c.request_id)
        .subquery()
    )
    rows = connection.execute(
        select(payment_request.c.id)
        .outerjoin(paid, paid.c.request_id == payment_request.c.id)
        .where(payment_request.c.state == "settled", func.coalesce(paid.c.paid, 0) < payment_request.c.amount)
    )
    return tuple(rows.scalars())
