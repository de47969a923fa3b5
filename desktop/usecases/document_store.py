"""Documents moved between the central database and an S3-compatible store, and both compared.

The administrator's, with a superuser's address. Desks go on meanwhile: a document is always in one of the
two, and read through the same functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url

from desktop.base.errors import Outage, Refusal
from desktop.gateways.document_store import DocumentStore, StoreSettings
from desktop.models.connecting import secured
from desktop.models.database import outages
from desktop.models.install import CENTRAL_PATH
from desktop.models.security import OWNER

_HERE = text(
    "SELECT id, sha256, content FROM attachment WHERE content <> '' AND id > :after ORDER BY id LIMIT 20"
)
_THERE = text(
    "SELECT a.id, a.sha256 FROM stored_document s JOIN attachment a ON a.id = s.attachment_id"
    " WHERE a.filename <> '' AND a.content = '' AND a.id > :after ORDER BY a.id LIMIT 20"
)
# A document of a year that was put away is wanted again; one whose personal data is gone is not.
_WANTED = text(
    "SELECT s.sha256 FROM stored_document s LEFT JOIN attachment a ON a.id = s.attachment_id"
    " WHERE a.id IS NULL OR a.filename <> ''"
)
_ALONE = text("LOCK TABLE stored_document IN SHARE ROW EXCLUSIVE MODE")
_KEEP_READER = text(
    "INSERT INTO document_store (id, endpoint, bucket, region, access_key, secret_key)"
    " VALUES (1, :endpoint, :bucket, :region, :access_key, :secret_key) ON CONFLICT (id) DO UPDATE SET"
    " endpoint = excluded.endpoint, bucket = excluded.bucket, region = excluded.region,"
    " access_key = excluded.access_key, secret_key = excluded.secret_key"
)


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """Documents in the database and in the store, and where the two do not agree.

    ``missing`` are wanted and not in the store, ``damaged`` are there as something else, ``orphans`` lie
    there and no application wants them: left by an interrupted move, or their personal data is gone.
    """

    in_database: int
    in_store: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    orphans: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is missing, damaged or left over."""
        return not (self.missing or self.damaged or self.orphans)


def move_to_store(database: URL | str, writer: StoreSettings, reader: StoreSettings) -> int:
    """Moves every document's bytes into the store, each read back before it leaves the database.

    ``reader`` is the key with which the database signs what desks read; it can only read. Interrupted, it
    goes on where it was. Returns how many were moved. Raises ``Outage`` and ``Refusal``.
    """
    moved = after = 0
    with _engine(database) as engine, _opened(writer) as store:
        with _writing(engine) as connection:
            connection.execute(
                _KEEP_READER,
                {
                    "endpoint": reader.endpoint, "bucket": reader.bucket, "region": reader.region,
                    "access_key": reader.access_key, "secret_key": reader.secret_key,
                },
            )  # fmt: skip
        while True:
            with _writing(engine) as connection:
                rows = connection.execute(_HERE, {"after": after}).all()
            if not rows:
                return moved
            for number, sha256, content in rows:
                with _writing(engine) as connection:
                    # Held meanwhile, so that nobody sweeps away what is just coming.
                    connection.execute(_ALONE)
                    store.put(sha256, content)
                    moved += _leave(connection, number, sha256)
                after = number


def move_to_database(database: URL | str, writer: StoreSettings) -> int:
    """Brings every document's bytes back into the database; what is in the store stays until it is swept.

    Returns how many were brought back. Raises ``Outage`` where one is missing or damaged: those before it
    are back, and it can be done again.
    """
    moved = after = 0
    with _engine(database) as engine, _opened(writer) as store:
        while True:
            with _writing(engine) as connection:
                rows = connection.execute(_THERE, {"after": after}).all()
            if not rows:
                return moved
            for number, sha256 in rows:
                content = store.get(sha256)
                with _writing(engine) as connection:
                    connection.execute(
                        text("UPDATE attachment SET content = :content WHERE id = :id AND content = ''"),
                        {"id": number, "content": content},
                    )
                    connection.execute(
                        text("DELETE FROM stored_document WHERE attachment_id = :id"), {"id": number}
                    )
                moved += 1
                after = number


def check_store(database: URL | str, writer: StoreSettings, *, read: bool = False) -> StoreCheck:
    """Compares what the database says with what lies in the store; with ``read`` every document is read."""
    with _engine(database) as engine, _opened(writer) as store:
        # First the store: what is moved meanwhile is wanted by the time that the database is asked.
        there = store.names()
        with _writing(engine) as connection:
            wanted = frozenset(connection.execute(_WANTED).scalars())
            here: int = connection.execute(
                text("SELECT count(*) FROM attachment WHERE content <> ''")
            ).scalar_one()
        damaged = [name for name in sorted(wanted & there) if read and not _is_whole(store, name)]
    return StoreCheck(
        here,
        len(wanted & there),
        tuple(sorted(wanted - there)),
        tuple(damaged),
        tuple(sorted(there - wanted)),
    )


def sweep_store(database: URL | str, writer: StoreSettings) -> int:
    """Removes from the store what no application wants, and returns how many that were."""
    orphans = check_store(database, writer).orphans
    with _engine(database) as engine, _opened(writer) as store:
        for name in orphans:
            with _writing(engine) as connection:
                connection.execute(_ALONE)
                if name not in frozenset(connection.execute(_WANTED).scalars()):
                    store.remove(name)
                    connection.execute(
                        text("DELETE FROM stored_document WHERE sha256 = :name"), {"name": name}
                    )
    return len(orphans)


def _leave(connection: Connection, number: int, sha256: str) -> int:
    connection.execute(
        text(
            "INSERT INTO stored_document (attachment_id, sha256, stored_at) VALUES (:id, :sha256, app.now())"
            " ON CONFLICT (attachment_id) DO NOTHING"
        ),
        {"id": number, "sha256": sha256},
    )
    left = connection.execute(
        text("UPDATE attachment SET content = '' WHERE id = :id AND content <> ''"), {"id": number}
    )
    return left.rowcount


def _is_whole(store: DocumentStore, name: str) -> bool:
    try:
        store.get(name)
    except Outage:
        return False
    return True


@contextmanager
def _engine(database: URL | str) -> Iterator[Engine]:
    url = make_url(database)
    if url.get_backend_name() != "postgresql":
        raise Refusal.one(
            "embedded",
            "مرفقات المكتب المنفرد تبقى في ملفه؛ المخزن للقاعدة المركزية وحدها.",
            "A single desk keeps its documents in its file; a store is for the central database alone.",
            field="--db",
        )
    engine = create_engine(secured(url), connect_args={"options": CENTRAL_PATH}, hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with outages(), engine.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")
        yield connection


@contextmanager
def _opened(settings: StoreSettings) -> Iterator[DocumentStore]:
    store = DocumentStore(settings)
    try:
        yield store
    finally:
        store.close()
