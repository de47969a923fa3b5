"""Values as the desk shows them: one form each, isolated, in the digits the person chose.

Identifiers, amounts, dates and telephones run left to right inside Arabic; what people typed keeps its
own direction. The isolates are taken off again when text is copied (:mod:`desktop.views.qtfix`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from desktop.base.clock import LEVANTINE_MONTHS, amman, long_date_ar, numeric_date
from desktop.base.money import format_dinars
from desktop.base.text import arabic_digits, isolated, ltr
from desktop.views.i18n import language, tr_

_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class _Digits:
    arabic = False


def use_arabic_digits(wanted: bool) -> None:
    """Shows numbers in Arabic-Indic digits from now on, or in Latin ones."""
    _Digits.arabic = wanted


def digits(value: str) -> str:
    """``value`` in the digits in force."""
    return arabic_digits(value) if _Digits.arabic else value


def identifier(value: str) -> str:
    """A reference, national number, payment number or serial; always in Latin digits, as on paper."""
    return ltr(value)


def name(value: str) -> str:
    """A person's or company's name, in its own direction."""
    return isolated(value)


def listed(parts: Iterable[str]) -> str:
    """``parts`` one after the other, with the comma of the language in force."""
    return ("، " if language() == "ar" else ", ").join(part for part in parts if part)


def number(value: int) -> str:
    """``1,234``."""
    return digits(f"{value:,}")


def money_text(value: Decimal) -> str:
    """``1,234.500`` in the digits in force, not isolated."""
    return digits(format_dinars(value))


def money(value: Decimal) -> str:
    """``1,234.500``, for a column whose heading or page says that it is dinars."""
    return ltr(money_text(value))


def amount(value: Decimal) -> str:
    """``1,234.500`` and the currency's name."""
    return tr_("Diwan", "{amount} JOD").format(amount=money(value))


def day(value: date) -> str:
    """``24/11/2026``."""
    return ltr(digits(numeric_date(value)))


def long_day(value: date) -> str:
    """``24 November 2026``, with the Levant's month names in Arabic."""
    if language() == "ar":
        return digits(long_date_ar(value))
    return digits(f"{value.day} {_ENGLISH_MONTHS[value.month - 1]} {value.year}")


def long_month(value: date) -> str:
    """``November 2026``, with the Levant's month names in Arabic."""
    names = LEVANTINE_MONTHS if language() == "ar" else _ENGLISH_MONTHS
    return digits(f"{names[value.month - 1]} {value.year}")


def period(first: date, last: date) -> str:
    """From one day to another, in words: a dash between two dates reads the wrong way round in Arabic."""
    return tr_("Diwan", "from {first} to {last}").format(first=day(first), last=day(last))


def moment(value: datetime) -> str:
    """``24/11/2026 09:05``, the time on the wall in Amman."""
    local = amman(value)
    return ltr(digits(f"{numeric_date(local.date())} {local:%H:%M}"))


def phone(value: str) -> str:
    """``+962791234567`` as ``+962 79 123 4567``; anything else as it stands."""
    if len(value) == 13 and value.startswith("+9627"):
        return ltr(f"{value[:4]} {value[4:6]} {value[6:9]} {value[9:]}")
    return ltr(value)


def initials(value: str) -> str:
    """The letters by which a person is recognised in a small circle: two of Latin, one of Arabic.

    Two Arabic letters side by side would join into what reads as a word.
    """
    words = value.split()
    if not words:
        return ""
    if words[0][0].isascii():
        return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()
    return words[0][0]
