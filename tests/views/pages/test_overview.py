"""The supervisor's page: figures that agree with the lists they open, charts that read from the right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.text import without_bidi_controls
from desktop.views.main_window import MainWindow
from desktop.views.pages.overview.board import Board
from desktop.views.pages.overview.page import TABS, OverviewPage
from desktop.views.pages.queue import QueuePage
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice, individual
from tests.views.walk import nameless, without_arabic


@pytest.fixture
def busy(office: SampleOffice) -> SampleOffice:
    """Two applications of a month ago: one claimed, one nobody's."""
    first = office.apply("سارة يوسف حدّاد")
    office.do("rana", first, "claim")
    office.submit(individual("ليلى محمود العبادي", "9889542924"))
    office.clock.advance(timedelta(days=30))
    return office


def settle(window: MainWindow) -> None:
    for _ in range(4):
        sample.settled(window.desk.runner)


def page_of(window: MainWindow) -> OverviewPage:
    page = window.pages.page()
    assert isinstance(page, OverviewPage)
    settle(window)
    return page


def opened_list(window: MainWindow) -> list[str]:
    settle(window)
    page = window.pages.page()
    assert isinstance(page, QueuePage)
    return [page.table.model.row(place).id for place in range(page.table.model.rowCount())]


def cells(board: Board) -> list[list[str]]:
    assert board.table is not None
    model = board.table.model
    return [
        [without_bidi_controls(cell.text) for cell in model.row(place).cells]
        for place in range(model.rowCount())
    ]


def test_each_figure_opens_the_applications_it_counts(busy: SampleOffice, open_desk: Open) -> None:
    window = open_desk("huda", "overview", "")
    page = page_of(window)
    shown = {key: without_bidi_controls(tile.value.plain()) for key, tile in page.tiles.items()}
    assert shown == {
        "open": "2", "ours": "2", "late": "2", "unclaimed": "1", "applicant": "0", "approve": "0",
    }  # fmt: skip
    for key in ("open", "late", "unclaimed"):
        QTest.keyClick(page.tiles[key], Qt.Key.Key_Return)
        assert len(opened_list(window)) == int(shown[key]), key
        window.registry.action("back").trigger()
        settle(window)


def test_a_cell_opens_what_it_counts_by_keyboard(busy: SampleOffice, open_desk: Open) -> None:
    window = open_desk("huda", "overview", "people")
    page = page_of(window)
    board = page.boards["people"]
    assert [row[1:3] for row in cells(board)] == [["1", "1"], ["1", "1"]]
    assert board.table is not None
    view = board.table.view
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert "بعهدته" in board.hint.plain()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert len(opened_list(window)) == 1
    assert "رنا" in window.windowTitle()


def test_the_chart_reads_from_the_right(busy: SampleOffice, open_desk: Open) -> None:
    from desktop.views.widgets.chart import Chart

    window = open_desk("huda", "overview", "people")
    chart = page_of(window).boards["people"].chart
    assert isinstance(chart, Chart)
    box = chart.plot.getViewBox()
    assert box.xInverted()
    assert chart.plot.getAxis("right").isVisible()
    assert not chart.plot.getAxis("left").isVisible()
    assert [bar.values for bar in chart.bars] == [(0.0, 1.0), (0.0, 1.0)]
    assert "رنا" in chart.accessibleDescription()
    chart.opened.emit(chart.bars[0].key)
    assert len(opened_list(window)) == 1
    english = open_desk("huda", "overview", "people", language="en")
    chart = page_of(english).boards["people"].chart
    assert isinstance(chart, Chart)
    assert not chart.plot.getViewBox().xInverted()


def test_a_month_is_shown_and_saved(busy: SampleOffice, open_desk: Open, tmp_path: Path) -> None:
    window = open_desk("huda", "overview", "month")
    page = page_of(window)
    assert page.month.name.plain() == "كانون الأول 2026"
    window.registry.action("overview.earlier").trigger()
    settle(window)
    assert page.month.name.plain() == "تشرين الثاني 2026"
    board = page.month.boards["services"]
    assert cells(board)[0][1] == "2"
    for ending in ("pdf", "xlsx"):
        page.month.save_to(str(tmp_path / f"report.{ending}"))
        settle(window)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    book = load_workbook(tmp_path / "report.xlsx")
    assert book.worksheets[0].sheet_view.rightToLeft
    assert "report.xlsx" in window.toasts.sentences[-1]
    assert board.table is not None
    board.table.opened.emit(board.table.current_id())
    assert len(opened_list(window)) == 2


def test_every_view_has_names_and_is_arabic(busy: SampleOffice, qtbot: QtBot, open_desk: Open) -> None:
    window = open_desk("huda", "overview", "")
    page = page_of(window)
    for key in TABS:
        page.shown(key)
        settle(window)
        assert not nameless(page), key
        assert not [t for t in without_arabic(page) if "TRN-" not in t], key


def test_only_supervisors_are_offered_it(open_desk: Open) -> None:
    assert "overview" not in open_desk("rana").sidebar.buttons
