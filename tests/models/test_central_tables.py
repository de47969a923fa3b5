"""Tables, roles and functions of the central database that nobody gets round."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text

from desktop.models.records.people import WORKER_LOGIN
from tests.models.attempts import DENIED, delegated, picture, refused
from tests.models.databases import CentralDatabase, password_of
from tests.models.play import MOBILE, CentralDesk, Play, task

pytestmark = [pytest.mark.postgres, pytest.mark.clause("COM-10")]

ATTEMPTS = """
UPDATE cases SET state = 'completed'
UPDATE cases SET version = version + 2
UPDATE cases SET department = 'gis'
INSERT INTO cases (reference) VALUES ('TRN-2026-000001-1')
DELETE FROM cases
TRUNCATE cases CASCADE
SELECT id FROM cases FOR UPDATE
LOCK TABLE cases
INSERT INTO case_event SELECT * FROM case_event
UPDATE case_event SET actor = 'senior.hr'
DELETE FROM case_event
TRUNCATE case_event
UPDATE message SET text = 'مرحبا', recipient = '+962790000000'
DELETE FROM message
UPDATE attachment SET content = 'x'
UPDATE attachment_verdict SET verdict = 'accepted'
UPDATE refund SET state = 'approved'
UPDATE payment_request SET amount = 1
UPDATE payment_notice SET amount = 1
DELETE FROM letter
DELETE FROM letter_print
UPDATE staff SET active = true
UPDATE staff_grant SET job = 'admin'
INSERT INTO staff_grant (login, job, valid_from) VALUES (session_user, 'admin', '2026-01-01')
INSERT INTO staff_authority (login, authority, valid_from) VALUES (session_user, 'x', '2026-01-01')
UPDATE delegation SET to_login = session_user
UPDATE workflow_action SET jobs = 'clerk', authority = ''
DELETE FROM service_definition
UPDATE wording SET text = ''
UPDATE fee SET amount = 0
UPDATE setting SET value = '0'
INSERT INTO office_event SELECT * FROM office_event
UPDATE counter SET last = 0
SELECT last FROM counter
SELECT rolpassword FROM pg_authid
SELECT 1 FROM pg_statistic
SELECT 1 FROM pg_largeobject
ALTER TABLE case_event DISABLE TRIGGER ALL
DROP POLICY departments ON cases
ALTER TABLE cases DISABLE ROW LEVEL SECURITY
CREATE TABLE app.mine (n int)
CREATE TEMP TABLE staff_grant (login text)
CREATE FUNCTION app.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'
CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'
CREATE SCHEMA mine
CREATE TRIGGER mine BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION app.kept()
CREATE INDEX mine ON cases (mobile)
SET ROLE diwan_owner
SET ROLE diwan_accounts
SET SESSION AUTHORIZATION postgres
SET session_replication_role = replica
GRANT diwan_owner TO diwan_staff
CREATE ROLE mine
ALTER ROLE postgres PASSWORD 'x'
COPY cases TO PROGRAM 'cat'
COPY counter TO STDOUT
SELECT pg_read_file('PG_VERSION')
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'
SELECT app.refuse('DW403')
SELECT app.record_office('fee', '{}', '')
SELECT app.next_number('case', 'TRN', 2026)
SELECT app.queue_message(c, 'refused', '{}') FROM cases c
SELECT app.carry_out(c, '{}', '{}') FROM cases c
SELECT app.named('x', '{hr}', false)
SELECT app.message_values(c, 'refused', '', '{}') FROM cases c
SELECT app.enter_staff('x', 'x', 'x', '')
SELECT app.give_job_role(session_user::text, 'admin')
SELECT app.grants_of('senior.hr')
SELECT nextval('cases_id_seq')
SELECT setval('cases_id_seq', 1)
SELECT lo_import('/etc/passwd')
UPDATE tally SET cases = 0
INSERT INTO tally (department) VALUES ('hr')
SELECT secret FROM channel_key
UPDATE reference_version SET drawn = ''
SELECT app.draw_reference_version()
SELECT app.channel_of('gis')
SELECT app.tell_department(ARRAY['gis'])
SELECT app.sum_tally()
INSERT INTO preference (login, name, value) VALUES ('senior.hr', 'x', 'x')
UPDATE saved_filter SET content = '{}'
DELETE FROM saved_filter
UPDATE occasion SET taken = 0, reached_at = now()
INSERT INTO place (case_id) VALUES (1)
UPDATE place SET state = 'seated', seat = 1
UPDATE level_result SET passed = true
SELECT app.take_place(c) FROM cases c
SELECT app.happen(1, 'reached', '', now())
SELECT app.settle_occasion(1, '', now())
"""


@pytest.mark.parametrize("login", ["clerk.hr", "senior.hr", "admin", "nobody", WORKER_LOGIN])
def test_nothing_is_written_past_the_functions(central: CentralDatabase, play: Play, login: str) -> None:
    before = picture(central, play.case_id)
    for statement in ATTEMPTS.strip().splitlines():
        # A colon would be read as a parameter.
        assert refused(central, login, statement.replace(":", "\\:")) == DENIED, statement
    assert picture(central, play.case_id) == before


def test_another_department_sees_nothing(central: CentralDatabase, play: Play) -> None:
    play.judge("clerk.hr")
    of_cases = ("case_event", "attachment", "attachment_verdict", "message")
    for login, expected in (("clerk.hr", True), ("clerk.gis", False), ("nobody", False), ("admin", False)):
        with central.connected(login) as connection:
            wanted = {"id": play.case_id}
            seen = connection.execute(text("SELECT count(*) FROM cases WHERE id = :id"), wanted).scalar_one()
            assert bool(seen) is expected
            for table in of_cases:
                rows = text(f"SELECT count(*) FROM {table} WHERE case_id = :id")
                assert bool(connection.execute(rows, wanted).scalar_one()) is expected, (login, table)


def test_errors_tell_nothing(central: CentralDatabase, play: Play) -> None:
    trap = "SELECT 1 / (id - :id) FROM cases WHERE reference = :reference"
    reference = play.file("clerk.hr").case.reference
    # The row's own clerk gets the error: the attempt is a real one.
    assert refused(central, "clerk.hr", trap, id=play.case_id, reference=reference) == "22012"
    with central.connected("clerk.gis") as connection:
        assert not connection.execute(text(trap), {"id": play.case_id, "reference": reference}).all()


@pytest.mark.clause("COM-07")
def test_the_record_holds_against_its_owner(central: CentralDatabase, play: Play) -> None:
    for table in (
        "case_event", "attachment", "attachment_verdict", "letter_print", "letter_document", "office_event",
    ):  # fmt: skip
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            assert refused(central, "postgres", statement) == "DW403", statement
    for table in ("cases", "message", "letter", "refund", "payment_notice", "staff"):
        assert refused(central, "postgres", f"DELETE FROM {table}") == "DW403", table
    with central.connected() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        with pytest.raises(Exception, match="can only be added to"):
            connection.execute(text("UPDATE case_event SET note = 'x'"))
        connection.rollback()


@pytest.mark.clause("COM-03", "COM-11")
def test_what_was_issued_does_not_change(central: CentralDatabase, play: Play) -> None:
    play.judge("clerk.hr")
    play.do("clerk.hr", "approve")
    play.send_messages()
    play.seal_letters()
    for statement in (
        "UPDATE letter SET serial = 'HR-2026-99999' WHERE case_id = :id",
        "UPDATE letter SET content = '{}x' WHERE case_id = :id",
        "UPDATE letter SET sealed_at = NULL WHERE case_id = :id",
        "UPDATE message SET text = 'x' WHERE case_id = :id",
        "UPDATE message SET state = 'waiting' WHERE case_id = :id",
    ):
        assert refused(central, "postgres", statement, id=play.case_id) == "DW403", statement


def test_a_wrong_password_does_not_log_in(central: CentralDatabase) -> None:
    url = central.url("clerk.hr").set(password=password_of("clerk2.hr"))
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))


def test_the_portal_reaches_its_functions_only(central: CentralDatabase, play: Play) -> None:
    with central.connected() as connection:
        tables = connection.execute(
            text("SELECT relname FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'")
        ).scalars().all()  # fmt: skip
    assert len(tables) > 25
    for table in tables:
        assert refused(central, "portal", f"SELECT 1 FROM app.{table}") == DENIED
    plan = play.plan("clerk.hr", "claim").as_json()
    step = "SELECT app.step(CAST(:plan AS jsonb))"
    assert refused(central, "portal", step, plan=json.dumps(plan)) == DENIED
    assert refused(central, "portal", "SELECT portal.receive('submit', '', 'x')") == DENIED
    assert refused(central, "portal", "SELECT portal.case_of('x', 'y')") == DENIED
    assert refused(central, "clerk.hr", f"SELECT portal.status('x', '{MOBILE}')") == DENIED


def test_the_worker_changes_what_it_must_and_no_more(central: CentralDatabase, play: Play) -> None:
    for statement in (
        "UPDATE message SET recipient = '+962790000000'",
        "UPDATE payment_request SET amount = 1",
        "UPDATE refund SET state = 'paid'",
        "UPDATE letter SET serial = 'HR-2026-00001'",
        "UPDATE deadline SET action = 'begin'",
        "DELETE FROM inbox",
        "UPDATE cases SET department = 'gis'",
    ):
        assert refused(central, WORKER_LOGIN, statement) == DENIED, statement
    assert play.send_messages() > 0
    with central.connected(WORKER_LOGIN) as connection:
        assert connection.execute(text("SELECT app.try_case(:id)"), {"id": play.case_id}).scalar_one() is True
        with central.connected(WORKER_LOGIN) as other:
            assert other.execute(text("SELECT app.try_case(:id)"), {"id": play.case_id}).scalar_one() is False
    assert refused(central, "clerk.hr", "SELECT app.try_case(1)") == DENIED


def test_time_is_the_servers(central: CentralDatabase, play: Play) -> None:
    """A delegation of tomorrow does not work today, whatever the desk's clock says."""
    tomorrow = (play.now + timedelta(days=1)).date()
    with delegated(central, "clerk.hr", "clerk.gis", "hr", "clerk", tomorrow):
        with central.connected("clerk.gis") as connection:
            connection.execute(text("SET timezone = 'Pacific/Kiritimati'"))
            assert connection.execute(text("SELECT app.my_departments()")).scalar_one() == ["gis"]
        play.later(days=1)
        with central.connected("clerk.gis") as connection:
            assert connection.execute(text("SELECT app.my_departments()")).scalar_one() == ["gis", "hr"]


