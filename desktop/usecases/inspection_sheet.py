"""The sheet of a round that an inspector takes along: whom to visit, where and when (LIC-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from desktop.base.clock import amman, amman_date, weekday_date
from desktop.base.errors import Refusal
from desktop.models.records.occasion import Occasion
from desktop.models.records.reference import Reference
from desktop.usecases.lists import draw_list
from desktop.usecases.occasions.view import Holder, opened_in
from desktop.usecases.session import Session
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.values import shown_value

SHEET = "inspection_round"


def visit_times(occasion: Occasion) -> tuple[datetime, ...]:
    """When each of the round's places begins: its time shared out evenly."""
    if occasion.starts_at is None:
        return ()
    ends = occasion.ends_at or occasion.starts_at + timedelta(hours=3)
    each = (ends - occasion.starts_at) / occasion.maximum
    return tuple(occasion.starts_at + each * n for n in range(occasion.maximum))


def round_sheet(session: Session, occasion_id: int) -> bytes:
    """The printed sheet of a round, as PDF: its cases with address, telephone and a box for the finding."""
    with session.database.reading() as connection:
        opened = opened_in(session, connection, occasion_id)
        one, reference = opened.occasion, opened.office.reference
        if one.starts_at is None:
            raise Refusal.one("no_date", "لا موعد للجولة بعد.", "The round has no date yet.")
        service, times = opened.offering.service, visit_times(one)
        rows = [_sheet_row(service, holder, times, reference) for holder in opened.seated]
        values = {
            "inspector": one.person,
            "round_day": weekday_date(amman_date(one.starts_at)),
            "district": one.district,
        }
        day = amman_date(one.starts_at)
        department = reference.departments[one.department]
        return draw_list(connection, department, SHEET, values, rows, on=day)


def _sheet_row(
    service: ServiceDefinition, holder: Holder, times: Sequence[datetime], reference: Reference
) -> dict[str, str]:
    case, seat = holder.case, (holder.place.seat or 1) - 1
    shown = {
        field.key: shown_value(field, case.payload[field.key], reference, case.payload).ar
        for field in service.fields
        if case.payload.get(field.key) is not None
    }
    return {
        **{key: shown.get(key, "") for key in ("profession", "licence_number", "address")},
        "name": case.applicant.name,
        "identity": case.applicant.identity,
        "phone": f"0{case.applicant.mobile.removeprefix('+962')}",
        "case_reference": case.reference,
        "time": f"{amman(times[min(seat, len(times) - 1)]):%H:%M}",
    }
