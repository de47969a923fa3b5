"""How quick the desk is, as ratios within one run, on a temporary PostgreSQL with a million cases.

    python -m benchmarks.desk [--cases N] [--speed N] [--starts N]

A clerk's half hour (``benchmarks/clerk.txt``: second, deed, word) is replayed in the real program, signed in
to the central database as a clerk, while ten queries are under way at all times in the desk's own runner.
Beside it stands a bare window of PySide6 that imports the same modules of Qt. ``--speed 1`` takes the half
hour; faster ones leave out the pauses for thinking, which makes the load denser, never lighter. The last
lines are the histogram of the pauses of the GUI thread, as a timer of one millisecond sees them: the desk's,
and the bare window's with nothing beside it, which is what the machine itself costs.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.pauses import FRAME_MS, Pauses, histogram, worst

QUERIES = 10
CLERK = "clerk.hr"
CACHE = tempfile.TemporaryDirectory(prefix="diwan-benchmark-")
RECORDING = Path(__file__).with_name("clerk.txt")


def memory() -> float:
    """Resident memory of this process in MB."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6


def application() -> Any:
    """The program's application."""
    from PySide6.QtWidgets import QApplication

    return QApplication([])


# --- the bare window


def bare(imports: dict[str, list[str]], seconds: float, born: float) -> dict[str, Any]:
    """A window with the same imports of Qt: when it is painted, what it weighs, how its timer fires."""
    import importlib

    for module, names in imports.items():
        found = importlib.import_module(module)
        for name in names:
            getattr(found, name)
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QMainWindow

    app = application()
    painted: list[float] = []

    class Window(QMainWindow):
        def paintEvent(self, event: Any) -> None:
            super().paintEvent(event)
            if not painted:
                painted.append(time.time() - born)

    window = Window()
    window.resize(1440, 900)
    window.show()
    while not painted:
        app.processEvents()
    weighed: dict[str, Any] = {"start": painted[0], "computed": time.process_time()}
    if seconds:
        pauses, loop = Pauses(), QEventLoop()
        pauses.start()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()
        pauses.stop()
        weighed["pauses"] = pauses.told()
    weighed["memory"] = memory()
    return weighed


# --- the desk


def imports_of_qt() -> dict[str, list[str]]:
    """The modules of Qt that are loaded, each with the names that the desk's own modules import of it."""
    made = {name: set[str]() for name in list(sys.modules) if name.startswith("PySide6.Qt")}
    for name, module in list(sys.modules.items()):
        if name.startswith("desktop."):
            for known, value in list(vars(module).items()):
                place = getattr(value, "__module__", "")
                if isinstance(value, type) and place in made and hasattr(sys.modules[place], known):
                    made[place].add(known)
    return {name: sorted(names) for name, names in made.items()}


