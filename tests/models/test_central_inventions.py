"""Attacks that nobody has listed: each by a real login, each refused, and nothing has changed afterwards."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import Connection, text

from desktop.models.chain import broken_at
from desktop.models.database import Steps
from desktop.models.queries.case_files import events_of
from tests.models.attempts import DENIED, everything, picture, refused
from tests.models.databases import CentralDatabase
from tests.models.play import CentralDesk, Play, task, training
from tests.models.test_central_attacks import EVERYBODY, catalogue, connect

pytestmark = [pytest.mark.postgres, pytest.mark.clause("COM-10")]


@pytest.fixture(scope="module")
def target(central_of_module: CentralDatabase) -> Play:
    """A case of Human Resources with a document, a message and a letter."""
    play = Play(CentralDesk(central_of_module))
    play.open(task(), key="target")
    play.judge("clerk.hr")
    play.do("clerk.hr", "approve")
    return play


# What would need an owner, a superuser or a place to make something in. A statement a line.
MAKING = """
CREATE TYPE public.mine AS ENUM ('a')
CREATE TYPE pg_temp.mine AS (n int)
CREATE DOMAIN pg_temp.mine AS text
CREATE CAST (text AS bigint) WITH INOUT AS IMPLICIT
CREATE AGGREGATE public.mine (int) (SFUNC = int4pl, STYPE = int)
CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'
CREATE PROCEDURE pg_temp.mine() LANGUAGE sql AS 'SELECT 1'
CREATE TEMP VIEW cases AS SELECT 1
CREATE TEMP SEQUENCE mine
SELECT * INTO TEMP mine FROM app.staff
CREATE COLLATION public.mine (locale = 'C')
CREATE OPERATOR public.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)
CREATE OPERATOR CLASS public.mine FOR TYPE int USING btree AS OPERATOR 1 <
CREATE TEXT SEARCH CONFIGURATION public.mine (COPY = simple)
CREATE TEXT SEARCH DICTIONARY public.mine (TEMPLATE = simple)
CREATE STATISTICS public.mine ON id, reference FROM app.cases
CREATE FOREIGN DATA WRAPPER mine
CREATE SERVER mine FOREIGN DATA WRAPPER postgres_fdw
CREATE USER MAPPING FOR CURRENT_USER SERVER mine
IMPORT FOREIGN SCHEMA public FROM SERVER mine INTO public
CREATE EXTENSION postgres_fdw
CREATE EXTENSION file_fdw
CREATE SUBSCRIPTION mine CONNECTION 'host=127.0.0.1' PUBLICATION p
CREATE ACCESS METHOD mine TYPE TABLE HANDLER heap_tableam_handler
CREATE CONVERSION public.mine FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1
CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal))
CREATE DATABASE mine
CREATE TABLESPACE mine LOCATION '/tmp'
CREATE GROUP mine
LOAD 'auto_explain'
CHECKPOINT
ALTER DATABASE postgres SET log_statement = 'none'
ALTER SCHEMA app OWNER TO CURRENT_USER
ALTER SEQUENCE app.cases_id_seq RESTART
ALTER TABLE app.cases DISABLE TRIGGER USER
ALTER TABLE app.staff NO FORCE ROW LEVEL SECURITY
ALTER POLICY departments ON app.cases USING (true)
ALTER TRIGGER told ON app.case_event RENAME TO untold
ALTER FUNCTION app.now() COST 1
ALTER INDEX app.ix_cases_queue RENAME TO mine
COMMENT ON FUNCTION app.step(jsonb) IS 'mine'
COMMENT ON ROLE diwan_owner IS 'mine'
COMMENT ON DATABASE postgres IS 'mine'
SECURITY LABEL ON TABLE app.cases IS 'mine'
DROP TRIGGER told ON app.case_event
DROP ROLE diwan_staff
DROP SCHEMA app CASCADE
BEGIN; LOCK TABLE app.cases IN SHARE MODE
BEGIN; LOCK TABLE app.counter IN ACCESS SHARE MODE
BEGIN; LOCK TABLE app.cases IN ROW SHARE MODE
BEGIN; LOCK TABLE app.staff_grant IN EXCLUSIVE MODE
BEGIN; LOCK TABLE app.office_event IN SHARE ROW EXCLUSIVE MODE
ALTER ROLE CURRENT_USER VALID UNTIL 'infinity'
ALTER ROLE CURRENT_USER RENAME TO someone
ALTER ROLE CURRENT_USER SUPERUSER
ALTER ROLE CURRENT_USER REPLICATION
ALTER ROLE CURRENT_USER SET session_replication_role = 'replica'
ALTER ROLE CURRENT_USER SET log_statement = 'none'
ALTER ROLE ALL SET search_path = public
ALTER ROLE "clerk2.hr" SET search_path = public
ALTER ROLE "clerk2.hr" RESET ALL
ALTER GROUP diwan_supervisor ADD USER "clerk.hr"
GRANT pg_signal_backend TO CURRENT_USER
GRANT pg_read_server_files TO CURRENT_USER WITH ADMIN OPTION
GRANT SET ON PARAMETER session_replication_role TO CURRENT_USER
GRANT EXECUTE ON FUNCTION app.record_event(app.cases, text, text, text, text, text) TO CURRENT_USER
SET SESSION AUTHORIZATION diwan_owner
SET LOCAL session_replication_role = 'replica'
SET log_min_duration_statement = 0
SET zero_damaged_pages = on
SET lo_compat_privileges = on
SET ROLE diwan_migrator
SET ROLE pg_signal_backend
BEGIN; SAVEPOINT a; SET LOCAL ROLE diwan_owner; COMMIT
SELECT set_config('session_authorization', 'postgres', false)
SELECT set_config('role', 'diwan_owner', false)
SELECT dblink_connect('host=127.0.0.1')
SELECT pg_read_file('postgresql.conf', 0, 100)
SELECT pg_ls_logdir()
SELECT pg_current_logfile()
SELECT pg_rotate_logfile()
SELECT pg_promote()
SELECT pg_stat_reset()
SELECT pg_logical_slot_get_changes('x', NULL, NULL)
SELECT pg_create_physical_replication_slot('x')
SELECT pg_backup_start('x')
SELECT pg_hba_file_rules()
SELECT pg_config()
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'supervisor.gis'
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'supervisor.gis'
SELECT pg_log_backend_memory_contexts(pid) FROM pg_stat_activity LIMIT 1
SELECT pg_advisory_lock(1)
SELECT pg_advisory_xact_lock_shared(1, 1)
SELECT pg_try_advisory_lock(n) FROM generate_series(1, 100000) AS n
SELECT pg_sleep(600)
SELECT pg_sleep_for('1 hour')
SELECT pg_import_system_collations('public')
SELECT pg_extension_config_dump('app.cases', '')
SELECT pg_nextoid('pg_class', 'oid', 'pg_class_oid_index')
SELECT lo_put(1, 0, 'x')
SELECT lo_open(1, 131072)
SELECT adminpack.pg_file_write('x', 'x', false)
"""
# Refused for want of a right, of a thing of that name, or because the server offers it to nobody.
_UNKNOWN = {"42704", "42883", "3F000", "42P01", "58P01", "0A000", "55000"}
_NOT_ALLOWED = {DENIED, "0LP01", "42501", "42809", "42846", "42P17", "2BP01", "22023", "42939"}


@pytest.mark.parametrize("login", [*EVERYBODY, "nobody"])
def test_nothing_of_ones_own_is_made_anywhere(central: CentralDatabase, target: Play, login: str) -> None:
    before = picture(central, target.case_id), catalogue(central)
    through = []
    # A colleague is logged in too: there is somebody to be cut off.
    with connect(central, "supervisor.gis") as colleague, connect(central, login) as connection:
        connection.execute("SET statement_timeout = '2s'")
        for statement in MAKING.strip().splitlines():
            try:
                connection.execute(statement.encode())
            except psycopg.Error as error:
                if error.sqlstate not in _UNKNOWN | _NOT_ALLOWED:
                    through.append((statement, error.sqlstate, str(error)))
            else:
                through.append((statement, "", "went through"))
            connection.execute("ROLLBACK")
        assert colleague.execute("SELECT 1").fetchone() == (1,)
    assert through == []
    assert (picture(central, target.case_id), catalogue(central)) == before


def test_a_transaction_cannot_be_left_behind(central: CentralDatabase, play: Play) -> None:
    """A prepared one would hold a case for ever, also after its owner has gone."""
    plan = json.dumps(play.plan("clerk.hr", "claim").as_json())
    with connect(central, "clerk.hr") as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT app.step(%s::jsonb)", [plan])
        with pytest.raises(errors.ObjectNotInPrerequisiteState):
            connection.execute("PREPARE TRANSACTION 'mine'")
        connection.execute("ROLLBACK")
    assert play.do("clerk.hr", "claim").version == 2


# What a hand could write in each type, none of it a value that anything of Diwan expects.
ODD: dict[str, tuple[Any, ...]] = {
    "text": (None, "", "x" * 300_000, "NaN", "senior.hr", "'; DROP TABLE x; --", "\u202e", "-inf", "{"),
    "jsonb": (
        None, "null", "[]", "{}", '"x"', "1e400", '{"case_id": null}', '{"case_id": "NaN"}',
        '{"case_id": -1}', '{"case_id": 1e30}', '[{"case_id": 1e30}]', '{"action": ["x"]}',
        "[" * 900 + "]" * 900,
        '{"login": "senior.hr", "job": "admin"}', '{"service": "TRN", "version": 1e9}',
    ),
    "integer": (None, 0, -1, 2**31 - 1, -(2**31)),
    "bigint": (None, 0, -1, 2**63 - 1, -(2**63)),
    "boolean": (None, True, False),
    "text[]": (None, [], [None], ["x" * 1000] * 100, ["' OR 1=1"]),
    "bytea[]": (None, [], [None], [b""], [b"\x00" * 100]),
    "timestamp with time zone": (None, "infinity", "-infinity", "294276-01-01", "4713-01-01 BC"),
    "date": (None, "infinity", "-infinity", "5874897-12-31"),
}  # fmt: skip
_CALLABLE = text("""
  SELECT p.oid::regprocedure::text, array_to_string(ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) AS t), ';')
    FROM pg_proc p
   WHERE pronamespace IN ('app'::regnamespace, 'portal'::regnamespace)
     AND has_function_privilege(:login, p.oid, 'EXECUTE') ORDER BY 1
