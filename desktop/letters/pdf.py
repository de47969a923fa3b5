"""The file around the pages: objects, fonts, pictures, metadata, the letter's own record.

Equal letters give equal bytes: nothing here reads a clock or a random source.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from xml.sax.saxutils import escape

from desktop.letters.emblem import Picture
from desktop.letters.fonts import Face

PAGE_WIDTH, PAGE_HEIGHT = 595.276, 841.89
"""A4 in points."""


@dataclass(frozen=True, slots=True)
class Form:
    """Drawing operators that a page places by name: the letterhead, the code, a haraka."""

    name: str
    box: tuple[float, float, float, float]
    operators: str


@dataclass(frozen=True, slots=True)
class Document:
    """Everything one file holds: drawing operators by page, attachments by name.

    ``forms`` are placed by pages, and may place ``marks`` themselves.
    """

    pages: Sequence[str]
    fonts: Mapping[Face, frozenset[str]]
    forms: Sequence[Form]
    marks: Sequence[Form]
    picture: Picture | None
    title: str
    author: str
    subject: str
    issued_on: date
    attachments: Mapping[str, bytes]


def written(document: Document) -> bytes:
    """``document`` as the bytes of a PDF 1.7 file."""
    file = _File()
    catalog, pages, info = file.reserve(), file.reserve(), file.reserve()
    fonts = "".join(f"/{face.key} {_font(file, face, extra)} 0 R" for face, extra in document.fonts.items())
    image = ""
    if document.picture is not None:
        image = f"/Logo {_picture(file, document.picture)} 0 R"
    image += "".join(f"/{form.name} {_form(file, form, '<<>>')} 0 R" for form in document.marks)
    resources = f"{file.add(f'<</Font<<{fonts}>>/XObject<<{image}>>>>')} 0 R"
    placed = image + "".join(f"/{form.name} {_form(file, form, resources)} 0 R" for form in document.forms)
    page_resources = file.add(f"<</Font<<{fonts}>>/XObject<<{placed}>>>>")
    numbers = []
    for operators in document.pages:
        content = file.stream("", operators.encode("ascii"))
        numbers.append(
            file.add(
                f"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 {PAGE_WIDTH} {PAGE_HEIGHT}]"
                f"/Resources {page_resources} 0 R/Contents {content} 0 R>>"
            )
        )
    kids = " ".join(f"{number} 0 R" for number in numbers)
    file.put(pages, f"<</Type/Pages/Count {len(numbers)}/Kids[{kids}]>>")
    attached = {name: _attachment(file, name, data) for name, data in sorted(document.attachments.items())}
    names = "".join(f"({name}) {number} 0 R" for name, number in attached.items())
    associated = "".join(f" {number} 0 R" for number in attached.values())
    metadata = file.add_plain_stream("/Type/Metadata/Subtype/XML", _xmp(document).encode())
    file.put(
        catalog,
        f"<</Type/Catalog/Pages {pages} 0 R/Lang(ar-JO)/Metadata {metadata} 0 R"
        f"/ViewerPreferences<</DisplayDocTitle true/Direction/R2L>>/PageMode/UseNone"
        f"/Names<</EmbeddedFiles<</Names[{names}]>>>>/AF[{associated}]>>",
    )
    moment = document.issued_on.strftime("D:%Y%m%d000000+03'00'")
    file.put(
        info,
        f"<</Title {_string(document.title)}/Author {_string(document.author)}"
        f"/Subject {_string(document.subject)}/Creator(Diwan)/Producer(Diwan)/CreationDate({moment})>>",
    )
    return file.finished(catalog, info)


@dataclass
class _File:
    _objects: list[bytes] = field(default_factory=list)

    def reserve(self) -> int:
        self._objects.append(b"")
        return len(self._objects)

    def put(self, number: int, body: str) -> None:
        self._objects[number - 1] = body.encode("latin-1")

    def add(self, body: str) -> int:
        self._objects.append(body.encode("latin-1"))
        return len(self._objects)

    def stream(self, entries: str, plain: bytes) -> int:
        return self.deflated(entries, zlib.compress(plain, 6))

    def deflated(self, entries: str, data: bytes) -> int:
        head = f"<<{entries}/Filter/FlateDecode/Length {len(data)}>>stream\n".encode("latin-1")
        self._objects.append(b"".join((head, data, b"\nendstream")))
        return len(self._objects)

    def add_plain_stream(self, entries: str, data: bytes) -> int:
        head = f"<<{entries}/Length {len(data)}>>stream\n".encode("latin-1")
        self._objects.append(b"".join((head, data, b"\nendstream")))
        return len(self._objects)

    def finished(self, catalog: int, info: int) -> bytes:
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        position = len(parts[0])
        offsets = []
        for number, body in enumerate(self._objects, 1):
            offsets.append(position)
            part = b"".join((b"%d 0 obj\n" % number, body, b"\nendobj\n"))
            parts.append(part)
            position += len(part)
        body = b"".join(parts)
        identity = hashlib.sha256(body).hexdigest()[:32].upper()
        table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
        size = len(offsets) + 1
        tail = (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root {catalog} 0 R"
            f"/Info {info} 0 R/ID[<{identity}><{identity}>]>>\nstartxref\n{position}\n%%EOF\n"
        )
        return body + tail.encode("latin-1")


def _attachment(file: _File, name: str, data: bytes) -> int:
    content = file.deflated(f"/Type/EmbeddedFile/Params<</Size {len(data)}>>", _deflated_file(data))
    return file.add(f"<</Type/Filespec/F({name})/UF({name})/AFRelationship/Data/EF<</F {content} 0 R>>>>")


def _font(file: _File, face: Face, extra: frozenset[str]) -> int:
    program, gid_map, text_map = face.embedded(extra)
    program_number = file.deflated(f"/Length1 {program.length}", program.deflated)
    descriptor = file.add(f"<<{face.descriptor()}/FontFile2 {program_number} 0 R>>")
    map_number = file.deflated("", gid_map.deflated)
    descendant = file.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{face.tagged_name}"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor} 0 R/DW 0/W[{gid_map.widths}]/CIDToGIDMap {map_number} 0 R>>"
    )
    to_unicode = file.deflated("", text_map.deflated)
    return file.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{face.tagged_name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {to_unicode} 0 R>>"
    )


def _picture(file: _File, picture: Picture) -> int:
    size = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/BitsPerComponent 8"
    mask = ""
    if picture.mask is not None:
        mask = f"/SMask {file.deflated(f'{size}/ColorSpace/DeviceGray', picture.mask)} 0 R"
    return file.deflated(f"{size}/ColorSpace/DeviceRGB{mask}", picture.colours)


def _form(file: _File, form: Form, resources: str) -> int:
    box = " ".join(f"{edge:g}" for edge in form.box)
    return file.deflated(
        f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources {resources}",
        _deflated_form(form.operators),
    )


@lru_cache(32)
def _deflated_file(data: bytes) -> bytes:
    # A logo is the same in every letter; a letter's own record passes through.
    return zlib.compress(data, 6)


@lru_cache(64)
def _deflated_form(operators: str) -> bytes:
    return zlib.compress(operators.encode("ascii"), 6)


def _string(value: str) -> str:
    return f"<FEFF{value.encode('utf-16-be').hex().upper()}>"


def _xmp(document: Document) -> str:
    title, author, subject = (escape(text) for text in (document.title, document.author, document.subject))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        "<dc:format>application/pdf</dc:format>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt>'
        "</dc:description>"
        "<dc:language><rdf:Bag><rdf:li>ar-JO</rdf:li></rdf:Bag></dc:language>"
        f"<xmp:CreateDate>{document.issued_on.isoformat()}</xmp:CreateDate>"
        "<xmp:CreatorTool>Diwan</xmp:CreatorTool><pdf:Producer>Diwan</pdf:Producer>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
