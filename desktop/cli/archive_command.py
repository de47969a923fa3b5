"""``diwan db archive|put-away|bring-back|documents``: what leaves the tables that everybody works on."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy.engine import URL

from desktop.base.errors import Refusal
from desktop.base.secrets import remembered
from desktop.cli.chosen import config_of, named_file
from desktop.cli.output import print_json
from desktop.models.archive import archive_year, bring_back, put_away

if TYPE_CHECKING:
    from desktop.gateways.document_store import StoreSettings
    from desktop.usecases.document_store import StoreCheck


def archive_command(options: argparse.Namespace, url: URL) -> int:
    """Moves a year's closed cases into its partitions; prints what was moved."""
    print_json(archive_year(url, _year(options)))
    return 0


def put_away_command(options: argparse.Namespace, url: URL) -> int:
    """Writes a year into a new file and takes it out of the database; prints what is in the file."""
    print_json(put_away(url, _year(options), named_file(options)))
    return 0


def bring_back_command(options: argparse.Namespace, url: URL) -> int:
    """Brings a year back from its file; prints what was in it."""
    print_json(bring_back(url, named_file(options)))
    return 0


def documents_command(options: argparse.Namespace, url: URL) -> int:
    """Moves documents to the store or back, sweeps the store, or only compares; exit status 1 on faults."""
    from desktop.usecases.document_store import check_store, move_to_database, move_to_store, sweep_store

    said = config_of(options).documents
    writer = _store(said, "")
    if options.to == "store":
        print_json({"moved": move_to_store(url, writer, _store(said, "reader_"))})
    elif options.to == "database":
        print_json({"moved": move_to_database(url, writer)})
    elif options.sweep:
        print_json({"removed": sweep_store(url, writer)})
    found = check_store(url, writer, read=True)
    print_json({"documents": found})
    return 0 if found.passed or options.to or options.sweep else 1


def store_check(options: argparse.Namespace, url: URL) -> StoreCheck | None:
    """What ``diwan db check`` finds in the store; ``None`` where none is set."""
    from desktop.usecases.document_store import check_store

    said = config_of(options).documents
    return check_store(url, _store(said, "")) if said else None


def _store(said: Mapping[str, object], prefix: str) -> StoreSettings:
    from desktop.gateways.document_store import store_settings

    named = f"DIWAN_DOCUMENTS_{prefix.upper()}SECRET"
    secret = os.environ.get(named) or remembered(f"documents.{prefix}secret") or ""
    return store_settings(said, secret, prefix=prefix)


def _year(options: argparse.Namespace) -> int:
    if not options.year:
        raise Refusal.one(
            "year",
            f"اذكر السنة: diwan db {options.what} --year 2025.",
            f"Name the year: diwan db {options.what} --year 2025.",
            field="--year",
        )
    return int(options.year)
