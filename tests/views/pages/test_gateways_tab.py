"""The gateways at the administrator's desk: kept for all, never a secret, recorded."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from desktop.usecases.gateway_settings import list_gateways
from desktop.views.pages.reference.page import ReferencePage
from desktop.views.pages.reference.section import Editor
from desktop.views.widgets.basics import Words
from desktop.views.widgets.timeline import Timeline
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import SampleOffice


def test_a_gateway_is_set_corrected_and_taken_back(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk("majed", "reference", "gateways")

    def settle() -> None:
        for _ in range(3):
            sample.settled(window.desk.runner)

    def kept() -> dict[str, object]:
        return dict(list_gateways(office.session("majed"))[0].settings)

    settle()
    page = window.pages.page()
    assert isinstance(page, ReferencePage)
    editor = page.editors["gateways"]
    assert isinstance(editor, Editor)
    form = editor.form
    assert form is not None
    new = editor.findChild(QPushButton, "new")
    assert new is not None
    assert not new.isVisible(), "there are these four and no others"
    editor.table.select("sms")
    settle()
    form.set_values({"address": "http://sms.example", "further": '[constants]\npassword = "12345"'})
    editor.store()
    settle()
    assert "https" in form.box("address").error.plain()
    assert "password" in form.box("further").error.plain()
    assert form.values()["further"] == '[constants]\npassword = "12345"', "nothing typed is lost"
    form.set_values({"further": "no toml"})
    editor.store()
    settle()
    assert "TOML" in form.box("further").error.plain()
    further = 'number_form = "digits"\n[constants]\nfrom = "GAM"\n'
    form.set_values({"address": "https://sms.example/api", "credential": "sms-gateway", "further": further})
    editor.store()
    settle()
    wanted = {"address": "https://sms.example/api", "credential": "sms-gateway", "number_form": "digits"}
    assert kept() == {**wanted, "constants": {"from": "GAM"}}
    assert form.values()["further"] == further
    told = editor.findChild(Timeline)
    assert told is not None
    assert "sms.example" in " ".join(one.plain() for one in told.findChildren(Words))
    form.set_values({"address": ""})
    editor.store()
    settle()
    assert kept() == {}
