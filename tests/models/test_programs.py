"""PostgreSQL's own programs are pointed at the server that the address names, and given no secret to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from desktop.models.programs import run_program

SHOW = """#!/bin/sh
echo "$@"
echo "$PGPASSWORD/$PGSSLMODE/$PGSSLROOTCERT"
"""


@pytest.mark.parametrize(
    ("address", "arguments", "wire"),
    [
        ("postgresql://root@/diwan", "-w -U root x", "//"),
        ("postgresql://p:secret@127.0.0.1:5433/diwan", "-w -h 127.0.0.1 -p 5433 -U p x", "secret//"),
        ("postgresql://a:b@db.example/diwan", "-w -h db.example -U a x", "b/verify-full/system"),
        ("postgresql://a@db.example/diwan?sslmode=disable&sslrootcert=/ca.pem", "-w -h db.example -U a x",
         "/verify-full//ca.pem"),
    ],
)  # fmt: skip
def test_where_it_goes_and_what_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, arguments: str, wire: str
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(SHOW)
    program.chmod(0o755)
    monkeypatch.setenv("DIWAN_PG_BIN", str(tmp_path))
    for name in ("PGPASSWORD", "PGSSLMODE", "PGSSLROOTCERT", "PGHOST"):
        monkeypatch.delenv(name, raising=False)
    assert run_program("pg_dump", make_url(address), "x").splitlines() == [arguments, wire]
