"""The program from sign-in to sign-out, on an embedded database."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from desktop.app.program import Program, abilities_of
from desktop.base.config import Config
from desktop.base.errors import Bug
from desktop.base.text import without_bidi_controls
from desktop.models.records.case import MessageState
from desktop.models.records.people import SENIOR_MANAGEMENT, WORKER_LOGIN, Actor, Grant, Job
from desktop.usecases.cases import open_case, submit
from desktop.usecases.office import set_active
from desktop.views.i18n import language
from desktop.views.page import Page
from desktop.views.shell.bug_dialog import BugDialog
from tests.app.conftest import PASSWORD, MakeProgram, services_of, sign_in, until
from tests.support.guards import LogGuard, MemoryKeyring
from tests.views.pages.office import individual


def test_a_new_database_asks_for_its_administrator_and_lets_them_in(
    config: Config, make_program: MakeProgram
) -> None:
    program = make_program(config)
    window = program.sign_in
    assert window is not None
    assert window.first.isVisible()
    window.first.set_values({"name_ar": "ماجد", "name_en": "Majed", "login": "majed", "password": "short"})
    window._create.click()
    until(lambda: not program.runner.busy)
    assert "ثمانية" in window.first.box("password").error.plain()
    window.first.set_values({"password": PASSWORD})
    window._create.click()
    until(lambda: program.workplace is not None)
    assert program.desk is not None
    assert program.desk.session.abilities == {"admin"}


def test_a_wrong_password_is_told_beside_the_field_and_nobody_comes_in(
    staffed: Config, make_program: MakeProgram
) -> None:
    program = make_program(staffed)
    sign_in(program, "rana", "not the password")
    assert program.workplace is None
    window = program.sign_in
    assert window is not None
    assert window.problem.plain() == "اسم الدخول أو كلمة السر غير صحيحة."
    assert window.password.selectedText() == window.password.text() != ""
    assert window.login.text() == "rana"


def test_a_locked_account_stays_out(staffed: Config, make_program: MakeProgram) -> None:
    program = make_program(staffed)
    sign_in(program, "majed")
    changed = program.runner
    services = services_of(program)
    changed.submit(lambda: set_active(services, "rana", False), lambda _done: None)
    until(lambda: not changed.busy)
    _sign_out(program)
    sign_in(program, "rana")
    assert program.workplace is None


def test_signing_out_leads_back_to_the_sign_in(staffed: Config, make_program: MakeProgram) -> None:
    program = make_program(staffed)
    sign_in(program, "rana")
    assert shown(program) == "desk"
    assert program.desk is not None
    assert program.desk.session.login == "rana"
    _sign_out(program)
    assert shown(program) == "sign-in"
    assert program.entered is None
    window = program.sign_in
    assert window is not None
    assert window.login.text() == "rana"
    assert not window.password.text()
    sign_in(program, "majed")
    assert shown(program) == "desk"


def test_the_language_of_the_sign_in_changes_and_keeps_what_was_typed(
    staffed: Config, make_program: MakeProgram
) -> None:
    program = make_program(staffed)
    before = program.sign_in
    assert before is not None
    before.fill("rana", "half a pass")
    before._switch_language("en")
    until(lambda: program.sign_in is not before)
    after = program.sign_in
    assert after is not None
    assert language() == "en"
    assert (after.login.text(), after.password.text()) == ("rana", "half a pass")
    assert after.enter.text() == "Sign in"


def test_a_remembered_password_fills_the_next_sign_in(
    staffed: Config, make_program: MakeProgram, memory_keyring: MemoryKeyring
) -> None:
    first = make_program(staffed)
    until(lambda: first.sign_in is not None and first.sign_in.remember.isEnabled())
    sign_in(first, "rana", remember=True)
    assert PASSWORD in memory_keyring.kept.values()
    first.close()
    second = make_program(staffed)
    window = second.sign_in
    assert window is not None
    until(window.password.text)
    assert (window.login.text(), window.password.text()) == ("rana", PASSWORD)
    sign_in(second, "rana", remember=False)
    assert PASSWORD not in memory_keyring.kept.values()


def test_rounds_send_what_waits_and_tell_the_desk(staffed: Config, make_program: MakeProgram) -> None:
    program = make_program(staffed, own_rounds=True)
    sign_in(program, "rana")
    told: list[frozenset[str]] = []
    assert program.desk is not None
    program.desk.changed.connect(told.append)
    entered = program.entered
    assert entered is not None
    worker = entered.workplace.session(WORKER_LOGIN)
    found: list[Any] = []
    document = individual()
    program.runner.submit(lambda: submit(worker, document, "portal")[0].reference, found.append)
    until(lambda: found)
    program.desk.announce(frozenset({"case"}))
    until(lambda: any("message" in kinds for kinds in told))
    messages: list[Any] = []
    program.runner.submit(lambda: open_case(worker, found[0]).file.messages, messages.append)
    until(lambda: messages)
    assert [one.state for one in messages[0]] == [MessageState.SENT]
    _sign_out(program)
    assert not [one for one in threading.enumerate() if one.name == "rounds"]


def test_a_statement_from_the_gui_thread_is_a_fault(staffed: Config, make_program: MakeProgram) -> None:
    program = make_program(staffed)
    sign_in(program, "rana")
    with pytest.raises(Bug, match="GUI thread"), services_of(program).database.reading() as connection:
        connection.execute(text("SELECT 1"))


def test_elsewhere_it_is_an_error_in_the_log(
    staffed: Config, make_program: MakeProgram, log_guard: LogGuard
) -> None:
    log_guard.expect("sent from the GUI thread")
    program = make_program(staffed, strict=False)
    sign_in(program, "rana")
    with services_of(program).database.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_what_nobody_caught_is_logged_and_shown(
    staffed: Config, make_program: MakeProgram, log_guard: LogGuard
) -> None:
    log_guard.expect("nobody caught this")
    program = make_program(staffed)
    sign_in(program, "rana")

    def fail() -> None:
        raise ValueError("planted")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert program.workplace is not None
    window = program.workplace.window
    until(lambda: window.findChildren(BugDialog))
    assert "planted" in window.findChildren(BugDialog)[0].details.toPlainText()


def test_unsaved_work_holds_a_sign_out(
    staffed: Config, make_program: MakeProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = make_program(staffed)
    sign_in(program, "rana")
    assert program.workplace is not None
    page = program.workplace.window.pages.page()
    assert isinstance(page, Page)
    monkeypatch.setattr(page, "can_leave", lambda _proceed: False)
    program.workplace.window.registry.action("sign-out").trigger()
    QApplication.processEvents()
    QApplication.processEvents()
    assert program.workplace is not None
    assert program.sign_in is None


def test_abilities_are_jobs_and_authorities() -> None:
    grants = (Grant("hr", Job.SUPERVISOR),)
    actor = Actor("huda", "هدى", grants, frozenset({SENIOR_MANAGEMENT}))
    assert abilities_of(actor) == {"supervisor", "clerk", SENIOR_MANAGEMENT}
    assert abilities_of(Actor("nobody", "لا أحد")) == frozenset()


def test_the_status_names_person_and_database(staffed: Config, make_program: MakeProgram) -> None:
    program = make_program(staffed)
    sign_in(program, "rana")
    assert program.desk is not None
    session = program.desk.session
    assert (session.name, session.database) == ("رنا", "قاعدة بيانات هذا الجهاز")
    assert without_bidi_controls(session.name) == "رنا"
    assert date.fromisoformat("2026-11-22") == program.desk.clock.now().date()


def test_names_follow_the_language(staffed: Config, make_program: MakeProgram) -> None:
    program = make_program(staffed)
    sign_in(program, "rana")
    assert program.workplace is not None
    before = program.workplace.window
    before.registry.action("language").trigger()
    until(lambda: program.workplace is not None and program.workplace.window is not before)
    assert program.desk is not None
    assert (program.desk.session.name, program.desk.session.database) == ("Rana", "Database of this computer")


def shown(program: Program) -> str:
    """Which window is there; there is never more than one."""
    there = {"sign-in": program.sign_in is not None, "desk": program.workplace is not None}
    assert sum(there.values()) == 1
    return next(name for name, is_there in there.items() if is_there)


def _sign_out(program: Program) -> None:
    assert program.workplace is not None
    program.workplace.window.registry.action("sign-out").trigger()
    until(lambda: program.sign_in is not None and not program.runner.busy)
