"""Faults on the side of one desk of the central database: its clock, its account, its password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import text

from desktop.base.clock import AMMAN, FixedClock
from desktop.base.errors import Refusal
from desktop.models.central import verifier
from desktop.models.database import open_database
from desktop.models.queries.queues import QueueFilter, queue_page
from desktop.usecases.cases import act, open_case, submit
from desktop.usecases.session import Session, use_password
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.models.databases import password_of
from tests.usecases.scene import CentralOffice, Scene, application

pytest_plugins = ["tests.usecases.places"]

pytestmark = pytest.mark.postgres


class Astray(CentralOffice):
    """The same office, seen from workstations whose clocks stand elsewhere."""

    def __init__(self, office: CentralOffice, clock: FixedClock) -> None:
        super().__init__(office.folder, office.place)
        self.wrong = clock

    def session(self, login: str) -> Session:
        if login not in self._databases:
            self._databases[login] = open_database(
                self.place.url(login), self.wrong, DefinitionKeeper(load()), pool_size=1
            )
        return Session(self._databases[login], load(), login, "astray")


def story(office: CentralOffice) -> list[object]:
    """One application from the counter to the payment, and everything dated in it."""
    office.at("2026-11-22T09:00")
    result, _ = submit(office.session("rana"), application())
    scene = Scene(office, result.reference)
    scene.judge("rana").do("rana", "refer").do("omar", "agree")
    file = scene.file
    return [
        file.case.reference[:8], file.case.submitted_at, file.case.target_due_at, file.case.due_at,
        [(e.action, e.at) for e in file.events], [(m.key, m.queued_at) for m in file.messages],
        [(d.key, d.rule, d.due_at) for d in file.deadlines],
        [(r.amount, r.requested_at) for r in file.requests],
    ]  # fmt: skip


@pytest.mark.clause("COM-02", "COM-05")
@pytest.mark.parametrize("year", [1999, 2031])
def test_a_workstations_wrong_clock_dates_nothing(central_office: CentralOffice, year: int) -> None:
    astray = Astray(central_office, FixedClock(datetime(year, 2, 3, 4, tzinfo=AMMAN)))
    wrong = story(astray)
    astray.close()
    assert wrong == story(central_office)


@contextmanager
def as_administrator(office: CentralOffice, change: str, back: str) -> Iterator[None]:
    """What an administrator changes meanwhile, taken back at the end: logins belong to the whole server."""
    with office.place.connected() as connection:
        connection.execute(text(change))
    try:
        yield
    finally:
        with office.place.connected() as connection:
            connection.execute(text(back))


def told(refusal: Refusal) -> tuple[str, str]:
    assert refusal.text.ar
    assert refusal.text.en
    return refusal.code, refusal.problems[0].field


@pytest.mark.clause("COM-10")
def test_a_job_that_ends_while_somebody_works_ends_what_they_see_and_do(
    central_office: CentralOffice,
) -> None:
    scene = central_office.submit(application())
    session, case = central_office.session("lina"), scene.file.case
    act(session, case.case_id, "note", {"text": "قبل"}, case.version)
    revoked = "UPDATE app.staff_grant SET valid_to = app.today() - 1 WHERE login = 'lina'"
    back = "UPDATE app.staff_grant SET valid_to = NULL WHERE login = 'lina'"
    with as_administrator(central_office, revoked, back):
        with pytest.raises(Refusal) as caught:
            act(session, case.case_id, "note", {"text": "بعد"}, case.version + 1)
        assert told(caught.value)[0] == "no_such_case"
        with pytest.raises(Refusal):
            open_case(session, scene.reference)
        with session.database.reading() as connection:
            actor = session.office(connection).actor
            assert queue_page(connection, actor, QueueFilter()).cases == ()
    assert [event.action for event in scene.file.events] == ["submit", "note"]
    act(session, case.case_id, "note", {"text": "بعد"}, case.version + 1)


def test_an_account_that_is_locked_while_somebody_works_is_told(central_office: CentralOffice) -> None:
    scene = central_office.submit(application())
    session, case = central_office.session("lina"), scene.file.case
    act(session, case.case_id, "note", {"text": "قبل"}, case.version)
    locked, back = (f"UPDATE app.staff SET active = {on} WHERE login = 'lina'" for on in ("false", "true"))
    with as_administrator(central_office, locked, back):
        with pytest.raises(Refusal) as caught:
            act(session, case.case_id, "note", {"text": "بعد"}, case.version + 1)
        assert told(caught.value) == ("no_such_account", "login")
    assert scene.file.case.version == case.version + 1


def test_a_password_that_expires_while_somebody_works_is_told_and_the_new_one_goes_on(
    central_office: CentralOffice,
) -> None:
    scene = central_office.submit(application())
    session, case = central_office.session("lina"), scene.file.case
    act(session, case.case_id, "note", {"text": "قبل"}, case.version)
    with central_office.place.connected() as connection:
        secrets = [verifier(connection, "lina", word) for word in (password_of("lina"), "lina-New-Passw0rd")]
    over = "ALTER ROLE lina VALID UNTIL '2001-01-01'"
    back = f"ALTER ROLE lina PASSWORD '{secrets[0]}' VALID UNTIL 'infinity'".replace(":", "\\:")
    with as_administrator(central_office, over, back):
        # What is open stays open; the next connection is asked for the password.
        with central_office.place.connected() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'lina'")
            )
        with pytest.raises(Refusal) as caught:
            act(session, case.case_id, "note", {"text": "بعد"}, case.version + 1)
        assert told(caught.value) == ("sign_in", "password")
        with central_office.place.connected() as connection:
            connection.exec_driver_sql(f"ALTER ROLE lina PASSWORD '{secrets[1]}' VALID UNTIL 'infinity'")
        use_password(session, "lina-New-Passw0rd")
        act(session, case.case_id, "note", {"text": "بعد"}, case.version + 1)
    assert [event.action for event in scene.file.events] == ["submit", "note", "note"]
