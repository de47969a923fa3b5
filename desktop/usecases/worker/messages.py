"""The outbox: sending, retrying with growing pauses, giving up loudly (COM-03, COM-04)."""

from __future__ import annotations

import logging
from datetime import timedelta

from desktop.base.clock import amman_date
from desktop.base.errors import Outage, Refusal
from desktop.gateways.sms import SmsGateway, SmsReceipt
from desktop.models.queries.office import load_reference
from desktop.models.work import deadlines, messages
from desktop.models.work.messages import Outgoing
from desktop.usecases.session import Session
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.row_maker import rule_due_at

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 60
_LONGEST_PAUSE = timedelta(hours=1)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after the ``attempts``-th failure: half a minute, doubling, at most an hour."""
    return min(timedelta(seconds=30 << min(attempts - 1, 10)), _LONGEST_PAUSE)


def send_messages(session: Session, gateway: SmsGateway, worker: str) -> tuple[int, list[str]]:
    """Sends one claim of due messages; returns how many were dealt with, and the outages met."""
    with session.database.writing() as connection:
        now = session.database.now(connection)
        claimed = messages.claim_messages(connection, worker, now)
    done, outages = 0, []
    for outgoing in claimed:
        try:
            receipt = gateway.send(
                to=outgoing.recipient, text=outgoing.text, idempotency_key=outgoing.idempotency_key
            )
        except Outage as outage:
            outages.append(outage.text.en)
            done += _failed(session, outgoing, outage.text.en, for_good=outgoing.attempts >= MOST_ATTEMPTS)
        except Refusal as refusal:
            done += _failed(session, outgoing, refusal.text.ar, for_good=True)
        else:
            _accepted(session, outgoing, receipt)
            done += 1
    return done, outages


def _accepted(session: Session, outgoing: Outgoing, receipt: SmsReceipt) -> None:
    """Marks the message sent, and starts the windows that count from it at the gateway's acceptance."""
    with session.database.writing() as connection:
        if not messages.mark_sent(connection, outgoing, receipt.accepted_at, receipt.gateway_id):
            return
        waiting = deadlines.pending_on(connection, outgoing.case_id, outgoing.key, outgoing.event_number)
        if not waiting:
            return
        now = session.database.now(connection)
        reference = load_reference(connection, now, amman_date(now))
        calendar = WorkingCalendar.of(holiday.day for holiday in reference.holidays)
        for pending in waiting:
            due = rule_due_at(pending.rule, receipt.accepted_at, calendar)
            deadlines.start_deadline(connection, pending.deadline_id, receipt.accepted_at, due)


def _failed(session: Session, outgoing: Outgoing, error: str, *, for_good: bool) -> int:
    with session.database.writing() as connection:
        if for_good:
            messages.give_up(connection, outgoing, error)
            log.error("message %s of case %s was given up: %s", outgoing.message_id, outgoing.case_id, error)
            return 1
        until = session.database.now(connection) + pause_after(outgoing.attempts)
        messages.put_off(connection, outgoing, until, error)
    return 0
