"""Messages: their placeholders, their length, and who may change which of their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.workflows.wording import message_params, placeholders, rendered, sms_parts, wording_of
from tests.workflows.builders import GIS, INDIVIDUAL, REFERENCE, TRN, case_file

pytestmark = pytest.mark.clause("COM-03")


@pytest.mark.parametrize(
    ("length", "parts"), [(0, 1), (1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)]
)
def test_an_arabic_message_has_seventy_characters_or_parts_of_sixty_seven(length: int, parts: int) -> None:
    assert sms_parts("س" * length) == parts


def test_an_emoji_counts_twice() -> None:
    assert sms_parts("س" * 68 + "🎓") == 1
    assert sms_parts("س" * 69 + "🎓") == 2


@given(st.text(max_size=300), st.text(max_size=50))
def test_a_longer_message_never_takes_fewer_parts(one: str, more: str) -> None:
    assert sms_parts(one) <= sms_parts(one + more)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("بلا", set()),
        ("{a} و{b} و{a}", {"a", "b"}),
        ("{{a}}", set()),
        ("{}", {""}),
        ("{a.b} {c[0]}", {"a.b", "c[0]"}),
    ],
)
def test_placeholders_are_found(text: str, names: set[str]) -> None:
    assert placeholders(text) == names


@pytest.mark.parametrize("text", ["{", "}", "{a", "a}", "{a}{"])
def test_braces_that_do_not_match_are_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"[Ss]ingle|expected"):
        placeholders(text)


def test_only_names_are_filled_never_attributes_of_things() -> None:
    assert rendered("{{x}} {a}!", {"a": "{b}"}) == "{x} {b}!"
    with pytest.raises(KeyError):
        rendered("{a.__class__}", {"a": "x"})
    with pytest.raises(KeyError):
        rendered("{b}", {"a": "x"})


def test_the_municipalitys_own_wording_comes_first() -> None:
    own = replace(REFERENCE, wordings={("TRN", "accepted"): "مرحباً {reference}"})
    assert wording_of(TRN, "accepted", own) == "مرحباً {reference}"
    assert wording_of(TRN, "accepted", REFERENCE).startswith("أمانة عمّان")
    assert wording_of(TRN, "refused", own) == wording_of(TRN, "refused", REFERENCE)


def params(wording: str, payload: Mapping[str, object] = INDIVIDUAL, **inputs: object) -> dict[str, str]:
    own = replace(REFERENCE, wordings={("TRN", "refused"): wording})
    return message_params(TRN, "refused", case_file("review", payload), payload, inputs, own)


@pytest.mark.clause("TRN-19")
@pytest.mark.parametrize(
    ("wording", "values"),
    [
        ("{reference} {applicant_name} {amount} {payment_number}", {}),
        ("{service}", {"service": "تدريب وتسهيل مهمة الطلاب والموفدين"}),
        ("{contact}", {"contact": "رنا الخطيب 065359970"}),
        ("{kind} {hosting_department}", {"kind": "تدريب", "hosting_department": "تكنولوجيا المعلومات"}),
        ("{period_to} {course}", {"period_to": "31/12/2026", "course": "—"}),
        ("{percent_kept}", {"percent_kept": "25"}),
        ("{reasons}", {"reasons": "لا يوجد شاغر"}),
        ("{rejected}", {"rejected": ""}),
    ],
)
def test_a_municipality_may_use_every_placeholder(wording: str, values: dict[str, str]) -> None:
    assert params(wording, reason_code="no_capacity") == values


def test_fields_are_shown_as_people_read_them() -> None:
    assert params("{course} {period_from}", GIS) == {"course": "دورة المبتدئين", "period_from": "06/12/2026"}
