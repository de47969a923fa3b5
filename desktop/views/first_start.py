"""The first start of a desk: the municipality's server, or this computer alone; tested before it is kept.

The window asks and shows; the way to the server is tried by whoever listens to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import DiwanError, Refusal
from desktop.views import theme
from desktop.views.i18n import LANGUAGES, language, said, tr_
from desktop.views.icons import pixmap
from desktop.views.palette import Tone
from desktop.views.preferences import Preferences
from desktop.views.sign_in_parts import PasswordEdit, Plate
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import Words, button, column, holder, label, row, tool
from desktop.views.widgets.entries import LtrEdit
from desktop.views.widgets.form_fields import FieldKind, FieldView
from desktop.views.widgets.form_view import FormView

_FORM_WIDTH = 560
_FIELDS = ("host", "port", "database", "certificate")


@dataclass(frozen=True, slots=True)
class Connection:
    """What was typed: where the server is, and whose account tries it."""

    host: str = ""
    port: str = "5432"
    database: str = "diwan"
    certificate: str = ""
    login: str = ""
    password: str = ""
    remember: bool = False


class FirstStartWindow(QWidget):
    """Made anew when the language or the theme changes."""

    try_asked = Signal(object)
    """A ``Connection`` to try and, where it holds, to keep."""
    alone_asked = Signal()
    """This computer is to work alone, on a database of its own."""
    rebuild_asked = Signal()
    given_up = Signal()
    """Back to the sign-in, with everything as it was."""

    def __init__(
        self,
        preferences: Preferences,
        steps: Iterable[tuple[str, str]],
        given: Connection | None = None,
        *,
        again: bool = False,
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._again = again
        self.banner = Banner()
        self.together = QRadioButton(tr_("Diwan", "The municipality's server"))
        self.alone = QRadioButton(tr_("Diwan", "This computer alone"))
        self.form = _form()
        self.login = LtrEdit()
        self.password = PasswordEdit()
        self.keyboard_hint = label("", "caption", wrap=True)
        self.remember = QCheckBox(tr_("Diwan", "Remember my password on this workstation"))
        self.no_keyring = label(
            tr_(
                "Diwan",
                "This workstation has no open keyring: the password is kept nowhere and asked for at "
                "each sign-in.",
            ),
            "caption",
            wrap=True,
        )
        self.steps = StepList(steps)
        self.go = button(
            tr_("Diwan", "Test the connection and go on"), self._ask, kind="primary", name="connect"
        )
        self.begin = button(tr_("Diwan", "Go on alone"), self.alone_asked.emit, kind="primary", name="alone")
        self._pages = QStackedWidget()
        self._pages.addWidget(holder(self._server_layout()))
        self._pages.addWidget(holder(self._alone_layout()))
        self._lay_out()
        self._wire()
        self.set_keyring(False, told=False)
        self.fill(given or Connection())

    def fill(self, given: Connection) -> None:
        """Puts what is known into the form."""
        self.form.set_values({name: getattr(given, name) for name in _FIELDS})
        self.login.setText(given.login)
        self.password.setText(given.password)
        self.remember.setChecked(given.remember and self.remember.isEnabled())

    def typed(self) -> Connection:
        """What stands in the form."""
        values = {path: str(value or "") for path, value in self.form.values().items()}
        return Connection(
            **values,
            login=self.login.text().strip(),
            password=self.password.text(),
            remember=self.remember.isChecked(),
        )

    def set_keyring(self, available: bool, *, told: bool = True) -> None:
        """Says whether a password can be kept here, and what happens where it cannot."""
        self.remember.setEnabled(available)
        if not available:
            self.remember.setChecked(False)
        self.no_keyring.setVisible(told and not available)

    def set_busy(self, busy: bool) -> None:
        """Shows that the way is being tried."""
        for part in (self.go, self.begin, self.together, self.alone, self.form, self.login, self.password):
            part.setEnabled(not busy)
        if busy:
            self.banner.hide()
            self.form.clear_problems()
            self.steps.begin()

    def show_held(self, key: str) -> None:
        """One step of the way held."""
        self.steps.hold(key)

    def show_fault(self, error: DiwanError, field: str) -> None:
        """Says in one sentence what is wrong, above the steps and at the ``field`` that is to be mended."""
        self.set_busy(False)
        self.steps.fail()
        if isinstance(error, Refusal) and len(error.problems) > 1:
            self.form.show_problems(error.problems)
            self.steps.begin()
            return
        sentence = said(error.text)
        self.banner.say(sentence, Tone.DANGER, dismissible=False)
        if field == "password":
            self.password.setFocus()
            self.password.selectAll()
        elif field == "login":
            self.login.setFocus()
        elif field in _FIELDS:
            self.form.box(field).widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _server_layout(self) -> QVBoxLayout:
        browse = button(tr_("Diwan", "Choose the certificate…"), self._browse, icon_name="folder-open")
        naming, secret = label(tr_("Diwan", "Login"), "label"), label(tr_("Diwan", "Password"), "label")
        naming.setBuddy(self.login)
        secret.setBuddy(self.password)
        self.login.setAccessibleName(tr_("Diwan", "Login"))
        self.password.setAccessibleName(tr_("Diwan", "Password"))
        account = row(column(naming, self.login, gap=6), column(secret, self.password, gap=6), gap=24)
        account.setStretch(0, 1)
        account.setStretch(1, 1)
        self.go.setMinimumHeight(44)
        return column(
            self.form,
            row(browse, None),
            column(account, self.keyboard_hint, gap=6),
            column(self.remember, self.no_keyring, gap=2),
            self.go,
            self.banner,
            self.steps,
            None,
            gap=14,
        )

    def _alone_layout(self) -> QVBoxLayout:
        says = tr_(
            "Diwan",
            "The applications lie in a file on this computer, and only this computer sees them. "
            "For one person, or to try the program; it can be moved to a server later.",
        )
        self.begin.setMinimumHeight(44)
        return column(label(says, "", wrap=True), self.begin, None, gap=16)

    def _lay_out(self) -> None:
        self.setWindowTitle(tr_("Diwan", "Diwan"))
        self.setObjectName("firstStart")
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        choice = QButtonGroup(self)
        for one in (self.together, self.alone):
            choice.addButton(one)
        self.together.setChecked(True)
        title = label(tr_("Diwan", "Where does this desk work?"), "title")
        form = column(title, row(self.together, 16, self.alone, None), 4, self._pages, gap=10)
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
        self.resize(1180, 860)

    def _tools(self) -> QHBoxLayout:
        other = next(code for code in LANGUAGES if code != language())
        dark = self._preferences.theme == "dark"
        theme_name = tr_("Diwan", "Light theme") if dark else tr_("Diwan", "Dark theme")
        back = tool(tr_("Diwan", "Back to the sign-in"), "arrow-left", self.given_up.emit, beside=True)
        made = row(
            back,
            None,
            tool(theme_name, "sun" if dark else "moon", self._switch_theme),
            tool(LANGUAGES[other], "languages", lambda: self._switch_language(other), beside=True),
        )
        back.setVisible(self._again)
        made.setContentsMargins(16, 12, 16, 0)
        return made

    def _wire(self) -> None:
        self.keyboard_hint.hide()
        self.together.toggled.connect(lambda on: self._pages.setCurrentIndex(0 if on else 1))
        self.password.returnPressed.connect(self._ask)
        self.password.hinted.connect(self._show_hint)
        self.go.setDefault(True)
        self.go.setAutoDefault(True)

    def _show_hint(self, sentence: str) -> None:
        self.keyboard_hint.setText(sentence)
        self.keyboard_hint.setVisible(bool(sentence))

    def _ask(self) -> None:
        typed = self.typed()
        if not typed.login or not typed.password:
            words = tr_("Diwan", "Type the login and the password.")
            self.banner.say(words, Tone.DANGER, dismissible=False)
            (self.password if typed.login else self.login).setFocus()
        elif self.go.isEnabled():
            self.try_asked.emit(typed)

    def _browse(self) -> None:
        kinds = tr_("Diwan", "Certificates") + " (*.pem *.crt *.cer)"
        dialog = QFileDialog(self, tr_("Diwan", "Choose the root certificate"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.form.set_values({"certificate": chosen}))
        dialog.open()

    def _switch_theme(self) -> None:
        self._preferences.theme = "light" if self._preferences.theme == "dark" else "dark"
        self.rebuild_asked.emit()

    def _switch_language(self, code: str) -> None:
        self._preferences.language = code
        self.rebuild_asked.emit()


class StepList(QWidget):
    """The steps of a way: those that held, the one that did not, and those to come."""

    def __init__(self, steps: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._rows: dict[str, tuple[QLabel, Words]] = {}
        self._state: dict[str, str] = {}
        layout = column(gap=6)
        for key, words in steps:
            sign, text = QLabel(), label(words, "caption")
            sign.setFixedSize(QSize(20, 20))
            self._rows[key] = (sign, text)
            layout.addLayout(row(sign, text, None, gap=8))
        self.setLayout(layout)
        self.begin()
        self.hide()

    @property
    def states(self) -> dict[str, str]:
        """``held``, ``failed`` or ``open`` for each step."""
        return dict(self._state)

    def begin(self) -> None:
        """None was tried yet."""
        for key in self._rows:
            self._set(key, "open")
        self.show()

    def hold(self, key: str) -> None:
        """The step ``key`` held."""
        self._set(key, "held")

    def fail(self) -> None:
        """The first step that did not hold is where the way ends."""
        first = next((key for key, state in self._state.items() if state == "open"), None)
        if first is not None:
            self._set(first, "failed")

    def _set(self, key: str, state: str) -> None:
        sign, words = self._rows[key]
        self._state[key] = state
        palette = theme.current()
        names = {
            "held": ("circle-check", palette.tone(Tone.GOOD).ink),
            "failed": ("circle-alert", palette.tone(Tone.DANGER).ink),
            "open": ("circle-dot", palette.text_faint),
        }
        name, ink = names[state]
        sign.setPixmap(pixmap(name, 18, ink, self.devicePixelRatioF()))
        spoken = {
            "held": tr_("Diwan", "holds"),
            "failed": tr_("Diwan", "does not hold"),
            "open": tr_("Diwan", "not tried yet"),
        }
        words.setAccessibleDescription(spoken[state])


def _form() -> FormView:
    form = FormView(
        (
            FieldView(
                "host",
                tr_("Diwan", "Server's address"),
                FieldKind.CODE,
                wide=True,
                hint=tr_("Diwan", "As its certificate has it, such as db.amman.example"),
            ),
            FieldView("port", tr_("Diwan", "Port"), FieldKind.CODE),
            FieldView("database", tr_("Diwan", "Database"), FieldKind.CODE),
            FieldView(
                "certificate",
                tr_("Diwan", "Root certificate"),
                FieldKind.CODE,
                wide=True,
                required=False,
                hint=tr_("Diwan", "The file from the server's administrator; empty: the system's own"),
            ),
        ),
        columns=2,
    )
    for path in ("host", "certificate"):
        edit = form.box(path).widget
        if isinstance(edit, LtrEdit):
            edit.setMaxLength(500)
    return form
