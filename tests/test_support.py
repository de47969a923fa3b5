"""The tests' own machinery: a guard that never fails a test would guard nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, create_engine, text

from tests.support import clauses, results
from tests.support.guards import LogGuard
from tests.support.postgres import NoPostgres, TemporaryPostgres

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent
PLUGINS = (
    "-p",
    "tests.support.guards",
    "-p",
    "tests.support.results",
    "-p",
    "no:randomly",
    "-p",
    "no:pytest-qt",
)


def run(pytester: pytest.Pytester, *lines: str, options: tuple[str, ...] = ()) -> dict[str, int]:
    """Runs a test module of these lines under the guards; returns how many tests came to what."""
    pytester.makepyfile("\n".join(lines))
    outcomes: dict[str, int] = pytester.runpytest_inprocess(*PLUGINS, *options).parseoutcomes()
    return outcomes


def test_a_thread_left_running_fails_the_test(pytester: pytest.Pytester) -> None:
    outcomes = run(
        pytester,
        "import threading",
        "stop = threading.Event()",
        "def test_leaves_one(): threading.Thread(target=stop.wait, args=(8,)).start()",
        "def test_ends_it(): stop.set()",
    )
    assert outcomes == {"passed": 2, "errors": 1}


@pytest.mark.parametrize(
    ("line", "logged", "outcome"),
    [
        ("logging.getLogger('a').warning('lost')", True, {"passed": 1, "errors": 1}),
        ("log_guard.expect('lost'); logging.getLogger('a').error('lost')", True, {"passed": 1}),
        ("logging.getLogger('a').info('lost')", False, {"passed": 1}),
        ("log_guard.expect('lost')", False, {"passed": 1, "errors": 1}),
    ],
)
def test_the_log_holds_what_the_test_announced(
    pytester: pytest.Pytester, log_guard: LogGuard, line: str, logged: bool, outcome: dict[str, int]
) -> None:
    if logged:
        log_guard.expect("^(WARNING|ERROR) a: lost$")
    assert run(pytester, "import logging", f"def test_it(log_guard): {line}") == outcome


def test_each_test_has_a_home_and_a_keyring_of_its_own(pytester: pytest.Pytester) -> None:
    body = (
        "    assert not (pathlib.Path.home() / 'x').exists()",
        "    assert keyring.get_password('a', 'b') is None",
        "    (pathlib.Path.home() / 'x').touch()",
        "    keyring.set_password('a', 'b', 'c')",
    )
    outcomes = run(pytester, "import keyring, pathlib", "def test_one():", *body, "def test_two():", *body)
    assert outcomes == {"passed": 2}


def test_qt_cannot_be_imported_where_it_is_hidden() -> None:
    hidden = {**os.environ, "PYTHONPATH": str(ROOT / "tests" / "support" / "no_qt")}
    for module in ("PySide6", "PySide6.QtCore"):
        done = subprocess.run(
            [sys.executable, "-c", f"import {module}"],
            env=hidden,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "PySide6 is hidden" in done.stderr


def test_another_host_cannot_be_reached() -> None:
    script = "import socket\ndef test_it(): socket.create_connection(('192.0.2.1', 9), timeout=5)\n"
    place = Path.home() / "test_reach.py"
    place.write_text(script)
    options = ("-q", "-p", "no:pytest-qt", "-c", ROOT / "pyproject.toml", "--rootdir", ROOT)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, place],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "192.0.2.1" in done.stdout
    assert "1 failed" in done.stdout


def test_results_tell_how_each_test_ended(pytester: pytest.Pytester, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    run(
        pytester,
        "import pytest",
        "@pytest.fixture",
        "def broken(): raise OSError",
        "def test_good(): pass",
        "def test_bad(): assert 0",
        "def test_set_up(broken): pass",
        "def test_left_out(): pytest.skip('why')",
        options=("--results", str(path)),
    )
    found = {result.test.rpartition("::")[2]: result.outcome for result in results.read([path])}
    assert found == {
        "test_good": "passed",
        "test_bad": "failed",
        "test_set_up": "failed",
        "test_left_out": "skipped",
    }
    assert results.total(results.read([path, tmp_path / "none"])) == "total: 1 passed, 2 failed, 1 skipped"


def test_the_table_shows_each_clause_its_tests_and_what_has_none(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    records = [
        {"test": "t.py::test_a[1]", "outcome": "passed", "clauses": ["COM-01"]},
        {"test": "t.py::test_a[2]", "outcome": "failed", "clauses": ["COM-01"]},
        {"test": "t.py::test_b", "outcome": "passed", "clauses": ["COM-01", "TRN-08"]},
    ]
    path.write_text(json.dumps(records))
    lines = clauses.table(results.read([path]))
    shown = {line.split()[0]: line for line in lines if line[:1].isupper()}
    assert shown["COM-01"].split()[1] == "FAILED"
    assert shown["TRN-08"].split()[1] == "passed"
    assert "no test" in shown["COM-02"]
    assert any("FAILED" in line and "test_a (2 cases)" in line for line in lines)
    assert lines[-1] == f"2 of {len(clauses.known_clauses())} clauses have a test"


def test_databases_are_made_copied_and_dropped(postgres: TemporaryPostgres) -> None:
    def ask(url: URL, *statements: str) -> object:
        engine = create_engine(url)
        try:
            with engine.begin() as connection:
                return [connection.execute(text(statement)) for statement in statements][-1].scalar()
        finally:
            engine.dispose()

    first = postgres.create_database("made here")
    ask(first, "create view seven as select 7 as n", "select 1")
    copy = postgres.create_database("copied", "made here")
    assert ask(copy, "select n from seven") == 7
    assert ask(copy, "select current_setting('server_encoding')") == "UTF8"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(
            host=postgres.host, port=postgres.port, user="postgres", password="guess", dbname="copied"
        )
    for name in ("made here", "copied", "never made"):
        postgres.drop_database(name)
    gone = "select count(*) from pg_database where datname in ('made here', 'copied')"
    assert ask(postgres.admin_url, gone) == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_the_server_ends_with_the_tests_however_they_end(how: signal.Signals) -> None:
    script = (
        "import signal, time; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from tests.support.postgres import TemporaryPostgres\n"
        "with TemporaryPostgres() as server: print(server.folder, flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as tests:
        assert tests.stdout is not None
        folder = Path(tests.stdout.readline().strip())
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        tests.send_signal(how)
    give_up = time.monotonic() + 20
    while (folder.exists() or Path(f"/proc/{server}").exists()) and time.monotonic() < give_up:
        time.sleep(0.05)
    assert not folder.exists()
    assert not Path(f"/proc/{server}").exists()


def test_no_postgres_is_an_error_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DIWAN_PG_BIN", str(tmp_path))
    with pytest.raises(NoPostgres, match="DIWAN_PG_BIN"), TemporaryPostgres():
        pytest.fail("started without a PostgreSQL")
