"""What the placeholders in letters' templates stand for: in one case, and by name for template writers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop.base.clock import amman, amman_date, numeric_date
from desktop.base.money import format_dinars
from desktop.base.text import Text
from desktop.letters.template import to_body, to_person
from desktop.models.records.case import CaseFile, Refund, RequestState
from desktop.models.records.occasion import Result
from desktop.models.records.people import ApplicantKind
from desktop.models.records.plan import EffectKind
from desktop.models.records.reference import Reference
from desktop.workflows.definition import Action, ServiceDefinition
from desktop.workflows.occasions import occasion_text, texts_of
from desktop.workflows.values import shown_value
from desktop.workflows.wording import highest_percent_kept, refusal_reasons

_KIND_NAME = re.compile("^(?:دورة|امتحان) ")
_BODIES = (ApplicantKind.GOVERNMENT, ApplicantKind.BUSINESS)


@dataclass(frozen=True, slots=True)
class Deed:
    """The step that issues a letter: the action, what was entered, the doer's name, the moment."""

    action: str
    by: str
    at: datetime
    inputs: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that a template may use; ``sample`` is what a preview shows for it."""

    name: str
    label: Text
    sample: str


def deed_of(file: CaseFile, event_number: int, names: Mapping[str, Text]) -> Deed:
    """The step of ``file`` with that number; ``names`` are the staff's, by login."""
    event = next(e for e in file.events if e.number == event_number)
    name = names.get(event.actor)
    return Deed(event.action, name.ar if name else event.actor, event.at, json.loads(event.data))


def letter_values(
    service: ServiceDefinition, file: CaseFile, reference: Reference, deed: Deed
) -> dict[str, str]:
    """What a template's placeholders stand for, in Arabic, from the facts of one case.

    A name without a value is left out or empty: passages can be printed by it.
    """
    case = file.case
    values = {
        field.key: shown_value(field, case.payload[field.key], reference, case.payload).ar
        for field in service.fields
        if case.payload.get(field.key) is not None
    }
    course = reference.courses.get(str(case.payload.get("course", "")))
    paid = [r.amount for r in file.requests if r.state is RequestState.SETTLED and not r.claim]
    body = case.applicant.kind in _BODIES
    return {
        **_entered(service, deed, reference, case.payload),
        **values,
        "applicant_name": case.applicant.name,
        "trainee_name": values.get("trainee_name", case.applicant.name),
        "addressee": to_body(case.applicant.name) if body else to_person(case.applicant.name),
        "reference": case.reference,
        "submitted_on": numeric_date(amman_date(case.submitted_at)),
        "service": service.label.ar,
        "specialty": values.get("subject", ""),
        "course_title": course.name.ar.removeprefix("دورة ") if course else "",
        "hours": str(course.hours) if course else "",
        "fee": format_dinars(sum(paid[1:], paid[0])) if paid else "",
        "percent_kept": highest_percent_kept(service, reference),
        "reasons": refusal_reasons(deed.inputs, reference),
        "done_by": deed.by,
        "done_on": numeric_date(amman_date(deed.at)),
        "done_at": amman(deed.at).strftime("%H:%M"),
        **_occasion(service, file, reference),
        **_refund(file, deed),
        **_outside(file, reference, deed),
    }


def _outside(file: CaseFile, reference: Reference, deed: Deed) -> dict[str, str]:
    """The bodies that the step asked, and those that it reminded (LIC-06)."""
    asked = [a.body for a in file.approvals if a.asked_at == deed.at]
    late = [a.body for a in file.approvals if a.chased_at == deed.at]
    return {
        "asked_bodies": "، ".join(reference.bodies[code].name.ar for code in asked),
        "late_bodies": "، ".join(reference.bodies[code].name.ar for code in late),
    }


def _occasion(service: ServiceDefinition, file: CaseFile, reference: Reference) -> dict[str, str]:
    """What the case has a place on, and what came of it."""
    day = amman_date(file.case.submitted_at)
    told = {
        name: occasion_text(service, name, file, file.case.payload, reference, day)
        for name in texts_of(service)
    }
    if told:
        # The wordings say what it is: a course called "دورة …" would be called so twice.
        told["occasion_subject"] = _KIND_NAME.sub("", told["occasion_subject"])
    place = file.standing.place
    if place is None:
        return told
    return {
        **told,
        "exam_score": place.score,
        "exam_passed": "yes" if place.result is Result.PASSED else "",
        "exam_failed": "yes" if place.result is Result.FAILED else "",
    }


def _entered(
    service: ServiceDefinition, deed: Deed, reference: Reference, payload: Mapping[str, object]
) -> dict[str, str]:
    action = next((a for a in service.actions if a.key == deed.action), None)
    return {
        field.key: shown_value(field, deed.inputs[field.key], reference, payload).ar
        for field in (action.inputs if action else ())
        if deed.inputs.get(field.key) is not None
    }


def _refund(file: CaseFile, deed: Deed) -> dict[str, str]:
    refund = next((r for r in file.refunds if r.refund_id == deed.inputs.get("refund_id")), None)
    if refund is None:
        return {}
    approved = deed.action == "refund_approve"
    return {
        **_amounts(refund),
        "refund_approved": "yes" if approved else "",
        "refund_reason": refund.reason,
        "decision_note": str(deed.inputs.get("reason", "")),
    }


def _amounts(refund: Refund) -> dict[str, str]:
    kept = bool(refund.kept)
    return {
        "refund_paid": format_dinars(refund.paid),
        "refund_kept": format_dinars(refund.kept) if kept else "",
        "refund_percent": f"{refund.percent_kept.normalize():f}" if kept else "",
        "refund_amount": format_dinars(refund.amount),
    }


