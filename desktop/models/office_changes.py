"""Changes of the reference data and the staff on an embedded database: the counterpart of ``app.office``.

Each subject has one shape of data, and one event in the office's own chain. What has dates of validity is
added to: a value of a day that is over is never overwritten, and the events keep every value there was.

==================  =================================================================================
subject             data
==================  =================================================================================
fee                 code, amount (text, dinars), valid_from (day)
course              code, department, name_ar, name_en, hours, fee_code (or none), active; kind,
                    prerequisite, minimum, maximum, details (an object of texts), else as they were
holiday             day, name_ar, name_en, circular; or day, removed (true), reason
reason              code, scope, text_ar, text_en, active
wording             service, key, text, valid_from (moment)
letterhead          department, address_line, logo (base64 of a PNG or JPEG; empty: none; absent: as it was)
letter_template     kind, version (the next), content (the template as an object)
setting             name, value, valid_from (day)
gateway             gateway, settings (an object without secrets); or gateway, removed (true)
department          code, name_ar, name_en, letter_prefix, hosts_training, decides_hosting, contact_name,
                    contact_phone, contact_hours, signatory_name, signatory_title
outside_body        code, name_ar, name_en, stage (1 or 2), answer_days, active
profession          code, name_ar, name_en, needs_permit, bodies (list of codes), checklist (list of objects
                    with code, ar, en), fee_code, active
delegation          from_login, to_login, department, job, first_day, last_day, reason
delegation_revoke   delegation_id, reason
staff               login, name_ar, name_en, secret
staff_active        login, active
staff_grant         login, department (or none), job, valid_from, valid_to (or none); to end one: login,
                    grant_id, valid_to
staff_authority     login, authority, valid_from, valid_to (or none); to end one as above
password            login, secret
==================  =================================================================================

``secret`` is never written into the event.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, insert, select

from desktop.base.clock import Clock
from desktop.models import refusals
from desktop.models.chain import chain_hash, microseconds
from desktop.models.change_data import ChangeData
from desktop.models.database import Database
from desktop.models.office_rows import SECRET, ReferenceRows, StaffRows
from desktop.models.records.people import Actor, Job
from desktop.models.records.plan import canonical_json
from desktop.models.tables.office import delegation, office_event


class OfficeChanges(Protocol):
    """Changes reference data and what the staff may do; the same on both databases."""

    def office(self, subject: str, data: Mapping[str, object], workstation: str) -> int:
        """Carries one change out, or refuses it; returns the number of the office's event."""
        ...


def office_changes(database: Database, connection: Connection, actor: Actor) -> OfficeChanges:
    """The changes of ``actor`` within the transaction of ``connection``."""
    if database.is_central:
        # Imported here: a single desk never needs the driver, and starts faster without it.
        from desktop.models.central import CentralSteps

        return CentralSteps(connection)
    return EmbeddedOffice(connection, actor, database.clock)


@dataclass(frozen=True, slots=True)
class OfficeEvent:
    """One entry of the office's record; ``data`` is canonical JSON as it was hashed (COM-07)."""

    number: int
    at: datetime
    actor: str
    workstation: str
    subject: str
    data: str
    hash: str


def office_event_hash(previous: str, event: OfficeEvent) -> str:
    """The hash that ``event`` must have after an entry whose hash is ``previous`` (first: empty)."""
    parts = (str(event.number), microseconds(event.at), event.actor, event.workstation, event.subject)
    return chain_hash(previous, (*parts, event.data))


def office_broken_at(events: Sequence[OfficeEvent]) -> int | None:
    """The number of the first entry that was changed, removed or put in; ``None`` if the chain holds.

    ``events`` are all there are, oldest first.
    """
    previous = ""
    for expected, event in enumerate(events, start=1):
        if event.number != expected or event.hash != office_event_hash(previous, event):
            return expected
        previous = event.hash
    return None


def read_office_events(connection: Connection) -> tuple[OfficeEvent, ...]:
    """The office's whole record, oldest first."""
    rows = connection.execute(select(office_event).order_by(office_event.c.number)).mappings()
    return tuple(
        OfficeEvent(e["number"], e["at"], e["actor"], e["workstation"], e["subject"], e["data"], e["hash"])
        for e in rows
    )


class EmbeddedOffice:
    """Carries changes out in the open transaction of ``connection``, as ``actor``."""

    def __init__(self, connection: Connection, actor: Actor, clock: Clock) -> None:
        self._connection = connection
        self._actor = actor
        self._clock = clock

    def office(self, subject: str, data: Mapping[str, object], workstation: str) -> int:
        """See ``OfficeChanges.office``; the subjects and their data stand at the top of this file.

        Administrators may do everything; a supervisor delegates in the departments they hold themselves;
        everybody changes their own password. Raises ``Refusal`` naming the field.
        """
        change = self._changes().get(subject)
        if change is None:
            raise refusals.invalid("subject")
        # Through JSON and back: the rows are written from the same values as the event.
        plain: dict[str, object] = json.loads(canonical_json(data))
        if not self._actor.is_admin and not self._is_own(subject, plain):
            raise refusals.not_allowed(subject)
        change(ChangeData(plain))
        return self.record(subject, {k: v for k, v in plain.items() if k != SECRET}, workstation)

    def _changes(self) -> dict[str, Callable[[ChangeData], None]]:
        reference = ReferenceRows(self._connection, self._actor.login, self._clock.now())
        people = StaffRows(self._connection, self._actor.login, self._clock.now())
        return {
            "fee": reference.fee,
            "course": reference.course,
            "holiday": reference.holiday,
            "reason": reference.reason,
            "wording": reference.wording,
            "setting": reference.setting,
            "letter_template": reference.letter_template,
            "department": reference.department,
            "letterhead": reference.letterhead,
            "gateway": reference.gateway,
            "outside_body": reference.outside_body,
            "profession": reference.profession,
            "delegation": people.delegation,
            "delegation_revoke": people.delegation_revoke,
            "staff": people.staff,
            "staff_active": people.staff_active,
            "staff_grant": people.staff_grant,
            "staff_authority": people.staff_authority,
            "password": people.password,
        }

    def _is_own(self, subject: str, data: Mapping[str, object]) -> bool:
        if subject == "password":
            return data.get("login") == self._actor.login
        if subject == "delegation":
            return self._supervises(str(data.get("department", "")))
        if subject == "delegation_revoke":
            department_code = self._connection.execute(
                select(delegation.c.department).where(delegation.c.id == data.get("delegation_id"))
            ).scalar_one_or_none()
            return department_code is not None and self._supervises(department_code)
        return False

    def _supervises(self, department_code: str) -> bool:
        # A delegate cannot pass on what was lent to them.
        return any(
            g.department == department_code and g.job is Job.SUPERVISOR and g.on_behalf_of is None
            for g in self._actor.grants
        )

    def record(self, subject: str, data: Mapping[str, object], workstation: str) -> int:
        """Adds one entry to the office's chain; returns its number."""
        last = self._connection.execute(
            select(office_event.c.number, office_event.c.hash).order_by(office_event.c.number.desc()).limit(1)
        ).first()
        number, previous = (last[0] + 1, last[1]) if last else (1, "")
        text = canonical_json(data)
        event = OfficeEvent(number, self._clock.now(), self._actor.login, workstation, subject, text, "")
        row = insert(office_event).values(
            number=number,
            at=event.at,
            actor=event.actor,
            workstation=workstation,
            subject=subject,
            data=text,
            hash=office_event_hash(previous, event),
        )
        self._connection.execute(row)
        return number
