"""CRS: the confirmation that an applicant carries, the refusal, the sheet that participants sign."""

from __future__ import annotations

import json

import pypdfium2
import pytest

from desktop.models.records.case import LetterState
from desktop.usecases.course_lists import course_attendance, course_days
from tests.usecases.courses import Offered
from tests.usecases.scene import Office

pytest_plugins = ["tests.usecases.places"]


def text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    read = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return str(read)


def _number(reference: str) -> str:
    """Year, number and check digit: PDFium gives the letters of a reference apart."""
    return reference.removeprefix("CRS")


@pytest.mark.clause("CRS-03", "CRS-02", "COM-11")
def test_a_confirmed_seat_has_its_letter_and_another_date_a_newer_one(office: Office) -> None:
    offered = Offered(office)
    first = offered.filled(3)[0]
    office.work()
    letter = first.letter("confirmation")
    said = json.loads(letter.content)
    assert ["المكان", "قاعة 3"] in said["table"]["rows"]
    assert ["تاريخ البدء", "06/12/2026"] in said["table"]["rows"]
    offered.move("2026-12-13T10:00")
    office.work()
    letters = [one for one in first.file.letters if one.kind == "confirmation"]
    assert [one.state for one in letters] == [LetterState.SUPERSEDED, LetterState.ISSUED]
    assert ["تاريخ البدء", "13/12/2026"] in json.loads(letters[-1].content)["table"]["rows"]


def test_whoever_is_refused_gets_the_reasons_on_paper(office: Office) -> None:
    offered = Offered(office)
    scene = offered.apply()
    scene.do("maha", "refuse", reason_code="full")
    office.work()
    said = json.loads(scene.letter("refusal").content)
    assert scene.reference in said["subject"]


def test_the_sheet_names_who_has_a_seat_with_a_column_for_each_day(office: Office) -> None:
    offered = Offered(office, ends_at="2026-12-08T14:00:00+02:00")
    seated = offered.filled(4)
    waiting = offered.apply()
    read = text(course_attendance(office.session("maha"), offered.number))
    for scene in seated:
        assert _number(scene.reference) in read
    assert _number(waiting.reference) not in read
    assert all(day in read for day in ("06/12", "07/12", "08/12"))
    assert [day.day for day in course_days(offered.now)] == [6, 7, 8]
