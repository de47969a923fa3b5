"""A queue: a table whose columns a person chooses, that says when it is empty, loading or out of reach."""

from __future__ import annotations

import json

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.base.text import without_bidi_controls
from desktop.views.i18n import tr_
from desktop.views.palette import Tone
from desktop.views.preferences import Preferences
from desktop.views.qtfix import select_row, set_up_table
from desktop.views.runner import Runner
from desktop.views.tables.cells import ROW_HEIGHT, CellDelegate
from desktop.views.tables.model import KeysetTableModel
from desktop.views.tables.rows import Column, Fetch, Order
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.states import EmptyState, LoadingOverlay

_KEEP_AFTER_MS = 400
"""A column being dragged tells of each pixel; its width is kept when the hand rests."""


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
        self._name = name
        self._preferences = preferences
        self.model = KeysetTableModel(columns, runner, self)
        self.view = _Grid(self.model)
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
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(_KEEP_AFTER_MS)
        self._keeping.timeout.connect(self.keep_columns)
        self._kept_place = ("", 0)
        self._wire()
        self.restore_columns()
        self._restore_order()

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

    def columns_state(self) -> list[dict[str, object]]:
        """The columns in their order, with width and whether they are shown."""
        header = self.view.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [
            {
                "key": self.model.columns[logical].key,
                "width": self.view.columnWidth(logical) or self.model.columns[logical].width,
                "hidden": header.isSectionHidden(logical),
                "chosen": logical in self.view.chosen,
            }
            for logical in order
        ]

    def keep_columns(self) -> None:
        """Remembers the columns as they stand."""
        state = json.dumps(self.columns_state()).encode()
        self._preferences.keep_state("columns", self._name, QByteArray(state))

    def restore_columns(self) -> None:
        """Shows the columns as they were left; ones that are new since then stand at their own place."""
        header = self.view.horizontalHeader()
        places = {column.key: place for place, column in enumerate(self.model.columns)}
        for column in self.model.columns:
            self._set_column(places[column.key], column.width, column.hidden)
        kept = self._preferences.state("columns", self._name).data()
        known = [one for one in _read_state(bytes(kept)) if one["key"] in places]
        self.view.chosen = {places[str(one["key"])] for one in known if one.get("chosen")}
        for place, one in enumerate(known):
            logical = places[str(one["key"])]
            header.moveSection(header.visualIndex(logical), place)
            self._set_column(logical, int(str(one["width"])), bool(one["hidden"]))
        self.view.stretch()
        self._keeping.stop()

    def reset_columns(self) -> None:
        """Shows the columns as they were before anything was changed."""
        self.view.chosen.clear()
        self._preferences.keep_state("columns", self._name, QByteArray())
        header = self.view.horizontalHeader()
        for place in range(header.count()):
            header.moveSection(header.visualIndex(place), place)
        self.restore_columns()

    def column_menu(self) -> QMenu:
        """The menu from which columns are chosen; the last one in view cannot be hidden."""
        menu = QMenu(self)
        header = self.view.horizontalHeader()
        shown = header.count() - header.hiddenSectionCount()
        for place, column in enumerate(self.model.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(place))
            action.setEnabled(shown > 1 or header.isSectionHidden(place))
            action.toggled.connect(lambda on, place=place: self._show_column(place, on))
        menu.addSeparator()
        menu.addAction(tr_("Diwan", "Reset the columns")).triggered.connect(
            lambda _checked=False: self.reset_columns()
        )
        return menu

    def _wire(self) -> None:
        header = self.view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_column_menu)
        header.sectionMoved.connect(lambda *_: self._keeping.start())
        header.sectionResized.connect(self._resized)
        header.sectionClicked.connect(self._sort)
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

    def _set_column(self, logical: int, width: int, hidden: bool) -> None:
        header = self.view.horizontalHeader()
        header.setSectionHidden(logical, hidden)
        header.resizeSection(logical, width)

    def _show_column(self, logical: int, on: bool) -> None:
        self.view.horizontalHeader().setSectionHidden(logical, not on)
        self.view.stretch()
        self.keep_columns()

    def _open_column_menu(self, place: QPoint) -> None:
        self.column_menu().popup(self.view.horizontalHeader().mapToGlobal(place))

    def sort_by(self, order: Order) -> None:
        """Sorts by ``order``, shows it in the heading and remembers it for this table."""
        self._show_order(order)
        self._preferences.keep_state("order", self._name, _order_state(order))
        self.model.sort_by(order)

    def _sort(self, logical: int) -> None:
        """Upwards, downwards, and at the third click the list's own order again."""
        sort = self.model.columns[logical].sort
        if not sort:
            self._show_order(self.model.order)
            return
        before = self.model.order
        again = before.sort == sort
        self.sort_by(Order() if again and before.descending else Order(sort, descending=again))

    def _show_order(self, order: Order) -> None:
        header = self.view.horizontalHeader()
        places = {column.sort: place for place, column in enumerate(self.model.columns) if column.sort}
        direction = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicatorShown(order.sort in places)
        header.setSortIndicator(places.get(order.sort, -1), direction)

    def _restore_order(self) -> None:
        kept = bytes(self._preferences.state("order", self._name).data()).decode("utf-8", "replace")
        sort, _, direction = kept.partition(" ")
        if any(sort and sort == column.sort for column in self.model.columns):
            order = Order(sort, direction == "desc")
            self._show_order(order)
            self.model.start_with(order)

    def _resized(self, logical: int, _before: int, _now: int) -> None:
        # A width that a person drags to is theirs; the table itself fills what is left with the others.
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton and not self.view.stretching:
            self.view.chosen.add(logical)
        self._keeping.start()

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
        header = self.view.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        shown = [logical for logical in order if not header.isSectionHidden(logical)]
        lines = []
        for index in sorted(self.view.selectionModel().selectedRows(), key=QModelIndex.row):
            cells = self.model.row(index.row()).cells
            lines.append("\t".join(without_bidi_controls(cells[logical].text) for logical in shown))
        QApplication.clipboard().setText("\n".join(lines))


