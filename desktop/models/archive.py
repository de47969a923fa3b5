"""Closed years of the central database: moved into partitions, put away in a file, brought back.

All of it is the administrator's, with a superuser's address. What is moved is read, judged and verified as
before; what is put away is in its file alone until it is brought back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy import table as sql_table
from sqlalchemy.engine import URL, make_url

from desktop.base.clock import start_of_day
from desktop.base.errors import Refusal
from desktop.models.connecting import secured
from desktop.models.database import outages
from desktop.models.install import CENTRAL_PATH
from desktop.models.partitions import PARTITIONED
from desktop.models.programs import run_program
from desktop.models.security import OWNER
from desktop.models.tables.archive import archived_year

BATCH = 500
"""Cases that are moved in one transaction."""

_DUE = text(
    "SELECT c.id FROM cases c WHERE c.id > :after AND c.closed_at >= :since AND c.closed_at < :before"
    "   AND app.is_settled(c.id)"
    "   AND (EXISTS (SELECT FROM case_event_open e WHERE e.case_id = c.id)"
    "     OR EXISTS (SELECT FROM attachment_open a WHERE a.case_id = c.id)"
    "     OR EXISTS (SELECT FROM letter l JOIN letter_document_open d ON d.letter_id = l.id"
    "                 WHERE l.case_id = c.id))"
    " ORDER BY c.id LIMIT :most FOR UPDATE OF c"
)
_LEFT = text(
    "SELECT count(*) FROM cases c WHERE c.closed_at >= :since AND c.closed_at < :before"
    "   AND NOT app.is_settled(c.id)"
)


@dataclass(frozen=True, slots=True)
class Archived:
    """What a run moved; ``unsettled`` closed cases of the year stay with the work until they are settled."""

    year: int
    cases: int
    events: int
    documents: int
    letters: int
    unsettled: int


@dataclass(frozen=True, slots=True)
class PutAway:
    """A year in a file: bytes, SHA-256 in hexadecimal, and the rows of each table in it."""

    year: int
    path: Path
    size: int
    sha256: str
    rows: dict[str, int]


def archive_year(database: URL | str, year: int) -> Archived:
    """Moves what hangs on the cases closed in ``year`` (Asia/Amman) into that year's partitions.

    A transaction for every ``BATCH`` cases: interrupted, it goes on where it was; done again, it moves what
    was settled since. Desks work on meanwhile. Raises ``Refusal`` (field ``year``) for a year that has not
    ended or is put away, ``Outage`` where the server does not answer.
    """
    with _central(database) as engine_url:
        engine = create_engine(secured(engine_url), connect_args={"options": CENTRAL_PATH})
        try:
            with outages(), engine.begin() as connection:
                span = _span(connection, year)
                _require_here(connection, year)
                _own(connection)
                connection.execute(text("SELECT app.make_year(:year)"), {"year": year})
                _note(connection, year, 0, 0, 0)
            total = Archived(year, 0, 0, 0, 0, 0)
            after = 0
            while True:
                with outages(), engine.begin() as connection:
                    _own(connection)
                    # One mover at a time; a desk that works on a case is waited for.
                    connection.execute(text("LOCK TABLE archived_year IN SHARE ROW EXCLUSIVE MODE"))
                    _require_here(connection, year)
                    found = connection.execute(_DUE, {**span, "after": after, "most": BATCH}).scalars().all()
                    if not found:
                        return replace(total, unsettled=connection.execute(_LEFT, span).scalar_one())
                    events, documents, letters = connection.execute(
                        text("SELECT events, documents, letters FROM app.move_to_year(:year, :cases)"),
                        {"year": year, "cases": list(found)},
                    ).one()
                    _note(connection, year, events, documents, letters)
                    after = found[-1]
                total = replace(
                    total,
                    cases=total.cases + len(found),
                    events=total.events + events,
                    documents=total.documents + documents,
                    letters=total.letters + letters,
                )
        finally:
            engine.dispose()


def put_away(database: URL | str, year: int, target: Path) -> PutAway:
    """Writes the year's partitions into the new file ``target`` and takes them out of the database.

    The file is read back before anything is dropped; nobody writes to the year meanwhile. Its cases, money,
    messages and letters' texts stay; their record of events, documents and printed letters are in the file.
    Raises ``Refusal`` (field ``target`` or ``year``).
    """
    with _central(database) as url:
        if target.exists():
            raise Refusal.one(
                "exists", f"الملف موجود: {target}", f"There is such a file already: {target}", field="target"
            )
        unfinished = target.with_name(target.name + ".part")
        engine = create_engine(secured(url), connect_args={"options": CENTRAL_PATH})
        parts = [f"{table}_y{year}" for table in PARTITIONED]
        try:
            with outages(), engine.begin() as connection:
                _span(connection, year)
                _require_here(connection, year)
                _own(connection)
                _require_archived(connection, year)
                connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
                # pg_dump reads beside this lock; a later move of the same year waits.
                connection.exec_driver_sql(f"LOCK TABLE {', '.join(parts)} IN SHARE MODE")
                rows = _rows(connection, year)
                named = [argument for part in parts for argument in ("-t", f"app.{part}")]
                run_program("pg_dump", url, "-Fc", *named, "-f", str(unfinished), str(url.database))
                unfinished.chmod(0o600)
                run_program("pg_restore", None, "-f", "/dev/null", str(unfinished))
                digest = _digest(unfinished)
                size = unfinished.stat().st_size
                _take_out(connection, year)
                connection.execute(
                    archived_year.update()
                    .where(archived_year.c.year == year)
                    .values(away_at=_now(connection), file=target.name, sha256=digest)
                )
                unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
            engine.dispose()
    return PutAway(year, target, size, digest, rows)


def bring_back(database: URL | str, source: Path) -> PutAway:
    """Attaches the year in the file ``source`` again; the file stays.

    Raises ``Refusal`` (field ``FILE``) where it is not, byte by byte, the file of a year that is put away.
    """
    with _central(database) as url:
        if not source.is_file():
            raise _not_the_file(source)
        digest = _digest(source)
        engine = create_engine(secured(url), connect_args={"options": CENTRAL_PATH})
        try:
            with outages(), engine.connect() as connection:
                year = connection.execute(
                    select(archived_year.c.year).where(
                        archived_year.c.sha256 == digest, archived_year.c.away_at.is_not(None)
                    )
                ).scalar_one_or_none()
            if year is None:
                raise _not_the_file(source)
            # Made anew as the tables are today: a version since then may have added to them. What an
            # interrupted attempt left goes, for the file has it all.
            with outages(), engine.begin() as connection:
                _own(connection)
                _take_out(connection, year)
                connection.execute(text("SELECT app.make_year(:year)"), {"year": year})
            run_program(
                "pg_restore", url, "--data-only", "--single-transaction", "--exit-on-error",
                "-d", str(url.database), str(source),
            )  # fmt: skip
            with outages(), engine.begin() as connection:
                _own(connection)
                connection.execute(
                    archived_year.update()
                    .where(archived_year.c.year == year)
                    .values(away_at=None, file="", sha256="")
                )
                rows = _rows(connection, year)
        finally:
            engine.dispose()
    return PutAway(year, source, source.stat().st_size, digest, rows)


@contextmanager
def _central(database: URL | str) -> Iterator[URL]:
    url = make_url(database)
    if url.get_backend_name() != "postgresql":
        raise Refusal.one(
            "embedded",
            "الأقسام السنوية لقاعدة PostgreSQL المركزية وحدها؛ لم يتغير شيء.",
            "Only the central PostgreSQL has partitions by year; nothing was changed.",
            field="--db",
        )
    yield url


def _own(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")


def _rows(connection: Connection, year: int) -> dict[str, int]:
    return {
        table: connection.execute(
            select(func.count()).select_from(sql_table(f"{table}_y{year}"))
        ).scalar_one()
        for table in PARTITIONED
    }


def _take_out(connection: Connection, year: int) -> None:
    """The year's partitions, where they are there."""
    for table in PARTITIONED:
        part = f"{table}_y{year}"
        if connection.execute(text("SELECT to_regclass(:part)"), {"part": part}).scalar_one() is not None:
            connection.exec_driver_sql(f"ALTER TABLE {table} DETACH PARTITION {part}")
            connection.exec_driver_sql(f"DROP TABLE {part}")


