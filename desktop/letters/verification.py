"""Whether a letter is genuine: told from its code, its file or its picture, with public keys alone.

A file is believed in one of two ways: it is byte for byte what the municipality sealed, or its pages draw
exactly what this program draws from the signed content. Comparing only the text behind the page would not
do: a forger can cover words, or change what is seen and leave what is copied (VER-01).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import zxingcpp
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader

from desktop.base.clock import numeric_date
from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.letters.content import LetterContent, from_dict
from desktop.letters.inspection import (
    MALFORMED,
    SeenFile,
    attachment,
    hybrid,
    opened,
    pictures,
    seen,
    split,
    word_form,
    words,
)
from desktop.letters.layout import LAYOUT_VERSION, LOGO_NAME, RECORD_NAME
from desktop.letters.render import render
from desktop.letters.signing import PAYLOAD_PREFIX, LetterFacts, PublicKey, sealed_by, unpack
from desktop.letters.tokens import with_digits

_PAYLOAD = re.compile(re.escape(PAYLOAD_PREFIX) + r"[A-Z2-7]+")

# What the keys of capital letters give where a scanner types under an Arabic (101) layout.
_ARABIC_KEYS = {
    "لإ": "T", "لأ": "G", "لآ": "B", "َ": "Q", "ً": "W", "ُ": "E", "ٌ": "R", "إ": "Y", "‘": "U", "÷": "I",
    "×": "O", "؛": "P", "ِ": "A", "ٍ": "S", "]": "D", "[": "F", "أ": "H", "ـ": "J", "،": "K", "/": "L",
    "~": "Z", "ْ": "X", "}": "C", "{": "V", "آ": "N", "’": "M", "ز": ".",
}  # fmt: skip
_TYPED = re.compile("|".join(map(re.escape, _ARABIC_KEYS)))

_PARTS = {
    "serial": Text("الرقم", "serial"),
    "reference": Text("المرجع", "reference"),
    "kind": Text("نوع الكتاب", "kind"),
    "issued_on": Text("التاريخ", "date"),
    "addressee": Text("المخاطَب", "addressee"),
    "text": Text("النص", "text"),
    "code": Text("رمز التحقق", "verification code"),
    "pages": Text("عدد الصفحات", "number of pages"),
    "drawing": Text("رسم الصفحة", "drawing of the page"),
    "file": Text("الملف", "file"),
}


class State(StrEnum):
    """What verification found."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"
    NOT_A_LETTER = "not_a_letter"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found, and a sentence for people.

    ``facts`` are given only where a known key proved them. ``altered`` names the parts that do not agree,
    ``missing_words`` those signed words that the page no longer shows. ``whole`` tells whether the letter's
    page was compared, or only its code was read: then the reader compares the facts with the paper.
    """

    state: State
    text: Text
    facts: LetterFacts | None = None
    key_id: str | None = None
    altered: tuple[str, ...] = ()
    missing_words: tuple[str, ...] = ()
    whole: bool = False


def verify_payload(payload: str, public_keys: Iterable[PublicKey]) -> Verdict:
    """The verdict on a code's text as a scanner gives it.

    It may stand inside other text, such as a URL, and may have been typed under an Arabic keyboard layout.
    """
    found = _PAYLOAD.search(_latin(payload))
    if found is None:
        return _no_letter()
    signed = unpack(found.group())
    if signed is None:
        return _altered(("code",))
    key = next((key for key in public_keys if key.key_id == signed.key_id), None)
    if key is None:
        return Verdict(
            State.UNKNOWN_KEY,
            Text(
                f"الرمز موقَّع بمفتاح غير معروف ({signed.key_id})؛ لا يمكن الحكم على الكتاب.",
                f"The code has an unknown key ({signed.key_id}); nothing can be said of the letter.",
            ),
            key_id=signed.key_id,
        )
    if not signed.proved_by(key):
        return _altered(("code",), key_id=key.key_id)
    facts = signed.facts
    return Verdict(
        State.GENUINE,
        Text(
            f"رمز صحيح: الكتاب رقم {facts.serial} تاريخ {numeric_date(facts.issued_on)} الموجَّه إلى "
            f"{facts.addressee}، المرجع {facts.reference}. قارنوا هذه البيانات بالكتاب الذي بين أيديكم.",
            f"Genuine code: letter {facts.serial} of {numeric_date(facts.issued_on)} to {facts.addressee}, "
            f"reference {facts.reference}. Compare these facts with the letter in your hand.",
        ),
        facts,
        key.key_id,
    )


def verify_text(text: str, public_keys: Iterable[PublicKey], content: LetterContent | None = None) -> Verdict:
    """The verdict on ``text`` that holds a code's text; with ``content``, also on what that letter says.

    ``content`` is a letter as it was stored or typed again: each signed fact and the whole text must agree.
    """
    verdict = verify_payload(text, public_keys)
    if content is None or verdict.state is not State.GENUINE or verdict.facts is None:
        return verdict
    differing = _differing(verdict.facts, LetterFacts.of(content))
    if differing:
        return _altered(differing, verdict.facts, verdict.key_id)
    return _genuine(verdict)


def verify_image(image: bytes, public_keys: Iterable[PublicKey]) -> Verdict:
    """The verdict on the code in a picture (PNG, JPEG, TIFF …) of a letter."""
    payloads = _codes(image)
    if not payloads:
        return _no_letter(
            Text("لا يظهر في الصورة رمز تحقق لكتاب من الأمانة.", "The picture shows no code of a letter.")
        )
    return _worst(payloads, list(public_keys))


def verify_pdf(pdf: bytes, public_keys: Iterable[PublicKey]) -> Verdict:
    """The verdict on a letter's file, or on the scan of one."""
    keys = list(public_keys)
    try:
        reader = opened(pdf)
        record = attachment(reader, RECORD_NAME)
        if record is None:
            return _scanned(reader, keys)
        read = json.loads(record)
        content = from_dict(read["letter"], attachment(reader, LOGO_NAME))
        layout = int(read["layout"])
    except MALFORMED:
        return _no_letter()
    if content.qr_payload is None:
        return _no_letter(
            Text("هذا كتاب غير موقَّع: لا رمز تحقق فيه.", "This letter is not signed: it has no code.")
        )
    verdict = verify_text(content.qr_payload, keys, content)
    if verdict.state is not State.GENUINE or verdict.facts is None:
        return verdict
    if any(sealed_by(pdf, key) for key in keys):
        return _genuine(verdict)
    if layout != LAYOUT_VERSION or hybrid(pdf):
        return _altered(("file",), verdict.facts, verdict.key_id)
    return _compared(reader, content, verdict)


