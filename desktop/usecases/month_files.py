"""The monthly report as files: an Arabic PDF on the municipality's paper, a spreadsheet in either."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from desktop.base.clock import amman_date
from desktop.base.errors import Outage
from desktop.base.money import format_dinars
from desktop.base.text import Text, without_bidi_controls
from desktop.letters.content import MUNICIPALITY, Letterhead, LetterTable
from desktop.letters.report import ReportContent, ReportSection, render_report
from desktop.usecases.month_report import Sheet, Value, month_name, sheets, written_value
from desktop.usecases.overview import Month
from desktop.workflows.registry import Registry

_TITLE = Text("التقرير الشهري", "Monthly report")
_PAPER_LATE = 60
"""The paper lists no more late applications; the spreadsheet has all that were read."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def report_pdf(month: Month, registry: Registry) -> bytes:
    """The report on the municipality's paper, in Arabic."""
    overview = month.overview
    waiting = format_dinars(overview.sum_to_approve)
    whose = "، ".join(one.ar for one in month.departments) or MUNICIPALITY.ar
    parts: list[ReportSection] = [
        ReportSection(
            "الخلاصة",
            (
                f"الطلبات المفتوحة الآن: {overview.count}، ولم يستلم أحد {overview.unclaimed} منها.",
                f"المتأخر منها الآن: {overview.late}.",
                f"مبالغ مستردة بانتظار الموافقة: {overview.to_approve}، مجموعها {waiting} دينار.",
            ),
        )
    ]
    for sheet in sheets(month, registry):
        rows = sheet.rows[:_PAPER_LATE] if sheet.key == "late" else sheet.rows
        columns = [place for place, _ in enumerate(sheet.headers) if (sheet.key, place) != ("late", 2)]
        said = () if sheet.note is None else (sheet.note.ar,)
        if len(rows) < len(sheet.rows):
            said = (*said, f"يُعرض منها {len(rows)}، والبقية في جدول البيانات المرافق.")
        table = LetterTable(
            tuple(sheet.headers[place].ar for place in columns),
            tuple(tuple(written_value(row[place], "ar") for place in columns) for row in rows),
            total=sheet.total,
        )
        parts.append(ReportSection(sheet.title.ar, said if rows else ("لا شيء.",), table if rows else None))
    return render_report(
        ReportContent(
            title=_TITLE.ar,
            subtitle=f"{month_name(month).ar} · {whose}",
            letterhead=Letterhead(MUNICIPALITY, month.departments[0] if month.departments else MUNICIPALITY),
            made_on=amman_date(overview.now),
            sections=tuple(parts),
        )
    )


def write_report_xlsx(path: Path, month: Month, registry: Registry, language: str) -> None:
    """The report as a spreadsheet, a sheet a table; in Arabic it opens right to left.

    Identifiers are text, so that no reference or national number turns into a number; counts, days and
    dinars are numbers that can be summed. Raises ``Outage`` where the file cannot be written.
    """
    try:
        with path.open("wb") as file:
            book = Workbook(write_only=True)
            for sheet in sheets(month, registry):
                _write_sheet(book, sheet, language)
            book.save(file)
    except OSError as error:
        raise Outage(
            Text(
                f"تعذّرت كتابة الملف {path}؛ أغلقه إن كان مفتوحًا في برنامج آخر.",
                f"The file {path} cannot be written; close it if another program has it open.",
            )
        ) from error


def _write_sheet(book: Workbook, sheet: Sheet, language: str) -> None:
    right_to_left = language != "en"
    page = book.create_sheet(sheet.title.in_language(language).translate(_FORBIDDEN)[:31])
    page.sheet_view.rightToLeft = right_to_left
    page.freeze_panes = "A2"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    side = "right" if right_to_left else "left"

    def cell(value: Value, *, strong: bool = False) -> Cell:
        if isinstance(value, int | float | Decimal):
            # openpyxl takes decimals, its stubs do not know it.
            made = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]
            made.number_format = (
                "#,##0.000" if isinstance(value, Decimal) else "0.0" if isinstance(value, float) else "#,##0"
            )
        else:
            made = WriteOnlyCell(page, value=without_bidi_controls(written_value(value, language)))
            made.data_type = "s"
            made.number_format = "@"
            made.alignment = Alignment(horizontal=side)
        if strong:
            made.font = Font(bold=True)
        return made

    for place, header in enumerate(sheet.headers):
        longest = max([len(written_value(row[place], language)) for row in sheet.rows], default=0)
        width = max(12, min(44, max(longest, len(header.in_language(language))) + 3))
        page.column_dimensions[get_column_letter(place + 1)].width = width
    page.append([cell(header, strong=True) for header in sheet.headers])
    last = len(sheet.rows) - 1
    for index, row in enumerate(sheet.rows):
        page.append([cell(value, strong=sheet.total and index == last) for value in row])
