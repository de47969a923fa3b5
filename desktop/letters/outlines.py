"""A TrueType glyph as PDF path operators, in thousandths of the type size.

Harakat are drawn this way: a text run that moved the pen back for every mark would be read as broken words.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from desktop.base.errors import Bug

_ON_CURVE, _SHORT_X, _SHORT_Y, _REPEAT, _SAME_X, _SAME_Y = 1, 2, 4, 8, 16, 32
_WORDS, _OFFSETS, _SCALE, _MORE, _TWO_SCALES, _FULL_MATRIX = 1, 2, 8, 32, 64, 128
_UNIT = 1 << 14
"""One, in the font's fixed-point numbers."""


@dataclass(frozen=True, slots=True)
class _Point:
    x: float
    y: float
    on: bool

    def moved(self, matrix: tuple[float, ...], right: float, up: float) -> _Point:
        a, b, c, d = matrix
        return _Point(self.x * a + self.y * c + right, self.x * b + self.y * d + up, self.on)

    def towards(self, other: _Point, share: float) -> _Point:
        return _Point(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share, True)


def path(glyph: int, data: Callable[[int], bytes]) -> str:
    """The filled outline of ``glyph``; ``data`` gives a glyph's bytes in the font's ``glyf`` table."""
    return "\n".join([*map(_drawn, _contours(glyph, data)), "f"])


def _contours(glyph: int, data: Callable[[int], bytes]) -> list[list[_Point]]:
    outline = data(glyph)
    if not outline:
        return []
    (count,) = struct.unpack_from(">h", outline)
    if count >= 0:
        return _points(outline, count)
    contours: list[list[_Point]] = []
    position, flags = 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", outline, position)
        if not flags & _OFFSETS:
            raise Bug(f"glyph {glyph}: parts hooked by points are not drawn")
        right, up = struct.unpack_from(">hh" if flags & _WORDS else ">bb", outline, position + 4)
        position += 8 if flags & _WORDS else 6
        matrix, position = _matrix(outline, position, flags)
        contours += [
            [point.moved(matrix, right, up) for point in contour] for contour in _contours(part, data)
        ]
    return contours


def _matrix(outline: bytes, position: int, flags: int) -> tuple[tuple[float, ...], int]:
    """How a part is scaled: the four numbers of its matrix, and where the next part begins."""
    if flags & _SCALE:
        (both,) = struct.unpack_from(">h", outline, position)
        return (both / _UNIT, 0.0, 0.0, both / _UNIT), position + 2
    if flags & _TWO_SCALES:
        across, upwards = struct.unpack_from(">hh", outline, position)
        return (across / _UNIT, 0.0, 0.0, upwards / _UNIT), position + 4
    if flags & _FULL_MATRIX:
        return tuple(value / _UNIT for value in struct.unpack_from(">4h", outline, position)), position + 8
    return (1.0, 0.0, 0.0, 1.0), position


def _points(outline: bytes, count: int) -> list[list[_Point]]:
    ends = struct.unpack_from(f">{count}H", outline, 10)
    position = 10 + 2 * count
    position += 2 + struct.unpack_from(">H", outline, position)[0]
    total = ends[-1] + 1 if ends else 0
    flags: list[int] = []
    while len(flags) < total:
        flag = outline[position]
        position += 1
        flags.append(flag)
        if flag & _REPEAT:
            flags += [flag] * outline[position]
            position += 1
    xs, position = _coordinates(outline, position, flags, _SHORT_X, _SAME_X)
    ys, position = _coordinates(outline, position, flags, _SHORT_Y, _SAME_Y)
    points = [_Point(x, y, bool(flag & _ON_CURVE)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    starts = [0, *(end + 1 for end in ends)]
    return [points[start : end + 1] for start, end in zip(starts, ends, strict=False)]


def _coordinates(
    outline: bytes, position: int, flags: list[int], short: int, same: int
) -> tuple[list[int], int]:
    value, values = 0, []
    for flag in flags:
        if flag & short:
            value += outline[position] if flag & same else -outline[position]
            position += 1
        elif not flag & same:
            value += struct.unpack_from(">h", outline, position)[0]
            position += 2
        values.append(value)
    return values, position


def _drawn(contour: list[_Point]) -> str:
    """One closed contour: quadratic curves raised to cubic ones."""
    first = next((index for index, point in enumerate(contour) if point.on), None)
    if first is None:
        contour = [contour[-1].towards(contour[0], 0.5), *contour]
        first = 0
    ring = [*contour[first:], *contour[: first + 1]]
    here = ring[0]
    parts = [f"{here.x:g} {here.y:g} m"]
    control: _Point | None = None
    for point in ring[1:]:
        if control is None:
            if point.on:
                parts.append(f"{point.x:g} {point.y:g} l")
                here = point
            else:
                control = point
            continue
        end = point if point.on else control.towards(point, 0.5)
        one, two = here.towards(control, 2 / 3), end.towards(control, 2 / 3)
        parts.append(f"{one.x:.1f} {one.y:.1f} {two.x:.1f} {two.y:.1f} {end.x:g} {end.y:g} c")
        here, control = end, None if point.on else point
    return "\n".join([*parts, "h"])
