"""A PDF on paper: as it is where the system takes PDF files, else as sharp pictures; and on the screen.

Nothing here needs the GUI thread, and most of it is too slow for it.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QTransform
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.views.printers import BOTH_SIDES, PrintTarget, print_command

RESOLUTION = 600
"""Dots per inch of a page that is printed as a picture: small marks and codes are as sharp as the printer."""
_POINTS_PER_INCH = 72
_PATIENCE = 60
"""Seconds for the print service to take a file."""


def put_on_paper(
    target: PrintTarget,
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
    command = print_command()
    if not command:
        return paint(printer_for(target), pdf, progress=progress, cancelled=cancelled)
    document, _buffer = opened(pdf)
    if cancelled():
        return False
    _hand_over(command, target, pdf, title)
    progress(document.pageCount(), document.pageCount())
    return True


def lp_arguments(target: PrintTarget, title: str) -> list[str]:
    """``target`` as the print service's options. One copy: each further one is a print of its own."""
    options = ["media=A4", f"sides={target.sides}"]
    if target.tray:
        options.append(f"InputSlot={target.tray}")
    return ["-d", target.printer, "-t", title or "Diwan", *(part for one in options for part in ("-o", one))]


def printer_for(target: PrintTarget) -> QPrinter:
    """The printer set for letters: A4, upright, to the edges, for the letterhead has its own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(target.printer)
    printer.setResolution(RESOLUTION)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    both = target.sides == BOTH_SIDES
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if both else QPrinter.DuplexMode.DuplexNone)
    if target.tray in QPrinter.PaperSource.__members__:
        printer.setPaperSource(QPrinter.PaperSource[target.tray])
    return printer


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


def _hand_over(command: str, target: PrintTarget, pdf: bytes, title: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "letters.pdf"
        file.write_bytes(pdf)
        try:
            done = subprocess.run(
                [command, *lp_arguments(target, title), "--", str(file)],
                capture_output=True,
                text=True,
                check=False,
                timeout=_PATIENCE,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _no_answer("") from error
    if done.returncode:
        raise _no_answer(done.stderr.strip())


def paint(
    printer: QPrinter,
    pdf: bytes,
    *,
    progress: Callable[[int, int], None] = lambda _done, _pages: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Prints ``pdf`` as pictures, for systems that take no PDF file; otherwise like ``put_on_paper``."""
    document, buffer = opened(pdf)
    painter = QPainter()
    if not painter.begin(printer):
        raise _no_answer("")
    pages = document.pageCount()
    try:
        for number in range(pages):
            if cancelled():
                printer.abort()
                return False
            if number:
                printer.newPage()
            # One page at a time: a page at this resolution takes 140 MB while it is drawn.
            picture = page_picture(document, number, RESOLUTION)
            if picture.width() > picture.height():
                picture = picture.transformed(QTransform().rotate(90))
            paper = printer.paperRect(QPrinter.Unit.DevicePixel)
            fitted = picture.size().scaled(paper.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(0, 0, fitted.width(), fitted.height()), picture)
            progress(number + 1, pages)
    finally:
        painter.end()
        document.close()
        buffer.close()
    return True


def _no_answer(why: str) -> Outage:
    detail = f" ({why})" if why else ""
    return Outage(Text(f"الطابعة لا تستجيب{detail}.", f"The printer does not answer{detail}."))
