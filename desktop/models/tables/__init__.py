"""The tables, by subject, in one ``MetaData`` that serves PostgreSQL and SQLite alike."""

from desktop.models.tables import applications, letters, money, office, outbox, outside, rules, schedule
from desktop.models.tables.columns import metadata

__all__ = ["applications", "letters", "metadata", "money", "office", "outbox", "outside", "rules", "schedule"]
