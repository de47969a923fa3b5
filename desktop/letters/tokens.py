"""What stands in a text of letters and numbers: cleaned, digits chosen, left-to-right tokens held together.

UAX #9 puts a date with hyphens, a telephone number or ``C++`` into an order that is right by its rules and
wrong for readers; each is isolated before direction is resolved.
"""

from __future__ import annotations

import re
import unicodedata

from desktop.base.text import LRI, PDI, arabic_digits
from desktop.letters.content import Digits

LRM = "\u200e"
NO_BREAK_SPACE = "\u00a0"

_CONTROLS = {code: " " if chr(code).isspace() else None for code in (*range(0x20), *range(0x7F, 0xA0))}
# Signs without a width that the shaper takes for the end of a word, though letters join across them.
_INSIDE_WORDS = re.compile(
    "[\u00ad\u200b\u2060\ufeff]|(?<=[\u0620-\u06d3])[\u200e\u200f\u061c]+(?=[\u0620-\u06d3])"
    "|(?<=[\u0620-\u06d3])\u200e+(?=\\s)"
)
# Embeddings and overrides are never meant by people who type, and can make a text read as another.
_OVERRIDES = {ord(char): None for char in "\u202a\u202b\u202c\u202d\u202e"}

_DIGIT = "[0-9٠-٩]"
_AMOUNT = rf"{_DIGIT}+(?:[.,٫٬]{_DIGIT}+)*"
_ANGLE = rf"(?:{_AMOUNT}[ ]?)?°[ ]?[A-Z](?![A-Za-z])"
# Nothing that is written together stands before: neither a Latin letter or digit nor an Arabic letter.
_APART = r"(?<![\w/.,)٠-٩\u0620-\u065f\u066e-\u06d3-])"
_LEFT_TO_RIGHT_TOKEN = re.compile(
    rf"""
      (?:https?://|www\.)[^\s\u0590-\u06ff«»<>]*[^\s\u0590-\u06ff«»<>.,:;!?()\[\]]
    | [A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+
    | {_APART}@[A-Za-z][\w.]*\w                                               # @gam_jo
    | {_APART}\.[A-Za-z]{{2,}}(?!\w)                                          # .NET
    | {_APART}(?:\([0٠]{_DIGIT}{{1,4}}\)[ \-]?){_DIGIT}{{3,}}(?:[ \-]{_DIGIT}+)*  # (06) 463-6111
    | \+{_DIGIT}+(?:[ \-]?\({_DIGIT}+\))?(?:[ \-]{_DIGIT}+)*                # +962 79 915 5083
    | {_APART}[0٠]{_DIGIT}{{1,5}}(?:[ ]{_DIGIT}{{1,8}}){{1,4}}(?!{_DIGIT}|[/.,-]{_DIGIT})
    | {_ANGLE}(?:,[ ]?{_ANGLE})*                                             # 31.95° N, 35.91° E
    | (?:[A-Za-z]{{1,3}}\.){{2,}}                                            # B.Sc.
    | [A-Za-z]+(?:\+\+|\#)                                                   # C++
    | {_APART}[$€£][ ]?{_AMOUNT} | {_AMOUNT}[ ]?[$€£]
    | (?:[A-Za-z0-9]+[-/._:+=])+[A-Za-z0-9]+                                 # TRN-2026-000123-7, 8:30-15:30
    | {_APART}[-−±]{_AMOUNT}
    | {_DIGIT}+(?:[-–/.,:٫٬×÷*+=]{_DIGIT}+)+
    """,
    re.VERBOSE | re.ASCII,
)
_FEWEST_DIALLED = 8
"""Digits; fewer in groups are separate numbers."""
_JOINED_BY_RULE = re.compile(rf"[A-Za-z](?:.*[A-Za-z0-9/])?|{_DIGIT}+(?:[/.,:٫٬]{_DIGIT}+)*", re.ASCII)
_NUMBER = re.compile(r"[0-9][0-9.,]*%?")


def prepared(text: str, digits: Digits = "ascii") -> str:
    """One paragraph cleaned, with the chosen digits and its left-to-right tokens isolated."""
    text = unicodedata.normalize("NFC", text)
    # Word documents write ه + ZWJ for "هـ"; the shaper loses count of ligatures after any ZWJ.
    text = text.replace("ه\u200d", "هـ").replace("\u200d", "")
    text = _INSIDE_WORDS.sub("", text)
    text = text.translate(_OVERRIDES).translate(_CONTROLS)
    return _LEFT_TO_RIGHT_TOKEN.sub(_isolated, with_digits(text, digits))


def with_digits(text: str, digits: Digits) -> str:
    """``text`` with Arabic-Indic numbers where ``digits`` asks for them; codes with Latin letters stay."""
    if digits == "ascii":
        return text
    return " ".join(
        word if re.search("[A-Za-z]", word) else _NUMBER.sub(_arabic_number, word) for word in text.split(" ")
    )


def _isolated(match: re.Match[str]) -> str:
    token = match.group()
    if token[0] in "0٠" and " " in token and sum(map(str.isdigit, token)) < _FEWEST_DIALLED:
        return token
    if _JOINED_BY_RULE.fullmatch(token):
        # UAX #9 keeps these together by itself, and keeps them with the Latin words around them.
        return token
    # A telephone number is never broken over two lines.
    token = token.replace(" ", NO_BREAK_SPACE)
    if re.search("[٠-٩]", token):
        # Arabic-Indic digits count as right-to-left even inside an isolate; marks hold the separators.
        token = re.sub("([^0-9٠-٩])", rf"{LRM}\1{LRM}", token)
    return f"{LRI}{token}{PDI}"


def _arabic_number(match: re.Match[str]) -> str:
    number = match.group()
    body = number.rstrip(".,%")
    if body.count(".") <= 1:
        body = body.replace(",", "٬").replace(".", "٫")
    return arabic_digits(body) + number[len(match.group().rstrip(".,%")) :].replace("%", "٪")
