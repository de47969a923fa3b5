"""The demo's courses: offerings in every state, those who applied for them, and what became of each."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from functools import partial

from desktop.base.clock import AMMAN
from desktop.models.records.case import Verdict
from desktop.models.records.occasion import OccasionState
from desktop.usecases import occasions
from desktop.usecases.cases import act, open_case_by_id, submit
from desktop.usecases.demo.applications import WorkingDays
from desktop.usecases.demo.papers import marks_sheet
from desktop.usecases.demo.people import NAMES
from desktop.usecases.session import Session

PORTAL = ""
CLERK, COLLEAGUE = "maysa", "munther"
Pay = Callable[[str, Decimal], None]


@dataclass(frozen=True, slots=True)
class Turn:
    """What is done on the ``day``-th working day back: with the ``who``-th that came, or the offering."""

    day: int
    does: str
    who: int = 0
    data: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """An offering planned ``planned`` working days ago for the ``day``-th (negative: ahead).

    ``came`` are the days on which applications came, ``proofs`` which of them brought a document.
    """

    code: str
    planned: int
    day: int
    room: str
    minimum: int
    maximum: int
    came: tuple[int, ...]
    turns: tuple[Turn, ...] = ()
    proofs: tuple[int, ...] = ()


COURSES = (
    Course(
        "ks_computer_skills", 20, 8, "قاعة التدريب 1", 4, 12, (18, 17, 17, 16, 15, 14),
        (Turn(7, "hold", data="1"),),
    ),
    Course("ks_e_services", 14, 4, "مختبر الحاسوب 2", 6, 20, (12, 11, 9, 6)),
    Course(
        "ks_spreadsheets", 16, -6, "مختبر الحاسوب 1", 6, 7, (13, 13, 12, 11, 10, 9, 8, 7, 5),
        (
            Turn(12, "judge", 1), Turn(8, "level", 0, "82"), Turn(8, "level", 2, "74"),
            Turn(7, "level", 3, "41"), Turn(7, "pay", 0), Turn(6, "pay", 1), Turn(5, "level", 7, "66"),
        ),
        proofs=(1,),
    ),
    Course(
        "ks_graphic_design", 15, -4, "قاعة التدريب 2", 4, 10, (13, 12, 11, 10),
        (Turn(9, "pay", 0), Turn(8, "pay", 1), Turn(8, "pay", 2), Turn(3, "withdraw", 2, "ظرف عائلي")),
    ),
    Course(
        "ks_data_analysis", 11, -9, "مختبر الحاسوب 1", 6, 12, (9, 8, 6, 3, 2), (Turn(4, "judge", 1),),
        proofs=(1, 4),
    ),
    Course(
        "ks_computer_skills", 10, -3, "قاعة التدريب 1", 5, 12, (8, 7, 5),
        (Turn(2, "cancel", data="صيانة طارئة في القاعة"),),
    ),
    Course("ks_computer_skills", 5, -12, "قاعة التدريب 1", 8, 16, (2, 1)),
)  # fmt: skip


def happenings(
    session: Callable[[str], Session], days: WorkingDays, pay: Pay
) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """When each offering is planned, each application arrives, and what is done, for the player."""
    person = 0
    for number, course in enumerate(COURSES):
        run = _Run(session, days, pay, course)
        yield days.moment(course.planned, 0.02 + 0.004 * number), run.plan
        for index, day in enumerate(course.came):
            moment = days.moment(day, 0.07 + 0.011 * number + 0.05 * (index % 3))
            yield moment, partial(run.arrive, index, person)
            person += 1
        for index, turn in enumerate(course.turns):
            # After noon's round: the e-payment numbers have come by then.
            yield days.moment(turn.day, 0.7 + 0.012 * number + 0.02 * index), partial(run.do, turn)


class _Run:
    """One offering as it is played."""

    def __init__(
        self, session: Callable[[str], Session], days: WorkingDays, pay: Pay, course: Course
    ) -> None:
        self._session = session
        self._days = days
        self._pay = pay
        self._course = course
        self._number = 0
        self._cases: dict[int, int] = {}

    def plan(self) -> None:
        """The offering is planned."""
        course, day = self._course, self._days.date_of(self._course.day)
        data = {
            "kind": "course",
            "department": "ks",
            "subject": course.code,
            "starts_at": datetime.combine(day, time(9), AMMAN).isoformat(),
            "ends_at": datetime.combine(day, time(13), AMMAN).isoformat(),
            "place": course.room,
            "minimum": course.minimum,
            "maximum": course.maximum,
            "details": {},
        }
        self._number = int(str(occasions.plan(self._session(CLERK), data).details["occasion"]))

    def arrive(self, index: int, person: int) -> None:
        """An application for it arrives by the portal."""
        name = NAMES[(person * 7 + 3) % len(NAMES)]
        content = base64.b64encode(marks_sheet(name, 2024)).decode()
        proof = {"slot": "proof", "filename": "certificate.png", "content": content}
        document = {
            "service": "CRS",
            "submission_key": f"demo-course-{self._course.planned}-{index:02d}-{person:03d}",
            "applicant": {
                "kind": "citizen",
                "name": name,
                "national_number": f"{9870000000 + 137 * person:010d}",
                "mobile": f"0788{300000 + 911 * person:06d}",
            },
            "fields": {"course": self._course.code, "offering": str(self._number)},
            "attachments": [proof] if index in self._course.proofs else [],
        }
        result, _ = submit(self._session(PORTAL), document, "portal")
        self._cases[index] = result.case_id

    def do(self, turn: Turn) -> None:
        """One thing is done with it, or with one of those who came."""
        if turn.does in ("hold", "cancel"):
            self._end(turn)
            return
        session = self._session(COLLEAGUE if turn.does == "level" else CLERK)
        opened = open_case_by_id(session, self._cases[turn.who])
        case = opened.file.case
        if turn.does == "pay":
            for request in opened.file.requests:
                if request.number and request.is_open:
                    self._pay(request.number, request.amount)
        elif turn.does == "judge":
            attachment_id = opened.file.current_attachments[0].attachment_id
            judged = {"attachment_id": attachment_id, "verdict": Verdict.ACCEPTED.value}
            act(session, case.case_id, "judge", judged)
            act(session, case.case_id, "reviewed")
        elif turn.does == "level":
            act(session, case.case_id, "level_result", {"score": turn.data})
        else:
            act(session, case.case_id, turn.does, {"reason": turn.data})

    def _end(self, turn: Turn) -> None:
        session = self._session(CLERK)
        opened = occasions.open_occasion(session, self._number)
        if opened.occasion.state is not OccasionState.OPEN:
            return
        version = opened.occasion.version
        if turn.does == "hold":
            absent = [self._cases[int(part)] for part in turn.data.split(",") if part]
            occasions.hold(session, self._number, version, absent)
        else:
            occasions.cancel(session, self._number, version, turn.data)
