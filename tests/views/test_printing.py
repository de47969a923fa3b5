"""Paper: files where the system takes them, else sharp pictures on white."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from desktop.base.errors import Outage, Refusal
from desktop.letters.render import render
from desktop.views import printing
from desktop.views.printing import letter_printer, lp_arguments, pictures, put_on_paper, takes_files
from tests.letters.letters import approval, plain

pytestmark = [pytest.mark.gui, pytest.mark.clause("COM-11")]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(plain(*["فقرة طويلة " * 90] * 6))


@pytest.fixture
def to_file(qapp: object, tmp_path: Path) -> QPrinter:
    printer = letter_printer()
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
    assert put_on_paper(to_file, pdf, progress=lambda done, pages: told.append((done, pages)))
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
    done = put_on_paper(
        to_file, pdf, progress=lambda page, _pages: told.append(page), cancelled=lambda: bool(told)
    )
    assert (done, told) == (False, [1])


def test_what_is_no_letter_is_refused(to_file: QPrinter) -> None:
    with pytest.raises(Refusal):
        put_on_paper(to_file, b"no pdf")


class _Named(QPrinter):
    """A printer of the system, for a machine that has none."""

    def printerName(self) -> str:
        return "office-2"

    def outputFormat(self) -> QPrinter.OutputFormat:
        return QPrinter.OutputFormat.NativeFormat


def lp(folder: Path, monkeypatch: pytest.MonkeyPatch, code: int = 0) -> Path:
    """A print service that keeps what it is given."""
    program = folder / "lp"
    lines = (
        "#!/bin/sh",
        f'printf "%s\\n" "$@" > {folder}/said',
        "for last; do :; done",
        f'cp "$last" {folder}/taken.pdf',
        'echo "no paper" >&2',
        f"exit {code}",
    )
    program.write_text("\n".join(lines))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return program


def test_the_print_service_gets_the_file_as_it_is(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lp(tmp_path, monkeypatch)
    printer = _Named()
    printer.setCopyCount(2)
    letter = render(approval())
    assert takes_files(printer)
    assert put_on_paper(printer, letter, "كتب")
    assert (tmp_path / "taken.pdf").read_bytes() == letter
    said = (tmp_path / "said").read_text().split("\n")
    assert said[:6] == ["-d", "office-2", "-n", "2", "-t", "كتب"]
    assert "media=A4" in said


def test_a_print_service_that_fails_is_told_with_its_words(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lp(tmp_path, monkeypatch, code=1)
    with pytest.raises(Outage, match="no paper"):
        put_on_paper(_Named(), render(approval()))


def test_tray_and_sides_are_handed_on(qapp: object) -> None:
    printer = _Named()
    assert "sides=one-sided" in lp_arguments(printer, "")

    class Tray(_Named):
        def paperSource(self) -> QPrinter.PaperSource:
            return QPrinter.PaperSource.Lower

        def duplex(self) -> QPrinter.DuplexMode:
            return QPrinter.DuplexMode.DuplexLongSide

    arguments = lp_arguments(Tray(), "")
    assert "InputSlot=Lower" in arguments
    assert "sides=two-sided-long-edge" in arguments


def test_a_file_is_never_handed_to_the_service(to_file: QPrinter) -> None:
    assert takes_files(to_file) == ""
