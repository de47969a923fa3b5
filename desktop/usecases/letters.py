"""Letters: composing, sealing, showing, printing, verifying (COM-11, VER-01)."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, RowMapping, func, select

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.letters.content import (
    LetterContent,
    as_dict,
    from_dict,
)
from desktop.letters.template import LetterTemplate, fill
from desktop.models import refusals
from desktop.models.queries.case_files import case_by_id, case_file
from desktop.models.queries.office import staff_list
from desktop.models.records.case import CaseFile, ChangeSet, Letter
from desktop.models.records.plan import canonical_json
from desktop.models.records.reference import Reference
from desktop.models.tables.letters import letter as letters
from desktop.models.tables.letters import letter_print
from desktop.models.work.letters import case_of_letter, letter_pdf, record_key, record_seal, unsealed_letters
from desktop.usecases.cases import act, open_case_by_id, require_sight
from desktop.usecases.letter_values import Deed, deed_of, letter_values
from desktop.usecases.session import Session
from desktop.usecases.templates import NO_SERIAL, content_of, own_wordings, template_in_force
from desktop.workflows.definition import LetterDef, ServiceDefinition
from desktop.workflows.facts import case_facts

if TYPE_CHECKING:
    # What draws, reads and signs letters is loaded when the first one is: a queue opens without it.
    from desktop.letters.issue import IssuedLetter
    from desktop.letters.signing import PrivateKey

log = logging.getLogger(__name__)


def template_for(
    definition: LetterDef, facts: Mapping[str, object], own: Mapping[str, str]
) -> LetterTemplate:
    """The template whose condition holds for the case; ``own`` are the municipality's wordings."""
    kind = next((kind for kind, when in definition.templates if when.holds(facts)), None)
    if kind is None:
        raise Refusal.one(
            "no_template", "لا يوجد قالب لهذا الكتاب.", "No template fits this letter.", field=definition.key
        )
    return template_in_force(own, kind)


def compose(
    connection: Connection,
    service: ServiceDefinition,
    file: CaseFile,
    reference: Reference,
    kind: str,
    serial: str,
    issued_on: date,
    now: datetime,
    deed: Deed,
    own: Mapping[str, str],
) -> tuple[LetterContent, int]:
    """The text of letter ``kind`` that the step ``deed`` issues, and the version of its template."""
    definition = next(x for x in service.letters if x.key == kind)
    template = template_for(definition, case_facts(service, file, reference, now), own)
    filled = fill(template, letter_values(service, file, reference, deed))
    content = content_of(
        connection,
        filled,
        reference.departments[file.case.owner_department],
        serial=serial,
        reference=file.case.reference,
        issued_on=issued_on,
    )
    return content, filled.template_version


def draft(
    session: Session, case_id: int, kind: str, action: str = "", inputs: Mapping[str, object] | None = None
) -> bytes:
    """Letter ``kind`` as it would read now, unnumbered and unsealed, for looking at before it is issued.

    ``action`` is the step that would issue it, with what is entered so far. Raises ``Refusal`` naming the
    values that are still missing.
    """
    opened = open_case_by_id(session, case_id)
    actor = opened.office.actor
    deed = Deed(action, actor.name, opened.office.now, inputs or {})
    with session.database.reading() as connection:
        content, _ = compose(
            connection,
            opened.service,
            opened.file,
            opened.reference,
            kind,
            NO_SERIAL,
            amman_date(opened.office.now),
            opened.office.now,
            deed,
            own_wordings(connection),
        )
    from desktop.letters.render import render

    return render(content)


def seal_letters(session: Session, key: PrivateKey, limit: int = 500) -> int:
    """Writes, signs and keeps the letters that have a number and no document; returns how many.

    The text is composed here and not by the desk that issued the letter, so that no desk needs the key
    and none can word a letter otherwise than its template. Many are drawn on all cores.
    """
    from desktop.letters.issue import issue_many

    with session.database.reading() as connection:
        waiting = unsealed_letters(connection, limit)
        worded = _worded(session, connection, waiting) if waiting else []
    done = 0
    issued = issue_many((content for _, content, _ in worded), key)
    for (row, _, version), letter in zip(worded, issued, strict=True):
        if isinstance(letter, Refusal):
            _tell(row, letter)
        else:
            done += _keep(session, key, row, letter, version)
    return done


