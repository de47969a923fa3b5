"""Hearing that somebody else changed something, for as long as a desk is open."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from desktop.base.errors import Outage
from desktop.models.listening import SHUT_OUT, listener_of
from desktop.usecases.session import Session

log = logging.getLogger(__name__)

TRY_AGAIN = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds between attempts to be connected again; the last one repeats."""


def hear_changes(session: Session, left: threading.Event, told: Callable[[], None]) -> None:
    """Calls ``told`` after changes that concern the account, until ``left`` is set; for a thread of its own.

    After a lost connection it connects again by itself and calls ``told`` once, since something may have
    been missed. ``told`` carries nothing: what changed is read by whoever may read it (COM-10).
    """
    failures = 0

    def heard() -> None:
        nonlocal failures
        failures = 0
        told()

    while not left.is_set():
        try:
            listener_of(session.database).listen(left.is_set, left.wait, heard)
        except Outage as outage:
            log.info("nothing is heard of changes: %s", outage.text.en)
            left.wait(TRY_AGAIN[min(failures, len(TRY_AGAIN) - 1)])
            failures += 1
            if not left.is_set():
                told()
        else:
            if not left.is_set():
                log.warning("a channel of changes was filled by somebody; not listening for a while")
                left.wait(SHUT_OUT)
