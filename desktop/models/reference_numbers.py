"""References that are unique for ever and can be read over the telephone (COM-02)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

from desktop.base.text import ascii_digits, cleaned

_TYPED = re.compile(r"([A-Z]{3})(\d{4})(\d{6})(\d)")
_LETTERS = re.compile(r"(?:[A-Z][\s.]*){3}|")
_YEAR = re.compile(r"20\d\d")


def case_reference(service: str, year: int, number: int) -> str:
    """``TRN-2026-000123-C``; C is the Luhn digit over the year and the number."""
    from stdnum import luhn

    digits = f"{year:04d}{number:06d}"
    return f"{service}-{year:04d}-{number:06d}-{luhn.calc_check_digit(digits)}"


def parse_reference(typed: str) -> str | None:
    """A reference however it was typed (no dashes, small letters, Arabic-Indic digits), else ``None``.

    ``None`` also where the check digit shows that it was misheard.
    """
    from stdnum import luhn

    plain = re.sub(r"[\s\-–_/.]", "", ascii_digits(cleaned(typed))).upper()
    match = _TYPED.fullmatch(plain)
    if not match or not luhn.is_valid(match.group(2) + match.group(3) + match.group(4)):
        return None
    return "-".join(match.groups())


def heard_references(typed: str, services: Iterable[str], years: Iterable[int]) -> tuple[str, ...]:
    """The references that ``typed`` may stand for, as a caller reads one out.

    Digit by digit or in groups, with or without the letters, the year, leading zeros and the check digit.
    ``services`` and ``years`` are those it may be of where it does not say; a check digit that was said and
    does not fit leaves nothing.
    """
    plain = ascii_digits(cleaned(typed)).upper()
    letters = _LETTERS.match(plain)
    said = letters.group() if letters else ""
    rest = plain[len(said) :]
    code = re.sub(r"[^A-Z]", "", said)
    groups = re.findall(r"\d+", rest)
    if not groups or re.search(r"[^\d\s\-–_/.,،]", rest):
        return ()
    readings = [groups]
    if all(len(group) == 1 for group in groups) and len(groups) > 1:
        # Said digit by digit; of two digits the second may also be the check digit.
        readings.append(["".join(groups)])
    found: dict[str, None] = {}
    codes, known = [code] if code else list(services), list(years)
    for year, number, check in map(_parts, readings):
        if number and int(number):
            wanted = [int(year)] if year else known
            made = (case_reference(one, at, int(number)) for at, one in product(wanted, codes))
            found.update(dict.fromkeys(one for one in made if one.endswith(check)))
    return tuple(found)


def is_misheard(typed: str) -> bool:
    """Whether ``typed`` is a whole reference whose check digit shows that a digit is wrong."""
    plain = re.sub(r"[\s\-–_/.]", "", ascii_digits(cleaned(typed))).upper()
    return bool(_TYPED.fullmatch(plain)) and parse_reference(plain) is None


def _parts(groups: list[str]) -> tuple[str, str, str]:
    """Year, number and check digit of what was said, each empty where it was not; no number: no reference."""
    year = ""
    whole = "".join(groups)
    if len(whole) == len("20260000010") and _YEAR.match(whole):
        return whole[:4], whole[4:10], whole[10:]
    if len(whole) == len("2026000001") and _YEAR.match(whole):
        # In one piece, without the check digit.
        return whole[:4], whole[4:], ""
    if len(groups) > 1 and _YEAR.fullmatch(groups[0]):
        year, groups = groups[0], groups[1:]
    if len(groups) == 2 and len(groups[1]) == 1:
        groups = [groups[0].zfill(6) + groups[1]]
    if len(groups) != 1 or len(groups[0]) > 7:
        return "", "", ""
    only = groups[0]
    return (year, only[:6], only[6]) if len(only) == 7 else (year, only, "")
