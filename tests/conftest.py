"""Fixtures and rules for every test; see ``tests/support``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

from desktop.base.clock import AMMAN, FixedClock
from tests.support.postgres import TemporaryPostgres

pytest_plugins = ["tests.support.guards", "tests.support.results", "tests.support.clauses"]

_HERE = Path(__file__).parent
_NO_QT = _HERE / "support" / "no_qt"
_DESK = (_HERE / "views", _HERE / "app")

# The machines that run the tests are shared: how long an example takes says nothing.
settings.register_profile("diwan", deadline=None)
settings.load_profile("diwan")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("diwan", "which tests")
    group.addoption("--all", action="store_true", help="the tests marked heavy too")
    group.addoption("--no-qt", action="store_true", help="none of the desk; every import of PySide6 fails")
    group.addoption("--only-qt", action="store_true", help="only those of the desk (views, app, marked gui)")


def pytest_configure(config: pytest.Config) -> None:
    # Whoever reads the workstation's own zone instead of Amman's gets a wrong answer here.
    os.environ["TZ"] = "EST5"
    time.tzset()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    for name in [name for name in os.environ if name.startswith("DIWAN_") and name != "DIWAN_PG_BIN"]:
        del os.environ[name]
    # Whatever is installed on this machine has no say.
    os.environ["DIWAN_SETTINGS"] = os.devnull
    if config.getoption("--no-qt"):
        _hide_qt()


def _hide_qt() -> None:
    if "PySide6" in sys.modules:
        raise pytest.UsageError("--no-qt comes too late: PySide6 is already imported (add -p no:pytest-qt)")
    paths = [str(_NO_QT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    sys.path.insert(0, str(_NO_QT))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return True if config.getoption("--no-qt") and _of_the_desk(collection_path) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if not _wanted(item, config)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _wanted(item, config)]
    if config.pluginmanager.hasplugin("pytest-qt"):
        for item in items:
            # What Qt complains about is a defect, like a warning of Python's.
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))


def _wanted(item: pytest.Item, config: pytest.Config) -> bool:
    if item.get_closest_marker("heavy") and not config.getoption("--all"):
        return False
    needs_qt = item.get_closest_marker("gui") is not None or _of_the_desk(item.path)
    if config.getoption("--no-qt"):
        return not needs_qt
    return needs_qt or not config.getoption("--only-qt")


def _of_the_desk(path: Path) -> bool:
    return any(path.is_relative_to(folder) for folder in _DESK)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at nine in the morning of a working Sunday in Amman."""
    return FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=AMMAN))


@pytest.fixture(scope="session")
def postgres() -> Iterator[TemporaryPostgres]:
    """A PostgreSQL of this test process's own; each test makes its databases in it."""
    with TemporaryPostgres() as server:
        yield server
