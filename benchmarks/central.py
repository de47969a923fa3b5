"""What the central database's rules cost, as ratios within one run on a temporary PostgreSQL.

    python -m benchmarks.central [--cases N ...] [--large] [--deadlines N]

The statements are those of the program, caught as it sends them and sent again by bare psycopg: as a clerk
with the row policies, and as a superuser without them. Steps are compared with ``pgbench -N`` of the same
round. The last lines say which limits of the project were kept.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, create_engine, event

from desktop.base.clock import SystemClock, amman_date
from desktop.models import install
from desktop.models.database import open_database
from desktop.models.queries.office import load_actor
from desktop.models.queries.queues import QueueFilter, open_counts, queue_count, queue_page, search
from desktop.models.records.people import WORKER_LOGIN
from desktop.usecases.cases import act_as_seen, open_case_by_id
from desktop.usecases.session import Session
from desktop.usecases.worker.deadlines import run_deadlines
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from desktop.workflows.sync import synced
from tests.models.conftest import _GROUPS as GROUPS
from tests.models.conftest import _login as make_login
from tests.models.databases import password_of
from tests.models.seeds import PEOPLE, seed
from tests.support.postgres import TemporaryPostgres

OPEN_EACH = 20_000
DEPARTMENTS = 8
ROUND_TRIP = 0.010
LARGE_TABLES = ("cases", "case_event_open", "message", "deadline", "payment_request", "letter")

_FILL = """
INSERT INTO app.department
SELECT 'd' || n, 'دائرة ' || n, 'Department ' || n, 'D' || n, true, false, '', '', '', '', ''
  FROM generate_series(1, 7) AS n ON CONFLICT DO NOTHING;
CREATE FUNCTION pg_temp.luhn(digits text) RETURNS text LANGUAGE sql AS $$
  SELECT ((1000 - sum(CASE WHEN place % 2 = 1 THEN digit WHEN digit > 4 THEN digit * 2 - 9 ELSE digit * 2 END))
          % 10)::text
    FROM (SELECT place, substr(digits, place, 1)::integer AS digit FROM generate_series(1, 10) AS place) AS each
$$;
CREATE TEMP TABLE names AS SELECT n, (ARRAY['محمد','احمد','عبدالله','خالد','سامي','رنا','ليلى','هدى','عمر','يوسف',
  'ابراهيم','مريم','نور','سارة','زيد','علي','حسن','حسين','فاطمة','امل'])[1 + n % 20] || chr(1575 + (n / 20) % 8) AS w
  FROM generate_series(0, 159) AS n;
INSERT INTO app.cases
  (service, definition_version, reference, department, owner_department, host_department, state, waits_on,
   version, applicant_kind, applicant_name, name_search, identity, identity_paper, mobile, payload, submitted_at,
   submitted_via, target_due_at, due_at, closed_at, outcome, review_round, last_action, last_actor, last_at)
SELECT 'TRN', 1, 'TRN-' || digits[1] || '-' || digits[2] || '-' || pg_temp.luhn(digits[1] || digits[2]), d, d, CASE WHEN n %% 10 = 0 THEN 'parks' ELSE '' END,
       CASE WHEN open THEN (ARRAY['review','correction','approved','in_progress'])[1 + (n / 8) %% 4] ELSE 'completed' END,
       CASE WHEN open THEN 'staff' ELSE 'nobody' END, 1, 'citizen', name, name,
       lpad(((n::bigint * 7919) %% 10000000000)::text, 10, '0'), '', '+96279' || lpad((n %% 10000000)::text, 7, '0'),
       '{"category":"individual","hosting_department":"parks","kind":"facilitation","period_from":"2030-12-06",'
       '"period_to":"2030-12-17","subject":"x"}', at, 'counter', at + interval '7 days', at + interval '7 days',
       CASE WHEN NOT open THEN at + interval '5 days' END, CASE WHEN open THEN '' ELSE 'completed' END, 1, 'submit',
       'clerk.hr', at
  FROM (SELECT n, n > %(cases)s - %(open)s AS open,
               ARRAY[(2026 - n / 1000000)::text, lpad((n %% 1000000)::text, 6, '0')] AS digits,
               CASE n %% 8 WHEN 0 THEN 'hr' ELSE 'd' || n %% 8 END AS d,
               now() - (%(cases)s - n) * interval '30 seconds' AS at,
               (SELECT w FROM names WHERE names.n = (s.n * 31) %% 160) || ' ' ||
               (SELECT w FROM names WHERE names.n = (s.n * 17 + 5) %% 160) || ' ' ||
               (SELECT w FROM names WHERE names.n = (s.n / 160 * 13) %% 160) || ' ' ||
               (SELECT w FROM names WHERE names.n = (s.n / 97) %% 160) AS name
          FROM generate_series(1, %(cases)s) AS s (n)) AS made;
