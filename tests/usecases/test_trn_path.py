"""TRN: what may be applied for, and each way that goes well, on both databases."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from desktop.base.errors import Refusal
from desktop.models.tables.office import fee
from desktop.usecases.cases import submit
from tests.usecases.scene import FEES, WORKER, Office, application, nominated, pdf

pytest_plugins = ["tests.usecases.places"]

GOVERNMENT = {"kind": "government", "national_number": None, "registration_number": "GOV-77"}


def fields_refused(office: Office, document: dict[str, object]) -> set[str]:
    """The fields that the refusal of ``document`` names, each in both languages; nothing was opened."""
    with pytest.raises(Refusal) as caught:
        submit(office.session(WORKER), document, "portal")
    assert all(p.text.ar.strip() and p.text.en.strip() for p in caught.value.problems)
    return {problem.field for problem in caught.value.problems}


@pytest.mark.clause("TRN-01", "TRN-02", "TRN-03", "TRN-18")
@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        (
            application(
                fields=dict.fromkeys(("kind", "category", "hosting_department", "period_from", "period_to")),
                attachments=[],
            ),
            {
                "fields.subject", "fields.kind", "fields.category", "fields.hosting_department",
                "fields.period_from", "fields.period_to",
            },
        ),
        (application(fields={"course": None}), {"fields.course"}),
        (application(fields={"period_to": "2026-12-05"}), {"fields.period_to"}),
        (application(attachments=[]), {"attachments.certificate"}),
        (nominated(attachments=[]), {"attachments.official_letter"}),
        (nominated(fields={"nominating_body": None}), {"fields.nominating_body"}),
        (application(applicant={"kind": "resident"}), {"applicant.kind"}),
        (application(applicant={"kind": "business"}), {"applicant.kind"}),
    ],
    ids=range(8),
)  # fmt: skip
def test_an_application_says_what_it_asks_for(
    embedded_office: Office, document: dict[str, object], wrong: set[str]
) -> None:
    assert fields_refused(embedded_office, document) == wrong


@pytest.mark.clause("TRN-04")
def test_an_accepted_application_is_told_its_reference(office: Office) -> None:
    scene = office.submit(application()).work()
    message = scene.message("accepted")
    assert scene.reference in message.text
    assert message.state == "sent"
    (sent,) = office.outside.sent_files()
    assert message.text in sent
    assert "To: +962791234567" in sent


@pytest.mark.clause("TRN-07", "TRN-10", "TRN-13", "COM-08")
def test_paid_training_at_gis_from_submission_to_the_report_in_hand(office: Office) -> None:
    scene = office.submit(application()).asked_to_pay()
    assert scene.state == "awaiting_payment"
    request = scene.request
    assert request.amount == Decimal("200.000")
    told = scene.message("payment_requested").text
    assert request.number in told
    assert "200.000" in told
    scene.pay()
    assert scene.state == "approved"
    letter = scene.letter("approval")
    assert (letter.state, letter.sealed) == ("issued", True)
    assert "06/12/2026" in scene.message("approved").text
    office.at("2026-12-05T23:59")
    assert scene.work().state == "approved"
    office.at("2026-12-06T00:00")
    assert scene.work().state == "first_day"
    scene.do("omar", "record_present")
    office.at("2026-12-17T23:59:58")
    assert scene.work().state == "in_progress"
    office.at("2026-12-17T23:59:59")
    assert scene.work().state == "report_ready"
    assert scene.letter("completion").sealed
    assert scene.message("training_over").state == "sent"
    office.at("2026-12-20T10:00")
    assert scene.refused("rana", "hand_over_report").problems[0].field == "inputs.received_by"
    handed = {"received_by": "سارة يوسف حدّاد", "identity_paper": "national_id", "identity_number": "A123"}
    scene.do("rana", "hand_over_report", **handed)
    assert scene.state == "completed"
    event = scene.file.events[-1]
    assert (event.actor, json.loads(event.data)) == ("rana", handed)
    assert event.at == office.now()
    office.assert_books()


@pytest.mark.clause("TRN-10", "TRN-16")
@pytest.mark.parametrize("host", ["parks", "gis"])
def test_who_is_nominated_pays_nothing_anywhere(office: Office, host: str) -> None:
    scene = office.submit(nominated(fields={"hosting_department": host}), "rana")
    scene.judge("rana")
    if host == "gis":
        scene.do("rana", "refer").do("omar", "agree")
    else:
        scene.do("rana", "approve")
    assert scene.state == "approved"
    office.at("2026-12-06T00:00")
    # Nobody stands at the door of free training: it is under way on its first day.
    assert scene.work().state == "in_progress"
    assert scene.file.requests == ()
    assert "payment_requested" not in scene.sent()


@pytest.mark.clause("TRN-16")
def test_an_individual_pays_nothing_elsewhere(office: Office) -> None:
    free = application(fields={"hosting_department": "parks", "course": None, "subject": "الحدائق"})
    scene = office.submit(free).judge("rana").do("rana", "approve")
    assert (scene.state, scene.file.requests) == ("approved", ())


@pytest.mark.clause("TRN-01")
def test_elsewhere_than_gis_no_course_is_asked_for(embedded_office: Office) -> None:
    free = application(fields={"hosting_department": "parks", "subject": "الحدائق"})
    scene = embedded_office.submit(application(fields={**free["fields"], "course": None}))
    assert "course" not in scene.file.case.payload


@pytest.mark.clause("TRN-14", "TRN-18")
@pytest.mark.parametrize("order", [("paper", "electronic"), ("electronic", "paper")])
def test_facilitation_ends_with_both_copies_of_the_study(office: Office, order: tuple[str, str]) -> None:
    task = nominated(
        applicant={**GOVERNMENT, "name": "وزارة الأشغال"},
        fields={"kind": "facilitation", "nominee": "delegate", "trainee_name": "ليث عوّاد"},
    )
    scene = office.submit(task).judge("rana").do("rana", "approve")
    office.at("2026-12-06T06:00")
    scene.work()
    office.at("2026-12-17T23:59:59")
    assert scene.work().state == "study_due"
    assert scene.message("task_over").state == "sent"
    assert [x.kind for x in scene.file.letters] == ["approval"]
    inputs = {
        "paper": {"title": "أثر الحدائق"},
        "electronic": {"medium": "disc", "location": "أرشيف الدائرة"},
    }
    first, second = (f"receive_{copy}" for copy in order)
    scene.do("rana", first, **inputs[order[0]])
    assert scene.state == "study_due"
    # The same copy is not received twice.
    assert scene.refused("rana", first, **inputs[order[0]]).code == "not_allowed"
    scene.do("lina", second, **inputs[order[1]])
    assert scene.state == "completed"
    assert [(e.action, e.actor) for e in scene.file.events[-2:]] == [(first, "rana"), (second, "lina")]
    assert scene.sent().count("study_received") == 1


@pytest.mark.clause("TRN-18")
def test_a_government_body_nominates_and_is_no_individual(office: Office) -> None:
    alone = application(applicant={**GOVERNMENT, "name": "وزارة"}, fields={"trainee_name": "ليث"})
    assert fields_refused(office, alone) == {"fields.category"}
    body = nominated(applicant={**GOVERNMENT, "name": "وزارة"}, fields={"trainee_name": "ليث عوّاد"})
    scene = office.submit(body).judge("rana").do("rana", "approve").work()
    assert "ليث عوّاد" in scene.letter("approval").content


@pytest.mark.clause("TRN-15")
@pytest.mark.parametrize(("code", "amount"), FEES.items())
def test_each_course_has_its_fee(embedded_office: Office, code: str, amount: str) -> None:
    scene = embedded_office.submit(application(fields={"course": code})).asked_to_pay()
    assert scene.request.amount == Decimal(amount)


@pytest.mark.clause("TRN-15")
def test_a_changed_fee_is_owed_by_whoever_applies_from_its_day_on(office: Office) -> None:
    office.put(fee, code="arc_pro", amount=Decimal("250.000"), valid_from=date(2026, 11, 23))
    period = {"period_from": "2026-12-13", "period_to": "2026-12-24"}
    before = office.submit(application(fields=period))
    office.at("2026-11-22T23:59:59")
    last = office.submit(application(fields=period))
    office.at("2026-11-23T00:00")
    after = office.submit(application(fields=period))
    office.at("2026-11-30T10:00")
    owed = [scene.asked_to_pay().request.amount for scene in (before, last, after)]
    assert owed == [Decimal("200.000"), Decimal("200.000"), Decimal("250.000")]


@pytest.mark.clause("TRN-19", "COM-11")
def test_the_contact_is_the_departments_and_stands_on_its_letters(office: Office) -> None:
    scene = office.submit(nominated()).judge("rana").do("rana", "approve").work()
    contact = json.loads(scene.letter("approval").content)["contact"]
    department = scene.open("rana").reference.departments["hr"]
    for part in (department.contact_name, department.contact_phone, department.contact_hours):
        assert part
        assert part in contact


@pytest.mark.clause("TRN-02", "TRN-03")
def test_papers_of_the_other_category_are_not_taken(embedded_office: Office) -> None:
    wrong = [{"slot": "certificate", "filename": "c.pdf", "content": pdf()}]
    assert any(
        name.startswith("attachments")
        for name in fields_refused(embedded_office, nominated(attachments=wrong))
    )
