"""The database judges conditions, facts and names exactly as the program does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from desktop.base.clock import amman_date
from desktop.base.text import search_form
from desktop.models.chain import chain_hash, microseconds
from desktop.models.queries.case_files import case_by_id, case_file
from desktop.models.queries.office import load_reference
from desktop.models.records.people import WORKER_LOGIN
from desktop.models.records.plan import canonical_json
from desktop.models.reference_numbers import case_reference
from desktop.models.tables.office import holiday
from desktop.workflows.calendar import Rule, Unit, WorkingCalendar
from desktop.workflows.conditions import (
    ALWAYS,
    NEVER,
    All,
    Any,
    AtLeast,
    Condition,
    Done,
    Holds,
    Is,
    Not,
    NotPast,
)
from desktop.workflows.facts import FRAME_FACTS, case_facts
from desktop.workflows.registry import load
from desktop.workflows.wording import rendered
from tests.models.databases import CentralDatabase
from tests.models.play import MORNING, CentralDesk, Play, pdf, permit, seat, task, training

pytestmark = pytest.mark.postgres

MANY = settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = st.sampled_from(["kind", "category", "paid", "day", "missing", "host_decides"])
ACTIONS = st.sampled_from(["postpone", "receive_paper", "submit"])
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(date.isoformat)
VALUES = st.one_of(
    st.sampled_from(["training", "facilitation", "", "True", "true", "5", "عمّان"]),
    st.booleans(), st.integers(-5, 5), st.none(), DAYS,
)  # fmt: skip
LEAVES = st.one_of(
    st.just(ALWAYS),
    st.just(NEVER),
    st.builds(Is, NAMES, st.lists(st.sampled_from(["training", "True", "5", "", "2026-11-22"])).map(tuple)),
    st.builds(Holds, NAMES),
    st.builds(Done, ACTIONS, st.integers(1, 3)),
    st.builds(NotPast, NAMES),
    st.builds(AtLeast, NAMES, NAMES),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.builds(All, st.lists(parts, max_size=3).map(tuple)),
        st.builds(Any, st.lists(parts, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries(
    {"today": DAYS},
    optional={
        "kind": VALUES, "category": VALUES, "paid": VALUES, "day": DAYS, "host_decides": VALUES,
        "done:postpone": st.integers(0, 3), "done:receive_paper": st.integers(0, 3),
    },
)  # fmt: skip
# Everything that PostgreSQL can hold: no NUL, no half of a pair.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\x00"))
SCALARS = st.one_of(TEXTS, st.integers(-(10**12), 10**12), st.booleans(), st.none())
DOCUMENTS = st.recursive(
    SCALARS,
    lambda parts: st.one_of(st.lists(parts, max_size=4), st.dictionaries(TEXTS, parts, max_size=4)),
    max_leaves=8,
)
ARABIC = st.text(st.sampled_from("عبد الله أإآٱىئةؤًٌَُِّْٰـ٠٩ a Zİ-.1عبدالرحمن"), max_size=30)


@pytest.fixture
def server(central: CentralDatabase) -> Iterator[Connection]:
    with central.connected() as connection:
        yield connection


@given(CONDITIONS, FACTS)
@MANY
def test_conditions_hold_alike(server: Connection, condition: Condition, facts: dict[str, object]) -> None:
    found = server.execute(
        text("SELECT app.holds(CAST(:condition AS jsonb), CAST(:facts AS jsonb))"),
        {"condition": canonical_json(condition.as_json()), "facts": canonical_json(facts)},
    ).scalar_one()
    assert found is condition.holds(facts)


def test_an_unknown_condition_is_an_error(server: Connection) -> None:
    with pytest.raises(Exception, match="case not found"):
        server.execute(text("""SELECT app.holds('{"op": "sometimes"}', '{}')"""))


@given(st.one_of(TEXTS, ARABIC))
@MANY
def test_names_are_searched_alike(server: Connection, name: str) -> None:
    found = server.execute(text("SELECT app.search_form(:name)"), {"name": name}).scalar_one()
    assert found == search_form(name)


@given(DOCUMENTS)
@MANY
def test_json_has_one_form(server: Connection, value: object) -> None:
    written = canonical_json(value)
    found = server.execute(
        text("SELECT app.canonical(CAST(:value AS jsonb))"), {"value": json.dumps(value)}
    ).scalar_one()
    assert found == written


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=4))
@MANY
@pytest.mark.clause("COM-07")
def test_hashes_are_alike(server: Connection, previous: str, parts: list[str]) -> None:
    found = server.execute(
        text("SELECT app.chain_hash(:previous, VARIADIC CAST(:parts AS text[]))"),
        {"previous": previous, "parts": parts},
    ).scalar_one()
    assert found == chain_hash(previous, parts)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
@MANY
def test_moments_are_alike(server: Connection, at: datetime) -> None:
    row = server.execute(text("SELECT app.microseconds(:at), app.amman_day(:at)"), {"at": at}).one()
    assert row[0] == microseconds(at)
    # Before 2022 the zone tables of the two may be of different years.
    if at.year >= 2023:
        assert row[1] == amman_date(at)


@given(st.integers(2000, 2100), st.integers(1, 999999))
@MANY
@pytest.mark.clause("COM-02")
def test_references_are_alike(server: Connection, year: int, number: int) -> None:
    found = server.execute(
        text("SELECT app.case_reference('TRN', :year, :number)"), {"year": year, "number": number}
    ).scalar_one()
    assert found == case_reference("TRN", year, number)


@given(
    st.sampled_from(list(Unit)),
    st.integers(0, 12),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
)
@MANY
@pytest.mark.clause("COM-05")
def test_windows_end_alike(server: Connection, unit: Unit, amount: int, day: date, anchor: datetime) -> None:
    free = {date(2026, 5, 25), date(2026, 12, 25), date(2026, 12, 27), date(2027, 1, 3)}
    server.execute(holiday.delete())
    server.execute(
        holiday.insert(), [{"day": d, "name_ar": "عطلة", "name_en": "Holiday", "circular": ""} for d in free]
    )
    found = server.execute(
        text("SELECT app.due_at(:unit, :amount, :day, :anchor)"),
        {"unit": unit.value, "amount": amount, "day": day, "anchor": anchor},
    ).scalar_one()
    assert found == WorkingCalendar.of(free).due_at(Rule(unit, amount, day), anchor)
    server.execute(holiday.delete())


@pytest.mark.parametrize("wording", ["", "نص", "{a}", "{a}{b} {a}", "{{a}} {b}", "}} {a} {{"])
def test_wordings_are_filled_alike(server: Connection, wording: str) -> None:
    values = {"a": "{b}", "b": "قيمة"}
    found = server.execute(
        text("SELECT app.rendered(:wording, CAST(:values AS jsonb))"),
        {"wording": wording, "values": json.dumps(values)},
    ).scalar_one()
    assert found == rendered(wording, values)


_OUTSIDE = """
INSERT INTO app.outside_body (code, name_ar, name_en, stage, answer_days, active)
VALUES ('health', 'الصحة', 'Health', 1, 5, true), ('tourism', 'السياحة', 'Tourism', 1, 5, true);
INSERT INTO app.outside_approval (case_id, event_number, body, state, asked_at, due_at)
VALUES (:case, 1, 'health', 'asked', now(), '2099-01-01'),
       (:case, 1, 'tourism', 'asked', now(), '2020-01-01');