INSERT INTO app.case_event
SELECT id, 1, submitted_at, 'clerk.hr', '', '', 'submit', '', 'review', '', '{}', md5(id::text) FROM app.cases;
INSERT INTO app.counter VALUES ('case', 'TRN', 2026, %(cases)s);
"""  # noqa: E501


@dataclass
class Table:
    """Prints line by line, and remembers the promises that were broken."""

    broken: list[str] = field(default_factory=list)

    def add(self, what: str, measured: str, ratio: float, limit: float, *, least: bool = False) -> None:
        """One measured ratio (or milliseconds) and its limit."""
        kept = ratio >= limit if least else ratio <= limit
        sign = "≥" if least else "≤"
        print(f"| {what} | {measured} | {sign} {limit:g}: {'kept' if kept else 'BROKEN'} |", flush=True)
        if not kept:
            self.broken.append(what)


def served(connection: psycopg.Connection[Any], work: Callable[[], object], repeats: int = 60) -> float:
    """Median milliseconds of processor time in the server, warm: other work on the machine counts little."""
    clock = Path(f"/proc/{connection.info.backend_pid}/schedstat")

    def spent() -> float:
        return int(clock.read_text("ascii").split()[0]) / 1e6

    work()
    taken = []
    for _ in range(repeats):
        began = spent()
        work()
        taken.append(spent() - began)
    return statistics.median(taken)


def timed(work: Callable[[], object], repeats: int = 60) -> float:
    """Median milliseconds, warm."""
    work()
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


class Base:
    """The database under test and its ways in."""

    def __init__(self, server: TemporaryPostgres, cases: int) -> None:
        self.server, self.cases = server, cases
        self.open = min(OPEN_EACH * DEPARTMENTS, cases)
        self.name = f"central_{cases}"
        url = server.create_database(self.name)
        install.prepare(url)
        engine = create_engine(url, connect_args={"options": install.CENTRAL_PATH})
        with engine.begin() as connection:
            seed(connection)
            for login, grants in PEOPLE.items():
                groups = [GROUPS[job] for _, job in grants if job in GROUPS] or ["diwan_staff"]
                made = connection.exec_driver_sql(
                    "SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)
                ).first()
                if not made:
                    make_login(connection, login, ["diwan_worker_role"] if login == WORKER_LOGIN else groups)
            install.sync(connection, [synced(service) for service in load().values()])
        engine.dispose()
        with self.plain("postgres") as connection:
            # The counts are made as always; nobody is told, and no reference is looked up a million times.
            connection.execute("SET session_replication_role = replica")
            for statement in _FILL.split(";\n"):
                if statement.strip():
                    values = {"cases": cases, "open": self.open} if "%(" in statement else None
                    connection.execute(statement.encode(), values)
            connection.execute("VACUUM ANALYZE")

    def plain(self, login: str, port: int = 0) -> psycopg.Connection[Any]:
        """A bare connection."""
        password = self.server.password if login == "postgres" else password_of(login)
        return psycopg.connect(
            host=self.server.host, port=port or self.server.port, dbname=self.name, user=login,
            password=password,
            autocommit=True, options="-c search_path=app", prepare_threshold=0,
        )  # fmt: skip

    def url(self, login: str) -> Any:
        return self.server.url(self.name, user=login, password=password_of(login))

    def caught(self, work: Callable[[Connection, Any], object]) -> list[tuple[str, Any]]:
        """The statements that ``work`` sends as a clerk of Human Resources."""
        engine = create_engine(self.url("clerk.hr"), connect_args={"options": install.CENTRAL_PATH})
        with engine.connect() as connection:
            actor = load_actor(connection, "clerk.hr", amman_date(datetime.now(UTC)))
            found: list[tuple[str, Any]] = []
            event.listen(
                engine, "before_cursor_execute", lambda _c, _k, sql, values, *_: found.append((sql, values))
            )
            work(connection, actor)
        engine.dispose()
        return found


def replay(connection: psycopg.Connection[Any], statements: list[tuple[str, Any]]) -> Callable[[], object]:
    """Sends the statements again and fetches every row."""

    def work() -> None:
        for sql, values in statements:
            connection.execute(sql.encode(), values).fetchall()

    return work


def queues(base: Base, table: Table, first_pages: dict[int, float]) -> None:
    """Pages, badges and search, with policies and without."""
    end = datetime.now(UTC) + timedelta(days=6, hours=23, minutes=58)
    cases = {
        "first page of the queue": lambda c, a: queue_page(c, a, QueueFilter(), limit=50),
        "last page": lambda c, a: queue_page(c, a, QueueFilter(), after=(end, 0), limit=50),
        "badges of the states": open_counts,
        "badge of one's own": lambda c, a: queue_count(c, a, QueueFilter(assignee="clerk.hr")),
        "badge of what is late": lambda c, a: queue_count(c, a, QueueFilter(late_at=datetime.now(UTC))),
        "search a name, open": lambda c, a: queue_page(c, a, QueueFilter(text="عبد الله محمد"), limit=30),
        "search a name, all": lambda c, a: search(c, a, "أحمد خالد"),
        "search an identity": lambda c, a: search(c, a, "0000015838"),
    }
    sent = {name: base.caught(work) for name, work in cases.items()}
    with base.plain("clerk.hr") as clerk, base.plain("postgres") as bare:
        own = {name: served(clerk, replay(clerk, statements)) for name, statements in sent.items()}
        page = served(bare, replay(bare, sent["first page of the queue"]))
        one = served(
            bare,
            lambda: bare.execute(
                "SELECT * FROM app.cases WHERE department = 'hr' AND identity = '0000015838'"
            ).fetchall(),
        )
        no_scan(clerk, sent, table)
    first, last = own["first page of the queue"], own["last page"]
    first_pages[base.cases] = first
    at = f"{base.cases:,} cases: "
    table.add(
        at + "first page / without policies",
        f"{first:.2f} / {page:.2f} ms = {first / page:.2f}",
        first / page,
        2.5,
    )
    table.add(
        at + "last page / first page", f"{last:.2f} / {first:.2f} ms = {last / first:.2f}", last / first, 4
    )
    for badge in ("badges of the states", "badge of one's own", "badge of what is late"):
        table.add(at + badge, f"{own[badge]:.2f} ms", own[badge], 5)
    named, everywhere = own["search a name, open"], own["search a name, all"]
    table.add(at + "search a name, open", f"{named:.1f} ms", named, 20)
    table.add(at + "search a name, all", f"{everywhere:.1f} ms", everywhere, 300)
    exact = own["search an identity"]
    table.add(
        at + "search an identity / bare lookup",
        f"{exact:.2f} / {one:.2f} ms = {exact / one:.1f}",
        exact / one,
        4,
    )


def no_scan(
    connection: psycopg.Connection[Any], sent: dict[str, list[tuple[str, Any]]], table: Table
) -> None:
    """No statement of the desk reads a large table from end to end."""
    found = []
    for name, statements in sent.items():
        for sql, values in statements:
            rows = connection.execute(b"EXPLAIN " + sql.encode(), values).fetchall()
            plan = "\n".join(row[0] for row in rows)
            found += [name for scan in re.findall(r"Seq Scan on (\w+)", plan) if scan in LARGE_TABLES]
    table.add("sequential scans of large tables", f"{len(found)} {' '.join(found)}", len(found), 0)


# What the program sends, as a clerk; each client walks over cases of its own, and so knows their versions.
_STEP = """\\set k :k + 1
\\set id {first} + 8 * (:client_id * {each} + :k % {each})
\\set version 1 + :k / {each}
SELECT app.step(jsonb_build_object('case_id', :id::bigint, 'expected_version', :version::integer,
  'action', 'change_period', 'from_state', 'review', 'to_state', 'review', 'note', '', 'workstation', 'bench',
  'data', '{{"period_from":"2031-01-0' || 1 + :version::integer % 8 || '","period_to":"2031-01-20"}}',
  'effects', '[{{"kind":"set_fields","key":""}},{{"kind":"message","key":"period_changed"}}]'::jsonb));
