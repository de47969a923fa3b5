"""What every service has: actions that change no state, drawn on rows or in the case's menu, and a letter."""

from __future__ import annotations

from dataclasses import replace

from desktop.base.text import Text
from desktop.models.records.people import SENIOR_MANAGEMENT, Job
from desktop.models.records.plan import EffectKind
from desktop.workflows.conditions import ALWAYS, NEVER, is_
from desktop.workflows.definition import (
    EVERY_STATE,
    OPEN_STATES,
    SAME_STATE,
    Action,
    EffectSpec,
    LetterDef,
    Outcome,
    ServiceDefinition,
)
from desktop.workflows.fields import Choice, Field, FieldKind, Source

REFUND_LETTER = "refund_decision"
"""The letter that tells an applicant what senior management decided on their refund (COM-10)."""

STAFF = (Job.CLERK,)
SUPERVISORS = (Job.SUPERVISOR,)

_REASON = Field("reason", Text("السبب", "Reason"), FieldKind.LONG_TEXT, max_length=500)


def _same(kind: EffectKind | None, key: str = "") -> tuple[Outcome, ...]:
    effects = (EffectSpec(kind, key),) if kind else ()
    return (Outcome(SAME_STATE, effects),)


def _refund_decided(kind: EffectKind) -> tuple[Outcome, ...]:
    return (Outcome(SAME_STATE, (EffectSpec(kind), EffectSpec(EffectKind.LETTER, REFUND_LETTER))),)


def _whole(key: str, ar: str, en: str) -> Field:
    return Field(key, Text(ar, en), FieldKind.NUMBER)


