"""COM-01: the portal and the counter go through one validation, and nothing that arrives is lost."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.models.reference_numbers import parse_reference
from desktop.models.tables.applications import cases, inbox
from desktop.usecases.cases import submit
from tests.support.guards import LogGuard
from tests.usecases.scene import WORKER, Office, application, pdf

pytest_plugins = ["tests.usecases.places"]


BAD = application(
    applicant={"mobile": "0651234567", "national_number": "123"},
    fields={"kind": "holiday", "course": "knitting", "period_from": "2026-11-21", "colour": "red"},
    attachments=[{"slot": "certificate", "filename": "a.pdf", "content": "bm90IGEgcGRm"}],
)


@pytest.mark.clause("COM-01")
def test_the_portal_and_the_counter_are_refused_for_the_same(embedded_office: Office) -> None:
    with pytest.raises(Refusal) as at_counter:
        submit(embedded_office.session("rana"), BAD, "counter")
    embedded_office.outside.drop("submit-1", BAD)
    embedded_office.work()
    answer = embedded_office.outside.answer_to("submit-1")
    assert answer["accepted"] is False
    assert answer["errors"] == [problem.as_dict() for problem in at_counter.value.problems]
    named = {error["field"] for error in answer["errors"]}
    assert {
        "applicant.mobile", "applicant.national_number", "fields.kind", "fields.period_from", "fields.colour",
    } <= named  # fmt: skip
    assert all(error["ar"] and error["en"] for error in answer["errors"])
    with embedded_office.database(WORKER).reading() as connection:
        kept, state = connection.execute(select(inbox.c.body, inbox.c.state)).one()
        assert connection.execute(select(cases.c.id)).all() == []
    assert (json.loads(kept), state) == (BAD, "refused")


@pytest.mark.clause("COM-01", "TRN-04")
def test_an_application_from_the_portal_is_opened_once_and_answered(office: Office) -> None:
    office.outside.drop("submit-7", application())
    office.work()
    answer = office.outside.answer_to("submit-7")
    assert answer["accepted"] is True
    assert parse_reference(answer["reference"]) == answer["reference"]
    office.outside.drop("submit-7", application())
    office.work()
    with office.database(WORKER).reading() as connection:
        rows = connection.execute(select(cases.c.reference, cases.c.submitted_via)).all()
    assert [tuple(row) for row in rows] == [(answer["reference"], "portal")]


@pytest.mark.clause("COM-01")
def test_the_senders_own_key_makes_a_repeat_harmless(embedded_office: Office) -> None:
    for name in ("submit-a", "submit-b"):
        embedded_office.outside.drop(name, application(submission_key="portal-77"))
    embedded_office.work()
    told = embedded_office.outside.answer_to
    assert told("submit-a")["reference"] == told("submit-b")["reference"]


ODD = (
    "", "{", "[]", "null", "1e999999", '"text"', "{}", '{"service": "TRN"}', '{"service": 7}',
    '{"service": "TRN", "fields": [], "applicant": 3, "attachments": {}}',
    '{"service": "TRN", "fields": {"kind": {"a": 1}, "period_from": NaN, "remarks": 1e400}}',
    '{"service": "TRN", "applicant": {"kind": ["citizen"], "name": "\\ud800", "mobile": 791234567}}',
    '{"service": "TRN", "submission_key": "\\u0000", "fields": {"\\u0000": "\\ud800"}}',
    "[" * 100_000, '{"service": "LIC"}', '{"reference": "TRN-2026-000001-8"}',
)  # fmt: skip


@pytest.mark.clause("COM-01")
def test_whatever_arrives_is_kept_and_answered(office: Office) -> None:
    names = [f"{kind}-odd-{place}" for place in range(len(ODD)) for kind in ("submit", "withdraw")]
    for name in names:
        office.outside.drop(name, ODD[int(name.rpartition("-")[2])])
    assert office.work().faults == ()
    for name in names:
        answer = office.outside.answer_to(name)
        assert answer["accepted"] is False
        assert answer["errors"][0]["ar"]
    with office.database(WORKER).reading() as connection:
        states = list(connection.execute(select(inbox.c.state)).scalars())
    assert len(states) == len(names)
    assert set(states) == {"malformed", "refused"}


@pytest.mark.clause("TRN-05", "COM-01")
def test_an_applicant_corrects_postpones_and_withdraws_through_the_portal(office: Office) -> None:
    scene = office.submit(application()).rejected("rana").work()
    who = {"reference": scene.reference.lower(), "mobile": "00962791234567"}
    paper = {"slot": "certificate", "filename": "b.pdf", "content": pdf("better")}
    office.outside.drop("correct-1", {**who, "mobile": "0790000000", "attachments": [paper]})
    office.outside.drop("correct-2", {**who, "attachments": []})
    office.work()
    assert office.outside.answer_to("correct-1")["errors"][0]["code"] == "no_such_case"
    assert office.outside.answer_to("correct-2")["accepted"] is False
    office.outside.drop("correct-3", {**who, "attachments": [paper]})
    office.outside.drop("postpone-1", {**who, "period_from": "2026-12-20"})
    office.work()
    assert office.outside.answer_to("correct-3") == {
        "accepted": True, "reference": scene.reference, "state": "review",
    }  # fmt: skip
    assert office.outside.answer_to("postpone-1")["errors"][0]["code"] == "not_now"
    scene.begun().do("omar", "record_absent").work()
    office.outside.drop("postpone-2", {**who, "period_from": "2027-01-07"})
    office.work()
    assert office.outside.answer_to("postpone-2")["errors"][0]["field"] == "inputs.period_from"
    office.outside.drop("postpone-3", {**who, "period_from": "2027-01-06"})
    office.work()
    assert office.outside.answer_to("postpone-3")["state"] == "approved"
    office.outside.drop("later", {**who, "kind": "withdraw", "reason": "سفر"})
    office.work()
    assert office.outside.answer_to("later")["state"] == "withdrawn"
    assert scene.file.events[-1].note == "سفر"


@pytest.mark.clause("COM-01")
def test_an_item_that_names_its_own_kind_is_taken(embedded_office: Office) -> None:
    embedded_office.outside.drop("anything", {"kind": "submit", **application()})
    embedded_office.work()
    assert embedded_office.outside.answer_to("anything")["accepted"] is True


@pytest.mark.clause("COM-01")
def test_an_item_that_the_portal_has_forgotten_stops_nothing(
    embedded_office: Office, log_guard: LogGuard
) -> None:
    log_guard.expect("the portal takes no answer")
    embedded_office.outside.drop("submit-gone", application())
    with_answers_lost = embedded_office.outside.portal.answer
    embedded_office.outside.portal.answer = _lost  # type: ignore[method-assign]
    embedded_office.work()
    (embedded_office.outside.folder / "portal" / "inbox" / "submit-gone.json").unlink()
    embedded_office.outside.portal.answer = with_answers_lost  # type: ignore[method-assign]
    embedded_office.outside.drop("submit-next", application())
    assert embedded_office.work().faults == ()
    assert embedded_office.outside.answer_to("submit-next")["accepted"] is True
    assert embedded_office.work().total == 0


def _lost(item_id: str, result: object) -> None:
    raise Outage(Text("انقطع الجواب", "the answer was lost"))


@pytest.mark.clause("COM-01")
def test_names_of_any_length_are_taken_apart(embedded_office: Office) -> None:
    office = embedded_office
    names = [f"submit-{'n' * length}" for length in (40, 90, 180)]
    for name in names:
        office.outside.drop(name, application())
    assert office.work().faults == ()
    with office.database(WORKER).reading() as connection:
        assert len(connection.execute(select(cases.c.id)).all()) == len(names)
