"""``diwan db archive|put-away|bring-back``: what is asked for, and what is refused in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.__main__ import main
from desktop.models import install
from tests.support.postgres import TemporaryPostgres

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize(
    ("arguments", "field"),
    [(["archive"], "--year"), (["put-away", "x", "--year", "2020"], "--db"), (["bring-back"], "FILE")],
)
def test_what_is_missing_is_named(
    arguments: list[str], field: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", *arguments, "--data", str(tmp_path)]) != 0
    assert field in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_a_year_goes_away_and_comes_back(
    postgres: TemporaryPostgres, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgres.create_database("archive_command")
    install.prepare(url)
    address = ["--db", url.render_as_string(hide_password=False), "--data", str(tmp_path)]
    kept = str(tmp_path / "2020.year")

    def run(*arguments: str) -> dict[str, object]:
        assert main(["db", *arguments, *address]) == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    assert run("archive", "--year", "2020")["cases"] == 0
    assert run("put-away", kept, "--year", "2020")["rows"] == {
        "case_event": 0, "attachment": 0, "letter_document": 0,
    }  # fmt: skip
    assert run("bring-back", kept)["year"] == 2020
    postgres.drop_database("archive_command")
