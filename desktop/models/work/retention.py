"""Personal data whose time is over: found on both databases, taken out by ``88_retention.sql`` or here.

Periods are settings, in whole months, counted from the day a case was closed; 0 keeps for ever. Letters and
payments have their own, longer ones. What stays of an anonymised case: service, department, states, days,
choices, amounts, who worked on it and when.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    update,
)

from desktop.base.clock import amman_date, start_of_day
from desktop.models.chain import ANONYMISE, NO_DATA, broken_at, event_hash, residue
from desktop.models.queries.case_files import events_of
from desktop.models.records.case import Event
from desktop.models.records.plan import canonical_json
from desktop.models.tables.applications import (
    attachment,
    attachment_verdict,
    case_event,
    cases,
    inbox,
    lookup_count,
)
from desktop.models.tables.letters import letter, letter_document
from desktop.models.tables.money import notice_reject, payment_notice, payment_request, refund
from desktop.models.tables.office import setting
from desktop.models.tables.outbox import message
from desktop.models.tables.outside import outside_approval
from desktop.models.tables.rules import service_definition
from desktop.models.tables.schedule import level_result, occasion, place
from desktop.models.tables.upkeep import access_log, anonymisation

LETTERS, PAYMENTS, INBOX, ACCESS = (
    "retention.letters",
    "retention.payments",
    "retention.inbox",
    "retention.access",
)
DEFAULTS = {LETTERS: 120, PAYMENTS: 120, INBOX: 6, ACCESS: 36}
DEFAULT_CASE = 60
"""Months, where no setting says otherwise; the same as in ``app.months_kept``."""
DATA_REMOVED = "بيانات محذوفة"
"""Stands where the applicant's name stood."""
_SHORTEST_ACCESS = 12
_LOOKUPS = timedelta(days=31)
_IMPERSONAL = frozenset({"choice", "date", "number", "money", "yes_no"})

_ANONYMISE = text("SELECT app.anonymise(:id)")
_EMPTY_LETTERS = text("SELECT app.empty_letters(:id)")
_PURGE = text("SELECT name, number FROM app.purge(:most)")


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case whose personal data, or whose letters', may go; ``setting`` is the period that says so."""

    case_id: int
    reference: str
    service: str
    closed_at: datetime
    setting: str
    months: int


def setting_of(service: str) -> str:
    """The name of the period of a service's cases."""
    return f"retention.{service}"


_PERIOD = (
    select(setting.c.value)
    .where(setting.c.name == bindparam("name"), setting.c.valid_from <= bindparam("today"))
    .order_by(setting.c.valid_from.desc())
    .limit(1)
)


def months_kept(connection: Connection, name: str, now: datetime) -> int:
    """The period in force, in months; 0 keeps for ever."""
    value = connection.execute(_PERIOD, {"name": name, "today": amman_date(now)}).scalar_one_or_none()
    if value is not None and value.isascii() and value.isdigit():
        return int(value)
    return DEFAULTS.get(name, DEFAULT_CASE)


def kept_since(connection: Connection, name: str, now: datetime) -> datetime | None:
    """What ended before this moment is older than the period ``name``; ``None`` where it is kept for ever."""
    months = months_kept(connection, name, now)
    return start_of_day(_months_before(amman_date(now), months)) if months else None


def due_cases(connection: Connection, services: Iterable[str], now: datetime, most: int) -> list[DueCase]:
    """Closed cases whose period is over and of which nothing is unfinished: the oldest ``most`` a service."""
    found = []
    for service in services:
        name = setting_of(service)
        since = kept_since(connection, name, now)
        if since is None:
            continue
        rows = connection.execute(
            select(cases.c.id, cases.c.reference, cases.c.service, cases.c.closed_at)
            .where(
                cases.c.service == service,
                cases.c.closed_at.is_not(None),
                cases.c.closed_at < since,
                cases.c.identity != "",
                *_settled(),
            )
            .order_by(cases.c.closed_at)
            .limit(most)
        )
        months = months_kept(connection, name, now)
        found += [DueCase(*row, name, months) for row in rows]
    return found


def unfinished_cases(connection: Connection, services: Iterable[str], now: datetime) -> int:
    """How many closed cases are past their period and wait for a refund, a payment or a letter."""
    count = 0
    for service in services:
        since = kept_since(connection, setting_of(service), now)
        if since is not None:
            count += connection.execute(
                select(func.count())
                .select_from(cases)
                .where(
                    cases.c.service == service,
                    cases.c.closed_at < since,
                    cases.c.identity != "",
                    ~and_(*_settled()),
                )
            ).scalar_one()
    return count


