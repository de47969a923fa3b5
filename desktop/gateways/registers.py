"""Registers kept elsewhere in the municipality: contractors' permits, licences, job applications.

A register answers one question: the entry that some values together name, or that there is none. Without
settings each is a list in the data folder, loaded from a CSV, XLSX or ODS file that its keepers export.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.base.errors import Outage
from desktop.base.text import Text, ascii_digits, cleaned
from desktop.gateways import files, names, reading, sheets
from desktop.gateways.http import ClientFactory, Exchange
from desktop.gateways.settings import HttpRegistersSettings

Entry = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register; a file may head it with any of ``headings``. ``choices`` map what may stand
    in it (either language, or the value) to the value; empty for any text. ``read`` gives a cell as it is
    kept, or ``None`` where it is not what belongs there (a day, an amount)."""

    key: str
    headings: tuple[str, ...]
    required: bool = True
    choices: Mapping[str, str] | None = None
    read: Callable[[str], str | None] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of the register ``name``, and those that together name one entry.

    ``may_be_empty`` where a list without a row says something: nobody owes anything.
    """

    name: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken: its line in the file (the heading is 1) and why."""

    line: int
    reason: Text


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of a file: how many entries were taken, and every row that was not."""

    entries: int
    bad: tuple[BadRow, ...]


class Registers(Protocol):
    """The registers that can be asked."""

    def find(self, register: str, given: Mapping[str, str]) -> Entry | None:
        """The entry of ``register`` in which every value is as ``given``, or ``None``. Raises ``Outage``."""
        ...

    def find_all(self, register: str, given: Mapping[str, str]) -> tuple[Entry, ...]:
        """Every entry of ``register`` in which every value is as ``given`` (LIC-04). Raises ``Outage``."""
        ...


def plain(value: object) -> str:
    """A value as registers compare it: ASCII digits, capital letters, no spaces at the ends."""
    return ascii_digits(cleaned(str(value))).upper()


class EmbeddedRegisters:
    """One list for each register, loaded from the file that its keepers export."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, register: str, given: Mapping[str, str]) -> Entry | None:
        """See ``Registers.find``; a register that was never loaded has no entries."""
        return next(iter(self._matching(register, given)), None)

    def find_all(self, register: str, given: Mapping[str, str]) -> tuple[Entry, ...]:
        """See ``Registers.find_all``; a register that was never loaded is an ``Outage``: nobody knows."""
        if not self._path(register).exists():
            raise Outage(
                Text(
                    f"لم يُحمّل السجل {register} بعد؛ حمّله بالأمر: diwan register {register}.",
                    f"The register {register} was never loaded; load it with: diwan register {register}.",
                )
            )
        return self._matching(register, given)

    def _matching(self, register: str, given: Mapping[str, str]) -> tuple[Entry, ...]:
        wanted = {key: plain(value) for key, value in given.items()}
        return tuple(
            entry
            for entry in self._entries(register)
            if all(plain(entry.get(key, "")) == value for key, value in wanted.items())
        )

    def load(self, layout: Layout, file: Path) -> LoadReport:
        """Replaces the register by the rows of ``file`` (CSV, XLSX or ODS) and tells of those not taken.

        A file that cannot be read, lacks a column or has no good row is a ``Refusal`` (field ``file``), and
        the register stays as it was.
        """
        rows = sheets.read_file(file)
        if not rows:
            raise sheets.unusable(file.name, Text("الملف فارغ", "the file is empty"))
        places = _places(layout, rows[0][1], file)
        good: dict[tuple[str, ...], Entry] = {}
        bad = []
        for line, cells in rows[1:]:
            entry, reason = _entry(layout, places, cells)
            key = tuple(plain(entry.get(name, "")) for name in layout.keys)
            if reason is None and key in good:
                reason = Text("مكرر في الملف", "twice in the file")
            if reason is not None:
                bad.append(BadRow(line, reason))
            else:
                good[key] = entry
        if not good and (bad or not layout.may_be_empty):
            raise sheets.unusable(file.name, Text("لا يوجد فيه سجل صالح", "it has no good row"))
        with files.usable(self._folder, names.REGISTERS):
            files.replace(self._path(layout.name), files.dump({"entries": list(good.values())}))
        return LoadReport(len(good), tuple(bad))

    def _path(self, register: str) -> Path:
        return self._folder / f"{files.safe_name(register)}.json"

    def _entries(self, register: str) -> list[Entry]:
        path = self._path(register)
        with files.usable(self._folder, names.REGISTERS):
            if not path.exists():
                return []
            text = path.read_text("utf-8")
        try:
            found = json.loads(text)["entries"]
        except (ValueError, KeyError, TypeError) as error:
            raise files.damaged(path, names.REGISTERS) from error
        return [entry for entry in found if isinstance(entry, dict)]


