"""One desk as a process of its own: takes what it sees and does something with it until its time is over."""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from typing import Any

from desktop.base.clock import SystemClock
from desktop.base.errors import Outage, Refusal
from desktop.models.database import open_database
from desktop.models.queries.queues import QueueFilter, queue_page
from desktop.usecases.cases import act
from desktop.usecases.session import Session
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load


def main(order: dict[str, Any]) -> Counter[str]:
    """What the desk was told, counted."""
    registry = load()
    database = open_database(order["url"], SystemClock(), DefinitionKeeper(registry), pool_size=1)
    session = Session(database, registry, order["login"], "desk")
    dice = random.Random(order["seed"])
    told: Counter[str] = Counter()
    until = time.time() + order["seconds"]
    while time.time() < until:
        try:
            with database.reading() as connection:
                seen = queue_page(connection, session.office(connection).actor, QueueFilter()).cases
            if not seen:
                break
            case = dice.choice(seen)
            step = dice.choice(["claim", "release", "note", "note", "approve", "refuse"])
            inputs = {"note": {"text": f"من {order['seed']}"}, "refuse": {"reason_code": "full"}}.get(
                step, {}
            )
            act(session, case.case_id, step, inputs, expected_version=case.version)
            told["done"] += 1
        except Refusal as refusal:
            told[refusal.code] += 1
        except Outage:
            told["outage"] += 1
    database.close()
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
