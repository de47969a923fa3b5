"""Working on one case: seeing it, acting on it, adding documents to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.base.text import Text, search_form
from desktop.models import refusals
from desktop.models.chain import ANONYMISE
from desktop.models.embedded import may_see
from desktop.models.queries.away import is_away, years_away
from desktop.models.queries.case_files import case_by_id, case_by_reference, case_file
from desktop.models.queries.documents import attachment_content, stored_place
from desktop.models.records.case import Case, CaseFile, ChangeSet
from desktop.models.records.plan import EffectKind, StepPlan, StepResult
from desktop.models.records.reference import Reference
from desktop.models.reference_numbers import parse_reference
from desktop.usecases.registers import answers_for
from desktop.usecases.session import Office, Session
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.documents import read_attachments
from desktop.workflows.engine import Offer, Situation, decide, offers, open_plan
from desktop.workflows.facts import form_facts
from desktop.workflows.validation import validate
from desktop.workflows.wording import rendered, wording_of


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case as the case page shows it: its file, its service, what may be done, the data in force."""

    file: CaseFile
    service: ServiceDefinition
    offers: tuple[Offer, ...]
    office: Office

    @property
    def reference(self) -> Reference:
        return self.office.reference


@dataclass(frozen=True, slots=True)
class MessagePreview:
    """An SMS that a step would send, before it is sent."""

    key: str
    recipient: str
    text: str


def submit(
    session: Session, document: Mapping[str, object], via: str = "counter"
) -> tuple[StepResult, ChangeSet]:
    """Opens a case from an application as the portal and the counter form give it (COM-01, COM-02).

    Raises ``Refusal`` with every field that is wrong, ``Outage`` where a register that is asked is silent.
    """
    answers = answers_for(session, document)
    with session.database.writing() as connection:
        result = submit_in(session, connection, document, via, answers)
    return result, ChangeSet(frozenset({"case", "message"}), frozenset({result.case_id}))


def submit_in(
    session: Session,
    connection: Connection,
    document: Mapping[str, object],
    via: str,
    answers: Mapping[str, object],
) -> StepResult:
    """``submit`` within the transaction of ``connection``; ``answers`` are what registers said before it."""
    service = session.registry.named(str(document.get("service", "")))
    office = session.office(connection)
    application = validate(service, document, office.reference, amman_date(office.now), answers)
    plan = open_plan(
        service,
        application,
        office.reference,
        office.now,
        via=via,
        name_search=search_form(application.applicant.name),
        workstation=session.workstation,
    )
    return session.steps(connection).open_case(plan)


def open_case(session: Session, reference: str) -> OpenCase:
    """The case of ``reference`` however it was typed; refuses where the account sees none such."""
    with session.database.reading() as connection:
        parsed = parse_reference(reference)
        case = case_by_reference(connection, parsed) if parsed else None
        opened = opened_in(session, connection, case)
    session.looked(opened.file.case.case_id)
    return opened


def open_case_by_id(session: Session, case_id: int) -> OpenCase:
    """The case of that number; refuses where the account sees none such."""
    with session.database.reading() as connection:
        return opened_in(session, connection, case_by_id(connection, case_id))


def opened_in(
    session: Session, connection: Connection, case: Case | None, notice_id: int | None = None
) -> OpenCase:
    """``case`` as it is within the transaction of ``connection``; refuses where the account sees none."""
    office = session.office(connection)
    if case is None or not may_see(office.actor, case):
        raise refusals.no_such_case()
    if case.closed_at is not None and is_away(years_away(connection), case.closed_at):
        raise refusals.put_away(amman_date(case.closed_at).year)
    file = case_file(connection, case, notice_id)
    office = _with_own_occasion(office, file)
    service = session.registry[case.service]
    situation = Situation(service, file, office.reference, office.actor, office.now)
    # Nothing is done any more with a case whose personal data is gone.
    offered = () if case.last_action == ANONYMISE else offers(situation)
    return OpenCase(file, service, offered, office)


def _with_own_occasion(office: Office, file: CaseFile) -> Office:
    """``office`` with the case's own occasion among those it names, also once that was held."""
    own, reference = file.standing.occasion, office.reference
    if own is None or str(own.occasion_id) in reference.occasions:
        return office
    known = {**reference.occasions, str(own.occasion_id): own}
    return replace(office, reference=replace(reference, occasions=known))


