"""What was typed into a dialog's fields, as the use-cases take it; a ``Refusal`` names the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from desktop.base.clock import AMMAN
from desktop.base.errors import Problem, Refusal
from desktop.base.text import Text, ascii_digits
from desktop.views.widgets.date_field import read_date
from desktop.views.widgets.form_fields import Value

_DAY = Text("تاريخ غير صالح؛ اكتبه مثل 24/11/2026.", "Not a date; write it as 24/11/2026.")
_HOUR = Text("وقت غير صالح؛ اكتبه مثل 09:00.", "Not a time; write it as 09:00.")
_NUMBER = Text("يُتوقع رقم صحيح.", "A whole number is expected.")


def moment_in(values: Mapping[str, Value], day_field: str, hour_field: str) -> datetime:
    """The day and the hour that were typed, as the clock on the wall in Amman shows them."""
    typed = str(values.get(day_field) or "")
    day = read_date(typed) or _iso(typed)
    if day is None:
        raise Refusal([Problem(day_field, "date", _DAY)])
    try:
        at = time.fromisoformat(ascii_digits(str(values.get(hour_field) or "")).strip().zfill(5))
    except ValueError:
        raise Refusal([Problem(hour_field, "hour", _HOUR)]) from None
    return datetime.combine(day, at, AMMAN)


def whole_in(values: Mapping[str, Value], field: str) -> int:
    """The whole number that was typed."""
    typed = ascii_digits(str(values.get(field) or "")).strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 7):
        raise Refusal([Problem(field, "number", _NUMBER)])
    return int(typed)


def _iso(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
