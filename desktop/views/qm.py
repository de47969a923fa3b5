"""Catalogues of translations in Qt's own binary form, made in memory from ``.ts`` files.

Qt reads only ``.qm``. Making them here means that a fresh clone, a package and a read-only installation
all work without a build step, without a tool on the path and without a cache that can grow stale; the
result is looked up by Qt itself. A test compares it, sentence by sentence, with what ``lrelease`` makes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_LANGUAGE, _HASHES, _MESSAGES, _PLURALS = 0xA7, 0x42, 0x69, 0x88
_END, _TRANSLATION, _SOURCE, _CONTEXT, _COMMENT = 1, 3, 6, 7, 8

# Qt's byte code of which plural form a number takes: Arabic has zero, one, two, few (3-10 of a hundred),
# many (11-99) and other; English one and other.
_PLURAL_RULES = {
    "ar": bytes.fromhex("0100ff0101ff0102ff24030aff2a0b"),
    "en": bytes.fromhex("0101"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """One finished translation: ``forms`` is one sentence, or one per plural form."""

    context: str
    source: str
    comment: str
    forms: tuple[str, ...]


def messages(catalogue: Path) -> Iterator[Message]:
    """The finished translations of a ``.ts`` file, in its order."""
    # The catalogues are our own files, shipped with the program; nothing from outside is parsed here.
    for context in ElementTree.parse(catalogue).iter("context"):  # noqa: S314
        name = context.findtext("name", "")
        for entry in context.iter("message"):
            translation = entry.find("translation")
            if translation is None or translation.get("type"):
                continue
            plural = [form.text or "" for form in translation.iter("numerusform")]
            forms = tuple(plural or [translation.text or ""])
            if all(forms):
                yield Message(name, entry.findtext("source", ""), entry.findtext("comment", ""), forms)


def compiled(language: str, *catalogues: Path) -> bytes:
    """One binary catalogue for ``QTranslator.load`` from several files; the first to name a message wins."""
    chosen: dict[tuple[str, str, str], Message] = {}
    for catalogue in catalogues:
        for message in messages(catalogue):
            chosen.setdefault((message.context, message.source, message.comment), message)
    body = bytearray()
    places: list[tuple[int, int]] = []
    for message in chosen.values():
        places.append((_hash(message.source + message.comment), len(body)))
        body += _record(message)
    hashes = b"".join(struct.pack(">II", *place) for place in sorted(places))
    return b"".join(
        (
            _MAGIC,
            _section(_LANGUAGE, language.encode()),
            _section(_HASHES, hashes),
            _section(_MESSAGES, bytes(body)),
            _section(_PLURALS, _PLURAL_RULES[language]),
        )
    )


def _section(tag: int, content: bytes) -> bytes:
    return struct.pack(">BI", tag, len(content)) + content


def _record(message: Message) -> bytes:
    parts = [_section(_TRANSLATION, form.encode("utf-16-be")) for form in message.forms]
    parts.append(_section(_COMMENT, message.comment.encode()))
    parts.append(_section(_SOURCE, message.source.encode()))
    parts.append(_section(_CONTEXT, message.context.encode()))
    parts.append(bytes([_END]))
    return b"".join(parts)


def _hash(key: str) -> int:
    """The ELF hash by which Qt finds a message; never nought."""
    value = 0
    for byte in key.encode():
        value = (value << 4) + byte
        top = value & 0xF0000000
        if top:
            value ^= top >> 24
        value &= ~top & 0xFFFFFFFF
    return value or 1
