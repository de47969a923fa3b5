"""The approved picture of a letter; run as a program to draw it anew after a change that was looked at."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.letters.content import LetterContent
from desktop.letters.render import render
from desktop.letters.signing import LetterFacts, PrivateKey, sign
from tests.letters.letters import TABLE, approval
from tests.letters.tools import picture

GOLDEN = Path(__file__).with_name("golden.png")


def golden_letter() -> LetterContent:
    """A letter with everything on one page, signed with a key that everyone knows."""
    key = PrivateKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    content = approval(copy_number=2, hijri="1448/06/11 هـ", enclosures=("تعليمات الدوام",))
    short = replace(TABLE, rows=TABLE.rows[2:], after=3)
    content = replace(content, paragraphs=content.paragraphs[:2] + content.paragraphs[-1:], table=short)
    return replace(content, qr_payload=sign(LetterFacts.of(content), key))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        GOLDEN.write_bytes(picture(render(golden_letter()), Path(folder), dpi=60).read_bytes())
