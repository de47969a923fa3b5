"""The window around the pages, with the keyboard and with faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.base.errors import Bug, Outage, Refusal
from desktop.base.text import Text
from desktop.views import page
from desktop.views.desk import Desk
from desktop.views.main_window import MainWindow
from desktop.views.page import pages_for
from desktop.views.palette import LIGHT
from desktop.views.qtfix import right_to_left
from desktop.views.shell.command_palette import Found
from desktop.views.workplace import Workplace
from tests.views import sample
from tests.views.conftest import MakeDesk
from tests.views.walk import nameless, visible, without_arabic

pytestmark = pytest.mark.usefixtures("sample_pages")


def opened(qtbot: QtBot, desk: Desk) -> MainWindow:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show_first()
    with qtbot.waitActive(window):
        window.show()
    sample.settled(desk.runner)
    return window


def press(window: QWidget, keys: str) -> None:
    from PySide6.QtGui import QKeySequence

    QTest.keySequence(window, QKeySequence(keys))
    QApplication.processEvents()


def test_the_sidebar_stands_where_reading_begins(qtbot: QtBot, either: Desk) -> None:
    window = opened(qtbot, either)
    left = window.sidebar.mapTo(window, window.sidebar.rect().topLeft()).x()
    assert (left > window.width() / 2) is right_to_left()


def test_counts_are_shown_beside_their_lines(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    desk.count({"queue/new": 148, "queue/late": 0, "gone": 3})
    assert window.sidebar.buttons["queue/new"].count == 148
    assert window.sidebar.buttons["queue/new"].accessibleDescription() == "148"
    assert window.sidebar.buttons["queue/late"].accessibleDescription() == ""


def test_a_line_of_the_sidebar_opens_its_page(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    line = window.sidebar.buttons["form"]
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert window.pages.place == ("form", "")
    assert line.isChecked()
    assert window.windowTitle().startswith("طلب من الشباك")


def test_the_keyboard_goes_back_and_forward(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    first = window.pages.place
    desk.go("form")
    press(window, "Alt+Left")
    assert window.pages.place == first
    press(window, "Alt+Right")
    assert window.pages.place == ("form", "")


def test_tools_above_the_page_are_its_own(qtbot: QtBot, desk: Desk) -> None:
    def tools() -> list[str]:
        buttons = [widget.text() for widget in visible(window) if isinstance(widget, QPushButton)]
        return [text for text in buttons if text in ("استلام", "طباعة", "طلب جديد")]

    window = opened(qtbot, desk)
    assert sorted(tools()) == sorted(["استلام", "طباعة", "طلب جديد"])
    desk.go("form")
    assert tools() == []


def test_the_palette_finds_pages_and_actions_in_any_spelling(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    palette = window.open_palette()
    everything = palette.titles()
    assert {"متأخرة", "تحديث", "استلام"} <= set(everything)
    palette.box.setText("متاخره")
    assert palette.titles() == ["متأخرة"]
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    assert window.pages.place == ("queue", "late")


def test_the_palette_says_that_nothing_was_found_once_it_is_known(qtbot: QtBot, desk: Desk) -> None:
    window = MainWindow(desk, lambda _typed: ())
    qtbot.addWidget(window)
    window.show()
    window.show_first()
    palette = window.open_palette()
    palette.box.setText("zzzz")
    assert palette.titles() == []
    assert palette.nothing.isHidden()
    qtbot.waitUntil(lambda: not palette.nothing.isHidden())
    palette.box.setText("")
    assert palette.nothing.isHidden()
    assert palette.titles()


def test_the_palette_asks_the_database_off_the_gui_thread(qtbot: QtBot, desk: Desk) -> None:
    went: list[str] = []

    def find(text: str) -> tuple[Found, ...]:
        return (Found(f"طلب {text}", "inbox", lambda: went.append(text), "TRN"),)

    window = MainWindow(desk, find)
    qtbot.addWidget(window)
    window.show_first()
    palette = window.open_palette()
    palette.box.setText("512")
    qtbot.waitUntil(lambda: palette.titles()[:1] == ["طلب 512"])
    QTest.keyClick(palette.box, Qt.Key.Key_Down)
    QTest.keyClick(palette.box, Qt.Key.Key_Up)
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    assert went == ["512"]


def test_ctrl_k_and_f1_open_palette_and_sheet(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    press(window, "Ctrl+K")
    palette = QApplication.activeModalWidget()
    assert palette is not None
    assert palette.windowTitle() == "ابحث عن أي شيء"
    with qtbot.waitActive(window):
        palette.close()
        window.activateWindow()
    press(window, "F1")
    sheet = QApplication.activeModalWidget()
    assert sheet is not None
    assert sheet.windowTitle() == "اختصارات لوحة المفاتيح"
    sheet.close()


def test_an_outage_stands_as_a_banner_until_an_answer_comes(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    state = {"down": True}

    def work() -> str:
        if state["down"]:
            raise Outage(Text("لا تجيب قاعدة البيانات", "The database does not answer"))
        return "answer"

    desk.runner.submit(work, lambda _answer: None)
    sample.settled(desk.runner)
    assert window.banner.isVisible()
    assert window.banner.sentence == "لا تجيب قاعدة البيانات"
    assert window.status.connection == "لا يوجد اتصال"
    state["down"] = False
    verb = next(one for one in window.banner.findChildren(QPushButton))
    verb.click()
    sample.settled(desk.runner)
    assert not window.banner.isVisible()
    assert window.status.connection == "متصل"
    assert window.toasts.sentences == ["عاد الاتصال بقاعدة البيانات."]


def test_a_refusal_without_a_page_shows_as_a_passing_sentence(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    desk.runner.refused.emit(Refusal.one("x", "لا يجوز", "Not allowed"))
    assert window.toasts.sentences == ["لا يجوز"]


def test_an_unforeseen_fault_shows_its_details(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    dialog = window.faults.show_bug(Bug("a state without a label"))
    assert "a state without a label" in dialog.details.toPlainText()
    assert dialog.details.layoutDirection() == Qt.LayoutDirection.LeftToRight
    dialog.close()


def test_offers_can_be_taken_and_the_oldest_make_room(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    undone: list[bool] = []
    for number in range(4):
        desk.notify(f"تم {number}")
    desk.offer("استلمت الطلب", "تراجع", lambda: undone.append(True))
    assert window.toasts.sentences == ["تم 2", "تم 3", "استلمت الطلب"]
    undo = next(one for one in window.findChildren(QPushButton) if one.text() == "تراجع")
    undo.click()
    assert undone == [True]
    assert window.toasts.sentences == ["تم 2", "تم 3"]


def test_language_and_theme_are_switched_where_one_stands(
    qtbot: QtBot, qapp: QApplication, desk: Desk
) -> None:
    place = Workplace(qapp, desk)
    arabic = place.open()
    desk.go("form")
    arabic.registry.action("language").trigger()
    qtbot.waitUntil(lambda: place.window is not arabic)
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert place.window.pages.place == ("form", "")
    assert place.window.windowTitle().startswith("Counter application")
    english = place.window
    english.registry.action("theme").trigger()
    qtbot.waitUntil(lambda: place.window is not english)
    qtbot.waitUntil(lambda: not isValid(arabic) and not isValid(english))
    assert LIGHT.window not in qapp.styleSheet()
    assert (desk.preferences.language, desk.preferences.theme) == ("en", "dark")
    place.window.close()


def test_the_window_comes_back_where_it_was(qtbot: QtBot, make_desk: MakeDesk, tmp_path: Path) -> None:
    first = opened(qtbot, make_desk())
    # The screen of the tests is small, and a window is never restored beyond its screen.
    first.resize(first.minimumSizeHint().width(), 750)
    first.close()
    second = opened(qtbot, make_desk())
    assert second.height() == 750


@pytest.mark.parametrize("page_id", ["queue", "form", "refunds"])
def test_everything_has_a_name(qtbot: QtBot, either: Desk, page_id: str) -> None:
    window = opened(qtbot, either)
    window.pages.go_to(page_id, "new" if page_id == "queue" else "")
    sample.settled(either.runner)
    assert not nameless(window)


def test_the_walk_finds_what_has_no_name(qtbot: QtBot, desk: Desk) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    QPushButton(window)
    assert len(nameless(window)) == 1


def test_dialogs_have_names_too(qtbot: QtBot, either: Desk) -> None:
    window = opened(qtbot, either)
    for dialog in (window.open_palette(), window.open_shortcuts(), window.faults.show_bug(Bug("x"))):
        assert not nameless(dialog)
        dialog.close()


@pytest.mark.parametrize("page_id", ["queue", "form"])
def test_nothing_in_view_is_left_in_english(qtbot: QtBot, desk: Desk, page_id: str) -> None:
    window = opened(qtbot, desk)
    window.pages.go_to(page_id, "new" if page_id == "queue" else "")
    sample.settled(desk.runner)
    allowed = {"English", "Ctrl+K"}
    found = [text for text in without_arabic(window) if not any(part in text for part in (*allowed, "TRN-"))]
    assert not found


def test_tab_reaches_the_pages_parts_and_comes_round(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    window.pages.go_to("form")
    reached = set()
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus.accessibleName())
    assert {"الاسم الكامل", "الرقم الوطني", "من", "إلى", "الرسم", "ملاحظات"} <= reached
    assert any("ابحث" in name for name in reached), "the search of the header"


def test_nothing_is_shown_as_a_window_of_its_own(qtbot: QtBot, desk: Desk) -> None:
    """A part shown before it has a parent flashes up as a window."""
    before = {id(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()}
    window = opened(qtbot, desk)
    window.pages.go_to("form")
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and id(one) not in before]
    assert shown == [window]


@pytest.mark.parametrize("size", [(1366, 768), (1440, 900)])
def test_buttons_show_their_whole_words(qtbot: QtBot, either: Desk, size: tuple[int, int]) -> None:
    window = opened(qtbot, either)
    window.resize(*size)
    for page_id in ("queue", "form"):
        window.pages.go_to(page_id, "new" if page_id == "queue" else "")
        QApplication.processEvents()
        narrow = [
            (one.text(), one.width(), one.sizeHint().width())
            for one in visible(window)
            if isinstance(one, QPushButton) and one.width() < one.sizeHint().width()
        ]
        assert not narrow


def test_a_page_that_was_not_loaded_yet_is_loaded_when_it_is_asked_for(
    qtbot: QtBot, make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk()
    (page_id, declared), *others = pages_for(desk.session).items()
    with monkeypatch.context() as without:
        without.setattr(page, "_pages", dict(others))
        window = opened(qtbot, desk)
        with pytest.raises(KeyError):
            window.pages.go_to(page_id)
        desk.load_pages = lambda: page._pages.update({page_id: declared})
        window.pages.go_to(page_id)
        assert isinstance(window.pages.page(), declared)
        lines = {entry.key for entry in declared.entries(desk.session)}
        assert not lines & set(window.sidebar.buttons)
        desk.pages_loaded.emit()
        assert lines <= set(window.sidebar.buttons)
        assert window.sidebar.buttons[next(iter(lines))].isVisible()
