"""The form of a service for the counter, drawn from its definition; conditions are live (TRN-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.base.errors import Problem
from desktop.models.records.people import ApplicantKind
from desktop.models.records.reference import Reference
from desktop.views.casework import terms
from desktop.views.casework.draft import Draft
from desktop.views.casework.forms import LiveForm
from desktop.views.i18n import said, tr_
from desktop.views.widgets.basics import column
from desktop.views.widgets.cards import Card
from desktop.views.widgets.form_fields import FieldKind, FieldView
from desktop.views.widgets.form_view import FormView
from desktop.workflows.conditions import Always
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.traits import traits
from desktop.workflows.validation import identity_keys


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form."""

    applicant: Mapping[str, str]
    fields: Mapping[str, object]
    files: Mapping[str, str]


class CounterForm(QWidget):
    """The form of one service for one kind of applicant; the page makes another for another."""

    edited = Signal()

    def __init__(
        self,
        service: ServiceDefinition,
        kind: ApplicantKind,
        reference: Reference,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.service, self.kind, self._reference = service, kind, reference
        self.applicant = FormView(_applicant_fields(kind))
        self.fields = LiveForm(
            service.form_fields, "fields.", reference, lambda: {"applicant_kind": kind.value}
        )
        self.documents = FormView(
            [
                FieldView(
                    f"attachments.{slot.key}",
                    said(slot.label),
                    FieldKind.FILE,
                    required=isinstance(slot.required, Always),
                    hint=said(slot.help) if slot.help else "",
                    wide=True,
                )
                for slot in service.attachments
            ],
            columns=1,
        )
        cards = (
            (terms.applicant_kind(kind), self.applicant),
            (tr_("Diwan", "The application"), self.fields),
            (tr_("Diwan", "Attachments"), self.documents),
        )
        sheet = column(gap=16)
        for title, form in cards:
            card = Card(title)
            card.body.addWidget(form)
            sheet.addWidget(card)
        self.setLayout(sheet)
        self.applicant.edited.connect(lambda _path: self.edited.emit())
        self.documents.edited.connect(lambda _path: self.edited.emit())
        self.fields.edited.connect(self._changed)
        self._adapt()

    def typed(self) -> Typed:
        """What stands in the form, as typed."""
        applicant = {
            path.partition(".")[2]: str(value or "") for path, value in self.applicant.values().items()
        }
        files = {
            path.partition(".")[2]: str(value)
            for path, value in self.documents.values().items()
            if isinstance(value, Path)
        }
        return Typed(applicant, self.fields.values(), files)

    def fill(self, draft: Draft) -> None:
        """Puts a draft back as it was typed."""
        self.applicant.set_values({f"applicant.{key}": value for key, value in draft.applicant.items()})
        self.fields.set_values(draft.fields)
        self._adapt()
        self.documents.set_values({f"attachments.{slot}": path for slot, path in draft.files.items()})

    def identity(self) -> str:
        """The number that the applicant is known by, as typed."""
        return self.typed().applicant.get(identity_keys(self.kind)[-1], "")

    def facts(self) -> dict[str, object]:
        """What the conditions read: the fields as typed and the kind of the applicant."""
        values = self.fields.values()
        told = traits(self.service.fields, values, self._reference)
        return {**values, **told, "applicant_kind": self.kind.value}

    def show_problems(self, problems: Sequence[Problem]) -> Sequence[Problem]:
        """Puts each problem under its field; returns those that belong to none of them."""
        slots = list(self.typed().files)
        placed = [replace(one, field=_field_of(one.field, slots)) for one in problems]
        parts = (("applicant.", self.applicant), ("fields.", self.fields), ("attachments.", self.documents))
        # The last part first: going to its first wrong field, the first part has the last word.
        for prefix, form in reversed(parts):
            own = [one for one in placed if one.field.startswith(prefix)]
            if own:
                form.show_problems(own)
            elif isinstance(form, LiveForm):
                form.form.clear_problems()
            else:
                form.clear_problems()
        return [one for one in placed if not one.field.startswith(tuple(prefix for prefix, _ in parts))]

    def go_to_start(self) -> None:
        """Begins at the first field."""
        first = self.applicant.first_widget()
        if first is not None:
            first.setFocus()

    def drop_files(self, paths: Sequence[Path]) -> int:
        """Puts dropped files into the documents that have none yet, in their order; returns how many."""
        free = [path for path, value in self.documents.values().items() if value is None]
        for target, path in zip(free, paths, strict=False):
            self.documents.set_values({target: str(path)})
        return min(len(free), len(paths))

    def _changed(self) -> None:
        self._adapt()
        self.edited.emit()

    def _adapt(self) -> None:
        """Asks for the documents that the application so far needs."""
        facts = self.facts()
        wanted = [slot for slot in self.service.attachments if slot.shown.holds(facts)]
        self.documents.show_only([f"attachments.{slot.key}" for slot in wanted])
        for slot in wanted:
            if not isinstance(slot.required, Always):
                self.documents.box(f"attachments.{slot.key}").set_required(slot.required.holds(facts))


def _field_of(path: str, slots: Sequence[str]) -> str:
    """The form's path of a problem: the validation counts the documents sent, the form names them."""
    if not path.startswith("attachments["):
        return path
    place = path.partition("[")[2].partition("]")[0]
    return (
        f"attachments.{slots[int(place)]}" if place.isdigit() and int(place) < len(slots) else "attachments"
    )


def _applicant_fields(kind: ApplicantKind) -> list[FieldView]:
    """What is asked of an applicant of ``kind`` (COM-12)."""
    fields = [FieldView("applicant.name", terms.name_label(kind))]
    for key in identity_keys(kind):
        drawn = FieldKind.TEXT if key == "identity_paper" else FieldKind.CODE
        if key == "national_number":
            drawn = FieldKind.NATIONAL_ID
        label = tr_("Diwan", "Identity paper") if key == "identity_paper" else terms.identity_label(kind)
        fields.append(FieldView(f"applicant.{key}", label, drawn))
    sent = tr_("Diwan", "Text messages go to it")
    fields.append(FieldView("applicant.mobile", tr_("Diwan", "Mobile number"), FieldKind.PHONE, hint=sent))
    return fields