class HttpRegisters:
    """Registers behind one HTTP service, which takes and gives JSON."""

    def __init__(self, settings: HttpRegistersSettings, client: ClientFactory | None = None) -> None:
        self._settings = settings
        self._exchange = Exchange(settings.endpoint, names.REGISTERS, client)

    def find(self, register: str, given: Mapping[str, str]) -> Entry | None:
        """See ``Registers.find``. What was looked for travels in the body: an address is written to logs."""
        fields = self._settings.fields
        answer = self._ask(self._settings.path, register, given)
        try:
            entry = reading.find(answer, fields.entry)
        except reading.Missing:
            if isinstance(answer, Mapping) and fields.entry in answer:
                return None
            raise self._exchange.bad_field(fields.entry) from None
        return self._entry(entry, fields.entry)

    def find_all(self, register: str, given: Mapping[str, str]) -> tuple[Entry, ...]:
        """See ``Registers.find_all``; asked at ``list_path``, answered by all entries at once."""
        name = self._settings.fields.entries
        answer = self._ask(self._settings.list_path, register, given)
        try:
            entries = reading.find(answer, name)
        except reading.Missing:
            raise self._exchange.bad_field(name) from None
        if not isinstance(entries, Sequence) or isinstance(entries, str):
            raise self._exchange.bad_field(name)
        return tuple(self._entry(entry, name) for entry in entries)

    def _ask(self, path: str, register: str, given: Mapping[str, str]) -> object:
        fields = self._settings.fields
        body: dict[str, object] = {}
        reading.place(body, fields.register, register)
        reading.place(body, fields.given, dict(given))
        key = hashlib.sha256(json.dumps([path, register, dict(given)], sort_keys=True).encode()).hexdigest()
        return self._exchange.tell(path, body, key=key, refused_field="register")

    def _entry(self, entry: object, name: str) -> Entry:
        if not isinstance(entry, Mapping):
            raise self._exchange.bad_field(name)
        return {str(key): cleaned(str(value)) for key, value in entry.items() if value is not None}


def _places(layout: Layout, heading: Sequence[str], file: Path) -> dict[str, int]:
    """Where each column stands in the file."""
    wanted = {plain(name): column.key for column in layout.columns for name in (column.key, *column.headings)}
    places = {wanted[plain(cell)]: at for at, cell in enumerate(heading) if plain(cell) in wanted}
    missing = [c for c in layout.columns if c.key not in places and (c.required or c.key in layout.keys)]
    if missing:
        ar = "، ".join(c.headings[0] if c.headings else c.key for c in missing)
        en = ", ".join(c.key for c in missing)
        raise sheets.unusable(file.name, Text(f"ينقصه العمود: {ar}", f"it lacks the column: {en}"))
    return places


def _entry(layout: Layout, places: Mapping[str, int], cells: Sequence[str]) -> tuple[Entry, Text | None]:
    entry: dict[str, str] = {}
    for column in layout.columns:
        at = places.get(column.key, len(cells))
        value = cells[at] if at < len(cells) else ""
        heading = column.headings[0] if column.headings else column.key
        if not value:
            if column.required or column.key in layout.keys:
                return entry, Text(f"«{heading}» فارغ", f"{column.key} is empty")
            continue
        if column.choices is not None:
            found = {plain(shown): kept for shown, kept in column.choices.items()}.get(plain(value))
            if found is None:
                return entry, Text(
                    f"قيمة غير معروفة في «{heading}»: {value}", f"unknown {column.key}: {value}"
                )
            value = found
        if column.read is not None:
            read = column.read(value)
            if read is None:
                return entry, Text(
                    f"قيمة غير صالحة في «{heading}»: {value}", f"not a valid {column.key}: {value}"
                )
            value = read
        entry[column.key] = value
    return entry, None
