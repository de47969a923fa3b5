"""Documents that are small to send and enormous to open: found without opening them.

Nothing is drawn here. Pictures are judged by the size that their header tells; what a PDF has packed is
unpacked piece by piece and thrown away, until it is over or too much.
"""

from __future__ import annotations

import io
import re
import zlib

from desktop.base.text import Text

MOST_PIXELS = 120_000_000
"""A photograph of the best telephone has fewer."""
LONGEST_SIDE = 30_000
MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes that everything in a PDF may come to."""
MOST_STREAMS = 50_000

_PIECE = 1 << 20
_NESTED = 4
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_SIDE = {name: re.compile(rb"/" + name.encode() + rb"\s+(\d{1,10})\b") for name in ("Width", "Height")}

TOO_MUCH = Text(
    "الملف صغير الحجم لكنه يتضخم عند فتحه إلى حد لا يُقبل؛ أعد مسحه أو حفظه بدقة عادية.",
    "The file is small but grows beyond all measure when it is opened; scan or save it again normally.",
)


def is_bomb(content: bytes, media_type: str) -> bool:
    """Whether opening ``content`` would take more memory than any honest document does."""
    if media_type == "image/png":
        return _too_many(_png_size(content))
    if media_type == "image/jpeg":
        return _too_many(_jpeg_size(content))
    return media_type == "application/pdf" and _pdf_is_bomb(content)


def _too_many(size: tuple[int, int]) -> bool:
    width, height = size
    return width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE


def _png_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels; nothing of each where the header is cut off."""
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _jpeg_size(content: bytes) -> tuple[int, int]:
    from PIL.JpegImagePlugin import JpegImageFile

    try:
        # Only the header is read; the picture itself never.
        with JpegImageFile(io.BytesIO(content)) as picture:
            return picture.size
    except (OSError, SyntaxError, ValueError, IndexError):
        return 0, 0


def _pdf_is_bomb(content: bytes) -> bool:
    sides = [[int(found) for found in pattern.findall(content)] for pattern in _SIDE.values()]
    if any(side > LONGEST_SIDE for side in (*sides[0], *sides[1])):
        return True
    # The numbers of one picture stand together; pairing the largest of both errs on the safe side.
    if sides[0] and sides[1] and any(w * h > MOST_PIXELS for w, h in zip(*sides, strict=False)):
        return True
    left = MOST_UNPACKED
    for count, start in enumerate(_STREAM.finditer(content)):
        if count >= MOST_STREAMS:
            return True
        left -= _unpacked(memoryview(content)[start.end() :], left, _NESTED)
        if left < 0:
            return True
    return False


def _unpacked(packed: memoryview | bytes, most: int, nested: int) -> int:
    """How many bytes ``packed`` comes to, counted until it is more than ``most``; 0 where it is none."""
    if len(packed) < 2 or packed[0] & 0x0F != 8 or (packed[0] * 256 + packed[1]) % 31:
        return 0
    unpacker = zlib.decompressobj()
    total, rest, first = 0, bytes(packed[:_PIECE]), b""
    place = len(rest)
    try:
        while total <= most and not unpacker.eof:
            piece = unpacker.decompress(rest, _PIECE)
            total += len(piece)
            if nested and len(first) < _PIECE:
                first += piece
            rest = unpacker.unconsumed_tail
            if not rest and not piece:
                rest = bytes(packed[place : place + _PIECE])
                place += len(rest)
                if not rest:
                    break
    except zlib.error:
        return total
    if nested and total <= most:
        # What is packed twice is small after the first time.
        total += _unpacked(first, most - total, nested - 1)
    return total
