"""The window goes first: work in the background steps aside while somebody waits for the screen.

Python runs one thread at a time, and a thread that wants to run waits for each of the others in turn. A
window that is painted cell by cell asks hundreds of times; beside four threads that decode rows, each of its
answers would take a tenth of a second. So these threads run one at a time, each between two statements to the
database, and none goes on while the window is at work. Whoever holds the turn for long, in a library or at a
slow printer, loses it, and nobody waits for long: these are manners, not locks.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QWindow

LONGEST_TURN = 0.02
"""Seconds after which a turn is anybody's."""
LONGEST_WAIT = 0.1
"""Seconds after which a thread goes on though the window is still at work."""
_DONE = QEvent.Type(QEvent.registerEventType())
_BEGINNINGS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.Resize,
        QEvent.Type.Expose,
        QEvent.Type.UpdateRequest,
    }
)


class Turn:
    """Who of the threads in the background runs; one for the whole program, as Python's lock is."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = False
        self._owner = 0
        self._since = 0.0
        self._members = threading.local()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """This thread is in the background, and runs."""
        self._members.inside = True
        self.resume()
        try:
            yield
        finally:
            self.pause()
            self._members.inside = False

    def resume(self) -> None:
        """Waits until neither the window nor another thread runs, but never for long."""
        if not getattr(self._members, "inside", False):
            return
        end = time.monotonic() + LONGEST_WAIT
        with self._changed:
            while True:
                now = time.monotonic()
                expires = self._since + LONGEST_TURN if self._owner else now
                until = end if self._busy else min(end, expires)
                if until <= now:
                    break
                self._changed.wait(until - now)
            self._owner, self._since = threading.get_ident(), time.monotonic()

    def pause(self) -> None:
        """This thread waits for something else now: another may run."""
        with self._changed:
            if self._owner == threading.get_ident():
                self._owner = 0
                self._changed.notify()

    def window_at_work(self, busy: bool) -> None:
        """Holds the threads in the background, or lets them go on."""
        if busy is not self._busy:
            with self._changed:
                self._busy = busy
                if not busy:
                    self._changed.notify_all()


turn = Turn()


class WindowFirst(QObject):
    """Tells :data:`turn` from when to when the window is at work."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ends = False

    def watch(self, window: QWindow) -> None:
        """From now on whatever reaches ``window`` goes before what is done in the background."""
        window.installEventFilter(self)

    def begin(self) -> None:
        """The window is at work, until nothing is left to do at once."""
        turn.window_at_work(True)
        if not self._ends:
            self._ends = True
            QCoreApplication.postEvent(self, QEvent(_DONE), Qt.EventPriority.LowEventPriority.value - 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() in _BEGINNINGS:
            self.begin()
        return False

    def customEvent(self, event: QEvent) -> None:
        if event.type() == _DONE:
            self._ends = False
            turn.window_at_work(False)
