"""Documents in an S3-compatible store: moved, read by whoever may, compared, swept and brought back."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from minio.credentials.credentials import Credentials
from minio.signer import presign_v4
from moto.server import ThreadedMotoServer
from sqlalchemy import text

from desktop.__main__ import main
from desktop.base.clock import FixedClock
from desktop.base.errors import Outage, Refusal
from desktop.gateways.document_store import DocumentStore, StoreSettings, fetch, store_settings
from desktop.models.backup import backup
from desktop.models.database import embedded_url, open_database
from desktop.models.migrations import downgrade_tables
from desktop.models.records.people import WORKER_LOGIN
from desktop.usecases.cases import read_attachment
from desktop.usecases.document_store import check_store, move_to_database, move_to_store, sweep_store
from desktop.usecases.session import Session
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.models.attempts import DENIED, refused
from tests.models.conftest import central_template, fresh_central
from tests.models.databases import CentralDatabase, password_of
from tests.models.play import MORNING, CentralDesk, Play, task
from tests.support.postgres import TemporaryPostgres

__all__ = ["central_template", "fresh_central"]

pytestmark = pytest.mark.postgres

BUCKET = "diwan-documents"


@pytest.fixture
def store() -> Iterator[StoreSettings]:
    """An empty store on loopback and the key that writes to it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = StoreSettings(f"http://{host}:{port}", BUCKET, "us-east-1", "writer", "writer-secret")
    with closing(DocumentStore(settings)) as made:
        made._client.make_bucket(BUCKET)
    yield settings
    server.stop()


@pytest.fixture
def reader(store: StoreSettings) -> StoreSettings:
    """The key with which the database signs."""
    return StoreSettings(store.endpoint, BUCKET, store.region, "reader", "reader-secret")


def read_by(central: CentralDatabase, login: str, number: int) -> bytes:
    """The document as the desk of ``login`` reads it."""
    url = central.server.url(central.name, user=login, password=password_of(login))
    database = open_database(url, FixedClock(MORNING), DefinitionKeeper(load()))
    try:
        return read_attachment(Session(database, load(), login), number)
    finally:
        database.close()


def test_documents_lie_in_the_store_and_are_read_by_whoever_may(
    fresh_central: CentralDatabase, store: StoreSettings, reader: StoreSettings, tmp_path: Path
) -> None:
    central, play = fresh_central, Play(CentralDesk(fresh_central))
    play.open(task())
    (document,) = play.file("clerk.hr").attachments
    number = document.attachment_id
    before = read_by(central, "clerk.hr", number)

    assert move_to_store(central.url(), store, reader) == 1
    assert move_to_store(central.url(), store, reader) == 0, "done again it moves nothing"
    with central.connected() as connection:
        left = text("SELECT octet_length(content) FROM attachment WHERE id = :id")
        assert connection.execute(left, {"id": number}).scalar_one() == 0
    with closing(DocumentStore(store)) as opened:
        assert opened.get(document.sha256) == before
    # The same function, the same judge.
    assert read_by(central, "clerk.hr", number) == before
    for login in ("clerk.gis", "nobody", "admin"):
        with pytest.raises(Refusal):
            read_by(central, login, number)
        with central.connected(login) as connection:
            asked = text("SELECT app.document_url(:id) FROM attachment")
            assert not connection.execute(asked, {"id": number}).all()
        assert refused(central, login, f"SELECT app.document_url({number})") == "DW404"
    assert refused(central, "portal", f"SELECT app.document_url({number})") == DENIED
    # No desk, no worker and no administrator gets at the key or signs with it.
    for login in ("clerk.hr", "senior.hr", "admin", WORKER_LOGIN):
        for statement in (
            "SELECT secret_key FROM document_store",
            "SELECT 1 FROM stored_document",
            "SELECT app.presigned(s, 'x', now(), 60) FROM document_store s",
            "SELECT app.hmac_sha256('x', 'y')",
        ):
            assert refused(central, login, statement) == DENIED, statement
    # What is judged with it goes on, and the database says that all of it agrees.
    play.judge("clerk.hr")
    found = check_store(central.url(), store, read=True)
    assert (found.passed, found.in_database, found.in_store) == (True, 0, 1)
    # No key is in a backup.
    kept = backup(central.url(), tmp_path / "night.backup")
    assert b"reader-secret" not in kept.path.read_bytes()

    # What is not the document is refused, and told.
    with closing(DocumentStore(store)) as opened:
        opened._client.put_object(BUCKET, document.sha256, io.BytesIO(b"other"), 5)
        opened._client.put_object(BUCKET, "left-over", io.BytesIO(b"x"), 1)
    with pytest.raises(Outage, match="not what was kept"):
        read_by(central, "clerk.hr", number)
    found = check_store(central.url(), store, read=True)
    assert (found.damaged, found.orphans) == ((document.sha256,), ("left-over",))
    with pytest.raises(Outage, match="not what was kept"):
        move_to_database(central.url(), store)
    assert sweep_store(central.url(), store) == 1
    with closing(DocumentStore(store)) as opened:
        opened.remove(document.sha256)
    assert check_store(central.url(), store).missing == (document.sha256,)
    with pytest.raises(Outage, match="does not answer"):
        read_by(central, "clerk.hr", number)
    with closing(DocumentStore(store)) as opened:
        opened.put(document.sha256, before)

    # A restored database has no key yet: it says so, and never shows an empty page instead.
    with central.connected() as connection:
        connection.execute(text("DELETE FROM document_store"))
    with pytest.raises(Outage, match="does not answer"):
        read_by(central, "clerk.hr", number)
    assert move_to_store(central.url(), store, reader) == 0
    assert read_by(central, "clerk.hr", number) == before

    # The owner of the tables cannot lose or change one either.
    for statement in (
        "UPDATE attachment SET content = 'other'",
        "UPDATE attachment SET filename = '', content = ''",
        "UPDATE attachment SET sha256 = 'x', content = ''",
    ):
        assert refused(central, "postgres", statement) == "DW403", statement
    with central.connected() as connection:
        connection.exec_driver_sql("SET LOCAL ROLE diwan_owner")
        with pytest.raises(Refusal, match="bring them back first"):
            downgrade_tables(connection, "0060_closed_years")
        connection.rollback()

    # And back, the very same.
    assert move_to_database(central.url(), store) == 1
    assert read_by(central, "clerk.hr", number) == before
    assert refused(central, "postgres", "UPDATE attachment SET content = ''") == "DW403"
    assert check_store(central.url(), store).orphans == (document.sha256,)


