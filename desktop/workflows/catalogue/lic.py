"""LIC: professional licence split, and adding or changing a profession (تجزئة رخصة مهن).

Readings that the document leaves open: older claims are those of the applicant's own name on the property;
bodies of the second stage (Civil Defence) are asked after the inspection, as the document's order has it; any
body's refusal ends the application; claims and fees not paid, or faults not put right, in their windows end it.
What a window or a fee is, who must approve a profession and what an inspector looks at is reference data.
"""

from __future__ import annotations

from desktop.base.text import Text
from desktop.models.records.case import WaitsOn
from desktop.models.records.occasion import OccasionEvent
from desktop.models.records.people import ApplicantKind, Job
from desktop.workflows.calendar import Unit
from desktop.workflows.conditions import ALWAYS, NEVER, Done, Holds, Not, NotPast, both, is_
from desktop.workflows.definition import (
    SAME_STATE,
    Action,
    Check,
    Closing,
    DeadlineDef,
    FeeDef,
    LetterDef,
    MessageDef,
    OccasionDef,
    Outcome,
    RefundDef,
    RegisterColumn,
    RegisterDef,
    Requirement,
    ServiceDefinition,
    State,
    Tone,
    Trigger,
)
from desktop.workflows.effects import (
    answer_outside,
    ask_outside,
    assign_to_actor,
    chase_outside,
    claim,
    close_claim,
    close_letters,
    close_outside,
    close_payments,
    deadline,
    letter,
    message,
    payment,
    refund,
    release_place,
    set_fields,
    take_place,
)
from desktop.workflows.fields import Choice, Field, FieldKind, Source

STAFF = (Job.CLERK,)
STAFF_OR_WORKER = (Job.CLERK, Job.WORKER)
BY_ITSELF = (Job.WORKER,)
CIVIL_DEFENCE = "civil_defence"

PERMIT_NEEDED = Holds("profession:permit")
ASKED_FIRST, ASKED_LATER = Holds("profession:stage1"), Holds("profession:stage2")
REFUSES = is_("input:answer", "refused")

PURPOSES = (
    Choice("split", Text("تجزئة رخصة جديدة", "Split off a new licence")),
    Choice("add", Text("إضافة مهنة", "Add a profession")),
    Choice("change", Text("تغيير مهنة", "Change a profession")),
)
STANDINGS = (
    Choice("active", Text("فعّالة", "Active")),
    Choice("suspended", Text("موقوفة", "Suspended")),
    Choice("cancelled", Text("ملغاة", "Cancelled")),
    Choice("closed", Text("مغلقة", "Closed")),
)
CLAIM_KINDS = (
    Choice("property_tax", Text("مسقفات", "Property tax")),
    Choice("assessment", Text("تحققات", "Assessments")),
)
DISTRICTS = tuple(
    Choice(code, Text(ar, en))
    for code, ar, en in (
        ("madina", "المدينة", "Al-Madina"),
        ("basman", "بسمان", "Basman"),
        ("marka", "ماركا", "Marka"),
        ("nasr", "النصر", "Al-Nasr"),
        ("yarmouk", "اليرموك", "Al-Yarmouk"),
        ("ras_al_ain", "رأس العين", "Ras Al-Ain"),
        ("badr", "بدر", "Badr"),
        ("zahran", "زهران", "Zahran"),
        ("abdali", "العبدلي", "Al-Abdali"),
        ("tariq", "طارق", "Tariq"),
        ("quwaysima", "القويسمة والجويدة وأبو علندا والرقيم", "Al-Quwaysima"),
        ("khuraybat", "خريبة السوق وجاوا واليادودة", "Khuraybat Al-Suq"),
        ("muqabalayn", "المقابلين وأم قصير والبنيات", "Al-Muqabalayn"),
        ("wadi_alsir", "وادي السير", "Wadi Al-Sir"),
        ("badr_jadida", "بدر الجديدة", "Badr Al-Jadida"),
        ("sweileh", "صويلح", "Sweileh"),
        ("tla_ali", "تلاع العلي وأم السماق وخلدا", "Tla' Al-Ali"),
        ("jubayha", "الجبيهة", "Al-Jubayha"),
        ("shafa_badran", "شفا بدران", "Shafa Badran"),
        ("abu_nusayr", "أبو نصير", "Abu Nusayr"),
        ("uhud", "أحد", "Uhud"),
        ("marj_alhamam", "مرج الحمام", "Marj Al-Hamam"),
    )
)
"""The municipality's districts, as its registers name them."""

