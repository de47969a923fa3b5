"""Reading and doing what belongs to others, in ways that nobody has listed: it shows and changes nothing."""

from __future__ import annotations

import hashlib
import json
import threading
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from desktop.models.chain import broken_at
from desktop.models.queries.case_files import events_of
from desktop.models.records.people import WORKER_LOGIN
from tests.models.attempts import DENIED, everything, picture
from tests.models.databases import CentralDatabase, password_of
from tests.models.play import CentralDesk, Play, task
from tests.models.test_central_attacks import connect

pytestmark = [pytest.mark.postgres, pytest.mark.clause("COM-10")]

SECRET = "فلان المكتوم الزيزفوني"


@pytest.fixture(scope="module")
def target(central_of_module: CentralDatabase) -> Play:
    """A case of Human Resources with a document, a message and a letter, under a name that no other has."""
    play = Play(CentralDesk(central_of_module))
    play.open(task(), key="target")
    play.judge("clerk.hr")
    play.do("clerk.hr", "approve")
    named = "UPDATE app.cases SET applicant_name = :n, name_search = app.search_form(:n) WHERE id = :id"
    with central_of_module.connected() as connection:
        connection.execute(text(named), {"n": SECRET, "id": play.case_id})
    return play


# Ways to somebody else's rows. What they return, and what they complain of, tells nothing of the case.
READING = """
SELECT * FROM app.cases TABLESAMPLE SYSTEM (100)
SELECT ctid, xmin, tableoid, c FROM app.cases c WHERE ctid = '(0,1)'
SELECT to_jsonb(c) FROM app.cases c
SELECT query_to_xml('SELECT * FROM app.cases', true, true, '')
SELECT table_to_xml('app.cases', true, true, '')
SELECT schema_to_xml('app', true, true, '')
SELECT cursor_to_xml('c', 10, true, true, '')
SELECT * FROM ts_stat('SELECT to_tsvector(applicant_name) FROM app.cases')
SELECT * FROM pg_stats WHERE schemaname = 'app'
SELECT * FROM pg_stats_ext
SELECT * FROM pg_stats_ext_exprs
SELECT most_common_vals FROM pg_stats WHERE tablename = 'cases' AND attname = 'applicant_name'
SELECT * FROM app.cases WHERE CASE WHEN applicant_name LIKE '%{name}%' THEN 1 / (id - id) = 1 ELSE true END
SELECT CAST(applicant_name AS integer) FROM app.cases
SELECT applicant_name::date FROM app.cases WHERE reference = '{reference}'
SELECT * FROM app.cases WHERE applicant_name ~ repeat('(a*)*', 5) OR 1 / length(reference) = 1
SELECT xpath('/' || applicant_name, '<a/>') FROM app.cases
SELECT app.search_form(applicant_name) FROM app.cases
SELECT * FROM app.cases c JOIN LATERAL (SELECT 1 / (c.id - {id})) x ON true
SELECT * FROM app.case_event e FULL JOIN app.cases c ON c.id = e.case_id
SELECT * FROM app.staff s LEFT JOIN app.cases c ON c.last_actor = s.login
SELECT * FROM app.message WHERE case_id = {id}
SELECT content FROM app.attachment WHERE case_id = {id}
SELECT convert_from(pdf, 'LATIN1') FROM app.letter_document
SELECT * FROM app.search_cases('{name}', '', ARRAY['{reference}'], false, NULL)
SELECT * FROM app.search_cases('a | !b & ({name}):*', '', ARRAY[]::text[], false, 1000)
SELECT * FROM app.search_cases('', '{identity}', ARRAY[]::text[], false, 1000)
SELECT app.record_access('[{{"case_id": {id}, "what": "case", "ago": 0}}]', 'psql')
SELECT * FROM app.month_flow(now() - interval '300 days', now() + interval '30 days')
SELECT * FROM app.accesses('{reference}', '', '2026-01-01', '2027-01-01', 100)
SELECT query FROM pg_stat_activity WHERE usename <> session_user
SELECT pg_stat_get_backend_activity(s) FROM pg_stat_get_backend_idset() AS s
SELECT application_name, client_addr FROM pg_stat_activity WHERE usename <> session_user
COPY (SELECT * FROM app.cases) TO STDOUT
EXPLAIN (ANALYZE, VERBOSE, BUFFERS) SELECT 1 / (id - {id}) FROM app.cases WHERE applicant_name = '{name}'
WITH RECURSIVE r AS (SELECT c FROM app.cases c UNION SELECT c FROM app.cases c) SELECT * FROM r
SELECT string_agg(applicant_name, ',') OVER () FROM app.cases
DECLARE c CURSOR WITH HOLD FOR SELECT * FROM app.cases; FETCH ALL FROM c
PREPARE p AS SELECT * FROM app.cases WHERE id = {id}; EXECUTE p
DO $$ DECLARE n text; BEGIN SELECT applicant_name INTO n FROM app.cases WHERE id = {id}; RAISE '%', n; END $$
"""


