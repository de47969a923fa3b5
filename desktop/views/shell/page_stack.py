"""The pages in view and before: made when first asked for, kept, and told what changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.views.actions import Actions
from desktop.views.desk import Desk
from desktop.views.page import Page, pages_for

Place = tuple[str, str]
_LONGEST_HISTORY = 100


class PageStack(QStackedWidget):
    """Shows one page at a time and remembers the way."""

    moved = Signal(str, str)
    """Page id and argument now in view."""
    retold = Signal()
    """Heading or commands of the page in view changed."""

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._actions = actions
        self._pages: dict[str, Page] = {}
        self._stale: dict[str, frozenset[str]] = {}
        self._way: list[Place] = []
        self._at = -1
        desk.changed.connect(self._take_change)

    @property
    def place(self) -> Place:
        """Page id and argument in view; empty before the first."""
        return self._way[self._at] if self._way else ("", "")

    def page(self) -> Page | None:
        """The page in view."""
        return self._pages.get(self.place[0])

    def take_keyboard(self) -> None:
        """The keyboard goes on in the page in view."""
        page = self.page()
        if page is not None:
            page.take_keyboard()

    def minimumSizeHint(self) -> QSize:
        # Of the page in view alone: a large one elsewhere makes no small one large.
        page = self.page()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        # The page gets the room there is; asked for its height, it would name what it would like best.
        return False

    def can_go(self, by: int) -> bool:
        """Whether there is a place ``by`` steps along the way."""
        return 0 <= self._at + by < len(self._way)

    def go_to(self, page_id: str, argument: str = "") -> None:
        """Shows a page, unless the present one holds unsaved work and the person stays.

        Raises ``KeyError`` for a page that is not offered to whoever is signed in.
        """
        place = (page_id, argument)
        if page_id not in pages_for(self._desk.session):
            self._desk.load_pages()
        if page_id not in pages_for(self._desk.session):
            raise KeyError(page_id)
        if place != self.place:
            self._leave(lambda: self._walk_to(place))

    def step(self, by: int) -> None:
        """Back (-1) or forward (+1) along the way."""
        if self.can_go(by):
            self._leave(lambda: self._arrive(self._at + by))

    def can_close(self, proceed: Callable[[], None]) -> bool:
        """Whether the window may close now; if not, the page asks, and calls ``proceed`` on a yes."""
        page = self.page()
        return page is None or page.can_leave(proceed)

    def _leave(self, proceed: Callable[[], None]) -> None:
        page = self.page()
        if page is None or page.can_leave(proceed):
            proceed()

    def _walk_to(self, place: Place) -> None:
        self._way = [*self._way[: self._at + 1], place][-_LONGEST_HISTORY:]
        self._arrive(len(self._way) - 1)

    def _arrive(self, at: int) -> None:
        self._at = at
        page_id, argument = self._way[at]
        page = self._pages.get(page_id)
        if page is None:
            page = self._make(page_id)
        self.setCurrentWidget(page)
        self.updateGeometry()
        page.shown(argument)
        missed = self._stale.pop(page_id, frozenset())
        if missed:
            page.refresh(missed)
        self.moved.emit(page_id, argument)

    def _make(self, page_id: str) -> Page:
        page = self._pages[page_id] = pages_for(self._desk.session)[page_id](self._desk)
        self.addWidget(page)
        self._actions.set_all(page, page.commands())
        page.heading_changed.connect(self.retold)
        page.commands_changed.connect(partial(self._take_commands, page))
        return page

    def _take_commands(self, page: Page) -> None:
        self._actions.set_all(page, page.commands())
        self.retold.emit()

    def _take_change(self, kinds: frozenset[str]) -> None:
        for page_id, page in self._pages.items():
            concerned = kinds & page.watches
            if not concerned:
                continue
            if page is self.currentWidget():
                page.refresh(concerned)
            else:
                self._stale[page_id] = self._stale.get(page_id, frozenset()) | concerned
