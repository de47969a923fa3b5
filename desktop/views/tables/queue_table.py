"""A queue: a table whose columns a person chooses, that says when it is empty, loading or out of reach."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QCursor, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.text import without_bidi_controls
from desktop.views.i18n import tr_
from desktop.views.palette import Tone
from desktop.views.preferences import Preferences
from desktop.views.qtfix import select_row
from desktop.views.runner import Runner
from desktop.views.tables.cells import ROW_HEIGHT
from desktop.views.tables.column_choice import ColumnChoice
from desktop.views.tables.grid import Grid
from desktop.views.tables.model import KeysetTableModel
from desktop.views.tables.rows import Column, Fetch
from desktop.views.tables.sorting import Sorting
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.states import EmptyState, LoadingOverlay


class QueueTable(QWidget):
    """Shows what a fetch finds; ``name`` is under which this person's columns are remembered."""

    opened = Signal(str)
    """The id of a row on which Enter was pressed or which was clicked twice."""
    current_changed = Signal(str)
    """The id of the row now current; empty where there is none."""
    selection_changed = Signal(list)
    """The ids of the rows selected, in their order."""
    loaded = Signal()

    def __init__(
        self,
        name: str,
        columns: tuple[Column, ...],
        runner: Runner,
        preferences: Preferences,
        empty: EmptyState | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = KeysetTableModel(columns, runner, self)
        self.view = Grid(self.model)
        self._empty = empty or EmptyState("inbox", tr_("Diwan", "Nothing here"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._loading = LoadingOverlay(self._stack)
        self.banner = Banner()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.banner)
        layout.addWidget(self._stack, 1)
        self._kept_place = ("", 0)
        self._wire()
        self.columns = ColumnChoice(self, self.view, columns, name, preferences)
        self.sorting = Sorting(self.view, self.model, name, preferences)

    def ask(self, fetch: Fetch) -> None:
        """Shows what ``fetch`` finds, from the start."""
        self.banner.hide()
        self.model.ask(fetch)

    def refresh(self) -> None:
        """Takes over what changed; the current row, the selection and the place in the list stay."""
        self.model.refresh()

    def set_empty(self, empty: EmptyState) -> None:
        """What shows from now on where there are no rows."""
        before, self._empty = self._empty, empty
        self._stack.addWidget(empty)
        if self._stack.currentWidget() is before:
            self._stack.setCurrentWidget(empty)
        self._stack.removeWidget(before)
        before.deleteLater()

    def selected_ids(self) -> list[str]:
        """The ids of the rows selected, in their order."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.model.row(place).id for place in rows]

    def current_id(self) -> str:
        """The id of the current row, or an empty text."""
        index = self.view.currentIndex()
        return self.model.row(index.row()).id if index.isValid() else ""

    def select(self, row_id: str) -> bool:
        """Makes the row ``row_id`` current; ``False`` where it is not in view."""
        place = self.model.place_of(row_id)
        if place < 0:
            return False
        select_row(self.view, place)
        return True

    def step(self, by: int) -> str:
        """Makes the row ``by`` places on current; its id, or an empty text at the end."""
        place = self.view.currentIndex().row() + by
        if not 0 <= place < self.model.rowCount():
            return ""
        select_row(self.view, place)
        return self.current_id()

    def _wire(self) -> None:
        self.view.activated.connect(lambda index: self.opened.emit(self.model.row(index.row()).id))
        selection = self.view.selectionModel()
        selection.selectionChanged.connect(lambda *_: self.selection_changed.emit(self.selected_ids()))
        selection.currentRowChanged.connect(lambda *_: self.current_changed.emit(self.current_id()))
        self.model.loading_changed.connect(self._show_loading)
        self.model.loaded.connect(self._show_rows)
        self.model.merging.connect(self._mark_place)
        self.model.failed.connect(self._show_failure)
        self.model.capped.connect(self._say_capped)
        copying = QShortcut(QKeySequence.StandardKey.Copy, self.view, self._copy)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _mark_place(self) -> None:
        """Before a refresh: which row must stay where it is on the screen.

        The one under the mouse, else the current one, else the first in view.
        """
        view, height = self.view, self.view.viewport().height()
        under = view.viewport().mapFromGlobal(QCursor.pos())
        rows = [view.currentIndex().row(), view.rowAt(0)]
        if view.viewport().rect().contains(under) and view.isActiveWindow():
            rows.insert(0, view.rowAt(under.y()))
        for row in rows:
            top = self.view.rowViewportPosition(row)
            if 0 <= row < self.model.rowCount() and -ROW_HEIGHT < top < height:
                self._kept_place = (self.model.row(row).id, top)
                return
        self._kept_place = ("", 0)

    def _return_to_place(self) -> None:
        row_id, top = self._kept_place
        self._kept_place = ("", 0)
        place = self.model.place_of(row_id) if row_id else -1
        if place >= 0:
            # Rows that came in above push the others down: the list is moved back by as much.
            self.view.doItemsLayout()
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + self.view.rowViewportPosition(place) - top)

    def _show_loading(self, loading: bool) -> None:
        if loading and not self.model.rowCount():
            self._loading.start()
        else:
            self._loading.stop()

    def _show_rows(self) -> None:
        self._return_to_place()
        self.banner.hide()
        self._stack.setCurrentWidget(self.view if self.model.rowCount() else self._empty)
        self.loaded.emit()

    def _show_failure(self, _error: Exception) -> None:
        self.banner.say(
            tr_("Diwan", "The list could not be brought up to date."),
            Tone.WARNING,
            tr_("Diwan", "Try again"),
            self.refresh,
        )

    def _say_capped(self) -> None:
        sentence = tr_(
            "Diwan", "Only the first rows are shown; narrow the list with a filter to see the others."
        )
        self.banner.say(sentence, Tone.INFO)

    def _copy(self) -> None:
        """The rows selected, a tab between the cells, as a spreadsheet takes them."""
        shown = self.columns.shown()
        lines = []
        for index in sorted(self.view.selectionModel().selectedRows(), key=QModelIndex.row):
            cells = self.model.row(index.row()).cells
            lines.append("\t".join(without_bidi_controls(cells[logical].text) for logical in shown))
        QApplication.clipboard().setText("\n".join(lines))
