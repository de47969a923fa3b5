"""CTR: a contractor's permit, from the register to the renewed paper, on both databases."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from desktop.base.errors import Outage, Refusal
from desktop.models.records.case import LetterState
from desktop.models.tables.office import reason
from desktop.usecases.cases import submit
from desktop.usecases.registers import layout_of, load_register, look_up
from desktop.workflows.registry import load
from tests.usecases.scene import WORKER, Office, Scene

pytest_plugins = ["tests.usecases.places"]

REGISTER = load()["CTR"].register("contractor_permits")
HEAD = "رقم المقاول,رقم التصريح,سنة التصريح,اسم المقاول,حالة التصريح,ساري لغاية\n"
GIVEN = {"contractor_number": "C-4471", "permit_number": "318", "permit_year": "2025"}
UNTIL = {"renewed_until": "2027-12-31"}


def keep(office: Office, standing: str = "ساري المفعول", *more: str) -> None:
    """What the register holds from now on."""
    path = office.folder / "permits.csv"
    rows = [f"C-4471,318,2025,شركة الأفق للمقاولات,{standing},2026-12-31", *more]
    path.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    office.outside.registers.load(layout_of(REGISTER), path)


def renewal(**changes: Any) -> dict[str, Any]:
    fields = {**GIVEN, "renewal_reason": "استمرار العمل في مشروع قائم", **changes.pop("fields", {})}
    return {
        "service": "CTR",
        "applicant": {
            "kind": "business", "name": "شركة الأفق للمقاولات", "registration_number": "12345",
            "mobile": "0791234567",
        },
        "fields": {key: value for key, value in fields.items() if value is not None},
        "attachments": [],
        **changes,
    }  # fmt: skip


@pytest.fixture
def kept(office: Office) -> Office:
    keep(office)
    return office


def refused(office: Office, document: dict[str, Any], login: str = WORKER) -> Refusal:
    with pytest.raises(Refusal) as caught:
        submit(office.session(login), document, "portal" if login == WORKER else "counter")
    return caught.value


@pytest.mark.clause("CTR-01")
def test_the_three_numbers_together_return_the_name(kept: Office) -> None:
    told = dict(look_up(kept.session("nadia"), "CTR", {**GIVEN, "permit_year": "٢٠٢٥"}))
    assert {label.en: value.ar for label, value in told.items()} == {
        "Contractor's name": "شركة الأفق للمقاولات",
        "Permit in the register": "ساري المفعول",
        "In force until": "31/12/2026",
    }
    scene = kept.submit(renewal(), "nadia")
    assert scene.file.case.payload["contractor_name"] == "شركة الأفق للمقاولات"
    assert scene.file.case.payload["permit_standing"] == "valid"
    # Half a question is none.
    assert look_up(kept.session("nadia"), "CTR", {"contractor_number": "C-4471"}) == ()


@pytest.mark.clause("CTR-01")
@pytest.mark.parametrize("wrong", list(GIVEN))
def test_nothing_says_which_of_the_numbers_was_wrong(kept: Office, wrong: str) -> None:
    refusal = refused(kept, renewal(fields={wrong: "9999"}))
    assert {problem.code for problem in refusal.problems} == {"not_found"}
    assert {problem.field for problem in refusal.problems} == {f"fields.{key}" for key in GIVEN}
    assert len({problem.text for problem in refusal.problems}) == 1
    with pytest.raises(Refusal) as caught:
        look_up(kept.session("nadia"), "CTR", {**GIVEN, wrong: "9999"})
    assert caught.value.problems == refusal.problems


@pytest.mark.clause("CTR-01")
def test_nobody_writes_what_the_register_says(kept: Office) -> None:
    refusal = refused(kept, renewal(fields={"contractor_name": "غيره", "permit_standing": "valid"}))
    assert {(p.field, p.code) for p in refusal.problems} == {
        ("fields.contractor_name", "unknown_field"), ("fields.permit_standing", "unknown_field"),
    }  # fmt: skip
    assert kept.outside.asked_registers.asked == 0


@pytest.mark.clause("CTR-02", "COM-01")
def test_the_application_gives_its_reason_and_a_telephone_number(kept: Office) -> None:
    document = renewal(fields={"renewal_reason": None})
    document["applicant"]["mobile"] = "12"
    fields = {problem.field for problem in refused(kept, document).problems}
    assert fields == {"fields.renewal_reason", "applicant.mobile"}
    # A form with faults is no guess at the register.
    assert kept.outside.asked_registers.asked == 0
    scene = kept.submit(renewal())
    assert scene.sent() == ["accepted"]
    assert scene.reference in scene.message("accepted").text


@pytest.mark.clause("CTR-02")
def test_guesses_are_limited_for_whoever_guesses_and_whatever_is_guessed_about(kept: Office) -> None:
    for year in range(2010, 2010 + REGISTER.attempts):
        assert refused(kept, renewal(fields={"permit_year": str(year)})).code == "not_found"
    asked = kept.outside.asked_registers.asked
    # Now even the right numbers are not heard, and the register is left alone.
    assert refused(kept, renewal()).code == "too_many_attempts"
    other = renewal()
    other["applicant"]["registration_number"] = "777"
    assert refused(kept, other).code == "too_many_attempts"
    assert refused(kept, renewal(fields={"contractor_number": "C-1"})).code == "too_many_attempts"
    assert kept.outside.asked_registers.asked == asked
    kept.later(days=1)
    assert kept.submit(renewal()).state == "review"


@pytest.mark.clause("CTR-02")
def test_many_guesses_at_once_are_no_more_than_one_after_the_other(kept: Office) -> None:
    answers: list[str] = []

    def guess(year: int) -> None:
        try:
            submit(
                kept.session(WORKER if kept.central else "nadia"),
                renewal(fields={"permit_year": str(year)}),
                "portal" if kept.central else "counter",
            )
        except Refusal as refusal:
            answers.append(refusal.code)

    threads = [threading.Thread(target=guess, args=(year,)) for year in range(2000, 2012)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count("not_found") == REGISTER.attempts
    assert answers.count("too_many_attempts") == len(threads) - REGISTER.attempts


def test_what_the_register_finds_is_no_guess(kept: Office) -> None:
    for _ in range(REGISTER.attempts + 2):
        kept.submit(renewal())
    kept.outside.down = {"registers"}
    for _ in range(REGISTER.attempts + 2):
        with pytest.raises(Outage):
            submit(kept.session("nadia"), renewal(), "counter")
    kept.outside.down = set()
    assert kept.submit(renewal()).state == "review"


@pytest.mark.clause("CTR-01", "CTR-02")
def test_an_item_of_the_portal_waits_for_a_silent_register_and_the_others_do_not(kept: Office) -> None:
    kept.outside.down = {"registers"}
    kept.outside.drop("submit-1", renewal())
    kept.outside.drop("submit-2", {"service": "TRN"})
    report = kept.work()
    assert any("registers" in outage for outage in report.outages)
    assert kept.outside.answer_to("submit-2")["accepted"] is False
    with pytest.raises(FileNotFoundError):
        kept.outside.answer_to("submit-1")
    kept.outside.down = set()
    kept.work()
    assert kept.outside.answer_to("submit-1")["accepted"] is True
    kept.outside.drop("submit-3", renewal(fields={"permit_number": "1"}))
    kept.work()
    assert {error["code"] for error in kept.outside.answer_to("submit-3")["errors"]} == {"not_found"}


@pytest.mark.clause("CTR-03", "COM-11")
def test_a_permit_is_renewed_printed_and_told(kept: Office) -> None:
    scene = kept.submit(renewal()).do("nadia", "claim").do("nadia", "renew", **UNTIL)
    assert (scene.state, scene.sent()) == ("confirming", ["accepted"])
    scene.work()
    assert (scene.state, scene.file.case.outcome) == ("renewed", "completed")
    assert "318" in scene.message("renewed").text
    letter = scene.letter("permit")
    assert letter.sealed
    for words in ("شركة الأفق للمقاولات", "C-4471", "2025", "31/12/2027"):
        assert words in letter.content
    kept.assert_books()


@pytest.mark.clause("CTR-03")
@pytest.mark.parametrize("standing", ["موقوف", "مجدَّد", "ملغى"])
def test_a_permit_that_is_not_in_force_is_not_renewed(office: Office, standing: str) -> None:
    keep(office, standing)
    scene = office.submit(renewal())
    assert scene.refused("nadia", "renew", **UNTIL).code == "requirement"
    # Put right at the register, and asked again.
    keep(office)
    scene.do("nadia", "ask_again").work()
    assert scene.state == "review"
    scene.do("nadia", "renew", **UNTIL).work()
    assert scene.state == "renewed"


@pytest.mark.clause("CTR-03")
def test_what_changed_at_the_register_in_the_last_moment_stops_the_permit(kept: Office) -> None:
    scene = kept.submit(renewal()).do("nadia", "renew", **UNTIL)
    kept.outside.down = {"registers"}
    report = scene.office.work()
    assert scene.state == "confirming"
    assert any("registers" in outage for outage in report.outages)
    kept.outside.down = set()
    keep(kept, "موقوف")
    scene.work()
    assert (scene.state, scene.file.case.payload["permit_standing"]) == ("review", "suspended")
    assert scene.file.letters == ()
    path = kept.folder / "permits.csv"
    path.write_text(HEAD + "C-1,1,2025,غيرها,valid,\n", "utf-8")
    kept.outside.registers.load(layout_of(REGISTER), path)
    scene.do("nadia", "ask_again").work()
    assert scene.file.case.payload["permit_standing"] == "missing"
    assert scene.refused("nadia", "renew", **UNTIL).code == "requirement"


@pytest.mark.clause("CTR-03")
def test_nobody_at_a_desk_speaks_for_the_register(kept: Office) -> None:
    scene = kept.submit(renewal()).do("nadia", "renew", **UNTIL)
    assert scene.refused("nadia", "confirmed", permit_standing="valid").code == "not_allowed"


@pytest.mark.clause("CTR-03")
def test_a_permit_is_renewed_once_whatever_two_clerks_saw(kept: Office) -> None:
    first, second = kept.submit(renewal()), kept.submit(renewal())
    first.do("nadia", "renew", **UNTIL)
    second.do("nadia", "renew", **UNTIL)
    first.work()
    assert {first.state, second.state} == {"renewed", "review"}
    late = second if second.state == "review" else first
    assert late.refused("nadia", "renew", **UNTIL).code == "requirement"
    late.do("nadia", "refuse", reason_code="full")
    assert Scene(kept, late.reference).file.letters == ()
    kept.assert_books()


@pytest.mark.clause("CTR-04")
def test_a_refusal_tells_its_reason(kept: Office) -> None:
    scene = kept.submit(renewal())
    office_reason = {"scope": "refusal", "text_en": "Other", "active": True, "service": ""}
    kept.put(reason, code="other_refusal", text_ar="مبررات أخرى", **office_reason)
    kept.put(reason, code="trn_only", text_ar="لا شاغر", **{**office_reason, "service": "TRN"})
    assert scene.refused("nadia", "refuse", reason_code="other_refusal").code == "required"
    # Another service's ready reasons are not offered.
    assert scene.refused("nadia", "refuse", reason_code="trn_only").code == "choice"
    scene.do("nadia", "refuse", reason_code="other_refusal", grounds="نقص في كفالة حسن التنفيذ")
    assert (scene.state, scene.file.case.outcome) == ("refused", "refused")
    assert "نقص في كفالة حسن التنفيذ" in scene.message("refused").text


@pytest.mark.clause("COM-10")
def test_only_the_contractors_department_works_on_it(kept: Office) -> None:
    scene = kept.submit(renewal())
    with pytest.raises(Refusal):
        scene.open("rana")


@pytest.mark.clause("COM-13")
def test_it_can_be_withdrawn_until_it_is_renewed(kept: Office) -> None:
    scene = kept.submit(renewal()).do("nadia", "renew", **UNTIL)
    scene.do(WORKER, "withdraw", reason="لم يعد لازماً")
    kept.work()
    assert (scene.state, scene.sent()[-1]) == ("withdrawn", "withdrawn")


@pytest.mark.clause("CTR-03", "COM-11")
def test_a_renewed_permit_can_be_withdrawn_later(kept: Office) -> None:
    scene = kept.submit(renewal()).do("nadia", "renew", **UNTIL).work()
    assert scene.letter("permit").state is LetterState.ISSUED
    refusal = scene.refused("nadia", "void_letter", letter_id=scene.letter("permit").letter_id, reason="خطأ")
    assert refusal.code == "not_allowed"  # a supervisor's decision


def test_a_clerk_loads_no_register(kept: Office, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        load_register(kept.session("nadia"), "contractor_permits", tmp_path / "x.csv")
    assert caught.value.code == "not_allowed"
