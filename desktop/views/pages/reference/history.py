"""Who changed what and when, from the office's record (COM-07)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from desktop.base.text import Text
from desktop.models.office_changes import OfficeEvent
from desktop.views import shown
from desktop.views.casework.terms import name_of
from desktop.views.i18n import tr_
from desktop.views.widgets.timeline import Happening

_IDENTITY = (
    "service",
    "key",
    "code",
    "name",
    "day",
    "login",
    "from_login",
    "to_login",
    "delegation_id",
    "gateway",
)
_HIDDEN = frozenset({*_IDENTITY, "grant_id"})
_PICTURES = frozenset({"logo"})
_CODED = frozenset({"department", "job", "authority"})
_ICONS = {"delegation": "users", "staff": "user", "holiday": "calendar", "wording": "message-square"}


def happenings(
    events: Iterable[OfficeEvent],
    subjects: frozenset[str],
    staff: Mapping[str, Text],
    identity: str = "",
    words: Mapping[str, str] | None = None,
) -> list[Happening]:
    """The events of ``subjects``, newest first; with ``identity`` only those of that one thing.

    ``events`` are all there are, newest first: what a change replaced is found in an earlier one.
    ``words`` are the names of departments and jobs by their codes.
    """
    known = [(event, _data(event)) for event in events if event.subject in subjects]
    older = _replaced(known)
    found = []
    for place, (event, data) in enumerate(known):
        own = identity_of(data)
        if identity and identity != own:
            continue
        before = older[place]
        found.append(
            Happening(
                f"{subject_name(event.subject)} {shown.identifier(own)}".strip(),
                shown.moment(event.at),
                shown.name(name_of(event.actor, staff)),
                _difference(before, data, words or {}),
                icon=_ICONS.get(event.subject, "square-pen"),
            )
        )
    return found


def _replaced(known: list[tuple[OfficeEvent, dict[str, object]]]) -> list[Mapping[str, object]]:
    """For each change, newest first, the values that it replaced."""
    last: dict[tuple[str, str], Mapping[str, object]] = {}
    found: list[Mapping[str, object]] = []
    for event, data in reversed(known):
        key = (event.subject, identity_of(data))
        found.append(last.get(key, {}))
        last[key] = data
    return found[::-1]


def identity_of(data: Mapping[str, object]) -> str:
    """What a change is about: a code, a login, a day, or else a department."""
    named = " ".join(str(data[name]) for name in _IDENTITY if data.get(name))
    return named or str(data.get("department") or "")


def _data(event: OfficeEvent) -> dict[str, object]:
    data = json.loads(event.data)
    return data if isinstance(data, dict) else {}


def _difference(before: Mapping[str, object], after: Mapping[str, object], known: Mapping[str, str]) -> str:
    lines = []
    for name, value in after.items():
        if name in _PICTURES:
            lines.append(tr_("Diwan", "{field}: another one").format(field=field_name(name)))
            continue
        if name in _HIDDEN or value in ("", None) or before.get(name) == value:
            continue
        old = before.get(name)
        words = tr_("Diwan", "{field}: {value}")
        if old not in (None, ""):
            words = tr_("Diwan", "{field}: {value}, before: {old}")
        shown_as = known if name in _CODED else {}
        lines.append(
            words.format(
                field=field_name(name),
                value=shown_as.get(str(value)) or _value(value),
                old=shown_as.get(str(old)) or _value(old),
            )
        )
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return tr_("Diwan", "yes") if value else tr_("Diwan", "no")
    if isinstance(value, dict):
        return shown.identifier(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")))
    text = "" if value is None else str(value)
    try:
        return shown.day(date.fromisoformat(text))
    except ValueError:
        pass
    try:
        return shown.moment(datetime.fromisoformat(text))
    except ValueError:
        return shown.name(text)


def subject_name(subject: str) -> str:
    """What kind of thing a change is about."""
    names = {
        "fee": tr_("Diwan", "Fee"),
        "course": tr_("Diwan", "Course"),
        "holiday": tr_("Diwan", "Holiday"),
        "reason": tr_("Diwan", "Ready reason"),
        "wording": tr_("Diwan", "Wording"),
        "letter_template": tr_("Diwan", "Letter template"),
        "setting": tr_("Diwan", "Setting"),
        "department": tr_("Diwan", "Department"),
        "gateway": tr_("Diwan", "Gateway"),
        "letterhead": tr_("Diwan", "Letterhead"),
        "delegation": tr_("Diwan", "Delegation"),
        "delegation_revoke": tr_("Diwan", "Delegation ended"),
        "staff": tr_("Diwan", "Account"),
        "staff_active": tr_("Diwan", "Account locked or opened"),
        "staff_grant": tr_("Diwan", "Job"),
        "staff_authority": tr_("Diwan", "Authority"),
        "password": tr_("Diwan", "Password changed"),
    }
    return names.get(subject, subject)


def field_name(name: str) -> str:
    """The name of a value as people read it."""
    names = {
        "amount": tr_("Diwan", "amount"),
        "valid_from": tr_("Diwan", "valid from"),
        "valid_to": tr_("Diwan", "valid until"),
        "department": tr_("Diwan", "department"),
        "name_ar": tr_("Diwan", "name in Arabic"),
        "name_en": tr_("Diwan", "name in English"),
        "text_ar": tr_("Diwan", "text in Arabic"),
        "text_en": tr_("Diwan", "text in English"),
        "hours": tr_("Diwan", "hours"),
        "fee_code": tr_("Diwan", "fee"),
        "active": tr_("Diwan", "in use"),
        "circular": tr_("Diwan", "circular"),
        "removed": tr_("Diwan", "removed"),
        "reason": tr_("Diwan", "reason"),
        "scope": tr_("Diwan", "used for"),
        "text": tr_("Diwan", "text"),
        "value": tr_("Diwan", "value"),
        "settings": tr_("Diwan", "settings"),
        "letter_prefix": tr_("Diwan", "letters' prefix"),
        "hosts_training": tr_("Diwan", "hosts trainees"),
        "decides_hosting": tr_("Diwan", "decides on hosting itself"),
        "contact_name": tr_("Diwan", "contact"),
        "contact_phone": tr_("Diwan", "contact's telephone"),
        "contact_hours": tr_("Diwan", "contact's hours"),
        "address_line": tr_("Diwan", "address"),
        "logo": tr_("Diwan", "logo"),
        "signatory_name": tr_("Diwan", "signatory"),
        "signatory_title": tr_("Diwan", "signatory's title"),
        "job": tr_("Diwan", "job"),
        "authority": tr_("Diwan", "authority"),
        "first_day": tr_("Diwan", "first day"),
        "last_day": tr_("Diwan", "last day"),
    }
    return names.get(name, name)
