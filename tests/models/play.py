"""One case played through on one database, as the program would: read, decide, carry out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, select

from desktop.base.clock import AMMAN, FixedClock, amman_date
from desktop.base.text import search_form
from desktop.models.database import Database, Steps, embedded_url, open_database
from desktop.models.install import upgrade
from desktop.models.occasions import Occasions, occasions
from desktop.models.queries.case_files import case_by_id, case_file
from desktop.models.queries.office import load_actor, load_reference
from desktop.models.records.case import CaseFile
from desktop.models.records.people import WORKER_LOGIN, Applicant, ApplicantKind
from desktop.models.records.plan import NewAttachment, OpenPlan, StepPlan, StepResult
from desktop.models.tables.applications import deadline
from desktop.models.work.deadlines import pending_on, start_deadline
from desktop.models.work.letters import record_seal, unsealed_letters
from desktop.models.work.messages import claim_messages, give_up, mark_sent
from desktop.models.work.notices import record_notice
from desktop.models.work.payments import claim_requests, record_number
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.engine import Situation, decide, open_plan
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from desktop.workflows.row_maker import rule_due_at
from desktop.workflows.validation import Application
from tests.models.databases import CentralDatabase
from tests.models.seeds import seed

MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=AMMAN)
"""A working Sunday: where the time of every database of the tests stands at first."""

WORKSTATION = "كشك 3"
MOBILE = "+962791234567"


class Desk(Protocol):
    """What a play needs of a database."""

    def connected(self, login: str) -> AbstractContextManager[Connection]:
        """A transaction of ``login``."""
        ...

    def steps(self, connection: Connection, login: str) -> Steps:
        """The steps of ``login`` in that transaction."""
        ...

    def occasions(self, connection: Connection, login: str) -> Occasions:
        """The changes of occasions by ``login`` in that transaction."""
        ...

    def set_time(self, at: datetime) -> None:
        """Moves the time."""
        ...


class CentralDesk:
    """The central database behind a play."""

    def __init__(self, database: CentralDatabase) -> None:
        self.database = database

    def connected(self, login: str) -> AbstractContextManager[Connection]:
        return self.database.connected(login)

    def occasions(self, connection: Connection, login: str) -> Occasions:
        keeper = DefinitionKeeper(load())
        database = Database(connection.engine, FixedClock(MORNING), keeper)
        return occasions(database, connection, login, WORKSTATION)

    def steps(self, connection: Connection, login: str) -> Steps:
        keeper = DefinitionKeeper(load())
        return Database(connection.engine, FixedClock(MORNING), keeper).steps(connection, login, WORKSTATION)

    def set_time(self, at: datetime) -> None:
        self.database.set_time(at)


class EmbeddedDesk:
    """An embedded database behind a play."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock(MORNING)
        self.database = open_database(
            embedded_url(folder / "diwan.sqlite"), self.clock, DefinitionKeeper(load())
        )
        upgrade(self.database.engine)
        with self.database.writing() as connection:
            seed(connection)

    @contextmanager
    def connected(self, login: str) -> Iterator[Connection]:
        with self.database.writing() as connection:
            yield connection

    def occasions(self, connection: Connection, login: str) -> Occasions:
        return occasions(self.database, connection, login, WORKSTATION)

    def steps(self, connection: Connection, login: str) -> Steps:
        return self.database.steps(connection, login, WORKSTATION)

    def set_time(self, at: datetime) -> None:
        self.clock.set(at)


def pdf(slot: str, words: str = "one") -> NewAttachment:
    """A document for ``slot``."""
    content = b"%PDF-1.7\n" + words.encode()
    digest = hashlib.sha256(content).hexdigest()
    return NewAttachment(slot, f"{slot}.pdf", "application/pdf", content, digest)


def training(**changes: object) -> dict[str, object]:
    """The fields of a course at the department that decides for itself; a fee is due."""
    return {
        "kind": "training",
        "category": "individual",
        "hosting_department": "gis",
        "course": "gis-basic",
        "period_from": "2026-12-06",
        "period_to": "2026-12-17",
        **changes,
    }