MESSAGES = (
    MessageDef(  # LIC-04
        "claims_due",
        Text("مطالبات مالية سابقة", "Older claims to be paid"),
        "أمانة عمّان: على العقار مطالبات مالية باسمكم (الطلب {reference}): {claims}. يُستكمل الطلب بعد دفعها إلكترونياً خلال {days} يوماً.",
    ),
    MessageDef(  # LIC-04
        "claim_number",
        Text("رقم دفع مطالبة", "A claim's payment number"),
        "أمانة عمّان: {claim_kind} {claim_year}، {amount} دينار (الطلب {reference})، رقم الدفع الإلكتروني {payment_number}.",
    ),
    MessageDef(
        "claims_expired",
        Text("إلغاء لعدم دفع المطالبات", "Cancelled: claims not paid"),
        "أمانة عمّان: أُلغي الطلب {reference} لعدم دفع المطالبات المالية خلال المهلة المحددة.",
    ),
    MessageDef(  # LIC-05
        "accepted",
        Text("قبول الطلب", "Accepted"),
        "أمانة عمّان: قُبل طلبكم لرخصة المهن، ورقمه {reference}.",
    ),
    MessageDef(  # LIC-06
        "outside_needed",
        Text("الموافقات الخارجية المطلوبة", "Outside approvals needed"),
        "أمانة عمّان: الموافقات الخارجية المطلوبة للطلب {reference}: {asked_bodies}.",
    ),
    MessageDef(
        "outside_late",
        Text("تأخر جهة خارجية", "A body outside is late"),
        "أمانة عمّان: لم يصل بعد جواب {late_bodies} بخصوص الطلب {reference}، وقد ذكّرناها به.",
    ),
    MessageDef(  # LIC-07
        "outside_refused",
        Text("عدم موافقة جهة خارجية", "A body outside refused"),
        "أمانة عمّان: لم توافق {body} على الطلب {reference}. السبب: {grounds}.",
    ),
    MessageDef(  # LIC-10
        "civil_defence_refused",
        Text("عدم موافقة الدفاع المدني", "Civil Defence refused"),
        "أمانة عمّان: لم يوافق الدفاع المدني على الطلب {reference}. السبب: {grounds}.",
    ),
    MessageDef(  # LIC-08
        "inspection_set",
        Text("موعد الكشف", "Inspection's date"),
        "أمانة عمّان: موعد الكشف على محلكم (الطلب {reference}) يوم {occasion_date} من الساعة {occasion_time}.",
    ),
    MessageDef(  # LIC-08
        "inspection_moved",
        Text("تغيير موعد الكشف", "Inspection moved"),
        "أمانة عمّان: تغيّر موعد الكشف على محلكم (الطلب {reference}) إلى يوم {occasion_date} من الساعة {occasion_time}.",
    ),
    MessageDef(
        "inspection_off",
        Text("إلغاء موعد الكشف", "Inspection called off"),
        "أمانة عمّان: أُلغي موعد الكشف (الطلب {reference})، ويصلكم الموعد الجديد برسالة.",
    ),
    MessageDef(
        "not_inspected",
        Text("تعذّر الكشف", "Could not be inspected"),
        "أمانة عمّان: تعذّر إجراء الكشف (الطلب {reference}): {reason}. يصلكم الموعد الجديد برسالة.",
    ),
    MessageDef(  # LIC-09
        "not_conforming",
        Text("تصويب الأوضاع", "To be put right"),
        "أمانة عمّان: محلكم غير مطابق للشروط (الطلب {reference}). يرجى تصويب ما يلي خلال {days} يوماً: {faults}.",
    ),
    MessageDef(
        "put_right",
        Text("تسجيل التصويب", "Recorded as put right"),
        "أمانة عمّان: سُجّل تصويب الأوضاع (الطلب {reference})، ويصلكم موعد إعادة الكشف برسالة.",
    ),
    MessageDef(
        "putting_right_expired",
        Text("إلغاء لعدم التصويب", "Cancelled: not put right"),
        "أمانة عمّان: أُلغي الطلب {reference} لعدم تصويب الأوضاع خلال المهلة المحددة.",
    ),
    MessageDef(  # LIC-11
        "fee_due",
        Text("الموافقة والرسوم", "Approved, with the fee"),
        "أمانة عمّان: ووفق على الطلب {reference}، والرسوم {amount} دينار تُدفع خلال {days} أيام، رقم الدفع الإلكتروني {payment_number}.",
    ),
    MessageDef(
        "fee_expired",
        Text("إلغاء لعدم دفع الرسوم", "Cancelled: fee not paid"),
        "أمانة عمّان: أُلغي الطلب {reference} لعدم دفع رسوم الرخصة خلال المهلة المحددة.",
    ),
    MessageDef(  # LIC-12
        "issued",
        Text("صدور الرخصة", "Licence issued"),
        "أمانة عمّان: صدرت رخصتكم (الطلب {reference})، ويمكنكم طباعتها من البوابة.",
    ),
    MessageDef(
        "refused",
        Text("رفض الطلب", "Refused"),
        "أمانة عمّان: نعتذر عن عدم الموافقة على الطلب {reference}. السبب: {reasons}.",
    ),
    MessageDef(  # COM-13
        "withdrawn",
        Text("سحب الطلب", "Withdrawn"),
        "أمانة عمّان: سُحب الطلب {reference} بناءً على طلبكم.",
    ),
)  # fmt: skip

