"""A PDF on paper: rendered on a worker thread at the printer's resolution, painted page by page."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from desktop.base.errors import Refusal

RESOLUTION = 300
"""Dots per inch: a QR code and small Arabic marks stay crisp, and a page takes 35 MB while it is drawn."""
_POINTS_PER_INCH = 72


def pages_of(pdf: bytes) -> list[QImage]:
    """The pages of ``pdf`` as pictures; refuses what is no PDF. For worker threads."""
    document = QPdfDocument()
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready:
        raise Refusal.one(
            "unprintable", "تعذّرت قراءة الكتاب للطباعة.", "The letter cannot be read for printing."
        )
    pages = []
    for number in range(document.pageCount()):
        points = document.pagePointSize(number)
        size = QSize(
            round(points.width() * RESOLUTION / _POINTS_PER_INCH),
            round(points.height() * RESOLUTION / _POINTS_PER_INCH),
        )
        pages.append(document.render(number, size))
    document.close()
    return pages


def letter_printer() -> QPrinter:
    """A printer set for letters: A4, upright, to the edges, for the letterhead has its own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    return printer


def print_pages(printer: QPrinter, pages: list[QImage]) -> None:
    """Paints ``pages`` on ``printer``; refuses where it does not answer."""
    painter = QPainter()
    if not painter.begin(printer):
        raise Refusal.one("printer", "الطابعة لا تستجيب.", "The printer does not answer.")
    for place, page in enumerate(pages):
        if place:
            printer.newPage()
        paper = printer.paperRect(QPrinter.Unit.DevicePixel)
        fitted = page.size().scaled(paper.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF(0, 0, fitted.width(), fitted.height()), page)
    painter.end()
