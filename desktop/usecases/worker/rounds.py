"""One round of the worker, and rounds until nothing more is due.

Several workers may run at once: each item is claimed or locked, and what two of them see at the same moment
is refused to the second by the database. A fault in one item is logged and leaves the others alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.gateways.payments import PaymentGateway
from desktop.gateways.portal import PortalInbox
from desktop.gateways.sms import SmsGateway
from desktop.letters.signing import PrivateKey
from desktop.usecases.letters import seal_letters
from desktop.usecases.session import Session
from desktop.usecases.worker.deadlines import recompute_deadlines, run_deadlines
from desktop.usecases.worker.inbox import answer_portal, handle_inbox, take_portal_items
from desktop.usecases.worker.messages import send_messages
from desktop.usecases.worker.payments import (
    advance_paid_cases,
    close_numbers,
    issue_numbers,
    take_notices,
)

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
    """How many items of each kind a run dealt with, and the outages it met, in English."""

    counts: dict[str, int] = field(default_factory=dict)
    outages: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def run_round(session: Session, gateways: Gateways, worker: str) -> Report:
    """Does what is due now, once; money comes before deadlines, so that who paid in time is not cancelled."""
    key = gateways.signing_key
    tasks: dict[str, Callable[[], tuple[int, list[str]]]] = {
        "portal_items": lambda: take_portal_items(session, gateways.portal),
        "inbox": lambda: (handle_inbox(session), []),
        "portal_answers": lambda: answer_portal(session, gateways.portal),
        "notices": lambda: take_notices(session, gateways.payments),
        "payments": lambda: (advance_paid_cases(session), []),
        "recomputed": lambda: (len(recompute_deadlines(session)), []),
        "deadlines": lambda: (run_deadlines(session), []),
        "letters": lambda: (seal_letters(session, key) if key else 0, []),
        "payment_numbers": lambda: issue_numbers(session, gateways.payments),
        "closed_numbers": lambda: close_numbers(session, gateways.payments),
        "messages": lambda: send_messages(session, gateways.sms, worker),
    }
    counts: dict[str, int] = {}
    outages: list[str] = []
    for name, task in tasks.items():
        counts[name], met = task()
        outages += met
    return Report(counts, tuple(dict.fromkeys(outages)))


def run_once(session: Session, gateways: Gateways, worker: str) -> Report:
    """Rounds until one finds nothing to do; what waits for a gateway that does not answer is left."""
    totals: dict[str, int] = {}
    outages: dict[str, None] = {}
    for _ in range(MOST_ROUNDS):
        report = run_round(session, gateways, worker)
        for name, count in report.counts.items():
            totals[name] = totals.get(name, 0) + count
        outages.update(dict.fromkeys(report.outages))
        if report.total == 0:
            break
    return Report(totals, tuple(outages))
