"""Plays the demo's stories through the real use-cases, on a clock that runs over the weeks before."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy import Connection

from desktop.base.clock import AMMAN, FixedClock, amman_date, utc
from desktop.base.errors import Bug
from desktop.gateways.payments import EmbeddedPayments
from desktop.gateways.registers import Registers
from desktop.models.database import Database
from desktop.models.queries.office import load_reference
from desktop.models.records.case import UNSETTLED, LetterState, Verdict
from desktop.models.records.people import WORKER_LOGIN
from desktop.models.records.plan import StepResult
from desktop.usecases import worker
from desktop.usecases.cases import OpenCase, act, open_case_by_id, submit
from desktop.usecases.demo import people
from desktop.usecases.demo.applications import Applications, WorkingDays
from desktop.usecases.demo.stories import STORIES, Step
from desktop.usecases.letters import print_letter
from desktop.usecases.session import Session
from desktop.usecases.worker.messages import send_messages
from desktop.usecases.worker.payments import issue_numbers
from desktop.workflows.calendar import WorkingCalendar
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import Registry

FIRST_DAY = 26
"""Working days before the present on which the demo begins."""
WORKER = "demo"
_MIDNIGHT, _NOON = time(0, 5), time(12, 30)
_SILENT = frozenset({"claim", "accept_all", "reject", "note", "print", "pay", "settle"})
"""Steps after which there is nothing to send."""
_PORTAL_WORKSTATION = "portal"
_DESKS = {
    "rana": "HR-01",
    "omar": "HR-02",
    "lina": "GIS-01",
    "nisreen": "CT-01",
    "khaled": "CT-02",
    "yasmin": "PL-01",
    "tareq": "PL-02",
    "maysa": "KS-01",
    "munther": "KS-02",
    "rawan": "KS-03",
}


class OneTransaction(Database):
    """A database all of whose use-cases work within one open transaction; nothing stays if it fails."""

    def __init__(self, database: Database, registry: Registry, clock: FixedClock, within: Connection) -> None:
        super().__init__(database.engine, clock, DefinitionKeeper(registry))
        self._within = within

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        yield self._within

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._within.begin_nested():
            yield self._within


Happening = tuple[datetime, Callable[[], None]]
"""A moment, and what is done then."""


class Player:
    """Plays every story; deterministic for a present and a seed."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        gateways: worker.Gateways,
        clock: FixedClock,
        now: datetime,
        seed: int,
        registers: Registers,
    ) -> None:
        self._database = database
        self._registry = registry
        self._gateways = gateways
        self._clock = clock
        self._now = utc(now)
        self._registers = registers
        self._random = random.Random(seed)  # noqa: S311 - a believable day, not a secret
        with database.reading() as connection:
            holidays = load_reference(connection, now, amman_date(now)).holidays
        self.days = WorkingDays(now, WorkingCalendar.of(holiday.day for holiday in holidays))
        self._applications = Applications(self.days, self._random)
        self._opened: dict[int, StepResult] = {}

    def play(self, also: Sequence[Happening] = ()) -> None:
        """Does every step, every round of the worker and what is ``also`` to happen, in their order."""
        for moment, happens in sorted([*self._rounds(), *self._steps(), *also], key=lambda h: h[0]):
            self._clock.set(moment)
            happens()
        self._clock.set(self._now)
        self._round()

    def _steps(self) -> Iterator[Happening]:
        for index, story in enumerate(STORIES):
            begin, day, times = 0.0, None, 0
            for step in story.steps:
                if step.day != day:
                    begin, day, times = self._random.uniform(0.03, 0.62), step.day, 0
                yield self.days.moment(step.day, begin + 0.06 * times), partial(self._do, index, step)
                times += 1

    def _rounds(self) -> Iterator[Happening]:
        day = self.days.date_of(FIRST_DAY)
        working = {self.days.date_of(number) for number in range(FIRST_DAY + 1)}
        while day <= amman_date(self._now):
            for at in (_MIDNIGHT, _NOON) if day in working else (_MIDNIGHT,):
                moment = utc(datetime.combine(day, at, AMMAN))
                if moment < self._now:
                    yield moment, self._round
            day += timedelta(days=1)

    def _round(self) -> None:
        worker.run_once(self.session(""), self._gateways, WORKER)

    def _do(self, index: int, step: Step) -> None:
        self._act(index, step)
        if step.does in _SILENT:
            return
        # The program's round comes every few seconds; here what a next step waits for is enough.
        self._clock.advance(timedelta(seconds=40))
        issue_numbers(self.session(""), self._gateways.payments)
        send_messages(self.session(""), self._gateways.sms, WORKER)

    def session(self, login: str) -> Session:
        """A session of ``login`` at its own desk; without one the worker's, who acts for the portal."""
        desk = _DESKS.get(login, _PORTAL_WORKSTATION)
        return Session(self._database, self._registry, login or WORKER_LOGIN, desk, self._registers)

    def _act(self, index: int, step: Step) -> None:
        session = self.session(step.who)
        if step.does == "submit":
            via = "counter" if step.who else "portal"
            self._opened[index], _ = submit(
                session, self._applications.document(index, self._clock.now()), via
            )
            return
        case_id = self._opened[index].case_id
        tricks = {
            "accept_all": self._accept_all,
            "reject": self._reject,
            "resubmit": self._resubmit,
            "postpone": self._postpone,
            "pay": self._pay,
            "print": self._print,
            "settle": self._settle,
            "void_letter": self._void_letter,
            "hand_over_report": self._hand_over,
            "receive_paper": self._receive_paper,
            "receive_electronic": self._receive_electronic,
        }
        if step.does in tricks:
            tricks[step.does](session, open_case_by_id(session, case_id), step.data)
            return
        inputs = dict(step.data)
        if step.does.startswith("refund_"):
            inputs["refund_id"] = open_case_by_id(session, case_id).file.refunds[-1].refund_id
        act(session, case_id, step.does, inputs)

    def _accept_all(self, session: Session, opened: OpenCase, _data: Mapping[str, object]) -> None:
        for attachment in opened.file.current_attachments:
            if attachment.verdict is not Verdict.ACCEPTED:
                inputs = {"attachment_id": attachment.attachment_id, "verdict": "accepted"}
                act(session, opened.file.case.case_id, "judge", inputs)

    def _reject(self, session: Session, opened: OpenCase, data: Mapping[str, object]) -> None:
        attachment = opened.file.current_attachments[0]
        inputs = {"attachment_id": attachment.attachment_id, "verdict": "rejected", **data}
        act(session, opened.file.case.case_id, "judge", inputs)

    def _resubmit(self, session: Session, opened: OpenCase, _data: Mapping[str, object]) -> None:
        case_id = opened.file.case.case_id
        index = next(i for i, result in self._opened.items() if result.case_id == case_id)
        paper = self._applications.paper(index, self._clock.now(), corrected=True)
        act(session, case_id, "resubmit", {}, attachments=[paper])

    def _postpone(self, session: Session, opened: OpenCase, data: Mapping[str, object]) -> None:
        new = self.days.date_of(int(str(data["period_from"])))
        act(session, opened.file.case.case_id, "postpone", {"period_from": new.isoformat()})

    def _pay(self, _session: Session, opened: OpenCase, data: Mapping[str, object]) -> None:
        request = opened.file.requests[-1]
        amount = Decimal(str(data["amount"])) if "amount" in data else request.amount
        self.pay(request.number, amount)

    def pay(self, number: str, amount: Decimal) -> None:
        """Drops the notice of a payment at the payment gateway, as the bank would."""
        if not isinstance(self._gateways.payments, EmbeddedPayments):
            raise Bug("the demo pays at the embedded gateway only")
        self._gateways.payments.pay(number, amount, paid_at=self._clock.now())

    def _print(self, session: Session, opened: OpenCase, _data: Mapping[str, object]) -> None:
        in_force = [x for x in opened.file.letters if x.state is LetterState.ISSUED and x.sealed]
        print_letter(session, in_force[-1])

    def _settle(self, session: Session, opened: OpenCase, _data: Mapping[str, object]) -> None:
        self._round()
        case_id = opened.file.case.case_id
        notice = next(n for n in open_case_by_id(session, case_id).file.notices if n.state in UNSETTLED)
        inputs = {"notice_id": notice.notice_id, "resolution": "apply", "reason": "دفعة مجزأة للرسم نفسه"}
        act(session, case_id, "settle_notice", inputs)

    def _void_letter(self, session: Session, opened: OpenCase, data: Mapping[str, object]) -> None:
        letter = opened.file.letters[-1]
        act(session, letter.case_id, "void_letter", {"letter_id": letter.letter_id, **data})

    def _hand_over(self, session: Session, opened: OpenCase, data: Mapping[str, object]) -> None:
        case = opened.file.case
        name = str(case.payload.get("trainee_name") or case.applicant.name)
        inputs = {**data, "received_by": name, "identity_number": case.applicant.identity}
        act(session, case.case_id, "hand_over_report", inputs)

    def _receive_paper(self, session: Session, opened: OpenCase, _data: Mapping[str, object]) -> None:
        case_id = opened.file.case.case_id
        act(session, case_id, "receive_paper", {"title": people.STUDIES[case_id % len(people.STUDIES)]})

    def _receive_electronic(self, session: Session, opened: OpenCase, _data: Mapping[str, object]) -> None:
        inputs = {"medium": "email", "location": "أرشيف الدراسات / 2026"}
        act(session, opened.file.case.case_id, "receive_electronic", inputs)
