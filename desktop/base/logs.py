"""Logs that never fill the disk and never say who applied.

Whatever is written goes through one formatter, tracebacks included: national numbers, telephones, e-mail
addresses and Arabic words are blotted out, and so are the values that a database quotes in its complaints.
References (``TRN-2026-000061-5``), serial numbers and logins stay: they are what support asks for.
"""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

FOLDER = "logs"
BLOT = "▒"
_LARGEST, _KEPT = 1_000_000, 5
_FORM = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"

_ARABIC = r"\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"
_DIGIT = "0-9٠-٩۰-۹"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # What PostgreSQL quotes of a row, and SQLAlchemy of a statement's values.
    (re.compile(r"Failing row contains \(.*?\)\.?$", re.MULTILINE), f"Failing row contains ({BLOT})."),
    (re.compile(r"Key \(([^)]*)\)=\(.*?\)(?= (?:already|is|conflicts|violates)|\.?$)", re.MULTILINE),
     rf"Key (\1)=({BLOT})"),
    (re.compile(r"\[parameters: .*?\]$", re.MULTILINE | re.DOTALL), f"[parameters: {BLOT}]"),
    (re.compile(r"(invalid input syntax for type \w+: )\".*?\"", re.DOTALL), rf'\1"{BLOT}"'),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w"), BLOT),
    # Arabic words, with what joins them; base.text's search form keeps its letters too.
    (re.compile(rf"[{_ARABIC}]+(?:[\s\u200c-\u200f«»،؛.-]+[{_ARABIC}]+)*"), BLOT),
    # Telephones, however they are written down, then any other long number.
    (re.compile(r"(?<![\w-])(?:\+|00)?962[\s-]?\d(?:[\s-]?\d){7,8}(?!\w)"), BLOT),
    (re.compile(r"(?<![\w-])0?7[789][\s-]?\d{3}[\s-]?\d{4}(?!\w)"), BLOT),
    (re.compile(rf"(?<![\w-])[{_DIGIT}]{{3}}[\s-][{_DIGIT}]{{3}}[\s-][{_DIGIT}]{{4}}(?![\w-])"), BLOT),
    (re.compile(rf"(?<![\w.-])[{_DIGIT}]{{8,}}(?![\w-])"), BLOT),
    # A name somebody gave: several capitalised words, as the values of a fault quote them.
    (re.compile(r"(['\"])(?:[A-Z][a-z'’-]+ ){1,4}[A-Z][a-z'’-]+\1"), rf"\1{BLOT}\1"),
)  # fmt: skip


def without_people(text: str) -> str:
    """``text`` with everything blotted out that names a person."""
    for pattern, blot in _PATTERNS:
        text = pattern.sub(blot, text)
    return text


class CleanFormatter(logging.Formatter):
    """Writes a record without people; the time and the logger's name are ours and stay as they are."""

    def format(self, record: logging.LogRecord) -> str:
        clean = logging.makeLogRecord(record.__dict__)
        clean.msg, clean.args = without_people(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            clean.exc_text = without_people(self.formatException(record.exc_info))
        elif record.exc_text:
            clean.exc_text = without_people(record.exc_text)
        return super().format(clean)


def keep_log(data_folder: Path, name: str, *, level: int = logging.WARNING) -> Path:
    """Writes ``level`` and worse to ``logs/NAME.log`` in the data folder; returns the file.

    Six files of a megabyte at most, for this user's eyes only. Raises ``OSError`` where it cannot be written.
    """
    folder = data_folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.log"
    handler = RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8")
    path.chmod(0o600)
    handler.setLevel(level)
    handler.setFormatter(CleanFormatter(_FORM))
    logging.getLogger().addHandler(handler)
    return path


def clean_stream_handlers() -> None:
    """Has the handlers that there are, such as the terminal's, write without people too."""
    for handler in logging.getLogger().handlers:
        known = handler.formatter
        form = known._fmt if known is not None and known._fmt else _FORM
        handler.setFormatter(CleanFormatter(form))
