"""The administrator sees how the machinery does, and nothing of any application."""

from __future__ import annotations

from sqlalchemy import insert

from desktop.models.migrations import newest_revision
from desktop.models.tables.upkeep import backup_record
from desktop.models.work.beats import record_beat
from desktop.views.desk import Session
from desktop.views.main_window import MainWindow
from desktop.views.pages.health import HealthPage
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice
from tests.views.walk import nameless, without_arabic


def page_of(window: MainWindow) -> HealthPage:
    page = window.pages.page()
    assert isinstance(page, HealthPage)
    sample.settled(window.desk.runner)
    return page


def test_it_says_what_is_wrong_and_then_that_all_is_well(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "health")
    page = page_of(window)
    assert "لا توجد نسخة احتياطية" in page.troubles.plain()
    assert "لم تُرَ الخدمة الخلفية" in page.troubles.plain()
    session = office.session("majed")
    now = session.database.clock.now()
    with session.database.writing() as connection:
        record_beat(connection, "w", now)
        row = {"at": now, "name": "night", "size": 5, "sha256": "0" * 64, "release": "x"}
        connection.execute(insert(backup_record).values(**row))
    page.run()
    sample.settled(window.desk.runner)
    assert page.troubles.isHidden()
    assert page.banner.sentence == "كل شيء على ما يرام."


def test_only_the_administrator_is_offered_it() -> None:
    def session(*abilities: str) -> Session:
        return Session("x", "x", "x", frozenset(abilities))

    assert HealthPage.may_show(session("admin"))
    assert not HealthPage.may_show(session("clerk", "supervisor"))


def test_everything_has_a_name_and_its_arabic(open_desk: Open) -> None:
    page = page_of(open_desk("majed", "health"))
    assert not nameless(page)
    # The version of the tables is a name of ours.
    assert [words for words in without_arabic(page) if newest_revision() not in words] == []
