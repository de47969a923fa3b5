"""The tables, by subject, in one ``MetaData`` that serves PostgreSQL and SQLite alike."""

from desktop.models.tables import (
    applications,
    archive,
    desk,
    letters,
    money,
    office,
    outbox,
    outside,
    rules,
    schedule,
    upkeep,
)
from desktop.models.tables.columns import metadata

__all__ = [
    "applications",
    "archive",
    "desk",
    "letters",
    "metadata",
    "money",
    "office",
    "outbox",
    "outside",
    "rules",
    "schedule",
    "upkeep",
]
