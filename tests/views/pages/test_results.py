"""The result sheet at the desk: typed, pasted, taken over from a file, saved, checked by a second person."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.clock import AMMAN
from desktop.gateways.payments import EmbeddedPayments
from desktop.models.queries.occasions import OccasionFilter
from desktop.models.records.people import Job
from desktop.usecases import occasions, results
from desktop.usecases.cases import open_case, submit
from desktop.usecases.office.staff import create_staff, grant
from desktop.views.main_window import MainWindow
from desktop.views.pages.results.grid import ENTRY, OUTCOME
from desktop.views.pages.results.importing import ImportDialog
from desktop.views.pages.results.page import ResultsPage
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.workflows.results import ABSENT, Mark
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import MORNING, PASSWORD, SampleOffice
from tests.views.walk import nameless, without_arabic

NAMES = ("ليلى حسن عمر", "ليث سالم خوري", "هبة ناصر قاسم", "نور خالد عبدالله", "سامي يوسف حدّاد")


@pytest.fixture
def sitting(office: SampleOffice) -> int:
    """An exam's session on its day, with five candidates; its number."""
    admin = office.session("majed")
    for login, job in (("maha", Job.CLERK), ("samer", Job.CLERK)):
        create_staff(admin, login, login, login, PASSWORD)
        grant(admin, login, "ks", job, MORNING.date())
    references = []
    for number, name in enumerate(NAMES):
        document = {
            "service": "EXM",
            "applicant": {
                "kind": "citizen", "name": name, "national_number": f"998954291{number}",
                "mobile": "0791234567",
            },
            "fields": {"kind": "official", "exam": "it_essentials"},
        }  # fmt: skip
        references.append(submit(office.session("maha"), document)[0].reference)
    office.work()
    for reference in references:
        asked = open_case(office.session("maha"), reference).file.requests[-1]
        payments = office.gateways.payments
        assert isinstance(payments, EmbeddedPayments)
        payments.pay(asked.number, asked.amount)
    office.work()
    maha = office.session("maha")
    (offering,) = occasions.offerings(maha, OccasionFilter(kind="exam"))
    one = offering.occasion
    day = datetime(2026, 12, 6, 10, 0, tzinfo=AMMAN)
    occasions.move(maha, one.occasion_id, one.version, day, place="مختبر 1")
    office.clock.set(datetime(2026, 12, 6, 9, 0, tzinfo=AMMAN))
    office.work()
    return one.occasion_id


def page_of(window: MainWindow) -> ResultsPage:
    found = window.pages.page()
    assert isinstance(found, ResultsPage)
    sample.settled(found.desk.runner)
    return found


def held(office: SampleOffice, number: int) -> None:
    maha = office.session("maha")
    version = occasions.open_occasion(maha, number).occasion.version
    occasions.hold(maha, number, version, [])


def type_in(page: ResultsPage, text: str) -> None:
    """Keys as a keyboard sends them; QTest's own cannot send Arabic."""
    for letter in text:
        target = page.window().focusWidget() or page.grid
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QGuiApplication.sendEvent(target, event)
    QTest.keyClick(page.window().focusWidget() or page.grid, Qt.Key.Key_Return)


def paste(page: ResultsPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def entries(page: ResultsPage) -> list[str]:
    return [str(page.model.index(n, ENTRY).data()) for n in range(page.model.rowCount())]


@pytest.mark.clause("EXM-06")
def test_attendance_is_marked_with_the_space_bar(office: SampleOffice, sitting: int, open_desk: Open) -> None:
    page = page_of(open_desk("maha", "results", str(sitting)))
    assert entries(page) == ["حاضر"] * 5
    page.grid.go_to(1)
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_Space)
    assert entries(page)[1] == "غائب"
    page.undo()
    assert entries(page)[1] == "حاضر"
    QTest.keyClick(page.grid, Qt.Key.Key_Space)
    page.deeds.hold()
    dialog = page.findChild(ConfirmDialog)
    assert dialog is not None
    dialog.yes.click()
    sample.settled(page.desk.runner)
    sheet = results.open_sheet(office.session("maha"), sitting)
    assert [row.mark for row in sheet.rows] == [None, ABSENT, None, None, None]


@pytest.mark.clause("EXM-10")
def test_scores_are_typed_with_enter_and_saved(office: SampleOffice, sitting: int, open_desk: Open) -> None:
    held(office, sitting)
    page = page_of(open_desk("maha", "results", str(sitting)))
    page.grid.go_to(0)
    page.grid.setFocus()
    for text in ("90", "٧٥٫٥", "غائب", "101", "60"):
        type_in(page, text)
    assert entries(page) == ["90", "٧٥٫٥", "غائب", "101", "60"]
    assert page.model.index(1, OUTCOME).data() == "ناجح"
    assert page.model.index(4, OUTCOME).data() == "راسب"
    page.deeds.save()
    # It goes to what is no result instead of saving anything.
    assert page.grid.currentIndex().row() == 3
    assert "101" in page.banner.sentence
    assert results.open_sheet(office.session("maha"), sitting).rows[0].mark is None
    page.model.take({page.model.rows[3].candidate.case_id: "10,1"})
    page.deeds.save()
    sample.settled(page.desk.runner)
    sheet = results.open_sheet(office.session("maha"), sitting)
    assert [row.mark for row in sheet.rows] == [
        Mark(Decimal(90)), Mark(Decimal("75.5")), ABSENT, Mark(Decimal("10.1")), Mark(Decimal(60)),
    ]  # fmt: skip
    assert not page.model.typed
    assert not page.panel.passes.isVisibleTo(page)


