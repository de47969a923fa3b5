"""The Knowledge Station's exams in the tour: a session to be agreed, results typed, looked at, checked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from desktop.app.tour.robot import Robot
from desktop.base.errors import Bug
from desktop.base.text import Text
from desktop.models.queries.occasions import OccasionFilter
from desktop.models.records.occasion import OccasionState
from desktop.usecases import occasions
from desktop.usecases.occasions import Offering
from desktop.views.pages.offerings import OfferingsPage
from desktop.views.pages.results import ResultsPage

MAKER, CHECKER, SERVICE = "maysa", "munther", "EXM"

CAPTIONS: dict[str, Text] = {
    "exam-sessions": Text(
        "جلسات الامتحانات: اكتمل العدد، والموعد يُحدد مع الجهة المانحة",
        "Exam sessions: the minimum is reached, the date is agreed with the awarding body",
    ),
    "results": Text(
        "كشف العلامات بالأسهم ومفتاح الإدخال، وما لا يُقبل يظهر في مكانه",
        "Scores typed with arrows and Enter; what is no score shows where it stands",
    ),
    "result-list": Text(
        "قائمة الجهة المانحة: كل سطر مشكوك فيه يظهر قبل الحفظ",
        "The awarding body's list: every doubtful row is shown before anything is saved",
    ),
    "results-check": Text(
        "شخص آخر يدقق النتائج: يعتمدها أو يعيدها بسبب",
        "A second person checks the results: passes them on, or gives them back with a reason",
    ),
}

Picture = Callable[..., None]


def play(robot: Robot, picture: Picture) -> None:
    """The exams' part of the day; ``picture`` takes one by its name."""
    robot.sign_in(MAKER)
    robot.go("offerings", SERVICE)
    gathered = _session(robot, lambda one: "to_schedule" in one.states)
    robot.page(OfferingsPage).offerings.select(str(gathered.occasion.occasion_id))
    robot.settle()
    picture("exam-sessions")
    held = _session(robot, lambda one: one.occasion.state is OccasionState.HELD)
    robot.go("results", str(held.occasion.occasion_id))
    page = robot.page(ResultsPage)
    robot.wait(lambda: page.sheet is not None)
    robot.settle()
    rows = page.model.rows
    page.model.take({rows[1].candidate.case_id: "87.5", rows[3].candidate.case_id: "161"})
    page.grid.go_to(3)
    robot.settle()
    picture("results")
    page.undo()
    lines = ["رقم المقعد\tالاسم\tالعلامة", *(f"{n}\t{_name(page, n)}\t{60 + 4 * n}" for n in (1, 2, 3, 3))]
    lines += ["4\tاسم آخر\t71", f"5\t{_name(page, 5)}\t140", "19\tمجهول\t66"]
    QGuiApplication.clipboard().setText("\n".join(lines))
    page.paste()
    robot.settle()
    picture("result-list", dialog=True)
    robot.dialog().reject()
    robot.settle()
    robot.sign_in(CHECKER)
    robot.go("results", str(held.occasion.occasion_id))
    robot.settle()
    robot.page(ResultsPage).deeds.pass_on()
    robot.settle()
    picture("results-check", dialog=True)
    robot.dialog().reject()


def _name(page: ResultsPage, seat: int) -> str:
    return next(row.candidate.name for row in page.model.rows if row.candidate.seat == seat)


def _session(robot: Robot, wanted: Callable[[Offering], bool]) -> Offering:
    states = (OccasionState.OPEN, OccasionState.HELD)
    found = robot.behind(
        lambda: occasions.offerings(robot.session(MAKER), OccasionFilter(kind="exam", states=states))
    )
    chosen = next((one for one in found if wanted(one)), None)
    if chosen is None:
        raise Bug("the tour found no such session")
    return chosen
