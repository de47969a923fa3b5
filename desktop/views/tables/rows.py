"""What a table shows: immutable rows of texts, made on a worker thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desktop.views.palette import Tone


class CellKind(StrEnum):
    """How a column is drawn."""

    TEXT = "text"
    NUMBER = "number"
    CHIP = "chip"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``width`` is in pixels; ``stretch`` columns share the room that is left. A ``sort`` is the name
    the query knows; columns without one are not sorted by. A ``strong`` column is what the eye looks for.
    """

    key: str
    title: str
    kind: CellKind = CellKind.TEXT
    width: int = 140
    sort: str = ""
    stretch: bool = False
    strong: bool = False
    hidden: bool = False
    detail: str = ""
    """What the smaller line of its cells is called, where a spreadsheet gives it a column of its own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, a smaller one under it, and what its colour says."""

    text: str
    detail: str = ""
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the id of what it stands for and a cell per column; ``tone`` marks its leading edge."""

    id: str
    cells: tuple[Cell, ...]
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """Sorted by the column's ``sort`` name; an empty one is the query's own order."""

    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Some rows, and from where the next ones go on; no ``cursor``: these were the last."""

    rows: tuple[Row, ...]
    cursor: object = None


Fetch = Callable[[object, Order, int], RowsPage]
"""Called on a worker thread with the cursor (``None``: from the start), the order and how many rows."""
