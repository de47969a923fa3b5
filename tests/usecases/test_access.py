"""Who saw which application is noted beside the work, on both databases, and read by whoever audits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from desktop.base.errors import Refusal
from desktop.models.records.people import AUDITOR
from desktop.models.tables.office import staff_authority
from desktop.usecases.access import AccessBook, accesses, looking
from desktop.usecases.cases import open_case, read_attachment
from desktop.usecases.letters import read_letter
from desktop.usecases.session import Session
from tests.models.seeds import YEAR
from tests.usecases.scene import WORKER, Office, Scene, application

pytest_plugins = ["tests.usecases.places"]

ALL_TIME = (date(2026, 1, 1), date(2030, 1, 1))


@pytest.fixture
def scene(office: Office) -> Scene:
    return office.submit(application())


@pytest.fixture
def book(office: Office, scene: Scene) -> Iterator[AccessBook]:
    """What rana looks at; written down when a test says so."""
    made = AccessBook(office.session("rana"), pause=3600)
    yield made
    made.close()


def watched(office: Office, book: AccessBook) -> Session:
    return replace(office.session("rana"), looks=book)


def seen(office: Office, reader: str = WORKER) -> list[tuple[str, str, str]]:
    found = accesses(office.session(reader), "", "", *ALL_TIME)
    return sorted((one.login, one.reference, one.what) for one in found)


def test_opening_reading_and_letters_are_noted_once_in_a_while(
    office: Office, scene: Scene, book: AccessBook
) -> None:
    scene.asked_to_pay().pay().work()
    session = watched(office, book)
    opened = open_case(session, scene.reference)
    open_case(session, scene.reference)
    read_attachment(session, opened.file.attachments[0].attachment_id)
    read_letter(session, opened.file.letters[0].letter_id)
    assert seen(office) == [], "nobody waits for the note"
    assert book.flush() == 3
    expected = [("rana", scene.reference, what) for what in ("case", "document", "letter")]
    assert seen(office) == expected
    office.later(minutes=11)
    open_case(session, scene.reference)
    book.flush()
    assert seen(office) == sorted([*expected, ("rana", scene.reference, "case")])
    (newest, *_) = accesses(office.session(WORKER), scene.reference.lower(), "rana", *ALL_TIME)
    assert newest.workstation == "desk of rana"
    assert abs(newest.at - office.now()) < timedelta(seconds=5)
    assert accesses(office.session(WORKER), "no reference", "", *ALL_TIME) == ()
    assert accesses(office.session(WORKER), "", "omar", *ALL_TIME) == ()
    assert accesses(office.session(WORKER), "", "", date(2020, 1, 1), date(2020, 2, 1)) == ()


def test_what_is_left_is_written_when_the_person_leaves(office: Office, scene: Scene) -> None:
    with looking(office.session("rana")) as session:
        open_case(session, scene.reference)
    assert seen(office) == [("rana", scene.reference, "case")]


def test_only_auditors_and_administrators_read_it(office: Office, scene: Scene) -> None:
    with looking(office.session("rana")) as session:
        open_case(session, scene.reference)
    assert seen(office, "aida") == [("rana", scene.reference, "case")]
    for login in ("rana", "huda"):
        with pytest.raises(Refusal):
            seen(office, login)
    office.put(staff_authority, login="huda", authority=AUDITOR, valid_from=YEAR)
    assert seen(office, "huda") == [("rana", scene.reference, "case")]


@pytest.mark.postgres
def test_the_server_says_who_looked_and_nothing_is_taken_back(central_office: Office) -> None:
    scene = central_office.submit(application())
    case_id = scene.file.case.case_id
    record = f"""SELECT app.record_access('[{{"case_id": {case_id}, "what": "case"}},
                 {{"case_id": 999999, "what": "case"}}, {{"case_id": {case_id}, "what": "x"}}]', 'psql')"""
    as_login = central_office.database
    with as_login("rana").engine.begin() as connection:
        assert connection.exec_driver_sql(record).scalar_one() == 1
        # A clerk's own looks are not the clerk's to read, change or remove.
        assert connection.execute(text("SELECT count(*) FROM access_log")).scalar_one() == 0
    with as_login("badr").engine.begin() as connection:
        assert connection.exec_driver_sql(record).scalar_one() == 0, "another department's case"
    for login, statement in (
        ("rana", "DELETE FROM access_log"),
        ("aida", "DELETE FROM access_log"),
        (WORKER, "UPDATE access_log SET login = 'omar'"),
        (
            "rana",
            "INSERT INTO access_log (at, login) VALUES (now(), 'omar')",
        ),
        ("rana", "SELECT * FROM app.accesses('', '', '2020-01-01', '2030-01-01', 10)"),
    ):
        with (
            pytest.raises(Exception, match=r"permission denied|not allowed"),
            as_login(login).engine.begin() as connection,
        ):
            connection.exec_driver_sql(statement)
    for statement in ("UPDATE access_log SET login = 'x'", "DELETE FROM access_log", "TRUNCATE access_log"):
        with (
            pytest.raises(Exception, match=r"only be added to|kept for ever"),
            central_office.administrator().begin() as connection,
        ):
            connection.execute(text(statement))
