"""CRS: course attendance at the Knowledge Station (طلب حضور دورة).

Readings that the document leaves open: the place is taken when the application arrives, so that order of
arrival is order of submission; a document that proves the prerequisite is judged before the application goes
on, one that proves nothing leads to the level exam; whoever has not sat it or not paid when the offering's
day begins loses the place; on that day itself nobody is asked to sit or to pay any more.
"""

from __future__ import annotations

from desktop.base.text import Text
from desktop.models.records.case import WaitsOn
from desktop.models.records.occasion import OccasionEvent
from desktop.models.records.people import ApplicantKind, Job
from desktop.workflows.calendar import Unit
from desktop.workflows.conditions import ALWAYS, NEVER, AtLeast, Holds, Not, both, either, is_
from desktop.workflows.definition import (
    SAME_STATE,
    Action,
    Closing,
    DeadlineDef,
    EffectSpec,
    FeeDef,
    LetterDef,
    MessageDef,
    OccasionDef,
    Outcome,
    RefundDef,
    Requirement,
    ServiceDefinition,
    State,
    Tone,
    Trigger,
)
from desktop.workflows.effects import (
    close_letters,
    close_payments,
    deadline,
    letter,
    level_result,
    message,
    payment,
    refund,
    set_fields,
    take_place,
)
from desktop.workflows.fields import AttachmentSlot, Field, FieldKind, Source

STAFF = (Job.CLERK,)
STAFF_OR_APPLICANT = (Job.CLERK, Job.WORKER)
BY_ITSELF = (Job.WORKER,)
BEFORE_THE_COURSE = ("review", "waiting", "level_exam", "awaiting_payment", "confirmed")

JUDGED = Holds("attachments_judged")
READY = both(Holds("minimum_reached"), Holds("has_place"))
# CRS-01, CRS-04, CRS-15: neither a document that was accepted nor a pass that is still valid.
UNPROVED = both(Holds("level_needed"), Not(Holds("level_passed")), Not(Holds("attachments_some_accepted")))
PAID_COURSE = Holds("fee_due")
TOO_LATE = both(Not(Holds("occasion_ahead")), either(UNPROVED, PAID_COURSE))
PASSED = AtLeast("input:score", "level_pass_mark")

ASK_FOR_FEE = (payment("course_fee", "payment_requested"), deadline("payment"))  # CRS-08, CRS-09
CONFIRM = (letter("confirmation"), message("confirmed"))
NOT_AGAIN_YET = Outcome(
    "refused", (message("level_barred"),), when=both(UNPROVED, Holds("level_barred"))
)  # CRS-17
GOES_ON = (
    NOT_AGAIN_YET,
    Outcome("waiting", when=TOO_LATE),
    Outcome("level_exam", (message("level_link"), deadline("level")), when=UNPROVED),  # CRS-05
    Outcome("awaiting_payment", ASK_FOR_FEE, when=PAID_COURSE),  # CRS-08
    Outcome("confirmed", CONFIRM),  # CRS-03, CRS-04
)
"""Where an application goes once the minimum is reached and it has a seat."""


def _once_judged(*first: EffectSpec) -> tuple[Outcome, ...]:
    """Where an application goes whose document, if there is one, was judged; ``first`` is done beside it."""
    waits = Not(READY)
    return (
        Outcome("refused", (*first, message("level_barred")), when=NOT_AGAIN_YET.when),
        Outcome("waiting", (*first, message("queued")), when=both(waits, Holds("place_waiting"))),
        Outcome("waiting", first, when=either(waits, TOO_LATE)),
        *(Outcome(one.to, (*first, *one.effects), when=one.when) for one in GOES_ON[2:]),
    )


