"""TRN: training and task facilitation for students and delegates (تدريب وتسهيل مهمة الطلاب والموفدين).

Each row names the clause that it carries out. Readings that the documents leave open: departments other
than those that decide for themselves (GIS) leave the decision to Human Resources; a postponed period keeps
its length; a withdrawal before the first day returns the whole fee, after it as for a no-show.
"""

from __future__ import annotations

from desktop.base.text import Text
from desktop.models.records.case import WaitsOn
from desktop.models.records.people import ApplicantKind, Job
from desktop.workflows.calendar import Unit
from desktop.workflows.conditions import ALWAYS, NEVER, Done, Holds, Not, NotPast, both, either, is_
from desktop.workflows.definition import (
    SAME_STATE,
    Action,
    Check,
    Closing,
    DeadlineDef,
    FeeDef,
    Handler,
    LetterDef,
    MessageDef,
    Outcome,
    RefundDef,
    Requirement,
    ServiceDefinition,
    State,
    Tone,
    Trigger,
)
from desktop.workflows.effects import (
    assign_to_actor,
    close_letters,
    close_payments,
    deadline,
    letter,
    message,
    new_round,
    payment,
    refund,
    set_fields,
)
from desktop.workflows.fields import AttachmentSlot, Choice, Field, FieldKind, Source

TRAINING = is_("kind", "training")
FACILITATION = is_("kind", "facilitation")
NOMINATED = is_("category", "nominated")
INDIVIDUAL = is_("category", "individual")
GIS_COURSE = both(TRAINING, INDIVIDUAL, is_("hosting_department", "gis"))
STAFF = (Job.CLERK,)
STAFF_OR_APPLICANT = (Job.CLERK, Job.WORKER)
BY_ITSELF = (Job.WORKER,)

