"""Getting to the central database: every way in which it fails says what is wrong, in one sentence each."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from desktop.base.clock import FixedClock
from desktop.base.config import load_config
from desktop.base.errors import DiwanError, Outage, Refusal
from desktop.models import install
from desktop.models.backup import backup
from desktop.models.compatibility import LEVEL, OLDEST_TABLES
from desktop.models.connecting import Unreachable, fault_of, secured
from desktop.models.database import open_database, outages
from desktop.models.install import NewLogin
from desktop.usecases.connection import Step, Target, keep_connection, keep_embedded, probe, target_of
from desktop.usecases.session import Session, password_ends
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.support.tls import ELSEWHERE, Authority, SecuredPostgres

pytestmark = [pytest.mark.postgres, pytest.mark.allow_hosts(["127.0.0.1", ELSEWHERE])]

LOGIN, PASSWORD = "first.desk", "a-long-Passw0rd"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def server() -> Iterator[SecuredPostgres]:
    """A server with one prepared database and one account."""
    with SecuredPostgres() as running:
        url = running.create_database("diwan")
        install.prepare(url, administrator=NewLogin(LOGIN, "أول", "First", PASSWORD))
        running.create_database("bare")
        yield running


@pytest.fixture
def target(server: SecuredPostgres, authority: Authority) -> Target:
    """Everything right: what each test breaks in one place."""
    server.present(authority.certificate(ELSEWHERE, "db.amman.example"))
    return Target(ELSEWHERE, server.port, "diwan", str(authority.file))


@contextmanager
def as_superuser(server: SecuredPostgres, database: str = "diwan") -> Iterator[Connection]:
    engine = create_engine(server.url(database))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def fault(target: Target, login: str = LOGIN, password: str = PASSWORD) -> tuple[str, str, list[Step]]:
    """Code and field of what is wrong, and the steps that held until then."""
    held: list[Step] = []
    with pytest.raises(DiwanError) as caught:
        probe(target, login, password, held.append)
    error = caught.value
    for sentence in (error.text.ar, error.text.en):
        assert "\n" not in sentence
        assert PASSWORD not in sentence
    assert any("\u0621" <= letter <= "\u064a" for letter in error.text.ar)
    if isinstance(error, Unreachable):
        return error.code, error.field, held
    assert isinstance(error, Refusal)
    (problem,) = error.problems
    return problem.code, problem.field, held


def changed(target: Target, **values: object) -> Target:
    return Target(**{"host": target.host, "port": target.port, "database": target.database,
                     "certificate": target.certificate, **values})  # type: ignore[arg-type]  # fmt: skip


def test_all_steps_hold_in_their_order(target: Target) -> None:
    held: list[Step] = []
    probe(target, LOGIN, PASSWORD, held.append)
    assert held == list(Step)


def test_this_machines_own_address_needs_no_certificate(server: SecuredPostgres, target: Target) -> None:
    server.present(None)
    probe(changed(target, host="127.0.0.1", certificate=""), LOGIN, PASSWORD)


def test_a_name_that_nobody_knows(target: Target) -> None:
    assert fault(changed(target, host="no-such-host.invalid")) == ("name", "host", [])


def test_a_port_where_nothing_listens(target: Target) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert fault(changed(target, port=port)) == ("port", "host", [Step.NAME])


@pytest.mark.parametrize("words", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
def test_something_else_that_listens(target: Target, words: bytes) -> None:
    with socket.create_server((ELSEWHERE, 0)) as listening:

        def answer() -> None:
            opened, _ = listening.accept()
            with opened:
                opened.recv(8)
                opened.sendall(words)

        other = threading.Thread(target=answer)
        other.start()
        found = fault(changed(target, port=listening.getsockname()[1]))
        other.join()
    assert found == ("not_postgres", "host", [Step.NAME, Step.PORT])


def test_a_server_that_does_not_encrypt(server: SecuredPostgres, target: Target) -> None:
    server.present(None)
    assert fault(target) == ("no_tls", "host", [Step.NAME, Step.PORT])


def test_a_certificate_of_another_authority(server: SecuredPostgres, target: Target, tmp_path: Path) -> None:
    other = Authority(tmp_path, "other")
    at = [Step.NAME, Step.PORT, Step.SERVER]
    assert fault(changed(target, certificate=str(other.file))) == ("untrusted", "certificate", at)
    assert fault(changed(target, certificate="")) == ("untrusted", "certificate", at)


def test_a_certificate_for_another_name(
    server: SecuredPostgres, target: Target, authority: Authority
) -> None:
    server.present(authority.certificate("db.amman.example"))
    assert fault(target) == ("wrong_host", "host", [Step.NAME, Step.PORT, Step.SERVER])


@pytest.mark.parametrize("days", [(-30, -1), (2, 30)])
def test_a_certificate_whose_time_is_over_or_to_come(
    server: SecuredPostgres, target: Target, authority: Authority, days: tuple[int, int]
) -> None:
    server.present(authority.certificate(ELSEWHERE, days=days))
    assert fault(target) == ("expired", "certificate", [Step.NAME, Step.PORT, Step.SERVER])


@pytest.mark.parametrize("content", [None, b"not a certificate", b"\xff\xfe\x00"])
def test_a_file_that_is_no_certificate(target: Target, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "root.pem"
    if content is not None:
        path.write_bytes(content)
    code, field, _ = fault(changed(target, certificate=str(path)))
    assert (code, field) == ("certificate_file", "certificate")
    with pytest.raises(Refusal):
        keep_connection(tmp_path / "data", changed(target, certificate=str(path)))


@pytest.mark.parametrize(("login", "password"), [(LOGIN, "wrong"), ("nobody.here", PASSWORD), (LOGIN, "")])
def test_a_wrong_password_is_no_outage(target: Target, login: str, password: str) -> None:
    code, field, held = fault(target, login, password)
    assert (code, field, held[-1]) == ("sign_in", "password", Step.CERTIFICATE)


def test_a_password_whose_time_is_over_and_one_that_ends_soon(
    server: SecuredPostgres, target: Target, clock: FixedClock
) -> None:
    url = secured(target.address, target.certificate).set(username=LOGIN, password=PASSWORD)
    database = open_database(url, clock, DefinitionKeeper(load()))
    session = Session(database, load(), LOGIN)
    assert password_ends(session) is None
    try:
        with as_superuser(server) as connection:
            connection.exec_driver_sql(f"ALTER ROLE \"{LOGIN}\" VALID UNTIL '2099-05-01 10:00+00'")
        ends = password_ends(session)
        assert ends is not None
        assert ends.isoformat() == "2099-05-01T10:00:00+00:00"
        with as_superuser(server) as connection:
            connection.exec_driver_sql(f"ALTER ROLE \"{LOGIN}\" VALID UNTIL '2001-01-01'")
        code, field, _ = fault(target)
        assert (code, field) == ("sign_in", "password")
    finally:
        with as_superuser(server) as connection:
            connection.exec_driver_sql(f"ALTER ROLE \"{LOGIN}\" VALID UNTIL 'infinity'")
    assert password_ends(session) is None
    database.close()


def test_a_locked_account(server: SecuredPostgres, target: Target) -> None:
    with as_superuser(server) as connection:
        connection.exec_driver_sql(f'ALTER ROLE "{LOGIN}" NOLOGIN')
    try:
        code, field, _ = fault(target)
        assert (code, field) == ("locked", "login")
    finally:
        with as_superuser(server) as connection:
            connection.exec_driver_sql(f'ALTER ROLE "{LOGIN}" LOGIN')


def test_a_database_that_is_not_there_or_not_ours(target: Target) -> None:
    code, field, _ = fault(changed(target, database="nowhere"))
    assert (code, field) == ("no_database", "database")
    code, field, _ = fault(changed(target, database="bare"))
    assert (code, field) == ("not_prepared", "database")


@pytest.mark.parametrize(
    ("level", "oldest", "code"),
    [(OLDEST_TABLES - 1, 1, "tables_older"), (LEVEL + 2, LEVEL + 1, "tables_newer")],
)
def test_tables_of_another_release(
    server: SecuredPostgres, target: Target, level: int, oldest: int, code: str
) -> None:
    change = "UPDATE app.compatibility SET level = {}, oldest_desk = {}"
    try:
        with as_superuser(server) as connection:
            connection.exec_driver_sql(change.format(level, oldest))
        found, field, held = fault(target)
        assert (found, field, held[-1]) == (code, "version", Step.LOGIN)
    finally:
        with as_superuser(server) as connection:
            connection.exec_driver_sql(change.format(LEVEL, 1))


def test_no_address_weakens_the_encryption(
    server: SecuredPostgres, target: Target, clock: FixedClock, tmp_path: Path
) -> None:
    """The program itself, and the IT officer's tools, check what the first start checked."""
    weak = f"postgresql://{LOGIN}:{PASSWORD}@{ELSEWHERE}:{server.port}/diwan?sslmode=disable"
    assert secured(weak).query == {"sslmode": "verify-full", "sslrootcert": "system"}
    database = open_database(weak, clock, DefinitionKeeper(load()))
    with pytest.raises(Refusal) as caught, database.reading():
        pass
    assert caught.value.code == "untrusted"
    database.close()
    superuser = server.url("diwan").set(host=ELSEWHERE)
    with pytest.raises(Refusal), outages():
        install.prepare(superuser)
    with pytest.raises(Refusal):
        backup(superuser, tmp_path / "x")
    assert list(tmp_path.iterdir()) == []
    made = backup(superuser.update_query_dict({"sslrootcert": target.certificate}), tmp_path / "x")
    assert made.central
    server.present(None)
    database = open_database(secured(weak, target.certificate), clock, DefinitionKeeper(load()))
    with pytest.raises(Outage) as unencrypted, database.reading():
        pass
    assert isinstance(unencrypted.value, Unreachable)
    assert unencrypted.value.code == "no_tls"
    database.close()


