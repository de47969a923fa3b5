"""The demo's exams: sessions in every state, their candidates, their results, and trials."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from functools import partial

from desktop.base.clock import AMMAN
from desktop.models.queries.occasions import OccasionFilter
from desktop.models.records.occasion import Occasion, OccasionState
from desktop.usecases import occasions, results
from desktop.usecases.cases import act, open_case_by_id, submit
from desktop.usecases.demo.applications import WorkingDays
from desktop.usecases.demo.people import NAMES
from desktop.usecases.session import Session
from desktop.workflows.results import Mark

PORTAL = ""
CLERK, COLLEAGUE = "munther", "maysa"
Pay = Callable[[str, Decimal], None]
_PAPERS = "الهوية الشخصية أو جواز السفر ساري المفعول"


@dataclass(frozen=True, slots=True)
class Turn:
    """What is done on the ``day``-th working day back, with the ``who``-th candidate or the session."""

    day: int
    does: str
    who: int = 0
    data: str = ""


@dataclass(frozen=True, slots=True)
class Exam:
    """Candidates of an exam by the days on which they came; those in ``unpaid`` never pay."""

    code: str
    kind: str
    came: tuple[int, ...]
    turns: tuple[Turn, ...] = ()
    unpaid: tuple[int, ...] = ()


EXAMS = (
    Exam(
        "it_essentials", "official", (24, 24, 23, 22, 21, 20),
        (
            Turn(18, "agree", data="10"), Turn(10, "hold", data="3"),
            Turn(8, "results", data="91,78.5,64,-,83,70"),
            Turn(8, "return", data="علامة الثالث لا تطابق كشف الأكاديمية"),
            Turn(7, "results", data=",,66,-,,"), Turn(7, "pass"),
            Turn(4, "hand_over", 0), Turn(2, "hand_over", 4),
        ),
    ),
    Exam(
        "icdl_base", "official", (19, 18, 18, 17, 16, 15, 15),
        (
            Turn(14, "agree", data="2"), Turn(2, "hold", data="5"),
            Turn(1, "results", data="88,92,74.5,61,79,-,95"),
        ),
    ),
    Exam("it_essentials", "official", (9, 9, 8, 7, 6), (Turn(5, "agree", data="-4"),)),
    Exam("toefl_itp", "official", (8, 7, 7, 6, 5, 5, 4, 4, 3), (Turn(2, "ask"), Turn(1, "withdraw", 8))),
    Exam("icdl_base", "official", (6, 3, 1)),
    Exam("icdl_trial", "trial", (12, 5, 3), (Turn(9, "trial", 0, "81"),)),
    Exam("toefl_trial", "trial", (24, 1, 0), unpaid=(0, 1, 2)),
)  # fmt: skip


def happenings(
    session: Callable[[str], Session], days: WorkingDays, pay: Pay
) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Each exam's days with their moments, in no particular order."""
    person = 0
    for number, exam in enumerate(EXAMS):
        run = _Run(session, days, pay, exam)
        for index, day in enumerate(exam.came):
            yield days.moment(day, 0.05 + 0.03 * index + 0.005 * number), partial(run.arrive, index, person)
            if index not in exam.unpaid:
                # After noon's round: the e-payment numbers have come by then.
                yield days.moment(day, 0.72 + 0.02 * index), partial(run.paid, index)
            person += 1
        for index, turn in enumerate(exam.turns):
            yield days.moment(turn.day, 0.2 + 0.05 * index + 0.01 * number), partial(run.do, turn)


