"""Many desks at once on one queue: no step twice, no gap in any series, no deadlock that reaches a person."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.models.chain import broken_at
from desktop.models.queries.case_files import events_of
from tests.models.databases import CentralDatabase
from tests.models.play import CentralDesk, Play, task

pytestmark = [pytest.mark.postgres, pytest.mark.clause("COM-09", "COM-02", "COM-11")]

HERE = Path(__file__).parents[2]
TOLD = {"stale", "not_allowed", "requirement", "invalid"}
LOGINS = ("clerk.hr", "clerk2.hr", "supervisor.hr", "senior.hr")


def work_together(central: CentralDatabase, desks: int, seconds: float, cases: int) -> Counter[str]:
    """What the desks were told, counted; afterwards everything is looked at."""
    play = Play(CentralDesk(central))
    for number in range(cases):
        play.open(task(), key=f"many-{number}")
        play.judge("clerk.hr")
    with central.connected() as connection:
        for login in LOGINS:
            connection.exec_driver_sql(f'ALTER ROLE "{login}" CONNECTION LIMIT 60')
    orders = [
        json.dumps({
            "url": central.url(login).render_as_string(hide_password=False), "login": login, "seed": number,
            "seconds": seconds,
        })
        for number in range(desks) for login in [LOGINS[number % len(LOGINS)]]
    ]  # fmt: skip
    desk = [sys.executable, "-m", "tests.heavy.desk"]
    running = [
        subprocess.Popen([*desk, order], stdout=subprocess.PIPE, text=True, cwd=HERE) for order in orders
    ]
    told: Counter[str] = Counter()
    for process in running:
        out, _ = process.communicate(timeout=seconds + 240)
        assert process.returncode == 0
        told.update(json.loads(out))
    check(central)
    return told


def check(central: CentralDatabase) -> None:
    """Every chain is whole, every series has no gap, nothing was issued twice."""
    with central.connected() as connection:
        rows = connection.execute(text("SELECT id, version, state FROM app.cases ORDER BY id")).all()
        for case_id, version, state in rows:
            events = events_of(connection, case_id)
            assert broken_at(case_id, events) is None
            assert len(events) == version
            assert events[-1].to_state == state
            ended = Counter(e.action for e in events)
            assert ended["approve"] + ended["refuse"] <= 1, case_id
        numbers = list(connection.execute(text("SELECT number FROM app.letter ORDER BY number")).scalars())
        assert numbers == list(range(1, len(numbers) + 1))
        references = text("SELECT CAST(substr(reference, 10, 6) AS integer) FROM app.cases ORDER BY 1")
        opened = list(connection.execute(references).scalars())
        assert opened == list(range(1, len(opened) + 1))
        twice = text("SELECT count(*) - count(DISTINCT idempotency_key) FROM app.message")
        assert connection.execute(twice).scalar_one() == 0


def test_a_few_desks_for_a_moment(fresh_central: CentralDatabase) -> None:
    told = work_together(fresh_central, desks=4, seconds=4, cases=6)
    assert told["done"] > 10
    assert set(told) - {"done"} <= TOLD, told


@pytest.mark.heavy
@pytest.mark.timeout(900)
def test_forty_desks_for_five_minutes(fresh_central: CentralDatabase) -> None:
    told = work_together(fresh_central, desks=40, seconds=300, cases=60)
    assert told["stale"] > 0
    assert set(told) - {"done"} <= TOLD, told
