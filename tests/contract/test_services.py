"""What holds of every service in the registry, whatever it is about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache

import pytest
from jsonschema import Draft202012Validator

from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.models.records.case import CaseFile
from desktop.models.records.people import Actor, Grant, Job
from desktop.models.records.reference import Reference
from desktop.workflows import engine, facts, keeper
from desktop.workflows.checking import faults
from desktop.workflows.conditions import ALWAYS, Is, Not, both
from desktop.workflows.definition import SAME_STATE, Action, Handler, ServiceDefinition, State, Trigger
from desktop.workflows.engine import decide, offers
from desktop.workflows.fields import Field, FieldKind
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from desktop.workflows.schema import application_schema
from desktop.workflows.sync import synced
from desktop.workflows.wording import placeholders, rendered, sms_parts
from tests.contract.solving import Way, filled, solution, waits_on_nobody, ways
from tests.workflows.builders import NOW, REFERENCE, situation

SERVICES = tuple(load().values())
KEEPER = DefinitionKeeper(load())
ELSEWHERE = "finance"
EVERY_STATE = [(service, state) for service in SERVICES for state in service.states]
EVERY_ACTION = [(service, action) for service in SERVICES for action in service.actions]
MAX_PARTS = 4

_ARABIC, _LATIN = re.compile(r"[ء-ي]"), re.compile(r"[A-Za-z]")


def _name(value: object) -> str | None:
    return getattr(value, "key", None) or getattr(value, "code", None)


@pytest.fixture(autouse=True)
def laid_over(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Facts that the engine and the judge find besides those of the case itself."""
    over: dict[str, object] = {}

    def with_more(
        service: ServiceDefinition, file: CaseFile, reference: Reference, now: object
    ) -> dict[str, object]:
        return {**facts.case_facts(service, file, reference, NOW), **over}

    monkeypatch.setattr(engine, "case_facts", with_more)
    monkeypatch.setattr(keeper, "case_facts", with_more)
    return over


def people(service: ServiceDefinition, action: Action, file: CaseFile) -> Iterator[tuple[Actor, bool]]:
    """Everybody, and whether the definition lets them do ``action`` on ``file``."""
    case = file.case
    handling = {case.department}
    if action.shared:
        handling |= {case.owner_department, case.host_department} - {""}
    departments = {case.owner_department, case.host_department, case.department, ELSEWHERE} - {""}
    yield Actor("x", "X"), False
    for authorities in (frozenset[str](), frozenset({action.authority} - {""})):
        for department in sorted(departments):
            for job in Job:
                does = {job, Job.CLERK} if job is Job.SUPERVISOR else {job}
                # The worker acts for every department.
                there = department in handling or job is Job.WORKER
                may = there and bool(does & set(action.by)) and {action.authority} - {""} <= authorities
                yield Actor("x", "X", (Grant(department, job),), authorities), may


def done(way: Way, actor: Actor) -> str:
    """The state that the action leads to, decided by the engine and allowed by the judge."""
    plan = decide(situation(way.file, actor, service=way.service), way.action.key, way.inputs)
    # Rows that belong to one person or another are the keeper's own tests.
    allowed = KEEPER.check_step(way.file, REFERENCE, actor, NOW, plan)
    assert allowed.closing == (way.service.state(plan.to_state).closing or "")
    return plan.to_state


@cache
def ways_of(service: str, action: str, state: str) -> tuple[Way, ...]:
    definition = load()[service]
    return tuple(ways(definition, definition.action(action), state))


def reached(way: Way) -> str:
    return way.file.case.state if way.outcome.to == SAME_STATE else way.outcome.to


@pytest.mark.clause("COM-10", "COM-16")
@pytest.mark.parametrize(("service", "state"), EVERY_STATE, ids=_name)
def test_each_action_is_done_by_whom_the_definition_names_and_nobody_else(
    service: ServiceDefinition, state: State, laid_over: dict[str, object]
) -> None:
    allowed = 0
    for action in service.actions:
        if state.key not in service.sources_of(action):
            continue
        for way in ways_of(service.code, action.key, state.key):
            laid_over.clear()
            laid_over.update(way.facts)
            for actor, may in people(service, action, way.file):
                listed = {offer.action.key for offer in offers(situation(way.file, actor, service=service))}
                assert (action.key in listed) is (may and action.trigger is Trigger.PERSON), (
                    action.key,
                    actor,
                )
                if not may:
                    with pytest.raises(Refusal) as caught:
                        done(way, actor)
                    assert caught.value.code in ("not_allowed", "no_authority")
                elif action.key != "attach":
                    assert done(way, actor) == reached(way), (action.key, actor)
                    allowed += 1
    assert allowed, "nothing can be done here"


