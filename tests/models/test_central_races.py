"""Two people do the same thing to the same case in the same instant: for every action of every service.

    ./test --all tests/models/test_central_races.py -s

prints how many races there were. Derived from the definitions: a service that is added is raced by itself.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from desktop.base.errors import Refusal
from desktop.models.central import CentralOccasions, CentralSteps
from desktop.models.install import CENTRAL_PATH
from desktop.models.records.case import CaseFile
from desktop.models.records.occasion import OccasionEvent, OccasionResult
from desktop.models.records.people import WORKER_LOGIN, Job
from desktop.models.records.plan import NewAttachment, StepPlan, StepResult, canonical_json
from desktop.models.records.reference import Reference
from desktop.usecases.cases import in_words
from desktop.workflows import engine, facts
from desktop.workflows.definition import ServiceDefinition, Trigger
from desktop.workflows.registry import load
from tests.contract.solving import Way, ways
from tests.models.databases import CentralDatabase
from tests.models.play import pdf
from tests.models.standing import PAIR, furnish, left_behind, placed, plan_of
from tests.workflows.builders import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.clause("COM-09")]

SERVICES = tuple(load().values())
Done = StepResult | OccasionResult
Told = Done | Refusal
Work = Callable[[Connection], Done]


@pytest.fixture(autouse=True)
def over(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Facts that the engine finds besides those of the case itself, as the database does."""
    laid: dict[str, object] = {}

    def with_more(
        service: ServiceDefinition, file: CaseFile, reference: Reference, now: object
    ) -> dict[str, object]:
        return {**facts.case_facts(service, file, reference, NOW), **laid}

    monkeypatch.setattr(engine, "case_facts", with_more)
    return laid


class Ring:
    """Where two meet: a session for each, and one that holds the case until both stand before it."""

    def __init__(self, central: CentralDatabase) -> None:
        self.admin = central.engine().connect()
        self._engines = [_lasting(central, login) for login in (*PAIR, WORKER_LOGIN, WORKER_LOGIN)]
        self._pairs = {
            Job.CLERK: tuple(engine.connect() for engine in self._engines[:2]),
            Job.WORKER: tuple(engine.connect() for engine in self._engines[2:]),
        }
        self._gate = central.engine().connect()

    def close(self) -> None:
        for connection in (*self._pairs[Job.CLERK], *self._pairs[Job.WORKER], self.admin, self._gate):
            connection.close()
        for one in self._engines:
            one.dispose()

    def alone(self, work: Work, job: Job) -> Told:
        """One of them does it, with nobody beside."""
        told: list[Told] = []
        _carry(self._pairs[job][0], work, told)
        return told[0]

    def together(self, works: tuple[Work, Work], job: Job, table: str, number: int) -> list[Told]:
        """Both begin while the row is held, and go on when it is let go."""
        pair = self._pairs[job]
        told: list[list[Told]] = [[], []]
        pids = [connection.execute(text("SELECT pg_backend_pid()")).scalar_one() for connection in pair]
        for connection in pair:
            connection.rollback()
        self._gate.execute(text(f"SELECT 1 FROM app.{table} WHERE id = :id FOR UPDATE"), {"id": number})
        threads = [
            threading.Thread(target=_carry, args=given) for given in zip(pair, works, told, strict=True)
        ]
        for thread in threads:
            thread.start()
        waiting = text("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid = ANY(:pids)")
        while any(t.is_alive() for t in threads) and (
            self._gate.execute(waiting, {"pids": pids}).scalar_one() < 2
        ):
            time.sleep(0.001)
        self._gate.rollback()
        for thread in threads:
            thread.join()
        return [told[0][0], told[1][0]]


def _lasting(central: CentralDatabase, login: str) -> Engine:
    return create_engine(central.url(login), pool_size=1, connect_args={"options": CENTRAL_PATH})


def _carry(connection: Connection, work: Work, told: list[Told]) -> None:
    try:
        told.append(work(connection))
        connection.commit()
    except Refusal as refusal:
        told.append(refusal)
        connection.rollback()


def step(plan: StepPlan) -> Work:
    """Carries ``plan`` out; documents come with their contents."""

    def work(connection: Connection) -> Done:
        steps = CentralSteps(connection)
        if plan.action != "attach":
            return steps.step(plan)
        given: list[NewAttachment] = [pdf(str(plan.inputs["slot"]), plan.workstation)]
        return steps.attach(plan.case_id, plan.expected_version, given, plan.workstation)

    return work


@pytest.fixture(scope="module")
def ring_of_module(central_of_module: CentralDatabase) -> Iterator[Ring]:
    furnish(central_of_module)
    made = Ring(central_of_module)
    yield made
    made.close()


