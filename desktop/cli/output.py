"""How results and faults are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path

from desktop.base.clock import amman
from desktop.base.errors import DiwanError, Refusal
from desktop.base.text import Text


def plain(value: object) -> object:
    """``value`` as JSON types: moments in Amman's time, amounts as text with three places."""
    if isinstance(value, Text):
        return {"ar": value.ar, "en": value.en}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return amman(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    return value


def write_file(name: str, content: bytes) -> Path:
    """Writes what a command was asked to keep; refuses (field ``--output``) where it cannot."""
    target = Path(name)
    try:
        target.write_bytes(content)
    except OSError as error:
        raise Refusal.one(
            "unwritable",
            f"تعذّرت كتابة الملف {name}.",
            f"Cannot write {name}: {error.strerror or error}.",
            field="--output",
        ) from error
    return target


def print_json(value: object) -> None:
    """``value`` on standard output, readable, Arabic as it is."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=2))


def print_fault(error: DiwanError) -> None:
    """One line per problem on standard error: the field, then Arabic, then English."""
    if isinstance(error, Refusal):
        for problem in error.problems:
            name = f"{problem.field}: " if problem.field else ""
            print(f"diwan: {name}{problem.text.ar} | {problem.text.en}", file=sys.stderr)
        return
    print(f"diwan: {error.text.ar} | {error.text.en}", file=sys.stderr)
