"""Whether the record is whole and the books add up: ``diwan audit`` (COM-07, COM-08)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from desktop.models.chain import broken_at
from desktop.models.office_changes import office_broken_at, read_office_events
from desktop.models.queries.away import is_away, years_away
from desktop.models.queries.case_files import events_of
from desktop.models.queries.money import Ledger, ledger, unbalanced_requests
from desktop.models.tables.applications import case_event, cases
from desktop.usecases.session import Session


@dataclass(frozen=True, slots=True)
class Audit:
    """What was checked and what was found; ``broken`` are (reference, number of the first bad event)."""

    cases: int
    events: int
    broken: tuple[tuple[str, int], ...]
    office_broken_at: int | None
    """The first bad entry of the record of reference-data changes; ``None`` where it is whole or not seen."""
    ledger: Ledger
    unbalanced: tuple[str, ...]
    away: int = 0
    """Cases of years that are put away: their money was checked, their record is in the year's file."""

    @property
    def passed(self) -> bool:
        return (
            not self.broken and self.office_broken_at is None and not self.unbalanced and self.ledger.balances
        )


def audit(session: Session) -> Audit:
    """Checks every chain and every case's money that the account sees."""
    broken: list[tuple[str, int]] = []
    unbalanced: list[str] = []
    count = events = away = 0
    with session.database.reading() as connection:
        elsewhere = years_away(connection)
        for case_id, reference, version, state, closed_at in connection.execute(
            select(cases.c.id, cases.c.reference, cases.c.version, cases.c.state, cases.c.closed_at).order_by(
                cases.c.id
            )
        ).all():
            count += 1
            if not ledger(connection, case_id).balances:
                unbalanced.append(reference)
            if is_away(elsewhere, closed_at):
                away += 1
                continue
            try:
                record = events_of(connection, case_id)
            except ValueError:
                broken.append((reference, _unreadable(connection, case_id)))
                continue
            events += len(record)
            bad = broken_at(case_id, record)
            if bad is None and len(record) != version:
                bad = len(record) + 1
            if bad is None and record[-1].to_state != state:
                bad = version
            if bad is not None:
                broken.append((reference, bad))
        unbalanced += [f"request {number}" for number in unbalanced_requests(connection)]
        actor = session.office(connection).actor
        reads = actor.is_admin or actor.is_worker
        office = office_broken_at(read_office_events(connection)) if reads else None
        return Audit(count, events, tuple(broken), office, ledger(connection), tuple(unbalanced), away)


def _unreadable(connection: Connection, case_id: int) -> int:
    """The number of the first event that holds something the program never wrote."""
    numbers = select(case_event.c.number).where(case_event.c.case_id == case_id)
    for number in connection.execute(numbers.order_by(case_event.c.number)).scalars().all():
        try:
            connection.execute(
                select(case_event).where(case_event.c.case_id == case_id, case_event.c.number == number)
            ).all()
        except ValueError:
            return int(number)
    return 0
