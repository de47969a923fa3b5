"""The simulation finds nothing wrong, tells the same story for the same seed, and can find each fault."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, Table, insert, select, update

from desktop.models.database import Database
from desktop.models.records.case import WaitsOn
from desktop.models.tables.applications import case_event, cases, deadline
from desktop.models.tables.letters import letter, letter_document
from desktop.models.tables.money import payment_notice, refund
from desktop.models.tables.outbox import message
from desktop.models.tables.schedule import occasion, place
from desktop.usecases.simulation import Invariant, simulate
from desktop.usecases.simulation import town as town_module
from desktop.usecases.simulation.checks import broken
from desktop.usecases.simulation.play import OPENS, Game, play
from desktop.usecases.simulation.town import Town, build
from desktop.usecases.worker.rounds import Report
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.support.guards import LogGuard

pytestmark = pytest.mark.timeout(600)

CASES = 36


class OneConnection(Database):
    """A town's database through one transaction, which a test undoes."""

    def __init__(self, town: Town, connection: Connection) -> None:
        super().__init__(town.database.engine, town.clock, DefinitionKeeper(town.registry))
        self.connection = connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        yield self.connection


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Game]:
    town = build(tmp_path_factory.mktemp("town"), load(), OPENS, "tests")
    played = Game(town, CASES)
    played.run()
    yield played
    town.close()


@pytest.fixture
def town(game: Game) -> Iterator[Town]:
    """The town as it was left, to be broken and mended again."""
    with game.town.database.engine.connect() as connection:
        database = OneConnection(game.town, connection)
        yield replace(game.town, database=database, outside=deepcopy(game.town.outside), faults=[])
        connection.rollback()


def connection_of(town: Town) -> Connection:
    assert isinstance(town.database, OneConnection)
    return town.database.connection


def first(town: Town, table: Table, *where: object) -> int:
    keys = select(table.c.id).where(*where).order_by(table.c.id)  # type: ignore[arg-type]
    return int(connection_of(town).execute(keys.limit(1)).scalar_one())


def test_applications_of_every_service_break_nothing(game: Game) -> None:
    found = game.result()
    assert [str(one) for one in found.broken] == []
    assert [line.service for line in found.lines] == sorted(load())
    assert sum(line.applications for line in found.lines) == CASES
    for line in found.lines:
        ends = line.completed + line.refused + line.cancelled + line.withdrawn
        assert ends + line.open + line.turned_away == line.applications
        assert ends * 2 >= line.applications
        assert line.messages > 0
    assert found.outages > 0
    assert sum(line.completed for line in found.lines) > CASES / 4
    assert sum(line.paid for line in found.lines) > 0


