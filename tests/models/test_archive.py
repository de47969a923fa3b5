"""Closed years in partitions: moved, read and worked on as before, put away and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.base.clock import FixedClock
from desktop.base.errors import Refusal
from desktop.models.archive import archive_year, bring_back, put_away
from desktop.models.backup import backup, restore
from desktop.models.database import embedded_url, open_database
from desktop.models.migrations import check_tables
from desktop.models.partitions import PARTITIONED
from desktop.models.queries.documents import attachment_content
from desktop.models.records.people import WORKER_LOGIN
from desktop.usecases.audit import audit
from desktop.usecases.cases import OpenCase, open_case
from desktop.usecases.session import Session
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.models.attempts import DENIED, refused
from tests.models.databases import CentralDatabase
from tests.models.play import MORNING, CentralDesk, Play, task
from tests.models.test_central_install import privileges
from tests.models.test_contract_steps import completed_course, rows_of
from tests.support.postgres import TemporaryPostgres

pytestmark = pytest.mark.postgres


def counts(central: CentralDatabase, suffix: str) -> tuple[int, ...]:
    """Rows of each of the three tables' partitions ``suffix``."""
    with central.connected() as connection:
        return tuple(
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}_{suffix}").scalar_one()
            for table in PARTITIONED
        )


def audited(central: CentralDatabase) -> tuple[bool, int]:
    """Whether the worker finds every record whole, and how many of them are put away."""
    database = open_database(central.url(WORKER_LOGIN), FixedClock(MORNING), DefinitionKeeper(load()))
    try:
        found = audit(Session(database, load(), WORKER_LOGIN))
        return found.passed, found.away
    finally:
        database.close()


def opened(central: CentralDatabase, reference: str) -> OpenCase:
    """The case's page, as a clerk of Human Resources gets it."""
    database = open_database(central.url("clerk.hr"), FixedClock(MORNING), DefinitionKeeper(load()))
    try:
        return open_case(Session(database, load(), "clerk.hr"), reference)
    finally:
        database.close()


@pytest.fixture
def ended(fresh_central: CentralDatabase) -> tuple[CentralDatabase, Play]:
    """A course that was completed last year, and an application that is still open."""
    play = Play(CentralDesk(fresh_central))
    completed_course(play)
    play.send_messages()
    play.seal_letters()
    Play(CentralDesk(fresh_central)).open(task(), key="still-open", identity="9991234568")
    play.at(10, month=1, year=2027)
    return fresh_central, play


def test_a_closed_year_moves_whole_and_reads_as_before(ended: tuple[CentralDatabase, Play]) -> None:
    central, play = ended
    with central.connected() as connection:
        before, rights = rows_of(connection), privileges(connection)
    seen = play.file("clerk.hr")
    done = archive_year(central.url(), 2026)
    assert (done.cases, done.unsettled) == (1, 0)
    assert (done.events, done.documents, done.letters) == counts(central, "y2026")
    assert min(counts(central, "y2026")) > 0
    # The open application stays where it is worked on.
    assert counts(central, "open") == (1, 1, 0)
    with central.connected() as connection:
        assert rows_of(connection) == before
        check_tables(connection)
        new = set(privileges(connection)) - set(rights)
    # A year has its guards and no privilege of its own.
    assert {line.split(":")[0].rsplit(".", 1)[0] for line in new} == {
        f"trigger {table}_y2026" for table in PARTITIONED
    }
    assert all(line.endswith(": always") for line in new)
    # What each sees is judged as before.
    assert play.file("clerk.hr") == seen
    wanted = seen.attachments[0].attachment_id
    for login, expected in (("clerk.hr", True), ("nobody", False), ("admin", False)):
        with central.connected(login) as connection:
            assert (attachment_content(connection, wanted) is not None) is expected, login
            events = text("SELECT count(*) FROM case_event WHERE case_id = :id")
            assert bool(connection.execute(events, {"id": play.case_id}).scalar_one()) is expected, login
    for table in PARTITIONED:
        for login in ("clerk.hr", "senior.hr", "admin", WORKER_LOGIN):
            assert refused(central, login, f"SELECT 1 FROM {table}_y2026") == DENIED
            assert refused(central, login, f"SELECT 1 FROM {table}_open") == DENIED
    assert audited(central) == (True, 0)
    assert opened(central, seen.case.reference).file.events == seen.events


