"""The audit at the desk: quiet when all is whole, exact when it is not."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from desktop.models.tables.applications import case_event
from desktop.views.main_window import MainWindow
from desktop.views.pages.audit import AuditPage
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice
from tests.views.walk import nameless, without_arabic


def run(window: MainWindow) -> AuditPage:
    page = window.pages.page()
    assert isinstance(page, AuditPage)
    window.registry.action("audit.run").trigger()
    sample.settled(window.desk.runner)
    return page


@pytest.mark.clause("COM-07")
def test_a_whole_record_is_said_to_be_whole(office: SampleOffice, open_desk: Open) -> None:
    office.apply()
    page = run(open_desk("majed", "audit"))
    assert page.banner.sentence == "السجل سليم والحساب متوازن."
    assert page.findings.isHidden()
    assert not nameless(page)
    assert not without_arabic(page)


@pytest.mark.clause("COM-07")
def test_a_change_behind_the_programs_back_is_named(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    office.do("rana", reference, "claim")
    with office.database.writing() as connection:
        connection.execute(update(case_event).where(case_event.c.number == 2).values(note="مدسوس"))
    page = run(open_desk("majed", "audit"))
    assert "خلل" in page.banner.sentence
    assert reference in page.findings.plain()
    assert "2" in page.findings.plain()


def test_only_administrators_are_offered_it(open_desk: Open) -> None:
    assert "audit" not in open_desk("huda").sidebar.buttons