@pytest.mark.clause("EXM-10")
def test_a_pasted_column_goes_down_from_the_current_row(
    office: SampleOffice, sitting: int, open_desk: Open
) -> None:
    held(office, sitting)
    page = page_of(open_desk("maha", "results", str(sitting)))
    page.grid.go_to(3)
    paste(page, "71\r\n72\r\n73\r\n")
    assert entries(page) == ["", "", "", "71", "72"]
    assert "2" in page.banner.sentence
    page.undo()
    assert entries(page) == [""] * 5


@pytest.mark.clause("EXM-10")
def test_a_pasted_list_is_looked_at_first(office: SampleOffice, sitting: int, open_desk: Open) -> None:
    held(office, sitting)
    page = page_of(open_desk("maha", "results", str(sitting)))
    paste(page, "المقعد\tالعلامة\n2\t80\n9\t70\n3\t500\n1\t60\n1\t60\n")
    dialog = page.findChild(ImportDialog)
    assert dialog is not None
    sample.settled(page.desk.runner)
    assert entries(page) == [""] * 5
    assert (len(dialog.found.good), len(dialog.found.bad), len(dialog.found.missing)) == (1, 4, 2)
    assert "4" in dialog.banner.sentence
    dialog.yes.click()
    assert entries(page) == ["", "80", "", "", ""]


@pytest.mark.clause("EXM-10")
def test_what_was_typed_is_there_again_after_the_window_was_closed(
    office: SampleOffice, sitting: int, open_desk: Open, qtbot: QtBot
) -> None:
    held(office, sitting)
    page = page_of(open_desk("maha", "results", str(sitting)))
    page.model.take({page.model.rows[2].candidate.case_id: "88"})
    page.keep()
    sample.settled(page.desk.runner)
    again = page_of(open_desk("maha", "results", str(sitting)))
    assert entries(again) == ["", "", "88", "", ""]
    assert again.banner.isVisibleTo(again)
    # A colleague sees only what was saved.
    other = page_of(open_desk("samer", "results", str(sitting)))
    assert entries(other) == [""] * 5


@pytest.mark.clause("EXM-06", "EXM-10")
def test_from_a_file_to_the_second_person(
    office: SampleOffice, sitting: int, open_desk: Open, tmp_path: Path
) -> None:
    held(office, sitting)
    page = page_of(open_desk("maha", "results", str(sitting)))
    file = tmp_path / "list.csv"
    lines = ["الرقم الوطني;العلامة", *(f"998954291{n};{60 + n * 10}" for n in range(5))]
    file.write_text("\n".join(lines), "cp1256")
    page.take_file(file)
    sample.settled(page.desk.runner)
    dialog = page.findChild(ImportDialog)
    assert dialog is not None
    dialog.yes.click()
    page.deeds.save()
    sample.settled(page.desk.runner)
    assert not page.panel.passes.isVisibleTo(page)
    assert page.banner.isVisibleTo(page)
    page.model.take({page.model.rows[0].candidate.case_id: "61"})
    # Something typed anew: it is not complete until that is saved or taken back.
    assert not page.banner.isVisibleTo(page)
    page.undo()
    checker = page_of(open_desk("samer", "results", str(sitting)))
    assert checker.panel.passes.isVisibleTo(checker)
    checker.deeds.pass_on()
    confirm = checker.findChild(ConfirmDialog)
    assert confirm is not None
    confirm.yes.click()
    sample.settled(checker.desk.runner)
    states = {holder.case.state for holder in occasions.open_occasion(office.session("maha"), sitting).seated}
    assert states == {"failed", "certificate_ready"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_everything_has_a_name_in_the_language_in_force(
    office: SampleOffice, sitting: int, open_desk: Open, language: str
) -> None:
    held(office, sitting)
    page = page_of(open_desk("maha", "results", str(sitting), language=language))
    sheet = page.sheet
    assert sheet is not None
    page.model.take({page.model.rows[0].candidate.case_id: "500"})
    dialog = ImportDialog(
        page, page.desk, sheet, results.read_clipboard("المقعد\tالعلامة\n1\t70\n9\t2"), lambda _found: None
    )
    dialog.show()
    sample.settled(page.desk.runner)
    for root in (page, dialog):
        assert nameless(root) == []
        if language == "ar":
            assert without_arabic(root) == []
    dialog.reject()


def test_it_is_offered_where_something_is_marked(sitting: int, open_desk: Open) -> None:
    assert "results" in open_desk("maha").sidebar.buttons
    assert "results" not in open_desk("rana").sidebar.buttons
