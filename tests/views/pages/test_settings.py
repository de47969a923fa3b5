"""A person's settings hold at once; a password changes only with the old one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog

from desktop.base.errors import Refusal
from desktop.base.text import LRI
from desktop.usecases.session import sign_in
from desktop.views.main_window import MainWindow
from desktop.views.pages.settings import SettingsPage
from desktop.views.widgets.form_dialog import FormDialog
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import PASSWORD, SampleOffice
from tests.views.walk import nameless, without_arabic


def page_of(window: MainWindow) -> SettingsPage:
    page = window.pages.page()
    assert isinstance(page, SettingsPage)
    return page


def test_what_is_chosen_is_kept_and_shown_at_once(open_desk: Open) -> None:
    window = open_desk("rana", "settings")
    page, asked = page_of(window), []
    window.desk.rebuild_asked.connect(lambda: asked.append(1))
    page.themes.buttons["dark"].click()
    page.languages.buttons["en"].click()
    page.digits.buttons["arabic"].click()
    preferences = window.desk.preferences
    assert (preferences.theme, preferences.language, preferences.arabic_digits) == ("dark", "en", True)
    assert len(asked) == 3
    page.digits.buttons["arabic"].click()
    assert len(asked) == 3, "nothing changed"


def test_the_sample_is_levantine(open_desk: Open) -> None:
    assert "24 تشرين الثاني 2026" in page_of(open_desk("rana", "settings")).sample.plain()


def test_a_password_changes_only_with_the_old_one(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("rana", "settings")
    page_of(window).change_password()
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    assert isinstance(dialog, FormDialog)
    for typed, field in (
        ({"old": PASSWORD, "password": "a-new-password", "again": "another-one"}, "again"),
        ({"old": "not it", "password": "a-new-password", "again": "a-new-password"}, "old"),
        ({"old": PASSWORD, "password": "short", "again": "short"}, "password"),
    ):
        dialog.form.set_values(typed)
        dialog.yes.click()
        sample.settled(window.desk.runner)
        assert dialog.form.box(field).error.plain(), field
    dialog.form.set_values({"old": PASSWORD, "password": "a-new-password", "again": "a-new-password"})
    dialog.yes.click()
    sample.settled(window.desk.runner)
    assert sign_in(office.session("rana"), "a-new-password").login == "rana"
    with pytest.raises(Refusal, match="wrong"):
        sign_in(office.session("rana"), PASSWORD)


def test_everything_has_a_name_and_its_arabic(open_desk: Open) -> None:
    page = page_of(open_desk("rana", "settings"))
    assert not nameless(page)
    # The other language is offered by its own name.
    assert [text for text in without_arabic(page) if LRI not in text] == ["English"]