"""
_ROUNDS = 3


def pgbench(base: Base, login: str, clients: int, *arguments: str) -> float:
    """Transactions a second."""
    password = base.server.password if login == "postgres" else password_of(login)
    done = subprocess.run(
        ["pgbench", "-n", "-M", "prepared", "-T", "4", "-c", str(clients), "-j", "2", "-h", base.server.host,
         "-p", str(base.server.port), "-U", login, *arguments, base.name],
        env={**os.environ, "PGPASSWORD": password}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or not found:
        raise RuntimeError(done.stderr[-2000:])
    return float(found.group(1))


def steps(base: Base, table: Table, folder: Path) -> None:
    """One guarded step beside ``pgbench -N``, and through a delay."""
    pgbench_ready = subprocess.run(
        ["pgbench", "-i", "-q", "-s", "20", "-h", base.server.host, "-p", str(base.server.port),
         "-U", "postgres", base.name],
        env={**os.environ, "PGPASSWORD": base.server.password}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if pgbench_ready.returncode:
        raise RuntimeError(pgbench_ready.stderr)
    with base.plain("postgres") as connection:
        connection.execute(
            "UPDATE app.cases SET state = 'review' WHERE department = 'hr' AND closed_at IS NULL"
        )
        connection.execute("VACUUM ANALYZE app.cases")
        # A clerk has ten sessions; thirty-two at once are thirty-two people, which one login stands for here.
        connection.execute('ALTER ROLE "clerk.hr" CONNECTION LIMIT 40')
        lowest = connection.execute(
            "SELECT min(id), count(*) FROM app.cases WHERE department = 'hr' AND closed_at IS NULL"
        ).fetchone()
    assert lowest is not None
    first, free = lowest
    for clients, limit in ((1, 0.8), (32, 0.3)):
        each = min(600, free // (clients * 2 * _ROUNDS + 8))
        script = folder / f"step{clients}.sql"
        ratios = []
        for _ in range(_ROUNDS):
            script.write_text(_STEP.format(first=first, each=each), "utf-8")
            first += 8 * clients * each
            plain = pgbench(base, "postgres", clients, "-N")
            ours = pgbench(base, "clerk.hr", clients, "-f", str(script), "-D", "k=-1")
            ratios.append((ours / plain, ours, plain))
        ratio, ours, plain = sorted(ratios)[1]
        shown = f"{ours:.0f} / {plain:.0f} a second = {ratio:.2f}"
        table.add(f"a step / pgbench -N, {clients} connections", shown, ratio, limit, least=True)
    round_trips(base, table, first)


def round_trips(base: Base, table: Table, case_id: int) -> None:
    """A step of the program itself, from the case that is on the screen to the new state, through a delay."""
    with delayed(base.server.port) as (port, sent), base.plain("clerk.hr", port) as connection:
        trip = timed(lambda: connection.execute("SELECT 1"), 20)
        url = base.url("clerk.hr").set(port=port)
        database = open_database(url, SystemClock(), DefinitionKeeper(load()), pool_size=1)
        session = Session(database, load(), "clerk.hr")
        taken, asked = [], []
        for number in range(24):
            opened = open_case_by_id(session, case_id)
            action = "release" if opened.file.case.assignee else "claim"
            before, began = sent[0], time.perf_counter()
            act_as_seen(session, opened, action, {})
            # The first ones meet a connection that has prepared nothing yet.
            if number >= 4:
                taken.append((time.perf_counter() - began) * 1000)
                asked.append(sent[0] - before)
        database.close()
    step, times = statistics.median(taken), statistics.median(asked)
    table.add("a step of the program, questions to the server", f"{times:g}", times, 1)
    table.add(
        "a step of the program through a 10 ms delay, round trips",
        f"{step:.1f} / {trip:.1f} ms = {step / trip:.2f}",
        step / trip,
        1.5,
    )


@contextmanager
def delayed(port: int) -> Iterator[tuple[int, list[int]]]:
    """A way to the server on which every answer takes ``ROUND_TRIP`` longer, and how often it was asked."""
    sent = [0]
    door = socket.create_server((TemporaryPostgres.host, 0))

    def pump(source: socket.socket, target: socket.socket, pause: float) -> None:
        try:
            while data := source.recv(65536):
                if target.getpeername()[1] == port:
                    sent[0] += 1
                time.sleep(pause)
                target.sendall(data)
        except OSError:
            pass

    def serve() -> None:
        while True:
            try:
                client, _ = door.accept()
            except OSError:
                return
            server = socket.create_connection((TemporaryPostgres.host, port))
            for pair in ((client, server), (server, client)):
                for end in pair:
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=pump, args=(*pair, ROUND_TRIP / 2), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield door.getsockname()[1], sent
    finally:
        door.close()


def _drain(url: str) -> int:
    database = open_database(url, SystemClock(), DefinitionKeeper(load()), pool_size=1)
    session = Session(database, load(), WORKER_LOGIN)
    done = idle = 0
    while idle < 3:
        count = run_deadlines(session)
        done, idle = done + count, 0 if count else idle + 1
    database.close()
    return done


_DUE = """
WITH due AS (
  SELECT id FROM app.cases WHERE closed_at IS NULL AND department <> 'hr' ORDER BY id LIMIT %s),
