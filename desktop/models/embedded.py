"""One step on an embedded database: what ``app.step`` and its like do on PostgreSQL, row for row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError

from desktop.base.clock import Clock, amman_date
from desktop.models import refusals
from desktop.models.chain import ANONYMISE, event_hash
from desktop.models.embedded_rows import RowWriter
from desktop.models.embedded_seating import PLACE_EFFECTS, Holder, Seating
from desktop.models.keeper import Allowed, PlanKeeper, ReadyRow
from desktop.models.queries.case_files import WITHDRAWN, case_by_id, case_file
from desktop.models.queries.occasions import held_place
from desktop.models.queries.office import load_actor, load_reference
from desktop.models.records.case import Case, CaseFile, DeadlineState, Event
from desktop.models.records.occasion import OccasionEvent
from desktop.models.records.people import Actor
from desktop.models.records.plan import NewAttachment, OpenPlan, StepPlan, StepResult, canonical_json
from desktop.models.reference_numbers import case_reference
from desktop.models.tables.applications import (
    attachment,
    attachment_verdict,
    case_event,
    cases,
    counter,
    deadline,
)

# What every step writes is put together once.
_MOVED = update(cases).where(cases.c.id == bindparam("moved"))
_LEFT = select(cases.c.id, cases.c.reference, cases.c.version, cases.c.state).where(
    cases.c.id == bindparam("case_id")
)
_HAPPENED = insert(case_event)
_ATTACHED = insert(attachment)
_RUNNING_DEADLINES = update(deadline).where(
    deadline.c.case_id == bindparam("mine"),
    deadline.c.state.in_([DeadlineState.PENDING.value, DeadlineState.RUNNING.value]),
)
_PASSED_DEADLINES = _RUNNING_DEADLINES.where(
    deadline.c.action == bindparam("done"), deadline.c.due_at <= bindparam("now")
)


class EmbeddedSteps:
    """Carries plans out in the open transaction of ``connection``, as the account ``login``."""

    def __init__(
        self, connection: Connection, login: str, clock: Clock, keeper: PlanKeeper, workstation: str = ""
    ) -> None:
        self._connection = connection
        self._login = login
        self.clock = clock
        self.keeper = keeper
        self._workstation = workstation

    def now(self) -> datetime:
        """The database's time; here the program's clock."""
        return self.clock.now()

    def open_case(self, plan: OpenPlan) -> StepResult:
        """Opens a case with the next reference (COM-02); the same submission key again opens nothing."""
        if plan.submission_key:
            known = self._connection.execute(
                select(cases).where(cases.c.submission_key == plan.submission_key)
            ).mappings().first()  # fmt: skip
            if known:
                return StepResult(known["id"], known["reference"], known["version"], known["state"])
        now = self.now()
        actor = self.actor(now)
        reference = load_reference(self._connection, now, amman_date(now))
        allowed = self.keeper.check_open(plan, reference, actor, now)
        year = amman_date(now).year
        number = next_number(self._connection, "case", plan.service, year)
        name = case_reference(plan.service, year, number)
        case_id = self._connection.execute(
            insert(cases)
            .values(
                service=plan.service,
                definition_version=plan.definition_version,
                reference=name,
                department=allowed.department,
                owner_department=allowed.department,
                host_department=allowed.host,
                state=plan.state,
                waits_on=allowed.waits_on.value,
                version=1,
                applicant_kind=plan.applicant_kind,
                applicant_name=plan.applicant_name,
                name_search=plan.name_search,
                identity=plan.identity,
                identity_paper=plan.identity_paper,
                mobile=plan.mobile,
                payload=allowed.payload,
                subject=allowed.subject,
                submitted_at=now,
                submitted_via=plan.via,
                submission_key=plan.submission_key or None,
                target_due_at=allowed.target_due_at,
                due_at=allowed.due_at,
                outcome="",
                review_round=1,
                last_action="submit",
                last_actor=actor.login,
                last_at=now,
            )
            .returning(cases.c.id)
        ).scalar_one()
        self._store(case_id, actor.login, now, [(item, 1) for item in plan.attachments])
        self._event(
            case_id, 1, now, actor.login, allowed.on_behalf_of, plan.workstation,
            "submit", "", plan.state, "", canonical_json({"via": plan.via}), "",
        )  # fmt: skip
        writer = RowWriter(self._connection, case_id, 1, now, actor.login, plan.workstation)
        seating = self.seating(actor.login, now)
        holder = Holder(case_id, allowed.department, plan.applicant_kind, plan.identity)
        for ready in allowed.effects:
            if isinstance(ready, ReadyRow):
                seating.write(ready, holder)
            writer.open_row(ready, name, plan.applicant_name, plan.mobile)
        seating.follow(case_id, None)
        return self._result(case_id)

    def step(self, plan: StepPlan) -> StepResult:
        """Carries one step out, or refuses as the rules do; see ``desktop.models.refusals``."""
        now = self.now()
        actor = self.actor(now)
        file = self._visible(plan.case_id, actor, plan.inputs.get("notice_id"))
        case = file.case
        if case.version != plan.expected_version:
            raise refusals.stale(_latest(case))
        reference = load_reference(self._connection, now, amman_date(now))
        self._carry_out(file, plan, self.keeper.check_step(file, reference, actor, now, plan), actor, now)
        return self._result(case.case_id)

    def happen(self, case_id: int, event: OccasionEvent, login: str, now: datetime) -> None:
        """Does what ``event`` of its occasion does to the case, caused by ``login``; nothing, where it does
        nothing in the case's state."""
        actor = load_actor(self._connection, login, amman_date(now), self._workstation)
        case = case_by_id(self._connection, case_id)
        if actor is None or case is None:
            raise refusals.no_such_case()
        file = case_file(self._connection, case)
        file = replace(file, standing=replace(file.standing, happening=event.value))
        reference = load_reference(self._connection, now, amman_date(now))
        plan = self.keeper.event_plan(file, reference, actor, now)
        if plan is not None:
            allowed = self.keeper.check_step(file, reference, actor, now, plan)
            self._carry_out(file, plan, allowed, actor, now)

    def seating(self, login: str, now: datetime) -> Seating:
        """The places of cases, as changed by ``login`` at ``now``."""
        return Seating(
            self._connection, login, now, lambda case_id, event: self.happen(case_id, event, login, now)
        )

    def _result(self, case_id: int) -> StepResult:
        """The case as the step, and what followed from it, left it."""
        return StepResult(*self._connection.execute(_LEFT, {"case_id": case_id}).one())

    def _carry_out(
        self, file: CaseFile, plan: StepPlan, allowed: Allowed, actor: Actor, now: datetime
    ) -> None:
        case = file.case
        version = case.version + 1
        seating, before = self.seating(actor.login, now), held_place(self._connection, case.case_id)
        moved = plan.to_state != case.state
        self._move(
            plan,
            {
                "state": plan.to_state,
                "waits_on": allowed.waits_on.value,
                "department": allowed.department,
                "version": version,
                "payload": allowed.payload,
                "target_due_at": allowed.target_due_at,
                "due_at": allowed.due_at,
                "closed_at": (case.closed_at or now) if allowed.closing else None,
                "outcome": allowed.closing,
                "assignee": self._assignee(case, allowed, now),
                "last_action": plan.action,
                "last_actor": actor.login,
                "last_at": now,
            },
        )
        if moved:
            self._end_deadlines(case.case_id, plan.action if allowed.by_deadline else "", now)
        self._event(
            case.case_id, version, now, actor.login, allowed.on_behalf_of, plan.workstation, plan.action,
            case.state, plan.to_state, allowed.note, canonical_json(plan.inputs), file.events[-1].hash,
        )  # fmt: skip
        writer = RowWriter(self._connection, case.case_id, version, now, actor.login, plan.workstation)
        holder = Holder(
            case.case_id, case.owner_department, case.applicant.kind.value, case.applicant.identity
        )
        for ready in allowed.effects:
            if isinstance(ready, ReadyRow) and ready.effect in PLACE_EFFECTS:
                seating.write(ready, holder)
            else:
                writer.write(ready, case, allowed)
        seating.ended(case.case_id, allowed.closing)
        seating.follow(case.case_id, before)

    def attach(
        self, case_id: int, expected_version: int, items: Sequence[NewAttachment], workstation: str
    ) -> StepResult:
        """Adds documents; each becomes the newest version in its slot, older ones are kept (COM-14)."""
        now = self.now()
        actor = self.actor(now)
        file = self._visible(case_id, actor)
        case = file.case
        if case.version != expected_version:
            raise refusals.stale(_latest(case))
        on_behalf_of = self.keeper.check_attach(file, actor)
        newest = {a.slot: a.number for a in file.attachments if a.current}
        numbered = [(item, newest.get(item.slot, 0) + 1) for item in items]
        self._store(case_id, actor.login, now, numbered)
        data = canonical_json(
            {
                "attachments": [
                    {"filename": i.filename, "number": n, "sha256": i.sha256, "slot": i.slot}
                    for i, n in numbered
                ]
            }
        )
        version = case.version + 1
        self._connection.execute(
            update(cases)
            .where(cases.c.id == case_id)
            .values(version=version, last_action="attach", last_actor=actor.login, last_at=now)
        )
        self._event(
            case_id, version, now, actor.login, on_behalf_of, workstation, "attach",
            case.state, case.state, "", data, file.events[-1].hash,
        )  # fmt: skip
        return StepResult(case_id, case.reference, version, case.state)

    def take_back(
        self, case_id: int, expected_version: int, attachment_id: int, workstation: str
    ) -> StepResult:
        """Takes the account's own verdict on a document back; it has none again."""
        now = self.now()
        actor = self.actor(now)
        file = self._visible(case_id, actor)
        case = file.case
        if case.version != expected_version:
            raise refusals.stale(_latest(case))
        on_behalf_of = self.keeper.check_take_back(file, actor, attachment_id)
        version = case.version + 1
        self._connection.execute(
            update(cases)
            .where(cases.c.id == case_id)
            .values(version=version, last_action="take_back", last_actor=actor.login, last_at=now)
        )
        self._connection.execute(
            insert(attachment_verdict).values(
                attachment_id=attachment_id,
                case_id=case_id,
                round=case.review_round,
                verdict=WITHDRAWN,
                reason_code="",
                note="",
                judged_by=actor.login,
                judged_at=now,
            )
        )
        self._event(
            case_id, version, now, actor.login, on_behalf_of, workstation, "take_back",
            case.state, case.state, "", canonical_json({"attachment_id": attachment_id}),
            file.events[-1].hash,
        )  # fmt: skip
        return StepResult(case_id, case.reference, version, case.state)

    def _move(self, plan: StepPlan, values: dict[str, object]) -> None:
        try:
            self._connection.execute(_MOVED, {**values, "moved": plan.case_id})
        except IntegrityError as error:
            # Another case was completed for the same subject.
            raise refusals.requirement(plan.action) from error

    def actor(self, now: datetime) -> Actor:
        """The account that acts; refuses one that is locked."""
        actor = load_actor(self._connection, self._login, amman_date(now), self._workstation)
        if actor is None:
            raise refusals.no_such_account(self._login)
        return actor

    def _visible(self, case_id: int, actor: Actor, notice_id: object = None) -> CaseFile:
        case = case_by_id(self._connection, case_id)
        if case is None or not may_see(actor, case):
            raise refusals.no_such_case()
        if case.last_action == ANONYMISE:
            raise refusals.not_allowed(ANONYMISE)
        return case_file(self._connection, case, notice_id if isinstance(notice_id, int) else None)

    def _assignee(self, case: Case, allowed: Allowed, now: datetime) -> str | None:
        """Who keeps the case: the holder, as long as they can act in the department it goes to."""
        if case.assignee is None or allowed.closing:
            return None
        if allowed.department == case.department:
            return case.assignee
        holder = load_actor(self._connection, case.assignee, amman_date(now))
        return case.assignee if holder and allowed.department in holder.departments else None

    def _end_deadlines(self, case_id: int, done_action: str, now: datetime) -> None:
        if done_action:
            done = {"state": DeadlineState.DONE.value, "ended_at": now}
            self._connection.execute(
                _PASSED_DEADLINES, {**done, "mine": case_id, "done": done_action, "now": now}
            )
        void = {"state": DeadlineState.VOID.value, "ended_at": now}
        self._connection.execute(_RUNNING_DEADLINES, {**void, "mine": case_id})

    def _store(
        self, case_id: int, login: str, now: datetime, items: Sequence[tuple[NewAttachment, int]]
    ) -> None:
        for item, number in items:
            self._connection.execute(
                _ATTACHED,
                {
                    "case_id": case_id,
                    "slot": item.slot,
                    "number": number,
                    "filename": item.filename,
                    "media_type": item.media_type,
                    "size": len(item.content),
                    "sha256": item.sha256,
                    "added_at": now,
                    "added_by": login,
                    "content": item.content,
                },
            )

    def _event(
        self, case_id: int, number: int, at: datetime, actor: str, on_behalf_of: str, workstation: str,
        action: str, from_state: str, to_state: str, note: str, data: str, previous: str,
    ) -> None:  # fmt: skip
        event = Event(
            number, at, actor, on_behalf_of, workstation, action, from_state, to_state, note, data, ""
        )
        self._connection.execute(
            _HAPPENED,
            {
                "case_id": case_id,
                "number": number,
                "at": at,
                "actor": actor,
                "on_behalf_of": on_behalf_of,
                "workstation": workstation,
                "action": action,
                "from_state": from_state,
                "to_state": to_state,
                "note": note,
                "data": data,
                "hash": event_hash(previous, case_id, event),
            },
        )


def may_see(actor: Actor, case: Case) -> bool:
    """Whether ``case`` is one of the actor's departments' (COM-10)."""
    return actor.is_worker or bool(
        actor.departments & {case.department, case.owner_department, case.host_department} - {""}
    )


def next_number(connection: Connection, kind: str, scope: str, year: int) -> int:
    """The next number of a gapless series; the counter's row is held until the transaction ends."""
    statement = upsert(counter).values(kind=kind, scope=scope, year=year, last=1)
    row = connection.execute(
        statement.on_conflict_do_update(
            index_elements=["kind", "scope", "year"], set_={"last": counter.c.last + 1}
        ).returning(counter.c.last)
    )
    return int(row.scalar_one())


def _latest(case: Case) -> dict[str, object]:
    return {
        "actor": case.last_actor,
        "action": case.last_action,
        "at": case.last_at.isoformat(),
        "state": case.state,
        "version": case.version,
    }
