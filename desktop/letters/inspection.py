"""Two PDF files compared as a reader sees them: what each page draws, and with what.

Only the bytes' order, compression and numbering may differ between a letter and its copy that another
program saved; everything a page draws must be the same.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import struct
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import unescape

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NullObject,
    NumberObject,
    StreamObject,
)

# What it finds wrong with a file becomes the verdict; its notes on standard error would only confuse.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

MALFORMED = (
    PyPdfError, DependencyError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    RecursionError, AssertionError, NotImplementedError, OverflowError, MemoryError, struct.error,
    zlib.error, OSError,
)  # fmt: skip
"""What reading a hostile file can raise."""

# Page and catalogue entries that cannot change what is seen; any other entry is an alteration.
_PAGE_ENTRIES = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Resources", "/Contents", "/Rotate", "/Trans"}
_CATALOGUE_ENTRIES = {
    "/Type", "/Pages", "/Lang", "/Metadata", "/ViewerPreferences", "/PageMode", "/PageLayout", "/Names",
    "/AF", "/Version", "/Extensions",
}  # fmt: skip
_ENCODING_ENTRIES = {"/Length", "/Filter", "/DecodeParms", "/DL"}
_DEEPEST = 24
_DESCRIBED = re.compile(r"<dc:(title|creator|description)>(.*?)</dc:\1>", re.DOTALL)
_ELEMENT = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\d+(?:[.,:/٫٬-]\d+)*|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class SeenPage:
    """One page: fingerprints of what it draws and of the code on it, and its words."""

    drawing: str
    code: str
    words: Counter[str]


@dataclass(frozen=True, slots=True)
class SeenFile:
    """What a reader sees of a file. ``foreign`` tells that it has parts no letter has.

    ``described`` is what a viewer tells about it: title, author and subject, as far as the file says them;
    ``attached`` are the names of the files in it.
    """

    pages: tuple[SeenPage, ...]
    foreign: bool
    described: Mapping[str, str]
    attached: frozenset[str]

    def describes_as(self, other: SeenFile) -> bool:
        """Whether nothing it tells about itself is another thing than ``other`` tells."""
        return all(other.described.get(name) == said for name, said in self.described.items())


def opened(pdf: bytes) -> PdfReader:
    """A reader of ``pdf``; raises one of ``MALFORMED`` where it is none."""
    reader = PdfReader(BytesIO(pdf), strict=False)
    if reader.is_encrypted:
        raise ValueError("an encrypted file")
    return reader


def attachment(reader: PdfReader, name: str) -> bytes | None:
    """The one attachment called ``name``."""
    found = reader.attachments.get(name, [])
    content = found[0] if len(found) == 1 else None
    return content if isinstance(content, bytes) else None


def seen(reader: PdfReader) -> SeenFile:
    """What the file behind ``reader`` shows."""
    catalogue = reader.root_object
    names = catalogue.get("/Names", DictionaryObject()).get_object()
    foreign = not set(catalogue) <= _CATALOGUE_ENTRIES or not set(names) <= {"/EmbeddedFiles"}
    pages = []
    for page in reader.pages:
        foreign = foreign or not set(page) <= _PAGE_ENTRIES or bool(page.rotation % 360)
        pages.append(_page(page))
    return SeenFile(tuple(pages), foreign, _described(reader), frozenset(reader.attachments))


def hybrid(pdf: bytes) -> bool:
    """Whether programs can read ``pdf`` differently: some see objects in it that others do not."""
    return b"/XRefStm" in pdf


def split(text: str) -> list[str]:
    """The words and numbers of ``text``, without marks and punctuation."""
    plain = unicodedata.normalize("NFKC", text).replace("\u0640", "")
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _WORD.findall(bare)


def word_form(word: str) -> str:
    """A word without its letters' order: text layers may give either direction."""
    return "".join(sorted(word))


def words(text: str) -> Counter[str]:
    """The words of ``text`` by ``word_form``, with their number."""
    return Counter(map(word_form, split(text)))


def pictures(reader: PdfReader) -> Iterator[bytes]:
    """The pictures on the pages, as files: a scanned letter is a PDF of these."""
    for page in reader.pages:
        for image in page.images:
            yield image.data


def _described(reader: PdfReader) -> dict[str, str]:
    """What the file says about itself, in either of the two places where viewers look."""
    entries: Mapping[str, Any] = reader.metadata or {}
    said = {name: str(entries[name]) for name in ("/Title", "/Author", "/Subject") if name in entries}
    packet = reader.root_object.get("/Metadata")
    if packet is not None:
        for element, text in _DESCRIBED.findall(packet.get_object().get_data().decode("utf-8", "replace")):
            said[element] = unescape(_ELEMENT.sub("", text)).strip()
    return said


def _page(page: PageObject) -> SeenPage:
    contents = page.get_contents()
    resources = page.get("/Resources", DictionaryObject()).get_object()
    code = resources.get("/XObject", DictionaryObject()).get_object().get("/FormXob.Code")
    drawn = {
        "contents": _digest(contents.get_data() if contents is not None else b""),
        "resources": _plain(resources, 0),
        "box": [_number(edge) for edge in (*page.mediabox, *page.cropbox)],
    }
    return SeenPage(
        drawing=_digest(json.dumps(drawn, sort_keys=True).encode()),
        code="" if code is None else _digest(code.get_object().get_data()),
        words=words(page.extract_text()),
    )


def _plain(value: Any, depth: int) -> Any:
    """A PDF object without its numbering and compression."""
    if depth > _DEEPEST:
        raise ValueError("objects nested too deeply")
    if isinstance(value, IndirectObject):
        value = value.get_object()
    if isinstance(value, DictionaryObject):
        plain = {
            str(key): _plain(item, depth + 1)
            for key, item in value.items()
            if key != "/Parent" and not (isinstance(value, StreamObject) and key in _ENCODING_ENTRIES)
        }
        if isinstance(value, StreamObject):
            plain["stream"] = _digest(value.get_data())
        return plain
    if isinstance(value, ArrayObject):
        return [_plain(item, depth + 1) for item in value]
    if isinstance(value, NumberObject | FloatObject):
        return _number(value)
    if isinstance(value, BooleanObject):
        return bool(value.value)
    if value is None or isinstance(value, NullObject):
        return None
    return f"{type(value).__name__}:{value}"


def _number(value: Any) -> float:
    return round(float(value), 3)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
