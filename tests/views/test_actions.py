"""The registry: one source for menus, tools, the sheet of shortcuts and the palette."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.actions import Actions, ActionSpec, Menu
from desktop.views.desk import Desk
from desktop.views.shell.shortcut_sheet import ShortcutSheet


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def spec(name: str, shortcut: str = "", menu: Menu = Menu.CASE, done: list[str] | None = None) -> ActionSpec:
    told = done if done is not None else []
    return ActionSpec(name, name, "check", lambda: told.append(name), shortcut, menu)


def test_an_action_does_what_it_says(window: QWidget) -> None:
    done: list[str] = []
    actions = Actions(window)
    actions.add(spec("claim", "Ctrl+J", done=done))
    actions.action("claim").trigger()
    assert done == ["claim"]
    assert "Ctrl+J" in actions.action("claim").toolTip()


@pytest.mark.parametrize("other", [spec("claim"), spec("other", "Ctrl+J")], ids=["id", "shortcut"])
def test_what_is_taken_is_refused(window: QWidget, other: ActionSpec) -> None:
    actions = Actions(window)
    actions.add(spec("claim", "Ctrl+J"))
    page = QWidget(window)
    with pytest.raises(ValueError, match="claim"):
        actions.add(other)
    with pytest.raises(ValueError, match="claim"):
        actions.add(other, page)


def test_two_pages_may_use_one_shortcut_and_only_the_one_in_view_counts(window: QWidget) -> None:
    actions = Actions(window)
    one, other = QWidget(window), QWidget(window)
    actions.set_all(one, [spec("one.accept", "Ctrl+Return")])
    actions.set_all(other, [spec("other.accept", "Ctrl+Return")])
    other.hide()
    assert [made.id for made, _ in actions] == ["one.accept"]
    with pytest.raises(KeyError):
        actions.action("other.accept")


def test_a_pages_actions_are_replaced_together(window: QWidget) -> None:
    actions = Actions(window)
    page = QWidget(window)
    actions.set_all(page, [spec("a", "Ctrl+1"), spec("b")])
    actions.set_all(page, [spec("b"), spec("c", "Ctrl+1")])
    assert [made.id for made, _ in actions.of(page)] == ["b", "c"]
    assert [action.objectName() for action in page.actions()] == ["b", "c"]


def test_menus_hold_what_can_be_done_when_they_open(window: QWidget) -> None:
    actions = Actions(window)
    bar = QMenuBar(window)
    actions.fill(bar)
    actions.add(spec("late", menu=Menu.HELP))
    menus = bar.findChildren(QMenu)
    assert len(menus) == len(Menu)
    for menu in menus:
        menu.aboutToShow.emit()
    assert [action.objectName() for action in menus[-1].actions()] == ["late"]
    assert [action.isEnabled() for action in menus[0].actions()] == [False], "an empty menu says so"


def test_the_sheet_lists_each_shortcut_and_nothing_else(window: QWidget) -> None:
    actions = Actions(window)
    for one in (spec("open", "Ctrl+O", Menu.FILE), spec("silent"), spec("help", "F1", Menu.HELP)):
        actions.add(one)
    sheet = ShortcutSheet(window, actions)
    assert [name for name, _ in sheet.lines] == ["open", "help"]


def test_actions_that_look_the_same_stay_and_do_what_they_are_now_for(qtbot: QtBot) -> None:
    window, page = QWidget(), QWidget()
    qtbot.addWidget(window)
    qtbot.addWidget(page)
    actions, done = Actions(window), list[str]()
    for told in ("first", "second"):
        actions.set_all(page, [ActionSpec("do", "Do", "check", partial(done.append, told), "Ctrl+D")])
        ((_, action),) = actions.of(page)
        action.trigger()
    assert done == ["first", "second"]
    kept = action
    actions.set_all(page, [ActionSpec("do", "Do it", "check", lambda: None, "Ctrl+D")])
    ((_, action),) = actions.of(page)
    assert action is not kept
    assert action.text() == "Do it"
