"""The Knowledge Station's page: planned, watched, postponed with its messages, examined, held."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from desktop.base.text import without_bidi_controls
from desktop.models.records.people import Job
from desktop.usecases import occasions
from desktop.usecases.occasions import OpenOccasion
from desktop.usecases.office.staff import create_staff, grant
from desktop.views.main_window import MainWindow
from desktop.views.pages.offerings import OfferingsPage
from desktop.views.pages.offerings.foreseen import SendDialog
from desktop.views.pages.results.importing import ImportDialog
from desktop.views.pages.results.page import ResultsPage
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.document_dialog import DocumentDialog
from desktop.views.widgets.form_dialog import FormDialog
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import MORNING, PASSWORD, SampleOffice
from tests.views.walk import nameless, without_arabic


@pytest.fixture
def station(office: SampleOffice) -> SampleOffice:
    """The office with a clerk of the Knowledge Station."""
    admin = office.session("majed")
    create_staff(admin, "maysa", "ميساء رياض العموش", "Maysa Al-Amoush", PASSWORD)
    grant(admin, "maysa", "ks", Job.CLERK, MORNING.date())
    return office


def settle(window: MainWindow) -> None:
    for _ in range(4):
        sample.settled(window.desk.runner)


def offered(station: SampleOffice, course: str = "ks_spreadsheets", **changes: object) -> int:
    """An offering that was planned elsewhere."""
    data = {
        "kind": "course", "department": "ks", "subject": course, "starts_at": "2026-12-06T10:00:00+03:00",
        "place": "قاعة 3", "minimum": 2, "maximum": 2, **changes,
    }  # fmt: skip
    return int(str(occasions.plan(station.session("maysa"), data).details["occasion"]))


def apply(station: SampleOffice, number: int, name: str, course: str = "ks_spreadsheets") -> str:
    """An application for it arrives by the portal."""
    identity = f"98{sum(map(ord, name)):08d}"
    return station.submit(
        {
            "service": "CRS",
            "applicant": {
                "kind": "citizen",
                "name": name,
                "national_number": identity,
                "mobile": "0791234567",
            },
            "fields": {"course": course, "offering": str(number)},
            "attachments": [],
        }
    )


def page_of(window: MainWindow) -> OfferingsPage:
    found = window.findChild(OfferingsPage)
    assert isinstance(found, OfferingsPage)
    return found


def shown_rows(page: OfferingsPage) -> list[list[str]]:
    model = page.holders.model
    return [
        [without_bidi_controls(cell.text) for cell in model.row(n).cells] for n in range(model.rowCount())
    ]


def read(station: SampleOffice, number: int) -> OpenOccasion:
    return occasions.open_occasion(station.session("maysa"), number)


def asked(page: OfferingsPage) -> FormDialog:
    dialog = page.deeds.dialog
    assert isinstance(dialog, FormDialog)
    return dialog


def answer(window: MainWindow, dialog: QDialog) -> None:
    dialog.yes.click()  # type: ignore[attr-defined]
    settle(window)


@pytest.mark.clause("CRS-14")
def test_a_date_is_planned_with_the_seats_of_the_reference_data(
    station: SampleOffice, open_desk: Open
) -> None:
    window = open_desk("maysa", "offerings", "CRS")
    page = page_of(window)
    page.plan()
    dialog = asked(page)
    dialog.form.set_values(
        {"subject": "ks_computer_skills", "place": "قاعة 1", "day": "2026-12-06", "to": "08:00"}
    )
    answer(window, dialog)
    # The end stands before the start: nothing typed is lost.
    assert dialog.isVisible()
    dialog.form.set_values({"to": "12:30"})
    answer(window, dialog)
    (offering,) = occasions.planning(station.session("maysa"), "CRS").offerings
    one = offering.occasion
    assert (one.minimum, one.maximum, one.place) == (8, 16, "قاعة 1")
    assert page.offerings.current_id() == str(one.occasion_id)


@pytest.mark.clause("CRS-02", "CRS-14")
def test_who_is_in_and_waiting_is_seen_and_a_new_date_is_read_before_it_is_sent(
    station: SampleOffice, open_desk: Open
) -> None:
    number = offered(station, "ks_computer_skills")
    for name in ("أحمد خالد سالم", "هند ماجد عودة", "زيد نبيل حمد"):
        apply(station, number, name, "ks_computer_skills")
    window = open_desk("maysa", "offerings", "CRS")
    page = page_of(window)
    assert [row[2] for row in shown_rows(page)] == ["1", "2", "قائمة الانتظار"]
    page.postpone()
    dialog = asked(page)
    dialog.form.set_values({"day": "2026-12-13", "from": "11:00"})
    answer(window, dialog)
    foreseen = page.deeds.dialog
    assert isinstance(foreseen, SendDialog)
    text = without_bidi_controls(foreseen.messages.toPlainText())
    assert text.count("13/12/2026 الساعة 11:00") == 3
    assert read(station, number).occasion.version == 1
    answer(window, foreseen)
    assert read(station, number).occasion.version == 2
    sent = [station.open(h.case.reference, "maysa").file.messages[-1] for h in read(station, number).held]
    assert all(message.text in text for message in sent)


@pytest.mark.clause("CRS-06", "CRS-07", "CRS-09")
def test_level_results_are_entered_together_or_not_at_all(station: SampleOffice, open_desk: Open) -> None:
    number = offered(station)
    references = [apply(station, number, name) for name in ("أحمد خالد سالم", "هند ماجد عودة")]
    window = open_desk("maysa", "offerings", "CRS")
    page = page_of(window)
    page.enter_levels()
    settle(window)
    sheet = window.pages.page()
    assert isinstance(sheet, ResultsPage)
    ids = [holder.case.case_id for holder in read(station, number).held]
    # Typed, above the level's maximum, and pasted: the same grid as an exam's.
    sheet.model.take({ids[0]: "75", ids[1]: "101"})
    sheet.deeds.save()
    assert "100" in sheet.banner.sentence
    assert [station.open(r, "maysa").file.case.state for r in references] == ["level_exam"] * 2
    sheet.model.take({ids[1]: "غائب"})
    assert len(sheet.model.doubts()) == 1
    QGuiApplication.clipboard().setText("الرقم المرجعي\tالعلامة\n" + f"{references[1]}\t20\n")
    sheet.paste()
    preview = sheet.findChild(ImportDialog)
    assert preview is not None
    assert (len(preview.found.good), len(preview.found.missing)) == (1, 1)
    preview.yes.click()
    sheet.deeds.save()
    asking = sheet.findChild(ConfirmDialog)
    assert asking is not None
    assert [station.open(r, "maysa").file.case.state for r in references] == ["level_exam"] * 2
    asking.yes.click()
    settle(window)
    found = [station.open(r, "maysa").file.case.state for r in references]
    assert found == ["awaiting_payment", "refused"]
    # Nobody waits any more: the sheet is gone.
    assert not sheet.panel.isVisibleTo(sheet)
    assert sheet.sittings.model.rowCount() == 0


@pytest.mark.clause("CRS-11", "CRS-16")
def test_under_the_minimum_again_is_told_and_it_is_held_without_those_who_were_absent(
    station: SampleOffice, open_desk: Open
) -> None:
    number = offered(station, "ks_computer_skills", minimum=3, maximum=5)
    names = ("أحمد خالد سالم", "هند ماجد عودة", "زيد نبيل حمد")
    references = [apply(station, number, name, "ks_computer_skills") for name in names]
    station.do("maysa", references[0], "withdraw")
    window = open_desk("maysa", "offerings", "CRS")
    page = page_of(window)
    assert page.banner.isVisible()
    station.clock.set(MORNING.replace(month=12, day=6, hour=15))
    page.hold()
    dialog = asked(page)
    absent = read(station, number).seated[1].case.case_id
    dialog.form.set_values({"absent": str(absent)})
    answer(window, dialog)
    assert [station.open(r, "maysa").file.case.state for r in references[1:]] == ["completed", "absent"]
    assert page.offerings.model.rowCount() == 0
    page.span.setCurrentIndex(1)
    page.span.activated.emit(1)
    settle(window)
    assert page.offerings.model.rowCount() == 1


def test_it_is_called_off_with_a_reason(station: SampleOffice, open_desk: Open) -> None:
    number = offered(station, "ks_computer_skills")
    reference = apply(station, number, "أحمد خالد سالم", "ks_computer_skills")
    window = open_desk("maysa", "offerings", "CRS")
    page = page_of(window)
    page.cancel()
    dialog = page.deeds.dialog
    assert isinstance(dialog, ConfirmDialog)
    dialog.reason.setPlainText("عطل في القاعة")
    answer(window, dialog)
    assert station.open(reference, "maysa").file.case.state == "cancelled"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_chosen_date_with_all_its_tools_fits_a_small_screen(
    station: SampleOffice, open_desk: Open, language: str
) -> None:
    number = offered(station)
    for name in ("أحمد خالد سالم", "هند ماجد عودة"):
        apply(station, number, name)
    window = open_desk("maysa", "offerings", "CRS", language=language)
    window.resize(1366, 768)
    page = page_of(window)
    assert page.tools["levels"].isVisible()
    settle(window)
    edge = page.width()
    for tool in page.tools.values():
        if tool.isVisible():
            assert 0 <= tool.mapTo(page, tool.rect().topLeft()).x() <= edge - tool.width()
    # Nothing stands beyond the edge, so nothing has to be scrolled sideways.
    assert page.minimumSizeHint().width() <= window.width() - window.sidebar.width()


def test_everything_has_a_name_and_its_arabic(station: SampleOffice, open_desk: Open) -> None:
    number = offered(station, "ks_computer_skills")
    apply(station, number, "أحمد خالد سالم", "ks_computer_skills")
    window = open_desk("maysa", "offerings", "CRS")
    page = page_of(window)
    assert not nameless(page)
    assert not without_arabic(page)
    page.change()
    assert not without_arabic(asked(page))


def test_other_departments_are_not_offered_the_page(station: SampleOffice, open_desk: Open) -> None:
    assert not OfferingsPage.may_show(open_desk("rana").desk.session)


def test_the_attendance_sheet_is_opened_to_be_read_and_printed(
    station: SampleOffice, open_desk: Open
) -> None:
    number = offered(station)
    window = open_desk("maysa", page="offerings", argument="CRS")
    settle(window)
    page = page_of(window)
    assert not page.tools["sheet"].isVisibleTo(page), "nobody has a seat yet"
    apply(station, number, "ليلى حسن عمر")
    page.refresh(frozenset({"occasion"}))
    settle(window)
    page.tools["sheet"].click()
    settle(window)
    assert isinstance(page.deeds.dialog, DocumentDialog)
    assert "كشف الحضور" in page.deeds.dialog.windowTitle()
