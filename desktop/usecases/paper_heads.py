"""The head that a department's letters are drawn with (COM-11, TRN-19)."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.letters.content import MUNICIPALITY, Letterhead
from desktop.models.queries.letterheads import letterhead_row
from desktop.models.records.reference import Department


def letterhead_of(connection: Connection, department: Department) -> Letterhead:
    """The head of the paper of ``department``, as its letters are drawn from now on."""
    kept = letterhead_row(connection, department.code)
    return Letterhead(MUNICIPALITY, department.name, kept.address_line, kept.logo)


def contact_line(department: Department) -> str:
    """Whom to ask, by which telephone, at which hours (TRN-19); empty where nothing is known."""
    phone = f"هاتف {department.contact_phone}" if department.contact_phone else ""
    parts = [part for part in (department.contact_name, phone, department.contact_hours) if part]
    return "للاستفسار: " + "، ".join(parts) if parts else ""
