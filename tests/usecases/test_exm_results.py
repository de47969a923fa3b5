"""EXM-06, EXM-07, EXM-10: results entered, checked by a second person, passed on, on both databases."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from desktop.base.errors import Refusal
from desktop.usecases import occasions, results
from desktop.usecases.exam_lists import attendance_list, outcome_of, result_list
from desktop.usecases.results import Sheet
from desktop.workflows.results import ABSENT, Mark
from tests.usecases.exams import Candidate, Exams
from tests.usecases.scene import Office

pytest_plugins = ["tests.usecases.places"]


@pytest.fixture
def exams(office: Office) -> Exams:
    return Exams(office)


def marks(scenes: list[Candidate], *scores: str) -> dict[int, Mark]:
    return {
        scene.file.case.case_id: ABSENT if score == "غ" else Mark(Decimal(score))
        for scene, score in zip(scenes, scores, strict=True)
        if score
    }


def save(exams: Exams, given: dict[int, Mark], login: str = "maha") -> Sheet:
    results.save(exams.office.session(login), exams.sheet(login), given)
    return exams.sheet(login)


@pytest.mark.clause("EXM-06", "EXM-07", "EXM-10")
def test_from_a_list_to_the_certificate(exams: Exams, tmp_path: Path) -> None:
    scenes = exams.held()
    assert [scene.state for scene in scenes] == ["marking"] * 3
    names = [scene.file.case.applicant for scene in scenes]
    file = tmp_path / "نتائج.csv"
    rows = [
        "الرقم الوطني;العلامة",
        f"{names[0].identity};88,5",
        f"{names[1].identity};40",
        f"{names[2].identity};غائب",
    ]
    file.write_bytes("\r\n".join(rows).encode("cp1256"))
    sheet = exams.sheet()
    preview = results.preview(sheet, results.read_list(file))
    assert not preview.bad
    assert not preview.missing
    before = [scene.sent() for scene in scenes]
    given = {row.candidate.case_id: row.mark for row in preview.good if row.candidate and row.mark}
    sheet = save(exams, given)
    assert [row.mark for row in sheet.rows] == [Mark(Decimal("88.5")), Mark(Decimal(40)), ABSENT]
    # Nobody is told before a second person has checked.
    exams.office.work()
    assert [scene.sent() for scene in scenes] == before
    with pytest.raises(Refusal) as caught:
        results.pass_on(exams.office.session("maha"), sheet)
    assert caught.value.code == "four_eyes"
    results.pass_on(exams.office.session("samer"), exams.sheet("samer"))
    exams.office.work()
    assert [scene.state for scene in scenes] == ["certificate_ready", "failed", "absent"]
    assert [scene.sent()[-1] for scene in scenes] == ["passed", "failed", "absent"]
    assert "الشهادة جاهزة" in scenes[0].message("passed").text
    assert [scene.file.case.outcome for scene in scenes] == ["", "completed", "completed"]
    handed = {
        "certificate_number": "ICDL-2201", "received_by": "ليلى حسن عمر", "identity_paper": "national_id",
        "identity_number": names[0].identity,
    }  # fmt: skip
    scenes[0].do("maha", "hand_over_certificate", **handed).work()
    assert (scenes[0].state, scenes[0].file.case.outcome) == ("awarded", "completed")
    assert "ICDL-2201" in scenes[0].letter("handover").content
    exams.office.assert_books()


@pytest.mark.clause("EXM-06")
def test_the_checker_gives_them_back_with_a_reason(exams: Exams) -> None:
    scenes = exams.held()
    save(exams, marks(scenes, "90", "70", "50"))
    results.give_back(exams.office.session("samer"), exams.sheet("samer"), "علامة الثاني لا تطابق الكشف")
    sheet = exams.sheet()
    assert sheet.returned == "علامة الثاني لا تطابق الكشف"
    with pytest.raises(Refusal) as caught:
        results.pass_on(exams.office.session("nour"), exams.sheet("nour"))
    assert caught.value.code == "not_allowed"
    sheet = save(exams, marks(scenes, "", "72", ""))
    assert sheet.returned == ""
    results.pass_on(exams.office.session("nour"), exams.sheet("nour"))
    assert [scene.state for scene in scenes] == ["certificate_ready", "certificate_ready", "failed"]


@pytest.mark.clause("EXM-06")
def test_a_reason_is_needed_and_a_sheet_with_somebody_missing_is_not_passed_on(exams: Exams) -> None:
    scenes = exams.held()
    save(exams, marks(scenes, "90", "", ""))
    with pytest.raises(Refusal) as caught:
        results.give_back(exams.office.session("samer"), exams.sheet("samer"), "  ")
    assert caught.value.problems[0].field == "reason"
    with pytest.raises(Refusal) as caught:
        results.pass_on(exams.office.session("samer"), exams.sheet("samer"))
    assert caught.value.code == "missing"


@pytest.mark.clause("EXM-10")
def test_the_database_itself_takes_no_score_that_is_not_the_exams(exams: Exams) -> None:
    scenes = exams.held()
    version = exams.session.occasion.version
    for score, result in (
        ("101", "passed"),
        ("-1", "failed"),
        ("90", "failed"),
        ("10", "passed"),
        ("x", "passed"),
        ("7.125", "failed"),
    ):
        given = [{"case_id": scenes[0].file.case.case_id, "score": score, "result": result}]
        with pytest.raises(Refusal) as caught:
            occasions.enter_results(exams.office.session("maha"), exams.number, version, given)
        assert caught.value.problems[0].field == "results", score
        assert exams.sheet().rows[0].mark is None, score


@pytest.mark.clause("EXM-10", "COM-09")
def test_all_or_none_and_never_over_somebody_elses_work(exams: Exams) -> None:
    scenes = exams.held()
    stale = exams.sheet("samer")
    save(exams, marks(scenes, "90", "", ""))
    with pytest.raises(Refusal) as caught:
        results.save(exams.office.session("samer"), stale, marks(scenes, "10", "20", "30"))
    assert caught.value.code == "stale"
    wrong = {**marks(scenes, "", "80", ""), scenes[2].file.case.case_id: Mark(Decimal(700))}
    with pytest.raises(Refusal):
        save(exams, wrong)
    assert [row.mark for row in exams.sheet().rows] == [Mark(Decimal(90)), None, None]


@pytest.mark.clause("EXM-06", "EXM-07")
def test_who_was_there_is_corrected_until_the_results_are_passed_on(exams: Exams) -> None:
    scenes = exams.gathered()
    exams.date()
    exams.office.at("2026-12-06T09:00")
    exams.office.work()
    exams.hold(scenes[2])
    assert [row.mark for row in exams.sheet().rows] == [None, None, ABSENT]
    save(exams, marks(scenes, "غ", "75", "61"))
    assert [row.place.attendance.value for row in exams.sheet().rows] == ["absent", "present", "present"]
    results.pass_on(exams.office.session("samer"), exams.sheet("samer"))
    assert [scene.state for scene in scenes] == ["absent", "certificate_ready", "certificate_ready"]
    exams.office.assert_books()


@pytest.mark.clause("EXM-06")
def test_a_body_sends_somebody_else_whose_name_and_number_stand_in_the_list(exams: Exams) -> None:
    sent = exams.paid(applicant_kind="government")
    exams.gathered(2)
    exams.date()
    row = next(r for r in exams.sheet().rows if r.reference == sent.reference)
    assert row.candidate.name == "هبة سليم"
    assert row.candidate.identity == sent.file.case.payload["candidate_number"]


@pytest.mark.clause("EXM-06")
def test_the_lists_are_printed_as_they_stand(exams: Exams) -> None:
    scenes = exams.held(count=4)
    maha = exams.office.session("maha")
    assert attendance_list(maha, exams.number).startswith(b"%PDF-")
    save(exams, marks(scenes, "90", "غ", "", "12.5"))
    sheet = exams.sheet()
    assert [outcome_of(row) for row in sheet.rows] == ["ناجح/ة", "غائب/ة", "", "راسب/ة"]
    draft = result_list(maha, exams.number)
    assert draft.startswith(b"%PDF-")
    assert draft != attendance_list(maha, exams.number)
    with pytest.raises(Refusal):
        result_list(exams.office.session("rana"), exams.number)


@pytest.mark.clause("COM-10")
def test_other_departments_see_no_sheet(exams: Exams) -> None:
    exams.held()
    with pytest.raises(Refusal):
        exams.sheet("rana")