UPDATE app.outside_approval SET state = 'granted' WHERE case_id = :case AND body = 'tourism';
INSERT INTO app.payment_request (case_id, event_number, fee_code, amount, claim, message_key, message_params,
                                 idempotency_key, state, requested_at, next_at)
VALUES (:case, 1, '', 7, 'T-1', 'claim', '{}', 'claim-1', 'new', now(), now());
UPDATE app.payment_request SET state = 'cancelled' WHERE case_id = :case AND claim = 'T-1'
"""


LEAN = """
SELECT a.action, app.conditions_of(a.outcomes), app.facts_for(c, d, app.conditions_of(a.outcomes))
  FROM app.cases c
  JOIN app.service_definition d ON d.service = c.service AND d.version = c.definition_version
 CROSS JOIN LATERAL (SELECT w.action, app.outcomes_of(c, w.action) AS outcomes FROM app.workflow_action w
                      WHERE (w.service, w.version, w.from_state) = (c.service, c.definition_version, c.state)
                      GROUP BY w.action) AS a
 WHERE c.id = :id
"""


def _named(fact: str, read_by: str) -> bool:
    if fact.startswith("done:"):
        return f'"action":"{fact.removeprefix("done:")}","op":"done"' in read_by
    return f'"name":"{fact}"' in read_by or f'"than":"{fact}"' in read_by


def test_facts_of_cases_are_alike(central: CentralDatabase) -> None:
    play = Play(CentralDesk(central))
    seen: set[str] = set()

    def compare() -> None:
        with central.connected() as connection:
            case = case_by_id(connection, play.case_id)
            assert case is not None
            reference = load_reference(connection, play.now, amman_date(play.now))
            expected = case_facts(load()[case.service], case_file(connection, case), reference, play.now)
            found = connection.execute(
                text("SELECT app.case_facts(c) FROM app.cases c WHERE c.id = :id"), {"id": play.case_id}
            ).scalar_one()
            lean = connection.execute(text(LEAN), {"id": play.case_id}).all()
        assert found == expected
        seen.update(name for name in FRAME_FACTS if expected[name] is True)
        assert lean
        # A step reads only what its own conditions name: all of that, and nothing that is not so.
        for action, read_by, facts in lean:
            assert facts.items() <= found.items(), action
            assert {name for name in found if _named(name, read_by)} <= facts.keys(), action

    play.open(training())
    compare()
    play.judge("clerk.hr", "rejected", reason_code="unclear")
    compare()
    play.judge("clerk.hr")
    compare()
    play.do("clerk.hr", "refer")
    play.do("clerk.gis", "agree")
    play.issue_payment("660001")
    compare()
    with central.connected() as connection:
        connection.execute(text("UPDATE app.payment_request SET state = 'settled' WHERE number = '660001'"))
    compare()
    play.open(task(), key="facts-2")
    play.judge("clerk.hr", "rejected", reason_code="unclear")
    play.do("clerk.hr", "request_correction")
    compare()
    play.attach("clerk.hr", pdf("certificate", "two"), pdf("other"))
    compare()
    for key, done in (("facts-3", True), ("facts-4", False)):
        play.open(permit(), key=key, service="CTR", login="clerk.ctr")
        compare()
        if done:
            play.do("clerk.ctr", "renew", renewed_until="2027-12-31")
            play.do(WORKER_LOGIN, "confirmed", contractor_name="شركة", permit_standing="valid")
    offering = play.occasion(
        "clerk.ks", "plan", kind="course", department="ks", subject="ks-paid-level",
        starts_at="2026-12-06T10:00:00+03:00", minimum=1, maximum=1,
    )  # fmt: skip
    for key in ("facts-5", "facts-6"):
        play.open(seat(offering), key=key, service="CRS", login="clerk.ks")
        compare()
    play.open(seat(offering), key="facts-7", service="CRS", login="clerk.ks", identity="9990000001")
    play.case_id -= 2
    play.do("clerk.ks", "level_result", score=60)
    compare()
    play.issue_payment("660002")
    play.pay("35.000", "660002", "facts")
    play.do(WORKER_LOGIN, "payment_received")
    compare()
    play.at(6, 10, month=12)
    compare()
    play.occasion("clerk.ks", "hold", offering)
    compare()
    again = play.occasion(
        "clerk.ks", "plan", kind="course", department="ks", subject="ks-free-level",
        starts_at="2026-12-20T10:00:00+03:00", minimum=1, maximum=1,
    )  # fmt: skip
    play.open(
        seat(again, "ks-free-level"), key="facts-8", service="CRS", login="clerk.ks", identity="9990000002"
    )
    play.do("clerk.ks", "level_result", score=1)
    compare()
    # What bodies outside owe and what is claimed, of any case: two asked, one of them late; then one left.
    for statement in _OUTSIDE.split(";\n"):
        with central.connected() as connection:
            connection.execute(text(statement), {"case": play.case_id} if ":case" in statement else {})
        compare()
    yes_no = FRAME_FACTS - {"applicant_kind", "today", "place_attendance", "place_result", "level_pass_mark"}
    assert seen == yes_no, "a fact was never true, so it was not compared"


def test_the_time_of_the_tests_moves(central: CentralDatabase) -> None:
    central.set_time(MORNING + timedelta(days=400))
    with central.connected() as connection:
        assert connection.execute(text("SELECT app.today()")).scalar_one() == date(2027, 12, 27)