class _Run:
    """The candidates of one exam, as they are played."""

    def __init__(self, session: Callable[[str], Session], days: WorkingDays, pay: Pay, exam: Exam) -> None:
        self._session = session
        self._days = days
        self._pay = pay
        self._exam = exam
        self._cases: dict[int, int] = {}

    def arrive(self, index: int, person: int) -> None:
        """An application arrives by the portal."""
        document = {
            "service": "EXM",
            "submission_key": f"demo-exam-{person:03d}",
            "applicant": {
                "kind": "citizen",
                "name": NAMES[(person * 5 + 11) % len(NAMES)],
                "national_number": f"{9920000000 + 211 * person:010d}",
                "mobile": f"0777{410000 + 733 * person:06d}",
            },
            "fields": {"kind": self._exam.kind, "exam": self._exam.code},
        }
        result, _ = submit(self._session(PORTAL), document, "portal")
        self._cases[index] = result.case_id

    def paid(self, index: int) -> None:
        """The candidate pays."""
        opened = open_case_by_id(self._session(CLERK), self._cases[index])
        for request in opened.file.requests:
            if request.number and request.is_open:
                self._pay(request.number, request.amount)

    def do(self, turn: Turn) -> None:
        """One thing is done with the session, or with one of its candidates."""
        tricks = {
            "ask": self._ask, "agree": self._agree, "hold": self._hold, "results": self._results,
            "return": self._return, "pass": self._pass_on,
        }  # fmt: skip
        if turn.does in tricks:
            tricks[turn.does](turn)
            return
        case_id, session = self._cases[turn.who], self._session(CLERK)
        if turn.does == "trial":
            act(session, case_id, "record_trial", {"trial_score": turn.data})
        elif turn.does == "withdraw":
            act(session, case_id, "withdraw", {"reason": "تعارض مع موعد العمل"})
        else:
            case = open_case_by_id(session, case_id).file.case
            handed = {
                "certificate_number": f"KS-{2210 + turn.who}",
                "received_by": case.applicant.name,
                "identity_paper": "national_id",
                "identity_number": case.applicant.identity,
            }
            act(session, case_id, "hand_over_certificate", handed)

    def _occasion(self) -> Occasion:
        """The session on which the first candidate has a place."""
        case = open_case_by_id(self._session(CLERK), self._cases[0])
        found = case.file.standing.occasion
        if found is None:
            wanted = OccasionFilter(kind="exam", subject=self._exam.code, states=(OccasionState.OPEN,))
            found = occasions.offerings(self._session(CLERK), wanted)[0].occasion
        return found

    def _details(self, asked: int, agreed: int | None) -> dict[str, str]:
        dates = {"asked_on": self._days.date_of(asked).isoformat()}
        if agreed is not None:
            dates["agreed_on"] = self._days.date_of(agreed).isoformat()
        return {"papers": _PAPERS, **dates}

    def _ask(self, turn: Turn) -> None:
        one = self._occasion()
        details = self._details(turn.day, None)
        occasions.change(self._session(CLERK), one.occasion_id, one.version, {"details": details})

    def _agree(self, turn: Turn) -> None:
        one, day = self._occasion(), self._days.date_of(int(turn.data))
        occasions.move(
            self._session(CLERK),
            one.occasion_id,
            one.version,
            datetime.combine(day, time(10), AMMAN),
            datetime.combine(day, time(12), AMMAN),
            place="مختبر الحاسوب 1، المحطة المعرفية",
            details=self._details(turn.day + 1, turn.day),
        )

    def _hold(self, turn: Turn) -> None:
        one = self._occasion()
        absent = [self._cases[int(part)] for part in turn.data.split(",") if part]
        occasions.hold(self._session(CLERK), one.occasion_id, one.version, absent)

    def _results(self, turn: Turn) -> None:
        session = self._session(COLLEAGUE)
        sheet = results.open_sheet(session, self._occasion().occasion_id)
        marks = {
            self._cases[index]: Mark(Decimal(text))
            for index, text in enumerate(turn.data.split(","))
            if text not in ("", "-")
        }
        results.save(session, sheet, marks)

    def _return(self, turn: Turn) -> None:
        session = self._session(CLERK)
        results.give_back(session, results.open_sheet(session, self._occasion().occasion_id), turn.data)

    def _pass_on(self, _turn: Turn) -> None:
        session = self._session(CLERK)
        results.pass_on(session, results.open_sheet(session, self._occasion().occasion_id))
