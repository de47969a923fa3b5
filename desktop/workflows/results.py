"""Results of a sitting: who sits, what a score may be, and how one that somebody typed is read (EXM-10)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from desktop.base.text import Text, ascii_digits, cleaned, search_form

PLACES = 2
"""Digits after the point that a score may have."""
MAXIMUM, PASS_MARK = "maximum_score", "pass_mark"


class Finding(StrEnum):
    """What is doubtful about a row; all but ``NAME`` keep it from being taken over."""

    NOBODY = "nobody"
    CONFLICT = "conflict"
    DUPLICATE = "duplicate"
    RANGE = "range"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    ABSENT = "absent"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who sits: the case, and all that a list may name them by."""

    case_id: int
    reference: str
    seat: int
    identity: str
    name: str


@dataclass(frozen=True, slots=True)
class Scale:
    """What scores may be: from 0 to ``maximum``; ``pass_mark`` and more is a pass.

    A score has at most ``places`` digits after the point; with ``absence`` a word for it is a result too.
    """

    maximum: Decimal
    pass_mark: Decimal
    places: int = PLACES
    absence: bool = True

    def passes(self, score: Decimal) -> bool:
        """Whether ``score`` is a pass."""
        return score >= self.pass_mark


@dataclass(frozen=True, slots=True)
class Mark:
    """One result: a score, or absence."""

    score: Decimal | None

    @property
    def absent(self) -> bool:
        return self.score is None


ABSENT = Mark(None)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something doubtful about a row, in words; a warning where the row may be taken over all the same."""

    finding: Finding
    text: Text

    @property
    def blocks(self) -> bool:
        return self.finding is not Finding.NAME


def forms(*names: str) -> frozenset[str]:
    """The forms in which ``names`` are compared with what people write."""
    return frozenset(search_form(name) for name in names)


def scale_in(details: Mapping[str, str], *, places: int = PLACES, absence: bool = True) -> Scale:
    """The scale that an exam's ``details`` name; 0 to 100 with a pass at 50 where they name none."""
    try:
        found = Decimal(details[MAXIMUM]), Decimal(details[PASS_MARK])
    except (KeyError, ArithmeticError):
        found = Decimal(100), Decimal(50)
    return Scale(*found, places, absence)


_ABSENT_WORDS = forms(
    *("غائب", "غائبة", "غ", "غياب", "متغيب", "متغيبة", "لم يحضر", "لم تحضر"),
    *("absent", "abs", "ab", "no show", "dns"),
)


_NO_ABSENCE = Text(
    "من لم يتقدم للامتحان لا تُدخَل له نتيجة.", "Who has not sat the exam gets no result entered."
)


def read_mark(typed: str, scale: Scale) -> Mark | Doubt:
    """What somebody typed as a result: a number with point or comma in either digits, a share of the
    maximum (``85%``, ``17/20``), or a word for absence. Otherwise the doubt about it."""
    text = cleaned(typed)
    if not text:
        return Doubt(Finding.EMPTY, Text("لا توجد علامة في هذا السطر.", "There is no score in this row."))
    if search_form(text) in _ABSENT_WORDS:
        return ABSENT if scale.absence else Doubt(Finding.ABSENT, _NO_ABSENCE)
    plain = re.sub(r"[\s']", "", ascii_digits(text)).replace("٪", "%")
    share = re.fullmatch(r"(.+?)[/\\](.+)", plain)
    percent = plain.endswith("%")
    score = _decimal(share.group(1) if share else plain.rstrip("%"))
    if share and score is not None and _decimal(share.group(2)) != scale.maximum:
        score = None
    if score is None:
        return Doubt(Finding.UNREADABLE, Text(f"«{text}» ليست علامة.", f"'{text}' is not a score."))
    if percent:
        score = score * scale.maximum / 100
    score = Decimal(shown_score(score))
    if not 0 <= score <= scale.maximum:
        most = shown_score(scale.maximum)
        return Doubt(
            Finding.RANGE,
            Text(
                f"العلامة {text} خارج المدى (0 إلى {most}).", f"The score {text} is not between 0 and {most}."
            ),
        )
    if -int(score.as_tuple().exponent) > scale.places:
        return Doubt(
            Finding.UNREADABLE,
            Text(
                f"العلامة {text} فيها أكثر من خانتين عشريتين.",
                f"The score {text} has more than two decimals.",
            )
            if scale.places
            else Text(f"العلامة {text} ليست عدداً صحيحاً.", f"The score {text} is not a whole number."),
        )
    return Mark(score)


def shown_score(score: Decimal) -> str:
    """``score`` as people write it: no zeros at the end."""
    return f"{score.normalize():f}" if score else "0"


def _decimal(text: str) -> Decimal | None:
    """A number with one decimal mark: point, comma, or the Arabic ones."""
    plain = re.sub(r"[٫،,]", ".", text)
    if not re.fullmatch(r"[+-]?(\d{1,9}(\.\d{0,12})?|\.\d{1,12})", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None
