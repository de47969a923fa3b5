"""Changing the reference data: fees, courses, reasons, settings, departments, wordings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from desktop.base.clock import amman_date
from desktop.base.text import Text, ascii_digits
from desktop.models.records.case import ChangeSet
from desktop.models.work import retention
from desktop.usecases.office.forms import Form, change, current
from desktop.usecases.session import PASSWORD_SETTING, WARNING_DAYS, WARNING_SETTING, Session
from desktop.workflows.registry import Registry

_LONGEST_WINDOW = 365
_LONGEST_KEPT = 600
BACKUP_SETTING, BACKUP_DAYS = "backup.max_age_days", 2
"""After so many days without a good backup the administrator is warned."""
_LONGEST_PASSWORD = 730
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{0,9}")


@dataclass(frozen=True, slots=True)
class KnownSetting:
    """A setting that is read, and the service's own value.

    Its unit is ``days``, ``lapse`` (days, 0 for never), ``months`` or ``percent``.
    """

    name: str
    label: Text
    unit: str
    default: str


def known_settings(registry: Registry) -> tuple[KnownSetting, ...]:
    """Every setting that a service reads, by name."""
    found: dict[str, KnownSetting] = {}
    for service in registry.values():
        for window in service.deadlines:
            if window.setting:
                found[window.setting] = KnownSetting(window.setting, window.label, "days", str(window.amount))
        rules = service.occasion
        if rules is not None and rules.setting:
            days = str(rules.postpone_days)
            label = Text(
                f"{rules.label.ar}: التأجيل لعدم اكتمال العدد",
                f"{rules.label.en}: postponed under the minimum",
            )
            found[rules.setting] = KnownSetting(rules.setting, label, "days", days)
        for refund in service.refunds:
            if refund.setting:
                kept = str(refund.percent_kept)
                label = Text(f"نسبة الخصم: {refund.reason.ar}", f"Percentage kept: {refund.reason.en}")
                found[refund.setting] = KnownSetting(refund.setting, label, "percent", kept)
    return (*(found[name] for name in sorted(found)), *_of_the_office(registry))


def _of_the_office(registry: Registry) -> tuple[KnownSetting, ...]:
    """How long personal data is kept, and how old a backup may be."""
    kept = [
        KnownSetting(
            retention.setting_of(service.code),
            Text(f"مدة حفظ طلبات {service.label.ar} المنتهية", f"Closed cases kept: {service.label.en}"),
            "months",
            str(retention.DEFAULT_CASE),
        )
        for service in sorted(registry.values(), key=lambda one: one.code)
    ]
    labels = {
        retention.LETTERS: Text("مدة حفظ نص الكتب", "Letters' text is kept"),
        retention.PAYMENTS: Text("مدة حفظ إشعارات الدفع المرفوضة", "Refused payment notices are kept"),
        retention.INBOX: Text("مدة حفظ ما ورد من البوابة كما ورد", "What the portal sent is kept as it came"),
        retention.ACCESS: Text("مدة حفظ سجل الاطلاع", "The log of who saw what is kept"),
    }
    kept += [
        KnownSetting(name, label, "months", str(retention.DEFAULTS[name])) for name, label in labels.items()
    ]
    backup = Text("أقصى عمر لآخر نسخة احتياطية", "The last good backup may be this old")
    valid = Text("مدة صلاحية كلمة السر", "A password is valid for")
    warned = Text("التنبيه قبل انتهاء كلمة السر", "Warned before a password ends")
    return (
        *kept,
        KnownSetting(BACKUP_SETTING, backup, "days", str(BACKUP_DAYS)),
        KnownSetting(PASSWORD_SETTING, valid, "lapse", "0"),
        KnownSetting(WARNING_SETTING, warned, "days", str(WARNING_DAYS)),
    )


def change_fee(session: Session, code: str, amount: str | Decimal, valid_from: date) -> ChangeSet:
    """Sets the fee ``code`` to ``amount`` dinars for applications submitted from ``valid_from`` on (TRN-15).

    Older applications owe what they owed. Refuses a day before today, and today where applications of
    today owe the present fee.
    """
    form, today = Form(), amman_date(current(session).now)
    code = form.code("code", code)
    exact = form.amount("amount", amount)
    form.not_past("valid_from", valid_from, today)
    form.done()
    data = {"code": code, "amount": str(exact), "valid_from": valid_from.isoformat()}
    return change(session, "reference", "fee", data)


def change_course(
    session: Session,
    code: str,
    *,
    department: str,
    name_ar: str,
    name_en: str,
    hours: int,
    fee_code: str,
    active: bool = True,
    kind: str | None = None,
    prerequisite: str = "",
    minimum: int = 0,
    maximum: int = 0,
    details: Mapping[str, str] | None = None,
) -> ChangeSet:
    """Adds the course or changes the one of its code; its fee must exist already, none is for nothing.

    ``kind`` is what it is (``None``: as it was, training where it is new), ``prerequisite`` the level
    exam that it asks for, ``minimum`` and ``maximum`` the seats of its occasions; of ``details`` only those
    that are given change.
    """
    reference = current(session).reference
    form = Form()
    code = form.code("code", code)
    ar, en = form.both(name_ar, name_en)
    if department not in reference.departments:
        form.wrong("department", "choice", "دائرة غير معروفة.", "No such department.")
    if not 0 <= hours <= 1000:
        form.wrong("hours", "number", "عدد الساعات من 0 إلى 1000.", "Hours are between 0 and 1000.")
    if fee_code and not any(fee.code == fee_code for fee in reference.fees):
        form.wrong("fee_code", "choice", "أضف الرسم أولاً.", "There is no such fee; add it first.")
    known = reference.courses.get(code)
    level = reference.courses.get(prerequisite)
    if prerequisite and (level is None or level.kind != "level" or prerequisite == code):
        form.wrong("prerequisite", "choice", "اختر امتحان مستوى.", "Choose a level exam.")
    if not 0 <= minimum <= maximum <= 5000:
        form.wrong(
            "minimum", "number", "الحد الأدنى لا يزيد على الأقصى.", "The minimum is not above the maximum."
        )
    form.done()
    told = {**(known.details if known else {}), **(details or {})}
    data = {
        "kind": kind or (known.kind if known else "training"),
        "prerequisite": prerequisite,
        "minimum": minimum,
        "maximum": maximum,
        "details": told,
        "code": code,
        "department": department,
        "name_ar": ar,
        "name_en": en,
        "hours": hours,
        "fee_code": fee_code,
        "active": active,
    }
    return change(session, "reference", "course", data)


def change_reason(
    session: Session,
    code: str,
    *,
    scope: str,
    text_ar: str,
    text_en: str,
    active: bool = True,
    service: str | None = None,
) -> ChangeSet:
    """Adds the ready reason or changes the one of its code; one that is not active is no longer offered.

    ``scope`` is ``attachment`` or ``refusal``; ``service`` the only service that offers it, empty for all,
    ``None`` for as it was. The reason ``other`` stays: it is the one that asks for words.
    """
    form = Form()
    code = form.code("code", code)
    ar, en = form.both(text_ar, text_en, prefix="text")
    if scope not in ("attachment", "refusal"):
        form.wrong("scope", "choice", "المجال: مرفق أو طلب.", "The scope is attachment or refusal.")
    known = {reason.code: reason.service for reason in current(session).reference.reasons}
    whose = known.get(code, "") if service is None else service
    if whose and whose not in session.registry:
        form.wrong("service", "choice", "خدمة غير معروفة.", "No such service.")
    form.done()
    data = {
        "code": code,
        "scope": scope,
        "text_ar": ar,
        "text_en": en,
        "active": active,
        "service": whose,
    }
    return change(session, "reference", "reason", data)


def change_department(
    session: Session,
    code: str,
    *,
    name_ar: str,
    name_en: str,
    letter_prefix: str,
    hosts_training: bool = False,
    decides_hosting: bool = False,
    contact_name: str = "",
    contact_phone: str = "",
    contact_hours: str = "",
    signatory_name: str = "",
    signatory_title: str = "",
) -> ChangeSet:
    """Adds the department or changes the one of its code: contact (TRN-19), signatory, letters' prefix."""
    reference = current(session).reference
    form = Form()
    code = form.code("code", code, limit=20)
    ar, en = form.both(name_ar, name_en)
    if not _PREFIX.fullmatch(letter_prefix):
        form.wrong(
            "letter_prefix", "code", "حرف إلى عشرة أحرف لاتينية كبيرة.", "One to ten capital Latin letters."
        )
    others = {d.letter_prefix for d in reference.departments.values() if d.code != code}
    if letter_prefix in others:
        form.wrong(
            "letter_prefix", "taken", "الرمز لدائرة أخرى.", "Another department numbers its letters so."
        )
    phone = form.phone("contact_phone", contact_phone)
    owner = any(service.department == code for service in session.registry.values())
    data = {
        "code": code,
        "name_ar": ar,
        "name_en": en,
        "letter_prefix": letter_prefix,
        "hosts_training": hosts_training,
        "decides_hosting": decides_hosting,
        "contact_name": form.line("contact_name", contact_name, required=owner),
        "contact_phone": phone,
        "contact_hours": form.line("contact_hours", contact_hours, required=False),
        # The department that owns a service signs its letters (COM-11).
        "signatory_name": form.line("signatory_name", signatory_name, required=owner),
        "signatory_title": form.line("signatory_title", signatory_title, required=owner),
    }
    form.done()
    return change(session, "reference", "department", data)


