"""What the desk's pages about cases ask for in one reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.base.money import format_dinars
from desktop.base.text import Text
from desktop.models.queries.holders import held_since, standing_since
from desktop.models.queries.office import staff_list
from desktop.models.queries.queues import Cursor, QueueFilter, queue_page
from desktop.models.records.case import Case
from desktop.models.records.people import Job, StaffMember
from desktop.models.records.plan import Effect, EffectKind
from desktop.usecases.cases import OpenCase, open_case, preview
from desktop.usecases.filters import FilterSpec, both
from desktop.usecases.queue_links import linked
from desktop.usecases.queues import Queue, queues_of
from desktop.usecases.session import Office, Session
from desktop.workflows.definition import DeadlineDef, LetterDef, RefundDef, ServiceDefinition, State
from desktop.workflows.engine import Situation, decide
from desktop.workflows.wording import rendered, wording_of

_PIECE = 500
NOT_YET_KNOWN = "…"
"""Stands in a preview for what a gateway gives later."""


@dataclass(frozen=True, slots=True)
class Present:
    """The account, the reference data in force, the colleagues, and the queues of the account."""

    office: Office
    staff: tuple[StaffMember, ...]
    queues: tuple[Queue, ...]

    @property
    def names(self) -> dict[str, Text]:
        """The names of the members of staff by login."""
        return {member.login: member.name for member in self.staff}


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a queue with what its rows are drawn from.

    ``held`` says since when whoever holds a case has it, ``standing`` since when it is in its state.
    """

    cases: tuple[Case, ...]
    after: Cursor | None
    present: Present
    held: Mapping[int, datetime]
    standing: Mapping[int, datetime]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its page shows it, and the colleagues who stand in its record."""

    opened: OpenCase
    staff: tuple[StaffMember, ...]

    @property
    def names(self) -> dict[str, Text]:
        """The names of the members of staff by login."""
        return {member.login: member.name for member in self.staff}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An SMS that a step sends; ``later`` where it waits for the gateway's e-payment number."""

    key: str
    recipient: str
    text: str
    later: bool = False


@dataclass(frozen=True, slots=True)
class Foresight:
    """What an action would do, before it is done: where it leads and all that it causes."""

    to_state: State
    messages: tuple[Outgoing, ...] = ()
    letters: tuple[LetterDef, ...] = ()
    deadlines: tuple[DeadlineDef, ...] = ()
    refunds: tuple[RefundDef, ...] = ()
    fee: Decimal | None = None


def present(session: Session) -> Present:
    """The account, its colleagues and the reference data as of now."""
    with session.database.reading() as connection:
        return _present_in(session, connection)


def _present_in(session: Session, connection: Connection) -> Present:
    office = session.office(connection)
    staff = staff_list(connection, amman_date(office.now))
    return Present(office, staff, queues_of(session, office.actor, office.now))


def list_cases(
    session: Session,
    queue_key: str,
    spec: FilterSpec | None = None,
    *,
    after: Cursor | None = None,
    limit: int = 200,
    sort: str = "",
    descending: bool = False,
) -> Listing:
    """A page of the queue ``queue_key`` with all that its rows show, soonest due first (COM-06).

    ``spec`` narrows it further; ``sort`` is a key of ``queries.queues.SORTS``. Refuses a queue that the
    account does not have.
    """
    with session.database.reading() as connection:
        now = _present_in(session, connection)
        wanted = _asked(now, queue_key, spec)
        page = queue_page(
            connection, now.office.actor, wanted, after, limit, sort=sort, descending=descending
        )
        numbers = [case.case_id for case in page.cases]
        held = held_since(connection, [case.case_id for case in page.cases if case.assignee])
        return Listing(page.cases, page.after, now, held, standing_since(connection, numbers))


def matching(
    session: Session,
    queue_key: str,
    spec: FilterSpec | None,
    most: int,
    go_on: Callable[[], bool] = lambda: True,
) -> tuple[Case, ...]:
    """Every case that the queue shows under ``spec``, at most ``most``, in its own order.

    Read a page at a time; ``go_on`` is asked before each and ends it.
    """
    found: list[Case] = []
    after: Cursor | None = None
    while len(found) < most and go_on():
        with session.database.reading() as connection:
            now = _present_in(session, connection)
            wanted = _asked(now, queue_key, spec)
            page = queue_page(connection, now.office.actor, wanted, after, min(_PIECE, most - len(found)))
        found += page.cases
        after = page.after
        if after is None:
            break
    return tuple(found)


