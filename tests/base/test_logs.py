"""Logs: no person is in them, references are, and they never fill the disk."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base import logs
from desktop.base.logs import BLOT, CleanFormatter, keep_log, without_people
from tests.support.guards import LogGuard


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in set(root.handlers) - set(before):
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)


PEOPLE = [
    "9889542916",
    "٩٨٨٩٥٤٢٩١٦",
    "2000123456",
    "+962791234567",
    "00962 79 123 4567",
    "0791234567",
    "079-123-4567",
    "079 123 4567",
    "962771234567",
    "سارة يوسف حدّاد",
    "عبدالله",
    "sara.haddad@example.jo",
    "'Sara Yousef Haddad'",
]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(
    "sentence",
    ["{}", "refused for {} today", "applicant.name: {}, TRN", "(psycopg) value={};", "name={}\nnext"],
)
def test_nobody_is_named(person: str, sentence: str) -> None:
    said = without_people(sentence.format(person))
    bare = person.strip("'")
    assert bare not in said
    assert BLOT in said
    assert not any(part in said for part in bare.split() if len(part) > 3)


@pytest.mark.parametrize(
    "kept",
    [
        "TRN-2026-000061-5 broke off",
        "letter HR-2026-00012 of case 4711",
        "worker host-12345-a1b2c3 has begun",
        "the clock is 7200 seconds off at 2026-11-22T09:00:00.123456+00:00",
        "rana was first at version 12",
        "port 5432 of 10.0.0.5 after 86400 s",
        'File "/usr/lib/diwan/desktop/models/chain.py", line 120, in broken_at',
    ],
)
def test_what_support_needs_stays(kept: str) -> None:
    assert without_people(kept) == kept


def test_what_a_database_quotes_goes() -> None:
    said = without_people(
        'duplicate key value violates unique constraint "x"\n'
        "DETAIL:  Key (department, identity)=(hr, A12) already exists.\n"
        "DETAIL:  Failing row contains (1, TRN, Sara, A12, null).\n"
        "[parameters: {'name': 'Sara', 'identity': 'A12'}]"
    )
    assert "Sara" not in said
    assert "A12" not in said
    assert "Key (department, identity)" in said


def test_a_traceback_is_clean(tmp_path: Path, log_guard: LogGuard) -> None:
    log_guard.expect("telephone")
    path = keep_log(tmp_path, "desk")
    try:
        raise ValueError("no room for سارة يوسف, 9889542916, in TRN-2026-000061-5")
    except ValueError:
        logging.getLogger("t").exception("telephone %s of %s", "0791234567", "TRN-2026-000061-5")
    written = path.read_text("utf-8")
    for person in ("سارة", "9889542916", "0791234567"):
        assert person not in written
    assert written.count("TRN-2026-000061-5") >= 2
    assert "Traceback" in written
    assert path.stat().st_mode & 0o077 == 0


def test_six_files_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_guard: LogGuard) -> None:
    log_guard.expect("takes some room")
    monkeypatch.setattr(logs, "_LARGEST", 500)
    path = keep_log(tmp_path, "worker")
    for number in range(200):
        logging.getLogger("t").warning("line %d that takes some room in the file", number)
        logging.getLogger("t").info("not written")
    files = sorted(path.parent.iterdir())
    assert len(files) == 6
    assert all(file.stat().st_size <= 500 for file in files)
    assert "not written" not in "".join(file.read_text("utf-8") for file in files)


def test_the_terminal_is_clean_too(capsys: pytest.CaptureFixture[str], log_guard: LogGuard) -> None:
    log_guard.expect("for 98")
    root = logging.getLogger()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    root.addHandler(handler)
    logs.clean_stream_handlers()
    assert isinstance(handler.formatter, CleanFormatter)
    logging.getLogger("t").warning("for 9889542916")
    assert capsys.readouterr().err.strip().endswith(f"WARNING for {BLOT}")
