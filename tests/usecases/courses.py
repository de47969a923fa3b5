"""The Knowledge Station: an offering, those who apply for it, and who works on them."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from desktop.base.clock import AMMAN
from desktop.models.records.occasion import Occasion, Place
from desktop.usecases import occasions
from tests.usecases.scene import WORKER, Office, Scene, pdf

DATE = "2026-12-06T10:00"
"""A working Sunday two weeks after the tests' morning."""

_people = itertools.count(1)


def at(moment: str) -> datetime:
    """A moment of the clock on the wall in Amman."""
    return datetime.fromisoformat(moment).replace(tzinfo=AMMAN)


class Offered:
    """One offering of a course, with the cases that apply for it."""

    def __init__(self, office: Office, course: str = "ks-free", **changes: object) -> None:
        self.office = office
        self.course = course
        data = {
            "kind": "course", "department": "ks", "subject": course, "starts_at": at(DATE).isoformat(),
            "ends_at": at("2026-12-06T14:00").isoformat(), "place": "قاعة 3", "minimum": 3, "maximum": 4,
            "details": {"evaluation_link": "https://ks.example/e"}, **changes,
        }  # fmt: skip
        done = occasions.plan(office.session("maha"), data)
        self.number = int(str(done.details["occasion"]))

    @property
    def now(self) -> Occasion:
        """The occasion as it stands."""
        return occasions.open_occasion(self.office.session("maha"), self.number).occasion

    def place(self, scene: Scene) -> Place:
        """The newest place of a case on this offering."""
        opened = occasions.open_occasion(self.office.session("maha"), self.number)
        return [one.place for one in opened.holders if one.case.reference == scene.reference][-1]

    def document(self, *, proof: bool = False, person: str = "", **changes: Any) -> dict[str, Any]:
        """An application for this offering by somebody new, or by the one whose number is ``person``."""
        number = person or f"{9000000000 + next(_people)}"
        return {
            "service": "CRS",
            "applicant": {
                "kind": "citizen", "name": "ليلى حسن عمر", "national_number": number, "mobile": "0791234567",
            },
            "fields": {"course": self.course, "offering": str(self.number), **changes},
            "attachments": [{"slot": "proof", "filename": "a.pdf", "content": pdf()}] if proof else [],
        }  # fmt: skip

    def apply(self, login: str = WORKER, **more: Any) -> Scene:
        """One application arrives."""
        return self.office.submit(self.document(**more), login)

    def filled(self, count: int = 3, **more: Any) -> list[Scene]:
        """So many applications arrive, one after the other."""
        return [self.apply(**more) for _ in range(count)]

    def move(self, moment: str, login: str = "maha") -> None:
        """Another date."""
        occasions.move(self.office.session(login), self.number, self.now.version, at(moment))

    def hold(self, *absent: Scene, login: str = "maha") -> None:
        """It was held; those in ``absent`` were not there."""
        missing = [scene.file.case.case_id for scene in absent]
        occasions.hold(self.office.session(login), self.number, self.now.version, missing)

    def cancel(self, reason: str = "عطل في القاعة", login: str = "maha") -> None:
        """It is called off."""
        occasions.cancel(self.office.session(login), self.number, self.now.version, reason)
