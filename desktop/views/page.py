"""Pages: how one is declared, found and kept.

A page is one module in ``desktop/views/pages`` with a class marked ``@page``; importing the module
registers it, and the package imports all its modules. The window knows nothing else about it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import tr_
from desktop.views.regions import first_place


class Section(IntEnum):
    """The groups of the sidebar, in order."""

    WORK = 1
    SAVED = 2
    SUPERVISION = 3
    ADMINISTRATION = 4


def section_title(section: Section) -> str:
    """The heading of ``section``."""
    return {
        Section.WORK: tr_("Diwan", "Work"),
        Section.SAVED: tr_("Diwan", "Saved filters"),
        Section.SUPERVISION: tr_("Diwan", "Supervision"),
        Section.ADMINISTRATION: tr_("Diwan", "Administration"),
    }[section]


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One line of the sidebar: a page, and which of its contents."""

    page_id: str
    title: str
    icon: str
    section: Section
    order: int
    argument: str = ""

    @property
    def key(self) -> str:
        """By which counts and the current entry are named."""
        return f"{self.page_id}/{self.argument}" if self.argument else self.page_id


class Page(QWidget):
    """Base of all pages.

    Nobody may see a page whose class does not say so: :meth:`may_show` is ``False`` here.
    """

    page_id: ClassVar[str]
    icon: ClassVar[str]
    section: ClassVar[Section] = Section.WORK
    order: ClassVar[int] = 100
    watches: ClassVar[frozenset[str]] = frozenset()
    """The kinds of thing whose change makes :meth:`refresh` due; empty: never."""

    heading_changed = Signal()
    commands_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    @classmethod
    def title(cls) -> str:
        """The heading, in the language in force."""
        raise NotImplementedError

    @classmethod
    def may_show(cls, session: Session) -> bool:
        """Whether the page is offered to the person signed in."""
        del session
        return False

    @classmethod
    def entries(cls, session: Session) -> tuple[NavEntry, ...]:
        """Its lines in the sidebar: one, unless the page says otherwise; none for a page reached by links."""
        del session
        return (NavEntry(cls.page_id, cls.title(), cls.icon, cls.section, cls.order),)

    def heading(self) -> str:
        """What stands above the page now; emit ``heading_changed`` when it is something else."""
        return self.title()

    def commands(self) -> tuple[ActionSpec, ...]:
        """What can be done here now; emit ``commands_changed`` when it is something else."""
        return ()

    def shown(self, argument: str) -> None:
        """The page comes into view, with what was asked for; here nothing happens."""

    def take_keyboard(self) -> None:
        """Whoever came by Enter or a click goes on here: where they last were, else at the first place."""
        inside = QApplication.focusWidget()
        place = self.focusWidget() or first_place(self)
        if place is not None and not (inside is not None and self.isAncestorOf(inside)):
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changed: frozenset[str]) -> None:
        """Something that it watches changed while it was in view or since it last was."""

    def can_leave(self, proceed: Callable[[], None]) -> bool:
        """``False`` holds the person here; the page then asks, and calls ``proceed`` on a yes."""
        del proceed
        return True


_pages: dict[str, type[Page]] = {}
P = TypeVar("P", bound=type[Page])


def page(declared: P) -> P:
    """Registers a page class; raises ``ValueError`` where its id is another's."""
    other = _pages.get(declared.page_id)
    if other is not None and other.__qualname__ != declared.__qualname__:
        raise ValueError(f"two pages named {declared.page_id!r}")
    _pages[declared.page_id] = declared
    return declared


def pages_for(session: Session) -> dict[str, type[Page]]:
    """The registered pages offered to ``session``, by id."""
    return {page_id: declared for page_id, declared in _pages.items() if declared.may_show(session)}


def entries_for(session: Session) -> list[NavEntry]:
    """The lines of the sidebar, in order."""
    found = [entry for declared in pages_for(session).values() for entry in declared.entries(session)]
    return sorted(found, key=lambda entry: (entry.section, entry.order, entry.title))