def act(
    session: Session,
    case_id: int,
    action: str,
    inputs: Mapping[str, object] | None = None,
    expected_version: int | None = None,
    attachments: Sequence[Mapping[str, object]] = (),
) -> ChangeSet:
    """Does ``action`` on the case; the documents in ``attachments`` are added first, in the same step.

    ``expected_version`` is the version that the person saw: where the case has moved on since, the
    refusal says who did what (COM-09).
    """
    given = dict(inputs or {})
    with session.database.writing() as connection:
        opened = opened_in(session, connection, case_by_id(connection, case_id), _notice(given))
        case = opened.file.case
        if expected_version is not None and case.version != expected_version:
            raise in_words(opened.service, refusals.stale(who_was_first(opened.file)))
        if attachments:
            attach_in(session, connection, opened, attachments)
            opened = opened_in(session, connection, case_by_id(connection, case_id), _notice(given))
        return act_in(session, connection, opened, action, given)


def act_in(
    session: Session, connection: Connection, opened: OpenCase, action: str, inputs: Mapping[str, object]
) -> ChangeSet:
    """Does ``action`` on a case as it was read, within the transaction of ``connection``."""
    plan = decide(_situation(opened), action, inputs)
    try:
        return _changes(plan, session.steps(connection).step(plan))
    except Refusal as refusal:
        raise in_words(opened.service, refusal) from refusal


def act_from(session: Session, opened: OpenCase, action: str, inputs: Mapping[str, object]) -> ChangeSet:
    """Does ``action`` on a case as it was read: one round trip, refused if the case has moved on."""
    with session.database.stepping() as connection:
        return act_in(session, connection, opened, action, inputs)


def act_as_seen(session: Session, opened: OpenCase, action: str, inputs: Mapping[str, object]) -> ChangeSet:
    """Does ``action`` on the case as the person sees it; where it has moved on, says who did what (COM-09).

    On the central database that is one round trip: it judges the step itself. What it refuses for another
    reason is judged once more by what holds now, since time and payments go on while a case is looked at.
    """
    if session.database.is_central:
        try:
            return act_from(session, opened, action, inputs)
        except Refusal as refusal:
            if refusal.code == "stale":
                raise
    case = opened.file.case
    return act(session, case.case_id, action, inputs, case.version)


def attach(
    session: Session,
    case_id: int,
    attachments: Sequence[Mapping[str, object]],
    expected_version: int | None = None,
) -> ChangeSet:
    """Adds documents to a case that waits for them; older versions are kept (COM-14)."""
    with session.database.writing() as connection:
        opened = opened_in(session, connection, case_by_id(connection, case_id))
        if expected_version is not None and opened.file.case.version != expected_version:
            raise in_words(opened.service, refusals.stale(who_was_first(opened.file)))
        attach_in(session, connection, opened, attachments)
    return ChangeSet(frozenset({"case", "attachment"}), frozenset({case_id}))


def take_back(session: Session, case_id: int, attachment_id: int, expected_version: int) -> ChangeSet:
    """Takes the account's own verdict on a document back, before anything was sent about it (COM-14).

    The document is without a verdict again, and the record says so.
    """
    with session.database.writing() as connection:
        steps = session.steps(connection)
        result = steps.take_back(case_id, expected_version, attachment_id, session.workstation)
    return ChangeSet(
        frozenset({"case", "attachment"}),
        frozenset({case_id}),
        {"reference": result.reference, "state": result.state, "version": result.version},
    )


def attach_in(
    session: Session, connection: Connection, opened: OpenCase, items: Sequence[Mapping[str, object]]
) -> None:
    """``attach`` within the transaction of ``connection``."""
    case = opened.file.case
    today = amman_date(opened.office.now)
    facts = form_facts(opened.service, case.payload, case.applicant.kind.value, opened.reference, today)
    found, problems = read_attachments(opened.service.attachments, items, facts, all_required=False)
    if problems:
        raise Refusal(problems)
    session.steps(connection).attach(case.case_id, case.version, list(found), session.workstation)


