"""The demo: every state is there, it is believable, whole or not there, and it is left alone afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from desktop.base.clock import AMMAN, FixedClock, amman
from desktop.gateways.payments import EmbeddedPayments
from desktop.models.chain import broken_at
from desktop.models.database import Database, embedded_url, open_database
from desktop.models.queries.case_files import events_of
from desktop.models.records.people import WORKER_LOGIN
from desktop.models.tables.applications import attachment, case_event, cases
from desktop.models.tables.letters import letter
from desktop.models.tables.money import payment_notice, refund
from desktop.models.tables.office import department
from desktop.models.tables.outbox import message
from desktop.usecases import demo, office, setup
from desktop.usecases.audit import audit
from desktop.usecases.demo import ACCOUNTS, PASSWORD, papers
from desktop.usecases.demo.applications import WorkingDays
from desktop.usecases.demo.stories import STORIES
from desktop.usecases.session import Session, sign_in
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from desktop.workflows.wording import sms_parts

NOW = datetime(2026, 11, 24, 9, 40, tzinfo=AMMAN)


def open_at(folder: Path) -> Database:
    return open_database(embedded_url(folder / "diwan.db"), FixedClock(NOW), DefinitionKeeper(load()))


# Its office takes long to furnish.
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a filled demo; tests only read it."""
    made = tmp_path_factory.mktemp("demo")
    database = open_at(made)
    assert demo.fill(database, load(), made, NOW)
    database.close()
    return made


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    found = open_at(folder)
    yield found
    found.close()


@pytest.fixture
def reading(database: Database) -> Iterator[Connection]:
    with database.reading() as connection:
        yield connection


def test_every_state_is_there(reading: Connection) -> None:
    states = Counter(reading.execute(select(cases.c.state).where(cases.c.service == "TRN")).scalars())

    assert set(states) == {state.key for state in load()["TRN"].states}
    assert states.total() == len(STORIES) >= 60


@pytest.mark.parametrize("service", sorted(set(load()) - {"TRN"}))
def test_every_service_has_open_cases_and_every_end(reading: Connection, service: str) -> None:
    found = set(reading.execute(select(cases.c.state).where(cases.c.service == service)).scalars())
    ends = {state.key for state in load()[service].states if state.is_end} - {"withdrawn"}
    assert found & {state.key for state in load()[service].states if not state.is_end}
    assert len(found & ends) >= 2


@pytest.mark.clause("COM-08")
def test_payments_and_refunds_of_every_kind_and_books_that_balance(database: Database) -> None:
    with database.reading() as connection:
        notices = set(connection.execute(select(payment_notice.c.state)).scalars())
        refunds = set(connection.execute(select(refund.c.state)).scalars())

    assert notices == {"settled", "short", "over", "late", "unknown", "applied"}
    assert refunds == {"due", "proposed", "approved", "declined", "paid"}
    found = audit(Session(database, load(), WORKER_LOGIN))
    assert found.passed, found


def test_steps_are_done_at_work_and_never_after_the_present(reading: Connection) -> None:
    people = {account.login for account in ACCOUNTS}
    steps = reading.execute(select(case_event.c.actor, case_event.c.at)).all()

    assert max(at for _, at in steps) <= NOW
    assert min(at for _, at in steps) > NOW - timedelta(days=60)
    mine = [amman(at) for actor, at in steps if actor in people]
    assert len(mine) > 150
    for at in mine:
        assert (at.weekday() not in (4, 5), 8 <= at.hour < 16) == (True, True), at


def test_letters_are_sealed_and_messages_are_sent(reading: Connection) -> None:
    sealed, letters = reading.execute(select(func.count(letter.c.sealed_at), func.count())).one()
    texts = reading.execute(select(message.c.text, message.c.state)).all()

    assert sealed == letters > 30
    assert {state for _, state in texts} == {"sent"}
    assert max(sms_parts(text) for text, _ in texts) <= 4
    assert not any("{" in text for text, _ in texts)


@pytest.mark.clause("COM-14")
def test_the_attachments_are_small_real_files_of_every_kind(reading: Connection) -> None:
    kinds: set[str] = set()
    for media_type, content in reading.execute(select(attachment.c.media_type, attachment.c.content)):
        assert 5_000 < len(content) < 60_000
        kinds.add(media_type)
    assert kinds == {"application/pdf", "image/jpeg", "image/png"}


