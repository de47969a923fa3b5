"""``diwan verify``: a letter judged with the database, and with the public key alone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from desktop.letters.signing import KeyPair
from tests.cli.conftest import Cli, assert_refused
from tests.cli.test_commands import approved


@pytest.fixture
def letter(cli: Cli) -> Path:
    """The file of an approval letter."""
    reference = approved(cli)
    path = cli.folder / "كتاب.pdf"
    assert cli("letter", reference, "--output", str(path)).status == 0
    return path


def payload_of(cli: Cli) -> str:
    """The text of the letter's code, as a scanner gives it."""
    with closing(sqlite3.connect(cli.folder / "diwan.db")) as connection:
        return str(connection.execute("SELECT payload FROM letter").fetchone()[0])


@pytest.mark.clause("VER-01", "COM-11")
def test_a_genuine_letter_by_its_file_and_by_its_code(cli: Cli, letter: Path) -> None:
    found = cli("verify", str(letter))
    assert found.status == 0
    verdict, arabic, english = found.out.strip().splitlines()
    assert (verdict, "صحيح" in arabic, "Genuine" in english) == ("genuine", True, True)
    by_code = cli("verify", f"https://example.org/v?c={payload_of(cli)}", "--json").json
    assert by_code["standing"] == "genuine"
    assert by_code["asked_database"] is True
    assert by_code["whole"] is False


@pytest.mark.clause("VER-01")
def test_an_institution_needs_the_public_key_alone(cli: Cli, letter: Path, tmp_path: Path) -> None:
    key = cli.folder / "municipality.pem"
    assert cli("keys", "show", "--output", str(key)).status == 0
    elsewhere = Cli(tmp_path / "no data here", cli._capsys)
    elsewhere.at = ""
    found = elsewhere("verify", str(letter), "--key", str(key), "--json").json
    assert (found["standing"], found["asked_database"], found["whole"]) == ("genuine", False, True)
    assert not elsewhere.folder.exists(), "no database is made to ask none"
    other = tmp_path / "other.pem"
    other.write_bytes(KeyPair.generate().public.to_pem())
    assert elsewhere("verify", str(letter), "--key", str(other)).status == 1
    both = elsewhere("verify", str(letter), "--key", str(other), "--key", str(key))
    assert both.status == 0


@pytest.mark.clause("VER-01")
def test_an_altered_letter_is_told(cli: Cli, letter: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(letter))
    writer.add_blank_page()
    altered = cli.folder / "altered.pdf"
    writer.write(altered)
    found = cli("verify", str(altered))
    assert found.status == 1
    assert found.out.startswith("altered\n")


@pytest.mark.clause("COM-11")
def test_a_withdrawn_letter_is_genuine_no_more(cli: Cli, letter: Path) -> None:
    case = cli.case("TRN-2026-000001-1")
    one = case["letters"][0]
    cli.act("TRN-2026-000001-1", "void_letter", "huda", letter_id=one["letter_id"], reason="خطأ في الاسم")
    found = cli("verify", str(letter))
    assert found.status == 1
    assert found.out.startswith("withdrawn\n")
    assert "خطأ في الاسم" in found.out


def test_what_is_no_letter(cli: Cli) -> None:
    found = cli("verify", "hello")
    assert (found.status, found.out.splitlines()[0]) == (1, "unknown")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("missing.pdf",),
        ("--image", "missing.png"),
        ("text", "--image", "a.png"),
        ("text", "--key", "missing.pem"),
        ("text", "--key", __file__),
    ],
)
def test_what_cannot_be_judged_is_refused(cli: Cli, arguments: tuple[str, ...]) -> None:
    assert_refused(cli("verify", *arguments))


def test_a_seal_is_no_verdict_on_standing(cli: Cli, letter: Path) -> None:
    """The same letter twice: what the database knows does not change what the key proves."""
    key = cli.folder / "municipality.pem"
    cli("keys", "show", "--output", str(key))
    one = cli.case("TRN-2026-000001-1")["letters"][0]
    cli.act("TRN-2026-000001-1", "void_letter", "huda", letter_id=one["letter_id"], reason="خطأ")
    offline = cli("verify", str(letter), "--key", str(key), "--json")
    assert json.loads(offline.out)["standing"] == "genuine"