_FRAME = tuple(
    Placeholder(name, Text(ar, en), sample)
    for name, ar, en, sample in (
        ("applicant_name", "اسم مقدم الطلب", "Applicant's name", "سارة يوسف حدّاد"),
        ("trainee_name", "اسم المتدرب أو الموفد", "Trainee or delegate", "سارة يوسف حدّاد"),
        (
            "addressee",
            "المخاطَب بصيغة المخاطبة",
            "Addressee with form of address",
            to_person("سارة يوسف حدّاد"),
        ),
        ("reference", "الرقم المرجعي", "Reference", "TRN-2026-000123-7"),
        ("submitted_on", "تاريخ تقديم الطلب", "Submitted on", "15/11/2026"),
        ("service", "اسم الخدمة", "Name of the service", "تدريب وتسهيل مهمة الطلاب والموفدين"),
        ("specialty", "التخصص", "Specialty", "المساحة"),
        ("course_title", "اسم الدورة", "Course", "ARC-PRO"),
        ("hours", "ساعات الدورة", "Course hours", "24"),
        ("fee", "الرسوم المدفوعة", "Fee paid", "200.000"),
        ("percent_kept", "النسبة المقتطعة", "Per cent kept", "25"),
        ("done_by", "اسم منفّذ الإجراء", "Who did the step", "رنا خليل"),
        ("done_on", "تاريخ الإجراء", "Day of the step", "21/11/2026"),
        ("done_at", "ساعة الإجراء", "Time of the step", "10:45"),
    )
)
_OF_OCCASIONS = {
    one.name: one
    for one in (
        Placeholder(name, Text(ar, en), sample)
        for name, ar, en, sample in (
            ("occasion_subject", "الدورة أو الامتحان", "Course or exam", "نظم المعلومات الجغرافية"),
            ("occasion_date", "تاريخ الانعقاد", "Date", "22/11/2026"),
            ("occasion_time", "ساعة الانعقاد", "Time", "09:00"),
            ("occasion_place", "مكان الانعقاد", "Place", "المحطة المعرفية - رأس العين"),
            ("occasion_person", "المفتش أو جهة الاتصال", "Inspector or contact", "سامر نايف الفاعوري"),
            ("occasion_hours", "عدد الساعات", "Hours", "30"),
            ("occasion_fee", "الرسوم", "Fee", "100.000"),
            ("level_name", "امتحان المستوى", "Level exam", "امتحان مستوى أول"),
            ("level_link", "رابط امتحان المستوى", "Link to the level exam", "www.amman.jo/level"),
            ("level_pass_mark", "علامة النجاح", "Pass mark", "60"),
            ("level_from", "أول يوم لإعادة الامتحان", "First day to sit again", "22/12/2026"),
            ("exam_score", "العلامة", "Score", "85"),
            ("exam_passed", "النتيجة ناجح", "Passed", "نعم"),
            ("exam_failed", "النتيجة راسب", "Failed", "نعم"),
        )
    )
}
_OF_ACTIONS = {
    "ask_outside": (("asked_bodies", "الجهات المطلوب رأيها", "Bodies asked", "مديرية الدفاع المدني"),),
    "chase_outside": (("late_bodies", "الجهات المتأخرة", "Bodies that are late", "مديرية الدفاع المدني"),),
    "refuse": (("reasons", "أسباب الرفض", "Reasons of the refusal", "عدم توفر شاغر في الفترة المطلوبة"),),
    "refund": (
        ("refund_paid", "المبلغ المدفوع", "Amount paid", "200.000"),
        ("refund_kept", "المبلغ المقتطع", "Amount kept", "50.000"),
        ("refund_percent", "نسبة الاقتطاع", "Per cent kept of this refund", "25"),
        ("refund_amount", "المبلغ المردود", "Amount returned", "150.000"),
        ("refund_approved", "ووفق على الاسترداد", "The refund is approved", "نعم"),
        ("refund_reason", "سبب الاسترداد", "Why money goes back", "عدم الحضور للتدريب المدفوع"),
        ("decision_note", "سبب عدم الموافقة", "Why the refund is declined", "عدم كفاية المبررات"),
    ),
}


def known_placeholders(services: Iterable[ServiceDefinition], template: str) -> dict[str, Placeholder]:
    """The names that every letter written with ``template`` has, for checking, choosing and previewing."""
    found: dict[str, Placeholder] | None = None
    for service in services:
        for letter in service.letters:
            if any(kind == template for kind, _ in letter.templates):
                here = _placeholders(service, letter.key)
                found = here if found is None else {k: v for k, v in found.items() if k in here}
    return found or {}


def _placeholders(service: ServiceDefinition, letter: str) -> dict[str, Placeholder]:
    issuing = [a for a in service.actions if _issues(a, letter)]
    groups = {"refund" if a.key.startswith("refund_") else a.key for a in issuing}
    groups |= {e.kind.value for a in issuing for o in a.outcomes for e in o.effects}
    special = [Placeholder(n, Text(ar, en), s) for g in groups for n, ar, en, s in _OF_ACTIONS.get(g, ())]
    entered = [Placeholder(f.key, f.label, f.label.ar) for a in issuing for f in a.inputs]
    fields = [Placeholder(f.key, f.label, f.label.ar) for f in service.fields]
    return {one.name: one for one in (*entered, *fields, *_of_occasion(service), *special, *_FRAME)}


def _of_occasion(service: ServiceDefinition) -> list[Placeholder]:
    if service.occasion is None:
        return []
    further = [Placeholder(f"occasion_{f.key}", f.label, f.label.ar) for f in service.occasion.details]
    return [*further, *_OF_OCCASIONS.values()]


def _issues(action: Action, letter: str) -> bool:
    return any(e.kind is EffectKind.LETTER and e.key == letter for o in action.outcomes for e in o.effects)
