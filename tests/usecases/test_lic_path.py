"""LIC: from the registers through claims, outside bodies and the inspection to the licence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.base.errors import Outage, Refusal
from desktop.models.records.case import LetterState, RequestState
from desktop.usecases.cases import submit
from desktop.usecases.money import money_board
from desktop.usecases.office import add_holiday, change_outside_body, change_profession, remove_holiday
from desktop.usecases.registers import look_up
from desktop.usecases.session import Session
from desktop.usecases.worker.payments import take_notices
from desktop.workflows.registry import load
from tests.usecases.lic import (
    CLAIMS,
    DEEDS,
    LICENCES,
    OWNER,
    application,
    furnish,
    inspected_day,
    keep,
    owe,
    plan_round,
    submitted,
    to_inspect,
)
from tests.usecases.scene import WORKER, Office, Scene

pytest_plugins = ["tests.usecases.places"]

TWO = ("Q-1,مسقفات,2024,120.500,D-1,9889542916", "Q-2,تحققات,2025,75.000,D-1,9889542916")


@pytest.fixture
def pl(office: Office) -> Office:
    return furnish(office)


def refused(office: Office, document: dict[str, Any], login: str = WORKER) -> Refusal:
    with pytest.raises(Refusal) as caught:
        submit(office.session(login), document, "portal" if login == WORKER else "counter")
    return caught.value


def yara(office: Office) -> Session:
    return office.session("yara")


@pytest.mark.clause("LIC-01")
@pytest.mark.parametrize(
    ("number", "why"),
    [("L-200", "موقوفة"), ("L-300", "غير مجددة"), ("L-400", "ملغاة"), ("L-500", "مغلقة")],
)
def test_a_licence_that_is_not_active_and_renewed_is_refused_on_the_spot(
    pl: Office, number: str, why: str
) -> None:
    refusal = refused(pl, application(fields={"licence_number": number}))
    assert {problem.field for problem in refusal.problems} == {"fields.licence_number"}
    assert why in refusal.problems[0].text.ar
    # The counter says so before the rest is typed.
    with pytest.raises(Refusal) as caught:
        look_up(yara(pl), "LIC", {"licence_number": number})
    assert why in caught.value.problems[0].text.ar


@pytest.mark.clause("LIC-01")
def test_an_unknown_licence_is_refused_and_an_active_one_shows_its_holder(pl: Office) -> None:
    assert refused(pl, application(fields={"licence_number": "L-999"})).code == "not_found"
    told = {label.en: value.ar for label, value in look_up(yara(pl), "LIC", {"licence_number": "l-100"})}
    assert told["Licence holder"] == "مؤسسة النور"
    assert told["Renewed until"] == "31/12/2026"
    payload = submitted(pl).file.case.payload
    assert (payload["licence_standing"], payload["licence_renewed_to"]) == ("active", "2026-12-31")


@pytest.mark.clause("LIC-01")
def test_a_licence_that_runs_out_meanwhile_stops_the_case(pl: Office) -> None:
    scene = submitted(pl)
    pl.at("2027-01-03T09:00")
    assert scene.refused("yara", "accept").code == "requirement"


@pytest.mark.clause("LIC-02")
def test_a_property_deed_is_needed_and_must_be_known(pl: Office) -> None:
    assert {p.field for p in refused(pl, application(fields={"deed_reference": None})).problems} == {
        "fields.deed_reference"
    }
    refusal = refused(pl, application(fields={"deed_reference": "D-77"}))
    assert [(p.field, p.code) for p in refusal.problems] == [("fields.deed_reference", "not_found")]
    payload = submitted(pl).file.case.payload
    assert (payload["district"], payload["deed_owner"]) == ("abdali", "سارة يوسف حدّاد")


@pytest.mark.clause("LIC-03")
def test_a_building_permit_is_asked_of_those_professions_that_need_it(pl: Office) -> None:
    refusal = refused(pl, application("restaurant", fields={"building_permit": None}))
    assert [(p.field, p.code) for p in refusal.problems] == [("fields.building_permit", "required")]
    refusal = refused(pl, application("restaurant", fields={"building_permit": "B-1"}))
    assert refusal.problems[0].code == "not_found"
    assert submitted(pl, "restaurant").file.case.payload["permit_usage"] == "تجاري"
    # Others do not ask for it, and do not keep one that was sent.
    payload = submitted(pl, "grocery", fields={"building_permit": "B-1"}).file.case.payload
    assert "building_permit" not in payload


@pytest.mark.clause("LIC-04", "LIC-05")
def test_claims_are_shown_one_by_one_and_block_until_each_is_paid(pl: Office) -> None:
    owe(pl, *TWO, "Q-3,مسقفات,2025,9.000,D-1,1111111111", "Q-4,مسقفات,2025,9.000,D-2,9889542916")
    told = look_up(yara(pl), "LIC", {"deed_reference": "D-1"}, OWNER)
    assert [value.ar for label, value in told if label.en == "Claims on properties"] == [
        "مسقفات · 2024 · 120.500", "تحققات · 2025 · 75.000",
    ]  # fmt: skip
    scene = submitted(pl)
    assert (scene.state, scene.sent()) == ("claims_due", ["claims_due", "claim_number", "claim_number"])
    assert "مسقفات 2024 120.500؛ تحققات 2025 75.000" in scene.message("claims_due").text
    assert [(r.claim, str(r.amount), r.claim_about) for r in scene.file.requests] == [
        ("Q-1", "120.500", "مسقفات 2024"), ("Q-2", "75.000", "تحققات 2025"),
    ]  # fmt: skip
    numbers = [r.number for r in scene.file.requests]
    assert all(n in text for n, text in zip(numbers, [m.text for m in scene.file.messages[1:]], strict=True))
    scene.pay("120.500", numbers[0])
    assert (scene.state, "accepted" in scene.sent()) == ("claims_due", False)
    scene.pay("75.000", numbers[1])
    assert scene.state == "review"
    assert scene.reference in scene.message("accepted").text
    pl.assert_books()


@pytest.mark.clause("LIC-04")
def test_who_owes_nothing_goes_on_at_once(pl: Office) -> None:
    owe(pl, "Q-3,مسقفات,2025,9.000,D-1,1111111111")
    scene = submitted(pl)
    assert (scene.state, scene.sent(), scene.file.requests) == ("review", ["accepted"], ())


@pytest.mark.clause("LIC-04")
def test_a_silent_register_of_claims_holds_the_case_back(pl: Office) -> None:
    scene = pl.submit(application())
    pl.outside.down = {"registers"}
    assert any("registers" in outage for outage in pl.work().outages)
    assert scene.state == "checking"
    with pytest.raises(Outage):
        look_up(yara(pl), "LIC", {"deed_reference": "D-1"}, OWNER)
    pl.outside.down = set()
    assert scene.work().state == "review"


@pytest.mark.clause("LIC-04")
def test_a_claim_paid_elsewhere_is_no_longer_asked_for(pl: Office) -> None:
    owe(pl, *TWO)
    scene = submitted(pl)
    scene.pay("120.500", scene.file.requests[0].number)
    keep(pl, "property_claims", CLAIMS)
    scene.do("yara", "ask_claims_again").work()
    assert scene.state == "review"
    assert [r.state for r in scene.file.requests] == [RequestState.SETTLED, RequestState.CANCELLED]
    # Paid at the gateway all the same: kept for a clerk, not lost.
    scene.pay("75.000", scene.file.requests[1].number)
    assert [n.state.value for n in scene.file.notices] == ["settled", "late"]
    pl.assert_books()


@pytest.mark.clause("LIC-04", "COM-08")
def test_a_payment_that_does_not_fit_is_counted_towards_the_claim_that_a_clerk_names(pl: Office) -> None:
    owe(pl, *TWO)
    scene = submitted(pl)
    first, second = scene.file.requests
    scene.pay("80.000", "999999999999")
    notice = money_board(yara(pl)).notices[0].notice_id
    why = {"notice_id": notice, "resolution": "apply", "reason": "رقم خاطئ"}
    assert scene.refused("yara", "settle_notice", **why, request_id=first.request_id).code == "not_enough"
    assert scene.refused("yara", "settle_notice", **why, request_id=77777).code == "not_allowed"
    scene.do("yara", "settle_notice", **why, request_id=second.request_id)
    assert [r.state for r in scene.file.requests] == [RequestState.ISSUED, RequestState.SETTLED]
    assert str(scene.refund.amount) == "5.000"
    pl.assert_books()


@pytest.mark.clause("LIC-04")
def test_claims_not_paid_in_their_window_end_it_and_what_was_paid_stays_paid(pl: Office) -> None:
    owe(pl, *TWO)
    scene = submitted(pl)
    assert scene.due("claims") == "2026-12-06T23:59:59"
    scene.pay("120.500", scene.file.requests[0].number)
    pl.at("2026-12-07T00:01")
    scene.work()
    assert (scene.state, scene.sent()[-1], scene.file.refunds) == ("cancelled", "claims_expired", ())
    ledger = money_board(yara(pl)).ledger
    assert (str(ledger.received), str(ledger.earned)) == ("120.500", "120.500")
    pl.assert_books()


@pytest.mark.clause("LIC-06")
def test_each_body_that_must_approve_is_asked_and_named(pl: Office) -> None:
    scene = submitted(pl, "restaurant").do("yara", "accept").work()
    assert (scene.state, scene.file.case.waits_on.value) == ("outside", "outside")
    assert {a.body: a.due_at.date().isoformat() for a in scene.file.approvals} == {
        "health": "2026-11-29", "tourism": "2026-11-25",
    }  # fmt: skip
    assert "وزارة الصحة، وزارة السياحة" in scene.message("outside_needed").text
    assert "وزارة الصحة" in scene.letter("outside_request").content
    # Nothing is asked of nobody.
    assert to_inspect(pl).file.approvals == ()


@pytest.mark.clause("LIC-06")
def test_each_answer_is_recorded_and_the_last_one_lets_the_case_go_on(pl: Office) -> None:
    scene = submitted(pl, "restaurant").do("yara", "accept")
    scene.do("yara", "record_answer", body="health", answer="granted", answer_reference="ص/12")
    assert (scene.state, scene.file.approvals[0].answer_reference) == ("outside", "ص/12")
    # Once each, and only those that were asked.
    assert (
        scene.refused("yara", "record_answer", body="health", answer="granted").problems[0].field
        == "inputs.body"
    )
    assert scene.refused("yara", "record_answer", body="civil_defence", answer="granted").code == "invalid"
    scene.do("yara", "record_answer", body="tourism", answer="granted")
    assert scene.state == "to_inspect"
    assert [a.state.value for a in scene.file.approvals] == ["granted", "granted"]


@pytest.mark.clause("LIC-07")
def test_a_bodys_refusal_is_told_with_its_grounds(pl: Office) -> None:
    scene = submitted(pl, "restaurant").do("yara", "accept")
    answer = {"body": "health", "answer": "refused"}
    assert scene.refused("yara", "record_answer", **answer).problems[0].field == "inputs.grounds"
    scene.do("yara", "record_answer", **answer, grounds="لا تتوفر غرفة تحضير")
    assert (scene.state, scene.file.case.outcome, scene.sent()[-1]) == (
        "refused",
        "refused",
        "outside_refused",
    )
    text = scene.message("outside_refused").text
    assert "وزارة الصحة" in text
    assert "لا تتوفر غرفة تحضير" in text
    assert [a.state.value for a in scene.file.approvals] == ["refused", "closed"]
    assert {x.state for x in scene.file.letters} == {LetterState.WITHDRAWN}


@pytest.mark.clause("LIC-10")
def test_civil_defences_refusal_has_a_message_of_its_own(pl: Office) -> None:
    scene = inspected_day(pl, to_inspect(pl, "workshop")).do("yara", "record_conforming")
    assert (scene.state, [a.body for a in scene.file.approvals]) == ("outside_after", ["civil_defence"])
    scene.do("yara", "record_answer", body="civil_defence", answer="refused", grounds="لا مخرج ثانٍ")
    assert (scene.state, scene.sent()[-1]) == ("refused", "civil_defence_refused")
    assert "الدفاع المدني" in scene.message("civil_defence_refused").text
    assert "لا مخرج ثانٍ" in scene.message("civil_defence_refused").text


@pytest.mark.clause("LIC-06", "COM-05")
def test_a_holiday_that_is_added_later_gives_bodies_outside_another_day(pl: Office) -> None:
    scene = submitted(pl, "restaurant").do("yara", "accept").work()

    def expected() -> dict[str, str]:
        return {a.body: a.due_at.date().isoformat() for a in scene.open("yara").file.approvals}

    admin = pl.session("aida")
    before = expected()
    day = date(2026, 11, 24)
    added = add_holiday(admin, day, "عطلة", "Holiday", "ب/7")
    after = expected()
    assert all(after[body] > before[body] for body in before)
    moved = added.details["moved"]
    assert isinstance(moved, tuple)
    assert {one.due_at.date().isoformat() for one in moved} >= set(after.values())
    remove_holiday(admin, day, "أُلغيت")
    assert expected() == before
    # What is late already stays so: its reminder gives new days.
    pl.at("2026-11-26T08:00")
    add_holiday(admin, day, "عطلة", "Holiday", "ب/8")
    assert expected()["tourism"] == before["tourism"]
    assert expected()["health"] > before["health"]


@pytest.mark.clause("LIC-06")
def test_a_body_that_is_late_is_reminded_by_itself_again_and_again(pl: Office) -> None:
    scene = submitted(pl, "restaurant").do("yara", "accept").work()
    assert "chase" not in {o.action.key for o in scene.open("yara").offers}
    pl.at("2026-11-26T08:00")  # tourism had three working days
    scene.work()
    late = {a.body: (a.chases, a.due_at.date().isoformat()) for a in scene.file.approvals}
    assert late == {"health": (0, "2026-11-29"), "tourism": (1, "2026-12-01")}
    assert "وزارة السياحة" in scene.message("outside_late").text
    assert "وزارة الصحة" not in scene.message("outside_late").text
    letter = scene.letter("outside_reminder")
    assert letter.sealed
    assert "وزارة السياحة" in letter.content
    scene.work()
    assert scene.sent().count("outside_late") == 1
    pl.at("2026-12-02T08:00")
    scene.work()
    assert {a.body: a.chases for a in scene.file.approvals} == {"health": 1, "tourism": 2}
    assert "وزارة الصحة، وزارة السياحة" in scene.message("outside_late").text


@pytest.mark.clause("LIC-11", "LIC-12")
def test_approved_paid_issued_and_printed(pl: Office) -> None:
    scene = inspected_day(pl, to_inspect(pl)).do("yara", "record_conforming")
    assert scene.state == "decision"
    scene.do("yara", "approve", valid_to="2027-12-31").work()
    assert scene.state == "awaiting_payment"
    assert "40.000" in scene.message("fee_due").text
    assert scene.request.number in scene.message("fee_due").text
    scene.pay("40.000")
    assert (scene.state, scene.file.case.outcome, scene.sent()[-1]) == ("issued", "completed", "issued")
    letter = scene.letter("licence")
    assert letter.sealed
    assert letter.serial.startswith("PL-2026-")
    for words in ("محل الياسمين", "بقالة", "L-100", "31/12/2027", "40.000"):
        assert words in letter.content
    pl.assert_books()


@pytest.mark.clause("LIC-12", "LIC-04")
def test_a_claim_that_was_paid_is_not_taken_for_the_fee(pl: Office) -> None:
    owe(pl, TWO[0])
    scene = submitted(pl)
    scene.pay("120.500", scene.request.number).do("yara", "accept")
    inspected_day(pl, scene).do("yara", "record_conforming").do("yara", "approve", valid_to="2027-12-31")
    report = pl.work()
    assert (scene.state, report.faults) == ("awaiting_payment", ())
    scene.pay("40.000", scene.file.requests[-1].number)
    assert scene.state == "issued"
    assert "40.000" in scene.letter("licence").content
    assert "160.500" not in scene.letter("licence").content


def test_a_fee_not_paid_in_its_window_ends_it(pl: Office) -> None:
    scene = inspected_day(pl, to_inspect(pl)).do("yara", "record_conforming")
    scene.do("yara", "approve", valid_to="2027-12-31").work()
    assert scene.due("fee") == "2026-12-01T23:59:59"
    pl.at("2026-12-02T00:01")
    scene.work()
    assert (scene.state, scene.sent()[-1]) == ("cancelled", "fee_expired")


@pytest.mark.clause("LIC-13")
@pytest.mark.parametrize(
    "applicant",
    [
        {"kind": "citizen"},
        {"kind": "resident", "national_number": None, "identity_paper": "إقامة", "identity_number": "R-1"},
        {"kind": "business", "national_number": None, "registration_number": "12345"},
        {"kind": "government", "national_number": None, "registration_number": "GOV-1"},
    ],
    ids=lambda a: a["kind"],
)
def test_individuals_businesses_and_government_may_apply(pl: Office, applicant: dict[str, Any]) -> None:
    assert submitted(pl, applicant=applicant).state == "review"


@pytest.mark.clause("LIC-14")
def test_time_with_bodies_outside_and_with_the_applicant_does_not_count(pl: Office) -> None:
    assert load()["LIC"].target_days[1] == 3
    scene = submitted(pl, "pharmacy")
    due = scene.file.case.target_due_at
    assert due is not None
    assert due.date().isoformat() == "2026-11-25"
    scene.do("yara", "accept")
    pl.at("2026-12-06T09:00")
    scene.do("yara", "record_answer", body="health", answer="granted")
    due = scene.file.case.target_due_at
    assert due is not None
    assert due.date().isoformat() == "2026-12-09"
    inspected_day(pl, scene, "2026-12-07T09:00").do("yara", "record_not_conforming", faults="exit")
    pl.at("2026-12-20T09:00")
    scene.do("yara", "put_right")
    due = scene.file.case.target_due_at
    assert due is not None
    assert due.date().isoformat() == "2026-12-22"


@pytest.mark.clause("COM-13", "LIC-04")
def test_a_withdrawal_returns_the_fee_and_not_the_claims(pl: Office) -> None:
    owe(pl, TWO[0])
    scene = submitted(pl)
    scene.pay("120.500", scene.request.number).do("yara", "accept")
    inspected_day(pl, scene).do("yara", "record_conforming").do(
        "yara", "approve", valid_to="2027-12-31"
    ).work()
    # The fee has come and the licence is not issued yet: the withdrawal is quicker.
    fee = scene.file.requests[-1]
    pl.outside.payments.pay(fee.number, fee.amount)
    take_notices(pl.session(WORKER), pl.outside.gateways(None).payments)
    scene.do("yara", "withdraw", reason="عدول")
    assert scene.state == "withdrawn"
    assert (str(scene.refund.paid), str(scene.refund.amount)) == ("40.000", "40.000")
    scene.do("yara", "refund_propose", refund_id=scene.refund.refund_id, remark="سحب")
    assert scene.refused("yara", "refund_approve", refund_id=scene.refund.refund_id).code == "not_allowed"
    ledger = money_board(yara(pl)).ledger
    assert (str(ledger.received), str(ledger.earned), str(ledger.to_be_refunded)) == (
        "160.500",
        "120.500",
        "40.000",
    )
    pl.assert_books()


@pytest.mark.clause("COM-13")
@pytest.mark.parametrize("state", ["claims_due", "outside", "inspection_set", "outside_after"])
def test_it_can_be_withdrawn_wherever_it_waits(pl: Office, state: str) -> None:
    if state == "claims_due":
        owe(pl, TWO[0])
        scene = submitted(pl)
    elif state == "outside":
        scene = submitted(pl, "pharmacy").do("yara", "accept")
    elif state == "outside_after":
        scene = inspected_day(pl, to_inspect(pl, "workshop")).do("yara", "record_conforming")
    else:
        scene = to_inspect(pl)
        scene.do("yara", "schedule", inspection=str(plan_round(pl).occasion_id))
    assert scene.state == state
    scene.do(WORKER, "withdraw").work()
    assert (scene.state, scene.sent()[-1], scene.file.refunds) == ("withdrawn", "withdrawn", ())
    assert not any(r.is_open for r in scene.file.requests)
    assert all(a.state.value != "asked" for a in scene.file.approvals)
    pl.assert_books()


def test_a_refusal_tells_its_reason(pl: Office) -> None:
    scene = submitted(pl)
    scene.do("yara", "refuse", reason_code="zoning")
    assert (scene.state, "الموقع غير مسموح" in scene.message("refused").text) == ("refused", True)


@pytest.mark.clause("COM-10")
def test_only_the_licences_department_works_on_it(pl: Office) -> None:
    scene = submitted(pl)
    with pytest.raises(Refusal):
        Scene(pl, scene.reference).open("rana")
    # Nobody at a desk speaks for a register, or for the bank.
    assert scene.refused("yara", "claims_paid").code == "not_allowed"


@pytest.mark.clause("LIC-01", "LIC-02", "LIC-04")
def test_bad_rows_of_the_registers_are_told_and_the_good_ones_taken(embedded_office: Office) -> None:
    report = keep(
        embedded_office,
        "trade_licences",
        LICENCES + "L-1,x,فعّالة,أمس\nL-2,y,فعّالة,31/12/2026\nL-3,z,نائمة,2026-12-31\n",
    )
    assert (report.entries, [row.line for row in report.bad]) == (1, [2, 4])
    assert "مجدَّدة لغاية" in report.bad[0].reason.ar
    report = keep(embedded_office, "property_deeds", DEEDS + "D-1,x,باريس\nD-2,y,صويلح\n,z,صويلح\n")
    assert (report.entries, [row.line for row in report.bad]) == (1, [2, 4])
    report = keep(
        embedded_office,
        "property_claims",
        CLAIMS + "1,مسقفات,2024,عشرة,D-1,1\n1,مسقفات,,10.5,D-1,1\n1,تحققات,,9,D-1,1\n",
    )
    assert (report.entries, [row.line for row in report.bad]) == (1, [2, 4])
    (entry,) = embedded_office.outside.registers.find_all(
        "property_claims", {"deed_reference": "d-1", "identity": "1"}
    )
    assert entry["claim_amount"] == "10.500"


@pytest.mark.clause("LIC-03", "LIC-06", "LIC-09")
def test_an_administrator_changes_what_a_profession_needs_and_nobody_else(pl: Office) -> None:
    given: dict[str, Any] = {
        "name_ar": "مطعم", "name_en": "Restaurant", "needs_permit": False, "bodies": ("tourism",),
        "checklist": "مخارج النجاة سالكة | Exits are clear\nمسبح | Pool", "fee_code": "licence_grocery",
    }  # fmt: skip
    with pytest.raises(Refusal) as caught:
        change_profession(yara(pl), "restaurant", **given)
    assert caught.value.code == "not_allowed"
    admin = pl.session("aida")
    change_profession(admin, "restaurant", **given)
    change_outside_body(admin, "tourism", name_ar="السياحة", name_en="Tourism", stage=2, answer_days=9)
    for wrong in ({"fee_code": "none"}, {"bodies": ("nobody",)}, {"checklist": "بلا ترجمة"}):
        with pytest.raises(Refusal):
            change_profession(admin, "restaurant", **{**given, **wrong})
    scene = submitted(pl, "restaurant", fields={"building_permit": None}).do("yara", "accept")
    assert scene.state == "to_inspect"  # its only body is asked after the inspection now
    inspected_day(pl, scene).do("yara", "record_not_conforming", faults="pool")
    assert "مسبح" in scene.message("not_conforming").text
    pl.assert_books()
