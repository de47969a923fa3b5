"""Which columns a person sees, in which order and how wide; remembered for each table."""

from __future__ import annotations

import json

from PySide6.QtCore import QByteArray, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu, QWidget

from desktop.views.i18n import tr_
from desktop.views.preferences import Preferences
from desktop.views.tables.grid import Grid
from desktop.views.tables.rows import Column

_KEEP_AFTER_MS = 400
"""A column being dragged tells of each pixel; its width is kept when the hand rests."""


class ColumnChoice(QObject):
    """Belongs to ``table``, whose rows ``grid`` shows; kept in the preferences under ``name``."""

    def __init__(
        self, table: QWidget, grid: Grid, columns: tuple[Column, ...], name: str, preferences: Preferences
    ) -> None:
        super().__init__(table)
        self._table = table
        self._grid = grid
        self._columns = columns
        self._name = name
        self._preferences = preferences
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(_KEEP_AFTER_MS)
        self._keeping.timeout.connect(self.keep)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._open_menu)
        self._header.sectionMoved.connect(lambda *_: self._keeping.start())
        self._header.sectionResized.connect(self._resized)
        self.restore()

    @property
    def _header(self) -> QHeaderView:
        # Asked for anew: PySide drops the wrapper of a header that lives on when a child of it is let go.
        return self._grid.horizontalHeader()

    def shown(self) -> list[int]:
        """The places in the model of the columns in view, in the order in which they stand."""
        return [logical for logical in self._in_order() if not self._header.isSectionHidden(logical)]

    def state(self) -> list[dict[str, object]]:
        """The columns in their order, with width in pixels and whether they are shown."""
        return [
            {
                "key": self._columns[logical].key,
                "width": self._grid.columnWidth(logical) or self._columns[logical].width,
                "hidden": self._header.isSectionHidden(logical),
                "chosen": logical in self._grid.chosen,
            }
            for logical in self._in_order()
        ]

    def keep(self) -> None:
        """Remembers the columns as they stand."""
        state = json.dumps(self.state()).encode()
        self._preferences.keep_state("columns", self._name, QByteArray(state))

    def restore(self) -> None:
        """Shows the columns as they were left; ones that are new since then stand at their own place."""
        places = {column.key: place for place, column in enumerate(self._columns)}
        for column in self._columns:
            self._set(places[column.key], column.width, column.hidden)
        kept = self._preferences.state("columns", self._name).data()
        known = [one for one in _read_state(bytes(kept)) if one["key"] in places]
        self._grid.chosen = {places[str(one["key"])] for one in known if one.get("chosen")}
        for place, one in enumerate(known):
            logical = places[str(one["key"])]
            self._header.moveSection(self._header.visualIndex(logical), place)
            self._set(logical, int(str(one["width"])), bool(one["hidden"]))
        self._grid.stretch()
        self._keeping.stop()

    def reset(self) -> None:
        """Shows the columns as they were before anything was changed."""
        self._grid.chosen.clear()
        self._preferences.keep_state("columns", self._name, QByteArray())
        for place in range(self._header.count()):
            self._header.moveSection(self._header.visualIndex(place), place)
        self.restore()

    def show_column(self, logical: int, on: bool) -> None:
        """Shows or hides the column at the place ``logical`` of the model, and remembers it."""
        self._header.setSectionHidden(logical, not on)
        self._grid.stretch()
        self.keep()

    def menu(self) -> QMenu:
        """The menu from which columns are chosen; the last one in view cannot be hidden."""
        menu = QMenu(self._table)
        shown = self._header.count() - self._header.hiddenSectionCount()
        for place, column in enumerate(self._columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self._header.isSectionHidden(place))
            action.setEnabled(shown > 1 or self._header.isSectionHidden(place))
            action.toggled.connect(lambda on, place=place: self.show_column(place, on))
        menu.addSeparator()
        menu.addAction(tr_("Diwan", "Reset the columns")).triggered.connect(
            lambda _checked=False: self.reset()
        )
        return menu

    def ask(self) -> None:
        """Opens the menu under the headings."""
        self._open_menu(self._header.rect().bottomLeft())

    def _in_order(self) -> list[int]:
        return [self._header.logicalIndex(place) for place in range(self._header.count())]

    def _set(self, logical: int, width: int, hidden: bool) -> None:
        self._header.setSectionHidden(logical, hidden)
        self._header.resizeSection(logical, width)

    def _open_menu(self, place: QPoint) -> None:
        self.menu().popup(self._header.mapToGlobal(place))

    def _resized(self, logical: int, _before: int, _now: int) -> None:
        # A width that a person drags to is theirs; the table itself fills what is left with the others.
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton and not self._grid.stretching:
            self._grid.chosen.add(logical)
        self._keeping.start()


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
