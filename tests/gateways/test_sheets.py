"""Tables as Excel and LibreOffice write them, and what people copy out of them."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.base.errors import Refusal
from desktop.gateways.sheets import read_file, read_pasted

ROWS = (("رقم المقعد", "الاسم", "العلامة"), ("001", "سارة حدّاد", "87,5"), ("002", "ليث", "غائب"))
CELLS = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="empty"/><table:table table:name="results">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def written(folder: Path, content: bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def cells(path: Path) -> list[tuple[str, ...]]:
    return [row for _, row in read_file(path)]


def table(separator: str = ";", end: str = "\r\n") -> str:
    return "".join(separator.join(row) + end for row in ROWS)


@pytest.mark.clause("EXM-10")
@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
def test_text_of_every_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    text = table(separator).replace("حدّاد", "حداد") if encoding == "cp1256" else table(separator)
    found = cells(written(tmp_path, text.encode(encoding)))
    assert found[0] == ROWS[0]
    assert found[1][0] == "001"
    assert found[1][2] == "87,5"
    assert found[2] == ROWS[2]


def test_commas_with_a_quoted_decimal_comma(tmp_path: Path) -> None:
    path = written(tmp_path, 'رقم المقعد,العلامة\n1,"87,5"\n\n,,\n2,90\n'.encode())
    assert read_file(path) == ((1, ("رقم المقعد", "العلامة")), (2, ("1", "87,5")), (5, ("2", "90")))


def test_excels_own_line_about_the_separator(tmp_path: Path) -> None:
    assert read_file(written(tmp_path, b"sep=,\r\n1,2\r\n")) == ((2, ("1", "2")),)


def test_a_workbook_is_read_as_people_see_it(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "فارغة"  # type: ignore[union-attr]
    sheet = book.create_sheet("النتائج")
    sheet.sheet_view.rightToLeft = True
    sheet.append(["كشف النتائج", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append([None, None, None])
    sheet.append([7, 9889542916.0, 66.10000000000001])
    sheet["A3"].number_format = "000"
    sheet.append([8, date(2026, 11, 22), 0.85])
    sheet["C4"].number_format = "0%"
    sheet.append(["=1+1", "نص", True])
    path = tmp_path / "list.xlsx"
    book.save(path)
    assert read_file(path) == (
        (1, ("كشف النتائج",)),
        (3, ("007", "9889542916", "66.1")),
        (4, ("8", "2026-11-22", "85%")),
        # A formula that no program has reckoned yet is an empty cell.
        (5, ("", "نص", "True")),
    )


def test_an_open_document(tmp_path: Path) -> None:
    rows = (
        f"<table:table-row>{CELLS.format('رقم المقعد')}{CELLS.format('العلامة')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="3"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p>'
        '</table:table-cell><table:table-cell office:value-type="percentage" office:value="0.855">'
        "<text:p>86%</text:p></table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell office:value-type="float" office:value="9889542916">'
        "<text:p>9,89E+09</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    path = tmp_path / "list.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(rows))
    assert read_file(path) == (
        (1, ("رقم المقعد", "العلامة")),
        (5, ("007", "85.5%")),
        (6, ("9889542916", "")),
    )


def test_a_paste() -> None:
    assert read_pasted("1\t87,5\r\n2\tغائب\r\n") == ((1, ("1", "87,5")), (2, ("2", "غائب")))
    assert read_pasted("87.5\n90") == ((1, ("87.5",)), (2, ("90",)))
    assert read_pasted("  \n") == ()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old XLS form"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "no table"),
        (b"a\x00b\x01", "no table"),
        (b"\xff\xfea", "no table"),
        (b"PK\x03\x04 no book", "valid XLSX"),
        (b"1" * 200_000, "valid CSV"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(Refusal, match=why) as caught:
        read_file(written(tmp_path, content))
    assert caught.value.problems[0].field == "file"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        read_file(tmp_path / "none.csv")