def test_it_goes_on_where_it_was_and_later_events_follow(ended: tuple[CentralDatabase, Play]) -> None:
    central, play = ended
    first = archive_year(central.url(), 2026)
    again = archive_year(central.url(), 2026)
    assert (again.cases, again.events) == (0, 0)
    play.do("clerk.hr", "note", text="بعد الحفظ")
    assert [event.number for event in play.file("clerk.hr").events] == list(range(1, first.events + 2))
    assert audited(central) == (True, 0)
    later = archive_year(central.url(), 2026)
    assert (later.cases, later.events, later.documents) == (1, 1, 0)
    with central.connected() as connection:
        kept = connection.execute(text("SELECT events, documents FROM archived_year")).one()
    assert kept == (first.events + 1, first.documents)


def test_a_case_with_something_unfinished_stays_with_the_work(ended: tuple[CentralDatabase, Play]) -> None:
    central, play = ended
    play.pay("45.500", gateway_id="paid-twice")
    done = archive_year(central.url(), 2026)
    assert (done.cases, done.unsettled) == (0, 1)
    assert counts(central, "y2026") == (0, 0, 0)


def test_the_record_holds_in_its_year(ended: tuple[CentralDatabase, Play]) -> None:
    central, _ = ended
    archive_year(central.url(), 2026)
    for statement in (
        "DELETE FROM case_event_y2026",
        "TRUNCATE case_event_y2026",
        "TRUNCATE attachment_open",
        "UPDATE case_event_y2026 SET note = 'x'",
        "UPDATE case_event SET closed_year = 0",
        "UPDATE case_event SET closed_year = 2025",
        "UPDATE attachment_open SET closed_year = 2026",
        "UPDATE letter_document SET pdf = 'x'",
        "SET session_replication_role = replica; UPDATE case_event_y2026 SET note = 'x'",
    ):
        assert refused(central, "postgres", statement) == "DW403", statement
    beside = (
        "INSERT INTO attachment_verdict (attachment_id, case_id, round, verdict, reason_code, note,"
        " judged_by, judged_at) VALUES (99999, 1, 1, 'accepted', '', '', 'x', now())"
    )
    assert refused(central, "postgres", beside) == "23503"


def test_a_year_is_put_away_and_brought_back(ended: tuple[CentralDatabase, Play], tmp_path: Path) -> None:
    central, play = ended
    archive_year(central.url(), 2026)
    with central.connected() as connection:
        before, rights = rows_of(connection), privileges(connection)
    away = put_away(central.url(), 2026, tmp_path / "2026.year")
    assert away.path.stat().st_mode & 0o077 == 0
    assert tuple(away.rows.values()) > (0, 0, 0)
    # The case, its money and the letter's number are there; what is away is told as such, not as broken.
    gone = play.file("clerk.hr")
    with pytest.raises(Refusal, match="closed in 2026 are put away"):
        opened(central, gone.case.reference)
    assert gone.case.reference
    assert not gone.events
    assert gone.letters
    assert audited(central) == (True, 1)
    with central.connected("admin") as connection:
        assert not connection.execute(text("SELECT app.chain_breaks(10)")).all()
    with pytest.raises(Refusal, match="2026"):
        play.do("clerk.hr", "note", text="لا سجل هنا")
    for work in (
        lambda: archive_year(central.url(), 2026),
        lambda: put_away(central.url(), 2026, tmp_path / "twice"),
    ):
        with pytest.raises(Refusal, match="put away"):
            work()
    wrong = tmp_path / "wrong.year"
    wrong.write_bytes(away.path.read_bytes()[:-1])
    with pytest.raises(Refusal, match="not the file"):
        bring_back(central.url(), wrong)
    assert bring_back(central.url(), away.path).rows == away.rows
    with central.connected() as connection:
        assert rows_of(connection) == before
        assert privileges(connection) == rights
        check_tables(connection)
    assert audited(central) == (True, 0)


def test_a_backup_of_it_comes_back(
    postgres: TemporaryPostgres, ended: tuple[CentralDatabase, Play], tmp_path: Path
) -> None:
    central, _ = ended
    archive_year(central.url(), 2026)
    with central.connected() as connection:
        before = rows_of(connection)
    made = backup(central.url(), tmp_path / "night.backup")
    restore(made.path, postgres.create_database("restored_years"))
    again = CentralDatabase(postgres, "restored_years")
    assert counts(again, "y2026") == counts(central, "y2026")
    with again.connected() as connection:
        assert rows_of(connection) == before
    postgres.drop_database("restored_years")


def test_what_is_no_ended_year_is_refused(fresh_central: CentralDatabase, tmp_path: Path) -> None:
    for year in (2026, 1999, 2027):
        with pytest.raises(Refusal, match="has ended"):
            archive_year(fresh_central.url(), year)
    with pytest.raises(Refusal, match="not moved yet"):
        put_away(fresh_central.url(), 2025, tmp_path / "x")
    with pytest.raises(Refusal, match="Only the central"):
        archive_year(embedded_url(tmp_path / "one.sqlite"), 2025)
    assert not list(tmp_path.iterdir())
