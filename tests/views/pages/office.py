"""A small office on a real embedded database, worked through the real use-cases."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from reportlab.pdfgen.canvas import Canvas

from desktop.base.clock import AMMAN, FixedClock
from desktop.gateways.choose import payment_gateway, portal_inbox, sms_gateway
from desktop.models.database import Database, embedded_url, open_database
from desktop.models.records.people import SENIOR_MANAGEMENT, WORKER_LOGIN, Job
from desktop.usecases.cases import OpenCase, act, open_case, submit
from desktop.usecases.keys import init_signing_key, load_signing_key
from desktop.usecases.office.staff import authority, create_staff, grant
from desktop.usecases.queues import queues_of
from desktop.usecases.session import Session
from desktop.usecases.setup import first_administrator, prepare_embedded
from desktop.usecases.worker import Gateways, run_once
from desktop.views.desk import Desk
from desktop.views.desk import Session as SignedIn
from desktop.views.preferences import Preferences
from desktop.views.runner import Runner
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import Registry, load

PASSWORD = "a-long-password"
MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=AMMAN)
STAFF = (
    ("rana", "رنا خليل الحديدي", "Rana Al-Hadidi", "hr", Job.CLERK),
    ("omar", "عمر سعيد الطراونة", "Omar Al-Tarawneh", "hr", Job.CLERK),
    ("lina", "لينا جمال النابلسي", "Lina Al-Nabulsi", "gis", Job.CLERK),
    ("huda", "هدى فارس الروابدة", "Huda Al-Rawabdeh", "hr", Job.SUPERVISOR),
)


def paper(words: str = "Certificate") -> bytes:
    """A real PDF of one page."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(420, 300))
    canvas.drawString(60, 200, words)
    canvas.save()
    return made.getvalue()


@dataclass
class SampleOffice:
    """The database with its accounts, and what the tests do in it beside the desk.

    A ``folder`` in which there is a database already is a copy of such an office.
    """

    folder: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(MORNING))
    registry: Registry = field(default_factory=load)
    database: Database = field(init=False)
    gateways: Gateways = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / "diwan.db"
        furnished = file.exists()
        self.database = open_database(embedded_url(file), self.clock, DefinitionKeeper(self.registry))
        if not furnished:
            self._furnish()
        self.gateways = Gateways(
            sms_gateway(None, self.folder, self.clock),
            payment_gateway(None, self.folder, self.clock),
            portal_inbox(None, self.folder, self.clock),
            load_signing_key(self.folder) or init_signing_key(self.folder),
        )

    def _furnish(self) -> None:
        """Gives an empty database its base data and its staff."""
        prepare_embedded(self.database, self.registry)
        first_administrator(self.database, "majed", "ماجد يوسف عبيدات", "Majed Obeidat", PASSWORD)
        admin = self.session("majed")
        today = MORNING.date()
        for login, name_ar, name_en, department, job in STAFF:
            create_staff(admin, login, name_ar, name_en, PASSWORD)
            grant(admin, login, department, job, today)
        authority(admin, "huda", SENIOR_MANAGEMENT, today)

    def session(self, login: str) -> Session:
        """The use-cases in the name of ``login``."""
        return Session(self.database, self.registry, login, "شباك 2")

    def desk(self, login: str, language_code: str = "ar", theme: str = "light") -> Desk:
        """A desk at which ``login`` is signed in."""
        preferences = Preferences(QSettings(str(self.folder / "desk.ini"), QSettings.Format.IniFormat))
        preferences.language, preferences.theme = language_code, theme
        services = self.session(login)
        with self.database.reading() as connection:
            office = services.office(connection)
            queues = queues_of(services, office.actor, office.now)
        jobs = {grant_.job.value for grant_ in office.actor.grants}
        if Job.SUPERVISOR.value in jobs:
            jobs.add(Job.CLERK.value)
        signed_in = SignedIn(
            login=login,
            name=office.actor.name,
            database="بيانات تجريبية" if language_code == "ar" else "Sample data",
            abilities=frozenset(jobs | office.actor.authorities),
            queues=queues,
            place="the sample office",
        )
        return Desk(Runner(), signed_in, preferences, self.clock, services)

    def work(self) -> None:
        """Everything the worker has to do now."""
        run_once(self.session(WORKER_LOGIN), self.gateways, "tests")

    def apply(self, name: str = "سارة يوسف حدّاد", **fields: object) -> str:
        """An application from the portal; its reference."""
        return self.submit(individual(name, fields=fields))

    def submit(self, document: Mapping[str, object]) -> str:
        """The application ``document`` comes by the portal; its reference."""
        result, _ = submit(self.session(WORKER_LOGIN), document, "portal")
        return result.reference

    def open(self, reference: str, login: str = "huda") -> OpenCase:
        """The case as ``login`` sees it."""
        return open_case(self.session(login), reference)

    def do(self, login: str, reference: str, action: str, **inputs: object) -> OpenCase:
        """``login`` does ``action``, elsewhere than at the desk under test."""
        opened = self.open(reference, login)
        act(self.session(login), opened.file.case.case_id, action, inputs, opened.file.case.version)
        return self.open(reference, login)

    def judge_all(self, login: str, reference: str, verdict: str = "accepted") -> None:
        """Every current attachment gets ``verdict``."""
        for one in self.open(reference, login).file.current_attachments:
            reason = {} if verdict == "accepted" else {"reason_code": "unclear"}
            self.do(login, reference, "judge", attachment_id=one.attachment_id, verdict=verdict, **reason)

    def pass_days(self, days: int) -> None:
        """Time passes, and the worker does what fell due."""
        for _ in range(days):
            self.clock.advance(timedelta(days=1))
            self.work()

    def pay(self, reference: str, amount: str) -> None:
        """The applicant pays ``amount`` dinars under the newest e-payment number."""
        number = self.open(reference).file.requests[-1].number
        pay = self.gateways.payments
        pay.pay(number, Decimal(amount))  # type: ignore[attr-defined]  # the embedded one can be paid into
        self.work()

    def close(self) -> None:
        """Gives the database back."""
        self.database.close()


def individual(
    name: str = "سارة يوسف حدّاد",
    number: str = "9889542916",
    mobile: str = "0791234567",
    fields: Mapping[str, object] | None = None,
    papers: Mapping[str, bytes] | None = None,
) -> dict[str, object]:
    """The document of an individual's application for training, with a certificate."""
    wanted: Mapping[str, object] = {
        "kind": "training",
        "category": "individual",
        "hosting_department": "finance",
        "subject": "المحاسبة الحكومية",
        "period_from": date(2026, 12, 1).isoformat(),
        "period_to": date(2026, 12, 20).isoformat(),
    }
    return {
        "service": "TRN",
        "applicant": {"kind": "citizen", "name": name, "national_number": number, "mobile": mobile},
        "fields": {key: value for key, value in {**wanted, **(fields or {})}.items() if value is not None},
        "attachments": [
            {"slot": slot, "filename": f"{slot}.pdf", "content": content}
            for slot, content in (papers or {"certificate": paper()}).items()
        ],
    }


GIS: dict[str, Any] = {"hosting_department": "gis", "course": "arc_pro", "subject": None}
"""What an individual who wants a paid course asks for."""