ALL_ACCEPTED = Requirement(
    Holds("attachments_accepted"),
    Text("يجب قبول جميع المرفقات أولاً.", "All attachments must be accepted first."),
)
PERIOD_AHEAD = Requirement(
    NotPast("period_to"),
    Text(
        "انتهت الفترة المطلوبة؛ عدّل الفترة بالاتفاق مع مقدم الطلب.",
        "The period asked for is over; change it in agreement with the applicant.",
    ),
)
REASONS = (
    Field(
        "reason_code",
        Text("سبب الرفض", "Reason"),
        FieldKind.CHOICE,
        source=Source.REFUSE_REASONS,
        of_service="TRN",
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
PERIOD_FROM = Field("period_from", Text("من تاريخ", "From"), FieldKind.DATE, from_today=True)
PERIOD_TO = Field("period_to", Text("إلى تاريخ", "To"), FieldKind.DATE, after="period_from")

FIELDS = (  # TRN-01
    Field(
        "kind",
        Text("نوع الطلب", "Kind"),
        FieldKind.CHOICE,
        choices=(
            Choice("training", Text("تدريب", "Training")),
            Choice("facilitation", Text("تسهيل مهمة", "Task facilitation")),
        ),
    ),
    Field(
        "category",
        Text("الفئة", "Category"),
        FieldKind.CHOICE,
        choices=(
            Choice("nominated", Text("منسَّب من جهة", "Nominated by a body")),
            Choice("individual", Text("فرد", "Individual")),
        ),
    ),
    Field(
        "nominee",
        Text("صفة المنسَّب", "Nominated as"),
        FieldKind.CHOICE,
        required=NOMINATED,
        shown=NOMINATED,
        choices=(
            Choice("student", Text("طالب", "Student")),
            Choice("delegate", Text("موفد", "Delegate")),
        ),
    ),
    Field(
        "nominating_kind",
        Text("نوع الجهة المنسِّبة", "Kind of nominating body"),
        FieldKind.CHOICE,
        required=NOMINATED,
        shown=NOMINATED,
        choices=(
            Choice("institution", Text("مؤسسة", "Institution")),
            Choice("public_works", Text("وزارة الأشغال", "Ministry of Public Works")),
            Choice("university", Text("جامعة", "University")),
            Choice("union", Text("نقابة", "Union")),
            Choice("vocational", Text("مركز تدريب مهني", "Vocational training centre")),
        ),
    ),
    Field(
        "nominating_body",
        Text("الجهة المنسِّبة", "Nominating body"),
        required=NOMINATED,
        shown=NOMINATED,
    ),
    Field(
        "trainee_name",
        Text("اسم المتدرب أو الموفد", "Name of the trainee or delegate"),
        required=is_("applicant_kind", ApplicantKind.GOVERNMENT.value),
        shown=is_("applicant_kind", ApplicantKind.GOVERNMENT.value),
    ),
    Field(
        "hosting_department",
        Text("الدائرة المستضيفة", "Hosting department"),
        FieldKind.CHOICE,
        source=Source.HOSTING_DEPARTMENTS,
    ),
    Field(
        "course",
        Text("الدورة", "Course"),
        FieldKind.CHOICE,
        required=GIS_COURSE,
        shown=GIS_COURSE,
        source=Source.COURSES,
        source_of="hosting_department",
    ),
    Field(
        "subject",
        Text("التخصص أو موضوع الدراسة", "Specialty or subject of the study"),
        required=Not(GIS_COURSE),
    ),
    PERIOD_FROM,
    PERIOD_TO,
    Field("remarks", Text("ملاحظات", "Remarks"), FieldKind.LONG_TEXT, required=NEVER, max_length=1000),
)  # fmt: skip

ATTACHMENTS = (
    AttachmentSlot(  # TRN-02
        "official_letter",
        Text("كتاب رسمي موقع ومختوم من الجهة المنسِّبة", "Official letter of the nominating body, signed and stamped"),
        required=NOMINATED,
        shown=NOMINATED,
    ),
    AttachmentSlot(  # TRN-03
        "certificate",
        Text("صورة عن الشهادة (بكالوريوس، دبلوم، توجيهي)", "Copy of the certificate (bachelor, diploma or Tawjihi)"),
        required=INDIVIDUAL,
        shown=INDIVIDUAL,
    ),
    AttachmentSlot("other", Text("مرفق آخر", "Other attachment")),
)  # fmt: skip

STATES = (
    State("review", Text("تدقيق الطلب", "Under review"), WaitsOn.STAFF, start=True, target=True),
    State("correction", Text("بانتظار تصويب المرفقات", "Waiting for correction"), WaitsOn.APPLICANT, uploads=True),
    State("host_decision", Text("قرار الدائرة المستضيفة", "Host department's decision"), WaitsOn.STAFF, handler=Handler.HOST, target=True),
    State("awaiting_payment", Text("بانتظار الدفع", "Waiting for payment"), WaitsOn.APPLICANT),
    State("approved", Text("موافق عليه، بانتظار البدء", "Approved, not yet begun"), WaitsOn.CLOCK),
    State("first_day", Text("تسجيل حضور اليوم الأول", "First-day attendance"), WaitsOn.STAFF, handler=Handler.HOST, due_in=1),
    State("absent", Text("لم يحضر، بانتظار موعد جديد", "Absent, new date awaited"), WaitsOn.APPLICANT),
    State("in_progress", Text("قيد التنفيذ", "In progress"), WaitsOn.CLOCK),
    State("report_ready", Text("بانتظار استلام تقرير التقييم", "Evaluation report to be collected"), WaitsOn.APPLICANT),
    State("study_due", Text("بانتظار نسخ الدراسة", "Copies of the study awaited"), WaitsOn.APPLICANT),
    State("completed", Text("مكتمل", "Completed"), WaitsOn.NOBODY, closing=Closing.COMPLETED),
    State("refused", Text("مرفوض", "Refused"), WaitsOn.NOBODY, closing=Closing.REFUSED),
    State("cancelled", Text("ملغى", "Cancelled"), WaitsOn.NOBODY, closing=Closing.CANCELLED),
    State("withdrawn", Text("مسحوب بطلب مقدمه", "Withdrawn"), WaitsOn.NOBODY, closing=Closing.WITHDRAWN),
)  # fmt: skip

APPROVED = (letter("approval"), message("approved"), deadline("begin"))  # TRN-10
NO_SHOW_END = (message("no_show_final"), refund("no_show", Holds("paid")), close_letters())  # TRN-12

ACTIONS = (
    Action(  # TRN-10, where Human Resources decides
        "approve",
        Text("الموافقة على الطلب", "Approve"),
        ("review",),
        (Outcome("approved", APPROVED),),
        by=STAFF,
        shown=Not(Holds("host_decides")),
        requires=(ALL_ACCEPTED, PERIOD_AHEAD),
        tone=Tone.PRIMARY,
    ),
    Action(  # TRN-07: the hosting department must agree
        "refer",
        Text("إحالة إلى الدائرة المستضيفة", "Refer to the hosting department"),
        ("review",),
        (Outcome("host_decision"),),
        by=STAFF,
        shown=Holds("host_decides"),
        requires=(ALL_ACCEPTED,),
        tone=Tone.PRIMARY,
    ),
    Action(  # TRN-05
        "request_correction",
        Text("طلب تصويب المرفقات", "Ask for correction"),
        ("review",),
        (Outcome("correction", (message("correction"), deadline("correction"), assign_to_actor())),),
        by=STAFF,
        requires=(
            Requirement(
                Holds("attachments_judged"),
                Text("دقّق جميع المرفقات أولاً.", "Judge every attachment first."),
            ),
            Requirement(
                Holds("attachments_rejected"),
                Text("لا يوجد مرفق مرفوض.", "No attachment is rejected."),
            ),
        ),
    ),
    Action(  # TRN-05: comes back to the same reviewer
        "resubmit",
        Text("تسجيل المرفقات المصوّبة", "Record the corrected attachments"),
        ("correction",),
        (Outcome("review", (new_round(), message("correction_received"))),),
        by=STAFF_OR_APPLICANT,
        portal=True,
        shared=True,
        requires=(
            Requirement(
                Holds("attachments_replaced"),
                Text("لم تُستبدل جميع المرفقات المرفوضة.", "Not every rejected attachment was replaced."),
            ),
        ),
    ),
    Action(  # TRN-06
        "correction_expired",
        Text("انتهاء مهلة التصويب", "Correction window over"),
        ("correction",),
        (Outcome("cancelled", (message("correction_expired"),)),),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
    Action(  # TRN-07, TRN-10
        "agree",
        Text("موافقة الدائرة المستضيفة", "Agree"),
        ("host_decision",),
        (
            Outcome(
                "awaiting_payment",
                (payment("course_fee", "payment_requested"), deadline("payment")),
                when=Holds("fee_due"),
            ),
            Outcome("approved", APPROVED),
        ),
        by=STAFF,
        requires=(PERIOD_AHEAD,),
        tone=Tone.PRIMARY,
    ),
    Action(  # TRN-09
        "refuse",
        Text("رفض الطلب", "Refuse"),
        ("review", "host_decision"),
        (Outcome("refused", (letter("refusal"), message("refused"))),),
        by=STAFF,
        inputs=REASONS,
        tone=Tone.DANGER,
    ),
    Action(
        "change_period",
        Text("تعديل الفترة", "Change the period"),
        ("review", "host_decision"),
        (Outcome(SAME_STATE, (set_fields("period_from", "period_to"), message("period_changed"))),),
        by=STAFF,
        inputs=(PERIOD_FROM, PERIOD_TO),
    ),
    Action(  # TRN-10
        "payment_received",
        Text("وصول الدفعة", "Payment received"),
        ("awaiting_payment",),
        (Outcome("approved", APPROVED),),
        by=BY_ITSELF,
        trigger=Trigger.PAYMENT,
    ),
    Action(  # TRN-08
        "payment_expired",
        Text("انتهاء مهلة الدفع", "Payment window over"),
        ("awaiting_payment",),
        (Outcome("cancelled", (close_payments(), message("payment_expired"))),),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
    Action(  # TRN-10: begins on the first day of the period
        "begin",
        Text("بدء الفترة", "Period begins"),
        ("approved",),
        (
            Outcome("first_day", when=Holds("fee_due")),
            Outcome("in_progress", (deadline("period_end"),)),
        ),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
    Action(
        "record_present",
        Text("حضر المتدرب", "Present"),
        ("first_day",),
        (Outcome("in_progress", (deadline("period_end"),)),),
        by=STAFF,
        tone=Tone.PRIMARY,
    ),
    Action(  # TRN-11, TRN-12
        "record_absent",
        Text("لم يحضر المتدرب", "Absent"),
        ("first_day",),
        (
            Outcome("cancelled", NO_SHOW_END, when=Done("postpone")),
            Outcome("absent", (message("no_show"), deadline("new_date"))),
        ),
        by=STAFF,
        tone=Tone.DANGER,
    ),
    Action(  # TRN-11: once, by at most a month
        "postpone",
        Text("تأجيل الموعد", "Postpone"),
        ("absent",),
        (
            Outcome(
                "approved",
                (
                    set_fields("period_from", shift=("period_to",)),
                    letter("postponement"),
                    letter("approval"),
                    message("postponed"),
                    deadline("begin"),
                ),
            ),
        ),
        by=STAFF_OR_APPLICANT,
        portal=True,
        shared=True,
        inputs=(
            Field(
                "period_from",
                Text("تاريخ البدء الجديد", "New first day"),
                FieldKind.DATE,
                from_today=True,
                within_months=1,
                within_of="period_from",
                help=Text("شهر واحد على الأكثر بعد الموعد الأول.", "At most one month after the first date."),
            ),
        ),
        tone=Tone.PRIMARY,
    ),
    Action(  # TRN-12
        "no_new_date",
        Text("انتهاء مهلة طلب موعد جديد", "No new date asked for"),
        ("absent",),
        (Outcome("cancelled", NO_SHOW_END),),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
    Action(  # TRN-13, TRN-14
        "period_over",
        Text("انتهاء الفترة", "Period over"),
        ("in_progress",),
        (
            Outcome(
                "report_ready",
                (letter("completion"), letter("evaluation", by_hand=True), message("training_over")),
                when=TRAINING,
            ),
            Outcome("study_due", (message("task_over"),)),
        ),
        by=BY_ITSELF,
        trigger=Trigger.DEADLINE,
    ),
    Action(  # TRN-13: handed over in person
        "hand_over_report",
        Text("تسليم تقرير التقييم", "Hand over the evaluation report"),
        ("report_ready",),
        (Outcome("completed", (letter("handover"),)),),
        by=STAFF,
        inputs=(
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
    Action(  # TRN-14
        "receive_paper",
        Text("استلام النسخة الورقية", "Paper copy received"),
        ("study_due",),
        (Outcome("completed", (message("study_received"),), when=Done("receive_electronic")), Outcome(SAME_STATE)),
        by=STAFF,
        shown=Not(Done("receive_paper")),
        inputs=(Field("title", Text("عنوان الدراسة", "Title of the study")),),
        tone=Tone.PRIMARY,
    ),
    Action(  # TRN-14
        "receive_electronic",
        Text("استلام النسخة الإلكترونية", "Electronic copy received"),
        ("study_due",),
        (Outcome("completed", (message("study_received"),), when=Done("receive_paper")), Outcome(SAME_STATE)),
        by=STAFF,
        shown=Not(Done("receive_electronic")),
        inputs=(
            Field(
                "medium",
                Text("وسيلة التسليم", "Delivered by"),
                FieldKind.CHOICE,
                choices=(
                    Choice("email", Text("بريد إلكتروني", "E-mail")),
                    Choice("disc", Text("قرص أو ذاكرة", "Disc or memory stick")),
                    Choice("link", Text("رابط", "Link")),
                ),
            ),
            Field("location", Text("مكان الحفظ", "Where it is kept")),
        ),
        tone=Tone.PRIMARY,
    ),
    Action(  # COM-13
        "withdraw",
        Text("سحب الطلب", "Withdraw at the applicant's request"),
        (
            "review", "correction", "host_decision", "awaiting_payment",
            "approved", "first_day", "absent", "in_progress",
        ),  # fmt: skip
        (
            Outcome(
                "withdrawn",
                (close_payments(), close_letters(), message("withdrawn"), refund("no_show", Holds("paid"))),
                when=either(Done("record_absent"), Done("record_present")),
            ),
            Outcome("withdrawn", (close_payments(), close_letters(), message("withdrawn"), refund("withdrawal", Holds("paid")))),
        ),
        by=STAFF_OR_APPLICANT,
        portal=True,
        shared=True,
        inputs=(Field("reason", Text("سبب السحب", "Reason"), FieldKind.LONG_TEXT, required=NEVER, max_length=300),),
        tone=Tone.DANGER,
    ),
)  # fmt: skip

MESSAGES = (
    MessageDef(  # TRN-04
        "accepted",
        Text("قبول مبدئي", "Initially accepted"),
        "أمانة عمّان: قُبل طلبكم مبدئياً، ورقمه {reference}.",
    ),
    MessageDef(  # TRN-05
        "correction",
        Text("طلب تصويب المرفقات", "Correction needed"),
        "أمانة عمّان: يرجى تصويب مرفقات الطلب {reference} خلال {days} أيام من استلام هذه الرسالة: {rejected}.",
    ),
    MessageDef(
        "correction_received",
        Text("وصول التصويب", "Correction received"),
        "أمانة عمّان: وصلت مرفقات الطلب {reference} المصوّبة وهي قيد التدقيق.",
    ),
    MessageDef(  # TRN-06
        "correction_expired",
        Text("إلغاء لعدم التصويب", "Cancelled: not corrected"),
        "أمانة عمّان: أُلغي الطلب {reference} لعدم تصويب المرفقات خلال المهلة المحددة.",
    ),
    MessageDef(  # TRN-07
        "payment_requested",
        Text("طلب الدفع", "Payment requested"),
        "أمانة عمّان: ووفق على الطلب {reference}. يرجى دفع {amount} دينار خلال {days} أيام، رقم الدفع الإلكتروني {payment_number}.",
    ),
    MessageDef(  # TRN-08
        "payment_expired",
        Text("إلغاء لعدم الدفع", "Cancelled: not paid"),
        "أمانة عمّان: أُلغي الطلب {reference} لعدم دفع الرسوم خلال المهلة المحددة.",
    ),
    MessageDef(  # TRN-09
        "refused",
        Text("رفض الطلب", "Refused"),
        "أمانة عمّان: نعتذر عن عدم الموافقة على الطلب {reference}. السبب: {reasons}.",
    ),
    MessageDef(  # TRN-10
        "approved",
        Text("الموافقة وكتابها", "Approved, letter ready"),
        "أمانة عمّان: ووفق على الطلب {reference}، ويمكنكم طباعة كتاب الموافقة من البوابة. يبدأ في {period_from}.",
    ),
    MessageDef(
        "period_changed",
        Text("تعديل الفترة", "Period changed"),
        "أمانة عمّان: عُدّلت فترة الطلب {reference} لتصبح من {period_from} إلى {period_to}.",
    ),
    MessageDef(  # TRN-11
        "no_show",
        Text("عدم حضور، إمكانية التأجيل", "Absent, may be postponed"),
        "أمانة عمّان: لم تحضروا لبدء التدريب (الطلب {reference}). يمكنكم التأجيل لمرة واحدة ولمدة أقصاها شهر، بطلبه خلال {days} أيام من البوابة.",
    ),
    MessageDef(
        "postponed",
        Text("تأجيل الموعد", "Postponed"),
        "أمانة عمّان: أُجّل تدريبكم (الطلب {reference}) إلى {period_from}، ويمكنكم طباعة كتاب الموافقة المعدّل من البوابة.",
    ),
    MessageDef(  # TRN-12
        "no_show_final",
        Text("إلغاء لعدم الحضور", "Cancelled: absent"),
        "أمانة عمّان: أُلغي الطلب {reference} لعدم الحضور، ويُخصم {percent_kept}% من الرسوم، واسترجاع الباقي مشروط بموافقة الإدارة العليا.",
    ),
    MessageDef(  # TRN-13
        "training_over",
        Text("انتهاء التدريب", "Training over"),
        "أمانة عمّان: انتهى تدريبكم (الطلب {reference}). كتاب الانتهاء جاهز للطباعة من البوابة، ويُستلم تقرير التقييم باليد.",
    ),
    MessageDef(  # TRN-14
        "task_over",
        Text("انتهاء المهمة", "Task over"),
        "أمانة عمّان: انتهت مهمتكم (الطلب {reference}). يرجى تسليم نسخة ورقية وأخرى إلكترونية من الدراسة بعد صدور نتائجها.",
    ),
    MessageDef(
        "study_received",
        Text("استلام الدراسة", "Study received"),
        "أمانة عمّان: استلمنا نسختي الدراسة (الطلب {reference}). شكراً لكم.",
    ),
    MessageDef(  # COM-13
        "withdrawn",
        Text("سحب الطلب", "Withdrawn"),
        "أمانة عمّان: سُحب الطلب {reference} بناءً على طلبكم.",
    ),
)  # fmt: skip

DEADLINES = (
    DeadlineDef(  # TRN-05, TRN-06
        "correction",
        Text("مهلة تصويب المرفقات", "Window to correct"),
        "correction",
        "correction_expired",
        Unit.DAYS,
        3,
        setting="trn.correction_days",
        from_message="correction",
    ),
    DeadlineDef(  # TRN-08
        "payment",
        Text("مهلة الدفع", "Window to pay"),
        "awaiting_payment",
        "payment_expired",
        Unit.DAYS,
        3,
        setting="trn.payment_days",
        from_message="payment_requested",
    ),
    DeadlineDef(
        "begin",
        Text("بدء الفترة", "First day"),
        "approved",
        "begin",
        Unit.DATE_START,
        from_field="period_from",
    ),
    DeadlineDef(  # TRN-12
        "new_date",
        Text("مهلة طلب موعد جديد", "Window to ask for a new date"),
        "absent",
        "no_new_date",
        Unit.DAYS,
        3,
        setting="trn.new_date_days",
        from_message="no_show",
    ),
    DeadlineDef(
        "period_end",
        Text("نهاية الفترة", "Last day"),
        "in_progress",
        "period_over",
        Unit.DATE_END,
        from_field="period_to",
    ),
)

SERVICE = ServiceDefinition(
    code="TRN",
    version=1,
    label=Text("تدريب وتسهيل مهمة الطلاب والموفدين", "Training and task facilitation"),
    department="hr",
    applicants=(ApplicantKind.CITIZEN, ApplicantKind.GOVERNMENT),  # TRN-18
    target_days=(2, 5),  # TRN-17
    fields=FIELDS,
    attachments=ATTACHMENTS,
    states=STATES,
    actions=ACTIONS,
    messages=MESSAGES,
    deadlines=DEADLINES,
    letters=(
        LetterDef(
            "approval",
            Text("كتاب الموافقة", "Approval letter"),
            (("facilitation_approval", FACILITATION), ("training_approval", ALWAYS)),
        ),
        LetterDef(
            "postponement",
            Text("كتاب التأجيل", "Postponement letter"),
            (("training_postponement", ALWAYS),),
        ),
        LetterDef(
            "completion",
            Text("كتاب انتهاء التدريب", "Completion letter"),
            (("training_completion", ALWAYS),),
        ),
        LetterDef(  # TRN-09
            "refusal",
            Text("كتاب الاعتذار", "Refusal letter"),
            (("training_refusal", ALWAYS),),
        ),
        LetterDef(  # TRN-13
            "evaluation",
            Text("تقرير التقييم", "Evaluation report"),
            (("training_evaluation", ALWAYS),),
        ),
        LetterDef(  # TRN-13
            "handover",
            Text("إشعار تسليم التقرير", "Receipt of the report's hand-over"),
            (("training_handover", ALWAYS),),
        ),
    ),
    refunds=(
        RefundDef(  # TRN-12
            "no_show",
            Text("عدم الحضور للتدريب المدفوع", "Absent from paid training"),
            25,
            setting="trn.no_show_percent_kept",
        ),
        RefundDef("withdrawal", Text("سحب الطلب بعد الدفع", "Withdrawn after payment"), 0),
    ),
    checks=(
        Check(
            "category",
            either(NOMINATED, is_("applicant_kind", ApplicantKind.CITIZEN.value)),
            Text("الجهة الحكومية تتقدم بصفة جهة منسِّبة لا فرد.", "A government body nominates; it is not an individual."),
        ),
    ),
    fee=FeeDef(  # TRN-15, TRN-16
        "course_fee", Text("رسوم الدورة", "Course fee"), when=GIS_COURSE, course_field="course"
    ),
    on_submission=(message("accepted"),),
    host_field="hosting_department",
    summary=("kind", "hosting_department", "course"),
)  # fmt: skip
