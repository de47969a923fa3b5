"""Every page that is registered, tab by tab, as the people see it to whom it is offered.

A page that is added is walked without a line here: its names, its words, its keys, its room.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QTabBar

from desktop.models.records.people import Job
from desktop.usecases.office.staff import create_staff, grant
from desktop.views import pages
from desktop.views.main_window import MainWindow
from desktop.views.page import Page, entries_for, pages_for
from desktop.views.regions import tab_order
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import GIS, MORNING, PASSWORD, SampleOffice
from tests.views.seen import against_the_reading, cut_off, of_the_other_language
from tests.views.walk import nameless

pages.load_all()
PEOPLE = ("majed", "huda", "everywhere")
"""The administrator, a supervisor who approves, a clerk of every service: they are offered every page."""
SIZES = ((1366, 768), (1440, 900))


@pytest.fixture
def worked(office: SampleOffice) -> SampleOffice:
    """An office in the middle of its work: something on every page."""
    admin = office.session("majed")
    create_staff(admin, "everywhere", "نور حسين", "Nour Hussein", PASSWORD)
    for department in sorted({service.department for service in office.registry.values()}):
        grant(admin, "everywhere", department, Job.CLERK, MORNING.date())
    first = office.apply("سارة يوسف حدّاد")
    office.do("rana", first, "claim")
    office.judge_all("rana", first)
    paid = office.apply("Layla Al-Abbadi (شركة ABC)", **GIS)
    office.judge_all("rana", paid)
    office.do("rana", paid, "refer")
    office.do("lina", paid, "agree")
    office.work()
    office.first = first  # type: ignore[attr-defined]
    return office


def settle(window: MainWindow) -> None:
    for _ in range(3):
        sample.settled(window.desk.runner)
        QApplication.processEvents()


def places(window: MainWindow, reference: str) -> Iterator[tuple[str, Page]]:
    """Each place of each page offered: the sidebar's lines, a case, and every tab."""
    session = window.desk.session
    found = [(entry.page_id, entry.argument) for entry in entries_for(session)]
    for page_id in pages_for(session):
        if page_id not in {one for one, _ in found}:
            found.append((page_id, reference if page_id == "case" else ""))
    if "case" not in pages_for(session) or "clerk" not in session.abilities:
        found = [one for one in found if one[0] != "case"]
    for page_id, argument in found:
        window.pages.go_to(page_id, argument)
        settle(window)
        page = window.pages.page()
        assert page is not None
        bars = [one for one in page.findChildren(QTabBar) if one.isVisibleTo(page) and one.count() > 1]
        yield f"{page_id}/{argument}", page
        for bar in bars[:1]:
            for place in range(1, bar.count()):
                if bar.isTabVisible(place) and bar.isTabEnabled(place):
                    bar.setCurrentIndex(place)
                    settle(window)
                    yield f"{page_id}/{argument}/{bar.tabText(place)}", page


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("login", PEOPLE)
def test_names_words_keys_and_room(
    qapp: QApplication, worked: SampleOffice, open_desk: Open, login: str, language: str
) -> None:
    spy = _Spy()
    qapp.installTranslator(spy)
    faults: dict[str, list[str]] = {}
    try:
        window = open_desk(login, "settings", "", language=language)
        for place, page in places(window, str(worked.first)):  # type: ignore[attr-defined]
            found = [f"nameless: {one}" for one in nameless(window)]
            found += [f"other language: {one}" for one in of_the_other_language(window, language)]
            found += [f"Tab: {one}" for one in against_the_reading(page)]
            found += [f"no shortcut: {spec.id}" for spec, _ in window.registry.of(page) if not spec.shortcut]
            for size in SIZES:
                window.resize(*size)
                QApplication.processEvents()
                found += [f"cut off at {size[0]}: {one}" for one in cut_off(window)]
            if found:
                faults[place] = sorted(set(found))
    finally:
        qapp.removeTranslator(spy)
    assert not faults, "\n".join(f"{place}\n    " + "\n    ".join(found) for place, found in faults.items())
    assert not spy.heard - {""}, "sentences that no catalogue knows"


def test_at_twice_the_size_nothing_is_out_of_reach(worked: SampleOffice, open_desk: Open) -> None:
    """At 200 % a screen of 1440x900 has the room of 720x450: no page makes the window larger than it."""
    window = open_desk("huda")
    window.resize(720, 450)
    for place, page in places(window, str(worked.first)):  # type: ignore[attr-defined]
        least = window.minimumSizeHint()
        assert (least.width() <= 720, least.height() <= 450) == (True, True), place
        last = tab_order(page)[-1]
        if page.isAncestorOf(last):
            last.setFocus()
            QApplication.processEvents()
            assert not last.visibleRegion().isEmpty(), place
    assert window.sidebar.isHidden()
    window.registry.action("sidebar").trigger()
    assert window.sidebar.isVisible()


def test_together_they_see_every_page(worked: SampleOffice, open_desk: Open) -> None:
    from desktop.views.page import _pages

    offered = {
        page_id for login in PEOPLE for page_id in pages_for(open_desk(login, "settings").desk.session)
    }
    own = {page_id for page_id, one in _pages.items() if one.__module__.startswith("desktop.")}
    assert own == offered


def test_the_sheet_shows_every_command(worked: SampleOffice, open_desk: Open) -> None:
    window = open_desk("huda")
    sheet = window.open_shortcuts()
    shown = {label for label, _ in sheet.lines}
    assert shown == {spec.label for spec, _ in window.registry}
    sheet.close()


class _Spy(QTranslator):
    """Installed first, so asked last: it hears what no catalogue knew."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: set[str] = set()

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, comment: str | None = None, number: int = -1) -> str:
        del comment
        # English needs a catalogue for its plurals alone.
        if context == "Diwan" and (number >= 0 or QApplication.layoutDirection().value == 1):
            self.heard.add(source)
        return None  # type: ignore[return-value]  # which is how a translator says that it does not know
