"""CTR: contractor permit renewal (تجديد تصريح مقاولين).

The document ends with the submission; the department's decision, the permit and the refusal are readings
(CTR-03, CTR-04). The register is asked before a case is opened, whenever a clerk wants it asked again, and
once more between the clerk's decision and the permit: what it then says is the worker's own step.
"""

from __future__ import annotations

from desktop.base.text import Text
from desktop.models.records.case import WaitsOn
from desktop.models.records.people import ApplicantKind, Job
from desktop.workflows.conditions import ALWAYS, NEVER, Holds, Not, both, is_
from desktop.workflows.definition import (
    Action,
    Closing,
    LetterDef,
    MessageDef,
    Outcome,
    RegisterColumn,
    RegisterDef,
    Requirement,
    ServiceDefinition,
    State,
    Tone,
    Trigger,
)
from desktop.workflows.effects import letter, message, set_fields
from desktop.workflows.fields import Choice, Field, FieldKind, Source

STAFF = (Job.CLERK,)
STAFF_OR_APPLICANT = (Job.CLERK, Job.WORKER)
BY_ITSELF = (Job.WORKER,)

STANDINGS = (
    Choice("valid", Text("ساري المفعول", "In force")),
    Choice("suspended", Text("موقوف", "Suspended")),
    Choice("renewed", Text("مجدَّد", "Renewed already")),
    Choice("cancelled", Text("ملغى", "Cancelled")),
    Choice("missing", Text("غير موجود في السجل", "Not in the register")),
)
CONTRACTOR_NUMBER = Field(
    "contractor_number", Text("رقم المقاول", "Contractor number"), FieldKind.CODE, max_length=20
)
PERMIT_NUMBER = Field("permit_number", Text("رقم التصريح", "Permit number"), FieldKind.CODE, max_length=20)
PERMIT_YEAR = Field("permit_year", Text("سنة التصريح", "Permit year"), FieldKind.CODE, max_length=4)
CONTRACTOR_NAME = Field(
    "contractor_name", Text("اسم المقاول", "Contractor's name"), filled=True, required=NEVER
)
STANDING = Field(
    "permit_standing",
    Text("حالة التصريح في السجل", "Permit in the register"),
    FieldKind.CHOICE,
    choices=STANDINGS,
    filled=True,
    required=NEVER,
)
VALID_TO = Field(
    "permit_valid_to", Text("ساري لغاية", "In force until"), FieldKind.DATE, filled=True, required=NEVER
)
ANSWER = (CONTRACTOR_NAME, STANDING, VALID_TO)

VALID = is_("permit_standing", "valid")
STILL_VALID = is_("input:permit_standing", "valid")

ACTIONS = (
    Action(  # CTR-03
        "renew",
        Text("الموافقة على التجديد", "Agree to the renewal"),
        ("review",),
        (Outcome("confirming", (set_fields("renewed_until"),)),),
        by=STAFF,
        requires=(
            Requirement(
                VALID,
                Text("التصريح غير ساري المفعول في السجل.", "The permit is not in force in the register."),
            ),
            Requirement(
                Not(Holds("done_before")),
                Text("جُدّد هذا التصريح بطلب آخر.", "The permit was renewed by another application."),
            ),
        ),
        inputs=(
            Field(
                "renewed_until",
                Text("التصريح المجدَّد ساري لغاية", "Renewed until"),
                FieldKind.DATE,
                from_today=True,
            ),
        ),
        tone=Tone.PRIMARY,
    ),
    Action(  # CTR-03: not renewed, suspended or cancelled in the meantime
        "confirmed",
        Text("تأكيد السجل", "Confirmed by the register"),
        ("confirming",),
        (
            Outcome(
                "renewed",
                (set_fields("contractor_name", "permit_standing", "permit_valid_to"), letter("permit"), message("renewed")),
                when=both(STILL_VALID, Not(Holds("done_before"))),
            ),
            Outcome("review", (set_fields("contractor_name", "permit_standing", "permit_valid_to"),)),
        ),
        by=BY_ITSELF,
        trigger=Trigger.REGISTER,
        register="contractor_permits",
        inputs=ANSWER,
    ),
    Action(
        "ask_again",
        Text("إعادة الاستعلام من السجل", "Ask the register again"),
        ("review",),
        (Outcome("asking"),),
        by=STAFF,
    ),
    Action(
        "answered",
        Text("جواب السجل", "The register's answer"),
        ("asking",),
        (Outcome("review", (set_fields("contractor_name", "permit_standing", "permit_valid_to"),)),),
        by=BY_ITSELF,
        trigger=Trigger.REGISTER,
        register="contractor_permits",
        inputs=ANSWER,
    ),
    Action(  # CTR-04
        "refuse",
        Text("رفض الطلب", "Refuse"),
        ("review",),
        (Outcome("refused", (message("refused"),)),),
        by=STAFF,
        inputs=(
            Field(
                "reason_code",
                Text("سبب الرفض", "Reason"),
                FieldKind.CHOICE,
                source=Source.REFUSE_REASONS,
                of_service="CTR",
            ),
            Field(
                "grounds",
                Text("المبررات", "Grounds"),
                FieldKind.LONG_TEXT,
                required=is_("reason_code", "other_refusal"),
                max_length=300,
                help=Text("تظهر في رسالة الرفض.", "Shown in the refusal message."),
            ),
        ),
        tone=Tone.DANGER,
    ),
    Action(  # COM-13
        "withdraw",
        Text("سحب الطلب", "Withdraw at the applicant's request"),
        ("review", "asking", "confirming"),
        (Outcome("withdrawn", (message("withdrawn"),)),),
        by=STAFF_OR_APPLICANT,
        portal=True,
        shared=True,
        inputs=(Field("reason", Text("سبب السحب", "Reason"), FieldKind.LONG_TEXT, required=NEVER, max_length=300),),
        tone=Tone.DANGER,
    ),
)  # fmt: skip