def _compared(reader: PdfReader, content: LetterContent, verdict: Verdict) -> Verdict:
    """The pages as they are beside the pages as the signed content draws them."""
    try:
        expected = seen(opened(render(content)))
        found = seen(reader)
    except Refusal:
        return _altered(("file",), verdict.facts, verdict.key_id)
    except MALFORMED:
        return _altered(("drawing",), verdict.facts, verdict.key_id)
    altered = _alterations(expected, found)
    if not altered:
        return _genuine(verdict)
    lost = _words(expected) - _words(found)
    fields = [name for name, texts in _visible(content).items() if _touched(texts, lost)]
    if fields and "text" in altered:
        altered.remove("text")
        altered = [*fields, *altered]
    said = split(with_digits(content.plain_text(), content.digits))
    shown = dict.fromkeys(word for word in said if word_form(word) in lost)
    return _altered(tuple(altered), verdict.facts, verdict.key_id, tuple(shown))


def _alterations(expected: SeenFile, found: SeenFile) -> list[str]:
    altered = []
    if len(expected.pages) != len(found.pages):
        altered.append("pages")
    if _words(expected) != _words(found):
        altered.append("text")
    pairs = list(zip(expected.pages, found.pages, strict=False))
    if any(one.code != other.code for one, other in pairs):
        altered.append("code")
    if not altered and (found.foreign or any(one.drawing != other.drawing for one, other in pairs)):
        altered.append("drawing")
    if not altered and not (found.describes_as(expected) and found.attached <= expected.attached):
        altered.append("file")
    return altered


def _visible(content: LetterContent) -> dict[str, str]:
    texts = {
        "serial": content.serial,
        "reference": content.reference,
        "issued_on": numeric_date(content.issued_on),
        "addressee": content.addressee,
        "text": "\n".join([content.title, content.subject, *content.paragraphs, *_listed(content)]),
    }
    return {name: with_digits(text, content.digits) for name, text in texts.items()}


