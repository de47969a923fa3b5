"""The three kinds of fault, decided where they arise.

* ``Refusal``: the request cannot be granted as it stands; shown beside what was typed.
* ``Outage``: something outside the program is not answering; shown as a banner, tried again.
* ``Bug``: the program contradicts itself; shown as a dialog, written to the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.base.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a request.

    ``field`` is the path of the field as the form and the portal name it (``"applicant.mobile"``), or
    empty when the request as a whole is refused. ``code`` is stable and is what tests and scripts read.
    """

    field: str
    code: str
    text: Text

    def as_dict(self) -> dict[str, str]:
        return {"field": self.field, "code": self.code, "ar": self.text.ar, "en": self.text.en}


class DiwanError(Exception):
    """Base of every fault that Diwan raises on purpose; ``text`` is the sentence for people."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Refusal(DiwanError):
    """The request is refused, with one or more problems (COM-01).

    ``details`` carries facts a view may show, such as who did the step first (COM-09).
    """

    def __init__(self, problems: Iterable[Problem], details: Mapping[str, object] | None = None) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if not self.problems:
            raise ValueError("a refusal names at least one problem")
        self.details: dict[str, object] = dict(details or {})
        super().__init__(
            Text(
                ar="؛ ".join(p.text.ar for p in self.problems),
                en="; ".join(p.text.en for p in self.problems),
            )
        )

    @classmethod
    def one(
        cls, code: str, ar: str, en: str, *, field: str = "", details: Mapping[str, object] | None = None
    ) -> Refusal:
        """A refusal with a single problem."""
        return cls([Problem(field, code, Text(ar, en))], details)

    @property
    def code(self) -> str:
        """The first problem's code."""
        return self.problems[0].code


class Outage(DiwanError):
    """A database, gateway or register does not answer; the same request may succeed later."""


class Bug(DiwanError):
    """The program contradicts itself; nothing a member of staff typed can cause it."""

    def __init__(self, en: str) -> None:
        super().__init__(Text(ar=f"خطأ داخلي في البرنامج: {en}", en=f"internal error: {en}"))