REGISTERS = (
    RegisterDef(  # LIC-01
        "trade_licences",
        Text("سجل رخص المهن", "Professional licences"),
        columns=(
            RegisterColumn("licence_number", Text("رقم الرخصة", "Licence number")),
            RegisterColumn("licence_holder", Text("صاحب الرخصة", "Licence holder")),
            RegisterColumn("licence_standing", Text("حالة الرخصة", "Standing"), choices=STANDINGS),
            RegisterColumn("licence_renewed_to", Text("مجدَّدة لغاية", "Renewed until"), kind=FieldKind.DATE),
        ),
        find_by=("licence_number",),
        fills=("licence_holder", "licence_standing", "licence_renewed_to"),
        unknown=Text("لا توجد رخصة بهذا الرقم في السجل.", "There is no licence of this number in the register."),
        attempts=20,
    ),
    RegisterDef(  # LIC-02
        "property_deeds",
        Text("سجل سندات الملكية", "Property deeds"),
        columns=(
            RegisterColumn("deed_reference", Text("الرقم المرجعي للسند", "Deed reference")),
            RegisterColumn("deed_owner", Text("مالك العقار", "Owner")),
            RegisterColumn("district", Text("المنطقة", "District"), choices=DISTRICTS),
        ),
        find_by=("deed_reference",),
        fills=("deed_owner", "district"),
        unknown=Text("لا يوجد سند ملكية بهذا الرقم المرجعي.", "There is no property deed of this reference."),
        attempts=20,
    ),
    RegisterDef(  # LIC-03
        "building_permits",
        Text("سجل التراخيص الإنشائية", "Building permits"),
        columns=(
            RegisterColumn("building_permit", Text("الرقم المرجعي للشهادة", "Certificate reference")),
            RegisterColumn("permit_usage", Text("الاستعمال المرخّص", "Permitted use")),
        ),
        find_by=("building_permit",),
        fills=("permit_usage",),
        unknown=Text(
            "لا توجد شهادة ترخيص إنشائي بهذا الرقم المرجعي.",
            "There is no building permit certificate of this reference.",
        ),
        attempts=20,
    ),
    RegisterDef(  # LIC-04: what the applicant owes on a property of theirs
        "property_claims",
        Text("سجل المطالبات المالية", "Claims on properties"),
        columns=(
            RegisterColumn("claim_number", Text("رقم المطالبة", "Claim number")),
            RegisterColumn("claim_kind", Text("نوع المطالبة", "Kind"), choices=CLAIM_KINDS),
            RegisterColumn("claim_year", Text("السنة", "Year"), required=False),
            RegisterColumn("claim_amount", Text("المبلغ", "Amount"), kind=FieldKind.MONEY),
            RegisterColumn("deed_reference", Text("الرقم المرجعي للسند", "Deed reference")),
            RegisterColumn("identity", Text("رقم المكلَّف", "Debtor's number")),
        ),
        find_by=("deed_reference",),
        fills=("claim_number", "claim_kind", "claim_year", "claim_amount"),
        unknown=Text("لا توجد مطالبات.", "There are no claims."),
        of_applicant=True,
        listed="claim_found",
        gone="claim_gone",
        entry="claim_number",
    ),
)  # fmt: skip

