"""The registry of what the desk can do: menus, tool bars, the F1 sheet and Ctrl+K all read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desktop.views.i18n import tr_
from desktop.views.icons import icon
from desktop.views.qtfix import shortcut_text


class Menu(IntEnum):
    """The menus, in order; in the F1 sheet they are the headings."""

    FILE = 1
    CASE = 2
    GO = 3
    VIEW = 4
    HELP = 5


def menu_title(menu: Menu) -> str:
    """The title of ``menu``."""
    return {
        Menu.FILE: tr_("Diwan", "File"),
        Menu.CASE: tr_("Diwan", "Application"),
        Menu.GO: tr_("Diwan", "Go"),
        Menu.VIEW: tr_("Diwan", "View"),
        Menu.HELP: tr_("Diwan", "Help"),
    }[menu]


@dataclass(frozen=True)
class ActionSpec:
    """One thing the desk can do; ``label`` and ``hint`` are in the language in force when it is made.

    ``shortcut`` is in Qt's portable form (``"Ctrl+K"``). A ``tool`` of a page has its button above the
    page; ``kind`` is that button's (see :func:`desktop.views.widgets.basics.button`).
    """

    id: str
    label: str
    icon: str
    handler: Callable[[], None]
    shortcut: str = ""
    menu: Menu = Menu.CASE
    hint: str = ""
    tool: bool = False
    kind: str = ""


@dataclass(eq=False)
class _Made:
    spec: ActionSpec
    action: QAction
    owner: QWidget


class Actions(QObject):
    """The actions of one window, and of its pages while they are in view."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._made: list[_Made] = []

    def add(self, spec: ActionSpec, owner: QWidget | None = None) -> QAction:
        """Makes the action of ``owner`` (a page; the window if none).

        Raises ``ValueError`` where the id or the shortcut is taken by the window or by the same page: an
        ambiguous shortcut does nothing. Two pages may use the same shortcut, one being in view at a time.
        """
        holder = owner or self._window
        for other in self._made:
            if holder is not self._window and other.owner not in (holder, self._window):
                continue
            if other.spec.id == spec.id or (spec.shortcut and other.spec.shortcut == spec.shortcut):
                raise ValueError(f"{spec.id!r} ({spec.shortcut}) stands against {other.spec.id!r}")
        action = QAction(icon(spec.icon), spec.label, holder)
        action.setObjectName(spec.id)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        action.setToolTip(_tip(spec, action))
        made = _Made(spec, action, holder)
        # QAction.triggered passes "checked"; handlers take nothing.
        action.triggered.connect(lambda _checked=False: made.spec.handler())
        holder.addAction(action)
        self._made.append(made)
        return action

    def set_all(self, owner: QWidget, specs: Iterable[ActionSpec]) -> None:
        """The actions of the page ``owner`` from now on; those it had go.

        Where they look the same they stay, and only do something else from now on.
        """
        before, wanted = [made for made in self._made if made.owner is owner], tuple(specs)
        if [_looks(made.spec) for made in before] == [_looks(spec) for spec in wanted]:
            for made, spec in zip(before, wanted, strict=True):
                made.spec = spec
            return
        for made in before:
            self._made.remove(made)
            owner.removeAction(made.action)
            made.action.deleteLater()
        for spec in wanted:
            self.add(spec, owner)

    def action(self, action_id: str) -> QAction:
        """The action ``action_id`` of the window or the page in view; ``KeyError`` where there is none."""
        for spec, action in self:
            if spec.id == action_id:
                return action
        raise KeyError(action_id)

    def of(self, owner: QWidget) -> list[tuple[ActionSpec, QAction]]:
        """The actions of the page ``owner``, in the order they were made."""
        return [(made.spec, made.action) for made in self._made if made.owner is owner]

    def __iter__(self) -> Iterator[tuple[ActionSpec, QAction]]:
        """Those of the window and of the page in view, by menu, in the order they were made."""
        present = (made for made in self._made if made.owner is self._window or not made.owner.isHidden())
        for made in sorted(present, key=lambda made: made.spec.menu):
            yield made.spec, made.action

    def by_menu(self) -> dict[Menu, list[tuple[ActionSpec, QAction]]]:
        """The actions under each menu that has any."""
        found: dict[Menu, list[tuple[ActionSpec, QAction]]] = {}
        for spec, action in self:
            found.setdefault(spec.menu, []).append((spec, action))
        return found

    def fill(self, bar: QMenuBar) -> None:
        """Puts the menus on ``bar``; what is in each is read when it opens."""
        for menu in Menu:
            drop = bar.addMenu(menu_title(menu))
            drop.aboutToShow.connect(partial(self._fill_menu, drop, menu))

    def _fill_menu(self, drop: QMenu, menu: Menu) -> None:
        drop.clear()
        for _, action in self.by_menu().get(menu, []):
            drop.addAction(action)
        if drop.isEmpty():
            drop.addAction(tr_("Diwan", "Nothing to do here")).setEnabled(False)


def _looks(spec: ActionSpec) -> ActionSpec:
    """``spec`` but for what it does."""
    return replace(spec, handler=_nothing)


def _nothing() -> None:
    """Stands for any handler."""


def _tip(spec: ActionSpec, action: QAction) -> str:
    says = spec.hint or spec.label
    return f"{says}  ({shortcut_text(action.shortcut())})" if spec.shortcut else says
