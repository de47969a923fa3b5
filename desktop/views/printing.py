"""A PDF on paper: as it is where the system takes PDF files, else as sharp pictures; and on the screen.

Nothing here needs the GUI thread, and most of it is too slow for it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text

RESOLUTION = 600
"""Dots per inch of a page that is printed as a picture: small marks and codes are as sharp as the printer."""
_POINTS_PER_INCH = 72
_PATIENCE = 60
"""Seconds for the print service to take a file."""
_TRAYS = {
    QPrinter.PaperSource.Upper: "Upper",
    QPrinter.PaperSource.Middle: "Middle",
    QPrinter.PaperSource.Lower: "Lower",
    QPrinter.PaperSource.Manual: "Manual",
    QPrinter.PaperSource.Envelope: "Envelope",
    QPrinter.PaperSource.LargeCapacity: "LargeCapacity",
}
_SIDES = {
    QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
    QPrinter.DuplexMode.DuplexNone: "one-sided",
}


def letter_printer() -> QPrinter:
    """A printer set for letters: A4, upright, to the edges, for the letterhead has its own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(RESOLUTION)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    return printer


def put_on_paper(
    printer: QPrinter,
    pdf: bytes,
    title: str = "",
    *,
    progress: Callable[[int, int], None] = lambda _done, _pages: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Prints ``pdf`` as one job; ``False`` where it was cancelled before all of it was sent.

    ``progress`` is told how many pages of how many are sent. Raises ``Refusal`` for what is no PDF and
    ``Outage`` where the printer does not take it.
    """
    command = takes_files(printer)
    if command:
        if cancelled():
            return False
        _hand_over(command, printer, pdf, title)
        pages = opened(pdf)[0].pageCount()
        progress(pages, pages)
        return True
    return _paint(printer, pdf, progress, cancelled)


def takes_files(printer: QPrinter) -> str:
    """The command that hands a PDF to the print service, which keeps its vectors; empty: there is none."""
    native = printer.outputFormat() is QPrinter.OutputFormat.NativeFormat
    if sys.platform == "win32" or not native or not printer.printerName():
        return ""
    return shutil.which("lp") or ""


def lp_arguments(printer: QPrinter, title: str) -> list[str]:
    """What ``printer`` was set to in its dialog, as the print service's options."""
    arguments = ["-d", printer.printerName(), "-n", str(printer.copyCount()), "-t", title or "Diwan"]
    options = ["media=A4", f"sides={_SIDES.get(printer.duplex(), 'one-sided')}"]
    tray = _TRAYS.get(printer.paperSource())
    if tray:
        options.append(f"InputSlot={tray}")
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        options.append(f"page-ranges={printer.fromPage()}-{printer.toPage()}")
    return [*arguments, *(part for option in options for part in ("-o", option))]


def opened(pdf: bytes) -> tuple[QPdfDocument, QBuffer]:
    """``pdf`` as a document, and the buffer that must live as long; refuses what is no PDF."""
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready:
        raise Refusal.one(
            "unprintable", "تعذّرت قراءة الكتاب للطباعة.", "The letter cannot be read for printing."
        )
    return document, buffer


def page_picture(document: QPdfDocument, number: int, dots_per_inch: float) -> QImage:
    """One page on white paper; pages come without a ground, which some printers take for black."""
    points = document.pagePointSize(number)
    scale = dots_per_inch / _POINTS_PER_INCH
    size = QSize(round(points.width() * scale), round(points.height() * scale))
    paper = QImage(size, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, document.render(number, size))
    painter.end()
    return paper


def pictures(pdf: bytes, dots_per_inch: float) -> tuple[QImage, ...]:
    """The pages of ``pdf``, for showing; refuses what is no PDF."""
    document, buffer = opened(pdf)
    shown = tuple(page_picture(document, n, dots_per_inch) for n in range(document.pageCount()))
    document.close()
    buffer.close()
    return shown


def _hand_over(command: str, printer: QPrinter, pdf: bytes, title: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "letters.pdf"
        file.write_bytes(pdf)
        try:
            done = subprocess.run(
                [command, *lp_arguments(printer, title), "--", str(file)],
                capture_output=True,
                text=True,
                check=False,
                timeout=_PATIENCE,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _no_answer("") from error
    if done.returncode:
        raise _no_answer(done.stderr.strip())


def _paint(
    printer: QPrinter,
    pdf: bytes,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> bool:
    document, buffer = opened(pdf)
    painter = QPainter()
    if not painter.begin(printer):
        raise _no_answer("")
    pages = document.pageCount()
    first, last = 0, pages
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        first, last = printer.fromPage() - 1, min(printer.toPage(), pages)
    try:
        for place, number in enumerate(range(first, last)):
            if cancelled():
                printer.abort()
                return False
            if place:
                printer.newPage()
            # One page at a time: a page at this resolution takes 140 MB while it is drawn.
            picture = page_picture(document, number, RESOLUTION)
            paper = printer.paperRect(QPrinter.Unit.DevicePixel)
            fitted = picture.size().scaled(paper.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(0, 0, fitted.width(), fitted.height()), picture)
            progress(place + 1, last - first)
    finally:
        painter.end()
        document.close()
        buffer.close()
    return True


def _no_answer(why: str) -> Outage:
    detail = f" ({why})" if why else ""
    return Outage(Text(f"الطابعة لا تستجيب{detail}.", f"The printer does not answer{detail}."))
