"""The monthly report: the same tables on paper and in a spreadsheet, right to left, identifiers as text."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.base.errors import Outage
from desktop.base.text import Text
from desktop.usecases.month_files import report_pdf, write_report_xlsx
from desktop.usecases.month_report import Sheet, sheets
from desktop.usecases.overview import Month, month
from tests.letters.tools import folded, recall, run
from tests.usecases.scene import EmbeddedOffice, application, nominated

pytest_plugins = ["tests.usecases.places"]


@pytest.fixture
def told(embedded_office: EmbeddedOffice) -> Month:
    """A month with a paid course, and an application of last week that is late by now."""
    office = embedded_office
    office.submit(application()).asked_to_pay().pay()
    office.at("2026-11-23T09:00")
    office.submit(nominated(applicant={"national_number": "9889542924"}))
    office.at("2026-12-20T09:00")
    return month(office.session("huda"), date(2026, 11, 1))


def sheet(told: Month, key: str, office: EmbeddedOffice) -> Sheet:
    return next(one for one in sheets(told, office.session("huda").registry) if one.key == key)


def test_the_tables_say_what_the_month_brought(told: Month, embedded_office: EmbeddedOffice) -> None:
    services = sheet(told, "services", embedded_office)
    assert [row[1] for row in services.rows] == [2, 2], "one service, and the total"
    assert services.keys == ("TRN", "")
    money = sheet(told, "money", embedded_office)
    assert money.rows[-1][1:] == (1, Decimal("200.000"), 0, Decimal("0.000"), Decimal("200.000"))
    late = sheet(told, "late", embedded_office)
    assert [row[2] for row in late.rows] == ["••••••2924"]
    assert late.rows[0][5] == Text("لم يستلمه أحد", "nobody")
    stuck = sheet(told, "stuck", embedded_office)
    assert [(row[3]) for row in stuck.rows] == [1]


@pytest.mark.parametrize(("language", "right_to_left"), [("ar", True), ("en", False)])
def test_the_spreadsheet_keeps_identifiers_as_text(
    told: Month, embedded_office: EmbeddedOffice, tmp_path: Path, language: str, right_to_left: bool
) -> None:
    path = tmp_path / "report.xlsx"
    write_report_xlsx(path, told, embedded_office.session("huda").registry, language)
    book = load_workbook(path)
    assert all(bool(page.sheet_view.rightToLeft) is right_to_left for page in book.worksheets)
    late = book.worksheets[-1]
    reference, identity = late["A2"], late["C2"]
    assert (identity.value, identity.data_type, identity.number_format) == ("••••••2924", "s", "@")
    assert (reference.data_type, reference.number_format) == ("s", "@")
    money = book.worksheets[-2]
    assert (money["C2"].value, money["C2"].number_format) == (200, "#,##0.000")


@pytest.mark.heavy
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_reads_the_identifiers_as_they_are(
    told: Month, embedded_office: EmbeddedOffice, tmp_path: Path
) -> None:
    path = tmp_path / "report.xlsx"
    write_report_xlsx(path, told, embedded_office.session("huda").registry, "ar")
    everything = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    home = f"-env:UserInstallation=file://{tmp_path / 'home'}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", everything, "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=110,
    )  # fmt: skip
    read = "\n".join(one.read_text("utf-8") for one in tmp_path.glob("*.csv"))
    assert "9889542924" in read
    assert told.late_cases[0].reference in read


def test_a_file_that_cannot_be_written_is_said(
    told: Month, embedded_office: EmbeddedOffice, tmp_path: Path
) -> None:
    with pytest.raises(Outage):
        write_report_xlsx(tmp_path / "no" / "x.xlsx", told, embedded_office.session("huda").registry, "ar")


def test_the_paper_is_arabic_and_readable(
    told: Month, embedded_office: EmbeddedOffice, tmp_path: Path
) -> None:
    registry = embedded_office.session("huda").registry
    made = report_pdf(told, registry)
    assert made == report_pdf(told, registry)
    path = tmp_path / "report.pdf"
    path.write_bytes(made)
    text = run("pdftotext", "-layout", path, "-")
    assert recall("التقرير الشهري تشرين الثاني 200.000 rana", text) >= 0.8
    assert told.late_cases[0].reference in folded(text)