@pytest.mark.clause("COM-07")
def test_every_case_has_a_whole_record(reading: Connection) -> None:
    for case_id in reading.execute(select(cases.c.id)).scalars():
        assert broken_at(case_id, events_of(reading, case_id)) is None


@pytest.mark.clause("COM-15")
def test_somebody_stands_in_for_somebody(database: Database) -> None:
    with database.reading() as connection:
        covered = connection.execute(
            select(case_event.c.actor, case_event.c.action).where(case_event.c.on_behalf_of == "samir")
        ).all()
    assert [tuple(row) for row in covered] == [("omar", "void_letter")]
    record = office.office_events(Session(database, load(), "majed"))
    assert record.broken_at is None
    assert "delegation" in {event.subject for event in record.events}


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.login)
def test_every_account_signs_in(database: Database, account: demo.DemoAccount) -> None:
    actor = sign_in(Session(database, load(), account.login), PASSWORD)

    assert actor.name == account.name.ar
    assert {grant.job for grant in actor.grants} >= {account.job}
    assert actor.authorities == set(account.authorities)


def test_the_letters_official_has_a_name(reading: Connection) -> None:
    names = reading.execute(select(department.c.signatory_name).where(department.c.code == "hr")).scalars()
    assert all(names)


def test_a_demo_that_is_there_is_kept(folder: Path, database: Database) -> None:
    with database.reading() as connection:
        before = connection.execute(select(func.max(case_event.c.at), func.count())).one()

    assert not demo.fill(database, load(), folder, NOW + timedelta(days=90))
    with database.reading() as connection:
        assert connection.execute(select(func.max(case_event.c.at), func.count())).one() == before


def test_a_database_in_use_is_never_filled(tmp_path: Path) -> None:
    database = open_at(tmp_path)
    setup.prepare_embedded(database, load())
    setup.first_administrator(database, "raed", "رائد", "Raed", "long-enough")

    assert not demo.fill(database, load(), tmp_path, NOW)
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(cases)).scalar_one() == 0
    database.close()


def short_demo(patch: pytest.MonkeyPatch) -> None:
    """Two stories in the last days: what is proved by them does not depend on how many there are.

    The other services' tell of weeks before those days and need every round of the worker in them.
    """
    patch.setattr("desktop.usecases.demo.player.STORIES", STORIES[:2])
    patch.setattr("desktop.usecases.demo.player.FIRST_DAY", 5)
    for others in ("", "licences.", "courses.", "exams."):
        patch.setattr(f"desktop.usecases.demo.{others}happenings", lambda *_: ())


def test_an_interrupted_demo_leaves_nothing_and_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    short_demo(monkeypatch)
    monkeypatch.setattr(EmbeddedPayments, "pay", killed)
    database = open_at(tmp_path)
    with pytest.raises(Killed):
        demo.fill(database, load(), tmp_path, NOW)
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(cases)).scalar_one() == 0
    assert not setup.has_administrator(database)
    stale = tmp_path / "gateways" / "sms" / "stale.txt"
    stale.parent.mkdir(parents=True, exist_ok=True)
    stale.touch()

    monkeypatch.undo()
    short_demo(monkeypatch)
    assert demo.fill(database, load(), tmp_path, NOW)
    assert not stale.exists()
    database.close()


def test_the_same_present_makes_the_same_papers() -> None:
    one, two = (
        papers.official_letter("الجامعة الأردنية", "ليلى", "الهندسة", "12", "1/11/2026") for _ in range(2)
    )
    signed = papers.official_letter("الجامعة الأردنية", "ليلى", "الهندسة", "12", "1/11/2026", signed=False)

    assert one == two
    assert signed != one


@pytest.mark.parametrize(
    ("now", "last", "before", "ahead"),
    [
        ("2026-11-24T09:40", "2026-11-24", "2026-11-23", "2026-11-25"),
        ("2026-11-24T09:10", "2026-11-23", "2026-11-22", "2026-11-24"),
        ("2026-11-28T12:00", "2026-11-26", "2026-11-25", "2026-11-29"),
        ("2026-11-22T09:00", "2026-11-19", "2026-11-18", "2026-11-22"),
    ],
)
def test_days_are_counted_from_the_last_on_which_work_has_begun(
    now: str, last: str, before: str, ahead: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=AMMAN)
    days = WorkingDays(moment, WorkingCalendar())

    assert [days.date_of(n).isoformat() for n in (0, 1, -1)] == [last, before, ahead]
    assert days.moment(0, 1.0) < moment
    assert days.moment(0, 0.0) <= days.moment(0, 1.0)
