"""The picture at the head of the paper: a municipality's own file, or the program's neutral emblem."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.pdfgen.pathobject import PDFPathObject

from desktop.base.errors import Refusal
from desktop.letters.content import Letterhead
from desktop.letters.ink import GOLD, GREEN, Colour

_WHITE = Colour(1, 1, 1)

_MOST_PIXELS = 640
"""A logo is printed about 23 mm high: more pixels than this add weight, not sharpness, at 600 dpi."""
_SIDES = (_MOST_PIXELS, 480, 360, 240)
MOST_LOGO_BYTES = 250_000
"""A logo travels with each letter."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo as PDF image data: deflated RGB rows and, where it has transparency, a deflated mask."""

    width: int
    height: int
    colours: bytes
    mask: bytes | None


def neutral(size: float) -> str:
    """The operators of an eight-pointed star with a gate in it, in a square of ``size`` points."""
    middle = size / 2
    parts = ["q", GREEN.fill(), _star(middle, size * 0.5, 0.0), "f"]
    parts += [GOLD.stroke(), f"{size * 0.014:.3f} w", _ring(middle, size * 0.335), "S"]
    parts += [_WHITE.fill(), _gate(middle, size), "f", GREEN.fill(), _door(middle, size), "f", "Q"]
    return "\n".join(parts)


def picture(letterhead: Letterhead) -> Picture | None:
    """The logo of ``letterhead``; a ``Refusal`` naming the field where it is no PNG or JPEG."""
    try:
        file = letterhead.logo_bytes()
        return None if file is None else _decoded(file)
    except (OSError, UnidentifiedImageError, ValueError) as error:
        raise _unreadable("letterhead.logo") from error


def fitted(content: bytes) -> bytes:
    """A picture that somebody chose as a logo, as small as it is still sharp on paper: a PNG or JPEG file.

    Raises ``Refusal`` (field ``logo``) for what is no picture, or one of too many pixels.
    """
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError) as error:
        raise _unreadable("logo") from error
    for side in _SIDES:
        upright.thumbnail((side, side), Image.Resampling.LANCZOS)
        target = BytesIO()
        upright.save(target, "PNG", optimize=True)
        if target.tell() <= MOST_LOGO_BYTES:
            break
    return target.getvalue()


@lru_cache(16)
def _decoded(content: bytes) -> Picture:
    with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
        image.thumbnail((_MOST_PIXELS, _MOST_PIXELS), Image.Resampling.LANCZOS)
        full = image.convert("RGBA")
    alpha = full.getchannel("A")
    opaque = alpha.getextrema() == (255, 255)
    return Picture(
        full.width,
        full.height,
        zlib.compress(full.convert("RGB").tobytes(), 9),
        None if opaque else zlib.compress(alpha.tobytes(), 9),
    )


def _unreadable(field: str) -> Refusal:
    return Refusal.one(
        "letter.bad_logo",
        "لا يمكن قراءة ملف الشعار؛ المقبول صورة PNG أو JPEG.",
        "The logo cannot be read; it must be a PNG or JPEG picture.",
        field=field,
    )


def _star(middle: float, radius: float, turn: float) -> str:
    path = PDFPathObject()
    inner = radius * 0.765
    for point in range(16):
        angle = turn + math.pi * point / 8 + math.pi / 2
        reach = radius if point % 2 == 0 else inner
        x, y = middle + reach * math.cos(angle), middle + reach * math.sin(angle)
        if point:
            path.lineTo(x, y)
        else:
            path.moveTo(x, y)
    path.close()
    return str(path.getCode())


def _ring(middle: float, radius: float) -> str:
    path = PDFPathObject()
    path.circle(middle, middle, radius)
    return str(path.getCode())


def _gate(middle: float, size: float) -> str:
    path = PDFPathObject()
    # A wall with a stepped top; its lower edge stands on a plinth.
    left, foot, unit = middle - size * 0.2, middle - size * 0.2, size * 0.08
    path.rect(left - size * 0.02, foot - size * 0.045, size * 0.44, size * 0.03)
    path.moveTo(left, foot)
    path.lineTo(left, foot + size * 0.26)
    for step in range(3):
        path.lineTo(left + unit * 2 * step, foot + size * 0.31)
        path.lineTo(left + unit * (2 * step + 1), foot + size * 0.31)
        if step < 2:
            path.lineTo(left + unit * (2 * step + 1), foot + size * 0.26)
            path.lineTo(left + unit * (2 * step + 2), foot + size * 0.26)
    path.lineTo(left + unit * 5, foot)
    path.close()
    return str(path.getCode())


def _door(middle: float, size: float) -> str:
    path = PDFPathObject()
    half, foot = size * 0.075, middle - size * 0.2
    spring, top = foot + size * 0.12, foot + size * 0.225
    path.moveTo(middle - half, foot)
    path.lineTo(middle - half, spring)
    path.curveTo(middle - half, spring + size * 0.06, middle - half * 0.4, top - size * 0.02, middle, top)
    path.curveTo(
        middle + half * 0.4, top - size * 0.02, middle + half, spring + size * 0.06, middle + half, spring
    )
    path.lineTo(middle + half, foot)
    path.close()
    return str(path.getCode())
