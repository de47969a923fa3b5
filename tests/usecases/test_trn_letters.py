"""TRN-09 to TRN-13: each step that owes the applicant a letter issues it, and it says what was done."""

from __future__ import annotations

import json

import pytest

from desktop.letters.verification import State, verify_pdf
from desktop.usecases.letters import draft, read_letter
from tests.usecases.outside import KEY
from tests.usecases.scene import WORKER, Office, Scene, application, nominated

pytest_plugins = ["tests.usecases.places"]


def said(scene: Scene, kind: str) -> str:
    """The text of the newest letter of that kind, which is sealed and genuine."""
    letter = scene.work().letter(kind)
    pdf = read_letter(scene.office.session(WORKER), letter.letter_id)
    assert verify_pdf(pdf, [KEY.public]).state is State.GENUINE
    content = json.loads(letter.content)
    table = content["table"]["rows"] if content["table"] else []
    return "\n".join([content["subject"], *content["paragraphs"], *(cell for row in table for cell in row)])


@pytest.fixture
def absent(office: Office) -> Scene:
    """Somebody who paid for a course and never came; the refund is proposed."""
    scene = office.submit(application()).begun()
    scene.do("omar", "record_absent").do(WORKER, "postpone", period_from="2026-12-20")
    office.at("2026-12-20T08:00")
    scene.work().do("omar", "record_absent").work()
    return scene.do("rana", "refund_propose", refund_id=scene.refund.refund_id, remark="عدم حضور")


@pytest.mark.clause("TRN-09", "COM-11")
def test_a_refusal_is_told_in_a_letter_with_its_reasons(office: Office) -> None:
    scene = office.submit(nominated()).do("rana", "refuse", reason_code="no_place", grounds="حتى آذار")
    text = said(scene, "refusal")
    assert "لا شاغر، حتى آذار." in text
    assert "الجامعة الأردنية" in text
    assert scene.reference in text


@pytest.mark.clause("TRN-10", "TRN-16")
def test_a_course_is_named_once(office: Office) -> None:
    text = said(office.submit(application()).begun(), "approval")
    assert "بدورة «arc_pro»" in text
    assert "بواقع 30 ساعة" in text
    assert "في مجال" not in text


@pytest.mark.clause("TRN-11", "TRN-12")
def test_a_postponement_names_the_share_that_is_kept_as_it_is_set(office: Office) -> None:
    scene = office.submit(application()).begun()
    scene.do("omar", "record_absent").do(WORKER, "postpone", period_from="2026-12-20")
    assert "25%" in said(scene, "postponement")


@pytest.mark.clause("TRN-13")
def test_the_evaluation_and_its_hand_over_are_on_paper(office: Office) -> None:
    scene = office.submit(application()).begun().do("omar", "record_present")
    office.at("2026-12-17T23:59:59")
    assert "التقدير العام" in said(scene, "evaluation")
    office.at("2026-12-20T10:00")
    handed = {"received_by": "ليث حدّاد", "identity_paper": "passport", "identity_number": "N-77"}
    preview = draft(office.session("rana"), scene.file.case.case_id, "handover", "hand_over_report", handed)
    assert preview.startswith(b"%PDF")
    text = said(scene.do("rana", "hand_over_report", **handed), "handover")
    for part in ("ليث حدّاد", "جواز سفر", "N-77", "rana", "20/12/2026"):
        assert part in text


@pytest.mark.clause("TRN-12", "COM-16")
def test_an_approved_refund_is_told_with_its_computation(absent: Scene) -> None:
    text = said(absent.do("salma", "refund_approve", refund_id=absent.refund.refund_id), "refund_decision")
    for part in ("بموافقة الإدارة العليا", "150.000", "200.000", "50.000", "25%"):
        assert part in text
    assert "عدم موافقة" not in text


@pytest.mark.clause("TRN-12", "COM-16")
def test_a_declined_refund_is_told_with_its_reason(absent: Scene) -> None:
    number = absent.refund.refund_id
    text = said(
        absent.do("salma", "refund_decline", refund_id=number, reason="تكرار الغياب"), "refund_decision"
    )
    assert "بعدم موافقة الإدارة العليا" in text
    assert "تكرار الغياب" in text
