"""A person's own settings: language, theme, digits, password; and what this program is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from desktop import __version__
from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.usecases.office import change_password
from desktop.usecases.session import Session as Services
from desktop.views import shown
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import LANGUAGES, language, tr_
from desktop.views.page import Page, Section, page
from desktop.views.widgets.basics import button, column, holder, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.entries import LtrEdit
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.form_fields import FieldKind, FieldView, Value

_SAMPLE_DAY, _SAMPLE_AMOUNT = date(2026, 11, 24), Decimal("1234.500")


@page
class SettingsPage(Page):
    """What is chosen holds at once."""

    page_id = "settings"
    icon = "settings"
    section = Section.ADMINISTRATION
    order = 90

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        preferences = desk.preferences
        self.languages = _Choice(
            tuple(LANGUAGES.items()), language(), tr_("Diwan", "Language"), self._choose_language
        )
        self.themes = _Choice(
            (("light", tr_("Diwan", "Light")), ("dark", tr_("Diwan", "Dark"))),
            preferences.theme,
            tr_("Diwan", "Theme"),
            self._choose_theme,
        )
        self.digits = _Choice(
            (("latin", "0123456789"), ("arabic", "٠١٢٣٤٥٦٧٨٩")),
            "arabic" if preferences.arabic_digits else "latin",
            tr_("Diwan", "Digits"),
            self._choose_digits,
        )
        self.sample = label("", "strong", selectable=True)
        inner = column(self._look(), self._numbers(), self._account(), self._about(), None, gap=16)
        body = holder(inner)
        body.setMaximumWidth(820)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self._tell_sample()

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Settings")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        del session
        return True

    def shown(self, argument: str) -> None:
        del argument
        self.languages.focus()

    def commands(self) -> tuple[ActionSpec, ...]:
        words = tr_("Diwan", "Change my password…")
        return (ActionSpec("settings.password", words, "user", self.change_password, "Ctrl+Shift+P"),)

    def change_password(self) -> None:
        """Asks for the old password and a new one."""
        fields = (
            FieldView("old", tr_("Diwan", "Present password"), FieldKind.CODE),
            FieldView(
                "password",
                tr_("Diwan", "New password"),
                FieldKind.CODE,
                hint=tr_("Diwan", "At least eight characters"),
            ),
            FieldView("again", tr_("Diwan", "New password again"), FieldKind.CODE),
        )
        services = self.desk.services

        def change(values: Mapping[str, Value]) -> None:
            typed = {key: str(value or "") for key, value in values.items()}
            self.desk.runner.submit(lambda: _changed(services, typed), done, dialog.take_failure, owner=self)

        def done(_changes: object) -> None:
            dialog.accept()
            self.desk.notify(tr_("Diwan", "Your password is changed."))

        title = tr_("Diwan", "Change my password")
        dialog = FormDialog(self.window(), title, "", tr_("Diwan", "Change the password"), fields, change)
        for field in fields:
            edit = dialog.form.box(field.path).widget
            if isinstance(edit, LtrEdit):
                edit.setEchoMode(LtrEdit.EchoMode.Password)
        dialog.open()

    def _look(self) -> Card:
        card = Card(tr_("Diwan", "Language and look"))
        card.body.addLayout(_line(tr_("Diwan", "Language"), self.languages))
        card.body.addLayout(_line(tr_("Diwan", "Theme"), self.themes))
        return card

    def _numbers(self) -> Card:
        card = Card(tr_("Diwan", "Numbers and dates"))
        card.body.addLayout(_line(tr_("Diwan", "Digits"), self.digits))
        says = tr_("Diwan", "Months carry their Levantine names: Kanun, Shubat, Adhar…")
        card.body.addLayout(_line(tr_("Diwan", "Shown as"), self.sample))
        card.body.addWidget(label(says, "caption", wrap=True))
        return card

    def _account(self) -> Card:
        session = self.desk.session
        card = Card(tr_("Diwan", "My account"))
        facts = KeyValues()
        facts.show_facts(
            (
                Fact(tr_("Diwan", "Name"), shown.name(session.name)),
                Fact(tr_("Diwan", "Login"), shown.identifier(session.login)),
                Fact(tr_("Diwan", "Database"), shown.name(session.database)),
            )
        )
        card.body.addWidget(facts)
        change = button(tr_("Diwan", "Change my password…"), self.change_password)
        card.body.addLayout(row(change, None))
        return card

    def _about(self) -> Card:
        card = Card(tr_("Diwan", "About Diwan"))
        facts = KeyValues()
        facts.show_facts(
            (
                Fact(tr_("Diwan", "Version"), shown.identifier(__version__)),
                Fact(tr_("Diwan", "Built on"), shown.identifier(f"Qt {qVersion()}")),
                Fact(tr_("Diwan", "Fonts"), shown.identifier("IBM Plex Sans Arabic, Amiri (OFL)")),
                Fact(tr_("Diwan", "Icons"), shown.identifier("Lucide (ISC)")),
            )
        )
        card.body.addWidget(facts)
        return card

    def _choose_language(self, code: str) -> None:
        if code != language():
            self.desk.preferences.language = code
            self.desk.rebuild_asked.emit()

    def _choose_theme(self, name: str) -> None:
        if name != self.desk.preferences.theme:
            self.desk.preferences.theme = name
            self.desk.rebuild_asked.emit()

    def _choose_digits(self, kind: str) -> None:
        wanted = kind == "arabic"
        if wanted is not self.desk.preferences.arabic_digits:
            self.desk.preferences.arabic_digits = wanted
            self.desk.rebuild_asked.emit()

    def _tell_sample(self) -> None:
        self.sample.setText(f"{shown.long_day(_SAMPLE_DAY)}   {shown.amount(_SAMPLE_AMOUNT)}")


class _Choice(QWidget):
    """A few choices side by side, of which one holds."""

    def __init__(
        self,
        choices: tuple[tuple[str, str], ...],
        present: str,
        name: str,
        choose: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        line = row(gap=24)
        for code, words in choices:
            one = QRadioButton(words)
            one.setChecked(code == present)
            one.clicked.connect(lambda _checked=False, code=code: choose(code))
            self.group.addButton(one)
            self.buttons[code] = one
            line.addWidget(one)
        line.addStretch(1)
        self.setLayout(line)

    def focus(self) -> None:
        """Goes to the one that holds."""
        held = self.group.checkedButton()
        if held is not None:
            held.setFocus(Qt.FocusReason.OtherFocusReason)


def _line(name: str, widget: QWidget) -> QVBoxLayout:
    naming = label(name, "key")
    naming.setFixedWidth(150)
    line = row(naming, widget)
    line.setStretch(1, 1)
    return column(line)


def _changed(services: Services, typed: Mapping[str, str]) -> object:
    """On a worker thread: the old password first, so that an open desk is not enough."""
    if typed["password"] != typed["again"]:
        different = Text("كلمتا السر مختلفتان.", "The two passwords differ.")
        raise Refusal.one("different", different.ar, different.en, field="again")
    return change_password(services, typed["old"], typed["password"])
