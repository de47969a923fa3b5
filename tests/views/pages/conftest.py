"""A sample office for each test, and desks in it that are closed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop.views.desk import Desk
from desktop.views.workplace import dress
from tests.views.pages.office import SampleOffice

SignIn = Callable[..., Desk]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SampleOffice]:
    """An office with its base data and its staff, and no application yet."""
    made = SampleOffice(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture
def sign_in(qapp: QApplication, office: SampleOffice) -> Iterator[SignIn]:
    """Signs somebody in, in a language and theme."""
    made: list[Desk] = []

    def sign(login: str = "rana", language: str = "ar", theme: str = "light") -> Desk:
        desk = office.desk(login, language, theme)
        made.append(desk)
        dress(qapp, desk.preferences)
        return desk

    yield sign
    for desk in made:
        desk.runner.close()
        desk.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
