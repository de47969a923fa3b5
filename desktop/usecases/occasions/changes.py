"""Changing an occasion; what it does to its cases is done in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.models.occasions import occasions
from desktop.models.records.case import ChangeSet
from desktop.models.records.occasion import Attendance, OccasionResult
from desktop.usecases.session import Session

_KINDS = frozenset({"occasion", "case", "message", "deadline", "payment", "refund"})

_SENTENCES = {
    "starts_at": Text(
        "الموعد مطلوب وبعد الآن؛ ولا يُسجَّل الانعقاد قبل يومه.",
        "A date ahead is needed; nothing is held before its day.",
    ),
    "ends_at": Text("وقت الانتهاء بعد وقت البدء.", "The end comes after the start."),
    "maximum": Text(
        "الحد الأقصى من 1 إلى 5000 ولا يقل عن المقاعد المشغولة.",
        "The maximum is 1 to 5000 and not below the seats that are held.",
    ),
    "minimum": Text(
        "الحد الأدنى من 0 ولا يزيد على الأقصى.", "The minimum is 0 or more, at most the maximum."
    ),
    "subject": Text("اختر من القائمة.", "Choose one from the list."),
    "working_day": Text(
        "ليس يوم عمل: عطلة رسمية أو نهاية أسبوع.", "Not a working day: a public holiday or a weekend."
    ),
    "person_busy": Text("للمفتش جولة أخرى في الوقت نفسه.", "The inspector has another round at that time."),
    "reason": Text("اكتب السبب؛ يظهر في الرسالة.", "Give the reason; the message tells it."),
    "details": Text("نص طويل أو غير صالح.", "A text is too long or not valid."),
    "absent": Text("ليس لأحدهم مقعد في هذا الموعد.", "One of them has no seat here."),
    "results": Text(
        "لكل من حضر نتيجة، ولا نتيجة لغيره.", "Everybody who was there has a result, and nobody else."
    ),
    "case_id": Text("ليس لصاحب الطلب مقعد في هذا الموعد.", "The applicant has no seat here."),
}


def plan(session: Session, data: Mapping[str, object]) -> ChangeSet:
    """Plans an occasion; ``details["occasion"]`` of what comes back is its number.

    ``data`` has kind, department, subject, starts_at and ends_at (ISO moments), place, person, district,
    minimum, maximum, details. Raises ``Refusal`` naming the field.
    """
    return _changed(session, "plan", None, None, data)


def change(session: Session, occasion_id: int, version: int, data: Mapping[str, object]) -> ChangeSet:
    """Changes place, person, district, minimum, maximum or details; a raised maximum seats those who wait."""
    return _changed(session, "change", occasion_id, version, data)


def move(
    session: Session,
    occasion_id: int,
    version: int,
    starts_at: datetime,
    ends_at: datetime | None = None,
    **more: object,
) -> ChangeSet:
    """Sets the first or another date and tells everybody who has a place (CRS-02).

    ``more`` is what else changes, as for ``change``.
    """
    dates = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat() if ends_at else ""}
    return _changed(session, "move", occasion_id, version, {**more, **dates})


def cancel(session: Session, occasion_id: int, version: int, reason: str) -> ChangeSet:
    """Calls it off: every case ends, is told why, and what was paid goes to the refund path."""
    return _changed(session, "cancel", occasion_id, version, {"reason": reason})


def hold(session: Session, occasion_id: int, version: int, absent: Sequence[int] = ()) -> ChangeSet:
    """Records it as held: the cases in ``absent`` were not there, the others were (CRS-11)."""
    return _changed(session, "hold", occasion_id, version, {"absent": list(absent)})


def attend(
    session: Session, occasion_id: int, version: int, case_id: int, attendance: Attendance
) -> ChangeSet:
    """Notes before it is recorded as held whether one applicant is there."""
    data = {"case_id": case_id, "attendance": attendance.value}
    return _changed(session, "attend", occasion_id, version, data)


def enter_results(
    session: Session, occasion_id: int, version: int, results: Sequence[Mapping[str, object]]
) -> ChangeSet:
    """Enters results (case_id, score, result) of those who were there; all of them or none."""
    return _changed(session, "result", occasion_id, version, {"results": [dict(one) for one in results]})


def check_results(session: Session, occasion_id: int, version: int) -> ChangeSet:
    """Passes the results on; by somebody who entered none of them (COM-10)."""
    return _changed(session, "check", occasion_id, version, {})


def come(session: Session, occasion_id: int, version: int) -> ChangeSet:
    """Its day has come (worker): it stands, or is moved where it never had its minimum (CRS-02)."""
    return _changed(session, "came", occasion_id, version, {})


def _changed(
    session: Session, action: str, occasion_id: int | None, version: int | None, data: Mapping[str, object]
) -> ChangeSet:
    return carried_out(session, occasion_id, version, [(action, data)])


def carried_out(
    session: Session,
    occasion_id: int | None,
    version: int | None,
    changes: Sequence[tuple[str, Mapping[str, object]]],
) -> ChangeSet:
    """Several changes of one occasion, one after the other, in one transaction: all of them or none."""
    done: OccasionResult | None = None
    try:
        with session.database.writing() as connection:
            steps = occasions(session.database, connection, session.login, session.workstation)
            for action, data in changes:
                known = (occasion_id, version) if done is None else (done.occasion_id, done.version)
                done = steps.occasion(action, *known, data)
    except Refusal as refusal:
        raise _worded(refusal) from refusal
    if done is None:
        return ChangeSet()
    return ChangeSet(
        _KINDS,
        frozenset(done.case_ids),
        {"occasion": done.occasion_id, "version": done.version, "state": done.state},
    )


def _worded(refusal: Refusal) -> Refusal:
    """The refusal of a field with a sentence that says what is wanted."""
    field = refusal.problems[0].field
    known = _SENTENCES.get(field)
    if refusal.code != "invalid" or known is None:
        return refusal
    return Refusal.one("invalid", known.ar, known.en, field=field)