def _worded(
    session: Session, connection: Connection, waiting: Sequence[RowMapping]
) -> list[tuple[RowMapping, LetterContent, int]]:
    """Each waiting letter with its text and the version of its template."""
    office = session.office(connection)
    own = own_wordings(connection)
    names = {one.login: one.name for one in staff_list(connection, amman_date(office.now))}
    worded = []
    for row in waiting:
        case = case_by_id(connection, row["case_id"])
        if case is None:
            raise refusals.no_such_case()
        file = case_file(connection, case)
        try:
            content, version = compose(
                connection,
                session.registry[case.service],
                file,
                office.reference,
                row["kind"],
                row["serial"],
                row["issued_on"],
                office.now,
                deed_of(file, row["event_number"], names),
                own,
            )
        except Refusal as refusal:
            _tell(row, refusal)
        else:
            worded.append((row, content, version))
    return worded


def _tell(row: RowMapping, refusal: Refusal) -> None:
    # A letter that cannot be drawn waits for somebody to look at it; the others do not.
    log.error("the letter %s cannot be written: %s", row["serial"], refusal.text.en)


def _keep(session: Session, key: PrivateKey, row: RowMapping, issued: IssuedLetter, version: int) -> bool:
    with session.database.writing() as connection:
        now = session.database.now(connection)
        record_key(connection, key.public.key_id, key.public.to_pem().decode(), now)
        return record_seal(
            connection,
            row["id"],
            template_version=version,
            content=canonical_json(as_dict(issued.content)),
            payload=issued.payload,
            pdf=issued.pdf,
            sha256=issued.pdf_sha256,
            now=now,
        )


def read_letter(session: Session, letter_id: int) -> bytes:
    """The sealed document; refuses while it has not been sealed, and where the account sees no such case."""
    with session.database.reading() as connection:
        case_id = case_of_letter(connection, letter_id)
        if case_id is None:
            raise refusals.no_such_case()
        require_sight(session, connection, case_id)
        pdf = letter_pdf(connection, letter_id)
    if pdf is None:
        raise _not_sealed()
    if not pdf:
        raise Refusal.one(
            "removed",
            "انتهت مدة حفظ هذا الكتاب وحُذف نصه.",
            "The time for which this letter is kept is over; its text is gone.",
        )
    session.looked(case_id, "letter")
    return pdf


def print_letter(session: Session, letter: Letter) -> tuple[bytes, ChangeSet]:
    """The document to print, and the record that it was: the second and later prints are marked as copies."""
    changes = act(session, letter.case_id, "print_letter", {"letter_id": letter.letter_id})
    with session.database.reading() as connection:
        pdf = _copy(connection, letter.letter_id)
    return pdf, changes


def _copy(connection: Connection, letter_id: int) -> bytes:
    pdf = letter_pdf(connection, letter_id)
    row = connection.execute(select(letters).where(letters.c.id == letter_id)).mappings().first()
    if pdf is None or row is None:
        raise _not_sealed()
    printed = prints_of(connection, letter_id)
    if printed <= 1:
        return pdf
    from desktop.letters.inspection import attachment, opened
    from desktop.letters.layout import LOGO_NAME
    from desktop.letters.render import render

    # The logo of that day travels in the letter: the department may have another by now.
    content = from_dict(json.loads(row["content"]), attachment(opened(pdf), LOGO_NAME))
    return render(replace(content, copy_number=printed))


def prints_of(connection: Connection, letter_id: int) -> int:
    """How often the letter was printed."""
    return connection.execute(
        select(func.count()).select_from(letter_print).where(letter_print.c.letter_id == letter_id)
    ).scalar_one()


def _not_sealed() -> Refusal:
    text = Text(
        "الكتاب قيد الإعداد؛ أعد المحاولة بعد لحظات.", "The letter is being prepared; try again shortly."
    )
    return Refusal.one("not_sealed", text.ar, text.en)
