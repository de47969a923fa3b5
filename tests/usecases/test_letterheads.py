"""COM-11, TRN-19: a department's paper is its own, and letters that were sealed keep theirs."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from desktop.base.errors import Refusal
from desktop.letters.emblem import MOST_LOGO_BYTES, fitted
from desktop.letters.inspection import attachment, opened
from desktop.letters.layout import LOGO_NAME
from desktop.usecases.letterheads import change_letterhead, list_letterheads, preview_letterhead
from desktop.usecases.letters import print_letter, read_letter
from desktop.usecases.lists import draw_list
from desktop.usecases.verification import Standing, verify_letter
from tests.usecases.scene import Office, Scene, nominated

pytest_plugins = ["tests.usecases.places"]

ADMIN = "aida"


def picture(colour: tuple[int, int, int], size: tuple[int, int] = (300, 200)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "PNG")
    return target.getvalue()


def approved(office: Office) -> Scene:
    return office.submit(nominated()).judge("rana").do("rana", "approve")


def text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    read = document[0].get_textpage().get_text_range()
    document.close()
    return str(read)


@pytest.mark.clause("COM-11", "TRN-19")
def test_the_head_is_drawn_on_letters_and_kept_by_those_that_were_sealed(office: Office) -> None:
    red, blue = picture((200, 0, 0)), picture((0, 0, 200))
    change_letterhead(office.session(ADMIN), "hr", address_line="رأس العين 12", logo=red)
    session = office.session("rana")
    scene = approved(office).work()
    first = scene.letter("approval")
    pdf = read_letter(session, first.letter_id)
    assert attachment(opened(pdf), LOGO_NAME) == fitted(red)
    department = scene.open("rana").reference.departments["hr"]
    for printed in ("12", department.contact_phone):
        assert printed in text(pdf)

    # Without a new picture the present one stays; another address alone does not lose it.
    change_letterhead(office.session(ADMIN), "hr", address_line="رأس العين 14")
    change_letterhead(office.session(ADMIN), "hr", address_line="رأس العين 15", logo=blue)
    assert read_letter(session, first.letter_id) == pdf
    print_letter(session, first)
    copy, _ = print_letter(session, first)
    assert attachment(opened(copy), LOGO_NAME) == fitted(red), "a copy has the logo of its day"
    assert verify_letter(session, copy).standing is Standing.GENUINE
    assert "15" not in text(copy).split("رأس")[-1]

    change_letterhead(office.session(ADMIN), "hr", address_line="", plain=True)
    found = {one.department.code: one for one in list_letterheads(session)}["hr"]
    assert (found.address_line, found.has_logo) == ("", False)


def test_only_an_administrator_changes_it_and_only_what_can_be_printed(office: Office) -> None:
    with pytest.raises(Refusal):
        change_letterhead(office.session("rana"), "hr", address_line="رأس العين")
    for wrong, field in (
        ({"address_line": "رأس العين ☎"}, "address_line"),
        ({"address_line": "أ" * 161}, "address_line"),
        ({"address_line": "", "logo": b"no picture"}, "logo"),
    ):
        with pytest.raises(Refusal) as refusal:
            change_letterhead(office.session(ADMIN), "hr", **wrong)
        assert refusal.value.problems[0].field == field
    with pytest.raises(Refusal):
        change_letterhead(office.session(ADMIN), "nowhere", address_line="")


def test_a_list_has_the_departments_head(office: Office) -> None:
    change_letterhead(office.session(ADMIN), "gis", address_line="مبنى 77")
    session = office.session(ADMIN)
    with session.database.reading() as connection:
        now = session.office(connection)
        department = now.reference.departments["gis"]
        pdf = draw_list(
            connection,
            department,
            "exam_results",
            {"exam_title": "ICDL", "session_at": "22/11/2026"},
            [{"name": "سارة يوسف حدّاد", "case_reference": "EXM-2026-000001-1", "score": "85"}],
            on=now.now.date(),
        )
    read = text(pdf)
    assert "77" in read
    assert "EXM" in read
    assert "ICDL" in text(pdf)
    assert preview_letterhead(session, "gis").startswith(b"%PDF")


def test_a_large_picture_is_made_small_enough_to_travel(office: Office) -> None:
    noise = Image.effect_noise((1400, 1400), 90).convert("RGB")
    target = io.BytesIO()
    noise.save(target, "PNG")
    assert len(fitted(target.getvalue())) <= MOST_LOGO_BYTES
