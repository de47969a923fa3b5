"""The one validation that the portal's applications, the counter form and every action's input go through."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.base.errors import Problem, Refusal
from desktop.base.text import Text, ascii_digits, cleaned
from desktop.models.records.people import Applicant, ApplicantKind
from desktop.models.records.plan import NewAttachment
from desktop.models.records.reference import Reference
from desktop.workflows.calendar import add_months
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.documents import read_attachments
from desktop.workflows.facts import form_facts
from desktop.workflows.fields import Field, FieldKind
from desktop.workflows.traits import traits
from desktop.workflows.values import clean_value, line_of, mobile_e164, parse_day, unprintable

REQUIRED = Text("هذا الحقل مطلوب.", "This field is required.")
UNKNOWN = Text("حقل غير معروف.", "Unknown field.")
ENVELOPE = ("service", "submission_key", "applicant", "fields", "attachments")
_IDENTITY = re.compile(r"[0-9A-Za-z/.-]{3,40}")


@dataclass(frozen=True, slots=True)
class Application:
    """A validated application, ready to be opened as a case (COM-01)."""

    service: str
    applicant: Applicant
    payload: Mapping[str, object]
    attachments: tuple[NewAttachment, ...]
    submission_key: str


def clean_fields(
    fields: Sequence[Field],
    values: Mapping[str, object],
    facts: Mapping[str, object],
    reference: Reference,
    today: date,
    prefix: str = "",
    stored: Mapping[str, object] | None = None,
) -> tuple[dict[str, object], list[Problem]]:
    """``values`` as they are stored, with every problem found; keys that no field has are problems.

    ``facts`` are what conditions read beside the values themselves; ``stored`` are the case's present
    values, against which ``within_of`` is measured.
    """
    problems = [_unknown(prefix, key) for key in values if key not in {field.key for field in fields}]
    clean: dict[str, object] = {}
    for field in fields:
        known = {**facts, **clean, **traits(fields, clean, reference)}
        if not field.shown.holds(known):
            continue
        path = prefix + field.key
        value, problem = clean_value(field, values.get(field.key), reference, {**facts, **clean}, path)
        if problem is None and value is None and field.required.holds(known):
            problem = Problem(path, "required", REQUIRED)
        if problem is None and value is not None and field.kind is FieldKind.DATE:
            problem = _date_problem(field, str(value), clean, stored or {}, today, path)
        if problem is not None:
            problems.append(problem)
        elif value is not None:
            clean[field.key] = value
    return clean, problems


def _date_problem(
    field: Field,
    value: str,
    clean: Mapping[str, object],
    stored: Mapping[str, object],
    today: date,
    path: str,
) -> Problem | None:
    day = date.fromisoformat(value)
    if field.from_today and day < today:
        return Problem(path, "past", Text("التاريخ في الماضي.", "The date is in the past."))
    start = clean.get(field.after) if field.after else None
    if start is not None and day < date.fromisoformat(str(start)):
        return Problem(path, "before_start", Text("قبل تاريخ البداية.", "The date is before the first day."))
    anchor = parse_day(str(stored.get(field.within_of, ""))) if field.within_of else None
    if anchor is not None:
        if day <= anchor:
            return Problem(
                path,
                "not_later",
                Text("يجب أن يكون بعد الموعد الحالي.", "It must be later than the present date."),
            )
        if day > add_months(anchor, field.within_months):
            return Problem(
                path,
                "too_late",
                Text(
                    f"أبعد من {field.within_months} شهر عن الموعد الأول.",
                    f"More than {field.within_months} month(s) after the first date.",
                ),
            )
    return None


def validate(
    service: ServiceDefinition,
    document: Mapping[str, object],
    reference: Reference,
    today: date,
    answers: Mapping[str, object] | None = None,
) -> Application:
    """The application in ``document``; raises ``Refusal`` naming every field that is wrong (COM-01).

    ``answers`` are what registers say about it, written into the fields that nobody types.
    """
    problems = [_unknown("", key) for key in document if key not in ENVELOPE]
    applicant, wrong = read_applicant(service, document.get("applicant"))
    problems += wrong
    kind = applicant.kind.value if applicant else ""
    raw = document.get("fields")
    if not isinstance(raw, Mapping):
        problems.append(Problem("fields", "required" if raw is None else "not_object", REQUIRED))
        raw = {}
    payload, wrong = clean_fields(
        service.form_fields, raw, {"applicant_kind": kind}, reference, today, prefix="fields."
    )
    problems += wrong
    filled = [field for field in service.fields if field.filled and field.key in (answers or {})]
    found, wrong = clean_fields(
        filled,
        {field.key: (answers or {})[field.key] for field in filled},
        payload,
        reference,
        today,
        "fields.",
    )
    problems += wrong
    payload |= found
    facts = form_facts(service, payload, kind, reference, today)
    attachments, wrong = read_attachments(service.attachments, document.get("attachments"), facts)
    problems += wrong
    # What only registers know is judged once they have answered.
    later = {field.key for field in service.fields if field.filled}
    if not wrong and not problems:
        problems += [
            Problem(f"fields.{check.field}", "check", check.text)
            for check in service.checks
            if not check.condition.holds(facts)
            and not (answers is None and later & set(check.condition.names()))
        ]
    submission_key = document.get("submission_key")
    if submission_key is None:
        submission_key = ""
    # It is stored and compared as it is, so it holds nothing that a database does not take.
    if not isinstance(submission_key, str) or len(submission_key) > 80 or not submission_key.isprintable():
        problems.append(
            Problem("submission_key", "invalid", Text("مفتاح الإرسال غير صالح.", "Invalid submission key."))
        )
    if problems or applicant is None:
        raise Refusal(problems)
    return Application(service.code, applicant, payload, attachments, str(submission_key))


def _unknown(prefix: str, key: str) -> Problem:
    """A key that nobody declared, named so that the answer can be written, shown and stored."""
    return Problem(f"{prefix}{cleaned(key)[:80]}", "unknown_field", UNKNOWN)


def read_applicant(service: ServiceDefinition, raw: object) -> tuple[Applicant | None, list[Problem]]:
    """The applicant in ``raw``, or what is wrong with it (COM-12)."""
    if not isinstance(raw, Mapping):
        return None, [Problem("applicant", "required", REQUIRED)]
    problems: list[Problem] = []

    def text(key: str, limit: int) -> str:
        plain = line_of(raw.get(key)) or ""
        if not plain:
            problems.append(Problem(f"applicant.{key}", "required", REQUIRED))
        elif len(plain) > limit:
            problems.append(
                Problem(
                    f"applicant.{key}",
                    "too_long",
                    Text(f"أطول من {limit} حرفاً.", f"Longer than {limit} characters."),
                )
            )
        return plain

    kinds = {kind.value: kind for kind in service.applicants}
    kind = kinds.get(str(raw.get("kind")))
    if kind is None:
        problems.append(
            Problem(
                "applicant.kind",
                "choice",
                Text(
                    "هذه الفئة لا تستفيد من الخدمة.",
                    "The service is not offered to this kind of applicant: " + ", ".join(kinds) + ".",
                ),
            )
        )
        return None, problems
    known = {"kind", "name", "mobile", *_IDENTITY_KEYS[kind]}
    problems += [_unknown("applicant.", key) for key in raw if key not in known]
    name = text("name", 120)
    if name and not any(c.isalpha() for c in name):
        problems.append(Problem("applicant.name", "name", Text("اسم غير صالح.", "Not a name.")))
    elif name and (wrong_letter := unprintable(name, "applicant.name")):
        problems.append(wrong_letter)
    paper = text("identity_paper", 40) if kind is ApplicantKind.RESIDENT else ""
    number_key = _IDENTITY_KEYS[kind][-1]
    identity = ascii_digits(text(number_key, 40))
    if identity and kind is ApplicantKind.CITIZEN and not re.fullmatch(r"[0-9]{10}", identity):
        problems.append(
            Problem(
                "applicant.national_number",
                "national_number",
                Text("الرقم الوطني عشرة أرقام.", "A national number has ten digits."),
            )
        )
    elif identity and not _IDENTITY.fullmatch(identity):
        problems.append(
            Problem(
                f"applicant.{number_key}",
                "identity",
                Text("رقم غير صالح.", "Not a valid number."),
            )
        )
    typed = text("mobile", 30)
    mobile = mobile_e164(typed)
    if typed and mobile is None:
        problems.append(
            Problem(
                "applicant.mobile",
                "mobile",
                Text(
                    "رقم خلوي أردني غير صالح؛ مثال: 0791234567.",
                    "Not a Jordanian mobile number; for example 0791234567.",
                ),
            )
        )
    if problems or mobile is None:
        return None, problems
    return Applicant(kind, name, identity, mobile, paper), problems


_IDENTITY_KEYS = {
    ApplicantKind.CITIZEN: ("national_number",),
    ApplicantKind.RESIDENT: ("identity_paper", "identity_number"),
    ApplicantKind.GOVERNMENT: ("registration_number",),
    ApplicantKind.BUSINESS: ("registration_number",),
}


def identity_keys(kind: ApplicantKind) -> tuple[str, ...]:
    """The keys under which an applicant of ``kind`` gives an identity (COM-12)."""
    return _IDENTITY_KEYS[kind]
