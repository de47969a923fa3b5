"""References that are unique for ever and can be read over the telephone (COM-02)."""

from __future__ import annotations

import re

from stdnum import luhn

from desktop.base.text import ascii_digits, cleaned

_TYPED = re.compile(r"([A-Z]{3})(\d{4})(\d{6})(\d)")


def case_reference(service: str, year: int, number: int) -> str:
    """``TRN-2026-000123-C``; C is the Luhn digit over the year and the number."""
    digits = f"{year:04d}{number:06d}"
    return f"{service}-{year:04d}-{number:06d}-{luhn.calc_check_digit(digits)}"


def parse_reference(typed: str) -> str | None:
    """A reference however it was typed (no dashes, small letters, Arabic-Indic digits), else ``None``.

    ``None`` also where the check digit shows that it was misheard.
    """
    plain = re.sub(r"[\s\-–_/.]", "", ascii_digits(cleaned(typed))).upper()
    match = _TYPED.fullmatch(plain)
    if not match or not luhn.is_valid(match.group(2) + match.group(3) + match.group(4)):
        return None
    return "-".join(match.groups())
