"""EXM: official and trial exams of the Knowledge Station (طلب عقد امتحان رسمي أو تجريبي).

The document writes تجاري for the trial kind in three places and تجريبي in two; it describes a trial sitting.
Readings: the fee is asked for at once and for ``exm.payment_days``; an exam whose minimum is not reached in
``exm.minimum_days`` is offered to the applicant, and silence means waiting; a session that is called off leaves
its candidates waiting for the next; who withdraws before the sitting gets the whole fee back.
"""

from __future__ import annotations

from desktop.base.text import Text
from desktop.models.records.case import WaitsOn
from desktop.models.records.occasion import OccasionEvent
from desktop.models.records.people import ApplicantKind, Job
from desktop.workflows.calendar import Unit
from desktop.workflows.conditions import ALWAYS, NEVER, Done, Holds, is_
from desktop.workflows.definition import (
    Action,
    Closing,
    DeadlineDef,
    FeeDef,
    LetterDef,
    MessageDef,
    OccasionDef,
    Outcome,
    RefundDef,
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
    message,
    payment,
    refund,
    set_fields,
    take_place,
)
from desktop.workflows.fields import Choice, Field, FieldKind, Source

STAFF = (Job.CLERK,)
STAFF_OR_APPLICANT = (Job.CLERK, Job.WORKER)
BY_ITSELF = (Job.WORKER,)
TRIAL = is_("kind", "trial")
GOVERNMENT = is_("applicant_kind", ApplicantKind.GOVERNMENT.value)

FIELDS = (  # EXM-01
    Field(
        "kind",
        Text("نوع الامتحان", "Kind of exam"),
        FieldKind.CHOICE,
        choices=(
            Choice("official", Text("رسمي (للحصول على شهادة معتمدة)", "Official (for a recognised certificate)")),
            Choice("trial", Text("تجريبي", "Trial"), aliases=("تجاري",)),  # as the document also writes it
        ),
    ),
    Field("exam", Text("الامتحان", "Exam"), FieldKind.CHOICE, source=Source.COURSES, source_of="kind"),
    Field(
        "candidate_name",
        Text("اسم الممتحَن", "Candidate's name"),
        required=GOVERNMENT,
        shown=GOVERNMENT,
    ),
    Field(
        "candidate_number",
        Text("الرقم الوطني للممتحَن", "Candidate's national number"),
        FieldKind.CODE,
        required=GOVERNMENT,
        shown=GOVERNMENT,
        max_length=20,
    ),
    Field("trial_score", Text("علامة الامتحان التجريبي", "Score of the trial"), filled=True, required=NEVER),
)  # fmt: skip

STATES = (
    State("awaiting_payment", Text("بانتظار الدفع", "Awaiting payment"), WaitsOn.APPLICANT, start=True),
    State("gathering", Text("بانتظار اكتمال العدد", "Waiting for the minimum"), WaitsOn.CLOCK),
    State("offered", Text("عُرض الانتظار أو السحب", "Offered to wait or withdraw"), WaitsOn.APPLICANT),
    # EXM-08: one working week from the minimum on.
    State("to_schedule", Text("بانتظار تحديد الموعد", "Date to be agreed"), WaitsOn.STAFF, target=True),
    State("scheduled", Text("حُدد موعد الامتحان", "Date set"), WaitsOn.CLOCK),
    State("sitting", Text("يوم الامتحان", "Exam's day"), WaitsOn.STAFF, due_in=1),
    State("marking", Text("بانتظار النتيجة", "Waiting for the result"), WaitsOn.STAFF, due_in=5),
    State("certificate_ready", Text("الشهادة جاهزة للاستلام", "Certificate ready"), WaitsOn.APPLICANT),
    State("trial_open", Text("بإمكانه الحضور للامتحان التجريبي", "May come for the trial"), WaitsOn.APPLICANT),
    State("awarded", Text("سُلّمت الشهادة", "Certificate handed over"), WaitsOn.NOBODY, closing=Closing.COMPLETED),
    State("failed", Text("لم يجتز الامتحان", "Failed"), WaitsOn.NOBODY, closing=Closing.COMPLETED),
    State("absent", Text("لم يحضر الامتحان", "Absent"), WaitsOn.NOBODY, closing=Closing.COMPLETED),
    State("trial_done", Text("عُقد الامتحان التجريبي", "Trial held"), WaitsOn.NOBODY, closing=Closing.COMPLETED),
    State("cancelled", Text("ملغى لعدم الدفع", "Cancelled: not paid"), WaitsOn.NOBODY, closing=Closing.CANCELLED),
    State("withdrawn", Text("مسحوب بطلب مقدمه", "Withdrawn"), WaitsOn.NOBODY, closing=Closing.WITHDRAWN),
)  # fmt: skip

