"""The portal's inbox: kept as it arrives, dealt with through the counter's own validation (COM-01)."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection

from desktop.base.errors import Outage, Problem, Refusal
from desktop.base.text import Text
from desktop.gateways.portal import PortalInbox
from desktop.models.queries.case_files import case_by_reference
from desktop.models.records.case import Case
from desktop.models.reference_numbers import parse_reference
from desktop.models.work import inbox
from desktop.models.work.inbox import InboxItem
from desktop.usecases.cases import act_in, attach_in, opened_in, submit_in
from desktop.usecases.registers import answers_for
from desktop.usecases.session import Session
from desktop.usecases.worker.faults import apart
from desktop.workflows.definition import Action, ServiceDefinition
from desktop.workflows.values import mobile_e164

log = logging.getLogger(__name__)

_SOURCE = "gateway"
_ENVELOPE = ("reference", "mobile", "attachments")
_KIND = "kind"
"""Where an item's body may say itself what it is; the gateway has read it."""
_RESUBMIT = "correct"
_LONGEST_KEY = 80

MOST_ATTEMPTS = 5


def take_portal_items(session: Session, portal: PortalInbox | None) -> tuple[int, list[str]]:
    """Copies what the portal holds into the inbox, before anything is made of it."""
    if portal is None:
        return 0, []
    try:
        items = portal.fetch()
    except Outage as outage:
        return 0, [outage.text.en]
    taken = 0
    with session.database.writing() as connection:
        for item in items:
            taken += inbox.record_item(
                connection, _SOURCE, item.item_id, item.kind, item.body, item.received_at
            )
    return taken, []


def handle_inbox(session: Session) -> tuple[int, list[str]]:
    """Deals with what waits in the inbox, item by item; returns how many were dealt with.

    An item that needs a register which does not answer waits for it; those behind it have their turn.
    """
    held: dict[int, str] = {}
    done = 0
    while True:
        with session.database.reading() as connection:
            waiting = inbox.waiting_items(connection, list(held))
        for item_id in waiting:
            done += apart(
                f"item {item_id} of the inbox",
                partial(_handle, session, item_id, held),
                failed=partial(_broke_off, session, item_id),
            )
        if not held.keys() & set(waiting):
            return done, list(dict.fromkeys(held.values()))


def _broke_off(session: Session, item_id: int) -> None:
    """An item on which the program fails is tried again, and answered as such in the end, never lost."""
    with session.database.writing() as connection:
        if inbox.count_attempt(connection, item_id) < MOST_ATTEMPTS:
            return
        fault = Refusal.one(
            "internal",
            "تعذّرت معالجة الطلب لخطأ في البرنامج؛ حُفظ وسيُراجع.",
            "A fault of the program keeps this from being dealt with; it is kept and will be looked at.",
            field="body",
        )
        now = session.database.now(connection)
        inbox.settle_item(connection, item_id, "malformed", _errors(fault), now, None)


def _handle(session: Session, item_id: int, held: dict[int, str]) -> int:
    try:
        answers, refused = _registers_say(session, item_id)
    except Outage as outage:
        held[item_id] = outage.text.en
        return 0
    with session.database.writing() as connection:
        item = inbox.take_item(connection, item_id)
        if item is None:
            return 0
        now = session.database.now(connection)
        try:
            document = _document(item)
        except Refusal as refusal:
            inbox.settle_item(connection, item.item_id, "malformed", _errors(refusal), now, None)
            return 1
        try:
            if refused is not None:
                raise refused
            with connection.begin_nested():
                case_id, answer = _carry_out(session, connection, item, document, answers)
        except Refusal as refusal:
            inbox.settle_item(connection, item.item_id, "refused", _errors(refusal), now, None)
        else:
            inbox.settle_item(connection, item.item_id, "accepted", answer, now, case_id)
    return 1


def _registers_say(session: Session, item_id: int) -> tuple[dict[str, object], Refusal | None]:
    """What registers say of a new application, asked before the item's own transaction begins."""
    if not any(service.registers for service in session.registry.values()):
        return {}, None
    with session.database.reading() as connection:
        item = inbox.read_item(connection, item_id)
    if item is None or item.kind != "submit":
        return {}, None
    try:
        document = _document(item)
    except Refusal:
        return {}, None  # it is answered as malformed
    try:
        return answers_for(session, _application(item, document)), None
    except Refusal as refusal:
        return {}, refusal


