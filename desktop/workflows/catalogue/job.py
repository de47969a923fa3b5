"""JOB: amending job applicants' attachments (تعديل مرفقات المتقدمين لطلبات التوظيف).

The document names the service and does not describe it (JOB-01). Reading: the applicant says which of the
documents of their job application they replace; Human Resources accepts or rejects each; a rejected one may
be replaced once more within a window, and older versions are kept. The outcome names what was not accepted.
"""

from __future__ import annotations

from desktop.base.text import Text
from desktop.models.records.case import WaitsOn
from desktop.models.records.people import ApplicantKind, Job
from desktop.workflows.calendar import Unit
from desktop.workflows.conditions import NEVER, Done, Holds, Not, both, either
from desktop.workflows.definition import (
    Action,
    Check,
    Closing,
    DeadlineDef,
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
from desktop.workflows.effects import deadline, message, new_round
from desktop.workflows.fields import AttachmentSlot, Field, FieldKind

STAFF = (Job.CLERK,)
STAFF_OR_APPLICANT = (Job.CLERK, Job.WORKER)
BY_ITSELF = (Job.WORKER,)

DOCUMENTS = (
    ("cv", Text("السيرة الذاتية", "Curriculum vitae")),
    ("certificate", Text("الشهادة العلمية", "Certificate")),
    ("experience", Text("شهادة الخبرة", "Certificate of experience")),
    ("identity", Text("إثبات الشخصية", "Identity paper")),
    ("other", Text("وثيقة أخرى", "Other document")),
)
JUDGED = Requirement(
    Holds("attachments_judged"), Text("دقّق جميع المرفقات أولاً.", "Judge every attachment first.")
)
OUTCOMES = (
    Outcome("accepted", (message("accepted_all"),), when=Not(Holds("attachments_rejected"))),
    Outcome("accepted_in_part", (message("accepted_in_part"),), when=Holds("attachments_some_accepted")),
    Outcome("refused", (message("refused"),)),
)

SERVICE = ServiceDefinition(
    code="JOB",
    version=1,
    label=Text("تعديل مرفقات المتقدمين لطلبات التوظيف", "Amending job applicants' attachments"),
    department="hr",
    applicants=(ApplicantKind.CITIZEN,),
    target_days=(1, 3),
    fields=(
        Field("job_application", Text("رقم طلب التوظيف", "Job application number"), FieldKind.CODE, max_length=30),
        *(
            Field(f"replace_{key}", Text(f"استبدال: {name.ar}", f"Replace: {name.en}"), FieldKind.YES_NO, required=NEVER)
            for key, name in DOCUMENTS
        ),
        Field("remarks", Text("ملاحظات", "Remarks"), FieldKind.LONG_TEXT, required=NEVER, max_length=500),
        Field("vacancy", Text("الوظيفة", "Vacancy"), filled=True, required=NEVER),
    ),
    attachments=tuple(
        AttachmentSlot(key, name, required=Holds(f"replace_{key}"), shown=Holds(f"replace_{key}"))
        for key, name in DOCUMENTS
    ),
    states=(
        State("review", Text("تدقيق المرفقات", "Under review"), WaitsOn.STAFF, start=True, target=True),
        State("correction", Text("بانتظار استبدال المرفقات", "Waiting for replacements"), WaitsOn.APPLICANT, uploads=True),
        State("accepted", Text("قُبلت المرفقات", "Accepted"), WaitsOn.NOBODY, closing=Closing.COMPLETED),
        State("accepted_in_part", Text("قُبل بعض المرفقات", "Accepted in part"), WaitsOn.NOBODY, closing=Closing.COMPLETED),
        State("refused", Text("لم تُقبل المرفقات", "Not accepted"), WaitsOn.NOBODY, closing=Closing.REFUSED),
        State("withdrawn", Text("مسحوب بطلب مقدمه", "Withdrawn"), WaitsOn.NOBODY, closing=Closing.WITHDRAWN),
    ),
    actions=(
        Action(  # JOB-01
            "close_review",
            Text("إنهاء التدقيق وإبلاغ النتيجة", "Finish and tell the outcome"),
            ("review",),
            OUTCOMES,
            by=STAFF,
            requires=(JUDGED,),
            tone=Tone.PRIMARY,
        ),
        Action(
            "request_correction",
            Text("طلب استبدال المرفوض", "Ask for replacements"),
            ("review",),
            (Outcome("correction", (message("correction"), deadline("correction"))),),
            by=STAFF,
            shown=Not(Done("request_correction")),
            requires=(
                JUDGED,
                Requirement(
                    Holds("attachments_rejected"), Text("لا يوجد مرفق مرفوض.", "No attachment is rejected.")
                ),
            ),
        ),
        Action(
            "resubmit",
            Text("تسجيل المرفقات المستبدلة", "Record the replacements"),
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
        Action(  # what was accepted stays accepted
            "correction_expired",
            Text("انتهاء مهلة الاستبدال", "Window over"),
            ("correction",),
            (
                Outcome(
                    "accepted_in_part",
                    (message("accepted_in_part"),),
                    when=both(Holds("attachments_rejected"), Holds("attachments_some_accepted")),
                ),
                Outcome("refused", (message("refused"),), when=Holds("attachments_rejected")),
                # Replaced, and not recorded: somebody must look at it.
                Outcome("review", (new_round(),)),
            ),
            by=BY_ITSELF,
            trigger=Trigger.DEADLINE,
        ),
        Action(  # COM-13
            "withdraw",
            Text("سحب الطلب", "Withdraw at the applicant's request"),
            ("review", "correction"),
            (Outcome("withdrawn", (message("withdrawn"),)),),
            by=STAFF_OR_APPLICANT,
            portal=True,
            shared=True,
            inputs=(Field("reason", Text("سبب السحب", "Reason"), FieldKind.LONG_TEXT, required=NEVER, max_length=300),),
            tone=Tone.DANGER,
        ),
    ),
    messages=(
        MessageDef(
            "received",
            Text("استلام المرفقات", "Received"),
            "أمانة عمّان: استلمنا مرفقات طلب التوظيف المعدَّلة، ورقم الطلب {reference}.",
        ),
        MessageDef(
            "correction",
            Text("طلب استبدال مرفقات", "Replacements needed"),
            "أمانة عمّان: يرجى استبدال مرفقات الطلب {reference} خلال {days} أيام من استلام هذه الرسالة: {rejected}.",
        ),
        MessageDef(
            "correction_received",
            Text("وصول البدائل", "Replacements received"),
            "أمانة عمّان: وصلت مرفقات الطلب {reference} المستبدلة وهي قيد التدقيق.",
        ),
        MessageDef(
            "accepted_all",
            Text("قبول المرفقات", "All accepted"),
            "أمانة عمّان: قُبلت المرفقات المعدَّلة (الطلب {reference}) وأُضيفت إلى طلب التوظيف {job_application}.",
        ),
        MessageDef(
            "accepted_in_part",
            Text("قبول بعض المرفقات", "Accepted in part"),
            "أمانة عمّان: قُبلت مرفقاتكم (الطلب {reference}) عدا ما يلي: {rejected}.",
        ),
        MessageDef(
            "refused",
            Text("عدم قبول المرفقات", "Not accepted"),
            "أمانة عمّان: لم تُقبل المرفقات المعدَّلة (الطلب {reference}): {rejected}.",
        ),
        MessageDef(  # COM-13
            "withdrawn",
            Text("سحب الطلب", "Withdrawn"),
            "أمانة عمّان: سُحب الطلب {reference} بناءً على طلبكم.",
        ),
    ),
    deadlines=(
        DeadlineDef(
            "correction",
            Text("مهلة استبدال المرفقات", "Window to replace"),
            "correction",
            "correction_expired",
            Unit.DAYS,
            3,
            setting="job.correction_days",
            from_message="correction",
        ),
    ),
    checks=(
        Check(
            "replace_cv",
            either(*(Holds(f"replace_{key}") for key, _ in DOCUMENTS)),
            Text("اختر وثيقة واحدة على الأقل لاستبدالها.", "Choose at least one document to replace."),
        ),
    ),
    on_submission=(message("received"),),
    summary=("job_application", "vacancy"),
    registers=(
        RegisterDef(
            "job_applications",
            Text("سجل طلبات التوظيف", "Job applications"),
            columns=(
                RegisterColumn("job_application", Text("رقم طلب التوظيف", "Job application number")),
                RegisterColumn("identity", Text("الرقم الوطني", "National number")),
                RegisterColumn("vacancy", Text("الوظيفة", "Vacancy")),
            ),
            find_by=("job_application",),
            fills=("vacancy",),
            unknown=Text(
                "لا يوجد طلب توظيف بهذا الرقم لمقدم الطلب.",
                "The applicant has no job application of this number.",
            ),
            of_applicant=True,
        ),
    ),
)  # fmt: skip
