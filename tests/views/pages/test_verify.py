"""Verifying a letter at the desk: by its code, its file, and after it was withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from desktop.models.records.case import Letter
from desktop.usecases.letters import read_letter
from desktop.views.main_window import MainWindow
from desktop.views.pages.verify import VerifyPage
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice
from tests.views.walk import nameless, without_arabic


@pytest.fixture
def letter(office: SampleOffice) -> Letter:
    """The sealed approval letter of a free training."""
    reference = office.apply()
    office.judge_all("rana", reference)
    office.do("rana", reference, "approve")
    office.work()
    found = office.open(reference).file.letters[0]
    assert found.sealed
    return found


def page_of(window: MainWindow) -> VerifyPage:
    page = window.pages.page()
    assert isinstance(page, VerifyPage)
    return page


@pytest.mark.clause("VER-01", "COM-11")
def test_a_scanned_code_is_judged_at_once(letter: Letter, open_desk: Open) -> None:
    window = open_desk("rana", "verify")
    page = page_of(window)
    page.code.setPlainText(letter.payload)
    QTest.keyClick(page.code, Qt.Key.Key_Return)
    sample.settled(window.desk.runner)
    assert page.verdict.word.plain() == "صحيح"
    assert letter.serial in page.verdict.sentence.plain()
    page.code.setPlainText("not a letter")
    page.ask.click()
    sample.settled(window.desk.runner)
    assert page.verdict.word.plain() == "غير معروف"
    assert page.verdict.facts.isHidden()


@pytest.mark.clause("VER-01")
def test_a_dropped_file_is_compared_as_a_whole(
    office: SampleOffice, letter: Letter, open_desk: Open, tmp_path: Path
) -> None:
    path = tmp_path / "كتاب.pdf"
    path.write_bytes(read_letter(office.session("rana"), letter.letter_id))
    window = open_desk("rana", "verify")
    page = page_of(window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    sample.settled(window.desk.runner)
    assert page.verdict.word.plain() == "صحيح"
    assert page.verdict.source.plain() == "كتاب.pdf"
    damaged = path.read_bytes().replace(b"%DIWAN-SEAL", b"%DIWAN-SEAX")
    path.write_bytes(damaged[: len(damaged) // 2])
    page.verify_file(path)
    sample.settled(window.desk.runner)
    assert page.verdict.word.plain() == "غير معروف"
    path.unlink()
    page.verify_file(path)
    sample.settled(window.desk.runner)
    assert page.verdict.word.plain() == "لم يُحكم على شيء"


@pytest.mark.clause("COM-11")
def test_a_withdrawn_letter_says_so_and_why(office: SampleOffice, letter: Letter, open_desk: Open) -> None:
    reference = str(json.loads(letter.content)["reference"])
    office.do("huda", reference, "void_letter", letter_id=letter.letter_id, reason="خطأ في الاسم")
    window = open_desk("rana", "verify")
    page = page_of(window)
    page.code.setPlainText(letter.payload)
    page.verify_text()
    sample.settled(window.desk.runner)
    assert page.verdict.word.plain() == "مسحوب"
    assert "خطأ في الاسم" in page.verdict.sentence.plain()


def test_everything_has_a_name_and_its_arabic(letter: Letter, open_desk: Open) -> None:
    window = open_desk("rana", "verify")
    page = page_of(window)
    assert not nameless(page)
    assert without_arabic(page) == []
