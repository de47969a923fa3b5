"""LIC-08, LIC-09: rounds by inspector and district, capacity, working days, moves, results."""

from __future__ import annotations

import threading
from datetime import date, datetime

import pytest

from desktop.base.clock import AMMAN
from desktop.base.errors import Outage, Refusal
from desktop.models.records.people import INSPECTOR
from desktop.models.tables.office import staff_authority
from desktop.usecases import inspections
from desktop.usecases.inspection_sheet import round_sheet, visit_times
from tests.models.seeds import YEAR
from tests.usecases.lic import change_round, furnish, inspected_day, plan_round, to_inspect
from tests.usecases.scene import Office, Scene

pytest_plugins = ["tests.usecases.places"]

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=AMMAN)
WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=AMMAN)
SAMER = "سامر الفاعوري"


@pytest.fixture
def pl(office: Office) -> Office:
    return furnish(office)


def booked(office: Office, occasion_id: int) -> Scene:
    scene = to_inspect(office)
    scene.do("yara", "schedule", inspection=str(occasion_id))
    return scene


def codes(move: inspections.Move) -> list[tuple[str, bool]]:
    return [(one.text.en.partition(":")[0].partition("(")[0].strip(), one.grave) for one in move.conflicts]


@pytest.mark.clause("LIC-08")
def test_the_date_of_the_inspection_is_sent(pl: Office) -> None:
    made = plan_round(pl)
    scene = booked(pl, made.occasion_id).work()
    assert (scene.state, scene.sent()[-1]) == ("inspection_set", "inspection_set")
    text = scene.message("inspection_set").text
    assert "24/11/2026" in text
    assert "09:00" in text
    # No result before its day.
    assert scene.refused("yara", "record_conforming").code == "not_allowed"
    pl.at("2026-11-24T07:00")
    assert scene.work().state == "inspecting"


@pytest.mark.clause("LIC-08")
def test_a_full_round_is_refused_and_another_taken(pl: Office) -> None:
    made = plan_round(pl, capacity=1)
    first, second = to_inspect(pl), to_inspect(pl)
    first.do("yara", "schedule", inspection=str(made.occasion_id))
    assert second.refused("yara", "schedule", inspection=str(made.occasion_id)).code == "full"
    other = plan_round(pl, "2026-11-25T09:00")
    second.do("yara", "schedule", inspection=str(other.occasion_id))
    assert second.state == "inspection_set"
    # The capacity never falls below what is on it.
    with pytest.raises(Refusal) as caught:
        inspections.resize(pl.session("yara"), made.occasion_id, 1, 0)
    assert caught.value.problems[0].field == "maximum"