def test_the_database_signs_as_the_client_does(
    fresh_central: CentralDatabase, store: StoreSettings, reader: StoreSettings
) -> None:
    at = datetime(2026, 11, 22, 6, 0, 7, tzinfo=UTC)
    asked = text(
        "SELECT app.presigned(ROW(1, :endpoint, :bucket, :region, :access, :secret)::app.document_store,"
        " :object, :at, 60)"
    )
    for secret in ("reader-secret", "س" * 70, ""):
        name = hashlib.sha256(secret.encode()).hexdigest()
        with fresh_central.connected() as connection:
            signed: str = connection.execute(
                asked,
                {
                    "endpoint": reader.endpoint, "bucket": BUCKET, "region": reader.region,
                    "access": "reader", "secret": secret or "x", "object": name, "at": at,
                },
            ).scalar_one()  # fmt: skip
        expected = presign_v4(
            method="GET", url=urlsplit(f"{reader.endpoint}/{BUCKET}/{name}"), region=reader.region,
            credentials=Credentials("reader", secret or "x"), date=at, expires=60,
        )  # fmt: skip
        assert parse_qs(urlsplit(signed).query) == parse_qs(expected.query)
        assert urlsplit(signed).path == expected.path


def test_the_command_moves_compares_and_sweeps(
    fresh_central: CentralDatabase, store: StoreSettings, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    Play(CentralDesk(fresh_central)).open(task())
    (tmp_path / "diwan.toml").write_text(
        f'[documents]\nendpoint = "{store.endpoint}"\nbucket = "{BUCKET}"\naccess_key = "writer"\n'
        'reader_access_key = "reader"\n'
    )
    monkeypatch.setenv("DIWAN_DOCUMENTS_SECRET", "writer-secret")
    monkeypatch.setenv("DIWAN_DOCUMENTS_READER_SECRET", "reader-secret")
    where = ["--db", fresh_central.url().render_as_string(hide_password=False), "--data", str(tmp_path)]
    assert main(["db", "documents", "--to", "store", *where]) == 0
    assert '"moved": 1' in capsys.readouterr().out
    assert main(["db", "documents", *where]) == 0
    assert main(["db", "backup", str(tmp_path / "night.backup"), *where]) == 0
    assert "copy the store too" in capsys.readouterr().err
    with closing(DocumentStore(store)) as opened:
        opened.put(hashlib.sha256(b"x").hexdigest(), b"x")
    main(["db", "check", *where])
    assert hashlib.sha256(b"x").hexdigest() in capsys.readouterr().out, "orphans are found by the check"
    assert main(["db", "documents", *where]) == 1
    assert main(["db", "documents", "--sweep", *where]) == 0
    assert main(["db", "documents", *where]) == 0
    assert main(["db", "documents", "--to", "database", *where]) == 0
    monkeypatch.delenv("DIWAN_DOCUMENTS_SECRET")
    assert main(["db", "documents", *where]) != 0
    assert "secret" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [{"endpoint": "http://store.example"}, {"endpoint": "https://a/b"}, {"endpoint": ""}, {"bucket": "A"},
     {"access_key": "a b"}],
)  # fmt: skip
def test_what_is_set_wrong_is_named(wrong: dict[str, str]) -> None:
    said = {"endpoint": "https://store.example", "bucket": BUCKET, "access_key": "writer"}
    assert store_settings(said, "x").endpoint == "https://store.example"
    with pytest.raises(Refusal) as caught:
        store_settings({**said, **wrong}, "x")
    assert caught.value.problems[0].field == f"documents.{next(iter(wrong))}"


def test_a_store_that_is_away_and_a_single_desk(postgres: TemporaryPostgres, tmp_path: Path) -> None:
    gone = StoreSettings("http://127.0.0.1:9", BUCKET, "us-east-1", "a", "b")
    with pytest.raises(Outage, match="does not answer"):
        fetch("http://127.0.0.1:9/x", "0" * 64, 10)
    with pytest.raises(Refusal, match="single desk"):
        check_store(embedded_url(tmp_path / "one.sqlite"), gone)
    assert "b" not in repr(gone).replace(BUCKET, "")
