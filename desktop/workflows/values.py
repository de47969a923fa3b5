"""One value of one field: cleaning what was typed, and showing what is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from desktop.base.clock import amman, numeric_date
from desktop.base.errors import Problem
from desktop.base.money import format_dinars, parse_dinars
from desktop.base.text import Text, ascii_digits, cleaned, foreign_letter
from desktop.models.records.occasion import Occasion
from desktop.models.records.reference import Reference
from desktop.workflows.fields import Choice, Field, FieldKind, Source
from desktop.workflows.results import PLACES, Doubt, Scale, read_mark, scale_in, shown_score

# [0-9], because \d also takes the digits of every other script, which no gateway reads.
_LOCAL_MOBILE = re.compile(r"(?:\+962|00962|962)?0?(7[789][0-9]{7})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
YEARS = range(1900, 2200)
"""The years that a typed day may lie in: beyond them it is a slip, and no window could be counted from it."""
_LONGEST_NUMBER = 10**40
_NO_SCORE = Text("تُتوقع علامة.", "A score is expected.")
_CODE = re.compile(r"[0-9A-Z/._-]+")


def mobile_e164(typed: str) -> str | None:
    """``+9627XXXXXXXX`` for a Jordanian mobile number however it was typed (COM-12), else ``None``."""
    plain = re.sub(r"[\s().-]", "", ascii_digits(cleaned(typed)))
    match = _LOCAL_MOBILE.fullmatch(plain)
    return f"+962{match.group(1)}" if match else None


def parse_day(typed: str) -> date | None:
    """A day typed as ``2026-11-24`` or ``24/11/2026``, in either kind of digits, else ``None``."""
    plain = ascii_digits(cleaned(typed))
    match = _DAY_FIRST.fullmatch(plain)
    try:
        if match:
            day = date(int(match.group(3)), int(match.group(2)), int(match.group(1)))
        else:
            day = date.fromisoformat(plain)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def code_of(typed: str) -> str:
    """A number of a paper as registers hold it: ASCII digits, capital letters, no spaces."""
    return re.sub(r"\s+", "", ascii_digits(cleaned(typed))).upper()


def line_of(raw: object) -> str | None:
    """Text or a whole number as one clean line, empty for nothing; ``None`` for what is neither.

    A number of more digits than any field takes is neither: Python refuses to write the longest of them.
    """
    if raw is None:
        return ""
    if isinstance(raw, str):
        return cleaned(raw)
    if isinstance(raw, bool) or not isinstance(raw, int) or abs(raw) >= _LONGEST_NUMBER:
        return None
    return str(raw)


def choices_of(field: Field, reference: Reference, payload: Mapping[str, object]) -> tuple[Choice, ...]:
    """What may be chosen in ``field``, from its own list or from the reference data."""
    if field.source is Source.HOSTING_DEPARTMENTS:
        return tuple(Choice(d.code, d.name) for d in reference.departments.values() if d.hosts_training)
    if field.source is Source.COURSES:
        owner = payload.get(field.source_of) if field.source_of else None
        return tuple(
            Choice(c.code, c.name)
            for c in reference.courses.values()
            if c.active and field.of_kind in ("", c.kind) and owner in (None, c.department, c.kind)
        )
    if field.source is Source.OCCASIONS:
        subject = payload.get(field.source_of) if field.source_of else None
        return tuple(
            Choice(number, occasion_label(one, reference))
            for number, one in reference.occasions.items()
            if one.kind == field.of_kind and (subject is None or one.subject == subject)
        )
    if field.source is Source.PROFESSIONS:
        return tuple(Choice(p.code, p.name) for p in reference.professions.values() if p.active)
    if field.source is Source.OUTSIDE_BODIES:
        return tuple(Choice(b.code, b.name) for b in reference.bodies.values() if b.active)
    if field.source is Source.CHECKLIST:
        chosen = reference.professions.get(str(payload.get(field.source_of, "")))
        return tuple(Choice(item.code, item.text) for item in (chosen.checklist if chosen else ()))
    if field.source in (Source.REJECT_REASONS, Source.REFUSE_REASONS):
        scope = "attachment" if field.source is Source.REJECT_REASONS else "refusal"
        return tuple(
            Choice(r.code, r.text)
            for r in reference.reasons
            if r.active and r.scope == scope and r.service in ("", field.of_service)
        )
    return field.choices


def scale_of(field: Field, reference: Reference, payload: Mapping[str, object]) -> Scale:
    """What a result in ``field`` may be: as the exam says that the case is about (EXM-10)."""
    course = reference.courses.get(str(payload.get(field.source_of, "")))
    if field.source is Source.LEVELS and course is not None:
        course = reference.courses.get(course.prerequisite)
    places = 0 if field.source is Source.LEVELS else PLACES
    return scale_in(course.details if course else {}, places=places, absence=False)


def occasion_label(occasion: Occasion, reference: Reference, *, with_queue: bool = True) -> Text:
    """An occasion in a list of several: what it is about, when, where, and whether one would wait."""
    course = reference.courses.get(occasion.subject)
    about = (course.name.ar, course.name.en) if course else (occasion.district,) * 2
    when = ""
    if occasion.starts_at is not None:
        at = amman(occasion.starts_at)
        when = f"{numeric_date(at.date())} {at:%H:%M}"
    waits = with_queue and occasion.is_full
    full = ("قائمة انتظار", "waiting list") if waits else ("", "")
    parts = [
        about,
        (when or "موعد لم يحدد", when or "no date yet"),
        (occasion.place,) * 2,
        (occasion.person,) * 2,
        full,
    ]
    return Text("، ".join(ar for ar, _ in parts if ar), ", ".join(en for _, en in parts if en))


def clean_value(
    field: Field, raw: object, reference: Reference, payload: Mapping[str, object], path: str
) -> tuple[object, Problem | None]:
    """``raw`` as it is stored, or the problem with it; blank text is ``None``.

    Dates are stored as ISO text, amounts as text with three places, mobile numbers as E.164, numbers of
    papers in ASCII digits and capital letters.
    """
    if field.kind is FieldKind.YES_NO:
        if isinstance(raw, bool) or raw is None:
            return raw, None
        return None, Problem(path, "yes_no", Text("أجب بنعم أو لا.", "Answer yes or no."))
    text = line_of(raw)
    if text is None:
        return None, Problem(path, "not_text", Text("يُتوقع نص في هذا الحقل.", "Text is expected here."))
    if field.kind is FieldKind.LONG_TEXT and isinstance(raw, str):
        text = "\n".join(cleaned(line) for line in raw.splitlines()).strip()
    if not text:
        return None, None
    if len(text) > field.max_length:
        return None, Problem(
            path,
            "too_long",
            Text(f"أطول من {field.max_length} حرفاً.", f"Longer than {field.max_length} characters."),
        )
    return _typed(field, text, reference, payload, path)


def _typed(
    field: Field, text: str, reference: Reference, payload: Mapping[str, object], path: str
) -> tuple[object, Problem | None]:
    if field.kind is FieldKind.DATE:
        day = parse_day(text)
        if day is None:
            return None, Problem(
                path,
                "date",
                Text("تاريخ غير صالح؛ اكتبه مثل 24/11/2026.", "Not a date; write it as 24/11/2026."),
            )
        return day.isoformat(), None
    if field.kind is FieldKind.MOBILE:
        mobile = mobile_e164(text)
        if mobile is None:
            return None, Problem(
                path,
                "mobile",
                Text(
                    "رقم خلوي أردني غير صالح؛ مثال: 0791234567.",
                    "Not a Jordanian mobile number; for example 0791234567.",
                ),
            )
        return mobile, None
    if field.kind is FieldKind.CODE:
        code = code_of(text)
        if not _CODE.fullmatch(code):
            return None, Problem(
                path,
                "code",
                Text(
                    "رقم غير صالح؛ أرقام وأحرف لاتينية وشرطات فقط.",
                    "Not a valid number; digits, Latin letters and dashes only.",
                ),
            )
        return code, None
    if field.kind is FieldKind.NUMBER:
        plain = ascii_digits(text)
        if not re.fullmatch(r"\d{1,12}", plain):
            return None, Problem(path, "number", Text("يُتوقع رقم صحيح.", "A whole number is expected."))
        return int(plain), None
    if field.kind is FieldKind.SCORE:
        mark = read_mark(text, scale_of(field, reference, payload))
        if isinstance(mark, Doubt) or mark.score is None:
            return None, Problem(path, "score", mark.text if isinstance(mark, Doubt) else _NO_SCORE)
        return (int(mark.score) if field.source is Source.LEVELS else shown_score(mark.score)), None
    if field.kind is FieldKind.MONEY:
        try:
            return str(parse_dinars(text)), None
        except ValueError:
            return None, Problem(
                path, "money", Text("مبلغ غير صالح؛ مثال: 45.500.", "Not an amount; for example 45.500.")
            )
    if field.kind is FieldKind.CHOICE and field.source is not Source.STAFF:
        allowed = choices_of(field, reference, payload)
        if text not in {choice.value for choice in allowed}:
            return None, Problem(
                path,
                "choice",
                Text("قيمة ليست من القائمة.", "Not one of the choices."),
            )
    if field.kind is FieldKind.CHOICES:
        return _several(field, text, reference, payload, path)
    if field.kind is FieldKind.TEXT:
        return text, unprintable(text, path)
    return text, None


def _several(
    field: Field, text: str, reference: Reference, payload: Mapping[str, object], path: str
) -> tuple[object, Problem | None]:
    """Values with commas between, in the order of the list and each once."""
    given = {part.strip() for part in text.split(",") if part.strip()}
    allowed = [choice.value for choice in choices_of(field, reference, payload)]
    if not given or not given.issubset(allowed):
        return None, Problem(path, "choice", Text("قيمة ليست من القائمة.", "Not one of the choices."))
    return ",".join(value for value in allowed if value in given), None


def unprintable(text: str, path: str) -> Problem | None:
    """The problem with a text that letters could not print; names the first character that they lack."""
    letter = foreign_letter(text)
    if letter is None:
        return None
    return Problem(
        path,
        "unprintable",
        Text(
            f"الحرف «{letter}» لا يُطبع في كتب الأمانة؛ اكتب بالحروف العربية أو اللاتينية.",
            f"The letters cannot print '{letter}'; write in Arabic or Latin letters.",
        ),
    )


def shown_value(field: Field, value: object, reference: Reference, payload: Mapping[str, object]) -> Text:
    """``value`` of ``field`` as people read it, in both languages."""
    plain = "" if value is None else str(value)
    shown = Text(plain or "—", plain or "—")
    if value is None:
        return shown
    if field.kind is FieldKind.DATE:
        day = numeric_date(date.fromisoformat(plain))
        return Text(day, day)
    if field.kind is FieldKind.MONEY:
        amount = format_dinars(parse_dinars(plain))
        return Text(amount, amount)
    if field.kind is FieldKind.YES_NO:
        return Text("نعم", "Yes") if value is True else Text("لا", "No")
    if field.kind is FieldKind.CHOICES:
        names = {choice.value: choice.label for choice in choices_of(field, reference, payload)}
        chosen = [names.get(value, Text(value, value)) for value in plain.split(",")]
        return Text("؛ ".join(one.ar for one in chosen), "; ".join(one.en for one in chosen))
    if field.kind is FieldKind.CHOICE:
        if field.source is Source.PROFESSIONS and plain in reference.professions:
            return reference.professions[plain].name
        if field.source is Source.OUTSIDE_BODIES and plain in reference.bodies:
            return reference.bodies[plain].name
        if field.source is Source.OCCASIONS and plain in reference.occasions:
            return occasion_label(reference.occasions[plain], reference, with_queue=False)
        if field.source is Source.COURSES and plain in reference.courses:
            return reference.courses[plain].name
        if field.source is Source.HOSTING_DEPARTMENTS and plain in reference.departments:
            return reference.departments[plain].name
        for choice in choices_of(field, reference, payload):
            if choice.value == plain:
                return choice.label
        for reason in reference.reasons:
            if reason.code == plain:
                return reason.text
    return shown
