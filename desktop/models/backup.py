"""Backups: written whole or not at all, checked by reading them, restored beside what is there.

An embedded database is copied by SQLite's own backup, while the desk works on it; the central one by
``pg_dump`` in the custom format, as a superuser, so that no row policy hides anything. Beside each backup
``NAME.sha256`` keeps its digest.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from desktop.base.errors import Outage, Refusal
from desktop.models.accounts_rebuilt import make_missing_logins
from desktop.models.connecting import secured
from desktop.models.database import outages
from desktop.models.install import CENTRAL_PATH, prepare
from desktop.models.programs import run_program
from desktop.models.security import make_roles

_SQLITE = b"SQLite format 3\x00"
_CUSTOM = b"PGDMP"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as it stands: bytes, SHA-256 in hexadecimal, and what kind of database it is of."""

    path: Path
    size: int
    sha256: str
    central: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored database; ``logins`` were made anew without a password, which an administrator sets."""

    cases: int
    logins: tuple[str, ...] = ()


def backup(database: URL | str, target: Path) -> Backup:
    """Writes a backup of ``database`` to the new file ``target``, and reads it back.

    For a central database the address is a superuser's. Raises ``Refusal`` (field ``target``) where there is
    such a file already, ``Outage`` where the database does not answer; nothing is left behind then.
    """
    url = make_url(database)
    if target.exists():
        raise Refusal.one(
            "exists", f"الملف موجود: {target}", f"There is such a file already: {target}", field="target"
        )
    unfinished = target.with_name(target.name + ".part")
    try:
        if url.get_backend_name() == "sqlite":
            _copy_embedded(_file_of(url), unfinished)
        else:
            # No key is in a backup: that of a store of documents is written again (docs/scale.md).
            without = "--exclude-table-data=app.document_store"
            run_program("pg_dump", url, "-Fc", without, "-f", str(unfinished), str(url.database))
        unfinished.chmod(0o600)
        _written(unfinished)
        made = check_backup(unfinished)
        digest = target.with_name(target.name + ".sha256")
        digest.write_text(f"{made.sha256}  {target.name}\n", "utf-8")
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return Backup(target, made.size, made.sha256, made.central)


def check_backup(path: Path) -> Backup:
    """Reads the whole backup; raises ``Refusal`` (field ``backup``) where it is damaged or is none."""
    if not path.is_file():
        raise _damaged(path, "there is no such file")
    with path.open("rb") as opened:
        first = opened.read(16)
        opened.seek(0)
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    kept = path.with_name(path.name + ".sha256")
    if kept.exists() and kept.read_text("utf-8").split(maxsplit=1)[:1] != [digest]:
        raise _damaged(path, "its digest is not the one that was kept")
    if first.startswith(_CUSTOM):
        _read_dump(path)
    elif first == _SQLITE:
        _check_embedded(path)
    else:
        raise _damaged(path, "it is neither a SQLite file nor a dump")
    return Backup(path, path.stat().st_size, digest, first.startswith(_CUSTOM))


def restore(path: Path, database: URL | str) -> Restored:
    """Restores the backup ``path`` into ``database``: a file that is not there yet, or an empty database.

    For a central database the address is a superuser's. Roles that the server lacks are made again;
    passwords are in no backup, so accounts that are new to the server wait for an administrator to set one.
    Raises ``Refusal`` (field ``database``) where something is there already.
    """
    made = check_backup(path)
    url = make_url(database)
    if made.central is not (url.get_backend_name() == "postgresql"):
        raise _damaged(path, "it is of the other kind of database")
    return _restore_central(path, url) if made.central else _restore_embedded(path, _file_of(url))


def _restore_embedded(path: Path, target: Path) -> Restored:
    if target.exists():
        raise _occupied(str(target))
    unfinished = target.with_name(target.name + ".part")
    try:
        _copy_embedded(path, unfinished)
        _written(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as connection:
        return Restored(connection.execute("SELECT count(*) FROM cases").fetchone()[0])


def _restore_central(path: Path, url: URL) -> Restored:
    engine = create_engine(secured(url), connect_args={"options": CENTRAL_PATH})
    try:
        with outages(), engine.begin() as connection:
            if connection.execute(text("SELECT to_regclass('app.cases') IS NOT NULL")).scalar_one():
                raise _occupied(str(url.database))
            make_roles(connection)
            # The dump brings both schemas itself.
            connection.exec_driver_sql("DROP SCHEMA portal; DROP SCHEMA app")
        run_program(
            "pg_restore", url, "--single-transaction", "--exit-on-error", "-d", str(url.database), str(path)
        )
        # The privileges of the database itself are in no dump, and the backup may be an older version's.
        prepare(url)
        with outages(), engine.begin() as connection:
            made = make_missing_logins(connection)
            connection.exec_driver_sql("ANALYZE")
            count: int = connection.execute(text("SELECT count(*) FROM app.cases")).scalar_one()
    finally:
        engine.dispose()
    return Restored(count, made)


def _file_of(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise Refusal.one("database", "لا ملف لهذه القاعدة.", "That database has no file.", field="database")
    return Path(url.database)


def _copy_embedded(source: Path, target: Path) -> None:
    with _opened(source) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=1000)
        # One file, without a log beside it.
        new.execute("PRAGMA journal_mode=DELETE")


def _check_embedded(path: Path) -> None:
    try:
        with _opened(path) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchall()
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error
    if said != ["ok"] or loose:
        raise _damaged(path, said[0] if said != ["ok"] else "rows refer to rows that are not there")


def _read_dump(path: Path) -> None:
    """Unpacks every row of the dump and throws it away."""
    try:
        listed = run_program("pg_restore", None, "--list", str(path))
        run_program("pg_restore", None, "-f", os.devnull, str(path))
    except Outage as error:
        raise _damaged(path, str(error)) from error
    if "TABLE DATA app cases" not in listed:
        raise _damaged(path, "there are no applications in it")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
        yield connection


def _written(path: Path) -> None:
    """On the disk, not only on its way there."""
    with path.open("rb") as opened:
        os.fsync(opened.fileno())


def _damaged(path: Path, why: str) -> Refusal:
    return Refusal.one(
        "damaged",
        f"النسخة الاحتياطية {path.name} غير صالحة: {why}.",
        f"The backup {path.name} is no good: {why}.",
        field="backup",
    )


def _occupied(name: str) -> Refusal:
    return Refusal.one(
        "occupied",
        f"في {name} بيانات؛ استعِد إلى مكان فارغ.",
        f"There is something in {name} already; restore into an empty place.",
        field="database",
    )
