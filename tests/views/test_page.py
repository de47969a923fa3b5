"""Registration and life of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.views import page
from desktop.views.actions import Actions, ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.page import NavEntry, Page, Section
from desktop.views.shell.page_stack import PageStack


class _Recording(Page):
    """Writes down what happens to it."""

    icon = "inbox"
    watches = frozenset({"cases"})
    shows: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.happened: list[object] = []
        self.stays: Callable[[], None] | None = None
        self.holds = False

    @classmethod
    def title(cls) -> str:
        return cls.page_id

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return cls.shows

    def shown(self, argument: str) -> None:
        self.happened.append(argument)

    def refresh(self, changed: frozenset[str]) -> None:
        self.happened.append(changed)

    def can_leave(self, proceed: Callable[[], None]) -> bool:
        if self.holds:
            self.stays = proceed
        return not self.holds

    def commands(self) -> tuple[ActionSpec, ...]:
        return (ActionSpec(f"{self.page_id}.do", "Do", "check", lambda: None),)


class _First(_Recording):
    page_id = "first"
    order = 2


class _Second(_Recording):
    page_id = "second"
    order = 1


class _Forbidden(_Recording):
    page_id = "forbidden"
    shows = False


@pytest.fixture
def stack(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> PageStack:
    monkeypatch.setattr(page, "_pages", {})
    for declared in (_First, _Second, _Forbidden):
        page.page(declared)
    window = QWidget()
    qtbot.addWidget(window)
    return PageStack(desk, Actions(window), window)


def seen(stack: PageStack) -> _Recording:
    current = stack.page()
    assert isinstance(current, _Recording)
    return current


def test_two_pages_of_one_name_are_refused(stack: PageStack) -> None:
    class Other(_First):
        pass

    with pytest.raises(ValueError, match="first"):
        page.page(Other)


def test_nobody_sees_a_page_that_does_not_say_so(desk: Desk, stack: PageStack) -> None:
    assert not Page.may_show(desk.session)
    assert set(page.pages_for(desk.session)) == {"first", "second"}
    with pytest.raises(KeyError):
        stack.go_to("forbidden")


def test_the_sidebar_follows_section_and_order(desk: Desk, stack: PageStack) -> None:
    assert [entry.key for entry in page.entries_for(desk.session)] == ["second", "first"]
    assert NavEntry("queue", "x", "inbox", Section.WORK, 1, "late").key == "queue/late"


def test_a_page_is_made_once_and_told_what_it_is_asked_for(stack: PageStack) -> None:
    stack.go_to("first", "a")
    first = seen(stack)
    stack.go_to("second")
    stack.go_to("first", "b")
    assert seen(stack) is first
    assert first.happened == ["a", "b"]


def test_the_way_back_and_forward(stack: PageStack) -> None:
    for place in (("first", "a"), ("first", "b"), ("second", "")):
        stack.go_to(*place)
    stack.step(-1)
    stack.step(-1)
    assert stack.place == ("first", "a")
    assert not stack.can_go(-1)
    stack.step(1)
    assert stack.place == ("first", "b")
    stack.go_to("second", "new")
    assert not stack.can_go(1), "a new turn forgets the old way forward"


def test_unsaved_work_holds_the_person_until_they_agree(stack: PageStack) -> None:
    stack.go_to("first")
    first = seen(stack)
    first.holds = True
    stack.go_to("second")
    assert stack.place == ("first", "")
    assert not stack.can_close(lambda: None)
    first.holds = False
    assert first.stays is not None
    stack.go_to("second")
    assert stack.place == ("second", "")


def test_agreeing_goes_where_the_person_wanted(stack: PageStack) -> None:
    stack.go_to("first")
    first = seen(stack)
    first.holds = True
    stack.go_to("second", "there")
    assert first.stays is not None
    first.stays()
    assert stack.place == ("second", "there")


def test_a_change_reaches_the_page_in_view_now_and_others_when_next_shown(
    stack: PageStack, desk: Desk
) -> None:
    stack.go_to("first")
    first = seen(stack)
    stack.go_to("second")
    second = seen(stack)
    desk.announce(frozenset({"cases", "letters"}))
    desk.announce(frozenset({"letters"}))
    assert second.happened == ["", frozenset({"cases"})]
    assert first.happened == [""]
    stack.go_to("first", "again")
    assert first.happened == ["", "again", frozenset({"cases"})]


def test_commands_are_those_of_the_page_in_view(stack: PageStack) -> None:
    stack.go_to("first")
    stack.go_to("second")
    second = seen(stack)
    with_signal: list[bool] = []
    stack.retold.connect(lambda: with_signal.append(True))
    second.commands_changed.emit()
    assert with_signal == [True]


def test_every_module_of_the_pages_is_loaded() -> None:
    from pkgutil import iter_modules

    from desktop.views import pages

    pages.load_all()
    assert all(hasattr(pages, module.name) for module in iter_modules(pages.__path__))
