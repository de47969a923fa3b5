"""Which printer and tray a job goes to; what was chosen is offered again."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QVBoxLayout, QWidget

from desktop.base.text import ltr
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.views.printers import BOTH_SIDES, ONE_SIDE, PrinterRecord, PrintTarget, find_printers
from desktop.views.widgets.basics import button, column, label, row


class PrintDialog(QDialog):
    """``on_yes`` is told the :class:`PrintTarget`. Copies are not asked for: each print is recorded."""

    def __init__(
        self, parent: QWidget, desk: Desk, title: str, explanation: str, on_yes: Callable[[PrintTarget], None]
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._on_yes = on_yes
        self._printers: tuple[PrinterRecord, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self.printer = _box(tr_("Diwan", "Printer"))
        self.tray = _box(tr_("Diwan", "Paper tray"))
        self.sides = _box(tr_("Diwan", "Sides"))
        self.state = label(tr_("Diwan", "Looking for printers…"), "label", wrap=True)
        self.yes = button(
            tr_("Diwan", "Print"), self._chosen, kind="primary", icon_name="printer", name="yes"
        )
        self.back = button(tr_("Diwan", "Go back"), self.reject, name="back")
        fields = QFormLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(10)
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for box in (self.printer, self.tray, self.sides):
            naming = label(box.accessibleName(), "label")
            naming.setBuddy(box)
            fields.addRow(naming, box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(16)
        words = column(label(title, "heading", wrap=True), label(explanation, "label", wrap=True), gap=6)
        layout.addLayout(words)
        layout.addLayout(fields)
        layout.addWidget(self.state)
        layout.addStretch(1)
        layout.addLayout(row(None, self.back, self.yes))
        self.yes.setDefault(True)
        self.yes.setEnabled(False)
        self.printer.currentIndexChanged.connect(lambda _place: self._show_trays())
        desk.runner.submit(find_printers, self._show_printers, key="printers", owner=self)

    def target(self) -> PrintTarget:
        """What is chosen."""
        return PrintTarget(
            str(self.printer.currentData()),
            str(self.tray.currentData() or ""),
            str(self.sides.currentData() or ONE_SIDE),
        )

    def _show_printers(self, found: tuple[PrinterRecord, ...]) -> None:
        self._printers = found
        last = self._last()
        for one in found:
            self.printer.addItem(ltr(one.name), one.name)
        if last is not None:
            self.printer.setCurrentIndex(max(0, self.printer.findData(last.printer)))
            self._choose(last)
        self.state.setVisible(not found)
        self.state.setText(
            tr_("Diwan", "No printer is set up on this workstation. Letters can be saved as PDF instead.")
        )
        self.yes.setEnabled(bool(found))
        (self.yes if found else self.back).setFocus()

    def _show_trays(self) -> None:
        if not self._printers:
            return
        here = self._printers[self.printer.currentIndex()]
        self.tray.clear()
        self.tray.addItem(tr_("Diwan", "As the printer is set"), "")
        for tray in here.trays:
            self.tray.addItem(_tray_name(tray), tray)
        self.sides.clear()
        self.sides.addItem(tr_("Diwan", "One side"), ONE_SIDE)
        if here.both_sides:
            self.sides.addItem(tr_("Diwan", "Both sides"), BOTH_SIDES)
        self.tray.setEnabled(bool(here.trays))
        self.sides.setEnabled(here.both_sides)

    def _choose(self, target: PrintTarget) -> None:
        if self.printer.currentData() == target.printer:
            self.tray.setCurrentIndex(max(0, self.tray.findData(target.tray)))
            self.sides.setCurrentIndex(max(0, self.sides.findData(target.sides)))

    def _chosen(self) -> None:
        target = self.target()
        kept = json.dumps([target.printer, target.tray, target.sides])
        self._desk.preferences.keep_state("printer", "last", QByteArray(kept.encode()))
        self.accept()
        self._on_yes(target)

    def _last(self) -> PrintTarget | None:
        kept = self._desk.preferences.state("printer", "last")
        try:
            return PrintTarget(*json.loads(bytes(kept.data())))
        except (ValueError, TypeError):
            return None


def _box(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    return made


def _tray_name(tray: str) -> str:
    known = {
        "Auto": tr_("Diwan", "Chosen by the printer"),
        "Upper": tr_("Diwan", "Upper tray"),
        "Middle": tr_("Diwan", "Middle tray"),
        "Lower": tr_("Diwan", "Lower tray"),
        "Manual": tr_("Diwan", "By hand"),
        "Envelope": tr_("Diwan", "Envelopes"),
        "LargeCapacity": tr_("Diwan", "Large tray"),
    }
    return known.get(tray, ltr(tray))
