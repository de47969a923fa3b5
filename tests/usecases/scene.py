"""An office on either database with its gateways, and one application that people play through in it.

On the central database every account is a login of its own and the worker has its own role; time is moved
by the superuser. The fixtures that make offices are in ``tests/usecases/places.py``.
"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, insert, text

from desktop.base.clock import AMMAN, FixedClock, utc
from desktop.base.errors import Refusal
from desktop.letters.signing import PrivateKey
from desktop.models.database import Database, embedded_url, open_database
from desktop.models.records.case import CaseFile, Letter, Message, PaymentRequest, Refund
from desktop.models.records.people import SENIOR_MANAGEMENT
from desktop.models.tables.office import course, delegation, fee, holiday, reason, staff, staff_authority
from desktop.models.tables.office import staff_grant as grant_table
from desktop.usecases.audit import audit
from desktop.usecases.cases import OpenCase, act, open_case, submit
from desktop.usecases.session import Session
from desktop.usecases.worker import Report, run_once
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.models.databases import CentralDatabase
from tests.models.seeds import YEAR, seed
from tests.usecases.outside import KEY, Outside

MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=AMMAN)
"""A working Sunday."""

WORKER = "courier"
# Names of their own: logins belong to the whole server, and other tests make theirs in it.
PEOPLE: dict[str, tuple[tuple[str | None, str], ...]] = {
    "rana": (("hr", "clerk"),),
    "lina": (("hr", "clerk"),),
    "huda": (("hr", "supervisor"),),
    "salma": (("hr", "supervisor"),),
    "omar": (("gis", "clerk"),),
    "dina": (("gis", "supervisor"),),
    "badr": (("parks", "clerk"),),
    "aida": ((None, "admin"),),
    "nadia": (("ctr", "clerk"),),
    "yara": (("pl", "clerk"),),
    "ziad": (("pl", "clerk"),),
    "faten": (("pl", "supervisor"),),
    "maha": (("ks", "clerk"),),
    "samer": (("ks", "clerk"),),
    "nour": (("ks", "supervisor"),),
    WORKER: ((None, "worker"),),
}
"""Login and grants; ``salma`` also holds senior management's authority."""

_PDF = b"%PDF-1.7\n"

FEES = {"gis_beginner": "100.000", "gis_specialised": "100.000", "arc_pro": "200.000", "gis_qaqc": "200.000"}
"""The fee table of TRN-15, in dinars per person."""


def people_and_rows(connection: Connection) -> None:
    """The seeds of the database tests, and what these scenarios need besides."""
    seed(connection)
    accounts = [{"login": login, "name_ar": login, "name_en": login, "active": True} for login in PEOPLE]
    grants = [
        {"login": login, "department": code, "job": job, "valid_from": YEAR}
        for login, held in PEOPLE.items()
        for code, job in held
    ]
    courses = [
        {"code": code, "department": "gis", "name_ar": f"دورة {code}", "name_en": code, "hours": 30,
         "fee_code": code, "active": True}
        for code in FEES
    ]  # fmt: skip
    connection.execute(insert(staff), accounts)
    connection.execute(insert(grant_table), grants)
    connection.execute(
        insert(staff_authority), {"login": "salma", "authority": SENIOR_MANAGEMENT, "valid_from": YEAR}
    )
    connection.execute(
        insert(fee),
        [{"code": code, "amount": Decimal(amount), "valid_from": YEAR} for code, amount in FEES.items()],
    )
    connection.execute(insert(course), courses)
    connection.execute(
        insert(reason),
        {"code": "no_place", "scope": "refusal", "text_ar": "لا شاغر", "text_en": "no place", "active": True},
    )


