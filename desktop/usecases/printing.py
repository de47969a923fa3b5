"""Letters by the hundred: which wait for printing, all as one document, or one file each (COM-11)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.models.queries.case_files import letters_of
from desktop.models.queries.letter_prints import WaitingLetter, waiting_letters
from desktop.models.records.case import ChangeSet
from desktop.usecases.letters import print_letter, read_letter
from desktop.usecases.session import Session

_UNSAFE = re.compile(r"[^\w.-]+")
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters as one document, in their order; ``refused`` says which were left out and why."""

    pdf: bytes
    printed: int
    refused: tuple[tuple[str, Text], ...]
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class Saved:
    """The files that were written, and the letters that could not be, with why."""

    files: tuple[Path, ...]
    refused: tuple[tuple[str, Text], ...]


def letters_to_print(session: Session) -> tuple[WaitingLetter, ...]:
    """The sealed letters of the account's departments that nobody printed, by day."""
    with session.database.reading() as connection:
        return waiting_letters(connection, session.office(connection).actor.departments)


def print_batch(
    session: Session,
    chosen: Sequence[WaitingLetter],
    *,
    both_sides: bool = False,
    progress: Progress = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Batch:
    """The letters as one document for one print job, each recorded as printed.

    A letter that was printed meanwhile comes as a marked copy; one that was withdrawn is left out and
    named. Printed on ``both_sides``, each letter begins on a sheet of its own. ``cancelled`` is asked before
    each letter: those recorded until then are in the document.
    """
    from pypdf import PdfWriter

    writer, refused, printed = PdfWriter(), [], 0
    kinds: frozenset[str] = frozenset()
    cases: set[int] = set()
    for done, one in enumerate(chosen, 1):
        if cancelled():
            break
        try:
            pdf, changes = _printed(session, one)
        except Refusal as refusal:
            refused.append((one.serial, refusal.text))
            continue
        writer.append(io.BytesIO(pdf), import_outline=False)
        if both_sides and len(writer.pages) % 2:
            writer.add_blank_page()
        kinds, printed = kinds | changes.kinds, printed + 1
        cases |= changes.case_ids
        progress(done)
    target = io.BytesIO()
    if printed:
        writer.write(target)
    return Batch(target.getvalue(), printed, tuple(refused), ChangeSet(kinds, frozenset(cases)))


def save_batch(
    session: Session,
    chosen: Sequence[WaitingLetter],
    folder: Path,
    *,
    progress: Progress = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Saved:
    """The sealed documents, byte for byte, one file each in ``folder``; nothing is recorded as printed.

    Raises ``Outage`` where the folder cannot be written.
    """
    files: list[Path] = []
    refused: list[tuple[str, Text]] = []
    for done, one in enumerate(chosen, 1):
        if cancelled():
            break
        try:
            pdf = read_letter(session, one.letter_id)
        except Refusal as refusal:
            refused.append((one.serial, refusal.text))
            continue
        file = folder / f"{_UNSAFE.sub('-', one.serial)}.pdf"
        try:
            file.write_bytes(pdf)
        except OSError as error:
            raise Outage(Text(f"تعذّرت كتابة الملف {file}.", f"The file {file} cannot be written.")) from error
        files.append(file)
        progress(done)
    return Saved(tuple(files), tuple(refused))


def _printed(session: Session, one: WaitingLetter) -> tuple[bytes, ChangeSet]:
    with session.database.reading() as connection:
        letter = next(x for x in letters_of(connection, one.case_id) if x.letter_id == one.letter_id)
    return print_letter(session, letter)
