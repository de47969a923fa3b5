"""The week of inspections, worked by keyboard and by mouse in the real window (LIC-08)."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from desktop.base.clock import AMMAN, amman, amman_date
from desktop.gateways.choose import embedded_registers
from desktop.models.records.people import INSPECTOR, Job
from desktop.usecases import inspections
from desktop.usecases.cases import act, open_case, submit
from desktop.usecases.office.staff import authority, create_staff, grant
from desktop.usecases.registers import layout_of
from desktop.usecases.session import Session
from desktop.usecases.worker.registers import ask_registers
from desktop.views.main_window import MainWindow
from desktop.views.pages.inspections.grid import CASE, ROUND, DayCell, mime
from desktop.views.pages.inspections.page import InspectionsPage
from tests.usecases.lic import CLAIMS, DEEDS, LICENCES, application
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import PASSWORD, SampleOffice
from tests.views.walk import nameless, without_arabic

pytestmark = pytest.mark.clause("LIC-08")
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=AMMAN)
NOON = datetime(2026, 11, 24, 12, tzinfo=AMMAN)


class Licences:
    """The licences' department of the sample office: a clerk, two inspectors, a round, two applications."""

    def __init__(self, office: SampleOffice) -> None:
        self.office = office
        admin = office.session("majed")
        today = amman_date(office.clock.now())
        for login, name in (("yara", "يارا حداد"), ("samer", "سامر الفاعوري"), ("rula", "رلى قعوار")):
            create_staff(admin, login, name, login.title(), PASSWORD)
            grant(admin, login, "pl", Job.CLERK, today)
        for login in ("samer", "rula"):
            authority(admin, login, INSPECTOR, today)
        self.registers = embedded_registers(office.folder)
        for key, text in (
            ("trade_licences", LICENCES + "L-100,مؤسسة النور,فعّالة,2026-12-31\n"),
            ("property_deeds", DEEDS + "D-1,سارة,العبدلي\n"),
            ("property_claims", CLAIMS + "0,مسقفات,2020,1.000,D-9,1\n"),
        ):
            path = office.folder / f"{key}.csv"
            path.write_text(text, "utf-8")
            self.registers.load(layout_of(office.registry["LIC"].register(key)), path)
        changes = inspections.plan_round(self.session("yara"), TUESDAY, NOON, "سامر الفاعوري", "العبدلي", 2)
        self.round = int(str(changes.details["occasion"]))
        self.waiting = [self._to_inspect() for _ in range(2)]

    def session(self, login: str) -> Session:
        plain = self.office.session(login)
        return Session(plain.database, plain.registry, login, plain.workstation, self.registers)

    def _to_inspect(self) -> int:
        result, _ = submit(self.session("diwan_worker"), application(), "portal")
        ask_registers(self.session("diwan_worker"))
        act(self.session("yara"), result.case_id, "accept")
        return result.case_id

    def occasion(self) -> inspections.Round:
        return inspections.week_of(self.session("yara")).rounds[0]


@pytest.fixture
def licences(office: SampleOffice) -> Licences:
    return Licences(office)


def page_of(window: MainWindow) -> InspectionsPage:
    found = window.findChild(InspectionsPage)
    assert found is not None
    return found


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, held)


def settled(page: InspectionsPage) -> None:
    for _ in range(3):
        sample.settled(page.desk.runner)


CTRL = Qt.KeyboardModifier.ControlModifier


def test_it_opens_on_the_work_with_names_in_the_language_in_force(
    licences: Licences, open_desk: Open
) -> None:
    page = page_of(open_desk("yara", "inspections", "", language="en"))
    settled(page)
    card = page.grid.card(licences.round)
    assert card.hasFocus()
    assert "Samer" in card.accessibleName()
    assert "Abdali" in card.accessibleName()
    assert "سامر" not in card.accessibleName()
    assert [page.inspector.itemText(n).strip("\u2068\u2069") for n in (1, 2)] == ["Rula", "Samer"]
    waiting = page.waiting.list.item(0).text()
    assert "،" not in waiting.replace("شارع", "")
    # The round itself keeps the name by which it is known.
    assert licences.occasion().occasion.person == "سامر الفاعوري"


def test_a_round_is_moved_by_keyboard_with_what_it_does_shown_first(
    licences: Licences, open_desk: Open
) -> None:
    inspections.book(licences.session("yara"), licences.waiting[0], licences.round)
    page = page_of(open_desk("yara", "inspections", ""))
    page.grid.choose(licences.round)
    # Later days lie to the left in Arabic.
    press(page.grid.card(licences.round), Qt.Key.Key_Left, CTRL)
    settled(page)
    assert not page.bar.isHidden()
    assert page.bar.save.isEnabled()
    assert "25/11/2026" in page.bar.messages.plain()
    assert amman_date(licences.occasion().occasion.starts_at) == amman_date(TUESDAY)  # type: ignore[arg-type]
    press(page.grid.card(licences.round), Qt.Key.Key_Down, CTRL)
    settled(page)
    assert "رلى قعوار" in page.bar.says.plain() or "سامر الفاعوري" in page.bar.says.plain()
    page.save()
    settled(page)
    moved = licences.occasion().occasion
    assert moved.starts_at is not None
    assert amman_date(moved.starts_at).day == 25
    assert page.bar.isHidden()