@pytest.mark.parametrize("login", ["clerk.gis", "nobody", "admin"])
def test_no_way_of_reading_tells_of_another_departments_case(
    central: CentralDatabase, target: Play, login: str
) -> None:
    case = target.file("clerk.hr").case
    secret = (SECRET, "Secret-Query-Text")
    names = {
        "id": case.case_id, "reference": case.reference, "name": secret[0],
        "identity": case.applicant.identity,
    }  # fmt: skip
    told = []
    before = picture(central, target.case_id)
    with connect(central, "clerk.hr") as colleague, connect(central, login) as connection:
        colleague.execute("SELECT 'Secret-Query-Text'")
        for line in READING.strip().splitlines():
            statement = line.format(**names)
            try:
                rows = _read(connection, statement)
            except psycopg.Error as error:
                rows = f"{error} {error.diag.message_detail} {error.diag.context}"
                # An error that only a row can cause would tell that there is one.
                if error.sqlstate == "22012":
                    told.append((statement, rows))
                    continue
            # What one has typed oneself comes back in messages and plans.
            seen = rows.replace(statement, "")
            asked = [part for part in secret if part in statement]
            told += [(statement, seen[:300]) for part in secret if part in seen and part not in asked]
            connection.execute("ROLLBACK")
            connection.execute("CLOSE ALL")
    assert told == []
    assert picture(central, target.case_id) == before


def _read(connection: psycopg.Connection, statement: str) -> str:
    if statement.startswith("COPY"):
        with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            return b"".join(bytes(part) for part in copy).decode()
    cursor = connection.execute(statement.encode())
    found = ""
    while True:
        found += repr(cursor.fetchall()) if cursor.description else ""
        if not cursor.nextset():
            return found


def test_the_reading_attempts_find_what_is_there(central: CentralDatabase, target: Play) -> None:
    """To the case's own clerk most of them do tell it: the attempts are real ones."""
    case = target.file("clerk.hr").case
    names = {
        "id": case.case_id,
        "reference": case.reference,
        "name": "عبد",
        "identity": case.applicant.identity,
    }
    found = 0
    with connect(central, "clerk.hr") as connection:
        for line in READING.strip().splitlines():
            try:
                rows = _read(connection, line.format(**names))
            except psycopg.Error as error:
                rows = str(error)
            found += SECRET in rows or "division by zero" in rows or str([(case.case_id,)]) in rows
            connection.execute("ROLLBACK")
            connection.execute("CLOSE ALL")
    assert found > 15


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE", "READ COMMITTED READ ONLY"])
def test_nothing_is_judged_by_an_old_picture(central: CentralDatabase, play: Play, level: str) -> None:
    plan = json.dumps(play.plan("clerk.hr", "claim").as_json())
    opening = json.dumps(play.opening(task(), key="old").as_json())
    before = everything(central)
    calls: tuple[tuple[str, str, list[Any]], ...] = (
        ("clerk.hr", "SELECT app.step(%s::jsonb)", [plan]),
        ("clerk.hr", "SELECT app.open_case(%s::jsonb, '{}', '[]')", [opening]),
        ("clerk.hr", "SELECT app.attach(%s, 1, '', '{}', '[]')", [play.case_id]),
        ("clerk.hr", "SELECT app.take_back(%s, 1, 1, '')", [play.case_id]),
        ("clerk.ks", "SELECT app.occasion('plan', NULL, NULL, '{}', '')", []),
        ("admin", "SELECT app.office('holiday', '{}', '')", []),
        (WORKER_LOGIN, "SELECT app.anonymise(%s)", [play.case_id]),
    )
    for login, call, given in calls:
        with connect(central, login) as connection:
            connection.execute(f"BEGIN ISOLATION LEVEL {level}".encode())
            with pytest.raises(psycopg.Error) as caught:
                connection.execute(call.encode(), given)
            assert caught.value.sqlstate in ("DWINV", "25006"), call
            connection.execute("ROLLBACK")
    assert everything(central) == before


