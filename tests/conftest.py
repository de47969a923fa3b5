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

_NO_QT = Path(__file__).parent / "support" / "no_qt"

# The machines that run the tests are shared: how long an example takes says nothing.
settings.register_profile("diwan", deadline=None)
settings.load_profile("diwan")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the tests marked heavy too")
    parser.addoption(
        "--no-qt", action="store_true", help="make every import of PySide6 fail, in children too"
    )


def pytest_configure(config: pytest.Config) -> None:
    # Whoever reads the workstation's own zone instead of Amman's gets a wrong answer here.
    os.environ["TZ"] = "EST5"
    time.tzset()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    for name in [name for name in os.environ if name.startswith("DIWAN_") and name != "DIWAN_PG_BIN"]:
        del os.environ[name]
    if config.getoption("--no-qt"):
        _hide_qt()


def _hide_qt() -> None:
    if "PySide6" in sys.modules:
        raise pytest.UsageError("--no-qt comes too late: PySide6 is already imported (add -p no:pytest-qt)")
    paths = [str(_NO_QT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    sys.path.insert(0, str(_NO_QT))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all"):
        return
    heavy = [item for item in items if item.get_closest_marker("heavy")]
    if heavy:
        config.hook.pytest_deselected(items=heavy)
        items[:] = [item for item in items if item not in heavy]


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at nine in the morning of a working Sunday in Amman."""
    return FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=AMMAN))


@pytest.fixture(scope="session")
def postgres() -> Iterator[TemporaryPostgres]:
    """A PostgreSQL of this test process's own; each test makes its databases in it."""
    with TemporaryPostgres() as server:
        yield server
