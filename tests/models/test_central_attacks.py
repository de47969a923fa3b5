"""Attacks on the central database, each by a real login of psycopg or of psql; nothing may have changed."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import text

from desktop.models.records.people import WORKER_LOGIN
from desktop.models.records.plan import canonical_json
from tests.models.attempts import DENIED, picture, refused
from tests.models.databases import CentralDatabase, password_of
from tests.models.play import CentralDesk, Play, task, training
from tests.support.postgres import find_programs

pytestmark = [pytest.mark.postgres, pytest.mark.clause("COM-10")]

EVERYBODY = ("clerk.hr", "senior.hr", "admin", WORKER_LOGIN, "portal")

# What only a superuser or an owner does. A statement a line; none may do anything for anybody.
FORBIDDEN = """
SET CONSTRAINTS ALL DEFERRED; UPDATE app.refund SET amount = 1000
DO $$ BEGIN UPDATE app.cases SET state = 'completed'; END $$
WITH moved AS (UPDATE app.cases SET state = 'completed' RETURNING 1) SELECT count(*) FROM moved
INSERT INTO app.cases OVERRIDING SYSTEM VALUE SELECT * FROM app.cases ON CONFLICT DO NOTHING
MERGE INTO app.cases c USING (VALUES (1)) v (n) ON true WHEN MATCHED THEN UPDATE SET state = 'completed'
SELECT 1 FROM app.cases FOR SHARE
COPY app.cases FROM STDIN
COPY app.case_event FROM '/etc/passwd'
COPY (SELECT 1) TO '/tmp/diwan-attack'
SELECT last_value FROM app.cases_id_seq
SELECT currval('app.cases_id_seq')
SELECT lo_create(0)
SELECT lo_creat(-1)
SELECT lo_from_bytea(0, 'x')
SELECT lo_export(1, '/tmp/diwan-attack')
SELECT pg_read_binary_file('PG_VERSION')
SELECT pg_ls_dir('.')
SELECT pg_stat_file('PG_VERSION')
SELECT pg_switch_wal()
SELECT pg_reload_conf()
SELECT pg_create_restore_point('x')
SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000))
SELECT table_to_xml('app.counter', true, true, '')
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'
CREATE EXTENSION dblink SCHEMA app
CREATE LANGUAGE plperl
CREATE PUBLICATION mine FOR ALL TABLES
CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION app.kept()
CREATE VIEW app.mine AS SELECT 1
CREATE MATERIALIZED VIEW app.mine AS SELECT 1
CREATE TYPE app.mine AS (n int)
CREATE DOMAIN public.mine AS int
CREATE OPERATOR public.= (LEFTARG = int, RIGHTARG = text, FUNCTION = int4eq)
CREATE RULE mine AS ON INSERT TO app.case_event DO INSTEAD NOTHING
CREATE POLICY mine ON app.cases USING (true)
ALTER TABLE app.cases OWNER TO CURRENT_USER
ALTER TABLE app.refund DROP CONSTRAINT ck_refund_amount
ALTER FUNCTION app.step(jsonb) SECURITY INVOKER
ALTER FUNCTION app.my_departments() SET search_path = pg_temp
ALTER DEFAULT PRIVILEGES FOR ROLE diwan_owner GRANT ALL ON TABLES TO PUBLIC
ALTER SYSTEM SET log_statement = 'none'
ALTER ROLE "supervisor.gis" PASSWORD 'x'
ALTER ROLE "clerk2.hr" NOLOGIN
ALTER ROLE CURRENT_USER CREATEROLE
ALTER ROLE CURRENT_USER BYPASSRLS
ALTER ROLE CURRENT_USER CONNECTION LIMIT -1
ALTER ROLE diwan_owner LOGIN
DROP FUNCTION app.step(jsonb)
DROP OWNED BY diwan_owner
REASSIGN OWNED BY diwan_owner TO CURRENT_USER
GRANT UPDATE ON app.counter TO CURRENT_USER
GRANT pg_read_all_data TO CURRENT_USER
GRANT diwan_accounts TO CURRENT_USER
REVOKE diwan_staff FROM "clerk2.hr"
COMMENT ON TABLE app.cases IS 'mine'
REINDEX TABLE app.cases
CLUSTER app.cases USING pk_cases
SET row_security = off; SELECT * FROM app.case_event
SET SESSION AUTHORIZATION "supervisor.gis"
SET ROLE "supervisor.gis"
SET ROLE pg_execute_server_program
SELECT app.next_number('letter', 'hr', 2026)
SELECT app.give_back(NULL, 1, 1, 'x')
SELECT app.issue_letter(NULL, 'approval')
SELECT app.open_refund(NULL, 'no_show')
SELECT app.record_event(NULL, '', '', '', '', '')
SELECT app.allow_login('clerk2.hr', false)
SELECT app.grants_of('senior.hr')
SELECT app.locked_case(1, 1)
SELECT app.locked_case(1, 1) FROM app.cases
"""
# Row security that is switched off is an error of its own; a class that is not there is one too.
REFUSALS = {DENIED, "42809", "0A000", "55000", "42501", "42704", "42883", "0LP01", "2BP01", "42P17"}


@pytest.fixture(scope="module")
def target(central_of_module: CentralDatabase) -> Play:
    """A case of Human Resources with a document, a message and a letter."""
    play = Play(CentralDesk(central_of_module))
    play.open(task(), key="target")
    play.judge("clerk.hr")
    play.do("clerk.hr", "approve")
    return play


_CATALOGUE = """
SELECT rolname, rolsuper, rolcreaterole, rolcanlogin, rolbypassrls, rolconnlimit FROM pg_roles ORDER BY 1
SELECT roleid, member FROM pg_auth_members ORDER BY 1, 2
SELECT oid, relname, relowner, relacl FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind <> 't' ORDER BY 1
SELECT oid, proname, prosecdef, proacl, proconfig FROM pg_proc WHERE pronamespace = 'app'::regnamespace ORDER BY 1
SELECT polname, polrelid FROM pg_policy ORDER BY 1, 2
SELECT kind, scope, last FROM app.counter ORDER BY 1, 2
SELECT count(*) FROM app.office_event
SELECT count(*) FROM pg_largeobject_metadata
"""  # noqa: E501


def catalogue(central: CentralDatabase) -> list[Any]:
    """Roles and their memberships, tables, functions and policies, the registers' sizes."""
    with central.connected() as connection:
        return [
            tuple(row)
            for statement in _CATALOGUE.strip().splitlines()
            for row in connection.exec_driver_sql(statement)
        ]


