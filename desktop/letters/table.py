"""A letter's table: columns from right to left, cells that wrap, a header repeated on every page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from desktop.letters.arabic import Line
from desktop.letters.content import Digits, LetterTable
from desktop.letters.flow import Strip
from desktop.letters.ink import BLACK, GREEN, TINT, Colour, bar, rule
from desktop.letters.setting import Column, Paper, Setting, Style, block

_SIZES = (11.5, 10.5, 9.5, 8.5, 7.5)
"""Type sizes in points: the largest at which no word of the table must be divided."""
_LEADING = 19 / 11.5
_PADDING = 7 / 11.5
"""Beside a cell's text, in type sizes."""
_INSET = 2.5
"""Space above and below a cell's lines."""
_LINE = 0.5
_MOST_LINES = 10
"""A row with more lines than this is divided, so that it can go over to a further page."""

_FIGURE = re.compile(r"[\s\d٠-٩.,:/٫٬%٪()+×*A-Za-z-]*|.{0,10}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns' widths and how their cells stand, from right to left; the type's size; the paper."""

    widths: tuple[float, ...]
    centred: tuple[bool, ...]
    size: float
    paper: Paper

    @property
    def padding(self) -> float:
        """Points between a cell's text and its lines."""
        return self.size * _PADDING

    def style(self, *, bold: bool, colour: Colour = BLACK) -> Style:
        """How cells are set."""
        return Style("bold" if bold else "regular", self.size, self.size * _LEADING, colour)


def table_strips(setting: Setting, table: LetterTable, before: float) -> list[Strip]:
    """``table`` as strips of one row each, the first bound to its header."""
    grid = _grid(table, setting.digits, setting.paper)
    header_style = grid.style(bold=True, colour=GREEN)
    header_lines = _cells(setting, "table.headers", table.headers, header_style, grid)
    header_grid = replace(grid, centred=(True,) * len(grid.widths))
    header = _row(header_lines, header_style, header_grid, filled=True)
    drawn = [Strip(header.height, header.draw, before, keep=True)]
    for index, row in enumerate(table.rows):
        is_total = table.total and index == len(table.rows) - 1
        style = grid.style(bold=is_total)
        cells = _cells(setting, f"table.rows.{index}", row, style, grid)
        parts = _divided(cells)
        for place, part in enumerate(parts):
            strip = _row(part, style, grid, filled=is_total, least=table.row_height)
            # The first row stays under its header, the last with the one before it.
            keep = index == len(table.rows) - 2 and place == len(parts) - 1
            drawn.append(Strip(strip.height, strip.draw, keep=keep, repeat=header))
    return drawn


def _cells(
    setting: Setting, path: str, texts: tuple[str, ...], style: Style, grid: _Grid
) -> list[tuple[Line, ...]]:
    return [
        setting.lines(f"{path}.{column}", text, style, width - 2 * grid.padding)
        for column, (text, width) in enumerate(zip(texts, grid.widths, strict=True))
    ]


def _divided(cells: list[tuple[Line, ...]]) -> list[list[tuple[Line, ...]]]:
    most = max(len(lines) for lines in cells)
    return [[lines[start : start + _MOST_LINES] for lines in cells] for start in range(0, most, _MOST_LINES)]


def _row(
    cells: list[tuple[Line, ...]], style: Style, grid: _Grid, *, filled: bool, least: float = 0.0
) -> Strip:
    lines = max(len(part) for part in cells)
    height = max(lines * style.leading + 2 * _INSET, least)
    kept = tuple(cells)

    def draw(top: float) -> str:
        return _drawn(kept, style, grid, filled, height, top)

    return Strip(height, draw)


@lru_cache(1024)
def _drawn(
    cells: tuple[tuple[Line, ...], ...], style: Style, grid: _Grid, filled: bool, height: float, top: float
) -> str:
    """One row from ``top`` downwards; in a batch the same rows come again at the same height."""
    parts = []
    right, width = grid.paper.right, grid.paper.measure
    left, bottom = right - width, top - height
    if filled:
        parts += [TINT.fill(), bar(left, bottom, width, height)]
    parts += [GREEN.fill(), rule(left, bottom, width, _LINE), rule(left, top, width, _LINE)]
    edge = right
    parts.append(bar(edge, bottom, _LINE, height + _LINE))
    for one in grid.widths:
        edge -= one
        parts.append(bar(edge, bottom, _LINE, height + _LINE))
    parts.append(BLACK.fill())
    edge = right
    for part, one, centred in zip(cells, grid.widths, grid.centred, strict=True):
        column = Column(edge - grid.padding, one - 2 * grid.padding, "centre" if centred else "right")
        above = (height - len(part) * style.leading) / 2
        parts.append(block(part, style, column, top - above))
        edge -= one
    return "\n".join(text for text in parts if text)


@lru_cache(64)
def _grid(table: LetterTable, digits: Digits, paper: Paper) -> _Grid:
    """How ``table`` fills the width; measured apart, for many letters of a batch have the same table."""
    setting = Setting(digits, paper)
    grid = _Grid((), _centred(table), _SIZES[-1], paper)
    for size in _SIZES:
        widths, whole = _widths(setting, table, replace(grid, size=size))
        if whole:
            break
    return replace(grid, widths=widths, size=size)


def _centred(table: LetterTable) -> tuple[bool, ...]:
    """Columns of figures and short words are centred, columns of text begin at the right."""
    if table.aligned is not None:
        return tuple(align == "centre" for align in table.aligned)
    return tuple(
        all(_FIGURE.fullmatch(row[column]) for row in table.rows) for column in range(len(table.headers))
    )


def _widths(setting: Setting, table: LetterTable, grid: _Grid) -> tuple[tuple[float, ...], bool]:
    """The columns' widths, and whether every word is whole in them."""
    least, natural = [], []
    for column in range(len(table.headers)):
        cells = [(f"table.headers.{column}", table.headers[column])]
        cells += [(f"table.rows.{i}.{column}", row[column]) for i, row in enumerate(table.rows)]
        # Bold is wider: what a header or a sum needs is enough for every cell.
        measured = [_measure(setting, path, text, grid.style(bold=True)) for path, text in cells]
        natural.append(max(whole for whole, _ in measured) + 2 * grid.padding + 1)
        least.append(max(word for _, word in measured) + 2 * grid.padding + 1)
    measure = grid.paper.measure
    if table.widths is not None:
        return _shared(table.widths, least, measure), sum(least) <= measure
    spare = measure - sum(natural)
    if spare >= 0:
        # What is left goes to the columns by their size, so that the table spans the text.
        return tuple(width + spare * width / sum(natural) for width in natural), True
    room = measure - sum(least)
    if room <= 0:
        return tuple(width * measure / sum(least) for width in least), False
    wish = sum(natural) - sum(least)
    return tuple(low + room * (high - low) / wish for low, high in zip(least, natural, strict=True)), True


def _shared(shares: tuple[float, ...], least: list[float], measure: float) -> tuple[float, ...]:
    """``measure`` by ``shares``; a column that would divide a word gets its ``least`` where there is room."""
    if sum(least) > measure:
        return tuple(share * measure / sum(shares) for share in shares)
    fixed: dict[int, float] = {}
    while True:
        room = measure - sum(fixed.values())
        scale = room / sum(share for column, share in enumerate(shares) if column not in fixed)
        short = {
            column: low
            for column, (share, low) in enumerate(zip(shares, least, strict=True))
            if column not in fixed and share * scale < low
        }
        if not short:
            return tuple(fixed.get(column, share * scale) for column, share in enumerate(shares))
        fixed |= short
        if len(fixed) == len(shares):
            return tuple(low * measure / sum(least) for low in least)


def _measure(setting: Setting, path: str, text: str, style: Style) -> tuple[float, float]:
    """The width of ``text`` on one line, and of its widest word."""
    broken = setting.lines(path, text, style, float("inf"))
    words = [style.face.width(word) for line in broken for word in line.visual.split(" ")]
    scale = style.size / 1000
    return max(line.width for line in broken) * scale, max(words) * scale
