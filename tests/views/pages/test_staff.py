"""Accounts, jobs, authorities and delegations as they are kept in the program."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QDialog, QPushButton

from desktop.base.text import LRI
from desktop.models.records.people import INSPECTOR, SENIOR_MANAGEMENT, Actor, Job
from desktop.usecases.office import office_view
from desktop.usecases.session import sign_in
from desktop.views.main_window import MainWindow
from desktop.views.pages.staff.page import StaffPage
from desktop.views.widgets.basics import Words
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.form_dialog import FormDialog
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import MORNING, PASSWORD, SampleOffice
from tests.views.walk import nameless, visible, without_arabic

TODAY = MORNING.date()


def settle(window: MainWindow) -> None:
    for _ in range(3):
        sample.settled(window.desk.runner)


def page_of(window: MainWindow) -> StaffPage:
    settle(window)
    page = window.pages.page()
    assert isinstance(page, StaffPage)
    return page


def form_of(window: MainWindow) -> FormDialog:
    found = next(one for one in window.findChildren(QDialog) if one.isVisible())
    assert isinstance(found, FormDialog)
    return found


def actor(office: SampleOffice, login: str) -> Actor:
    """The account with what it holds today."""
    return sign_in(office.session(login), PASSWORD)


def press(page: StaffPage, words: str) -> None:
    next(one for one in visible(page) if isinstance(one, QPushButton) and one.text() == words).click()


def answer(window: MainWindow, **values: object) -> FormDialog:
    dialog = form_of(window)
    dialog.form.set_values(values)
    dialog.yes.click()
    settle(window)
    return dialog


def test_an_account_is_made_and_given_a_job(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "staff", "accounts")
    page = page_of(window)
    window.registry.action("staff.create").trigger()
    dialog = answer(window, name_ar="سلمى", name_en="Salma", login="Salma!", password="12345678")
    assert "اسم الدخول" in dialog.form.box("login").error.plain()
    answer(window, login="salma")
    assert sign_in(office.session("salma"), "12345678").grants == ()
    page.accounts.select("salma")
    settle(window)
    press(page, "منح وظيفة…")
    answer(window, job=Job.CLERK.value, department="gis")
    assert [(one.department, one.job) for one in sign_in(office.session("salma"), "12345678").grants] == [
        ("gis", Job.CLERK)
    ]


@pytest.mark.clause("COM-16")
def test_an_authority_is_given_and_ended(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "staff", "accounts")
    page = page_of(window)
    page.accounts.select("rana")
    settle(window)
    press(page, "منح الصلاحية…")
    answer(window, valid_from=TODAY)
    assert SENIOR_MANAGEMENT in actor(office, "rana").authorities
    page.accounts.select("rana")
    settle(window)
    ends = [one for one in visible(page) if isinstance(one, QPushButton) and one.text() == "إنهاء…"]
    ends[-1].click()
    answer(window, last_day=TODAY - timedelta(days=1))
    assert SENIOR_MANAGEMENT not in actor(office, "rana").authorities


@pytest.mark.clause("LIC-08")
def test_an_inspector_is_made_by_an_authority(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "staff", "accounts")
    page = page_of(window)
    page.accounts.select("omar")
    settle(window)
    press(page, "منح الصلاحية…")
    answer(window, valid_from=TODAY, authority=INSPECTOR)
    assert INSPECTOR in actor(office, "omar").authorities


def test_an_account_is_locked_and_nobody_locks_their_own(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "staff", "accounts")
    page = page_of(window)
    for login, locked in (("rana", True), ("majed", False)):
        page.accounts.select(login)
        settle(window)
        lock = page.findChild(QPushButton, "lock")
        assert isinstance(lock, QPushButton)
        lock.click()
        question = next(one for one in window.findChildren(ConfirmDialog) if one.isVisible())
        question.yes.click()
        settle(window)
        active = {one.login: one.active for one in office_view(office.session("majed")).staff}
        assert active[login] is not locked
    assert "لا يمكنك إيقاف حسابك" in page.banner.sentence


@pytest.mark.clause("COM-15")
def test_a_supervisor_sets_and_ends_a_delegation(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("huda", "staff")
    page = page_of(window)
    assert not page.tabs.isVisible(), "a supervisor sees delegations alone"
    window.registry.action("staff.delegate").trigger()
    dialog = answer(window, from_login="rana", to_login="rana", department="hr", job="clerk",
                    first_day=TODAY, last_day=TODAY + timedelta(days=3), reason="إجازة")  # fmt: skip
    assert dialog.form.box("to_login").error.plain() == "اختر زميلاً آخر."
    answer(window, from_login="huda", to_login="omar", job="supervisor")
    assert Job.SUPERVISOR in {one.job for one in actor(office, "omar").grants}
    page.delegations.select(page.delegations.model.row(0).id)
    window.registry.action("staff.revoke").trigger()
    question = next(one for one in window.findChildren(ConfirmDialog) if one.isVisible())
    question.reason.setPlainText("عادت")
    question.yes.click()
    settle(window)
    assert Job.SUPERVISOR not in {one.job for one in actor(office, "omar").grants}


@pytest.mark.clause("COM-07")
def test_an_account_shows_who_changed_it(office: SampleOffice, open_desk: Open) -> None:
    page = page_of(open_desk("majed", "staff", "accounts"))
    page.accounts.select("huda")
    settle(page.window())  # type: ignore[arg-type]
    told = [one.plain() for one in visible(page) if isinstance(one, Words)]
    assert any("ماجد" in one for one in told)
    assert any("الوظيفة: مشرف" in one.replace("\u2068", "").replace("\u2069", "") for one in told)


def test_who_may_see_it(open_desk: Open) -> None:
    assert "staff" not in open_desk("rana").sidebar.buttons
    assert "staff" in open_desk("huda").sidebar.buttons


def test_everything_has_a_name_and_its_arabic(open_desk: Open) -> None:
    window = open_desk("majed", "staff", "accounts")
    page = page_of(window)
    for place in (0, 1):
        page.tabs.setCurrentIndex(place)
        settle(window)
        assert not nameless(page)
        assert not [text for text in without_arabic(page) if LRI not in text]


def test_a_supervisor_finds_delegations_among_what_they_oversee(open_desk: Open) -> None:
    assert open_desk("huda", "settings").sidebar.buttons["staff"].text() == "التفويضات"
    assert open_desk("majed", "settings").sidebar.buttons["staff"].text() == "الموظفون"