def connect(central: CentralDatabase, login: str, **more: Any) -> psycopg.Connection:
    """A connection of ``login`` without any of the program between."""
    url = central.url(login)
    return psycopg.connect(
        host=url.host, port=url.port, dbname=url.database, user=login, password=url.password,
        autocommit=True, options="-c search_path=app", **more,
    )  # fmt: skip


@pytest.mark.parametrize("login", EVERYBODY)
def test_nobody_does_an_owners_work(central: CentralDatabase, target: Play, login: str) -> None:
    before = picture(central, target.case_id), catalogue(central)
    done = []
    with connect(central, login) as connection:
        for statement in FORBIDDEN.strip().splitlines():
            try:
                connection.execute(statement.encode())
            except psycopg.Error as error:
                if error.sqlstate not in REFUSALS:
                    done.append((statement, error.sqlstate, str(error)))
            else:
                done.append((statement, "", "went through"))
            connection.execute("RESET ALL")
    assert done == []
    assert (picture(central, target.case_id), catalogue(central)) == before


def test_a_prepared_name_shadows_nothing(central: CentralDatabase, target: Play) -> None:
    """A search path of one's own changes nothing that the functions read."""
    plan = json.dumps(target.plan("clerk.hr", "claim").as_json())
    with connect(central, "clerk.gis") as connection:
        connection.execute("SET search_path = pg_temp, public, app")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("CREATE TEMP TABLE staff_grant AS SELECT 1")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(
                "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL'"
            )
        with pytest.raises(psycopg.Error) as caught:
            connection.execute("SELECT app.step(%s::jsonb)", [plan])
    assert caught.value.sqlstate == "DW404"


@pytest.mark.parametrize(
    "name", ["supervisor.hr", "'; DROP TABLE app.cases; --", "x" * 4000, "\u202eadmin", "a\\b'c\"d%s{0}"]
)
def test_an_applications_name_is_only_a_name(central: CentralDatabase, target: Play, name: str) -> None:
    before = picture(central, target.case_id)
    with connect(central, "clerk.hr", application_name=name) as connection:
        assert connection.execute("SELECT session_user, app.is_admin()").fetchone() == ("clerk.hr", False)
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT app.office('holiday', '{\"day\": \"2026-12-25\"}', %s)", [name[:200]])
    assert picture(central, target.case_id) == before


@pytest.mark.parametrize("where", ["data", "note", "workstation", "effects", "extra"])
def test_fifty_megabytes_are_refused(central: CentralDatabase, target: Play, where: str) -> None:
    before = picture(central, target.case_id)
    plan = target.plan("clerk.hr", "claim").as_json()
    plan[where] = ["x"] * 12_500_000 if where == "effects" else "x" * 50_000_000
    with connect(central, "clerk.hr") as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute("SELECT app.step(%s::jsonb)", [json.dumps(plan)])
    assert caught.value.sqlstate == "DWINV"
    assert picture(central, target.case_id) == before


