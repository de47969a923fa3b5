"""Surfaces with a title, and pairs of label and value on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.views.i18n import tr_
from desktop.views.palette import Tone
from desktop.views.widgets.basics import clear, label, row
from desktop.views.widgets.marks import Chip


class Card(QFrame):
    """A white plate; ``body`` is where its content goes, ``head`` beside the title is for tools."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._frame = QVBoxLayout(self)
        self._frame.setContentsMargins(QMargins(20, 16, 20, 16))
        self._frame.setSpacing(12)
        self.head = row()
        if title:
            self.head.addWidget(label(title, "heading"))
            self.head.addStretch(1)
            self._frame.addLayout(self.head)
            self.setAccessibleName(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self._frame.addLayout(self.body, 1)

    def flush(self) -> None:
        """Lets the content reach the edges, as tables do."""
        self._frame.setContentsMargins(QMargins(2, 8, 2, 8))


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and a value already formatted by :mod:`desktop.views.shown`; a ``tone`` makes it a chip."""

    label: str
    value: str
    tone: Tone | None = None


_BETWEEN = 4
"""Pixels between a stacked value and the next label."""


class KeyValues(QWidget):
    """Labels and values in columns; the values can be selected and copied.

    Where room is narrow they are ``stacked``: each value under its label.
    """

    def __init__(self, columns: int = 1, parent: QWidget | None = None, *, stacked: bool = False) -> None:
        super().__init__(parent)
        self._columns = columns
        self._stacked = stacked
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2 if stacked else 10)
        for place in range(columns):
            self._grid.setColumnStretch(place * 2 + 1, 1)

    def show_facts(self, facts: Iterable[Fact]) -> None:
        """Shows ``facts``, filling one line after the other; an empty value shows a dash."""
        clear(self._grid)
        nothing = tr_("Diwan", "nothing")
        for place, fact in enumerate(facts):
            line, column = divmod(place, self._columns)
            key = label(fact.label, "caption" if self._stacked else "key")
            above = line * 3 if self._stacked else line
            self._grid.addWidget(key, above, column * 2, Qt.AlignmentFlag.AlignTop)
            if fact.tone is not None:
                chip = Chip(fact.value, fact.tone)
                self._grid.addWidget(
                    chip,
                    above + (1 if self._stacked else 0),
                    column * 2 + (0 if self._stacked else 1),
                    Qt.AlignmentFlag.AlignLeading,
                )
                continue
            value = label(fact.value or "—", wrap=True, selectable=True)
            value.setAccessibleName(f"{fact.label}: {fact.value or nothing}")
            key.setBuddy(value)
            if self._stacked:
                self._grid.addWidget(value, above + 1, column * 2, 1, 2)
                self._grid.setRowMinimumHeight(above + 2, _BETWEEN)
            else:
                self._grid.addWidget(value, line, column * 2 + 1)
