"""Lists over an occasion (course, session, round): from plain values to a printable document.

A list is a working paper of its department: it has no serial number and no code, it is signed by hand in its
boxes. Its wording is a template like a letter's and is edited on the same page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from desktop.letters.template import fill
from desktop.models.records.reference import Department
from desktop.usecases.templates import content_of, own_wordings, template_in_force


def draw_list(
    connection: Connection,
    department: Department,
    template: str,
    values: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
    *,
    on: date,
    reference: str = "",
    spread: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """The list ``template`` as a PDF file, in its wording in force, under the head of ``department``.

    ``values`` and ``rows`` are logical Arabic text by placeholder (``list_kinds.LISTS`` names them); a blank
    one is left out. ``spread`` gives the headings of what has several columns (``day``). ``on``
    and ``reference`` stand at the head. Raises ``Refusal`` for a value that the wording cannot do without,
    or a character that the font lacks, naming the field.
    """
    from desktop.letters.render import render

    wording = template_in_force(own_wordings(connection), template)
    counted = {**values, "row_count": str(len(rows))}
    filled = fill(wording, counted, rows, spread)
    return render(content_of(connection, filled, department, serial="", reference=reference, issued_on=on))
