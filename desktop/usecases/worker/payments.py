"""Payments: numbers asked for, notices taken in, cases whose fee has come moved on (COM-08)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from functools import partial

from sqlalchemy import Connection

from desktop.base.errors import Outage, Refusal
from desktop.base.money import format_dinars
from desktop.gateways.payments import PaymentGateway
from desktop.models.queries.case_files import case_by_id
from desktop.models.records.case import Case
from desktop.models.work import deadlines, notices, payments
from desktop.models.work.payments import NewRequest
from desktop.usecases.cases import act_in, opened_in
from desktop.usecases.session import Session
from desktop.usecases.worker.faults import apart
from desktop.usecases.worker.messages import pause_after
from desktop.workflows.definition import ServiceDefinition, Trigger
from desktop.workflows.wording import rendered, wording_of

log = logging.getLogger(__name__)

_GATEWAY = "payments"


def issue_numbers(session: Session, gateway: PaymentGateway) -> tuple[int, list[str]]:
    """Asks the gateway for the number of each new request, then queues the SMS that tells it."""
    with session.database.writing() as connection:
        now = session.database.now(connection)
        claimed = payments.claim_requests(connection, now)
    done, outages = 0, []
    for request in claimed:
        with session.database.reading() as connection:
            case = case_by_id(connection, request.case_id)
        if case is None:
            continue
        try:
            number = gateway.issue(
                key=request.idempotency_key,
                amount=request.amount,
                reference=case.reference,
                payer=case.applicant.name,
            )
        except (Outage, Refusal) as fault:
            outages.append(fault.text.en)
            if isinstance(fault, Refusal):
                log.warning("payment request %s was refused: %s", request.request_id, fault.text.en)
            with session.database.writing() as connection:
                until = session.database.now(connection) + pause_after(request.attempts)
                payments.put_off_request(connection, request.request_id, until, fault.text.en)
            continue
        done += _keep_number(session, request, case, number)
    return done, outages


def _keep_number(session: Session, request: NewRequest, case: Case, number: str) -> int:
    with session.database.writing() as connection:
        office = session.office(connection)
        wording = wording_of(session.registry[case.service], request.message_key, office.reference)
        values = {
            **json.loads(request.message_params),
            "reference": case.reference,
            "applicant_name": case.applicant.name,
            "amount": format_dinars(request.amount),
            "payment_number": number,
        }
        text = rendered(wording, values)
        payments.record_number(connection, request, number, office.now, case.applicant.mobile, text)
    return 1


def close_numbers(session: Session, gateway: PaymentGateway) -> tuple[int, list[str]]:
    """Tells the gateway which numbers are no longer to be paid."""
    with session.database.reading() as connection:
        waiting = payments.cancelled_numbers(connection)
    done = 0
    for request_id, number in waiting:
        try:
            gateway.cancel(number=number)
        except Outage as outage:
            return done, [outage.text.en]
        except Refusal as refusal:
            log.warning("the gateway keeps number of request %s open: %s", request_id, refusal.text.en)
        with session.database.writing() as connection:
            payments.record_closed(connection, request_id, session.database.now(connection))
        done += 1
    return done, []


def take_notices(session: Session, gateway: PaymentGateway) -> tuple[int, list[str]]:
    """Takes in one page of payment notices; the page and the place in the row are kept together."""
    with session.database.reading() as connection:
        cursor = notices.cursor_of(connection, _GATEWAY)
    try:
        page = gateway.notices(after=cursor)
    except Outage as outage:
        return 0, [outage.text.en]
    if page.cursor == cursor and not page.notices and not page.rejected:
        return 0, []
    taken = 0
    with session.database.writing() as connection:
        now = session.database.now(connection)
        for notice in page.notices:
            kept = notices.record_notice(
                connection,
                gateway_id=notice.gateway_id,
                number=notice.number,
                amount=notice.amount,
                paid_at=notice.paid_at,
                received_at=now,
            )
            taken += kept is not None
        for rejected in page.rejected:
            notices.record_reject(connection, rejected.raw, rejected.reason.ar, rejected.digest, now)
            log.error("a payment notice could not be read: %s", rejected.reason.en)
        if page.cursor is not None and page.cursor != cursor:
            notices.set_cursor(connection, _GATEWAY, page.cursor)
            taken = max(taken, 1)
    return taken, []


def _payment_actions(service: ServiceDefinition) -> Iterator[tuple[str, str]]:
    for action in service.actions:
        if action.trigger is Trigger.PAYMENT:
            for state in service.sources_of(action):
                yield state, action.key


def advance_paid_cases(session: Session) -> int:
    """Moves on the cases whose fee is settled; safe to run again after a crash at any moment."""
    actions = {
        (code, state): action
        for code, service in session.registry.items()
        for state, action in _payment_actions(service)
    }
    with session.database.reading() as connection:
        paid = payments.paid_cases(connection, list(actions))
    return sum(
        apart(f"the payment of case {case_id}", partial(_advance, session, case_id, actions[service, state]))
        for case_id, service, state in paid
    )


def _advance(session: Session, case_id: int, action: str) -> int:
    with session.database.writing() as connection:
        if not deadlines.lock_case(connection, case_id):
            return 0
        case = _reread(connection, case_id)
        act_in(session, connection, opened_in(session, connection, case), action, {})
    return 1


def _reread(connection: Connection, case_id: int) -> Case:
    case = case_by_id(connection, case_id)
    if case is None:
        raise Refusal.one("no_such_case", "لا يوجد طلب.", "No such case.")
    return case
