"""The bar above a queue: what is typed, a service, a state, with whom, only what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop.models.records.case import WaitsOn
from desktop.models.records.people import StaffMember
from desktop.usecases.filters import ME, NOBODY, FilterSpec
from desktop.usecases.queues import Queue
from desktop.views.i18n import said, tr_
from desktop.views.widgets.basics import row
from desktop.views.widgets.search_box import SearchBox
from desktop.workflows.registry import Registry

_WAITS = "waits:"
_NARROW, _WIDE = 150, 250


class FilterBar(QWidget):
    """Narrows the queue as one types; Escape in the field empties it.

    What the queue in view decides already is not asked again.
    """

    changed = Signal(object)
    """The :class:`FilterSpec` now in force."""

    def __init__(self, registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self.box = SearchBox(tr_("Diwan", "Filter by name, reference or number…"))
        self.box.setMinimumWidth(180)
        self.box.setMaximumWidth(320)
        self.services = _choice(tr_("Diwan", "Service"))
        self.states = _choice(tr_("Diwan", "State"))
        self.holders = _choice(tr_("Diwan", "With"))
        self.late = QCheckBox(tr_("Diwan", "Late only"))
        line = row(self.box, self.services, self.states, self.holders, self.late, None, gap=8)
        line.setStretch(0, 4)
        for place in (1, 2, 3):
            line.setStretch(place, 2)
        self.setLayout(line)
        self._quiet = True
        self._fill_services()
        self._fill_states("")
        self._fill_holders(())
        self._quiet = False
        self.box.asked.connect(lambda _text: self._tell())
        self.services.currentIndexChanged.connect(lambda _index: self._choose_service())
        self.states.currentIndexChanged.connect(lambda _index: self._tell())
        self.holders.currentIndexChanged.connect(lambda _index: self._tell())
        self.late.toggled.connect(lambda _on: self._tell())

    def adapt(self, queue: Queue, staff: Sequence[StaffMember]) -> None:
        """Asks only for what ``queue`` leaves open; ``staff`` are those who may hold a case."""
        wanted = queue.filter
        self._quiet = True
        several = len(self._registry) > 1
        self.services.setVisible(several and not wanted.service)
        self._fill_states(wanted.service)
        self.states.setVisible(not wanted.states)
        self._fill_holders(staff)
        self.holders.setVisible(wanted.assignee is None and not wanted.past)
        self.late.setVisible(wanted.late_at is None and not wanted.past and not wanted.whenever)
        self._quiet = False

    def spec(self) -> FilterSpec:
        """What is set."""
        chosen = str(self.states.currentData() or "") if not self.states.isHidden() else ""
        service = str(self.services.currentData() or "") if not self.services.isHidden() else ""
        waits = chosen.removeprefix(_WAITS) if chosen.startswith(_WAITS) else ""
        state = "" if waits else chosen
        if "." in state:
            service, _, state = state.partition(".")
        return FilterSpec(
            text=self.box.text().strip(),
            service=service,
            states=(state,) if state else (),
            holder=str(self.holders.currentData() or "") if not self.holders.isHidden() else "",
            waits=waits,
            late=self.late.isChecked() and not self.late.isHidden(),
        )

    def show_spec(self, spec: FilterSpec) -> None:
        """Sets what ``spec`` asks for, as far as the bar has it, and says so once."""
        self._quiet = True
        self.box.setText(spec.text)
        _choose(self.services, spec.service)
        self._fill_states("" if self.services.isHidden() else spec.service)
        state = f"{_WAITS}{spec.waits}" if spec.waits else ""
        if spec.states:
            state = f"{spec.service}.{spec.states[0]}"
        _choose(self.states, state)
        _choose(self.holders, spec.holder)
        self.late.setChecked(spec.late)
        self._quiet = False
        self._tell()

    def clear(self) -> None:
        """Takes every filter away."""
        self.show_spec(FilterSpec())

    def go_to_field(self) -> None:
        """Goes to the field."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def toggle_late(self) -> None:
        """Shows only what is late, or all again."""
        if not self.late.isHidden():
            self.late.toggle()

    def _fill_services(self) -> None:
        self.services.addItem(tr_("Diwan", "All services"), "")
        for service in self._registry.values():
            self.services.addItem(said(service.label), service.code)

    def _fill_states(self, service: str) -> None:
        before = self.states.currentData()
        self.states.clear()
        self.states.addItem(tr_("Diwan", "All states"), "")
        waits = {
            WaitsOn.STAFF: tr_("Diwan", "Waits for us"),
            WaitsOn.APPLICANT: tr_("Diwan", "Waits for the applicant"),
            WaitsOn.CLOCK: tr_("Diwan", "Waits for its date"),
        }
        for one, words in waits.items():
            self.states.addItem(words, f"{_WAITS}{one.value}")
        found = [s for s in self._registry.values() if service in ("", s.code)]
        for definition in found:
            for state in definition.states:
                words = said(state.label)
                if len(found) > 1:
                    words = f"{words} · {said(definition.label)}"
                self.states.addItem(words, f"{definition.code}.{state.key}")
        _choose(self.states, str(before or ""))

    def _fill_holders(self, staff: Sequence[StaffMember]) -> None:
        before = self.holders.currentData()
        self.holders.clear()
        self.holders.addItem(tr_("Diwan", "With anybody"), "")
        self.holders.addItem(tr_("Diwan", "With me"), ME)
        self.holders.addItem(tr_("Diwan", "With nobody yet"), NOBODY)
        for member in staff:
            self.holders.addItem(said(member.name), member.login)
        _choose(self.holders, str(before or ""))

    def _choose_service(self) -> None:
        if not self._quiet:
            self._quiet = True
            self._fill_states(str(self.services.currentData() or ""))
            self._quiet = False
            self._tell()

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit(self.spec())


def spec_of(queue: Queue, spec: FilterSpec, sort: str, descending: bool) -> FilterSpec | None:
    """What is listed now as one filter to be saved; ``None`` where the queue is none of a filter's parts."""
    wanted = queue.filter
    if wanted.handled_by or wanted.whenever or wanted.ended or wanted.owners:
        return None
    return replace(
        spec,
        service=wanted.service or spec.service,
        states=tuple(sorted(wanted.states)) or spec.states,
        holder=ME if queue.key == "mine" else spec.holder,
        waits=wanted.waits_on.value if wanted.waits_on else spec.waits,
        late=spec.late or wanted.late_at is not None,
        which="closed" if wanted.past else "open",
        sort=sort,
        descending=descending,
    )


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMinimumWidth(_NARROW)
    made.setMaximumWidth(_WIDE)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    return made


def _choose(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))
