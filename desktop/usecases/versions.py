"""Whether this program and the database it was pointed at work together."""

from __future__ import annotations

from desktop.models.compatibility import require_compatible, tables_level
from desktop.usecases.session import Session


def check_versions(session: Session) -> None:
    """Refuses (field ``version``) politely where they do not; an embedded database was upgraded already.

    Raises ``Outage`` where the database does not answer.
    """
    if session.database.is_central:
        with session.database.reading() as connection:
            require_compatible(tables_level(connection))
