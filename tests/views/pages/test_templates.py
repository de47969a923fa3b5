"""The wordings of letters: edited with the values at hand, drawn as one types, kept version by version."""

from __future__ import annotations

import time

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.letters.content import LetterTable
from desktop.usecases.templates import list_templates
from desktop.views.main_window import MainWindow
from desktop.views.pages.templates import TemplatesPage
from desktop.views.pages.templates_parts import table_from, table_text
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice

pytestmark = [pytest.mark.gui, pytest.mark.clause("COM-11")]


def settle(window: MainWindow) -> None:
    """Past the pause after the last key, and until nothing is under way."""
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        QApplication.processEvents()
    sample.settled(window.desk.runner)


def page_of(window: MainWindow) -> TemplatesPage:
    found = window.findChild(TemplatesPage)
    assert isinstance(found, TemplatesPage)
    return found


@pytest.fixture
def window(open_desk: Open) -> MainWindow:
    made = open_desk("majed", page="templates", argument="training_refusal")
    settle(made)
    return made


def test_the_page_of_a_letter_is_drawn_when_it_is_chosen(window: MainWindow) -> None:
    page = page_of(window)
    assert page.editing == "training_refusal"
    assert page.editor.title.words() == "كتاب اعتذار"
    assert not page.sheet.empty
    assert not page.dirty
    assert not page.save.isEnabled()


def test_a_new_wording_is_kept_as_a_version_and_the_old_one_can_be_read(
    window: MainWindow, office: SampleOffice
) -> None:
    page = page_of(window)
    page.editor.subject.setPlainText("الاعتذار عن الطلب {reference}")
    assert page.undo.isEnabled()
    settle(window)
    page.store()
    settle(window)
    (kept,) = [one for one in list_templates(office.session("majed")) if one.kind == "training_refusal"]
    assert (kept.newest.template.version, kept.newest.template.subject) == (
        2, "الاعتذار عن الطلب {reference}",
    )  # fmt: skip
    assert page.versions.count() == 2
    assert not page.dirty
    page._go_back_to(1)
    assert "{trainee_name}" in page.editor.subject.words()
    # What was looked at can be made the newest again.
    assert page.save.isEnabled()


def test_an_unknown_value_is_named_beside_its_paragraph_and_nothing_is_kept(
    window: MainWindow, office: SampleOffice
) -> None:
    page = page_of(window)
    second = page.editor.paragraphs._edits[1]
    second.text.setPlainText("نعتذر {refrence}")
    assert "refrence" in second.problem.plain()
    assert page.editor.paragraphs._edits[0].problem.plain() == ""
    assert not page.save.isEnabled()
    page.store()
    settle(window)
    (kept,) = [one for one in list_templates(office.session("majed")) if one.kind == "training_refusal"]
    assert len(kept.versions) == 1
    second.text.setPlainText("نعتذر {reference}")
    assert second.problem.plain() == ""
    assert page.save.isEnabled()


def test_a_value_is_put_where_one_writes(window: MainWindow) -> None:
    page = page_of(window)
    field = page.editor.paragraphs._edits[2].text
    field.entered.emit(field)
    field.setPlainText("السبب: ")
    field.moveCursor(field.textCursor().MoveOperation.End)
    chip = next(one for one in page.findChildren(QPushButton) if one.toolTip() == "{reasons}")
    chip.click()
    assert field.words() == "السبب: {reasons}"


def test_conditions_are_written_beside_the_paragraph(window: MainWindow) -> None:
    page = page_of(window)
    edit = page.editor.paragraphs._edits[1]
    edit.when.setText("nominating_body, !remarks")
    assert page.template().paragraphs[1].when == ("nominating_body", "!remarks")
    edit.when.setText("nobody")
    assert "nobody" in edit.problem.plain()


def test_what_was_typed_is_not_lost_by_choosing_another_letter(window: MainWindow) -> None:
    page = page_of(window)
    page.editor.title.setPlainText("عنوان آخر")
    page.table.select("refund_decision")
    assert page.editing == "training_refusal"
    assert page.editor.title.words() == "عنوان آخر"
    page._put_back()
    page.table.select("refund_decision")
    assert page.editing == "refund_decision"


def test_only_administrators_are_offered_the_templates(office: SampleOffice) -> None:
    desks = {login: office.desk(login) for login in ("majed", "rana", "huda")}
    offered = {login: TemplatesPage.may_show(desk.session) for login, desk in desks.items()}
    for desk in desks.values():
        desk.runner.close()
    assert offered == {"majed": True, "rana": False, "huda": False}


def test_a_table_is_written_as_lines() -> None:
    table = LetterTable(("البيان", "القيمة"), (("الاسم", "{done_by}"), ("فارغ", "")), widths=(2, 4), after=1)
    assert table_from(table_text(table), table) == table
    wider = table_from("أ | ب | ج\n1 | 2 | 3", table)
    assert wider is not None
    assert (wider.headers, wider.widths, wider.after) == (("أ", "ب", "ج"), None, 1)
    assert table_from("", table) is None
    with pytest.raises(ValueError, match="one cell per header"):
        table_from("أ | ب\n1", table)
