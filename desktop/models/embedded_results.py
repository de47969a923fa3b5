"""What results of an occasion may be on an embedded database: the same as ``app.enter_results`` (EXM-10)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from desktop.models.records.occasion import Attendance, Occasion, Result
from desktop.models.records.plan import canonical_json
from desktop.models.tables.office import course

RETURNED = "returned"
"""Among an occasion's details: why its results were given back, until they are entered anew."""
_SCORE = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")


def exam_scale(connection: Connection, present: Occasion) -> tuple[Decimal, Decimal] | None:
    """The greatest score and the pass mark, where the occasion or its subject has them."""
    text = connection.execute(
        select(course.c.details).where(course.c.code == present.subject)
    ).scalar_one_or_none()
    own = {key: value for key, value in present.details.items() if value}
    known = {**json.loads(text or "{}"), **own}
    most, least = str(known.get("maximum_score", "")), str(known.get("pass_mark", ""))
    if not (_SCORE.fullmatch(most) and _SCORE.fullmatch(least)):
        return None
    return Decimal(most), Decimal(least)


def fits(one: Mapping[str, object], scale: tuple[Decimal, Decimal]) -> bool:
    """Whether a score is within the exam's, and the result what the score says."""
    score = str(one.get("score", ""))
    if not _SCORE.fullmatch(score) or Decimal(score) > scale[0]:
        return False
    return (Decimal(score) >= scale[1]) == (one["result"] == Result.PASSED.value)


def details_with(present: Occasion, reason: str) -> str:
    """The occasion's details with why its results were given back; without where there is no reason."""
    left = {key: text for key, text in present.details.items() if key != RETURNED}
    return canonical_json({**left, RETURNED: reason} if reason else left)


def attended(attendance: str) -> dict[str, Any]:
    """What is written of who was there: the absent have no result."""
    gone = {"result": "", "score": ""} if attendance == Attendance.ABSENT.value else {}
    return {"attendance": attendance, **gone}
