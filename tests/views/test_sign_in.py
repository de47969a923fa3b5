"""The sign-in window: what it asks, what it says, and that a keyboard is enough."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.views.desk import Desk
from desktop.views.sign_in import Attempt, FirstAccount, SignInWindow
from desktop.views.sign_in_parts import Account
from tests.views.walk import nameless, visible, without_arabic

RANA = Account("rana", Text("رنا الحديدي", "Rana"), Text("كاتبة", "Clerk"), "secret-of-rana")
HUDA = Account("huda", Text("هدى الروابدة", "Huda"), Text("مشرفة", "Supervisor"), "secret-of-huda")


def opened(qtbot: QtBot, desk: Desk, accounts: Iterable[Account] = ()) -> SignInWindow:
    window = SignInWindow(desk.preferences, "قاعدة", accounts)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


def attempts(window: SignInWindow) -> list[Attempt]:
    found: list[Attempt] = []
    window.sign_in_asked.connect(found.append)
    return found


def test_enter_goes_from_the_login_to_the_password_and_in(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    asked = attempts(window)
    QTest.keyClicks(window.login, "rana")
    QTest.keyClick(window.login, Qt.Key.Key_Return)
    assert not asked
    assert window.focusWidget() is window.password
    QTest.keyClicks(window.password, "my-secret")
    QTest.keyClick(window.password, Qt.Key.Key_Return)
    assert asked == [Attempt("rana", "my-secret", remember=False)]


def test_nothing_typed_is_told_and_asks_nobody(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    asked = attempts(window)
    window.enter.click()
    assert not asked
    assert window.problem.plain() == "اكتب اسم الدخول وكلمة السر."
    QTest.keyClicks(window.login, "r")
    assert window.problem.isHidden()


def test_a_refusal_stands_under_the_password_and_keeps_the_login(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    window.fill("rana", "wrong")
    window.show_refusal(Refusal.one("sign_in", "غير صحيحة.", "Wrong."))
    assert window.problem.plain() == "غير صحيحة."
    assert window.password.property("wrong") == "true"
    assert window.password.accessibleDescription() == "غير صحيحة."
    assert (window.login.text(), window.password.selectedText() != "") == ("rana", True)


def test_an_outage_shows_a_banner_that_tries_again(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    again: list[int] = []
    window.show_outage(Outage(Text("لا يجيب الخادم.", "No answer.")), lambda: again.append(1))
    assert window.banner.sentence == "لا يجيب الخادم."
    window.banner.findChildren(QPushButton)[0].click()
    assert again == [1]


def test_a_card_fills_the_form(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk, (RANA, HUDA))
    asked = attempts(window)
    QTest.keyClick(window.cards[1], Qt.Key.Key_Return)
    assert (window.login.text(), window.password.text()) == ("huda", "secret-of-huda")
    assert not asked, "the person presses the button"
    window.enter.click()
    assert asked[0].login == "huda"


def test_without_a_keyring_the_box_is_off_and_says_why(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    window.remember.setEnabled(True)
    window.remember.setChecked(True)
    window.set_keyring(False)
    assert not window.remember.isEnabled()
    assert not window.remember.isChecked()
    assert "حافظة" in window.no_keyring.plain()
    assert window.no_keyring.isVisible()
    window.set_keyring(True)
    assert window.remember.isEnabled()
    assert window.no_keyring.isHidden()


@pytest.mark.parametrize(
    ("key", "shift", "says"),
    [
        ("A", False, "Caps Lock"),
        ("a", True, "Caps Lock"),
        ("ش", False, "اللاتينية"),
        ("a", False, ""),
        ("7", False, ""),
    ],
)
def test_the_keyboard_is_hinted_at(qtbot: QtBot, desk: Desk, key: str, shift: bool, says: str) -> None:
    window = opened(qtbot, desk)
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window.password, QKeyEvent(QEvent.Type.KeyPress, 0, modifier, key))
    assert says in window.keyboard_hint.plain()
    assert window.keyboard_hint.isVisible() is bool(says)


def test_the_first_administrator_is_asked_for(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    found: list[FirstAccount] = []
    window.first_asked.connect(found.append)
    window.ask_first_account()
    window.first.set_values({"name_ar": "ماجد", "name_en": "Majed", "login": "majed", "password": "12345678"})
    window._create.click()
    assert found == [FirstAccount("majed", "ماجد", "Majed", "12345678")]
    window.show_refusal(Refusal.one("code", "رمز غير صالح.", "Not a code.", field="login"))
    assert window.first.box("login").error.plain() == "رمز غير صالح."


def test_nobody_signs_in_twice_at_once(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    asked = attempts(window)
    window.fill("rana", "my-secret")
    window.set_busy(True)
    QTest.keyClick(window.password, Qt.Key.Key_Return)
    assert not asked
    window.set_busy(False)
    QTest.keyClick(window.password, Qt.Key.Key_Return)
    assert len(asked) == 1


def test_everything_has_a_name_and_its_arabic(qtbot: QtBot, either: Desk) -> None:
    window = opened(qtbot, either, (RANA, HUDA))
    window.set_keyring(False)
    assert not nameless(window)
    if either.preferences.language == "ar":
        # The other language is offered by its own name.
        assert without_arabic(window) == ["English"]


@pytest.mark.parametrize("size", [(1366, 768), (1440, 900), (1024, 700)])
def test_buttons_show_their_whole_words(qtbot: QtBot, either: Desk, size: tuple[int, int]) -> None:
    window = opened(qtbot, either, (RANA, HUDA))
    window.resize(*size)
    QApplication.processEvents()
    narrow = [
        one.text()
        for one in visible(window)
        if isinstance(one, QPushButton) and one.width() < one.sizeHint().width()
    ]
    assert not narrow
