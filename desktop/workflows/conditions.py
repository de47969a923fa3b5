"""Conditions as data: they decide fields' visibility, guards and outcomes, and travel to the database.

A condition is evaluated over named facts (see ``facts.py``) and the application's fields. The database
evaluates the same JSON form, so a guard holds for a caller who is not this program.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


class Condition(ABC):
    """Base of all conditions."""

    @abstractmethod
    def holds(self, facts: Mapping[str, object]) -> bool:
        """Whether the condition is true of ``facts``."""

    def names(self) -> Iterator[str]:
        """The facts and fields that the condition reads."""
        yield from ()

    @abstractmethod
    def as_json(self) -> dict[str, object]:
        """The form that is synced to the database."""


@dataclass(frozen=True, slots=True)
class Always(Condition):
    """True of everything."""

    def holds(self, facts: Mapping[str, object]) -> bool:  # noqa: ARG002
        return True

    def as_json(self) -> dict[str, object]:
        return {"op": "always"}


@dataclass(frozen=True, slots=True)
class Never(Condition):
    """True of nothing."""

    def holds(self, facts: Mapping[str, object]) -> bool:  # noqa: ARG002
        return False

    def as_json(self) -> dict[str, object]:
        return {"op": "never"}


@dataclass(frozen=True, slots=True)
class Is(Condition):
    """The fact ``name`` is one of ``values``."""

    name: str
    values: tuple[str, ...]

    def holds(self, facts: Mapping[str, object]) -> bool:
        value = facts.get(self.name)
        return value is not None and str(value) in self.values

    def names(self) -> Iterator[str]:
        yield self.name

    def as_json(self) -> dict[str, object]:
        return {"op": "is", "name": self.name, "values": list(self.values)}


@dataclass(frozen=True, slots=True)
class Holds(Condition):
    """The yes/no fact ``name`` is true."""

    name: str

    def holds(self, facts: Mapping[str, object]) -> bool:
        return facts.get(self.name) is True

    def names(self) -> Iterator[str]:
        yield self.name

    def as_json(self) -> dict[str, object]:
        return {"op": "holds", "name": self.name}


@dataclass(frozen=True, slots=True)
class Done(Condition):
    """The action ``action`` was done on this case at least ``times`` times."""

    action: str
    times: int = 1

    def holds(self, facts: Mapping[str, object]) -> bool:
        count = facts.get(f"done:{self.action}", 0)
        return isinstance(count, int) and count >= self.times

    def as_json(self) -> dict[str, object]:
        return {"op": "done", "action": self.action, "times": self.times}


@dataclass(frozen=True, slots=True)
class NotPast(Condition):
    """The day in the field ``name`` is today or later; ``facts["today"]`` is today in Amman, ISO."""

    name: str

    def holds(self, facts: Mapping[str, object]) -> bool:
        value = facts.get(self.name)
        return value is not None and str(value) >= str(facts["today"])

    def names(self) -> Iterator[str]:
        yield self.name

    def as_json(self) -> dict[str, object]:
        return {"op": "not_past", "name": self.name}


@dataclass(frozen=True, slots=True)
class AtLeast(Condition):
    """The number ``name`` is not below the number ``than``; false where either is none."""

    name: str
    than: str

    def holds(self, facts: Mapping[str, object]) -> bool:
        value, least = facts.get(self.name), facts.get(self.than)
        if isinstance(value, bool) or isinstance(least, bool):
            return False
        return isinstance(value, int) and isinstance(least, int) and value >= least

    def names(self) -> Iterator[str]:
        yield self.name
        yield self.than

    def as_json(self) -> dict[str, object]:
        return {"op": "at_least", "name": self.name, "than": self.than}


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Every one of ``parts``."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Mapping[str, object]) -> bool:
        return all(part.holds(facts) for part in self.parts)

    def names(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.names()

    def as_json(self) -> dict[str, object]:
        return {"op": "all", "parts": [part.as_json() for part in self.parts]}


@dataclass(frozen=True, slots=True)
class Any(Condition):
    """At least one of ``parts``."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Mapping[str, object]) -> bool:
        return any(part.holds(facts) for part in self.parts)

    def names(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.names()

    def as_json(self) -> dict[str, object]:
        return {"op": "any", "parts": [part.as_json() for part in self.parts]}


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """The contrary of ``part``."""

    part: Condition

    def holds(self, facts: Mapping[str, object]) -> bool:
        return not self.part.holds(facts)

    def names(self) -> Iterator[str]:
        yield from self.part.names()

    def as_json(self) -> dict[str, object]:
        return {"op": "not", "part": self.part.as_json()}


ALWAYS = Always()
NEVER = Never()


def is_(name: str, *values: str) -> Is:
    """``name`` is one of ``values``."""
    return Is(name, values)


def both(*parts: Condition) -> All:
    """Every one of ``parts``."""
    return All(parts)


def either(*parts: Condition) -> Any:
    """At least one of ``parts``."""
    return Any(parts)