@pytest.fixture
def ring(ring_of_module: Ring) -> Iterator[Ring]:
    yield ring_of_module
    ring_of_module.admin.rollback()


def raced(service: ServiceDefinition) -> list[Way]:
    """One way for each state and outcome of every action that somebody or the worker does by itself."""
    found = []
    for action in service.actions:
        # What an occasion's event does is raced where the occasion is.
        if action.trigger is Trigger.OCCASION:
            continue
        for state in service.sources_of(action):
            # Documents are taken where the state asks for them.
            if action.key != "attach" or service.state(state).uploads:
                found += list(ways(service, action, state))
    return found


def job_of(way: Way) -> Job:
    return Job.CLERK if {Job.CLERK, Job.SUPERVISOR} & set(way.action.by) else Job.WORKER


def plans_for(ring: Ring, way: Way, over: dict[str, object]) -> tuple[Way, tuple[StepPlan, StepPlan]]:
    """The way's case on the database, and the plan that each of the two makes of it."""
    logins = PAIR if job_of(way) is Job.CLERK else (WORKER_LOGIN, WORKER_LOGIN)
    begun = way.file.case.state != way.service.start.key or way.facts.get("has_place") is True
    seated = way.file.standing.occasion is not None and begun
    here = placed(ring.admin, way, seated=seated)
    ring.admin.commit()
    if way.action.key == "attach":
        case = here.file.case
        slot = way.service.attachments[0].key
        blank = StepPlan(case.case_id, case.version, "attach", case.state, case.state, inputs={"slot": slot})
        return here, (replace(blank, workstation="desk 1"), replace(blank, workstation="desk 2"))
    return here, (plan_of(here, logins[0], over), plan_of(here, logins[1], over))


def race(ring: Ring, way: Way, over: dict[str, object]) -> str:
    """Both do it at once; afterwards everything is as if one had done it. Returns how it ended."""
    where = (way.service.code, way.action.key, way.file.case.state, way.outcome.to)
    job = job_of(way)
    control, plans = plans_for(ring, way, over)
    alone = ring.alone(step(plans[0]), job)
    if isinstance(alone, Refusal):
        return f"refused {alone.code}: {where}: {alone.text.en}"
    here, plans = plans_for(ring, way, over)
    told = ring.together((step(plans[0]), step(plans[1])), job, "cases", plans[0].case_id)
    won = [one for one in told if not isinstance(one, Refusal)]
    lost = [one for one in told if isinstance(one, Refusal)]
    assert (len(won), len(lost)) == (1, 1), (where, told)
    told_who_did_what(way.service, lost[0], plans[0], {PAIR[told.index(won[0])], WORKER_LOGIN})
    once = left_behind(ring.admin, control.file.case.case_id)
    both = left_behind(ring.admin, here.file.case.case_id)
    ring.admin.rollback()
    assert both == once, where
    assert both["version"] == here.file.case.version + 1 + (both["case_event"] - here.file.case.version - 1)
    return "won once"


def told_who_did_what(
    service: ServiceDefinition, refusal: Refusal, plan: StepPlan, winners: set[str]
) -> None:
    """The sentence names who was first and what they did, in both languages."""
    assert refusal.code == "stale", (plan.action, refusal.code, refusal.text.en)
    assert refusal.details["actor"] in winners
    said = in_words(service, refusal).text
    did = next(one.label for one in service.actions if one.key == refusal.details["action"])
    for words, label in ((said.ar, did.ar), (said.en, did.en)):
        assert str(refusal.details["actor"]) in words
        assert label in words


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.code)
def test_of_two_who_do_the_same_one_wins_and_the_other_is_told(
    ring: Ring, over: dict[str, object], service: ServiceDefinition
) -> None:
    """Every action, once."""
    first: dict[str, Way] = {}
    for way in raced(service):
        first.setdefault(way.action.key, way)
    ended = Counter(race(ring, way, over) for way in first.values())
    assert ended == {"won once": len(first)}, ended