def test_what_was_open_before_a_right_was_taken_shows_nothing_new(
    central: CentralDatabase, play: Play
) -> None:
    """A held cursor and an old snapshot keep what was read already; nothing newer, and no step."""
    reference = play.file("clerk2.hr").case.reference
    later = "SELECT count(*) FROM app.case_event WHERE case_id = %s"
    with connect(central, "clerk2.hr") as held, connect(central, "clerk2.hr") as snapshot:
        held.execute("BEGIN")
        held.execute("DECLARE kept CURSOR WITH HOLD FOR SELECT reference, state FROM app.cases")
        held.execute("COMMIT")
        snapshot.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        assert snapshot.execute(later, [play.case_id]).fetchone() == (1,)
        plan = json.dumps(play.plan("clerk2.hr", "claim").as_json())
        taken = "UPDATE app.staff_grant SET valid_to = app.today() - 1 WHERE login = 'clerk2.hr'"
        with central.connected() as connection:
            connection.execute(text(taken))
        try:
            play.do("clerk.hr", "note", text="بعد سحب الصلاحية")
            assert (reference, "review") in held.execute("FETCH ALL FROM kept").fetchall()
            assert held.execute("SELECT count(*) FROM app.cases").fetchone() == (0,)
            assert snapshot.execute(later, [play.case_id]).fetchone() == (1,)
            for connection_ in (held, snapshot):
                with pytest.raises(psycopg.Error) as caught:
                    connection_.execute("SELECT app.step(%s::jsonb)", [plan])
                assert caught.value.sqlstate in ("DW404", "DWINV")
        finally:
            with central.connected() as connection:
                connection.execute(
                    text("UPDATE app.staff_grant SET valid_to = NULL WHERE login = 'clerk2.hr'")
                )
    assert play.file("clerk.hr").case.version == 2


def test_a_locked_accounts_open_session_does_nothing(central: CentralDatabase, play: Play) -> None:
    plan = json.dumps(play.plan("clerk2.hr", "claim").as_json())
    with connect(central, "clerk2.hr") as connection:
        connection.execute("SELECT app.keep_preference('theme', 'dark')")
        saved = connection.execute("SELECT app.save_filter('mine', '', '{}')").fetchone()
        with central.connected() as owner:
            owner.execute(text("UPDATE app.staff SET active = false WHERE login = 'clerk2.hr'"))
        before = everything(central)
        try:
            calls: tuple[tuple[str, list[Any]], ...] = (
                ("SELECT app.step(%s::jsonb)", [plan]),
                ("SELECT app.keep_preference('theme', 'light')", []),
                ("SELECT app.save_filter('mine', '', '{}')", []),
                ("SELECT app.drop_filter(%s)", [saved and saved[0]]),
                ("SELECT app.count_lookup('permits', 'entry 318', 5)", []),
                ("SELECT app.forget_lookup('permits', 'entry 318')", []),
            )
            for call, given in calls:
                with pytest.raises(psycopg.Error) as caught:
                    connection.execute(call.encode(), given)
                assert (caught.value.sqlstate or "").startswith("DW4"), call
            seen = json.dumps([{"case_id": play.case_id, "what": "case", "ago": 0}])
            assert connection.execute("SELECT app.record_access(%s, '')", [seen]).fetchone() == (0,)
            for table in ("cases", "case_event", "message", "attachment", "letter", "tally"):
                count = sql.SQL("SELECT count(*) FROM app.{}").format(sql.Identifier(table))
                assert connection.execute(count).fetchone() == (0,), table
            assert everything(central) == before
        finally:
            with central.connected() as owner:
                owner.execute(text("UPDATE app.staff SET active = true WHERE login = 'clerk2.hr'"))


