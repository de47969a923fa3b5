"""Wordings as data: what is wrong with them is named, nothing is printed unfilled."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from desktop.base.errors import Refusal
from desktop.letters.content import LetterTable
from desktop.letters.template import (
    LetterTemplate,
    Passage,
    bundled,
    check,
    fill,
    to_body,
    to_person,
)
from tests.letters.letters import VALUES, values_for

SMALL = LetterTemplate(
    "note", 1, "عنوان", "بشأن {reference}", "{addressee}", (Passage("نص {fee}", ("fee",)), Passage("خاتمة"))
)


def test_the_bundled_templates_are_sound_and_fill() -> None:
    assert set(bundled()) >= {
        "training_approval", "facilitation_approval", "training_completion", "training_postponement",
        "training_refusal", "training_evaluation", "training_handover", "refund_decision",
        "contractor_permit", "service_refusal", "course_confirmation",
        "exam_confirmation", "exam_trial", "exam_result",
        "course_attendance", "exam_attendance", "exam_results", "inspection_round",
    }  # fmt: skip
    for kind, template in bundled().items():
        assert template.kind == kind
        if template.listed:
            continue
        values = values_for(template)
        check(template, values)
        filled = fill(template, values)
        said = " ".join([filled.title, filled.subject, filled.addressee, *filled.paragraphs])
        assert "{" not in said
        assert VALUES["reference"] in said
        assert VALUES["trainee_name"] in said or "trainee_name" not in template.placeholders()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"subject": "بشأن {refrence}"}, "subject", "letter.unknown_placeholder"),
        ({"paragraphs": (Passage("سليم"), Passage("{x}"))}, "paragraphs.1", "letter.unknown_placeholder"),
        ({"paragraphs": (Passage("سليم", ("!x",)),)}, "paragraphs.0.when", "letter.unknown_placeholder"),
        ({"title": "عنوان {"}, "title", "letter.bad_placeholder"),
        ({"title": "عنوان }"}, "title", "letter.bad_placeholder"),
        ({"title": "{}"}, "title", "letter.bad_placeholder"),
        ({"title": "{fee.__class__}"}, "title", "letter.bad_placeholder"),
        ({"title": " "}, "title", "letter.empty"),
        ({"paragraphs": ()}, "paragraphs", "letter.empty"),
        ({"enclosures": (Passage("{y}"),)}, "enclosures.0", "letter.unknown_placeholder"),
        ({"table": LetterTable(("أ",), (("{z}",),))}, "table.rows.0.0", "letter.unknown_placeholder"),
        ({"facts": (("أ", "{z}"),)}, "facts.0.1", "letter.unknown_placeholder"),
        ({"signatures": ("أ", "{z}")}, "signatures.1", "letter.unknown_placeholder"),
        ({"listed": True}, "table", "letter.empty"),
    ],
)
def test_a_fault_in_a_template_is_refused_where_it_stands(
    change: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        check(replace(SMALL, **change), VALUES)
    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [(field, code)]


def test_an_unknown_placeholder_is_named_with_those_that_are_known() -> None:
    with pytest.raises(Refusal, match=r"refrence.*reference") as refusal:
        check(replace(SMALL, subject="{refrence}"), VALUES)
    assert "refrence" in refusal.value.text.ar


def test_missing_values_are_all_named() -> None:
    with pytest.raises(Refusal) as refusal:
        fill(SMALL, {"fee": "1", "reference": "  "})
    assert [problem.field for problem in refusal.value.problems] == ["reference", "addressee"]


def test_a_passage_is_printed_only_where_its_value_is_there() -> None:
    values = {"reference": "R", "addressee": "A"}
    assert fill(SMALL, values).paragraphs == ("خاتمة",)
    assert fill(SMALL, {**values, "fee": "5.000"}).paragraphs == ("نص 5.000", "خاتمة")
    other = replace(SMALL, paragraphs=(Passage("بلا رسم", ("!fee",)),))
    assert fill(other, values).paragraphs == ("بلا رسم",)


def test_values_are_taken_literally() -> None:
    filled = fill(SMALL, {"reference": "{addressee}", "addressee": r"\1 {fee}"})
    assert filled.subject == "بشأن {addressee}"
    assert filled.addressee == r"\1 {fee}"


def test_templates_are_stored_and_read_back() -> None:
    table = LetterTable(("{fee}", "ب"), (("1", "2"),), (1.0, 2.0), total=True, after=1)
    for template in (*bundled().values(), replace(SMALL, table=table)):
        assert LetterTemplate.from_dict(json.loads(json.dumps(template.as_dict()))) == template


def test_tables_are_filled() -> None:
    table = LetterTable(("الرسم",), (("{fee}",),), after=0)
    filled = fill(replace(SMALL, table=table), VALUES)
    assert filled.table == replace(table, rows=((VALUES["fee"],),))


def test_forms_of_address() -> None:
    assert to_person("لمى العبادي") == "السيد/ة لمى العبادي المحترم/ة"
    assert to_body("الجامعة الأردنية") == "السادة / الجامعة الأردنية المحترمين"
