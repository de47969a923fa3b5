"""Who saw which application: noted beside the work, read by whoever audits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

from desktop.base.errors import DiwanError, Outage
from desktop.models import refusals
from desktop.models.queries.accesses import Access, Seen, read_accesses, record_accesses
from desktop.models.records.people import AUDITOR
from desktop.models.reference_numbers import parse_reference
from desktop.usecases.session import Session

log = logging.getLogger(__name__)

AGAIN = timedelta(minutes=10)
"""Looking at the same thing again within this time is the same look."""
PAUSE_SECONDS = 2.0
MOST_KEPT = 5000
"""Looks that wait for a server; it is long back before there are so many."""
MOST_ACCESSES = 1000
_BATCH = 400
_LONGEST_END = 8.0
"""Seconds that leaving waits for a server which does not answer."""


class AccessBook:
    """Notes what one account looks at, on a thread of its own: no reader waits for it.

    What cannot be written yet waits for the server; ``close`` writes what is left.
    """

    def __init__(self, session: Session, pause: float = PAUSE_SECONDS) -> None:
        self._session = session
        self._pause = pause
        self._lock = threading.Lock()
        self._waiting: list[Seen] = []
        self._noted: dict[tuple[int, str], datetime] = {}
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="accesses", daemon=True)
        self._thread.start()

    def note(self, case_id: int, what: str = "case") -> None:
        """Notes a look at a ``case``, ``document`` or ``letter``; returns at once."""
        now = self._session.database.clock.now()
        with self._lock:
            last = self._noted.get((case_id, what))
            if self._stop.is_set() or (last is not None and timedelta(0) <= now - last < AGAIN):
                return
            self._noted[case_id, what] = now
            self._waiting.append(Seen(case_id, what, self._session.login, now))
            del self._waiting[:-MOST_KEPT]
        self._wake.set()

    def flush(self) -> int:
        """Writes what waits, now and on this thread; returns how many looks. Raises ``Outage``."""
        with self._lock:
            batch, rest = self._waiting[:_BATCH], self._waiting[_BATCH:]
            self._waiting = rest
        if not batch:
            return 0
        try:
            with self._session.database.writing() as connection:
                # By the same clock that noted them: a wrong one on this machine does not shift a look.
                now = self._session.database.clock.now()
                record_accesses(connection, batch, self._session.workstation, now)
        except Exception:
            with self._lock:
                self._waiting = batch + self._waiting
            raise
        return len(batch)

    def close(self) -> None:
        """Writes what is left, as far as the server answers, and ends the thread."""
        self._stop.set()
        self._wake.set()
        self._thread.join(_LONGEST_END)

    def _flush_all(self) -> None:
        while self.flush():
            pass

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            # A few looks together cost one round trip.
            if not self._stop.wait(self._pause) and not self._quietly(self._flush_all):
                self._wake.set()
        self._quietly(self._flush_all)

    def _quietly(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except Outage:
            return False
        except DiwanError as error:
            log.info("looks are not noted: %s", error.text.en)
        except Exception:
            log.exception("looks are not noted")
            with self._lock:
                self._waiting.clear()
        return True


@contextmanager
def looking(session: Session) -> Iterator[Session]:
    """``session`` with its looks noted, written down at the end at the latest."""
    book = AccessBook(session)
    try:
        yield replace(session, looks=book)
    finally:
        book.close()


def accesses(
    session: Session, reference: str, login: str, first: date, last: date, most: int = MOST_ACCESSES
) -> tuple[Access, ...]:
    """Who saw what on those days, newest first; refuses whoever does not audit.

    ``reference`` is read however it is typed; an unreadable one finds nothing.
    """
    wanted = parse_reference(reference) if reference else ""
    if wanted is None:
        return ()
    with session.database.reading() as connection:
        actor = session.office(connection).actor
        if not (actor.is_admin or actor.is_worker or AUDITOR in actor.authorities):
            raise refusals.not_allowed("accesses")
        return read_accesses(connection, wanted, login, first, last, most)