FRAME_ACTIONS: tuple[Action, ...] = (
    Action("claim", Text("استلام الطلب", "Claim"), (OPEN_STATES,), _same(EffectKind.ASSIGN), by=STAFF),
    Action("release", Text("إعادة إلى القائمة", "Release"), (OPEN_STATES,), _same(EffectKind.ASSIGN), by=STAFF),
    Action(
        "hand_over",
        Text("تحويل إلى زميل", "Hand over"),
        (OPEN_STATES,),
        _same(EffectKind.ASSIGN),
        by=STAFF,
        inputs=(Field("assignee", Text("الزميل", "Colleague"), FieldKind.CHOICE, source=Source.STAFF), _REASON),
    ),
    Action(
        "judge",
        Text("تدقيق مرفق", "Judge an attachment"),
        (OPEN_STATES,),
        _same(EffectKind.VERDICT),
        by=STAFF,
        inputs=(
            _whole("attachment_id", "رقم المرفق", "Attachment number"),
            Field(
                "verdict",
                Text("النتيجة", "Verdict"),
                FieldKind.CHOICE,
                choices=(
                    Choice("accepted", Text("مقبول", "Accepted")),
                    Choice("rejected", Text("مرفوض", "Rejected")),
                ),
            ),
            Field(
                "reason_code",
                Text("سبب الرفض", "Reason for rejection"),
                FieldKind.CHOICE,
                required=is_("verdict", "rejected"),
                shown=is_("verdict", "rejected"),
                source=Source.REJECT_REASONS,
            ),
            Field("remark", Text("ملاحظة", "Note"), FieldKind.LONG_TEXT, required=is_("reason_code", "other")),
        ),
        listed=False,
    ),
    Action(
        "attach",
        Text("إرفاق وثيقة", "Attach a document"),
        (OPEN_STATES,),
        _same(None),
        by=(Job.CLERK, Job.WORKER),
        listed=False,
    ),
    Action(
        "note",
        Text("إضافة ملاحظة", "Add a note"),
        (EVERY_STATE,),
        _same(None),
        by=STAFF,
        inputs=(Field("text", Text("الملاحظة", "Note"), FieldKind.LONG_TEXT, max_length=1000),),
    ),
    Action(
        "amend_mobile",
        Text("تصحيح رقم الهاتف", "Correct the mobile number"),
        (OPEN_STATES,),
        _same(EffectKind.AMEND_MOBILE),
        by=STAFF,
        inputs=(Field("mobile", Text("رقم الهاتف الخلوي", "Mobile number"), FieldKind.MOBILE), _REASON),
    ),
    Action(
        "resend",
        Text("إعادة إرسال رسالة", "Send a message again"),
        (EVERY_STATE,),
        _same(EffectKind.RESEND),
        by=STAFF,
        inputs=(_whole("message_id", "رقم الرسالة", "Message number"),),
        listed=False,
    ),
    Action(
        "print_letter",
        Text("طباعة كتاب", "Print a letter"),
        (EVERY_STATE,),
        _same(EffectKind.PRINT),
        by=STAFF,
        inputs=(_whole("letter_id", "رقم الكتاب", "Letter number"),),
        listed=False,
    ),
    Action(
        "void_letter",
        Text("سحب كتاب", "Withdraw a letter"),
        (EVERY_STATE,),
        _same(EffectKind.VOID_LETTER),
        by=SUPERVISORS,
        inputs=(_whole("letter_id", "رقم الكتاب", "Letter number"), _REASON),
        listed=False,
    ),
    Action(
        "refund_propose",
        Text("اقتراح الاسترداد", "Propose the refund"),
        (EVERY_STATE,),
        _same(EffectKind.REFUND_PROPOSE),
        by=STAFF,
        inputs=(_whole("refund_id", "رقم الاسترداد", "Refund number"), replace(_REASON, key="remark", label=Text("المبررات", "Grounds"))),
        listed=False,
    ),
    Action(
        "refund_approve",
        Text("اعتماد الاسترداد", "Approve the refund"),
        (EVERY_STATE,),
        _refund_decided(EffectKind.REFUND_APPROVE),
        by=SUPERVISORS,
        authority=SENIOR_MANAGEMENT,
        inputs=(_whole("refund_id", "رقم الاسترداد", "Refund number"),),
        listed=False,
    ),
    Action(
        "refund_decline",
        Text("رفض الاسترداد", "Decline the refund"),
        (EVERY_STATE,),
        _refund_decided(EffectKind.REFUND_DECLINE),
        by=SUPERVISORS,
        authority=SENIOR_MANAGEMENT,
        inputs=(_whole("refund_id", "رقم الاسترداد", "Refund number"), _REASON),
        listed=False,
    ),
    Action(
        "refund_pay",
        Text("تسجيل صرف الاسترداد", "Record the payout"),
        (EVERY_STATE,),
        _same(EffectKind.REFUND_PAY),
        by=STAFF,
        inputs=(
            _whole("refund_id", "رقم الاسترداد", "Refund number"),
            Field("payout_reference", Text("رقم سند الصرف", "Payout voucher number"), max_length=60),
        ),
        listed=False,
    ),
    Action(
        "settle_notice",
        Text("تسوية دفعة", "Settle a payment"),
        (EVERY_STATE,),
        _same(EffectKind.SETTLE_NOTICE),
        by=STAFF,
        inputs=(
            _whole("notice_id", "رقم الدفعة", "Payment number"),
            Field(
                "resolution",
                Text("التسوية", "Settlement"),
                FieldKind.CHOICE,
                choices=(
                    Choice("apply", Text("احتسابها على الطلب", "Count it towards the application")),
                    Choice("return", Text("إعادتها لدافعها", "Return it to the payer")),
                ),
            ),
            replace(
                _whole("request_id", "رقم طلب الدفع الذي تُحتسب عليه", "Payment request that it counts towards"),
                required=NEVER,
                shown=is_("resolution", "apply"),
                help=Text("اتركه فارغاً إن كان طلب الدفع واحداً.", "Leave it empty where there is only one."),
            ),
            _REASON,
        ),
        listed=False,
    ),
)  # fmt: skip

FRAME_LETTERS: tuple[LetterDef, ...] = (
    LetterDef(
        REFUND_LETTER,
        Text("كتاب قرار الاسترداد", "Refund decision letter"),
        (("refund_decision", ALWAYS),),
    ),
)

_OF_DOCUMENTS = frozenset({"judge", "attach"})

FRAME_KEYS = frozenset(action.key for action in FRAME_ACTIONS)


def framed(service: ServiceDefinition) -> ServiceDefinition:
    """``service`` with the frame's actions and letters after its own; documents only where it takes some."""
    fitting = (a for a in FRAME_ACTIONS if service.attachments or a.key not in _OF_DOCUMENTS)
    actions = (*service.actions, *(replace(a, shared=True) for a in fitting))
    return replace(service, actions=actions, letters=(*service.letters, *FRAME_LETTERS))
