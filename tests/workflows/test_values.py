"""One field at a time: what is stored of what was typed, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.text import Text
from desktop.workflows.conditions import ALWAYS, NEVER, is_
from desktop.workflows.fields import Choice, Field, FieldKind, Source
from desktop.workflows.validation import clean_fields
from desktop.workflows.values import parse_day
from tests.workflows.builders import (
    INDIVIDUAL,
    MOBILE,
    REFERENCE,
    TODAY,
)

pytestmark = pytest.mark.clause("COM-01")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-06", date(2026, 12, 6)),
        ("6/12/2026", date(2026, 12, 6)),
        ("06.12.2026", date(2026, 12, 6)),
        ("٦/١٢/٢٠٢٦", date(2026, 12, 6)),
        ("\u200f06-12-2026", date(2026, 12, 6)),
        ("29/02/2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_typed_in_either_order(typed: str, day: date) -> None:
    assert parse_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["29/02/2026", "31/11/2026", "12/31/2026", "2026-13-01", "0001-01-01", "9999-12-31", "1/1/26", "غداً", ""],
)
def test_what_is_no_day_of_an_application_is_refused(typed: str) -> None:
    assert parse_day(typed) is None


def field(kind: FieldKind, **given_parts: object) -> Field:
    blank = Field("f", Text("حقل", "Field"), kind, required=NEVER, max_length=20)
    return replace(blank, **given_parts)  # type: ignore[arg-type]


def one(of: Field, raw: object) -> tuple[object, str]:
    """The stored value and the code of what is wrong with ``raw`` in a form of this one field."""
    clean, problems = clean_fields([of], {"f": raw}, {}, REFERENCE, TODAY)
    return clean.get("f"), problems[0].code if problems else ""


CHOICES = (Choice("a", Text("أ", "A")), Choice("b", Text("ب", "B")))


@pytest.mark.parametrize(
    ("of", "raw", "stored", "code"),
    [
        (field(FieldKind.TEXT), " نص  ٣ ", "نص ٣", ""),
        (field(FieldKind.TEXT), 17, "17", ""),
        (field(FieldKind.TEXT), "a\nb", "a b", ""),
        (field(FieldKind.TEXT), "x" * 20, "x" * 20, ""),
        (field(FieldKind.TEXT), "x" * 21, None, "too_long"),
        pytest.param(field(FieldKind.TEXT), 10**5000, None, "not_text", id="a huge number as text"),
        (field(FieldKind.TEXT), 1.5, None, "not_text"),
        (field(FieldKind.TEXT), True, None, "not_text"),
        (field(FieldKind.TEXT), {"a": 1}, None, "not_text"),
        (field(FieldKind.TEXT), "", None, ""),
        (field(FieldKind.TEXT), None, None, ""),
        (field(FieldKind.LONG_TEXT), " a \r\n\n b\x00 ", "a\n\nb", ""),
        (field(FieldKind.LONG_TEXT), "\n" * 50, None, ""),
        (field(FieldKind.CHOICE, choices=CHOICES), "a", "a", ""),
        (field(FieldKind.CHOICE, choices=CHOICES), "c", None, "choice"),
        (field(FieldKind.CHOICE, choices=CHOICES), ["a"], None, "not_text"),
        (field(FieldKind.CHOICE, source=Source.REJECT_REASONS), "blurred", "blurred", ""),
        (field(FieldKind.CHOICE, source=Source.REJECT_REASONS), "retired", None, "choice"),
        (field(FieldKind.CHOICE, source=Source.REJECT_REASONS), "no_capacity", None, "choice"),
        (field(FieldKind.CHOICE, source=Source.REFUSE_REASONS), "no_capacity", "no_capacity", ""),
        (field(FieldKind.CHOICE, source=Source.STAFF), "rana", "rana", ""),
        (field(FieldKind.DATE), "٢٤/١١/٢٠٢٦", "2026-11-24", ""),
        (field(FieldKind.DATE), 20261124, "2026-11-24", ""),
        (field(FieldKind.DATE), "soon", None, "date"),
        (field(FieldKind.MOBILE), "٠٧٩١٢٣٤٥٦٧", MOBILE, ""),
        (field(FieldKind.MOBILE), "065359970", None, "mobile"),
        (field(FieldKind.NUMBER), "٠١٧", 17, ""),
        (field(FieldKind.NUMBER), 17, 17, ""),
        (field(FieldKind.NUMBER), -1, None, "number"),
        (field(FieldKind.NUMBER), "1.0", None, "number"),
        (field(FieldKind.NUMBER), "9" * 13, None, "number"),
        pytest.param(field(FieldKind.NUMBER), 10**5000, None, "not_text", id="a huge number"),
        (field(FieldKind.MONEY), "٤٥٫٥", "45.500", ""),
        (field(FieldKind.MONEY), 45, "45.000", ""),
        (field(FieldKind.MONEY), "1,000", None, "money"),
        (field(FieldKind.MONEY), 45.5, None, "not_text"),
        (field(FieldKind.YES_NO), True, True, ""),
        (field(FieldKind.YES_NO), False, False, ""),
        (field(FieldKind.YES_NO), None, None, ""),
        (field(FieldKind.YES_NO), "true", None, "yes_no"),
        (field(FieldKind.YES_NO), 1, None, "yes_no"),
    ],
)  # fmt: skip
def test_each_kind_of_field_is_cleaned_its_own_way(of: Field, raw: object, stored: object, code: str) -> None:
    value, found = one(of, raw)
    assert (value, found) == (stored, code)
    assert type(value) is type(stored)


@pytest.mark.parametrize("kind", list(FieldKind))
def test_a_required_field_of_any_kind_may_not_stay_empty(kind: FieldKind) -> None:
    for raw in (None, "") if kind is not FieldKind.YES_NO else (None,):
        assert one(field(kind, required=ALWAYS, choices=CHOICES), raw) == (None, "required")


@given(
    st.sampled_from(list(FieldKind)),
    st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none()),
)
def test_what_is_stored_is_stored_alike_when_it_is_cleaned_again(kind: FieldKind, raw: object) -> None:
    of = field(kind, choices=CHOICES, max_length=1000)
    value, code = one(of, raw)
    if value is not None:
        assert not code
        assert one(of, value) == (value, "")


@pytest.mark.clause("TRN-11")
@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-12-06", "not_later"),
        ("2026-12-05", "not_later"),
        ("2026-12-07", ""),
        ("2027-01-06", ""),
        ("2027-01-07", "too_late"),
    ],
)
def test_a_new_date_lies_within_a_month_of_the_first(day: str, code: str) -> None:
    new_date = replace(field(FieldKind.DATE, within_months=1, within_of="period_from"), key="period_from")
    _, problems = clean_fields([new_date], {"period_from": day}, {}, REFERENCE, TODAY, stored=INDIVIDUAL)
    assert [p.code for p in problems] == ([code] if code else [])


def test_a_hidden_field_is_neither_asked_nor_judged() -> None:
    hidden = field(FieldKind.NUMBER, required=ALWAYS, shown=is_("kind", "a"))
    assert clean_fields([hidden], {"f": "not a number"}, {"kind": "b"}, REFERENCE, TODAY) == ({}, [])
    clean, problems = clean_fields([hidden], {}, {"kind": "a"}, REFERENCE, TODAY)
    assert clean == {}
    assert [p.code for p in problems] == ["required"]
