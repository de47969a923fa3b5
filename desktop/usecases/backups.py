"""Backups as an installed timer makes them: named by the moment, read back, remembered, the oldest let go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.engine import URL, make_url

from desktop import __version__
from desktop.base.clock import Clock, amman
from desktop.base.errors import Refusal
from desktop.models.backup import Backup, Restored, backup, check_backup, restore
from desktop.models.connecting import secured
from desktop.models.database import outages
from desktop.models.install import CENTRAL_PATH
from desktop.models.moving import Moved, move_to_central
from desktop.models.tables.upkeep import backup_record

LAST_GOOD = "last-good-backup.json"
"""Stands beside the backups: what the newest good one is, also where no database answers."""
_SUFFIX = ".backup"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was made, and those that were let go for it."""

    backup: Backup
    at: datetime
    removed: tuple[str, ...] = ()


def back_up(address: URL | str, target: Path, clock: Clock, keep: int = 0) -> Kept:
    """Backs the database up to ``target``: a new file, or a folder in which it gets a name of its own.

    The backup is read back, then written into the database's record and into ``last-good-backup.json``. With
    ``keep`` only so many of the folder's backups stay, once the new one is good. For a central database the
    address is a superuser's. Raises ``Refusal`` and ``Outage``; an older backup is never touched then.
    """
    url, now = make_url(address), clock.now()
    in_folder = target.is_dir()
    if not in_folder and not target.parent.is_dir():
        raise Refusal.one(
            "folder",
            f"المجلد {target.parent} غير موجود.",
            f"There is no folder {target.parent}.",
            field="target",
        )
    path = target / f"diwan-{amman(now):%Y%m%d-%H%M%S}{_SUFFIX}" if in_folder else target
    made = backup(url, path)
    with _writing(url) as connection:
        record_backup(connection, made, now)
    _write_last_good(path.parent, made, now)
    removed = _let_go(path.parent, keep, path) if in_folder and keep > 0 else ()
    return Kept(made, now, removed)


def record_backup(connection: Connection, made: Backup, now: datetime) -> None:
    """Writes a good backup into the record; tables of a release that has none are left as they are."""
    if not inspect(connection).has_table(backup_record.name):
        return
    row = {"name": made.path.name, "size": made.size, "sha256": made.sha256}
    connection.execute(backup_record.insert().values(at=now, release=__version__, **row))


def check(path: Path) -> Backup:
    """Reads a backup whole; raises ``Refusal`` (field ``backup``) where it is damaged or none."""
    return check_backup(path)


def bring_back(path: Path, address: URL | str) -> Restored:
    """Restores a backup into an empty database or a file that is not there; see ``models.backup.restore``."""
    return restore(path, address)


def move(source: Path, address: URL | str) -> Moved:
    """Moves a single desk's database into an empty central one, and compares every row."""
    if not source.is_file():
        raise Refusal.one(
            "source",
            f"الملف {source} غير موجود.",
            f"There is no file {source}.",
            field="source",
        )
    return move_to_central(URL.create("sqlite", database=str(source)), address)


@contextmanager
def _writing(url: URL) -> Iterator[Connection]:
    """A transaction on the database itself, as a superuser on the central one."""
    central = url.get_backend_name() == "postgresql"
    arguments: dict[str, object] = {"options": CENTRAL_PATH} if central else {"timeout": 30}
    engine = create_engine(secured(url) if central else url, connect_args=arguments)
    try:
        with outages(), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _write_last_good(folder: Path, made: Backup, now: datetime) -> None:
    document = {
        "name": made.path.name,
        "at": amman(now).isoformat(),
        "size": made.size,
        "sha256": made.sha256,
        "release": __version__,
    }
    unfinished = folder / (LAST_GOOD + ".part")
    unfinished.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    unfinished.replace(folder / LAST_GOOD)


def _let_go(folder: Path, keep: int, newest: Path) -> tuple[str, ...]:
    """Removes all but the newest ``keep`` backups of this folder; names sort by their moment."""
    found = sorted(path for path in folder.glob(f"diwan-*{_SUFFIX}") if path != newest)
    gone = found[: max(0, len(found) - (keep - 1))]
    for path in gone:
        path.unlink()
        path.with_name(path.name + ".sha256").unlink(missing_ok=True)
    return tuple(path.name for path in gone)
