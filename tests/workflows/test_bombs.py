"""Small files that grow without end are refused before anything opens them; honest ones are not."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib

import pytest
from PIL import Image

from desktop.workflows.bombs import LONGEST_SIDE, MOST_UNPACKED, is_bomb
from desktop.workflows.documents import new_attachment


def png(width: int, height: int) -> bytes:
    """A PNG whose header promises that size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + header
    rows = zlib.compress(bytes(1000))
    body = b"IDAT" + rows
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(header)) + chunk + struct.pack(">I", zlib.crc32(chunk))
        + struct.pack(">I", len(rows)) + body + struct.pack(">I", zlib.crc32(body))
    )  # fmt: skip


def jpeg(width: int, height: int) -> bytes:
    """A real small JPEG whose header was changed to promise that size."""
    kept = io.BytesIO()
    Image.new("RGB", (8, 8)).save(kept, "JPEG")
    content = bytearray(kept.getvalue())
    place = content.index(b"\xff\xc0") + 5
    content[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def pdf(*streams: bytes, extra: bytes = b"") -> bytes:
    bodies = b"".join(
        b"%d 0 obj <</Length %d /Filter /FlateDecode>>\nstream\n" % (n, len(s)) + s + b"\nendstream endobj\n"
        for n, s in enumerate(streams, 1)
    )
    return b"%PDF-1.7\n" + extra + bodies + b"%%EOF"


def packed(size: int, times: int = 1) -> bytes:
    """So many bytes of nothing, packed."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()
    for _ in range(times - 1):
        content = zlib.compress(content, 9)
    return content


BOMBS = {
    "png": (png(50_000, 50_000), "image/png"),
    "long png": (png(1, LONGEST_SIDE + 1), "image/png"),
    "jpeg": (jpeg(60_000, 60_000), "image/jpeg"),
    "pdf": (pdf(packed(MOST_UNPACKED + (2 << 20))), "application/pdf"),
    "many streams": (pdf(*[packed(64 << 20)] * 5), "application/pdf"),
    "packed twice": (pdf(packed(MOST_UNPACKED + (2 << 20), 2)), "application/pdf"),
    "picture in a pdf": (pdf(extra=b"<</Width 90000 /Height 90000>>"), "application/pdf"),
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.clause("COM-14")
def test_a_bomb_is_refused_and_memory_stays_small(name: str) -> None:
    content, media_type = BOMBS[name]
    assert len(content) < 3_000_000
    tracemalloc.start()
    assert is_bomb(content, media_type)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 << 20
    attachment, problem = new_attachment("certificate", "a.x", content, "attachments[0]")
    assert attachment is None
    assert problem is not None
    assert (problem.code, problem.field) == ("bomb", "attachments[0].content")


def test_honest_documents_are_not() -> None:
    photograph = io.BytesIO()
    Image.new("RGB", (4000, 3000), (200, 30, 30)).save(photograph, "JPEG")
    drawing = io.BytesIO()
    Image.new("RGB", (2480, 3508), "white").save(drawing, "PNG")
    page = io.BytesIO()
    Image.new("RGB", (2480, 3508), "white").save(page, "PDF")
    for content, media_type in (
        (photograph.getvalue(), "image/jpeg"),
        (drawing.getvalue(), "image/png"),
        (page.getvalue(), "application/pdf"),
        (pdf(packed(8 << 20), b"not packed at all", b""), "application/pdf"),
        (b"%PDF-1.7\none", "application/pdf"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
    ):
        assert not is_bomb(content, media_type)
