"""What a person sees whose account is locked, whose job ends or whose password expires while they work."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop.models.connecting import wrong_password
from desktop.usecases import office as offices
from desktop.views.casework.action_dialog import ActionDialog
from desktop.views.desk import Desk
from desktop.views.main_window import MainWindow
from desktop.views.widgets.entries import LtrEdit
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice
from tests.views.pages.test_case import case_of, dialog_of, settle

TYPED = "لا شاغر هذا الشهر"


def refusing(office: SampleOffice, open_desk: Open, language: str) -> tuple[MainWindow, ActionDialog, str]:
    """Rana has typed why an application is refused, and has not confirmed it yet."""
    reference = office.apply()
    office.judge_all("omar", reference)
    window = open_desk(page="case", argument=reference, language=language)
    page = case_of(window)
    page.deeds.start("refuse")
    settle(window)
    dialog = dialog_of(page)
    dialog.form.set_values({"reason_code": "no_vacancy", "grounds": TYPED})
    return window, dialog, reference


@pytest.mark.parametrize(
    ("language", "says", "kept"),
    [
        ("ar", "لا يوجد حساب فعّال باسم «rana»", "ما كتبته محفوظ"),
        ("en", "There is no active account 'rana'", "is kept"),
    ],
    ids=["ar", "en"],
)
def test_a_locked_account_is_told_and_goes_on_when_it_is_open_again(
    office: SampleOffice, open_desk: Open, language: str, says: str, kept: str
) -> None:
    window, dialog, reference = refusing(office, open_desk, language)
    offices.set_active(office.session("majed"), "rana", active=False)
    dialog.confirm()
    settle(window)
    assert dialog.isVisible()
    assert says in dialog.form.form.problems_above + dialog.banner.sentence
    assert says in window.banner.sentence
    assert kept in window.banner.sentence
    assert dialog.form.values()["grounds"] == TYPED
    assert office.open(reference).file.case.state == "review"
    offices.set_active(office.session("majed"), "rana", active=True)
    dialog.confirm()
    settle(window)
    assert office.open(reference).file.case.state == "refused"
    assert not window.banner.isVisible()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_job_that_has_ended_is_told_and_what_was_typed_stays(
    office: SampleOffice, open_desk: Open, language: str
) -> None:
    window, dialog, reference = refusing(office, open_desk, language)
    ended = office.clock.now().date() - timedelta(days=1)
    with office.database.writing() as connection:
        connection.execute(
            text("UPDATE staff_grant SET valid_to = :day WHERE login = 'rana'"), {"day": ended.isoformat()}
        )
    dialog.confirm()
    settle(window)
    told = dialog.form.form.problems_above + dialog.banner.sentence
    assert told
    assert ("دوائرك" in told) if language == "ar" else ("your departments" in told)
    assert dialog.form.values()["grounds"] == TYPED
    assert office.open(reference).file.case.state == "review"


class Guarded:
    """A database that lets nobody in but by one password."""

    def __init__(self, password: str) -> None:
        self.password = password
        self.known = ""
        self.asked = 0

    def use_password(self, password: str) -> None:
        self.known = password

    def work(self) -> str:
        self.asked += 1
        if self.known != self.password:
            raise wrong_password()
        return "answer"


def test_an_expired_password_is_asked_for_again_and_the_work_goes_on(qtbot: QtBot, either: Desk) -> None:
    guarded = Guarded("new-Passw0rd")
    either.services = SimpleNamespace(database=guarded)
    window = MainWindow(either)
    qtbot.addWidget(window)
    window.show()
    answers: list[str] = []
    either.runner.submit(guarded.work, answers.append)
    sample.settled(either.runner)
    arabic = either.preferences.language == "ar"
    assert ("انتهت صلاحية كلمة السر" if arabic else "the password has expired") in window.banner.sentence
    for typed, asked in (("wrong", 2), ("new-Passw0rd", 3)):
        dialog = window.faults.ask_password()
        edit = dialog.form.box("password").widget
        assert isinstance(edit, LtrEdit)
        assert edit.echoMode() == LtrEdit.EchoMode.Password
        dialog.form.set_values({"password": typed})
        dialog.yes.click()
        sample.settled(either.runner)
        assert guarded.asked == asked
        assert bool(answers) is (asked == 3)
    assert not window.banner.isVisible()
    verbs = [one.text() for one in window.banner.findChildren(QPushButton)]
    assert all(verbs)
