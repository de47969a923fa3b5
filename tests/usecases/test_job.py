"""JOB: documents of a job application replaced, judged one by one, the outcome told, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.base.errors import Refusal
from desktop.usecases.cases import submit
from desktop.usecases.registers import layout_of
from desktop.workflows.registry import load
from tests.usecases.scene import WORKER, Office, Scene, pdf

pytest_plugins = ["tests.usecases.places"]

REGISTER = load()["JOB"].register("job_applications")
PERSON = "9889542916"


@pytest.fixture
def office_with_jobs(office: Office) -> Office:
    path = office.folder / "jobs.csv"
    path.write_text(
        f"رقم طلب التوظيف,الرقم الوطني,الوظيفة\nJ-88,{PERSON},مهندس مدني\nJ-99,9990000000,محاسب\n", "utf-8"
    )
    office.outside.registers.load(layout_of(REGISTER), path)
    return office


def amendment(*slots: str, **changes: Any) -> dict[str, Any]:
    wanted = slots or ("cv", "certificate")
    return {
        "service": "JOB",
        "applicant": {
            "kind": "citizen", "name": "سارة يوسف حدّاد", "national_number": PERSON, "mobile": "0791234567",
        },
        "fields": {
            "job_application": "j-88", **{f"replace_{slot}": True for slot in wanted},
            **changes.pop("fields", {}),
        },
        "attachments": [{"slot": s, "filename": f"{s}.pdf", "content": pdf(f"{s} 1")} for s in wanted],
        **changes,
    }  # fmt: skip


def verdicts(scene: Scene, **given: str) -> Scene:
    for slot, verdict in given.items():
        reason = {"reason_code": "unclear"} if verdict == "rejected" else {}
        scene.judge("rana", verdict, slot=slot, **reason)
    return scene


@pytest.mark.clause("JOB-01")
def test_all_accepted(office_with_jobs: Office) -> None:
    scene = office_with_jobs.submit(amendment())
    assert scene.file.case.payload["vacancy"] == "مهندس مدني"
    assert scene.refused("rana", "close_review").code == "requirement"
    verdicts(scene, cv="accepted", certificate="accepted").do("rana", "close_review")
    assert (scene.state, scene.file.case.outcome) == ("accepted", "completed")
    assert "J-88" in scene.message("accepted_all").text
    office_with_jobs.assert_books()


@pytest.mark.clause("JOB-01")
def test_each_is_judged_and_the_outcome_names_what_was_not_accepted(office_with_jobs: Office) -> None:
    scene = office_with_jobs.submit(amendment())
    verdicts(scene, cv="accepted", certificate="rejected").do("rana", "close_review")
    assert (scene.state, scene.file.case.outcome) == ("accepted_in_part", "completed")
    told = scene.message("accepted_in_part").text
    assert "الشهادة العلمية" in told
    assert "السيرة الذاتية" not in told


@pytest.mark.clause("JOB-01")
def test_none_accepted(office_with_jobs: Office) -> None:
    scene = office_with_jobs.submit(amendment("identity"))
    verdicts(scene, identity="rejected").do("rana", "close_review")
    assert (scene.state, scene.file.case.outcome) == ("refused", "refused")
    assert "إثبات الشخصية" in scene.message("refused").text


@pytest.mark.clause("JOB-01", "COM-14")
def test_a_rejected_one_is_replaced_and_the_old_one_is_kept(office_with_jobs: Office) -> None:
    scene = office_with_jobs.submit(amendment())
    verdicts(scene, cv="accepted", certificate="rejected").do("rana", "request_correction").work()
    office_with_jobs.outside.drop("correct-1", {
        "reference": scene.reference, "mobile": "0791234567",
        "attachments": [{"slot": "certificate", "filename": "c2.pdf", "content": pdf("certificate 2")}],
    })  # fmt: skip
    scene.work()
    assert office_with_jobs.outside.answer_to("correct-1")["accepted"] is True
    assert scene.state == "review"
    versions = [(a.number, a.verdict, a.current) for a in scene.file.attachments if a.slot == "certificate"]
    assert versions == [(1, "rejected", False), (2, None, True)]
    # Once; then the outcome is told.
    verdicts(scene, certificate="rejected")
    assert scene.refused("rana", "request_correction").code in ("not_allowed", "requirement")
    scene.do("rana", "close_review")
    assert scene.state == "accepted_in_part"


@pytest.mark.clause("JOB-01", "COM-04")
@pytest.mark.parametrize(("cv", "end"), [("accepted", "accepted_in_part"), ("rejected", "refused")])
def test_what_was_not_replaced_in_the_window_is_not_accepted(
    office_with_jobs: Office, cv: str, end: str
) -> None:
    scene = office_with_jobs.submit(amendment())
    verdicts(scene, cv=cv, certificate="rejected").do("rana", "request_correction").work()
    office_with_jobs.later(days=4)
    scene.work()
    assert scene.state == end


@pytest.mark.clause("JOB-01")
@pytest.mark.parametrize("number", ["J-99", "J-1"])
def test_only_an_application_of_the_applicants_own(office_with_jobs: Office, number: str) -> None:
    with pytest.raises(Refusal) as caught:
        submit(office_with_jobs.session(WORKER), amendment(fields={"job_application": number}), "portal")
    assert [p.field for p in caught.value.problems] == ["fields.job_application"]
    assert caught.value.code == "not_found"


@pytest.mark.clause("JOB-01", "COM-01")
def test_at_least_one_document_is_replaced(office_with_jobs: Office) -> None:
    document = amendment()
    document["fields"] = {"job_application": "J-88"}
    document["attachments"] = []
    with pytest.raises(Refusal) as caught:
        submit(office_with_jobs.session("rana"), document, "counter")
    assert [(p.field, p.code) for p in caught.value.problems] == [("fields.replace_cv", "check")]
    with pytest.raises(Refusal) as caught:
        submit(office_with_jobs.session("rana"), {**amendment(), "attachments": []}, "counter")
    assert {p.field for p in caught.value.problems} == {"attachments.cv", "attachments.certificate"}
