"""What happens to each application of the demo; ``day`` counts working days before the present."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PORTAL = ""
"""Done by the applicant, through the portal."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something done on the ``day``-th working day before the present by the account ``who``.

    ``does`` is an action of the service, or what a player does besides: ``submit``, ``accept_all``,
    ``reject``, ``pay``, ``print`` and ``settle``.
    """

    day: int
    who: str
    does: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One application: what is asked for, from when on (working days before the present), and its steps."""

    kind: str
    host: str
    starts: int
    lasts: int
    steps: tuple[Step, ...]
    course: str = ""
    from_ministry: bool = False


def _review(day: int, clerk: str) -> tuple[Step, ...]:
    return Step(day, clerk, "claim"), Step(day, clerk, "accept_all")


def _waiting(
    host: str,
    day: int,
    *more: Step,
    kind: str = "training",
    starts: int = -8,
    ministry: bool = False,
    counter: bool = False,
) -> Story:
    """An application that was sent in and waits."""
    steps = (Step(day, "rana" if counter else PORTAL, "submit"), *more)
    return Story(kind, host, starts, 30, steps, from_ministry=ministry)


def _approved(
    host: str,
    day: int,
    starts: int,
    lasts: int,
    *more: Step,
    kind: str = "training",
    clerk: str = "rana",
    ministry: bool = False,
) -> Story:
    """A free training or facilitation that was approved two working days after it was sent in."""
    steps = (Step(day, PORTAL, "submit"), *_review(day - 1, clerk), Step(day - 2, clerk, "approve"), *more)
    return Story(kind, host, starts, lasts, steps, from_ministry=ministry)


def _referred(day: int, clerk: str = "omar") -> tuple[Step, ...]:
    return Step(day, PORTAL, "submit"), *_review(day - 1, clerk), Step(day - 1, clerk, "refer")


def _course(code: str, day: int, starts: int, *more: Step, lasts: int = 6) -> Story:
    """A GIS course that GIS has agreed to, two working days after it was asked for."""
    steps = (*_referred(day), Step(day - 2, "lina", "agree"), *more)
    return Story("training", "gis", starts, lasts, steps, course=code)


def _paid(code: str, day: int, starts: int, *more: Step, lasts: int = 6) -> Story:
    """The same, paid the day after."""
    return _course(code, day, starts, Step(day - 3, PORTAL, "pay"), *more, lasts=lasts)


def _no_show(code: str, day: int, *more: Step) -> Story:
    """Paid, absent on the first day, and no new date asked for: cancelled four working days later."""
    return _paid(code, day, day - 5, Step(day - 5, "lina", "record_absent"), *more)


def _refund(day: int, does: str, who: str, **data: object) -> Step:
    return Step(day, who, f"refund_{does}", data)


def _postponed(absent: int, asked: int, new: int) -> tuple[Step, ...]:
    """Absent on the first day; a new first day asked for through the portal."""
    return Step(absent, "lina", "record_absent"), Step(asked, PORTAL, "postpone", {"period_from": new})


def _handed(day: int) -> Step:
    return Step(day, "rana", "hand_over_report", {"identity_paper": "national_id"})


def _reject(day: int, clerk: str, code: str, remark: str = "") -> tuple[Step, ...]:
    return (
        Step(day, clerk, "claim"),
        Step(day, clerk, "reject", {"reason_code": code, "remark": remark}),
        Step(day, clerk, "request_correction"),
    )


UNCLEAR = "unclear"
_NEW = (
    _waiting("it", 0),
    _waiting("planning", 0),
    _waiting("gis", 0, starts=-10),
    _waiting("finance", 0, counter=True),
    _waiting("engineering", 1),
    _waiting("traffic", 1, kind="facilitation"),
    _waiting("libraries", 1, Step(0, "rana", "claim")),
    _waiting("hr", 2, Step(1, "rana", "claim"), Step(0, "rana", "accept_all")),
    _waiting("environment", 2, Step(1, "omar", "claim")),
    _waiting("engineering", 3, ministry=True),
    _waiting("it", 4, Step(2, "omar", "claim"), Step(2, "omar", "note", {
        "text": "اتصلت بالجامعة للتحقق من رقم الكتاب، بانتظار ردهم."})),
    _waiting("planning", 7),
    _waiting("traffic", 8, *_review(6, "rana"), kind="facilitation"),
)  # fmt: skip

_CORRECTIONS = (
    _waiting("it", 2, *_reject(0, "rana", UNCLEAR)),
    _waiting("finance", 3, *_reject(1, "omar", "not_stamped")),
    _waiting("hr", 3, *_reject(1, "rana", "other", "الكتاب موجه إلى جهة أخرى")),
    _waiting("planning", 5, *_reject(3, "rana", "not_signed"), Step(2, PORTAL, "resubmit")),
    _waiting("environment", 12, *_reject(10, "omar", "wrong_document")),
    _approved("engineering", 14, 9, 40),
    Story("training", "traffic", 8, 30, (
        Step(16, PORTAL, "submit"), *_reject(14, "rana", UNCLEAR), Step(13, PORTAL, "resubmit"),
        Step(12, "rana", "accept_all"), Step(12, "rana", "approve"))),
)  # fmt: skip

