"""Reading the JSON of others: exact numbers, aware times, opaque identifiers, dotted names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from desktop.base.clock import utc
from desktop.base.errors import Bug

LONGEST_ID = 128
DEEPEST = 64


class Missing(ValueError):
    """The field is not there, or is null."""


def parse(raw: str) -> object:
    """``raw`` as JSON whose numbers are all ``Decimal``: no amount passes through a float.

    Raises ``ValueError``, also for nesting deeper than any gateway needs.
    """
    try:
        parsed: object = json.loads(raw, parse_float=Decimal, parse_int=Decimal, parse_constant=Decimal)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    level = [parsed]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return parsed
    raise ValueError("nested too deeply")


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def as_json(value: object) -> str:
    """What ``parse`` gave, as JSON text again, every number with the digits it came with."""
    if isinstance(value, dict):
        pairs = (f"{as_json(name)}: {as_json(inner)}" for name, inner in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_json, value)) + "]"
    return str(value) if isinstance(value, Decimal) else storable(json.dumps(value, ensure_ascii=False))


def storable(text: str) -> str:
    """``text`` with halves of characters and NUL, which no database takes, written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")


def find(item: object, name: str) -> object:
    """The value at ``name``, whose dots lead into objects (``"data.id"``); raises ``Missing``."""
    for part in name.split("."):
        if not isinstance(item, Mapping) or item.get(part) is None:
            raise Missing(name)
        item = item[part]
    return item


def place(body: dict[str, object], name: str, value: object) -> None:
    """Puts ``value`` at ``name`` in ``body``, making the objects its dots lead into.

    The settings refuse names that stand in each other's way; raises ``Bug`` where they were not asked.
    """
    *path, last = name.split(".")
    for part in path:
        inner = body.setdefault(part, {})
        if not isinstance(inner, dict):
            raise Bug(f"gateway field {name}: {part} is taken by another field")
        body = inner
    body[last] = value


def opaque(value: object) -> str:
    """An identifier issued elsewhere: visible text of one line, or a whole number. Raises ``ValueError``."""
    if isinstance(value, Decimal) and value.is_finite() and value.as_tuple().exponent == 0:
        value = str(value)
    plain = value.strip() if isinstance(value, str) else ""
    # Direction marks and control characters are not printable.
    if not plain or len(plain) > LONGEST_ID or not plain.isprintable():
        raise ValueError("not an identifier")
    return plain


def moment(value: object) -> datetime:
    """An ISO 8601 moment with its offset, in UTC; one without an offset is an error, never a guess."""
    try:
        return utc(datetime.fromisoformat(value.strip() if isinstance(value, str) else ""))
    except OverflowError as error:
        raise ValueError("not a moment") from error
