"""What a service's registers say of what was typed, before there is an application (CTR-01)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.usecases.registers import look_up
from desktop.views import shown
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.widgets.basics import button, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.workflows.definition import ServiceDefinition


def _heading(service: ServiceDefinition) -> Text:
    """The register's own name where there is one, else what they are together."""
    if len(service.registers) == 1:
        return service.registers[0].label
    return Text("السجلات", "The registers")


class RegisterCard(Card):
    """Asks when told to; what it shows is forgotten when ``forget`` is called, as the typing goes on."""

    def __init__(
        self,
        desk: Desk,
        service: ServiceDefinition,
        typed: Callable[[], Mapping[str, object]],
        identity: Callable[[], str] = lambda: "",
    ) -> None:
        super().__init__(said(_heading(service)))
        self._desk, self._service, self._typed, self._identity = desk, service, typed, identity
        self.ask_button = button(
            tr_("Diwan", "Ask the register"), self.ask, icon_name="search", name="ask-register"
        )
        self.says = label("", "label", wrap=True)
        self.found = KeyValues()
        self.body.addLayout(row(self.ask_button, None))
        self.body.addWidget(self.says)
        self.body.addWidget(self.found)
        self.forget()

    @staticmethod
    def is_for(service: ServiceDefinition) -> bool:
        """Whether the service has a register that a clerk can ask for a visitor."""
        return any(not register.of_applicant for register in service.registers)

    def ask(self) -> None:
        """Asks with what is typed now."""
        services, code, values = self._desk.services, self._service.code, dict(self._typed())
        identity = self._identity()
        self.ask_button.setEnabled(False)
        self._desk.runner.submit(
            lambda: look_up(services, code, values, identity),
            self._show,
            self._fail,
            key="register",
            owner=self,
        )

    def forget(self) -> None:
        """What was found no longer belongs to what is typed."""
        self.says.hide()
        self.found.hide()

    def _show(self, answers: tuple[tuple[Text, Text], ...]) -> None:
        self.ask_button.setEnabled(True)
        if not answers:
            self._tell(tr_("Diwan", "Fill in what the register is asked with first."))
            return
        self.found.show_facts(Fact(said(name), shown.name(said(value))) for name, value in answers)
        self.says.hide()
        self.found.show()

    def _fail(self, error: Exception) -> None:
        self.ask_button.setEnabled(True)
        if isinstance(error, Refusal):
            # The same sentence stands at every field that was asked with.
            self._tell("\n".join(dict.fromkeys(said(one.text) for one in error.problems)))
        elif isinstance(error, Outage):
            self._tell(said(error.text))

    def _tell(self, words: str) -> None:
        self.says.setText(words)
        self.says.show()
        self.found.hide()