def _listed(content: LetterContent) -> list[str]:
    table = content.table
    cells = [] if table is None else [cell for row in (table.headers, *table.rows) for cell in row]
    return [*cells, *(text for fact in content.facts for text in fact), *content.signatures]


def _touched(text: str, lost: Counter[str]) -> bool:
    return any(form in lost for form in words(text))


def _words(file: SeenFile) -> Counter[str]:
    return sum((page.words for page in file.pages), Counter())


def _scanned(reader: PdfReader, keys: list[PublicKey]) -> Verdict:
    payloads = [payload for picture in pictures(reader) for payload in _codes(picture)]
    if payloads:
        return _worst(payloads, keys)
    return _no_letter(
        Text(
            "ليس في الملف سجل كتاب ولا صورة لرمز تحقق؛ امسحوا رمز التحقق المطبوع على الكتاب نفسه.",
            "The file holds no letter's record and no picture of a code; scan the code on the paper.",
        )
    )


def _codes(image: bytes) -> list[str]:
    try:
        with Image.open(BytesIO(image)) as picture:
            grey = _on_white(picture)
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        return []
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [code.text for code in found if PAYLOAD_PREFIX in code.text.upper()]


def _on_white(picture: Image.Image) -> Image.Image:
    full = picture.convert("RGBA")
    paper = Image.new("RGBA", full.size, "white")
    paper.alpha_composite(full)
    return paper.convert("L")


def _worst(payloads: list[str], keys: list[PublicKey]) -> Verdict:
    """The least favourable verdict: one bad code makes a page suspect, and so do two different good ones."""
    verdicts = [verify_payload(payload, keys) for payload in dict.fromkeys(payloads)]
    bad = [verdict for verdict in verdicts if verdict.state is not State.GENUINE]
    if bad:
        return bad[0]
    return verdicts[0] if len(verdicts) == 1 else _altered(("code",))


def _differing(signed: LetterFacts, said: LetterFacts) -> tuple[str, ...]:
    names = ("serial", "reference", "kind", "issued_on", "addressee")
    differing = tuple(name for name in names if getattr(signed, name) != getattr(said, name))
    # Every fact is part of the text: a different hash says more only where no fact differs.
    if not differing and signed.text_sha256 != said.text_sha256:
        return ("text",)
    return differing


def _latin(typed: str) -> str:
    if PAYLOAD_PREFIX in typed.upper():
        return typed.upper()
    return _TYPED.sub(lambda match: _ARABIC_KEYS[match.group()], typed).upper()


def _genuine(verdict: Verdict) -> Verdict:
    facts = verdict.facts
    if facts is None:
        return verdict
    return Verdict(
        State.GENUINE,
        Text(
            f"كتاب صحيح لم يُغيَّر: رقم {facts.serial} تاريخ {numeric_date(facts.issued_on)} "
            f"الموجَّه إلى {facts.addressee}، المرجع {facts.reference}.",
            f"Genuine and unaltered: letter {facts.serial} of {numeric_date(facts.issued_on)} to "
            f"{facts.addressee}, reference {facts.reference}.",
        ),
        facts,
        verdict.key_id,
        whole=True,
    )


def _altered(
    parts: tuple[str, ...],
    facts: LetterFacts | None = None,
    key_id: str | None = None,
    missing_words: tuple[str, ...] = (),
) -> Verdict:
    arabic = "، ".join(_PARTS[part].ar for part in parts)
    english = ", ".join(_PARTS[part].en for part in parts)
    lost = " ".join(missing_words[:12])
    return Verdict(
        State.ALTERED,
        Text(
            f"الكتاب غير مطابق لما صدر عن الأمانة: {arabic}." + (f" كان فيه: {lost}" if lost else ""),
            f"The letter is not as it was issued: {english}." + (f" It said: {lost}" if lost else ""),
        ),
        facts,
        key_id,
        parts,
        missing_words,
    )


def _no_letter(text: Text | None = None) -> Verdict:
    return Verdict(
        State.NOT_A_LETTER,
        text or Text("ليس كتابًا صادرًا عن هذا النظام.", "This is not a letter from this system."),
    )
