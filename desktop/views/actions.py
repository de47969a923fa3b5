"""The registry of what the desk can do: menus, tool bars, the F1 sheet and Ctrl+K all read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Qt
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

    ``shortcut`` is in Qt's portable form (``"Ctrl+K"``). An action that is ``local`` works while the
    page that owns it has the keyboard; any other works from anywhere in the window.
    """

    id: str
    label: str
    icon: str
    handler: Callable[[], None]
    shortcut: str = ""
    menu: Menu = Menu.CASE
    hint: str = ""
    local: bool = False


class Actions(QObject):
    """The actions of one window, by id."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._made: dict[str, tuple[ActionSpec, QAction]] = {}

    def add(self, spec: ActionSpec, owner: QWidget | None = None) -> QAction:
        """Makes the action; it goes when ``owner`` (a page; the window if none) is destroyed.

        Raises ``ValueError`` where the id or the shortcut is taken: an ambiguous shortcut does nothing.
        """
        if spec.id in self._made:
            raise ValueError(f"two actions named {spec.id!r}")
        taken = [other.id for other, _ in self._made.values() if spec.shortcut and other.shortcut == spec.shortcut]
        if taken:
            raise ValueError(f"{spec.shortcut} is both {spec.id!r} and {taken[0]!r}")
        holder = owner or self._window
        action = QAction(icon(spec.icon), spec.label, holder)
        action.setObjectName(spec.id)
        context = Qt.ShortcutContext
        inside = context.WidgetWithChildrenShortcut if spec.local else context.WindowShortcut
        action.setShortcutContext(inside)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        action.setToolTip(_tip(spec, action))
        # QAction.triggered passes "checked"; handlers take nothing.
        action.triggered.connect(lambda _checked=False: spec.handler())
        holder.addAction(action)
        self._made[spec.id] = (spec, action)
        action.destroyed.connect(lambda: self._made.pop(spec.id, None))
        return action

    def action(self, action_id: str) -> QAction:
        """The action ``action_id``; ``KeyError`` where there is none."""
        return self._made[action_id][1]

    def __iter__(self) -> Iterator[tuple[ActionSpec, QAction]]:
        """All of them by menu, in the order they were made."""
        return iter(sorted(self._made.values(), key=lambda made: made[0].menu))

    def by_menu(self) -> dict[Menu, list[tuple[ActionSpec, QAction]]]:
        """The actions under each menu that has any."""
        found: dict[Menu, list[tuple[ActionSpec, QAction]]] = {}
        for spec, action in self:
            found.setdefault(spec.menu, []).append((spec, action))
        return found

    def fill(self, bar: QMenuBar) -> None:
        """Puts a menu on ``bar`` for each group; its actions are read each time it opens."""
        for menu in Menu:
            drop = bar.addMenu(menu_title(menu))
            drop.aboutToShow.connect(lambda drop=drop, menu=menu: self._fill_menu(drop, menu))
            self._fill_menu(drop, menu)

    def _fill_menu(self, drop: QMenu, menu: Menu) -> None:
        drop.clear()
        actions = [action for spec, action in self if spec.menu is menu]
        drop.addActions(actions)
        drop.menuAction().setVisible(bool(actions) or menu is Menu.CASE)


def _tip(spec: ActionSpec, action: QAction) -> str:
    says = spec.hint or spec.label
    return f"{says}  ({shortcut_text(action.shortcut())})" if spec.shortcut else says
