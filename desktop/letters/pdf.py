"""The file around the pages, written by reportlab: pages, forms, pictures, metadata, attachments.

Equal letters give equal bytes: nothing here reads a clock or a random source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import (
    XMP,
    PDFArray,
    PDFDictionary,
    PDFFormXObject,
    PDFImageXObject,
    PDFName,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfgen.canvas import Canvas

from desktop.letters.embedding import Prepared, formatted, stream
from desktop.letters.emblem import Picture
from desktop.letters.fonts import Face, face

PAGE_WIDTH, PAGE_HEIGHT = 595.276, 841.89
"""A4 in points."""

_PLACED = re.compile(r"/(\w+) Do")


@dataclass(frozen=True, slots=True)
class Form:
    """Drawing operators that a page places by name: the letterhead, the code, a haraka."""

    name: str
    box: tuple[float, float, float, float]
    operators: str


@dataclass(frozen=True, slots=True)
class Document:
    """Everything one file holds: drawing operators by page, attachments by name.

    ``forms`` are placed by pages, and may place ``marks`` themselves. ``size`` is the paper in points.
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
    size: tuple[float, float] = (PAGE_WIDTH, PAGE_HEIGHT)


def written(document: Document) -> bytes:
    """``document`` as the bytes of a PDF 1.7 file."""
    first: Any = face("regular").font.fontName
    canvas: Any = Canvas(
        BytesIO(),
        pagesize=document.size,
        # The document's own filter deflates each stream; the canvas would also write them as ASCII.
        pageCompression=0,
        invariant=True,
        pdfVersion=(1, 7),
        initialFontName=first,
        lang="ar-JO",
    )
    file = canvas._doc
    file.defaultStreamFilters = [PDFZCompress]
    for of, unusual in document.fonts.items():
        of.font.use(file, of.key, unusual)
    _describe(canvas, document)
    _attach(canvas, document.attachments)
    if document.picture is not None:
        file.addForm("Logo", _image(file, document.picture))
    for mark in document.marks:
        file.addForm(mark.name, Prepared(_outline(mark)))
    for form in document.forms:
        canvas.beginForm(form.name, *form.box)
        _draw(canvas, form.operators)
        canvas.endForm()
    for operators in document.pages:
        _draw(canvas, operators)
        canvas.showPage()
        file.updateSignature(operators)
    return bytes(canvas.getpdfdata())


def _draw(canvas: Any, operators: str) -> None:
    # Literal operators between the forms, so that reportlab knows which forms a page uses.
    pieces = _PLACED.split(operators)
    canvas.addLiteral(pieces[0])
    for name, literal in zip(pieces[1::2], pieces[2::2], strict=True):
        canvas.doForm(name)
        canvas.addLiteral(literal)


def _describe(canvas: Any, document: Document) -> None:
    canvas.setTitle(document.title)
    canvas.setAuthor(document.author)
    canvas.setSubject(document.subject)
    canvas.setCreator("Diwan")
    canvas.setProducer("Diwan")
    moment = document.issued_on.strftime("D:%Y%m%d000000+03'00'")
    canvas.setDateFormatter(lambda *_: moment)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setViewerPreference("Direction", "R2L")
    metadata = XMP(creator=lambda _: _xmp(document))
    # Programs that do not read PDF find the description in the plain bytes.
    metadata.filters = []
    canvas.setCatalogEntry("Metadata", metadata)


def _attach(canvas: Any, attachments: Mapping[str, bytes]) -> None:
    names: list[object] = []
    for name, data in sorted(attachments.items()):
        described = PDFDictionary(
            {
                "Type": PDFName("Filespec"),
                "F": PDFString(name),
                "UF": PDFString(name),
                "AFRelationship": PDFName("Data"),
                "EF": PDFDictionary({"F": Prepared(_file(data))}),
            }
        )
        names += [PDFString(name), described]
    canvas.setCatalogEntry("Names", {"EmbeddedFiles": PDFDictionary({"Names": PDFArray(names)})})


def _image(file: Any, picture: Picture) -> Any:
    image = _rows(picture, picture.colours, "DeviceRGB")
    if picture.mask is not None:
        image.smask = file.Reference(Prepared(_mask(picture, picture.mask)))
    return image


@lru_cache(16)
def _mask(picture: Picture, deflated: bytes) -> bytes:
    return formatted(_rows(picture, deflated, "DeviceGray"))


def _rows(picture: Picture, deflated: bytes, colours: str) -> Any:
    # Rows that were deflated once: reportlab would do it again for each letter.
    image: Any = PDFImageXObject("Logo")
    image.width, image.height, image.bitsPerComponent = picture.width, picture.height, 8
    image.colorSpace, image.streamContent = colours, deflated
    image._filters = ("FlateDecode",)
    return image


@lru_cache(64)
def _outline(mark: Form) -> bytes:
    form = PDFFormXObject(*mark.box)
    form.setStreamList(mark.operators)
    form.Resources = PDFDictionary()
    return formatted(form)


@lru_cache(32)
def _file(data: bytes) -> bytes:
    # A logo is the same in every letter; a letter's own record passes through.
    return stream(data, Type=PDFName("EmbeddedFile"), Params=PDFDictionary({"Size": len(data)}))


def _xmp(document: Document) -> bytes:
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
    ).encode()
