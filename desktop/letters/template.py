"""Letters' wordings as data: named placeholders, checked before use, filled without leftovers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from desktop.base.errors import Problem, Refusal
from desktop.base.text import Text
from desktop.letters.content import LetterTable

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a template.

    With ``when=("fee",)`` it is printed only where the placeholder ``fee`` has a value, with ``("!fee",)``
    only where it has none; of several conditions all must hold.
    """

    text: str
    when: tuple[str, ...] = ()

    def applies(self, values: Mapping[str, str]) -> bool:
        """Whether the passage is printed for ``values``."""
        return all(
            bool(values.get(one.removeprefix("!"), "").strip()) != one.startswith("!") for one in self.when
        )

    def as_dict(self) -> dict[str, Any]:
        """The passage as plain values."""
        return {"text": self.text, "when": list(self.when)}


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """The wording of one kind of letter; ``{name}`` stands for a value of the case.

    A template is never changed once a letter used it: an edit is a new ``version``.

    ``listed`` makes it the wording of a list: its table's one row is printed for every row of the list, and
    a column whose header names something of which there are several (``{day}``) once for each. ``facts``
    are labels with their values; one whose value is blank is not printed.
    """

    kind: str
    version: int
    title: str
    subject: str
    addressee: str
    paragraphs: tuple[Passage, ...]
    enclosures: tuple[Passage, ...] = ()
    table: LetterTable | None = None
    listed: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    signatures: tuple[str, ...] = ()
    landscape: bool = False

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text with the path of its field."""
        yield "title", self.title
        yield "subject", self.subject
        yield "addressee", self.addressee
        for index, fact in enumerate(self.facts):
            yield from ((f"facts.{index}.{place}", text) for place, text in enumerate(fact))
        yield from ((f"signatures.{index}", text) for index, text in enumerate(self.signatures))
        for name, passages in (("paragraphs", self.paragraphs), ("enclosures", self.enclosures)):
            for index, passage in enumerate(passages):
                yield f"{name}.{index}", passage.text
        if self.table is not None:
            for column, header in enumerate(self.table.headers):
                yield f"table.headers.{column}", header
            for index, row in enumerate(self.table.rows):
                for column, cell in enumerate(row):
                    yield f"table.rows.{index}.{column}", cell

    def placeholders(self) -> frozenset[str]:
        """The names of all placeholders in the texts and the conditions."""
        names = {name for _, text in self.texts() for name in _names(text)}
        passages = (*self.paragraphs, *self.enclosures)
        conditions = {one.removeprefix("!") for passage in passages for one in passage.when}
        return frozenset(names | conditions)

    def as_dict(self) -> dict[str, Any]:
        """The template as plain values, for storing."""
        return {
            "kind": self.kind,
            "version": self.version,
            "title": self.title,
            "subject": self.subject,
            "addressee": self.addressee,
            "paragraphs": [p.as_dict() for p in self.paragraphs],
            "enclosures": [p.as_dict() for p in self.enclosures],
            "table": None if self.table is None else self.table.as_dict(),
            "listed": self.listed,
            "facts": [list(fact) for fact in self.facts],
            "signatures": list(self.signatures),
            "landscape": self.landscape,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> LetterTemplate:
        """The template that ``as_dict`` described; a passage without condition may be a plain string.

        Raises ``KeyError`` or ``ValueError`` where ``values`` describe no template.
        """
        table = values.get("table")
        return cls(
            kind=str(values["kind"]),
            version=int(values["version"]),
            title=str(values["title"]),
            subject=str(values["subject"]),
            addressee=str(values["addressee"]),
            paragraphs=tuple(_passage(p) for p in values["paragraphs"]),
            enclosures=tuple(_passage(p) for p in values.get("enclosures", ())),
            table=None if table is None else LetterTable.from_dict(table),
            listed=bool(values.get("listed", False)),
            facts=tuple((str(label), str(value)) for label, value in values.get("facts", ())),
            signatures=tuple(str(one) for one in values.get("signatures", ())),
            landscape=bool(values.get("landscape", False)),
        )


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A template's texts with every placeholder replaced: the parts of a ``LetterContent``."""

    kind: str
    template_version: int
    title: str
    subject: str
    addressee: str
    paragraphs: tuple[str, ...]
    enclosures: tuple[str, ...]
    table: LetterTable | None
    listed: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    signatures: tuple[str, ...] = ()
    landscape: bool = False