def due_letters(connection: Connection, now: datetime, most: int) -> list[DueCase]:
    """Anonymised cases whose letters' own period is over too, oldest first."""
    since = kept_since(connection, LETTERS, now)
    if since is None:
        return []
    rows = connection.execute(
        select(cases.c.id, cases.c.reference, cases.c.service, cases.c.closed_at)
        .join(anonymisation, anonymisation.c.case_id == cases.c.id)
        .where(anonymisation.c.letters_at.is_(None), cases.c.closed_at < since)
        .order_by(cases.c.id)
        .limit(most)
    )
    months = months_kept(connection, LETTERS, now)
    return [DueCase(*row, LETTERS, months) for row in rows]


def due_rows(connection: Connection, now: datetime) -> dict[str, int]:
    """How many rows ``purge`` would empty or remove, by kind."""
    return {
        name: connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
        for name, (table, condition) in _old_rows(connection, now).items()
    }


def anonymise(connection: Connection, case_id: int, login: str, now: datetime) -> bool:
    """Takes the personal data out of one case; ``False`` where it may not, or another worker did."""
    if connection.dialect.name == "postgresql":
        return bool(connection.execute(_ANONYMISE, {"id": case_id}).scalar_one())
    row = connection.execute(
        select(cases).where(cases.c.id == case_id, cases.c.last_action != ANONYMISE, *_settled())
    ).mappings().first()  # fmt: skip
    period = setting_of(row["service"]) if row else ""
    since = kept_since(connection, period, now) if row else None
    if row is None or since is None or row["closed_at"] is None or row["closed_at"] >= since:
        return False
    events = events_of(connection, case_id)
    if broken_at(case_id, events) is not None or len(events) != row["version"]:
        return False
    _empty(connection, case_id, period, now)
    version = row["version"] + 1
    connection.execute(
        update(cases)
        .where(cases.c.id == case_id)
        .values(
            applicant_name=DATA_REMOVED, name_search="", identity="", identity_paper="", mobile="",
            payload=_impersonal(connection, row["service"], row["definition_version"], row["payload"]),
            submission_key=None, assignee=None, version=version, last_action=ANONYMISE, last_actor=login,
            last_at=now,
        )
    )  # fmt: skip
    data = canonical_json({"residue": residue(case_id, events), "setting": period})
    state = row["state"]
    event = Event(version, now, login, "", "", ANONYMISE, state, state, "", data, "")
    connection.execute(
        case_event.insert().values(
            case_id=case_id, number=version, at=now, actor=login, on_behalf_of="", workstation="",
            action=ANONYMISE, from_state=state, to_state=state, note="", data=data,
            hash=event_hash(events[-1].hash, case_id, event),
        )
    )  # fmt: skip
    return True


def empty_letters(connection: Connection, case_id: int, now: datetime) -> bool:
    """Takes the text out of an anonymised case's letters; ``False`` where their period is not over."""
    if connection.dialect.name == "postgresql":
        return bool(connection.execute(_EMPTY_LETTERS, {"id": case_id}).scalar_one())
    since = kept_since(connection, LETTERS, now)
    old = select(cases.c.id).where(cases.c.id == case_id, cases.c.closed_at < since)
    done = since is not None and connection.execute(
        update(anonymisation)
        .where(anonymisation.c.case_id.in_(old), anonymisation.c.letters_at.is_(None))
        .values(letters_at=now)
    )
    if not done or done.rowcount != 1:
        return False
    own = letter.c.case_id == case_id
    connection.execute(
        update(letter_document)
        .where(letter_document.c.letter_id.in_(select(letter.c.id).where(own)))
        .values(pdf=b"")
    )
    connection.execute(
        update(letter).where(own, letter.c.sealed_at.is_not(None)).values(content="", payload="")
    )
    return True


def purge(connection: Connection, now: datetime, most: int) -> dict[str, int]:
    """Empties what arrived and was dealt with, and removes old accesses: ``most`` rows a kind, counted."""
    if connection.dialect.name == "postgresql":
        return {row.name: row.number for row in connection.execute(_PURGE, {"most": most})}
    blank = {
        "inbox": {"body": "", "answer": "null"}, "rejects": {"raw": ""}, "levels": {"identity": ""},
        "rounds": {"place": "", "details": "{}"},
    }  # fmt: skip
    done = {}
    for name, (table, condition) in _old_rows(connection, now).items():
        chosen = condition
        if "id" in table.c:
            chosen = table.c.id.in_(select(table.c.id).where(condition).order_by(table.c.id).limit(most))
        values = blank.get(name)
        statement = update(table).where(chosen).values(**values) if values else delete(table).where(chosen)
        done[name] = connection.execute(statement).rowcount
    return done