""")  # noqa: E501


@pytest.mark.parametrize("login", [*EVERYBODY, "nobody"])
def test_no_function_takes_an_odd_value(central: CentralDatabase, target: Play, login: str) -> None:
    """NULL, NaN, infinity, negative, huge and nonsense in every argument of every function one may call."""
    with central.connected() as connection:
        called = [tuple(row) for row in connection.execute(_CALLABLE, {"login": login})]
    assert called
    before, broken = everything(central), []
    with connect(central, login) as connection:
        for name, joined in called:
            kinds = joined.split(";") if joined else []
            for turn in range(max((len(ODD[kind]) for kind in kinds), default=1)):
                given = [ODD[kind][(turn + place) % len(ODD[kind])] for place, kind in enumerate(kinds)]
                marks = ", ".join(f"%s::{kind}" for kind in kinds)
                try:
                    # To be sorted through in full, with whatever the rows hold.
                    call = f"SELECT count(t::text) FROM {name.partition('(')[0]}({marks}) AS t"
                    connection.execute(call.encode(), given)
                except psycopg.Error as error:
                    # Diwan's own refusals, a value that its type cannot hold, or a right that is missing.
                    if not (error.sqlstate or "XX").startswith(("DW", "22", "42501", "54")):
                        broken.append((name, turn, error.sqlstate, str(error)))
    assert broken == []
    after = everything(central)
    # Of what is one's own, an odd value is one's own affair; both are bounded.
    own = {"preference", "reference_version"} | (
        {"lookup_count"} if login not in ("admin", "nobody", "portal") else set()
    )
    if login == "portal":
        # Whatever arrives is kept as it is, and answered by the worker.
        own = {"inbox"}
    assert {table for table in before if before[table] != after[table]} <= own


@pytest.mark.heavy
@pytest.mark.timeout(900)
@pytest.mark.parametrize("login", ["clerk.hr", "admin"])
def test_fifty_megabytes_go_into_no_function(central: CentralDatabase, target: Play, login: str) -> None:
    """In every argument that could hold them, of every function: refused, or read and forgotten."""
    with central.connected() as connection:
        called = [tuple(row) for row in connection.execute(_CALLABLE, {"login": login})]
    large = {"text": "x" * 50_000_000, "jsonb": json.dumps({"data": "x" * 50_000_000})}
    before, tried = everything(central), 0
    with connect(central, login) as connection:
        for name, joined in called:
            kinds = joined.split(";") if joined else []
            for place, kind in enumerate(kinds):
                if kind not in large:
                    continue
                plain = {"text": "x", "jsonb": "{}"}
                given = [large[k] if at == place else plain.get(k) for at, k in enumerate(kinds)]
                marks = ", ".join(f"%s::{k}" for k in kinds)
                with suppress(psycopg.Error):
                    connection.execute(f"SELECT {name.partition('(')[0]}({marks})".encode(), given)
                tried += 1
                assert connection.execute("SELECT 1").fetchone() == (1,), "the session has ended"
    assert tried > 15
    after = everything(central)
    own = {"preference", "reference_version", "lookup_count"}
    assert {table for table in before if before[table] != after[table]} <= own


@pytest.mark.parametrize(
    "moment",
    ["infinity", "-infinity", "now", "tomorrow", "epoch", "99999-01-01T00:00:00+00",
     "9999-12-31T23:59:59-15:00", "2026-12-06T10:00:00+03:00 BC", "J2461381", "20261206T100000Z", "NaN"],
)  # fmt: skip
def test_an_occasion_has_a_moment_that_every_desk_can_read(central: CentralDatabase, moment: str) -> None:
    """One at infinity would break the page of everybody in the department."""
    before = everything(central)
    data = {"kind": "course", "department": "ks", "subject": "ks-free", "minimum": 0, "maximum": 9}
    for starts, ends in ((moment, ""), ("2026-12-06T10:00:00+03:00", moment)):
        plan = json.dumps({**data, "starts_at": starts, "ends_at": ends})
        call = "SELECT app.occasion('plan', NULL, NULL, CAST(:plan AS jsonb), 'psql')"
        assert refused(central, "clerk.ks", call, plan=plan) == "DWINV"
    wording = json.dumps({"service": "TRN", "key": "approved", "text": "نص", "valid_from": moment})
    assert (
        refused(central, "admin", "SELECT app.office('wording', CAST(:d AS jsonb), '')", d=wording) == "DWINV"
    )
    assert everything(central) == before


_STRANGE = """
SET DateStyle = 'German, DMY'; SET IntervalStyle = 'sql_standard'; SET TimeZone = 'Pacific/Kiritimati';
SET bytea_output = 'escape'; SET extra_float_digits = -15; SET array_nulls = off; SET xmloption = 'document';
SET transform_null_equals = on; SET default_text_search_config = 'pg_catalog.arabic';
SET standard_conforming_strings = off; SET gin_fuzzy_search_limit = 1; SET enable_indexscan = off;
SET enable_bitmapscan = off; SET lc_numeric = 'C'; SET synchronous_commit = off; SET work_mem = '64kB';
SET escape_string_warning = off; SET quote_all_identifiers = on; SET search_path = pg_temp, public;
SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = 0
"""


class StrangeDesk(CentralDesk):
    """Somebody who, once the case is there, sets everything that a session may set before each step."""

    strange = False

    def steps(self, connection: Connection, login: str) -> Steps:
        if self.strange:
            connection.exec_driver_sql(_STRANGE)
        return super().steps(connection, login)


def test_a_sessions_own_settings_change_nothing_that_is_written(central: CentralDatabase) -> None:
    written = []
    for strange in (False, True):
        desk = StrangeDesk(central)
        play = Play(desk)
        # The driver itself writes documents by the session's settings; steps are plain text.
        play.open(training(), key=f"settings-{strange}")
        desk.strange = strange
        play.judge("clerk.hr")
        play.do("clerk.hr", "refer")
        play.do("clerk.gis", "agree")
        with central.connected() as connection:
            found = events_of(connection, play.case_id)
            assert broken_at(play.case_id, found) is None
            reference = connection.execute(
                text("SELECT reference FROM app.cases WHERE id = :id"), {"id": play.case_id}
            ).scalar_one()
            rows = [
                connection.execute(text(statement), {"id": play.case_id}).all()
                for statement in (
                    "SELECT key, text, recipient, queued_at FROM app.message WHERE case_id = :id ORDER BY id",
                    "SELECT key, rule, due_at, anchor_at FROM app.deadline WHERE case_id = :id ORDER BY id",
                    "SELECT amount, message_params FROM app.payment_request WHERE case_id = :id",
                    "SELECT payload, subject, target_due_at, due_at, state FROM app.cases WHERE id = :id",
                )
            ]
        data = [(event.action, event.at, event.note) for event in found]
        written.append(repr((data, rows)).replace(reference, "REFERENCE"))
    assert written[0] == written[1]


def test_a_sessions_lasting_settings_make_nobody_of_it(central: CentralDatabase, target: Play) -> None:
    """``ALTER ROLE … SET`` on oneself is PostgreSQL's to allow; who one is stays who one is."""
    before = picture(central, target.case_id)
    own = (
        "search_path = pg_temp, public", "role = 'diwan_supervisor'", "row_security = off",
        "default_transaction_isolation = 'repeatable read'", "TimeZone = 'Pacific/Kiritimati'",
        "session_authorization = 'senior.hr'",
    )  # fmt: skip
    try:
        for setting in own:
            with connect(central, "clerk.gis") as connection, suppress(psycopg.Error):
                connection.execute(f"ALTER ROLE CURRENT_USER SET {setting}".encode())
        url = central.url("clerk.gis")
        with psycopg.connect(
            host=url.host, port=url.port, dbname=url.database, user="clerk.gis", password=url.password,
            autocommit=True,
        ) as connection:  # fmt: skip
            assert connection.execute("SELECT session_user::text").fetchone() == ("clerk.gis",)
            with pytest.raises(psycopg.Error):
                connection.execute("SELECT * FROM app.cases")
            connection.execute("SET row_security = on")
            seen = connection.execute("SELECT count(*) FROM app.cases WHERE id = %s", [target.case_id])
            assert seen.fetchone() == (0,)
    finally:
        with central.connected() as connection:
            connection.exec_driver_sql('ALTER ROLE "clerk.gis" RESET ALL')
    assert picture(central, target.case_id) == before


def test_a_weak_password_of_ones_own_lends_nobody_elses_rights(central: CentralDatabase) -> None:
    """PostgreSQL lets everybody set their own by hand; nobody else's, and no expiry."""
    with connect(central, "nobody") as connection:
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("ALTER ROLE \"clerk.hr\" PASSWORD '1'")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("ALTER ROLE CURRENT_USER PASSWORD '1' VALID UNTIL 'infinity'")
        for weak in ("1", "md5" + "0" * 32, "SCRAM-SHA-256$1:x$y:z", ""):
            for login in ("nobody", "clerk.hr"):
                with pytest.raises(psycopg.Error) as caught:
                    connection.execute("SELECT app.set_password(%s, %s)", [login, weak])
                assert caught.value.sqlstate in ("DWINV", "DW403")
    # The passwords are still the ones that they were.
    with connect(central, "nobody") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
