"""Several workers at once, and workers that are killed at any moment."""

from __future__ import annotations

import random
import time
from collections import Counter
from copy import copy
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.models.reference_numbers import case_reference, parse_reference
from desktop.models.tables.applications import cases, deadline, inbox
from desktop.models.tables.letters import letter, letter_document
from desktop.models.tables.money import payment_notice, payment_request
from desktop.models.tables.outbox import message
from tests.usecases.hands import Hands
from tests.usecases.outside import KEY
from tests.usecases.scene import WORKER, Office, Scene, application, nominated

pytest_plugins = ["tests.usecases.places"]

WORK = {"task": "work", "login": WORKER, "key": KEY.to_pem().decode()}


class Backlog:
    """Work of every kind that waits for the worker, and what must have become of it."""

    def __init__(self, office: Office, size: int) -> None:
        self.office = office
        self.late = [office.submit(application()).rejected("rana") for _ in range(size)]
        self.paid = [office.submit(application()).judge("rana").do("rana", "refer") for _ in range(size)]
        for scene in self.paid:
            scene.do("omar", "agree")
        office.work()
        for scene in self.paid:
            office.outside.payments.pay(scene.request.number, Decimal("200.000"))
            office.outside.payments.pay(scene.request.number, Decimal("200.000"), gateway_id="again")
        office.at("2026-11-25T23:59:59")
        self.asked = [office.submit(application()).judge("rana").do("rana", "refer") for _ in range(size)]
        for scene in self.asked:
            scene.do("omar", "agree")
        self.approved = [office.submit(nominated()).judge("rana").do("rana", "approve") for _ in range(size)]
        self.arriving = size
        for place in range(size):
            office.outside.drop(f"submit-{place}", application(applicant={"name": f"مقدم رقم {place}"}))
        office.outside.drop("submit-bad", "{not json")

    def at(self, office: Office) -> Backlog:
        """The same work in a copy of its office."""
        there = copy(self)
        there.office = office
        for name in ("late", "paid", "asked", "approved"):
            setattr(there, name, [Scene(office, scene.reference) for scene in getattr(self, name)])
        return there

    def check(self) -> None:
        """Everything was done, and nothing twice."""
        office = self.office
        wanted = [(self.late, "cancelled"), (self.paid, "approved"), (self.asked, "awaiting_payment"),
                  (self.approved, "approved")]  # fmt: skip
        for scenes, state in wanted:
            assert {scene.state for scene in scenes} == {state}
        self._check_steps()
        with office.database(WORKER).reading() as connection:
            references = list(connection.execute(select(cases.c.reference).order_by(cases.c.id)).scalars())
            messages = connection.execute(select(message.c.idempotency_key, message.c.state)).all()
            items = Counter(connection.execute(select(inbox.c.state)).scalars())
            answered = set(connection.execute(select(inbox.c.answered)).scalars())
            unsealed = connection.execute(select(letter.c.id).where(letter.c.sealed_at.is_(None))).all()
            letters = list(connection.execute(select(letter.c.number).order_by(letter.c.number)).scalars())
            documents = connection.execute(select(letter_document.c.letter_id)).all()
            requests = Counter(connection.execute(select(payment_request.c.state)).scalars())
            notices = Counter(connection.execute(select(payment_notice.c.state)).scalars())
            overdue = connection.execute(
                select(deadline.c.id).where(deadline.c.state == "running", deadline.c.due_at <= office.now())
            ).all()
        assert references == [case_reference("TRN", 2026, n) for n in range(1, len(references) + 1)]
        assert len(references) == 4 * len(self.late) + self.arriving
        assert {state for _, state in messages} == {"sent"}
        assert (items, answered) == ({"accepted": self.arriving, "malformed": 1}, {True})
        assert unsealed == []
        assert letters == list(range(1, 2 * len(self.late) + 1))
        assert len(documents) == len(letters)
        assert requests == {"settled": len(self.paid), "issued": len(self.asked)}
        # Reported twice under one id is one payment; the gateway's row has both.
        assert notices == {"settled": len(self.paid), "over": 1}
        assert overdue == []
        self._check_files([key for key, _ in messages])
        office.assert_books()

    def _check_steps(self) -> None:
        once = {"correction_expired": self.late, "payment_received": self.paid}
        for action, scenes in once.items():
            for scene in scenes:
                assert [e.action for e in scene.file.events].count(action) == 1

    def _check_files(self, keys: list[str]) -> None:
        sms = self.office.outside.folder / "sms"
        texts = self.office.outside.sent_files()
        written = Counter(next(x for x in text.splitlines() if x.startswith("Key: ")) for text in texts)
        assert written == Counter(f"Key: {key}" for key in keys)
        assert len(list((sms / ".keys").iterdir())) - _left_behind(sms / ".keys") == len(keys)
        folder = self.office.outside.folder / "portal" / "answered"
        assert len(list(folder.glob("*.answer.json"))) == self.arriving + 1


def _left_behind(folder: Path) -> int:
    """Files that a kill left half written, which no reader takes for whole."""
    return len(list(folder.glob(".*.tmp")))


@pytest.mark.clause("COM-03", "COM-08", "COM-09")
def test_several_workers_at_once_do_nothing_twice(office: Office) -> None:
    backlog = Backlog(office, 2)
    with Hands(office) as hands:
        for _ in range(2):
            hands.together(*[WORK] * 4)
            office.later(minutes=3)
    backlog.check()


def _sweep(office: Office, size: int, kills: int) -> None:
    """Kills a worker again and again, at moments spread over all that it does."""
    backlog = Backlog(office, size)
    chance = random.Random(kills)
    longest, killed = 0.4, 0
    with Hands(office) as hands:
        while killed < kills:
            # There is always something to do for the one that is to be killed.
            office.outside.drop(f"submit-more-{backlog.arriving}", application())
            backlog.arriving += 1
            process = hands.begin(**WORK)
            began = time.monotonic()
            time.sleep(chance.random() * longest)
            ended = hands.kill(process)
            killed += ended < 0
            if ended == 0:
                # It was done before the blow: the next ones come sooner.
                longest = max((time.monotonic() - began) * 0.8, 0.02)
            # What a killed worker had claimed is free again.
            office.later(minutes=3)
        hands.together(WORK)
        office.later(minutes=3)
        hands.together(WORK)
    backlog.check()


@pytest.mark.heavy
@pytest.mark.timeout(900)
@pytest.mark.clause("COM-03", "COM-07", "COM-08")
def test_a_worker_killed_hundreds_of_times_loses_nothing(office: Office) -> None:
    _sweep(office, 6, 300)


@pytest.mark.clause("COM-02")
def test_many_clerks_at_once_leave_no_gap_in_the_references(office: Office) -> None:
    office.at("2026-12-31T23:59:59")
    period = {"period_from": "2027-01-10", "period_to": "2027-01-21"}
    clerks = ["rana", "lina", "huda", "salma"] * 2
    orders = [
        {"task": "submit", "login": login, "documents": [application(fields=period)] * 4} for login in clerks
    ]
    with Hands(office) as hands:
        hands.together(*orders)
    office.at("2027-01-01T00:00")
    first_of_the_year = office.submit(application(fields=period))
    with office.database(WORKER).reading() as connection:
        found = list(connection.execute(select(cases.c.reference).order_by(cases.c.reference)).scalars())
    assert found == [
        *(case_reference("TRN", 2026, number) for number in range(1, 33)),
        case_reference("TRN", 2027, 1),
    ]
    assert first_of_the_year.reference == found[-1]
    assert all(parse_reference(reference) == reference for reference in found)