moved AS (UPDATE app.cases c SET state = 'correction' FROM due WHERE c.id = due.id RETURNING c.id)
INSERT INTO app.deadline (case_id, event_number, key, action, state, rule, from_message, anchor_at, due_at)
SELECT id, 1, 'correction', 'correction_expired', 'running', '{"amount":3,"day":null,"unit":"days"}',
       'correction', now() - interval '9 days', now() - interval '5 days' FROM moved
"""


def deadlines(base: Base, table: Table, wanted: int) -> None:
    """Four workers on due deadlines: each is done once."""
    with base.plain("postgres") as connection:
        made = connection.execute(_DUE, (wanted,)).rowcount
        connection.execute("VACUUM ANALYZE")
    url = base.url(WORKER_LOGIN).render_as_string(hide_password=False)
    began = time.perf_counter()
    with get_context("spawn").Pool(4) as pool:
        counts = pool.map(_drain, [url] * 4)
    taken = time.perf_counter() - began
    with base.plain("postgres") as connection:
        row = connection.execute(
            "SELECT count(*), count(DISTINCT case_id) FROM app.case_event WHERE action = 'correction_expired'"
        ).fetchone()
    assert row is not None
    twice = row[0] - row[1] + abs(made - row[0])
    table.add(
        f"{made:,} due deadlines, 4 workers",
        f"{sum(counts) / taken:.0f} a second, {twice} lost or twice",
        twice,
        0,
    )


def main() -> int:
    """Prints one table; the exit status is 1 where a limit was broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--large", action="store_true", help="also with 5,000,000 cases")
    parser.add_argument("--deadlines", type=int, default=100_000)
    options = parser.parse_args()
    table, pages = Table(), dict[int, float]()
    settings = {
        "shared_buffers": "'2GB'",
        "work_mem": "'16MB'",
        "max_wal_size": "'4GB'",
        "max_connections": "80",
    }
    print(f"{date.today()}, {os.cpu_count()} processors\n\n| what | measured | limit |\n| --- | --- | --- |")  # noqa: DTZ011
    with (
        TemporaryPostgres(durable=True, settings=settings) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        for cases in sorted({*options.cases, *([5_000_000] if options.large else [])}):
            base = Base(server, cases)
            queues(base, table, pages)
        steps(base, table, Path(folder))
        deadlines(base, table, options.deadlines)
    small, large = pages[min(pages)], pages[max(pages)]
    table.add(
        f"first page, {max(pages):,} / {min(pages):,} cases",
        f"{large:.2f} / {small:.2f} ms",
        large / small,
        1.5,
    )
    return 1 if table.broken else 0


if __name__ == "__main__":
    sys.exit(main())
