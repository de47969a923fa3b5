"""Wordings of letters as the municipality edits them: seen, tried, and kept version by version (COM-11)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.letters.content import LetterContent, Signatory
from desktop.letters.template import FilledTemplate, LetterTemplate, bundled, check, fill
from desktop.models.office_changes import office_changes
from desktop.models.queries.letter_templates import TemplateRow, template_rows
from desktop.models.queries.office import staff_list
from desktop.models.records.case import ChangeSet
from desktop.models.records.reference import Department
from desktop.usecases.letter_values import Placeholder, known_placeholders
from desktop.usecases.list_kinds import LISTS, ListKind
from desktop.usecases.paper_heads import contact_line, letterhead_of
from desktop.usecases.session import Session

NO_SERIAL = "—"
"""Stands in drafts and previews for the number that a letter gets when it is issued."""


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """One version of a wording; the program's own has neither moment nor author."""

    template: LetterTemplate
    valid_from: datetime | None = None
    author: str = ""


@dataclass(frozen=True, slots=True)
class TemplateRecord:
    """A kind of letter: what it is called, whose it is, its versions from the newest, its placeholders."""

    kind: str
    label: Text
    service: Text
    department: str
    versions: tuple[TemplateVersion, ...]
    placeholders: Mapping[str, Placeholder]

    @property
    def newest(self) -> TemplateVersion:
        return self.versions[0]


def own_wordings(connection: Connection) -> dict[str, str]:
    """The newest wording that the municipality gave each kind of letter, as JSON."""
    return {row.kind: row.content for row in template_rows(connection)}


def template_in_force(own: Mapping[str, str], kind: str) -> LetterTemplate:
    """What a letter of ``kind`` is worded with now: the municipality's newest wording, or the program's."""
    return _template(own[kind]) if kind in own else bundled()[kind]


def content_of(
    connection: Connection,
    filled: FilledTemplate,
    department: Department,
    *,
    serial: str,
    reference: str,
    issued_on: date,
) -> LetterContent:
    """A letter of ``department``: its head, its signatory, its contact and address at the foot."""
    return LetterContent(
        kind=filled.kind,
        serial=serial,
        reference=reference,
        issued_on=issued_on,
        title=filled.title,
        addressee=filled.addressee,
        subject=filled.subject,
        paragraphs=filled.paragraphs,
        table=filled.table,
        enclosures=filled.enclosures,
        letterhead=letterhead_of(connection, department),
        signatory=Signatory("", "")
        if filled.listed
        else Signatory(department.signatory_name, department.signatory_title),
        contact=contact_line(department),
        facts=filled.facts,
        signatures=filled.signatures,
        landscape=filled.landscape,
    )


def list_templates(session: Session) -> tuple[TemplateRecord, ...]:
    """Every kind of letter of the services, with all versions of its wording."""
    with session.database.reading() as connection:
        today = amman_date(session.office(connection).now)
        rows = template_rows(connection)
        names = {one.login: one.name.ar for one in staff_list(connection, today)}
    found: dict[str, TemplateRecord] = {}
    for service in session.registry.values():
        for letter in service.letters:
            for kind, _ in letter.templates:
                versions = (*reversed(_own(rows, names, kind)), TemplateVersion(bundled()[kind]))
                known = known_placeholders(session.registry.values(), kind)
                label = letter.label if len(letter.templates) == 1 else _titled(letter.label, versions[-1])
                here = TemplateRecord(kind, label, service.label, service.department, versions, known)
                found.setdefault(kind, here)
    for one in LISTS:
        owner = session.registry.get(one.service)
        if owner is not None:
            versions = (*reversed(_own(rows, names, one.template)), TemplateVersion(bundled()[one.template]))
            found[one.template] = TemplateRecord(
                one.template, one.label, owner.label, owner.department, versions, one.placeholders()
            )
    return tuple(found.values())


def preview_template(session: Session, template: LetterTemplate) -> bytes:
    """The letter that ``template`` makes of sample values, drawn as it will be, unnumbered and unsealed.

    Raises ``Refusal`` with each fault of the wording and its field.
    """
    from desktop.letters.render import render

    known = _known(session, template.kind)
    check(template, known)
    samples = {name: one.sample for name, one in known.items()}
    listed = _list_kind(template.kind)
    spread = {one.name: (one.sample,) * 3 for one in listed.spread} if listed else {}
    rows = [{name: value for name, value in samples.items() if name != "row"}] * 3
    filled = fill(template, samples, rows, spread)
    with session.database.reading() as connection:
        office = session.office(connection)
        content = content_of(
            connection,
            filled,
            office.reference.departments[_owner(session, template.kind)],
            serial="" if template.listed else NO_SERIAL,
            reference=samples.get("reference", ""),
            issued_on=amman_date(office.now),
        )
    return render(content)


def save_template(session: Session, template: LetterTemplate) -> ChangeSet:
    """Keeps ``template`` as the next version of its kind; letters sealed from now on are worded so.

    ``template.version`` is the version that was edited: where somebody saved a further one meanwhile, that
    is refused (field ``version``). Raises ``Refusal`` with each fault of the wording and its field, and for
    whoever is no administrator. Letters that were sealed stay as they are.
    """
    check(template, _known(session, template.kind))
    with session.database.writing() as connection:
        office = session.office(connection)
        newest = max(
            (row.version for row in template_rows(connection, template.kind)),
            default=bundled()[template.kind].version,
        )
        if template.version != newest:
            raise _saved_meanwhile(newest)
        following = replace(template, version=max(newest, bundled()[template.kind].version) + 1)
        data = {
            "kind": following.kind,
            "version": following.version,
            "content": following.as_dict(),
        }
        office_changes(session.database, connection, office.actor).office(
            "letter_template", data, session.workstation
        )
    return ChangeSet(frozenset({"template"}), details={"version": following.version})


def _own(rows: Sequence[TemplateRow], names: Mapping[str, str], kind: str) -> list[TemplateVersion]:
    """The municipality's wordings of ``kind``, from the oldest."""
    return [
        TemplateVersion(_template(row.content), row.valid_from, names.get(row.author, row.author))
        for row in rows
        if row.kind == kind
    ]


def _list_kind(kind: str) -> ListKind | None:
    return next((one for one in LISTS if one.template == kind), None)


def _known(session: Session, kind: str) -> dict[str, Placeholder]:
    """The placeholders of a letter's or a list's wording."""
    listed = _list_kind(kind)
    return listed.placeholders() if listed else known_placeholders(session.registry.values(), kind)


def _owner(session: Session, kind: str) -> str:
    listed = _list_kind(kind)
    if listed is not None:
        return session.registry[listed.service].department
    return next(
        service.department
        for service in session.registry.values()
        for letter in service.letters
        if any(kind == one for one, _ in letter.templates)
    )


def _titled(label: Text, version: TemplateVersion) -> Text:
    return Text(f"{label.ar}: {version.template.title}", f"{label.en}: {version.template.title}")


def _template(content: str) -> LetterTemplate:
    try:
        return LetterTemplate.from_dict(json.loads(content))
    except (KeyError, ValueError, TypeError) as broken:
        raise Refusal.one(
            "letter.broken_template",
            "قالب الكتاب المحفوظ غير سليم؛ احفظ نصه من جديد.",
            "The stored template of the letter is broken; save its wording again.",
        ) from broken


def _saved_meanwhile(version: int) -> Refusal:
    return Refusal.one(
        "stale",
        f"حُفظت نسخة أحدث من القالب ({version})؛ افتحها ثم أعد تعديلك.",
        f"A newer version of the template was saved meanwhile ({version}); open it and edit again.",
        field="version",
    )