LICENCE = Field(
    "licence_number",
    Text("رقم الرخصة المطلوب التجزئة منها", "Licence to split from"),
    FieldKind.CODE,
    max_length=20,
)
DEED = Field(
    "deed_reference",
    Text("الرقم المرجعي لسند ملكية العقار", "Property deed reference"),
    FieldKind.CODE,
    max_length=30,
)
PERMIT = Field(  # LIC-03: asked of those professions alone that need it
    "building_permit",
    Text("الرقم المرجعي لشهادة الترخيص الإنشائي", "Building permit certificate reference"),
    FieldKind.CODE,
    required=PERMIT_NEEDED,
    shown=PERMIT_NEEDED,
    max_length=30,
)
ROUND = Field(
    "inspection",
    Text("جولة الكشف", "Inspection round"),
    FieldKind.CHOICE,
    source=Source.OCCASIONS,
    of_kind="inspection",
)
FAULTS = Field(
    "faults",
    Text("ما يلزم تصويبه", "To be put right"),
    FieldKind.CHOICES,
    source=Source.CHECKLIST,
    source_of="profession",
    max_length=400,
)
REMARK = Field(
    "remark",
    Text("ملاحظات الكشف", "Inspector's remarks"),
    FieldKind.LONG_TEXT,
    required=NEVER,
    max_length=300,
)
REASONS = (
    Field(
        "reason_code",
        Text("سبب الرفض", "Reason"),
        FieldKind.CHOICE,
        source=Source.REFUSE_REASONS,
        of_service="LIC",
    ),
    Field(
        "grounds",
        Text("المبررات", "Grounds"),
        FieldKind.LONG_TEXT,
        required=is_("reason_code", "other_refusal"),
        max_length=300,
        help=Text("تظهر في رسالة الرفض.", "Shown in the refusal message."),
    ),
)


def _filled(key: str, ar: str, en: str, kind: FieldKind = FieldKind.TEXT, **more: object) -> Field:
    return Field(key, Text(ar, en), kind, required=NEVER, filled=True, **more)  # type: ignore[arg-type]


FIELDS = (
    Field("purpose", Text("نوع الطلب", "Purpose"), FieldKind.CHOICE, choices=PURPOSES),
    LICENCE,  # LIC-01
    Field("profession", Text("المهنة المطلوبة", "Profession"), FieldKind.CHOICE, source=Source.PROFESSIONS),
    Field("trade_name", Text("الاسم التجاري", "Trade name"), max_length=120),
    DEED,  # LIC-02
    PERMIT,
    Field("address", Text("عنوان المحل", "Address of the premises"), max_length=160),
    Field("remarks", Text("ملاحظات", "Remarks"), FieldKind.LONG_TEXT, required=NEVER, max_length=500),
    _filled("licence_holder", "صاحب الرخصة", "Licence holder"),
    _filled("licence_standing", "حالة الرخصة في السجل", "Licence in the register", FieldKind.CHOICE, choices=STANDINGS),
    _filled("licence_renewed_to", "مجدَّدة لغاية", "Renewed until", FieldKind.DATE),
    _filled("deed_owner", "مالك العقار", "Owner of the property"),
    _filled("district", "المنطقة", "District", FieldKind.CHOICE, choices=DISTRICTS),
    _filled("permit_usage", "استعمال البناء المرخّص", "Permitted use of the building"),
    _filled("inspection", "جولة الكشف", "Inspection round", FieldKind.CHOICE, source=Source.OCCASIONS, of_kind="inspection"),
    _filled("faults", "ما يلزم تصويبه", "To be put right", FieldKind.CHOICES, source=Source.CHECKLIST, source_of="profession", max_length=400),
    _filled("valid_to", "سارية لغاية", "Valid until", FieldKind.DATE),
)  # fmt: skip

