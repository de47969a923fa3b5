"""Paper: files where the system takes them, else sharp pictures on white."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPageSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.base.errors import Outage, Refusal
from desktop.letters.render import render
from desktop.views import printing
from desktop.views.desk import Desk
from desktop.views.printers import BOTH_SIDES, PrintTarget, find_printers
from desktop.views.printing import lp_arguments, paint, pictures, printer_for, put_on_paper
from desktop.views.widgets.document_dialog import show_document, write_file
from desktop.views.widgets.print_dialog import PrintDialog
from tests.letters.letters import approval, plain
from tests.views import sample
from tests.views.paper import OFFICE, PrintService

pytestmark = [pytest.mark.gui, pytest.mark.clause("COM-11")]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(plain(*["فقرة طويلة " * 90] * 6))


@pytest.fixture
def to_file(qapp: object, tmp_path: Path) -> QPrinter:
    printer = printer_for(PrintTarget(""))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    printer.setResolution(100)
    return printer


def test_pages_are_pictures_on_white_paper(qapp: object, pdf: bytes) -> None:
    pages = pictures(pdf, 60)
    assert len(pages) >= 2
    for page in pages:
        assert page.pixelColor(2, 2) == QColor("white")
        assert not page.hasAlphaChannel()
        assert (page.width(), page.height()) == (496, 702)


def test_each_page_is_painted_once_with_progress(
    to_file: QPrinter, pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "RESOLUTION", 100)
    told: list[tuple[int, int]] = []
    assert paint(to_file, pdf, progress=lambda done, pages: told.append((done, pages)))
    document = QPdfDocument()
    document.load(str(tmp_path / "paper.pdf"))
    assert document.pageCount() == len(told)
    assert told == [(n + 1, len(told)) for n in range(len(told))]
    printed: QImage = document.render(0, document.pagePointSize(0).toSize())
    assert not printed.isNull()


def test_cancelling_sends_no_more_pages(
    to_file: QPrinter, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "RESOLUTION", 60)
    told: list[int] = []
    done = paint(to_file, pdf, progress=lambda page, _pages: told.append(page), cancelled=lambda: bool(told))
    assert (done, told) == (False, [1])


def test_what_is_no_letter_is_refused(to_file: QPrinter) -> None:
    with pytest.raises(Refusal):
        paint(to_file, b"no pdf")


def test_a_page_across_is_turned_so_that_it_fills_the_paper(
    to_file: QPrinter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "RESOLUTION", 60)
    assert paint(to_file, render(plain("كشف", landscape=True)))
    printed = pictures((tmp_path / "paper.pdf").read_bytes(), 60)[0]
    assert printed.width() < printed.height()
    # The head's green rule runs down the page, over most of its height.
    dark = sum(printed.pixelColor(x, printed.height() // 2).lightness() < 120 for x in range(printed.width()))
    assert dark


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrintService:
    return PrintService(tmp_path, monkeypatch)


def test_the_print_service_gets_the_file_as_it_is(qapp: object, service: PrintService) -> None:
    letter = render(approval())
    told: list[tuple[int, int]] = []
    assert put_on_paper(OFFICE, letter, "كتب", progress=lambda done, pages: told.append((done, pages)))
    assert [job.read_bytes() for job in service.jobs] == [letter]
    assert service.said[:4] == ["-d", "office-2", "-t", "كتب"]
    assert "media=A4" in service.said
    assert told == [(1, 1)]


def test_what_is_cancelled_before_is_not_sent(qapp: object, service: PrintService) -> None:
    assert not put_on_paper(OFFICE, render(approval()), cancelled=lambda: True)
    assert service.jobs == []


def test_a_print_service_that_fails_is_told_with_its_words(qapp: object, service: PrintService) -> None:
    service.program("lp", 'echo "no paper" >&2', "exit 1")
    with pytest.raises(Outage, match="no paper"):
        put_on_paper(OFFICE, render(approval()))
    with pytest.raises(Refusal):
        put_on_paper(OFFICE, b"no pdf")


def test_tray_and_sides_are_handed_on() -> None:
    assert "sides=one-sided" in lp_arguments(OFFICE, "")
    assert not [one for one in lp_arguments(OFFICE, "") if one.startswith("InputSlot")]
    arguments = lp_arguments(PrintTarget("office-2", "Tray1", BOTH_SIDES), "")
    assert "InputSlot=Tray1" in arguments
    assert "sides=two-sided-long-edge" in arguments
    assert "-n" not in arguments, "each further copy is a print of its own"


def test_the_systems_own_printer_is_set_for_letters(qapp: object) -> None:
    printer = printer_for(PrintTarget("", "Lower", BOTH_SIDES))
    assert (printer.resolution(), printer.fullPage()) == (600, True)
    assert printer.pageLayout().pageSize().id() == QPageSize.PageSizeId.A4


def test_printers_are_found_with_their_trays_the_standard_one_first(
    qapp: object, service: PrintService
) -> None:
    found = find_printers()
    assert [one.name for one in found] == ["office-2", "old-printer"]
    assert (found[0].trays, found[0].both_sides) == (("Auto", "Tray1", "Lower"), True)
    assert (found[1].trays, found[1].both_sides) == ((), False)


def test_a_service_without_printers_or_without_an_answer_has_none(
    qapp: object, service: PrintService
) -> None:
    service.program("lpstat", "exit 1")
    assert find_printers() == ()


def test_the_dialog_offers_trays_and_remembers_the_choice(
    desk: Desk, qtbot: QtBot, service: PrintService
) -> None:
    chosen: list[PrintTarget] = []

    parent = QWidget()
    qtbot.addWidget(parent)

    def asked() -> PrintDialog:
        dialog = PrintDialog(parent, desk, "طباعة", "كتابان", chosen.append)
        sample.settled(desk.runner)
        return dialog

    dialog = asked()
    assert dialog.yes.isEnabled()
    assert dialog.state.isHidden()
    assert [dialog.tray.itemData(place) for place in range(4)] == ["", "Auto", "Tray1", "Lower"]
    dialog.tray.setCurrentIndex(2)
    dialog.sides.setCurrentIndex(1)
    dialog.yes.click()
    assert chosen == [PrintTarget("office-2", "Tray1", BOTH_SIDES)]
    again = asked()
    assert again.target() == chosen[0]
    again.printer.setCurrentIndex(1)
    assert not again.tray.isEnabled()
    assert again.target() == PrintTarget("old-printer")


def test_without_a_printer_the_dialog_says_what_can_be_done(
    desk: Desk, qtbot: QtBot, service: PrintService
) -> None:
    service.program("lpstat", "exit 0")
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PrintDialog(parent, desk, "طباعة", "كتابان", lambda _target: None)
    sample.settled(desk.runner)
    assert not dialog.yes.isEnabled()
    assert "PDF" in dialog.state.plain()


def test_a_document_is_read_printed_and_saved(
    desk: Desk, qtbot: QtBot, service: PrintService, tmp_path: Path
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    pdf = render(approval())
    dialog = show_document(parent, desk, "كشف حضور", pdf)
    dialog.put.click()
    sample.settled(desk.runner)
    asked = dialog.findChild(PrintDialog)
    assert isinstance(asked, PrintDialog)
    asked.yes.click()
    sample.settled(desk.runner)
    assert [job.read_bytes() for job in service.jobs] == [pdf]
    write_file(parent, desk, str(tmp_path / "kept.pdf"), lambda: pdf)
    sample.settled(desk.runner)
    assert (tmp_path / "kept.pdf").read_bytes() == pdf
