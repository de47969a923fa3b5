"""Approvals from outside on an embedded database: what ``57_outside.sql`` does on PostgreSQL, row for row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, update

from desktop.models.keeper import ReadyRow
from desktop.models.records.case import RequestState
from desktop.models.records.outside import ApprovalState
from desktop.models.tables.money import payment_request
from desktop.models.tables.outside import outside_approval


class OutsideWriter:
    """Writes what one event of one case does to its approvals and claims."""

    def __init__(self, connection: Connection, case_id: int, number: int, now: datetime, login: str) -> None:
        self._connection = connection
        self._case_id = case_id
        self._number = number
        self._now = now
        self._login = login

    def ask(self, ready: ReadyRow) -> None:
        """One body is asked."""
        self._connection.execute(
            insert(outside_approval).values(
                case_id=self._case_id,
                event_number=self._number,
                state=ApprovalState.ASKED.value,
                asked_at=self._now,
                **dict(ready.data),
            )
        )

    def answer(self, ready: ReadyRow) -> None:
        """One body has answered."""
        self._change(ready, answered_at=self._now, answered_by=self._login, **dict(ready.data))

    def chase(self, ready: ReadyRow) -> None:
        """One body was reminded."""
        self._change(ready, chased_at=self._now, **dict(ready.data))

    def _change(self, ready: ReadyRow, **values: object) -> None:
        self._connection.execute(
            update(outside_approval).where(outside_approval.c.id == ready.row_id).values(**values)
        )

    def close(self) -> None:
        """What was asked is no longer needed."""
        self._connection.execute(
            update(outside_approval)
            .where(
                outside_approval.c.case_id == self._case_id,
                outside_approval.c.state == ApprovalState.ASKED.value,
            )
            .values(state=ApprovalState.CLOSED.value)
        )

    def close_claim(self, ready: ReadyRow) -> None:
        """A claim that its register no longer lists is not asked for."""
        self._connection.execute(
            update(payment_request)
            .where(payment_request.c.id == ready.row_id)
            .values(state=RequestState.CANCELLED.value)
        )
