"""Case files and reference data built by hand, as the database would have given them."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from desktop.base.clock import AMMAN
from desktop.base.text import Text
from desktop.models.records.case import (
    Attachment,
    Case,
    CaseFile,
    Deadline,
    DeadlineState,
    Event,
    PaymentRequest,
    RequestState,
    Verdict,
)
from desktop.models.records.occasion import Occasion, OccasionState
from desktop.models.records.outside import ChecklistItem, OutsideBody, Profession
from desktop.models.records.people import (
    SENIOR_MANAGEMENT,
    WORKER_LOGIN,
    Actor,
    Applicant,
    ApplicantKind,
    Grant,
    Job,
)
from desktop.models.records.reference import Course, Department, Fee, Holiday, Reference, RejectReason
from desktop.workflows.definition import Handler, ServiceDefinition
from desktop.workflows.engine import Situation
from desktop.workflows.registry import load

TRN = load()["TRN"]
NOW = datetime(2026, 11, 22, 9, tzinfo=AMMAN)
"""Nine in the morning of a working Sunday."""
TODAY = NOW.date()
MOBILE = "+962791234567"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def _department(code: str, ar: str, en: str, *, decides: bool = False, hosts: bool = True) -> Department:
    return Department(
        code=code,
        name=Text(ar, en),
        letter_prefix=code.upper(),
        hosts_training=hosts,
        decides_hosting=decides,
        contact_name="رنا الخطيب",
        contact_phone="065359970",
        contact_hours="8:30-15:30",
        signatory_name="م. سامي حداد",
        signatory_title="مدير الدائرة",
    )


DEPARTMENTS = {
    department.code: department
    for department in (
        _department("hr", "الموارد البشرية", "Human Resources"),
        _department("gis", "نظم المعلومات الجغرافية", "GIS", decides=True),
        _department("it", "تكنولوجيا المعلومات", "Information Technology"),
        _department("finance", "المالية", "Finance", hosts=False),
        _department("ks", "المحطة المعرفية", "Knowledge Station", hosts=False),
        _department("pl", "رخص المهن", "Professional Licences", hosts=False),
        _department("ctr", "المقاولون", "Contractors", hosts=False),
    )
}
COURSES = {
    course.code: course
    for course in (
        Course("gis-beginners", "gis", Text("دورة المبتدئين", "Beginners' course"), 30, "gis-beginners"),
        Course("arc-pro", "gis", Text("دورة ArcGIS Pro", "ArcGIS Pro"), 30, "arc-pro"),
        Course("gis-old", "gis", Text("دورة قديمة", "Former course"), 15, "gis-beginners", active=False),
        Course("it-web", "it", Text("تصميم المواقع", "Web design"), 20, "it-web"),
        Course(
            "ks-tables",
            "ks",
            Text("الجداول الإلكترونية المتقدمة", "Advanced spreadsheets"),
            20,
            "ks-tables",
            kind="course",
            prerequisite="ks-level",
            minimum=10,
            maximum=20,
        ),
        Course(
            "ks-exam",
            "ks",
            Text("امتحان الرخصة الدولية", "ICDL exam"),
            2,
            "ks-tables",
            kind="official",
            minimum=8,
            maximum=20,
        ),
        Course(
            "ks-trial",
            "ks",
            Text("امتحان تجريبي", "Trial exam"),
            2,
            "ks-tables",
            kind="trial",
            minimum=0,
            maximum=1,
        ),
        Course(
            "ks-level",
            "ks",
            Text("امتحان مستوى الجداول الإلكترونية", "Level exam, spreadsheets"),
            1,
            "",
            kind="level",
            details={
                "link": "https://ks.example/level",
                "pass_mark": "60",
                "valid_days": "365",
                "resit_days": "30",
            },
        ),
    )
}
PROFESSIONS = {
    "bakery": Profession(
        "bakery",
        Text("مخبز", "Bakery"),
        True,
        ("health", "civil_defence"),
        (ChecklistItem("exit", Text("مخرج طوارئ", "Emergency exit")),),
        "ks-tables",
    ),
}
BODIES = {
    "health": OutsideBody("health", Text("وزارة الصحة", "Ministry of Health"), 1, 5),
    "civil_defence": OutsideBody("civil_defence", Text("الدفاع المدني", "Civil Defence"), 2, 5),
}


def occasion(number: int, kind: str, department: str, subject: str, **changes: object) -> Occasion:
    """An occasion that takes places, two weeks from now."""
    plain = Occasion(
        occasion_id=number, kind=kind, department=department, subject=subject,
        starts_at=NOW + timedelta(days=14), ends_at=None, place="قاعة 3", person="", district="",
        minimum=1, maximum=20, taken=1, arrivals=1, reached_at=None,
        came_at=None, state=OccasionState.OPEN, details={}, version=1, last_action="plan",
        last_actor="rana", last_at=NOW,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


OCCASIONS = {
    str(one.occasion_id): one
    for one in (
        occasion(1, "course", "ks", "ks-tables"),
        occasion(2, "inspection", "pl", "", person="م. سامر", district="ماركا"),
        occasion(3, "exam", "ks", "ks-exam"),
    )
}
REFERENCE = Reference(
    departments=DEPARTMENTS,
    courses=COURSES,
    fees=(
        Fee("gis-beginners", Decimal("100.000"), date(2026, 1, 1)),
        Fee("gis-beginners", Decimal("120.000"), date(2026, 12, 1)),
        Fee("arc-pro", Decimal("200.000"), date(2026, 1, 1)),
        Fee("ks-tables", Decimal("35.000"), date(2026, 1, 1)),
    ),
    professions=PROFESSIONS,
    bodies=BODIES,
    occasions=OCCASIONS,
    holidays=(Holiday(date(2026, 12, 24), Text("عطلة", "A holiday"), "12/2026"),),
    reasons=(
        RejectReason("blurred", Text("الصورة غير واضحة", "Not legible"), "attachment"),
        RejectReason("unstamped", Text("الكتاب غير مختوم", "Not stamped"), "attachment"),
        RejectReason("retired", Text("سبب قديم", "Former reason"), "attachment", active=False),
        RejectReason("no_capacity", Text("لا يوجد شاغر", "No vacancy"), "refusal"),
        RejectReason("other_refusal", Text("سبب آخر", "Other"), "refusal"),
    ),
)

INDIVIDUAL: Mapping[str, object] = {
    "kind": "training",
    "category": "individual",
    "hosting_department": "it",
    "subject": "شبكات",
    "period_from": "2026-12-06",
    "period_to": "2026-12-31",
}
NOMINATED: Mapping[str, object] = {
    **INDIVIDUAL,
    "category": "nominated",
    "nominee": "student",
    "nominating_kind": "university",
    "nominating_body": "الجامعة الأردنية",
}
FACILITATION: Mapping[str, object] = {**INDIVIDUAL, "kind": "facilitation"}
GIS: Mapping[str, object] = {
    **{key: value for key, value in INDIVIDUAL.items() if key != "subject"},
    "hosting_department": "gis",
    "course": "gis-beginners",
}
CITIZEN: Mapping[str, object] = {
    "kind": "citizen",
    "name": "أحمد علي الخطيب",
    "national_number": "9901012345",
    "mobile": "0791234567",
}
GOVERNMENT: Mapping[str, object] = {
    "kind": "government",
    "name": "وزارة الأشغال العامة",
    "registration_number": "GOV-17",
    "mobile": "0791234567",
}


def attached(slot: str, content: bytes = PDF, filename: str = "document.pdf") -> dict[str, object]:
    """An attachment as the portal sends it."""
    return {"slot": slot, "filename": filename, "content": base64.b64encode(content).decode()}


def document(
    fields: Mapping[str, object] = INDIVIDUAL,
    applicant: Mapping[str, object] = CITIZEN,
    attachments: Sequence[Mapping[str, object]] | None = None,
    **extra: object,
) -> dict[str, object]:
    """An application as the portal sends it; its one attachment is the one that the category needs."""
    if attachments is None:
        nominated = fields.get("category") == "nominated"
        attachments = [attached("official_letter" if nominated else "certificate")]
    return {
        "service": "TRN",
        "applicant": dict(applicant),
        "fields": dict(fields),
        "attachments": [dict(item) for item in attachments],
        **extra,
    }


def person(login: str, job: Job, department: str, *authorities: str, instead_of: str | None = None) -> Actor:
    """A member of staff with one job in one department."""
    return Actor(login, login.title(), (Grant(department, job, instead_of),), frozenset(authorities))


CLERK = person("rana", Job.CLERK, "hr")
HOST_CLERK = person("omar", Job.CLERK, "gis")
SUPERVISOR = person("huda", Job.SUPERVISOR, "hr")
SENIOR = person("sami", Job.SUPERVISOR, "hr", SENIOR_MANAGEMENT)
WORKER = person(WORKER_LOGIN, Job.WORKER, "hr")


def event(action: str, to_state: str, at: datetime = NOW, **given: object) -> Event:
    """One entry of the record."""
    blank = Event(1, at, "rana", "", "", action, "", to_state, "", "{}", "")
    return replace(blank, **given)  # type: ignore[arg-type]


def attachment(
    attachment_id: int, slot: str, verdict: Verdict | None = Verdict.ACCEPTED, **given: object
) -> Attachment:
    """One document of a case."""
    blank = Attachment(
        attachment_id,
        slot,
        1,
        "document.pdf",
        "application/pdf",
        len(PDF),
        "",
        NOW,
        "portal",
        verdict=verdict,
    )
    return replace(blank, **given)  # type: ignore[arg-type]


def request(
    state: RequestState = RequestState.SETTLED, amount: str = "100.000", request_id: int = 1
) -> PaymentRequest:
    """What an applicant is asked to pay."""
    settled = NOW if state is RequestState.SETTLED else None
    return PaymentRequest(request_id, "gis-beginners", Decimal(amount), "1234", state, NOW, settled)


def passed(action: str, at: datetime = NOW - timedelta(minutes=1)) -> Deadline:
    """A window that is over at ``at`` and ends in ``action``."""
    return Deadline(1, action, action, DeadlineState.RUNNING, "{}", NOW - timedelta(days=5), at)


def case_file(
    state: str,
    payload: Mapping[str, object] = INDIVIDUAL,
    *,
    service: ServiceDefinition = TRN,
    applicant: ApplicantKind = ApplicantKind.CITIZEN,
    events: Sequence[Event] | None = None,
    done: Sequence[str] = (),
    submitted_at: datetime = NOW,
    assignee: str | None = None,
    **parts: object,
) -> CaseFile:
    """A case in ``state`` with its record; ``done`` are actions that were done on it before.

    ``parts`` are the file's tuples: attachments, messages, deadlines, requests, notices, refunds, letters.
    """
    at = service.state(state)
    department = str(payload[service.host_field]) if at.handler is Handler.HOST else service.department
    if events is None:
        events = (
            event("submit", service.start.key, submitted_at, actor="portal"),
            *(event(action, state, submitted_at) for action in done),
        )
    return CaseFile(
        case=Case(
            case_id=1,
            service=service.code,
            definition_version=service.version,
            reference=f"{service.code}-2026-000123-7",
            department=department,
            owner_department=service.department,
            host_department=str(payload.get(service.host_field, "")),
            state=state,
            waits_on=at.waits_on,
            version=4,
            applicant=Applicant(applicant, "أحمد علي", "9901012345", MOBILE),
            payload=dict(payload),
            submitted_at=submitted_at,
            submitted_via="portal",
            target_due_at=None,
            due_at=None,
            closed_at=None,
            outcome="",
            assignee=assignee,
            review_round=1,
            last_action="submit",
            last_actor="portal",
            last_at=submitted_at,
        ),
        events=tuple(events),
        **parts,  # type: ignore[arg-type]
    )


def situation(
    file: CaseFile,
    actor: Actor = CLERK,
    *,
    reference: Reference = REFERENCE,
    now: datetime = NOW,
    service: ServiceDefinition = TRN,
) -> Situation:
    """What a decision on ``file`` is taken from."""
    return Situation(service, file, reference, actor, now)
