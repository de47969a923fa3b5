"""Letters as PDF bytes, one by one or by the hundred."""

from __future__ import annotations

from desktop.letters.content import LetterContent
from desktop.letters.layout import composed
from desktop.letters.pdf import written


def render(content: LetterContent) -> bytes:
    """``content`` as a PDF file; equal contents give equal bytes.

    Raises ``Refusal`` naming the field and the character where the font lacks a glyph, and the field of a
    logo that cannot be read.
    """
    return written(composed(content))
