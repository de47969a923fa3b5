"""Jordanian dinars: decimals with three places, never floats (COM-08)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from desktop.base.text import ascii_digits

FILS = Decimal("0.001")
ZERO = Decimal("0.000")
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,3})?")


def dinars(value: str | int | Decimal) -> Decimal:
    """``value`` as an amount with exactly three places.

    Raises ``ValueError`` for more places than three and for what is no amount.
    """
    if isinstance(value, float):
        raise TypeError("money is never a float")
    try:
        amount = Decimal(value)
        exact = amount.quantize(FILS)
    except InvalidOperation as error:
        raise ValueError(f"not an amount: {value!r}") from error
    if not amount.is_finite():
        raise ValueError(f"not an amount: {value!r}")
    if exact != amount:
        raise ValueError(f"more than three decimals: {value!r}")
    return exact


def parse_dinars(typed: str) -> Decimal:
    """What a person typed as an amount, with ASCII or Arabic-Indic digits and decimal mark.

    A thousands mark is refused: ``45,5`` could mean two amounts. Raises ``ValueError``.
    """
    plain = ascii_digits(typed).replace("٫", ".").strip()
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(f"not an amount: {typed!r}")
    return dinars(plain)


def percentage(amount: Decimal, percent: Decimal) -> Decimal:
    """``percent`` of ``amount``, rounded half up to the fils."""
    return (amount * percent / 100).quantize(FILS, rounding=ROUND_HALF_UP)


def format_dinars(amount: Decimal) -> str:
    """``1,234.500``, without the currency's name."""
    return f"{dinars(amount):,.3f}"
