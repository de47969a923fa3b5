"""Dinars: exactly three places, typed in either digits, and no fils lost to a percentage."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.money import FILS, ZERO, dinars, format_dinars, parse_dinars, percentage

pytestmark = pytest.mark.clause("COM-08")

AMOUNTS = st.integers(0, 10**12 - 1).map(lambda fils: Decimal(fils) * FILS)
PERCENTS = st.decimals(0, 100, places=2)


@pytest.mark.parametrize(
    ("value", "text"), [("100", "100.000"), (75, "75.000"), (Decimal("0.5"), "0.500"), ("-1.25", "-1.250")]
)
def test_an_amount_has_three_places(value: str | int | Decimal, text: str) -> None:
    assert str(dinars(value)) == text


@pytest.mark.parametrize(
    "value", ["0.0001", "1.2345", "NaN", "Infinity", "-Infinity", "1E+40", "ten", "", "1,5"]
)
def test_what_is_no_amount_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"not an amount|more than three decimals"):
        dinars(value)


def test_a_float_is_never_money() -> None:
    with pytest.raises(TypeError, match="never a float"):
        dinars(0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("100", "100.000"),
        ("٤٥٫٥", "45.500"),
        ("۴۵٫۵۰۰", "45.500"),
        (" 0.005 ", "0.005"),
        ("999999999.999", "999999999.999"),
    ],
)
def test_amounts_are_typed_in_either_digits(typed: str, text: str) -> None:
    assert str(parse_dinars(typed)) == text


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-1",
        "+1",
        "1,000",
        "١٬٠٠٠",
        "1.2345",
        "1e3",
        "1_000",
        ".5",
        "5.",
        "1 000",
        "1000000000",
        "NaN",
        "١،٥",
    ],
)
def test_a_doubtful_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_dinars(typed)


@given(st.text(max_size=20))
def test_typing_anything_gives_an_amount_or_a_value_error(typed: str) -> None:
    try:
        amount = parse_dinars(typed)
    except ValueError:
        return
    assert amount >= ZERO
    assert amount.as_tuple().exponent == -3
    assert str(amount).isascii()


@given(AMOUNTS)
def test_an_amount_survives_being_written_and_read(amount: Decimal) -> None:
    assert dinars(format_dinars(amount).replace(",", "")) == amount
    assert parse_dinars(str(dinars(amount))) == amount


def test_thousands_are_marked() -> None:
    assert format_dinars(Decimal("1234567.5")) == "1,234,567.500"


@pytest.mark.clause("TRN-12")
@pytest.mark.parametrize(
    ("amount", "percent", "kept"),
    [
        ("100.000", "25", "25.000"),
        ("200.000", "25", "50.000"),
        ("0.002", "25", "0.001"),
        ("0.001", "25", "0.000"),
    ],
)
def test_a_percentage_is_rounded_half_up_to_the_fils(amount: str, percent: str, kept: str) -> None:
    assert percentage(Decimal(amount), Decimal(percent)) == Decimal(kept)


@given(AMOUNTS, PERCENTS)
def test_what_is_kept_and_what_goes_back_make_the_whole(amount: Decimal, percent: Decimal) -> None:
    kept = percentage(amount, percent)
    assert ZERO <= kept <= amount
    assert dinars(kept) + dinars(amount - kept) == amount
    assert abs(kept - amount * percent / 100) <= FILS / 2
