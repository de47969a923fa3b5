"""What a person's desk looks like, kept on the database so that it follows them to every workstation."""

from __future__ import annotations

from desktop.models.desk_rows import desk_rows, preferences_of
from desktop.usecases.session import Session


def my_preferences(session: Session) -> dict[str, str]:
    """Everything that was kept for the account, by name."""
    with session.database.reading() as connection:
        return preferences_of(connection, session.login)


def keep_preference(session: Session, name: str, value: str) -> None:
    """Keeps ``value`` under ``name``; an empty one forgets it. Refuses more than the account may keep."""
    with session.database.writing() as connection:
        office = session.office(connection)
        desk_rows(session.database, connection, office.actor, office.now).keep_preference(name, value)
