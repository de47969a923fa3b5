"""The reference data: dated, told who changed it, and never lost while it is typed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QDialog, QPushButton

from desktop.base.text import without_bidi_controls
from desktop.models.records.case import DeadlineState
from desktop.usecases.office import office_events, office_view
from desktop.views.main_window import MainWindow
from desktop.views.pages.reference.holidays import MovedDialog
from desktop.views.pages.reference.page import WORDINGS, ReferencePage
from desktop.views.pages.reference.section import Editor
from desktop.views.pages.reference.wordings import WordingsEditor
from desktop.views.widgets.basics import Words
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.document_dialog import DocumentDialog
from desktop.views.widgets.timeline import Timeline
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice
from tests.views.walk import nameless, visible, without_arabic


def settle(window: MainWindow) -> None:
    for _ in range(3):
        sample.settled(window.desk.runner)


def page_of(window: MainWindow) -> ReferencePage:
    settle(window)
    page = window.pages.page()
    assert isinstance(page, ReferencePage)
    return page


def editor_of(page: ReferencePage, key: str) -> Editor:
    editor = page.editors[key]
    assert isinstance(editor, Editor)
    assert editor.form is not None
    return editor


def dialog_of(window: MainWindow) -> QDialog:
    return next(one for one in window.findChildren(QDialog) if one.isVisible())


@pytest.mark.clause("TRN-15")
def test_a_fee_changes_from_a_day_on_and_says_who_changed_it(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "reference", "fees")
    page = page_of(window)
    fees = editor_of(page, "fees")
    assert fees.form is not None
    fees.table.select(next(one.code for one in office_view(office.session("majed")).fees) + "|2020-01-01")
    settle(window)
    fees.form.set_values({"amount": "220", "valid_from": date(2027, 1, 3)})
    assert not fees.can_leave(lambda: None)
    dialog_of(window).reject()
    window.registry.action("reference.save").trigger()
    settle(window)
    code = fees.editing.partition("|")[0]
    rows = [one for one in office_view(office.session("majed")).fees if one.code == code]
    assert [(str(one.amount), one.valid_from, one.standing.value) for one in rows][-1] == (
        "220.000",
        date(2027, 1, 3),
        "future",
    )
    assert len(rows) == 2
    assert fees.can_leave(lambda: None)
    told = [one.plain() for one in visible(fees.timeline) if isinstance(one, Words)]
    assert any("220.000" in one for one in told)
    assert any("ماجد" in one for one in told)


def test_a_refused_value_stands_under_its_field_and_stays(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "reference", "fees")
    fees = editor_of(page_of(window), "fees")
    assert fees.form is not None
    fees.form.set_values({"amount": "45,5", "valid_from": date(2020, 1, 1)})
    fees.store()
    settle(window)
    assert "مبلغ غير صالح" in fees.form.box("amount").error.plain()
    assert "الماضي" in fees.form.box("valid_from").error.plain()
    assert fees.form.values()["amount"] == "45,5"
    fees.form.set_values({"amount": "45.500", "valid_from": None})
    fees.store()
    settle(window)
    assert "التاريخ" in fees.form.box("valid_from").error.plain()


@pytest.mark.clause("COM-05")
def test_a_holiday_says_which_deadlines_moved(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    office.judge_all("rana", reference, "rejected")
    office.do("rana", reference, "request_correction")
    office.work()
    running = [one for one in office.open(reference).file.deadlines if one.state is DeadlineState.RUNNING]
    due = running[0].due_at
    assert due is not None
    window = open_desk("majed", "reference", "holidays")
    holidays = editor_of(page_of(window), "holidays")
    assert holidays.form is not None
    holidays.new.click()
    holidays.form.set_values(
        {"day": due.date(), "name_ar": "عطلة", "name_en": "Holiday", "circular": "بلاغ 14/2026"}
    )
    holidays.store()
    settle(window)
    dialog = dialog_of(window)
    assert isinstance(dialog, MovedDialog)
    settle(window)
    assert "مهلة واحدة" in dialog.windowTitle()
    assert without_bidi_controls(dialog.table.model.cell(0, 0).text) == reference
    assert dialog.table.model.cell(0, 1).text != dialog.table.model.cell(0, 2).text
    moved = next(one for one in office.open(reference).file.deadlines if one.state is DeadlineState.RUNNING)
    assert moved.due_at is not None
    assert moved.due_at > due
    dialog.accept()

    holidays.table.select(due.date().isoformat())
    settle(window)
    remove = holidays.findChild(QPushButton, "remove")
    assert isinstance(remove, QPushButton)
    remove.click()
    question = dialog_of(window)
    assert isinstance(question, ConfirmDialog)
    question.reason.setPlainText("أُلغيت العطلة")
    question.yes.click()
    settle(window)
    back = next(one for one in office.open(reference).file.deadlines if one.state is DeadlineState.RUNNING)
    assert back.due_at == due


def test_unsaved_typing_is_never_lost_by_looking_elsewhere(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "reference", "courses")
    page = page_of(window)
    courses = editor_of(page, "courses")
    assert courses.form is not None
    first = courses.editing
    courses.form.set_values({"name_ar": "اسم لم يُحفظ"})
    courses.table.step(1)
    question = dialog_of(window)
    assert isinstance(question, ConfirmDialog)
    question.reject()
    settle(window)
    assert courses.editing == first == courses.table.current_id()
    assert courses.form.values()["name_ar"] == "اسم لم يُحفظ"
    page.tabs.setCurrentIndex(0)
    again = next(one for one in window.findChildren(ConfirmDialog) if one.isVisible())
    assert page.tabs.currentIndex() == 1
    again.yes.click()
    assert page.tabs.currentIndex() == 0
    assert not courses.dirty


@pytest.mark.clause("COM-03")
def test_a_wording_is_measured_and_previewed_as_one_types(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "reference", WORDINGS)
    page = page_of(window)
    wordings = page.editors[WORDINGS]
    assert isinstance(wordings, WordingsEditor)
    wordings.text.setPlainText("قُبل طلبكم {reference}.")
    assert "رسالة واحدة" in wordings.length.accessibleName()
    assert "TRN-2026-000123-7" in wordings.preview.words.plain()
    wordings.text.setPlainText("قُبل طلبكم {reference}. " + "ن" * 90)
    assert "رسالتان" in wordings.length.accessibleName()
    wordings.text.setPlainText("قُبل طلبكم {nonsense}")
    assert "{nonsense}" in wordings.problem.plain()
    assert not wordings.save.isEnabled()
    wordings.text.setPlainText("قُبل طلبكم {reference")
    assert "غير متوازنة" in wordings.problem.plain()


@pytest.mark.clause("COM-03")
def test_a_new_wording_is_what_the_next_applicant_reads(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "reference", WORDINGS)
    wordings = page_of(window).editors[WORDINGS]
    assert isinstance(wordings, WordingsEditor)
    assert wordings.editing, "the first wording is being edited from the start"
    wordings.table.select("TRN|accepted")
    settle(window)
    assert wordings.editing == "TRN|accepted"
    wordings.text.clear()
    wordings.text.insertPlainText("وصلنا طلبكم ورقمه ")
    inserting = next(
        one for one in visible(wordings) if isinstance(one, QPushButton) and one.toolTip() == "{reference}"
    )
    inserting.click()
    assert wordings.text.toPlainText() == "وصلنا طلبكم ورقمه {reference}"
    wordings.save.click()
    settle(window)
    office.clock.advance(timedelta(minutes=1))
    reference = office.apply()
    assert office.open(reference).file.messages[0].text == f"وصلنا طلبكم ورقمه {reference}"
    record = office_events(office.session("majed"))
    assert (record.events[0].subject, record.events[0].actor, record.broken_at) == ("wording", "majed", None)


def test_every_subject_takes_a_new_row(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "reference", "fees")
    page = page_of(window)
    day = date(2027, 2, 1)
    rows: dict[str, dict[str, object]] = {
        "fees": {"code": "field_work", "amount": "35", "valid_from": day},
        "courses": {
            "code": "surveying",
            "name_ar": "مساحة",
            "name_en": "Surveying",
            "department": "gis",
            "hours": "٢٤",
            "fee_code": "field_work",
        },
        "reasons": {"code": "torn", "scope": "attachment", "text_ar": "ممزق", "text_en": "Torn"},
        "settings": {"name": "", "value": "5", "valid_from": day},
        "departments": {
            "code": "parks",
            "name_ar": "الحدائق",
            "name_en": "Parks",
            "letter_prefix": "PK",
            "contact_phone": "06 461 1234",
        },
    }
    for key, values in rows.items():
        page.tabs.setCurrentIndex(page._keys.index(key))
        editor = editor_of(page, key)
        assert editor.form is not None
        if key == "settings":
            values["name"] = editor.editing.partition("|")[0]
        else:
            editor.new.click()
        editor.form.set_values(values)
        editor.store()
        settle(window)
        assert not editor.dirty, f"{key}: {[box.error.plain() for box in editor.form._boxes.values()]}"
    view = office_view(office.session("majed"))
    assert "surveying" in {one.code for one in view.courses}
    assert "torn" in {one.code for one in view.reasons}
    assert "parks" in {one.code for one in view.departments}


@pytest.mark.clause("COM-11", "TRN-19")
def test_a_departments_paper_gets_its_address_and_logo(
    office: SampleOffice, open_desk: Open, tmp_path: Path
) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (900, 300), (10, 90, 60)).save(logo)
    window = open_desk("majed", "reference", "letterheads")
    page = page_of(window)
    heads = editor_of(page, "letterheads")
    assert heads.form is not None
    heads.table.select("hr")
    settle(window)
    heads.form.set_values({"address_line": "رأس العين، عمّان ☎", "logo": logo})
    heads.store()
    settle(window)
    assert "☎" in heads.form.box("address_line").error.plain()
    heads.form.set_values({"address_line": "رأس العين، عمّان"})
    heads.store()
    settle(window)
    (kept,) = office_view(office.session("majed")).letterheads
    assert (kept.department, kept.address_line) == ("hr", "رأس العين، عمّان")
    assert kept.logo is not None
    assert kept.logo.startswith(b"\x89PNG")
    told = heads.findChild(Timeline)
    assert told is not None
    words = " ".join(one.plain() for one in told.findChildren(Words))
    assert "رأس العين" in words
    assert "iVBOR" not in words, "a picture is not written out"
    button = heads.findChild(QPushButton, "look")
    assert button is not None
    button.click()
    settle(window)
    assert isinstance(heads.findChild(DocumentDialog), DocumentDialog)


def test_only_administrators_are_offered_it(open_desk: Open) -> None:
    assert "reference" in open_desk("majed", "settings").sidebar.buttons
    assert "reference" not in open_desk("huda").sidebar.buttons


def test_everything_has_a_name_and_its_arabic(open_desk: Open) -> None:
    window = open_desk("majed", "reference", "fees")
    page = page_of(window)
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        settle(window)
        assert not nameless(page), page.tabs.tabText(place)
        assert not without_arabic(page), page.tabs.tabText(place)


def test_the_sidebar_marks_the_page_whatever_its_tab(open_desk: Open) -> None:
    window = open_desk("majed", "settings")
    window.pages.go_to("reference", "holidays")
    settle(window)
    assert window.sidebar.buttons["reference"].isChecked()


@pytest.mark.clause("LIC-03", "LIC-06", "LIC-09")
def test_what_a_profession_needs_is_changed(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "reference", "professions")
    editor = editor_of(page_of(window), "professions")
    assert editor.form is not None
    editor.table.select("barber")
    settle(window)
    before = {one.code: one for one in office_view(office.session("majed")).professions}["barber"]
    lines = str(editor.form.values()["checklist"])
    editor.form.set_values({"needs_permit": True, "bodies": "health", "checklist": "بند بلا ترجمة"})
    editor.store()
    settle(window)
    assert "بند بلا ترجمة" in editor.form.box("checklist").error.plain()
    editor.form.set_values({"checklist": lines + "\nتعقيم الأدوات | Tools are sterilised"})
    editor.store()
    settle(window)
    after = {one.code: one for one in office_view(office.session("majed")).professions}["barber"]
    assert (after.needs_permit, after.bodies) == (True, ("health",))
    # Items that stay keep their codes: what was found before can still be read.
    assert after.checklist[:-1] == before.checklist
    assert after.checklist[-1].code == "tools_are_sterilised"


@pytest.mark.clause("LIC-06")
def test_when_a_body_is_asked_and_reminded_is_changed(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "reference", "bodies")
    editor = editor_of(page_of(window), "bodies")
    assert editor.form is not None
    editor.table.select("health")
    settle(window)
    editor.form.set_values({"answer_days": "0", "stage": "2"})
    editor.store()
    settle(window)
    assert editor.form.box("answer_days").error.plain()
    editor.form.set_values({"answer_days": "٩"})
    editor.store()
    settle(window)
    found = {one.code: one for one in office_view(office.session("majed")).bodies}["health"]
    assert (found.stage, found.answer_days) == (2, 9)
