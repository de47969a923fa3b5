"""What a letter says: frozen records, one per printed thing, with their canonical form."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from desktop.base.text import BIDI_CONTROLS, Text

Digits = Literal["ascii", "arabic"]
CellAlign = Literal["right", "centre"]

MOST_ROW_HEIGHT = 120.0
"""Points; a higher row would be a page of its own."""

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
    before the table; ``None`` puts it after all of them. ``aligned`` says how the columns' cells stand;
    without it columns of figures are centred. ``row_height`` is the least height of a row in points, where
    somebody signs or writes in it.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] | None = None
    total: bool = False
    after: int | None = None
    aligned: tuple[CellAlign, ...] | None = None
    row_height: float = 0.0

    def __post_init__(self) -> None:
        columns = len(self.headers)
        if not columns or any(len(row) != columns for row in self.rows):
            raise ValueError("every row of a letter's table needs one cell per header")
        if self.widths is not None and (len(self.widths) != columns or min(self.widths) <= 0):
            raise ValueError("a letter's table needs one positive width per header")
        if self.aligned is not None and (
            len(self.aligned) != columns or not set(self.aligned) <= {"right", "centre"}
        ):
            raise ValueError("a letter's table needs one alignment per header")
        if not 0 <= self.row_height <= MOST_ROW_HEIGHT:
            raise ValueError("a row of a letter's table is at most 120 points high")

    def as_dict(self) -> dict[str, Any]:
        """The table as plain values for JSON, without what is as usual: older letters had no word for it."""
        said: dict[str, Any] = {
            "headers": list(self.headers),
            "rows": [list(row) for row in self.rows],
            "widths": None if self.widths is None else list(self.widths),
            "total": self.total,
            "after": self.after,
        }
        if self.aligned is not None:
            said["aligned"] = list(self.aligned)
        if self.row_height:
            said["row_height"] = self.row_height
        return said

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> LetterTable:
        """The table that ``as_dict`` described; raises ``KeyError``, ``TypeError`` or ``ValueError``."""
        widths, after, aligned = values.get("widths"), values.get("after"), values.get("aligned")
        return cls(
            headers=_strings(values["headers"]),
            rows=tuple(_strings(row) for row in values["rows"]),
            widths=None if widths is None else tuple(float(width) for width in widths),
            total=bool(values.get("total", False)),
            after=None if after is None else int(after),
            aligned=None if aligned is None else tuple(_align(one) for one in aligned),
            row_height=float(values.get("row_height", 0.0)),
        )


@dataclass(frozen=True, slots=True)
class LetterContent:
    """One letter, complete; all texts are logical (as typed), never shaped.

    ``kind`` is the stable code of the sort of letter. ``copy_number`` 1 is the original, 2 and more are
    marked "نسخة 2" (COM-11). ``qr_payload`` is what ``signing.sign`` made; without it no code is printed
    and the letter is a draft that nothing can prove. ``hijri`` is printed as it stands under the date.
    ``digits`` chooses how numbers are printed; codes with Latin letters keep ASCII digits.

    A list (attendance, results, a round of inspections) is a letter to nobody: serial, reference, addressee,
    subject and signatory may be empty and are then not printed. ``facts`` are labels with their values
    under the title, ``signatures`` the boxes that are signed below the table, ``landscape`` turns the paper.
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
    facts: tuple[tuple[str, str], ...] = ()
    signatures: tuple[str, ...] = ()
    landscape: bool = False

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
        for index, (label, value) in enumerate(self.facts):
            yield f"facts.{index}", f"{label}: {value}"
        for index, paragraph in enumerate(self.paragraphs):
            yield f"paragraphs.{index}", paragraph
        if self.table is not None:
            yield "table.headers", " ".join(self.table.headers)
            for index, row in enumerate(self.table.rows):
                yield f"table.rows.{index}", " ".join(row)
        for index, enclosure in enumerate(self.enclosures):
            yield f"enclosures.{index}", enclosure
        for index, signature in enumerate(self.signatures):
            yield f"signatures.{index}", signature
        yield "signatory.title", self.signatory.title
        yield "signatory.name", self.signatory.name
        yield "contact", self.contact
        yield "letterhead.address_line", head.address_line


def as_dict(content: LetterContent) -> dict[str, Any]:
    """``content`` as plain values for JSON; the logo is represented by the hash of its bytes."""
    head, table = content.letterhead, content.table
    logo = head.logo_bytes()
    said: dict[str, Any] = {
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
        "table": None if table is None else table.as_dict(),
        "enclosures": list(content.enclosures),
        "contact": content.contact,
        "copy_number": content.copy_number,
        "qr_payload": content.qr_payload,
        "hijri": content.hijri,
        "digits": content.digits,
    }
    # Only lists have these: what was signed before there were lists keeps its hash.
    if content.facts:
        said["facts"] = [list(fact) for fact in content.facts]
    if content.signatures:
        said["signatures"] = list(content.signatures)
    if content.landscape:
        said["landscape"] = True
    return said


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
        table=None if table is None else LetterTable.from_dict(table),
        enclosures=_strings(values["enclosures"]),
        contact=_string(values["contact"]),
        copy_number=int(values["copy_number"]),
        qr_payload=None if values["qr_payload"] is None else _string(values["qr_payload"]),
        hijri=None if values["hijri"] is None else _string(values["hijri"]),
        digits=digits,
        facts=tuple(_fact(one) for one in values.get("facts", [])),
        signatures=_strings(values.get("signatures", [])),
        landscape=bool(values.get("landscape", False)),
    )


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value!r}")
    return value


def _fact(value: object) -> tuple[str, str]:
    label, text = _strings(value)
    return label, text


def _align(value: object) -> CellAlign:
    if value not in ("right", "centre"):
        raise ValueError(f"unknown alignment: {value!r}")
    return value


def _strings(values: object) -> tuple[str, ...]:
    if not isinstance(values, list | tuple):
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
