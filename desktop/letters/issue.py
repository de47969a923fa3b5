"""Letters made final: facts signed, pages drawn, file sealed, all kept together (COM-11)."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from desktop.base.errors import Refusal
from desktop.letters.content import LetterContent
from desktop.letters.render import render, render_many
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
    signed = _signed(content, private_key)
    return _sealed(signed, render(signed), private_key)


def issue_many(
    contents: Iterable[LetterContent],
    private_key: PrivateKey,
    *,
    processes: int | None = None,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[IssuedLetter | Refusal]:
    """The letters of a batch in their order, drawn on all cores; one that is refused comes as its refusal.

    The key stays in this process. The rest is as in ``render_many``.
    """
    waiting: deque[LetterContent | Refusal] = deque()

    def signed() -> Iterator[LetterContent]:
        for content in contents:
            try:
                one = _signed(content, private_key)
            except Refusal as refusal:
                waiting.append(refusal)
                continue
            waiting.append(one)
            yield one

    drawn = render_many(signed(), processes=processes, progress=progress, cancelled=cancelled)
    for rendered in drawn:
        while isinstance(one := waiting.popleft(), Refusal):
            yield one
        try:
            yield _sealed(one, rendered.bytes_or_refusal(), private_key)
        except Refusal as refusal:
            yield refusal
    # Those that come after the last letter that could be drawn.
    yield from (one for one in waiting if isinstance(one, Refusal))


def _signed(content: LetterContent, private_key: PrivateKey) -> LetterContent:
    return replace(content, qr_payload=sign(LetterFacts.of(content), private_key))


def _sealed(signed: LetterContent, drawn: bytes, private_key: PrivateKey) -> IssuedLetter:
    pdf = seal(drawn, private_key)
    return IssuedLetter(
        signed, LetterFacts.of(signed), signed.qr_payload or "", pdf, hashlib.sha256(pdf).hexdigest()
    )