def test_escape_takes_a_proposal_back(licences: Licences, open_desk: Open) -> None:
    page = page_of(open_desk("yara", "inspections", ""))
    page.grid.choose(licences.round)
    press(page.grid.card(licences.round), Qt.Key.Key_Left, CTRL)
    settled(page)
    press(page.grid.card(licences.round), Qt.Key.Key_Escape)
    settled(page)
    assert page.bar.isHidden()
    assert licences.occasion().occasion.version == 1


def test_a_conflict_is_shown_and_cannot_be_saved(licences: Licences, open_desk: Open) -> None:
    session = licences.session("yara")
    inspections.plan_round(
        session, TUESDAY.replace(day=25), NOON.replace(day=25), "سامر الفاعوري", "العبدلي", 2
    )
    page = page_of(open_desk("yara", "inspections", ""))
    page.grid.choose(licences.round)
    press(page.grid.card(licences.round), Qt.Key.Key_Left, CTRL)
    settled(page)
    assert "جولة أخرى" in page.bar.against.plain()
    assert not page.bar.save.isEnabled()
    # Half an hour at a time, until the other is over.
    for _ in range(6):
        press(page.grid.card(licences.round), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        settled(page)
    assert page.bar.save.isEnabled()


def dropped(cell: QWidget, kind: str, number: int) -> None:
    data = mime(kind, number)
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    cell.dropEvent(event)


def test_a_round_is_dragged_to_another_day_and_inspector(licences: Licences, open_desk: Open) -> None:
    page = page_of(open_desk("yara", "inspections", "", language="en"))
    cell = page.grid.cells[amman_date(TUESDAY.replace(day=26)), "رلى قعوار"]
    assert isinstance(cell, DayCell)
    dropped(cell, ROUND, licences.round)
    settled(page)
    assert page.bar.save.isEnabled()
    page.bar.save.click()
    settled(page)
    moved = licences.occasion().occasion
    assert moved.starts_at is not None
    assert (amman(moved.starts_at).day, moved.person) == (26, "رلى قعوار")


def test_an_application_is_put_on_a_round_by_keyboard_and_by_mouse(
    licences: Licences, open_desk: Open
) -> None:
    page = page_of(open_desk("yara", "inspections", ""))
    assert page.waiting.list.count() == 2
    page.waiting.list.setCurrentRow(0)
    page.grid.choose(licences.round)
    press(page.grid.card(licences.round), Qt.Key.Key_Return)
    settled(page)
    assert page.bar.save.isEnabled()
    page.save()
    settled(page)
    assert (licences.occasion().occasion.taken, page.waiting.list.count()) == (1, 1)
    dropped(page.grid.card(licences.round), CASE, page.waiting.list.item(0).data(Qt.ItemDataRole.UserRole))
    settled(page)
    page.save()
    settled(page)
    assert (licences.occasion().occasion.taken, page.waiting.list.count()) == (2, 0)
    assert open_case(licences.session("yara"), licences.occasion().holders[0].case.reference)


def test_a_round_is_planned_in_its_dialog_which_keeps_what_was_typed(
    licences: Licences, open_desk: Open
) -> None:
    page = page_of(open_desk("yara", "inspections", ""))
    page.dialogs.ask_round()
    dialog = page.dialogs.opened
    assert isinstance(dialog, QDialog)
    dialog.form.set_values(  # type: ignore[attr-defined]
        {"person": "رلى قعوار", "district": "العبدلي", "starts_at": "2026-11-27", "from": "٩", "maximum": "4"}
    )
    dialog.yes.click()  # type: ignore[attr-defined]
    assert "09:00" in dialog.form.box("from").error.text()  # type: ignore[attr-defined]
    dialog.form.set_values({"from": "٠٩:٣٠"})  # type: ignore[attr-defined]
    dialog.yes.click()  # type: ignore[attr-defined]
    settled(page)
    # A Friday.
    assert dialog.isVisible()
    dialog.form.set_values({"starts_at": "2026-11-26"})  # type: ignore[attr-defined]
    dialog.yes.click()  # type: ignore[attr-defined]
    settled(page)
    week = inspections.week_of(licences.session("yara"))
    assert [(one.occasion.person, one.occasion.maximum) for one in week.rounds][-1] == ("رلى قعوار", 4)


def test_the_page_is_whole_in_both_languages(licences: Licences, open_desk: Open) -> None:
    for language in ("ar", "en"):
        window = open_desk("yara", "inspections", "", language=language)
        page = page_of(window)
        page.grid.choose(licences.round)
        settled(page)
        assert nameless(page) == []
        if language == "ar":
            assert without_arabic(page) == []


def test_others_have_no_such_page(licences: Licences, open_desk: Open) -> None:
    assert licences.round
    with pytest.raises(KeyError):
        open_desk("rana", "inspections", "")
