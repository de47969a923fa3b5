"""Many desks, each a process of its own: every one takes what it sees and does something with it.

``python -m tests.heavy.desk`` reads the desks' orders as one JSON list, forks a process for each, lets all
begin at the same moment and writes one JSON list of what they were told. Forked, because sixty programs that
each load their modules would only measure that.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
import traceback
from collections import Counter
from typing import Any

from desktop.base.clock import SystemClock
from desktop.base.errors import Outage, Refusal
from desktop.models.database import open_database
from desktop.models.queries.queues import QueueFilter, queue_page
from desktop.usecases.cases import act, open_case_by_id, submit
from desktop.usecases.session import Session
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.usecases.scene import nominated

_SEEN = 50
"""Rows of a queue's page; while it is not full, whoever sits at the counter enters a new case."""


class Desk:
    """One person at one desk."""

    def __init__(self, order: dict[str, Any]) -> None:
        registry = load()
        self.database = open_database(order["url"], SystemClock(), DefinitionKeeper(registry), pool_size=1)
        self.session = Session(self.database, registry, order["login"], f"desk {order['seed']}")
        self.dice = random.Random(order["seed"])
        self.seed = order["seed"]
        self.told: Counter[str] = Counter()
        self.untold = 0
        self.waits: list[float] = []
        self.number = 0

    def work(self, until: float) -> None:
        """One step after the other, until then."""
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                self.told[f"done {self._step()}"] += 1
            except Refusal as refusal:
                self.told[refusal.code] += 1
                self.untold += not (refusal.text.ar and refusal.text.en)
            except Outage:
                self.told["outage"] += 1
            self.waits.append(time.monotonic() - began)

    def _step(self) -> str:
        with self.database.reading() as connection:
            actor = self.session.office(connection).actor
            seen = queue_page(connection, actor, QueueFilter(), limit=_SEEN).cases
        if not seen or (len(seen) < _SEEN and self.dice.random() < 0.5):
            return self._enter()
        # Everybody reaches for what has waited longest, as people do.
        case = seen[min(int(self.dice.expovariate(0.15)), len(seen) - 1)]
        opened = open_case_by_id(self.session, case.case_id)
        waiting = [one for one in opened.file.current_attachments if one.verdict is None]
        if waiting and self.dice.random() < 0.6:
            inputs = {"attachment_id": waiting[0].attachment_id, "verdict": "accepted"}
            act(self.session, case.case_id, "judge", inputs, opened.file.case.version)
            return "judge"
        step = self.dice.choice(["claim", "release", "note", "note", "approve", "refuse"])
        given = {"note": {"text": f"من {self.seed}"}, "refuse": {"reason_code": "full"}}.get(step, {})
        act(self.session, case.case_id, step, given, opened.file.case.version)
        return step

    def _enter(self) -> str:
        self.number += 1
        submit(self.session, nominated(applicant={"name": f"مقدم {self.seed} {self.number}"}))
        return "submit"


def _sit(order: dict[str, Any], begins: float) -> dict[str, Any]:
    desk = Desk(order)
    with desk.database.reading():
        pass
    time.sleep(max(0.0, begins - time.monotonic()))
    began = time.monotonic()
    desk.work(began + order["seconds"])
    worked = time.monotonic() - began
    desk.database.close()
    return {
        "told": desk.told, "untold": desk.untold, "seconds": worked, "waits": desk.waits,
        "kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }  # fmt: skip


def _fork(order: dict[str, Any], begins: float) -> tuple[int, int]:
    read, write = os.pipe()
    process = os.fork()
    if process:
        os.close(write)
        return process, read
    os.close(read)
    status = 1
    try:
        with os.fdopen(write, "w") as answer:
            answer.write(json.dumps(_sit(order, begins)))
        status = 0
    except BaseException:  # noqa: BLE001 - a forked process must never fall back into the loop
        traceback.print_exc()
    os._exit(status)


def main(orders: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What each desk was told, how long it worked and waited, in the order of ``orders``."""
    load()
    begins = time.monotonic() + 0.5 + 0.1 * len(orders)
    desks = [_fork(order, begins) for order in orders]
    found = []
    for process, read in desks:
        with os.fdopen(read) as answer:
            said = answer.read()
        _, status = os.waitpid(process, 0)
        if status:
            raise SystemExit(f"a desk ended with {status}")
        found.append(json.loads(said))
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.load(sys.stdin))))
