"""Tables as people hand them over: spreadsheet files, and what was copied out of a spreadsheet (EXM-10).

Every cell becomes text as people see it: whole numbers without a fraction, days as ISO, leading zeros where
the cell's format shows them.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import filetype

from desktop.base.errors import Refusal
from desktop.base.text import Text, cleaned
from desktop.gateways import files

Line = tuple[int, tuple[str, ...]]
"""A row that is not blank: its number in the file (from 1) and its cells."""

LARGEST_FILE = 64 * 1024 * 1024
_LARGEST_UNPACKED = 512 * 1024 * 1024
_MOST_ROWS, _MOST_CELLS = 200_000, 500
_SEPARATORS = "\t;,|"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE = f"{_ODF}table:1.0}}", f"{_ODF}office:1.0}}"
_BROKEN = (zipfile.BadZipFile, KeyError, IndexError, ValueError, ElementTree.ParseError)
_BYTE_ORDER = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_file(file: Path) -> tuple[Line, ...]:
    """The rows of a CSV, XLSX or ODS file, as Excel and LibreOffice export them.

    Text is UTF-8 with or without its mark, UTF-16 with it, else Windows-1256. Raises ``Refusal`` (field
    ``file``) where the file cannot be read or is no table.
    """
    try:
        raw, whole = files.first_bytes(file, LARGEST_FILE)
    except OSError as error:
        raise unusable(file.name, Text("تعذّرت قراءته", "it cannot be read")) from error
    if not whole:
        raise unusable(file.name, Text("أكبر من الحد المسموح", "it is too large"))
    return _kept(_rows(raw, file.name), file.name)


def read_pasted(text: str) -> tuple[Line, ...]:
    """The rows of ``text`` as a spreadsheet, a mail or a text file gave it to the clipboard."""
    pasted = Text("النص الملصق", "The pasted text")
    return _kept(_separated(text, pasted.en), pasted.en)


def unusable(name: str, why: Text) -> Refusal:
    """The refusal of the file ``name``; ``why`` completes a sentence."""
    return Refusal.one(
        "unusable_file",
        f"لا يمكن استعمال الملف {name}: {why.ar}.",
        f"The file {name} cannot be used: {why.en}.",
        field="file",
    )


def _kept(rows: Iterable[Line], name: str) -> tuple[Line, ...]:
    found: list[Line] = []
    for number, cells in rows:
        if not any(cells):
            continue
        if len(found) == _MOST_ROWS:
            raise unusable(name, Text("فيه صفوف كثيرة جداً", "it has too many rows"))
        found.append((number, cells[:_MOST_CELLS]))
    return tuple(found)


def _rows(raw: bytes, name: str) -> Iterator[Line]:
    if raw.startswith(b"PK\x03\x04"):
        return _of_archive(raw, name)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        why = Text(
            "هو بصيغة XLS القديمة أو محمي بكلمة سر؛ احفظه بصيغة XLSX",
            "it is in the old XLS form or has a password; save it as XLSX",
        )
        raise unusable(name, why)
    if filetype.guess(raw[:8192]) is not None:
        raise unusable(name, Text("ليس جدولاً", "it is no table"))
    return _separated(_decoded(raw, name), name)


def _decoded(raw: bytes, name: str) -> str:
    marked = _BYTE_ORDER.get(raw[:2])
    try:
        text = raw.decode(marked or "utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes on an Arabic Windows; it has a letter for every byte.
        text = raw.decode("cp1256", errors="replace") if marked is None else "\x00"
    if "\x00" in text:
        raise unusable(name, Text("ليس جدولاً", "it is no table"))
    return text


def _of_archive(raw: bytes, name: str) -> Iterator[Line]:
    why = Text("ليس جدول XLSX أو ODS صالحاً", "it is not a valid XLSX or ODS file")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _LARGEST_UNPACKED:
                raise unusable(name, Text("أكبر من الحد المسموح", "it is too large"))
            is_open_document = "content.xml" in archive.namelist()
        yield from _open_document(raw) if is_open_document else _workbook(raw)
    except _BROKEN as error:
        raise unusable(name, why) from error


def _workbook(raw: bytes) -> Iterator[Line]:
    with warnings.catch_warnings():
        # Styles and checks of other programs that openpyxl leaves out.
        warnings.simplefilter("ignore")
        # Imported here: it brings NumPy along, half a second of every start of a desk.
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException

        try:
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        except InvalidFileException as error:
            raise ValueError(str(error)) from error
        sheets = list(book.worksheets)
        if book.active in sheets:
            sheets.sort(key=lambda sheet: sheet is not book.active)
        for sheet in sheets:
            # Programs that write it wrong cut rows off.
            sheet.reset_dimensions()
            lines = [
                (number, tuple(_cell(cell.value, getattr(cell, "number_format", "")) for cell in row))
                for number, row in enumerate(sheet.iter_rows(), start=1)
            ]
            if any(any(cells) for _, cells in lines):
                yield from lines
                return


def _cell(value: object, number_format: str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, number_format or "")
    return cleaned(str(value))


def _number(value: float, number_format: str) -> str:
    """A number as its cell shows it; a spreadsheet keeps every number as a fraction in base two."""
    if "%" in number_format:
        return f"{float(f'{value * 100:.10g}'):g}%"
    plain = str(int(value)) if float(value).is_integer() else f"{value:.10g}"
    return plain.zfill(len(number_format)) if re.fullmatch("0+", number_format) else plain


def _open_document(raw: bytes) -> Iterator[Line]:
    """The first sheet that holds anything. Expat refuses entities that multiply; the size was checked."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        content = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314
    for table in content.iter(f"{_TABLE}table"):
        lines = list(_table_rows(table))
        if lines:
            yield from lines
            return


def _table_rows(table: ElementTree.Element) -> Iterator[Line]:
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells = tuple(_table_cells(row))
        again = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        if any(cells):
            yield from ((number + n, cells) for n in range(1, min(again, _MOST_ROWS) + 1))
        number += again


def _table_cells(row: ElementTree.Element) -> Iterator[str]:
    given = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        again = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), _MOST_CELLS - given)
        given += again
        text = _table_cell(cell)
        yield from (text for _ in range(again))


def _table_cell(cell: ElementTree.Element) -> str:
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value")
    shown = cleaned(" ".join("".join(part.itertext()) for part in cell if part.tag.endswith("}p")))
    if kind == "date":
        return (cell.get(f"{_OFFICE}date-value") or shown)[:10]
    if value is None:
        return shown
    if kind == "percentage":
        return _number(float(value), "%")
    # Leading zeros stand in what is shown only.
    return shown if re.fullmatch("0[0-9]+", shown) else _number(float(value), "")


def _separated(text: str, name: str) -> Iterator[Line]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    said = re.match(r"sep=(.)\n", lines)
    separator = said.group(1) if said else separator_of(lines.split("\n")[:200])
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator)
    try:
        for cells in reader:
            if not (said and reader.line_num == 1):
                yield reader.line_num, tuple(cleaned(cell) for cell in cells)
    except csv.Error as error:
        raise unusable(name, Text("ليس CSV صالحاً", "it is not valid CSV")) from error


def separator_of(lines: Sequence[str]) -> str:
    """What separates the cells: the first of tab, semicolon, comma and bar that most rows hold.

    A comma comes late: where another separator is, it is a decimal mark.
    """
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines if line.strip()]
    for separator in _SEPARATORS:
        if 2 * sum(separator in line for line in bare) > len(bare):
            return separator
    return ","
