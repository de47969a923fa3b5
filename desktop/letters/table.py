"""A letter's table: columns from right to left, cells that wrap, a header repeated on every page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from desktop.letters.arabic import Line
from desktop.letters.content import Digits, LetterTable
from desktop.letters.flow import Strip
from desktop.letters.ink import BLACK, GREEN, TINT, bar, rule
from desktop.letters.setting import RIGHT, WIDTH, Column, Setting, Style, block

_HEADER = Style("bold", 11.5, 19.0, GREEN)
_CELL = Style("regular", 11.5, 19.0)
_TOTAL = Style("bold", 11.5, 19.0)
_PADDING = 7.0
_INSET = 2.5
"""Space above and below a cell's lines."""
_LINE = 0.5
_MOST_LINES = 10
"""A row with more lines than this is divided, so that it can go over to a further page."""

_FIGURE = re.compile(r"[\s\d٠-٩.,:/٫٬%٪()+×*A-Za-z-]*|.{0,10}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns' widths and how their cells stand, from right to left."""

    widths: tuple[float, ...]
    centred: tuple[bool, ...]


def table_strips(setting: Setting, table: LetterTable, before: float) -> list[Strip]:
    """``table`` as strips of one row each, the first bound to its header."""
    grid = _grid(table, setting.digits)
    header_lines = _cells(setting, "table.headers", table.headers, _HEADER, grid)
    header = _row(header_lines, _HEADER, _Grid(grid.widths, (True,) * len(grid.widths)), filled=True)
    drawn = [Strip(header.height, header.draw, before, keep=True)]
    for index, row in enumerate(table.rows):
        is_total = table.total and index == len(table.rows) - 1
        style = _TOTAL if is_total else _CELL
        cells = _cells(setting, f"table.rows.{index}", row, style, grid)
        parts = _divided(cells)
        for place, part in enumerate(parts):
            strip = _row(part, style, grid, filled=is_total)
            # The first row stays under its header, the last with the one before it.
            keep = index == len(table.rows) - 2 and place == len(parts) - 1
            drawn.append(Strip(strip.height, strip.draw, keep=keep, repeat=header))
    return drawn


def _cells(
    setting: Setting, path: str, texts: tuple[str, ...], style: Style, grid: _Grid
) -> list[tuple[Line, ...]]:
    return [
        setting.lines(f"{path}.{column}", text, style, width - 2 * _PADDING)
        for column, (text, width) in enumerate(zip(texts, grid.widths, strict=True))
    ]


def _divided(cells: list[tuple[Line, ...]]) -> list[list[tuple[Line, ...]]]:
    most = max(len(lines) for lines in cells)
    return [[lines[start : start + _MOST_LINES] for lines in cells] for start in range(0, most, _MOST_LINES)]


def _row(cells: list[tuple[Line, ...]], style: Style, grid: _Grid, *, filled: bool) -> Strip:
    lines = max(len(part) for part in cells)
    height = lines * style.leading + 2 * _INSET
    kept = tuple(cells)

    def draw(top: float) -> str:
        return _drawn(kept, style, grid, filled, height, top)

    return Strip(height, draw)


@lru_cache(1024)
def _drawn(
    cells: tuple[tuple[Line, ...], ...], style: Style, grid: _Grid, filled: bool, height: float, top: float
) -> str:
    """One row from ``top`` downwards; in a batch the same rows come again at the same height."""
    lines = max(len(part) for part in cells)
    parts = []
    bottom = top - height
    if filled:
        parts += [TINT.fill(), bar(RIGHT - WIDTH, bottom, WIDTH, height)]
    parts += [
        GREEN.fill(),
        rule(RIGHT - WIDTH, bottom, WIDTH, _LINE),
        rule(RIGHT - WIDTH, top, WIDTH, _LINE),
    ]
    right = RIGHT
    parts.append(bar(right, bottom, _LINE, height + _LINE))
    for width in grid.widths:
        right -= width
        parts.append(bar(right, bottom, _LINE, height + _LINE))
    parts.append(BLACK.fill())
    right = RIGHT
    for part, width, centred in zip(cells, grid.widths, grid.centred, strict=True):
        column = Column(right - _PADDING, width - 2 * _PADDING, "centre" if centred else "right")
        middle = (lines - len(part)) * style.leading / 2
        parts.append(block(part, style, column, top - _INSET - middle))
        right -= width
    return "\n".join(text for text in parts if text)


@lru_cache(64)
def _grid(table: LetterTable, digits: Digits) -> _Grid:
    """How ``table`` fills the width; measured apart, for many letters of a batch have the same table."""
    return _Grid(_widths(Setting(digits), table), _centred(table))


def _centred(table: LetterTable) -> tuple[bool, ...]:
    """Columns of figures and short words are centred, columns of text begin at the right."""
    return tuple(
        all(_FIGURE.fullmatch(row[column]) for row in table.rows) for column in range(len(table.headers))
    )


def _widths(setting: Setting, table: LetterTable) -> tuple[float, ...]:
    if table.widths is not None:
        scale = WIDTH / sum(table.widths)
        return tuple(width * scale for width in table.widths)
    least, natural = [], []
    for column in range(len(table.headers)):
        cells = [(f"table.headers.{column}", table.headers[column], _HEADER)]
        cells += [(f"table.rows.{i}.{column}", row[column], _TOTAL) for i, row in enumerate(table.rows)]
        measured = [_measure(setting, path, text, style) for path, text, style in cells]
        natural.append(max(whole for whole, _ in measured) + 2 * _PADDING + 1)
        least.append(max(word for _, word in measured) + 2 * _PADDING + 1)
    spare = WIDTH - sum(natural)
    if spare >= 0:
        # What is left goes to the columns by their size, so that the table spans the text.
        return tuple(width + spare * width / sum(natural) for width in natural)
    room = WIDTH - sum(least)
    if room <= 0:
        return tuple(width * WIDTH / sum(least) for width in least)
    wish = sum(natural) - sum(least)
    return tuple(low + room * (high - low) / wish for low, high in zip(least, natural, strict=True))


def _measure(setting: Setting, path: str, text: str, style: Style) -> tuple[float, float]:
    """The width of ``text`` on one line, and of its widest word."""
    broken = setting.lines(path, text, style, float("inf"))
    words = [style.face.width(word) for line in broken for word in line.visual.split(" ")]
    scale = style.size / 1000
    return max(line.width for line in broken) * scale, max(words) * scale
