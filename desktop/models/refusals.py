"""The sentences with which the database's side refuses a step; the same on both databases."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.base.errors import Refusal


def no_such_case() -> Refusal:
    """No such case, or none that this account may see: the two are not told apart (COM-10)."""
    return Refusal.one(
        "no_such_case", "لا يوجد طلب بهذا الرقم ضمن دوائرك.", "No such case in your departments."
    )


def stale(details: Mapping[str, object]) -> Refusal:
    """Somebody else was first; ``details`` has actor, action, at (ISO), state, version (COM-09)."""
    actor = details.get("actor", "")
    return Refusal.one(
        "stale",
        f"سبقك {actor} إلى هذا الطلب؛ اطّلع على حالته الجديدة.",
        f"{actor} was first on this case; look at its new state.",
        details=details,
    )


def not_allowed(action: str) -> Refusal:
    """The account may not do this action in the case's state (COM-10)."""
    return Refusal.one(
        "not_allowed",
        "هذا الإجراء غير متاح لك في حالة الطلب الحالية.",
        f"You may not do '{action}' in the case's present state.",
    )


def put_away(year: object) -> Refusal:
    """The record of cases closed in ``year`` is in a file and not in the database: docs/scale.md."""
    return Refusal.one(
        "put_away",
        f"سجلات الطلبات المغلقة سنة {year} محفوظة خارج القاعدة؛ اطلب من مدير النظام إعادتها.",
        f"The records of applications closed in {year} are put away outside the database; ask the"
        " administrator to bring them back.",
    )


def requirement(action: str) -> Refusal:
    """A condition of the action does not hold."""
    return Refusal.one(
        "requirement",
        "لم تكتمل شروط هذا الإجراء.",
        f"What '{action}' requires is not complete.",
    )


def wrong_outcome(action: str) -> Refusal:
    """The plan leads elsewhere than the definition does."""
    return Refusal.one(
        "wrong_outcome",
        "لا يؤدي هذا الإجراء إلى الحالة المطلوبة.",
        f"'{action}' does not lead to the state that was asked for.",
    )


def wrong_effects(action: str) -> Refusal:
    """The plan's effects are not the definition's."""
    return Refusal.one(
        "wrong_effects",
        "آثار هذا الإجراء لا تطابق تعريف الخدمة.",
        f"The effects of '{action}' are not those of the service's definition.",
    )


def four_eyes() -> Refusal:
    """Nobody approves what they proposed (COM-10, COM-15)."""
    return Refusal.one(
        "four_eyes",
        "لا يعتمد أحد ما اقترحه بنفسه؛ يلزم شخص آخر.",
        "Nobody approves what they proposed; another person must.",
    )


def no_authority() -> Refusal:
    """The approval needs an authority that the account does not hold (COM-16)."""
    return Refusal.one(
        "no_authority",
        "يلزم لهذا الاعتماد صلاحية الإدارة العليا.",
        "This approval needs senior management's authority.",
    )


def invalid(field: str) -> Refusal:
    """A value in the plan's ``field`` is missing or not among what it may be."""
    return Refusal.one(
        "invalid",
        f"قيمة غير صالحة في الحقل «{field}».",
        f"Invalid value in the field '{field}'.",
        field=field,
    )


def no_such_account(login: str) -> Refusal:
    """No such account, or it is locked."""
    return Refusal.one(
        "no_such_account",
        f"لا يوجد حساب فعّال باسم «{login}».",
        f"There is no active account '{login}'.",
        field="login",
    )


def full() -> Refusal:
    """The last place was taken by somebody else (LIC-08)."""
    return Refusal.one(
        "full",
        "اكتملت الأماكن في هذا الموعد؛ اختر موعداً آخر.",
        "Every place on it is taken by now; choose another.",
        field="inputs.occasion",
    )


def not_enough() -> Refusal:
    """The payments of a request do not yet reach its amount; half a fee is never kept (COM-08)."""
    return Refusal.one(
        "not_enough",
        "مجموع الدفعات أقل من المبلغ المطلوب؛ انتظر الباقي أو أعدها لدافعها.",
        "The payments do not reach the amount; wait for the rest or return them to the payer.",
    )