class Office:
    """A database with its people, the gateways, and one clock for all of them."""

    central = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FixedClock(MORNING)
        self.outside = Outside(folder / "gateways", self.clock)

    def session(self, login: str) -> Session:
        """A session of ``login``, through a login of its own where the database has logins."""
        return Session(self.database(login), load(), login, f"desk of {login}", self.outside.asked_registers)

    def database(self, login: str) -> Database:
        raise NotImplementedError

    def administrator(self) -> Engine:
        """A way in past all rules, for what an administrator or an intruder does."""
        raise NotImplementedError

    def now(self) -> datetime:
        return self.clock.now()

    def at(self, moment: str | datetime) -> None:
        """Moves the time; text is the clock on the wall in Amman."""
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment).replace(tzinfo=AMMAN)
        self.clock.set(moment)

    def later(self, **by: float) -> None:
        self.at(self.now() + timedelta(**by))

    def put(self, table: Table, **values: object) -> None:
        """Enters a row of reference data as it would be after an administrator's change."""
        with self.administrator().begin() as connection:
            connection.execute(insert(table).values(**values))

    def add_holiday(self, day: str) -> None:
        self.put(holiday, day=date.fromisoformat(day), name_ar="عطلة", name_en="Holiday", circular="1/2026")

    def delegate(self, absent: str, cover: str, department: str, job: str, first: str, last: str) -> None:
        self.put(
            delegation, from_login=absent, to_login=cover, department=department, job=job, reason="إجازة",
            first_day=date.fromisoformat(first), last_day=date.fromisoformat(last), revoked=False,
        )  # fmt: skip

    def work(self, key: PrivateKey | None = KEY) -> Report:
        """Everything that is due now is done, as ``diwan worker --once`` does."""
        return run_once(self.session(WORKER), self.outside.gateways(key), "test-worker")

    def submit(self, document: Mapping[str, object], login: str = WORKER) -> Scene:
        """A new application, through the portal or at a clerk's counter."""
        via = "portal" if login == WORKER else "counter"
        result, _ = submit(self.session(login), document, via)
        return Scene(self, result.reference)

    def assert_books(self) -> None:
        """The record is whole and every dinar is accounted for."""
        found = audit(self.session(WORKER))
        assert found.passed, found

    def close(self) -> None:
        raise NotImplementedError


class EmbeddedOffice(Office):
    """One file for one desk."""

    def __init__(self, folder: Path, template: Path) -> None:
        super().__init__(folder)
        self.path = folder / "diwan.db"
        shutil.copyfile(template, self.path)
        self._database = open_embedded(self.path, self.clock)

    def database(self, login: str) -> Database:
        return self._database

    def administrator(self) -> Engine:
        return self._database.engine

    def close(self) -> None:
        self._database.close()


class CentralOffice(Office):
    """PostgreSQL; every login is a real one."""

    central = True

    def __init__(self, folder: Path, database: CentralDatabase) -> None:
        super().__init__(folder)
        self.place = database
        self._databases: dict[str, Database] = {}
        self._administrator = database.engine()
        self.at(MORNING)

    def database(self, login: str) -> Database:
        if login not in self._databases:
            keeper = DefinitionKeeper(load())
            self._databases[login] = open_database(self.place.url(login), self.clock, keeper, pool_size=1)
        return self._databases[login]

    def administrator(self) -> Engine:
        return self._administrator

    def at(self, moment: str | datetime) -> None:
        super().at(moment)
        with self._administrator.begin() as connection:
            connection.execute(text("UPDATE test_time.clock SET at = :at"), {"at": utc(self.now())})

    def close(self) -> None:
        for database in self._databases.values():
            database.close()
        self._administrator.dispose()


def open_embedded(path: Path, clock: FixedClock) -> Database:
    """The embedded database in the file ``path``."""
    return open_database(embedded_url(path), clock, DefinitionKeeper(load()))


def pdf(words: str = "one") -> str:
    """A document's content as the portal sends it."""
    return base64.b64encode(_PDF + words.encode()).decode()


def application(**changes: Any) -> dict[str, Any]:
    """An individual's application for a paid course at GIS; ``applicant``, ``fields`` and others change it.

    A field given as ``None`` is left out.
    """
    fields = {
        "kind": "training", "category": "individual", "hosting_department": "gis", "course": "arc_pro",
        "period_from": "2026-12-06", "period_to": "2026-12-17", **changes.pop("fields", {}),
    }  # fmt: skip
    applicant = {
        "kind": "citizen", "name": "سارة يوسف حدّاد", "national_number": "9889542916",
        "mobile": "0791234567", **changes.pop("applicant", {}),
    }  # fmt: skip
    return {
        "service": "TRN",
        "applicant": {key: value for key, value in applicant.items() if value is not None},
        "fields": {key: value for key, value in fields.items() if value is not None},
        "attachments": [{"slot": "certificate", "filename": "a.pdf", "content": pdf()}],
        **changes,
    }


