"""Drafts the next version of the tables; for developers."""

from __future__ import annotations

import sys

from sqlalchemy import create_engine

from desktop.models.migrations import draft, newest_revision, upgrade_tables


def main(message: str) -> None:
    """Brings an empty database to the newest version and writes down what it still lacks."""
    with create_engine("sqlite://").connect() as connection:
        try:
            number = int(newest_revision()[:4]) + 1
        except RuntimeError:
            number = 1
        else:
            upgrade_tables(connection)
        draft(connection, message, f"{number:04d}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit('usage: python -m desktop.models.migrations "what changes"')
    main(sys.argv[1])