def _old_rows(connection: Connection, now: datetime) -> dict[str, tuple[Table, ColumnElement[bool]]]:
    """What is old, by kind; a kind that is kept for ever is left out."""
    since = {name: kept_since(connection, name, now) for name in (INBOX, PAYMENTS, ACCESS)}
    found: dict[str, tuple[Table, ColumnElement[bool]]] = {}
    if since[INBOX]:
        done = and_(inbox.c.handled_at < since[INBOX], inbox.c.state != "new", inbox.c.body != "")
        found["inbox"] = (inbox, done)
    if since[PAYMENTS]:
        old = and_(notice_reject.c.received_at < since[PAYMENTS], notice_reject.c.raw != "")
        found["rejects"] = (notice_reject, old)
    today = amman_date(now)
    found["lookups"] = (lookup_count, lookup_count.c.day < today - _LOOKUPS)
    accesses = since[ACCESS]
    if accesses:
        # The central database keeps a note of who saw a case for a year, whatever the setting says.
        least = start_of_day(_months_before(amman_date(now), _SHORTEST_ACCESS))
        found["accesses"] = (access_log, access_log.c.at < min(accesses, least))
    if connection.execute(_ANYBODY).first() is not None:
        found |= _of_the_anonymous(today)
    return found


_ANYBODY = select(anonymisation.c.case_id).limit(1)


def _of_the_anonymous(today: date) -> dict[str, tuple[Table, ColumnElement[bool]]]:
    """What is left of people whose cases were anonymised."""
    found: dict[str, tuple[Table, ColumnElement[bool]]] = {}
    # Whose level it is stays known as long as it counts for something.
    over = or_(~level_result.c.passed, level_result.c.valid_to < today)
    gone = level_result.c.case_id.in_(select(anonymisation.c.case_id))
    found["levels"] = (level_result, and_(gone, over, level_result.c.identity != ""))
    # A round without a subject goes to people's own premises: its place is theirs while one of them is known.
    holders = place.c.occasion_id == occasion.c.id
    known = exists().where(holders, place.c.case_id.not_in(select(anonymisation.c.case_id)))
    told = or_(occasion.c.place != "", occasion.c.details != "{}")
    rounds = and_(occasion.c.subject == "", told, exists().where(holders), ~known)
    found["rounds"] = (occasion, rounds)
    return found


def _settled() -> tuple[ColumnElement[bool], ...]:
    """Nothing of the case is unfinished any more; the same as ``app.is_settled``."""
    mine = cases.c.id
    open_refund = and_(refund.c.case_id == mine, refund.c.state.in_(("due", "proposed", "approved")))
    loose = and_(
        payment_notice.c.case_id == mine, payment_notice.c.state.in_(("short", "over", "late", "unknown"))
    )
    asked = and_(payment_request.c.case_id == mine, payment_request.c.state.in_(("new", "issued")))
    unsent = and_(message.c.case_id == mine, message.c.state == "waiting")
    unsealed = and_(letter.c.case_id == mine, letter.c.state == "issued", letter.c.sealed_at.is_(None))
    return tuple(~exists().where(one) for one in (open_refund, loose, asked, unsent, unsealed))


def _empty(connection: Connection, case_id: int, period: str, now: datetime) -> None:
    """Takes the words out of all that hangs on the case."""
    connection.execute(
        anonymisation.insert().values(
            case_id=case_id, at=now, setting=period, months=months_kept(connection, period, now)
        )
    )
    blanks: tuple[tuple[Table, dict[str, object]], ...] = (
        (case_event, {"note": "", "data": NO_DATA}),
        (attachment, {"filename": "", "content": b""}),
        (attachment_verdict, {"note": ""}),
        (outside_approval, {"grounds": "", "answer_reference": ""}),
        (message, {"recipient": "", "text": "", "error": ""}),
    )
    for table, values in blanks:
        connection.execute(update(table).where(table.c.case_id == case_id).values(**values))
    connection.execute(
        update(inbox).where(inbox.c.case_id == case_id, inbox.c.state != "new").values(body="", answer="null")
    )


def _impersonal(connection: Connection, service: str, version: int, payload: str) -> str:
    """The answers that tell nothing of a person: choices, days, numbers, amounts, yes and no."""
    form = connection.execute(
        select(service_definition.c.form).where(
            service_definition.c.service == service, service_definition.c.version == version
        )
    ).scalar_one_or_none()
    fields = json.loads(form or "{}").get("fields", [])
    kept = {f["key"] for f in fields if f["kind"] in _IMPERSONAL and f["source"] != "staff"}
    return canonical_json({key: value for key, value in json.loads(payload).items() if key in kept})


def _months_before(day: date, months: int) -> date:
    """The same day ``months`` earlier, or that month's last day; the same as ``app.months_after``."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
