"""A sample office for each test, and desks in it that are closed afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.views import pages
from desktop.views.desk import Desk
from desktop.views.dress import dress
from desktop.views.main_window import MainWindow
from tests.views import sample
from tests.views.pages.office import SampleOffice

Open = Callable[..., MainWindow]
pages.load_all()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office with its base data and its staff, to be copied."""
    folder = tmp_path_factory.mktemp("furnished") / "office"
    SampleOffice(folder).close()
    return folder


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[SampleOffice]:
    """An office with its base data and its staff, and no application yet."""
    folder = tmp_path / "office"
    shutil.copytree(furnished, folder)
    made = SampleOffice(folder)
    yield made
    made.close()


@pytest.fixture
def open_desk(qapp: QApplication, qtbot: QtBot, office: SampleOffice) -> Iterator[Open]:
    """Signs somebody in and shows their window, in a language and theme, at a page."""
    desks: list[Desk] = []

    def open_(
        login: str = "rana", page: str = "queue", argument: str = "open", *, language: str = "ar"
    ) -> MainWindow:
        desk = office.desk(login, language)
        desks.append(desk)
        dress(qapp, desk.preferences)
        window = MainWindow(desk)
        qtbot.addWidget(window)
        window.resize(1440, 900)
        window.pages.go_to(page, argument)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        sample.settled(desk.runner)
        return window

    yield open_
    for desk in desks:
        desk.runner.close()
        desk.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
