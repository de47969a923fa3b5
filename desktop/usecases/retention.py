"""How long personal data is kept: what is due to go, and taking it out (``diwan retention``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from desktop.models.work import retention
from desktop.models.work.beats import last_done, take_chore
from desktop.models.work.retention import DueCase
from desktop.usecases.session import Session
from desktop.usecases.worker.faults import apart

EVERY = timedelta(hours=1)
MOST = 500
"""Cases a service, and rows a kind, in one go: what is left has its turn an hour later."""


@dataclass(frozen=True, slots=True)
class RetentionPlan:
    """What is due: cases to anonymise, letters to empty, old rows by kind; and what has to wait.

    ``unfinished`` closed cases are past their period and still wait for a refund, a payment, a message or a
    letter: somebody should look.
    """

    periods: dict[str, int] = field(default_factory=dict)
    """Months by setting; 0 keeps for ever."""
    cases: tuple[DueCase, ...] = ()
    letters: tuple[DueCase, ...] = ()
    rows: dict[str, int] = field(default_factory=dict)
    unfinished: int = 0


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """What was done: references anonymised and refused, letters' cases emptied, rows by kind."""

    anonymised: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.anonymised) + len(self.letters) + sum(self.rows.values())


def plan_retention(session: Session, most: int = MOST) -> RetentionPlan:
    """What ``retain`` would do now; nothing is changed. ``session`` is the worker's. Raises ``Outage``."""
    services = sorted(session.registry)
    with session.database.reading() as connection:
        now = session.database.now(connection)
        names = [*(retention.setting_of(service) for service in services), *retention.DEFAULTS]
        return RetentionPlan(
            periods={name: retention.months_kept(connection, name, now) for name in names},
            cases=tuple(retention.due_cases(connection, services, now, most)),
            letters=tuple(retention.due_letters(connection, now, most)),
            rows=retention.due_rows(connection, now),
            unfinished=retention.unfinished_cases(connection, services, now),
        )


def retain(session: Session, most: int = MOST) -> RetentionReport:
    """Takes out the personal data that is due, one case a transaction. Raises ``Outage``.

    A case whose record is not whole is skipped: it is evidence, and for the auditor.
    """
    with session.database.reading() as connection:
        now = session.database.now(connection)
        found = retention.due_cases(connection, sorted(session.registry), now, most)
    anonymised: list[str] = []
    skipped: list[str] = []
    for case in found:
        done = apart(case.reference, partial(_anonymise, session, case))
        (anonymised if done else skipped).append(case.reference)
    # Those that were anonymised just now may be old enough for their letters too.
    with session.database.reading() as connection:
        due = retention.due_letters(connection, session.database.now(connection), most)
    letters = [one.reference for one in due if apart(one.reference, partial(_empty_letters, session, one))]
    with session.database.writing() as connection:
        rows = retention.purge(connection, session.database.now(connection), most)
    return RetentionReport(tuple(anonymised), tuple(skipped), tuple(letters), rows)


def retain_hourly(session: Session) -> int:
    """``retain``, once an hour whichever worker comes first; returns how much was done."""
    # Nearly every round finds it done: nobody is kept from writing to learn that.
    with session.database.reading() as connection:
        last = last_done(connection, "retention")
        if last is not None and session.database.now(connection) - last < EVERY:
            return 0
    with session.database.writing() as connection:
        if not take_chore(connection, "retention", session.database.now(connection), EVERY):
            return 0
    return retain(session).total


def _anonymise(session: Session, case: DueCase) -> int:
    with session.database.writing() as connection:
        now = session.database.now(connection)
        return int(retention.anonymise(connection, case.case_id, session.login, now))


def _empty_letters(session: Session, case: DueCase) -> int:
    with session.database.writing() as connection:
        return int(retention.empty_letters(connection, case.case_id, session.database.now(connection)))
