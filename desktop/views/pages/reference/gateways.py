"""How SMS, payments, portal and registers are reached: one place for every desk and worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop.base.errors import Refusal
from desktop.models.records.case import ChangeSet
from desktop.usecases.gateway_settings import (
    LABELS,
    GatewayRecord,
    change_gateway,
    drop_gateway,
    gateway_records,
    typed_settings,
)
from desktop.usecases.office import OfficeView
from desktop.usecases.session import Session as Services
from desktop.views import shown
from desktop.views.i18n import said, tr_
from desktop.views.pages.reference.section import Editor, Subject, Typed
from desktop.views.palette import Tone
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.views.widgets.form_fields import FieldKind, FieldView


class GatewaysSubject(Subject):
    """Four rows; the form holds address, the secret's name, and the rest as TOML."""

    key = "gateways"
    subjects = frozenset({"gateway"})

    def title(self) -> str:
        return tr_("Diwan", "Gateways")

    def new_words(self) -> str:
        return ""

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", tr_("Diwan", "Gateway"), width=190, strong=True),
            Column("address", tr_("Diwan", "Web address"), width=280, stretch=True),
            Column("state", tr_("Diwan", "State"), CellKind.CHIP, width=150),
        )

    def rows(self, view: OfficeView) -> tuple[Row, ...]:
        return tuple(
            Row(
                one.name,
                (Cell(said(one.label)), Cell(shown.identifier(one.address)), _state_cell(one)),
            )
            for one in gateway_records(view.gateways)
        )

    def fields(self, view: OfficeView) -> tuple[FieldView, ...]:
        del view
        return (
            FieldView(
                "gateway",
                tr_("Diwan", "Gateway"),
                FieldKind.CHOICE,
                choices=tuple((name, said(label)) for name, label in LABELS.items()),
            ),
            FieldView(
                "address",
                tr_("Diwan", "Web address"),
                FieldKind.CODE,
                required=False,
                hint=tr_("Diwan", "Without one the worker writes files in its folder."),
            ),
            FieldView(
                "credential",
                tr_("Diwan", "Name of the secret"),
                FieldKind.CODE,
                required=False,
                hint=tr_(
                    "Diwan",
                    "The secret itself stays on the server, in a file of this name; never write it here.",
                ),
            ),
            FieldView(
                "further",
                tr_("Diwan", "Further settings (TOML)"),
                FieldKind.LONG_TEXT,
                required=False,
                hint=tr_("Diwan", "Holds from the worker's next round on, without a restart."),
            ),
        )

    def values(self, view: OfficeView, row_id: str) -> Mapping[str, object]:
        kept = next((one for one in gateway_records(view.gateways) if one.name == row_id), None)
        if kept is None:
            return {}
        return {
            "gateway": kept.name,
            "address": kept.address,
            "credential": kept.credential,
            "further": kept.further,
        }

    def heading(self, view: OfficeView, row_id: str) -> str:
        del view
        return said(LABELS[row_id]) if row_id in LABELS else tr_("Diwan", "Gateway")

    def write(self, services: Services, typed: Typed) -> ChangeSet:
        name, address = typed["gateway"], typed["address"]
        if not address.strip():
            return drop_gateway(services, name)
        settings = typed_settings(address, typed["credential"], typed["further"])
        try:
            return change_gateway(services, name, settings)
        except Refusal as refusal:
            raise Refusal(
                replace(problem, field=_field(problem.field, name)) for problem in refusal.problems
            ) from refusal

    def stored(self, editor: Editor, changes: ChangeSet) -> None:
        del changes
        editor.desk.notify(tr_("Diwan", "Saved. It holds from the worker's next round on."))


def _field(setting: str, name: str) -> str:
    """The form's field for a setting's full name (``sms.address``)."""
    own = setting.removeprefix(f"{name}.")
    return own if own in ("address", "credential", "gateway") else "further"


def _state_cell(one: GatewayRecord) -> Cell:
    if one.settings:
        return Cell(tr_("Diwan", "Over the network"), tone=Tone.GOOD)
    return Cell(tr_("Diwan", "Writes files"), tone=Tone.NEUTRAL)
