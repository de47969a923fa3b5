"""What a case's place on an occasion tells: facts for conditions, texts for messages; see docs/adr/0006.

The database derives the same in ``app.occasion_facts`` and ``app.occasion_value``; contract tests compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from desktop.base.clock import amman, amman_date, numeric_date
from desktop.base.money import format_dinars
from desktop.base.text import Text
from desktop.models.records.case import CaseFile
from desktop.models.records.occasion import LevelResult, Occasion, PlaceState
from desktop.models.records.reference import Course, Reference
from desktop.workflows.definition import ServiceDefinition

OCCASION_FACTS = frozenset(
    {
        "has_place",
        "place_waiting",
        "minimum_reached",
        "occasion_dated",
        "occasion_ahead",
        "place_attendance",
        "place_result",
        "level_needed",
        "level_passed",
        "level_barred",
        "level_pass_mark",
    }
)
OCCASION_TEXTS = {
    "occasion_subject": Text("موضوع الموعد", "what it is about"),
    "occasion_date": Text("تاريخ الموعد", "its date"),
    "occasion_time": Text("ساعة الموعد", "its time"),
    "occasion_place": Text("مكان الموعد", "its place"),
    "occasion_person": Text("المسؤول عنه", "who is in charge"),
    "occasion_hours": Text("عدد الساعات", "hours"),
    "occasion_fee": Text("الرسوم", "fee"),
    "level_name": Text("امتحان المستوى", "level exam"),
    "level_link": Text("رابط امتحان المستوى", "link to the level exam"),
    "level_pass_mark": Text("علامة النجاح", "pass mark"),
    "level_from": Text("أول موعد لإعادته", "first day of the next sitting"),
}
"""The placeholders of an occasion, as the wordings' editor names them."""
FREE = "مجانية"


def texts_of(service: ServiceDefinition) -> frozenset[str]:
    """The placeholders that messages of ``service`` may use of its occasions."""
    return frozenset(text_labels(service))


def text_labels(service: ServiceDefinition) -> dict[str, Text]:
    """The same with what each stands for."""
    if service.occasion is None:
        return {}
    return {**OCCASION_TEXTS, **{f"occasion_{one.key}": one.label for one in service.occasion.details}}


def occasion_facts(
    service: ServiceDefinition, file: CaseFile, reference: Reference, today: date
) -> dict[str, object]:
    """Every fact about the case's place, its occasion and the level exam that the subject asks for."""
    place, occasion = file.standing.place, file.standing.occasion
    level = level_of(service, file.case.payload, reference)
    results = _of_level(file.standing.levels, level)
    return {
        "has_place": place is not None and place.state is PlaceState.SEATED,
        "place_waiting": place is not None and place.state is PlaceState.WAITING,
        "minimum_reached": occasion is not None and occasion.reached_at is not None,
        "occasion_dated": occasion is not None and occasion.starts_at is not None,
        "occasion_ahead": occasion is not None and (occasion_day(occasion) or date.max) > today,
        "place_attendance": place.attendance.value if place else "",
        "place_result": place.result.value if place else "",
        "level_needed": level is not None,
        "level_passed": any(r.passed and (r.valid_to is None or r.valid_to >= today) for r in results),
        "level_barred": any(day > today for day in _rests(level, results)),
        "level_pass_mark": whole(level, "pass_mark"),
    }


def spoken_of(
    service: ServiceDefinition,
    file: CaseFile | None,
    payload: Mapping[str, object],
    reference: Reference,
) -> Occasion | None:
    """The occasion that messages and deadlines of a step speak of: the one that the case names, if any."""
    present = file.standing.occasion if file else None
    named = str(payload.get(service.occasion.field, "")) if service.occasion else ""
    if not named or (present is not None and str(present.occasion_id) == named):
        return present
    return reference.occasions.get(named, present)


def occasion_text(
    service: ServiceDefinition,
    name: str,
    file: CaseFile | None,
    payload: Mapping[str, object],
    reference: Reference,
    day: date,
) -> str:
    """What ``name`` of ``texts_of`` stands for; ``day`` is the one whose fee is owed."""
    occasion = spoken_of(service, file, payload, reference)
    course = subject_of(service, payload, reference)
    if name.startswith("level_"):
        return _level_text(service, name, file, payload, reference)
    if name == "occasion_subject":
        return course.name.ar if course else (occasion.district if occasion else "")
    if name == "occasion_hours":
        return str(course.hours) if course else ""
    if name == "occasion_fee":
        fee = reference.fee_on(course.fee_code, day) if course and course.fee_code else None
        return format_dinars(fee) if fee is not None else FREE
    if name in ("occasion_date", "occasion_time"):
        if occasion is None or occasion.starts_at is None:
            return ""
        at = amman(occasion.starts_at)
        return numeric_date(at.date()) if name == "occasion_date" else f"{at:%H:%M}"
    if name == "occasion_place":
        return occasion.place if occasion else ""
    if name == "occasion_person":
        return occasion.person if occasion else ""
    key = name.removeprefix("occasion_")
    own = occasion.details.get(key, "") if occasion else ""
    return own or (course.details.get(key, "") if course else "")


def subject_of(
    service: ServiceDefinition, payload: Mapping[str, object], reference: Reference
) -> Course | None:
    """What the case is about, where it is a row of the courses."""
    if service.occasion is None:
        return None
    return reference.courses.get(str(payload.get(service.occasion.subject_field, "")))


def level_of(
    service: ServiceDefinition, payload: Mapping[str, object], reference: Reference
) -> Course | None:
    """The level exam that the case's subject asks for."""
    course = subject_of(service, payload, reference)
    return reference.courses.get(course.prerequisite) if course and course.prerequisite else None


def whole(course: Course | None, key: str) -> int:
    """A number out of a course's details; 0 where there is none."""
    text = course.details.get(key, "") if course else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def occasion_day(occasion: Occasion | None) -> date | None:
    """The day of the occasion in Amman, where one is agreed."""
    return amman_date(occasion.starts_at) if occasion and occasion.starts_at else None


def _of_level(levels: tuple[LevelResult, ...], level: Course | None) -> list[LevelResult]:
    return [result for result in levels if level is not None and result.level == level.code]


def _rests(level: Course | None, results: list[LevelResult]) -> list[date]:
    """The first days on which the person may sit again, one for each failure."""
    days = timedelta(days=whole(level, "resit_days"))
    return [result.taken_on + days for result in results if not result.passed]


def _level_text(
    service: ServiceDefinition,
    name: str,
    file: CaseFile | None,
    payload: Mapping[str, object],
    reference: Reference,
) -> str:
    level = level_of(service, payload, reference)
    if level is None:
        return ""
    if name == "level_name":
        return level.name.ar
    if name == "level_from":
        rests = _rests(level, _of_level(file.standing.levels, level)) if file else []
        return numeric_date(max(rests)) if rests else ""
    return level.details.get(name.removeprefix("level_"), "")
