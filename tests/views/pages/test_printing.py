"""Printing by the hundred: what waits, one job or one file each, progress, cancel, and what is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument

from desktop.usecases.letters import read_letter
from desktop.usecases.printing import letters_to_print
from desktop.views.main_window import MainWindow
from desktop.views.pages.printing import PrintingPage
from desktop.views.printers import BOTH_SIDES, PrintTarget
from desktop.views.widgets.document_dialog import DocumentDialog
from desktop.views.widgets.print_dialog import PrintDialog
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice
from tests.views.paper import OFFICE, PrintService

pytestmark = [pytest.mark.gui, pytest.mark.clause("COM-11")]


@pytest.fixture
def references(office: SampleOffice) -> list[str]:
    """Three applications whose letters are sealed."""
    found = []
    for name in ("سارة يوسف حدّاد", "ليلى محمود العبادي", "هبة إبراهيم الخطيب"):
        reference = office.apply(name)
        office.judge_all("rana", reference)
        office.do("rana", reference, "approve")
        found.append(reference)
    office.work()
    return found


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrintService:
    return PrintService(tmp_path, monkeypatch)


@pytest.fixture
def window(references: list[str], open_desk: Open, service: PrintService) -> MainWindow:
    return open_desk("rana", page="printing", argument="")


def page_of(window: MainWindow) -> PrintingPage:
    found = window.findChild(PrintingPage)
    assert isinstance(found, PrintingPage)
    return found


def pages_in(path: Path) -> int:
    document = QPdfDocument()
    document.load(str(path))
    return document.pageCount()


def prints(office: SampleOffice, references: list[str]) -> list[int]:
    return [office.open(one).file.letters[0].prints for one in references]


def test_several_letters_are_one_job_and_each_is_recorded(
    window: MainWindow, office: SampleOffice, references: list[str], service: PrintService
) -> None:
    page = page_of(window)
    assert page.table.model.rowCount() == 3
    assert not page.put.isEnabled()
    page.table.view.selectAll()
    assert page.put.isEnabled()
    page.print_on(OFFICE, page.picked())
    sample.settled(window.desk.runner)
    assert pages_in(service.jobs[0]) == 3
    assert prints(office, references) == [1, 1, 1]
    assert "3" in page.result.sentence
    sample.settled(window.desk.runner)
    assert page.table.model.rowCount() == 0
    assert letters_to_print(office.session("rana")) == ()


def test_only_the_chosen_ones_are_printed(
    window: MainWindow, office: SampleOffice, references: list[str], service: PrintService
) -> None:
    page = page_of(window)
    page.table.select(page.table.model.row(1).id)
    page.print_on(OFFICE, page.picked())
    sample.settled(window.desk.runner)
    assert prints(office, references) == [0, 1, 0]


def test_cancelling_leaves_the_rest_unprinted_and_says_so(
    window: MainWindow, office: SampleOffice, references: list[str], service: PrintService
) -> None:
    page = page_of(window)
    page.table.view.selectAll()
    # As if the button had been pressed while the first letter was under way.
    original = page.advanced.emit

    class Stopping:
        def emit(self, done: int) -> None:
            page.stop()
            original(done)

    page.advanced = Stopping()  # type: ignore[assignment]
    page.print_on(OFFICE, page.picked())
    sample.settled(window.desk.runner)
    assert prints(office, references) == [1, 0, 0]
    assert pages_in(service.jobs[0]) == 1
    assert "كتابان" in page.result.sentence


def test_one_file_each_for_sending(
    window: MainWindow, office: SampleOffice, references: list[str], tmp_path: Path
) -> None:
    page = page_of(window)
    page.table.view.selectAll()
    page.save_chosen(tmp_path)
    sample.settled(window.desk.runner)
    letters = [office.open(one).file.letters[0] for one in references]
    assert sorted(one.name for one in tmp_path.glob("*.pdf")) == [f"{one.serial}.pdf" for one in letters]
    for one in letters:
        sealed = read_letter(office.session("rana"), one.letter_id)
        assert (tmp_path / f"{one.serial}.pdf").read_bytes() == sealed
    # A file is no print.
    assert prints(office, references) == [0, 0, 0]


def test_a_letter_that_was_withdrawn_meanwhile_is_named_and_left_out(
    window: MainWindow, office: SampleOffice, references: list[str], service: PrintService
) -> None:
    page = page_of(window)
    letter = office.open(references[0]).file.letters[0]
    office.do("huda", references[0], "void_letter", letter_id=letter.letter_id, reason="خطأ")
    page.table.view.selectAll()
    page.print_on(OFFICE, page.picked())
    sample.settled(window.desk.runner)
    assert prints(office, references) == [0, 1, 1]
    assert "HR" in page.result.sentence


def test_letters_are_offered_by_day_and_kind(window: MainWindow) -> None:
    page = page_of(window)
    assert (page.day.count(), page.kind.count()) == (2, 2)
    page.kind.setCurrentIndex(1)
    sample.settled(window.desk.runner)
    assert page.table.model.rowCount() == 3


def test_other_departments_letters_do_not_wait_here(office: SampleOffice, references: list[str]) -> None:
    assert len(letters_to_print(office.session("rana"))) == 3
    assert letters_to_print(office.session("lina")) == ()


def test_printed_on_both_sides_each_letter_has_a_sheet_of_its_own(
    window: MainWindow, service: PrintService
) -> None:
    page = page_of(window)
    page.table.view.selectAll()
    page.print_on(PrintTarget("office-2", sides=BOTH_SIDES), page.picked())
    sample.settled(window.desk.runner)
    assert pages_in(service.jobs[0]) == 6


def test_the_printer_and_its_tray_are_asked_for(window: MainWindow, service: PrintService) -> None:
    page = page_of(window)
    page.table.view.selectAll()
    page.put.click()
    sample.settled(window.desk.runner)
    asked = page.findChild(PrintDialog)
    assert isinstance(asked, PrintDialog)
    asked.tray.setCurrentIndex(asked.tray.findData("Tray1"))
    asked.yes.click()
    sample.settled(window.desk.runner)
    assert len(service.jobs) == 1
    assert "InputSlot=Tray1" in service.said


def test_a_letter_is_read_before_it_is_printed(
    window: MainWindow, office: SampleOffice, references: list[str], service: PrintService
) -> None:
    page = page_of(window)
    page.table.select(page.table.model.row(0).id)
    page.look.click()
    sample.settled(window.desk.runner)
    assert isinstance(page.findChild(DocumentDialog), DocumentDialog)
    assert prints(office, references) == [0, 0, 0]


def test_a_printer_that_fails_is_told_and_what_was_recorded_is_gone_from_the_list(
    window: MainWindow, office: SampleOffice, references: list[str], service: PrintService
) -> None:
    service.program("lp", "exit 1")
    page = page_of(window)
    page.table.select(page.table.model.row(0).id)
    page.print_on(OFFICE, page.picked())
    sample.settled(window.desk.runner)
    assert sum(prints(office, references)) == 1
    sample.settled(window.desk.runner)
    assert page.table.model.rowCount() == 2
    assert page.progress.isHidden()