def change_setting(session: Session, name: str, value: str, valid_from: date) -> ChangeSet:
    """Sets a window's length (days) or a percentage from ``valid_from`` on; windows that run keep theirs."""
    form, today = Form(), amman_date(current(session).now)
    known = {setting.name: setting for setting in known_settings(session.registry)}.get(name)
    plain = ascii_digits(value).strip()
    if known is None:
        form.wrong("name", "choice", "إعداد غير معروف.", "No such setting.")
    elif known.unit == "days" and not (
        plain.isascii() and plain.isdigit() and 1 <= int(plain) <= _LONGEST_WINDOW
    ):
        form.wrong(
            "value", "number", "عدد أيام صحيح من 1 إلى 365.", "A whole number of days between 1 and 365."
        )
    elif known.unit == "lapse" and not (
        plain.isascii() and plain.isdigit() and int(plain) <= _LONGEST_PASSWORD
    ):
        form.wrong(
            "value",
            "number",
            "عدد أيام صحيح من 0 إلى 730؛ 0 يعني بلا انتهاء.",
            "A whole number of days up to 730; 0 never ends.",
        )
    elif known.unit == "months" and not (plain.isascii() and plain.isdigit() and int(plain) <= _LONGEST_KEPT):
        form.wrong(
            "value",
            "number",
            "عدد أشهر صحيح من 0 إلى 600؛ 0 يعني الحفظ الدائم.",
            "A whole number of months up to 600; 0 keeps for ever.",
        )
    elif known.unit == "percent" and not _is_percentage(plain):
        form.wrong(
            "value",
            "number",
            "نسبة مئوية من 0 إلى 100، بمنزلتين عشريتين على الأكثر.",
            "A percentage between 0 and 100, with at most two decimals.",
        )
    form.not_past("valid_from", valid_from, today)
    form.done()
    data = {"name": name, "value": plain, "valid_from": valid_from.isoformat()}
    return change(session, "reference", "setting", data)


def _is_percentage(plain: str) -> bool:
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return False
    return bool(re.fullmatch(r"\d{1,3}(\.\d{1,2})?", plain)) and 0 <= value <= 100