ACTIONS = (
    Action(  # EXM-03, EXM-04
        "payment_received",
        Text("وصول الدفعة", "Payment received"),
        ("awaiting_payment",),
        (
            Outcome("trial_open", (letter("trial"), message("trial_open")), when=TRIAL),
            Outcome("gathering", (take_place(), message("gathering"), deadline("gathering"))),
        ),
        by=BY_ITSELF,
        trigger=Trigger.PAYMENT,
    ),
    Action(
        "payment_expired",
        Text("انتهاء مهلة الدفع", "Payment window over"),
        ("awaiting_payment",),
        (Outcome("cancelled", (close_payments(), message("payment_expired"))),),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
    Action(  # EXM-08: the minimum was reached before this one came
        "joined",
        Text("انضم إلى جلسة اكتمل عددها", "Joined a session with its minimum"),
        ("gathering",),
        (Outcome("to_schedule"),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.ARRIVED,
        shown=Holds("minimum_reached"),
    ),
    Action(  # EXM-04
        "minimum_reached",
        Text("اكتمال الحد الأدنى", "Minimum reached"),
        ("gathering", "offered"),
        (Outcome("to_schedule"),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.REACHED,
    ),
    Action(  # EXM-11
        "minimum_late",
        Text("لم يكتمل العدد في المدة المحددة", "Minimum not reached in time"),
        ("gathering",),
        (Outcome("offered", (message("offered"), deadline("answer"))),),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
    Action(  # EXM-11
        "keep_waiting",
        Text("الاستمرار في الانتظار", "Keep waiting"),
        ("offered",),
        (Outcome("gathering", (message("kept"), deadline("kept"))),),
        by=STAFF_OR_APPLICANT,
        portal=True,
    ),
    Action(  # EXM-11: silence is waiting; nobody loses their place or their money by it
        "no_answer",
        Text("لم يرد مقدم الطلب", "No answer"),
        ("offered",),
        (Outcome("gathering", (message("kept"), deadline("kept"))),),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
    Action(  # EXM-05, EXM-08
        "dated",
        Text("تحديد الموعد", "Date set"),
        ("gathering", "offered", "to_schedule", "scheduled", "sitting"),
        (
            Outcome("scheduled", (letter("confirmation"), message("session_moved")), when=Done("dated")),
            Outcome("scheduled", (letter("confirmation"), message("session"))),
        ),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.DATED,
    ),
    Action(
        "came",
        Text("حل يوم الامتحان", "The exam's day has come"),
        ("scheduled",),
        (Outcome("sitting"),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.CAME,
    ),
    Action(  # EXM-06
        "held",
        Text("عُقد الامتحان", "Exam held"),
        ("scheduled", "sitting"),
        (Outcome("marking"),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.HELD,
    ),
    Action(  # EXM-06, EXM-07
        "result_passed_on",
        Text("اعتماد النتيجة", "Result passed on"),
        ("marking",),
        (
            Outcome("absent", (message("absent"),), when=is_("place_attendance", "absent")),
            Outcome("certificate_ready", (letter("result"), message("passed")), when=is_("place_result", "passed")),
            Outcome("failed", (letter("result"), message("failed"))),
        ),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.RESULTS,
    ),
    Action(  # a session called off: its candidates gather for the next
        "session_cancelled",
        Text("إلغاء الجلسة", "Session called off"),
        ("gathering", "offered", "to_schedule", "scheduled", "sitting"),
        (Outcome("gathering", (close_letters(), message("session_cancelled"), take_place(), deadline("again"))),),
        by=BY_ITSELF,
        trigger=Trigger.OCCASION,
        event=OccasionEvent.CANCELLED,
    ),
    Action(  # EXM-03
        "record_trial",
        Text("تسجيل عقد الامتحان التجريبي", "Record the trial"),
        ("trial_open",),
        (Outcome("trial_done", (set_fields("trial_score"), message("trial_done"))),),
        by=STAFF,
        inputs=(
            Field(
                "trial_score",
                Text("علامة الامتحان التجريبي", "Score of the trial"),
                FieldKind.SCORE,
                source_of="exam",
                max_length=20,
                help=Text("تُذكر في رسالة النتيجة.", "Told in the message."),
            ),
        ),
        tone=Tone.PRIMARY,
    ),
    Action(  # EXM-06: handed over in person
        "hand_over_certificate",
        Text("تسليم الشهادة", "Hand over the certificate"),
        ("certificate_ready",),
        (Outcome("awarded", (letter("handover"),)),),
        by=STAFF,
        inputs=(
            Field("certificate_number", Text("رقم الشهادة", "Certificate number"), max_length=40),
            Field("received_by", Text("اسم المستلم", "Received by")),
            Field(
                "identity_paper",
                Text("إثبات الشخصية", "Identity paper"),
                FieldKind.CHOICE,
                choices=(
                    Choice("national_id", Text("هوية شخصية", "National identity card")),
                    Choice("passport", Text("جواز سفر", "Passport")),
                    Choice("other", Text("وثيقة أخرى", "Other")),
                ),
            ),
            Field("identity_number", Text("رقم الإثبات", "Number of the paper"), max_length=40),
        ),
        tone=Tone.PRIMARY,
    ),
    Action(  # COM-13, EXM-11
        "withdraw",
        Text("سحب الطلب", "Withdraw at the applicant's request"),
        ("awaiting_payment", "gathering", "offered", "to_schedule", "scheduled", "trial_open"),
        (Outcome("withdrawn", (close_payments(), close_letters(), message("withdrawn"), refund("withdrawal", Holds("paid")))),),
        by=STAFF_OR_APPLICANT,
        portal=True,
        shared=True,
        inputs=(Field("reason", Text("سبب السحب", "Reason"), FieldKind.LONG_TEXT, required=NEVER, max_length=300),),
        tone=Tone.DANGER,
    ),
)  # fmt: skip

MESSAGES = (
    MessageDef(  # EXM-02
        "payment_requested",
        Text("طلب الدفع", "Payment requested"),
        "أمانة عمّان: استلمنا طلبكم {reference} لامتحان «{exam}». رقم الدفع الإلكتروني {payment_number} والمبلغ {amount} دينار، خلال {days} يوماً.",
    ),
    MessageDef(
        "payment_expired",
        Text("إلغاء لعدم الدفع", "Cancelled: not paid"),
        "أمانة عمّان: أُلغي طلب الامتحان {reference} لعدم دفع الرسوم في المدة المحددة.",
    ),
    MessageDef(  # EXM-03
        "trial_open",
        Text("الحضور للامتحان التجريبي", "May come for the trial"),
        "أمانة عمّان: يمكنكم الحضور لتقديم الامتحان التجريبي «{exam}» (الطلب {reference}) في أي وقت خلال الدوام الرسمي للمحطة المعرفية: {occasion_hours_open}.",
    ),
    MessageDef(  # EXM-04
        "gathering",
        Text("بانتظار اكتمال العدد", "Waiting for the minimum"),
        "أمانة عمّان: وصلت رسوم امتحان «{exam}» (الطلب {reference}). نعلمكم بموعد الجلسة بعد اكتمال العدد والتنسيق مع الجهة المانحة.",
    ),
    MessageDef(  # EXM-11
        "offered",
        Text("الانتظار أو السحب", "Wait or withdraw"),
        "أمانة عمّان: لم يكتمل العدد لجلسة امتحان «{exam}» (الطلب {reference}) حتى الآن. يمكنكم الاستمرار في الانتظار دون أي إجراء، أو سحب الطلب من البوابة واسترداد الرسوم.",
    ),
    MessageDef(  # EXM-11
        "kept",
        Text("الاستمرار في الانتظار", "Keeps waiting"),
        "أمانة عمّان: طلب امتحان «{exam}» ({reference}) باقٍ على قائمة الانتظار، ونعلمكم بموعد الجلسة فور تحديده.",
    ),
    MessageDef(  # EXM-05
        "session",
        Text("موعد الامتحان", "Exam's date"),
        "أمانة عمّان: موعد امتحان «{exam}» (الطلب {reference}) يوم {occasion_date} الساعة {occasion_time} في {occasion_place}. يرجى إحضار: {occasion_papers}.",
    ),
    MessageDef(  # EXM-05
        "session_moved",
        Text("تغيير موعد الامتحان", "Exam's date changed"),
        "أمانة عمّان: تغيّر موعد امتحان «{exam}» (الطلب {reference}) إلى {occasion_date} الساعة {occasion_time} في {occasion_place}. يرجى إحضار: {occasion_papers}.",
    ),
    MessageDef(
        "session_cancelled",
        Text("إلغاء الجلسة", "Session called off"),
        "أمانة عمّان: أُلغيت جلسة امتحان «{exam}» (الطلب {reference}): {occasion_reason}. طلبكم محفوظ للجلسة القادمة، ويمكنكم سحبه واسترداد الرسوم.",
    ),
    MessageDef(  # EXM-06
        "passed",
        Text("الشهادة جاهزة", "Certificate ready"),
        "أمانة عمّان: مبارك، اجتزتم امتحان «{exam}» (الطلب {reference}). الشهادة جاهزة للاستلام من المحطة المعرفية بإثبات الشخصية.",
    ),
    MessageDef(  # EXM-07
        "failed",
        Text("لم يجتز الامتحان", "Failed"),
        "أمانة عمّان: صدرت نتيجة امتحان «{exam}» (الطلب {reference})، ولم تحصلوا على علامة النجاح. يمكنكم التقدم مجدداً بطلب جديد.",
    ),
    MessageDef(  # EXM-07
        "absent",
        Text("لم يحضر الامتحان", "Absent"),
        "أمانة عمّان: لم تحضروا امتحان «{exam}» (الطلب {reference}) في موعده. يمكنكم التقدم مجدداً بطلب جديد.",
    ),
    MessageDef(
        "trial_done",
        Text("نتيجة الامتحان التجريبي", "Result of the trial"),
        "أمانة عمّان: علامتكم في الامتحان التجريبي «{exam}» (الطلب {reference}): {trial_score}.",
    ),
    MessageDef(  # COM-13
        "withdrawn",
        Text("سحب الطلب", "Withdrawn"),
        "أمانة عمّان: سُحب طلب الامتحان {reference} بناءً على طلبكم.",
    ),
)  # fmt: skip


def _gathering(key: str, after: str) -> DeadlineDef:
    return DeadlineDef(  # EXM-11
        key,
        Text("مهلة اكتمال العدد", "Time to reach the minimum"),
        "gathering",
        "minimum_late",
        Unit.DAYS,
        30,
        setting="exm.minimum_days",
        from_message=after,
    )


DEADLINES = (
    DeadlineDef(
        "payment",
        Text("مهلة الدفع", "Window to pay"),
        "awaiting_payment",
        "payment_expired",
        Unit.DAYS,
        14,
        setting="exm.payment_days",
        from_message="payment_requested",
    ),
    _gathering("gathering", "gathering"),
    _gathering("kept", "kept"),
    _gathering("again", "session_cancelled"),
    DeadlineDef(  # EXM-11
        "answer",
        Text("مهلة الرد على العرض", "Window to answer the offer"),
        "offered",
        "no_answer",
        Unit.DAYS,
        14,
        setting="exm.answer_days",
        from_message="offered",
    ),
)

SESSION = OccasionDef(  # EXM-04, EXM-05
    kind="exam",
    label=Text("جلسات الامتحانات", "Exam sessions"),
    subject_field="exam",
    gathers=True,
    marked=True,
    details=(
        Field("awarding_body", Text("الجهة المانحة", "Awarding body"), max_length=120),
        Field("contact", Text("ضابط ارتباط الجهة المانحة", "Contact at the awarding body"), max_length=120),
        Field("contact_phone", Text("هاتف ضابط الارتباط", "Contact's telephone"), max_length=30),
        Field("asked_on", Text("تاريخ مخاطبة الجهة المانحة", "Date asked for on"), FieldKind.DATE, required=NEVER),
        Field("agreed_on", Text("تاريخ موافقة الجهة المانحة", "Date agreed on"), FieldKind.DATE, required=NEVER),
        Field("papers", Text("الإثباتات الشخصية المطلوبة", "Identity papers to bring"), max_length=200),
        Field("hours_open", Text("أوقات الدوام للامتحان التجريبي", "Hours for trials"), max_length=120),
        Field("maximum_score", Text("العلامة القصوى", "Maximum score"), max_length=6),
        Field("pass_mark", Text("علامة النجاح", "Pass mark"), max_length=6),
        Field("reason", Text("سبب الإلغاء", "Why it was called off"), required=NEVER, max_length=300),
        Field("returned", Text("سبب إعادة النتائج", "Why the results were returned"), required=NEVER, max_length=300),
    ),
)  # fmt: skip

SERVICE = ServiceDefinition(
    code="EXM",
    version=1,
    label=Text("عقد امتحان رسمي أو تجريبي", "Official or trial exam"),
    department="ks",
    applicants=(ApplicantKind.CITIZEN, ApplicantKind.RESIDENT, ApplicantKind.GOVERNMENT),  # EXM-09
    target_days=(1, 5),  # EXM-08
    fields=FIELDS,
    attachments=(),  # EXM-01
    states=STATES,
    actions=ACTIONS,
    messages=MESSAGES,
    deadlines=DEADLINES,
    letters=(
        LetterDef("trial", Text("إشعار الامتحان التجريبي", "Notice of the trial"), (("exam_trial", ALWAYS),)),
        LetterDef("confirmation", Text("إشعار موعد الامتحان", "Notice of the exam's date"), (("exam_confirmation", ALWAYS),)),
        LetterDef("result", Text("إشعار النتيجة", "Notice of the result"), (("exam_result", ALWAYS),)),
        LetterDef("handover", Text("إشعار تسليم الشهادة", "Receipt of the certificate"), (("certificate_handover", ALWAYS),)),
    ),
    refunds=(RefundDef("withdrawal", Text("سحب طلب الامتحان بعد الدفع", "Exam withdrawn after payment"), 0, setting="exm.withdrawal_percent_kept"),),
    fee=FeeDef("exam_fee", Text("رسوم الامتحان", "Exam fee"), when=ALWAYS, course_field="exam"),  # EXM-01
    on_submission=(payment("exam_fee", "payment_requested"), deadline("payment")),  # EXM-02
    summary=("kind", "exam"),
    occasion=SESSION,
)  # fmt: skip
