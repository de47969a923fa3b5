"""What a list has that a letter has not: facts in columns under the title, and boxes that are signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.letters.arabic import Line
from desktop.letters.flow import Strip
from desktop.letters.ink import BLACK, GREEN, GREY, TINT, bar, rule
from desktop.letters.setting import Column, Setting, Style, block

_LABEL = Style("bold", 11.5, 19.0, GREEN)
_VALUE = Style("regular", 11.5, 19.0)
_BOX_TITLE = Style("bold", 11.5, 19.0, GREEN)
_BOX_LINE = Style("regular", 10.5, 21.0, GREY)
_BLANKS = ("الاسم:", "التوقيع:", "التاريخ:")
_PADDING = 8.0
_GAP = 14.0
_LEAST_COLUMN = 225.0
"""Points: a narrower column of facts would break every value."""
_LEAST_BOX = 150.0


@dataclass(frozen=True, slots=True)
class _Fact:
    label: tuple[Line, ...]
    indent: float
    value: tuple[Line, ...]

    @property
    def height(self) -> float:
        return max(len(self.label), len(self.value)) * _VALUE.leading


def fact_strips(setting: Setting, facts: Sequence[tuple[str, str]]) -> list[Strip]:
    """Labels with their values in as many columns as fit, read row by row from the right."""
    measure = setting.paper.measure
    columns = min(len(facts), max(1, int(measure // _LEAST_COLUMN)))
    width = (measure - _GAP * (columns - 1)) / columns
    cells = [_fact(setting, index, label, value, width) for index, (label, value) in enumerate(facts)]
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    return [
        _fact_row(setting, row, width, before=6.0 if index == 0 else 0.0) for index, row in enumerate(rows)
    ]


def _fact(setting: Setting, index: int, label: str, value: str, width: float) -> _Fact:
    lines = setting.lines(f"facts.{index}.label", f"{label}:", _LABEL, width * 0.45)
    indent = max(line.width for line in lines) * _LABEL.size / 1000 + 5.0
    return _Fact(lines, indent, setting.lines(f"facts.{index}", value, _VALUE, width - indent))


def _fact_row(setting: Setting, row: list[_Fact], width: float, before: float) -> Strip:
    right = setting.paper.right

    def draw(top: float) -> str:
        parts = []
        for place, fact in enumerate(row):
            edge = right - place * (width + _GAP)
            parts.append(block(fact.label, _LABEL, Column(edge, fact.indent), top))
            parts.append(block(fact.value, _VALUE, Column(edge - fact.indent, width - fact.indent), top))
        return "\n".join(part for part in parts if part)

    return Strip(max(fact.height for fact in row), draw, before, keep=True)


def signature_strips(setting: Setting, titles: Sequence[str]) -> list[Strip]:
    """Boxes side by side from the right, each with its title and room for name, signature and date."""
    if not titles:
        return []
    measure = setting.paper.measure
    most = max(1, int((measure + _GAP) // (_LEAST_BOX + _GAP)))
    rows = -(-len(titles) // most)
    in_row = -(-len(titles) // rows)
    width = (measure - _GAP * (in_row - 1)) / in_row
    boxes = [
        setting.lines(f"signatures.{index}", title, _BOX_TITLE, width - 2 * _PADDING)
        for index, title in enumerate(titles)
    ]
    blanks = [setting.lines("signatures", text, _BOX_LINE, width)[0] for text in _BLANKS]
    return [
        _box_row(setting, boxes[start : start + in_row], blanks, width)
        for start in range(0, len(boxes), in_row)
    ]


def _box_row(setting: Setting, boxes: list[tuple[Line, ...]], blanks: list[Line], width: float) -> Strip:
    heading = max(len(title) for title in boxes) * _BOX_TITLE.leading + 4.0
    height = heading + len(blanks) * _BOX_LINE.leading + 8.0
    right = setting.paper.right

    def draw(top: float) -> str:
        return "\n".join(
            _box(title, blanks, right - place * (width + _GAP), top, (width, height, heading))
            for place, title in enumerate(boxes)
        )

    return Strip(height, draw, before=16.0)


def _box(
    title: tuple[Line, ...], blanks: list[Line], right: float, top: float, size: tuple[float, float, float]
) -> str:
    width, height, heading = size
    left, bottom = right - width, top - height
    parts = [TINT.fill(), bar(left, top - heading, width, heading), BLACK.fill()]
    parts.append(f"q {GREEN.stroke()} 0.6 w {left:.2f} {bottom:.2f} {width:.2f} {height:.2f} re S Q")
    parts.append(
        block(title, _BOX_TITLE, Column(right - _PADDING, width - 2 * _PADDING, "centre"), top - 2.0)
    )
    line_top = top - heading
    for blank in blanks:
        label = blank.width * _BOX_LINE.size / 1000
        parts.append(block((blank,), _BOX_LINE, Column(right - _PADDING, width), line_top))
        start = left + _PADDING
        line = rule(start, line_top - _BOX_LINE.leading + 3.0, right - 2 * _PADDING - label - start, 0.4)
        parts += [GREY.fill(), line, BLACK.fill()]
        line_top -= _BOX_LINE.leading
    return "\n".join(parts)