_FREE = (
    _approved("it", 5, -4, 45),
    _approved("hr", 4, -6, 30, clerk="omar"),
    _approved("libraries", 9, -2, 20, kind="facilitation"),
    _approved("planning", 15, 11, 60),
    _approved("finance", 17, 12, 45, clerk="omar"),
    _approved("environment", 16, 12, 50, kind="facilitation"),
    _approved("engineering", 18, 14, 60, ministry=True),
    _approved("it", 22, 18, 20, clerk="omar"),
    _approved("hr", 23, 19, 18),
    _approved("engineering", 24, 20, 15, _handed(7), Step(2, "omar", "void_letter", {
        "reason": "الاسم في الكتاب غير مطابق لوثيقة إثبات الشخصية"})),
    _approved("traffic", 24, 21, 14, _handed(8), clerk="omar"),
    Story("training", "gis", 18, 45, (*_referred(22, "rana"), Step(20, "basel", "agree"))),
    _approved("environment", 22, 18, 14, kind="facilitation"),
    _approved("traffic", 23, 19, 10, Step(6, "rana", "receive_paper"), kind="facilitation"),
    _approved("libraries", 24, 20, 10, Step(9, "omar", "receive_electronic"),
              Step(7, "rana", "receive_paper"), kind="facilitation"),
    _approved("finance", 8, -5, 30, Step(4, PORTAL, "withdraw", {"reason": "التحقت بتدريب في جهة أخرى"})),
    _waiting("hr", 6, *_review(4, "rana"), Step(4, "rana", "refuse", {"reason_code": "no_vacancy"})),
    _waiting("it", 11, *_review(9, "omar"), Step(8, "omar", "refuse", {
        "reason_code": "no_specialty", "grounds": "يمكن التقدم لدى دائرة هندسة المرور"})),
    _waiting("finance", 3, Step(2, PORTAL, "withdraw", {})),
)  # fmt: skip

_COURSES = (
    Story("training", "gis", -7, 8, _referred(2), course="gis_beginner"),
    Story("training", "gis", -9, 8, _referred(3), course="arc_pro"),
    Story("training", "gis", -6, 6, _referred(7), course="gis_specialised"),
    Story("training", "gis", -6, 6, (*_referred(6), Step(4, "basel", "refuse", {
        "reason_code": "no_vacancy", "grounds": "اكتمل عدد المتدربين في هذه الدورة"})), course="gis_qaqc"),
    _course("gis_beginner", 2, -6),
    _course("arc_pro", 3, -6, lasts=8),
    _course("gis_qaqc", 3, -8, Step(0, PORTAL, "pay", {"amount": "150.000"})),
    _course("gis_beginner", 3, -7, Step(0, PORTAL, "pay", {"amount": "120.000"})),
    _course("gis_specialised", 14, -3, Step(5, PORTAL, "pay")),
    _course("arc_pro", 16, -3),
    _paid("gis_beginner", 7, -3, Step(1, "omar", "print")),
    _paid("arc_pro", 8, -5, lasts=8),
    _course("gis_qaqc", 9, -5, Step(6, PORTAL, "pay", {"amount": "100.000"}), Step(6, PORTAL, "pay", {
        "amount": "100.000"}), Step(6, "omar", "settle")),
    _paid("gis_beginner", 9, 0),
    _paid("gis_specialised", 10, 0),
    _paid("arc_pro", 10, 2, lasts=10),
    _paid("gis_qaqc", 9, 1, Step(0, "lina", "record_absent")),
    _paid("gis_beginner", 12, 4, *_postponed(4, 3, -4)),
    _paid("arc_pro", 15, 9, Step(9, "lina", "record_present"), lasts=24),
    _paid("gis_beginner", 22, 16, Step(16, "lina", "record_present"), Step(12, "rana", "print"),
          Step(6, "rana", "print")),
    _paid("gis_qaqc", 23, 17, *_postponed(17, 16, 12), Step(12, "lina", "record_present"), _handed(5)),
)  # fmt: skip

_REFUNDS = (
    _no_show("gis_beginner", 14),
    _no_show("arc_pro", 16, _refund(4, "propose", "rana", remark="ظرف صحي موثق")),
    _no_show("gis_qaqc", 17, _refund(5, "propose", "omar", remark="تعذر الحضور بسبب السفر")),
    _no_show("gis_specialised", 20, _refund(8, "propose", "rana", remark="تعارض مع موعد الامتحانات"),
             _refund(6, "approve", "huda")),
    _no_show("arc_pro", 24, _refund(12, "propose", "omar", remark="وفاة قريب من الدرجة الأولى"),
             _refund(10, "approve", "huda"),
             _refund(7, "pay", "rana", payout_reference="ص/2291")),
    _no_show("gis_beginner", 23, _refund(12, "propose", "rana", remark="لم يذكر سبباً"),
             _refund(9, "decline", "huda", reason="لم يقدم المتدرب عذراً")),
    _paid("gis_beginner", 24, 19, *_postponed(19, 18, 11), Step(11, "lina", "record_absent")),
    _paid("gis_specialised", 11, -4, Step(6, PORTAL, "withdraw", {"reason": "تعارض موعد الدورة مع الدوام"})),
)  # fmt: skip

STORIES = (*_NEW, *_CORRECTIONS, *_FREE, *_COURSES, *_REFUNDS)