def task(**changes: object) -> dict[str, object]:
    """The fields of a facilitated task at a department that leaves the decision to Human Resources."""
    return {
        "kind": "facilitation",
        "category": "individual",
        "hosting_department": "parks",
        "subject": "الحدائق العامة",
        "period_from": "2026-12-06",
        "period_to": "2026-12-17",
        **changes,
    }


def permit(**changes: object) -> dict[str, object]:
    """A contractor's permit as the register gave it."""
    return {
        "contractor_number": "C-4471",
        "permit_number": "318",
        "permit_year": "2025",
        "renewal_reason": "مشروع قائم",
        "contractor_name": "شركة الأفق للمقاولات",
        "permit_standing": "valid",
        **changes,
    }


def documents(**changes: object) -> dict[str, object]:
    """Two documents of a job application that are replaced."""
    return {"job_application": "J-2026-88", "replace_cv": True, "replace_certificate": True, **changes}


def seat(offering: int, course: str = "ks-paid-level") -> dict[str, object]:
    """An application for a place on a course's offering."""
    return {"course": course, "offering": str(offering)}


class Play:
    """One case and the hands that move it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.now = MORNING
        self.case_id = 0
        self.service = "TRN"
        desk.set_time(MORNING)

    def at(self, day: int, hour: int = 9, minute: int = 0, *, month: int = 11, year: int = 2026) -> None:
        """Moves the time to that moment in Amman."""
        self.now = datetime(year, month, day, hour, minute, tzinfo=AMMAN)
        self.desk.set_time(self.now)

    def later(self, **by: float) -> None:
        """Moves the time by a ``timedelta`` of these."""
        self.now += timedelta(**by)
        self.desk.set_time(self.now)

    def opening(
        self,
        fields: Mapping[str, object],
        *,
        via: str = "counter",
        key: str = "",
        login: str = "clerk.hr",
        service: str = "TRN",
        slots: tuple[str, ...] | None = None,
        identity: str = "9991234567",
    ) -> OpenPlan:
        """The plan of a new case; ``slots`` are the documents that come with it."""
        name = "عبد الله أحمد الحُسيني"
        self.service = service
        if slots is None:
            slots = ("certificate",) if service == "TRN" else ()
        application = Application(
            service=service,
            applicant=Applicant(ApplicantKind.CITIZEN, name, identity, MOBILE),
            payload=fields,
            attachments=tuple(pdf(slot) for slot in slots),
            submission_key=key,
        )
        with self.desk.connected(login) as connection:
            reference = load_reference(connection, self.now, amman_date(self.now))
        return open_plan(
            load()[service], application, reference, self.now,
            via=via, name_search=search_form(name), workstation=WORKSTATION,
        )  # fmt: skip

    def open(
        self,
        fields: Mapping[str, object],
        *,
        via: str = "counter",
        key: str = "",
        login: str = "clerk.hr",
        service: str = "TRN",
        slots: tuple[str, ...] | None = None,
        identity: str = "9991234567",
    ) -> StepResult:
        """Opens the case that is played from now on."""
        plan = self.opening(
            fields, via=via, key=key, login=login, service=service, slots=slots, identity=identity
        )
        with self.desk.connected(login) as connection:
            result = self.desk.steps(connection, login).open_case(plan)
        self.case_id = result.case_id
        return result

    def file(self, login: str, notice_id: int | None = None) -> CaseFile:
        """The case as ``login`` sees it."""
        with self.desk.connected(login) as connection:
            return self._file(connection, notice_id)

    def _file(self, connection: Connection, notice_id: int | None = None) -> CaseFile:
        case = case_by_id(connection, self.case_id)
        assert case is not None
        return case_file(connection, case, notice_id)

    def plan(self, login: str, action: str, **inputs: object) -> StepPlan:
        """What the engine decides for ``login``."""
        notice = inputs.get("notice_id")
        with self.desk.connected(login) as connection:
            today = amman_date(self.now)
            actor = load_actor(connection, login, today, WORKSTATION)
            assert actor is not None
            file = self._file(connection, notice if isinstance(notice, int) else None)
            situation = Situation(
                load()[self.service], file, load_reference(connection, self.now, today), actor, self.now
            )
            return decide(situation, action, inputs)

    def occasion(self, login: str, action: str, occasion_id: int | None = None, **data: object) -> int:
        """Changes an occasion, a minute after the last step; returns its number."""
        self.later(minutes=1)
        with self.desk.connected(login) as connection:
            steps = self.desk.occasions(connection, login)
            return steps.occasion(action, occasion_id, None, data).occasion_id

    def carry_out(self, login: str, plan: StepPlan) -> StepResult:
        """Hands ``plan`` to the database as ``login``."""
        with self.desk.connected(login) as connection:
            return self.desk.steps(connection, login).step(plan)

    def do(self, login: str, action: str, **inputs: object) -> StepResult:
        """Decides and carries out, a minute after the last step."""
        self.later(minutes=1)
        return self.carry_out(login, self.plan(login, action, **inputs))

    def attach(self, login: str, *items: NewAttachment) -> StepResult:
        """Adds documents, a minute after the last step."""
        self.later(minutes=1)
        version = self.file(login).case.version
        with self.desk.connected(login) as connection:
            return self.desk.steps(connection, login).attach(self.case_id, version, list(items), WORKSTATION)

    def judge(
        self, login: str, verdict: str = "accepted", *, slot: str = "certificate", **more: object
    ) -> StepResult:
        """Judges the current document in ``slot``."""
        newest = next(a for a in self.file(login).current_attachments if a.slot == slot)
        return self.do(login, "judge", attachment_id=newest.attachment_id, verdict=verdict, **more)

    def send_messages(self, *, failing: bool = False) -> int:
        """The worker sends what waits, and starts the windows that count from it (COM-04)."""
        self.later(minutes=1)
        with self.desk.connected(WORKER_LOGIN) as connection:
            claimed = claim_messages(connection, "worker-1", self.now, 50)
            for message in claimed:
                if failing:
                    give_up(connection, message, "no such number")
                    continue
                assert mark_sent(connection, message, self.now, f"sms-{message.idempotency_key}")
                for window in pending_on(connection, message.case_id, message.key):
                    due = rule_due_at(window.rule, self.now, WorkingCalendar())
                    start_deadline(connection, window.deadline_id, self.now, due)
        return len(claimed)

    def issue_payment(self, number: str = "550001") -> None:
        """The worker gets the e-payment number."""
        self.later(minutes=1)
        with self.desk.connected(WORKER_LOGIN) as connection:
            claimed = claim_requests(connection, self.now)
            request = next(r for r in claimed if r.case_id == self.case_id)
            assert record_number(connection, request, number, self.now, MOBILE, f"رقم الدفع {number}")

    def pay(self, amount: str, number: str = "550001", gateway_id: str = "g1") -> None:
        """The gateway reports a payment."""
        self.later(minutes=1)
        with self.desk.connected(WORKER_LOGIN) as connection:
            state = record_notice(
                connection, gateway_id=gateway_id, number=number, amount=Decimal(amount),
                paid_at=self.now, received_at=self.now,
            )  # fmt: skip
        assert state is not None, "the notice was taken for known"

    def seal_letters(self) -> None:
        """The worker seals what was issued."""
        self.later(minutes=1)
        with self.desk.connected(WORKER_LOGIN) as connection:
            for row in unsealed_letters(connection):
                assert record_seal(
                    connection, row["id"], template_version=1, content="{}", payload="v1",
                    pdf=b"%PDF-1.7", sha256=hashlib.sha256(b"%PDF-1.7").hexdigest(), now=self.now,
                )  # fmt: skip

    def pass_deadline(self) -> StepResult:
        """Lets the running window pass and does its action, as the worker does."""
        with self.desk.connected(WORKER_LOGIN) as connection:
            due_at, action = connection.execute(
                select(deadline.c.due_at, deadline.c.action).where(
                    deadline.c.case_id == self.case_id, deadline.c.state == "running"
                )
            ).one()
        self.now = due_at + timedelta(seconds=1)
        self.desk.set_time(self.now)
        return self.carry_out(WORKER_LOGIN, self.plan(WORKER_LOGIN, action))
