"""The Knowledge Station in the tour: offerings, a new date read before it is sent, results, attendance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from desktop.app.tour.robot import Robot
from desktop.base.clock import amman_date
from desktop.base.errors import Bug
from desktop.base.text import Text
from desktop.usecases import occasions
from desktop.usecases.occasions import Offering
from desktop.views.pages.offerings import OfferingsPage
from desktop.views.pages.offerings.foreseen import SendDialog
from desktop.views.pages.results import ResultsPage
from desktop.views.widgets.form_dialog import FormDialog

CLERK, SERVICE = "maysa", "CRS"

CAPTIONS: dict[str, Text] = {
    "offerings": Text(
        "مواعيد الدورات: المقاعد والحد الأدنى، ومن حجز ومن ينتظر ومن لم يدفع",
        "Courses' dates: seats and minimum, who is in, who waits, who has not paid",
    ),
    "offering-short": Text(
        "نقص العدد بعد اكتماله: تعقدها المحطة أو تؤجلها",
        "Under the minimum again: the station holds or postpones it",
    ),
    "offering-new": Text("إضافة موعد لدورة", "Planning a date of a course"),
    "offering-moved": Text(
        "التأجيل: كل رسالة كما ستصل قبل إرسالها",
        "Postponing: every message as it will be read, before it goes",
    ),
    "level-results": Text(
        "نتائج امتحان المستوى في الكشف نفسه", "Level exam's results, in the same grid as an exam's"
    ),
    "offering-held": Text("تسجيل الانعقاد ومن غاب", "Recording it as held, and who was absent"),
}

Picture = Callable[..., None]


def play(robot: Robot, picture: Picture) -> None:
    """The station's part of the day; ``picture`` takes one by its name."""
    robot.sign_in(CLERK)
    robot.go("offerings", SERVICE)
    page = robot.page(OfferingsPage)
    _choose(robot, page, lambda one: "level_exam" in one.states)
    picture("offerings")
    page.enter_levels()
    robot.settle()
    levels = robot.page(ResultsPage)
    robot.wait(lambda: levels.sheet is not None)
    ids = [one.candidate.case_id for one in levels.model.rows]
    levels.model.take(dict(zip(ids, ("72", "101"), strict=False)))
    robot.settle()
    picture("level-results")
    levels.model.undo()
    robot.go("offerings", SERVICE)
    page = robot.page(OfferingsPage)
    _choose(robot, page, lambda one: "level_exam" in one.states)
    page.postpone()
    robot.settle()
    form = robot.dialog()
    if not isinstance(form, FormDialog) or page.deeds.dialog is None:
        raise Bug("the tour expected the dialog of a new date")
    later = amman_date(robot.clock.now()) + timedelta(days=30)
    form.form.set_values({"day": later.isoformat()})
    form.yes.click()
    robot.wait(lambda: isinstance(page.deeds.dialog, SendDialog))
    robot.settle()
    picture("offering-moved", dialog=True)
    robot.dialog().reject()
    form.reject()
    robot.settle()
    page.hold()
    robot.settle()
    picture("offering-held", dialog=True)
    robot.dialog().reject()
    page.plan()
    robot.settle()
    picture("offering-new", dialog=True)
    robot.dialog().reject()
    _choose(robot, page, lambda one: one.short)
    picture("offering-short")


def _choose(robot: Robot, page: OfferingsPage, wanted: Callable[[Offering], bool]) -> None:
    found = robot.behind(lambda: occasions.planning(robot.session(CLERK), SERVICE)).offerings
    chosen = next((one for one in found if wanted(one)), None)
    if chosen is None:
        raise Bug("the tour found no such offering")
    page.offerings.select(str(chosen.occasion.occasion_id))
    robot.settle()