def test_channels_are_told_to_their_department_alone(central: CentralDatabase, play: Play) -> None:
    channels: dict[str, set[str]] = {}
    for login in ("clerk.hr", "clerk.gis", "nobody", "admin"):
        with central.connected(login) as connection:
            channels[login] = set(connection.execute(text("SELECT app.my_channels()")).scalar_one())
    assert len(channels["clerk.hr"]) == len(channels["clerk.gis"]) == 1
    assert channels["clerk.hr"].isdisjoint(channels["clerk.gis"])
    assert channels["nobody"] == channels["admin"] == set()
    assert not any("hr" in one or "gis" in one for one in channels["clerk.hr"] | channels["clerk.gis"])
    central.set_time(play.now + timedelta(days=1))
    with central.connected("clerk.hr") as connection:
        later = set(connection.execute(text("SELECT app.my_channels()")).scalar_one())
    assert later.isdisjoint(channels["clerk.hr"]), "who leaves a department hears nothing of it tomorrow"


def test_nobody_sees_or_writes_anothers_preferences(central: CentralDatabase) -> None:
    keep = text("SELECT app.keep_preference('columns.x', 'mine')")
    with central.connected("clerk.hr") as connection:
        connection.execute(keep)
    seen = text("SELECT count(*) FROM preference")
    for login, count in (("clerk.hr", 1), ("senior.hr", 0), ("clerk.gis", 0), ("admin", 0)):
        with central.connected(login) as connection:
            assert connection.execute(seen).scalar_one() == count, login
    assert refused(central, "portal", "SELECT app.keep_preference('x', 'x')") == DENIED
    assert refused(central, "portal", "SELECT app.my_channels()") == DENIED


