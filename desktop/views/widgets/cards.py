"""Surfaces with a title, and pairs of label and value on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.views.i18n import tr_
from desktop.views.palette import Tone
from desktop.views.widgets.basics import Words, label, let_go, row
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
        self._shown: list[tuple[Words, Words | Chip]] = []

    def show_facts(self, facts: Iterable[Fact]) -> None:
        """Shows ``facts``, filling one line after the other; an empty value shows a dash.

        What stands there already is only told other words: making a label takes twenty times as long.
        """
        wanted = tuple(facts)
        kept = 0
        for (key, value), fact in zip(self._shown, wanted, strict=False):
            if isinstance(value, Chip) is not (fact.tone is not None):
                break
            self._tell(key, value, fact)
            kept += 1
        for key, value in self._shown[kept:]:
            for gone in (key, value):
                self._grid.removeWidget(gone)
                let_go(gone)
        del self._shown[kept:]
        for place in range(kept, len(wanted)):
            self._shown.append(self._add(place, wanted[place]))

    def _add(self, place: int, fact: Fact) -> tuple[Words, Words | Chip]:
        line, column = divmod(place, self._columns)
        key = label("", "caption" if self._stacked else "key")
        above = line * 3 if self._stacked else line
        self._grid.addWidget(key, above, column * 2, Qt.AlignmentFlag.AlignTop)
        value: Words | Chip
        if fact.tone is not None:
            value = Chip("", fact.tone)
            below, beside = (1, 0) if self._stacked else (0, 1)
            self._grid.addWidget(value, above + below, column * 2 + beside, Qt.AlignmentFlag.AlignLeading)
        else:
            value = label("", wrap=True, selectable=True)
            key.setBuddy(value)
            if self._stacked:
                self._grid.addWidget(value, above + 1, column * 2, 1, 2)
                self._grid.setRowMinimumHeight(above + 2, _BETWEEN)
            else:
                self._grid.addWidget(value, line, column * 2 + 1)
        self._tell(key, value, fact)
        return key, value

    @staticmethod
    def _tell(key: Words, value: Words | Chip, fact: Fact) -> None:
        key.setText(fact.label)
        if isinstance(value, Chip):
            value.show_as(fact.value, fact.tone or Tone.NEUTRAL)
        else:
            value.setText(fact.value or "—")
            words = fact.value or tr_("Diwan", "nothing")
            value.setAccessibleName(f"{fact.label}: {words}")
