"""Arabic and English text: pairs, digits, direction isolates, search form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_TO_ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_TO_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

# The same table stands in the database's app.search_form(); a contract test compares the two.
_SEARCH_FROM = "أإآٱىئةؤ٠١٢٣٤٥٦٧٨٩"
_SEARCH_TO = "ااااييهو0123456789"
_SEARCH_DROP = "ـ" + "".join(map(chr, range(0x064B, 0x0656))) + "\u0670"
_SEARCH_TABLE = str.maketrans(_SEARCH_FROM, _SEARCH_TO, _SEARCH_DROP)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in both languages of the program."""

    ar: str
    en: str

    def __post_init__(self) -> None:
        if not self.ar.strip() or not self.en.strip():
            raise ValueError(f"both languages are needed: {self.ar!r} / {self.en!r}")

    def in_language(self, language: str) -> str:
        """The text in ``"ar"`` or ``"en"``."""
        return self.en if language == "en" else self.ar

    def format(self, **values: object) -> Text:
        """Both languages with ``{name}`` placeholders filled."""
        return Text(self.ar.format(**values), self.en.format(**values))


def ascii_digits(value: str) -> str:
    """``value`` with Arabic-Indic and Persian digits written as 0-9."""
    return value.translate(_TO_ASCII_DIGITS)


def arabic_digits(value: str) -> str:
    """``value`` with 0-9 written as Arabic-Indic digits."""
    return value.translate(_TO_ARABIC_DIGITS)


def ltr(value: str) -> str:
    """``value`` isolated left-to-right, for identifiers, amounts, dates and telephone numbers."""
    return f"{LRI}{value}{PDI}" if value else value


def isolated(value: str) -> str:
    """``value`` isolated in its own direction, for names and other text typed by people."""
    return f"{FSI}{value}{PDI}" if value else value


def without_bidi_controls(value: str) -> str:
    """``value`` without direction marks, for copying, exporting and storing."""
    return "".join(c for c in value if c not in BIDI_CONTROLS)


def cleaned(value: str) -> str:
    """One line as people meant it: NFC, no control or direction characters, single spaces.

    Arabic-Indic digits are kept: a name is stored as it was typed.
    """
    kept = (
        " " if c.isspace() else c
        for c in value
        if c.isspace() or (unicodedata.category(c) not in ("Cc", "Cs", "Co") and c not in BIDI_CONTROLS)
    )
    # Composed last: what is dropped may have stood between a letter and its mark.
    return re.sub(r" +", " ", unicodedata.normalize("NFC", "".join(kept))).strip()


def search_form(value: str) -> str:
    """The form under which names are compared and searched.

    Hamza seats, ta marbuta and alef maqsura are folded, marks and tatweel dropped, digits made ASCII,
    and عبد is joined to the name after it, so that عبدالله and عبد الله are the same person.
    """
    folded = unicodedata.normalize("NFC", value).translate(_SEARCH_TABLE).lower()
    folded = re.sub(r"[^0-9a-zء-ي]+", " ", folded).strip()
    return re.sub(r"(^| )عبد (?=\S)", r"\1عبد", folded)


def foreign_letter(value: str) -> str | None:
    """The first character of ``value`` that the municipality's letters cannot print, or ``None``.

    Arabic and Latin letters, digits of both, punctuation and marks are printed; other scripts, emoji and
    symbols are not.
    """
    return next((c for c in value if not _printed(c)), None)


def _printed(character: str) -> bool:
    if character.isascii() or character in "«»–—‘’“”…•№°²³×÷±":
        return True
    kind = unicodedata.category(character)
    if kind in ("Cf", "Zs", "Zl"):
        return True
    name = unicodedata.name(character, "")
    return kind[0] in "LMNP" and name.startswith(("ARABIC", "LATIN", "COMBINING", "EXTENDED ARABIC"))
