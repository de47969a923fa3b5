"""The data of one change of the reference data or the staff."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from desktop.models import refusals


class ChangeData:
    """The data of one change; what is missing or of another kind is refused by its field's name."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        value = self._values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise refusals.invalid(name)
        return value

    def texts(self, *names: str) -> dict[str, str]:
        return {name: self.text(name) for name in names}

    def loose(self, name: str) -> str:
        """Text that may be empty."""
        value = self._values.get(name)
        if value is not None and not isinstance(value, str):
            raise refusals.invalid(name)
        return value or ""

    def number(self, name: str) -> int:
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise refusals.invalid(name)
        return value

    def whole(self, name: str) -> int:
        """A number that may be nought."""
        return 0 if self._values.get(name) == 0 else self.number(name)

    def given_of(self, *names: str) -> dict[str, object]:
        """Those of ``names`` that are given."""
        return {name: self._values[name] for name in names if name in self._values}

    def texts_in(self, name: str) -> dict[str, str]:
        """A value that is an object of short texts."""
        found = self.part(name)
        for key, text in found.items():
            if not re.fullmatch(r"[a-z][a-z_]{0,39}", key) or not isinstance(text, str) or len(text) > 1000:
                raise refusals.invalid(name)
        return {key: str(text) for key, text in found.items()}

    def flag(self, name: str) -> bool:
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise refusals.invalid(name)
        return value

    def part(self, name: str) -> dict[str, object]:
        """A value that has values of its own."""
        value = self._values.get(name)
        if not isinstance(value, dict):
            raise refusals.invalid(name)
        return value

    def items(self, name: str) -> list[object]:
        """A list."""
        value = self._values.get(name)
        if not isinstance(value, list):
            raise refusals.invalid(name)
        return value

    def given(self, name: str) -> bool:
        """Whether the data has the value at all, even an empty one."""
        return self._values.get(name) is not None

    def has(self, name: str) -> bool:
        return bool(self._values.get(name))

    def last_day(self, name: str) -> date | None:
        """A day that may be left open."""
        return self.day(name) if self.loose(name) else None

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.text(name))
        except ValueError as wrong:
            raise refusals.invalid(name) from wrong