SERVICE = ServiceDefinition(
    code="CTR",
    version=1,
    label=Text("تجديد تصريح مقاولين", "Contractor permit renewal"),
    department="ctr",
    applicants=(ApplicantKind.BUSINESS, ApplicantKind.CITIZEN),
    target_days=(1, 3),
    fields=(
        CONTRACTOR_NUMBER,  # CTR-01
        PERMIT_NUMBER,
        PERMIT_YEAR,
        Field(  # CTR-02; the telephone number is the applicant's own
            "renewal_reason",
            Text("سبب التجديد", "Reason for renewal"),
            FieldKind.LONG_TEXT,
            max_length=300,
        ),
        CONTRACTOR_NAME,
        STANDING,
        VALID_TO,
        Field(
            "renewed_until",
            Text("مجدَّد لغاية", "Renewed until"),
            FieldKind.DATE,
            filled=True,
            required=NEVER,
        ),
    ),
    attachments=(),
    states=(
        State("review", Text("تدقيق الطلب", "Under review"), WaitsOn.STAFF, start=True, target=True),
        State("asking", Text("بانتظار جواب السجل", "Waiting for the register"), WaitsOn.CLOCK, target=True),
        State("confirming", Text("بانتظار تأكيد السجل", "Waiting for the register to confirm"), WaitsOn.CLOCK, target=True),
        State("renewed", Text("جُدّد التصريح", "Renewed"), WaitsOn.NOBODY, closing=Closing.COMPLETED),
        State("refused", Text("مرفوض", "Refused"), WaitsOn.NOBODY, closing=Closing.REFUSED),
        State("withdrawn", Text("مسحوب بطلب مقدمه", "Withdrawn"), WaitsOn.NOBODY, closing=Closing.WITHDRAWN),
    ),
    actions=ACTIONS,
    messages=(
        MessageDef(
            "accepted",
            Text("استلام الطلب", "Received"),
            "أمانة عمّان: استلمنا طلب تجديد التصريح، ورقمه {reference}.",
        ),
        MessageDef(  # CTR-03
            "renewed",
            Text("تجديد التصريح", "Renewed"),
            "أمانة عمّان: جُدّد التصريح {permit_number} (الطلب {reference})، ويمكنكم طباعته من البوابة.",
        ),
        MessageDef(  # CTR-04
            "refused",
            Text("رفض الطلب", "Refused"),
            "أمانة عمّان: نعتذر عن عدم تجديد التصريح {permit_number} (الطلب {reference}). السبب: {reasons}.",
        ),
        MessageDef(  # COM-13
            "withdrawn",
            Text("سحب الطلب", "Withdrawn"),
            "أمانة عمّان: سُحب الطلب {reference} بناءً على طلبكم.",
        ),
    ),
    letters=(LetterDef("permit", Text("التصريح المجدَّد", "Renewed permit"), (("contractor_permit", ALWAYS),)),),
    on_submission=(message("accepted"),),
    summary=("contractor_name", "permit_number", "permit_year"),
    registers=(
        RegisterDef(  # CTR-01
            "contractor_permits",
            Text("سجل تصاريح المقاولين", "Contractors' permits"),
            columns=(
                RegisterColumn("contractor_number", Text("رقم المقاول", "Contractor number")),
                RegisterColumn("permit_number", Text("رقم التصريح", "Permit number")),
                RegisterColumn("permit_year", Text("سنة التصريح", "Permit year")),
                RegisterColumn("contractor_name", Text("اسم المقاول", "Contractor's name")),
                RegisterColumn("permit_standing", Text("حالة التصريح", "Standing"), choices=STANDINGS[:-1]),
                RegisterColumn("permit_valid_to", Text("ساري لغاية", "In force until"), required=False),
            ),
            find_by=("contractor_number", "permit_number", "permit_year"),
            fills=("contractor_name", "permit_standing", "permit_valid_to"),
            unknown=Text(
                "لا يوجد تصريح بهذه البيانات مجتمعة؛ تحقق منها جميعاً.",
                "There is no permit with these details together; check all of them.",
            ),
            absent={"permit_standing": "missing"},
        ),
    ),
    subject=("contractor_number", "permit_number", "permit_year"),
)  # fmt: skip