class Desk:
    """The real program, driven as by hands."""

    def __init__(self, url: str, folder: Path, born: float) -> None:
        from PySide6.QtCore import QSettings

        from desktop.app.calm import calm, hold

        hold()
        from desktop.app.program import Program
        from desktop.base.clock import SystemClock
        from desktop.base.config import Config
        from desktop.views.preferences import Preferences

        self.app = application()
        preferences = Preferences(QSettings(str(folder / "desk.ini"), QSettings.Format.IniFormat))
        preferences.language, preferences.theme = "ar", "light"
        config = Config(folder, url, workstation="HR-01")
        self.program = Program(self.app, config, SystemClock(), preferences)
        self.program.start(CLERK)
        shown = time.time() - born
        self.until(lambda: self.program.sign_in is not None and self.program.sign_in.enter.isEnabled())
        entering = time.time()
        window = self.program.sign_in
        assert window is not None
        window.fill(CLERK, f"{CLERK}-Passw0rd")
        window.enter.click()
        self.until(lambda: self.program.workplace is not None)
        calm()
        self.window.resize(1440, 900)
        self.window.pages.go_to("queue", "open")
        self.until(lambda: self._rows() > 0)
        self.app.processEvents()
        self.start, self.sign_in_shown, self.entered = time.time() - born, shown, time.time() - entering

    @property
    def window(self) -> Any:
        """The desk's window."""
        workplace = self.program.workplace
        assert workplace is not None
        return workplace.window

    def until(self, holds: Callable[[], object], seconds: float = 60) -> None:
        """Lets events happen until ``holds``."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, timer, end = QEventLoop(), QTimer(), time.monotonic() + seconds
        timer.timeout.connect(lambda: loop.quit() if holds() or time.monotonic() > end else None)
        timer.start(2)
        loop.exec()
        if not holds():
            raise TimeoutError("the desk did not come so far")

    def replay(self, speed: float, pauses: Pauses) -> None:
        """The half hour, each deed at its second."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, lines, began = QEventLoop(), iter([*recording(), (1800.0, "end", "")]), time.monotonic()

        def go_on(line: tuple[float, str, str]) -> None:
            _at, deed, word = line
            pauses.doing = f"{deed} {word}"
            self.do(deed, word)
            following = next(lines, None)
            if following is None:
                loop.quit()
                return
            due = began + following[0] / speed - time.monotonic()
            QTimer.singleShot(max(0, round(due * 1000)), lambda: go_on(following))

        QTimer.singleShot(0, lambda: go_on(next(lines)))
        loop.exec()

    def _rows(self) -> int:
        page = self.window.pages.page()
        return int(page.table.model.rowCount()) if hasattr(page, "table") else 0

    def do(self, deed: str, word: str) -> None:
        """One line of the recording."""
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent, QKeySequence
        from PySide6.QtWidgets import QApplication

        if deed == "act":
            try:
                action = self.window.registry.action(word)
            except KeyError:
                return
            if action.isEnabled():
                action.trigger()
        elif deed == "go":
            page, _, argument = word.partition("/")
            self.window.pages.go_to(page, argument)
        elif deed == "key":
            combination = QKeySequence(word)[0]
            target = QApplication.focusWidget() or self.window
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, combination.key(), combination.keyboardModifiers())
                QApplication.sendEvent(target, event)
        elif deed == "type":
            target = QApplication.focusWidget() or self.window
            for letter in word:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(target, event)
        elif deed == "palette":
            palette = self.window.open_palette()
            palette.box.setText(word)
        elif deed == "close":
            modal = QApplication.activeModalWidget()
            if modal is not None:
                modal.close()


def recording() -> list[tuple[float, str, str]]:
    """The half hour: second, deed, word."""
    lines = []
    for line in RECORDING.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            at, deed, *word = line.split(maxsplit=2)
            lines.append((float(at), deed, word[0] if word else ""))
    return lines