def test_a_passed_deadline_is_one_call_and_happens_once(central: CentralDatabase) -> None:
    play = Play(CentralDesk(central))
    play.open(task(), key="one-call")
    play.judge("clerk.hr", "rejected", reason_code="unclear")
    play.do("clerk.hr", "request_correction")
    play.send_messages()
    call = text("SELECT app.pass_deadline(:id, 'correction_expired', 'server')")
    wanted = {"id": play.case_id}
    with central.connected(WORKER_LOGIN) as connection:
        assert connection.execute(call, wanted).scalar_one() is False, "it is not over yet"
    play.later(days=20)
    with central.connected(WORKER_LOGIN) as connection, central.connected(WORKER_LOGIN) as other:
        assert connection.execute(call, wanted).scalar_one() is True
        assert other.execute(call, wanted).scalar_one() is False, "another worker is on it"
    with central.connected(WORKER_LOGIN) as connection:
        assert connection.execute(call, wanted).scalar_one() is False
    assert [event.action for event in play.file("clerk.hr").events].count("correction_expired") == 1
    assert refused(central, "clerk.hr", "SELECT app.pass_deadline(1, 'x', '')") == DENIED


def test_a_department_is_told_once_in_a_second(central: CentralDatabase, play: Play) -> None:
    """Words are said in line: with one for each step, steps would be committed one after the other."""
    with central.connected("clerk.hr") as connection:
        (channel,) = connection.execute(text("SELECT app.my_channels()")).scalar_one()
    engine = central.engine("clerk.hr")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as ear:
        ear.exec_driver_sql(f'LISTEN "{channel}"')
        driver = ear.connection.driver_connection
        assert driver is not None
        with central.connected() as connection:
            connection.execute(text("UPDATE app.last_word SET at = now() - interval '1 minute'"))
        began = time.monotonic()
        for _ in range(3):
            play.do("clerk.hr", "note", text="x")
        taken = time.monotonic() - began
        heard = len(list(driver.notifies(timeout=0.2)))
        assert 1 <= heard <= 1 + taken
        with central.connected() as connection:
            connection.execute(text("UPDATE app.last_word SET at = now() - interval '1 minute'"))
        play.do("clerk.hr", "note", text="x")
        assert len(list(driver.notifies(timeout=0.2))) == 1
