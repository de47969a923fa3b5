"""Fields of an application or of an action's input: from them come forms, validation and JSON Schema."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.base.text import Text
from desktop.workflows.conditions import ALWAYS, NEVER, Condition


class FieldKind(StrEnum):
    """What a field holds; each kind has one validation and one widget."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    DATE = "date"
    MOBILE = "mobile"
    NUMBER = "number"
    SCORE = "score"
    """A result, within what the course in ``source_of`` allows."""
    MONEY = "money"
    YES_NO = "yes_no"
    CODE = "code"
    CHOICES = "choices"
    """Several of a list, stored as their values with commas between."""


class Source(StrEnum):
    """Reference data that a choice is made from."""

    HOSTING_DEPARTMENTS = "hosting_departments"
    COURSES = "courses"
    OCCASIONS = "occasions"
    STAFF = "staff"
    ATTACHMENTS = "attachments"
    REJECT_REASONS = "reject_reasons"
    REFUSE_REASONS = "refuse_reasons"
    LEVELS = "levels"
    """The level exam that the course in ``source_of`` asks for: whole numbers."""
    PROFESSIONS = "professions"
    OUTSIDE_BODIES = "outside_bodies"
    CHECKLIST = "checklist"
    """What an inspector looks at for the profession in the field ``source_of``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice; ``aliases`` are other spellings under which it is searched."""

    value: str
    label: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    ``shown`` and ``required`` are conditions over the other fields; a field that is not shown is not
    kept. A date may have to stand after another field (``after``), not before today (``from_today``),
    and at most ``within_months`` after the field ``within_of``.

    A ``filled`` field is written by the program alone (what a register answered, what a step set): nobody
    types it. ``of_service`` names the service whose own ready reasons are offered beside everybody's,
    ``of_kind`` the only kind of courses or occasions that are offered.
    """

    key: str
    label: Text
    kind: FieldKind = FieldKind.TEXT
    required: Condition = ALWAYS
    shown: Condition = ALWAYS
    choices: tuple[Choice, ...] = ()
    source: Source | None = None
    source_of: str = ""
    max_length: int = 200
    after: str = ""
    from_today: bool = False
    within_months: int = 0
    within_of: str = ""
    help: Text | None = None
    filled: bool = False
    of_service: str = ""
    of_kind: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentSlot:
    """A document that an application carries; ``required`` says when (COM-14)."""

    key: str
    label: Text
    required: Condition = NEVER
    shown: Condition = ALWAYS
    help: Text | None = None