@pytest.mark.clause("LIC-08", "COM-09")
def test_two_clerks_booking_the_last_place_at_once_do_not_both_get_it(pl: Office) -> None:
    made = plan_round(pl, capacity=1)
    scenes = [to_inspect(pl), to_inspect(pl)]
    ready = threading.Barrier(2)
    answers: list[str] = []

    def book(scene: Scene, login: str) -> None:
        session = pl.session(login)
        case_id = scene.open(login).file.case.case_id
        ready.wait()
        try:
            inspections.book(session, case_id, made.occasion_id)
            answers.append("booked")
        except Refusal as refusal:
            answers.append(refusal.code)
        except Outage:  # a desk that stood too long in line may ask again
            answers.append("outage")

    threads = [
        threading.Thread(target=book, args=(scene, login))
        for scene, login in zip(scenes, ("yara", "ziad"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["booked", "full"]
    assert sorted(scene.state for scene in scenes) == ["inspection_set", "to_inspect"]
    (one,) = inspections.week_of(pl.session("yara")).rounds
    assert (one.occasion.taken, len(one.holders)) == (1, 1)


@pytest.mark.clause("LIC-08")
def test_rounds_are_planned_on_working_days_and_an_inspector_is_in_one_place(pl: Office) -> None:
    plan_round(pl)
    pl.add_holiday("2026-11-26")
    for starts, field in (
        ("2026-11-27T09:00", "working_day"),  # a Friday
        ("2026-11-26T09:00", "working_day"),  # a holiday
        ("2026-11-24T11:00", "person_busy"),
        ("2026-11-22T08:00", "starts_at"),  # before now
    ):
        with pytest.raises(Refusal) as caught:
            plan_round(pl, starts)
        assert caught.value.problems[0].field == field, starts
    plan_round(pl, "2026-11-24T12:00")
    plan_round(pl, person="رلى قعوار")
    assert len(inspections.week_of(pl.session("yara")).rounds) == 3


@pytest.mark.clause("LIC-08")
def test_a_move_shows_its_conflicts_and_every_message_before_it_is_saved(pl: Office) -> None:
    made, other = plan_round(pl), plan_round(pl, "2026-11-25T10:00")
    scene = booked(pl, made.occasion_id).work()
    session = pl.session("yara")
    pl.add_holiday("2026-11-26")
    foresee = inspections.foresee_move
    busy = foresee(session, made.occasion_id, WEDNESDAY, SAMER)
    assert codes(busy) == [("The inspector has another round then", True)]
    holiday = foresee(session, made.occasion_id, datetime(2026, 11, 26, 9, tzinfo=AMMAN), SAMER)
    assert codes(holiday) == [("Not a working day", True)]
    assert not holiday.possible
    assert codes(foresee(session, made.occasion_id, datetime(2026, 11, 22, 8, tzinfo=AMMAN), SAMER)) == [
        ("The date is in the past.", True)
    ]
    free = foresee(session, made.occasion_id, WEDNESDAY, "رلى قعوار")
    assert free.possible
    (forecast,) = free.forecasts
    assert "25/11/2026" in forecast.texts[0]
    assert scene.sent().count("inspection_moved") == 0
    # Nothing of it was saved; what is grave is refused also when saved.
    with pytest.raises(Refusal):
        inspections.move_round(session, made.occasion_id, made.version, WEDNESDAY, SAMER)
    inspections.move_round(session, made.occasion_id, made.version, WEDNESDAY, "رلى قعوار")
    scene.work()
    assert (scene.state, scene.sent()[-1]) == ("inspection_set", "inspection_moved")
    assert scene.message("inspection_moved").text == forecast.texts[0]
    assert other.occasion_id != made.occasion_id


@pytest.mark.clause("LIC-08")
def test_one_application_moves_to_another_round_and_its_place_is_free_again(pl: Office) -> None:
    full, other = plan_round(pl, capacity=1), plan_round(pl, "2026-11-25T09:00", district="صويلح")
    scene, waits = booked(pl, full.occasion_id), to_inspect(pl)
    session, case_id = pl.session("yara"), scene.file.case.case_id
    move = inspections.foresee_booking(session, case_id, other.occasion_id)
    assert move.possible
    assert ["صويلح" in one.text.ar for one in move.conflicts] == [True]  # to be weighed, not refused
    inspections.book(session, case_id, other.occasion_id)
    assert scene.sent()[-1] == "inspection_moved"
    assert "25/11/2026" in scene.message("inspection_moved").text
    waits.do("ziad", "schedule", inspection=str(full.occasion_id))
    assert codes(inspections.foresee_booking(session, case_id, full.occasion_id))[0] == (
        "The round is full.", True,
    )  # fmt: skip


@pytest.mark.clause("LIC-08")
def test_a_round_called_off_sends_its_applications_back_with_a_message(pl: Office) -> None:
    made = plan_round(pl)
    scene = booked(pl, made.occasion_id)
    change_round(pl, "cancel", made.occasion_id, reason="مرض المفتش")
    assert (scene.state, scene.sent()[-1]) == ("to_inspect", "inspection_off")
    again = plan_round(pl, "2026-11-25T09:00")
    scene.do("yara", "schedule", inspection=str(again.occasion_id))
    assert scene.state == "inspection_set"


@pytest.mark.clause("LIC-09")
def test_what_does_not_conform_is_listed_and_inspected_again(pl: Office) -> None:
    scene = inspected_day(pl, to_inspect(pl))
    assert scene.refused("yara", "record_not_conforming").problems[0].field == "inputs.faults"
    assert scene.refused("yara", "record_not_conforming", faults="pool").code == "choice"
    scene.do("yara", "record_not_conforming", faults="hood,exit", remark="المطبخ").work()
    assert (scene.state, scene.file.case.payload["faults"]) == ("putting_right", "exit,hood")
    text = scene.message("not_conforming").text
    assert "مخارج النجاة سالكة؛ شفاط للمطبخ" in text
    assert "30" in text
    pl.at("2026-11-29T09:00")
    scene.do("yara", "put_right")
    assert scene.state == "to_inspect"
    inspected_day(pl, scene, "2026-11-30T09:00").do("yara", "record_conforming")
    assert scene.state == "decision"


@pytest.mark.clause("LIC-09")
def test_a_further_inspection_can_be_scheduled_at_once_and_faults_not_put_right_end_it(pl: Office) -> None:
    scene = inspected_day(pl, to_inspect(pl)).do("yara", "record_not_conforming", faults="exit")
    again = plan_round(pl, "2026-11-26T09:00")
    scene.do("yara", "schedule", inspection=str(again.occasion_id))
    assert (scene.state, scene.sent()[-1]) == ("inspection_set", "inspection_set")
    pl.at("2026-11-26T09:00")
    scene.work().do("yara", "record_not_conforming", faults="sign").work()
    assert scene.due("putting_right") == "2026-12-27T23:59:59"  # 30 days, and a weekend
    pl.at("2026-12-28T00:01")
    scene.work()
    assert (scene.state, scene.sent()[-1]) == ("cancelled", "putting_right_expired")


def test_what_could_not_be_inspected_waits_for_another_round(pl: Office) -> None:
    scene = inspected_day(pl, to_inspect(pl)).do("yara", "not_inspected", reason="المحل مغلق")
    assert (scene.state, "المحل مغلق" in scene.message("not_inspected").text) == ("to_inspect", True)


@pytest.mark.clause("LIC-08")
def test_the_week_shows_rounds_holidays_inspectors_and_what_waits(pl: Office) -> None:
    pl.put(staff_authority, login="yara", authority=INSPECTOR, valid_from=YEAR)
    made = plan_round(pl)
    plan_round(pl, "2026-11-25T09:00", person="رلى قعوار", district="صويلح")
    on_it, waits = booked(pl, made.occasion_id), to_inspect(pl)
    pl.add_holiday("2026-11-26")
    session = pl.session("yara")
    week = inspections.week_of(session)
    assert week.first == date(2026, 11, 22)
    assert [day.day for day in week.holidays] == [26, 27, 28]
    assert week.inspectors == ("yara", SAMER, "رلى قعوار")
    assert [c.reference for c in week.waiting] == [waits.reference]
    assert [h.case.reference for h in week.rounds[0].holders] == [on_it.reference]
    assert week.district_of(week.waiting[0]) == "العبدلي"
    narrow = inspections.week_of(session, date(2026, 11, 25), SAMER)
    assert [one.occasion.occasion_id for one in narrow.rounds] == [made.occasion_id]
    sweileh = inspections.week_of(session, district="صويلح")
    assert ([one.occasion.person for one in sweileh.rounds], sweileh.waiting) == (["رلى قعوار"], ())
    assert inspections.week_of(session, date(2026, 12, 2)).rounds == ()
    with pytest.raises(Refusal):
        inspections.week_of(pl.session("rana"))
    for now, first in (("2026-11-26T20:00", 22), ("2026-11-27T08:00", 29), ("2026-11-28T22:00", 29)):
        pl.at(now)
        assert inspections.week_of(pl.session("yara")).first == date(2026, 11, first)


@pytest.mark.clause("LIC-08")
def test_the_round_sheet_is_printed_with_its_applications(pl: Office) -> None:
    made = plan_round(pl)
    booked(pl, made.occasion_id)
    booked(pl, made.occasion_id)
    pdf = round_sheet(pl.session("yara"), made.occasion_id)
    assert pdf.startswith(b"%PDF-")
    opened = inspections.week_of(pl.session("yara")).rounds[0]
    times = visit_times(opened.occasion)
    assert [f"{t.astimezone(AMMAN):%H:%M}" for t in times] == ["09:00", "10:00", "11:00"]
    with pytest.raises(Refusal):
        round_sheet(pl.session("rana"), made.occasion_id)


def test_a_clerk_of_another_department_plans_no_round(pl: Office) -> None:
    with pytest.raises(Refusal):
        plan_round(pl, login="rana")