@pytest.mark.clause("COM-10")
@pytest.mark.parametrize(("service", "state"), EVERY_STATE, ids=_name)
def test_every_other_action_is_refused_to_everybody(service: ServiceDefinition, state: State) -> None:
    own = {action.key for action in service.actions_in(state.key)}
    tried = 0
    for action in service.actions:
        if action.key in own:
            continue
        at_home = ways_of(service.code, action.key, service.sources_of(action)[0])[0]
        case = replace(at_home.file.case, state=state.key)
        way = replace(at_home, file=replace(at_home.file, case=case))
        for actor, _ in people(service, action, way.file):
            with pytest.raises(Refusal) as caught:
                done(way, actor)
            assert caught.value.code == "not_allowed"
            assert action.key not in {
                o.action.key for o in offers(situation(way.file, actor, service=service))
            }
            tried += 1
    assert tried


@pytest.mark.parametrize(("service", "action"), EVERY_ACTION, ids=_name)
def test_every_outcome_of_every_action_can_be_reached(service: ServiceDefinition, action: Action) -> None:
    for state in service.sources_of(action):
        found = ways_of(service.code, action.key, state)
        assert [way.outcome for way in found] == list(action.outcomes), state


@pytest.mark.parametrize(("service", "action"), EVERY_ACTION, ids=_name)
def test_an_action_waits_for_each_of_its_requirements(
    service: ServiceDefinition, action: Action, laid_over: dict[str, object]
) -> None:
    for requirement in action.requires:
        lacking = replace(
            action,
            shown=both(action.shown, Not(requirement.condition)),
            requires=tuple(r for r in action.requires if r is not requirement),
        )
        way = replace(next(iter(ways(service, lacking, service.sources_of(action)[0]))), action=action)
        laid_over.clear()
        laid_over.update(way.facts)
        entitled = next(actor for actor, may in people(service, action, way.file) if may)
        with pytest.raises(Refusal) as caught:
            done(way, entitled)
        assert caught.value.text == requirement.text


@pytest.mark.parametrize("service", SERVICES, ids=_name)
def test_a_closed_case_is_only_looked_after(service: ServiceDefinition) -> None:
    for state in service.states:
        if state.is_end:
            for action in service.actions_in(state.key):
                assert all(o.to == SAME_STATE for o in action.outcomes), (state.key, action.key)
    assert any(waits_on_nobody(service, state.key) for state in service.states)


@pytest.mark.parametrize("service", SERVICES, ids=_name)
def test_an_action_of_the_portals_is_the_workers_too(service: ServiceDefinition) -> None:
    for action in service.actions:
        assert not action.portal or Job.WORKER in action.by, action.key


@pytest.mark.parametrize("service", SERVICES, ids=_name)
def test_the_definition_is_sound(service: ServiceDefinition) -> None:
    assert faults(service) == []


@pytest.mark.clause("COM-06")
@pytest.mark.parametrize("service", SERVICES, ids=_name)
def test_it_promises_a_time(service: ServiceDefinition) -> None:
    soonest, latest = service.target_days
    assert 0 < soonest <= latest


