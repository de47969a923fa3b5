"""The database judges what forms ask for, words messages and counts targets exactly as the program does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.base.text import Text, cleaned
from desktop.models.queries.case_files import case_by_id, case_file
from desktop.models.queries.office import load_reference
from desktop.models.records.people import WORKER_LOGIN
from desktop.models.records.plan import canonical_json
from desktop.models.records.reference import Reference
from desktop.models.tables.office import holiday, setting
from desktop.workflows.calendar import WorkingCalendar, add_months
from desktop.workflows.conditions import ALWAYS, NEVER, is_
from desktop.workflows.definition import Action
from desktop.workflows.fields import Choice, Field, FieldKind, Source
from desktop.workflows.form_rules import field_rule, require_inputs
from desktop.workflows.registry import load
from desktop.workflows.service_clock import due_at, target_due_at
from desktop.workflows.wording import message_params
from tests.models.attempts import refused_step
from tests.models.databases import CentralDatabase
from tests.models.play import MORNING, CentralDesk, Play, pdf, task, training

pytestmark = pytest.mark.postgres

MANY = settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
LABEL = Text("حقل", "Field")
KINDS = Action(
    "every_kind", LABEL, (), (),
    inputs=(
        Field("line", LABEL, max_length=12, required=NEVER),
        Field("long", LABEL, FieldKind.LONG_TEXT, max_length=20, required=NEVER),
        Field("choice", LABEL, FieldKind.CHOICE, choices=(Choice("a", LABEL), Choice("b", LABEL))),
        Field("host", LABEL, FieldKind.CHOICE, source=Source.HOSTING_DEPARTMENTS, required=NEVER),
        Field("course", LABEL, FieldKind.CHOICE, source=Source.COURSES, source_of="host",
              shown=is_("choice", "a"), required=is_("host", "gis")),
        Field("reject", LABEL, FieldKind.CHOICE, source=Source.REJECT_REASONS, required=NEVER),
        Field("refuse", LABEL, FieldKind.CHOICE, source=Source.REFUSE_REASONS, required=NEVER),
        Field("first", LABEL, FieldKind.DATE, from_today=True, required=is_("choice", "b")),
        Field("last", LABEL, FieldKind.DATE, after="first", required=NEVER),
        Field("moved", LABEL, FieldKind.DATE, within_months=1, within_of="first", required=NEVER),
        Field("mobile", LABEL, FieldKind.MOBILE, required=NEVER),
        Field("number", LABEL, FieldKind.NUMBER, required=NEVER),
        Field("money", LABEL, FieldKind.MONEY, required=NEVER),
        Field("yes", LABEL, FieldKind.YES_NO, required=NEVER, shown=ALWAYS),
        Field("score", LABEL, FieldKind.SCORE, source_of="course", required=NEVER),
        Field("level", LABEL, FieldKind.SCORE, source=Source.LEVELS, source_of="course", required=NEVER),
    ),
)  # fmt: skip
REQUIRE = "SELECT app.require_fields(CAST(:r AS jsonb), CAST(:g AS jsonb), '{}', CAST(:s AS jsonb), '')"
SAID = "SELECT app.message_values(c, 'correction', :w, CAST(:i AS jsonb)) FROM app.cases c WHERE id = :id"
WORDS = st.text(st.sampled_from("ab عمّانé1 \n\t\u200f\u00a0\u202e\ue000\x01"), max_size=22)
DAYS = st.dates(date(2026, 11, 15), date(2027, 1, 5)).map(date.isoformat)
ODD: st.SearchStrategy[object] = st.sampled_from(
    ["", " ", "2026-02-30", "24/11/2026", "2026-1-1", "1850-01-01", "+962791234567", "0791234567", "45.500",
     "45.5", "045.500", "-1.000", True, False, 0, 7, -7, 10**12, 1.5, None, [], {}],
)  # fmt: skip
GOOD = {
    "line": st.sampled_from(["a", "عمّان 1"]),
    "long": st.sampled_from(["سطر\nثان", "a\n\nb", "x"]),
    "choice": st.sampled_from(["a", "b"]),
    "host": st.sampled_from(["gis", "parks", "nowhere"]),
    "course": st.just("gis-basic"),
    "reject": st.sampled_from(["unclear", "other", "old", "full"]),
    "refuse": st.sampled_from(["full", "unclear"]),
    "first": DAYS, "last": DAYS, "moved": DAYS,
    "mobile": st.just("+962791234567"),
    "number": st.integers(0, 10**12 - 1),
    "money": st.sampled_from(["45.500", "0.001", "999999999.000"]),
    "yes": st.booleans(),
    "score": st.sampled_from(["0", "85", "85.5", "100", "7.05", "101", "85.50", "085", "absent", "0.0"]),
    "level": st.integers(-1, 101),
}  # fmt: skip
VALUES = st.fixed_dictionaries(
    {},
    optional={key: st.one_of(good, good, good, WORDS, ODD) for key, good in GOOD.items()}
    | {"extra": st.just("x")},
)


@pytest.fixture
def server(central: CentralDatabase) -> Iterator[Connection]:
    with central.connected() as connection:
        yield connection


def _reference(connection: Connection) -> Reference:
    return load_reference(connection, MORNING, amman_date(MORNING))


def server_refuses(
    connection: Connection, action: Action, values: Mapping[str, object], stored: object
) -> bool:
    rules = json.dumps([field_rule(field) for field in action.inputs])
    code = ""
    try:
        with connection.begin_nested():
            connection.execute(
                text(REQUIRE),
                {"r": rules, "g": json.dumps(values), "s": json.dumps(stored)},
            )
    except DBAPIError as error:
        code = getattr(error.orig, "sqlstate", "?")
    assert code in ("", "DWINV")
    return code == "DWINV"


def program_refuses(
    action: Action, values: Mapping[str, object], stored: Mapping[str, object], reference: Reference
) -> bool:
    try:
        require_inputs(action, values, {}, reference, amman_date(MORNING), stored)
    except Refusal:
        return True
    return False


@given(VALUES, st.sampled_from([{}, {"first": "2026-11-30"}, {"first": "2026-12-31"}]))
@MANY
@pytest.mark.clause("COM-01")
def test_forms_are_judged_alike(
    server: Connection, values: dict[str, object], stored: dict[str, object]
) -> None:
    reference = _reference(server)
    assert server_refuses(server, KINDS, values, stored) is program_refuses(KINDS, values, stored, reference)


RIGHT = st.fixed_dictionaries(
    {"choice": st.just("b"), "first": DAYS},
    optional={k: v for k, v in GOOD.items() if k not in ("choice", "first", "course")},
)


@given(RIGHT)
@MANY
def test_good_forms_are_judged_alike(server: Connection, values: dict[str, object]) -> None:
    reference = _reference(server)
    stored = {"first": "2026-11-30"}
    assert server_refuses(server, KINDS, values, stored) is program_refuses(KINDS, values, stored, reference)


@given(st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\x00"), max_size=12))
@MANY
def test_a_clean_line_is_the_same_thing(server: Connection, value: str) -> None:
    found = server.execute(text("SELECT app.is_clean(:value)"), {"value": value}).scalar_one()
    assert found is (value != "" and cleaned(value) == value)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 30))
@MANY
def test_months_are_added_alike(server: Connection, day: date, amount: int) -> None:
    found = server.execute(text("SELECT app.months_after(:day, :amount)"), {"day": day, "amount": amount})
    assert found.scalar_one() == add_months(day, amount)


@given(st.dates(date(2026, 1, 1), date(2027, 6, 30)), st.integers(0, 40), st.integers(0, 60))
@MANY
@pytest.mark.clause("COM-05")
def test_working_days_are_counted_alike(server: Connection, day: date, amount: int, days: int) -> None:
    free = [date(2026, 5, d) for d in range(24, 32)] + [date(2026, 12, 25), date(2027, 1, 3)]
    server.execute(holiday.delete())
    server.execute(
        holiday.insert(), [{"day": d, "name_ar": "عطلة", "name_en": "Holiday", "circular": ""} for d in free]
    )
    row = server.execute(
        text("SELECT app.end_of_working_day(:day, :amount), app.working_days_between(:day, :day + :days)"),
        {"day": day, "amount": amount, "days": days},
    ).one()
    calendar = WorkingCalendar.of(free)
    assert amman_date(row[0]) == calendar.add_working_days(day, amount)
    assert row[1] == calendar.working_days_between(day, date.fromordinal(day.toordinal() + days))
    server.execute(holiday.delete())


@pytest.mark.clause("COM-06", "TRN-17")
def test_targets_end_alike(central: CentralDatabase) -> None:
    """In every state that a case of a correction passes, days later each time."""
    play = Play(CentralDesk(central))
    service = load()["TRN"]

    def compare() -> None:
        with central.connected() as connection:
            case = case_by_id(connection, play.case_id)
            assert case is not None
            events = case_file(connection, case).events
            for state in service.states:
                target = target_due_at(service, events, state.key, play.now, WorkingCalendar())
                due = due_at(service, events, state.key, play.now, WorkingCalendar())
                found = connection.execute(
                    text(
                        "SELECT t.target, app.staff_due_at(t.form, :id, :state, :at, t.target)"
                        " FROM (SELECT f.form, app.target_due_at(f.form, :id, :state, :at) AS target"
                        " FROM (SELECT CAST(form AS jsonb) AS form FROM app.service_definition"
                        " WHERE service = 'TRN') AS f) AS t"
                    ),
                    {"id": play.case_id, "state": state.key, "at": play.now},
                ).one()
                assert found[0] == target, state.key
                assert found[1] == (due or datetime(9999, 12, 31, tzinfo=UTC)), state.key

    play.open(training(period_from="2026-12-20", period_to="2026-12-30"), key="targets")
    compare()
    play.later(days=2)
    play.judge("clerk.hr", "rejected", reason_code="unclear")
    play.do("clerk.hr", "request_correction")
    play.later(days=1)
    compare()
    play.attach("clerk.hr", pdf("certificate", "two"))
    play.do(WORKER_LOGIN, "resubmit")
    play.later(days=4)
    compare()
    play.judge("clerk.hr")
    play.do("clerk.hr", "refer")
    play.later(days=3)
    compare()


@pytest.mark.clause("COM-03")
def test_messages_say_the_same(central: CentralDatabase) -> None:
    """Every value that a wording may ask for, of a case with a rejected document."""
    play = Play(CentralDesk(central))
    play.open(training(), key="words")
    play.judge("clerk.hr", "rejected", reason_code="unclear", remark="الصفحة الثانية")
    service = load()["TRN"]
    names = ["days", "percent_kept", "rejected", "reasons", "service", "contact", "typed"]
    wording = "".join(f"{{{n}}}" for n in [*names, *(f.key for f in service.fields)])
    inputs = {"reason_code": "full", "grounds": "لا مكان", "typed": "نص"}
    with central.connected() as connection:
        changed = {"name": "trn.correction_days", "value": "9", "valid_from": date(2026, 1, 1)}
        connection.execute(setting.insert(), changed)
        case = case_by_id(connection, play.case_id)
        assert case is not None
        file = case_file(connection, case)
        reference = _reference(connection)
        reference = replace(reference, wordings={("TRN", "correction"): wording})
        expected = message_params(service, "correction", file, case.payload, inputs, reference)
        found = connection.execute(
            text(SAID),
            {"w": wording, "i": canonical_json(inputs), "id": play.case_id},
        ).scalar_one()
        connection.rollback()
    assert found == expected
    assert found["days"] == "9"
    assert found["rejected"].endswith("(غير واضح، الصفحة الثانية)")


class TestByHand:
    """What a clerk with ``psql`` may no longer choose."""

    @pytest.mark.clause("COM-03", "COM-06")
    def test_neither_the_words_of_a_message_nor_the_due_date(self, play: Play) -> None:
        plan = play.plan("clerk.hr", "refuse", reason_code="full")
        lies = tuple(replace(e, data={"params": {"reasons": "ادفع لي"}}) for e in plan.effects)
        never = datetime(2099, 1, 1, tzinfo=UTC)
        play.carry_out(
            "clerk.hr", replace(plan, effects=lies, note="كذبة", target_due_at=never, due_at=never)
        )
        file = play.file("clerk.hr")
        assert "لا شواغر" in file.messages[-1].text
        assert file.events[-1].note == ""
        assert file.case.target_due_at != never

    @pytest.mark.clause("TRN-11")
    def test_a_postponement_is_at_most_a_month(self, central: CentralDatabase, play: Play) -> None:
        play.open(training(), key="postponed")
        play.judge("clerk.hr")
        play.do("clerk.hr", "refer")
        play.do("clerk.gis", "agree")
        with central.connected() as connection:
            connection.execute(
                text("UPDATE app.payment_request SET state = 'settled' WHERE case_id = :id"),
                {"id": play.case_id},
            )
        play.do(WORKER_LOGIN, "payment_received")
        play.pass_deadline()
        play.do("clerk.gis", "record_absent")
        plan = play.plan("clerk.hr", "postpone", period_from="2026-12-20")
        for day in ("2027-01-07", "2026-12-06", "2026-12-01", "2099-01-01", "soon", ""):
            assert refused_step(play, "clerk.hr", replace(plan, inputs={"period_from": day})) == "invalid", (
                day
            )
        assert refused_step(play, "clerk.hr", replace(plan, inputs={})) == "invalid"
        assert (
            refused_step(play, "clerk.hr", replace(plan, inputs={**plan.inputs, "period_to": "2026-12-31"}))
            == "invalid"
        )
        late = replace(plan, inputs={"period_from": "2027-01-06"})
        assert play.carry_out("clerk.hr", late).state == "approved"

    @pytest.mark.clause("TRN-18", "COM-12", "TRN-01")
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"applicant_kind": "business"}, "applicant_kind"),
            ({"applicant_kind": "resident", "identity_paper": "passport"}, "applicant_kind"),
            ({"identity": "999123456"}, "identity"),
            ({"identity_paper": "passport"}, "identity_paper"),
            ({"applicant_name": "\u202eabc"}, "applicant_name"),
            ({"applicant_name": "ع" * 121}, "applicant_name"),
            ({"applicant_name": "12345"}, "applicant_name"),
            ({"payload": task(period_from="2026-11-01")}, "fields.period_from"),
            ({"payload": task(period_to="2026-12-05")}, "fields.period_to"),
            ({"payload": task(kind="holiday")}, "fields.kind"),
            ({"payload": task(subject="x" * 201)}, "fields.subject"),
            ({"payload": task(nominee="student")}, "fields.nominee"),
            ({"payload": task(hosting_department="roads")}, "fields.hosting_department"),
            ({"payload": task(paid=True)}, "fields.paid"),
            ({"payload": {}}, "fields.kind"),
            ({"attachments": ()}, "attachments.certificate"),
            ({"attachments": (pdf("certificate"), pdf("certificate", "two"))}, "attachments.slot"),
            ({"attachments": (pdf("certificate"), pdf("official_letter"))}, "attachments.slot"),
        ],
    )
    def test_no_application_that_the_form_would_refuse(
        self, play: Play, change: dict[str, object], field: str
    ) -> None:
        plan = replace(play.opening(task()), **change)  # type: ignore[arg-type]
        with pytest.raises(Refusal) as caught, play.desk.connected("clerk.hr") as connection:
            play.desk.steps(connection, "clerk.hr").open_case(plan)
        assert (caught.value.code, caught.value.problems[0].field) == ("invalid", field)
