"""What a change of an occasion would do to its cases, before it is done: every SMS as it would be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from desktop.base.clock import utc
from desktop.models.queries.case_files import case_file
from desktop.models.records.occasion import Occasion, OccasionEvent
from desktop.models.records.plan import EffectKind
from desktop.usecases.occasions.view import Holder, OpenOccasion, opened_in
from desktop.usecases.session import Session
from desktop.workflows.definition import State
from desktop.workflows.engine import Situation, event_plan
from desktop.workflows.wording import rendered, wording_of


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would happen to one case: where it goes, and the messages it gets."""

    reference: str
    applicant: str
    to_state: State
    texts: tuple[str, ...]


def preview_move(
    session: Session, occasion_id: int, starts_at: datetime, **more: object
) -> tuple[Forecast, ...]:
    """The messages that setting this date would send; ``more`` are place, person or details that change."""

    def moved(occasion: Occasion) -> Occasion:
        changed = {key: more[key] for key in ("place", "person", "district", "details") if key in more}
        return replace(occasion, starts_at=utc(starts_at), **changed)  # type: ignore[arg-type]

    with session.database.reading() as connection:
        opened = opened_in(session, connection, occasion_id)
        return _forecasts(connection, opened, moved(opened.occasion), OccasionEvent.DATED)


def preview_cancel(session: Session, occasion_id: int, reason: str) -> tuple[Forecast, ...]:
    """The messages that calling it off would send, and where each case ends."""
    with session.database.reading() as connection:
        opened = opened_in(session, connection, occasion_id)
        details: Mapping[str, str] = {**opened.occasion.details, "reason": reason}
        changed = replace(opened.occasion, details=details)
        return _forecasts(connection, opened, changed, OccasionEvent.CANCELLED)


def _forecasts(
    connection: Connection,
    opened: OpenOccasion,
    changed: Occasion,
    event: OccasionEvent,
) -> tuple[Forecast, ...]:
    found = (_forecast(connection, opened, holder, changed, event) for holder in opened.held)
    return tuple(one for one in found if one is not None)


def _forecast(
    connection: Connection,
    opened: OpenOccasion,
    holder: Holder,
    changed: Occasion,
    event: OccasionEvent,
) -> Forecast | None:
    service, office, case = opened.offering.service, opened.office, holder.case
    file = case_file(connection, case)
    file = replace(file, standing=replace(file.standing, occasion=changed))
    plan = event_plan(Situation(service, file, office.reference, office.actor, office.now), event)
    if plan is None:
        return None
    texts = []
    for effect in plan.effects:
        params = effect.data.get("params")
        if effect.kind is EffectKind.MESSAGE and isinstance(params, Mapping):
            values = {**params, "reference": case.reference, "applicant_name": case.applicant.name}
            texts.append(rendered(wording_of(service, effect.key, office.reference), values))
    return Forecast(case.reference, case.applicant.name, service.state(plan.to_state), tuple(texts))
