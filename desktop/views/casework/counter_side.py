"""Beside the counter form: who applies, the fee of what is asked for, the service's promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from desktop.models.records.people import ApplicantKind
from desktop.usecases.casework import Present, fee_for
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.casework.counter_form import CounterForm
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.widgets.basics import clear, row
from desktop.views.widgets.cards import Card, Fact, KeyValues


class KindChoice(QWidget):
    """The kinds of applicant that a service is offered to, one of them chosen."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._line = row(gap=20)
        self.setLayout(self._line)

    def offer(self, kinds: Sequence[ApplicantKind], wanted: str) -> None:
        """Offers ``kinds``; ``wanted`` is chosen where it is among them, else the first."""
        for one in self._group.buttons():
            self._group.removeButton(one)
        clear(self._line)
        for kind in kinds:
            choice = QRadioButton(terms.applicant_kind(kind))
            choice.setProperty("kind_code", kind.value)
            choice.setChecked(kind.value == wanted)
            self._group.addButton(choice)
            self._line.addWidget(choice)
        self._line.addStretch(1)
        if self._group.checkedButton() is None:
            self._group.buttons()[0].setChecked(True)
        for one in self._group.buttons():
            one.toggled.connect(lambda on: self.chosen.emit() if on else None)

    def kind(self) -> ApplicantKind | None:
        """The kind chosen; ``None`` before any was offered."""
        checked = self._group.checkedButton()
        return ApplicantKind(str(checked.property("kind_code"))) if checked is not None else None

    def choose(self, kind: ApplicantKind) -> None:
        """Chooses ``kind``, as a click on it does."""
        for one in self._group.buttons():
            if one.property("kind_code") == kind.value:
                one.setChecked(True)


class CounterSide(Card):
    """Follows the form as it is filled in (TRN-01)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._facts = KeyValues(stacked=True)
        self.body.addWidget(self._facts)
        self.body.addStretch(1)

    def tell(self, form: CounterForm, now: Present, at: datetime) -> None:
        """The fee of what ``form`` asks for if it were submitted ``at``, and what else a visitor asks."""
        service, reference = form.service, now.office.reference
        least, most = service.target_days
        promise = tr_("Diwan", "{least} to {most} working days").format(
            least=shown.number(least), most=shown.number(most)
        )
        fee = fee_for(service, now.office, form.fields.values(), form.kind.value, at)
        name = said(service.fee.label) if service.fee else tr_("Diwan", "Fee")
        told = tr_("Diwan", "none") if fee is None else shown.amount(fee)
        facts = [
            Fact(name, told, Tone.WARNING if fee is not None else Tone.NEUTRAL),
            Fact(tr_("Diwan", "Service target"), promise),
            Fact(tr_("Diwan", "Department"), terms.department(service.department, reference)),
        ]
        known = reference.departments.get(service.department)
        if known is not None and known.contact_name:
            contact = (shown.name(known.contact_name), shown.phone(known.contact_phone))
            facts.append(Fact(tr_("Diwan", "Enquiries"), " · ".join(filter(None, contact))))
        self._facts.show_facts(facts)
