"""The heads of the departments' papers: what is kept for them, changed by administrators (COM-11, TRN-19)."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.base.clock import amman_date
from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.letters.content import LetterContent, Letterhead, Signatory
from desktop.models import refusals
from desktop.models.queries.letterheads import letterhead_rows
from desktop.models.records.case import ChangeSet
from desktop.models.records.reference import Department
from desktop.usecases.office.forms import Form, change
from desktop.usecases.paper_heads import contact_line, letterhead_of
from desktop.usecases.session import Session

_LONGEST_ADDRESS = 160


@dataclass(frozen=True, slots=True)
class LetterheadRecord:
    """A department with its address line, and whether it has a logo of its own."""

    department: Department
    address_line: str
    has_logo: bool


def list_letterheads(session: Session) -> tuple[LetterheadRecord, ...]:
    """Every department, with what is kept for its paper."""
    with session.database.reading() as connection:
        departments = session.office(connection).reference.departments
        kept = {row.department: row for row in letterhead_rows(connection)}
    return tuple(
        LetterheadRecord(one, row.address_line if row else "", bool(row and row.logo))
        for one in departments.values()
        for row in [kept.get(one.code)]
    )


def change_letterhead(
    session: Session,
    department: str,
    *,
    address_line: str,
    logo: Path | bytes | None = None,
    plain: bool = False,
) -> ChangeSet:
    """Keeps address and logo for letters sealed from now on; those that were sealed stay as they are.

    Without ``logo`` the present one stays, ``plain`` takes it away. Raises ``Refusal`` naming the field, and
    ``Outage`` where the file cannot be read.
    """
    form = Form()
    address = form.line("address_line", address_line, limit=_LONGEST_ADDRESS, required=False)
    form.done()
    data: dict[str, object] = {"department": department, "address_line": address}
    if plain:
        data["logo"] = ""
    elif logo is not None:
        from desktop.letters.emblem import fitted

        data["logo"] = base64.b64encode(fitted(_content(logo))).decode()
    # What the font cannot print is refused here, beside the field, and not when a letter waits to be sealed.
    try:
        preview_letterhead(session, department, address_line=address)
    except Refusal as refusal:
        raise Refusal(
            replace(problem, field=problem.field.removeprefix("letterhead.")) for problem in refusal.problems
        ) from refusal
    return change(session, "reference", "letterhead", data)


def preview_letterhead(session: Session, department: str, *, address_line: str | None = None) -> bytes:
    """An empty letter of ``department``, with its head and foot as they are kept, or with another address."""
    from desktop.letters.render import render

    with session.database.reading() as connection:
        office = session.office(connection)
        known = office.reference.departments.get(department)
        if known is None:
            raise refusals.invalid("department")
        head = letterhead_of(connection, known)
    if address_line is not None:
        head = Letterhead(head.municipality, head.department, address_line, head.logo)
    return render(
        LetterContent(
            kind="letterhead",
            serial="—",
            reference="",
            issued_on=amman_date(office.now),
            title="نموذج كتاب",
            addressee="",
            subject="",
            paragraphs=("هذا نموذج لترويسة الكتب الصادرة عن الدائرة وتذييلها.",),
            letterhead=head,
            signatory=Signatory(known.signatory_name, known.signatory_title),
            contact=contact_line(known),
        )
    )


def _content(logo: Path | bytes) -> bytes:
    if isinstance(logo, bytes):
        return logo
    try:
        return logo.read_bytes()
    except OSError as error:
        raise Outage(Text(f"تعذّرت قراءة الملف {logo}.", f"The file {logo} cannot be read.")) from error