def at_the_desk(url: str, replays: bool, speed: float, born: float) -> dict[str, Any]:
    """Start, and where asked for the half hour with its pauses and the memory after it."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(url, Path(folder), born)
        found: dict[str, Any] = {"start": desk.start, "sign_in": desk.sign_in_shown, "entered": desk.entered}
        found["computed"] = time.process_time()
        if replays:
            stop = threading.Event()
            busy = _keep_busy(desk, stop)
            pauses, began = Pauses(), time.monotonic()
            pauses.start()
            desk.replay(speed, pauses)
            pauses.stop()
            stop.set()
            found["pauses"] = pauses.told()
            found["queries"] = busy["done"]
            found["seconds"] = time.monotonic() - began
        found["imports"] = imports_of_qt()
        found["memory"] = memory()
        sys.stdout.write(json.dumps(found))
        sys.stdout.flush()
        # The threads of the queries are daemons; nothing is left to put in order here.
        os._exit(0)


def _keep_busy(desk: Desk, stop: threading.Event) -> dict[str, int]:
    """Ten queries under way at all times, asked as pages ask them: each that ends is asked again."""
    from desktop.usecases.casework import list_cases
    from desktop.usecases.queues import queue_counts, search

    entered, runner = desk.program.entered, desk.program.runner
    assert entered is not None
    session = entered.session
    done = {"done": 0}
    words = ("محمد", "احمد خالد", "ليلى", "0791", "000123", "عبدالله سامي")

    def work(place: int) -> object:
        if place % 3 == 0:
            return queue_counts(session)
        if place % 3 == 1:
            return list_cases(session, "open", limit=200)
        return search(session, words[place % len(words)])

    def ask(number: int, place: int) -> None:
        def again(_answer: object) -> None:
            done["done"] += 1
            if not stop.is_set():
                ask(number, place + 1)

        runner.submit(lambda: work(place), again, again, key=f"busy-{number}")

    for number in range(QUERIES):
        ask(number, number)
    return done


# --- the run


def child(*arguments: str) -> dict[str, Any]:
    """What a process of its own found."""
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), "PYTHONPYCACHEPREFIX": CACHE.name}
    # An installed program is compiled, and so is Qt's Python: both sides are, from the second child on.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-m", "benchmarks.desk", "--born", str(time.time()), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if not ended.stdout.strip():
        raise RuntimeError(f"exit {ended.returncode}: {ended.stderr[-3000:]}")
    for line in dict.fromkeys(line for line in ended.stderr.splitlines() if line.startswith("query:")):
        print(line)
    found: dict[str, Any] = json.loads(ended.stdout.strip().splitlines()[-1])
    return found


def main() -> int:
    """Prints one table; the exit status is 1 where a limit was broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--speed", type=float, default=15)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--child", choices=("bare", "desk", "replay"), help=argparse.SUPPRESS)
    parser.add_argument("--born", type=float, default=0.0, help=argparse.SUPPRESS)
    parser.add_argument("--given", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child == "bare":
        imports, seconds = json.loads(options.given)
        sys.stdout.write(json.dumps(bare(imports, seconds, options.born)))
        sys.stdout.flush()
        os._exit(0)
    if options.child:
        at_the_desk(options.given, options.child == "replay", options.speed, options.born)
    return _measure(options)


def started(table: Any, url: str, imports: dict[str, list[str]], starts: int) -> None:
    """Adds the start: the best of several on each side, since others use the machine as well."""
    plain, ours = [], []
    for _ in range(starts):
        plain.append(child("--child", "bare", "--given", json.dumps([imports, 0])))
        ours.append(child("--child", "desk", "--given", url))
    best, fair = (min(one["start"] for one in side) for side in (ours, plain))
    table.add(
        "start to a usable queue / bare window",
        f"{best:.2f} / {fair:.2f} s = {best / fair:.1f}",
        best / fair,
        2.5,
    )
    computed, plainly = (min(one["computed"] for one in side) for side in (ours, plain))
    ratio = computed / plainly
    print(f"| the same in seconds of processor time | {computed:.2f} / {plainly:.2f} s = {ratio:.1f} | |")
    shown, entered = (min(one[what] for one in ours) for what in ("sign_in", "entered"))
    print(f"| of it until the sign-in shows | {shown:.2f} s = {shown / fair:.1f} | |")
    print(f"| of it from the password to the queue | {entered:.2f} s = {entered / fair:.1f} | |")
    weight, light = (statistics.median(one["memory"] for one in side) for side in (ours, plain))
    print(f"| memory then | {weight:.0f} / {light:.0f} MB = {weight / light:.2f} | |", flush=True)


def _measure(options: argparse.Namespace) -> int:
    from benchmarks.central import Base, Table
    from tests.support.postgres import TemporaryPostgres

    table = Table()
    settings = {"shared_buffers": "'1GB'", "work_mem": "'16MB'", "max_connections": "80"}
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n\n| what | measured | limit |")
    print("| --- | --- | --- |", flush=True)
    with TemporaryPostgres(settings=settings) as server:
        base = Base(server, options.cases)
        with base.plain("postgres") as connection:
            connection.execute(b'ALTER ROLE "clerk.hr" CONNECTION LIMIT 40')
        url = base.url(CLERK).set(password=None).render_as_string(hide_password=False)
        imports = child("--child", "desk", "--given", url)["imports"]
        started(table, url, imports, options.starts)
        speed = str(options.speed)
        desk = child("--child", "replay", "--given", url, "--speed", speed)
    alone = child("--child", "bare", "--given", json.dumps([desk["imports"], min(desk["seconds"], 30)]))
    table.add(
        "longest pause of the GUI thread",
        f"{desk['pauses']['longest']:.1f} ms in {desk['seconds']:.0f} s beside {desk['queries']} queries",
        desk["pauses"]["longest"],
        round(FRAME_MS, 1),
    )
    weight = desk["memory"] / alone["memory"]
    table.add(
        "memory after it / bare window",
        f"{desk['memory']:.0f} / {alone['memory']:.0f} MB = {weight:.2f}",
        weight,
        2,
    )
    histogram("The desk", desk["pauses"])
    worst(desk["pauses"])
    histogram("The bare window, nothing beside it", alone["pauses"])
    return 1 if table.broken else 0


if __name__ == "__main__":
    sys.exit(main())
