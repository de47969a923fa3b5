"""The licences' department in the tour: claims at the counter, bodies outside, a week of inspections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QScrollArea

from desktop.app.tour.robot import Robot
from desktop.base.clock import amman_date
from desktop.base.errors import Bug
from desktop.base.text import Text
from desktop.models.records.case import Case
from desktop.models.records.occasion import Occasion
from desktop.models.records.people import ApplicantKind
from desktop.usecases.inspections import week_of
from desktop.usecases.queues import list_queue, queues_of
from desktop.views.casework.register_card import RegisterCard
from desktop.views.casework.sms import OutgoingSms
from desktop.views.pages.case import CasePage
from desktop.views.pages.counter import CounterPage
from desktop.views.pages.inspections.grid import Target
from desktop.views.pages.inspections.page import InspectionsPage

CAPTIONS: dict[str, Text] = {
    "claims": Text(
        "رخص المهن من الشباك: السجلات والمطالبات المالية واحدة واحدة قبل التقديم",
        "A licence at the counter: what the registers say, each older claim before it is submitted",
    ),
    "outside": Text(
        "الموافقات الخارجية: ما طُلب ومتى ذُكّرت الجهة وتسجيل جوابها",
        "Outside approvals: what was asked, when the body was reminded, its answer",
    ),
    "inspections": Text(
        "أسبوع الكشف: جولات المفتشين وسعتها وما ينتظر موعداً",
        "A week of inspections: rounds, how full they are, what waits for one",
    ),
    "round-moved": Text(
        "نقل جولة بالسحب أو بلوحة المفاتيح: أثره ورسائله قبل الحفظ",
        "A round moved by dragging or by keyboard: what it does and sends, before it is saved",
    ),
    "not-conforming": Text(
        "نتيجة الكشف من قائمة فحص المهنة، والرسالة تعدد ما يلزم تصويبه",
        "The inspection's result from the profession's checklist; the message lists what to put right",
    ),
}

Picture = Callable[..., None]


def play(robot: Robot, picture: Picture) -> None:
    """The department's part of the day; ``picture`` takes one by its name."""
    robot.sign_in("yasmin")
    _counter(robot, picture)
    robot.go("case", _first(robot, "outside").reference)
    picture("outside")
    _week(robot, picture)
    robot.go("case", _first(robot, "LIC.inspecting").reference)
    deeds = robot.page(CasePage).deeds
    deeds.start("record_not_conforming")
    robot.settle()
    if deeds.dialog is None:
        raise Bug("the tour expected the dialog of an action")
    items = deeds.dialog.form.form.box("inputs.faults").widget
    if not isinstance(items, QListWidget):
        raise Bug("the tour expected a checklist")
    for row in range(2):
        items.item(row).setCheckState(Qt.CheckState.Checked)
    dialog = deeds.dialog
    robot.wait(lambda: bool(dialog.findChildren(OutgoingSms)))
    robot.settle()
    picture("not-conforming", dialog=True)
    robot.dialog().reject()


def _counter(robot: Robot, picture: Picture) -> None:
    robot.go("counter", "LIC")
    page = robot.page(CounterPage)
    if page.form is None or page.form.kind is not ApplicantKind.CITIZEN:
        raise Bug("the tour expected a citizen's form")
    page.form.applicant.set_values(
        {"applicant.name": "منى فوزي الحياري", "applicant.national_number": "9861034471"}
    )
    page.form.fields.set_values(
        {"licence_number": "100-2201", "profession": "restaurant", "deed_reference": "SN-5501"}
    )
    card = page.findChild(RegisterCard)
    if not isinstance(card, RegisterCard):
        raise Bug("the tour found no registers")
    card.ask()
    robot.settle()
    for area in page.findChildren(QScrollArea):
        if area.isAncestorOf(card):
            area.ensureWidgetVisible(card)
    robot.settle()
    picture("claims")


def _week(robot: Robot, picture: Picture) -> None:
    robot.go("inspections")
    page = robot.page(InspectionsPage)
    now = robot.clock.now()

    def ahead_in(day: date | None) -> list[Occasion]:
        week = robot.behind(lambda: week_of(robot.session("yasmin"), day))
        return [
            one.occasion for one in week.rounds if one.occasion.starts_at and one.occasion.starts_at > now
        ]

    ahead = ahead_in(None)
    if not ahead:
        # Late on the last working day nothing of this week is left to be moved.
        page.after.click()
        robot.settle()
        ahead = ahead_in(amman_date(now) + timedelta(days=7))
    chosen = next((one for one in ahead if one.taken), ahead[0])
    page.grid.choose(chosen.occasion_id)
    robot.settle()
    picture("inspections")
    if chosen.starts_at is None:
        raise Bug("the tour expected a round with a date")
    later = chosen.starts_at + timedelta(minutes=30)
    page.grid.move_asked.emit(chosen.occasion_id, Target(later, chosen.person))
    robot.settle()
    picture("round-moved")
    page.undo()
    robot.settle()


def _first(robot: Robot, queue_key: str) -> Case:
    """The first case of a queue of the department."""
    session = robot.session("yasmin")

    def find() -> Case:
        with session.database.reading() as connection:
            office = session.office(connection)
        queues = queues_of(session, office.actor, office.now)
        wanted = next(one for one in queues if one.key == queue_key)
        return list_queue(session, wanted.filter).cases[0]

    return robot.behind(find)
