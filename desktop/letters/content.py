"""What a letter says: frozen records, one per printed thing, with their canonical form."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from desktop.base.text import BIDI_CONTROLS, Text

Digits = Literal["ascii", "arabic"]

_UNSAID = dict.fromkeys(map(ord, BIDI_CONTROLS))

KINGDOM = Text("المملكة الأردنية الهاشمية", "The Hashemite Kingdom of Jordan")
MUNICIPALITY = Text("أمانة عمّان الكبرى", "Greater Amman Municipality")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of a department's paper; Arabic is printed right, English left.

    ``logo`` is a PNG or JPEG file or its bytes; without one the program's own neutral emblem is drawn.
    """

    municipality: Text
    department: Text
    address_line: str = ""
    logo: Path | bytes | None = None
    kingdom: Text = KINGDOM

    def logo_bytes(self) -> bytes | None:
        """The logo's file; raises ``OSError`` where it cannot be read."""
        return self.logo.read_bytes() if isinstance(self.logo, Path) else self.logo


@dataclass(frozen=True, slots=True)
class Signatory:
    """The official who signs, with the title printed above the name."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class LetterTable:
    """A right-to-left table; the first header stands rightmost.

    ``widths`` are shares of the text's width, one per column; without them the columns follow their
    content. ``total`` prints the last row as a sum. ``after`` is how many paragraphs stand
    before the table; ``None`` puts it after all of them.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] | None = None
    total: bool = False
    after: int | None = None

    def __post_init__(self) -> None:
        columns = len(self.headers)
        if not columns or any(len(row) != columns for row in self.rows):
            raise ValueError("every row of a letter's table needs one cell per header")
        if self.widths is not None and (len(self.widths) != columns or min(self.widths) <= 0):
            raise ValueError("a letter's table needs one positive width per header")


