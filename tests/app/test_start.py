"""What a desk loads before its first queue, and what only after it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.app.calm import calm, hold
from desktop.app.later import Later
from desktop.views.runner import Runner
from tests.app.conftest import until

_LATE = (
    "alembic", "arabic_reshaper", "bidi", "click", "cryptography", "httpx", "keyring", "numpy", "openpyxl",
    "PIL", "psutil", "pygments", "pypdf", "pyqtgraph", "reportlab", "rich", "stdnum", "zxingcpp",
    "PySide6.QtCharts", "PySide6.QtNetwork", "PySide6.QtPdf", "PySide6.QtQml",
    "desktop.usecases.demo", "desktop.usecases.worker", "desktop.letters.render",
)  # fmt: skip
"""Libraries that draw, sign, print, ask or keep: none of them is needed to read a queue."""

_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from desktop.app import application
from desktop.app.opening import Door
from desktop.app.program import Program
from desktop.base.clock import SystemClock
from desktop.base.config import Config
from desktop.views.preferences import Preferences

folder, late = Path(sys.argv[1]), sys.argv[2:]
app = application()
store = QSettings(str(folder / "desk.ini"), QSettings.Format.IniFormat)
program = Program(app, Config(folder, "postgresql://127.0.0.1:9/none"), SystemClock(), Preferences(store))
sign_in = {name.partition(".")[0] for name in sys.modules} & {"sqlalchemy", "psycopg", *late}
program.start("clerk")
while not program.sign_in.enter.isEnabled():
    app.processEvents()
assert "sqlalchemy.dialects.postgresql.psycopg" in sys.modules
assert "desktop.views.pages.queue" in sys.modules
program._later.hold()
found = sorted(name for name in late if name in sys.modules)
print(*sorted(sign_in), "|", *found)
program.close()
"""


def test_what_no_queue_needs_is_not_loaded_before_it(tmp_path: Path) -> None:
    """In a process of its own: here everything is loaded already."""
    command = [sys.executable, "-c", _START, str(tmp_path), *_LATE]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr
    at_once, found = ended.stdout.split("|")
    assert not at_once.split(), "loaded before the sign-in shows"
    assert not found.split(), "loaded before the first queue"


def test_what_can_wait_waits_while_somebody_does(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    del qapp
    monkeypatch.setattr("desktop.app.later.QUIET_MS", 1)
    runner = Runner()
    later = Later(runner)
    told: list[object] = []
    later.keyring_found.connect(told.append)
    later.pages_loaded.connect(lambda: told.append("pages"))
    later.begin()
    later.hold()
    assert not later._timer.isActive()
    later.begin()
    until(lambda: len(told) == 2)
    assert "pages" in told
    later.begin()
    assert not later._timer.isActive(), "once is enough"
    runner.close()


def test_garbage_is_searched_for_seldom_while_loading_and_again_afterwards() -> None:
    import gc

    kept, interval = gc.get_threshold(), sys.getswitchinterval()
    try:
        hold()
        assert gc.get_threshold()[0] > 100_000
        calm()
        assert gc.get_threshold()[0] < 100_000
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*kept)
        sys.setswitchinterval(interval)
