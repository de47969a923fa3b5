"""Nothing typed is lost: a killed program, a lost server, a closed window."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from desktop.base.errors import Outage
from desktop.base.text import Text, without_bidi_controls
from desktop.views.casework import action_dialog
from desktop.views.casework.action_dialog import ActionDialog
from desktop.views.casework.typed import KEPT_DAYS, TypedStore
from desktop.views.main_window import MainWindow
from desktop.views.pages.case import CasePage
from desktop.views.pages.counter import CounterPage
from desktop.views.runner import THREADS
from tests.support.guards import LogGuard
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.crash import NAME, NOTE, REASON
from tests.views.pages.office import SampleOffice


def settle(window: MainWindow) -> None:
    sample.settled(window.desk.runner)


def case_of(window: MainWindow) -> CasePage:
    page = window.pages.page()
    assert isinstance(page, CasePage)
    return page


def noting(window: MainWindow) -> ActionDialog:
    page = case_of(window)
    page.deeds.start("note")
    settle(window)
    dialog = page.deeds.dialog
    assert dialog is not None
    return dialog


def write(window: MainWindow, dialog: ActionDialog, words: str) -> None:
    dialog.form.set_values({"text": words})
    dialog.form.edited.emit()
    dialog._typing.end()
    settle(window)


def test_a_killed_program_loses_nothing_typed(office: SampleOffice, open_desk: Open, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.views.pages.crash", str(tmp_path / "killed")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as desk:
        assert desk.stdout is not None
        assert desk.stdout.readline() == "typed\n"
        desk.send_signal(signal.SIGKILL)
    assert desk.returncode == -signal.SIGKILL
    for kept in ("drafts", "typed"):
        shutil.copytree(tmp_path / "killed" / kept, office.folder / kept)
    reference = office.apply("سلمى")
    window = open_desk(page="counter", argument="")
    counter = window.pages.page()
    assert isinstance(counter, CounterPage)
    assert counter.draft().applicant["name"] == NAME
    window.pages.go_to("case", reference)
    settle(window)
    documents = case_of(window).documents
    documents.reject()
    settle(window)
    assert documents.rejecting.note.toPlainText() == NOTE
    dialog = noting(window)
    assert dialog.form.values() == {"text": REASON}
    assert "أُعيد" in dialog.banner.sentence


def test_what_was_done_does_not_come_back(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk(page="case", argument=office.apply())
    dialog = noting(window)
    write(window, dialog, "اتصل مقدم الطلب")
    dialog.confirm()
    settle(window)
    assert noting(window).form.values() == {}


def test_a_closed_window_and_another_day_keep_it(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    window = open_desk(page="case", argument=reference)
    dialog = noting(window)
    dialog.form.set_values({"text": "نصف جملة"})
    dialog.form.edited.emit()
    # The program ends while the typing has not even paused.
    window.desk.left.emit()
    again = open_desk(page="case", argument=reference)
    dialog = noting(again)
    assert dialog.form.values() == {"text": "نصف جملة"}
    dialog._begin_anew()
    assert dialog.form.values() == {}
    dialog.done(QDialog.DialogCode.Rejected)
    settle(again)
    assert noting(again).form.values() == {}


def test_a_lost_server_keeps_it_on_the_disk(
    office: SampleOffice, open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = office.apply()
    window = open_desk(page="case", argument=reference)

    def silent(*_given: object) -> object:
        raise Outage(Text("لا تجيب", "silent"))

    dialog = noting(window)
    write(window, dialog, "أثناء الانقطاع")
    monkeypatch.setattr(action_dialog, "act_as_seen", silent)
    dialog.confirm()
    settle(window)
    assert dialog.isVisible()
    kept = TypedStore(window.desk.preferences.folder, "rana", window.desk.session.place)
    assert kept.load(f"{reference} note") == {"text": "أثناء الانقطاع"}


def test_each_document_has_its_own_note(office: SampleOffice, open_desk: Open) -> None:
    first, second = office.apply("سلمى"), office.apply("هبة")
    window = open_desk(page="case", argument=first)
    panel = case_of(window).documents.rejecting
    case_of(window).documents.reject()
    panel.note.setPlainText("عن الأول")
    window.pages.go_to("case", second)
    settle(window)
    case_of(window).documents.reject()
    settle(window)
    assert panel.note.toPlainText() == ""
    panel.note.setPlainText("عن الثاني")
    window.pages.go_to("case", first)
    settle(window)
    case_of(window).documents.reject()
    settle(window)
    assert panel.note.toPlainText() == "عن الأول"


def test_what_comes_late_does_not_bring_back_what_was_done(tmp_path: Path) -> None:
    store, other = TypedStore(tmp_path, "rana", "here"), TypedStore(tmp_path, "rana", "here")
    store.put("a", {"text": "early"})
    store.put("b", {"text": "another"})
    other.put("a", {})
    # What was put first is written last: it is what is newest that reaches the disk.
    other.write()
    store.write()
    assert (store.load("a"), other.load("b")) == ({}, {"text": "another"})
    assert len(list((tmp_path / "typed").rglob("*.json"))) == 1


def test_what_could_not_be_written_is_told_once_and_tried_again(
    office: SampleOffice, open_desk: Open, log_guard: LogGuard
) -> None:
    log_guard.expect("could not be kept")
    reference = office.apply()
    window = open_desk(page="case", argument=reference)
    told: list[str] = []
    window.desk.notice_posted.connect(lambda notice: told.append(notice.sentence))
    in_the_way = window.desk.preferences.folder / "typed"
    in_the_way.write_text("a file where the folder would be", "utf-8")
    dialog = noting(window)
    write(window, dialog, "أول")
    write(window, dialog, "أول وثانٍ")
    assert len(told) == 1
    assert str(window.desk.preferences.folder) in without_bidi_controls(told[0])
    in_the_way.unlink()
    write(window, dialog, "أول وثانٍ وثالث")
    kept = TypedStore(window.desk.preferences.folder, "rana", window.desk.session.place)
    (file,) = in_the_way.rglob("*.json")
    assert "وثالث" in file.read_text("utf-8")
    assert kept.load(f"{reference} note") == {"text": "أول وثانٍ وثالث"}


def test_a_program_that_ends_while_all_threads_are_busy_has_kept_it(
    office: SampleOffice, open_desk: Open
) -> None:
    window = open_desk(page="case", argument=office.apply())
    dialog = noting(window)
    going = threading.Event()
    for _ in range(THREADS):
        window.desk.runner.submit(lambda: going.wait(30), lambda _none: None)
    dialog.form.set_values({"text": "لم يُكتب بعد"})
    dialog.form.edited.emit()
    # The typing paused and is asked to be kept; no thread is free, and closing drops what waits for one.
    dialog._typing.end()
    window.desk.left.emit()
    going.set()
    window.desk.runner.close()
    (file,) = (window.desk.preferences.folder / "typed").rglob("*.json")
    assert "لم يُكتب بعد" in file.read_text("utf-8")


def test_another_language_finds_what_was_typed(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    window = open_desk(page="case", argument=reference)
    write(window, noting(window), "بالعربية")
    again = open_desk(page="case", argument=reference, language="en")
    # The database is called otherwise here, and is the same one.
    assert again.desk.session.database != window.desk.session.database
    assert noting(again).form.values() == {"text": "بالعربية"}


def test_what_nobody_came_back_to_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = TypedStore(tmp_path, "rana", "here")
    store.put("a", {"text": "old"})
    store.write()
    store.forget_old()
    assert store.load("a") == {"text": "old"}
    monkeypatch.setattr("desktop.views.casework.typed.KEPT_DAYS", -1)
    store.forget_old()
    assert store.load("a") == {}
    assert KEPT_DAYS > 7


def test_a_damaged_file_is_no_typing(tmp_path: Path) -> None:
    store = TypedStore(tmp_path, "rana", "here")
    store.put("a", {"text": "whole"})
    store.write()
    (file,) = (tmp_path / "typed").rglob("*.json")
    file.write_text("{", "utf-8")
    assert store.load("a") == {}