def check(template: LetterTemplate, known_placeholders: Collection[str]) -> None:
    """Refuses a template that cannot be filled, naming each fault and its field.

    Faults: a placeholder that is not known, a brace that opens or closes nothing, a body without text, a
    list without its row. Raises ``Refusal``.
    """
    known = ", ".join(sorted(known_placeholders))
    problems: list[Problem] = []
    for field, text in template.texts():
        problems.extend(_faults(field, text, known_placeholders, known))
    for group, passages in (("paragraphs", template.paragraphs), ("enclosures", template.enclosures)):
        for index, passage in enumerate(passages):
            names = [one.removeprefix("!") for one in passage.when]
            unknown = [name for name in names if name not in known_placeholders]
            problems.extend(_unknown(f"{group}.{index}.when", name, known) for name in unknown)
    wanted = [("title", template.title)] + ([] if template.listed else [("subject", template.subject)])
    problems += [_empty(field) for field, text in wanted if not text.strip()]
    if template.listed:
        if template.table is None or len(template.table.rows) != 1:
            problems.append(_empty("table"))
    elif not any(passage.text.strip() for passage in template.paragraphs):
        problems.append(_empty("paragraphs"))
    if problems:
        raise Refusal(problems)


def fill(
    template: LetterTemplate,
    values: Mapping[str, str],
    rows: Sequence[Mapping[str, str]] = (),
    spread: Mapping[str, Sequence[str]] | None = None,
) -> FilledTemplate:
    """``template`` with ``values`` in place of its placeholders.

    A value that is missing or blank is a ``Refusal`` that names it, unless only passages or facts that do
    not apply would print it. Values are taken literally: braces in them mean nothing. Of a list, ``rows`` are
    the values of each row, besides ``row``, its number; a blank one leaves its cell empty. ``spread`` are
    the values of what several columns are made from, such as days.
    """
    paragraphs = [p for p in template.paragraphs if p.applies(values)]
    enclosures = [p for p in template.enclosures if p.applies(values)]
    facts = [fact for fact in template.facts if _said(fact[1], values)]
    table = template.table
    printed = [template.title, template.subject, template.addressee, *template.signatures]
    printed += [p.text for p in paragraphs] + [p.text for p in enclosures]
    printed += [label for label, _ in facts]
    if table is not None and not template.listed:
        printed += [*table.headers, *(cell for row in table.rows for cell in row)]
    _require(dict.fromkeys(name for text in printed for name in _names(text)), values)

    def filled(text: str) -> str:
        return _filled(text, values)

    if table is not None:
        table = (
            _listed(table, values, rows, spread or {})
            if template.listed
            else replace(
                table,
                headers=tuple(map(filled, table.headers)),
                rows=tuple(tuple(map(filled, row)) for row in table.rows),
            )
        )
    return FilledTemplate(
        kind=template.kind,
        template_version=template.version,
        title=filled(template.title),
        subject=filled(template.subject),
        addressee=filled(template.addressee),
        paragraphs=tuple(filled(p.text) for p in paragraphs),
        enclosures=tuple(filled(p.text) for p in enclosures),
        table=table,
        listed=template.listed,
        facts=tuple((filled(label), filled(value)) for label, value in facts),
        signatures=tuple(map(filled, template.signatures)),
        landscape=template.landscape,
    )