@pytest.mark.heavy
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.code)
def test_of_two_who_do_the_same_one_wins_in_every_state_and_with_every_outcome(
    ring: Ring, over: dict[str, object], service: ServiceDefinition
) -> None:
    every = raced(service)
    ended = Counter(race(ring, way, over) for way in every)
    print(f"\n{service.code}: {len(every)} races of {len({w.action.key for w in every})} actions")
    assert ended == {"won once": len(every)}, ended


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.code)
def test_of_two_who_do_different_things_one_wins_and_the_other_is_told(
    ring: Ring, over: dict[str, object], service: ServiceDefinition
) -> None:
    """In each state, actions that clerks have beside each other."""
    tried = 0
    for state in service.states:
        here = [w for w in raced(service) if w.file.case.state == state.key and job_of(w) is Job.CLERK]
        by_action = {way.action.key: way for way in here if way.action.key != "attach"}
        # The first two of the state's own, else of the frame's.
        chosen = list(by_action.values())[:2]
        for one, other in pairwise(chosen):
            placed_one, plans = plans_for(ring, one, over)
            there = Way(
                other.service, other.action, other.outcome, placed_one.file, other.facts, other.inputs
            )
            ring.admin.execute(
                text("UPDATE laid.over SET facts = facts || CAST(:more AS jsonb) WHERE case_id = :id"),
                {"more": canonical_json(dict(other.facts)), "id": placed_one.file.case.case_id},
            )
            ring.admin.commit()
            try:
                second = plan_of(there, PAIR[1], over)
            except Refusal:
                continue
            told = ring.together((step(plans[0]), step(second)), Job.CLERK, "cases", second.case_id)
            won = [t for t in told if not isinstance(t, Refusal)]
            assert len(won) <= 1, (state.key, one.action.key, other.action.key)
            if won:
                lost = next(t for t in told if isinstance(t, Refusal))
                if lost.code == "stale":
                    told_who_did_what(service, lost, plans[0], set(PAIR))
                    tried += 1
    assert tried > 0


BY_HAND = {
    OccasionEvent.DATED: "move",
    OccasionEvent.CANCELLED: "cancel",
    OccasionEvent.HELD: "hold",
    OccasionEvent.RESULTS: "check",
    OccasionEvent.CAME: "came",
}
"""What is done to an occasion, and what happens to its cases by it."""
LATER = (NOW + timedelta(days=15)).isoformat()
GIVEN = {"move": {"starts_at": LATER}, "cancel": {"reason": "تعذر الانعقاد"}}


def held_by(ring: Ring, way: Way, action: str) -> tuple[Way, int]:
    """The way's case with a seat on an occasion of its own, which is ready for ``action``."""
    own = way.file.standing.occasion
    assert own is not None
    today = action in ("hold", "came", "check")
    number = ring.admin.execute(
        text(
            "INSERT INTO app.occasion (kind, department, subject, starts_at, place, person, district,"
            " minimum, maximum, state, version, last_action, last_actor, last_at)"
            " SELECT kind, department, subject, :at, place, '', district, 0, maximum, :state, 1, 'plan',"
            " 'rana', last_at FROM app.occasion"
            " WHERE id = :own RETURNING id"
        ),
        {"at": NOW + timedelta(hours=1 if today else 24 * 14), "own": own.occasion_id,
         "state": "held" if action == "check" else "open"},
    ).scalar_one()  # fmt: skip
    standing = replace(way.file.standing, occasion=replace(own, occasion_id=number))
    here = placed(ring.admin, replace(way, file=replace(way.file, standing=standing)), seated=True)
    if action == "check":
        marked = (
            "UPDATE app.place SET attendance = 'present', result = 'passed', score = '70',"
            " entered_by = 'rana', entered_at = taken_at WHERE occasion_id = :id"
        )
        ring.admin.execute(text(marked), {"id": number})
    ring.admin.commit()
    return here, number


@pytest.mark.parametrize(
    ("service", "event"),
    [(s, e) for s in SERVICES if s.occasion for e in BY_HAND if any(a.event is e for a in s.actions)],
    ids=lambda one: getattr(one, "code", one),
)
def test_of_two_who_do_the_same_to_an_occasion_one_wins_and_its_cases_move_once(
    ring: Ring, service: ServiceDefinition, event: OccasionEvent
) -> None:
    done = BY_HAND[event]
    job = Job.WORKER if done == "came" else Job.CLERK
    action = next(a for a in service.actions if a.event is event)
    way = next(ways(service, action, service.sources_of(action)[0]))

    def work(number: int) -> Work:
        return lambda c: CentralOccasions(c, "desk").occasion(done, number, 1, GIVEN.get(done, {}))

    alone, first = held_by(ring, way, done)
    told_alone = ring.alone(work(first), job)
    assert not isinstance(told_alone, Refusal), told_alone.text.en
    here, second = held_by(ring, way, done)
    told = ring.together((work(second), work(second)), job, "occasion", second)
    lost = [one for one in told if isinstance(one, Refusal)]
    assert [one.code for one in lost] == ["stale"], told
    assert lost[0].details["action"] == done
    assert lost[0].details["actor"] in {*PAIR, WORKER_LOGIN}
    once = left_behind(ring.admin, alone.file.case.case_id)
    assert left_behind(ring.admin, here.file.case.case_id) == once
    assert once["case_event"] == way.file.case.version + 1
