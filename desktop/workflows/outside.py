"""What happens to a case's approvals from outside: asked, reminded; the same as ``57_outside.sql``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from desktop.base.clock import amman_date, end_of_day
from desktop.models import refusals
from desktop.models.records.case import CaseFile
from desktop.models.records.outside import ApprovalState, OutsideApproval
from desktop.models.records.plan import Effect, EffectKind
from desktop.models.records.reference import Reference
from desktop.workflows.calendar import WorkingCalendar


def newly_asked(
    data: Mapping[str, object],
    file: CaseFile,
    payload: Mapping[str, object],
    reference: Reference,
    now: datetime,
) -> tuple[OutsideApproval, ...]:
    """The approvals that an ``ASK_OUTSIDE`` effect adds: of those bodies that the case has not asked yet."""
    known = {approval.body for approval in file.approvals}
    profession, stage = str(payload.get(str(data["field"]), "")), int(str(data["stage"]))
    return tuple(
        OutsideApproval(0, body.code, ApprovalState.ASKED, now, _due(body.answer_days, reference, now))
        for body in reference.bodies_of(profession, stage)
        if body.code not in known
    )


def answered(
    file: CaseFile, inputs: Mapping[str, object]
) -> tuple[OutsideApproval, tuple[tuple[str, str], ...]]:
    """The approval that ``inputs`` of an ``ANSWER_OUTSIDE`` effect answer, and what was answered."""
    answer = str(inputs.get("answer", ""))
    if answer not in (ApprovalState.GRANTED, ApprovalState.REFUSED):
        raise refusals.invalid("inputs.answer")
    asked = (a for a in file.approvals if a.state is ApprovalState.ASKED)
    mine = next((a for a in asked if a.body == inputs.get("body")), None)
    if mine is None:
        raise refusals.invalid("inputs.body")
    told = {key: str(inputs.get(key, "")) for key in ("answer_reference", "grounds")}
    return mine, (("state", answer), *told.items())


def newly_chased(file: CaseFile, reference: Reference, now: datetime) -> tuple[OutsideApproval, ...]:
    """The late approvals as a ``CHASE_OUTSIDE`` effect leaves them."""
    return tuple(
        replace(
            approval,
            chases=approval.chases + 1,
            chased_at=now,
            due_at=_due(reference.bodies[approval.body].answer_days, reference, now),
        )
        for approval in file.approvals
        if approval.state is ApprovalState.ASKED and approval.due_at <= now
    )


def file_after(
    file: CaseFile, effect: Effect, payload: Mapping[str, object], reference: Reference, now: datetime
) -> CaseFile:
    """``file`` as messages after ``effect`` see it."""
    if effect.kind is EffectKind.ASK_OUTSIDE:
        new = newly_asked(effect.data, file, payload, reference, now)
        return replace(file, approvals=(*file.approvals, *new))
    if effect.kind is EffectKind.CHASE_OUTSIDE:
        chased = {approval.approval_id: approval for approval in newly_chased(file, reference, now)}
        return replace(file, approvals=tuple(chased.get(a.approval_id, a) for a in file.approvals))
    return file


def _due(answer_days: int, reference: Reference, now: datetime) -> datetime:
    calendar = WorkingCalendar.of(holiday.day for holiday in reference.holidays)
    return end_of_day(calendar.add_working_days(amman_date(now), answer_days))


def asked_bodies(file: CaseFile, reference: Reference) -> str:
    """The bodies whose answer is awaited, in Arabic (LIC-06)."""
    waiting = (a for a in file.approvals if a.state is ApprovalState.ASKED)
    return "، ".join(reference.bodies[a.body].name.ar for a in waiting)


def late_bodies(file: CaseFile, reference: Reference) -> str:
    """The bodies that were reminded last, in Arabic."""
    chased = [a for a in file.approvals if a.state is ApprovalState.ASKED and a.chased_at is not None]
    last = max((a.chased_at for a in chased if a.chased_at is not None), default=None)
    return "، ".join(reference.bodies[a.body].name.ar for a in chased if a.chased_at == last)