def test_the_same_seed_tells_the_same_story(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, again = (play(tmp_path / name, 4, "5") for name in ("a", "b"))
    assert one == again
    assert one.broken == ()
    assert one.steps > 4


def waits_for_nobody(town: Town) -> None:
    wanted = cases.c.closed_at.is_not(None)
    state = load()["TRN"].states[0].key
    connection_of(town).execute(
        update(cases)
        .where(cases.c.id == first(town, cases, wanted))
        .values(closed_at=None, waits_on=WaitsOn.CLOCK.value, state=state, service="TRN")
    )


def waits_for_a_register_that_was_never_asked(town: Town) -> None:
    own = cases.c.service == "LIC"
    connection_of(town).execute(
        update(cases)
        .where(cases.c.id == first(town, cases, own))
        .values(closed_at=None, waits_on=WaitsOn.CLOCK.value, state="checking")
    )


def money_vanishes(town: Town) -> None:
    one = first(town, payment_notice, payment_notice.c.state == "settled")
    connection_of(town).execute(
        update(payment_notice).where(payment_notice.c.id == one).values(amount=Decimal("1.000"))
    )


def a_payment_is_lost(town: Town) -> None:
    town.outside.bank.pay("70041235", Decimal("5.000"))


def told_twice(town: Town) -> None:
    row = connection_of(town).execute(select(message).limit(1)).mappings().one()
    again = {**row, "id": None, "idempotency_key": f"{row['idempotency_key']}-again"}
    del again["id"]
    connection_of(town).execute(insert(message).values(**again))


def never_sent(town: Town) -> None:
    connection_of(town).execute(
        update(message).where(message.c.id == first(town, message)).values(state="waiting")
    )


def said_otherwise(town: Town) -> None:
    connection_of(town).execute(
        update(message).where(message.c.id == first(town, message)).values(text="شيء آخر")
    )


def a_seat_too_many(town: Town) -> None:
    one = first(town, occasion, occasion.c.taken > 1)
    connection_of(town).exec_driver_sql("PRAGMA ignore_check_constraints=ON")
    connection_of(town).execute(update(occasion).where(occasion.c.id == one).values(maximum=1, minimum=0))
    connection_of(town).exec_driver_sql("PRAGMA ignore_check_constraints=OFF")


def a_seat_is_not_counted(town: Town) -> None:
    one = first(town, occasion, occasion.c.taken > 1)
    connection_of(town).execute(update(occasion).where(occasion.c.id == one).values(taken=1))


def somebody_sits_nowhere(town: Town) -> None:
    one = first(town, place, place.c.state == "seated")
    connection_of(town).exec_driver_sql("PRAGMA ignore_check_constraints=ON")
    connection_of(town).execute(update(place).where(place.c.id == one).values(seat=None))
    connection_of(town).exec_driver_sql("PRAGMA ignore_check_constraints=OFF")


def missed(town: Town) -> None:
    one = first(town, deadline, deadline.c.due_at.is_not(None))
    connection_of(town).execute(
        update(deadline).where(deadline.c.id == one).values(state="running", due_at=town.now)
    )


def late(town: Town) -> None:
    one = first(town, deadline, deadline.c.state == "done")
    connection_of(town).execute(
        update(deadline)
        .where(deadline.c.id == one)
        .values(
            ended_at=deadline.c.due_at,
            due_at=town.now - timedelta(days=900),
            anchor_at=town.now - timedelta(days=901),
        )
    )


def too_early(town: Town) -> None:
    one = first(town, deadline, deadline.c.state == "done")
    connection_of(town).execute(
        update(deadline).where(deadline.c.id == one).values(due_at=town.now + timedelta(days=1))
    )


def forged(town: Town) -> None:
    one = connection_of(town).execute(select(letter_document.c.letter_id, letter_document.c.pdf)).first()
    assert one is not None
    connection_of(town).execute(
        update(letter_document)
        .where(letter_document.c.letter_id == one.letter_id)
        .values(pdf=one.pdf[:-200] + b"x" * 200)
    )


def reworded(town: Town) -> None:
    row = connection_of(town).execute(select(letter.c.id, letter.c.content)).first()
    assert row is not None
    connection_of(town).execute(
        update(letter).where(letter.c.id == row.id).values(content=row.content.replace("2026", "2027"))
    )


def unwritten(town: Town) -> None:
    connection_of(town).execute(letter_document.delete())


def a_record_is_changed(town: Town) -> None:
    one = first(town, cases)
    connection_of(town).execute(update(case_event).where(case_event.c.case_id == one).values(note="شيء آخر"))


def paid_back_twice(town: Town) -> None:
    connection = connection_of(town)
    paid = connection.execute(
        select(payment_notice.c.id, payment_notice.c.case_id).where(payment_notice.c.state == "settled")
    ).first()
    assert paid is not None
    connection.execute(
        insert(refund).values(
            case_id=paid.case_id, notice_id=paid.id, paid=Decimal(1), percent_kept=Decimal(0),
            kept=Decimal(0), amount=Decimal(1), reason="مرتين", state="paid", opened_at=town.now,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("breaks", "invariant"),
    [
        (waits_for_nobody, Invariant.WAITING),
        (waits_for_a_register_that_was_never_asked, Invariant.WAITING),
        (money_vanishes, Invariant.MONEY),
        (a_payment_is_lost, Invariant.MONEY),
        (paid_back_twice, Invariant.MONEY),
        (told_twice, Invariant.MESSAGES),
        (never_sent, Invariant.MESSAGES),
        (said_otherwise, Invariant.MESSAGES),
        (a_seat_too_many, Invariant.SEATS),
        (a_seat_is_not_counted, Invariant.SEATS),
        (somebody_sits_nowhere, Invariant.SEATS),
        (missed, Invariant.DEADLINES),
        (late, Invariant.DEADLINES),
        (too_early, Invariant.DEADLINES),
        (forged, Invariant.LETTERS),
        (reworded, Invariant.LETTERS),
        (unwritten, Invariant.LETTERS),
        (a_record_is_changed, Invariant.RECORD),
    ],
)
def test_each_invariant_can_fail_and_names_its_case(
    town: Town, breaks: Callable[[Town], None], invariant: Invariant
) -> None:
    breaks(town)
    found = [one for one in broken(town) if one.invariant is invariant]
    assert found
    assert all(one.where for one in found)


def test_a_window_that_had_run_out_when_it_was_set_is_not_late(town: Town) -> None:
    done = deadline.c.id == first(town, deadline, deadline.c.state == "done")
    set_at = town.now - timedelta(days=3)
    passed = {"due_at": set_at - timedelta(days=9), "ended_at": set_at + timedelta(hours=1)}
    connection_of(town).execute(update(deadline).where(done).values(anchor_at=set_at, **passed))
    assert broken(town) == ()
    connection_of(town).execute(update(deadline).where(done).values(anchor_at=set_at - timedelta(days=20)))
    assert [one.invariant for one in broken(town)] == [Invariant.DEADLINES]


def test_what_breaks_off_in_the_worker_is_heard(town: Town, log_guard: LogGuard) -> None:
    log_guard.expect("the deadline of case 7 broke off")

    def breaks(*_: object) -> Report:
        logging.getLogger("desktop.usecases.worker.faults").error("the deadline of case 7 broke off")
        return Report()

    with patch.object(town_module, "run_round", breaks):
        assert town.work() == ()
    assert town.faults == ["the deadline of case 7 broke off"]


@pytest.mark.heavy
@pytest.mark.timeout(7200)
def test_twenty_thousand_cases() -> None:
    found = simulate(20_000, 2026)
    assert [str(one) for one in found.broken] == []
    assert found.cases == 20_000
