"""The audit at the desk: quiet when all is whole, exact when it is not."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import update

from desktop.base.text import without_bidi_controls
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


@pytest.mark.clause("COM-07")
def test_the_record_is_read_searched_and_verified(office: SampleOffice, open_desk: Open) -> None:
    from datetime import date

    from desktop.models.tables.office import office_event
    from desktop.usecases.office import add_holiday

    admin = office.session("majed")
    add_holiday(admin, date(2026, 12, 25), "عيد الميلاد", "Christmas", "ب/41")
    add_holiday(admin, date(2026, 12, 25), "عيد الميلاد المجيد", "Christmas Day", "ب/42")
    window = open_desk("majed", "audit", "")
    page = window.pages.page()
    assert isinstance(page, AuditPage)
    sample.settled(window.desk.runner)
    table = page.record.table
    assert table.model.rowCount() > 8
    assert table.view.hasFocus()
    assert page.record.banner.isHidden()
    window.registry.action("audit.find").trigger()
    page.record.search.setText("المجيد")
    page.record.search.asked.emit("المجيد")
    sample.settled(window.desk.runner)
    assert table.model.rowCount() == 1
    told = " ".join(without_bidi_controls(one.text()) for one in page.record.facts.findChildren(QLabel))
    assert "ب/42، قبلها ب/41" in told or ("ب/42" in told and "ب/41" in told)
    page.record.search.clear()
    page.record.subject.setCurrentIndex(page.record.subject.findData("holiday"))
    sample.settled(window.desk.runner)
    assert table.model.rowCount() == 2
    assert not nameless(page)
    assert not without_arabic(page)
    with office.database.writing() as connection:
        connection.execute(update(office_event).where(office_event.c.number == 3).values(actor="somebody"))
    page.record.read()
    sample.settled(window.desk.runner)
    assert "3" in page.record.banner.sentence
