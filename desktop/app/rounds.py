"""The worker's rounds inside the program: a single desk on an embedded database needs no second program."""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, Signal

from desktop.base.errors import Outage
from desktop.cli.workplace import Workplace
from desktop.models.records.people import WORKER_LOGIN
from desktop.usecases.worker import Report, run_round

logger = logging.getLogger("diwan.worker")

PAUSE_SECONDS = 2.0
_NAME = "desk"
# What each task of a round may change, as the pages watch it.
_KINDS = {
    "inbox": frozenset({"case", "message", "attachment", "deadline"}),
    "notices": frozenset({"payment", "case"}),
    "payments": frozenset({"payment", "case", "message", "letter", "deadline"}),
    "recomputed": frozenset({"deadline", "case"}),
    "deadlines": frozenset({"case", "message", "deadline", "payment", "refund", "letter"}),
    "letters": frozenset({"letter"}),
    "payment_numbers": frozenset({"payment", "message"}),
    "closed_numbers": frozenset({"payment"}),
    "messages": frozenset({"message", "deadline", "case"}),
}


class Rounds(QObject):
    """One thread that does what is due, every two seconds and whenever the desk changed something."""

    changed = Signal(frozenset)
    """The kinds of thing that a round changed."""
    failed = Signal(object)
    """An exception that nobody foresaw; the same one is told once."""

    def __init__(self, workplace: Workplace, pause: float = PAUSE_SECONDS) -> None:
        super().__init__()
        self._workplace = workplace
        self._pause = pause
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rounds", daemon=True)
        self._said = ""

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def wake(self) -> None:
        """Has the next round begin at once."""
        self._wake.set()

    def stop(self) -> None:
        """Ends after the round under way; returns when the thread has ended."""
        self._stopping.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        session = self._workplace.session(WORKER_LOGIN)
        gateways = self._workplace.current_gateways()
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                self._tell(run_round(session, gateways(), _NAME))
            except Outage as outage:
                self._say_once(outage.text.en)
            except Exception as error:
                if self._say_once(f"{type(error).__name__}: {error}"):
                    logger.exception("a round failed")
                    self.failed.emit(error)
            self._wake.wait(self._pause)

    def _tell(self, report: Report) -> None:
        self._say_once("; ".join(report.outages))
        kinds = frozenset[str]().union(
            *(_KINDS.get(name, frozenset({"case"})) for name, count in report.counts.items() if count)
        )
        if kinds:
            self.changed.emit(kinds)

    def _say_once(self, sentence: str) -> bool:
        """Logs what was not said just before; an empty sentence says that all is well again."""
        if sentence == self._said:
            return False
        self._said = sentence
        if sentence:
            logger.warning("%s", sentence)
        return bool(sentence)
