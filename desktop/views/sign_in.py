"""Signing in: login and password, the first administrator of a new database, language and theme.

The window asks and shows; who may enter is decided by whoever listens to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.views.i18n import LANGUAGES, language, said, tr_
from desktop.views.palette import Tone
from desktop.views.preferences import Preferences
from desktop.views.sign_in_parts import Account, AccountCard, PasswordEdit, Plate
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, column, holder, label, row, tool
from desktop.views.widgets.entries import LtrEdit
from desktop.views.widgets.form_fields import FieldKind, FieldView
from desktop.views.widgets.form_view import FormView
from desktop.views.widgets.states import LoadingOverlay

_FORM_WIDTH = 480
DEMO_DATABASE = Text("بيانات تجريبية على هذا الجهاز", "Demo data on this computer")
OWN_DATABASE = Text("قاعدة بيانات هذا الجهاز", "Database of this computer")
"""An embedded database as people know it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed; ``remember`` asks to keep the password on this workstation."""

    login: str
    password: str
    remember: bool


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """The account that administers a new database."""

    login: str
    name_ar: str
    name_en: str
    password: str


class SignInWindow(QWidget):
    """Made anew when the language or the theme changes."""

    sign_in_asked = Signal(object)
    """An ``Attempt``."""
    first_asked = Signal(object)
    """A ``FirstAccount``."""
    rebuild_asked = Signal()
    connection_asked = Signal()
    """Another database is wanted, or another way to it."""

    def __init__(self, preferences: Preferences, database: str, accounts: Iterable[Account] = ()) -> None:
        super().__init__()
        self._preferences = preferences
        self.banner = Banner()
        self.login = LtrEdit()
        self.password = PasswordEdit()
        self.remember = QCheckBox(tr_("Diwan", "Remember my password on this workstation"))
        self.problem = label("", "error", wrap=True)
        self.keyboard_hint = label("", "caption", wrap=True)
        self.no_keyring = label(
            tr_("Diwan", "This workstation has no open keyring, so the password cannot be kept."),
            "caption",
            wrap=True,
        )
        self.enter = button(tr_("Diwan", "Sign in"), self._ask, kind="primary", name="enter")
        self.cards = [AccountCard(account) for account in accounts]
        self.first = _first_form()
        self._create = button(tr_("Diwan", "Create the account and sign in"), self._ask_first, kind="primary")
        self._pages = QStackedWidget()
        self._pages.addWidget(holder(self._sign_in_layout()))
        self._pages.addWidget(holder(self._first_layout()))
        self._lay_out(database)
        self._waiting = LoadingOverlay(self._pages)
        self._wire()
        self.set_keyring(False, told=False)
        self.fill(preferences.last_login)

    def fill(self, login: str, password: str = "") -> None:
        """Puts a login and, where it is kept, its password into the form."""
        self.login.setText(login)
        self.password.setText(password)
        (self.password if login and not password else self.login if not login else self.enter).setFocus()

    def attempt(self) -> Attempt:
        """What stands in the form."""
        return Attempt(self.login.text().strip(), self.password.text(), self.remember.isChecked())

    def set_keyring(self, available: bool, *, told: bool = True) -> None:
        """Says whether a password can be kept here; where it cannot, why the box is off."""
        self.remember.setEnabled(available)
        if not available:
            self.remember.setChecked(False)
        self.no_keyring.setVisible(told and not available)

    def set_busy(self, busy: bool) -> None:
        """Shows that the answer is on its way."""
        for part in (self.enter, self._create, *self.cards):
            part.setEnabled(not busy)
        (self._waiting.start if busy else self._waiting.stop)()

    def ask_first_account(self) -> None:
        """Shows the form for the first administrator of a new database."""
        self._pages.setCurrentIndex(1)
        self.first.box("login").widget.setFocus()

    def show_refusal(self, refusal: Refusal) -> None:
        """Says beside what was typed why it is refused; nothing that was typed is lost but the password."""
        self.banner.hide()
        if self._pages.currentIndex() == 1:
            self.first.show_refusal(refusal)
            return
        self._show_problem(said(refusal.text))
        self.password.selectAll()
        self.password.setFocus()

    def show_outage(self, outage: Outage, retry: Callable[[], None]) -> None:
        """Says that the database does not answer, with a way to try again."""
        self._show_problem("")
        self.banner.say(said(outage.text), Tone.DANGER, tr_("Diwan", "Try again"), retry, dismissible=False)

    def say_filling(self) -> None:
        """Says that the demo is being made, which takes a while, once."""
        sentence = tr_("Diwan", "Making the demo: five weeks of applications. Half a minute, this once.")
        self.banner.say(sentence, dismissible=False)

    def clear_messages(self) -> None:
        """Takes away what was said of an earlier attempt."""
        self.banner.hide()
        self._show_problem("")
        self.first.clear_problems()

    def _show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.password.setProperty("wrong", "true" if sentence else "false")
        self.password.setAccessibleDescription(sentence)
        self.password.style().unpolish(self.password)
        self.password.style().polish(self.password)

    def _sign_in_layout(self) -> QVBoxLayout:
        for edit, name in ((self.login, tr_("Diwan", "Login")), (self.password, tr_("Diwan", "Password"))):
            edit.setAccessibleName(name)
            edit.setMinimumHeight(42)
        self.enter.setMinimumHeight(44)
        naming, secret = label(tr_("Diwan", "Login"), "label"), label(tr_("Diwan", "Password"), "label")
        naming.setBuddy(self.login)
        secret.setBuddy(self.password)
        made = column(
            column(naming, self.login, gap=6),
            column(secret, self.password, self.keyboard_hint, self.problem, gap=6),
            column(self.remember, self.no_keyring, gap=2),
            self.enter,
            gap=16,
        )
        if self.cards:
            says = tr_("Diwan", "Choose one to fill the form; the data is made up and yours to try.")
            heading = label(tr_("Diwan", "Demo accounts"), "strong")
            made.addSpacing(8)
            made.addLayout(column(heading, label(says, "caption", wrap=True), gap=2))
            grid = QGridLayout()
            grid.setSpacing(8)
            for place, card in enumerate(self.cards):
                grid.addWidget(card, place // 2, place % 2)
            made.addLayout(grid)
        made.addStretch(1)
        return made

    def _first_layout(self) -> QVBoxLayout:
        says = tr_(
            "Diwan",
            "This database is new. Create the account that administers it; it makes all other accounts.",
        )
        return column(label(says, "label", wrap=True), self.first, self._create, None, gap=16)

    def _lay_out(self, database: str) -> None:
        self.setWindowTitle(tr_("Diwan", "Diwan"))
        self.setObjectName("signIn")
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = label(tr_("Diwan", "Sign in"), "title")
        where = label(database, "caption", selectable=True)
        form = column(title, where, 8, self.banner, self._pages, gap=8)
        inner = QWidget()
        inner.setMaximumWidth(_FORM_WIDTH)
        inner.setLayout(form)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(inner, 100)
        centred.addStretch(1)
        body = holder(column(None, centred, None, margin=32), "bar")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        side = column(self._tools(), scroll, gap=0)
        frame = row(Plate(), side, gap=0)
        frame.setStretch(0, 5)
        frame.setStretch(1, 7)
        self.setLayout(frame)
        self.resize(1180, 820)

    def _tools(self) -> QHBoxLayout:
        other = next(code for code in LANGUAGES if code != language())
        dark = self._preferences.theme == "dark"
        theme_name = tr_("Diwan", "Light theme") if dark else tr_("Diwan", "Dark theme")
        where = tool(tr_("Diwan", "Connection…"), "settings", self.connection_asked.emit, beside=True)
        where.setVisible(not self.cards)
        made = row(
            where,
            None,
            tool(theme_name, "sun" if dark else "moon", self._switch_theme),
            tool(LANGUAGES[other], "languages", lambda: self._switch_language(other), beside=True),
        )
        made.setContentsMargins(16, 12, 16, 0)
        return made

    def _wire(self) -> None:
        self.keyboard_hint.hide()
        self.problem.hide()
        self.login.returnPressed.connect(self._next)
        self.password.returnPressed.connect(self._ask)
        self.login.textEdited.connect(lambda _text: self._show_problem(""))
        self.password.textEdited.connect(lambda _text: self._show_problem(""))
        self.password.hinted.connect(self._show_hint)
        for card in self.cards:
            card.clicked.connect(lambda _checked=False, card=card: self._take(card.account))
        self.enter.setDefault(True)
        self.enter.setAutoDefault(True)
        _order(self.login, self.password, self.remember, self.enter, *self.cards)

    def _show_hint(self, sentence: str) -> None:
        self.keyboard_hint.setText(sentence)
        self.keyboard_hint.setVisible(bool(sentence))

    def _take(self, account: Account) -> None:
        self.clear_messages()
        self.fill(account.login, account.password)

    def _next(self) -> None:
        if self.password.text():
            self._ask()
        else:
            self.password.setFocus()

    def _ask(self) -> None:
        attempt = self.attempt()
        if not attempt.login or not attempt.password:
            self._show_problem(tr_("Diwan", "Type the login and the password."))
            (self.password if attempt.login else self.login).setFocus()
        elif self.enter.isEnabled():
            self.clear_messages()
            self.sign_in_asked.emit(attempt)

    def _ask_first(self) -> None:
        values = {path: str(value or "") for path, value in self.first.values().items()}
        self.clear_messages()
        self.first_asked.emit(FirstAccount(**values))

    def _switch_theme(self) -> None:
        self._preferences.theme = "light" if self._preferences.theme == "dark" else "dark"
        self.rebuild_asked.emit()

    def _switch_language(self, code: str) -> None:
        self._preferences.language = code
        self.rebuild_asked.emit()


def _first_form() -> FormView:
    form = FormView(
        (
            FieldView("name_ar", tr_("Diwan", "Name in Arabic")),
            FieldView("name_en", tr_("Diwan", "Name in English")),
            FieldView(
                "login",
                tr_("Diwan", "Login"),
                FieldKind.CODE,
                hint=tr_("Diwan", "Small Latin letters, digits and dots"),
            ),
            FieldView(
                "password",
                tr_("Diwan", "Password"),
                FieldKind.CODE,
                hint=tr_("Diwan", "At least eight characters"),
            ),
        ),
        columns=1,
    )
    secret = form.box("password").widget
    if isinstance(secret, LtrEdit):
        secret.setEchoMode(LtrEdit.EchoMode.Password)
    return form


def _order(*widgets: QWidget) -> None:
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
