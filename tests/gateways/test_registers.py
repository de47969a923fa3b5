"""Registers kept elsewhere: asked by all their numbers together, loaded from files, bad rows told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.base.errors import Outage, Refusal
from desktop.gateways.registers import Column, EmbeddedRegisters, HttpRegisters, Layout, Registers
from desktop.gateways.settings import Endpoint, HttpRegistersSettings, load_gateways
from tests.gateways.provider import Provider, body

LAYOUT = Layout(
    "permits",
    (
        Column("number", ("رقم المقاول", "Contractor number")),
        Column("year", ("السنة", "Year")),
        Column("name", ("الاسم", "Name")),
        Column(
            "standing", ("الحالة", "Standing"), choices={"valid": "valid", "ساري": "valid", "موقوف": "off"}
        ),
        Column("until", ("لغاية", "Until"), required=False),
    ),
    ("number", "year"),
)
GIVEN = {"number": "C-1", "year": "2025"}
CSV = "رقم المقاول,السنة,الاسم,الحالة\nC-1,2025,شركة الأفق,ساري\nC-2,2025,شركة الريف,موقوف\n"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture
def embedded(tmp_path: Path) -> EmbeddedRegisters:
    return EmbeddedRegisters(tmp_path / "registers")


@pytest.fixture(params=["embedded", "http"])
def asked(request: pytest.FixtureRequest, provider: Provider, tmp_path: Path) -> Registers:
    provider.registers.load(LAYOUT, written(tmp_path, CSV))
    if request.param == "http":
        return HttpRegisters(HttpRegistersSettings(Endpoint(provider.address)))
    return provider.registers


@pytest.mark.clause("CTR-01")
def test_all_the_numbers_together_find_the_entry(asked: Registers) -> None:
    found = asked.find("permits", GIVEN)
    assert found is not None
    assert (found["name"], found["standing"]) == ("شركة الأفق", "valid")
    assert asked.find("permits", {"number": " c-1", "year": "٢٠٢٥"}) == found


@pytest.mark.clause("CTR-01")
@pytest.mark.parametrize("wrong", [{"number": "C-9"}, {"year": "2024"}, {"number": "C-2", "year": "2024"}])
def test_any_wrong_number_finds_nothing(asked: Registers, wrong: dict[str, str]) -> None:
    assert asked.find("permits", {**GIVEN, **wrong}) is None
    assert asked.find("licences", GIVEN) is None


def test_what_is_looked_for_is_in_no_address(provider: Provider) -> None:
    assert HttpRegisters(HttpRegistersSettings(Endpoint(provider.address))).find("permits", GIVEN) is None
    (asked,) = provider.asked
    assert (asked.method, asked.path, asked.query) == ("POST", "/find", {})
    assert asked.body == {"register": "permits", "given": GIVEN}


@pytest.mark.parametrize("answer", ["{}", "[]", '{"entry": "C-1"}', "nonsense"])
def test_nonsense_is_no_missing_entry(provider: Provider, answer: str) -> None:
    provider.faults.append(body(answer.encode()))
    with pytest.raises(Outage):
        HttpRegisters(HttpRegistersSettings(Endpoint(provider.address))).find("permits", GIVEN)


def test_a_list_is_replaced_as_a_whole_and_every_bad_row_is_told(
    embedded: EmbeddedRegisters, tmp_path: Path
) -> None:
    assert embedded.load(LAYOUT, written(tmp_path, CSV)).entries == 2
    report = embedded.load(
        LAYOUT,
        written(
            tmp_path,
            "Year;Contractor number;Name;Standing;Other\n"
            "2026;C-5;شركة الواحة;valid;x\n"
            "\n"
            "2026;C-5;مكرر;valid\n"
            "2026;;بلا رقم;valid\n"
            "2026;C-6;حالة غريبة;ضائع\n"
            "2026;C-7\n",
            "utf-8-sig",
        ),
    )
    assert report.entries == 1
    assert [(row.line, row.reason.en) for row in report.bad] == [
        (4, "twice in the file"),
        (5, "number is empty"),
        (6, "unknown standing: ضائع"),
        (7, "name is empty"),
    ]
    assert "رقم المقاول" in report.bad[1].reason.ar
    assert embedded.find("permits", GIVEN) is None
    assert embedded.find("permits", {"number": "C-5", "year": "2026"}) is not None


def test_a_spreadsheets_numbers_and_days_are_read_as_people_see_them(
    embedded: EmbeddedRegisters, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Contractor number", "Year", "Name", "Standing", "Until"])
    sheet.append([4471.0, 2025, "شركة الأفق", "ساري", date(2026, 12, 31)])
    sheet.append([None, None, None, None, None])
    book.save(tmp_path / "list.xlsx")
    assert embedded.load(LAYOUT, tmp_path / "list.xlsx").bad == ()
    found = embedded.find("permits", {"number": "4471", "year": "2025"})
    assert found is not None
    assert found["until"] == "2026-12-31"


def _missing(folder: Path) -> Path:
    return folder / "none.csv"


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (_missing, "cannot be read"),
        (lambda folder: written(folder, ""), "empty"),
        (lambda folder: written(folder, "Year,Name\n2025,x\n"), "lacks the column: number, standing"),
        (lambda folder: written(folder, "number,year,name,standing\n,,,x\n"), "no good row"),
        (lambda folder: written(folder, "رقم المقاول\n", "cp1256"), "lacks the column: year"),
        (lambda folder: written(folder, "PK\x03\x04 no book"), "XLSX"),
    ],
)
def test_a_file_that_cannot_be_used_leaves_the_register_as_it_was(
    embedded: EmbeddedRegisters, tmp_path: Path, file: Callable[[Path], Path], why: str
) -> None:
    embedded.load(LAYOUT, written(tmp_path, CSV))
    with pytest.raises(Refusal, match=why) as caught:
        embedded.load(LAYOUT, file(tmp_path))
    assert caught.value.problems[0].field == "file"
    assert embedded.find("permits", GIVEN) is not None


def test_a_damaged_list_is_an_outage_and_not_an_empty_one(
    embedded: EmbeddedRegisters, tmp_path: Path
) -> None:
    embedded.load(LAYOUT, written(tmp_path, CSV))
    (kept,) = (tmp_path / "registers").glob("*.json")
    kept.write_text("{", "utf-8")
    with pytest.raises(Outage):
        embedded.find("permits", GIVEN)


@pytest.mark.clause("LIC-04")
def test_every_entry_about_one_thing_is_listed(asked: Registers) -> None:
    found = asked.find_all("permits", {"year": "٢٠٢٥"})
    assert [entry["number"] for entry in found] == ["C-1", "C-2"]
    assert asked.find_all("permits", {"year": "1999"}) == ()


@pytest.mark.parametrize("answer", ["{}", "[]", '{"entries": "C-1"}', '{"entries": [1]}', "nonsense"])
def test_nonsense_is_no_empty_list(provider: Provider, answer: str) -> None:
    provider.faults.append(body(answer.encode()))
    with pytest.raises(Outage):
        HttpRegisters(HttpRegistersSettings(Endpoint(provider.address))).find_all("permits", GIVEN)


@pytest.mark.clause("LIC-04")
def test_a_list_that_was_never_loaded_is_not_an_empty_one(
    embedded: EmbeddedRegisters, tmp_path: Path
) -> None:
    with pytest.raises(Outage, match="never loaded"):
        embedded.find_all("permits", GIVEN)
    nothing = written(tmp_path, CSV.splitlines()[0] + "\n")
    with pytest.raises(Refusal):
        embedded.load(LAYOUT, nothing)
    assert embedded.load(replace(LAYOUT, may_be_empty=True), nothing).entries == 0
    assert embedded.find_all("permits", GIVEN) == ()


def test_a_cell_that_does_not_belong_in_its_column_is_a_bad_row(
    embedded: EmbeddedRegisters, tmp_path: Path
) -> None:
    columns = (
        *LAYOUT.columns[:-1],
        Column("until", ("لغاية", "Until"), read=lambda cell: {"أمس": None}.get(cell, cell)),
    )
    rows = "number,year,name,standing,until\nC-1,2025,x,valid,أمس\nC-2,2025,y,valid,2026-12-31\n"
    report = embedded.load(replace(LAYOUT, columns=columns), written(tmp_path, rows))
    assert (report.entries, [(row.line, row.reason.en) for row in report.bad]) == (
        1,
        [(2, "not a valid until: أمس")],
    )


def test_the_registers_are_set_like_every_gateway() -> None:
    settings = load_gateways(
        {"registers": {"address": "https://registers.example", "path": "/ask"}}
    ).registers
    assert settings is not None
    assert (settings.path, settings.fields.entry) == ("/ask", "entry")
    with pytest.raises(Refusal) as caught:
        load_gateways({"registers": {"address": "http://registers.example"}})
    assert caught.value.problems[0].field == "registers.address"
