"""A letter made final: facts signed, pages drawn, file sealed, all kept together (COM-11)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from desktop.letters.content import LetterContent
from desktop.letters.render import render
from desktop.letters.signing import LetterFacts, PrivateKey, seal, sign


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """What is stored of a letter: it never changes afterwards.

    ``content`` carries the payload; ``pdf_sha256`` is in hexadecimal.
    """

    content: LetterContent
    facts: LetterFacts
    payload: str
    pdf: bytes
    pdf_sha256: str


def issue(content: LetterContent, private_key: PrivateKey) -> IssuedLetter:
    """``content`` signed, drawn and sealed with ``private_key``.

    Raises ``Refusal`` for what cannot be printed or does not fit the code.
    """
    facts = LetterFacts.of(content)
    payload = sign(facts, private_key)
    signed = replace(content, qr_payload=payload)
    pdf = seal(render(signed), private_key)
    return IssuedLetter(signed, facts, payload, pdf, hashlib.sha256(pdf).hexdigest())