class _Grid(QTableView):
    """The table itself: whole rows are selected and light up under the mouse."""

    def __init__(self, model: KeysetTableModel) -> None:
        super().__init__()
        self.setProperty("role", "grid")
        self.setModel(model)
        self._columns = model.columns
        self.chosen: set[int] = set()
        """Columns whose width a person chose: they no longer stretch."""
        self.stretching = False
        set_up_table(self)
        self._cells = CellDelegate(model, self)
        self.setItemDelegate(self._cells)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setAccessibleName(tr_("Diwan", "Column headings"))
        self.setAccessibleName(tr_("Diwan", "List"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stretch()

    def stretch(self) -> None:
        """Shares what room is left among the stretching columns; none gets less than it asks for.

        Qt's own stretch mode squeezes them to nothing where the window is narrow.
        """
        header = self.horizontalHeader()
        sharing = [
            place
            for place, column in enumerate(self._columns)
            if column.stretch and place not in self.chosen and not header.isSectionHidden(place)
        ]
        others = header.length() - sum(header.sectionSize(place) for place in sharing)
        left = self.viewport().width() - others - sum(self._columns[place].width for place in sharing)
        self.stretching = True
        for turn, place in enumerate(sharing):
            share = max(0, left) // len(sharing) + (1 if turn < max(0, left) % len(sharing) else 0)
            header.resizeSection(place, self._columns[place].width + share)
        self.stretching = False

    def _hover(self, row: int) -> None:
        before, self._cells.hovered = self._cells.hovered, row
        if row == before:
            return
        for one in (before, row):
            if one >= 0:
                self.viewport().update(0, self.rowViewportPosition(one), self.viewport().width(), ROW_HEIGHT)


def _order_state(order: Order) -> QByteArray:
    return QByteArray(f"{order.sort} {'desc' if order.descending else 'asc'}".encode() if order.sort else b"")


def _read_state(kept: bytes) -> list[dict[str, object]]:
    """The columns as kept; nothing where what was kept makes no sense."""
    try:
        state = json.loads(kept or b"[]")
    except ValueError:
        return []
    wanted = {"key", "width", "hidden"}
    return (
        [one for one in state if isinstance(one, dict) and wanted <= set(one)]
        if isinstance(state, list)
        else []
    )