ACTIONS = (
    Action(  # CRS-14: the order of arrival is the order of submission
        "arrived",
        Text("تسجيل الوصول", "Arrived"),
        ("review", "waiting"),
        _once_judged(),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.ARRIVED,
        requires=(Requirement(JUDGED, Text("لم تُدقَّق الوثيقة.", "The document was not judged.")),),
    ),
    Action(  # CRS-01
        "reviewed",
        Text("إنهاء التدقيق", "Finish the review"),
        ("review",),
        _once_judged(message("proof_rejected", Holds("attachments_rejected"))),
        by=STAFF,
        requires=(Requirement(JUDGED, Text("دقّق الوثيقة أولاً.", "Judge the document first.")),),
        tone=Tone.PRIMARY,
    ),
    Action(  # CRS-03 to CRS-05, CRS-08, CRS-14
        "minimum_reached",
        Text("اكتمال الحد الأدنى", "Minimum reached"),
        ("waiting",),
        (Outcome("review", when=Not(JUDGED)), *GOES_ON),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.REACHED,
        requires=(Requirement(Holds("has_place"), Text("لا مقعد له بعد.", "It has no seat yet.")),),
    ),
    Action(  # CRS-14: a freed seat goes to the first that waits
        "seat_freed",
        Text("شغور مقعد", "A seat became free"),
        ("waiting",),
        (Outcome("review", when=Not(JUDGED)), *GOES_ON),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.SEATED,
        requires=(Requirement(READY, Text("لم يكتمل العدد بعد.", "The minimum is not reached yet.")),),
    ),
    Action(  # CRS-06, CRS-07, CRS-09
        "level_result",
        Text("إدخال نتيجة امتحان المستوى", "Enter the level exam's result"),
        ("level_exam",),
        (
            Outcome("refused", (level_result(), message("level_failed")), when=Not(PASSED)),
            Outcome("awaiting_payment", (level_result(), *ASK_FOR_FEE), when=PAID_COURSE),
            Outcome("confirmed", (level_result(), *CONFIRM)),
        ),
        by=STAFF,
        inputs=(
            Field("score", Text("العلامة", "Score"), FieldKind.SCORE, source=Source.LEVELS, source_of="course"),
        ),
        tone=Tone.PRIMARY,
    ),
    Action(
        "level_expired",
        Text("لم يتقدم لامتحان المستوى", "Level exam not sat in time"),
        ("level_exam",),
        (Outcome("cancelled", (message("level_expired"),)),),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
    Action(  # CRS-10
        "payment_received",
        Text("وصول الدفعة", "Payment received"),
        ("awaiting_payment",),
        (Outcome("confirmed", CONFIRM),),
        by=BY_ITSELF,
        trigger=Trigger.PAYMENT,
    ),
    Action(  # CRS-12
        "payment_expired",
        Text("عدم الدفع قبل الموعد", "Not paid before the date"),
        ("awaiting_payment",),
        (Outcome("cancelled", (close_payments(), message("payment_expired"))),),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
    Action(  # CRS-02
        "postponed",
        Text("تغيير الموعد", "Date changed"),
        tuple(state for state in BEFORE_THE_COURSE if state != "confirmed"),
        (Outcome(SAME_STATE, (message("postponed"),)),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.DATED,
    ),
    Action(  # CRS-02: the confirmation names the date, and is superseded
        "postponed_confirmed",
        Text("تغيير موعد مقعد مؤكد", "Date of a confirmed seat changed"),
        ("confirmed",),
        (Outcome(SAME_STATE, (letter("confirmation"), message("postponed"))),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.DATED,
    ),
    Action(  # CRS-11
        "course_held",
        Text("انعقاد الدورة", "Course held"),
        ("confirmed",),
        (
            Outcome("completed", (message("evaluation"),), when=is_("place_attendance", "present")),
            Outcome("absent", (message("absent"),)),
        ),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.HELD,
    ),
    Action(
        "held_without",
        Text("انعقدت الدورة دونه", "Held without the applicant"),
        ("review", "waiting", "level_exam", "awaiting_payment"),
        (Outcome("cancelled", (close_payments(), message("held_without"))),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.HELD,
    ),
    Action(
        "called_off",
        Text("إلغاء الدورة", "Course called off"),
        BEFORE_THE_COURSE,
        (Outcome("cancelled", (close_payments(), close_letters(), message("called_off"), refund("called_off", Holds("paid")))),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.CANCELLED,
    ),
    Action(
        "change_offering",
        Text("نقل إلى موعد آخر", "Move to another date"),
        ("review", "waiting"),
        (Outcome(SAME_STATE, (set_fields("offering"), take_place(), message("offering_changed"))),),
        by=STAFF,
        inputs=(
            Field(
                "offering",
                Text("موعد الدورة", "Offering"),
                FieldKind.CHOICE,
                source=Source.OCCASIONS,
                source_of="course",
                of_kind="course",
            ),
        ),
    ),
    Action(
        "refuse",
        Text("رفض الطلب", "Refuse"),
        ("review", "waiting"),
        (Outcome("refused", (letter("refusal"), message("refused"))),),
        by=STAFF,
        inputs=(
            Field(
                "reason_code",
                Text("سبب الرفض", "Reason"),
                FieldKind.CHOICE,
                source=Source.REFUSE_REASONS,
                of_service="CRS",
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
        BEFORE_THE_COURSE,
        (Outcome("withdrawn", (close_payments(), close_letters(), message("withdrawn"), refund("withdrawal", Holds("paid")))),),
        by=STAFF_OR_APPLICANT,
        portal=True,
        shared=True,
        inputs=(Field("reason", Text("سبب السحب", "Reason"), FieldKind.LONG_TEXT, required=NEVER, max_length=300),),
        tone=Tone.DANGER,
    ),
)  # fmt: skip

MESSAGES = (
    MessageDef(
        "accepted",
        Text("استلام الطلب", "Received"),
        "أمانة عمّان: استلمنا طلب حضور «{occasion_subject}» في {occasion_date}، ورقمه {reference}.",
    ),
    MessageDef(  # CRS-14
        "queued",
        Text("قائمة الانتظار", "Waiting list"),
        "أمانة عمّان: اكتملت مقاعد «{occasion_subject}»؛ طلبكم {reference} على قائمة الانتظار حسب أولوية الوصول.",
    ),
    MessageDef(  # CRS-01
        "proof_rejected",
        Text("عدم قبول الإثبات", "Proof not accepted"),
        "أمانة عمّان: لم يُقبل إثبات المتطلب السابق في الطلب {reference}: {rejected}. يلزم امتحان المستوى.",
    ),
    MessageDef(  # CRS-05
        "level_link",
        Text("رابط امتحان المستوى", "Link to the level exam"),
        "أمانة عمّان: اكتمل عدد «{occasion_subject}». يرجى تقديم {level_name} قبل {occasion_date} (الطلب {reference}): {level_link}",
    ),
    MessageDef(  # CRS-07
        "level_failed",
        Text("عدم اجتياز امتحان المستوى", "Level exam failed"),
        "أمانة عمّان: لا يمكن حضور «{occasion_subject}» (الطلب {reference}) لعدم الحصول على علامة النجاح ({level_pass_mark}) في {level_name}: المهارات الأساسية المطلوبة غير متوفرة. علامتكم {score}.",
    ),
    MessageDef(  # CRS-17
        "level_barred",
        Text("إعادة الامتحان لم تحن بعد", "May not sit again yet"),
        "أمانة عمّان: لا يمكن حضور «{occasion_subject}» (الطلب {reference}): لم يُجتز {level_name}، وتمكن إعادته بطلب جديد من {level_from}.",
    ),
    MessageDef(
        "level_expired",
        Text("لم يُقدَّم امتحان المستوى", "Level exam not sat"),
        "أمانة عمّان: أُلغي الطلب {reference} لعدم تقديم {level_name} قبل موعد الدورة.",
    ),
    MessageDef(  # CRS-08, CRS-09
        "payment_requested",
        Text("طلب الدفع", "Payment requested"),
        "أمانة عمّان: اكتمل عدد «{occasion_subject}». يرجى دفع {amount} دينار قبل {occasion_date}، رقم الدفع الإلكتروني {payment_number} (الطلب {reference}).",
    ),
    MessageDef(  # CRS-12
        "payment_expired",
        Text("إلغاء لعدم الدفع", "Cancelled: not paid"),
        "أمانة عمّان: أُلغي الطلب {reference} لعدم دفع رسوم «{occasion_subject}» قبل موعدها.",
    ),
    MessageDef(  # CRS-03, CRS-04, CRS-06, CRS-10
        "confirmed",
        Text("تأكيد الحجز", "Seat confirmed"),
        "أمانة عمّان: تأكد حجزكم (الطلب {reference}) في «{occasion_subject}»: {occasion_date} الساعة {occasion_time}، {occasion_place}، المدة {occasion_hours} ساعة، الرسوم {occasion_fee}.",
    ),
    MessageDef(  # CRS-02
        "postponed",
        Text("تغيير الموعد", "Date changed"),
        "أمانة عمّان: أُجّلت «{occasion_subject}» (الطلب {reference}). الموعد الجديد {occasion_date} الساعة {occasion_time}، {occasion_place}.",
    ),
    MessageDef(
        "offering_changed",
        Text("النقل إلى موعد آخر", "Moved to another date"),
        "أمانة عمّان: نُقل الطلب {reference} إلى موعد «{occasion_subject}» في {occasion_date} الساعة {occasion_time}.",
    ),
    MessageDef(  # CRS-11
        "evaluation",
        Text("رابط تقييم الدورة", "Link to the evaluation"),
        "أمانة عمّان: شكراً لحضوركم «{occasion_subject}» (الطلب {reference}). نرجو تقييم الدورة: {occasion_evaluation_link}",
    ),
    MessageDef(
        "absent",
        Text("عدم الحضور", "Absent"),
        "أمانة عمّان: انعقدت «{occasion_subject}» ولم تحضروا، فأُغلق الطلب {reference}.",
    ),
    MessageDef(
        "held_without",
        Text("انعقدت دون مقعد", "Held without a seat"),
        "أمانة عمّان: انعقدت «{occasion_subject}» دون أن يتأكد لكم مقعد (الطلب {reference}). يمكنكم التقدم لموعد آخر.",
    ),
    MessageDef(
        "called_off",
        Text("إلغاء الدورة", "Called off"),
        "أمانة عمّان: أُلغيت «{occasion_subject}» ومعها الطلب {reference}. السبب: {occasion_reason}.",
    ),
    MessageDef(
        "refused",
        Text("رفض الطلب", "Refused"),
        "أمانة عمّان: نعتذر عن عدم قبول الطلب {reference}. السبب: {reasons}.",
    ),
    MessageDef(  # COM-13
        "withdrawn",
        Text("سحب الطلب", "Withdrawn"),
        "أمانة عمّان: سُحب الطلب {reference} بناءً على طلبكم.",
    ),
)  # fmt: skip

SERVICE = ServiceDefinition(
    code="CRS",
    version=1,
    label=Text("حضور دورة", "Course attendance"),
    department="ks",
    applicants=(ApplicantKind.CITIZEN, ApplicantKind.RESIDENT),  # CRS-13
    target_days=(1, 3),
    fields=(
        Field(
            "course",
            Text("الدورة", "Course"),
            FieldKind.CHOICE,
            source=Source.COURSES,
            of_kind="course",
        ),
        Field(
            "offering",
            Text("موعد الدورة", "Offering"),
            FieldKind.CHOICE,
            source=Source.OCCASIONS,
            source_of="course",
            of_kind="course",
        ),
        Field("remarks", Text("ملاحظات", "Remarks"), FieldKind.LONG_TEXT, required=NEVER, max_length=1000),
    ),
    attachments=(
        AttachmentSlot(  # CRS-01
            "proof",
            Text("إثبات المتطلب السابق (شهادة دورة أو خبرة)", "Proof of the prerequisite (certificate or experience)"),
            help=Text(
                "للدورات المتخصصة؛ دونه يلزم امتحان المستوى.",
                "For specialised courses; without it the level exam is sat.",
            ),
        ),
    ),
    states=(
        State("review", Text("تدقيق الطلب", "Under review"), WaitsOn.STAFF, start=True, target=True, uploads=True),
        State("waiting", Text("بانتظار اكتمال العدد", "Waiting for the minimum"), WaitsOn.CLOCK, uploads=True),
        State("level_exam", Text("بانتظار امتحان المستوى", "To be examined"), WaitsOn.APPLICANT),
        State("awaiting_payment", Text("بانتظار الدفع", "Unpaid"), WaitsOn.APPLICANT),
        State("confirmed", Text("مقعد مؤكد", "Seat confirmed"), WaitsOn.CLOCK),
        State("completed", Text("حضر الدورة", "Attended"), WaitsOn.NOBODY, closing=Closing.COMPLETED),
        State("absent", Text("لم يحضر", "Absent"), WaitsOn.NOBODY, closing=Closing.CANCELLED),
        State("refused", Text("مرفوض", "Refused"), WaitsOn.NOBODY, closing=Closing.REFUSED),
        State("cancelled", Text("ملغى", "Cancelled"), WaitsOn.NOBODY, closing=Closing.CANCELLED),
        State("withdrawn", Text("مسحوب بطلب مقدمه", "Withdrawn"), WaitsOn.NOBODY, closing=Closing.WITHDRAWN),
    ),
    actions=ACTIONS,
    messages=MESSAGES,
    letters=(
        LetterDef(
            "confirmation", Text("كتاب تأكيد الحضور", "Confirmation"), (("course_confirmation", ALWAYS),)
        ),
        LetterDef("refusal", Text("كتاب الاعتذار", "Letter of refusal"), (("service_refusal", ALWAYS),)),
    ),
    deadlines=(
        DeadlineDef(
            "level",
            Text("موعد الدورة", "The course's date"),
            "level_exam",
            "level_expired",
            Unit.DATE_START,
            from_occasion=True,
        ),
        DeadlineDef(  # CRS-12
            "payment",
            Text("موعد الدورة", "The course's date"),
            "awaiting_payment",
            "payment_expired",
            Unit.DATE_START,
            from_occasion=True,
        ),
    ),
    refunds=(
        RefundDef("called_off", Text("إلغاء الدورة بعد الدفع", "Called off after payment"), 0),
        RefundDef(
            "withdrawal",
            Text("سحب الطلب بعد الدفع", "Withdrawn after payment"),
            0,
            setting="crs.withdrawal_percent_kept",
        ),
    ),
    fee=FeeDef("course_fee", Text("رسوم الدورة", "Course fee"), when=ALWAYS, course_field="course"),
    on_submission=(take_place(), message("accepted")),
    summary=("course",),
    occasion=OccasionDef(
        kind="course",
        label=Text("مواعيد الدورات", "Course offerings"),
        subject_field="course",
        field="offering",
        postpone_days=14,
        setting="crs.postpone_days",
        details=(
            Field("evaluation_link", Text("رابط التقييم", "Evaluation link"), required=NEVER, max_length=300),
            Field("reason", Text("سبب الإلغاء", "Why it was called off"), required=NEVER, max_length=300),
        ),
    ),
)  # fmt: skip