@pytest.mark.parametrize("bomb", ['{"a":' * 20_000 + "1" + "}" * 20_000, "[" * 20_000 + "]" * 20_000])
def test_a_deep_document_breaks_nothing(central: CentralDatabase, target: Play, bomb: str) -> None:
    plan = {**target.plan("clerk.hr", "claim").as_json(), "data": bomb}
    with connect(central, "clerk.hr") as connection:
        with pytest.raises(psycopg.Error) as caught:
            connection.execute("SELECT app.step(%s::jsonb)", [json.dumps(plan)])
        assert caught.value.sqlstate in ("DWINV", "54001")
        # The server and the session live on.
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_notifications_hold_up_nobody(central: CentralDatabase, play: Play) -> None:
    with connect(central, "nobody") as flood:
        flood.execute("LISTEN everything")
        for _ in range(20):
            flood.execute(
                "SELECT count(pg_notify('everything', repeat('x', 7000) || n)) FROM generate_series(1, 500) n"
            )
        assert play.do("clerk.hr", "claim").version == 2


def test_locks_of_ones_own_hold_up_nobody(central: CentralDatabase, play: Play) -> None:
    """Nothing of Diwan waits for an advisory lock, and nobody can fill the table of locks with them."""
    with connect(central, "nobody") as holder:
        with pytest.raises(errors.InsufficientPrivilege):
            holder.execute("SELECT pg_advisory_lock(n) FROM generate_series(0, 300) AS n")
        holder.execute("BEGIN")
        holder.execute("LOCK TABLE app.cases, app.case_event, app.staff IN ACCESS SHARE MODE")
        assert play.do("clerk.hr", "claim").version == 2
        with central.connected(WORKER_LOGIN) as connection:
            assert connection.execute(text("SELECT app.try_case(:id)"), {"id": play.case_id}).scalar_one()


def test_a_job_that_was_lent_by_set_role_counts_for_nothing(central: CentralDatabase, play: Play) -> None:
    """A supervisor may take the group's role; who acts stays who logged in."""
    plan = json.dumps(play.plan("clerk.hr", "claim").as_json())
    with connect(central, "supervisor.gis") as connection:
        connection.execute("SET ROLE diwan_supervisor")
        with pytest.raises(psycopg.Error) as caught:
            connection.execute("SELECT app.step(%s::jsonb)", [plan])
    assert caught.value.sqlstate == "DW404"


def test_the_second_session_of_a_person_is_the_same_person(central: CentralDatabase, play: Play) -> None:
    play.open(training(), key="two-sessions")
    play.judge("clerk.hr")
    play.do("clerk.hr", "refer")
    play.do("clerk.gis", "agree")
    settled = "UPDATE app.payment_request SET state = 'settled', settled_at = app.now() WHERE case_id = :id"
    with central.connected() as connection:
        connection.execute(text(settled), {"id": play.case_id})
    play.do("clerk.hr", "withdraw")
    refund = play.file("clerk.hr").refunds[0].refund_id
    play.do("senior.hr", "refund_propose", refund_id=refund, remark="سحب")
    case = play.file("clerk.hr").case
    plan = {
        "case_id": case.case_id, "expected_version": case.version, "action": "refund_approve",
        "from_state": case.state, "to_state": case.state, "note": "",
        "data": canonical_json({"refund_id": refund}),
        "workstation": "elsewhere",
        "effects": [{"kind": "refund_approve", "key": ""}, {"kind": "letter", "key": "refund_decision"}],
    }  # fmt: skip
    with (
        connect(central, "senior.hr") as first,
        connect(central, "senior.hr", application_name="another") as second,
    ):
        first.execute("SELECT 1")
        codes = []
        for effects in (plan["effects"], plan["effects"][:1]):  # type: ignore[index]
            with pytest.raises(psycopg.Error) as caught:
                second.execute("SELECT app.step(%s::jsonb)", [json.dumps({**plan, "effects": effects})])
            codes.append(caught.value.sqlstate)
        assert "DW4EY" in codes
    assert play.file("clerk.hr").refunds[0].state.value == "proposed"


