"""Work off the GUI thread: the window never waits, and a late answer to an old question is dropped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from desktop.base.errors import Bug, Outage, Refusal
from desktop.views.manners import WindowFirst, turn

T = TypeVar("T")
logger = logging.getLogger(__name__)

Listen = Callable[[threading.Event, Callable[[], None]], None]

THREADS = 4
"""As many as the pool of database connections; more gain nothing while Python decodes the rows."""


def assert_not_gui_thread() -> None:
    """Raises ``Bug`` on the GUI thread; the tests call it before each statement sent to a database."""
    if QCoreApplication.instance() is not None and threading.current_thread() is threading.main_thread():
        raise Bug("the database was asked on the GUI thread")


_LOCKED = frozenset({"locked", "no_access", "no_such_account"})


def is_shut_out(error: Exception | None) -> bool:
    """Whether the account was locked, or its password has expired or was changed, while it was signed in."""
    if not isinstance(error, Refusal):
        return False
    asks = error.code == "sign_in" and error.problems[0].field == "password"
    return asks or error.code in _LOCKED


@dataclass(frozen=True)
class _Job:
    """One piece of work and whom to tell; ``owner`` is the widget that asked."""

    number: int
    key: str
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    cancel: Callable[[], None] | None
    owner: QObject | None


class Runner(QObject):
    """Runs work on a few threads and delivers what it returns on the GUI thread.

    Only immutable records may be returned. For every failure ``failed`` is told, if given, so that the
    page can end its waiting and show a ``Refusal`` beside the fields; an ``Outage``, a ``Refusal`` to let
    the account in and anything unforeseen are told to the window as well, and so is a ``Refusal`` that
    nobody took.
    """

    busy_changed = Signal(int)
    """How many jobs are under way."""
    refused = Signal(object)
    """A ``Refusal`` whose job had no ``failed``."""
    outage_met = Signal(object, object)
    """An ``Outage`` and the callable that tries again."""
    shut_out = Signal(object, object)
    """A ``Refusal`` that lets the account in no more, and the callable that tries again."""
    recovered = Signal()
    """The first answer after an outage, or after the account was let in again."""
    bug_met = Signal(object)
    """An exception that nobody foresaw; it is in the log already."""

    _ended = Signal(object, object, object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="desk")
        # Cancelling asks a server: it neither waits for a free thread nor holds up the window.
        self._cancelling = ThreadPoolExecutor(1, thread_name_prefix="desk-cancel")
        self._numbers = count(1)
        self._latest: dict[str, _Job] = {}
        self._running: set[int] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._out = False
        self.window_first = WindowFirst(self)
        self._attending: list[tuple[threading.Thread, threading.Event]] = []
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        key: str | None = None,
        *,
        owner: QObject | None = None,
        cancel: Callable[[], None] | None = None,
    ) -> None:
        """Runs ``work`` on a thread, then ``done`` or ``failed`` on the GUI thread.

        A newer job with the same ``key`` supersedes an older one: its callbacks never fire, it does not
        start if it had not, and if it had, its ``cancel`` is called on a thread of its own. Nothing is
        delivered once ``owner`` is destroyed; where ``done`` is a method of a ``QObject``, that is it.
        """
        if self._closed:
            return
        number = next(self._numbers)
        asked_by = getattr(done, "__self__", None) if owner is None else owner
        job = _Job(
            number=number,
            key=key if key is not None else f"#{number}",
            work=work,
            done=done,
            failed=failed,
            cancel=cancel,
            owner=asked_by if isinstance(asked_by, QObject) else None,
        )
        older = self._latest.get(job.key)
        self._latest[job.key] = job
        if older is not None:
            self._cancel(older)
        else:
            self.busy_changed.emit(len(self._latest))
        self._pool.submit(self._work, job)

    def supersede(self, key: str) -> None:
        """Drops the job under ``key``, if any, as a newer one would."""
        older = self._latest.pop(key, None)
        if older is not None:
            self._cancel(older)
            self.busy_changed.emit(len(self._latest))

    def attend(self, listen: Listen, told: Callable[[], None], owner: QObject) -> threading.Event:
        """Runs ``listen`` on a thread of its own, and ``told`` on the GUI thread each time it calls back.

        ``listen`` is given an event that is set when it must return: when the runner is closed, or when
        whoever asked sets the event that is returned. Nothing is delivered once ``owner`` is destroyed.
        """
        left = threading.Event()
        if self._closed:
            left.set()
            return left
        job = _Job(next(self._numbers), "", lambda: None, lambda _none: told(), None, None, owner)

        def work() -> None:
            try:
                listen(left, lambda: None if left.is_set() else self._heard.emit(job))
            except Exception as met:  # noqa: BLE001  told on the GUI thread, as of every job
                if not left.is_set():
                    self._ended.emit(job, None, met)

        thread = threading.Thread(target=work, name="desk-listens", daemon=True)
        self._attending.append((thread, left))
        thread.start()
        return left

    @property
    def busy(self) -> int:
        """How many jobs are under way."""
        return len(self._latest)

    def close(self) -> None:
        """Drops what waits, cancels what runs, and returns when the threads have ended."""
        self._closed = True
        jobs = list(self._latest.values())
        self._latest.clear()
        for job in jobs:
            self._cancel(job)
        for _, left in self._attending:
            left.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for thread, _ in self._attending:
            thread.join()
        self._cancelling.shutdown(wait=True)

    def _work(self, job: _Job) -> None:
        """On a worker thread."""
        with self._lock:
            if self._latest.get(job.key) is not job:
                return
            self._running.add(job.number)
        result: object = None
        error: Exception | None = None
        try:
            with turn.taken():
                result = job.work()
        except Exception as met:  # noqa: BLE001  every fault is carried to the GUI thread and told there
            error = met
        with self._lock:
            self._running.discard(job.number)
        if not self._closed:
            self._ended.emit(job, result, error)

    def _cancel(self, job: _Job) -> None:
        with self._lock:
            running = job.number in self._running
        if running and job.cancel is not None:
            self._cancelling.submit(self._cancel_quietly, job.cancel)

    @staticmethod
    def _cancel_quietly(cancel: Callable[[], None]) -> None:
        try:
            cancel()
        except Exception:
            logger.exception("a superseded job could not be cancelled")

    @Slot(object, object, object)
    def _deliver(self, job: _Job, result: object, error: Exception | None) -> None:
        """On the GUI thread."""
        if self._closed:
            return
        self.window_first.begin()
        if not job.key:
            # A listener that failed for good.
            self._report(job, error or Bug("a listener ended"), wanted=False)
            return
        if self._latest.get(job.key) is not job:
            return
        del self._latest[job.key]
        self.busy_changed.emit(len(self._latest))
        if not isinstance(error, Outage) and not is_shut_out(error) and self._out:
            self._out = False
            self.recovered.emit()
        wanted = job.owner is None or isValid(job.owner)
        if error is None:
            if wanted:
                job.done(result)
            return
        if wanted and job.failed is not None:
            job.failed(error)
        self._report(job, error, wanted)

    @Slot(object)
    def _tell(self, job: _Job) -> None:
        """On the GUI thread."""
        if not self._closed and job.owner is not None and isValid(job.owner):
            job.done(None)

    def _report(self, job: _Job, error: Exception, wanted: bool) -> None:
        if isinstance(error, Outage):
            self._out = True
            if wanted:
                self.outage_met.emit(error, lambda: self._again(job))
        elif is_shut_out(error):
            self._out = True
            if wanted:
                self.shut_out.emit(error, lambda: self._again(job))
        elif isinstance(error, Refusal):
            if job.failed is None:
                self.refused.emit(error)
        else:
            logger.error("unforeseen fault in a job", exc_info=error)
            self.bug_met.emit(error)

    def _again(self, job: _Job) -> None:
        if job.owner is None or isValid(job.owner):
            self.submit(job.work, job.done, job.failed, job.key, owner=job.owner, cancel=job.cancel)
