"""A form drawn from its fields: values, problems by path, nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.base.errors import Problem, Refusal
from desktop.base.text import Text
from desktop.views.desk import Desk
from desktop.views.widgets.file_pick import FilePick
from desktop.views.widgets.form_fields import FieldKind, FieldView
from desktop.views.widgets.form_view import FormView
from tests.views import sample
from tests.views.walk import nameless


@pytest.fixture
def form(qtbot: QtBot, either: Desk) -> FormView:
    made = FormView(sample.form_fields())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def problem(path: str, ar: str = "خطأ", en: str = "wrong") -> Problem:
    return Problem(path, "code", Text(ar, en))


def test_values_go_in_and_come_out_as_the_portal_sends_them(form: FormView, tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7")
    values = {
        "applicant.name": "ليلى",
        "applicant.national_id": "9841234567",
        "applicant.mobile": "0791234567",
        "department": "plan",
        "period.from": "2026-12-01",
        "period.to": "",
        "fee": "100.000",
        "letter": letter,
        "note": "سطر\nوآخر",
        "consent": True,
    }
    form.set_values(values)
    assert form.values() == values


def test_what_cannot_be_read_comes_out_as_it_was_typed(form: FormView) -> None:
    form.set_values({"period.from": "soon", "fee": "45,5", "department": "no such"})
    values = form.values()
    assert (values["period.from"], values["fee"], values["department"]) == ("soon", "45,5", "")


@pytest.mark.clause("COM-01")
def test_each_problem_stands_under_its_field_and_nothing_typed_is_lost(form: FormView, either: Desk) -> None:
    form.set_values({"applicant.name": "ليلى", "applicant.national_id": "98412345"})
    before = form.values()
    form.show_refusal(
        Refusal([problem("applicant.national_id", "عشرة أرقام", "ten digits"), problem("department")])
    )
    box = form.box("applicant.national_id")
    expected = "عشرة أرقام" if either.preferences.language == "ar" else "ten digits"
    assert box.error.isVisible()
    assert box.error.plain() == expected
    assert box.widget.accessibleDescription() == expected
    assert form.box("department").error.isVisible()
    assert not form.box("applicant.name").error.isVisible()
    assert form.values() == before
    assert QApplication.focusWidget() is box.widget, "the first field that is wrong"


def test_a_problem_deeper_than_a_field_stands_under_the_field_that_holds_it(form: FormView) -> None:
    form.show_problems([problem("letter.content.type")])
    assert form.box("letter").error.isVisible()
    assert form.problems_above == ""


def test_a_problem_of_no_field_stands_above_the_form(form: FormView, either: Desk) -> None:
    form.show_problems([problem(""), problem("gone", "غائب", "absent")])
    words = ("خطأ\nغائب") if either.preferences.language == "ar" else "wrong\nabsent"
    assert form.problems_above == words


def test_a_field_that_is_being_put_right_stops_complaining(form: FormView) -> None:
    form.show_problems([problem("applicant.name"), problem("fee")])
    form.set_values({"applicant.name": "ليلى"})
    assert not form.box("applicant.name").error.isVisible()
    assert form.box("fee").error.isVisible()
    form.clear_problems()
    assert not form.box("fee").error.isVisible()


def test_a_field_out_of_view_says_nothing_and_keeps_what_it_had(form: FormView) -> None:
    form.set_values({"fee": "100.000"})
    form.show_only({"applicant.name", "department"})
    assert set(form.values()) == {"applicant.name", "department"}
    form.show_problems([problem("fee")])
    assert form.problems_above
    form.show_only({"applicant.name", "fee"})
    assert form.values()["fee"] == "100.000"


def test_every_change_names_its_field(form: FormView) -> None:
    edited: list[str] = []
    form.edited.connect(edited.append)
    form.set_values({"applicant.name": "ل", "department": "gis", "period.to": "2026-12-01", "consent": True})
    assert edited == ["applicant.name", "department", "period.to", "consent"]


def test_two_fields_of_one_name_are_refused(qtbot: QtBot, desk: Desk) -> None:
    with pytest.raises(ValueError, match=r"a\.b"):
        FormView([FieldView("a.b", "أ"), FieldView("a.b", "ب")])


def test_every_field_has_a_name_and_a_label(form: FormView) -> None:
    assert not nameless(form)
    labelled = {label.buddy() for label in form.findChildren(QLabel) if label.buddy() is not None}
    kinds = [one for one in sample.form_fields() if one.kind is not FieldKind.FLAG]
    assert len(labelled) == len(kinds)


def test_columns_are_equally_wide(form: FormView) -> None:
    form.resize(900, 700)
    QApplication.processEvents()
    widths = {form.box(path).width() for path in ("applicant.name", "applicant.national_id", "letter", "fee")}
    assert max(widths) - min(widths) <= 1


def test_one_local_file_can_be_dropped(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "كتاب.pdf"
    file.write_bytes(b"%PDF-1.7")
    pick = FilePick()
    qtbot.addWidget(pick)

    def drop(*addresses: str) -> None:
        data = QMimeData()
        data.setUrls([QUrl(address) for address in addresses])
        action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        pick.dropEvent(QDropEvent(QPointF(1, 1), action, data, Qt.MouseButton.LeftButton, none))

    local = QUrl.fromLocalFile(str(file)).toString()
    drop("https://example.org/letter.pdf")
    drop(local, local)
    assert pick.value() is None
    drop(local)
    assert pick.value() == file