def test_more_than_was_paid_never_goes_back(central: CentralDatabase, play: Play) -> None:
    """Not even by a superuser's slip: one refund a payment, of at most its amount."""
    with central.connected() as connection:
        rows = connection.execute(
            text("SELECT id FROM app.payment_request WHERE state = 'settled'")
        ).scalars()
        request = rows.first()
    columns = "(case_id, request_id, paid, percent_kept, kept, amount, reason, state, opened_at)"
    for paid, kept, amount in ((45.5, 0, 46), (45.5, -1, 46.5), (45.5, 0, -1)):
        statement = f"INSERT INTO refund {columns} VALUES (:c, :r, :p, 0, :k, :a, 'x', 'due', now())"
        values = {"c": play.case_id, "r": request, "p": paid, "k": kept, "a": amount}
        assert refused(central, "postgres", statement, **values) in ("23514", "23505"), values


class TestPortal:
    def test_it_reaches_no_function_but_its_own(self, central: CentralDatabase) -> None:
        with central.connected() as connection:
            names = connection.execute(
                text(
                    "SELECT p.oid::regprocedure::text FROM pg_proc p"
                    " WHERE pronamespace IN ('app'::regnamespace, 'portal'::regnamespace)"
                    " AND has_function_privilege('portal', p.oid, 'EXECUTE') ORDER BY 1"
                )
            ).scalars().all()  # fmt: skip
        assert [name.partition("(")[0] for name in names] == [
            f"portal.{name}"
            for name in ("correct", "letter", "postpone", "receipt", "status", "submit", "withdraw")
        ]

    def test_it_cannot_try_out_references(self, central: CentralDatabase, target: Play) -> None:
        reference = target.file("clerk.hr").case.reference
        with connect(central, "portal") as connection:
            for mobile in ("+962790000000", "", "%", "' OR ''='"):
                found = connection.execute("SELECT portal.status(%s, %s)", [reference, mobile]).fetchone()
                assert found == (None,)


class TestPsql:
    """The same by the tool that is on every desk."""

    @pytest.fixture
    def psql(self, central: CentralDatabase, tmp_path: Path) -> Any:
        program = find_programs() / "psql"
        if not program.exists():
            pytest.fail(f"there is no psql beside the server: {program}")
        url = central.url("clerk.hr")

        def run(script: str, login: str = "clerk.hr", password: str = "") -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [program, "-Xwh", str(url.host), "-p", str(url.port), "-U", login, str(url.database)],
                input=script, capture_output=True, check=False, cwd=tmp_path, timeout=60,
                env={"PATH": os.environ["PATH"], "PGPASSWORD": password or password_of(login)},
                encoding="utf-8",
            )  # fmt: skip

        return run

    @pytest.mark.parametrize(
        "script",
        [
            "UPDATE app.cases SET state = 'completed';",
            "BEGIN; SAVEPOINT a; UPDATE app.cases SET version = 9; ROLLBACK TO a; DELETE FROM app.cases;",
            "\\set ON_ERROR_ROLLBACK on\nBEGIN;\nTRUNCATE app.case_event;\nCOMMIT;",
            "SELECT 'UPDATE app.cases SET assignee = NULL' \\gexec",
            "\\lo_import /etc/passwd",
            "\\copy app.case_event from program 'yes' csv",
            "SET ROLE diwan_owner;",
            "SET SESSION AUTHORIZATION 'senior.hr';",
            "\\c - senior.hr",
            "ALTER TABLE app.case_event DISABLE TRIGGER ALL;",
            "CREATE TEMP TABLE staff (login text);",
            "SELECT app.office('staff_grant', '{\"login\": \"clerk.hr\", \"job\": \"admin\"}', 'psql');",
            "SELECT app.create_staff('second.me', 'أنا', 'Me', 'SCRAM-SHA-256$4096:x$y:z');",
        ],
    )  # fmt: skip
    def test_a_clerk_gets_no_further(
        self, central: CentralDatabase, target: Play, psql: Any, script: str
    ) -> None:
        before = picture(central, target.case_id), catalogue(central)
        done = psql(script)
        assert "ERROR" in done.stderr or "FATAL" in done.stderr or "failed" in done.stderr, done
        assert (picture(central, target.case_id), catalogue(central)) == before

    def test_a_clerk_works_as_in_the_program(self, play: Play, psql: Any) -> None:
        plan = json.dumps(play.plan("clerk.hr", "claim").as_json()).replace("'", "''")
        done = psql(f"SELECT app.step('{plan}');")
        assert done.stderr == ""
        assert play.file("clerk.hr").case.assignee == "clerk.hr"

    def test_a_wrong_password_and_a_group_do_not_log_in(self, psql: Any) -> None:
        assert "password authentication failed" in psql("SELECT 1;", password="guess").stderr
        for role in ("diwan_owner", "diwan_staff", "diwan_accounts"):
            assert "FATAL" in psql("SELECT 1;", login=role, password="guess").stderr
