"""COM-11, VER-01: letters are numbered without gaps, genuine, counted when printed, and can be withdrawn."""

from __future__ import annotations

import json

import pytest

from desktop.base.errors import Refusal
from desktop.letters.verification import State, verify_payload, verify_pdf
from desktop.usecases.letters import draft, print_letter, read_letter
from desktop.usecases.verification import Standing, verify_letter
from tests.usecases.outside import KEY
from tests.usecases.scene import Office, Scene, application, nominated

pytest_plugins = ["tests.usecases.places"]


@pytest.fixture
def scene(office: Office) -> Scene:
    """An approved application whose letter is sealed."""
    return office.submit(nominated()).judge("rana").do("rana", "approve").work()


@pytest.mark.clause("COM-11", "VER-01")
def test_a_letter_proves_itself_with_the_public_key_alone(office: Office, scene: Scene) -> None:
    letter = scene.letter("approval")
    content = json.loads(letter.content)
    assert (letter.serial, str(letter.issued_on)) == ("HR-2026-00001", "2026-11-22")
    department = scene.open("rana").reference.departments["hr"]
    assert content["signatory"] == [department.signatory_name, department.signatory_title]
    assert verify_payload(letter.payload, [KEY.public]).state is State.GENUINE
    pdf = read_letter(office.session("rana"), letter.letter_id)
    verdict = verify_pdf(pdf, [KEY.public])
    assert (verdict.state, verdict.facts.serial if verdict.facts else "") == (State.GENUINE, letter.serial)
    middle = pdf.index(b"stream") + 40
    tampered = pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]
    assert verify_pdf(tampered, [KEY.public]).state is not State.GENUINE


@pytest.mark.clause("COM-11")
def test_prints_are_counted_and_every_one_after_the_first_is_marked(office: Office, scene: Scene) -> None:
    session = office.session("lina")
    prints = [print_letter(session, scene.letter("approval"))[0] for _ in range(3)]
    assert scene.letter("approval").prints == 3
    assert prints[0] == read_letter(session, scene.letter("approval").letter_id)
    assert len({prints[0], prints[1], prints[2]}) == 3
    recorded = [e for e in scene.file.events if e.action == "print_letter"]
    assert [e.actor for e in recorded] == ["lina"] * 3
    # A copy is the same letter: its code proves the same facts.
    for copy in prints:
        assert verify_letter(session, copy).standing is Standing.GENUINE


@pytest.mark.clause("COM-11")
def test_serial_numbers_run_without_gaps_per_department_and_year(office: Office) -> None:
    office.at("2026-12-30T10:00")
    later = {"period_from": "2027-02-07", "period_to": "2027-02-18"}
    cases = [office.submit(nominated(fields=later)).judge("rana") for _ in range(3)]
    # A refused step takes no number.
    cases[0].refused("omar", "approve")
    cases[0].do("rana", "approve")
    cases[1].do("rana", "approve")
    office.at("2027-01-03T10:00")
    cases[2].do("rana", "approve")
    assert [c.letter("approval").serial for c in cases] == ["HR-2026-00001", "HR-2026-00002", "HR-2027-00001"]


@pytest.mark.clause("COM-11")
def test_a_supervisor_withdraws_a_letter_and_it_says_so(office: Office, scene: Scene) -> None:
    letter = scene.letter("approval")
    number = letter.letter_id
    assert scene.refused("rana", "void_letter", letter_id=number, reason="خطأ").code == "not_allowed"
    assert scene.refused("huda", "void_letter", letter_id=number).problems[0].field == "inputs.reason"
    scene.do("huda", "void_letter", letter_id=number, reason="صدر خطأً")
    assert (scene.letter("approval").state, scene.letter("approval").withdrawn_reason) == (
        "withdrawn", "صدر خطأً",
    )  # fmt: skip
    with pytest.raises(Refusal):
        print_letter(office.session("rana"), letter)
    found = verify_letter(office.session("lina"), letter.payload)
    assert (found.standing, found.asked_database) == (Standing.WITHDRAWN, True)
    assert "صدر خطأً" in found.text.ar
    # The signature alone cannot know it.
    assert verify_payload(letter.payload, [KEY.public]).state is State.GENUINE
    assert scene.file.events[-1].note == "صدر خطأً"


@pytest.mark.clause("COM-11")
def test_a_letter_is_printed_when_it_is_sealed_and_not_before(embedded_office: Office) -> None:
    scene = embedded_office.submit(nominated()).judge("rana").do("rana", "approve")
    letter = scene.letter("approval")
    assert (letter.sealed, letter.serial) == (False, "HR-2026-00001")
    with pytest.raises(Refusal) as caught:
        read_letter(embedded_office.session("rana"), letter.letter_id)
    assert caught.value.code == "not_sealed"
    assert draft(embedded_office.session("rana"), scene.file.case.case_id, "approval").startswith(b"%PDF")
    # Without the key the worker does all the rest.
    embedded_office.work(None)
    assert not scene.letter("approval").sealed
    assert scene.message("approved").state == "sent"
    embedded_office.work()
    assert scene.letter("approval").sealed


@pytest.mark.clause("COM-11", "TRN-11")
def test_the_letter_before_a_postponement_is_shown_as_replaced(embedded_office: Office) -> None:
    scene = embedded_office.submit(application()).begun()
    before = scene.letter("approval")
    scene.do("omar", "record_absent").do("rana", "postpone", period_from="2026-12-20").work()
    session = embedded_office.session("rana")
    assert verify_letter(session, before.payload).standing is Standing.SUPERSEDED
    assert verify_letter(session, scene.letter("approval").payload).standing is Standing.GENUINE


@pytest.mark.clause("TRN-10", "TRN-13")
def test_the_letters_say_what_was_agreed(embedded_office: Office) -> None:
    scene = embedded_office.submit(application()).begun().do("omar", "record_present")
    embedded_office.at("2026-12-17T23:59:59")
    scene.work()
    approval, completion = (scene.letter(kind).content for kind in ("approval", "completion"))
    for part in ("سارة يوسف حدّاد", scene.reference, "«arc_pro»"):
        assert part in approval
        assert part in completion
    assert "06/12/2026" in approval
    assert "17/12/2026" in approval
    assert "200.000" in approval