def test_a_plan_cannot_say_who_sends_it(central: CentralDatabase, play: Play) -> None:
    """Names in the arguments are only words: the event is the caller's."""
    forged = {
        **play.plan("clerk.hr", "note", text="ملاحظة").as_json(), "actor": "senior.hr", "login": "senior.hr",
        "on_behalf_of": "senior.hr", "session_user": "senior.hr", "at": "2020-01-01T00:00:00Z",
        "hash": "0" * 64, "number": 99,
    }  # fmt: skip
    with connect(central, "clerk.hr") as connection:
        connection.execute("SELECT app.step(%s::jsonb)", [json.dumps(forged)])
        for call, given in (
            ("SELECT app.set_password('senior.hr', %s)", ["x"]),
            ("SELECT app.office('delegation', %s, '')", [_DELEGATION]),
            ("SELECT app.office('staff_grant', %s, '')", ['{"login": "clerk.hr", "job": "admin"}']),
            ("SELECT app.accesses('', 'senior.hr', '2026-01-01', '2027-01-01', 9)", []),
            ("SELECT app.save_filter('senior', 'gis', %s)", ["{}"]),
            ("SELECT app.give_job_role('clerk.hr', %s)", ["admin"]),
            ("SELECT app.works_in('senior.hr', %s)", ["hr"]),
            ("SELECT app.has_authority(%s)", ["senior_management"]),
        ):
            with pytest.raises(psycopg.Error) as caught:
                connection.execute(call.encode(), given)
            assert caught.value.sqlstate in (DENIED, "DW403", "DWINV"), call
    with central.connected() as connection_:
        last = events_of(connection_, play.case_id)[-1]
        assert broken_at(play.case_id, events_of(connection_, play.case_id)) is None
    assert (last.actor, last.on_behalf_of, last.number) == ("clerk.hr", "", 2)


_DELEGATION = json.dumps({
    "from_login": "senior.hr", "to_login": "clerk.hr", "department": "hr", "job": "supervisor",
    "first_day": "2026-11-22", "last_day": "2026-11-30", "reason": "إجازة",
})  # fmt: skip


def test_nobody_hears_another_departments_news(central: CentralDatabase, play: Play) -> None:
    with connect(central, "clerk.gis") as spy, connect(central, "clerk.hr") as own:
        (channels,) = own.execute("SELECT app.my_channels()").fetchone() or ([],)
        (spied,) = spy.execute("SELECT app.my_channels()").fetchone() or ([],)
        assert channels
        assert not set(channels) & set(spied)
        for guess in ("hr", "diwan_hr", "app", "case_event", "diwan", *spied):
            spy.execute(sql.SQL("LISTEN {}").format(sql.Identifier(guess)))
        for channel in channels:
            own.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        with central.connected() as connection:
            # A department is told once in a second, and the case was opened within this one.
            connection.execute(text("UPDATE app.last_word SET at = at - interval '1 day'"))
        play.do("clerk.hr", "note", text="خبر")
        assert [word.payload for word in own.notifies(timeout=5, stop_after=1)] == [""]
        assert list(spy.notifies(timeout=0.2)) == []
        # Which channels others listen to is theirs too.
        assert spy.execute("SELECT pg_listening_channels()").fetchall().count((channels[0],)) == 0


