"""Conditions: what holds of which facts, and the form in which they travel to the database."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.workflows.conditions import (
    ALWAYS,
    NEVER,
    All,
    Any,
    Condition,
    Done,
    Holds,
    Is,
    Not,
    NotPast,
    both,
    either,
    is_,
)

NAMES = st.sampled_from(["kind", "paid", "period_to"])
ATOMS: st.SearchStrategy[Condition] = st.one_of(
    st.just(ALWAYS),
    st.just(NEVER),
    st.builds(Is, NAMES, st.lists(st.sampled_from(["a", "b", "True"]), max_size=2).map(tuple)),
    st.builds(Holds, NAMES),
    st.builds(Done, st.sampled_from(["approve", "refuse"]), st.integers(0, 3)),
    st.builds(NotPast, NAMES),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Any, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=8,
)
FACTS = st.fixed_dictionaries(
    {"today": st.just("2026-11-22")},
    optional={
        "kind": st.sampled_from(["a", "b", None]),
        "paid": st.sampled_from([True, False, None, "true"]),
        "period_to": st.sampled_from(["2026-11-21", "2026-11-22", "2026-11-23", None]),
        "done:approve": st.integers(0, 3),
        "done:refuse": st.integers(0, 3),
    },
)


def judged(form: Mapping[str, object], facts: Mapping[str, object]) -> bool:
    """A second reading of the JSON form, written from its description and not from the classes."""
    op, parts = form["op"], form.get("parts", [])
    assert isinstance(parts, list)
    value = facts.get(str(form.get("name")))
    match op:
        case "always" | "never":
            return op == "always"
        case "is":
            values = form["values"]
            assert isinstance(values, list)
            return value is not None and str(value) in values
        case "holds":
            return value is True
        case "done":
            times, wanted = facts.get(f"done:{form['action']}", 0), form["times"]
            assert isinstance(times, int)
            assert isinstance(wanted, int)
            return times >= wanted
        case "not_past":
            return value is not None and str(value) >= str(facts["today"])
        case "not":
            part = form["part"]
            assert isinstance(part, dict)
            return not judged(part, facts)
    assert op in ("all", "any")
    return (all if op == "all" else any)(judged(part, facts) for part in parts)


@pytest.mark.parametrize(
    ("condition", "facts", "holds"),
    [
        (ALWAYS, {}, True),
        (NEVER, {}, False),
        (is_("kind", "a", "b"), {"kind": "b"}, True),
        (is_("kind", "a"), {"kind": "b"}, False),
        (is_("kind", "a"), {}, False),
        (is_("kind", "None"), {"kind": None}, False),
        (is_("number", "7"), {"number": 7}, True),
        (Holds("paid"), {"paid": True}, True),
        (Holds("paid"), {"paid": "true"}, False),
        (Holds("paid"), {"paid": 1}, False),
        (Holds("paid"), {}, False),
        (Done("approve"), {"done:approve": 1}, True),
        (Done("approve", 2), {"done:approve": 1}, False),
        (Done("approve"), {}, False),
        (NotPast("period_to"), {"period_to": "2026-11-22", "today": "2026-11-22"}, True),
        (NotPast("period_to"), {"period_to": "2026-11-21", "today": "2026-11-22"}, False),
        (NotPast("period_to"), {"today": "2026-11-22"}, False),
        (both(), {}, True),
        (either(), {}, False),
        (both(ALWAYS, NEVER), {}, False),
        (either(ALWAYS, NEVER), {}, True),
        (Not(is_("kind", "a")), {}, True),
    ],
)
def test_what_holds(condition: Condition, facts: dict[str, object], holds: bool) -> None:
    assert condition.holds(facts) is holds


@given(CONDITIONS, FACTS)
def test_the_json_form_says_the_same_as_the_condition(condition: Condition, facts: dict[str, object]) -> None:
    form = json.loads(json.dumps(condition.as_json()))
    assert judged(form, facts) is condition.holds(facts)


@given(CONDITIONS, FACTS)
def test_a_condition_reads_only_the_facts_it_names(condition: Condition, facts: dict[str, object]) -> None:
    read = {*condition.names(), "today"}
    kept = {key: value for key, value in facts.items() if key in read or key.startswith("done:")}
    assert condition.holds(kept) is condition.holds(facts)


def test_names_are_found_through_every_level() -> None:
    deep = both(is_("a", "1"), either(Holds("b"), Not(NotPast("c"))), Done("approve"))
    assert sorted(deep.names()) == ["a", "b", "c"]
    assert list(ALWAYS.names()) == []
