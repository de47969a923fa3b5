"""Approvals from outside: of one case, those that are late, and the reference data behind them."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from desktop.base.text import Text
from desktop.models.records.outside import (
    ApprovalState,
    ChecklistItem,
    OutsideApproval,
    OutsideBody,
    Profession,
)
from desktop.models.tables.applications import cases
from desktop.models.tables.outside import outside_approval, outside_body, profession

_APPROVALS = (
    select(outside_approval)
    .where(outside_approval.c.case_id == bindparam("case_id"))
    .order_by(outside_approval.c.id)
)

_LATE = (
    select(cases.c.id, cases.c.service, cases.c.state)
    .join(outside_approval, outside_approval.c.case_id == cases.c.id)
    .where(
        outside_approval.c.state == ApprovalState.ASKED.value,
        outside_approval.c.due_at <= bindparam("now"),
        cases.c.closed_at.is_(None),
    )
    .order_by(outside_approval.c.due_at, outside_approval.c.id)
    .limit(bindparam("most"))
)


def approvals_of(connection: Connection, case_id: int) -> tuple[OutsideApproval, ...]:
    """The approvals that one case was asked to bring, oldest first."""
    rows = connection.execute(_APPROVALS, {"case_id": case_id}).mappings()
    return tuple(
        OutsideApproval(
            approval_id=r["id"],
            body=r["body"],
            state=ApprovalState(r["state"]),
            asked_at=r["asked_at"],
            due_at=r["due_at"],
            chases=r["chases"],
            chased_at=r["chased_at"],
            answered_at=r["answered_at"],
            answered_by=r["answered_by"],
            answer_reference=r["answer_reference"],
            grounds=r["grounds"],
        )
        for r in rows
    )


def late_cases(connection: Connection, now: datetime, limit: int = 100) -> tuple[tuple[int, str, str], ...]:
    """(case, service, state) of open cases one of whose approvals is late at ``now``, longest first."""
    rows = connection.execute(_LATE, {"now": now, "most": limit})
    return tuple(dict.fromkeys((row[0], row[1], row[2]) for row in rows))


def bodies(connection: Connection) -> dict[str, OutsideBody]:
    """Every body outside, by code."""
    rows = connection.execute(select(outside_body).order_by(outside_body.c.code)).mappings()
    return {
        r["code"]: OutsideBody(
            r["code"], Text(r["name_ar"], r["name_en"]), r["stage"], r["answer_days"], bool(r["active"])
        )
        for r in rows
    }


def professions(connection: Connection) -> dict[str, Profession]:
    """Every profession, by code."""
    rows = connection.execute(select(profession).order_by(profession.c.code)).mappings()
    return {
        r["code"]: Profession(
            code=r["code"],
            name=Text(r["name_ar"], r["name_en"]),
            needs_permit=bool(r["needs_permit"]),
            bodies=tuple(json.loads(r["bodies"])),
            checklist=tuple(
                ChecklistItem(item["code"], Text(item["ar"], item["en"]))
                for item in json.loads(r["checklist"])
            ),
            fee_code=r["fee_code"],
            active=bool(r["active"]),
        )
        for r in rows
    }