def _now(connection: Connection) -> datetime:
    at: datetime = connection.execute(text("SELECT app.now()")).scalar_one()
    return at


def _span(connection: Connection, year: int) -> dict[str, datetime]:
    """The year's first moment in Amman and the next one's; refuses one that has not ended."""
    today: date = connection.execute(text("SELECT app.today()")).scalar_one()
    if not 2000 <= year < today.year:
        raise Refusal.one(
            "year",
            f"لا تُنقل إلا سنة انتهت؛ {year} ليست كذلك.",
            f"Only a year that has ended is moved; {year} is not one.",
            field="year",
        )
    return {"since": start_of_day(date(year, 1, 1)), "before": start_of_day(date(year + 1, 1, 1))}


def _require_here(connection: Connection, year: int) -> None:
    kept = connection.execute(
        select(archived_year.c.file).where(archived_year.c.year == year, archived_year.c.away_at.is_not(None))
    ).scalar_one_or_none()
    if kept is not None:
        raise Refusal.one(
            "away",
            f"سنة {year} محفوظة خارج القاعدة في {kept}؛ أعدها أولاً.",
            f"The year {year} is put away in {kept}; bring it back first.",
            field="year",
        )


def _require_archived(connection: Connection, year: int) -> None:
    known = select(func.count()).select_from(archived_year).where(archived_year.c.year == year)
    if not connection.execute(known).scalar_one():
        raise Refusal.one(
            "not_archived",
            f"سنة {year} لم تُنقل بعد: diwan db archive --year {year}.",
            f"The year {year} was not moved yet: diwan db archive --year {year}.",
            field="year",
        )


def _note(connection: Connection, year: int, events: int, documents: int, letters: int) -> None:
    connection.execute(
        text(
            "INSERT INTO archived_year AS y (year, events, documents, letters, moved_at)"
            " VALUES (:year, :events, :documents, :letters, app.now())"
            " ON CONFLICT (year) DO UPDATE SET events = y.events + excluded.events,"
            " documents = y.documents + excluded.documents, letters = y.letters + excluded.letters,"
            " moved_at = excluded.moved_at"
        ),
        {"year": year, "events": events, "documents": documents, "letters": letters},
    )


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _not_the_file(path: Path) -> Refusal:
    return Refusal.one(
        "file",
        f"ليس {path.name} ملف سنة محفوظة خارج القاعدة.",
        f"{path.name} is not the file of a year that is put away.",
        field="FILE",
    )
