"""A process that forks a ready hand for each order, so that many processes begin at once and can be killed.

``python -m tests.usecases.hands`` reads one order a line, as JSON, and answers each with one line. It has no
threads, so forking is safe in it whatever the tests' own process has.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, event

from desktop.base.clock import FixedClock
from desktop.base.errors import Refusal
from desktop.letters.signing import PrivateKey
from desktop.models.database import open_database
from desktop.usecases import occasions
from desktop.usecases.cases import act, submit
from desktop.usecases.session import Session
from desktop.usecases.worker import run_once
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.usecases.outside import Outside
from tests.usecases.scene import Office

_LONGEST = 60.0


class Hands:
    """The forking process, from ``with`` to its end; ``office`` is where its hands work."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._log = office.folder / "hands.log"

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.usecases.hands"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(_LONGEST)
        self._process.stdout.close()

    def move(self, office: Office) -> None:
        """The hands work at ``office`` from now on."""
        self._office = office
        self._log = office.folder / "hands.log"

    def begin(self, task: str, login: str, **more: object) -> int:
        """A hand begins ``task`` as ``login`` at the office's time; returns its process id."""
        url = self._office.database(login).engine.url.render_as_string(hide_password=False)
        order = {
            "task": task, "login": login, "url": url, "at": self._office.now().isoformat(),
            "folder": str(self._office.outside.folder), "log": str(self._log), **more,
        }  # fmt: skip
        return int(self._ask(order))

    def end(self, process: int) -> int:
        """Waits for a hand; returns its exit status, or minus the signal that ended it."""
        return int(self._ask({"wait": process}))

    def kill(self, process: int) -> int:
        """Ends a hand at once, whatever it is doing; returns as ``end`` does."""
        os.kill(process, signal.SIGKILL)
        return self.end(process)

    def together(self, *orders: dict[str, Any]) -> None:
        """Several hands begin at the same moment; all must come to a good end."""
        gate = self._office.folder / f"gate-{time.monotonic_ns()}"
        processes = [self.begin(**order, gate=str(gate)) for order in orders]
        gate.touch()
        ended = [self.end(process) for process in processes]
        assert ended == [0] * len(orders), self._log.read_text("utf-8")

    def _ask(self, order: dict[str, object]) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


def _session(order: dict[str, Any]) -> tuple[Session, FixedClock]:
    clock = FixedClock(datetime.fromisoformat(order["at"]))
    database = open_database(order["url"], clock, DefinitionKeeper(load()), pool_size=1)
    return Session(database, load(), order["login"], "a process"), clock


class Fuse:
    """Counts the points between which something outside changes, and ends the process at the one given."""

    def __init__(self, end_at: int = 0) -> None:
        self.count = 0
        self._end_at = end_at

    def point(self, *_given: object) -> None:
        """One more; at the last one the process is gone as in a power cut."""
        self.count += 1
        if self.count == self._end_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, engine: Engine) -> None:
        """A point before each statement and each commit, and one after each commit."""
        event.listen(engine, "before_cursor_execute", self.point)
        event.listen(engine, "commit", self.point)
        event.listen(engine, "checkin", self.point)

    def around(self, gateway: Any) -> Any:
        """``gateway`` with a point before and one after each call."""
        return _Fused(gateway, self)


class _Fused:
    def __init__(self, gateway: Any, fuse: Fuse) -> None:
        self._gateway = gateway
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        does = getattr(self._gateway, name)

        def call(*given: Any, **named: Any) -> Any:
            self._fuse.point()
            found = does(*given, **named)
            self._fuse.point()
            return found

        return call


def _work(order: dict[str, Any]) -> None:
    """A worker's rounds: killed at the point ``end_at``, or writing into ``counted`` how many it passed."""
    session, clock = _session(order)
    key = PrivateKey.from_pem(order["key"].encode())
    gateways = Outside(Path(order["folder"]), clock).gateways(key)
    fuse = Fuse(order.get("end_at", 0))
    if "end_at" in order or "counted" in order:
        fuse.watch(session.database.engine)
        gateways = replace(
            gateways,
            sms=fuse.around(gateways.sms),
            payments=fuse.around(gateways.payments),
            portal=fuse.around(gateways.portal),
        )
    report = run_once(session, gateways, f"worker-{os.getpid()}")
    assert not report.faults, report.faults
    if "counted" in order:
        Path(order["counted"]).write_text(str(fuse.count), "ascii")


def _submit(order: dict[str, Any]) -> None:
    session, _ = _session(order)
    for document in order["documents"]:
        submit(session, document, "counter")


def _act(order: dict[str, Any]) -> None:
    """Does an action on each of several cases, again where somebody else was first on one."""
    session, _ = _session(order)
    waiting = list(order["cases"])
    while waiting:
        try:
            act(session, waiting[0], order["action"], {})
        except Refusal as refusal:
            if refusal.code != "stale":
                raise
        else:
            waiting.pop(0)


def _move(order: dict[str, Any]) -> None:
    """Gives an occasion one date after the other."""
    session, _ = _session(order)
    number = order["occasion"]
    for moment in order["dates"]:
        version = occasions.open_occasion(session, number).occasion.version
        occasions.move(session, number, version, datetime.fromisoformat(moment))


_TASKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "work": _work,
    "submit": _submit,
    "act": _act,
    "move": _move,
}


def _hand(order: dict[str, Any]) -> int:
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    give_up = time.monotonic() + _LONGEST
    while "gate" in order and not Path(order["gate"]).exists() and time.monotonic() < give_up:
        time.sleep(0.0005)
    try:
        _TASKS[order["task"]](order)
    except BaseException:  # noqa: BLE001 - a forked process must never fall back into the loop
        traceback.print_exc()
        return 1
    return 0


def _serve() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(order["wait"], 0)
            answer = os.waitstatus_to_exitcode(status)
        else:
            answer = os.fork()
            if answer == 0:
                os._exit(_hand(order))
        print(answer, flush=True)


if __name__ == "__main__":
    load()
    _serve()