@pytest.mark.parametrize("cut", ["pg_cancel_backend", "pg_terminate_backend"])
def test_cutting_off_ones_own_other_session_leaves_nothing_half_done(
    central: CentralDatabase, play: Play, cut: str
) -> None:
    plan = json.dumps(play.plan("clerk.hr", "claim").as_json())
    before = picture(central, play.case_id)
    codes = []

    def step(session: psycopg.Connection) -> None:
        try:
            session.execute("SELECT app.step(%s::jsonb)", [plan])
        except psycopg.Error as error:
            codes.append(error.sqlstate)

    with (
        connect(central, "clerk.hr") as one,
        connect(central, "clerk.hr") as other,
        central.connected() as holder,
    ):
        holder.execute(text("SELECT 1 FROM app.cases WHERE id = :id FOR UPDATE"), {"id": play.case_id})
        thread = threading.Thread(target=step, args=(other,))
        thread.start()
        waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = :pid")
        while not holder.execute(waits, {"pid": other.info.backend_pid}).scalar_one():
            pass
        one.execute(f"SELECT {cut}(%s)".encode(), [other.info.backend_pid])
        thread.join()
    assert codes in (["57014"], ["57P01"])
    assert picture(central, play.case_id) == before


def test_many_documents_at_once_are_refused_before_they_are_kept(
    central: CentralDatabase, play: Play
) -> None:
    play.judge("clerk.hr", "rejected", reason_code="unclear")
    play.do("clerk.hr", "request_correction")
    content = b"%PDF-1.7\n"
    meta = {"slot": "certificate", "filename": "a.pdf", "media_type": "application/pdf",
            "sha256": hashlib.sha256(content).hexdigest()}  # fmt: skip
    call = "SELECT app.attach(%s, 3, '', %s::bytea[], %s)"
    before = picture(central, play.case_id)
    with connect(central, "clerk.hr") as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute(call.encode(), [play.case_id, [content] * 1000, json.dumps([meta] * 1000)])
    assert caught.value.sqlstate == "DWINV"
    assert picture(central, play.case_id) == before


def test_a_password_is_needed_by_everybody(central: CentralDatabase) -> None:
    url = central.url("clerk.hr")
    for password in ("", " ", "md5x", password_of("clerk.hr").upper()):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(
                host=url.host, port=url.port, dbname=url.database, user="clerk.hr", password=password
            )


def test_who_holds_everybody_up_is_ended_by_the_worker(central: CentralDatabase, play: Play) -> None:
    """Time limits are everybody's own to switch off; what a transaction holds keeps the others waiting."""
    with central.connected() as owner:
        shortened = owner.execute(text("SELECT pg_get_functiondef('app.end_hoarders()'::regprocedure)"))
        driver = owner.connection.driver_connection
        assert driver is not None
        driver.execute(shortened.scalar_one().replace("5 minutes", "0.1 seconds").encode())
    with connect(central, "clerk2.hr") as hoarder, connect(central, WORKER_LOGIN) as worker:
        hoarder.execute("SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0")
        hoarder.execute("BEGIN")
        case = play.file("clerk.hr").case
        plan = json.dumps(play.plan("clerk2.hr", "note", text="مطوّل").as_json())
        hoarder.execute("SELECT app.step(%s::jsonb)", [plan])
        hoarder.execute("SELECT 1")
        refused = play.plan("clerk.hr", "claim")
        with connect(central, "clerk.hr") as waiting:
            waiting.execute("SET lock_timeout = '100ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                waiting.execute("SELECT app.step(%s::jsonb)", [json.dumps(refused.as_json())])
        for login in ("clerk2.hr", "admin"):
            with connect(central, login) as other, pytest.raises(psycopg.errors.InsufficientPrivilege):
                other.execute("SELECT app.end_hoarders()")
        assert worker.execute("SELECT app.end_hoarders()").fetchall() == [("clerk2.hr",)]
        with pytest.raises(psycopg.OperationalError):
            hoarder.execute("COMMIT")
        assert worker.execute("SELECT app.end_hoarders()").fetchall() == []
    assert play.file("clerk.hr").case.version == case.version
    assert play.carry_out("clerk.hr", refused).version == case.version + 1
