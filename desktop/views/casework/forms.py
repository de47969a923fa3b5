"""Forms from the fields of a definition; fields come, go and change as what was typed says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.errors import Problem
from desktop.models.records.people import StaffMember
from desktop.models.records.reference import Reference
from desktop.views.i18n import said
from desktop.views.widgets.form_fields import FieldKind as Drawn
from desktop.views.widgets.form_fields import FieldView
from desktop.views.widgets.form_view import FormView
from desktop.workflows.conditions import Always
from desktop.workflows.fields import Field, FieldKind, Source
from desktop.workflows.traits import traits
from desktop.workflows.values import choices_of

_DRAWN = {
    FieldKind.TEXT: Drawn.TEXT,
    FieldKind.LONG_TEXT: Drawn.LONG_TEXT,
    FieldKind.CHOICE: Drawn.CHOICE,
    FieldKind.DATE: Drawn.DATE,
    FieldKind.MOBILE: Drawn.PHONE,
    FieldKind.NUMBER: Drawn.CODE,
    FieldKind.SCORE: Drawn.CODE,
    FieldKind.CODE: Drawn.CODE,
    FieldKind.MONEY: Drawn.MONEY,
    FieldKind.YES_NO: Drawn.FLAG,
    FieldKind.CHOICES: Drawn.CHOICES,
}

_CHOSEN = (FieldKind.CHOICE, FieldKind.CHOICES)
Choices = tuple[tuple[str, str], ...]


class LiveForm(QWidget):
    """The fields of a definition under the paths of its validation: ``prefix`` and the field's key.

    ``facts`` are what the conditions read beside the fields themselves; it is asked at each change.
    """

    edited = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        prefix: str,
        reference: Reference,
        facts: Callable[[], Mapping[str, object]],
        *,
        staff: Sequence[StaffMember] = (),
        columns: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._prefix = prefix
        self._reference = reference
        self._facts = facts
        self._staff = tuple(staff)
        self.form = FormView([self._drawn(field) for field in self._fields], columns)
        self.form.edited.connect(lambda _path: self._changed())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.adapt()

    def values(self) -> dict[str, object]:
        """What stands in the fields in view, by key; empty ones are left out."""
        found = self.form.values()
        keys = {self._prefix + field.key: field.key for field in self._fields}
        return {keys[path]: value for path, value in found.items() if value not in ("", None)}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Fills the fields named by key."""
        # Twice: what a choice may be can depend on a field that is filled with it.
        for _ in range(2):
            self.form.set_values({self._prefix + key: value for key, value in values.items()})
            self.adapt()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Puts each problem under its field."""
        self.form.show_problems(problems)

    def adapt(self) -> None:
        """Shows the fields whose conditions hold, and what may be chosen in them."""
        known: dict[str, object] = dict(self._facts())
        shown: list[str] = []
        for field in self._fields:
            path = self._prefix + field.key
            if not field.shown.holds(known):
                continue
            shown.append(path)
            box = self.form.box(path)
            if not isinstance(field.required, Always):
                box.set_required(field.required.holds(known))
            if field.kind in _CHOSEN and field.source_of:
                box.set_choices(self._choices(field, known))
            value = box.value()
            if value not in ("", None):
                known[field.key] = value
                known.update(traits((field,), known, self._reference))
        self.form.show_only(shown)

    def _changed(self) -> None:
        self.adapt()
        self.edited.emit()

    def _drawn(self, field: Field) -> FieldView:
        return FieldView(
            path=self._prefix + field.key,
            label=said(field.label),
            kind=_DRAWN[field.kind],
            required=isinstance(field.required, Always),
            hint=said(field.help) if field.help else "",
            choices=self._choices(field, self._facts()) if field.kind in _CHOSEN else (),
            wide=field.kind in (FieldKind.LONG_TEXT, FieldKind.CHOICES),
        )

    def _choices(self, field: Field, known: Mapping[str, object]) -> Choices:
        if field.source is Source.STAFF:
            return tuple((member.login, said(member.name)) for member in self._staff)
        return tuple(
            (choice.value, said(choice.label)) for choice in choices_of(field, self._reference, known)
        )
