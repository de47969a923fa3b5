"""A list as a spreadsheet that opens right-to-left, with identifiers as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desktop.base.errors import Outage
from desktop.base.text import Text, without_bidi_controls
from desktop.views.i18n import language
from desktop.views.tables.rows import Column, Row

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_TITLE = 31


def write_rows(path: str | Path, title: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    """Writes ``rows`` to the XLSX file ``path`` and returns how many; for worker threads.

    Every cell is text, so that no reference or telephone number turns into a number or a formula. The
    smaller line of a cell has a column of its own where its column names it. Raises ``Outage`` where the
    file cannot be written.
    """
    try:
        with Path(path).open("wb") as file:
            return _write(file, title, columns, rows)
    except OSError as error:
        raise Outage(
            Text(
                f"تعذّرت كتابة الملف {path}؛ أغلقه إن كان مفتوحًا في برنامج آخر.",
                f"The file {path} cannot be written; close it if another program has it open.",
            )
        ) from error


def _write(file: BinaryIO, title: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    # Imported here: it brings NumPy along, half a second of every start for what is done now and then.
    from openpyxl import Workbook
    from openpyxl.cell.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    right_to_left = language() == "ar"
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title.translate(_FORBIDDEN)[:_LONGEST_TITLE] or "Diwan")
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = "A2"
    widths = [width for column in columns for width in (column.width, *((120,) if column.detail else ()))]
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(12, width / 7)

    def cell(value: str, *, strong: bool = False) -> Cell:
        made = WriteOnlyCell(sheet, value=without_bidi_controls(value))
        made.data_type = "s"
        made.number_format = "@"
        made.alignment = Alignment(horizontal="right" if right_to_left else "left")
        if strong:
            made.font = Font(bold=True)
        return made

    heads: list[Cell] = []
    for column in columns:
        heads += [cell(title, strong=True) for title in (column.title, column.detail) if title]
    sheet.append(heads)
    count = 0
    for row in rows:
        line: list[Cell] = []
        for column, one in zip(columns, row.cells, strict=True):
            line += [cell(one.text), *((cell(one.detail),) if column.detail else ())]
        sheet.append(line)
        count += 1
    book.save(file)
    return count