def _listed(
    table: LetterTable,
    values: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
    spread: Mapping[str, Sequence[str]],
) -> LetterTable:
    """The pattern of a list's table with its rows, and with the columns that stand for several."""
    columns: list[tuple[int, Mapping[str, str]]] = []
    for column, header in enumerate(table.headers):
        name = next((name for name in _names(header) if name in spread), None)
        columns += [(column, {})] if name is None else [(column, {name: one}) for one in spread[name]]
    pattern = table.rows[0]
    return replace(
        table,
        headers=tuple(_filled(table.headers[column], {**values, **own}) for column, own in columns),
        rows=tuple(
            tuple(
                _filled(pattern[column], {**values, "row": str(number), **row, **own})
                for column, own in columns
            )
            for number, row in enumerate(rows, 1)
        ),
        widths=None if table.widths is None else tuple(table.widths[column] for column, _ in columns),
        aligned=None if table.aligned is None else tuple(table.aligned[column] for column, _ in columns),
    )


def _require(names: Collection[str], values: Mapping[str, str]) -> None:
    missing = [name for name in names if not values.get(name, "").strip()]
    if missing:
        raise Refusal(
            Problem(
                name,
                "letter.value_missing",
                Text(
                    f"لا يمكن إصدار الكتاب: تنقصه القيمة «{name}».",
                    f"The letter cannot be issued: the value “{name}” is missing.",
                ),
            )
            for name in missing
        )


def _said(text: str, values: Mapping[str, str]) -> bool:
    """Whether each placeholder of ``text`` has a value."""
    return all(values.get(name, "").strip() for name in _names(text))


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _BRACES.sub(lambda match: values.get(match.group(1), ""), text)


@cache
def bundled() -> Mapping[str, LetterTemplate]:
    """The templates that ship with the program, by kind; a municipality's own edits are later versions."""
    folder = resources.files("desktop.letters") / "templates"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    templates = (LetterTemplate.from_dict(tomllib.loads(file.read_text("utf-8"))) for file in files)
    return {template.kind: template for template in templates}


def to_person(name: str) -> str:
    """The form of address for a person, whoever they are: ``السيد/ة … المحترم/ة``."""
    return f"السيد/ة {name} المحترم/ة"


def to_body(name: str) -> str:
    """The form of address for a body: ``السادة / … المحترمين``."""
    return f"السادة / {name} المحترمين"


def _names(text: str) -> Iterator[str]:
    for match in _BRACES.finditer(text):
        if match.group(1) is not None:
            yield match.group(1)


def _passage(value: object) -> Passage:
    if isinstance(value, str):
        return Passage(value)
    if isinstance(value, Mapping):
        return Passage(str(value["text"]), tuple(str(one) for one in value.get("when", ())))
    raise ValueError(f"not a passage: {value!r}")


def _faults(field: str, text: str, known_placeholders: Collection[str], known: str) -> Iterator[Problem]:
    for match in _BRACES.finditer(text):
        name = match.group(1)
        if name is None or not _NAME.fullmatch(name):
            yield Problem(
                field,
                "letter.bad_placeholder",
                Text(
                    f"قوسان غير صحيحين عند «{match.group()}»؛ يُكتب الحقل هكذا: {{reference}}.",
                    f"Stray brace at “{match.group()}”; a placeholder is written {{reference}}.",
                ),
            )
        elif name not in known_placeholders:
            yield _unknown(field, name, known)


def _unknown(field: str, name: str, known: str) -> Problem:
    return Problem(
        field,
        "letter.unknown_placeholder",
        Text(
            f"الحقل «{name}» غير معروف؛ الحقول المعروفة: {known}.",
            f"The placeholder “{name}” is unknown; known are: {known}.",
        ),
    )


def _empty(field: str) -> Problem:
    return Problem(
        field,
        "letter.empty",
        Text("لا يجوز أن يكون هذا الجزء من الكتاب فارغًا.", "This part of the letter cannot be empty."),
    )
