"""Programs on databases of their own, ended after each test."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication

from desktop.app.program import Program
from desktop.base.clock import AMMAN, FixedClock
from desktop.base.config import Config
from desktop.cli.workplace import open_embedded
from desktop.models.records.people import Job
from desktop.usecases import office
from desktop.usecases.session import Session
from desktop.usecases.setup import first_administrator
from desktop.views.preferences import Preferences

PASSWORD = "a-long-password"
MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=AMMAN)
MakeProgram = Callable[..., Program]


def until(holds: Callable[[], object], seconds: float = 20.0) -> None:
    """Lets events happen until ``holds``; fails where it never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        QApplication.processEvents()
        time.sleep(0.002)
    QApplication.processEvents()


@pytest.fixture
def clock() -> FixedClock:
    """Nine in the morning of a working Sunday."""
    return FixedClock(MORNING)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """An embedded database that does not exist yet."""
    folder = tmp_path / "data"
    return Config(folder, f"sqlite:///{folder / 'diwan.db'}", workstation="HR-01")


@pytest.fixture
def staffed(config: Config, clock: FixedClock) -> Config:
    """The same with an administrator (``majed``) and a clerk of Human Resources (``rana``)."""
    workplace = open_embedded(config, clock)
    first_administrator(workplace.database, "majed", "ماجد", "Majed", PASSWORD)
    admin = workplace.session("majed")
    office.create_staff(admin, "rana", "رنا", "Rana", PASSWORD)
    office.grant(admin, "rana", "hr", Job.CLERK, MORNING.date())
    workplace.database.close()
    return config


@pytest.fixture
def make_program(qapp: QApplication, tmp_path: Path, clock: FixedClock) -> Iterator[MakeProgram]:
    """Starts a program on the settings given."""
    made: list[Program] = []

    def make(config: Config, **options: object) -> Program:
        preferences = Preferences(QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat))
        chosen: dict[str, object] = {"strict": True, "own_rounds": False, **options}
        program = Program(qapp, config, clock, preferences, **chosen)  # type: ignore[arg-type]
        made.append(program)
        program.start()
        until(lambda: program.sign_in is not None and program.sign_in.enter.isEnabled())
        return program

    yield make
    for program in made:
        program.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def sign_in(program: Program, login: str, password: str = PASSWORD, *, remember: bool = False) -> None:
    """Types login and password and presses the button."""
    window = program.sign_in
    assert window is not None
    window.fill(login, password)
    window.remember.setChecked(remember)
    window.enter.click()
    until(lambda: not program.runner.busy)


def services_of(program: Program) -> Session:
    """The use-cases of whoever is signed in."""
    assert program.entered is not None
    return program.entered.session
