"""A list of which several lines can be ticked, by mouse or by Space."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

_CODE = Qt.ItemDataRole.UserRole
_LINE = 34
_MOST_LINES = 7


class TickList(QListWidget):
    """Ticked lines are read and written as their codes with commas between."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "choices")

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offers pairs of code and label; what was ticked stays so where it still can be."""
        wanted = tuple(choices)
        if [str(self.item(n).data(_CODE)) for n in range(self.count())] == [code for code, _ in wanted]:
            return
        before = self.ticked()
        self.blockSignals(True)
        self.clear()
        for code, text in wanted:
            item = QListWidgetItem(text)
            item.setData(_CODE, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setFixedHeight(_LINE * max(2, min(self.count(), _MOST_LINES)) + 8)
        self.blockSignals(False)
        self.tick(before)

    def ticked(self) -> str:
        """The codes that are ticked, in the list's order, with commas between."""
        items = (self.item(n) for n in range(self.count()))
        return ",".join(str(i.data(_CODE)) for i in items if i.checkState() is Qt.CheckState.Checked)

    def tick(self, codes: str) -> None:
        """Ticks exactly ``codes``."""
        wanted = set(codes.split(","))
        for n in range(self.count()):
            on = str(self.item(n).data(_CODE)) in wanted
            self.item(n).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
