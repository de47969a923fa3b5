"""The bar above a queue: what is typed, a service, only what is late; and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop.views.i18n import said, tr_
from desktop.views.widgets.basics import label, row
from desktop.views.widgets.search_box import SearchBox
from desktop.workflows.registry import Registry


@dataclass(frozen=True, slots=True)
class Narrowed:
    """By what a queue is narrowed; nothing, as it stands."""

    text: str = ""
    service: str = ""
    late_only: bool = False


class FilterBar(QWidget):
    """Narrows the queue as one types; Escape in the field empties it."""

    changed = Signal(object)
    """The :class:`Narrowed` now in force."""

    def __init__(self, registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = SearchBox(tr_("Diwan", "Filter by name, reference or number…"))
        self.box.setFixedWidth(300)
        self.services = QComboBox()
        self.services.setAccessibleName(tr_("Diwan", "Service"))
        self.services.addItem(tr_("Diwan", "All services"), "")
        for service in registry.values():
            self.services.addItem(said(service.label), service.code)
        self.services.setFixedWidth(250)
        self.late = QCheckBox(tr_("Diwan", "Late only"))
        self._count = label("", "caption")
        line = row(self.box, self.services, self.late, None, self._count, gap=12)
        self.setLayout(line)
        self.box.asked.connect(lambda _text: self._tell())
        self.services.currentIndexChanged.connect(lambda _index: self._tell())
        self.late.toggled.connect(lambda _on: self._tell())
        self._quiet = False

    def narrowed(self) -> Narrowed:
        """What is set."""
        return Narrowed(self.box.text().strip(), str(self.services.currentData()), self.late.isChecked())

    def clear(self) -> None:
        """Takes every filter away."""
        self._quiet = True
        self.box.clear()
        self.services.setCurrentIndex(0)
        self.late.setChecked(False)
        self._quiet = False
        self._tell()

    def go_to_field(self) -> None:
        """Goes to the field."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def toggle_late(self) -> None:
        """Shows only what is late, or all again."""
        self.late.toggle()

    def tell(self, rows: int, selected: int, *, more: bool = False) -> None:
        """Says how many rows are listed and selected; ``more`` where the list goes on."""
        listed = tr_("Diwan", "%n application(s)", None, rows)
        if more:
            listed = tr_("Diwan", "the first %n application(s)", None, rows)
        picked = tr_("Diwan", "%n selected", None, selected) if selected > 1 else ""
        self._count.setText(" · ".join(filter(None, (picked, listed))))

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit(self.narrowed())