def preview(opened: OpenCase, action: str, inputs: Mapping[str, object]) -> tuple[MessagePreview, ...]:
    """The messages that ``action`` would send, as the applicant would read them (COM-03)."""
    plan = decide(_situation(opened), action, inputs)
    case = opened.file.case
    found = []
    for effect in plan.effects:
        if effect.kind is not EffectKind.MESSAGE:
            continue
        params = effect.data.get("params")
        values = {
            **(params if isinstance(params, Mapping) else {}),
            "reference": case.reference,
            "applicant_name": case.applicant.name,
        }
        text = rendered(wording_of(opened.service, effect.key, opened.reference), values)
        found.append(MessagePreview(effect.key, case.applicant.mobile, text))
    return tuple(found)


def read_attachment(session: Session, attachment_id: int) -> bytes:
    """The bytes of one attachment; refuses where the account sees none such.

    Raises ``Outage`` where they lie in a store of documents that does not answer.
    """
    with session.database.reading() as connection:
        found = attachment_content(connection, attachment_id)
        if found is None:
            raise refusals.no_such_case()
        require_sight(session, connection, found[0])
        content = found[1]
        place = stored_place(connection, attachment_id) if not content else None
    if place is not None:
        # Loaded where it is wanted: most databases keep their documents themselves.
        from desktop.gateways.document_store import fetch

        content = fetch(*place)
    session.looked(found[0], "document")
    return content


def require_sight(session: Session, connection: Connection, case_id: int) -> None:
    """Refuses where the account sees no such case (COM-10); an embedded database has no row policies."""
    case = case_by_id(connection, case_id)
    if case is None or not may_see(session.office(connection).actor, case):
        raise refusals.no_such_case()


def _situation(opened: OpenCase) -> Situation:
    office = opened.office
    return Situation(opened.service, opened.file, office.reference, office.actor, office.now)


def _notice(inputs: Mapping[str, object]) -> int | None:
    value = inputs.get("notice_id")
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else None


def who_was_first(file: CaseFile) -> dict[str, object]:
    """Who did the last step of the case, as the refusal of a stale one tells it (COM-09)."""
    last = file.events[-1]
    return {
        "actor": last.actor,
        "action": last.action,
        "at": last.at.isoformat(),
        "state": file.case.state,
        "version": file.case.version,
    }


def in_words(service: ServiceDefinition, refusal: Refusal) -> Refusal:
    """``refusal``; one of a stale step says in words who did what and where the case is now (COM-09)."""
    if refusal.code != "stale":
        return refusal
    details = refusal.details
    did = next((one.label for one in service.actions if one.key == details.get("action")), _UNNAMED)
    state = next((one.label for one in service.states if one.key == details.get("state")), _UNNAMED)
    actor = details.get("actor", "")
    return Refusal.one(
        "stale",
        f"سبقك {actor}: {did.ar}. حالته الآن: {state.ar}.",
        f"{actor} was first: {did.en}. It is now: {state.en}.",
        details=details,
    )


_UNNAMED = Text("—", "—")

_KINDS = {
    EffectKind.MESSAGE: "message",
    EffectKind.RESEND: "message",
    EffectKind.DEADLINE: "deadline",
    EffectKind.PAYMENT: "payment",
    EffectKind.CLOSE_PAYMENTS: "payment",
    EffectKind.SETTLE_NOTICE: "payment",
    EffectKind.LETTER: "letter",
    EffectKind.CLOSE_LETTERS: "letter",
    EffectKind.PRINT: "letter",
    EffectKind.VOID_LETTER: "letter",
    EffectKind.REFUND: "refund",
    EffectKind.REFUND_PROPOSE: "refund",
    EffectKind.REFUND_APPROVE: "refund",
    EffectKind.REFUND_DECLINE: "refund",
    EffectKind.REFUND_PAY: "refund",
    EffectKind.VERDICT: "attachment",
}


def _changes(plan: StepPlan, result: StepResult) -> ChangeSet:
    kinds = {"case"} | {_KINDS[effect.kind] for effect in plan.effects if effect.kind in _KINDS}
    return ChangeSet(
        frozenset(kinds),
        frozenset({result.case_id}),
        {"reference": result.reference, "state": result.state, "version": result.version},
    )
