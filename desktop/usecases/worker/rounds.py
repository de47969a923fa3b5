"""One round of the worker, and rounds until nothing more is due.

Several workers may run at once: each item is claimed or locked, and what two of them see at the same moment
is refused to the second by the database. A fault in one item is logged and leaves the others alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.base.errors import Outage
from desktop.gateways.payments import PaymentGateway
from desktop.gateways.portal import PortalInbox
from desktop.gateways.sms import SmsGateway
from desktop.models import refusals
from desktop.models.work import beats
from desktop.usecases.letters import seal_letters
from desktop.usecases.retention import retain_hourly
from desktop.usecases.session import Session
from desktop.usecases.worker.approvals import chase_bodies
from desktop.usecases.worker.deadlines import recompute_deadlines, run_deadlines
from desktop.usecases.worker.inbox import answer_portal, handle_inbox, take_portal_items
from desktop.usecases.worker.messages import send_messages
from desktop.usecases.worker.occasions import run_occasions
from desktop.usecases.worker.payments import (
    advance_paid_cases,
    close_numbers,
    issue_numbers,
    take_notices,
)
from desktop.usecases.worker.registers import ask_registers

if TYPE_CHECKING:
    from desktop.letters.signing import PrivateKey

log = logging.getLogger(__name__)

BEAT = timedelta(seconds=30)
"""How often a worker says that it is alive."""
MOST_ROUNDS = 10_000
"""A stop for ``run_once``: no honest backlog needs as many rounds."""


@dataclass(frozen=True, slots=True)
class Gateways:
    """The outside: messages, payments, the portal, and the key that seals letters."""

    sms: SmsGateway
    payments: PaymentGateway
    portal: PortalInbox | None
    signing_key: PrivateKey | None


@dataclass(frozen=True, slots=True)
class Report:
    """How many items of each kind a run dealt with, the outages it met, in English, and what broke off."""

    counts: dict[str, int] = field(default_factory=dict)
    outages: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def run_round(session: Session, gateways: Gateways, worker: str) -> Report:
    """Does what is due now, once.

    All that applicants did comes before deadlines, so that who paid or corrected in time is not cancelled;
    what they may have done behind a gateway that does not answer keeps their windows open.
    """
    _require_worker(session)
    done = _Done()
    key = gateways.signing_key
    portal_read = done.all_of("portal_items", lambda: take_portal_items(session, gateways.portal))
    portal_read &= done.all_of("inbox", lambda: handle_inbox(session))
    done.once("portal_answers", lambda: answer_portal(session, gateways.portal))
    payments_read = done.all_of("notices", lambda: take_notices(session, gateways.payments))
    payments_read &= done.all_of("payments", lambda: (advance_paid_cases(session), []))
    done.once("registers", lambda: ask_registers(session))
    done.once("recomputed", lambda: (len(recompute_deadlines(session)), []))
    done.once(
        "deadlines",
        lambda: (run_deadlines(session, payments_read=payments_read, portal_read=portal_read), []),
    )
    done.once("chased", lambda: (chase_bodies(session), []))
    done.once("occasions", lambda: (run_occasions(session), []))
    done.once("letters", lambda: (seal_letters(session, key) if key else 0, []))
    done.once("payment_numbers", lambda: issue_numbers(session, gateways.payments))
    done.once("closed_numbers", lambda: close_numbers(session, gateways.payments))
    done.once("messages", lambda: send_messages(session, gateways.sms, worker))
    done.once("retention", lambda: (retain_hourly(session), []))
    beat(session, worker)
    return Report(done.counts, tuple(done.outages), tuple(done.faults))


def beat(session: Session, worker: str) -> None:
    """Writes that ``worker`` is alive, every half minute."""
    with session.database.reading() as connection:
        now = session.database.now(connection)
        last = beats.last_beat(connection, worker)
    if last is None or not timedelta(0) <= now - last < BEAT:
        with session.database.writing() as connection:
            beats.record_beat(connection, worker, now)
            ended = beats.end_hoarders(connection) if session.database.is_central else ()
        for login in ended:
            log.warning("a session of %s held a transaction open for minutes and was ended", login)


def _require_worker(session: Session) -> None:
    """Refuses any other account: on an embedded database no grant keeps a clerk from the worker's rows."""
    with session.database.reading() as connection:
        if not session.office(connection).actor.is_worker:
            raise refusals.not_allowed("worker")


_Task = Callable[[], tuple[int, list[str]]]


class _Done:
    """What a round has done so far; a task that breaks off is logged and leaves the others alone."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.outages: dict[str, None] = {}
        self.faults: dict[str, None] = {}

    def once(self, name: str, task: _Task) -> int:
        """Does ``task``; returns how many items it dealt with, -1 where it met an outage or broke off."""
        try:
            count, met = task()
        except Outage:
            raise
        except Exception as error:
            log.exception("the worker's task %s broke off", name)
            self.faults[f"{name}: {type(error).__name__}"] = None
            count, met = 0, [name]
        else:
            self.outages.update(dict.fromkeys(met))
        self.counts[name] = self.counts.get(name, 0) + count
        return -1 if met else count

    def all_of(self, name: str, task: _Task) -> bool:
        """Does ``task`` until it finds nothing more; ``False`` where something kept it from the end."""
        for _ in range(MOST_ROUNDS):
            count = self.once(name, task)
            if count <= 0:
                return count == 0
        return False


def run_once(session: Session, gateways: Gateways, worker: str) -> Report:
    """Rounds until one finds nothing to do; what waits for a gateway that does not answer is left."""
    totals: dict[str, int] = {}
    outages: dict[str, None] = {}
    faults: dict[str, None] = {}
    for _ in range(MOST_ROUNDS):
        report = run_round(session, gateways, worker)
        for name, count in report.counts.items():
            totals[name] = totals.get(name, 0) + count
        outages.update(dict.fromkeys(report.outages))
        faults.update(dict.fromkeys(report.faults))
        if report.total == 0:
            break
    return Report(totals, tuple(outages), tuple(faults))
