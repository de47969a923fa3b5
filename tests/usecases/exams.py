"""The Knowledge Station's exams: who applies, the session that they gather for, and its results."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop.base.clock import AMMAN
from desktop.models.queries.occasions import OccasionFilter
from desktop.models.records.occasion import OccasionState
from desktop.models.records.plan import canonical_json
from desktop.models.tables.office import course, fee
from desktop.usecases import occasions, results
from desktop.usecases.occasions import Offering, OpenOccasion
from desktop.usecases.results import Sheet
from tests.usecases.scene import WORKER, Office, Scene

_people = itertools.count(1)
DETAILS = {
    "awarding_body": "ICDL", "papers": "الهوية الشخصية أو جواز السفر", "hours_open": "الأحد إلى الخميس",
    "maximum_score": "100", "pass_mark": "60",
}  # fmt: skip


class Candidate(Scene):
    """One application for an exam."""

    def refunds_open(self) -> list[str]:
        return [refund.state.value for refund in self.file.refunds]


class Exams:
    """Two exams of the station, an official one for 3 to 4 candidates and its trial."""

    def __init__(self, office: Office) -> None:
        self.office = office
        for code, kind, amount in (("icdl", "official", "45"), ("icdl-trial", "trial", "10")):
            office.put(fee, code=f"exam.{code}", amount=Decimal(amount), valid_from=date(2026, 1, 1))
            office.put(
                course, code=code, department="ks", name_ar="الرخصة الدولية", name_en="ICDL", hours=0,
                fee_code=f"exam.{code}", active=True, kind=kind, prerequisite="", minimum=3, maximum=4,
                details=canonical_json(DETAILS),
            )  # fmt: skip

    def document(
        self, *, kind: str = "official", exam: str = "icdl", applicant_kind: str = "citizen"
    ) -> dict[str, Any]:
        """An application by somebody new."""
        number = f"{9000000000 + next(_people)}"
        numbers = {
            "citizen": {"national_number": number},
            "resident": {"identity_paper": "passport", "identity_number": f"T{number}"},
            "government": {"registration_number": "GOV-17"},
            "business": {"registration_number": "B-17"},
        }[applicant_kind]
        sent = {"candidate_name": "هبة سليم", "candidate_number": number}
        return {
            "service": "EXM",
            "applicant": {
                "kind": applicant_kind, "name": f"ليلى حسن عمر {'أبتثجحخدذر'[int(number) % 10]}",
                "mobile": "0791234567", **numbers,
            },
            "fields": {"kind": kind, "exam": exam, **(sent if applicant_kind == "government" else {})},
            "attachments": [],
        }  # fmt: skip

    def apply(self, login: str = WORKER, **more: Any) -> Candidate:
        """One application arrives."""
        return Candidate(self.office, self.office.submit(self.document(**more), login).reference)

    def paid(self, **more: Any) -> Candidate:
        """The same, with its fee paid."""
        scene = self.apply(**more)
        scene.work()
        scene.pay(str(scene.request.amount))
        return scene

    def gathered(self, count: int = 3) -> list[Candidate]:
        """As many paid applications, in the order of their arrival."""
        scenes = [self.apply() for _ in range(count)]
        self.office.work()
        for scene in scenes:
            self.office.outside.payments.pay(scene.request.number, scene.request.amount)
        self.office.work()
        return scenes

    def sessions(self) -> tuple[Offering, ...]:
        """The open sessions."""
        wanted = OccasionFilter(kind="exam", states=(OccasionState.OPEN,))
        return occasions.offerings(self.office.session("maha"), wanted)

    @property
    def session(self) -> OpenOccasion | Offering:
        """The first session of all."""
        return occasions.offerings(self.office.session("maha"), OccasionFilter(kind="exam"))[0]

    @property
    def number(self) -> int:
        return self.session.occasion.occasion_id

    @property
    def opened(self) -> OpenOccasion:
        return occasions.open_occasion(self.office.session("maha"), self.number)

    def change(self, **data: Any) -> None:
        occasions.change(self.office.session("maha"), self.number, self.session.occasion.version, data)

    def date(self, moment: str = "2026-12-06T10:00", **more: Any) -> None:
        """The date is agreed and the worker has told everybody."""
        at = datetime.fromisoformat(moment).replace(tzinfo=AMMAN)
        more = {"place": "مختبر 1", "details": DETAILS, **more}
        version = self.session.occasion.version
        occasions.move(self.office.session("maha"), self.number, version, at, **more)
        self.office.work()

    def held(self, *absent: Scene, count: int = 3) -> list[Candidate]:
        """Gathered, dated, and held on its day; those in ``absent`` were not there."""
        scenes = self.gathered(count)
        self.date()
        self.office.at("2026-12-06T09:00")
        self.office.work()
        self.hold(*absent)
        return scenes

    def hold(self, *absent: Scene) -> None:
        missing = [scene.file.case.case_id for scene in absent]
        occasions.hold(self.office.session("maha"), self.number, self.session.occasion.version, missing)

    def sheet(self, login: str = "maha") -> Sheet:
        return results.open_sheet(self.office.session(login), self.number)
