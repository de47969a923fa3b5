"""The demo's applications to the services beside training: few, of every end, from lists made up for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from importlib import resources

from desktop.gateways.registers import EmbeddedRegisters
from desktop.usecases.cases import act, open_case_by_id, submit
from desktop.usecases.demo import papers
from desktop.usecases.demo.applications import WorkingDays
from desktop.usecases.registers import layout_of
from desktop.usecases.session import Session
from desktop.workflows.registry import Registry

PORTAL = ""
REJECTED = {"verdict": "rejected", "reason_code": "unclear"}


@dataclass(frozen=True, slots=True)
class Turn:
    """Something done on the ``day``-th working day before the present; ``judge`` names a document."""

    day: int
    who: str
    does: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Application:
    """One application: sent in on a working day by ``who`` (the portal or a clerk), and what followed."""

    day: int
    who: str
    service: str
    applicant: Mapping[str, object]
    fields: Mapping[str, object]
    turns: tuple[Turn, ...] = ()


def _contractor(
    day: int, number: str, permit: str, year: str, name: str, *turns: Turn, who: str = PORTAL
) -> Application:
    digits = number.removeprefix("C-")
    applicant = {
        "kind": "business", "name": name, "registration_number": f"1000{digits}", "mobile": f"07955{digits}1",
    }  # fmt: skip
    fields = {
        "contractor_number": number, "permit_number": permit, "permit_year": year,
        "renewal_reason": "استمرار العمل في مشاريع قائمة",
    }  # fmt: skip
    return Application(day, who, "CTR", applicant, fields, turns)


def _candidate(
    day: int,
    number: str,
    identity: str,
    name: str,
    documents: tuple[str, ...],
    *turns: Turn,
    who: str = PORTAL,
) -> Application:
    applicant = {
        "kind": "citizen",
        "name": name,
        "national_number": identity,
        "mobile": f"0788{identity[4:]}",
    }
    fields: dict[str, object] = {"job_application": number, **{f"replace_{slot}": True for slot in documents}}
    return Application(day, who, "JOB", applicant, fields, turns)


def _renew(day: int, who: str = "nisreen") -> Turn:
    return Turn(day, who, "renew", {"renewed_until": -260})


def _judged(day: int, *accepted: str, rejected: tuple[str, ...] = ()) -> tuple[Turn, ...]:
    good = (Turn(day, "omar", "judge", {"slot": slot, "verdict": "accepted"}) for slot in accepted)
    return (*good, *(Turn(day, "omar", "judge", {"slot": slot, **REJECTED}) for slot in rejected))


APPLICATIONS = (
    _contractor(9, "C-4471", "318", "2025", "شركة الأفق للمقاولات العامة",
                Turn(8, "nisreen", "claim"), _renew(8)),
    _contractor(6, "C-1180", "92", "2025", "مؤسسة الريف للإنشاءات", _renew(5, "khaled"), who="nisreen"),
    _contractor(5, "C-2093", "541", "2024", "شركة جسور للطرق والجسور",
                Turn(4, "nisreen", "refuse", {"reason_code": "permit_suspended"})),
    _contractor(4, "C-7710", "15", "2024", "شركة الحجر الأبيض"),
    _contractor(2, "C-3307", "77", "2025", "شركة الواحة للأعمال الكهربائية", Turn(1, "nisreen", "claim")),
    _contractor(1, "C-6021", "663", "2025", "شركة عمّان للتمديدات الصحية", who="nisreen"),
    _contractor(3, "C-8804", "289", "2025", "مؤسسة السنابل للمقاولات",
                Turn(2, PORTAL, "withdraw", {"reason": "نُقل التصريح إلى شركة أخرى"})),
    _candidate(8, "J-2026-0088", "9941023387", "رائد ماجد الطعاني", ("cv", "certificate"),
               *_judged(7, "cv", "certificate"), Turn(7, "omar", "close_review")),
    _candidate(6, "J-2026-0091", "9961174520", "سهى نبيل القيسي", ("certificate", "experience"),
               *_judged(5, "certificate", rejected=("experience",)), Turn(5, "omar", "close_review")),
    _candidate(3, "J-2026-0102", "2000311846", "قاسم عمر البدور", ("identity", "certificate"),
               *_judged(1, "identity", rejected=("certificate",)), Turn(1, "omar", "request_correction")),
    _candidate(1, "J-2026-0117", "9981425093", "هناء سامي مرجي", ("cv",)),
)  # fmt: skip


def load_registers(registry: Registry, registers: EmbeddedRegisters) -> None:
    """Puts the made-up lists into the registers that the services ask."""
    for service in registry.values():
        for register in service.registers:
            listed = resources.files("resources.demo").joinpath(f"{register.key}.csv")
            with resources.as_file(listed) as path:
                registers.load(layout_of(register), path)


def happenings(
    session: Callable[[str], Session], days: WorkingDays
) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """When each application is sent in and what is done on it, for the player."""
    for index, application in enumerate(APPLICATIONS):
        opened: dict[str, int] = {}
        begin = 0.08 + 0.07 * index
        yield days.moment(application.day, begin), partial(_send, session, days, application, index, opened)
        for place, turn in enumerate(application.turns, start=1):
            moment = days.moment(turn.day, min(begin + 0.02 * place, 0.98))
            yield moment, partial(_do, session, days, turn, opened)


def _send(
    session: Callable[[str], Session],
    days: WorkingDays,
    application: Application,
    index: int,
    opened: dict[str, int],
) -> None:
    person = str(application.applicant["name"])
    year = days.date_of(application.day).year
    slots = [key.removeprefix("replace_") for key, value in application.fields.items() if value is True]
    document = {
        "service": application.service,
        "submission_key": f"demo-further-{index:03d}",
        "applicant": application.applicant,
        "fields": application.fields,
        "attachments": [_paper(slot, person, year) for slot in slots],
    }
    via = "counter" if application.who else "portal"
    result, _ = submit(session(application.who), document, via)
    opened["case"] = result.case_id


def _paper(slot: str, person: str, year: int) -> dict[str, object]:
    content = papers.certificate(
        person, "شهادة البكالوريوس", "الهندسة المدنية", "الجامعة الأردنية", year - 2, kind="pdf"
    )
    return {"slot": slot, "filename": papers.file_name(_STEMS[slot], "pdf"), "content": content}


_STEMS = {
    "cv": "السيرة الذاتية",
    "certificate": "الشهادة العلمية",
    "experience": "شهادة الخبرة",
    "identity": "صورة الهوية",
    "other": "وثيقة",
}


def _do(session: Callable[[str], Session], days: WorkingDays, turn: Turn, opened: dict[str, int]) -> None:
    acting, case_id = session(turn.who), opened["case"]
    inputs = dict(turn.data)
    if turn.does == "judge":
        slot = inputs.pop("slot")
        documents = open_case_by_id(acting, case_id).file.current_attachments
        inputs["attachment_id"] = next(a.attachment_id for a in documents if a.slot == slot)
    if "renewed_until" in inputs:
        inputs["renewed_until"] = days.date_of(int(str(inputs["renewed_until"]))).isoformat()
    act(acting, case_id, turn.does, inputs)
