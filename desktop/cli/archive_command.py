"""``diwan db archive|put-away|bring-back``: closed years of the central database."""

from __future__ import annotations

import argparse
from pathlib import Path

from sqlalchemy.engine import URL

from desktop.base.errors import Refusal
from desktop.cli.output import print_json
from desktop.models.archive import archive_year, bring_back, put_away


def archive_command(options: argparse.Namespace, url: URL) -> int:
    """Moves a year's closed cases into its partitions; prints what was moved."""
    print_json(archive_year(url, _year(options)))
    return 0


def put_away_command(options: argparse.Namespace, url: URL) -> int:
    """Writes a year into a new file and takes it out of the database; prints what is in the file."""
    print_json(put_away(url, _year(options), _file(options)))
    return 0


def bring_back_command(options: argparse.Namespace, url: URL) -> int:
    """Brings a year back from its file; prints what was in it."""
    print_json(bring_back(url, _file(options)))
    return 0


def _year(options: argparse.Namespace) -> int:
    if not options.year:
        raise Refusal.one(
            "year",
            f"اذكر السنة: diwan db {options.what} --year 2025.",
            f"Name the year: diwan db {options.what} --year 2025.",
            field="--year",
        )
    return int(options.year)


def _file(options: argparse.Namespace) -> Path:
    if not options.file:
        raise Refusal.one(
            "file",
            f"اذكر الملف: diwan db {options.what} FILE.",
            f"Name the file: diwan db {options.what} FILE.",
            field="FILE",
        )
    return Path(options.file)
