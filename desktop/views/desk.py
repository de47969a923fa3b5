"""What a page may ask of the desk around it: work, words to the person, a way to another page.

Pages know the desk, never the window and never each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.base.clock import Clock
from desktop.usecases.queues import Queue
from desktop.views.palette import Tone
from desktop.views.preferences import Preferences
from desktop.views.runner import Runner


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, and to which database; ``abilities`` decide which pages are offered.

    They are the jobs held anywhere (``clerk``, ``supervisor``, ``admin``; a supervisor's include the
    clerk's) and the authorities (``senior_management``), as of signing in. They only choose what is
    offered: each use-case judges for itself. ``queues`` are the account's, as ``usecases.queues.queues_of``
    gives them at sign-in: lines of the sidebar; their filters carry the time, and are asked for anew.
    """

    login: str
    name: str
    database: str
    abilities: frozenset[str] = field(default_factory=frozenset)
    queues: tuple[Queue, ...] = ()
    place: str = ""
    """What tells the database from others in any language: what is kept at the workstation is kept by it."""


@dataclass(frozen=True)
class Notice:
    """A sentence that shows for some seconds, with at most one thing to do about it."""

    sentence: str
    tone: Tone = Tone.GOOD
    verb: str = ""
    act: Callable[[], None] | None = None


class Desk(QObject):
    """Handed to every page. ``services`` holds the use-cases, as the composition root made them."""

    changed = Signal(frozenset)
    """Which kinds of thing a use-case changed."""
    counts_changed = Signal(dict)
    """Live counts of the sidebar, by navigation key."""
    navigation_asked = Signal(str, str)
    notice_posted = Signal(object)
    rebuild_asked = Signal()
    """Language or theme were changed: the window is made anew."""
    sign_out_asked = Signal()
    lines_changed = Signal()
    """Lines of the sidebar that come and go were made other ones."""
    pages_loaded = Signal()
    """The pages beside the first one can be offered now."""
    left = Signal()
    """The person has signed out, or the program ends: nothing may be asked any more."""

    def __init__(
        self, runner: Runner, session: Session, preferences: Preferences, clock: Clock, services: Any
    ) -> None:
        super().__init__()
        self.runner = runner
        self.session = session
        self.preferences = preferences
        self.clock = clock
        self.services = services
        self.load_pages: Callable[[], None] = lambda: None
        """Registers the pages that were not loaded with the first one."""
        self.lines: dict[str, tuple[Any, ...]] = {}
        """Lines of the sidebar that come and go (``page.NavEntry``), by who offers them."""

    def announce(self, kinds: frozenset[str]) -> None:
        """Says which kinds of thing changed; the page in view reads again, others when next shown."""
        self.changed.emit(kinds)

    def count(self, counts: Mapping[str, int]) -> None:
        """Shows live counts beside the entries of the sidebar, by their keys."""
        self.counts_changed.emit(dict(counts))

    def offer_lines(self, who: str, lines: tuple[Any, ...]) -> None:
        """Shows ``lines`` (``page.NavEntry``) in the sidebar, in place of those of ``who`` before."""
        if self.lines.get(who, ()) != lines:
            self.lines[who] = lines
            self.lines_changed.emit()

    def more_lines(self) -> list[Any]:
        """The lines of the sidebar that come and go, in the order in which they were offered."""
        return [line for lines in self.lines.values() for line in lines]

    def go(self, page_id: str, argument: str = "") -> None:
        """Asks for another page; one that holds unsaved work asks the person first."""
        self.navigation_asked.emit(page_id, argument)

    def notify(self, sentence: str, tone: Tone = Tone.GOOD) -> None:
        """Shows a sentence for some seconds."""
        self.notice_posted.emit(Notice(sentence, tone))

    def offer(self, sentence: str, verb: str, act: Callable[[], None]) -> None:
        """Shows a sentence with one thing to do about it, such as to undo."""
        self.notice_posted.emit(Notice(sentence, Tone.NEUTRAL, verb, act))
