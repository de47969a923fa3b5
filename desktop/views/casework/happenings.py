"""The record of a case and its messages as one timeline, newest first."""

from __future__ import annotations

import json
from datetime import datetime

from desktop.models.records.case import Event, Message, MessageState, Verdict
from desktop.usecases.casework import CaseView
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.widgets.timeline import Happening

_ICONS = {
    "submit": "inbox",
    "claim": "user",
    "release": "undo-2",
    "hand_over": "send",
    "judge": "list-checks",
    "take_back": "undo-2",
    "attach": "paperclip",
    "note": "square-pen",
    "amend_mobile": "phone",
    "resend": "send",
    "print_letter": "printer",
    "void_letter": "x",
    "refund_propose": "banknote",
    "refund_approve": "banknote",
    "refund_decline": "banknote",
    "refund_pay": "banknote",
    "settle_notice": "banknote",
}


def happenings_of(view: CaseView, *, messages: bool = True) -> list[Happening]:
    """Everything that happened, newest first: the steps and, between them, the messages."""
    file = view.opened.file
    found: list[tuple[datetime, int, Happening]] = [
        (event.at, event.number * 2, _step(event, view)) for event in file.events
    ]
    if messages:
        found += [
            (message.sent_at or message.queued_at, message.message_id * 2 + 1, _message(message, view))
            for message in file.messages
        ]
    return [happening for _, _, happening in sorted(found, key=lambda one: one[:2], reverse=True)]


def _step(event: Event, view: CaseView) -> Happening:
    service = view.opened.service
    tone, icon = Tone.NEUTRAL, _ICONS.get(event.action, "circle-dot")
    details: list[str] = []
    if event.from_state and event.from_state != event.to_state:
        to_state = terms.state_label(service, event.to_state)
        details.append(
            tr_("Diwan", "{from_state} → {to_state}").format(
                from_state=terms.state_label(service, event.from_state), to_state=to_state
            )
        )
        known = next((state for state in service.states if state.key == event.to_state), None)
        tone = terms.state_tone(known) if known else tone
        icon = "circle-check" if known and known.is_end else icon
    details += _told(event, view)
    if event.note:
        details.append(shown.name(event.note))
    return Happening(
        title=terms.action_label(service, event.action),
        when=shown.moment(event.at),
        who=_who(event, view),
        detail="\n".join(details),
        icon=icon,
        tone=tone,
    )


def _told(event: Event, view: CaseView) -> list[str]:
    """Of a verdict: on which document, and why; of new documents: which."""
    data = json.loads(event.data or "{}")
    titles = {slot.key: said(slot.label) for slot in view.opened.service.attachments}
    if event.action == "attach":
        files = [one for one in data.get("attachments", ()) if isinstance(one, dict)]
        return [
            f"{titles.get(str(one.get('slot')), '')} · {shown.name(str(one.get('filename', '')))}"
            for one in files
        ]
    if event.action not in ("judge", "take_back"):
        return []
    document = view.opened.file.attachment(int(data.get("attachment_id", 0)))
    if event.action == "take_back":
        return [titles.get(document.slot, document.slot)] if document else []
    verdict = terms.verdict_term(Verdict(data["verdict"])).text
    reasons = {reason.code: said(reason.text) for reason in view.opened.reference.reasons}
    why = reasons.get(str(data.get("reason_code", "")), "")
    title = titles.get(document.slot, document.slot) if document else ""
    return [" · ".join(filter(None, (title, verdict, why)))]


def _who(event: Event, view: CaseView) -> str:
    who = terms.name_of(event.actor, view.names)
    if event.on_behalf_of:
        absent = terms.name_of(event.on_behalf_of, view.names)
        who = tr_("Diwan", "{name}, on behalf of {absent}").format(
            name=shown.name(who), absent=shown.name(absent)
        )
    return f"{who} · {shown.name(event.workstation)}" if event.workstation else who


def _message(message: Message, view: CaseView) -> Happening:
    known = next((one for one in view.opened.service.messages if one.key == message.key), None)
    state = terms.message_term(message.state)
    says = tr_("Diwan", "SMS: {title}").format(title=said(known.label) if known else message.key)
    tones = {MessageState.SENT: Tone.GOOD, MessageState.FAILED: Tone.DANGER}
    return Happening(
        title=says,
        when=shown.moment(message.sent_at or message.queued_at),
        who=state.text,
        icon="message-square",
        tone=tones.get(message.state, Tone.INFO),
    )
