"""A department of professional licences on either database: its reference data and registers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from desktop.base.clock import AMMAN
from desktop.models.occasions import occasions
from desktop.models.records.occasion import OccasionResult
from desktop.models.records.plan import canonical_json
from desktop.models.tables.office import fee, reason
from desktop.models.tables.outside import outside_body, profession
from desktop.usecases.registers import layout_of
from desktop.workflows.registry import load
from tests.models.seeds import YEAR
from tests.usecases.scene import WORKER, Office, Scene

BODIES = {
    "health": ("وزارة الصحة", 1, 5),
    "tourism": ("وزارة السياحة", 1, 3),
    "civil_defence": ("الدفاع المدني", 2, 3),
}
PROFESSIONS: dict[str, tuple[str, bool, tuple[str, ...], str]] = {
    "grocery": ("بقالة", False, (), "40.000"),
    "pharmacy": ("صيدلية", False, ("health",), "90.000"),
    "restaurant": ("مطعم", True, ("health", "tourism", "civil_defence"), "150.500"),
    "workshop": ("مشغل", False, ("civil_defence",), "70.000"),
}
ITEMS = (
    ("exit", "مخارج النجاة سالكة", "Exits are clear"),
    ("hood", "شفاط للمطبخ", "Kitchen hood"),
    ("sign", "لوحة مرخّصة", "Sign"),
)

LICENCES = "رقم الرخصة,صاحب الرخصة,حالة الرخصة,مجدَّدة لغاية\n"
DEEDS = "الرقم المرجعي للسند,مالك العقار,المنطقة\n"
PERMITS = "الرقم المرجعي للشهادة,الاستعمال المرخّص\n"
CLAIMS = "رقم المطالبة,نوع المطالبة,السنة,المبلغ,الرقم المرجعي للسند,رقم المكلَّف\n"
OWNER = "9889542916"


def keep(office: Office, register: str, text: str) -> Any:
    """What a register holds from now on; returns the report of the loading."""
    path = office.folder / f"{register}.csv"
    path.write_text(text, "utf-8")
    return office.outside.registers.load(layout_of(load()["LIC"].register(register)), path)


def furnish(office: Office) -> Office:
    """Professions, bodies, fees and registers, as an administrator would have entered them."""
    bodies = [
        {"code": code, "name_ar": name, "name_en": code, "stage": stage, "answer_days": days, "active": True}
        for code, (name, stage, days) in BODIES.items()
    ]
    checklist = canonical_json([{"code": code, "ar": ar, "en": en} for code, ar, en in ITEMS])
    professions = [
        {
            "code": code, "name_ar": name, "name_en": code, "needs_permit": needs, "active": True,
            "bodies": canonical_json(list(bodies)), "checklist": checklist, "fee_code": f"licence_{code}",
        }
        for code, (name, needs, bodies, _) in PROFESSIONS.items()
    ]  # fmt: skip
    fees = [
        {"code": f"licence_{code}", "amount": Decimal(row[3]), "valid_from": YEAR}
        for code, row in PROFESSIONS.items()
    ]
    zoning = {"scope": "refusal", "text_ar": "الموقع غير مسموح", "text_en": "Zoning", "service": "LIC"}
    with office.administrator().begin() as connection:
        connection.execute(insert(outside_body), bodies)
        connection.execute(insert(fee), fees)
        connection.execute(insert(profession), professions)
        connection.execute(insert(reason), {"code": "zoning", "active": True, **zoning})
    keep(
        office,
        "trade_licences",
        LICENCES
        + "L-100,مؤسسة النور,فعّالة,2026-12-31\nL-200,مؤسسة الأمل,موقوفة,2026-12-31\n"
        + "L-300,مؤسسة الوفاء,فعّالة,31/12/2025\n"
        + "L-400,مؤسسة الخير,ملغاة,2026-12-31\nL-500,مؤسسة العهد,مغلقة,2026-12-31\n",
    )
    keep(office, "property_deeds", DEEDS + "D-1,سارة يوسف حدّاد,العبدلي\nD-2,شركة العقار,صويلح\n")
    keep(office, "building_permits", PERMITS + "B-9,تجاري\n")
    owe(office)
    return office


def owe(office: Office, *rows: str) -> None:
    """The claims register from now on: number, kind, year, amount, deed, debtor."""
    keep(office, "property_claims", CLAIMS + "".join(f"{r}\n" for r in rows))


def application(profession_code: str = "grocery", **changes: Any) -> dict[str, Any]:
    """A split of an active licence; ``fields`` and ``applicant`` change it, ``None`` leaves out."""
    fields = {
        "purpose": "split", "licence_number": "L-100", "profession": profession_code,
        "trade_name": "محل الياسمين", "deed_reference": "D-1", "address": "شارع الملك حسين 12",
        **({"building_permit": "B-9"} if profession_code == "restaurant" else {}),
        **changes.pop("fields", {}),
    }  # fmt: skip
    applicant = {
        "kind": "citizen", "name": "سارة يوسف حدّاد", "national_number": OWNER, "mobile": "0791234567",
        **changes.pop("applicant", {}),
    }  # fmt: skip
    return {
        "service": "LIC",
        "applicant": {key: value for key, value in applicant.items() if value is not None},
        "fields": {key: value for key, value in fields.items() if value is not None},
        "attachments": [],
        **changes,
    }


def submitted(office: Office, profession_code: str = "grocery", login: str = WORKER, **changes: Any) -> Scene:
    """An application whose claims are known: it is under review where there are none."""
    return office.submit(application(profession_code, **changes), login).work()


def plan_round(
    office: Office, starts: str = "2026-11-24T09:00", capacity: int = 3, login: str = "yara", **more: Any
) -> OccasionResult:
    """A round of inspections, as the calendar plans it."""
    at = datetime.fromisoformat(starts).replace(tzinfo=AMMAN)
    data = {
        "kind": "inspection", "department": "pl", "starts_at": at.isoformat(),
        "ends_at": at.replace(hour=at.hour + 3).isoformat(), "person": "سامر الفاعوري", "district": "abdali",
        "maximum": capacity, **more,
    }  # fmt: skip
    session = office.session(login)
    with session.database.writing() as connection:
        changes = occasions(session.database, connection, login, session.workstation)
        return changes.occasion("plan", None, None, data)


def change_round(
    office: Office, action: str, occasion_id: int, login: str = "yara", **data: Any
) -> OccasionResult:
    """A change of a round, whatever its version."""
    session = office.session(login)
    with session.database.writing() as connection:
        changes = occasions(session.database, connection, login, session.workstation)
        return changes.occasion(action, occasion_id, None, data)


def inspected_day(office: Office, scene: Scene, starts: str = "2026-11-24T09:00") -> Scene:
    """The case has a place on a round, and its day has come."""
    made = plan_round(office, starts)
    scene.do("yara", "schedule", inspection=str(made.occasion_id)).work()
    office.at(starts)
    scene.work()
    assert scene.state == "inspecting"
    return scene


def to_inspect(office: Office, profession_code: str = "grocery", **changes: Any) -> Scene:
    """A case whose inspection is to be scheduled: bodies of the first stage have agreed."""
    scene = submitted(office, profession_code, **changes).do("yara", "accept")
    for approval in scene.file.approvals:
        scene.do("yara", "record_answer", body=approval.body, answer="granted")
    assert scene.state == "to_inspect"
    return scene