def labels(value: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """Every ``Text`` in a definition, and where it stands."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, tuple):
        for item in value:
            yield from labels(item, f"{path}/{_name(item) or ''}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from labels(getattr(value, field.name), f"{path}.{field.name}")


@pytest.mark.parametrize("service", SERVICES, ids=_name)
def test_every_label_is_in_both_languages(service: ServiceDefinition) -> None:
    found = dict(labels(service))
    assert len(found) > 50
    for path, text in found.items():
        assert _ARABIC.search(text.ar), path
        assert not _LATIN.search(text.ar), f"{path}: {text.ar}"
        assert _LATIN.search(text.en), path
        assert not _ARABIC.search(text.en), f"{path}: {text.en}"
        assert text.ar == text.ar.strip(), path
        assert text.en == text.en.strip(), path


@pytest.mark.clause("COM-03")
@pytest.mark.parametrize(
    ("service", "message"), [(s, m.key) for s in SERVICES for m in s.messages], ids=_name
)
def test_every_message_is_arabic_and_short(service: ServiceDefinition, message: str) -> None:
    wording = next(m.wording for m in service.messages if m.key == message)
    names = placeholders(wording)
    assert _ARABIC.search(wording)
    assert not _LATIN.search(rendered(wording, dict.fromkeys(names, "")))
    assert "{reference}" in wording, "the applicant cannot tell which application is meant"
    text = rendered(wording, {name: sample(service, name) for name in names})
    assert sms_parts(text) <= MAX_PARTS, f"{sms_parts(text)} parts: {text}"


SAMPLES = {
    "reference": "TRN-2026-000123-7",
    "applicant_name": "أحمد محمود علي الخطيب",
    "amount": "1,200.000",
    "payment_number": "1234567890",
    "days": "3",
    "rejected": "صورة عن الشهادة (بكالوريوس، دبلوم، توجيهي) (الصورة غير واضحة)",
    "reasons": "لا يوجد شاغر في الفترة المطلوبة",
    "percent_kept": "25",
    "contact": "رنا الخطيب 065359970",
    "occasion_subject": "الجداول الإلكترونية المتقدمة",
    "occasion_date": "06/12/2026",
    "occasion_time": "10:00",
    "occasion_place": "المحطة المعرفية، قاعة 3",
    "occasion_hours": "20",
    "occasion_fee": "35.000",
    "occasion_evaluation_link": "https://ks.ammancity.gov.jo/e/1234",
    "level_name": "امتحان مستوى الجداول",
    "level_link": "https://ks.ammancity.gov.jo/l/1234",
    "level_pass_mark": "60",
    "level_from": "06/12/2026",
    "asked_bodies": "وزارة الصحة، الدفاع المدني",
    "late_bodies": "وزارة الصحة",
    "claims": "مسقفات 2024: 120.000",
}


def sample(service: ServiceDefinition, name: str) -> str:
    """A value of usual length for a placeholder."""
    if name == "service":
        return service.label.ar
    field = next((f for f in service.fields if f.key == name), None)
    if field is not None:
        return "06/12/2026" if field.kind is FieldKind.DATE else "نص من بضع كلمات"
    return SAMPLES.get(name, "نص من بضع كلمات")


def all_fields(service: ServiceDefinition) -> Iterator[tuple[str, Field]]:
    yield from (("application", field) for field in service.fields)
    for action in service.actions:
        yield from ((action.key, field) for field in action.inputs)


@pytest.mark.parametrize("service", SERVICES, ids=_name)
def test_every_choice_has_its_choices(service: ServiceDefinition) -> None:
    for form, field in all_fields(service):
        if field.kind is FieldKind.CHOICE:
            assert bool(field.choices) != (field.source is not None), f"{form}: {field.key}"
            values = [choice.value for choice in field.choices]
            assert len(values) == len(set(values)), f"{form}: {field.key}"
            assert len({c.label.ar for c in field.choices}) == len(values), f"{form}: {field.key}"
        else:
            assert not field.choices, f"{form}: {field.key}"


@pytest.mark.parametrize("service", SERVICES, ids=_name)
def test_conditions_on_a_choice_name_values_that_can_be_chosen(service: ServiceDefinition) -> None:
    by_key = {field.key: field for field in service.fields}
    for text in re.findall(r"Is\(name='(\w+)', values=\(([^)]*)\)", repr(service)):
        field = by_key.get(text[0])
        if field is not None and field.choices:
            chosen = set(re.findall(r"'([^']*)'", text[1]))
            assert chosen <= {choice.value for choice in field.choices}, text[0]


@pytest.mark.clause("COM-01")
@pytest.mark.parametrize("service", SERVICES, ids=_name)
def test_the_portals_schema_describes_every_field(service: ServiceDefinition) -> None:
    schema = json.loads(json.dumps(application_schema(service, REFERENCE)))
    Draft202012Validator.check_schema(schema)
    described = schema["properties"]["fields"]["properties"]
    assert set(described) == {field.key for field in service.fields if not field.filled}


@pytest.mark.parametrize("service", SERVICES, ids=_name)
def test_the_synced_rows_are_the_definition(service: ServiceDefinition) -> None:
    rows = synced(service)
    assert {row.state for row in rows.states} == {state.key for state in service.states}
    listed = {(row.action, row.from_state, row.position, row.to_state) for row in rows.actions}
    assert listed == {
        (action.key, source, position, source if outcome.to == SAME_STATE else outcome.to)
        for action in service.actions
        for source in service.sources_of(action)
        for position, outcome in enumerate(action.outcomes)
    }
    assert rows.digest == synced(service).digest
    for changed in (
        replace(service, version=service.version + 1),
        replace(service, department="elsewhere"),
        replace(service, actions=service.actions[1:]),
        replace(service, states=(_turned(service.states[0]), *service.states[1:])),
    ):
        assert synced(changed).digest != rows.digest
    # A municipality's own wording is no change of the rules.
    reworded = tuple(replace(message, wording="نص") for message in service.messages)
    assert synced(replace(service, messages=reworded)).digest == rows.digest


def _turned(state: State) -> State:
    return replace(state, uploads=not state.uploads)


def test_a_host_that_must_act_can_be_found() -> None:
    for service in SERVICES:
        if any(state.handler is Handler.HOST for state in service.states):
            host = next(field for field in service.fields if field.key == service.host_field)
            assert (host.required, host.shown) == (ALWAYS, ALWAYS)


def test_the_solver_finds_what_there_is_and_nothing_else() -> None:
    facts_found = solution(both(Is("a", ("1", "2")), Not(Is("a", ("2",)))))
    assert facts_found is not None
    assert facts_found["a"] == "1"
    assert solution(both(Is("a", ("1",)), Is("a", ("2",)))) is None


def test_forms_are_filled_with_what_is_asked() -> None:
    for service in SERVICES:
        values: Mapping[str, object] = filled(service.fields)
        assert {f.key for f in service.fields if f.shown is ALWAYS} <= values.keys()