def _application(item: InboxItem, document: Mapping[str, object]) -> dict[str, object]:
    given = {key: value for key, value in document.items() if key != _KIND}
    given.setdefault("submission_key", _submission_key(item))
    return given


def _document(item: InboxItem) -> Mapping[str, object]:
    try:
        document = json.loads(item.body)
    except (ValueError, RecursionError) as fault:
        raise Refusal.one(
            "malformed", "البيانات الواردة ليست JSON صالحاً.", "What arrived is not valid JSON.", field="body"
        ) from fault
    if not isinstance(document, Mapping):
        raise Refusal.one("malformed", "يُتوقع كائن JSON.", "A JSON object is expected.", field="body")
    return document


def _errors(refusal: Refusal) -> dict[str, object]:
    return {"accepted": False, "errors": [problem.as_dict() for problem in refusal.problems]}


def _carry_out(
    session: Session,
    connection: Connection,
    item: InboxItem,
    document: Mapping[str, object],
    answers: Mapping[str, object],
) -> tuple[int, dict[str, object]]:
    if item.kind == "submit":
        result = submit_in(session, connection, _application(item, document), "portal", answers)
        return result.case_id, {"accepted": True, "reference": result.reference}
    case = _case(connection, document)
    opened = opened_in(session, connection, case)
    action = _portal_action(opened.service, case.state, item.kind)
    attachments = document.get("attachments")
    if isinstance(attachments, list) and attachments:
        attach_in(session, connection, opened, attachments)
        opened = opened_in(session, connection, _again(connection, case))
    inputs = {key: value for key, value in document.items() if key not in (*_ENVELOPE, _KIND)}
    changes = act_in(session, connection, opened, action.key, inputs)
    return case.case_id, {"accepted": True, "reference": case.reference, "state": changes.details["state"]}


def _submission_key(item: InboxItem) -> str:
    """What makes the item the same application however often it arrives; no longer than a key may be."""
    key = f"{item.source}:{item.item}"
    return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def _case(connection: Connection, document: Mapping[str, object]) -> Case:
    """The case that an applicant means; reference and mobile number must belong together."""
    reference = parse_reference(str(document.get("reference", "")))
    case = case_by_reference(connection, reference) if reference else None
    mobile = mobile_e164(str(document.get("mobile", "")))
    if case is None or case.applicant.mobile != mobile:
        raise Refusal(
            [
                Problem(
                    "reference",
                    "no_such_case",
                    Text(
                        "رقم الطلب أو رقم الهاتف غير صحيح.",
                        "The reference or the mobile number is wrong.",
                    ),
                )
            ]
        )
    return case


def _again(connection: Connection, case: Case) -> Case:
    fresh = case_by_reference(connection, case.reference)
    return fresh if fresh is not None else case


def _portal_action(service: ServiceDefinition, state: str, kind: str) -> Action:
    """The action that the portal's ``kind`` stands for in ``state``; ``correct`` resubmits documents."""
    wanted = "resubmit" if kind == _RESUBMIT else kind
    for action in service.actions_in(state):
        if action.portal and action.key == wanted:
            return action
    raise Refusal.one(
        "not_now",
        "هذا الإجراء غير متاح في حالة الطلب الحالية.",
        "This cannot be done in the application's present state.",
        field="reference",
    )


def answer_portal(session: Session, portal: PortalInbox | None) -> tuple[int, list[str]]:
    """Tells the portal what became of its items."""
    if portal is None:
        return 0, []
    with session.database.reading() as connection:
        waiting = inbox.unanswered_items(connection, _SOURCE)
    told = 0
    for item_id, item, answer in waiting:
        try:
            portal.answer(item, json.loads(answer))
        except Outage as outage:
            return told, [outage.text.en]
        except Refusal as refusal:
            # The portal has forgotten the item; the answer stays in the inbox.
            log.warning("the portal takes no answer to %s: %s", item, refusal.text.en)
        with session.database.writing() as connection:
            inbox.record_answered(connection, item_id)
        told += 1
    return told, []