def _asked(now: Present, key: str, spec: FilterSpec | None) -> QueueFilter:
    """What the queue ``key`` shows under ``spec``."""
    office = now.office
    queue = next((queue for queue in now.queues if queue.key == key), None)
    queue = queue or linked(key, office.now)
    if queue is None:
        raise Refusal.one("no_such_queue", "لا توجد هذه القائمة.", "There is no such queue.")
    return queue.filter if spec is None else both(queue.filter, spec.wanted(office.actor, office.now))


def view_case(session: Session, reference: str) -> CaseView:
    """The case of ``reference`` and the staff's names; refuses where the account sees none such."""
    opened = open_case(session, reference)
    with session.database.reading() as connection:
        return CaseView(opened, staff_list(connection, amman_date(opened.office.now)))


def colleagues(view: CaseView) -> tuple[StaffMember, ...]:
    """Those to whom the case can be handed over: active, at work in its department, not its holder."""
    case = view.opened.file.case
    working = frozenset({Job.CLERK, Job.SUPERVISOR})
    return tuple(
        member
        for member in view.staff
        if member.active
        and member.login != case.assignee
        and any(grant.department == case.department and grant.job in working for grant in member.grants)
    )


def fee_owed(opened: OpenCase) -> Decimal | None:
    """The fee of the case in dinars, as it was on the day of submission (TRN-15); ``None`` without one."""
    case = opened.file.case
    return fee_for(opened.service, opened.office, case.payload, case.applicant.kind.value, case.submitted_at)


def fee_for(
    service: ServiceDefinition,
    office: Office,
    payload: Mapping[str, object],
    applicant_kind: str,
    at: datetime,
) -> Decimal | None:
    """The fee in dinars of an application with ``payload`` submitted ``at``; ``None`` without one."""
    fee = service.fee
    if fee is None or not fee.when.holds({**payload, "applicant_kind": applicant_kind}):
        return None
    code = fee.code
    if fee.course_field:
        code = office.reference.fee_code_of(str(payload.get(fee.course_field, "")))
    return office.reference.fee_on(code, amman_date(at))


def foresee(opened: OpenCase, action: str, inputs: Mapping[str, object]) -> Foresight:
    """What ``action`` would do, in the words the applicant would read (COM-03).

    Raises ``Refusal`` with what is still wrong with ``inputs``.
    """
    office, service = opened.office, opened.service
    plan = decide(Situation(service, opened.file, office.reference, office.actor, office.now), action, inputs)
    kinds: dict[EffectKind, list[Effect]] = {}
    for effect in plan.effects:
        kinds.setdefault(effect.kind, []).append(effect)

    def keys(kind: EffectKind) -> set[str]:
        return {effect.key for effect in kinds.get(kind, ())}

    sent = [Outgoing(one.key, one.recipient, one.text) for one in preview(opened, action, inputs)]
    asked = kinds.get(EffectKind.PAYMENT, [])
    return Foresight(
        to_state=service.state(plan.to_state),
        messages=(*sent, *(_asked_to_pay(opened, effect) for effect in asked)),
        letters=tuple(one for one in service.letters if one.key in keys(EffectKind.LETTER)),
        deadlines=tuple(one for one in service.deadlines if one.key in keys(EffectKind.DEADLINE)),
        refunds=tuple(one for one in service.refunds if one.key in keys(EffectKind.REFUND)),
        fee=fee_owed(opened) if asked else None,
    )


def _asked_to_pay(opened: OpenCase, effect: Effect) -> Outgoing:
    """The message that goes out once the gateway has given the e-payment number (TRN-07)."""
    case, key, params = opened.file.case, str(effect.data["message"]), effect.data.get("params")
    fee = fee_owed(opened)
    values = {
        **(params if isinstance(params, Mapping) else {}),
        "reference": case.reference,
        "applicant_name": case.applicant.name,
        "amount": format_dinars(fee) if fee is not None else NOT_YET_KNOWN,
        "payment_number": NOT_YET_KNOWN,
    }
    text = rendered(wording_of(opened.service, key, opened.reference), values)
    return Outgoing(key, case.applicant.mobile, text, later=True)
