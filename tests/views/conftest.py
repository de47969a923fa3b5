"""A desk for each test: its own preferences, its own runner, Arabic and light unless it says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop.views import page
from desktop.views.desk import Desk
from desktop.views.dress import dress
from tests.views import sample

MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(qapp: QApplication, tmp_path: Path) -> Iterator[MakeDesk]:
    """Makes a desk in a language and theme and puts them on the application."""
    made: list[Desk] = []

    def make(language: str = "ar", theme: str = "light") -> Desk:
        desk = sample.make_desk(tmp_path, language, theme)
        made.append(desk)
        dress(qapp, desk.preferences)
        return desk

    yield make
    for desk in made:
        desk.runner.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """An Arabic, light desk."""
    return make_desk()


@pytest.fixture(params=["ar", "en"])
def either(request: pytest.FixtureRequest, make_desk: MakeDesk) -> Desk:
    """The same test in Arabic and in English."""
    return make_desk(request.param)


@pytest.fixture
def sample_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the sample pages are registered."""
    monkeypatch.setattr(page, "_pages", {})
    for declared in (sample.QueuePage, sample.FormPage, sample.RefundsPage, sample.SettingsPage):
        page.page(declared)
