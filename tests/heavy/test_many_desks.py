"""Many desks at once on one queue: no step twice, no gap in any series, no deadlock that reaches a person.

    ./test --all tests/heavy/test_many_desks.py -s

prints what the sixty did.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Shift:
    """What many desks were told in their time."""

    told: Counter[str]
    untold: int
    """Refusals without a sentence in both languages."""
    shortest: float
    """Seconds that the desk which stopped first had worked."""
    waits: list[float]
    largest: int
    """KiB of the largest desk."""
    deadlocks: int

    @property
    def done(self) -> int:
        return sum(number for what, number in self.told.items() if what.startswith("done "))

    @property
    def refused(self) -> Counter[str]:
        return Counter({what: n for what, n in self.told.items() if not what.startswith("done ")})

    def __str__(self) -> str:
        cuts = statistics.quantiles(self.waits, n=100)
        return (
            f"{self.done} steps {dict(self.told)}; the shortest desk worked {self.shortest:.0f} s;"
            f" a step p50 {cuts[49]:.3f} s, p95 {cuts[94]:.3f} s, longest {max(self.waits):.2f} s;"
            f" largest desk {self.largest // 1024} MiB; deadlocks {self.deadlocks}"
        )


def work_together(central: CentralDatabase, desks: int, seconds: float, cases: int) -> Shift:
    """Has ``desks`` processes work on one queue; afterwards everything is looked at."""
    play = Play(CentralDesk(central))
    for number in range(cases):
        play.open(task(), key=f"many-{number}")
        play.judge("clerk.hr")
    with central.connected() as connection:
        for login in LOGINS:
            # A person has a few windows at most; here four people sit at all the desks.
            connection.exec_driver_sql(f'ALTER ROLE "{login}" CONNECTION LIMIT {desks}')
    orders = [
        {
            "url": central.url(login).render_as_string(hide_password=False), "login": login, "seed": number,
            "seconds": seconds,
        }
        for number in range(desks) for login in [LOGINS[number % len(LOGINS)]]
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.heavy.desk"],
        input=json.dumps(orders), stdout=subprocess.PIPE, text=True, cwd=HERE, check=True,
        timeout=seconds + 240,
    )  # fmt: skip
    answers = json.loads(done.stdout)
    assert len(answers) == desks
    check(central)
    with central.connected() as connection:
        deadlocks = connection.execute(
            text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        ).scalar_one()
    return Shift(
        sum((Counter(one["told"]) for one in answers), Counter()),
        sum(one["untold"] for one in answers),
        min(one["seconds"] for one in answers),
        [wait for one in answers for wait in one["waits"]],
        max(one["kib"] for one in answers),
        deadlocks,
    )


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
        # A message for each step that sends one, not one more.
        once = text(
            "SELECT count(*) FROM (SELECT 1 FROM app.message GROUP BY case_id, event_number, key"
            " HAVING count(*) > 1) AS t"
        )
        assert connection.execute(once).scalar_one() == 0


def test_a_few_desks_for_a_moment(fresh_central: CentralDatabase) -> None:
    shift = work_together(fresh_central, desks=4, seconds=4, cases=6)
    assert shift.done > 10
    assert set(shift.refused) <= TOLD, shift.told
    assert (shift.untold, shift.deadlocks) == (0, 0)


@pytest.mark.heavy
@pytest.mark.timeout(1200)
def test_sixty_desks_for_five_minutes(fresh_central: CentralDatabase) -> None:
    shift = work_together(fresh_central, desks=60, seconds=300, cases=60)
    print(f"\n60 desks: {shift}")
    assert shift.shortest >= 300
    assert shift.told["stale"] > 0
    assert set(shift.refused) <= TOLD, shift.told
    assert (shift.untold, shift.deadlocks) == (0, 0)
