"""The headless loop: rounds of the worker until it is told to stop.

``diwan worker`` runs it as a program of its own; on an embedded database the desk runs it beside the window.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable

from desktop.base.errors import Outage, Refusal
from desktop.usecases.session import Session
from desktop.usecases.worker import Gateways, Report, run_round

log = logging.getLogger(__name__)

PAUSE_SECONDS = 2.0
"""How long an idle worker waits before it looks again."""


def worker_name() -> str:
    """A name that no other worker has: machine, process, chance."""
    return f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:6]}"


def work(
    session: Session,
    gateways: Callable[[], Gateways],
    stop: threading.Event,
    *,
    told: Callable[[Report], None] | None = None,
    pause: float = PAUSE_SECONDS,
) -> None:
    """Does rounds until ``stop`` is set; ``told`` hears of each that did something.

    ``gateways`` gives those that are in force at each round: their settings may change meanwhile.
    A gateway or database that does not answer is logged and tried again; an error in the program is logged
    with its traceback and does not stop the rounds that follow.
    """
    name = worker_name()
    log.info("worker %s has begun", name)
    while not stop.is_set():
        done = 0
        try:
            report = run_round(session, gateways(), name)
        except (Outage, Refusal) as fault:
            log.warning("%s", fault.text.en)
        except Exception:
            log.exception("a round of worker %s failed", name)
        else:
            done = report.total
            for outage_text in report.outages:
                log.warning("%s", outage_text)
            if told is not None and done:
                told(report)
        if not done:
            stop.wait(pause)
    log.info("worker %s has ended", name)