def nominated(**changes: Any) -> dict[str, Any]:
    """A student whom a university nominates for training at a department that leaves the decision to HR."""
    fields = {
        "category": "nominated", "nominee": "student", "nominating_kind": "university",
        "nominating_body": "الجامعة الأردنية", "hosting_department": "parks", "course": None,
        "subject": "هندسة الحدائق", **changes.pop("fields", {}),
    }  # fmt: skip
    attachments = [{"slot": "official_letter", "filename": "l.pdf", "content": pdf("letter")}]
    return application(fields=fields, **{"attachments": attachments, **changes})


class Scene:
    """One application and the people who work on it."""

    def __init__(self, office: Office, reference: str) -> None:
        self.office = office
        self.reference = reference

    def open(self, login: str = WORKER) -> OpenCase:
        """The case as ``login`` sees it."""
        return open_case(self.office.session(login), self.reference)

    @property
    def file(self) -> CaseFile:
        return self.open().file

    @property
    def state(self) -> str:
        return self.file.case.state

    @property
    def request(self) -> PaymentRequest:
        """The only payment request."""
        (request,) = self.file.requests
        return request

    @property
    def refund(self) -> Refund:
        """The only refund."""
        (found,) = self.file.refunds
        return found

    def message(self, key: str) -> Message:
        """The newest message ``key``."""
        return [m for m in self.file.messages if m.key == key][-1]

    def sent(self) -> list[str]:
        """The keys of the case's messages, oldest first."""
        return [m.key for m in self.file.messages]

    def letter(self, kind: str) -> Letter:
        """The newest letter of that kind."""
        return [x for x in self.file.letters if x.kind == kind][-1]

    def due(self, key: str) -> str | None:
        """When the newest window ``key`` passes, as the clock on the wall shows it."""
        window = [d for d in self.file.deadlines if d.key == key][-1]
        return window.due_at.astimezone(AMMAN).isoformat()[:19] if window.due_at else None

    def do(self, login: str, action: str, attachments: Any = (), **inputs: Any) -> Scene:
        """``login`` opens the case and does ``action`` on it, a minute after the last step."""
        self.office.later(minutes=1)
        opened = self.open(login)
        case = opened.file.case
        act(self.office.session(login), case.case_id, action, inputs, case.version, attachments)
        return self

    def refused(self, login: str, action: str, **inputs: Any) -> Refusal:
        """The refusal that ``login`` gets for ``action``; nothing has changed by it."""
        before = self.file
        with pytest.raises(Refusal) as caught:
            self.do(login, action, **inputs)
        after = self.file
        assert (after.case, after.events, after.messages, after.refunds) == (
            before.case, before.events, before.messages, before.refunds,
        )  # fmt: skip
        return caught.value

    def judge(self, login: str, verdict: str = "accepted", slot: str = "", **more: Any) -> Scene:
        """Judges the current documents, or only the one in ``slot``."""
        for item in self.file.current_attachments:
            if slot in ("", item.slot):
                self.do(login, "judge", attachment_id=item.attachment_id, verdict=verdict, **more)
        return self

    def rejected(self, login: str, reason_code: str = "unclear") -> Scene:
        """Rejects every document and asks for correction."""
        self.judge(login, "rejected", reason_code=reason_code)
        return self.do(login, "request_correction")

    def corrected(self, login: str = WORKER, words: str = "two") -> Scene:
        """New versions of the rejected documents arrive."""
        slots = [a.slot for a in self.file.current_attachments if a.verdict == "rejected"]
        items = [{"slot": slot, "filename": "b.pdf", "content": pdf(words + slot)} for slot in slots]
        return self.do(login, "resubmit", items)

    def work(self) -> Scene:
        self.office.work()
        return self

    def pay(self, amount: str = "200.000", number: str = "", **more: Any) -> Scene:
        """A bank reports a payment of the request's number, and the worker runs."""
        self.office.outside.payments.pay(number or self.request.number, Decimal(amount), **more)
        return self.work()

    def asked_to_pay(self) -> Scene:
        """HR accepts the papers and refers, GIS agrees, and the SMS with the number has gone out."""
        self.do("rana", "claim").judge("rana").do("rana", "refer").do("omar", "agree")
        return self.work()

    def begun(self) -> Scene:
        """Paid, approved, and the first day has come."""
        self.asked_to_pay().pay()
        assert self.state == "approved"
        self.office.at(f"{self.file.case.payload['period_from']}T08:00")
        return self.work()