STATES = (
    State("checking", Text("بانتظار سجل المطالبات المالية", "Waiting for the register of claims"), WaitsOn.CLOCK, start=True, target=True),
    State("claims_due", Text("بانتظار دفع المطالبات المالية", "Older claims to be paid"), WaitsOn.APPLICANT),
    State("review", Text("تدقيق الطلب", "Under review"), WaitsOn.STAFF, target=True),
    State("outside", Text("بانتظار الموافقات الخارجية", "Waiting for outside approvals"), WaitsOn.OUTSIDE),
    State("to_inspect", Text("تحديد موعد الكشف", "Inspection to be scheduled"), WaitsOn.STAFF, target=True),
    State("inspection_set", Text("بانتظار موعد الكشف", "Inspection scheduled"), WaitsOn.CLOCK, target=True),
    State("inspecting", Text("تسجيل نتيجة الكشف", "Inspection result"), WaitsOn.STAFF, target=True),
    State("putting_right", Text("بانتظار تصويب الأوضاع", "To be put right"), WaitsOn.APPLICANT),
    State("outside_after", Text("بانتظار موافقات ما بعد الكشف", "Waiting for approvals after inspection"), WaitsOn.OUTSIDE),
    State("decision", Text("قرار الترخيص", "Decision"), WaitsOn.STAFF, target=True),
    State("awaiting_payment", Text("بانتظار دفع الرسوم", "Waiting for payment"), WaitsOn.APPLICANT),
    State("issued", Text("صدرت الرخصة", "Licence issued"), WaitsOn.NOBODY, closing=Closing.COMPLETED),
    State("refused", Text("مرفوض", "Refused"), WaitsOn.NOBODY, closing=Closing.REFUSED),
    State("cancelled", Text("ملغى", "Cancelled"), WaitsOn.NOBODY, closing=Closing.CANCELLED),
    State("withdrawn", Text("مسحوب بطلب مقدمه", "Withdrawn"), WaitsOn.NOBODY, closing=Closing.WITHDRAWN),
)  # fmt: skip

TO_APPROVE = Requirement(
    Not(Holds("outside_open")),
    Text("لم تصل جميع الموافقات الخارجية.", "Not every outside approval has arrived."),
)
STILL_RENEWED = Requirement(
    both(is_("licence_standing", "active"), NotPast("licence_renewed_to")),
    Text("لم تعد الرخصة الأصلية فعالة ومجددة.", "The original licence is no longer active and renewed."),
)