@dataclass(frozen=True, slots=True)
class LetterContent:
    """One letter, complete; all texts are logical (as typed), never shaped.

    ``kind`` is the stable code of the sort of letter. ``copy_number`` 1 is the original, 2 and more are
    marked "نسخة 2" (COM-11). ``qr_payload`` is what ``signing.sign`` made; without it no code is printed
    and the letter is a draft that nothing can prove. ``hijri`` is printed as it stands under the date.
    ``digits`` chooses how numbers are printed; codes with Latin letters keep ASCII digits.
    """

    kind: str
    serial: str
    reference: str
    issued_on: date
    title: str
    addressee: str
    subject: str
    paragraphs: tuple[str, ...]
    letterhead: Letterhead
    signatory: Signatory
    table: LetterTable | None = None
    enclosures: tuple[str, ...] = ()
    contact: str = ""
    copy_number: int = 1
    qr_payload: str | None = None
    hijri: str | None = None
    digits: Digits = "ascii"

    def __post_init__(self) -> None:
        if self.copy_number < 1:
            raise ValueError("copies are numbered from 1")

    def canonical_text(self) -> str:
        """All that the letter says, in one unambiguous form; its hash is what a signature covers.

        Everything printed is in it except the copy's mark, the page numbers and the code itself, so that
        a reprint carries the same proof. Direction controls and runs of spaces do not count.
        """
        said = as_dict(self)
        for apart in ("copy_number", "qr_payload"):
            del said[apart]
        return json.dumps(_plain(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def text_sha256(self) -> str:
        """SHA-256 of ``canonical_text`` in hexadecimal."""
        return hashlib.sha256(self.canonical_text().encode()).hexdigest()

    def plain_text(self) -> str:
        """The letter as lines of logical text, for storing, searching and reading aloud."""
        return "\n".join(line for _, line in self.fields() if line)

    def fields(self) -> Iterator[tuple[str, str]]:
        """Every printed text with the path of its field, in reading order."""
        head = self.letterhead
        yield "letterhead.kingdom", head.kingdom.ar
        yield "letterhead.municipality", head.municipality.ar
        yield "letterhead.department", head.department.ar
        yield "serial", self.serial
        yield "reference", self.reference
        yield "hijri", self.hijri or ""
        yield "title", self.title
        yield "addressee", self.addressee
        yield "subject", self.subject
        for index, paragraph in enumerate(self.paragraphs):
            yield f"paragraphs.{index}", paragraph
        if self.table is not None:
            yield "table.headers", " ".join(self.table.headers)
            for index, row in enumerate(self.table.rows):
                yield f"table.rows.{index}", " ".join(row)
        for index, enclosure in enumerate(self.enclosures):
            yield f"enclosures.{index}", enclosure
        yield "signatory.title", self.signatory.title
        yield "signatory.name", self.signatory.name
        yield "contact", self.contact
        yield "letterhead.address_line", head.address_line


def as_dict(content: LetterContent) -> dict[str, Any]:
    """``content`` as plain values for JSON; the logo is represented by the hash of its bytes."""
    head, table = content.letterhead, content.table
    logo = head.logo_bytes()
    return {
        "kind": content.kind,
        "serial": content.serial,
        "reference": content.reference,
        "issued_on": content.issued_on.isoformat(),
        "title": content.title,
        "addressee": content.addressee,
        "subject": content.subject,
        "paragraphs": list(content.paragraphs),
        "letterhead": {
            "municipality": [head.municipality.ar, head.municipality.en],
            "department": [head.department.ar, head.department.en],
            "kingdom": [head.kingdom.ar, head.kingdom.en],
            "address_line": head.address_line,
            "logo": None if logo is None else hashlib.sha256(logo).hexdigest(),
        },
        "signatory": [content.signatory.name, content.signatory.title],
        "table": None
        if table is None
        else {
            "headers": list(table.headers),
            "rows": [list(row) for row in table.rows],
            "widths": None if table.widths is None else list(table.widths),
            "total": table.total,
            "after": table.after,
        },
        "enclosures": list(content.enclosures),
        "contact": content.contact,
        "copy_number": content.copy_number,
        "qr_payload": content.qr_payload,
        "hijri": content.hijri,
        "digits": content.digits,
    }


def from_dict(values: dict[str, Any], logo: Path | bytes | None = None) -> LetterContent:
    """The content that ``as_dict`` described; ``logo`` is the logo it named.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` where ``values`` describe no letter.
    """
    head, table = values["letterhead"], values["table"]
    digits = values["digits"]
    if digits not in ("ascii", "arabic"):
        raise ValueError(f"unknown digits: {digits!r}")
    return LetterContent(
        kind=_string(values["kind"]),
        serial=_string(values["serial"]),
        reference=_string(values["reference"]),
        issued_on=date.fromisoformat(values["issued_on"]),
        title=_string(values["title"]),
        addressee=_string(values["addressee"]),
        subject=_string(values["subject"]),
        paragraphs=_strings(values["paragraphs"]),
        letterhead=Letterhead(
            municipality=Text(*_strings(head["municipality"])),
            department=Text(*_strings(head["department"])),
            kingdom=Text(*_strings(head["kingdom"])),
            address_line=_string(head["address_line"]),
            logo=logo,
        ),
        signatory=Signatory(*_strings(values["signatory"])),
        table=None
        if table is None
        else LetterTable(
            headers=_strings(table["headers"]),
            rows=tuple(_strings(row) for row in table["rows"]),
            widths=None if table["widths"] is None else tuple(float(w) for w in table["widths"]),
            total=bool(table["total"]),
            after=None if table["after"] is None else int(table["after"]),
        ),
        enclosures=_strings(values["enclosures"]),
        contact=_string(values["contact"]),
        copy_number=int(values["copy_number"]),
        qr_payload=None if values["qr_payload"] is None else _string(values["qr_payload"]),
        hijri=None if values["hijri"] is None else _string(values["hijri"]),
        digits=digits,
    )


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value!r}")
    return value


def _strings(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"not a list of texts: {values!r}")
    return tuple(_string(value) for value in values)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        # A line break inside a paragraph is printed, so it stays; other white space is one space.
        said = unicodedata.normalize("NFC", value).translate(_UNSAID)
        return "\n".join(" ".join(line.split()) for line in said.splitlines())
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
