"""The line under a queue: how many are listed and chosen, what can be done with them, how far it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QProgressBar, QPushButton, QWidget

from desktop.views import shown
from desktop.views.i18n import said, tr_
from desktop.views.qtfix import shortcut_text
from desktop.views.widgets.basics import button, label, row
from desktop.workflows.definition import Action

ALL_KEY, HAND_OVER_KEY, PRINT_KEY, EXPORT_KEY, ACT_KEY = (
    "Ctrl+Shift+A",
    "Ctrl+Shift+H",
    "Ctrl+P",
    "Ctrl+E",
    "Ctrl+Return",
)


class BulkBar(QWidget):
    """Shows what concerns several rows only while several are chosen."""

    all_asked = Signal()
    cancelled = Signal()

    def __init__(
        self,
        hand_over: Callable[[], None],
        print_: Callable[[], None],
        export: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._count = label("", "caption")
        self.every = button(
            tr_("Diwan", "Choose all that match"), self.all_asked.emit, kind="quiet", name="every"
        )
        self.deeds = button(tr_("Diwan", "Do with them"), lambda: None, name="actions")
        self.deeds.setProperty("menu", "true")
        self.menu = QMenu(self.deeds)
        self.deeds.setMenu(self.menu)
        self.hand_over = button(tr_("Diwan", "Hand over…"), hand_over, icon_name="send", name="hand-over")
        self.print = button(
            tr_("Diwan", "Print their letters…"), print_, icon_name="printer", name="print-many"
        )
        self.export = button(tr_("Diwan", "Export them…"), export, icon_name="download", name="export-many")
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr_("Diwan", "Progress"))
        self.progress.setMaximumWidth(240)
        self._told = label("", "caption")
        self.cancel = button(tr_("Diwan", "Cancel"), self.cancelled.emit, icon_name="x", name="cancel-many")
        self._several: Sequence[QPushButton] = (self.deeds, self.hand_over, self.print, self.export)
        keys = (ACT_KEY, HAND_OVER_KEY, PRINT_KEY, EXPORT_KEY)
        for one, key in ((self.every, ALL_KEY), *zip(self._several, keys, strict=True)):
            one.setToolTip(f"{one.text()}  ({shortcut_text(QKeySequence(key))})")
        line = row(self._count, self.every, None, self._told, self.progress, self.cancel, *self._several)
        line.setContentsMargins(16, 8, 16, 8)
        self.setLayout(line)
        self._chosen = 0
        self.end()

    def tell(self, rows: int, chosen: int, *, more: bool, everything: bool) -> None:
        """Says how many rows are listed and chosen; ``more`` where the list goes on beyond them."""
        listed = tr_("Diwan", "%n application(s)", None, rows)
        if more:
            listed = tr_("Diwan", "the first %n application(s)", None, rows)
        picked = tr_("Diwan", "%n selected", None, chosen) if chosen > 1 else ""
        self._count.setText(
            picked
            if everything or (chosen == rows and picked)
            else " · ".join(filter(None, (picked, listed)))
        )
        self._chosen = chosen
        self.every.setVisible(rows > 1 and not everything and (more or chosen < rows))
        self._show_several()

    def offer(self, actions: Sequence[Action], act: Callable[[Action], None]) -> None:
        """The menu's entries: what can be tried on all that are chosen."""
        self.menu.clear()
        for action in actions:
            entry = self.menu.addAction(said(action.label))
            entry.triggered.connect(lambda _checked=False, action=action: act(action))
        if self.menu.isEmpty():
            nothing = tr_("Diwan", "Nothing that fits all of them")
            self.menu.addAction(nothing).setEnabled(False)

    def start(self, count: int) -> None:
        """Something begins on ``count`` applications."""
        self.progress.setRange(0, max(1, count))
        self.progress.setValue(0)
        for one in (self.progress, self.cancel, self._told):
            one.show()
        self.cancel.setEnabled(True)
        self.advance(0)
        self._show_several()

    def advance(self, through: int) -> None:
        """So many are through."""
        self.progress.setValue(through)
        words = tr_("Diwan", "{done} of {many}")
        self._told.setText(
            words.format(done=shown.number(through), many=shown.number(self.progress.maximum()))
        )

    def end(self) -> None:
        """It is over."""
        for one in (self.progress, self.cancel, self._told):
            one.hide()
        self._show_several()

    def open_menu(self) -> None:
        """Opens the menu of what can be done."""
        if self.deeds.isVisible():
            self.deeds.showMenu()

    def _show_several(self) -> None:
        busy = not self.progress.isHidden()
        several = self._chosen > 1
        for one in self._several:
            one.setVisible(several and not busy)