CLAIMS = (  # LIC-04
    Action(
        "claim_found",
        Text("مطالبة مالية سابقة", "Older claim"),
        ("checking",),
        (Outcome(SAME_STATE, (claim("claim_number"),)),),
        by=BY_ITSELF,
        trigger=Trigger.REGISTER,
        register="property_claims",
        inputs=(
            Field("claim_number", Text("رقم المطالبة", "Claim number"), FieldKind.CODE, max_length=40),
            Field("claim_kind", Text("نوع المطالبة", "Kind of claim"), FieldKind.CHOICE, choices=CLAIM_KINDS),
            Field("claim_year", Text("السنة", "Year"), FieldKind.CODE, required=NEVER, max_length=4),
            Field("claim_amount", Text("المبلغ", "Amount"), FieldKind.MONEY),
        ),
    ),
    Action(
        "claim_gone",
        Text("مطالبة لم تعد قائمة", "Claim listed no more"),
        ("checking",),
        (Outcome(SAME_STATE, (close_claim(),)),),
        by=BY_ITSELF,
        trigger=Trigger.REGISTER,
        register="property_claims",
        inputs=(Field("claim_number", Text("رقم المطالبة", "Claim number"), FieldKind.CODE, max_length=40),),
    ),
    Action(  # LIC-05
        "claims_known",
        Text("جواب سجل المطالبات", "Claims are known"),
        ("checking",),
        (
            Outcome("claims_due", (message("claims_due"), deadline("claims")), when=Holds("claims_open")),
            Outcome("review", (message("accepted"),)),
        ),
        by=BY_ITSELF,
        trigger=Trigger.REGISTER,
        register="property_claims",
    ),
    Action(  # LIC-05
        "claims_paid",
        Text("دُفعت المطالبات", "Claims paid"),
        ("claims_due",),
        (Outcome("review", (message("accepted"),)),),
        by=BY_ITSELF,
        trigger=Trigger.PAYMENT,
    ),
    Action(
        "ask_claims_again",
        Text("إعادة الاستعلام عن المطالبات", "Ask for the claims again"),
        ("claims_due",),
        (Outcome("checking"),),
        by=STAFF,
    ),
    Action(
        "claims_expired",
        Text("انتهاء مهلة دفع المطالبات", "Claims not paid in time"),
        ("claims_due",),
        (Outcome("cancelled", (close_payments(), message("claims_expired"))),),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
)

APPROVALS = (
    Action(  # LIC-06
        "accept",
        Text("قبول الطلب ومتابعته", "Accept and go on"),
        ("review",),
        (
            Outcome(
                "outside",
                (ask_outside("profession", 1), letter("outside_request", by_hand=True), message("outside_needed")),
                when=ASKED_FIRST,
            ),
            Outcome("to_inspect"),
        ),
        by=STAFF,
        requires=(STILL_RENEWED,),
        tone=Tone.PRIMARY,
    ),
    Action(  # LIC-07, LIC-10
        "record_answer",
        Text("تسجيل جواب جهة خارجية", "Record a body's answer"),
        ("outside", "outside_after"),
        (
            Outcome(
                "refused",
                (answer_outside(), close_outside(), close_letters(), message("civil_defence_refused")),
                when=both(REFUSES, is_("input:body", CIVIL_DEFENCE)),
            ),
            Outcome(
                "refused",
                (answer_outside(), close_outside(), close_letters(), message("outside_refused")),
                when=REFUSES,
            ),
            Outcome("decision", (answer_outside(),), when=both(Holds("outside_last"), Done("record_conforming"))),
            Outcome("to_inspect", (answer_outside(),), when=Holds("outside_last")),
            Outcome(SAME_STATE, (answer_outside(),)),
        ),
        by=STAFF,
        inputs=(
            Field("body", Text("الجهة", "Body"), FieldKind.CHOICE, source=Source.OUTSIDE_BODIES),
            Field(
                "answer",
                Text("الجواب", "Answer"),
                FieldKind.CHOICE,
                choices=(
                    Choice("granted", Text("موافقة", "Approved")),
                    Choice("refused", Text("عدم موافقة", "Refused")),
                ),
            ),
            Field("answer_reference", Text("رقم كتاب الجهة", "Number of its letter"), required=NEVER, max_length=60),
            Field(
                "grounds",
                Text("أسباب عدم الموافقة", "Its grounds"),
                FieldKind.LONG_TEXT,
                required=is_("answer", "refused"),
                shown=is_("answer", "refused"),
                max_length=200,
                help=Text("تظهر في رسالة عدم الموافقة.", "Shown in the refusal message."),
            ),
        ),
        tone=Tone.PRIMARY,
        listed=False,
    ),
    Action(  # by itself when a body is late, or by a clerk then
        "chase",
        Text("تذكير الجهات المتأخرة", "Remind the bodies that are late"),
        ("outside", "outside_after"),
        (Outcome(SAME_STATE, (chase_outside(), letter("outside_reminder", by_hand=True), message("outside_late"))),),
        by=STAFF_OR_WORKER,
        shown=Holds("outside_late"),
    ),
)  # fmt: skip

INSPECTION = (
    Action(  # LIC-08
        "schedule",
        Text("تحديد موعد الكشف", "Schedule the inspection"),
        ("to_inspect", "putting_right"),
        (Outcome("inspection_set", (set_fields("inspection"), take_place(), message("inspection_set"))),),
        by=STAFF,
        inputs=(ROUND,),
        tone=Tone.PRIMARY,
    ),
    Action(  # LIC-08: moving one sends the new date
        "reschedule",
        Text("تغيير موعد الكشف", "Move the inspection"),
        ("inspection_set", "inspecting"),
        (Outcome("inspection_set", (set_fields("inspection"), take_place(), message("inspection_moved"))),),
        by=STAFF,
        inputs=(ROUND, Field("reason", Text("السبب", "Reason"), FieldKind.LONG_TEXT, required=NEVER, max_length=200)),
    ),
    Action(
        "round_moved",
        Text("تغيّر موعد الجولة", "The round was moved"),
        ("inspection_set", "inspecting"),
        (Outcome("inspection_set", (message("inspection_moved"),)),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.DATED,
    ),
    Action(
        "round_cancelled",
        Text("أُلغيت الجولة", "The round was called off"),
        ("inspection_set", "inspecting"),
        (Outcome("to_inspect", (message("inspection_off"),)),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.CANCELLED,
    ),
    Action(
        "round_came",
        Text("حان موعد الكشف", "The day of the inspection"),
        ("inspection_set",),
        (Outcome("inspecting"),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.CAME,
    ),
    Action(
        "record_conforming",
        Text("مطابق للشروط", "Conforming"),
        ("inspecting",),
        (
            Outcome(
                "outside_after",
                (ask_outside("profession", 2), letter("outside_request", by_hand=True), message("outside_needed")),
                when=ASKED_LATER,
            ),
            Outcome("decision"),
        ),
        by=STAFF,
        inputs=(REMARK,),
        tone=Tone.PRIMARY,
    ),
    Action(  # LIC-09
        "record_not_conforming",
        Text("غير مطابق للشروط", "Not conforming"),
        ("inspecting",),
        (
            Outcome(
                "putting_right",
                (set_fields("faults"), message("not_conforming"), deadline("putting_right"), assign_to_actor()),
            ),
        ),
        by=STAFF,
        inputs=(FAULTS, REMARK),
        tone=Tone.DANGER,
    ),
    Action(
        "not_inspected",
        Text("تعذّر إجراء الكشف", "Could not be inspected"),
        ("inspecting",),
        (Outcome("to_inspect", (release_place(), message("not_inspected"))),),
        by=STAFF,
        inputs=(Field("reason", Text("السبب", "Reason"), FieldKind.LONG_TEXT, max_length=200),),
    ),
    Action(  # LIC-09: then inspected again
        "put_right",
        Text("تسجيل تصويب الأوضاع", "Record that it was put right"),
        ("putting_right",),
        (Outcome("to_inspect", (message("put_right"),)),),
        by=STAFF_OR_WORKER,
        portal=True,
        shared=True,
    ),
    Action(
        "putting_right_expired",
        Text("انتهاء مهلة التصويب", "Not put right in time"),
        ("putting_right",),
        (Outcome("cancelled", (message("putting_right_expired"), close_letters())),),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
)  # fmt: skip

ENDING = (
    Action(  # LIC-11
        "approve",
        Text("الموافقة على الترخيص", "Approve"),
        ("decision",),
        (Outcome("awaiting_payment", (set_fields("valid_to"), payment("licence_fee", "fee_due"), deadline("fee"))),),
        by=STAFF,
        requires=(TO_APPROVE, STILL_RENEWED),
        inputs=(
            Field(
                "valid_to", Text("الرخصة سارية لغاية", "Licence valid until"), FieldKind.DATE, from_today=True
            ),
        ),
        tone=Tone.PRIMARY,
    ),
    Action(  # LIC-12
        "fee_paid",
        Text("وصول الرسوم", "Fee received"),
        ("awaiting_payment",),
        (Outcome("issued", (letter("licence"), message("issued"))),),
        by=BY_ITSELF,
        trigger=Trigger.PAYMENT,
    ),
    Action(
        "fee_expired",
        Text("انتهاء مهلة دفع الرسوم", "Fee not paid in time"),
        ("awaiting_payment",),
        (Outcome("cancelled", (close_payments(), close_letters(), message("fee_expired"))),),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
    Action(
        "refuse",
        Text("رفض الطلب", "Refuse"),
        ("review", "to_inspect", "inspecting", "putting_right", "decision"),
        (Outcome("refused", (close_outside(), close_letters(), message("refused"))),),
        by=STAFF,
        inputs=REASONS,
        tone=Tone.DANGER,
    ),
    Action(  # COM-13
        "withdraw",
        Text("سحب الطلب", "Withdraw at the applicant's request"),
        (
            "checking", "claims_due", "review", "outside", "to_inspect", "inspection_set", "inspecting",
            "putting_right", "outside_after", "decision", "awaiting_payment",
        ),
        (
            Outcome(
                "withdrawn",
                (
                    close_payments(), close_outside(), close_letters(), message("withdrawn"),
                    refund("withdrawal", Holds("paid")),
                ),
            ),
        ),
        by=STAFF_OR_WORKER,
        portal=True,
        shared=True,
        inputs=(Field("reason", Text("سبب السحب", "Reason"), FieldKind.LONG_TEXT, required=NEVER, max_length=300),),
        tone=Tone.DANGER,
    ),
)  # fmt: skip

SERVICE = ServiceDefinition(
    code="LIC",
    version=1,
    label=Text("تجزئة رخصة مهن", "Professional licence split"),
    department="pl",
    applicants=(  # LIC-13
        ApplicantKind.CITIZEN,
        ApplicantKind.RESIDENT,
        ApplicantKind.BUSINESS,
        ApplicantKind.GOVERNMENT,
    ),
    target_days=(1, 3),  # LIC-14
    fields=FIELDS,
    attachments=(),
    states=STATES,
    actions=(*CLAIMS, *APPROVALS, *INSPECTION, *ENDING),
    messages=MESSAGES,
    deadlines=(
        DeadlineDef(
            "claims",
            Text("مهلة دفع المطالبات المالية", "Window to pay older claims"),
            "claims_due",
            "claims_expired",
            Unit.DAYS,
            14,
            setting="lic.claims_days",
            from_message="claims_due",
        ),
        DeadlineDef(
            "putting_right",
            Text("مهلة تصويب الأوضاع", "Window to put things right"),
            "putting_right",
            "putting_right_expired",
            Unit.DAYS,
            30,
            setting="lic.putting_right_days",
            from_message="not_conforming",
        ),
        DeadlineDef(
            "fee",
            Text("مهلة دفع رسوم الرخصة", "Window to pay the licence's fee"),
            "awaiting_payment",
            "fee_expired",
            Unit.DAYS,
            7,
            setting="lic.fee_days",
            from_message="fee_due",
        ),
    ),
    letters=(
        LetterDef("licence", Text("رخصة المهن", "Licence"), (("profession_licence", ALWAYS),)),
        LetterDef(
            "outside_request",
            Text("كتاب طلب الموافقات الخارجية", "Request for outside approvals"),
            (("outside_request", ALWAYS),),
        ),
        LetterDef(
            "outside_reminder",
            Text("كتاب تذكير الجهات الخارجية", "Reminder to bodies outside"),
            (("outside_reminder", ALWAYS),),
        ),
    ),
    refunds=(RefundDef("withdrawal", Text("سحب الطلب بعد الدفع", "Withdrawn after payment"), 0),),
    checks=(  # LIC-01: the refusal says why
        *(
            Check(
                "licence_number",
                Not(is_("licence_standing", choice.value)),
                Text(f"الرخصة {choice.label.ar}؛ يُشترط أن تكون فعالة ومجددة.", f"The licence is not active and renewed: {choice.label.en.lower()}."),
            )
            for choice in STANDINGS
            if choice.value != "active"
        ),
        Check(
            "licence_number",
            NotPast("licence_renewed_to"),
            Text("الرخصة غير مجددة: انتهت مدتها ولم تُجدَّد.", "The licence was not renewed: its term is over."),
        ),
    ),
    fee=FeeDef("licence_fee", Text("رسوم الرخصة", "Licence fee"), when=ALWAYS, course_field="profession"),
    summary=("profession", "district", "licence_number"),
    registers=REGISTERS,
    occasion=OccasionDef("inspection", Text("جولات الكشف", "Inspection rounds"), field="inspection", waits=False, working_days=True, one_each=True),
)  # fmt: skip