def test_what_is_typed_is_read_or_named(tmp_path: Path) -> None:
    assert target_of(" db.amman.example ", "٥٤٣٣", "diwan", "") == Target("db.amman.example", 5433, "diwan")
    assert target_of("::1", "", "diwan", "").address == "postgresql://[::1]:5432/diwan"
    with pytest.raises(Refusal) as caught:
        target_of("bad host!", "70000", " ", "")
    assert [problem.field for problem in caught.value.problems] == ["host", "port", "database"]


def test_the_settings_keep_the_way_and_no_secret(target: Target, tmp_path: Path) -> None:
    (tmp_path / "diwan.toml").write_text("workstation = 'HR-07'\n[gateways.sms]\nkind = 'files'\n", "utf-8")
    path = keep_connection(tmp_path, target)
    written = path.read_text("utf-8")
    assert PASSWORD not in written
    assert LOGIN not in written
    config = load_config(tmp_path)
    assert (config.database, config.workstation) == (target.address, "HR-07")
    assert config.gateways == {"sms": {"kind": "files"}}
    assert Path(config.certificate).read_bytes() == Path(target.certificate).read_bytes()
    keep_embedded(tmp_path)
    assert load_config(tmp_path).is_embedded
    assert load_config(tmp_path).workstation == "HR-07"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('connection to server at "10.0.0.5", port 5432 failed: FATAL:  too many connections', "full"),
        ("FATAL:  the database system is starting up", "starting"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "x", database "y"', "no_entry"),
        ('connection to server at "10.0.0.5", port 5432 failed: timeout expired', "silent"),
    ],
)
def test_what_else_a_server_says(said: str, code: str) -> None:
    found = fault_of(said)
    assert isinstance(found, Unreachable)
    assert found.code == code
    nameless = fault_of("[Errno -2] Name or service not known")
    assert nameless is not None
    assert "of the server in the settings cannot be resolved" in nameless.text.en
    assert fault_of("database is locked") is None
