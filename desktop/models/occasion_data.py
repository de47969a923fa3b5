"""The data of a change of an occasion: what is missing or of another kind is refused by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from desktop.base.clock import parse_moment
from desktop.models import refusals
from desktop.models.records.plan import canonical_json

LOOSE = ("place", "person", "district")
"""Texts that may be empty."""
MOST_SEATS = 5000
_KEY = re.compile(r"[a-z][a-z_]{0,39}")


def changed_columns(data: Mapping[str, object]) -> dict[str, object]:
    """Those columns that ``data`` changes."""
    values: dict[str, object] = {key: text_in(data, key, 200, required=False) for key in LOOSE if key in data}
    for key in ("minimum", "maximum"):
        if key in data:
            number = data[key]
            if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MOST_SEATS:
                raise refusals.invalid(key)
            values[key] = number
    if "details" in data:
        details = data["details"]
        if not isinstance(details, dict) or not all(
            _KEY.fullmatch(key) and isinstance(text, str) and len(text) <= 1000
            for key, text in details.items()
        ):
            raise refusals.invalid("details")
        values["details"] = canonical_json(details)
    return values


def dates(data: Mapping[str, object], now: datetime) -> dict[str, object]:
    """When it starts and ends: ahead of ``now``, the end after the start."""
    starts_at = _moment(data, "starts_at")
    ends_at = _moment(data, "ends_at") if data.get("ends_at") else None
    if starts_at is None or starts_at <= now:
        raise refusals.invalid("starts_at")
    if ends_at is not None and ends_at <= starts_at:
        raise refusals.invalid("ends_at")
    return {"starts_at": starts_at, "ends_at": ends_at}


def require_seats(minimum: int, maximum: int, taken: int) -> None:
    """Refuses a maximum below what is taken, and a minimum above the maximum."""
    if maximum < max(taken, 1):
        raise refusals.invalid("maximum")
    if minimum > maximum:
        raise refusals.invalid("minimum")


def text_in(data: Mapping[str, object], key: str, longest: int, *, required: bool = True) -> str:
    """A text out of ``data``."""
    value = data.get(key)
    text = "" if value is None else value
    if not isinstance(text, str) or len(text) > longest or (required and not text.strip()):
        raise refusals.invalid(key)
    return text


def _moment(data: Mapping[str, object], key: str) -> datetime | None:
    try:
        return parse_moment(str(data.get(key) or ""))
    except ValueError as wrong:
        raise refusals.invalid(key) from wrong
