"""The counter form: drawn from the definition, losing nothing, refused field by field."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.base.errors import Outage
from desktop.base.text import Text, without_bidi_controls
from desktop.models.records.people import ApplicantKind
from desktop.usecases.cases import read_attachment, submit
from desktop.views.casework.draft import Draft, DraftStore
from desktop.views.casework.register_card import RegisterCard
from desktop.views.main_window import MainWindow
from desktop.views.pages import counter
from desktop.views.pages.counter import CounterPage
from desktop.views.runner import THREADS
from desktop.views.widgets.marks import Chip
from tests.views import sample, walk
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice, paper

APPLICANT = {
    "applicant.name": "ليلى محمود العبادي",
    "applicant.national_number": "٩٨٤١٢٣٤٥٦٧",
    "applicant.mobile": "079 123 4567",
}
GIS = {
    "kind": "training",
    "category": "individual",
    "hosting_department": "gis",
    "course": "arc_pro",
    "period_from": "2026-12-01",
    "period_to": "2026-12-20",
}


def counter_of(window: MainWindow) -> CounterPage:
    page = window.pages.page()
    assert isinstance(page, CounterPage)
    page.services.setCurrentIndex(page.services.findData("TRN"))
    return page


def settle(window: MainWindow) -> None:
    sample.settled(window.desk.runner)


def in_view(page: CounterPage) -> set[str]:
    assert page.form is not None
    return set(page.form.fields.form.values())


def fill(page: CounterPage, folder: Path, **others: str) -> None:
    assert page.form is not None
    path = folder / "شهادة.pdf"
    path.write_bytes(paper())
    page.form.applicant.set_values(APPLICANT)
    page.form.fields.set_values({**GIS, **others})
    page.form.documents.set_values({"attachments.certificate": str(path)})


@pytest.mark.clause("TRN-01")
def test_the_form_asks_for_what_the_answers_call_for(office: SampleOffice, open_desk: Open) -> None:
    page = counter_of(open_desk(page="counter"))
    form = page.form
    assert form is not None
    assert "fields.course" not in in_view(page)
    form.fields.set_values({"kind": "training", "category": "nominated"})
    assert {"fields.nominating_body", "fields.nominee"} <= in_view(page)
    assert set(form.documents.values()) == {"attachments.official_letter", "attachments.other"}
    form.fields.set_values({"category": "individual", "hosting_department": "gis"})
    assert "fields.course" in in_view(page)
    assert "fields.nominating_body" not in in_view(page)
    assert set(form.documents.values()) == {"attachments.certificate", "attachments.other"}


@pytest.mark.clause("TRN-01", "TRN-15")
def test_the_fee_of_the_chosen_course_is_shown(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk(page="counter")
    page = counter_of(window)
    assert page.form is not None
    assert "بلا رسم" in [chip.accessibleName() for chip in page.side.findChildren(Chip)]
    page.form.fields.set_values(
        {key: GIS[key] for key in ("kind", "category", "hosting_department", "course")}
    )
    page.form.edited.emit()
    (chip,) = page.side.findChildren(Chip)
    assert "200.000" in without_bidi_controls(chip.accessibleName())


def test_courses_follow_the_department(office: SampleOffice, open_desk: Open) -> None:
    page = counter_of(open_desk(page="counter"))
    assert page.form is not None
    page.form.fields.set_values({"kind": "training", "category": "individual", "hosting_department": "gis"})
    combo = page.form.fields.form.box("fields.course").widget
    assert combo.count() == 4  # type: ignore[attr-defined]


@pytest.mark.clause("COM-01", "COM-02")
def test_an_application_is_entered_and_gets_its_reference(
    office: SampleOffice, open_desk: Open, tmp_path: Path
) -> None:
    window = open_desk(page="counter")
    page = counter_of(window)
    fill(page, tmp_path)
    QTest.keyClick(
        QApplication.focusWidget() or window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    settle(window)
    reference = page.done.reference.plain()
    opened = office.open(reference)
    case = opened.file.case
    assert case.applicant.name == "ليلى محمود العبادي"
    assert case.applicant.identity == "9841234567"
    assert case.applicant.mobile == "+962791234567"
    assert case.submitted_via == "counter"
    assert case.payload["course"] == "arc_pro"
    (one,) = opened.file.attachments
    assert one.filename == "شهادة.pdf"
    assert read_attachment(office.session("rana"), one.attachment_id) == (tmp_path / "شهادة.pdf").read_bytes()
    open_ = page.done.findChild(QPushButton, "open")
    assert open_ is not None
    open_.click()
    settle(window)
    assert window.pages.place == ("case", reference)
    assert DraftStore(window.desk.preferences.folder, "rana", window.desk.session.place).load() is None


@pytest.mark.clause("COM-01")
def test_every_wrong_field_is_named_and_keeps_what_was_typed(
    office: SampleOffice, open_desk: Open, tmp_path: Path
) -> None:
    window = open_desk(page="counter")
    page = counter_of(window)
    fill(page, tmp_path, period_to="2026-11-25")
    form = page.form
    assert form is not None
    form.applicant.set_values({"applicant.national_number": "98412"})
    picture = tmp_path / "صورة.pdf"
    picture.write_bytes(b"not a document at all")
    form.documents.set_values({"attachments.certificate": str(picture)})
    page.submit()
    settle(window)
    assert "عشرة أرقام" in form.applicant.box("applicant.national_number").error.text()
    assert "بداية" in form.fields.form.box("fields.period_to").error.text()
    assert "PDF" in form.documents.box("attachments.certificate").error.text()
    assert form.applicant.values()["applicant.national_number"] == "98412"
    assert "3 حقول" in page.banner.sentence
    focused = QApplication.focusWidget()
    assert focused is form.applicant.box("applicant.national_number").widget


def test_a_draft_survives_a_crash(office: SampleOffice, open_desk: Open, tmp_path: Path) -> None:
    page = counter_of(open_desk(page="counter"))
    fill(page, tmp_path)
    before = page.draft()
    page.save()
    settle_page(page)
    (tmp_path / "شهادة.pdf").unlink()
    again = counter_of(open_desk(page="counter"))
    draft = again.draft()
    assert draft.applicant == before.applicant
    assert draft.fields == before.fields
    assert draft.key == before.key
    assert Path(draft.files["certificate"]).name == "شهادة.pdf"
    assert Path(draft.files["certificate"]).read_bytes().startswith(b"%PDF")
    assert "مسودة" in again.banner.sentence
    again._delete("")
    settle_page(again)
    assert again.draft().is_empty
    assert counter_of(open_desk(page="counter")).draft().is_empty


def settle_page(page: CounterPage) -> None:
    sample.settled(page.desk.runner)


def test_leaving_the_page_loses_nothing(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk(page="counter")
    page = counter_of(window)
    assert page.form is not None
    page.form.applicant.set_values({"applicant.name": "سلمى"})
    window.pages.go_to("queue", "open")
    settle(window)
    store = DraftStore(window.desk.preferences.folder, "rana", window.desk.session.place)
    kept = store.load()
    assert kept is not None
    assert kept.applicant["name"] == "سلمى"


def test_a_program_that_ends_while_all_threads_are_busy_has_kept_the_draft(
    office: SampleOffice, open_desk: Open
) -> None:
    window = open_desk(page="counter")
    page = counter_of(window)
    assert page.form is not None
    going = threading.Event()
    for _ in range(THREADS):
        window.desk.runner.submit(lambda: going.wait(30), lambda _none: None)
    page.form.applicant.set_values({"applicant.name": "هبة"})
    page.form.edited.emit()
    # It is asked to be kept; no thread is free, and closing drops what waits for one.
    page.save()
    window.desk.left.emit()
    going.set()
    window.desk.runner.close()
    kept = DraftStore(window.desk.preferences.folder, "rana", window.desk.session.place).load()
    assert kept is not None
    assert kept.applicant["name"] == "هبة"


@pytest.mark.clause("COM-01")
def test_an_outage_keeps_the_form_and_submits_once(
    office: SampleOffice, open_desk: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_desk(page="counter")
    page = counter_of(window)
    fill(page, tmp_path)
    left = [1]

    def silent(*given: object, **named: object) -> object:
        done = submit(*given, **named)  # type: ignore[arg-type]
        if left.pop() if left else 0:
            raise Outage(Text("لا تجيب قاعدة البيانات.", "The database does not answer."))
        return done

    monkeypatch.setattr(counter, "submit", silent)
    page.submit()
    settle(window)
    assert "لا تجيب" in page.banner.sentence
    assert page.form is not None
    assert page.form.applicant.values()["applicant.name"] == "ليلى محمود العبادي"
    page.submit()
    settle(window)
    assert page._stack.currentWidget() is page.done
    with office.database.reading() as connection:
        assert connection.exec_driver_sql("select count(*) from cases").scalar_one() == 1


def test_another_kind_of_applicant_is_asked_otherwise(office: SampleOffice, open_desk: Open) -> None:
    page = counter_of(open_desk(page="counter"))
    assert page.form is not None
    page.form.applicant.set_values({"applicant.name": "وزارة الأشغال", "applicant.mobile": "0791234567"})
    page.kinds.choose(ApplicantKind.GOVERNMENT)
    assert set(page.form.applicant.values()) == {
        "applicant.name",
        "applicant.registration_number",
        "applicant.mobile",
    }
    assert page.form.applicant.values()["applicant.name"] == "وزارة الأشغال"
    assert "fields.trainee_name" in in_view(page)


def test_files_are_dropped_on_the_form(office: SampleOffice, open_desk: Open, tmp_path: Path) -> None:
    page = counter_of(open_desk(page="counter"))
    assert page.form is not None
    page.form.fields.set_values({"kind": "training", "category": "individual"})
    path = tmp_path / "scan.pdf"
    path.write_bytes(paper())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))
    assert page.form.typed().files == {"certificate": str(path)}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_counter_has_names_and_no_foreign_words(
    office: SampleOffice, open_desk: Open, language: str
) -> None:
    page = counter_of(open_desk(page="counter", language=language))
    assert not walk.nameless(page)
    if language == "ar":
        assert not [text for text in walk.without_arabic(page) if not text.isdigit()]


def test_a_cleared_draft_does_not_come_back(tmp_path: Path) -> None:
    store = DraftStore(tmp_path, "rana", "diwan")
    draft = Draft("key-1", "TRN", "citizen", {"name": "سلمى"})
    store.save(draft, store.turn())
    assert store.load() == draft
    store.clear("key-1")
    store.save(draft, store.turn())
    assert store.load() is None
    store.save(Draft("key-2", "TRN", "citizen", {"name": "هبة"}), store.turn())
    kept = store.load()
    assert kept is not None
    assert kept.key == "key-2"
    assert DraftStore(tmp_path, "omar", "diwan").load() is None, "a draft is its writer's own"


def test_a_draft_that_was_damaged_is_no_draft(tmp_path: Path) -> None:
    store = DraftStore(tmp_path, "rana", "diwan")
    store.save(Draft("key-damaged", applicant={"name": "سلمى"}), store.turn())
    (file,) = tmp_path.rglob("draft.json")
    file.write_text('{"key": ', "utf-8")
    assert store.load() is None


@pytest.mark.clause("COM-10")
def test_a_clerk_is_offered_the_services_of_their_departments(open_desk: Open) -> None:
    page = counter_of(open_desk(page="counter"))
    offered = {page.services.itemData(at) for at in range(page.services.count())}
    assert offered == {"TRN", "JOB"}


class _Register:
    """Answers as the contractors' register does; silent where there is nothing to say."""

    def __init__(self, entry: dict[str, str] | None) -> None:
        self.entry = entry

    def find(self, register: str, given: Mapping[str, str]) -> Mapping[str, str] | None:
        assert register == "contractor_permits"
        return self.entry if given["permit_number"] == "318" else None

    def find_all(self, register: str, given: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
        found = self.find(register, given)
        return () if found is None else (found,)


@pytest.mark.clause("CTR-01")
def test_the_register_tells_the_clerk_the_name_or_says_nothing_about_which_number_was_wrong(
    office: SampleOffice, open_desk: Open
) -> None:
    window = open_desk(page="counter")
    entry = {"contractor_name": "شركة الأفق", "permit_standing": "valid"}
    services = replace(office.session("rana"), registers=_Register(entry))
    window.desk.services = services
    typed = {"contractor_number": "C-1", "permit_number": "318", "permit_year": "2025"}
    card = RegisterCard(window.desk, services.registry["CTR"], lambda: typed)
    card.ask()
    settle(window)
    assert "شركة الأفق" in without_bidi_controls(
        " ".join(one.text() for one in card.found.findChildren(QLabel))
    )
    card.forget()
    assert card.found.isHidden()
    typed["permit_number"] = "1"
    card.ask()
    settle(window)
    unknown = services.registry["CTR"].register("contractor_permits").unknown
    assert card.says.text() == unknown.ar
    typed.clear()
    card.ask()
    settle(window)
    assert card.found.isHidden()
    assert card.says.text() != unknown.ar
