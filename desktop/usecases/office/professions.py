"""Changing who must approve a profession, what an inspector looks at, and the bodies outside (LIC-06)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.base.text import Text, cleaned
from desktop.models.records.case import ChangeSet
from desktop.models.records.outside import STAGES, ChecklistItem
from desktop.usecases.office.forms import Form, change, current
from desktop.usecases.session import Session

_MOST_ITEMS = 40


def change_outside_body(
    session: Session,
    code: str,
    *,
    name_ar: str,
    name_en: str,
    stage: int,
    answer_days: int,
    active: bool = True,
) -> ChangeSet:
    """Adds the body or changes the one of its code.

    ``stage`` 1 is asked before the municipality's own inspection, 2 after it; ``answer_days`` are working
    days, after which it is reminded.
    """
    form = Form()
    code = form.code("code", code)
    ar, en = form.both(name_ar, name_en)
    if stage not in STAGES:
        form.wrong(
            "stage", "choice", "قبل الكشف (1) أو بعده (2).", "Before the inspection (1) or after it (2)."
        )
    if not 1 <= answer_days <= 365:
        form.wrong("answer_days", "number", "من 1 إلى 365 يوم عمل.", "Between 1 and 365 working days.")
    form.done()
    data = {
        "code": code,
        "name_ar": ar,
        "name_en": en,
        "stage": stage,
        "answer_days": answer_days,
        "active": active,
    }
    return change(session, "reference", "outside_body", data)


def change_profession(
    session: Session,
    code: str,
    *,
    name_ar: str,
    name_en: str,
    needs_permit: bool,
    bodies: Sequence[str],
    checklist: str,
    fee_code: str,
    active: bool = True,
) -> ChangeSet:
    """Adds the profession or changes the one of its code; its fee must exist already.

    ``checklist`` has one line for each thing that an inspector looks at, Arabic and English with a bar
    between (``مخارج النجاة سالكة | Exits are clear``). Lines that stay keep their code, so that what was
    found before can still be read.
    """
    reference = current(session).reference
    form = Form()
    code = form.code("code", code)
    ar, en = form.both(name_ar, name_en)
    unknown = [body for body in bodies if body not in reference.bodies]
    if unknown:
        form.wrong("bodies", "choice", "جهة غير معروفة.", f"No such body: {', '.join(unknown)}.")
    if not any(fee.code == fee_code for fee in reference.fees):
        form.wrong("fee_code", "choice", "أضف الرسم أولاً.", "There is no such fee; add it first.")
    known = reference.professions.get(code)
    items = _items(form, checklist, known.checklist if known else ())
    form.done()
    data = {
        "code": code,
        "name_ar": ar,
        "name_en": en,
        "needs_permit": needs_permit,
        "bodies": list(dict.fromkeys(bodies)),
        "checklist": [{"code": one.code, "ar": one.text.ar, "en": one.text.en} for one in items],
        "fee_code": fee_code,
        "active": active,
    }
    return change(session, "reference", "profession", data)


def checklist_text(items: Sequence[ChecklistItem]) -> str:
    """A checklist as it is typed."""
    return "\n".join(f"{item.text.ar} | {item.text.en}" for item in items)


def _items(form: Form, typed: str, known: Sequence[ChecklistItem]) -> list[ChecklistItem]:
    found: list[ChecklistItem] = []
    codes = {item.text: item.code for item in known}
    taken = set(codes.values())
    lines = [cleaned(line) for line in typed.splitlines() if cleaned(line)]
    if len(lines) > _MOST_ITEMS:
        form.wrong(
            "checklist", "too_long", f"{_MOST_ITEMS} بنداً على الأكثر.", f"At most {_MOST_ITEMS} items."
        )
        return []
    for line in lines:
        ar, bar, en = (part.strip() for part in line.partition("|"))
        if not (ar and bar and en) or len(line) > 160:
            form.wrong(
                "checklist",
                "format",
                f"اكتب كل بند بالعربية ثم | ثم بالإنجليزية: {line[:40]}",
                f"Write each item as Arabic | English: {line[:40]}",
            )
            return []
        text = Text(ar, en)
        code = codes.get(text) or _new_code(en, taken)
        taken.add(code)
        found.append(ChecklistItem(code, text))
    return found


def _new_code(en: str, taken: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "_", en.lower()).strip("_")[:30] or "item"
    stem = stem if stem[0].isalpha() else f"item_{stem}"
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}_{number}"
    return code
