"""The reference data and the people that the database tests work with; the same rows on both databases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert

from desktop.models.records.people import SENIOR_MANAGEMENT, WORKER_LOGIN
from desktop.models.records.plan import canonical_json
from desktop.models.tables.office import (
    course,
    department,
    fee,
    reason,
    staff,
    staff_authority,
    staff_grant,
)

YEAR = date(2026, 1, 1)

PEOPLE: dict[str, tuple[tuple[str | None, str], ...]] = {
    "clerk.hr": (("hr", "clerk"),),
    "clerk2.hr": (("hr", "clerk"),),
    "supervisor.hr": (("hr", "supervisor"),),
    "senior.hr": (("hr", "supervisor"),),
    "clerk.gis": (("gis", "clerk"),),
    "supervisor.gis": (("gis", "supervisor"),),
    "clerk.parks": (("parks", "clerk"),),
    "clerk.ctr": (("ctr", "clerk"),),
    "clerk.ks": (("ks", "clerk"),),
    "clerk2.ks": (("ks", "clerk"),),
    "clerk.pl": (("pl", "clerk"),),
    "nobody": (),
    "admin": ((None, "admin"),),
    WORKER_LOGIN: ((None, "worker"),),
}
"""Login and grants; ``senior.hr`` also holds senior management's authority."""


def _department(code: str, prefix: str, *, hosts: bool, decides: bool) -> dict[str, Any]:
    return {
        "code": code,
        "name_ar": f"دائرة {code}",
        "name_en": f"Department {code}",
        "letter_prefix": prefix,
        "hosts_training": hosts,
        "decides_hosting": decides,
        "contact_name": "سعاد",
        "contact_phone": "064636111",
        "contact_hours": "08:00-15:00",
        "signatory_name": "م. أحمد الزعبي",
        "signatory_title": "مدير الدائرة",
    }


def _reason(code: str, scope: str, text: str, *, active: bool = True) -> dict[str, Any]:
    return {"code": code, "scope": scope, "text_ar": text, "text_en": code, "active": active}


def _course(code: str, kind: str, **more: object) -> dict[str, Any]:
    return {
        "code": code,
        "department": "ks",
        "name_ar": f"دورة {code}",
        "name_en": code,
        "hours": 20,
        "fee_code": "",
        "active": True,
        "kind": kind,
        "prerequisite": "",
        "minimum": 0,
        "maximum": 0,
        "details": "{}",
        **more,
    }


_LEVEL = {"link": "https://ks.example/level", "pass_mark": "60", "valid_days": "365", "resit_days": "30"}
KS_COURSES = [
    _course("ks-level", "level", details=canonical_json(_LEVEL)),
    _course("ks-free", "course", minimum=3, maximum=4),
    _course("ks-paid", "course", minimum=3, maximum=4, fee_code="ks.paid"),
    _course("ks-free-level", "course", minimum=3, maximum=4, prerequisite="ks-level"),
    _course("ks-paid-level", "course", minimum=3, maximum=4, prerequisite="ks-level", fee_code="ks.paid"),
]
"""The Knowledge Station's: free and paid, with and without a level exam (60 of 100, valid for a year)."""


def seed(connection: Connection) -> None:
    """Departments, people, courses, fees and reasons."""
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (
            department,
            [
                _department("hr", "HR", hosts=True, decides=False),
                _department("gis", "GIS", hosts=True, decides=True),
                _department("parks", "PRK", hosts=True, decides=False),
                _department("ctr", "CT", hosts=False, decides=False),
                _department("ks", "KS", hosts=False, decides=False),
                _department("pl", "PL", hosts=False, decides=False),
            ],
        ),
        (
            staff,
            [
                {"login": login, "name_ar": f"الموظف {login}", "name_en": login, "active": True}
                for login in PEOPLE
            ],
        ),
        (
            staff_grant,
            [
                {"login": login, "department": code, "job": job, "valid_from": YEAR}
                for login, grants in PEOPLE.items()
                for code, job in grants
            ],
        ),
        (
            staff_authority,
            [{"login": "senior.hr", "authority": SENIOR_MANAGEMENT, "valid_from": YEAR}],
        ),
        (
            course,
            [
                {
                    "code": "gis-basic",
                    "department": "gis",
                    "name_ar": "أساسيات نظم المعلومات الجغرافية",
                    "name_en": "GIS basics",
                    "hours": 30,
                    "fee_code": "gis.basic",
                    "active": True,
                }
            ],
        ),
        (course, KS_COURSES),
        (
            fee,
            [
                {"code": "gis.basic", "amount": Decimal("45.500"), "valid_from": YEAR},
                {"code": "ks.paid", "amount": Decimal("35.000"), "valid_from": YEAR},
                {"code": "gis.basic", "amount": Decimal("60.000"), "valid_from": date(2027, 1, 1)},
            ],
        ),
        (
            reason,
            [
                _reason("unclear", "attachment", "غير واضح"),
                _reason("other", "attachment", "أخرى"),
                _reason("old", "attachment", "قديم", active=False),
                _reason("full", "refusal", "لا شواغر"),
            ],
        ),
    ]
    for table, values in rows:
        connection.execute(insert(table), values)
